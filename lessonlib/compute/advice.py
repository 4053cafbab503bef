"""Advice on imbalanced data: a step for each stage, from counting the positives to judging the result.

The share of positives alone picks no treatment. What decides is how many positives there are, what an error costs
or how many alerts can be handled, whether somebody needs the probabilities, and which learner is used. The rules are
data: when each applies, what to do, why, on what evidence, shown in which lesson.
"""

from collections.abc import Callable
from typing import NamedTuple

from lessonlib.compute.costs import bayes_threshold
from lessonlib.compute.uncertainty import wilson_interval
from lessonlib.compute.validate import as_count, as_fraction
from lessonlib.compute.words import percent

TEST_SHARE = 0.2
FEWEST, ENOUGH = 10, 220  # positives: in all, to compare anything; in a test part, to trust it alone


class Situation(NamedTuple):
    """What the rules look at; `cost_ratio` and `capacity` are None where nobody knows them."""

    prevalence: float
    n_rows: int
    cost_ratio: float | None
    capacity: float | None
    probabilities: bool
    learner: str

    @property
    def positives(self):
        """How many positives the data hold, rounded."""
        return round(self.prevalence * self.n_rows)

    @property
    def test_positives(self):
        """How many of them a test part of 20 % holds, rounded."""
        return round(TEST_SHARE * self.prevalence * self.n_rows)

    @property
    def thinned(self):
        """Whether there are so many rows that most negatives can be spared."""
        return self.learner == "linear" and self.n_rows >= 100_000 and self.prevalence <= 0.05 and self.positives >= 500

    def facts(self):
        """Return what the rules' words mention, written out."""
        reach = 1.0 if self.capacity is None else min(1.0, self.capacity / (1000 * self.prevalence))
        line = None if self.cost_ratio is None else bayes_threshold(cost_fp=1.0, cost_fn=self.cost_ratio)
        return {
            "positives": f"{self.positives:,}",
            "test": f"{self.test_positives:,}",
            "capacity": "" if self.capacity is None else f"{self.capacity:g}",
            "reach": percent(reach),
            "line": "" if line is None else f"{line:.3g}",
            "prevalence": percent(self.prevalence),
        }


class Rule(NamedTuple):
    """One piece of advice: of a stage's rules, the first that applies is given."""

    stage: str
    name: str
    applies: Callable[[Situation], bool]
    do: str
    because: str
    evidence: str
    lesson: str


def _always(_):
    return True


def _order_is_enough(s):
    return s.capacity is not None and not _needs_probabilities(s)


def _needs_probabilities(s):
    return s.probabilities or s.cost_ratio is not None


RULES = (
    Rule(
        *("count", "collect first", lambda s: s.positives < FEWEST),
        do="Collect more positives first",
        because="only {positives} positives in all",
        evidence="Of fewer than 10 positives a test part of 20 % gets two at best: each of them moves recall by 50 "
        "points or more.",
        lesson="10",
    ),
    Rule(
        *("count", "repeat the splits", lambda s: s.test_positives < ENOUGH),
        do="Repeat the splits; give intervals",
        because="about {test} test positives",
        evidence="In lesson 10 the F1 of one fixed classifier differs widely between test sets with few positives; to "
        "halve its spread takes about four times as many.",
        lesson="10",
    ),
    Rule(
        *("count", "one test part", _always),
        do="One test part; give its interval",
        because="about {test} test positives",
        evidence="A recall of 176 of 220 positives has a 95 % interval from 74 to 85 %, and 220 are about what lesson "
        "10's pair of models needs until one test in 20 names the wrong one.",
        lesson="02",
    ),
    Rule(
        *("fit", "fewer negatives", lambda s: s.thinned),
        do="Keep positives, thin out negatives",
        because="faster; ranking hardly suffers",
        evidence="In lesson 04 a regression without nearly all of the negatives ranked almost as well, and was fitted "
        "in less than half the time.",
        lesson="04",
    ),
    Rule(
        *("fit", "plain", lambda s: s.learner == "linear"),
        do="Fit it plainly, to convergence",
        because="treatments hardly change it",
        evidence="In lesson 10, on two clouds, SMOTE and class weights changed the true F1 at a tuned threshold by "
        "less than 0.02. Where no straight line fits, they may change more: compare.",
        lesson="10",
    ),
    Rule(
        *("fit", "plain, bagged", lambda s: s.learner == "trees"),
        do="Compare plain and balanced bagging",
        because="weak trees gain from bagging",
        evidence="In exercise 09 the AUROC of 30 trees on balanced samples was 0.06 above that of 30 trees on plain "
        "ones, and 0.16 above that of one tree with SMOTE.",
        lesson="11",
    ),
    Rule(
        *("fit", "plain, SMOTE", _always),
        do="Compare plain and SMOTE",
        because="the metric decides who wins",
        evidence="In exercise 10, with 5 nearest neighbours and 5 % positives, SMOTE raised the AUROC by 0.02 and "
        "lowered average precision by 0.12. On the real data of lesson 13 it raised F1 at 0.5 on average, and "
        "average precision for boosting alone.",
        lesson="10",
    ),
    Rule(
        *("probabilities", "correct the prior", lambda s: s.thinned and not _order_is_enough(s)),
        do="Correct the prior, then check",
        because="it learned another prevalence",
        evidence="In lesson 09 a regression fitted on equal classes promised several times what happened; the "
        "correction took most of that away.",
        lesson="09",
    ),
    Rule(
        *("probabilities", "recalibrate", lambda s: s.learner != "linear" and _needs_probabilities(s)),
        do="Recalibrate on held-out data",
        because="scores are not probabilities",
        evidence="Trees and neighbours count shares in small groups of rows. Where they were balanced, they are too "
        "high besides: in exercise 09 the mean score of 30 balanced trees was 4.1 times the share of positives.",
        lesson="09",
    ),
    Rule(
        *("probabilities", "check them", _needs_probabilities),
        do="Check them on held-out data",
        because="what is decided rests on them",
        evidence="In lesson 08, at the threshold that the costs ask for, class weights and SMOTE made the bill more "
        "than one and a half times the plain model's.",
        lesson="08",
    ),
    Rule(
        *("probabilities", "order is enough", _always),
        do="The order of the rows is enough",
        because="nothing else is used",
        evidence="A correction that keeps the order keeps AUROC, average precision and every list from the top.",
        lesson="09",
    ),
    Rule(
        *("threshold", "costs and limit", lambda s: s.cost_ratio is not None and s.capacity is not None),
        do="From {line}, at most {capacity} in 1,000",
        because="costs draw, the limit cuts",
        evidence="A row below the costs' threshold is not worth an alert; above it, the highest probability saves "
        "most.",
        lesson="08",
    ),
    Rule(
        *("threshold", "costs", lambda s: s.cost_ratio is not None),
        do="Flag from a probability of {line}",
        because="1 / (1 + cost ratio)",
        evidence="Elkan (2001): with calibrated probabilities no other threshold has a lower expected cost.",
        lesson="08",
    ),
    Rule(
        *("threshold", "top of the list", lambda s: s.capacity is not None),
        do="Top of the list: {capacity} in 1,000",
        because="room for {reach} of positives",
        evidence="The number of alerts over the number of positives bounds the recall, whatever the model.",
        lesson="03",
    ),
    Rule(
        *("threshold", "leave it open", lambda s: s.probabilities),
        do="Hand over the probabilities",
        because="costs can decide later",
        evidence="A threshold throws away what the probability says; costs that come later need it.",
        lesson="08",
    ),
    Rule(
        *("threshold", "tuned F1", _always),
        do="Ask for costs; until then tune F1",
        because="on validation, then frozen",
        evidence="Tuned on the test part itself, F1 came out too high on average in lesson 07. In lesson 13 a "
        "threshold tuned on fewer than 10 positives lost to SMOTE at 0.5; on more it did as much.",
        lesson="07",
    ),
    Rule(
        *("judge", "expected cost", lambda s: s.cost_ratio is not None),
        do="Expected cost, beside both dummies",
        because="dummies cost something too",
        evidence="A model whose expected cost is no lower than a dummy's saves nothing, whatever its F1.",
        lesson="08",
    ),
    Rule(
        *("judge", "at the limit", lambda s: s.capacity is not None),
        do="Precision, recall at {capacity} in 1,000",
        because="nobody looks further down",
        evidence="AUROC averages the recall over all false-alarm rates, most of which nobody could look at.",
        lesson="03",
    ),
    Rule(
        *("judge", "Brier score", lambda s: s.probabilities),
        do="Brier score, reliability diagram",
        because="they are what is handed over",
        evidence="Always predicting the prevalence π has a Brier score of π(1 − π): the number to beat.",
        lesson="09",
    ),
    Rule(
        *("judge", "average precision", _always),
        do="Average precision, beside {prevalence}",
        because="a random list has about that",
        evidence="The prevalence is the limit for many rows; with 10 positives among 200 the exact mean is 0.073, not "
        "0.05.",
        lesson="03",
    ),
)


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

    Raises
    ------
    ValueError
        If a number is out of its range, or the learner is unknown.

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
