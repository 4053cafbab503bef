"""The dossier's checklist: what can be checked on the data at hand passes or fails there, with the finding in words."""

from typing import NamedTuple

import numpy as np

from lessonlib.compute.uncertainty import wilson_interval

TEST_POSITIVES = 50  # then the 95 % interval of a recall of 80 % reaches about 13 points down and 9 up
VALIDATION_POSITIVES = 10
STEADY = 0.2  # how wide the middle 95 % of the tuned thresholds may be
TWO_SIDED = 1.96


class Check(NamedTuple):
    """One item of the checklist."""

    question: str
    passed: bool
    finding: str


def checklist(numbers):
    """Check the numbers of a dossier.

    Parameters
    ----------
    numbers : DossierNumbers

    Returns
    -------
    list of Check
    """
    checks = (_minority, _test_positives, _validation, _copies, _calibrated, _above_dummies, _steady_line)
    return [check(numbers) for check in checks]


def calibration_z(y_true, y_prob):
    """Return two z values, each about standard normal where probabilities are right.

    The first compares the number of positives with the sum of the probabilities, the second the Brier score with
    the one that right probabilities would have (Spiegelhalter 1986).

    Parameters
    ----------
    y_true : ndarray of bool, shape (n,)
    y_prob : ndarray of float in [0, 1], shape (n,)

    Examples
    --------
    60 of 100 where 50 were promised is 2 standard deviations of 5:

    >>> float(calibration_z(np.arange(100) < 60, np.full(100, 0.5))[0])
    2.0
    """
    deviation, weight, variance = y_true - y_prob, 1 - 2 * y_prob, y_prob * (1 - y_prob)
    spread = np.sqrt([variance.sum(), (weight**2 * variance).sum()])
    sums = np.array([deviation.sum(), (weight * deviation).sum()])
    return np.divide(sums, spread, out=np.zeros(2), where=spread > 0)


def _minority(numbers):
    positives, rows = int(numbers.y.sum()), len(numbers.y)
    finding = f"{positives:,} of {rows:,} rows are of class 1 ({100 * positives / rows:.3g} %)."
    return Check("Is class 1 the minority?", 2 * positives < rows, finding)


def _test_positives(numbers):
    _, positives = numbers.parts[2]
    low, high = wilson_interval(round(0.8 * positives), positives)
    finding = (
        f"{positives} in each test part; {TEST_POSITIVES} are asked for. A recall of about 80 % on one of them has the "
        f"95 % interval {100 * low:.0f} to {100 * high:.0f} %."
    )
    return Check("Does a test part hold enough positives?", positives >= TEST_POSITIVES, finding)


def _validation(numbers):
    rows, positives = numbers.parts[1]
    finding = (
        f"Tuning and recalibration used {rows:,} rows that are neither in train nor in test, with {positives} "
        f"positives; {VALIDATION_POSITIVES} are asked for."
    )
    return Check("Is there enough to tune on, apart from the test?", positives >= VALIDATION_POSITIVES, finding)


def _copies(numbers):
    copies, crossing = numbers.duplicates
    finding = (
        f"{copies:,} of {len(numbers.y):,} rows repeat the features of an earlier row; of the first split's "
        f"{numbers.parts[2][0]:,} test rows, {crossing:,} also stand in train."
    )
    return Check("Are the test rows new to the model?", crossing == 0, finding)


def _calibrated(numbers):
    y, p = numbers.y_once, numbers.p_once
    in_sum, in_spread = calibration_z(y, p)
    finding = (
        f"Promised {p.sum():.1f} positives, saw {y.sum()} (z = {in_sum:+.2f}); Spiegelhalter's z = {in_spread:+.2f}. "
        f"Both should lie within ±{TWO_SIDED}; with {y.sum()} positives, small errors can't be seen."
    ).replace("-", "−")
    passed = bool(max(abs(in_sum), abs(in_spread)) <= TWO_SIDED)
    return Check("Are the plain probabilities calibrated, as far as can be seen?", passed, finding)


def _above_dummies(numbers):
    words = {name: numbers.verdict(numbers.chosen(), name).word for name in numbers.goal.dummies()}
    finding = "; ".join(f"{numbers.chosen()} against “{name}”: {word}" for name, word in words.items()) + "."
    return Check("Does the model beat both dummies?", set(words.values()) == {"better"}, finding)


def _steady_line(numbers):
    question = "Is the line steady?"
    if numbers.goal.measure == "recall":
        return Check(question, True, "The list is cut by its length: no threshold is estimated.")
    if numbers.goal.measure == "cost" and numbers.goal.capacity is None:
        return Check(question, True, "The costs fix it: no threshold is estimated.")
    _, low, high = numbers.threshold_range(numbers.chosen())
    finding = (
        f"The middle 95 % of the thresholds over {len(numbers.thresholds)} splits reach from {low:.2f} to {high:.2f}; "
        f"at most {STEADY} apart is asked for."
    )
    return Check(question, high - low <= STEADY, finding)
