"""The rules behind the advice, as data: when each applies, what to do, why, on what evidence, shown in which lesson."""

from collections.abc import Callable
from typing import NamedTuple

from lessonlib.compute.costs import bayes_threshold

TEST_SHARE = 0.2
FEWEST, ENOUGH = 10, 100  # positives: in all, to compare anything; in a test part, to trust it alone


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
            "reach": f"{100 * reach:.3g} %",
            "line": "" if line is None else f"{line:.3g}",
            "prevalence": f"{100 * self.prevalence:.3g} %",
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


def _needs_probabilities(s):
    return s.probabilities or s.cost_ratio is not None


RULES = (
    Rule(
        *("count", "collect first", lambda s: s.positives < FEWEST),
        do="Collect more positives first",
        because="only {positives} positives in all",
        evidence="Of fewer than 10 positives a test part of 20 % gets two at best: each of them moves recall by "
        "50 points or more.",
        lesson="10",
    ),
    Rule(
        *("count", "repeat the splits", lambda s: s.test_positives < ENOUGH),
        do="Repeat the splits; give intervals",
        because="about {test} test positives",
        evidence="The F1 of one fixed classifier has a standard deviation of 0.083 over test sets with 10 "
        "positives, and of 0.037 with 50.",
        lesson="10",
    ),
    Rule(
        *("count", "one test part", _always),
        do="One test part; give its interval",
        because="about {test} test positives",
        evidence="The F1 of one fixed classifier has a standard deviation of 0.026 over test sets with 100 "
        "positives, and of 0.012 with 500.",
        lesson="10",
    ),
    Rule(
        *("fit", "fewer negatives", lambda s: s.thinned),
        do="Keep positives, thin out negatives",
        because="faster; ranking hardly suffers",
        evidence="200,000 rows with 1 % positives, logistic regression: AUROC 0.0004 lower, the fit over "
        "100 times faster.",
        lesson="04",
    ),
    Rule(
        *("fit", "plain", lambda s: s.learner == "linear"),
        do="Fit it plainly, to convergence",
        because="treatments hardly help it rank",
        evidence="Logistic regression, simulated: resampling costs 0.0003 to 0.002 AUROC at 10 % positives and "
        "0.004 to 0.013 at 1 %; tuned F1 is equal or lower.",
        lesson="10",
    ),
    Rule(
        *("fit", "plain, bagged", lambda s: s.learner == "trees"),
        do="Compare plain and balanced bagging",
        because="weak trees gain from bagging",
        evidence="In one experiment the AUROC was 0.63 for a tree, 0.69 with SMOTE, 0.84 bagged and 0.90 with "
        "balanced bagging; 0.92 for logistic regression.",
        lesson="11",
    ),
    Rule(
        *("fit", "plain, SMOTE", _always),
        do="Compare plain and SMOTE",
        because="the metric decides who wins",
        evidence="5 nearest neighbours on digits with 35 eights: SMOTE raised AUROC from 0.967 to 0.988. In "
        "simulations AUROC rose and average precision fell.",
        lesson="05",
    ),
    Rule(
        *("probabilities", "correct the prior", lambda s: s.thinned),
        do="Correct the prior, then check",
        because="it learned another prevalence",
        evidence="After undersampling, 200,000 rows at 1 %: Brier score 0.0976, after the correction 0.0077; "
        "0.0076 without any undersampling.",
        lesson="09",
    ),
    Rule(
        *("probabilities", "recalibrate", lambda s: s.learner != "linear" and _needs_probabilities(s)),
        do="Recalibrate on held-out data",
        because="scores are not probabilities",
        evidence="The mean score of balanced bagging was 4.7 times the prevalence.",
        lesson="09",
    ),
    Rule(
        *("probabilities", "check them", _needs_probabilities),
        do="Check them on held-out data",
        because="what is decided rests on them",
        evidence="Logistic regression at 10 % positives, costs 10 to 1: 0.444 a row if calibrated, 0.716 after "
        "class weights, 0.675 after SMOTE, each at the threshold of the costs.",
        lesson="09",
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
        evidence="A row below the costs' threshold is not worth an alert; above it, the highest probability "
        "saves most.",
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
        evidence="Alerts per 1,000 rows over positives per 1,000 rows bounds the recall, whatever the model.",
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
        evidence="Tuned on the test part with 10 positives, F1 came out too high on average in lesson 07.",
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
        evidence="The prevalence is the limit for many rows; with 10 positives among 200 the exact mean is "
        "0.073, not 0.05.",
        lesson="03",
    ),
)
