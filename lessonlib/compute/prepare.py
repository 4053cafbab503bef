"""Make features of numbers and words ready for a model, from what the training rows show and nothing else."""

import numpy as np

from lessonlib.compute.table import LARGE

LEVELS = 30  # columns that one category may become; its rarer values share one


def preparation(X):
    """Return scikit-learn's `ColumnTransformer` for a frame: median, gap columns and standard units; one-hot words.

    Parameters
    ----------
    X : DataFrame
        Columns of floats, or of words.

    Returns
    -------
    ColumnTransformer
        Not yet fitted.
    """
    from sklearn.compose import ColumnTransformer
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    words = [name for name in X.columns if X[name].dtype.kind not in "biuf"]
    numbers = [name for name in X.columns if name not in words]
    filled = make_pipeline(
        SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True), StandardScaler()
    )
    encoded = OneHotEncoder(
        handle_unknown="infrequent_if_exist",
        min_frequency=2,
        max_categories=LEVELS,
        sparse_output=False,
        dtype=np.float32,
    )
    blocks = [("numbers", filled, numbers)]
    if X.size > LARGE:  # a median sorts copies: of a large table, one column at a time
        blocks = [(str(place), filled, [name]) for place, name in enumerate(numbers)]
    return ColumnTransformer([*blocks, ("words", encoded, words)])


def prepared(X, split):
    """Return the parts of X, prepared by what the first part, the training rows, shows.

    Parameters
    ----------
    X : ndarray (n, d) or DataFrame
    split : sequence of row numbers, the training rows first

    Returns
    -------
    list of ndarray
    """
    train, *others = split
    if not isinstance(X, np.ndarray) and all(kind.kind == "f" for kind in X.dtypes) and np.isfinite(X.to_numpy()).all():
        X = X.to_numpy()  # without gaps and words there is nothing else to learn than units
    if isinstance(X, np.ndarray):
        mean, sd = (tool(X[train], axis=0, dtype=float) for tool in (np.mean, np.std))
        sd = np.where(sd > 1e-12 * np.abs(mean), sd, 1.0)  # of a constant column, rounding is all the spread there is
        mean, sd = mean.astype(X.dtype), sd.astype(X.dtype)
        return [(X[part] - mean) / sd for part in split]
    tool = preparation(X)
    return [tool.fit_transform(X.iloc[train]), *(tool.transform(X.iloc[part]) for part in others)]
