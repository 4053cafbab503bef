"""What predictions out of the bag look like that are not: rows seen, samples unbalanced, means of something else."""

import numpy as np

from lessonlib.checks.arrays import as_array
from lessonlib.checks.bags import MEAN, OWN, ROUND, SEEN, SHARE, by_learner, models_of
from lessonlib.checks.bags_slips import SEED_SLIPS
from lessonlib.checks.cases import Formula, Slip, in_any

DEFAULT = 50

THOUSANDTH = 0.001
SIZE = Formula("lambda X, y: lambda rows: 0 * rows[:, 0] + 0.001 * y.size", "fit: 0.001 for each row it was trained on")


def right_size(call):
    """Return what the learner `SIZE` says of a balanced sample."""
    return THOUSANDTH * 2 * np.sum(call.args[1] == 1)


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


def _shaped(looks_so):
    """Return a recogniser of shapes: ``looks_so(answer, models, n_rows)``."""

    def seen(call, reply):
        answer = as_array(reply.answer)
        return answer is not None and looks_so(answer, models_of(call, DEFAULT), len(call.args[1]))

    return in_any(seen)


def _all_own(call, p):
    return np.isclose(p, call.args[0][:, 1], atol=1e-5)


def _filled(call, p):
    """Say whether one and the same number stands where the one model has seen the row."""
    others = p[~_all_own(call, p)]
    return models_of(call, DEFAULT) == 1 and 10 < len(others) < len(p) and np.ptp(others) < ROUND


def _shared(p):
    return len(p) > 150 and len(np.unique(p)) <= 0.75 * len(p)


def _stuck(call, p):
    """Say whether many models leave rows of both classes unpredicted, but not all."""
    unknown = [np.isnan(p[call.args[1] == label]) for label in (0, 1)]
    return models_of(call, DEFAULT) > 1 and all(5 < rows.sum() < len(rows) for rows in unknown)


def _shrunk(call, known, p):
    """Say whether every probability is a part of what it should be, and of some less than of others."""
    part = p[known] / call.args[0][known, 1]
    return np.all((part > -ROUND) & (part < 1 + 1e-5)) and 0.2 < part.mean() < 0.95


def _summed(call, known, p):
    times = p[known] / call.args[0][known, 1]
    return models_of(call, DEFAULT) > 1 and times.max() > 1.5 and np.allclose(times, np.round(times), atol=1e-3)


def _misplaced(call, known, p):
    """Say whether some prediction is larger or smaller than its own by more than a factor could explain."""
    own, there = call.args[0][known, 1], p[known]
    mirrored = np.allclose(there, 1 - own, atol=1e-3)
    return not (mirrored or np.allclose(there, own, atol=1e-3)) and np.all((there > 0.05) & (there < 0.95))


OUT_OF_BAG_SLIPS = (
    Slip(
        "not averaged",
        "Your answer holds what every single model says. Average over the models that have not seen the row.",
        _shaped(lambda answer, n, n_rows: n > 1 and answer.shape in ((n, n_rows), (n_rows, n))),
    ),
    Slip(
        "averaged over the rows",
        "There is one number for each model. Every row is to keep a probability of its own: average over the models.",
        _shaped(lambda answer, n, _n_rows: answer.shape == (n,)),
    ),
    Slip(
        "NaN everywhere",
        "No row has a prediction. NaN plus a number is NaN, and so is a `np.mean` with a NaN in it: start the sums at "
        "0, or take `np.nanmean`.",
        _shaped(lambda answer, n, n_rows: n > 1 and answer.shape == (n_rows,) and np.isnan(answer).all()),
    ),
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
        "another number in place of NaN",
        "Rows that no model has left out have one and the same number. Nothing is known about them: `np.nan`.",
        by_learner(OWN, _filled),
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
        by_learner(OWN, lambda call, p: models_of(call, DEFAULT) == 1 and np.sum(~_all_own(call, p)) <= 2),
    ),
    Slip(
        "whole minority in every sample",
        "No positive is ever predicted, as if none were ever left out. Draw the positives with replacement, too.",
        _of_one(lambda p, positive: np.isnan(p[positive]).all() and not np.isnan(p[~positive]).all()),
    ),
    Slip(
        "bootstrap of all rows",
        "The samples are not balanced. Draw from each class separately, as many rows as there are positives, and "
        "choose from its row numbers: `np.flatnonzero(y == 1)`, `np.flatnonzero(y == 0)`.",
        _by_known(SHARE, lambda _call, known, p: not np.allclose(p[known], 0.5, atol=ROUND)),
    ),
    Slip(
        "samples of another size",
        "The samples are balanced, but too large or too small. Draw as many rows of each class as there are positives.",
        by_learner(SIZE, lambda call, p: np.any(np.abs(p - right_size(call)) > ROUND)),
    ),
    Slip(
        "no mean",
        "Many rows share one number, although different models have left them out: does only the last model count, "
        "or the one in the middle? Take the mean over all models that have left the row out.",
        _by_known(MEAN, lambda call, known, p: models_of(call, DEFAULT) == DEFAULT and _shared(p[known])),
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
        by_learner(OWN, _stuck),
    ),
    Slip(
        "predictions in the wrong places",
        "The predictions belong to other rows than those where they stand. Put them back where the rows came from: "
        "`total[out] += predict(X[out])`.",
        _by_known(OWN, _misplaced),
    ),
    *SEED_SLIPS,
)
