"""What an experiment looks like that resamples, splits, pairs or repeats in a wrong way."""

import numpy as np

from lessonlib.checks.arrays import as_array
from lessonlib.checks.cases import Slip, in_any
from lessonlib.checks.plain import same
from lessonlib.checks.ratios import (
    BESIDE,
    FOURFOLD,
    MEAN_TEST,
    NEAR,
    NUMBER,
    POSITIVE_TEST,
    REPEATED,
    ROWS,
    SAME,
    SIZES,
    TEST,
    TRAIN,
    TRAINED_ON,
    TRAINED_SHARE,
    VALIDATION,
    all_different,
    probe_of,
    shares_of,
    table,
)


def seen_by(looks_so, *, learner=None, resampler=None, score=None):
    """Return a recogniser for the calls with these probes: ``looks_so(call, without, with)``, by share and repeat."""

    def seen(call, reply):
        asked = (learner, resampler, score)
        scores = table(call, reply)
        if scores is None or any(mine not in (None, its) for mine, its in zip(asked, probe_of(call), strict=True)):
            return False
        return bool(looks_so(call, *np.moveaxis(scores, 2, 0)))

    return in_any(seen)


def shaped(looks_so):
    """Return a recogniser of shapes: ``looks_so(shape, n_shares, n_repeats)``."""

    def seen(call, reply):
        answer = as_array(reply.answer)
        return answer is not None and looks_so(answer.shape, len(call.args[2]), call.kwargs["n_repeats"])

    return in_any(seen)


def by_seed(looks_so):
    """Return a recogniser of three answers to the seeds 1, 1 and 2: ``looks_so(first, again, other)``."""

    def seen(*exchanges):
        seeds = [call.kwargs.get("seed") for call, _ in exchanges]
        return seeds == [1, 1, 2] and looks_so(*(reply.answer for _, reply in exchanges))

    return seen


def _near_share(call, scores, size):
    return np.all(np.abs(scores - shares_of(call)) < NEAR / size)


def _negatives(call, without, _with):
    return np.all(np.abs(without - (1 - shares_of(call))) < NEAR / TEST) and not _near_share(call, without, TEST)


def _swapped(call, without, with_it):
    share = shares_of(call)
    return np.all(with_it[1:] < without[1:] - 0.05) and _near_share(call, with_it, TRAIN) and share.size > 1


NOT_RESAMPLED = {"learner": TRAINED_SHARE, "resampler": FOURFOLD}

RATIO_SLIPS = (
    Slip(
        "means instead of all repeats",
        "The repeats are averaged. Return every score: without them nobody can say how sure the mean is.",
        shaped(lambda shape, n_shares, _n_repeats: shape == (n_shares, 2)),
    ),
    Slip(
        "differences instead of both scores",
        "There is one number for each repeat. Return both scores, without and with.",
        shaped(lambda shape, n_shares, n_repeats: shape == (n_shares, n_repeats)),
    ),
    Slip(
        "axes in another order",
        "The numbers are there, with the axes in another order: shares first, then repeats, then without and with.",
        shaped(
            lambda shape, n_shares, n_repeats: (
                shape != (n_shares, n_repeats, 2) and sorted(shape) == sorted((n_shares, n_repeats, 2))
            )
        ),
    ),
    Slip(
        "n_repeats ignored",
        "The number of repeats is not the one asked for. What does your function do with `n_repeats`?",
        shaped(
            lambda shape, n_shares, n_repeats: len(shape) == 3 and shape[::2] == (n_shares, 2) and shape[1] != n_repeats
        ),
    ),
    Slip(
        "share of the negatives",
        "The shares are those of the negatives. `shares` names the share of positives: 0.1 is one positive in ten.",
        seen_by(_negatives, score=POSITIVE_TEST),
    ),
    Slip(
        "resampled before the split",
        "It looks as if rows are resampled before the split: copies of training rows stand among the test rows. "
        "Split first; then resample the training part.",
        seen_by(lambda _call, without, with_it: np.all(without == 0) and with_it.max() > 0, learner=TRAINED_ON),
    ),
    Slip(
        "test rows resampled",
        "Validation or test rows are resampled, too. They keep the share of positives that the model will meet.",
        seen_by(
            lambda call, without, with_it: (
                _near_share(call, without, VALIDATION) and np.all(with_it[1:] > without[1:] + 0.1)
            ),
            resampler=FOURFOLD,
            learner=NUMBER,
        ),
    ),
    Slip(
        "drawn with replacement",
        "Some rows occur twice, so the same row can stand in two parts: `rng.choice(…, replace=False)`.",
        seen_by(lambda _call, without, _with: without.max() > 1, score=REPEATED),
    ),
    Slip(
        "judged on training rows",
        "The models are judged on rows that they were trained on: fit on the training part only, and predict the "
        "other two.",
        seen_by(lambda _call, without, with_it: without.max() > 0 and with_it.max() > 0, learner=TRAINED_ON),
    ),
    Slip(
        "with comes first",
        "The two scores are the wrong way round: first without resampling, then with.",
        seen_by(_swapped, **NOT_RESAMPLED),
    ),
    Slip(
        "never resampled",
        "Both models are trained on the rows as they are. Fit the second one to `*resample(X_train, y_train)`.",
        seen_by(
            lambda call, without, with_it: _near_share(call, without, TRAIN) and np.allclose(without, with_it),
            **NOT_RESAMPLED,
        ),
    ),
    Slip(
        "always resampled",
        "Both models are trained on resampled rows. The first one is the baseline: it gets the rows as they are.",
        seen_by(
            lambda call, without, with_it: (
                np.allclose(without, with_it) and np.all(without[1:] > shares_of(call)[1:] + 0.1)
            ),
            **NOT_RESAMPLED,
        ),
    ),
    Slip(
        "balanced all the time",
        "Half of the rows are positive, whatever the share. Draw `round(share * n_rows)` positives, and negatives "
        "for the rest.",
        seen_by(lambda _call, without, _with: np.all(np.abs(without - 0.5) < 0.15), score=POSITIVE_TEST),
    ),
    Slip(
        "other test rows for each model",
        "The two models are judged on different rows. Then a lucky draw looks like a better model: split once, and "
        "use the parts for both.",
        seen_by(
            lambda _call, without, with_it: not np.allclose(without, with_it),
            learner=NUMBER,
            resampler=SAME,
            score=MEAN_TEST,
        ),
    ),
    Slip(
        "the same rows in every repeat",
        "All repeats have the same test rows, so they repeat nothing. Make the generator once, before the loops, "
        "and draw rows anew for each repeat.",
        seen_by(
            lambda _call, without, with_it: np.allclose(without, with_it) and not all_different(without),
            learner=NUMBER,
            score=MEAN_TEST,
        ),
    ),
    Slip(
        "validation and test exchanged",
        "The sizes are exchanged: 20 % of the rows are to validate, 30 % to test, and `score` takes the validation "
        "part first.",
        seen_by(lambda _call, without, _with: np.all(np.abs(without // 1000 - TEST) < NEAR), score=SIZES),
    ),
    Slip(
        "n_rows ignored",
        "The parts are too large or too small. What does your function do with `n_rows`?",
        seen_by(
            lambda _call, without, _with: np.any(np.abs(without // 1000 + without % 1000 - ROWS / 2) > 2 * NEAR),
            score=SIZES,
        ),
    ),
    Slip(
        "rows and labels apart",
        "Labels and probabilities do not belong to the same rows. `X[rows]` and `y[rows]` take the same row "
        "numbers; so do all parts of a split.",
        seen_by(lambda _call, without, with_it: min(without.min(), with_it.min()) < 0.999, score=BESIDE),
    ),
    Slip(
        "not reproducible",
        "The same seed gives other scores each time. Make the generator from the seed, and draw everything from "
        "it; the split takes a seed, too.",
        by_seed(lambda first, again, _other: not same(first, again)),
    ),
    Slip(
        "seed ignored",
        "Every seed gives the same scores. What does your function do with `seed`?",
        by_seed(lambda first, _again, other: same(first, other)),
    ),
)
