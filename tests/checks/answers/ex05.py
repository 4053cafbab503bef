"""Answers to exercise 05, written as learners write them: loops and arrays, tidy and clumsy."""

# Learners zip without strict=, add lists and leave arguments unused.
# ruff: noqa: ARG001, ARG005, B905, RUF005, RUF059

import math
from itertools import pairwise

import numpy as np

from lessonlib.compute.metrics import confusion_matrix_values, f1, mcc, precision, recall
from lessonlib.compute.threshold import find_optimal_threshold as exact_search
from tests.checks.answers import Answers

METRICS = {"f1": f1, "mcc": mcc}
search = Answers("find_optimal_threshold")
precise = Answers("best_precision")


def scorer(metric):
    if callable(metric):
        return metric
    if metric not in METRICS:
        raise ValueError(f"metric must be f1, mcc or a function; got {metric!r}.")
    return METRICS[metric]


def best_of(candidates, score_of):
    best_threshold, best_score = np.inf, -np.inf
    for threshold in candidates:
        score = score_of(threshold)
        if score > best_score:
            best_threshold, best_score = threshold, score
    return best_threshold, best_score


# find_optimal_threshold: right

search.right(exact_search)


@search.right
def loop(y_true, y_probs, metric="f1"):
    score = scorer(metric)
    candidates = [np.inf, *np.unique(y_probs)]
    return best_of(candidates, lambda t: score(*confusion_matrix_values(y_true, y_probs >= t)))


@search.right
def pure_python(y_true, y_probs, metric="f1"):
    """Lists, hand-written metrics, a list as the result."""

    def own_f1(tp, tn, fp, fn):
        return 2 * tp / (2 * tp + fp + fn)

    def own_mcc(tp, tn, fp, fn):
        margins = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
        return (tp * tn - fp * fn) / math.sqrt(margins) if margins else 0

    if metric == "f1":
        metric = own_f1
    elif metric == "mcc":
        metric = own_mcc
    elif isinstance(metric, str):
        raise ValueError("There are f1 and mcc.")
    rows = list(zip(y_true.tolist(), y_probs.tolist()))
    found = []
    for threshold in sorted({p for _, p in rows}, reverse=True) + [float("inf")]:
        tp = sum(1 for y, p in rows if y == 1 and p >= threshold)
        fp = sum(1 for y, p in rows if y == 0 and p >= threshold)
        fn = sum(1 for y, p in rows if y == 1 and p < threshold)
        tn = sum(1 for y, p in rows if y == 0 and p < threshold)
        found.append((metric(tp, tn, fp, fn), threshold))
    score, threshold = max(found)
    return [threshold, score]


@search.right
def cumulative_sums(y_true, y_probs, metric="f1"):
    """One pass over the sorted scores, ties counted at the last of them."""
    score_of = scorer(metric)
    order = np.argsort(-y_probs, kind="stable")
    y, scores = y_true[order], y_probs[order]
    last = np.append(np.flatnonzero(scores[1:] != scores[:-1]), len(scores) - 1)
    tp = np.append(0, np.cumsum(y)[last])
    fp = np.append(0, np.cumsum(1 - y)[last])
    values = score_of(tp, (1 - y).sum() - fp, fp, y.sum() - tp)
    best = np.argmax(values)
    return np.append(np.inf, scores[last])[best], values[best]


@search.right
def single_precision(y_true, y_probs, metric="f1"):
    """Everything in float32, as deep-learning code does; an array as the result."""
    score_of = scorer(metric)
    scores = y_probs.astype(np.float32)
    thresholds = np.append(np.unique(scores), np.float32(np.inf))
    flagged = scores >= thresholds[:, None]
    positive = y_true.astype(bool)
    tp, fp = (flagged & positive).sum(1), (flagged & ~positive).sum(1)
    values = np.float32(score_of(tp, (~positive).sum() - fp, fp, positive.sum() - tp))
    best = values.argmax()
    return np.array([thresholds[best], values[best]], dtype=np.float32)


@search.right
def midpoints(y_true, y_probs, metric="f1"):
    """Cuts half-way between scores flag the same rows."""
    score = scorer(metric)
    scores = sorted(set(y_probs))
    cuts = [scores[0] - 1, *((a + b) / 2 for a, b in pairwise(scores)), scores[-1] + 1]
    found = {cut: score(*confusion_matrix_values(y_true, (y_probs >= cut).astype(int))) for cut in cuts}
    threshold = max(found, key=found.get)
    return threshold, found[threshold]


@search.right
def with_prints(y_true, y_probs, metric="f1"):
    """Prints as it goes, and divides 0 by 0 with a warning, but answers well."""
    print("looking for the best", metric)
    np.array([0.0]) / np.array([0.0])
    return loop(y_true, y_probs, metric)


# find_optimal_threshold: wrong


@search.wrong("strictly above")
def strictly(y_true, y_probs, metric="f1"):
    score = scorer(metric)
    candidates = [np.inf, *np.unique(y_probs)]
    return best_of(candidates, lambda t: score(*confusion_matrix_values(y_true, y_probs > t)))


@search.wrong("grid")
def hundredths(y_true, y_probs, metric="f1"):
    score = scorer(metric)
    return best_of(np.arange(0.05, 0.96, 0.01), lambda t: score(*confusion_matrix_values(y_true, y_probs >= t)))


@search.wrong("grid")
def from_zero_to_one(y_true, y_probs, metric="f1"):
    score = scorer(metric)
    return best_of(np.linspace(0, 1, 21), lambda t: score(*confusion_matrix_values(y_true, y_probs >= t)))


@search.wrong("always 0.5")
def default(y_true, y_probs, metric="f1"):
    return 0.5, scorer(metric)(*confusion_matrix_values(y_true, y_probs >= 0.5))


@search.wrong("worst instead of best")
def minimum(y_true, y_probs, metric="f1"):
    score = scorer(metric)
    thresholds = [np.inf, *np.unique(y_probs)]
    values = [score(*confusion_matrix_values(y_true, y_probs >= t)) for t in thresholds]
    return thresholds[np.argmin(values)], min(values)


@search.wrong("ties split")
def row_by_row(y_true, y_probs, metric="f1"):
    score = scorer(metric)
    order = np.argsort(y_probs)[::-1]
    y, scores = y_true[order], y_probs[order]
    tp, fp = np.append(0, np.cumsum(y)), np.append(0, np.cumsum(1 - y))
    values = score(tp, (1 - y).sum() - fp, fp, y.sum() - tp)
    best = np.argmax(values)
    return np.append(np.inf, scores)[best], values[best]


@search.wrong("ties split")
def sorted_pairs(y_true, y_probs, metric="f1"):
    score = scorer(metric)
    tp, fp, best = 0, 0, (-np.inf, np.inf)
    positives = int(y_true.sum())
    best = (score(0, len(y_true) - positives, 0, positives), np.inf)
    for p, y in sorted(zip(y_probs, y_true), reverse=True):
        tp, fp = tp + (y == 1), fp + (y == 0)
        best = max(best, (score(tp, len(y_true) - positives - fp, fp, positives - tp), p))
    return best[1], best[0]


@search.wrong("labels left behind")
def sorts_scores_only(y_true, y_probs, metric="f1"):
    y_probs = np.sort(y_probs)
    return loop(y_true, y_probs, metric)


@search.wrong("labels left behind")
def sorts_scores_downwards(y_true, y_probs, metric="f1"):
    return loop(y_true, np.sort(y_probs)[::-1], metric)


@search.wrong("only one number")
def threshold_only(y_true, y_probs, metric="f1"):
    return loop(y_true, y_probs, metric)[0]


@search.wrong("score first")
def swapped(y_true, y_probs, metric="f1"):
    threshold, score = loop(y_true, y_probs, metric)
    return score, threshold


@search.wrong("position, not threshold")
def position(y_true, y_probs, metric="f1"):
    score = scorer(metric)
    values = [score(*confusion_matrix_values(y_true, y_probs >= t)) for t in [np.inf, *np.unique(y_probs)]]
    return np.argmax(values), max(values)


@search.wrong("rounded threshold")
def rounded(y_true, y_probs, metric="f1"):
    threshold, score = loop(y_true, y_probs, metric)
    return round(float(threshold), 2), score


@search.wrong("metric ignored")
def always_f1(y_true, y_probs, metric="f1"):
    scorer(metric)
    return loop(y_true, y_probs, "f1")


@search.wrong("majority taken as positive")
def zero_is_positive(y_true, y_probs, metric="f1"):
    return loop(1 - y_true, y_probs, metric)


@search.wrong("majority taken as positive")
def true_negatives_for_true_positives(y_true, y_probs, metric="f1"):
    score = scorer(metric)

    def counts(threshold):
        tp, tn, fp, fn = confusion_matrix_values(y_true, y_probs >= threshold)
        return score(tn, tp, fp, fn)

    return best_of([np.inf, *np.unique(y_probs)], counts)


@search.wrong("counts out of order")
def scikit_learn_order(y_true, y_probs, metric="f1"):
    if not callable(metric):
        return loop(y_true, y_probs, metric)
    return loop(y_true, y_probs, lambda tp, tn, fp, fn: metric(tn, fp, fn, tp))


@search.wrong("counts out of order")
def alarms_and_misses_swapped(y_true, y_probs, metric="f1"):
    if not callable(metric):
        return loop(y_true, y_probs, metric)
    return loop(y_true, y_probs, lambda tp, tn, fp, fn: metric(tp, tn, fn, fp))


@search.wrong("division by zero")
def plain_precision(y_true, y_probs, metric="f1"):
    def own_f1(tp, tn, fp, fn):
        prec, rec = tp / (tp + fp), tp / (tp + fn)
        return 2 * prec * rec / (prec + rec)

    return loop(y_true, y_probs, own_f1 if metric == "f1" else metric)


@search.wrong("not a number")
def numpy_precision(y_true, y_probs, metric="f1"):
    def own_f1(tp, tn, fp, fn):
        prec, rec = np.divide(tp, tp + fp), np.divide(tp, tp + fn)
        return 2 * prec * rec / (prec + rec)

    score = own_f1 if metric == "f1" else scorer(metric)
    thresholds = [np.inf, *np.unique(y_probs)]
    values = [score(*confusion_matrix_values(y_true, y_probs >= t)) for t in thresholds]
    return thresholds[np.argmax(values)], np.max(values)


@search.wrong("starting value never beaten")
def starts_at_zero(y_true, y_probs, metric="f1"):
    score = scorer(metric)
    best_threshold, best_score = 0.5, 0
    for t in [np.inf, *np.unique(y_probs)]:
        value = score(*confusion_matrix_values(y_true, y_probs >= t))
        if value > best_score:
            best_threshold, best_score = t, value
    return best_threshold, best_score


@search.wrong("starting value never beaten")
def starts_at_minus_one(y_true, y_probs, metric="f1"):
    threshold, score = loop(y_true, y_probs, metric)
    return (0.5, -1.0) if score < -1 else (threshold, score)


@search.wrong("flagging nobody never tried")
def scores_only(y_true, y_probs, metric="f1"):
    score = scorer(metric)
    return best_of(np.unique(y_probs), lambda t: score(*confusion_matrix_values(y_true, y_probs >= t)))


@search.wrong("a score left out")
def lowest_left_out(y_true, y_probs, metric="f1"):
    score = scorer(metric)
    candidates = [np.inf, *np.unique(y_probs)[1:]]
    return best_of(candidates, lambda t: score(*confusion_matrix_values(y_true, y_probs >= t)))


@search.wrong("unknown metric accepted")
def falls_back_to_f1(y_true, y_probs, metric="f1"):
    return loop(y_true, y_probs, "mcc" if metric == "mcc" else metric if callable(metric) else "f1")


@search.wrong("metrics not named")
def unnamed_metrics(y_true, y_probs, metric="f1"):
    if isinstance(metric, str) and metric not in METRICS:
        raise ValueError("unknown metric")
    return loop(y_true, y_probs, metric)


@search.wrong("another exception")
def key_error(y_true, y_probs, metric="f1"):
    return loop(y_true, y_probs, metric if callable(metric) else METRICS[metric])


@search.wrong("changes its input")
def sorts_in_place(y_true, y_probs, metric="f1"):
    order = np.argsort(y_probs)
    y_true[:] = y_true[order]
    y_probs.sort()
    return loop(y_true, y_probs, metric)


@search.wrong("prints instead of returning")
def prints(y_true, y_probs, metric="f1"):
    print(loop(y_true, y_probs, metric))


@search.wrong("returns nothing")
def forgets_to_return(y_true, y_probs, metric="f1"):
    loop(y_true, y_probs, metric)


@search.wrong(says="does not take the arguments")
def takes_two_arguments(y_true, y_probs):
    return loop(y_true, y_probs)


@search.wrong("more than a pair")
def returns_every_score(y_true, y_probs, metric="f1"):
    return [(t, scorer(metric)(*confusion_matrix_values(y_true, y_probs >= t))) for t in y_probs]


@search.wrong("endless loop")
def never_stops(y_true, y_probs, metric="f1"):
    threshold = y_probs.max()
    while threshold > 0:
        score = scorer(metric)(*confusion_matrix_values(y_true, y_probs >= threshold))
    return threshold, score


# best_precision: right


@precise.right
def library(y_true, y_probs, min_recall=0.8):
    return exact_search(y_true, y_probs, "precision", min_recall=min_recall)


def at_least(y_true, y_probs, allows, score_of):
    best_threshold, best_score = np.inf, -np.inf
    for threshold in [np.inf, *np.unique(y_probs)[::-1]]:
        counts = confusion_matrix_values(y_true, y_probs >= threshold)
        if allows(counts) and score_of(*counts) > best_score:
            best_threshold, best_score = threshold, score_of(*counts)
    return best_threshold, best_score


@precise.right
def constrained_loop(y_true, y_probs, min_recall=0.8):
    return at_least(y_true, y_probs, lambda counts: recall(*counts) >= min_recall, precision)


@precise.right
def from_the_lowest(y_true, y_probs, min_recall=0.8):
    found = []
    for threshold in np.unique(y_probs):
        flagged = y_probs >= threshold
        hits = (flagged & (y_true == 1)).sum()
        if hits / (y_true == 1).sum() >= min_recall:
            found.append((hits / flagged.sum(), threshold))
    best, threshold = max(found)
    return [threshold, best]


@precise.right
def masked_arrays(y_true, y_probs, min_recall=0.8):
    thresholds = np.unique(y_probs)
    flagged = y_probs >= thresholds[:, None]
    hits = (flagged * y_true).sum(axis=1)
    value = np.where(hits >= min_recall * y_true.sum() - 1e-9, hits / flagged.sum(axis=1), 0)
    return thresholds[value.argmax()], np.float32(value.max())


@precise.right
def pure_python_constrained(y_true, y_probs, min_recall=0.8):
    rows, best = list(zip(y_probs.tolist(), y_true.tolist())), (None, -1.0)
    for threshold, _ in rows:
        caught = [y for p, y in rows if p >= threshold]
        if sum(caught) / sum(y for _, y in rows) >= min_recall and sum(caught) / len(caught) > best[1]:
            best = threshold, sum(caught) / len(caught)
    return best


# best_precision: wrong


@precise.wrong("precision and recall swapped")
def other_way_round(y_true, y_probs, min_recall=0.8):
    return at_least(y_true, y_probs, lambda counts: precision(*counts) >= min_recall, recall)


@precise.wrong("recall returned")
def gives_recall(y_true, y_probs, min_recall=0.8):
    threshold, _ = constrained_loop(y_true, y_probs, min_recall)
    return threshold, recall(*confusion_matrix_values(y_true, y_probs >= threshold))


@precise.wrong("constraint ignored")
def most_precise(y_true, y_probs, min_recall=0.8):
    return at_least(y_true, y_probs, lambda counts: True, precision)


@precise.wrong("minimum to be exceeded")
def more_than(y_true, y_probs, min_recall=0.8):
    return at_least(y_true, y_probs, lambda counts: recall(*counts) > min_recall, precision)


@precise.wrong("stops at the first")
def first_that_reaches(y_true, y_probs, min_recall=0.8):
    for threshold in np.unique(y_probs)[::-1]:
        counts = confusion_matrix_values(y_true, y_probs >= threshold)
        if recall(*counts) >= min_recall:
            return threshold, precision(*counts)
    return np.inf, 0.0


@precise.wrong("strictly above")
def strictly_constrained(y_true, y_probs, min_recall=0.8):
    best = (-np.inf, -np.inf)
    for threshold in [-1.0, *np.unique(y_probs)]:
        counts = confusion_matrix_values(y_true, y_probs > threshold)
        if recall(*counts) >= min_recall:
            best = max(best, (precision(*counts), threshold))
    return best[1], best[0]


@precise.wrong("score first")
def precision_first(y_true, y_probs, min_recall=0.8):
    return constrained_loop(y_true, y_probs, min_recall)[::-1]


@precise.wrong("only one number")
def precision_only(y_true, y_probs, min_recall=0.8):
    return constrained_loop(y_true, y_probs, min_recall)[1]


@precise.wrong("ties split")
def row_by_row_constrained(y_true, y_probs, min_recall=0.8):
    order = np.argsort(-y_probs, kind="stable")
    hits = np.cumsum(y_true[order])
    value = np.where(hits >= min_recall * hits[-1], hits / np.arange(1, len(hits) + 1), 0)
    return y_probs[order][value.argmax()], value.max()


@precise.wrong("division by zero")
def divides_by_nobody(y_true, y_probs, min_recall=0.8):
    found = []
    for threshold in [np.inf, *np.unique(y_probs)]:
        tp, tn, fp, fn = confusion_matrix_values(y_true, y_probs >= threshold)
        found.append((tp / (tp + fp) if tp / (tp + fn) >= min_recall else 0, tp / (tp + fp), threshold))
    return max(found)[2], max(found)[0]


@precise.wrong("labels left behind")
def sorted_without_labels(y_true, y_probs, min_recall=0.8):
    return constrained_loop(y_true, np.sort(y_probs)[::-1], min_recall)


@precise.wrong("changes its input")
def masks_in_place(y_true, y_probs, min_recall=0.8):
    answer = constrained_loop(y_true, y_probs, min_recall)
    y_probs[y_probs < answer[0]] = 0
    return answer


ANSWERS = (search, precise)
