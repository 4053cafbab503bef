"""Answers to exercise 02, written as learners write them: loops and arrays, tidy and clumsy."""

# Learners zip without strict=, leave arguments unused, and draw without a seed.
# ruff: noqa: ARG001, ARG005, B905

import random

import numpy as np

from lessonlib.compute import resampling
from tests.checks.answers import Answers

over = Answers("random_oversample")
under = Answers("random_undersample")
to_ratio = Answers("oversample_to_ratio")


def classes_of(y):
    """Return (label, its row numbers) for each class, the smallest first."""
    return sorted(((label, np.flatnonzero(y == label)) for label in np.unique(y)), key=lambda one: len(one[1]))


def with_copies(X, y, draw):
    """Return all rows, and of each class the rows that ``draw(rows, missing)`` picks."""
    largest = len(classes_of(y)[-1][1])
    drawn = [draw(rows, largest - len(rows)) for _, rows in classes_of(y)]
    rows = np.concatenate([np.arange(len(y)), *drawn]).astype(int)
    return X[rows], y[rows]


def with_kept(X, y, draw):
    """Return of each class the rows that ``draw(rows, smallest)`` picks."""
    smallest = len(classes_of(y)[0][1])
    rows = np.concatenate([draw(rows, smallest) for _, rows in classes_of(y)]).astype(int)
    return X[rows], y[rows]


# random_oversample: right

over.right(resampling.random_oversample)


@over.right
def by_row_numbers(X, y, seed=42):
    rng = np.random.default_rng(seed)
    labels, counts = np.unique(y, return_counts=True)
    rows = [np.arange(len(y))]
    for label, count in zip(labels, counts):
        rows.append(rng.choice(np.flatnonzero(y == label), size=counts.max() - count))
    rows = rng.permutation(np.concatenate(rows))
    return X[rows], y[rows]


@over.right
def pure_python(X, y, seed=42):
    """Lists in, lists out, with the standard library's generator."""
    rng = random.Random(seed)
    features, labels = X.tolist(), y.tolist()
    largest = max(labels.count(label) for label in set(labels))
    for label in set(y.tolist()):
        rows = [i for i in range(len(y)) if y[i] == label]
        for _ in range(largest - len(rows)):
            i = rng.choice(rows)
            features.append(X[i].tolist())
            labels.append(label)
    together = list(zip(features, labels))
    rng.shuffle(together)
    return [row for row, _ in together], [label for _, label in together]


@over.right
def single_precision(X, y, seed=42):
    X_out, y_out = by_row_numbers(X.astype(np.float32), y.astype(np.float32), seed)
    return [X_out, y_out]


@over.right
def class_by_class(X, y, seed=42):
    """A legacy generator; the classes are put together one after the other."""
    np.random.seed(seed)
    parts = []
    for _, rows in classes_of(y):
        missing = np.sum(y == classes_of(y)[-1][0]) - len(rows)
        at = np.random.randint(0, len(rows), size=missing)
        parts.append(np.concatenate([rows, rows[at]]))
    return np.vstack([X[part] for part in parts]), np.hstack([y[part] for part in parts])


# random_oversample: wrong


@over.wrong("labels left behind")
def shuffled_apart(X, y, seed=42):
    X_out, y_out = by_row_numbers(X, y, seed)
    rng = np.random.default_rng(seed)
    return rng.permutation(X_out), rng.permutation(y_out)


@over.wrong("labels left behind")
def features_shuffled_only(X, y, seed=42):
    X_out, y_out = by_row_numbers(X, y, seed)
    return np.random.default_rng(seed).permutation(X_out), y_out


@over.wrong("new points")
def with_noise(X, y, seed=42):
    X_out, y_out = by_row_numbers(X, y, seed)
    X_out = X_out + np.random.default_rng(seed).normal(scale=0.05, size=X_out.shape)
    return X_out, y_out


@over.wrong("flattened")
def append_without_axis(X, y, seed=42):
    X_out, y_out = by_row_numbers(X, y, seed)
    return np.append(X, X_out[len(X) :]), y_out


@over.wrong("labels first")
def swapped(X, y, seed=42):
    return by_row_numbers(X, y, seed)[::-1]


@over.wrong("features only")
def without_labels(X, y, seed=42):
    return by_row_numbers(X, y, seed)[0]


@over.wrong("row numbers instead of rows")
def numbers(X, y, seed=42):
    rng = np.random.default_rng(seed)
    return with_copies(np.arange(len(y)), y, lambda rows, missing: rng.choice(rows, size=missing))


@over.wrong("classes lost")
def smaller_class_only(X, y, seed=42):
    X_out, y_out = by_row_numbers(X, y, seed)
    keep = y_out == classes_of(y)[0][0]
    return X_out[keep], y_out[keep]


@over.wrong("larger class copied")
def grows_the_larger(X, y, seed=42):
    rng = np.random.default_rng(seed)
    rows = np.append(np.arange(len(y)), rng.choice(classes_of(y)[-1][1], size=len(y) // 2))
    return X[rows], y[rows]


@over.wrong("larger class copied")
def bootstrap_of_everything(X, y, seed=42):
    """Draws twice as many rows from all of them."""
    rows = np.append(np.arange(len(y)), np.random.default_rng(seed).integers(0, len(y), size=len(y)))
    return X[rows], y[rows]


@over.wrong("rows dropped")
def undersamples(X, y, seed=42):
    return resampling.random_undersample(X, y, seed)


@over.wrong("originals redrawn")
def redraws(X, y, seed=42):
    rng = np.random.default_rng(seed)
    largest = len(classes_of(y)[-1][1])
    drawn = [rows if len(rows) == largest else rng.choice(rows, size=largest) for _, rows in classes_of(y)]
    rows = np.concatenate(drawn)
    return X[rows], y[rows]


@over.wrong("too many copies")
def adds_the_whole_size(X, y, seed=42):
    rng = np.random.default_rng(seed)
    return with_copies(X, y, lambda rows, missing: rng.choice(rows, size=(missing + len(rows)) * (missing > 0)))


@over.wrong("drawn without replacement")
def without_replacement(X, y, seed=42):
    rng = np.random.default_rng(seed)
    return with_copies(X, y, lambda rows, missing: rng.choice(rows, size=missing, replace=False))


@over.wrong("drawn without replacement")
def random_sample(X, y, seed=42):
    rng = random.Random(seed)
    return with_copies(X, y, lambda rows, missing: np.array(rng.sample(rows.tolist(), missing)))


@over.wrong("one row copied")
def same_row(X, y, seed=42):
    rng = np.random.default_rng(seed)
    return with_copies(X, y, lambda rows, missing: np.repeat(rng.choice(rows), missing))


@over.wrong("copied in turn")
def tiled(X, y, seed=42):
    return with_copies(X, y, lambda rows, missing: np.resize(rows, missing))


@over.wrong("copied in turn")
def shuffled_in_turn(X, y, seed=42):
    rng = np.random.default_rng(seed)
    return with_copies(X, y, lambda rows, missing: np.resize(rng.permutation(rows), missing))


@over.wrong("a row never copied")
def last_row_left_out(X, y, seed=42):
    rng = np.random.default_rng(seed)
    return with_copies(X, y, lambda rows, missing: rows[rng.integers(0, len(rows) - 1, size=missing)])


@over.wrong("a row never copied")
def counts_from_one(X, y, seed=42):
    rng = np.random.default_rng(seed)
    return with_copies(X, y, lambda rows, missing: rows[rng.integers(1, len(rows), size=missing)])


@over.wrong("not repeatable")
def unseeded(X, y, seed=42):
    rng = np.random.default_rng()
    return with_copies(X, y, lambda rows, missing: rng.choice(rows, size=missing))


@over.wrong("seed ignored")
def always_42(X, y, seed=42):
    return by_row_numbers(X, y, 42)


@over.wrong("class 1 taken for the rarer")
def copies_class_1(X, y, seed=42):
    positive, negative = np.flatnonzero(y == 1), np.flatnonzero(y != 1)
    drawn = np.random.default_rng(seed).choice(positive, size=len(negative) - len(positive))
    rows = np.concatenate([np.arange(len(y)), drawn])
    return X[rows], y[rows]


@over.wrong("more than two classes")
def two_classes_only(X, y, seed=42):
    small, large = classes_of(y)[0][1], classes_of(y)[-1][1]
    drawn = np.random.default_rng(seed).choice(small, size=len(large) - len(small))
    rows = np.concatenate([np.arange(len(y)), drawn])
    return X[rows], y[rows]


@over.wrong("changes its input")
def sorts_in_place(X, y, seed=42):
    order = np.argsort(y, kind="stable")
    X[:] = X[order]
    y.sort()
    return by_row_numbers(X, y, seed)


@over.wrong("returns nothing")
def forgets_to_return(X, y, seed=42):
    by_row_numbers(X, y, seed)


@over.wrong(says="does not take the arguments")
def no_seed(X, y):
    return by_row_numbers(X, y)


# random_undersample: right

under.right(resampling.random_undersample)


@under.right
def draws_row_numbers(X, y, seed=42):
    rng = np.random.default_rng(seed)
    smallest = np.unique(y, return_counts=True)[1].min()
    rows = [rng.choice(np.flatnonzero(y == label), size=smallest, replace=False) for label in np.unique(y)]
    rows = rng.permutation(np.concatenate(rows))
    return X[rows], y[rows]


@under.right
def shuffles_and_cuts(X, y, seed=42):
    """Shuffles everything, then takes the first rows of each class, in float32."""
    order = np.random.RandomState(seed).permutation(len(y))
    X, y = X[order].astype(np.float32), y[order]
    smallest = min(np.sum(y == label) for label in np.unique(y))
    X_out = np.vstack([X[y == label][:smallest] for label in np.unique(y)])
    return X_out, np.repeat(np.unique(y), smallest)


@under.right
def samples_in_python(X, y, seed=42):
    rng = random.Random(seed)
    smallest = min(y.tolist().count(label) for label in set(y.tolist()))
    kept = []
    for label in sorted(set(y.tolist())):
        kept += rng.sample([i for i, other in enumerate(y) if other == label], smallest)
    kept.sort()
    return [list(X[i]) for i in kept], [y[i] for i in kept]


@under.right
def removes_one_by_one(X, y, seed=42):
    """Deletes random rows of too large classes until all are equal."""
    rng = np.random.default_rng(seed)
    rows = np.arange(len(y))
    smallest = np.unique(y, return_counts=True)[1].min()
    for label in np.unique(y):
        while np.sum(y[rows] == label) > smallest:
            at = rng.choice(np.flatnonzero(y[rows] == label))
            rows = np.delete(rows, at)
    return X[rows], y[rows]


# random_undersample: wrong


@under.wrong("labels left behind")
def drawn_apart(X, y, seed=42):
    X_out, y_out = draws_row_numbers(X, y, seed)
    return X_out, np.random.default_rng(seed + 1).permutation(y_out)


@under.wrong("labels left behind")
def labels_sorted(X, y, seed=42):
    X_out, y_out = draws_row_numbers(X, y, seed)
    return X_out, np.sort(y_out)


@under.wrong("new points")
def averages(X, y, seed=42):
    """Replaces pairs of rows by their mean."""
    X_out, y_out = draws_row_numbers(X, y, seed)
    return (X_out + np.roll(X_out, 1, axis=0)) / 2, y_out


@under.wrong("flattened")
def extends_a_list(X, y, seed=42):
    X_out, y_out = draws_row_numbers(X, y, seed)
    return np.concatenate(list(X_out)), y_out


@under.wrong("labels first")
def under_swapped(X, y, seed=42):
    return draws_row_numbers(X, y, seed)[::-1]


@under.wrong("features only")
def under_without_labels(X, y, seed=42):
    return draws_row_numbers(X, y, seed)[0]


@under.wrong("row numbers instead of rows")
def kept_numbers(X, y, seed=42):
    rng = np.random.default_rng(seed)
    return with_kept(np.arange(len(y)), y, lambda rows, size: rng.choice(rows, size=size, replace=False))[0]


@under.wrong("classes lost")
def larger_class_only(X, y, seed=42):
    X_out, y_out = draws_row_numbers(X, y, seed)
    keep = y_out == classes_of(y)[-1][0]
    return X_out[keep], y_out[keep]


@under.wrong("drawn with replacement")
def with_replacement(X, y, seed=42):
    rng = np.random.default_rng(seed)
    return with_kept(X, y, lambda rows, size: rows if len(rows) == size else rng.choice(rows, size=size))


@under.wrong("copied, not dropped")
def oversamples(X, y, seed=42):
    return by_row_numbers(X, y, seed)


@under.wrong("smaller class cut")
def halves_everything(X, y, seed=42):
    rng = np.random.default_rng(seed)
    smallest = len(classes_of(y)[0][1])
    return with_kept(X, y, lambda rows, size: rng.choice(rows, size=smallest // 2, replace=False))


@under.wrong("a block kept")
def first_rows(X, y, seed=42):
    return with_kept(X, y, lambda rows, size: rows[:size])


@under.wrong("a block kept")
def random_block(X, y, seed=42):
    rng = np.random.default_rng(seed)

    def block(rows, size):
        start = rng.integers(0, len(rows) - size + 1)
        return rows[start : start + size]

    return with_kept(X, y, block)


@under.wrong("kept in step")
def every_third(X, y, seed=42):
    return with_kept(X, y, lambda rows, size: rows[:: len(rows) // size][:size])


@under.wrong("drawn in vain")
def largest_instead(X, y, seed=42):
    rng = np.random.default_rng(seed)
    largest = len(classes_of(y)[-1][1])
    return with_kept(X, y, lambda rows, size: rng.choice(rows, size=largest, replace=False))


@under.wrong("not repeatable")
def under_unseeded(X, y, seed=42):
    rng = np.random.default_rng()
    return with_kept(X, y, lambda rows, size: rng.choice(rows, size=size, replace=False))


@under.wrong("seed ignored")
def under_always_42(X, y, seed=42):
    return draws_row_numbers(X, y, 42)


@under.wrong("class 1 taken for the rarer")
def drops_class_0(X, y, seed=42):
    positive, negative = np.flatnonzero(y == 1), np.flatnonzero(y != 1)
    kept = np.random.default_rng(seed).choice(negative, size=len(positive), replace=False)
    rows = np.concatenate([positive, kept])
    return X[rows], y[rows]


@under.wrong("more than two classes")
def drops_from_the_largest(X, y, seed=42):
    smallest, largest = classes_of(y)[0], classes_of(y)[-1]
    kept = np.random.default_rng(seed).choice(largest[1], size=len(smallest[1]), replace=False)
    rows = np.concatenate([np.flatnonzero(y != largest[0]), kept])
    return X[rows], y[rows]


@under.wrong("changes its input")
def overwrites(X, y, seed=42):
    X_out, y_out = draws_row_numbers(X, y, seed)
    X[: len(X_out)], y[: len(y_out)] = X_out, y_out
    return X_out, y_out


@under.wrong("prints instead of returning")
def prints(X, y, seed=42):
    print(*draws_row_numbers(X, y, seed))


# oversample_to_ratio: right


def grown(X, y, size, seed, draw=None):
    """Return all rows, and copies of the smaller class until it has `size` rows."""
    rng = np.random.default_rng(seed)
    rows = classes_of(y)[0][1]
    drawn = rng.choice(rows, size=max(0, round(size) - len(rows)))
    rows = np.concatenate([np.arange(len(y)), drawn])
    return X[rows], y[rows]


def sizes_of(y):
    small, large = (len(rows) for _, rows in classes_of(y))
    return small, large


@to_ratio.right
def adds_what_is_missing(X, y, ratio, seed=42):
    return grown(X, y, ratio * sizes_of(y)[1], seed)


@to_ratio.right
def by_the_library(X, y, ratio, seed=42):
    return resampling.random_oversample(X, y, seed, ratio=ratio)


@to_ratio.right
def one_row_at_a_time(X, y, ratio, seed=42):
    rng = random.Random(seed)
    features, labels = list(X), list(y)
    (label, rows), (_, others) = classes_of(y)
    while labels.count(label) < round(ratio * len(others)):
        features.append(X[rng.choice(rows.tolist())])
        labels.append(label)
    return np.array(features), np.array(labels)


@to_ratio.right
def returns_early(X, y, ratio, seed=42):
    (label, rows), (_, others) = classes_of(y)
    missing = round(ratio * len(others)) - len(rows)
    if missing <= 0:
        return X, y
    at = np.random.RandomState(seed).randint(len(rows), size=missing)
    return np.r_[X, X[rows[at]]].astype(np.float32), np.r_[y, np.full(missing, label)]


# oversample_to_ratio: wrong


@to_ratio.wrong("ratio ignored")
def balances(X, y, ratio, seed=42):
    return by_row_numbers(X, y, seed)


@to_ratio.wrong("that many copies added")
def adds_them_all(X, y, ratio, seed=42):
    small, large = sizes_of(y)
    return grown(X, y, small + ratio * large, seed)


@to_ratio.wrong("ratio of the smaller class")
def grows_by_the_ratio(X, y, ratio, seed=42):
    small, _ = sizes_of(y)
    return grown(X, y, small * (1 + ratio), seed)


@to_ratio.wrong("ratio of all rows")
def share_of_all(X, y, ratio, seed=42):
    return grown(X, y, ratio * len(y), seed)


@to_ratio.wrong("ratio of the gap")
def share_of_the_gap(X, y, ratio, seed=42):
    small, large = sizes_of(y)
    return grown(X, y, small + ratio * (large - small), seed)


@to_ratio.wrong("larger class changed")
def drops_the_rest(X, y, ratio, seed=42):
    rng = np.random.default_rng(seed)
    (_, small), (_, large) = classes_of(y)
    kept = rng.choice(large, size=min(len(large), round(len(small) / ratio)), replace=False)
    rows = np.concatenate([small, kept])
    return X[rows], y[rows]


@to_ratio.wrong("originals redrawn")
def redraws_the_small(X, y, ratio, seed=42):
    rng = np.random.default_rng(seed)
    (_, small), (_, large) = classes_of(y)
    wanted = round(ratio * len(large))
    drawn = rng.choice(small, size=wanted) if wanted > len(small) else small
    rows = np.concatenate([large, drawn])
    return X[rows], y[rows]


@to_ratio.wrong("fewer than none")
def negative_size(X, y, ratio, seed=42):
    (_, small), (_, large) = classes_of(y)
    drawn = np.random.default_rng(seed).choice(small, size=round(ratio * len(large)) - len(small))
    rows = np.concatenate([np.arange(len(y)), drawn])
    return X[rows], y[rows]


@to_ratio.wrong("fewer than none")
def shrinks(X, y, ratio, seed=42):
    (_, small), (_, large) = classes_of(y)
    if ratio * len(large) > len(small):
        return grown(X, y, ratio * len(large), seed)
    rows = np.concatenate([large, small[: round(ratio * len(large))]])
    return X[rows], y[rows]


@to_ratio.wrong("drawn without replacement")
def ratio_without_replacement(X, y, ratio, seed=42):
    (_, small), (_, large) = classes_of(y)
    missing = max(0, round(ratio * len(large)) - len(small))
    drawn = np.random.default_rng(seed).choice(small, size=missing, replace=False)
    rows = np.concatenate([np.arange(len(y)), drawn])
    return X[rows], y[rows]


@to_ratio.wrong("copied in turn")
def ratio_in_turn(X, y, ratio, seed=42):
    (_, small), (_, large) = classes_of(y)
    missing = max(0, round(ratio * len(large)) - len(small))
    rows = np.concatenate([np.arange(len(y)), np.resize(np.random.default_rng(seed).permutation(small), missing)])
    return X[rows], y[rows]


@to_ratio.wrong("seed ignored")
def ratio_always_42(X, y, ratio, seed=42):
    return adds_what_is_missing(X, y, ratio, 42)


@to_ratio.wrong("not repeatable")
def ratio_unseeded(X, y, ratio, seed=42):
    return adds_what_is_missing(X, y, ratio, None)


@to_ratio.wrong("class 1 taken for the rarer")
def ratio_of_class_1(X, y, ratio, seed=42):
    positive, negative = np.flatnonzero(y == 1), np.flatnonzero(y == 0)
    missing = max(0, round(ratio * len(negative)) - len(positive))
    rows = np.append(np.arange(len(y)), np.random.default_rng(seed).choice(positive, size=missing))
    return X[rows], y[rows]


@to_ratio.wrong("labels left behind")
def ratio_shuffled_apart(X, y, ratio, seed=42):
    X_out, y_out = adds_what_is_missing(X, y, ratio, seed)
    return np.random.default_rng(seed).permutation(X_out), y_out


ANSWERS = (over, under, to_ratio)


@over.wrong("labels taken for 0 and 1")
def counts_by_label(X, y, seed=42):
    counts = np.bincount(y.astype(int), minlength=len(np.unique(y)))
    rng = np.random.default_rng(seed)
    extra = [rng.choice(np.flatnonzero(y == label), counts.max() - counts[label]) for label in range(len(counts))]
    rows = np.concatenate([np.arange(len(y)), *extra])
    return X[rows], y[rows]
