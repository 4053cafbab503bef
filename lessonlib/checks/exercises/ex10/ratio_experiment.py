"""Exercise 10, first task: the same learner with resampling and without, at one share of positives after the other."""

import numpy as np

from lessonlib.checks.cases import Task
from lessonlib.checks.exercises.ex10.experiment_slips import EXPERIMENT_SLIPS, SUM_OF_ALL, drawn_anew
from lessonlib.checks.plain import same
from lessonlib.checks.ratios import (
    BESIDE,
    FOURFOLD,
    LABEL,
    MEAN_BOTH,
    MEAN_TEST,
    NEAR,
    NUMBER,
    POSITIVE_TEST,
    POSITIVE_VALIDATION,
    RELABELLED,
    REPEATED,
    SAME,
    SIZE,
    SIZES,
    TEST,
    TRAIN,
    TRAINED_ON,
    TRAINED_SHARE,
    VALIDATION,
    all_different,
    probe_of,
    ratio_case,
    seed_case,
    shares_of,
    table,
)
from lessonlib.checks.ratios_slips import RATIO_SLIPS


def judge_of(right, complaint):
    """Return a judge of tables of scores: ``right(call, scores)``, or else the complaint."""

    def judge(*exchanges):
        for call, reply in exchanges:
            scores = table(call, reply)
            if scores is None:
                return "the answer is not an array of numbers with the shape (shares, n_repeats, 2)."
            if not right(call, scores):
                return complaint
        return None

    return judge


def _natural(call, scores):
    size = TEST if probe_of(call)[2] == POSITIVE_TEST else VALIDATION
    return np.all(np.abs(scores - shares_of(call)[:, None]) < NEAR / size)


def _resampled(call, scores):
    share = shares_of(call)
    fourfold = 4 * share / (1 + 3 * share)
    without, with_it = np.moveaxis(scores, 2, 0)
    return np.all(np.abs(without - share) < NEAR / TRAIN) and np.all(np.abs(with_it - fourfold) < 3 * NEAR / TRAIN)


def _paired(call, scores):
    if probe_of(call)[2] == SUM_OF_ALL[1]:
        return drawn_anew(scores)
    return np.allclose(scores[..., 0], scores[..., 1]) and all_different(scores[..., 0])


def _sized(call, scores):
    learner, _, score = probe_of(call)
    if learner == SIZE:
        return np.all(np.abs(scores - TRAIN) < NEAR)
    assert score == SIZES
    return np.all(np.abs(scores // 1000 - VALIDATION) < NEAR) and np.all(np.abs(scores % 1000 - TEST) < NEAR)


def judge_seeds(*exchanges):
    """Judge three answers: to seed 1 twice, then to seed 2."""
    if wrong := judge_of(lambda _call, _scores: True, "")(*exchanges):
        return wrong
    first, again, other = (reply.answer for _, reply in exchanges)
    if not same(first, again):
        return "the same seed gives other scores the second time."
    return "another seed gives the same scores." if same(first, other) else None


RATIO_EXPERIMENT = Task(
    "ratio_experiment",
    cases=(
        ratio_case(
            "validation and test rows keep the share of positives",
            (NUMBER, FOURFOLD, POSITIVE_TEST),
            (NUMBER, FOURFOLD, POSITIVE_VALIDATION),
            judge=judge_of(_natural, "the share of positives among validation or test rows is not the one asked for."),
        ),
        ratio_case(
            "training rows: as they are, and resampled",
            (TRAINED_SHARE, FOURFOLD, MEAN_TEST),
            judge=judge_of(
                _resampled,
                "the first model is not trained on the rows as they are, or the second not on the resampled ones.",
            ),
        ),
        ratio_case(
            "no model is judged on rows that it has seen",
            (TRAINED_ON, FOURFOLD, MEAN_BOTH),
            judge=judge_of(lambda _call, scores: np.all(scores == 0), "some training rows are among the others."),
            points=2,
        ),
        ratio_case(
            "the same test rows for both, and others in every repeat",
            (NUMBER, SAME, MEAN_TEST),
            (SUM_OF_ALL[0], SAME, SUM_OF_ALL[1]),
            judge=judge_of(
                _paired, "both models of a repeat are to be judged on the same rows, and each repeat on others."
            ),
            points=2,
        ),
        ratio_case(
            "half to train on, 20 % to validate, 30 % to test",
            (SIZE, SAME, MEAN_TEST),
            (NUMBER, SAME, SIZES),
            judge=judge_of(_sized, "the parts have other sizes."),
        ),
        ratio_case(
            "every row keeps its label, every probability its row",
            (RELABELLED, FOURFOLD, MEAN_TEST),
            (LABEL, FOURFOLD, BESIDE),
            judge=judge_of(lambda _call, scores: np.allclose(scores, 1), "rows and labels do not belong together."),
        ),
        ratio_case(
            "no row twice",
            (NUMBER, SAME, REPEATED),
            judge=judge_of(
                lambda _call, scores: np.allclose(scores, 1), "some rows occur more than once in a test part."
            ),
        ),
        seed_case("the seed decides", NUMBER, SAME, MEAN_TEST, judge=judge_seeds),
    ),
    slips=(*EXPERIMENT_SLIPS, *RATIO_SLIPS),
    hints=(
        "Two loops: over the shares, and over the repeats. Inside: draw rows, split, fit twice, score twice. Collect "
        "the pairs in a list, and make the array of shape (shares, n_repeats, 2) at the end.",
        "Draw: `n_positive = round(share * n_rows)`; `rng.choice(np.flatnonzero(y == 1), n_positive, replace=False)`, "
        "the same with `n_rows - n_positive` for class 0, and `np.append` of both.",
        "Split: `parts = stratified_split(y[rows], (0.5, 0.2, 0.3), seed=int(rng.integers(2**31)))` gives places in "
        "`rows`; `train, validation, test = (rows[part] for part in parts)` are rows of X.",
        "Fit: `models = fit(X[train], y[train]), fit(*resample(X[train], y[train]))`. Score each with "
        "`score(y[validation], predict(X[validation]), y[test], predict(X[test]))`.",
    ),
)
