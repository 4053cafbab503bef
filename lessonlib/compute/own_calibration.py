"""How sure a person was, and how often right: the learner's own predictions judged like a model's."""

from typing import NamedTuple

import numpy as np

from lessonlib.compute.uncertainty import wilson_interval
from lessonlib.compute.validate import as_labels, as_probabilities


class Judgement(NamedTuple):
    """Counts, the 95 % interval for the share that was right, and the mean confidence."""

    n: int
    n_right: int
    low: float
    high: float
    mean_confidence: float

    @property
    def word(self):
        """ "too sure", "not sure enough", or "can't tell" where the interval holds the mean confidence."""
        if self.low <= self.mean_confidence <= self.high:
            return "can't tell"
        return "too sure" if self.mean_confidence > self.high else "not sure enough"


def judge_confidence(right, confidence):
    """Set how sure somebody was against how often they were right.

    Parameters
    ----------
    right : array-like of 0 and 1, shape (n,)
    confidence : array-like of float in [0, 1], shape (n,)

    Returns
    -------
    Judgement

    Examples
    --------
    Ninety per cent sure ten times, and right in four:

    >>> judge_confidence([1] * 4 + [0] * 6, [0.9] * 10).word
    'too sure'
    """
    right = as_labels(right, "right")
    confidence = as_probabilities(confidence, len(right), "confidence")
    n_right = int(right.sum())
    return Judgement(len(right), n_right, *wilson_interval(n_right, len(right)), float(np.mean(confidence)))
