"""Answers to exercise 09, written as learners write them: lists of models, stacks of predictions, other generators."""

# Learners leave arguments unused and draw from whatever generator they know.
# ruff: noqa: ARG001

import random

import numpy as np

from lessonlib.compute import bagging
from tests.checks.answers import Answers

bags = Answers("balanced_bagging")
leftovers = Answers("out_of_bag")


def sample(y, rng):
    n = int(np.sum(y == 1))
    return np.append(rng.choice(np.flatnonzero(y == 1), size=n), rng.choice(np.flatnonzero(y == 0), size=n))


def bagged(X, y, X_new, fit, n_estimators, seed, draw=sample):
    """Average over models; `draw` is what a slip replaces."""
    rng = np.random.default_rng(seed)
    total = np.zeros(len(X_new))
    for _ in range(n_estimators):
        rows = draw(y, rng)
        total += fit(X[rows], y[rows])(X_new)
    return total / n_estimators


# balanced_bagging: right

bags.right(bagging.balanced_bagging)


@bags.right
def summing_up(X, y, X_new, fit, n_estimators=10, seed=42):
    return bagged(X, y, X_new, fit, n_estimators, seed)


@bags.right
def stacked(X, y, X_new, fit, n_estimators=10, seed=42):
    """All models first, then all predictions; the negatives come first; single precision."""
    rng = np.random.RandomState(seed)
    n, models = int(y.sum()), []
    for _ in range(n_estimators):
        rows = np.concatenate([rng.choice(np.where(y == label)[0], n, replace=True) for label in (0, 1)])
        rng.shuffle(rows)
        models.append(fit(X[rows], y[rows]))
    return np.mean([model(X_new) for model in models], axis=0).astype(np.float32)


@bags.right
def pure_python(X, y, X_new, fit, n_estimators=10, seed=42):
    """Python's own generator, and a list as the answer."""
    rng = random.Random(seed)
    classes = [[row for row in range(len(y)) if y[row] == label] for label in (1, 0)]
    p = [0.0] * len(X_new)
    for _ in range(n_estimators):
        rows = [rng.choice(members) for members in classes for _ in classes[0]]
        for place, probability in enumerate(fit(X[rows], y[rows])(X_new)):
            p[place] += float(probability) / n_estimators
    return p


@bags.right
def a_seed_for_each_model(X, y, X_new, fit, n_estimators=10, seed=42):
    """Spawned seeds, and whole parts of X stacked instead of row numbers."""
    X1, X0 = X[y == 1], X[y == 0]
    predictions = []
    for child in np.random.SeedSequence(seed).spawn(n_estimators):
        rng = np.random.default_rng(child)
        parts = [part[rng.integers(len(part), size=len(X1))] for part in (X1, X0)]
        predictions.append(fit(np.vstack(parts), np.repeat([1, 0], len(X1)))(X_new))
    return np.column_stack(predictions).mean(axis=1)


# balanced_bagging: wrong


@bags.wrong("training rows predicted")
def predicts_X(X, y, X_new, fit, n_estimators=10, seed=42):
    return bagged(X, y, X, fit, n_estimators, seed)


@bags.wrong("not averaged")
def every_model(X, y, X_new, fit, n_estimators=10, seed=42):
    rng = np.random.default_rng(seed)
    return [fit(X[rows], y[rows])(X_new) for rows in (sample(y, rng) for _ in range(n_estimators))]


@bags.wrong("averaged over the rows")
def other_axis(X, y, X_new, fit, n_estimators=10, seed=42):
    return np.mean(every_model(X, y, X_new, fit, n_estimators, seed), axis=1)


@bags.wrong("averaged over the rows")
def no_axis(X, y, X_new, fit, n_estimators=10, seed=42):
    return np.mean(every_model(X, y, X_new, fit, n_estimators, seed))


@bags.wrong("divided too often")
def returns_in_the_loop(X, y, X_new, fit, n_estimators=10, seed=42):
    return bagged(X, y, X_new, fit, 1, seed) / n_estimators


@bags.wrong("divided too often")
def mean_divided_again(X, y, X_new, fit, n_estimators=10, seed=42):
    return bagged(X, y, X_new, fit, n_estimators, seed) / n_estimators


@bags.wrong("divided too often")
def one_model_short(X, y, X_new, fit, n_estimators=10, seed=42):
    return (n_estimators - 1) / n_estimators * bagged(X, y, X_new, fit, n_estimators, seed)


@bags.wrong("no mean")
def median(X, y, X_new, fit, n_estimators=10, seed=42):
    return np.median(every_model(X, y, X_new, fit, n_estimators, seed), axis=0)


@bags.wrong("no mean")
def largest(X, y, X_new, fit, n_estimators=10, seed=42):
    return np.max(every_model(X, y, X_new, fit, n_estimators, seed), axis=0)


@bags.wrong("summed")
def never_divided(X, y, X_new, fit, n_estimators=10, seed=42):
    return n_estimators * bagged(X, y, X_new, fit, n_estimators, seed)


@bags.wrong("votes instead of probabilities")
def votes(X, y, X_new, fit, n_estimators=10, seed=42):
    def votes_of(X, y):
        predict = fit(X, y)
        return lambda rows: predict(rows) >= 0.5

    return bagged(X, y, X_new, votes_of, n_estimators, seed)


@bags.wrong("votes instead of probabilities")
def majority_of_votes(X, y, X_new, fit, n_estimators=10, seed=42):
    return votes(X, y, X_new, fit, n_estimators, seed) >= 0.5


@bags.wrong("no sample drawn")
def all_rows(X, y, X_new, fit, n_estimators=10, seed=42):
    return bagged(X, y, X_new, fit, n_estimators, seed, lambda y, rng: rng.permutation(len(y)))


@bags.wrong("bootstrap of all rows")
def plain_bagging(X, y, X_new, fit, n_estimators=10, seed=42):
    return bagged(X, y, X_new, fit, n_estimators, seed, lambda y, rng: rng.integers(len(y), size=len(y)))


@bags.wrong("half of all rows from each class")
def as_large_as_the_data(X, y, X_new, fit, n_estimators=10, seed=42):
    def draw(y, rng):
        n = len(y) // 2
        return np.append(rng.choice(np.flatnonzero(y == 1), n), rng.choice(np.flatnonzero(y == 0), n))

    return bagged(X, y, X_new, fit, n_estimators, seed, draw)


@bags.wrong("some rows for all models")
def undersampled_before_the_loop(X, y, X_new, fit, n_estimators=10, seed=42):
    positives = np.flatnonzero(y == 1)
    few = np.random.default_rng(seed).choice(np.flatnonzero(y == 0), len(positives), replace=False)

    def draw(_y, rng):
        return np.append(rng.choice(positives, len(positives)), rng.choice(few, len(positives)))

    return bagged(X, y, X_new, fit, n_estimators, seed, draw)


@bags.wrong("some rows for all models")
def the_same_positives(X, y, X_new, fit, n_estimators=10, seed=42):
    def draw(y, rng):
        positives = np.flatnonzero(y == 1)
        again = np.random.default_rng(seed).choice(positives, len(positives))
        return np.append(again, rng.choice(np.flatnonzero(y == 0), len(positives)))

    return bagged(X, y, X_new, fit, n_estimators, seed, draw)


@bags.wrong("minority blown up")
def as_many_as_negatives(X, y, X_new, fit, n_estimators=10, seed=42):
    def draw(y, rng):
        n = int(np.sum(y == 0))
        return np.append(rng.choice(np.flatnonzero(y == 1), n), rng.choice(np.flatnonzero(y == 0), n))

    return bagged(X, y, X_new, fit, n_estimators, seed, draw)


@bags.wrong("labels apart from rows")
def first_labels(X, y, X_new, fit, n_estimators=10, seed=42):
    rng = np.random.default_rng(seed)
    total = 0
    for _ in range(n_estimators):
        rows = sample(y, rng)
        total = total + fit(X[rows], y[: len(rows)])(X_new)
    return total / n_estimators


@bags.wrong("labels apart from rows")
def shuffled_apart(X, y, X_new, fit, n_estimators=10, seed=42):
    rng = np.random.default_rng(seed)
    total = 0
    for _ in range(n_estimators):
        rows = sample(y, rng)
        total = total + fit(X[rng.permutation(rows)], y[rows])(X_new)
    return total / n_estimators


@bags.wrong("place in the class taken for the row")
def places(X, y, X_new, fit, n_estimators=10, seed=42):
    def draw(y, rng):
        n = int(np.sum(y == 1))
        return np.append(rng.integers(n, size=n), rng.integers(len(y) - n, size=n))

    return bagged(X, y, X_new, fit, n_estimators, seed, draw)


@bags.wrong("whole minority in every sample")
def as_the_source_says(X, y, X_new, fit, n_estimators=10, seed=42):
    def draw(y, rng):
        positives = np.flatnonzero(y == 1)
        return np.append(positives, rng.choice(np.flatnonzero(y == 0), len(positives), replace=False))

    return bagged(X, y, X_new, fit, n_estimators, seed, draw)


@bags.wrong("whole minority in every sample")
def half_a_bootstrap(X, y, X_new, fit, n_estimators=10, seed=42):
    def draw(y, rng):
        positives = np.flatnonzero(y == 1)
        return np.append(positives, rng.choice(np.flatnonzero(y == 0), len(positives)))

    return bagged(X, y, X_new, fit, n_estimators, seed, draw)


def without_repeated_negatives(y, rng):
    positives = np.flatnonzero(y == 1)
    negatives = rng.choice(np.flatnonzero(y == 0), len(positives), replace=False)
    return np.append(rng.choice(positives, len(positives)), negatives)


@bags.wrong("majority without replacement")
def other_half_a_bootstrap(X, y, X_new, fit, n_estimators=10, seed=42):
    return bagged(X, y, X_new, fit, n_estimators, seed, without_repeated_negatives)


@bags.wrong("one sample for all models")
def generator_in_the_loop(X, y, X_new, fit, n_estimators=10, seed=42):
    return bagged(X, y, X_new, fit, n_estimators, seed, lambda y, _: sample(y, np.random.default_rng(seed)))


@bags.wrong("one sample for all models")
def last_model_only(X, y, X_new, fit, n_estimators=10, seed=42):
    rng = np.random.default_rng(seed)
    for _ in range(n_estimators):
        rows = sample(y, rng)
        p = fit(X[rows], y[rows])(X_new)
    return p


@bags.wrong("n_estimators ignored")
def always_ten(X, y, X_new, fit, n_estimators=10, seed=42):
    return bagged(X, y, X_new, fit, 10, seed)


@bags.wrong("a row never drawn")
def last_ones_never(X, y, X_new, fit, n_estimators=10, seed=42):
    def draw(y, rng):
        positives, negatives = np.flatnonzero(y == 1), np.flatnonzero(y == 0)
        n = len(positives)
        return np.append(positives[rng.integers(n - 1, size=n)], negatives[rng.integers(len(negatives) - 1, size=n)])

    return bagged(X, y, X_new, fit, n_estimators, seed, draw)


@bags.wrong("unequal chances")
def early_ones_more_often(X, y, X_new, fit, n_estimators=10, seed=42):
    def draw(y, rng):
        positives, negatives = np.flatnonzero(y == 1), np.flatnonzero(y == 0)
        n = len(positives)
        early = (rng.random(n) ** 2 * len(negatives)).astype(int)
        return np.append(rng.choice(positives, n), negatives[early])

    return bagged(X, y, X_new, fit, n_estimators, seed, draw)


@bags.wrong("not repeatable")
def no_seed(X, y, X_new, fit, n_estimators=10, seed=42):
    return bagged(X, y, X_new, fit, n_estimators, None)


@bags.wrong("seed ignored")
def one_seed(X, y, X_new, fit, n_estimators=10, seed=42):
    return bagged(X, y, X_new, fit, n_estimators, 42)


@bags.wrong(says="TypeError")
def predicts_with_a_method(X, y, X_new, fit, n_estimators=10, seed=42):
    rows = sample(y, np.random.default_rng(seed))
    return fit(X[rows], y[rows])["predict"](X_new)


# out_of_bag: right

leftovers.right(bagging.out_of_bag)


def left_out(X, y, fit, n_estimators, seed, draw=sample, value=None):
    """Predict what each sample leaves out; what a slip changes is handed in."""
    rng = np.random.default_rng(seed)
    total, models = np.zeros(len(y)), np.zeros(len(y))
    for _ in range(n_estimators):
        rows = draw(y, rng)
        out = np.setdiff1d(np.arange(len(y)), rows)
        p = fit(X[rows], y[rows])(X[out])
        total[out] += p if value is None else value(p)
        models[out] += 1
    return total, models


@leftovers.right
def two_arrays(X, y, fit, n_estimators=50, seed=42):
    total, models = left_out(X, y, fit, n_estimators, seed)
    return np.where(models > 0, total / np.maximum(models, 1), np.nan)


@leftovers.right
def a_table_with_gaps(X, y, fit, n_estimators=50, seed=42):
    """One line for each model, NaN where it has seen the row, and the mean of what is there."""
    rng = np.random.RandomState(seed)
    table = np.full((n_estimators, len(y)), np.nan)
    for line in table:
        rows = np.concatenate([rng.choice(np.where(y == label)[0], int(y.sum())) for label in (0, 1)])
        out = ~np.isin(np.arange(len(y)), rows)
        line[out] = fit(X[rows], y[rows])(X)[out]
    return np.nanmean(table, axis=0)


@leftovers.right
def row_by_row(X, y, fit, n_estimators=50, seed=42):
    """Lists of lists; Python's generator."""
    rng = random.Random(seed)
    classes = [[row for row in range(len(y)) if y[row] == label] for label in (0, 1)]
    found = [[] for _ in y]
    for _ in range(n_estimators):
        rows = [rng.choice(members) for members in classes for _ in classes[1]]
        predict = fit(X[rows], y[rows])
        for row in set(range(len(y))) - set(rows):
            found[row].append(float(predict(X[row : row + 1])[0]))
    return [sum(each) / len(each) if each else float("nan") for each in found]


@leftovers.right
def zero_over_zero(X, y, fit, n_estimators=50, seed=42):
    """0/0 is NaN, with a warning that says so; single precision."""
    total, models = left_out(X, y, fit, n_estimators, seed)
    return (total / models).astype(np.float32)


# out_of_bag: wrong


@leftovers.wrong("rows without a prediction left out")
def only_the_known(X, y, fit, n_estimators=50, seed=42):
    p = two_arrays(X, y, fit, n_estimators, seed)
    return p[~np.isnan(p)]


@leftovers.wrong("only the models that have seen it")
def in_the_bag(X, y, fit, n_estimators=50, seed=42):
    rng = np.random.default_rng(seed)
    total, models = np.zeros(len(y)), np.zeros(len(y))
    for _ in range(n_estimators):
        rows = sample(y, rng)
        seen = np.unique(rows)
        total[seen] += fit(X[rows], y[rows])(X[seen])
        models[seen] += 1
    return np.where(models > 0, total / np.maximum(models, 1), np.nan)


@leftovers.wrong("all models averaged")
def all_models(X, y, fit, n_estimators=50, seed=42):
    return bagged(X, y, X, fit, n_estimators, seed)


@leftovers.wrong("not averaged")
def every_models_own(X, y, fit, n_estimators=50, seed=42):
    rng = np.random.default_rng(seed)
    table = np.full((n_estimators, len(y)), np.nan)
    for line in table:
        rows = sample(y, rng)
        out = np.setdiff1d(np.arange(len(y)), rows)
        line[out] = fit(X[rows], y[rows])(X[out])
    return table


@leftovers.wrong("averaged over the rows")
def one_for_each_model(X, y, fit, n_estimators=50, seed=42):
    return np.nanmean(every_models_own(X, y, fit, n_estimators, seed), axis=1)


@leftovers.wrong("NaN everywhere")
def mean_with_gaps(X, y, fit, n_estimators=50, seed=42):
    return np.mean(every_models_own(X, y, fit, n_estimators, seed), axis=0)


@leftovers.wrong("NaN everywhere")
def sums_that_start_at_nan(X, y, fit, n_estimators=50, seed=42):
    total, models = left_out(X, y, fit, n_estimators, seed)
    return (total + np.nan) / models


@leftovers.wrong("no mean")
def the_last_one_counts(X, y, fit, n_estimators=50, seed=42):
    answer = np.full(len(y), np.nan)
    for line in every_models_own(X, y, fit, n_estimators, seed):
        answer = np.where(np.isnan(line), answer, line)
    return answer


@leftovers.wrong("no mean")
def median_of_others(X, y, fit, n_estimators=50, seed=42):
    with np.errstate(all="ignore"):
        return np.nanmedian(every_models_own(X, y, fit, n_estimators, seed), axis=0)


@leftovers.wrong("another number in place of NaN")
def the_prevalence_where_unknown(X, y, fit, n_estimators=50, seed=42):
    total, models = left_out(X, y, fit, n_estimators, seed)
    return np.where(models > 0, total / np.maximum(models, 1), np.mean(y == 1))


@leftovers.wrong("samples of another size")
def half_as_many(X, y, fit, n_estimators=50, seed=42):
    def draw(y, rng):
        n = int(np.sum(y == 1)) // 2
        return np.append(rng.choice(np.flatnonzero(y == 1), n), rng.choice(np.flatnonzero(y == 0), n))

    total, models = left_out(X, y, fit, n_estimators, seed, draw)
    return np.where(models > 0, total / np.maximum(models, 1), np.nan)


@leftovers.wrong("0 in place of NaN")
def zero_where_unknown(X, y, fit, n_estimators=50, seed=42):
    total, models = left_out(X, y, fit, n_estimators, seed)
    return total / np.maximum(models, 1)


@leftovers.wrong("divided by all models")
def one_divisor(X, y, fit, n_estimators=50, seed=42):
    total, models = left_out(X, y, fit, n_estimators, seed)
    return np.where(models > 0, total / n_estimators, np.nan)


@leftovers.wrong("summed")
def sums(X, y, fit, n_estimators=50, seed=42):
    total, models = left_out(X, y, fit, n_estimators, seed)
    return np.where(models > 0, total, np.nan)


@leftovers.wrong("votes instead of probabilities")
def votes_of_others(X, y, fit, n_estimators=50, seed=42):
    total, models = left_out(X, y, fit, n_estimators, seed, value=lambda p: p >= 0.5)
    return np.where(models > 0, total / np.maximum(models, 1), np.nan)


@leftovers.wrong("n_estimators ignored")
def always_fifty(X, y, fit, n_estimators=50, seed=42):
    return two_arrays(X, y, fit, 50, seed)


@leftovers.wrong("bootstrap of all rows")
def places_in_the_class(X, y, fit, n_estimators=50, seed=42):
    def draw(y, rng):
        n = int(np.sum(y == 1))
        return np.append(rng.integers(n, size=n), rng.integers(len(y) - n, size=n))

    total, models = left_out(X, y, fit, n_estimators, seed, draw)
    return np.where(models > 0, total / np.maximum(models, 1), np.nan)


@leftovers.wrong("whole minority in every sample")
def never_left_out(X, y, fit, n_estimators=50, seed=42):
    def draw(y, rng):
        positives = np.flatnonzero(y == 1)
        return np.append(positives, rng.choice(np.flatnonzero(y == 0), len(positives)))

    total, models = left_out(X, y, fit, n_estimators, seed, draw)
    return np.where(models > 0, total / np.maximum(models, 1), np.nan)


@leftovers.wrong("bootstrap of all rows")
def plain_bootstrap(X, y, fit, n_estimators=50, seed=42):
    total, models = left_out(X, y, fit, n_estimators, seed, lambda y, rng: rng.integers(len(y), size=len(y)))
    return np.where(models > 0, total / np.maximum(models, 1), np.nan)


@leftovers.wrong("majority without replacement")
def no_negative_twice(X, y, fit, n_estimators=50, seed=42):
    total, models = left_out(X, y, fit, n_estimators, seed, without_repeated_negatives)
    return np.where(models > 0, total / np.maximum(models, 1), np.nan)


@leftovers.wrong("one sample for all models")
def the_same_again(X, y, fit, n_estimators=50, seed=42):
    rows = sample(y, np.random.default_rng(seed))
    total, models = left_out(X, y, fit, n_estimators, seed, lambda _y, _rng: rows)
    return np.where(models > 0, total / np.maximum(models, 1), np.nan)


@leftovers.wrong("predictions in the wrong places")
def to_the_front(X, y, fit, n_estimators=50, seed=42):
    rng = np.random.default_rng(seed)
    total, models = np.zeros(len(y)), np.zeros(len(y))
    for _ in range(n_estimators):
        rows = sample(y, rng)
        out = np.setdiff1d(np.arange(len(y)), rows)
        total[out] += rng.permutation(fit(X[rows], y[rows])(X[out]))
        models[out] += 1
    return np.where(models > 0, total / np.maximum(models, 1), np.nan)


@leftovers.wrong("not repeatable")
def other_rows_each_time(X, y, fit, n_estimators=50, seed=42):
    return two_arrays(X, y, fit, n_estimators, None)


@leftovers.wrong("seed ignored")
def default_seed(X, y, fit, n_estimators=50, seed=42):
    return two_arrays(X, y, fit, n_estimators, 42)


@leftovers.wrong(says="NameError")
def unknown_name(X, y, fit, n_estimators=50, seed=42):
    return two_arrays(X, y, fit, estimators, seed)  # noqa: F821


ANSWERS = (bags, leftovers)


@bags.wrong("smaller class decides")
def as_many_as_the_smaller(X, y, X_new, fit, n_estimators=10, seed=42):
    rng, groups = np.random.default_rng(seed), [np.flatnonzero(y == label) for label in (0, 1)]
    bags = [np.concatenate([rng.choice(g, min(map(len, groups))) for g in groups]) for _ in range(n_estimators)]
    return np.mean([fit(X[rows], y[rows])(X_new) for rows in bags], axis=0)
