"""Exercise 09, second task: every training row predicted by the models that have not seen it."""

import numpy as np

from lessonlib.checks.bags import MEAN, OWN, ROUND, SEEN, SHARE, bag_case, learns_by, numbered, one_for_each
from lessonlib.checks.cases import Call, Case, Task
from lessonlib.checks.exercises.ex09.out_of_bag_slips import OUT_OF_BAG_SLIPS, SIZE, right_size
from lessonlib.checks.plain import same


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
    if learns_by(call) == MEAN:
        # Hardly two rows are left out by the same of 50 models; a median or one model's number is shared by many.
        right = len(np.unique(p[known])) > 0.75 * known.sum()
    else:
        right = np.allclose(p[known], call.args[0][known, 1], atol=1e-5)
    return None if right else "the answer is not the mean over the models, row by row."


def _half(call, p):
    known = p[~np.isnan(p)]
    if learns_by(call) == SIZE:
        right = len(known) and np.allclose(known, right_size(call))
        return None if right else "a sample does not hold as many rows of each class as there are positives."
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


def _with_both(name, *learners, judge, **kwargs):
    """Return a case with a call for each learner, on the same rows."""

    def calls(rng):
        rows = numbered(rng)
        return tuple(Call((*rows, learner), kwargs) for learner in learners)

    return Case(name, calls, judge)


OUT_OF_BAG = Task(
    "out_of_bag",
    cases=(
        bag_case("50 models that know their own rows by heart", SEEN, judge_of(_unseen), points=2),
        _with_both("50 models, each row's own probability", OWN, MEAN, judge=judge_of(_own)),
        bag_case("one model: who is left out", OWN, judge_of(_one_model), points=2, n_estimators=1),
        _with_both("half of what a model sees is positive", SHARE, SIZE, judge=judge_of(_half), n_estimators=20),
        bag_case("the seed decides", MEAN, judge_seeds, n_estimators=3, seeds=(1, 1, 2)),
    ),
    slips=OUT_OF_BAG_SLIPS,
    hints=(
        "The loop is that of `balanced_bagging`. Only who is predicted differs: the rows that the sample has left out.",
        "`out = np.setdiff1d(np.arange(len(y)), rows)` are the rows left out, each once, in rising order.",
        "Two arrays of zeros with an entry for each row: the sum of the probabilities, `total`, and how many models "
        "went into it, `models`. In the loop: `total[out] += fit(X[rows], y[rows])(X[out])` and `models[out] += 1`.",
        "At the end `np.where(models > 0, total / np.maximum(models, 1), np.nan)`.",
    ),
)
