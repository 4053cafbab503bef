"""Exercise 08, first task: the slope and the intercept that turn scores into probabilities."""

import warnings

import numpy as np

from lessonlib.checks.arrays import as_array
from lessonlib.checks.cases import Call, Case, Slip, Task, in_any
from lessonlib.checks.exercises.ex08.rows import overlapping, separated, six_rows, three_rows, with_booleans
from lessonlib.checks.exercises.ex08.ways import descends_to, separates, to_labels_rather
from lessonlib.compute.logistic import ConvergenceWarning, fit_logistic_regression, sigmoid
from lessonlib.compute.platt import platt_scaling, platt_targets

CLOSE = 2e-3  # of a probability: what gradient descent may leave over, and less than any of the slips makes


def as_pair(answer):
    """Return (a, b) as floats, or None if the answer is not two finite numbers; a may be an array of one."""
    if not isinstance(answer, list | np.ndarray) or len(answer) != 2:
        return None
    parts = [as_array(part) for part in answer]
    if any(part is None or part.size != 1 or not np.isfinite(part).all() for part in parts):
        return None
    return float(parts[0].item()), float(parts[1].item())


def fitted(scores, targets, weights=1.0, l2=0.0):
    """Return (a, b) of a regression on targets between 0 and 1."""
    column = np.append(scores, scores).astype(float)[:, None]
    shares = np.append(weights * targets, weights * (1 - targets))
    w, b = fit_logistic_regression(column, np.repeat([1, 0], len(targets)), shares, l2=l2)
    return float(w[0]), b


def judge_pair(*exchanges):
    """Judge a and b by the probabilities that they stand for."""
    for call, reply in exchanges:
        pair = as_pair(reply.answer)
        if pair is None:
            return "the answer is not a pair (a, b) of two numbers."
        if not _alike(call.args[0], pair, platt_scaling(*call.args)):
            return "sigmoid(a · score + b) is not the curve that fits the smoothed targets best."
    return None


def _alike(scores, pair, other):
    curves = [sigmoid(a * scores + b) for a, b in (pair, other)]
    return bool(np.max(np.abs(curves[0] - curves[1])) < CLOSE)


def _fits(variant):
    """Return a recogniser of the pair ``variant(scores, y)``."""

    def seen(call, reply):
        pair = as_pair(reply.answer)
        return pair is not None and _alike(call.args[0], pair, variant(*call.args))

    return in_any(seen)


def _swapped(call, reply):
    """Compare numbers: at large scores many pairs stand for the same curve, 0 everywhere."""
    pair = as_pair(reply.answer)
    return pair is not None and np.allclose(pair[::-1], platt_scaling(*call.args), rtol=0.02, atol=1e-3)


def _standardised(scores, y):
    return fitted((scores - scores.mean()) / scores.std(), platt_targets(y))


def _balanced(y):
    positive = y == 1
    return np.where(positive, len(y) / (2 * positive.sum()), len(y) / (2 * np.sum(~positive)))


def _swapped_counts(y):
    return np.where(y == 1, (np.sum(y == 0) + 1) / (np.sum(y == 0) + 2), 1 / (np.sum(y == 1) + 2))


def _all_counted(y):
    return np.where(y == 1, (len(y) + 1) / (len(y) + 2), 1 / (len(y) + 2))


def _laplace(y):
    return np.where(y == 1, np.sum(y == 1) / (np.sum(y == 1) + 1), 1 / (np.sum(y == 0) + 1))


def _no_intercept(scores, y):
    return fitted(np.append(scores, -scores), np.append(platt_targets(y), 1 - platt_targets(y)))[0], 0.0


def _no_slope(_scores, y):
    share = platt_targets(y).mean()
    return 0.0, np.log(share / (1 - share))


def _unsmoothed(call, reply):
    """Say whether the pair fits the labels, or is on the way there: towards infinity where a cut separates them."""
    (scores, y), pair = call.args, as_pair(reply.answer)
    if pair is None:
        return False
    labels = (y == 1).astype(float)
    if separates(scores, y):
        so_far = abs(pair[0]) > 2 * abs(platt_scaling(scores, y)[0])
        return so_far or _alike(scores, pair, _given_up(scores, y)) or descends_to(scores, labels, pair)
    return _alike(scores, pair, fitted(scores, labels)) or descends_to(scores, labels, pair)


def _given_up(scores, y):
    """Return where the course's own fit stops, with a warning, when there is no finite minimum."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return fitted(scores, (y == 1).astype(float))


def _as_probabilities(call, reply):
    answer = as_array(reply.answer)
    looks_so = answer is not None and answer.shape == call.args[0].shape and len(answer) != 2
    return looks_so and answer.min() >= 0 and answer.max() <= 1


def _under_way(call, reply):
    """Say whether the loss is lower than with a = b = 0, but not as low as it can be."""
    (scores, y), pair = call.args, as_pair(reply.answer)
    if pair is None or _alike(scores, pair, platt_scaling(scores, y)) or to_labels_rather(scores, y, pair):
        return False
    return _loss(scores, y, pair) < _loss(scores, y, (0.0, 0.0))


def _loss(scores, y, pair):
    z = pair[0] * scores + pair[1]
    return np.mean(np.logaddexp(0, z) - platt_targets(y) * z)


def _case(name, make, points=1):
    return Case(name, lambda rng: (Call(make(rng)),), judge_pair, points)


PLATT_SCALING = Task(
    "platt_scaling",
    cases=(
        _case("six rows, as worked by hand", six_rows),
        _case("three rows", three_rows),
        _case("60 rows, 8 positives", overlapping, points=2),
        _case("a cut that separates the classes", separated),
        _case("scores in the tens", lambda rng: overlapping(rng, n_positive=10, scale=8.0, offset=20.0)),
        _case("a model that ranks the wrong way round", lambda rng: overlapping(rng, shift=-1.3)),
        _case("30 rows, 20 of them positive", lambda rng: overlapping(rng, n=30, n_positive=20)),
        _case("labels False and True", with_booleans),
    ),
    slips=(
        Slip(
            "probabilities instead of coefficients",
            "Your answer holds a probability for each row. Return the two numbers a and b; the probabilities of any "
            "other rows follow from them.",
            in_any(_as_probabilities),
        ),
        Slip(
            "not two numbers",
            "It looks as if a function or a fitted model is returned. Return the two numbers: `return a, b`.",
            in_any(lambda _call, reply: reply.failed("type")),
        ),
        Slip(
            "Platt's own sign",
            "Both signs are the other way round. Platt writes 1 / (1 + exp(A·f + B)), where A is negative for a good "
            "model; here p = sigmoid(a · score + b). Taking class 0 for the positive one has the same effect.",
            _fits(lambda scores, y: tuple(-part for part in platt_scaling(scores, y))),
        ),
        Slip(
            "a and b swapped",
            "The two numbers are right, in the wrong order: the slope a comes first, then the intercept b.",
            in_any(_swapped),
        ),
        Slip(
            "targets not smoothed",
            "It looks as if the targets are 0 and 1. Take (N₊ + 1) / (N₊ + 2) for positives and 1 / (N₋ + 2) for "
            "negatives: with few rows nobody can be that sure.",
            in_any(_unsmoothed),
        ),
        Slip(
            "counts of the other class",
            "It looks as if N₊ and N₋ are mixed up: the target of the positives takes the number of positives.",
            _fits(lambda scores, y: fitted(scores, _swapped_counts(y))),
        ),
        Slip(
            "all rows counted",
            "It looks as if both targets take the number of all rows. N₊ counts the positives, N₋ the negatives.",
            _fits(lambda scores, y: fitted(scores, _all_counted(y))),
        ),
        Slip(
            "another smoothing",
            "It looks as if N / (N + 1) and 1 / (N + 1) are the targets. One is added above, and two below: "
            "(N₊ + 1) / (N₊ + 2) and 1 / (N₋ + 2).",
            _fits(lambda scores, y: fitted(scores, _laplace(y))),
        ),
        Slip(
            "no intercept",
            "b is 0. Without an intercept a score of 0 means 50 %, whatever the data say.",
            _fits(_no_intercept),
        ),
        Slip(
            "no slope",
            "a is 0: every row gets the same probability. The slope has to be fitted, too.",
            _fits(_no_slope),
        ),
        Slip(
            "classes weighted",
            "It looks as if both classes weigh the same. Balanced weights are what spoils probabilities: here every "
            "row counts once.",
            _fits(lambda scores, y: fitted(scores, platt_targets(y), _balanced(y))),
        ),
        Slip(
            "scores squeezed first",
            "It looks as if a and b belong to sigmoid(score). Fit them to the raw scores.",
            _fits(lambda scores, y: fitted(sigmoid(scores), platt_targets(y))),
        ),
        Slip(
            "coefficients of standardised scores",
            "Your a and b belong to scores with mean 0 and standard deviation 1. Convert them back: a / sd, and "
            "b − a · mean / sd.",
            _fits(_standardised),
        ),
        Slip(
            "penalised",
            "The slope is too small: it looks as if a penalty pulls it towards 0, as scikit-learn's default C=1 does. "
            "Two coefficients need none.",
            _fits(lambda scores, y: fitted(scores, platt_targets(y), l2=1.0)),
        ),
        Slip(
            "labels and a penalty",
            "It looks as if a regression with a penalty is fitted to the labels 0 and 1, as scikit-learn's default "
            "does. Take the smoothed targets, and no penalty.",
            _fits(lambda scores, y: fitted(scores, (y == 1).astype(float), l2=1.0)),
        ),
        Slip(
            "stopped on the way",
            "The curve goes the right way, but is not the best fit yet. More steps; or Newton's method, which needs "
            "about ten whatever the size of the scores.",
            in_any(_under_way),
        ),
    ),
    hints=(
        "First the targets: `np.where(y == 1, (n_positive + 1) / (n_positive + 2), 1 / (n_negative + 2))`.",
        "Then a logistic regression of the targets on one feature, the score. Its gradient is that of exercise 04, "
        "with targets in place of labels: mean of (p − target) · score, and mean of (p − target).",
        "A row with target 0.75 is like two rows with the same score: a positive of weight 0.75 and a negative of "
        "weight 0.25. With that, `fit_logistic_regression(X, y, sample_weight)` does it: stack the scores twice.",
        "`X = np.append(scores, scores)[:, None]`, labels `np.repeat([1, 0], len(scores))`, weights "
        "`np.append(targets, 1 - targets)`; then `w, b = fit_logistic_regression(X, labels, weights)`, and a is "
        "`w[0]`.",
    ),
)
