"""Answers to exercise 01, written as learners write them: loops and arrays, tidy and clumsy."""

# Learners zip without strict=, leave arguments unused and write what could be shorter.
# ruff: noqa: ARG001, B905, RET503, RUF059

import math
from collections import Counter

import numpy as np
from sklearn.metrics import confusion_matrix, f1_score, fbeta_score

from lessonlib.compute import metrics
from tests.checks.answers import Answers

counts = Answers("confusion_matrix_values")
five = Answers("compute_metrics")
weighted = Answers("f_beta")


def ratio(part, whole):
    return part / whole if whole else 0.0


# confusion_matrix_values: right

counts.right(metrics.confusion_matrix_values)


@counts.right
def masks(y_true, y_pred):
    tp = np.sum((y_true == 1) & (y_pred == 1))
    tn = np.sum((y_true == 0) & (y_pred == 0))
    fp = np.sum((y_true == 0) & (y_pred == 1))
    fn = np.sum((y_true == 1) & (y_pred == 0))
    return tp, tn, fp, fn


@counts.right
def loop(y_true, y_pred):
    tp = tn = fp = fn = 0
    for actual, flagged in zip(y_true, y_pred):
        if actual and flagged:
            tp += 1
        elif flagged:
            fp += 1
        elif actual:
            fn += 1
        else:
            tn += 1
    return [tp, tn, fp, fn]


@counts.right
def counter(y_true, y_pred):
    seen = Counter(zip(y_true.tolist(), y_pred.tolist()))
    return seen[1, 1], seen[0, 0], seen[0, 1], seen[1, 0]


@counts.right
def bincount(y_true, y_pred):
    tn, fp, fn, tp = np.bincount((2 * y_true + y_pred).astype(int), minlength=4)
    return np.array([tp, tn, fp, fn])


@counts.right
def products(y_true, y_pred):
    """Sums of products, as floats."""
    y_true, y_pred = np.asarray(y_true, dtype=np.float32), np.asarray(y_pred, dtype=np.float32)
    return y_true @ y_pred, (1 - y_true) @ (1 - y_pred), (1 - y_true) @ y_pred, y_true @ (1 - y_pred)


@counts.right
def by_scikit_learn(y_true, y_pred):
    tn, fp, fn, tp = confusion_matrix(y_true, y_pred, labels=[0, 1]).ravel()
    return tp, tn, fp, fn


# confusion_matrix_values: wrong


@counts.wrong("alarms and misses swapped")
def swapped(y_true, y_pred):
    tp, tn, fp, fn = masks(y_true, y_pred)
    return tp, tn, fn, fp


@counts.wrong("alarms and misses swapped")
def arguments_swapped(y_true, y_pred):
    return masks(y_pred, y_true)


@counts.wrong("majority taken as positive")
def zero_is_positive(y_true, y_pred):
    return masks(1 - y_true, 1 - y_pred)


@counts.wrong("scikit-learn's order")
def raveled(y_true, y_pred):
    tp, tn, fp, fn = masks(y_true, y_pred)
    return np.array([[tn, fp], [fn, tp]]).ravel()


@counts.wrong("another order")
def positives_first(y_true, y_pred):
    tp, tn, fp, fn = masks(y_true, y_pred)
    return tp, fp, tn, fn


@counts.wrong("another order")
def by_label(y_true, y_pred):
    tp, tn, fp, fn = masks(y_true, y_pred)
    return tp, fn, fp, tn


@counts.wrong("one condition only")
def margins(y_true, y_pred):
    return sum(y_pred == 1), sum(y_pred == 0), sum(y_true == 0), sum(y_true == 1)


@counts.wrong("every right decision a hit")
def agreement(y_true, y_pred):
    _, tn, fp, fn = masks(y_true, y_pred)
    return np.sum(y_true == y_pred), tn, fp, fn


@counts.wrong("every right decision a hit")
def right_and_wrong(y_true, y_pred):
    right, wrong = np.sum(y_true == y_pred), np.sum(y_true != y_pred)
    return right, right, wrong, wrong


@counts.wrong("every right decision a hit")
def all_errors_are_alarms(y_true, y_pred):
    tp, tn, _, fn = masks(y_true, y_pred)
    return tp, tn, np.sum(y_true != y_pred), fn


@counts.wrong("shares instead of counts")
def means(y_true, y_pred):
    return tuple(count / len(y_true) for count in masks(y_true, y_pred))


@counts.wrong("masks instead of counts")
def without_sums(y_true, y_pred):
    positive, flagged = y_true == 1, y_pred == 1
    return positive & flagged, ~positive & ~flagged, ~positive & flagged, positive & ~flagged


@counts.wrong("a table instead of four numbers")
def matrix(y_true, y_pred):
    tp, tn, fp, fn = masks(y_true, y_pred)
    return [[tn, fp], [fn, tp]]


@counts.wrong("`and` between arrays")
def with_and(y_true, y_pred):
    tp = np.sum(y_true == 1 and y_pred == 1)
    return tp, np.sum(y_true == 0 and y_pred == 0), 0, 0


@counts.wrong("`and` between arrays")
def without_brackets(y_true, y_pred):
    tp = np.sum(y_true == 1 & y_pred == 1)
    return tp, np.sum(y_true == 0 & y_pred == 0), 0, 0


@counts.wrong("`&` between numbers")
def ands_the_numbers(y_true, y_pred):
    tp = np.sum(y_true & y_pred)
    return tp, np.sum((1 - y_true) & (1 - y_pred)), np.sum((1 - y_true) & y_pred), np.sum(y_true & (1 - y_pred))


@counts.wrong("`~` on numbers")
def inverts_bits(y_true, y_pred):
    return np.sum(y_true & y_pred), np.sum(~y_true & ~y_pred), np.sum(~y_true & y_pred), np.sum(y_true & ~y_pred)


@counts.wrong("an outcome that does not occur")
def unique_outcomes(y_true, y_pred):
    tn, fp, fn, tp = np.unique(2 * y_true + y_pred, return_counts=True)[1]
    return tp, tn, fp, fn


@counts.wrong("an outcome that does not occur")
def dictionary(y_true, y_pred):
    seen = {}
    for pair in zip(y_true.tolist(), y_pred.tolist()):
        seen[pair] = seen.get(pair, 0) + 1
    return seen[1, 1], seen[0, 0], seen[0, 1], seen[1, 0]


@counts.wrong("returns inside the loop")
def early_return(y_true, y_pred):
    tp = tn = fp = fn = 0
    for actual, flagged in zip(y_true, y_pred):
        tp += actual == 1 and flagged == 1
        tn += actual == 0 and flagged == 0
        fp += actual == 0 and flagged == 1
        fn += actual == 1 and flagged == 0
        return tp, tn, fp, fn


@counts.wrong("a row left out")
def starts_at_one(y_true, y_pred):
    return masks(y_true[1:], y_pred[1:])


@counts.wrong("a row left out")
def stops_early(y_true, y_pred):
    tp = tn = fp = fn = 0
    for i in range(len(y_true) - 1):
        if y_true[i] == 1:
            tp, fn = (tp + 1, fn) if y_pred[i] == 1 else (tp, fn + 1)
        else:
            tn, fp = (tn + 1, fp) if y_pred[i] == 0 else (tn, fp + 1)
    return tp, tn, fp, fn


@counts.wrong("prints instead of returning")
def prints(y_true, y_pred):
    print(*masks(y_true, y_pred))


@counts.wrong("a dict instead of four numbers")
def as_dict(y_true, y_pred):
    return dict(zip(("tp", "tn", "fp", "fn"), masks(y_true, y_pred)))


@counts.wrong("changes its input")
def edits_the_labels(y_true, y_pred):
    y_true[y_true == 1] = 2
    code = y_true + y_pred
    return np.sum(code == 3), np.sum(code == 0), np.sum(code == 1), np.sum(code == 2)


# compute_metrics: right

five.right(metrics.compute_metrics)


@five.right
def one_by_one(y_true, y_pred):
    tp, tn, fp, fn = map(int, masks(y_true, y_pred))
    precision = tp / (tp + fp) if tp + fp > 0 else 0
    recall = tp / (tp + fn) if tp + fn > 0 else 0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall > 0 else 0
    product = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    mcc = (tp * tn - fp * fn) / math.sqrt(product) if product else 0
    accuracy = (tp + tn) / len(y_true)
    return {"mcc": mcc, "f1": f1, "recall": recall, "precision": precision, "accuracy": accuracy}


@five.right
def tiny_epsilon(y_true, y_pred):
    """A small number in each denominator, as deep-learning code does."""
    tp, tn, fp, fn = (float(count) for count in masks(y_true, y_pred))
    eps = 1e-9
    p, r = tp / (tp + fp + eps), tp / (tp + fn + eps)
    root = np.sqrt(tp + fp) * np.sqrt(tp + fn) * np.sqrt(tn + fp) * np.sqrt(tn + fn)
    return {
        "accuracy": np.mean(y_true == y_pred),
        "precision": p,
        "recall": r,
        "f1": 2 * p * r / (p + r + eps),
        "mcc": (tp * tn - fp * fn) / (root + eps),
    }


@five.right
def single_precision(y_true, y_pred):
    tp, tn, fp, fn = (np.float32(count) for count in masks(y_true, y_pred))
    root = np.sqrt((tp + fp) * (tp + fn)) * np.sqrt((tn + fp) * (tn + fn))
    return {
        "accuracy": (tp + tn) / np.float32(len(y_true)),
        "precision": ratio(tp, tp + fp),
        "recall": ratio(tp, tp + fn),
        "f1": ratio(2 * tp, 2 * tp + fp + fn),
        "mcc": ratio(tp * tn - fp * fn, root),
    }


@five.right
def by_correlation(y_true, y_pred):
    """MCC as the correlation that it is, and one more metric than is asked for."""
    y, flagged = y_true.astype(float), y_pred.astype(float)
    spread = y.std() * flagged.std()
    hits = (y * flagged).sum()
    return {
        "accuracy": 1 - np.abs(y - flagged).mean(),
        "precision": ratio(hits, flagged.sum()),
        "recall": ratio(hits, y.sum()),
        "f1": ratio(2 * hits, y.sum() + flagged.sum()),
        "mcc": ((y * flagged).mean() - y.mean() * flagged.mean()) / spread if spread > 0 else 0.0,
        "flagged": flagged.mean(),
    }


@five.right
def nan_to_num(y_true, y_pred):
    """NumPy's own 0/0, mended at the end."""
    tp, tn, fp, fn = np.array(masks(y_true, y_pred), dtype=float)
    mcc = (tp * tn - fp * fn) / np.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))
    found = np.array(
        [(tp + tn) / (tp + tn + fp + fn), tp / (tp + fp), tp / (tp + fn), 2 * tp / (2 * tp + fp + fn), mcc]
    )
    return dict(zip(("accuracy", "precision", "recall", "f1", "mcc"), np.nan_to_num(found)))


# compute_metrics: wrong


@five.wrong("precision and recall swapped")
def precision_for_recall(y_true, y_pred):
    right = one_by_one(y_true, y_pred)
    return right | {"precision": right["recall"], "recall": right["precision"]}


@five.wrong("majority taken as positive")
def metrics_of_zero(y_true, y_pred):
    return one_by_one(1 - y_true, 1 - y_pred)


@five.wrong("averaged over classes")
def macro(y_true, y_pred):
    ones, zeros = one_by_one(y_true, y_pred), one_by_one(1 - y_true, 1 - y_pred)
    return {name: (ones[name] + zeros[name]) / 2 for name in ones}


@five.wrong("averaged over classes")
def weighted_f1(y_true, y_pred):
    f1 = f1_score(y_true, y_pred, average="weighted", zero_division=0)
    return one_by_one(y_true, y_pred) | {"f1": f1}


@five.wrong("accuracy of the positives")
def hits_only(y_true, y_pred):
    return one_by_one(y_true, y_pred) | {"accuracy": masks(y_true, y_pred)[0] / len(y_true)}


@five.wrong("balanced accuracy")
def mean_rate(y_true, y_pred):
    tp, tn, fp, fn = masks(y_true, y_pred)
    return one_by_one(y_true, y_pred) | {"accuracy": (ratio(tp, tp + fn) + ratio(tn, tn + fp)) / 2}


@five.wrong("F1 as the plain mean")
def arithmetic(y_true, y_pred):
    right = one_by_one(y_true, y_pred)
    return right | {"f1": (right["precision"] + right["recall"]) / 2}


@five.wrong("F1 without the 2")
def half_f1(y_true, y_pred):
    right = one_by_one(y_true, y_pred)
    return right | {"f1": ratio(right["precision"] * right["recall"], right["precision"] + right["recall"])}


@five.wrong("MCC without the root")
def no_root(y_true, y_pred):
    tp, tn, fp, fn = map(int, masks(y_true, y_pred))
    mcc = ratio(tp * tn - fp * fn, (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))
    return one_by_one(y_true, y_pred) | {"mcc": mcc}


@five.wrong("MCC with the wrong sign")
def plus_for_minus(y_true, y_pred):
    tp, tn, fp, fn = map(int, masks(y_true, y_pred))
    mcc = ratio(tp * tn + fp * fn, math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)))
    return one_by_one(y_true, y_pred) | {"mcc": mcc}


@five.wrong("MCC with the wrong sign")
def upside_down(y_true, y_pred):
    right = one_by_one(y_true, y_pred)
    return right | {"mcc": -right["mcc"]}


@five.wrong("product too large")
def int64_product(y_true, y_pred):
    tp, tn, fp, fn = masks(y_true, y_pred)
    denom = np.sqrt(float((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)))
    return one_by_one(y_true, y_pred) | {"mcc": (tp * tn - fp * fn) / denom if denom > 0 else 0.0}


@five.wrong("product too large")
def int64_product_math(y_true, y_pred):
    tp, tn, fp, fn = masks(y_true, y_pred)
    denom = math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))
    return one_by_one(y_true, y_pred) | {"mcc": (tp * tn - fp * fn) / denom if denom else 0.0}


@five.wrong("division by zero")
def plain_division(y_true, y_pred):
    tp, tn, fp, fn = map(int, masks(y_true, y_pred))
    p, r = tp / (tp + fp), tp / (tp + fn)
    return one_by_one(y_true, y_pred) | {"precision": p, "recall": r, "f1": 2 * p * r / (p + r)}


@five.wrong("not a number")
def numpy_division(y_true, y_pred):
    tp, tn, fp, fn = np.array(masks(y_true, y_pred), dtype=float)
    return one_by_one(y_true, y_pred) | {"precision": tp / (tp + fp), "recall": tp / (tp + fn)}


@five.wrong("0/0 counted as 1")
def full_precision_for_nothing(y_true, y_pred):
    tp, tn, fp, fn = masks(y_true, y_pred)
    return one_by_one(y_true, y_pred) | {"precision": tp / (tp + fp) if tp + fp else 1.0}


@five.wrong("all zero where one is undefined")
def gives_up(y_true, y_pred):
    if masks(y_true, y_pred)[0] == 0:
        return dict.fromkeys(("accuracy", "precision", "recall", "f1", "mcc"), 0.0)
    return one_by_one(y_true, y_pred)


@five.wrong("per cent")
def per_cent(y_true, y_pred):
    return {name: 100 * value for name, value in one_by_one(y_true, y_pred).items()}


@five.wrong("rounded")
def two_digits(y_true, y_pred):
    return {name: round(value, 2) for name, value in one_by_one(y_true, y_pred).items()}


@five.wrong("other keys")
def capitals(y_true, y_pred):
    return {name.upper(): value for name, value in one_by_one(y_true, y_pred).items()}


@five.wrong("other keys")
def without_mcc(y_true, y_pred):
    right = one_by_one(y_true, y_pred)
    del right["mcc"]
    return right


@five.wrong("no dict")
def as_tuple(y_true, y_pred):
    return tuple(one_by_one(y_true, y_pred).values())


@five.wrong("prints instead of returning")
def prints_them(y_true, y_pred):
    for name, value in one_by_one(y_true, y_pred).items():
        print(name, value)


@five.wrong("returns nothing")
def forgets_to_return(y_true, y_pred):
    one_by_one(y_true, y_pred)


# f_beta: right


@weighted.right
def from_precision_and_recall(y_true, y_pred, beta):
    tp, _, fp, fn = masks(y_true, y_pred)
    p, r = ratio(tp, tp + fp), ratio(tp, tp + fn)
    return ratio((1 + beta**2) * p * r, beta**2 * p + r)


@weighted.right
def from_counts(y_true, y_pred, beta=1):
    tp, _, fp, fn = loop(y_true, y_pred)
    square = beta * beta
    denominator = (1 + square) * tp + square * fn + fp
    return 0 if denominator == 0 else (1 + square) * tp / denominator


@weighted.right
def as_weighted_harmonic_mean(y_true, y_pred, beta):
    """With alpha = 1 / (1 + beta²), as van Rijsbergen wrote it; a NumPy float32."""
    tp, _, fp, fn = masks(y_true, y_pred)
    if tp == 0:
        return np.float32(0)
    alpha = 1 / (1 + beta**2)
    return np.float32(1 / (alpha * (tp + fp) / tp + (1 - alpha) * (tp + fn) / tp))


@weighted.right
def fbeta_of_scikit_learn(y_true, y_pred, beta):
    return fbeta_score(y_true, y_pred, beta=beta, zero_division=0)


# f_beta: wrong


def with_formula(y_true, y_pred, formula):
    tp, _, fp, fn = map(int, masks(y_true, y_pred))
    p, r = ratio(tp, tp + fp), ratio(tp, tp + fn)
    return formula(p, r) if p + r else 0.0


@weighted.wrong("weight on the wrong one")
def weighs_precision(y_true, y_pred, beta):
    return with_formula(y_true, y_pred, lambda p, r: (1 + beta**2) * p * r / (p + beta**2 * r))


@weighted.wrong("weight on the wrong one")
def weighs_alarms(y_true, y_pred, beta):
    tp, _, fp, fn = masks(y_true, y_pred)
    return ratio((1 + beta**2) * tp, (1 + beta**2) * tp + beta**2 * fp + fn)


@weighted.wrong("beta ignored")
def always_f1(y_true, y_pred, beta):
    return with_formula(y_true, y_pred, lambda p, r: 2 * p * r / (p + r))


@weighted.wrong("`^` instead of `**`")
def xor(y_true, y_pred, beta):
    return with_formula(y_true, y_pred, lambda p, r: (1 + (beta ^ 2)) * p * r / ((beta ^ 2) * p + r))


@weighted.wrong("beta not squared")
def not_squared(y_true, y_pred, beta):
    return with_formula(y_true, y_pred, lambda p, r: (1 + beta) * p * r / (beta * p + r))


@weighted.wrong("beta not squared")
def squared_once(y_true, y_pred, beta):
    return with_formula(y_true, y_pred, lambda p, r: (1 + beta**2) * p * r / (beta * p + r))


@weighted.wrong("beta not squared")
def sum_squared(y_true, y_pred, beta):
    return with_formula(y_true, y_pred, lambda p, r: (1 + beta) ** 2 * p * r / (beta**2 * p + r))


@weighted.wrong("factor of F1 kept")
def keeps_the_two(y_true, y_pred, beta):
    return with_formula(y_true, y_pred, lambda p, r: 2 * p * r / (beta**2 * p + r))


@weighted.wrong("factor of F1 kept")
def no_factor(y_true, y_pred, beta):
    return with_formula(y_true, y_pred, lambda p, r: p * r / (beta**2 * p + r))


@weighted.wrong("plain weighted mean")
def mean_with_weights(y_true, y_pred, beta):
    return with_formula(y_true, y_pred, lambda p, r: (p + beta**2 * r) / (1 + beta**2))


@weighted.wrong("majority taken as positive")
def f_beta_of_zero(y_true, y_pred, beta):
    return from_precision_and_recall(1 - y_true, 1 - y_pred, beta)


@weighted.wrong("division by zero")
def unguarded(y_true, y_pred, beta):
    tp, _, fp, fn = loop(y_true, y_pred)
    p, r = tp / (tp + fp), tp / (tp + fn)
    return (1 + beta**2) * p * r / (beta**2 * p + r)


@weighted.wrong("not a number")
def unguarded_numpy(y_true, y_pred, beta):
    tp, _, fp, fn = masks(y_true, y_pred)
    p, r = tp / (tp + fp), tp / (tp + fn)
    return (1 + beta**2) * p * r / (beta**2 * p + r)


@weighted.wrong("per cent")
def f_beta_in_per_cent(y_true, y_pred, beta):
    return 100 * from_counts(y_true, y_pred, beta)


@weighted.wrong("rounded")
def three_digits(y_true, y_pred, beta):
    return round(float(from_counts(y_true, y_pred, beta)), 3)


@weighted.wrong(says="does not take the arguments")
def no_beta(y_true, y_pred):
    return from_counts(y_true, y_pred, 2)


ANSWERS = (counts, five, weighted)
