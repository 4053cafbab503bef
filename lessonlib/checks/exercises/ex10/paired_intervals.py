"""Exercise 10, second task: for each share, the mean difference and its interval."""

import numpy as np

from lessonlib.checks.arrays import as_array
from lessonlib.checks.cases import Call, Case, Slip, Task, gives, in_any
from lessonlib.checks.decisions import any_of
from lessonlib.compute.uncertainty import paired_verdict

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

    return in_any(seen)


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


def _case(name, make):
    return Case(name, lambda rng: (Call((make(rng),)),), judge_intervals)


PAIRED_INTERVALS = Task(
    "paired_intervals",
    cases=(
        _case("one share with five repeats, as worked by hand", five_repeats),
        _case("5 shares with 20 repeats", scores_of(5, 20)),
        _case("3 shares with 8 repeats", scores_of(3, 8)),
        _case("2 shares with 3 repeats", scores_of(2, 3)),
        _case("4 shares, the first without any difference", none_in_the_first),
    ),
    slips=(
        Slip(
            "without minus with",
            "The signs are the other way round: the difference is with − without, so that a gain is positive.",
            _like(lambda differences: intervals(-differences)),
        ),
        Slip(
            "low and high exchanged",
            "The three numbers are right, in another order: mean, low, high.",
            in_any(
                lambda call, reply: (
                    _alike(np.sort(as_array(reply.answer), axis=-1), np.sort(right(*call.args), axis=-1))
                    and not _alike(as_array(reply.answer), right(*call.args))
                )
            ),
        ),
        Slip(
            "not paired",
            "The interval is too wide: it looks as if the scatter of both scores is added. Both were measured on the "
            "same rows. Take the difference in each repeat first, then its scatter.",
            in_any(_not_paired),
        ),
        Slip(
            "standard deviation instead of standard error",
            "The interval holds most single differences, not the mean. The standard error of a mean is sd / √n.",
            _like(_rescaled(np.sqrt)),
        ),
        Slip(
            "divided by n",
            "The interval is too narrow: it looks as if sd / n were the standard error. It is sd / √n.",
            _like(_rescaled(lambda n: 1 / np.sqrt(n))),
        ),
        Slip(
            "1.96 for any number of repeats",
            "It looks as if 1.96 stands where t belongs. With few repeats the scatter is itself uncertain, and t is "
            "larger: 2.78 with 5 repeats.",
            _like(_rescaled(lambda n: 1.96 / _t(n))),
        ),
        Slip(
            "scatter divided by n",
            "The interval is slightly too narrow: divide the sum of squares by n − 1, `ddof=1`.",
            _like(_rescaled(lambda n: np.sqrt((n - 1) / n))),
        ),
        Slip(
            "t for one side",
            "It looks as if t leaves 5 % on one side. A 95 % interval leaves 2.5 % on each: the 0.975 quantile.",
            _like(_rescaled(lambda n: _t(n, 0.9) / _t(n))),
        ),
        Slip(
            "n degrees of freedom",
            "t has n − 1 degrees of freedom: one is spent on the mean.",
            _like(_rescaled(lambda n: _t(n + 1) / _t(n))),
        ),
        Slip(
            "more differences counted than repeats",
            "The interval is too narrow: n is the number of repeats of one share. Both scores of a repeat count as "
            "one, and repeats of other shares do not count.",
            any_of(_like(_counted(lambda d: d.size)), _like(_counted(lambda d: 2 * d.shape[1]))),
        ),
        Slip(
            "bootstrap of the mean",
            "The ends do not lie alike on both sides of the mean, as if they were quantiles of means of drawn "
            "differences. With few repeats these come out too narrow: mean ± t · sd / √n.",
            in_any(_lopsided),
        ),
        Slip(
            "no t at all",
            "It looks as if the interval is mean ± one standard error. Multiply it by t.",
            _like(_rescaled(lambda n: 1 / _t(n))),
        ),
        Slip(
            "quantiles of the differences",
            "These ends hold most of the single differences. Asked for is how sure the mean is: mean ± t · sd / √n.",
            _like(_between(0.025, 0.975)),
        ),
        Slip(
            "smallest and largest difference",
            "These are the smallest and the largest difference. Asked for is an interval for their mean.",
            _like(_between(0, 1)),
        ),
        Slip(
            "all shares together",
            "There is one interval for all shares. Each share gets its own.",
            in_any(lambda call, reply: len(call.args[0]) > 1 and np.shape(as_array(reply.answer)) in ((3,), (1, 3))),
        ),
        Slip(
            "over the wrong axis",
            "There is a line for each repeat. Average over the repeats, axis 1, and keep the shares.",
            in_any(lambda call, reply: np.shape(as_array(reply.answer)) == (call.args[0].shape[1], 3)),
        ),
        Slip(
            "one column for each share",
            "Rows and columns are exchanged: a row for each share, with its mean, low and high.",
            gives(lambda scores: right(scores).T, rtol=1e-2, atol=1e-3),
        ),
    ),
    hints=(
        "First the differences, with − without: `scores[:, :, 1] - scores[:, :, 0]`, a row for each share.",
        "For one share with n repeats: the mean, the standard deviation with `ddof=1`, and the standard error sd / √n. "
        "The ends are mean ± t · standard error.",
        "`scipy.stats.t.ppf(0.975, n - 1)` gives t. Or `paired_verdict(differences)` from `lessonlib` does all of it; "
        "its first three numbers are mean, low and high.",
    ),
)
