"""What a detector is for: costs, a limit on alerts, or neither; where its line goes then, and what it is worth."""

from typing import NamedTuple

import numpy as np

from lessonlib.compute.costs import bayes_threshold, expected_cost
from lessonlib.compute.curves import counts_at_thresholds
from lessonlib.compute.metrics import f1
from lessonlib.compute.threshold import find_optimal_threshold, positives_to_catch
from lessonlib.compute.validate import as_fraction

MEASURES = {
    "cost": "cost per 1,000 rows",
    "recall": "recall",
    "f1": "F1",
    "alerts": "alerts per 1,000 rows",
}


class Rates(NamedTuple):
    """What share of the positives and of the negatives is flagged: all that a change of prevalence leaves alone."""

    tpr: np.ndarray
    fpr: np.ndarray


class Goal(NamedTuple):
    """Where a detector will be used, and what counts there; made by `make_goal`."""

    prevalence: float
    cost_fp: float | None = None
    cost_fn: float | None = None
    capacity: float | None = None
    min_recall: float | None = None

    @property
    def measure(self):
        """The key in `MEASURES` of what is compared.

        Costs if they are known; else what a limit on alerts leaves, or what a floor under recall takes; else F1.
        """
        if self.cost_fn is not None:
            return "cost"
        return "recall" if self.capacity is not None else "alerts" if self.min_recall is not None else "f1"

    @property
    def larger_is_better(self):
        """False for costs and alerts."""
        return self.measure not in ("cost", "alerts")

    def outcomes(self, rates):
        """Return the expected tp, tn, fp and fn among 1,000 rows of this prevalence."""
        positives, negatives = 1000 * self.prevalence, 1000 * (1 - self.prevalence)
        tp, fp = positives * rates.tpr, negatives * rates.fpr
        return tp, negatives - fp, fp, positives - tp

    def value(self, rates):
        """Return the measure at this prevalence: cost or alerts per 1,000 rows, recall or F1."""
        outcomes = self.outcomes(rates)
        if self.measure == "alerts":
            return outcomes[0] + outcomes[2]
        if self.measure == "cost":
            return 1000 * expected_cost(*outcomes, cost_fp=self.cost_fp, cost_fn=self.cost_fn)
        return rates.tpr if self.measure == "recall" else f1(*np.maximum(outcomes, 0))  # rounding may leave −1e-14

    def threshold(self, validation, listed):
        """Return the threshold for probabilities that hold at this prevalence.

        Parameters
        ----------
        validation : pair of arrays
            Labels and probabilities to tune on, where neither costs nor a limit decide.
        listed : pair of arrays
            The rows to decide on. Where alerts are limited the list ends here: the probabilities say where, and
            the labels are used for nothing but to weight the classes to this prevalence.
        """
        if self.measure == "f1":
            return self._tuned(*validation)
        if self.measure == "alerts":
            return self._above_floor(*validation)
        line = 0.0 if self.cost_fn is None else bayes_threshold(cost_fp=self.cost_fp, cost_fn=self.cost_fn)
        return line if self.capacity is None else max(line, self._end_of_list(*listed))

    def dummies(self):
        """Return the rates of the rules that need no model: never flag; flag all, or as many as allowed or needed."""
        if self.measure == "alerts":
            return {"list in random order": Rates(self.min_recall, self.min_recall)}
        if self.capacity is None:
            return {"never flag": Rates(0.0, 0.0), "always flag": Rates(1.0, 1.0)}
        share = self.capacity / 1000
        return {"never flag": Rates(0.0, 0.0), "list in random order": Rates(share, share)}

    def gain(self, rates):
        """Return by how much rates are better than the better dummy, in units of the measure."""
        sign = 1 if self.larger_is_better else -1
        best = max(sign * self.value(dummy) for dummy in self.dummies().values())
        return sign * self.value(rates) - best

    def _above_floor(self, y, p):
        """Return the highest threshold that keeps the floor with a margin; with too few positives, their lowest."""
        caught = np.sort(p[np.asarray(y) == 1])[::-1]
        try:
            return float(caught[positives_to_catch(self.min_recall, len(caught)) - 1])
        except ValueError:
            return float(caught[-1])

    def _tuned(self, y, p):
        if p.min() == p.max():
            return float(p[0])  # nothing is ranked: all or nobody
        share = np.mean(np.asarray(y) == 1)
        weight = self.prevalence * (1 - share) / (share * (1 - self.prevalence))  # of a positive
        threshold, _ = find_optimal_threshold(y, p, lambda tp, tn, fp, fn: f1(weight * tp, tn, fp, weight * fn))
        return threshold

    def _end_of_list(self, y, p):
        """Return the lowest score that flags no more rows than are allowed; infinity if even one is too many."""
        thresholds, tp, _, fp, _ = counts_at_thresholds(y, p)
        alerts = sum(self.outcomes(Rates(tp / tp[-1], fp / fp[-1]))[::2])
        return float(thresholds[np.flatnonzero(alerts <= self.capacity * (1 + 1e-12))[-1]])


def make_goal(prevalence, *, cost_fp=None, cost_fn=None, capacity=None, min_recall=None):
    """Return a `Goal`, or say what is wrong with it.

    Parameters
    ----------
    prevalence : float in (0, 1)
        Share of positives where the detector will be used.
    cost_fp, cost_fn : float > 0, optional
        What a false alarm and a missed positive cost; both or neither.
    capacity : float in (0, 1000], optional
        How many alerts per 1,000 rows can be handled.
    min_recall : float in (0, 1), optional
        What share of the positives must be caught, with a margin; instead of costs or a limit.

    Raises
    ------
    ValueError
        If one cost is given without the other, or a number is out of range.

    Examples
    --------
    >>> make_goal(0.01, cost_fp=1, cost_fn=99).measure, make_goal(0.01, capacity=5).measure, make_goal(0.01).measure
    ('cost', 'recall', 'f1')
    """
    if (cost_fp is None) != (cost_fn is None):
        given = "cost_fp" if cost_fn is None else "cost_fn"
        raise ValueError(f"cost_fp and cost_fn must be given together; got {given} alone. Their ratio decides.")
    for name, cost in (("cost_fp", cost_fp), ("cost_fn", cost_fn)):
        if cost is not None and not 0 < cost < float("inf"):
            raise ValueError(f"{name} must be a positive number; got {cost}. Leave out both if they are not known.")
    if capacity is not None and not 0 < capacity <= 1000:
        raise ValueError(f"capacity must lie in (0, 1000] alerts per 1,000 rows; got {capacity}. 5 in 1,000 is 5.")
    if min_recall is not None and (cost_fp is not None or capacity is not None):
        raise ValueError(f"min_recall must stand alone; got {min_recall} beside costs or a limit. Choose what decides.")
    floor = None if min_recall is None else as_fraction(min_recall, "min_recall")
    return Goal(as_fraction(prevalence, "prevalence"), cost_fp, cost_fn, capacity, floor)
