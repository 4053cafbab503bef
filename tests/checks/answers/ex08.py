"""Answers to exercise 08, written as learners write them: Newton's steps, borrowed fits, loops and stacks."""

# Learners zip without strict= and draw their own conclusions about signs.
# ruff: noqa: B905

import math

import numpy as np

from lessonlib.compute import platt
from lessonlib.compute.logistic import fit_logistic_regression, logistic_regression_weighted
from tests.checks.answers import Answers

sigmoids = Answers("platt_scaling")
staircases = Answers("isotonic_probabilities")


def smoothed(y):
    n_positive, n_negative = np.sum(y == 1), np.sum(y == 0)
    return np.where(y == 1, (n_positive + 1) / (n_positive + 2), 1 / (n_negative + 2))


def regression(scores, targets, weights=1.0, l2=1e-9):
    """Fit by stacking; the tiny penalty keeps slips that have no minimum finite."""
    X = np.append(scores, scores)[:, None]
    labels = np.repeat([1, 0], len(scores))
    w, b = fit_logistic_regression(X, labels, np.append(weights * targets, weights * (1 - targets)), l2=l2)
    return w[0], b


def descent(scores, targets, step, steps):
    """Descend on standardised scores."""
    mean, sd = scores.mean(), scores.std()
    z, a, b = (scores - mean) / sd, 0.0, 0.0
    for _ in range(steps):
        error = 1 / (1 + np.exp(-(a * z + b))) - targets
        a, b = a - step * np.mean(error * z), b - step * np.mean(error)
    return a / sd, b - a * mean / sd


# platt_scaling: right

sigmoids.right(platt.platt_scaling)


@sigmoids.right
def stacked(scores, y):
    """Each row twice, with weights; the slope comes back as an array of one."""
    targets = smoothed(y)
    X = np.append(scores, scores)[:, None]
    return fit_logistic_regression(X, np.repeat([1, 0], len(y)), np.append(targets, 1 - targets))


@sigmoids.right
def newton_by_hand(scores, y):
    """Two equations at a time, on standardised scores; a list as the answer."""
    targets, mean, sd = smoothed(y), scores.mean(), scores.std()
    A = np.column_stack([(scores - mean) / sd, np.ones(len(scores))])
    theta = np.zeros(2)
    for _ in range(50):
        p = 1 / (1 + np.exp(-A @ theta))
        theta -= np.linalg.solve(A.T @ (A * (p * (1 - p))[:, None]), A.T @ (p - targets))
    return [theta[0] / sd, theta[1] - theta[0] * mean / sd]


@sigmoids.right
def patient_descent(scores, y):
    """Plain gradient steps in pure Python's spirit, until the slope is flat."""
    targets, mean, sd = smoothed(y), np.mean(scores), np.std(scores)
    z, a, b = (scores - mean) / sd, 0.0, 0.0
    for _ in range(20_000):
        error = 1 / (1 + np.exp(-(a * z + b))) - targets
        step_a, step_b = np.mean(error * z), np.mean(error)
        a, b = a - 2 * step_a, b - 2 * step_b
        if max(abs(step_a), abs(step_b)) < 1e-7:
            break
    return float(a / sd), float(b - a * mean / sd)


@sigmoids.right
def minimised(scores, y):
    """SciPy's optimiser on Platt's own formula, signs turned at the end, in single precision."""
    from scipy.optimize import minimize

    targets, unit = smoothed(y), np.abs(scores).max()

    def loss(AB):
        f = AB[0] * scores / unit + AB[1]
        return np.sum(np.logaddexp(0, f) - (1 - targets) * f)

    A, B = minimize(loss, [0.0, 0.0], method="BFGS").x
    return np.float32(-A / unit), np.float32(-B)


# platt_scaling: wrong


@sigmoids.wrong("probabilities instead of coefficients")
def the_probabilities(scores, y):
    a, b = stacked(scores, y)
    return 1 / (1 + np.exp(-(a[0] * scores + b)))


@sigmoids.wrong("not two numbers")
def a_function(scores, y):
    a, b = regression(scores, smoothed(y))
    return lambda new: 1 / (1 + np.exp(-(a * new + b)))


@sigmoids.wrong("Platt's own sign")
def as_platt_writes_it(scores, y):
    a, b = regression(scores, smoothed(y))
    return -a, -b


@sigmoids.wrong("Platt's own sign")
def zero_is_positive(scores, y):
    return regression(scores, smoothed(1 - y.astype(int)))


@sigmoids.wrong("a and b swapped")
def intercept_first(scores, y):
    a, b = regression(scores, smoothed(y))
    return b, a


@sigmoids.wrong("targets not smoothed")
def plain_labels(scores, y):
    return regression(scores, (y == 1).astype(float))


@sigmoids.wrong("targets not smoothed")
def labels_as_they_are(scores, y):
    w, b = fit_logistic_regression(scores[:, None], y, l2=1e-9)
    return w[0], b


@sigmoids.wrong("targets not smoothed")
def labels_without_a_thought(scores, y):
    """The course's own fit, which stops with a warning where a cut separates the classes."""
    w, b = fit_logistic_regression(scores[:, None], y)
    return w[0], b


@sigmoids.wrong("targets not smoothed")
def labels_by_exercise_04(scores, y):
    """Descent with the defaults of that exercise, which has not arrived anywhere."""
    w, b = logistic_regression_weighted(scores[:, None], y, np.ones(len(y)))
    return w[0], b


@sigmoids.wrong("targets not smoothed")
def labels_by_descent(scores, y):
    return descent(scores, y, step=0.5, steps=1000)


@sigmoids.wrong("targets not smoothed")
def labels_by_short_descent(scores, y):
    return descent(scores, y, step=0.1, steps=300)


@sigmoids.wrong("targets not smoothed")
def labels_by_newton(scores, y):
    """Six steps, wherever they lead."""
    A, theta = np.column_stack([scores, np.ones(len(scores))]), np.zeros(2)
    for _ in range(6):
        p = 1 / (1 + np.exp(-A @ theta))
        theta += np.linalg.solve(A.T @ (A * (p * (1 - p))[:, None]), A.T @ (y - p))
    return tuple(theta)


@sigmoids.wrong("labels and a penalty")
def borrowed_as_it_comes(scores, y):
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression().fit(scores.reshape(-1, 1), y)
    return model.coef_[0, 0], model.intercept_[0]


@sigmoids.wrong("counts of the other class")
def counts_mixed_up(scores, y):
    n0, n1 = np.sum(y == 1), np.sum(y == 0)
    return regression(scores, np.where(y == 1, (n1 + 1) / (n1 + 2), 1 / (n0 + 2)))


@sigmoids.wrong("all rows counted")
def one_n(scores, y):
    n = len(y)
    return regression(scores, np.where(y == 1, (n + 1) / (n + 2), 1 / (n + 2)))


@sigmoids.wrong("another smoothing")
def one_too_few(scores, y):
    n1 = y.sum()
    return regression(scores, np.where(y == 1, n1 / (n1 + 1), 1 / (len(y) - n1 + 1)))


@sigmoids.wrong("no intercept")
def slope_only(scores, y):
    targets, a = smoothed(y), 0.0
    for _ in range(60):
        p = 1 / (1 + np.exp(-np.clip(a * scores, -500, 500)))
        a -= np.sum((p - targets) * scores) / (np.sum(p * (1 - p) * scores**2) + 1e-12)
    return a, 0.0


@sigmoids.wrong("no slope")
def prevalence_only(scores, y):
    share = smoothed(y).mean()
    return 0.0 * scores[0], math.log(share / (1 - share))


@sigmoids.wrong("classes weighted")
def balanced(scores, y):
    weights = np.where(y == 1, len(y) / (2 * np.sum(y == 1)), len(y) / (2 * np.sum(y == 0)))
    return regression(scores, smoothed(y), weights)


@sigmoids.wrong("scores squeezed first")
def sigmoid_twice(scores, y):
    return regression(1 / (1 + np.exp(-scores)), smoothed(y))


@sigmoids.wrong("coefficients of standardised scores")
def not_converted_back(scores, y):
    return regression((scores - scores.mean()) / scores.std(), smoothed(y))


@sigmoids.wrong("penalised")
def default_penalty(scores, y):
    return regression(scores, smoothed(y), l2=1.0)


@sigmoids.wrong("stopped on the way")
def few_steps(scores, y):
    targets, a, b = smoothed(y), 0.0, 0.0
    for _ in range(20):
        error = 1 / (1 + np.exp(-np.clip(a * scores + b, -500, 500))) - targets
        a, b = a - 0.1 * np.mean(error * scores), b - 0.1 * np.mean(error)
    return a, b


@sigmoids.wrong("stopped on the way")
def short_descent(scores, y):
    return descent(scores, smoothed(y), step=0.1, steps=300)


@sigmoids.wrong("stopped on the way")
def smoothed_by_exercise_04(scores, y):
    """Its defaults, on every row twice."""
    X, labels = np.append(scores, scores)[:, None], np.repeat([1, 0], len(scores))
    weights = 2 * np.append(smoothed(y), 1 - smoothed(y))
    w, b = logistic_regression_weighted(X, labels, weights)
    return w, b


@sigmoids.wrong("large scores", says="is not the curve")
def overshoots(scores, y):
    """Steps that only fit scores of ordinary size."""
    targets, a, b = smoothed(y), 0.0, 0.0
    for _ in range(5000):
        error = 1 / (1 + np.exp(-np.clip(a * scores + b, -500, 500))) - targets
        a, b = a - 0.2 * np.mean(error * scores), b - 0.2 * np.mean(error)
    return a, b


@sigmoids.wrong("returns nothing")
def forgets_to_return(scores, y):
    regression(scores, smoothed(y))


@sigmoids.wrong("changes its input")
def standardises_in_place(scores, y):
    mean, sd = scores.mean(), scores.std()
    scores -= mean
    scores /= sd
    a, b = regression(scores, smoothed(y))
    return a / sd, b - a * mean / sd


# isotonic_probabilities: right

staircases.right(platt.isotonic_probabilities)


@staircases.right
def blocks_of_lists(scores, y):
    """A dict of scores, and blocks as lists; a list as the answer."""
    at = {}
    for score, label in zip(scores.tolist(), y.tolist()):
        positives, rows = at.get(score, (0, 0))
        at[score] = (positives + label, rows + 1)
    blocks = []
    for score in sorted(at):
        positives, rows, members = *at[score], [score]
        while blocks and blocks[-1][0] / blocks[-1][1] > positives / rows:
            before = blocks.pop()
            positives, rows, members = positives + before[0], rows + before[1], before[2] + members
        blocks.append((positives, rows, members))
    p = {score: positives / rows for positives, rows, members in blocks for score in members}
    return [p[score] for score in scores.tolist()]


@staircases.right
def greatest_of_the_least(scores, y):
    """The max–min formula: the highest lower end of all stretches that reach the score."""
    values = np.unique(scores)
    rows = np.array([np.sum(scores == value) for value in values])
    positives = np.array([np.sum(y[scores == value]) for value in values])
    totals, sizes = np.append(0, np.cumsum(positives)), np.append(0, np.cumsum(rows))
    n = len(values)
    p = [
        max(min((totals[j] - totals[i]) / (sizes[j] - sizes[i]) for j in range(k + 1, n + 1)) for i in range(k + 1))
        for k in range(n)
    ]
    return np.array(p, dtype=np.float32)[np.searchsorted(values, scores)]


@staircases.right
def borrowed(scores, y):
    from sklearn.isotonic import IsotonicRegression

    return IsotonicRegression(out_of_bounds="clip").fit_transform(scores, y)


@staircases.right
def again_and_again(scores, y):
    """Pools any fall between neighbours until none is left."""
    values, which, rows = np.unique(scores, return_inverse=True, return_counts=True)
    totals, members = list(np.bincount(which, weights=y)), [[i] for i in range(len(values))]
    sizes = list(rows)
    falls = True
    while falls:
        falls = False
        for i in range(len(totals) - 1):
            if totals[i] / sizes[i] > totals[i + 1] / sizes[i + 1]:
                totals[i] += totals.pop(i + 1)
                sizes[i] += sizes.pop(i + 1)
                members[i] += members.pop(i + 1)
                falls = True
                break
    p = np.empty(len(values))
    for total, size, group in zip(totals, sizes, members):
        p[group] = total / size
    return p[which]


# isotonic_probabilities: wrong


def shares(scores, y):
    values, which, rows = np.unique(scores, return_inverse=True, return_counts=True)
    return values, which, rows, np.bincount(which, weights=y) / rows


@staircases.wrong("one for each score")
def by_first_appearance(scores, y):
    p = dict(zip(scores.tolist(), again_and_again(scores, y)))
    return list(p.values())


@staircases.wrong("order not undone")
def by_distinct_score(scores, y):
    values, which, _, _ = shares(scores, y)
    p = again_and_again(scores, y)
    return [p[which == i][0] for i in range(len(values))]


@staircases.wrong("order not undone")
def in_the_order_of_the_scores(scores, y):
    return sorted(again_and_again(scores, y))


@staircases.wrong("falling")
def downwards(scores, y):
    return again_and_again(-scores, y)


@staircases.wrong("not pooled")
def share_at_each_score(scores, y):
    return np.array([y[scores == score].mean() for score in scores])


@staircases.wrong("not pooled again")
def never_looks_back(scores, y):
    _, which, rows, p = shares(scores, y)
    blocks = []
    for share, n in zip(p, rows):
        if blocks and blocks[-1][0] / blocks[-1][1] > share:
            total, size, width = blocks.pop()
            blocks.append((total + share * n, size + n, width + 1))
        else:
            blocks.append((share * n, n, 1))
    return np.concatenate([np.full(width, total / size) for total, size, width in blocks])[which]


@staircases.wrong("not pooled again")
def only_forwards(scores, y):
    """Takes in what falls next, and then goes on without a look back."""
    _, which, rows, p = shares(scores, y)
    totals, sizes, widths = list(p * rows), list(rows), [1] * len(p)
    i = 0
    while i < len(totals) - 1:
        if totals[i] / sizes[i] > totals[i + 1] / sizes[i + 1]:
            for column in (totals, sizes, widths):
                column[i] += column.pop(i + 1)
        else:
            i += 1
    return np.repeat(np.divide(totals, sizes), widths)[which]


@staircases.wrong("pooled in one pass")
def each_fall_once(scores, y):
    """Two neighbours that fall get their mean, from the lowest score up, once."""
    _, which, rows, p = shares(scores, y)
    for i in range(len(p) - 1):
        if p[i] > p[i + 1]:
            p[i : i + 2] = np.average(p[i : i + 2], weights=rows[i : i + 2])
    return p[which]


@staircases.wrong("pooled in one pass")
def each_fall_once_from_the_top(scores, y):
    _, which, rows, p = shares(scores, y)
    for i in reversed(range(len(p) - 1)):
        if p[i] > p[i + 1]:
            p[i] = p[i + 1] = (rows[i] * p[i] + rows[i + 1] * p[i + 1]) / (rows[i] + rows[i + 1])
    return p[which]


@staircases.wrong("pooled in one pass")
def each_fall_once_by_rows(scores, y):
    """Row by row, and ties in the order in which they come."""
    order = np.argsort(scores, kind="stable")
    p = y[order].astype(float)
    for i in range(1, len(p)):
        if p[i] < p[i - 1]:
            p[i - 1 : i + 1] = p[i - 1 : i + 1].mean()
    return p[np.argsort(order)]


@staircases.wrong("pooled in one pass")
def pairs_of_blocks(scores, y):
    _, which, rows, p = shares(scores, y)
    blocks, i = [], 0
    while i < len(p):
        j = i + 2 if i + 1 < len(p) and p[i] > p[i + 1] else i + 1
        blocks += [np.sum(p[i:j] * rows[i:j]) / np.sum(rows[i:j])] * (j - i)
        i = j
    return np.array(blocks)[which]


@staircases.wrong("pooled in one pass")
def stretches_that_fall(scores, y):
    """Splits where the share rises and pools every stretch, once."""
    _, which, rows, p = shares(scores, y)
    stretches = np.split(np.arange(len(p)), np.flatnonzero(np.diff(p) >= 0) + 1)
    return np.concatenate([np.full(len(s), np.average(p[s], weights=rows[s])) for s in stretches])[which]


@staircases.wrong("pooled in one pass")
def one_look_back(scores, y):
    """`if` where `while` is needed, also for equal shares."""
    _, which, rows, p = shares(scores, y)
    blocks = []
    for share, n in zip(p, rows):
        positives, size, width = share * n, n, 1
        if blocks and blocks[-1][0] / blocks[-1][1] >= positives / size:
            before = blocks.pop()
            positives, size, width = positives + before[0], size + before[1], width + before[2]
        blocks.append((positives, size, width))
    return np.concatenate([np.full(width, total / size) for total, size, width in blocks])[which]


@staircases.wrong("blocks not weighted by their rows")
def mean_of_means(scores, y):
    _, which, _, p = shares(scores, y)
    blocks = []
    for share in p:
        width = 1
        while blocks and blocks[-1][0] > share:
            before, more = blocks.pop()
            share, width = (before + share) / 2, width + more
        blocks.append((share, width))
    return np.concatenate([np.full(width, share) for share, width in blocks])[which]


@staircases.wrong("equal scores apart")
def ties_in_any_order(scores, y):
    order = np.argsort(scores, kind="stable")
    p = np.empty(len(y))
    p[order] = again_and_again(np.arange(len(y)), y[order])
    return p


@staircases.wrong("running maximum")
def lifted(scores, y):
    _, which, _, p = shares(scores, y)
    return np.maximum.accumulate(p)[which]


@staircases.wrong("running minimum")
def cut_down(scores, y):
    return [min(y[scores == s].mean() for s in np.unique(scores[scores >= score])) for score in scores]


@staircases.wrong("share of all rows below")
def share_so_far(scores, y):
    return [y[scores <= score].mean() for score in scores]


@staircases.wrong("share of all rows above")
def precision_of_the_cut(scores, y):
    return [y[scores >= score].mean() for score in scores]


@staircases.wrong("smoothed targets")
def pools_the_targets(scores, y):
    return again_and_again(scores, smoothed(y))


@staircases.wrong("Platt's curve")
def the_other_method(scores, y):
    a, b = regression(scores, smoothed(y))
    return 1 / (1 + np.exp(-(a * scores + b)))


@staircases.wrong("changes its input")
def sorts_in_place(scores, y):
    p = again_and_again(scores, y)
    scores.sort()
    return p


@staircases.wrong(says="ZeroDivisionError")
def empty_block(scores, y):
    total, size = 0, 0
    return [total / size for _ in again_and_again(scores, y)]


ANSWERS = (sigmoids, staircases)
