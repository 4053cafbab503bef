"""The numbers of a decision dossier: strategies on the same splits, the line, calibration, another prevalence.

Every strategy's probabilities are brought to the prevalence where the detector will be used, and every one is judged
by the same goal. The share of positives is assumed to be all that changes: P(x | y) stays.
"""

from typing import NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits

from lessonlib.compute.calibration import brier_score, correct_prior
from lessonlib.compute.compare import BASELINE, MINIMUM_POSITIVES, TREATMENTS, standardised
from lessonlib.compute.goal import Goal, Rates, make_goal
from lessonlib.compute.logistic import LogisticModel, fit_logistic_regression
from lessonlib.compute.platt import platt_scaling
from lessonlib.compute.splits import stratified_split
from lessonlib.compute.uncertainty import paired_verdict
from lessonlib.compute.validate import as_both_classes, as_count, as_features, same_length

PLAIN, RECALIBRATED = "plain", "recalibrated"
FITS = {PLAIN: TREATMENTS[BASELINE]} | {name: TREATMENTS[name] for name in ("class weights", "undersampling", "SMOTE")}
RULES = (PLAIN, RECALIBRATED, *(name for name in FITS if name != PLAIN))
BALANCED = 0.5  # the prevalence that each of the treatments pretends
FACTORS = (0.5, 1.0, 2.0, 5.0)  # of the prevalence where the detector will be used
L2 = 1.0


class DossierNumbers(NamedTuple):
    """What was measured; arrays run over repeats, `RULES` and `factors`, in this order."""

    about: str
    n_features: int
    y: np.ndarray  # (n,) bool
    goal: Goal
    parts: tuple  # rows and positives of the train, validation and test part
    duplicates: tuple  # rows that are copies of an earlier one, and test rows that also stand in train
    factors: tuple
    thresholds: np.ndarray
    rates: Rates  # at the threshold that fits each prevalence
    y_once: np.ndarray  # (m,) labels of rows, each when it was first in a test part,
    p_once: np.ndarray  # and the plain model's probability of it

    @property
    def prevalence(self):
        """The share of positives in the data."""
        return float(self.y.mean())

    def learnt(self, rule):
        """Return the prevalence at which a rule's probabilities hold before they are corrected."""
        return self.prevalence if rule in (PLAIN, RECALIBRATED) else BALANCED

    def values(self, rule=PLAIN, factor=1.0, *, adapted=True):
        """Return the goal's measure of a rule on each split, at `factor` times the prevalence of use.

        With `adapted`, the threshold is the one for that prevalence; without, the one for factor 1.
        """
        return self._goal_at(factor).value(self._rates(rule, factor if adapted else 1.0))

    def mean_value(self, rule=PLAIN, factor=1.0, *, adapted=True):
        """Return the mean of `values` over the splits."""
        return float(np.mean(self.values(rule, factor, adapted=adapted)))

    def outcomes(self, rule=PLAIN, factor=1.0, *, adapted=True):
        """Return the mean tp, tn, fp, fn among 1,000 rows, at `factor` times the prevalence of use."""
        outcomes = self._goal_at(factor).outcomes(self._rates(rule, factor if adapted else 1.0))
        return tuple(float(np.mean(counts)) for counts in outcomes)

    def verdict(self, rule, against=PLAIN):
        """Return the paired `Verdict` of a rule against another one, or against a dummy."""
        dummies = self.goal.dummies()
        base = self.goal.value(dummies[against]) if against in dummies else self.values(against)
        return self._judged(self.values(rule) - base)

    def mean(self, rule):
        """Return a rule's mean measure with its interval, as a `Verdict`."""
        return self._judged(self.values(rule))

    def chosen(self):
        """Return the rule with the best mean of those that are better than the plain one; else the plain one."""
        sign = 1 if self.goal.larger_is_better else -1
        better = [rule for rule in RULES[1:] if self.verdict(rule).word == "better"]
        return max(better, key=lambda rule: sign * self.mean(rule).mean, default=PLAIN)

    def threshold_range(self, rule):
        """Return the median of a rule's thresholds over the splits, and the middle 95 %."""
        thresholds = self.thresholds[:, RULES.index(rule), self.factors.index(1.0)]
        return tuple(float(t) for t in np.quantile(thresholds, [0.5, 0.025, 0.975], method="nearest"))

    def brier(self):
        """Return the plain model's Brier score, and that of always saying the share of positives."""
        share = np.full(len(self.y_once), self.y_once.mean())
        return brier_score(self.y_once, self.p_once), brier_score(self.y_once, share)

    def _goal_at(self, factor):
        return self.goal._replace(prevalence=factor * self.goal.prevalence)

    def _rates(self, rule, factor):
        at = (slice(None), RULES.index(rule), self.factors.index(factor))
        return Rates(self.rates.tpr[at], self.rates.fpr[at])

    def _judged(self, values):
        train, _, test = (rows for rows, _ in self.parts)
        return paired_verdict(values, test_to_train=test / train, larger_is_better=self.goal.larger_is_better)


def measure_dossier(
    data, *, cost_fp=None, cost_fn=None, capacity=None, prevalence=None, n_repeats=50, seed=0, progress=iter
):
    """Measure everything that a decision dossier says.

    Parameters
    ----------
    data : Dataset
        Features, 0/1 labels, and where they are from.
    cost_fp, cost_fn, capacity, prevalence
        See `make_goal`; the prevalence is that of the data by default.
    n_repeats : int >= 2, default 50
        Stratified splits into train 60 %, validation 20 %, test 20 %.
    seed : int, default 0
    progress : callable, default iter
        Wraps the repeats, for instance ``tqdm``.

    Returns
    -------
    DossierNumbers

    Raises
    ------
    ValueError
        If there are fewer than 10 positives or a goal is out of range.
    """
    X, y = as_features(data.X), as_both_classes(data.y, "y")
    same_length(X, y, "X", "y")
    if y.sum() < MINIMUM_POSITIVES:
        raise ValueError(
            f"the data must hold at least {MINIMUM_POSITIVES} positives; got {y.sum()}. Collect more of them first."
        )
    goal = make_goal(
        y.mean() if prevalence is None else prevalence, cost_fp=cost_fp, cost_fn=cost_fn, capacity=capacity
    )
    factors = tuple(factor for factor in FACTORS if factor * goal.prevalence < 1)
    seeds = [np.random.SeedSequence([seed, repeat]) for repeat in range(as_count(n_repeats, "n_repeats", 2))]
    splits = [stratified_split(y, seed=child) for child in seeds]
    with threadpool_limits(1):
        results = [_one_split(X, y, split, goal, factors, number) for number, split in enumerate(progress(splits))]
    thresholds, tpr, fpr, plain = zip(*results, strict=True)
    once = _first_time_tested(splits, plain, len(y))
    return DossierNumbers(
        about=data.about,
        n_features=X.shape[1],
        y=y,
        goal=goal,
        parts=tuple((len(part), int(y[part].sum())) for part in splits[0]),
        duplicates=_duplicates(X, splits[0]),
        factors=factors,
        thresholds=np.array(thresholds),
        rates=Rates(np.array(tpr), np.array(fpr)),
        y_once=y[~np.isnan(once)],
        p_once=once[~np.isnan(once)],
    )


def _one_split(X, y, split, goal, factors, seed):
    """Return thresholds, true- and false-positive rates (rules, factors), and the plain model's test probabilities."""
    y_train, y_validation, y_test = (y[part] for part in split)
    fitted = _probabilities(standardised(X, split), y_train, y_validation, seed)
    found = []
    for p_validation, p_test, learnt in fitted.values():
        for factor in factors:
            there = goal._replace(prevalence=factor * goal.prevalence)
            move = {"from_prevalence": learnt, "to_prevalence": there.prevalence}
            p_val, p = correct_prior(p_validation, **move), correct_prior(p_test, **move)
            threshold = there.threshold((y_validation, p_val), (y_test, p))
            found.append((threshold, np.mean(p[y_test] >= threshold), np.mean(p[~y_test] >= threshold)))
    thresholds, tpr, fpr = np.array(found).reshape(len(fitted), len(factors), 3).transpose(2, 0, 1)
    return thresholds, tpr, fpr, fitted[PLAIN][1]


def _probabilities(parts, y_train, y_validation, seed):
    """Return for each rule its probabilities on validation and test rows, and the prevalence they were learnt at."""
    X_train, X_validation, X_test = parts
    models = {
        rule: fit_logistic_regression(*treatment(X_train, y_train.astype(int), seed), l2=L2)
        for rule, treatment in FITS.items()
    }
    w, b = models[PLAIN]
    slope, shift = platt_scaling(X_validation @ w + b, y_validation)
    models[RECALIBRATED] = LogisticModel(slope * w, slope * b + shift)
    learnt = {PLAIN: float(y_train.mean()), RECALIBRATED: float(y_validation.mean())}
    return {
        rule: (*map(models[rule].probability, (X_validation, X_test)), learnt.get(rule, BALANCED)) for rule in RULES
    }


def _first_time_tested(splits, probabilities, n_rows):
    """Return each row's probability from the first split that tested it, shape (n,); NaN for rows never tested."""
    once = np.full(n_rows, np.nan)
    for split, p in zip(splits[::-1], probabilities[::-1], strict=True):
        once[split.test] = p
    return once


def _duplicates(X, split):
    """Count the rows that repeat an earlier row's features, and test rows whose features also stand in train."""
    _, which = np.unique(X, axis=0, return_inverse=True)
    which = which.ravel()
    copies = len(X) - len(np.unique(which))
    return copies, int(np.isin(which[split.test], which[split.train]).sum())
