"""What a finished rule does on rows that nothing has touched: every figure with an interval that stays possible."""

from typing import Any, NamedTuple

import numpy as np

from lessonlib.compute.calibration import calibration_line
from lessonlib.compute.costs import net_benefit
from lessonlib.compute.curves import auroc, average_precision
from lessonlib.compute.goal import Goal, Rates
from lessonlib.compute.uncertainty import wilson_interval

DRAWS = 4_000
RESAMPLES = 300
TAILS = (0.025, 0.975)
FACTORS = (0.5, 2.0)  # what the stress multiplies the prevalence and the costs with
FADES = 0.1  # of the recall, where positives change their looks
TWO_SIDED = 1.96
BY_AMOUNT = "by amount"


class Estimate(NamedTuple):
    """A figure and its 95 % interval."""

    value: float
    low: float
    high: float


class LastPart(NamedTuple):
    """The rule's probabilities (at the prevalence of use) and decisions on the last part."""

    y: np.ndarray  # (m,) bool
    p: np.ndarray
    threshold: float
    groups: Any = None  # (m,) or None

    @property
    def rates(self):
        """The share of positives and of negatives that is flagged."""
        return self.rates_at(self.threshold)

    def rates_at(self, threshold):
        """Return the rates at another threshold."""
        flags = self.p >= threshold
        return Rates(float(flags[self.y].mean()), float(flags[~self.y].mean()))

    def drawn(self, seed=0):
        """Return rates that the truth may have, drawn by Jeffreys; from fewer rows where groups tie them."""
        rng, flags = np.random.default_rng(seed), self.p >= self.threshold
        return Rates(*(self._drawn_rate(flags, rows, rng) for rows in (self.y, ~self.y)))

    def estimate(self, measure, seed=0):
        """Return any function of the rates, with its interval."""
        low, high = np.nanquantile(measure(self.drawn(seed)), TAILS)
        value = float(measure(self.rates))
        return Estimate(value, min(value, float(low)), max(value, float(high)))

    def area(self):
        """Return the AUROC, its interval by DeLong's error on the log-odds scale."""
        from scipy.stats import rankdata

        m, n = int(self.y.sum()), int((~self.y).sum())
        ranks = rankdata(self.p)
        of_positives = (ranks[self.y] - rankdata(self.p[self.y])) / n
        of_negatives = 1 - (ranks[~self.y] - rankdata(self.p[~self.y])) / m
        area = auroc(self.y, self.p)
        if m < 2 or n < 2:
            return Estimate(area, 0.0, 1.0)
        variance = of_positives.var(ddof=1) / m + of_negatives.var(ddof=1) / n
        inner = min(max(area, 0.5 / m), 1 - 0.5 / m)  # of none misplaced, half a row
        error = max(np.sqrt(variance * self.effect()), 0.5 / m / TWO_SIDED) / (inner * (1 - inner))
        ends = np.log(inner / (1 - inner)) + TWO_SIDED * error * np.array([-1, 1])
        low, high = 1 / (1 + np.exp(-ends))
        return Estimate(area, float(min(low, area)), float(max(high, area)))

    def ap(self, seed=0):
        """Return the average precision, its interval by bootstrap within the classes.

        Where no resample differs, as with classes that are separated wholly, the low end is that of a share of m in m.
        """
        rng = np.random.default_rng(seed)
        order = np.argsort(-self.p, kind="stable")
        y = self.y[order]
        values = [_weighted_ap(y, _resampled(y, rng)) for _ in range(RESAMPLES)]
        value = average_precision(self.y, self.p)
        low, high = np.quantile(values, TAILS)
        low = low if low < high else low * wilson_interval(int(y.sum()), int(y.sum()))[0]
        return Estimate(value, min(value, float(low)), max(value, float(high)))

    def calibration(self):
        """Return intercept and slope, each with its interval; None where a class is all but separated."""
        import warnings

        from lessonlib.compute.logistic import ConvergenceWarning

        with warnings.catch_warnings():
            warnings.simplefilter("error", ConvergenceWarning)
            try:
                line = calibration_line(self.y, self.p)
            except (ConvergenceWarning, ValueError):
                return None
        errors = np.sqrt(self.effect()) * TWO_SIDED * np.array([line.intercept_error, line.slope_error])
        pairs = zip((line.intercept, line.slope), errors, strict=True)
        return tuple(Estimate(value, float(value - error), float(value + error)) for value, error in pairs)

    def effect(self):
        """Return by how much groups raise the variance of the recall; 1 without any."""
        return self._effect(self.p >= self.threshold, self.y)

    def _drawn_rate(self, flags, rows, rng):
        effect = self._effect(flags, rows)
        yes, no = flags[rows].sum() / effect, (~flags[rows]).sum() / effect
        return rng.beta(yes + 0.5, no + 0.5, DRAWS)

    def _effect(self, flags, rows):
        if self.groups is None:
            return 1.0
        residuals = flags[rows] - flags[rows].mean()
        sums = np.bincount(np.unique(self.groups[rows], return_inverse=True)[1].ravel(), residuals)
        single = (residuals**2).sum()
        sizes = np.bincount(np.unique(self.groups[rows], return_inverse=True)[1].ravel())
        typical = float((sizes**2).sum() / sizes.sum())  # all rows of a group alike: no more than its size
        return max(1.0, float((sums**2).sum() / single)) if single > 0 else typical


def stress(last, goal, thresholds):
    """Return what the gain over the better dummy becomes when one thing is not as assumed.

    Parameters
    ----------
    last : LastPart
    goal : Goal
    thresholds : pair of float
        The ends of the threshold's range.

    Returns
    -------
    dict of str to (float, float)
        For each assumption, the gain at both ends; the rule stays as it is.
    """
    rates, now = last.rates, goal.gain(last.rates)
    found = {"these rows were luck (95 %)": last.estimate(goal.gain)[1:]}
    shares = [factor * goal.prevalence for factor in FACTORS if factor * goal.prevalence < 1]
    found["prevalence × ½ or × 2"] = tuple(goal._replace(prevalence=share).gain(rates) for share in shares)
    for cost, words in (("cost_fn", "a miss costs × ½ or × 2"), ("cost_fp", "a false alarm costs × ½ or × 2")):
        if goal.cost_fn is not None:
            there = [goal._replace(**{cost: factor * getattr(goal, cost)}) for factor in FACTORS]
            found[words] = tuple(moved.gain(rates) for moved in there)
    if thresholds[0] < thresholds[1]:
        found["threshold at the ends of its range"] = tuple(goal.gain(last.rates_at(t)) for t in thresholds)
    faded = Rates(max(0.0, rates.tpr - FADES), rates.fpr)
    found["10 points of the recall fade"] = (goal.gain(faded), now)
    return {name: (float(ends[0]), float(ends[-1])) for name, ends in found.items()}


def decision_curve(last, goal, n_points=60):
    """Return net benefit against the threshold: of the model, and of flagging all (Vickers and Elkin 2006).

    Parameters
    ----------
    last : LastPart
    goal : Goal
        Its prevalence is that of use.
    n_points : int, default 60

    Returns
    -------
    thresholds, model, flag_all : ndarray, shape (n_points,)
        Per 1,000 rows, in caught positives; flagging nobody has 0.
    """
    share = goal.prevalence
    thresholds = np.geomspace(max(share / 10, 1e-5), min(0.95, max(0.5, 3 * share)), n_points)
    thresholds = np.sort(np.append(thresholds[:-1], min(max(last.threshold, 1e-5), 0.99)))
    model = [net_benefit(*goal.outcomes(last.rates_at(t)), threshold=t) for t in thresholds]
    flag_all = [net_benefit(*goal.outcomes(Rates(1.0, 1.0)), threshold=t) for t in thresholds]
    return thresholds, 1000 * np.array(model), 1000 * np.array(flag_all)


def bill_by_amount(last, amounts, cost_fp, cost_fn, seed=0):
    """Compare, on rows with amounts of their own, the rule that flags where p × amount ≥ cost of an alarm.

    Parameters
    ----------
    last : LastPart
    amounts : ndarray, shape (m,)
        What a missed positive costs in this row.
    cost_fp : float
    cost_fn : float
        The mean amount, by which the single threshold was drawn.
    seed : int, default 0

    Returns
    -------
    dict of str to Estimate
        The bill per 1,000 rows of each rule.
    """
    rules = {
        BY_AMOUNT: last.p * amounts >= cost_fp,
        "one threshold": last.p >= cost_fp / (cost_fp + cost_fn),
        "never flag": np.zeros(len(last.p), dtype=bool),
        "always flag": np.ones(len(last.p), dtype=bool),
    }
    rng = np.random.default_rng(seed)
    draws = (
        rng.multinomial(len(last.y), np.full(len(last.y), 1 / len(last.y)), RESAMPLES) if len(last.y) < 20_000 else None
    )
    return {name: _bill(np.where(last.y, ~flags * amounts, flags * cost_fp), draws) for name, flags in rules.items()}


def _bill(costs, draws):
    """Return the mean bill of 1,000 rows: by bootstrap, or for very many rows by the normal error."""
    mean = float(1000 * costs.mean())
    if draws is None:
        half = 1000 * TWO_SIDED * costs.std() / np.sqrt(len(costs))
        return Estimate(mean, max(0.0, float(mean - half)), float(mean + half))
    low, high = np.quantile(1000 * draws @ costs / len(costs), TAILS)
    return Estimate(mean, float(low), float(high))


def _resampled(y, rng):
    """Return how often each row is drawn, when each class is drawn anew."""
    counts = np.empty(len(y))
    for rows in (y, ~y):
        counts[rows] = np.bincount(rng.integers(rows.sum(), size=rows.sum()), minlength=rows.sum())
    return counts


def _weighted_ap(y, counts):
    """Return the average precision of rows in descending order of score, each drawn `counts` times."""
    drawn = np.cumsum(counts)
    caught = np.cumsum(counts * y)
    precision = np.divide(caught, drawn, out=np.zeros(len(y)), where=drawn > 0)
    return float((counts * y) @ precision / caught[-1])


def alerts(last, goal):
    """Return the alerts per 1,000 rows as an `Estimate`; a list that ends at a limit holds no more."""
    found = last.estimate(lambda rates: sum(goal.outcomes(rates)[::2]))
    return found if goal.capacity is None else found._replace(high=max(found.value, min(found.high, goal.capacity)))


def with_goal(last, goal: Goal):
    """Return the figures of a rule on the last part, by name, each an `Estimate` at the goal's prevalence."""

    def precision(rates):
        tp, _, fp, _ = goal.outcomes(rates)
        return tp / np.maximum(tp + fp, 1e-12)

    return {
        "recall": last.estimate(lambda rates: rates.tpr),
        "precision": last.estimate(precision),
        "alerts per 1,000 rows": alerts(last, goal),
        "AUROC": last.area(),
        "AP": last.ap(),
    }
