"""The closing moment of an exercise: when its last check passes, what was built, drawn with the learner's functions.

`check` is the one of `lessonlib.checks`; what it adds is said once in a kernel. The words stand in `finished.toml`.
"""

import tomllib
from dataclasses import dataclass, replace
from functools import wraps
from html import escape
from pathlib import Path

import numpy as np

from lessonlib import checks
from lessonlib.checks.catalogue import find
from lessonlib.checks.report import with_code
from lessonlib.compute.costs import bayes_threshold
from lessonlib.compute.data import LESSON_CLASSES, GaussianClasses, make_imbalanced_data
from lessonlib.compute.metrics import compute_metrics
from lessonlib.interact.yours import ask

_passed = set()  # the functions that passed in this kernel
# As in the widgets' style, which a notebook without widgets has not loaded.
_STYLE = (
    'body[data-jp-theme-light="false"] .lesson-figure img { filter: invert(0.9) hue-rotate(180deg); } '
    ".lesson-closing figure { margin: 0; }"
)
_WORDS = Path(__file__).with_name("finished.toml")


@wraps(checks.check)
def check(function, seed=0):
    """Add the closing moment to what `lessonlib.checks.check` says."""
    result = checks.check(function, seed)
    if not result.passed or result.function in _passed:
        return result
    exercise, _ = find(result.function)
    _passed.add(result.function)
    return replace(result, closing=closing(exercise, function)) if _passed.issuperset(exercise.functions) else result


@dataclass(frozen=True)
class Closing:
    """What was built, as a sentence and a picture or None, and the notebook that comes next."""

    built: str
    next: str
    title: str
    picture: object = None

    def __repr__(self):
        return f"{self.built.replace('`', '')} Next: {self.title}."

    def _repr_html_(self):
        picture = self.picture._repr_html_() if self.picture else ""
        words = f'<p>{with_code(self.built)}</p><p>Next: <a href="{self.next}">{escape(self.title)}</a></p>'
        # Beside one another, so that the whole answer is seen without scrolling.
        beside = "display: flex; flex-wrap: wrap; align-items: center; gap: 0 1em"
        body = f'{picture}<div style="flex: 1 1 12em; min-width: 0; overflow-wrap: anywhere">{words}</div>'
        return f'<style>{_STYLE}</style><div class="lesson-closing" style="{beside}">{body}</div>'


def closing(exercise, function):
    """Return the `Closing` of an exercise; without a picture if its functions no longer give one.

    Parameters
    ----------
    exercise : Exercise
    function : callable
        The one that was checked last; the others are found beside it.
    """
    own = getattr(function, "__globals__", {}) | {function.__name__: function}
    words = tomllib.loads(_WORDS.read_text(encoding="utf-8"))[exercise.name]
    picture, _ = ask(_PICTURES[exercise.name], own)
    return Closing(**words, picture=picture)


def _metrics(own):
    betas = np.linspace(0.25, 4, 40)
    y = np.repeat([1, 0], [10, 990])
    cameras = {"finds 9 of 10": (9, 18), "6 of 10, fewer alarms": (6, 2)}
    flagged = {name: np.r_[np.arange(10) < tp, np.arange(990) < fp].astype(int) for name, (tp, fp) in cameras.items()}
    curves = {name: (betas, [own["f_beta"](y, rows, beta) for beta in betas]) for name, rows in flagged.items()}
    return _curves(curves, "β", "F-beta", marks={"F1": 1})


def _resampling(own):
    X, y = make_imbalanced_data(n_majority=950, n_minority=50, seed=42)
    rows = np.asarray(own["random_oversample"](X, y)[0])
    times = np.sort([(rows == row).all(axis=1).sum() for row in X[y == 1]])[::-1]
    place = np.arange(1, len(times) + 1)
    curves = {"yours": (place, times), "on average": (place, np.full(len(times), times.mean()))}
    return _curves(curves, "positives, the most frequent first", "times it occurs")


def _smote(own):
    X, y = make_imbalanced_data(n_majority=380, n_minority=20, seed=42)
    return _clouds(X, y, synthetic=own["smote"](X[y == 1], n_synthetic=200))


def _weights(own):
    X, y = make_imbalanced_data(n_majority=380, n_minority=20, seed=42)
    weights = {"equal weights": np.ones(len(y)), "balanced weights": own["compute_class_weights"](y)}
    fitted = {name: own["logistic_regression_converged"](X, y, each, tol=1e-3) for name, each in weights.items()}
    return _clouds(X, y, boundaries=fitted)


def _threshold(own):
    X, y = LESSON_CLASSES.sample_counts(950, 50, seed=0)
    p, thresholds = LESSON_CLASSES.posterior(X), np.linspace(0.01, 0.99, 99)
    f1 = [compute_metrics(y, p >= threshold)["f1"] for threshold in thresholds]
    yours, _ = own["find_optimal_threshold"](y, p)
    return _curves({"F1": (thresholds, f1)}, "threshold", "F1", marks={"0.5": 0.5, f"yours, {yours:.2f}": yours})


def _borderline(own):
    X, y = make_imbalanced_data(n_majority=380, n_minority=20, seed=42)
    return _clouds(X, y, synthetic=own["borderline_smote"](X, y, n_synthetic=200))


def _costs(own):
    amounts, p = np.geomspace(3, 1000, 60), np.linspace(0, 1, 1001)
    lowest = []
    for amount in amounts:
        matrices = np.broadcast_to(np.array([[0, amount], [2, 2]]), (len(p), 2, 2))
        lowest.append(p[np.asarray(own["min_cost_predictions_by_row"](matrices, p)) == 1].min())
    fixed = bayes_threshold(cost_fp=2, cost_fn=98)
    curves = {"yours": (amounts, lowest), f"one threshold, {fixed:.2f}": (amounts, np.full(len(amounts), fixed))}
    return _curves(curves, "amount (a check costs 2)", "checked from p =", xlog=True)


def _calibration(own):
    rng = np.random.default_rng(seed=0)
    y = np.repeat([0, 1], [360, 40])
    scores = rng.normal(2 * y)
    order, (slope, shift) = np.argsort(scores), own["platt_scaling"](scores, y)
    calibrated = {
        "platt_scaling": 1 / (1 + np.exp(-(slope * scores + shift))),
        "isotonic_probabilities": np.asarray(own["isotonic_probabilities"](scores, y)),
    }
    curves = {name: (scores[order], p[order]) for name, p in calibrated.items()}
    return _curves(curves, "score", "probability")


def _bagging(own):
    from sklearn.tree import DecisionTreeClassifier

    X, y = GaussianClasses((0.0, 0.0), (1.6, 1.2)).sample_counts(380, 20, seed=1)

    def tree(X, y):
        model = DecisionTreeClassifier(random_state=0).fit(X, y)
        return lambda rows: model.predict_proba(rows)[:, 1]

    p = np.asarray(own["out_of_bag"](X, y, tree, n_estimators=20))
    at = np.linspace(0, 1, 101)
    curves = {
        name: (at, [np.mean(p[y == label] >= t) for t in at]) for label, name in enumerate(("negatives", "positives"))
    }
    return _curves(curves, "out-of-bag probability", "share at or above")


def _ratio(own):
    prevalence = np.geomspace(0.001, 0.5, 60)
    rates = {"recall 0.8": (0.8, 0.05), "recall 0.6, fewer alarms": (0.6, 0.005)}
    curves = {
        name: (prevalence, [own["f1_at_prevalence"](*pair, share) for share in prevalence])
        for name, pair in rates.items()
    }
    return _curves(curves, "prevalence", "F1", xlog=True)


def _curves(*arguments, **options):
    from lessonlib.draw.finished import finished_picture

    return finished_picture(*arguments, **options)


def _clouds(X, y, **options):
    from lessonlib.draw.clouds import clouds_picture

    return clouds_picture(X[y == 0], X[y == 1], size=(4.6, 1.9), legend="outside right upper", **options)


_PICTURES = {
    "ex01": _metrics,
    "ex02": _resampling,
    "ex03": _smote,
    "ex04": _weights,
    "ex05": _threshold,
    "ex06": _borderline,
    "ex07": _costs,
    "ex08": _calibration,
    "ex09": _bagging,
    "ex10": _ratio,
}
