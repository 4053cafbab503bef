"""Splits: every row once, each class in proportion, the same again for the same seed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessonlib.compute.splits import repeated_splits, stratified_split

Y = np.repeat([0, 1], [180, 20])


@given(st.integers(5, 200), st.integers(5, 60), st.integers(0, 100))
def test_every_row_is_in_one_part_and_each_class_in_proportion(n_negative, n_positive, seed):
    y = np.random.default_rng(0).permutation(np.repeat([0, 1], [n_negative, n_positive]))
    fractions = (0.5, 0.3, 0.2)
    split = stratified_split(y, fractions, seed)
    assert sorted(np.concatenate(split)) == list(range(len(y)))
    for label in (0, 1):
        sizes = [(y[part] == label).sum() for part in split]
        assert sizes == pytest.approx(np.multiply(fractions, (y == label).sum()), abs=1)


def test_worked_sizes():
    split = stratified_split(Y)
    assert [(len(part), Y[part].sum()) for part in split] == [(120, 12), (40, 4), (40, 4)]


def test_the_rows_of_a_part_are_in_random_order():
    train = stratified_split(Y).train
    assert np.any(np.diff(Y[train]) < 0)


def test_the_same_seed_gives_the_same_split_and_another_seed_another():
    first, again, other = (stratified_split(Y, seed=seed).test.tolist() for seed in (1, 1, 2))
    assert first == again
    assert set(first) != set(other)


def test_every_positive_is_tested_equally_often():
    tested = np.zeros(200)
    for split in repeated_splits(Y, 1000, seed=0):
        tested[split.test] += 1
    assert tested / 1000 == pytest.approx(np.full(200, 0.2), abs=4.5 * np.sqrt(0.2 * 0.8 / 1000))


def test_more_repeats_begin_with_the_same_splits():
    few, more = ([split.test.tolist() for split in repeated_splits(Y, n, seed=3)] for n in (2, 4))
    assert more[:2] == few
    assert len({tuple(sorted(test)) for test in more}) == 4


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: stratified_split([0] * 9 + [1]),
            ValueError,
            r"y must have rows of class 1 for all three parts; got 1 in all\. C",
        ),
        (
            lambda: stratified_split([0] + [1] * 9),
            ValueError,
            "y must have rows of class 0 for all three parts; got 1 in all",
        ),
        (lambda: stratified_split([0] * 9), ValueError, "y must hold both classes; got 9 rows, all of class 0"),
        (
            lambda: stratified_split(Y, (0.5, 0.5)),
            ValueError,
            r"fractions must be three positive numbers .*; got \[0\.5, 0\.5\]",
        ),
        (
            lambda: stratified_split(Y, (0.6, 0.4, 0)),
            ValueError,
            r"add up to 1; got \[0\.6, 0\.4, 0\.0\]\. Use \(0\.6, 0\.2, 0\.2\)",
        ),
        (lambda: stratified_split(Y, (60, 20, 20)), ValueError, r"got \[60\.0, 20\.0, 20\.0\]"),
        (lambda: list(repeated_splits(Y, 0)), ValueError, "n_repeats must be at least 1; got 0"),
    ],
)
def test_refuses_what_can_not_be_split(call, error, message):
    with pytest.raises(error, match=message):
        call()
