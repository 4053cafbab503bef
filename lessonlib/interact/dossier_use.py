"""How to use what a dossier recommends, and how the dossier was made."""

import sys
from datetime import date
from importlib.metadata import version

from lessonlib.compute.prepare import LEVELS
from lessonlib.compute.recipes import BOOSTING, L2, RECALIBRATED, SCORES, TREES, YOURS
from lessonlib.interact.document import Bullets, Code, Fold, Text

PACKAGES = ("lessonlib", "numpy", "pandas", "scikit-learn")

SNIPPET = """\
{imports}
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.model_selection import FixedThresholdClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

numbers = {numbers}
words = {words}
fill = make_pipeline(SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True), StandardScaler())
encode = OneHotEncoder(
    handle_unknown="infrequent_if_exist", min_frequency=2, max_categories={levels}, sparse_output=False
)
prepare = ColumnTransformer([("numbers", fill, numbers), ("words", encode, words)])
model = {model}
rule = FixedThresholdClassifier({fitted}, threshold={threshold:.6g}, response_method="predict_proba")
# rule.fit(X, y); flags = rule.predict(X_new)
"""
MODELS = {
    "logistic": (
        "from sklearn.linear_model import LogisticRegression",
        "LogisticRegression(C={c:g}, max_iter=1000{w})",
    ),
    BOOSTING: (
        "from sklearn.ensemble import HistGradientBoostingClassifier",
        f"HistGradientBoostingClassifier({', '.join(f'{key}={value}' for key, value in TREES.items())}{{w}})",
    ),
}
SAMPLERS = {"undersampling": "RandomUnderSampler", "SMOTE": "SMOTE"}


def snippet(numbers):
    """Return scikit-learn's code for the recommended rule, or None where there is no pipeline of ours.

    Parameters
    ----------
    numbers : DossierNumbers

    Returns
    -------
    str or None
    """
    recipe = numbers.recipe()
    if recipe.learner in (SCORES, YOURS):
        return None
    X = numbers.rows.X
    words = [name for name in X.columns if X[name].dtype.kind not in "biuf"]
    imports, model = MODELS[recipe.learner]
    weights = ', class_weight="balanced"' if recipe.treatment == "class weights" else ""
    fitted = "make_pipeline(prepare, model)"
    if recipe.treatment in SAMPLERS:
        sampler = SAMPLERS[recipe.treatment]
        module = "under_sampling" if sampler == "RandomUnderSampler" else "over_sampling"
        imports += (
            f"\nfrom imblearn.{module} import {sampler}\nfrom imblearn.pipeline import make_pipeline as with_sampler"
        )
        fitted = f"with_sampler(prepare, {sampler}(random_state=0), model)"
    if recipe.treatment == RECALIBRATED:
        imports = f"from sklearn.calibration import CalibratedClassifierCV\n{imports}"
        fitted = f'CalibratedClassifierCV({fitted}, method="sigmoid", cv=5, ensemble=False)'
    return SNIPPET.format(
        imports=imports,
        numbers=[name for name in X.columns if name not in words],
        words=words,
        levels=LEVELS,
        model=model.format(c=1 / L2, w=weights),
        fitted=fitted,
        threshold=numbers.line[1],
    )


def use(numbers):
    """Return the section on what to do with the files beside the dossier."""
    code = snippet(numbers)
    line, own = numbers.line
    scored = "scored.csv: the last part's rows, and the rows that the splits tested, with probability and flag"
    scored += " by amount." if numbers.by_amount() else "."
    if numbers.rows.scores is not None:
        words = f"Flag where the score is at least {own:.6g}: a probability of {line:.4g} at the prevalence of use."
        return Fold("Use it", [Text(words), Bullets([scored, "rule.json: the same in numbers."])])
    blocks = [
        Text(
            f"The threshold in the model's own probabilities is {own:.4g}; at the prevalence of use it is {line:.4g}. "
            f"The model was fitted where {100 * numbers.prevalence:.3g} % are positive."
        ),
        Bullets(
            [
                "pipeline.joblib: the fitted rule, of scikit-learn's objects alone. It is a pickle: load it only if "
                "you wrote it, and with the versions named below.",
                scored,
                "rule.json: what lesson decide --again DIR NEW.csv compares new rows with.",
            ]
        ),
    ]
    if code is not None:
        about = "In scikit-learn" + (" (about the same rule)" if "recalibrated" in numbers.chosen() else "")
        blocks += [Text(f"{about}; X is what load_csv returns as X:"), Code(code)]
    return Fold("Use it", blocks)


def provenance(numbers, command, seed):
    """Return the section that says how the dossier was made."""
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    items = [
        f"Made {date.today().isoformat()} by: {command}",
        f"Versions: Python {sys.version.split()[0]}, {versions}",
        f"Seed {seed}; {len(numbers.thresholds)} splits of {len(numbers.rows.plan.development):,} rows, and "
        f"{len(numbers.rows.plan.last):,} set aside",
        f"Features: {', '.join(map(str, numbers.rows.X.columns[:60]))}"
        + (", …" if numbers.rows.X.shape[1] > 60 else ""),
        *(["Vouched for: neither groups nor times tie rows together"] if numbers.independent else []),
    ]
    return Fold("How this was made", [Bullets(items)])
