"""Exercise 10: the imbalance-ratio experiment, its intervals, and what the prevalence alone does to F1."""

from itertools import pairwise

import numpy as np

from lessonlib.checks.learners import SEEN, SHARE
from lessonlib.checks.plain import as_array, over, same
from lessonlib.checks.signs import has_nan, judge_alike, judge_seeds, raised, rounded, seed_slips, twice_with
from lessonlib.checks.task import Exercise, Formula, both, gives
from lessonlib.compute.prevalence import f1_at_prevalence
from lessonlib.compute.uncertainty import paired_verdict

EXERCISE = Exercise("ex10", may_use=("metrics", "splits", "uncertainty"))

# Probes for an experiment: a learner, a resampler and a score that tell which rows went where. A call carries them as
# formulas, and the scores that come back say what was seen. The first feature of every row is a number of its own,
# the second one its label, so that rows and labels can be told apart from others.

SHARES, ROWS, REPEATS = (0.5, 0.2, 0.1), 200, 4
TRAIN, VALIDATION, TEST = 100, 40, 60  # rows of the three parts of 200
NEAR = 2.1  # rows by which a part may miss its share, rounding its size and its positives


# Learners: what a model gives a row.
NUMBER = Formula("lambda X, y: lambda rows: rows[:, 0]", "fit: the row's first feature")
LABEL = Formula("lambda X, y: lambda rows: rows[:, 1]", "fit: the row's second feature")
SIZE = Formula("lambda X, y: lambda rows: 0 * rows[:, 0] + y.size", "fit: how many rows it was trained on")
RELABELLED = Formula(
    "lambda X, y: lambda rows: 0 * rows[:, 0] + (X[:, 1] == y) @ (1.0 * (y == y)) / y.size",
    "fit: the share of its training rows with their own labels",
)


# Resamplers: as it was; every positive four times.
SAME = Formula("lambda X, y: (X, y)", "resample: nothing changed")
FOURFOLD = Formula(
    "lambda X, y: (X.repeat(1 + 3 * (y == 1), axis=0), y.repeat(1 + 3 * (y == 1)))",
    "resample: every positive four times",
)


# Scores of validation labels and probabilities `u` and `p`, test labels and probabilities `v` and `q`.
MEAN_TEST = Formula("lambda u, p, v, q: q @ (1.0 * (v == v)) / v.size", "score: the mean p_test")
MEAN_BOTH = Formula(
    "lambda u, p, v, q: (q @ (1.0 * (v == v)) + p @ (1.0 * (u == u))) / (u.size + v.size)",
    "score: the mean of p_validation and p_test",
)

POSITIVE_TEST = Formula("lambda u, p, v, q: (v == 1) @ (1.0 * (v == v)) / v.size", "score: the mean y_test")
POSITIVE_VALIDATION = Formula("lambda u, p, v, q: (u == 1) @ (1.0 * (u == u)) / u.size", "score: the mean y_validation")
SIZES = Formula("lambda u, p, v, q: 1000.0 * u.size + v.size", "score: 1000 · validation rows + test rows")
BESIDE = Formula(
    "lambda u, p, v, q: ((u == p) @ (1.0 * (u == u)) + (v == q) @ (1.0 * (v == v))) / (u.size + v.size)",
    "score: how many y equal their p, as a share",
)

REPEATED = Formula(
    "lambda u, p, v, q: ((q[:, None] == q) @ (1.0 * (v == v))) @ (1.0 * (v == v)) / v.size",
    "score: how often a p_test occurs in p_test",
)


def balanced(rng, n=500):
    """Return shuffled rows as described above, half of them positive, and their labels."""
    y = rng.permutation(np.arange(n) % 2)
    return np.column_stack([rng.permutation(n) + rng.uniform(0.1, 0.9, n), y]), y


def probe_of(call):
    """Return (fit, resample, score) of a call."""
    return call.args[3:]


def table(call, reply):
    """Return the scores, shape (shares, repeats, 2), or None if the answer is not such an array of numbers."""
    answer = as_array(reply.answer)
    wanted = (len(call.args[2]), call.kwargs["n_repeats"], 2)
    shaped = answer is not None and answer.shape == wanted
    return answer.astype(float) if shaped and np.isfinite(answer).all() else None


def shares_of(call):
    """Return the shares of positives, shape (shares, 1), to be compared with the scores of one arm."""
    return np.array(call.args[2])[:, None]


def all_different(numbers):
    """Say whether all numbers differ.

    >>> all_different(np.array([3.0, 1.0])), all_different(np.array([3.0, 1.0, 3.0]))
    (True, False)
    """
    return all(second - first > 1e-9 for first, second in pairwise(np.sort(numbers.ravel())))


def probing(*probes):
    """Return what makes a call for each probe, a triple (fit, resample, score)."""

    def make(rng):
        X, y = balanced(rng)
        return [(X, y, list(SHARES), *probe) for probe in probes]

    return make


# These count all rows that were drawn, and the positives among them.
COUNTED = (
    Formula(
        "lambda X, y: lambda rows: 0 * rows[:, 0] + 1000.0 * y.size + (y == 1) @ (1.0 * (y == y))",
        "fit: 1000 · rows + positives",
    ),
    Formula(
        "lambda u, p, v, q: q[0] + 1000.0 * (u.size + v.size) + (u == 1) @ (0 * u + 1.0) + (v == 1) @ (0 * v + 1.0)",
        "score: 1000 · rows + positives, of all three parts",
    ),
)


def with_odd_shares(rng):
    """Return a call whose shares ask for no whole number of positives: 0.3 of one too much, and 0.7."""
    X, y = balanced(rng)
    shares = [round((rng.integers(low, low + 20) + part) / (ROWS + 3), 5) for low, part in ((20, 0.7), (60, 0.3))]
    return X, y, shares, COUNTED[0], SAME, COUNTED[1]


def positives_drawn(looks_so):
    """Return the sign of positives that were drawn: ``looks_so(share · n_rows, positives)``."""

    def seen(call, scores, _with):
        return looks_so(shares_of(call) * call.kwargs["n_rows"], scores % 1000)

    return seen_by(seen, score=COUNTED[1])


# What an experiment looks like that resamples, splits, pairs or repeats in a wrong way


def seen_by(looks_so, *, learner=None, resampler=None, score=None):
    """Return a recogniser for the calls with these probes: ``looks_so(call, without, with)``, by share and repeat."""

    def seen(call, reply):
        asked = (learner, resampler, score)
        scores = table(call, reply)
        if scores is None or any(mine not in (None, its) for mine, its in zip(asked, probe_of(call), strict=True)):
            return False
        return bool(looks_so(call, *np.moveaxis(scores, 2, 0)))

    return seen


def shaped(looks_so):
    """Return a recogniser of shapes: ``looks_so(shape, n_shares, n_repeats)``."""

    def seen(call, reply):
        answer = as_array(reply.answer)
        return answer is not None and looks_so(answer.shape, len(call.args[2]), call.kwargs["n_repeats"])

    return seen


def _near_share(call, scores, size):
    return np.all(np.abs(scores - shares_of(call)) < NEAR / size)


def _negatives(call, without, _with):
    return np.all(np.abs(without - (1 - shares_of(call))) < NEAR / TEST) and not _near_share(call, without, TEST)


def _swapped(call, without, with_it):
    share = shares_of(call)
    return np.all(with_it[1:] < without[1:] - 0.05) and _near_share(call, with_it, TRAIN) and share.size > 1


NOT_RESAMPLED = {"learner": SHARE, "resampler": FOURFOLD}


# With as many rows to train on as to validate and test on together, these add up the numbers of all rows drawn.
SUM_OF_ALL = (
    Formula(
        f"lambda X, y: lambda rows: rows[:, 0] + X[:, 0] @ (1.0 * (y == y)) / {TRAIN}",
        "fit: the row's first feature + the mean one in training",
    ),
    Formula(
        "lambda u, p, v, q: p @ (1.0 * (u == u)) + q @ (1.0 * (v == v))", "score: the sum of p_validation and p_test"
    ),
)

USUAL = 120, 40, 40  # how `stratified_split` cuts 200 rows unless it is told otherwise


def _fourfold(call, reply):
    """Say whether test or validation rows have as many positives as if each were there four times, for both models."""
    scores, share = table(call, reply), shares_of(call)[..., None]
    asked = probe_of(call)[2] in (POSITIVE_TEST, POSITIVE_VALIDATION) and scores is not None
    return asked and np.all(np.abs(scores - 4 * share / (1 + 3 * share)) < 2 * NEAR / VALIDATION)


def drawn_anew(scores):
    """Say whether, by `SUM_OF_ALL`, the repeats of each share had not all the same rows; shape (shares, repeats, 2)."""
    return bool(np.all(np.ptp(scores[..., 0], axis=1) > 1))


def _by_both(first, second, looks_so):
    """Return a recogniser of a case with two probes, told by learner or score: ``looks_so(call, one, other)``."""

    def seen(*exchanges):
        probes = [probe_of(call) for call, _ in exchanges]
        asked = len(probes) == 2 and first in probes[0] and second in probes[1]
        scores = [table(*exchange) for exchange in exchanges] if asked else [None]
        return all(each is not None for each in scores) and bool(looks_so(exchanges[0].call, *scores))

    return seen


def _parts_differ(test, validation, centre):
    """Say whether the shares of positives lie about `centre`, but not alike in test and validation."""
    about = all(np.all(np.abs(part.mean(axis=(1, 2)) - centre) < 0.15) for part in (test, validation))
    return about and np.max(np.abs(test - validation)[..., 0]) > 0.1


def _cut_into(train, validation, test):
    def looks_so(_call, trained_on, sizes):
        told = (trained_on, train), (sizes // 1000, validation), (sizes % 1000, test)
        return all(np.all(np.abs(rows - right) < NEAR) for rows, right in told)

    return looks_so


# The experiment


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


def _counted_right(call, scores):
    n_rows = call.kwargs["n_rows"]
    positives = np.round(shares_of(call) * n_rows)
    return np.all(scores == 1000 * n_rows + positives[:, None])


def _shaped_by_default(exchange):
    shaped = np.shape(as_array(exchange.reply.answer)) == (1, 20, 2)
    return None if shaped else "without n_repeats there are to be 20 repeats."


A_TABLE = judge_of(lambda _call, _scores: True, "")
SIZED = {"n_rows": ROWS, "n_repeats": REPEATS}
ONCE = {"n_rows": ROWS, "n_repeats": 1}  # for what every repeat shows

experiment = EXERCISE.task("ratio_experiment", probes=True)
experiment.case(
    "validation and test rows keep the share of positives",
    probing((NUMBER, FOURFOLD, POSITIVE_TEST), (NUMBER, FOURFOLD, POSITIVE_VALIDATION)),
    judge=judge_of(_natural, "the share of positives among validation or test rows is not the one asked for."),
    **SIZED,
)
experiment.case(
    "training rows: as they are, and resampled",
    probing((SHARE, FOURFOLD, MEAN_TEST)),
    judge=judge_of(
        _resampled, "the first model is not trained on the rows as they are, or the second not on the resampled ones."
    ),
    **ONCE,
)
experiment.case(
    "no model is judged on rows that it has seen",
    probing((SEEN, FOURFOLD, MEAN_BOTH)),
    judge=judge_of(lambda _call, scores: np.all(scores == 0), "some training rows are among the others."),
    points=2,
    **ONCE,
)
experiment.case(
    "the same test rows for both, and others in every repeat",
    probing((NUMBER, SAME, MEAN_TEST), (SUM_OF_ALL[0], SAME, SUM_OF_ALL[1])),
    judge=judge_of(_paired, "both models of a repeat are to be judged on the same rows, and each repeat on others."),
    points=2,
    **SIZED,
)
experiment.case(
    "half to train on, 20 % to validate, 30 % to test",
    probing((SIZE, SAME, MEAN_TEST), (NUMBER, SAME, SIZES)),
    judge=judge_of(_sized, "the parts have other sizes."),
    **ONCE,
)
experiment.case(
    "as many rows and positives as asked for, to the nearest row",
    with_odd_shares,
    judge=judge_of(
        _counted_right, "the rows that are drawn, or the positives among them, are not as many as asked for."
    ),
    n_rows=ROWS + 3,
    n_repeats=1,
)
experiment.case(
    "every row keeps its label, every probability its row",
    probing((RELABELLED, FOURFOLD, MEAN_TEST), (LABEL, FOURFOLD, BESIDE)),
    judge=judge_of(lambda _call, scores: np.allclose(scores, 1), "rows and labels do not belong together."),
    **ONCE,
)
experiment.case(
    "no row twice",
    probing((NUMBER, SAME, REPEATED)),
    judge=judge_of(lambda _call, scores: np.allclose(scores, 1), "some rows occur more than once in a test part."),
    **ONCE,
)
experiment.case(
    "the defaults, left out and said",
    twice_with(lambda rng: (*balanced(rng, 4000), [0.1], NUMBER, SAME, MEAN_TEST), 2000, 20),
    judge=judge_alike(_shaped_by_default),
    seed=3,
)
experiment.case(
    "the seed decides",
    probing((NUMBER, SAME, MEAN_TEST)),
    judge=judge_seeds(A_TABLE),
    seeds=(1, 1, 2),
    **ONCE,
)

experiment.slip(
    "places taken for rows",
    _by_both(
        POSITIVE_TEST,
        POSITIVE_VALIDATION,
        lambda _call, test, validation: _parts_differ(test, validation, 0.5),
    ),
)
experiment.slip(
    "not split by class",
    _by_both(
        POSITIVE_TEST,
        POSITIVE_VALIDATION,
        lambda call, test, validation: _parts_differ(test, validation, np.ravel(shares_of(call))),
    ),
)
experiment.slip("fractions left out", _by_both(SIZE, SIZES, _cut_into(*USUAL)))
experiment.slip("test rows for validation", _by_both(SIZE, SIZES, _cut_into(TRAIN, TEST, TEST)))
experiment.slip("validation rows for test", _by_both(SIZE, SIZES, _cut_into(TRAIN, VALIDATION, VALIDATION)))
experiment.sign(
    "all rows resampled for training",
    seen_by(
        lambda _call, without, with_it: np.all(without == 0) and np.all(with_it > 0.999),
        learner=SEEN,
        resampler=FOURFOLD,
    ),
)
experiment.sign(
    "no probabilities", seen_by(lambda _call, without, _with: without.max() <= 1, learner=NUMBER, score=MEAN_TEST)
)
experiment.slip(
    "drawn once for all repeats",
    _by_both(
        MEAN_TEST,
        SUM_OF_ALL[1],
        lambda _call, means, sums: all_different(means[..., 0]) and not drawn_anew(sums),
    ),
)
experiment.sign("means instead of all repeats", shaped(lambda shape, n_shares, _n_repeats: shape == (n_shares, 2)))
experiment.sign(
    "differences instead of both scores", shaped(lambda shape, n_shares, n_repeats: shape == (n_shares, n_repeats))
)
experiment.sign(
    "axes in another order",
    shaped(
        lambda shape, n_shares, n_repeats: (
            shape != (n_shares, n_repeats, 2) and sorted(shape) == sorted((n_shares, n_repeats, 2))
        )
    ),
)
experiment.sign(
    "n_repeats ignored",
    shaped(
        lambda shape, n_shares, n_repeats: len(shape) == 3 and shape[::2] == (n_shares, 2) and shape[1] != n_repeats
    ),
)
experiment.sign("share of the negatives", seen_by(_negatives, score=POSITIVE_TEST))
experiment.sign(
    "not to the nearest row",
    positives_drawn(lambda wanted, found: np.all(found == np.floor(wanted))),
    positives_drawn(lambda wanted, found: np.all(found == np.ceil(wanted))),
    only=True,
)
experiment.sign(
    "positives for each negative",
    positives_drawn(lambda wanted, found: np.all(np.abs(found - wanted / (1 + wanted / (ROWS + 3))) < 1)),
    seen_by(
        lambda call, without, _with: np.all(
            np.abs(without - shares_of(call) / (1 + shares_of(call))) < 2 * NEAR / VALIDATION
        ),
        learner=NUMBER,
        resampler=FOURFOLD,
    ),
    seen_by(
        lambda call, without, _with: np.all(np.abs(without - shares_of(call) / (1 + shares_of(call))) < NEAR / TRAIN),
        **NOT_RESAMPLED,
    ),
)
experiment.slip(
    "all parts resampled",
    lambda *exchanges: all(_fourfold(*exchange) for exchange in exchanges),
)
experiment.sign(
    "resampled before the split",
    seen_by(lambda _call, without, with_it: np.all(without == 0) and with_it.max() > 0, learner=SEEN),
)
experiment.sign("drawn with replacement", seen_by(lambda _call, without, _with: without.max() > 1, score=REPEATED))
experiment.sign(
    "judged on training rows",
    seen_by(lambda _call, without, with_it: without.max() > 0 and with_it.max() > 0, learner=SEEN),
)
experiment.sign(
    "test rows resampled",
    seen_by(
        lambda call, without, with_it: (
            _near_share(call, without, VALIDATION) and np.all(with_it[1:] > without[1:] + 0.1)
        ),
        resampler=FOURFOLD,
        learner=NUMBER,
    ),
)
experiment.sign(
    "test rows resampled", lambda call, reply: probe_of(call)[2] == POSITIVE_TEST and _fourfold(call, reply)
)
experiment.sign("with comes first", seen_by(_swapped, **NOT_RESAMPLED))
experiment.sign(
    "never resampled",
    seen_by(
        lambda call, without, with_it: _near_share(call, without, TRAIN) and np.allclose(without, with_it),
        **NOT_RESAMPLED,
    ),
)
experiment.sign(
    "always resampled",
    seen_by(
        lambda call, without, with_it: (
            np.allclose(without, with_it) and np.all(without[1:] > shares_of(call)[1:] + 0.1)
        ),
        **NOT_RESAMPLED,
    ),
)
experiment.sign(
    "balanced all the time",
    seen_by(lambda _call, without, _with: np.all(np.abs(without - 0.5) < 0.15), score=POSITIVE_TEST),
)
experiment.sign(
    "other test rows for each model",
    seen_by(
        lambda _call, without, with_it: not np.allclose(without, with_it),
        learner=NUMBER,
        resampler=SAME,
        score=MEAN_TEST,
    ),
)
experiment.sign(
    "the same rows in every repeat",
    seen_by(
        lambda _call, without, with_it: np.allclose(without, with_it) and not all_different(without),
        learner=NUMBER,
        score=MEAN_TEST,
    ),
)
experiment.sign(
    "validation and test exchanged",
    seen_by(lambda _call, without, _with: np.all(np.abs(without // 1000 - TEST) < NEAR), score=SIZES),
)
experiment.sign(
    "n_rows ignored",
    seen_by(
        lambda _call, without, _with: np.any(np.abs(without // 1000 + without % 1000 - ROWS / 2) > 2 * NEAR),
        score=SIZES,
    ),
    raised(saying="larger sample"),
)
experiment.sign(
    "rows and labels apart",
    seen_by(lambda _call, without, with_it: min(without.min(), with_it.min()) < 0.999, score=BESIDE),
)
seed_slips(experiment)

# The mean difference of each share, and its interval

CLOSE = 2e-3  # relative to the half width: tables give t to three digits


def five_repeats(_rng):
    """Return the scores that the notebook works by hand: one share, five repeats."""
    return np.array([[[0.50, 0.52], [0.60, 0.61], [0.40, 0.45], [0.70, 0.70], [0.55, 0.57]]])


def scores_of(n_shares, n_repeats, spread=0.02):
    """Return what draws scores: repeats that differ a lot, and differences that do not."""

    def make(rng):
        without = rng.uniform(0.3, 0.7, (n_shares, n_repeats, 1))
        gaps = rng.normal(np.linspace(0.05, -0.08, n_shares)[:, None], spread, (n_shares, n_repeats))
        return np.concatenate([without, without + gaps[..., None]], axis=2)

    return make


def none_in_the_first(rng):
    """Return scores that are the same both ways for the first of 4 shares."""
    scores = scores_of(4, 10)(rng)
    scores[0, :, 1] = scores[0, :, 0]
    return scores


def intervals(differences):
    """Return (mean, low, high) for each share; `differences` has the shape (shares, repeats)."""
    return np.array([paired_verdict(line)[:3] for line in differences])


def right(scores):
    """Return the right answer to a call."""
    return intervals(scores[..., 1] - scores[..., 0])


def judge_intervals(*exchanges):
    """Judge triples (mean, low, high), one for each share."""
    for call, reply in exchanges:
        answer, wanted = as_array(reply.answer), right(*call.args)
        if answer is None or answer.shape != wanted.shape:
            return "the answer does not hold three numbers, mean, low and high, for each share."
        if not _alike(answer, wanted):
            return "The answer is another one."
    return None


def _alike(answer, wanted):
    width = max(np.ptp(wanted), 1e-9)
    return answer.shape == wanted.shape and bool(np.all(np.abs(answer - wanted) < CLOSE * width))


def _like(variant):
    """Return a recogniser of ``variant(differences)``."""

    def seen(call, reply):
        answer, wrong = as_array(reply.answer), np.asarray(variant(call.args[0][..., 1] - call.args[0][..., 0]))
        return answer is not None and _alike(answer, wrong) and not _alike(answer, right(*call.args))

    return seen


def _rescaled(factor):
    """Return (mean, low, high) with the half width times ``factor(n_repeats)``."""

    def variant(differences):
        mean, low, high = intervals(differences).T
        half = (high - low) / 2 * factor(differences.shape[1])
        return np.column_stack([mean, mean - half, mean + half])

    return variant


def _counted(count):
    """Return (mean, low, high) as if there were ``count(differences)`` repeats."""

    def variant(differences):
        counted = count(differences)
        return _rescaled(lambda n: _t(counted) / _t(n) * np.sqrt(n / counted))(differences)

    return variant


def _half_widths(differences):
    """Return the three tables in which half the width stands for one end, or for both."""
    mean, low, high = intervals(differences).T
    ends = (mean - low, high - mean), (low, high - mean), (mean - low, high)
    return [np.column_stack([mean, *pair]) for pair in ends]


def _lopsided(call, reply):
    """Say whether the mean is right, and narrower ends lie about it, but not in the middle."""
    (mean, low, high), wanted = as_array(reply.answer).T, right(*call.args)
    width = wanted[:, 2] - wanted[:, 1]
    there = (width > 0) & (low < mean) & (mean < high) & (high - low < width)
    aside = np.abs((low + high) / 2 - mean) > CLOSE * width
    return np.allclose(mean, wanted[:, 0]) and np.all(there | (width == 0)) and np.any(there & aside)


def _t(n, confidence=0.95):
    """Return how many standard errors the interval of n differences reaches to each side."""
    differences = np.arange(float(n))
    mean, _, high, _ = paired_verdict(differences, confidence=confidence)
    return (high - mean) / (differences.std(ddof=1) / np.sqrt(n))


def _between(low, high):
    """Return (mean, two quantiles) of the differences themselves."""
    return lambda differences: np.column_stack(
        [differences.mean(axis=1), np.quantile(differences, low, axis=1), np.quantile(differences, high, axis=1)]
    )


def _unpaired(scores):
    n = scores.shape[1]
    mean = np.mean(scores[..., 1] - scores[..., 0], axis=1)
    error = np.sqrt(scores.var(axis=1, ddof=1).sum(axis=1) / n)
    times = _t(n), _t(2 * n - 1), 1.96, _t(n) * np.sqrt((n - 1) / n)  # the last for a variance divided by n
    return np.array([[mean - t * error, mean + t * error] for t in times]), mean


def _not_paired(call, reply):
    answer = as_array(reply.answer)
    candidates, mean = _unpaired(call.args[0])
    return answer is not None and any(_alike(answer, np.column_stack([mean, *ends])) for ends in candidates)


def alone(make):
    """Return what makes the one argument of a call."""
    return lambda rng: (make(rng),)


paired = EXERCISE.task("paired_intervals", judge=judge_intervals)
paired.case(
    "one share with five repeats, as worked by hand, and others", both(alone(five_repeats), alone(scores_of(1, 5)))
)
paired.case("5 shares with 20 repeats", alone(scores_of(5, 20)))
paired.case("3 shares with 8 repeats", alone(scores_of(3, 8)))
paired.case("2 shares with 3 repeats", alone(scores_of(2, 3)))
paired.case("4 shares, the first without any difference", alone(none_in_the_first))

paired.sign("without minus with", _like(lambda differences: intervals(-differences)))
paired.sign(
    "low and high exchanged",
    lambda call, reply: (
        _alike(np.sort(as_array(reply.answer), axis=-1), np.sort(right(*call.args), axis=-1))
        and not _alike(as_array(reply.answer), right(*call.args))
    ),
)
paired.sign("ends without the mean", *(_like(lambda d, place=place: _half_widths(d)[place]) for place in range(3)))
paired.sign(
    "one interval for all shares", _like(lambda d: np.tile(intervals(d.reshape(1, -1)), (len(d), 1))), only=True
)
paired.sign("median for the mean", _like(lambda d: np.column_stack([np.median(d, axis=1), intervals(d)[:, 1:]])))
paired.sign("not paired", _not_paired)
paired.sign("standard deviation instead of standard error", _like(_rescaled(np.sqrt)))
paired.sign("divided by n", _like(_rescaled(lambda n: 1 / np.sqrt(n))))
paired.sign(
    "one t for any number of repeats", *(_like(_rescaled(lambda n, t=t: t / _t(n))) for t in (1.96, 2.0, 2.776))
)
paired.sign("scatter divided by n", _like(_rescaled(lambda n: np.sqrt((n - 1) / n))))
paired.sign("t for one side", _like(_rescaled(lambda n: _t(n, 0.9) / _t(n))))
paired.sign("n degrees of freedom", _like(_rescaled(lambda n: _t(n + 1) / _t(n))))
paired.sign(
    "more differences counted than repeats",
    _like(_counted(lambda d: d.size)),
    _like(_counted(lambda d: 2 * d.shape[1])),
)
paired.sign("bootstrap of the mean", _lopsided)
paired.sign("no t at all", _like(_rescaled(lambda n: 1 / _t(n))))
paired.sign("quantiles of the differences", _like(_between(0.025, 0.975)))
paired.sign("smallest and largest difference", _like(_between(0, 1)))
paired.sign(
    "all shares together",
    lambda call, reply: len(call.args[0]) > 1 and np.shape(as_array(reply.answer)) in ((3,), (1, 3)),
)
paired.sign("over the wrong axis", lambda call, reply: np.shape(as_array(reply.answer)) == (call.args[0].shape[1], 3))
paired.sign("not a number", has_nan)
paired.slip("one column for each share", gives(lambda scores: right(scores).T, rtol=1e-2, atol=1e-3), whole=True)

# The F1 that the same detector has where positives are rarer


def _without_the_2(r, f, p):
    return over(r * p, r * p + f * (1 - p) + (1 - r) * p)


def _precision(r, f, p):
    return over(r * p, r * p + f * (1 - p))


def _any_point(rng):
    return tuple(round(float(number), 3) for number in rng.uniform((0.5, 0.05, 0.1), (0.95, 0.3, 0.45)))


rare = EXERCISE.task("f1_at_prevalence", f1_at_prevalence)
rare.case(
    "90 % and 10 %, as worked by hand, and another", lambda rng: [(0.9, 0.1, 0.5), (0.9, 0.1, 0.1), _any_point(rng)]
)
rare.case("any detector, any prevalence", lambda rng: [_any_point(rng) for _ in range(3)])
rare.case("few positives in 1,000", lambda rng: [(*_any_point(rng)[:2], int(rng.integers(1, 6)) / 1000)])
rare.case("no false alarm", lambda rng: [(_any_point(rng)[0], 0.0, _any_point(rng)[2])])
rare.case("everybody flagged", lambda rng: [(1.0, 1.0, _any_point(rng)[2])])
rare.case("not one positive flagged", lambda rng: [(0.0, *_any_point(rng)[1:]), _any_point(rng)])
rare.case("nobody flagged", lambda rng: [(0.0, 0.0, _any_point(rng)[2]), _any_point(rng)])

rare.sign("division by zero", raised("ZeroDivisionError"))
rare.sign("not a number", has_nan)
rare.twin("missed positives out of the negatives", lambda r, f, p: over(2 * r * p, 2 * r * p + (f + 1 - r) * (1 - p)))
rare.twin("false-alarm rate taken for 1 − precision", lambda r, f, _p: over(2 * r * (1 - f), r + 1 - f))
rare.sign(
    "0 without a false alarm", lambda call, reply: call.args[0] > 0 and call.args[1] == 0 and same(0.0, reply.answer)
)
rare.twin("precision returned", _precision)
rare.twin("false alarms out of all rows", lambda r, f, p: over(2 * r * p, r * p + p + f))
rare.twin("missed positives out of all rows", lambda r, f, p: over(2 * r * p, 2 * r * p + f * (1 - p) + 1 - r))
rare.sign("rounded", rounded(f1_at_prevalence))
rare.twin("recall returned", lambda r, _f, _p: r)
rare.twin("prevalence of the negatives", lambda r, f, p: f1_at_prevalence(r, f, 1 - p))
rare.twin("prevalence left out", lambda r, f, _p: f1_at_prevalence(r, f, 0.5))
rare.twin("specificity for the false-alarm rate", lambda r, f, p: f1_at_prevalence(r, 1 - f, p))
rare.twin("recall and false-alarm rate exchanged", lambda r, f, p: f1_at_prevalence(f, r, p))
rare.twin("plain mean", lambda r, f, p: (_precision(r, f, p) + r) / 2)
rare.twin("2 left out", _without_the_2)
rare.twin("half of it", lambda r, f, p: f1_at_prevalence(r, f, p) / 2)
rare.twin(
    "accuracy",
    lambda r, f, p: r * p + (1 - f) * (1 - p),
    lambda r, f, p: (r * p + (1 - f) * (1 - p)) * (r * p + f * (1 - p) > 0),
)
rare.twin("missed positives left out", lambda r, f, p: over(2 * r * p, 2 * r * p + f * (1 - p)))
rare.twin("F1 times the prevalence", lambda r, f, p: f1_at_prevalence(r, f, 0.5) * p)
