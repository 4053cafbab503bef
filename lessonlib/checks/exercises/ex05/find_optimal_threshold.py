"""Exercise 05, first task: the threshold that is best for any metric, exactly."""

from itertools import permutations

import numpy as np

from lessonlib.checks.cases import Formula, Slip, Task, in_any
from lessonlib.checks.search import COUNTS, Search, changed, every_cut, follows, judge_by, renamed, sees
from lessonlib.checks.search_cases import SORTS, overlapping, ranked, search_case, tied
from lessonlib.checks.search_slips import search_slips
from lessonlib.compute import metrics

METRICS = {"f1": metrics.f1, "mcc": metrics.mcc}
UNKNOWN = "acuracy"


def six_rows(_rng):
    """Return the rows that the notebook works by hand."""
    return np.array([0, 1, 0, 1, 1, 0]), np.array([0.10, 0.35, 0.40, 0.60, 0.80, 0.20])


def highest_value(call):
    """Return the right search for `find_optimal_threshold`, or None for a metric that is not known."""
    metric = call.kwargs.get("metric", "f1")
    value = metric.compiled() if isinstance(metric, Formula) else METRICS.get(metric)
    return value and Search(value)


def names_metrics(exchange):
    """Judge the reply to an unknown metric."""
    failure = exchange.reply.failure
    if failure is None:
        return f'metric="{UNKNOWN}" is a slip of the pen, and your function answers all the same.'
    if failure.exception != "ValueError":
        return f"an unknown metric is to raise a ValueError. Yours: {failure.words}"
    if not all(name in failure.message for name in METRICS):
        return "the message of your ValueError does not name the metrics that there are, f1 and mcc."
    return None


def _is_half(search, y, scores, threshold, score):
    return threshold == 0.5 and np.isclose(search.attained(y, scores, threshold), score)


def _on_grid(search, y, scores, threshold, score):
    """Say whether the threshold is a round number between the scores, with the score that it attains."""
    between = np.isfinite(threshold) and not np.isclose(scores, threshold).any()
    round_number = between and np.isclose(1000 * threshold, round(1000 * threshold), rtol=0, atol=1e-6)
    return round_number and np.isclose(search.attained(y, scores, threshold), score)


def _payoff(call):
    """Return the right search if the metric is a function, else None."""
    return highest_value(call) if isinstance(call.kwargs.get("metric"), Formula) else None


FIND_OPTIMAL_THRESHOLD = Task(
    "find_optimal_threshold",
    cases=(
        search_case("six rows, as worked by hand", six_rows, judge_by(highest_value)),
        search_case("40 rows, F1", overlapping, judge_by(highest_value), points=2),
        search_case("40 rows, MCC", overlapping, judge_by(highest_value), metric="mcc"),
        search_case(
            "4 positives in 60 rows, all scores below 0.05",
            lambda rng: overlapping(rng, n=60, positives=4, high=0.05),
            judge_by(highest_value),
            metric="f1",
        ),
        search_case("equal scores", tied, judge_by(highest_value), n_calls=SORTS),
        search_case(
            "a function as the metric: a payoff",
            overlapping,
            judge_by(highest_value),
            metric=Formula("lambda tp, tn, fp, fn: 5 * tp + tn - 2 * fp - 8 * fn"),
        ),
        search_case(
            "log-odds for scores and a cost, so dear that everybody is to be flagged",
            lambda rng: ranked(rng, [1, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1], low=-6.0, high=2.0),
            judge_by(highest_value),
            metric=Formula("lambda tp, tn, fp, fn: -(fp + 50 * fn)"),
        ),
        search_case(
            "scores so poor that nobody is to be flagged",
            lambda rng: ranked(rng, [0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0]),
            judge_by(highest_value),
            metric=Formula("lambda tp, tn, fp, fn: tp + 2 * tn"),
        ),
        search_case("an unknown metric", six_rows, names_metrics, expects_error=True, metric=UNKNOWN),
    ),
    slips=(
        Slip(
            "always 0.5",
            "Your threshold is always 0.5. That is where one starts; try the other thresholds and keep the best.",
            sees(highest_value, _is_half),
        ),
        Slip(
            "grid",
            "It looks as if you try round numbers, such as 0.05, 0.06, …, 0.95. The best threshold may lie between "
            "them or outside: try the scores themselves.",
            sees(highest_value, _on_grid),
        ),
        Slip(
            "counts out of order",
            "It looks as if a metric that is a function is called with the counts in another order. It is called as "
            "`metric(tp, tn, fp, fn)`.",
            follows(_payoff, *(renamed(_payoff, order) for order in permutations(COUNTS) if order != COUNTS)),
        ),
        Slip(
            "metric ignored",
            "It looks as if F1 decides, whatever metric is asked for. What does your function do with `metric`?",
            follows(highest_value, changed(highest_value, value=metrics.f1)),
        ),
        Slip(
            "worst instead of best",
            "It looks as if you keep the smallest value of the metric. Larger is better here, also for a metric that "
            "is a function.",
            follows(highest_value, changed(highest_value, best=np.min)),
        ),
        Slip(
            "majority taken as positive",
            "It looks as if class 0 is counted as positive. Class 1 is: a true positive has label 1 and is flagged.",
            follows(
                highest_value,
                renamed(highest_value, ("fp", "fn", "tp", "tn")),  # labels the wrong way round
                renamed(highest_value, ("tn", "tp", "fn", "fp")),  # labels and decisions the wrong way round
                renamed(highest_value, ("tn", "tp", "fp", "fn")),  # true positives and true negatives swapped
            ),
        ),
        *search_slips(highest_value),
        Slip(
            "starting value never beaten",
            "It looks as if the search starts from a best score of 0 or −1, and a metric that is always lower never "
            "beats it. Start from `-np.inf`.",
            sees(
                highest_value,
                lambda search, y, scores, _threshold, score: score in (0, -1) and search.best_value(y, scores) < score,
            ),
        ),
        Slip(
            "flagging nobody never tried",
            "It looks as if “flag nobody” is never tried. It belongs to the candidates, as the threshold `np.inf`.",
            follows(highest_value, changed(highest_value, cuts=np.unique)),
        ),
        Slip(
            "a score left out",
            "It looks as if the lowest or the highest score is never tried. Does your loop begin or end one too early?",
            follows(
                highest_value,
                changed(highest_value, cuts=lambda scores: every_cut(scores)[:-1]),
                changed(highest_value, cuts=lambda scores: np.delete(every_cut(scores), 1)),
            ),
        ),
        Slip(
            "unknown metric accepted",
            "A misspelt metric must not pass for another one: raise a ValueError that names the metrics.",
            in_any(lambda call, reply: call.kwargs.get("metric") == UNKNOWN and reply.failure is None),
        ),
    ),
    hints=(
        "A metric of the four counts can change only where the threshold passes a score. So which thresholds are "
        "worth trying, and how many are there?",
        "Every distinct score is a candidate, and `np.inf`, which flags nobody: `[np.inf, *np.unique(y_probs)]`. For "
        "each, flag the rows with `y_probs >= threshold`, count, and score.",
        "Before the loop, settle what scores: `metric` itself if `callable(metric)`, else `METRICS[metric]`; if it is "
        "neither, raise a ValueError whose message lists the names in METRICS.",
        "Start with `best_threshold, best_score = np.inf, -np.inf`. In the loop: `counts = "
        "confusion_matrix_values(y_true, y_probs >= threshold)`, `score = score_of(*counts)`, and where `score > "
        "best_score`, remember both. Return both after the loop.",
    ),
)
