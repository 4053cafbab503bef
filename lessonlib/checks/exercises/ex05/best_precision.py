"""Exercise 05, second task: the most precise threshold among those that reach a recall."""

import numpy as np

from lessonlib.checks.cases import Slip, Task
from lessonlib.checks.exercises.ex05.find_optimal_threshold import six_rows
from lessonlib.checks.search import Search, every_cut, follows, judge_by, sees
from lessonlib.checks.search_cases import SORTS, overlapping, ranked, search_case, tied
from lessonlib.checks.search_slips import search_slips
from lessonlib.compute import metrics


def highest(value, *, bounded=metrics.recall, reaches=np.greater_equal):
    """Return what makes, for a call, the search for the highest `value` where `bounded` reaches its minimum."""

    def search_of(call):
        minimum = call.kwargs.get("min_recall", 0.8)
        return Search(lambda **counts: np.where(reaches(bounded(**counts), minimum), value(**counts), -np.inf))

    return search_of


highest_precision = highest(metrics.precision)


def _first_that_reaches(search, y, scores, threshold, score):
    """Say whether the threshold is the highest that meets the constraint, with the score that it attains."""
    allowed = [cut for cut in every_cut(scores) if np.isfinite(search.attained(y, scores, cut))]
    return np.isclose(threshold, max(allowed)) and np.isclose(score, search.attained(y, scores, threshold))


def _recall_for_precision(search, y, scores, threshold, score):
    return search.may_return(y, scores, threshold, search.best_value(y, scores)) and np.isclose(
        score, Search(metrics.recall).attained(y, scores, threshold)
    )


BEST_PRECISION = Task(
    "best_precision",
    cases=(
        search_case("six rows, as worked by hand", six_rows, judge_by(highest_precision)),
        search_case("40 rows, recall at least 80 %", overlapping, judge_by(highest_precision)),
        search_case(
            "a lower threshold that is more precise",
            lambda rng: ranked(rng, [1, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0]),
            judge_by(highest_precision),
        ),
        search_case(
            "recall of exactly 50 %, and that is enough",
            lambda rng: ranked(rng, [1, 1, 1, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0]),
            judge_by(highest_precision),
            min_recall=0.5,
        ),
        search_case(
            "equal scores, recall at least 60 %", tied, judge_by(highest_precision), n_calls=SORTS, min_recall=0.6
        ),
    ),
    slips=(
        Slip(
            "precision and recall swapped",
            "It looks as if precision and recall are swapped: recall is to reach the minimum, precision to be as high "
            "as possible.",
            follows(highest_precision, highest(metrics.recall, bounded=metrics.precision)),
        ),
        Slip(
            "recall returned",
            "The threshold is right, but the score beside it is its recall. Return its precision.",
            sees(highest_precision, _recall_for_precision),
        ),
        Slip(
            "constraint ignored",
            "It looks as if the most precise threshold of all is taken, whether its recall reaches the minimum or not.",
            follows(highest_precision, lambda _call: Search(metrics.precision)),
        ),
        Slip(
            "minimum to be exceeded",
            "It looks as if recall has to exceed the minimum. “At least” includes the minimum itself: `>=`.",
            follows(highest_precision, highest(metrics.precision, reaches=np.greater)),
        ),
        Slip(
            "stops at the first",
            "It looks as if the first threshold that reaches the recall is taken. Precision can rise again further "
            "down: compare all thresholds that reach it.",
            sees(highest_precision, _first_that_reaches),
        ),
        *search_slips(highest_precision),
    ),
    hints=(
        "Two metrics have two roles: recall decides which thresholds are allowed, precision decides among those.",
        "The loop is the one of `find_optimal_threshold`. Where recall stays below `min_recall`, go on to the next "
        "threshold with `continue`.",
        "`counts = confusion_matrix_values(y_true, y_probs >= threshold)`; then, if `recall(*counts) >= min_recall` "
        "and `precision(*counts) > best`, remember the threshold and the precision.",
    ),
)
