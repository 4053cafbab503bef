"""Advice on imbalanced data: a step for each stage, from counting the positives to judging the result.

The share of positives alone picks no treatment. What decides is how many positives there are, what an error costs
or how many alerts can be handled, whether somebody needs the probabilities, and which learner is used.
"""

from typing import NamedTuple

from lessonlib.compute.advice_rules import RULES, Situation
from lessonlib.compute.uncertainty import wilson_interval
from lessonlib.compute.validate import as_count, as_fraction

LEARNERS = ("linear", "trees", "nearest neighbours")
STAGES = tuple(dict.fromkeys(rule.stage for rule in RULES))
USUAL_RECALL = 0.8


class Step(NamedTuple):
    """A rule that applies, with the situation's numbers in its words."""

    stage: str
    name: str
    do: str
    because: str
    evidence: str
    lesson: str


def advise(prevalence, n_rows, *, cost_ratio=None, capacity=None, probabilities=False, learner="linear"):
    """Advise on a problem with rare positives: one step for each stage from counting to judging.

    Parameters
    ----------
    prevalence : float in (0, 1)
        Share of positives in the data.
    n_rows : int >= 1
    cost_ratio : float > 0, optional
        What a missed positive costs, in false alarms.
    capacity : float in (0, 1000], optional
        How many alerts per 1,000 rows somebody can handle.
    probabilities : bool, default False
        Whether somebody needs the probabilities themselves.
    learner : str, default "linear"
        One of `LEARNERS`.

    Returns
    -------
    tuple of Step
        In the order of `STAGES`; each says what to do, why, on what evidence, and which lesson shows it.

    Examples
    --------
    >>> [step.do for step in advise(0.01, 20_000, cost_ratio=99) if step.stage == "threshold"]
    ['Flag from a probability of 0.01']
    """
    situation = _as_situation(prevalence, n_rows, cost_ratio, capacity, probabilities, learner)
    facts = situation.facts()
    chosen = [next(rule for rule in RULES if rule.stage == stage and rule.applies(situation)) for stage in STAGES]
    return tuple(
        Step(rule.stage, rule.name, rule.do.format(**facts), rule.because.format(**facts), rule.evidence, rule.lesson)
        for rule in chosen
    )


def recall_interval(positives):
    """Return the 95 % interval for a recall of about 80 % that is counted on so many positives."""
    return wilson_interval(round(USUAL_RECALL * positives), positives)


def _as_situation(prevalence, n_rows, cost_ratio, capacity, probabilities, learner):
    if learner not in LEARNERS:
        raise ValueError(f"learner must be one of {', '.join(LEARNERS)}; got {learner!r}. Choose the nearest.")
    if cost_ratio is not None and not 0 < cost_ratio < float("inf"):
        raise ValueError(f"cost_ratio must be a positive number; got {cost_ratio}. Leave it out if it is not known.")
    if capacity is not None and not 0 < capacity <= 1000:
        raise ValueError(f"capacity must lie in (0, 1000] alerts per 1,000 rows; got {capacity}. 5 in 1,000 is 5.")
    prevalence, n_rows = as_fraction(prevalence, "prevalence"), as_count(n_rows, "n_rows", 1)
    return Situation(prevalence, n_rows, cost_ratio, capacity, bool(probabilities), learner)
