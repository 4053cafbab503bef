"""Exercise 09, second task: every training row predicted by the models that have not seen it."""

import numpy as np

from lessonlib.checks.arrays import as_array
from lessonlib.checks.bags import (
    MEAN,
    OWN,
    ROUND,
    SEEN,
    SHARE,
    bag_case,
    by_learner,
    models_of,
    one_for_each,
)
from lessonlib.checks.bags_slips import SEED_SLIPS
from lessonlib.checks.cases import Slip, Task, in_any
from lessonlib.checks.plain import same

DEFAULT = 50


def judge_of(right):
    """Return a judge: one probability or NaN for each training row, of which ``right(call, p)`` may say more."""

    def judge(*exchanges):
        for call, reply in exchanges:
            p = one_for_each(reply, len(call.args[1]))
            if p is None:
                return "the answer does not hold one probability, or NaN, for each row of X."
            if wrong := right(call, p):
                return wrong
        return None

    return judge


def judge_seeds(*exchanges):
    """Judge three answers: to seed 1 twice, then to seed 2."""
    answers = [one_for_each(reply, len(call.args[1])) for call, reply in exchanges]
    if any(answer is None for answer in answers):
        return "the answer does not hold one probability, or NaN, for each row of X."
    first, again, other = answers
    if not same(first, again):
        return "the same seed gives another answer the second time."
    return "another seed gives the same answer." if same(first, other) else None


def _nearly_all(p):
    """Say whether as few rows as after 50 models are without a prediction; a right answer has none, nearly always."""
    return np.isnan(p).sum() <= 2


def _unseen(_call, p):
    if not _nearly_all(p):
        return "rows that some of 50 models have not seen are without a prediction."
    return None if np.nanmax(p) < ROUND else "some rows are predicted by models that were trained on them."


def _own(call, p):
    if not _nearly_all(p):
        return "rows that some of 50 models have not seen are without a prediction."
    known = ~np.isnan(p)
    right = np.allclose(p[known], call.args[0][known, 1], atol=1e-5)
    return None if right else "the answer is not the mean over the models, row by row."


def _half(_call, p):
    known = p[~np.isnan(p)]
    return None if len(known) and np.allclose(known, 0.5, atol=ROUND) else "the samples are not balanced."


def _one_model(call, p):
    """Judge the rows that one model leaves out: of 60 positives about 22, of 100 negatives about 55."""
    positive = call.args[1] == 1
    seen, n = np.isnan(p), positive.sum()
    if not seen.any():
        return "with one model, the rows that it has seen have no prediction: NaN."
    if not np.allclose(p[~seen], call.args[0][~seen, 1], atol=1e-5):
        return "the rows that the one model has not seen are not predicted by it."
    # All 60 drawn once in 10²⁵; 60 different ones of 100 once in 10¹⁰.
    if seen[positive].all() or seen[~positive].sum() >= n:
        return "the sample is no bootstrap of both classes, of as many rows each as there are positives."
    return None if seen[positive].sum() < n and seen[~positive].any() else "the sample is not balanced."


def _of_one(looks_so):
    """Return a recogniser for one model: ``looks_so(p, positive)``, with its predictions or NaN, row by row."""

    def seen(call, p):
        return models_of(call, DEFAULT) == 1 and p.shape == call.args[1].shape and looks_so(p, call.args[1] == 1)

    return by_learner(OWN, seen)


def _by_known(learner, looks_so):
    """Return a recogniser of the predictions that are there: ``looks_so(call, known, p)``."""

    def seen(call, p):
        known = ~np.isnan(p)
        return p.shape == call.args[1].shape and known.any() and looks_so(call, known, p)

    return by_learner(learner, seen)


def _too_short(call, reply):
    answer = as_array(reply.answer)
    return answer is not None and answer.ndim == 1 and 1 < len(answer) < len(call.args[1])


def _shrunk(call, known, p):
    """Say whether every probability is a part of what it should be, and of some less than of others."""
    part = p[known] / call.args[0][known, 1]
    return np.all((part > -ROUND) & (part < 1 + 1e-5)) and 0.2 < part.mean() < 0.95


def _summed(call, known, p):
    times = p[known] / call.args[0][known, 1]
    return models_of(call, DEFAULT) > 1 and times.max() > 1.5 and np.allclose(times, np.round(times), atol=1e-3)


def _misplaced(call, known, p):
    """Say whether some prediction is larger or smaller than its own by more than a factor could explain."""
    return not np.allclose(p[known], call.args[0][known, 1], atol=1e-3) and np.all(
        (p[known] > 0.05) & (p[known] < 0.95)
    )


OUT_OF_BAG = Task(
    "out_of_bag",
    cases=(
        bag_case("50 models that know their own rows by heart", SEEN, judge_of(_unseen), points=2),
        bag_case("50 models, each row's own probability", OWN, judge_of(_own)),
        bag_case("one model: who is left out", OWN, judge_of(_one_model), points=2, n_estimators=1),
        bag_case("half of what a model sees is positive", SHARE, judge_of(_half), n_estimators=20),
        bag_case("the seed decides", MEAN, judge_seeds, n_estimators=3, seeds=(1, 1, 2)),
    ),
    slips=(
        Slip(
            "rows without a prediction left out",
            "Your answer is shorter than X. Every row has its place; NaN stands where no model has left the row out.",
            in_any(_too_short),
        ),
        Slip(
            "only the models that have seen it",
            "It is the other way round: each row is predicted by the very models that were trained on it. Take those "
            "that were not.",
            _by_known(SEEN, lambda _call, known, p: np.allclose(p[known], 1)),
        ),
        Slip(
            "all models averaged",
            "Models predict rows that they were trained on. For each model, look for the rows that are not in its "
            "sample: `np.setdiff1d(np.arange(len(y)), rows)`.",
            _by_known(SEEN, lambda _call, known, p: known.all() and 0.05 < p.mean() < 0.95),
        ),
        Slip(
            "0 in place of NaN",
            "Rows that no model has left out have the probability 0, which would say: surely no fraud. Say that "
            "nothing is known: `np.nan`.",
            _of_one(lambda p, _positive: not np.isnan(p).any() and np.any(p == 0)),
        ),
        Slip(
            "divided by all models",
            "Your probabilities are too small, and not all by the same factor. Count for each row how many models have "
            "left it out, and divide by that number.",
            _by_known(OWN, lambda call, known, p: models_of(call, DEFAULT) > 1 and _shrunk(call, known, p)),
        ),
        Slip(
            "summed",
            "The probabilities are added up. Divide each row's sum by the number of models that have left it out.",
            _by_known(OWN, _summed),
        ),
        Slip(
            "votes instead of probabilities",
            "It looks as if each model votes 0 or 1. Average the probabilities themselves.",
            _by_known(OWN, lambda _call, known, p: np.isin(p[known], [0, 1]).all()),
        ),
        Slip(
            "n_estimators ignored",
            "With `n_estimators=1` hardly any row is without a prediction: there must be more models than one.",
            _of_one(lambda p, _positive: np.isnan(p).sum() <= 2 and not np.any(p == 0)),
        ),
        Slip(
            "whole minority in every sample",
            "No positive is ever left out, so none is predicted. Draw the positives with replacement, too.",
            _of_one(lambda p, positive: np.isnan(p[positive]).all() and not np.isnan(p[~positive]).all()),
        ),
        Slip(
            "bootstrap of all rows",
            "The samples are not balanced. Draw from each class separately, as many rows as there are positives.",
            _by_known(SHARE, lambda _call, known, p: not np.allclose(p[known], 0.5, atol=ROUND)),
        ),
        Slip(
            "majority without replacement",
            "One model leaves out as many negatives as if none could be drawn twice. Draw with replacement from both "
            "classes.",
            _of_one(lambda p, positive: np.isnan(p[~positive]).sum() == positive.sum() > np.isnan(p[positive]).sum()),
        ),
        Slip(
            "one sample for all models",
            "After 50 models there still are rows without a prediction: all models have seen the same rows. Is the "
            "generator made anew for each model, or the sample drawn before the loop?",
            by_learner(OWN, lambda call, p: models_of(call, DEFAULT) > 1 and np.isnan(p).sum() > 10),
        ),
        Slip(
            "predictions in the wrong places",
            "The predictions belong to other rows than those where they stand. Put them back where the rows came from: "
            "`total[out] += predict(X[out])`.",
            _by_known(OWN, _misplaced),
        ),
        *SEED_SLIPS,
    ),
    hints=(
        "The loop is that of `balanced_bagging`. Only who is predicted differs: the rows that the sample has left out.",
        "`out = np.setdiff1d(np.arange(len(y)), rows)` are the rows left out, each once, in rising order.",
        "Two arrays of zeros with an entry for each row: the sum of the probabilities, `total`, and how many models "
        "went into it, `models`. In the loop: `total[out] += fit(X[rows], y[rows])(X[out])` and `models[out] += 1`.",
        "At the end `np.where(models > 0, total / np.maximum(models, 1), np.nan)`.",
    ),
)
