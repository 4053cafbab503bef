"""The ratio experiment: who sees which rows; and F1 at another prevalence."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessonlib.compute.metrics import f1
from lessonlib.compute.prevalence import f1_at_prevalence, ratio_experiment

X = np.column_stack([np.arange(400.0), np.arange(400) % 2])
Y = np.arange(400) % 2


def own_label(_X, _y):
    return lambda rows: rows[:, 1]


def twice(X, y):
    return np.concatenate([X, X]), np.concatenate([y, y])


def experiment(fit=own_label, score=lambda *parts: len(parts), resample=twice, **options):
    options = {"shares": (0.5, 0.1), "n_rows": 100, "n_repeats": 3} | options
    return ratio_experiment(X, Y, options.pop("shares"), fit, resample, score, **options)


def test_parts_keep_the_share_and_only_training_rows_are_resampled():
    trained, judged = [], []

    def fit(X, y):
        trained.append((len(y), y.mean(), set(X[:, 0])))
        return lambda rows: rows[:, 0]

    def score(y_validation, p_validation, y_test, p_test):
        judged.append((len(y_validation), len(y_test), y_test.mean(), set(p_test) | set(p_validation)))
        return 0.0

    scores = experiment(fit, score)
    assert scores.shape == (2, 3, 2)
    assert [size for size, _, _ in trained] == [50, 100] * 6
    assert [share for _, share, _ in trained] == [0.5] * 6 + [0.1] * 6
    assert {part[:2] for part in judged} == {(20, 30)}
    assert [share for _, _, share, _ in judged] == pytest.approx([0.5] * 6 + [0.1] * 6)
    assert all(not seen & rows for (_, _, seen), (*_, rows) in zip(trained, judged, strict=True))
    assert judged[0][3] == judged[1][3] != judged[2][3]


def test_probabilities_stand_beside_their_labels():
    scores = experiment(score=lambda yv, pv, yt, pt: np.mean(np.append(yv, yt) == np.append(pv, pt)))
    assert np.all(scores == 1)


def test_the_seed_decides():
    def sum_of_rows(_X, _y):
        return lambda rows: rows[:, 0]

    runs = [experiment(sum_of_rows, lambda _yv, _pv, _yt, pt: pt.sum(), seed=seed) for seed in (1, 1, 2)]
    assert np.array_equal(runs[0], runs[1])
    assert not np.array_equal(runs[0], runs[2])


def test_too_few_rows_of_a_class_are_refused():
    with pytest.raises(ValueError, match=r"y must hold at least 270 rows of class 1 for a share of 0\.9 in 300 rows"):
        experiment(shares=(0.9,), n_rows=300)


@given(*[st.integers(0, 60)] * 2, *[st.integers(1, 60)] * 2)
def test_f1_at_prevalence_is_the_f1_of_such_counts(tp, fp, fn, tn):
    n = tp + fp + fn + tn
    ours = f1_at_prevalence(tp / (tp + fn), fp / (fp + tn), (tp + fn) / n)
    assert ours == pytest.approx(f1(tp=tp, tn=tn, fp=fp, fn=fn), abs=1e-12)


@pytest.mark.parametrize("arguments", [(1.2, 0.1, 0.5), (0.5, -0.1, 0.5), (0.5, 0.1, 0.0)])
def test_shares_outside_their_range_are_refused(arguments):
    with pytest.raises(ValueError, match="must lie"):
        f1_at_prevalence(*arguments)
