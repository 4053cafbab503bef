"""`tests.bench library`: the course's functions beside scikit-learn's and imbalanced-learn's, on one thread."""

import gc
import time
import warnings
from typing import NamedTuple

import numpy as np

import lessonlib

SIZES = (1_000, 10_000, 100_000, 1_000_000)
PREVALENCE = 0.05


class Task(NamedTuple):
    """One comparison: what is measured, at which size, both ways to do it, and the ratio not to exceed."""

    name: str
    n: int
    ours: callable
    peer: callable
    budget: float


class Row(NamedTuple):
    """Best seconds of each side."""

    task: Task
    ours: float
    peer: float

    @property
    def ratio(self):
        return self.ours / self.peer


def main(sizes=SIZES):
    """Measure every task, print a line as soon as it is known, and return the rows."""
    from threadpoolctl import threadpool_limits

    print(f"{'task':34}{'n':>10}{'ours, ms':>12}{'peer, ms':>12}{'ours/peer':>11}{'budget':>8}")
    rows = []
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a peer's advice on its own settings is not our business here
        for n in sizes:
            for task in _tasks(n):
                rows.append(_measure(task))
                print(_line(rows[-1]), flush=True)
    over = [row.task for row in rows if row.ratio > row.task.budget]
    print(f"\n{len(rows) - len(over)} of {len(rows)} within budget, best of several runs, one thread.")
    return rows


def _line(row):
    verdict = "" if row.ratio <= row.task.budget else "  over"
    return (
        f"{row.task.name:34}{row.task.n:>10,}{row.ours * 1e3:>12.2f}{row.peer * 1e3:>12.2f}"
        f"{row.ratio:>11.3f}{row.task.budget:>8.2g}{verdict}"
    )


def _measure(task, at_least=5, seconds=1.0):
    """Time both sides by turns, so that a busy moment hits both; keep the best of each."""
    best = [np.inf, np.inf]
    started, runs = time.perf_counter(), 0
    gc.collect()
    while (
        runs < 2 or (runs < at_least and time.perf_counter() - started < 30) or time.perf_counter() - started < seconds
    ):
        for side, call in enumerate((task.ours, task.peer)):
            start = time.perf_counter()
            call()
            best[side] = min(best[side], time.perf_counter() - start)
        runs += 1
    return Row(task, *best)


def _tasks(n):
    """Yield the tasks of one size; arrays are made once for each group."""
    rng = np.random.default_rng(0)
    yield from _resampling(n, rng)
    yield from _rankings(n, rng)
    yield from _regressions(n, rng)


def _resampling(n, rng):
    from imblearn.over_sampling import SMOTE, RandomOverSampler

    y = (np.arange(n) < PREVALENCE * n).astype(int)
    for d, budget in ((2, 1.0), (20, 1.5)):
        X = rng.normal(size=(n, d))
        yield Task(
            f"SMOTE, d={d}, {PREVALENCE:.0%} minority",
            n,
            lambda X=X: lessonlib.smote_resample(X, y, seed=0),
            lambda X=X: SMOTE(random_state=0).fit_resample(X, y),
            budget,
        )
        yield Task(
            f"random oversampling, d={d}",
            n,
            lambda X=X: lessonlib.random_oversample(X, y),
            lambda X=X: RandomOverSampler(random_state=0).fit_resample(X, y),
            0.8,
        )


def _rankings(n, rng):
    from sklearn import metrics

    y = (rng.random(n) < PREVALENCE).astype(int)
    scores = rng.normal(size=n) + 2 * y
    flags = (scores > 1).astype(int)
    tuned = _peer_sweep(scores)
    for name, ours, peer, budget in (
        ("precision–recall curve", lessonlib.precision_recall_curve, metrics.precision_recall_curve, 0.8),
        ("average precision", lessonlib.average_precision, metrics.average_precision_score, 0.8),
    ):
        yield Task(name, n, lambda f=ours: f(y, scores), lambda f=peer: f(y, scores), budget)
    yield Task(
        "MCC",
        n,
        lambda: lessonlib.mcc(*lessonlib.confusion_matrix_values(y, flags)),
        lambda: metrics.matthews_corrcoef(y, flags),
        0.2,
    )
    yield Task(
        "F1 threshold: exact / 100 steps",
        n,
        lambda: lessonlib.find_optimal_threshold(y, scores),
        lambda: tuned(y),
        0.1,
    )


def _peer_sweep(scores):
    """Return scikit-learn's threshold sweep alone: a fitted classifier whose scores are ready."""
    from sklearn.base import BaseEstimator, ClassifierMixin
    from sklearn.model_selection import TunedThresholdClassifierCV

    class Ready(ClassifierMixin, BaseEstimator):
        classes_ = np.array([0, 1])

        def fit(self, X, y):  # noqa: ARG002
            return self

        def __sklearn_is_fitted__(self):
            return True

        def decision_function(self, X):
            return X[:, 0]

        def predict(self, X):
            return (X[:, 0] >= 0).astype(int)

    X = scores[:, None]
    tuned = TunedThresholdClassifierCV(Ready(), scoring="f1", cv="prefit", refit=False)
    return lambda y: tuned.fit(X, y)


def _regressions(n, rng):
    from sklearn.linear_model import LogisticRegression

    for d in (2, 20):
        X = rng.normal(size=(n, d))
        y = (rng.random(n) < lessonlib.sigmoid(2 * X[:, 0] - 4)).astype(int)
        yield Task(
            f"logistic regression, d={d}",
            n,
            lambda X=X, y=y: lessonlib.fit_logistic_regression(X, y),
            lambda X=X, y=y: LogisticRegression(C=np.inf).fit(X, y),
            1.5,
        )
