"""The leakage laboratory: no leak, no optimism; each step sees the rows that it should, and no others."""

import numpy as np
import pytest

from lessonlib.compute import leakage
from lessonlib.compute.leakage import LEAKS, TEST, TRAIN, VALIDATION, run_with_leaks
from lessonlib.compute.uncertainty import paired_verdict


def test_the_same_seed_gives_the_same_repeats_and_more_repeats_only_add_to_them():
    few, many = run_with_leaks(["resampling"], 20, 3, seed=5), run_with_leaks(["resampling"], 20, 5, seed=5)
    assert np.array_equal(few.reported, many.reported[:3])
    assert np.array_equal(few.fresh, many.fresh[:3])
    assert not np.array_equal(few.reported, run_with_leaks(["resampling"], 20, 3, seed=6).reported)


def test_optimism_is_what_is_reported_beyond_fresh_data():
    run = run_with_leaks(["duplicates"], 12, 4)
    assert np.array_equal(run.optimism, run.reported - run.fresh)
    assert np.all((run.reported >= 0) & (run.reported <= 1))


def test_without_leaks_a_test_is_honest_on_noise_and_on_a_signal():
    for noise in (True, False):
        verdict = paired_verdict(run_with_leaks((), 60, 40, seed=3, noise=noise).optimism, confidence=0.999)
        assert verdict.low < 0 < verdict.high


@pytest.mark.parametrize("leaks", [(), *[(leak,) for leak in LEAKS], LEAKS])
def test_pure_noise_is_a_coin_on_fresh_data_whatever_leaks(leaks):
    fresh = run_with_leaks(leaks, 40, 25, seed=9).fresh
    # The two recalls of a fixed rule have a variance of at most 1/4 over 200 rows each.
    standard_error = np.sqrt(2 * 0.25 / leakage.FRESH) / 2 / np.sqrt(len(fresh))
    assert abs(fresh.mean() - 0.5) < 4 * standard_error


def test_a_threshold_tuned_on_the_test_part_reports_at_least_as_much_in_every_single_repeat():
    tuned_there, tuned_elsewhere = run_with_leaks(["threshold"], 20, 20), run_with_leaks((), 20, 20)
    assert np.all(tuned_there.reported >= tuned_elsewhere.reported)
    assert np.any(tuned_there.reported > tuned_elsewhere.reported)


@pytest.mark.parametrize("leak", ["selection", "resampling", "duplicates", "threshold"])
def test_each_leak_flatters_pure_noise(leak):
    assert paired_verdict(run_with_leaks([leak], 20, 40, seed=11).optimism).low > 0


def test_a_signal_is_found_and_more_rows_find_more_of_it():
    few, many = (run_with_leaks((), n, 20, noise=False).fresh.mean() for n in (12, 120))
    assert 0.5 < few < many < 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"leaks": "scaling"}, "leaks must be names out of scaling, selection"),
        ({"leaks": ["peeking"]}, r"got \['peeking'\]"),
        ({"n_positive": 11}, "n_positive must be at least 12; got 11"),
        ({"n_repeats": 0}, "n_repeats must be at least 1; got 0"),
    ],
)
def test_what_cannot_be_run_is_refused_in_words(arguments, message):
    with pytest.raises(ValueError, match=message):
        run_with_leaks(**arguments)


def test_rows_are_parted_class_by_class():
    y = np.repeat([0, 1], [80, 20])
    part = leakage._parts(y, np.random.default_rng(0))
    assert [[int(np.sum((part == p) & (y == c))) for p in (TRAIN, VALIDATION, TEST)] for c in (0, 1)] == [
        [40, 20, 20],
        [10, 5, 5],
    ]


def test_the_features_whose_means_differ_are_kept():
    rng = np.random.default_rng(0)
    y = np.repeat([0, 1], 50)
    X = rng.normal(size=(100, 30))
    X[:, [3, 7, 11, 13, 29]] += 5 * y[:, None] * [1, -1, 1, -1, 1]
    assert sorted(leakage._most_different(X, y)) == [3, 7, 11, 13, 29]


def test_smote_stays_in_the_training_part_unless_it_sees_all_rows():
    rng = np.random.default_rng(0)
    y = np.repeat([0, 1], [90, 30])
    X, part = rng.normal(size=(120, 2)), np.arange(120) % 3
    X[y == 1, 0] = np.where(part[y == 1] == TRAIN, 10, -10)  # positives outside the training part are marked
    honest_X, honest_y, honest_part = leakage._balanced(X, y, part, part == TRAIN, rng)
    assert np.array_equal(honest_X[:120], X)
    assert set(honest_part[120:]) == {TRAIN}
    assert np.allclose(honest_X[120:, 0], 10)
    train = honest_y[honest_part == TRAIN]
    assert train.sum() * 2 == len(train)
    leaky_X, leaky_y, leaky_part = leakage._balanced(X, y, part, np.ones(120, dtype=bool), rng)
    assert set(leaky_part[120:]) == {TRAIN, VALIDATION, TEST}
    assert leaky_X[120:, 0].min() < 0 < leaky_X[120:, 0].max()
    assert leaky_y.sum() * 2 == len(leaky_y)


def test_near_neighbours_count_more_and_a_copy_of_a_row_decides_alone():
    X = np.array([[0.0], [1.0], [3.0], [7.0], [15.0], [1000.0]])
    y = np.array([1, 0, 0, 0, 0, 1])
    score = leakage._neighbor_score(X, y)
    assert score([[0.0], [1.0]]) == pytest.approx([1, 0], abs=1e-6)
    weights = 1 / np.array([0.5, 0.5, 2.5, 6.5, 14.5])  # of the row at 0.5; the sixth is too far away
    assert score([[0.5]])[0] == pytest.approx(weights[0] / weights.sum())
