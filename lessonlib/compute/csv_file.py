"""Read the learner's own CSV file: a target column with two labels, and numeric features."""

import numpy as np

from lessonlib.compute.data import Dataset


def load_csv(path, target="target", positive=None):
    """Load a CSV file as features and 0/1 labels, and say openly which label became 1.

    Parameters
    ----------
    path : path
        A file with one header line.
    target : str, default "target"
        The column to predict. It must hold exactly two labels, of any kind.
    positive : str, optional
        The label that becomes 1; the rarer one by default.

    Returns
    -------
    Dataset
        `about` names the file, the mapping of the labels and how often each occurs.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the file can't be read as CSV, the target column is missing, it does not hold two labels, a
        feature column is not numeric, or a value is missing.
    """
    table = _read(path)
    if target not in table.columns:
        raise ValueError(
            f"target must be a column of {path}; got {target!r}, and it has {_listed(table.columns)}. "
            + _advice(table.columns)
        )
    labels = table.pop(target).str.strip()
    y, mapping = _as_zero_one(labels, target, positive)
    return Dataset(_as_numbers(table), y, f"{path}: {mapping}")


def _read(path):
    """Read every cell as text; what is a number is decided later, in one place."""
    import pandas as pd

    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig", skipinitialspace=True)
    except FileNotFoundError:
        raise FileNotFoundError(f"{path} must exist; there is no such file. Check the spelling.") from None
    except (ValueError, OSError) as error:  # pandas' parser errors and bad encodings are ValueErrors
        raise ValueError(
            f"{path} must be a readable CSV file; {str(error).strip()}. Save it as CSV in UTF-8."
        ) from None
    if not isinstance(table.index, pd.RangeIndex):  # pandas reads surplus values as names of the rows
        raise ValueError(
            f"{path} must have a name for every column; got more values in its rows than names in its header. "
            "Complete the header, or remove the commas at the ends of the rows."
        )
    table.columns = table.columns.str.strip()
    if len(table) == 0:
        raise ValueError(f"{path} must hold at least one row below its header; got none. Export it again.")
    return table


def _as_zero_one(labels, target, positive):
    """Map two labels to 0 and 1; the rarer one, or `positive`, becomes 1."""
    counts = labels.value_counts().sort_index()
    if "" in counts.index:
        raise ValueError(
            f"{target} must have a label in every row; got {counts['']} of {len(labels)} empty. Remove those rows."
        )
    if len(counts) != 2:
        raise ValueError(
            f"{target} must hold exactly two labels; got {len(counts)}: {_listed(counts.index)}. "
            + ("One class alone can't be learned." if len(counts) == 1 else "Merge labels until two remain.")
        )
    positive = str(positive) if positive is not None else counts[::-1].idxmin()  # of equally many "no" and "yes", "yes"
    if positive not in counts.index:
        raise ValueError(f"positive must be one of {_listed(counts.index)}; got {positive!r}. Check the spelling.")
    [negative] = set(counts.index) - {positive}
    mapping = (
        f"1 is {target}={positive} ({counts[positive]:,} rows), 0 is {target}={negative} ({counts[negative]:,} rows)"
    )
    return (labels == positive).to_numpy().astype(int), mapping


def _as_numbers(table):
    """Return all columns as one float array, or name the first column that is no number."""
    import pandas as pd

    if table.shape[1] == 0:
        raise ValueError("the file must have a feature column besides the target; got none. Export more columns.")
    X = np.empty(table.shape)
    for j, name in enumerate(table.columns):
        values = pd.to_numeric(table[name], errors="coerce").to_numpy(dtype=float)
        bad = ~np.isfinite(values)
        if bad.any():
            row, text = int(np.argmax(bad)), table[name].iloc[int(np.argmax(bad))]
            what = "nothing" if text.strip() == "" else repr(text)
            raise ValueError(
                f"column {name!r} must be numeric and complete; got {what} in line {row + 2} "
                f"({bad.sum():,} such rows). Encode or drop the column, or fill the gaps."
            )
        X[:, j] = values
    return X


def _advice(columns):
    """Say what to do where the target is no column; a single "column" is mostly a header cut at the wrong sign."""
    if len(columns) == 1 and any(sign in columns[0] for sign in ";\t|"):
        return "Save the file with commas between the values, and points in the numbers."
    return "Name the column to predict."


def _listed(names, at_most=6):
    """Name up to six things, separated by commas."""
    names = [repr(str(name)) for name in names]
    return ", ".join(names[:at_most]) + (", …" if len(names) > at_most else "")
