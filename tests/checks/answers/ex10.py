"""Answers to exercise 10, written as learners write them: loops and lists, other generators and other splits."""

# Learners leave arguments unused and draw from whatever generator they know.
# ruff: noqa: ARG001

import random

import numpy as np

from lessonlib.compute import prevalence
from lessonlib.compute.splits import stratified_split
from lessonlib.compute.uncertainty import paired_verdict
from tests.checks.answers import Answers

ratios = Answers("ratio_experiment")
gaps = Answers("paired_intervals")
transported = Answers("f1_at_prevalence")

FRACTIONS = (0.5, 0.2, 0.3)


def thinned(y, share, n_rows, rng, replace=False):
    n_positive = round(share * n_rows)
    counts = {1: n_positive, 0: n_rows - n_positive}
    return np.concatenate([rng.choice(np.flatnonzero(y == k), n, replace=replace) for k, n in counts.items()])


def split(y, rows, rng):
    return [rows[part] for part in stratified_split(y[rows], FRACTIONS, seed=int(rng.integers(2**31)))]


def experiment(X, y, shares, fit, resample, score, n_rows, n_repeats, seed, *, draw=thinned, cut=split, train=None):
    """Run it; whatever part is given replaces the right one."""
    rng = np.random.default_rng(seed)
    scores = []
    for share in shares:
        for _ in range(n_repeats):
            parts = cut(y, draw(y, share, n_rows, rng), rng)
            models = (train or both_ways)(X, y, parts, fit, resample)
            scores.append([judged(X, y, parts, model, score) for model in models])
    return np.array(scores).reshape(len(shares), n_repeats, 2)


def both_ways(X, y, parts, fit, resample):
    return fit(X[parts[0]], y[parts[0]]), fit(*resample(X[parts[0]], y[parts[0]]))


def judged(X, y, parts, model, score):
    _, validation, test = parts
    return score(y[validation], model(X[validation]), y[test], model(X[test]))


# ratio_experiment: right

ratios.right(prevalence.ratio_experiment)


@ratios.right
def two_loops(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    return experiment(X, y, shares, fit, resample, score, n_rows, n_repeats, seed)


@ratios.right
def parts_class_by_class(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    """No split function: each class is shuffled and cut; nested lists as the answer."""
    rng = np.random.RandomState(seed)
    table = []
    for share in shares:
        line = []
        for _ in range(n_repeats):
            n_positive = round(share * n_rows)
            pieces = []
            for label, count in ((1, n_positive), (0, n_rows - n_positive)):
                rows = rng.permutation(np.where(y == label)[0])[:count]
                pieces.append(np.split(rows, [round(0.5 * count), round(0.7 * count)]))
            parts = [np.append(*both) for both in zip(*pieces, strict=True)]
            line.append([float(judged(X, y, parts, m, score)) for m in both_ways(X, y, parts, fit, resample)])
        table.append(line)
    return table


@ratios.right
def pure_python(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    """Python's generator, a seed for each repeat, and single precision."""
    scores = np.zeros((len(shares), n_repeats, 2), dtype=np.float32)
    members = [[row for row in range(len(y)) if y[row] == label] for label in (0, 1)]
    for i, share in enumerate(shares):
        for j in range(n_repeats):
            rng = random.Random(f"{seed}-{i}-{j}")
            n_positive = round(share * n_rows)
            rows = np.array(rng.sample(members[1], n_positive) + rng.sample(members[0], n_rows - n_positive))
            parts = [rows[part] for part in stratified_split(y[rows], FRACTIONS, seed=rng.randrange(2**31))]
            for k, model in enumerate(both_ways(X, y, parts, fit, resample)):
                scores[i, j, k] = judged(X, y, parts, model, score)
    return scores


@ratios.right
def repeats_outside(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    """The loops the other way round, the axes put right at the end."""
    rng = np.random.default_rng(seed)
    scores = np.empty((n_repeats, 2, len(shares)))
    for repeat in range(n_repeats):
        for place, share in enumerate(shares):
            parts = split(y, thinned(y, share, n_rows, rng), rng)
            models = both_ways(X, y, parts, fit, resample)
            scores[repeat, :, place] = [judged(X, y, parts, model, score) for model in models]
    return scores.transpose(2, 0, 1)


# ratio_experiment: wrong


@ratios.wrong("means instead of all repeats")
def means_only(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    return experiment(X, y, shares, fit, resample, score, n_rows, n_repeats, seed).mean(axis=1)


@ratios.wrong("differences instead of both scores")
def differences(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    return np.diff(experiment(X, y, shares, fit, resample, score, n_rows, n_repeats, seed), axis=2)[..., 0]


@ratios.wrong("axes in another order")
def arms_first(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    return experiment(X, y, shares, fit, resample, score, n_rows, n_repeats, seed).transpose(2, 0, 1)


@ratios.wrong("n_repeats ignored")
def always_twenty(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    return experiment(X, y, shares, fit, resample, score, n_rows, 20, seed)


@ratios.wrong("share of the negatives")
def shares_of_the_majority(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    shares = [1 - share for share in shares]
    return experiment(X, y, shares, fit, resample, score, n_rows, n_repeats, seed)


@ratios.wrong("resampled before the split")
def resampled_first(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    rng = np.random.default_rng(seed)
    scores = np.empty((len(shares), n_repeats, 2))
    for place in np.ndindex(len(shares), n_repeats):
        rows = thinned(y, shares[place[0]], n_rows, rng)
        cut = int(rng.integers(2**31))
        for arm, (Xa, ya) in enumerate(((X[rows], y[rows]), resample(X[rows], y[rows]))):
            parts = stratified_split(ya, FRACTIONS, seed=cut)
            scores[(*place, arm)] = judged(Xa, ya, parts, fit(Xa[parts[0]], ya[parts[0]]), score)
    return scores


@ratios.wrong("test rows resampled")
def every_part_resampled(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    rng = np.random.default_rng(seed)
    scores = np.empty((len(shares), n_repeats, 2))
    for place in np.ndindex(len(shares), n_repeats):
        parts = split(y, thinned(y, shares[place[0]], n_rows, rng), rng)
        plain = [(X[part], y[part]) for part in parts]
        for arm, ((Xt, yt), (Xv, yv), (Xs, ys)) in enumerate((plain, [resample(*part) for part in plain])):
            model = fit(Xt, yt)
            scores[(*place, arm)] = score(yv, model(Xv), ys, model(Xs))
    return scores


@ratios.wrong("judged on training rows")
def no_split_at_all(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    return experiment(
        X,
        y,
        shares,
        fit,
        resample,
        score,
        n_rows,
        n_repeats,
        seed,
        train=lambda X, y, parts, fit, resample: both_ways(X, y, [np.concatenate(parts)], fit, resample),
    )


@ratios.wrong("with comes first")
def treatment_first(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    return experiment(X, y, shares, fit, resample, score, n_rows, n_repeats, seed)[..., ::-1]


@ratios.wrong("never resampled")
def forgotten(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    return experiment(X, y, shares, fit, lambda X, y: (X, y), score, n_rows, n_repeats, seed)


@ratios.wrong("always resampled")
def overwritten(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    def train(X, y, parts, fit, resample):
        X_train, y_train = resample(X[parts[0]], y[parts[0]])
        return fit(X_train, y_train), fit(X_train, y_train)

    return experiment(X, y, shares, fit, resample, score, n_rows, n_repeats, seed, train=train)


@ratios.wrong("balanced all the time")
def never_thinned(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    def draw(y, share, n_rows, rng):
        return rng.choice(len(y), n_rows, replace=False)

    return experiment(X, y, shares, fit, resample, score, n_rows, n_repeats, seed, draw=draw)


@ratios.wrong("places taken for rows")
def parts_not_looked_up(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    def cut(y, rows, rng):
        return list(stratified_split(y[rows], FRACTIONS, seed=int(rng.integers(2**31))))

    return experiment(X, y, shares, fit, resample, score, n_rows, n_repeats, seed, cut=cut)


@ratios.wrong("not split by class")
def cut_anyhow(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    def cut(_y, rows, rng):
        return np.split(rng.permutation(rows), [round(0.5 * len(rows)), round(0.7 * len(rows))])

    return experiment(X, y, shares, fit, resample, score, n_rows, n_repeats, seed, cut=cut)


@ratios.wrong("fractions left out")
def split_as_usual(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    def cut(y, rows, rng):
        return [rows[part] for part in stratified_split(y[rows], seed=int(rng.integers(2**31)))]

    return experiment(X, y, shares, fit, resample, score, n_rows, n_repeats, seed, cut=cut)


@ratios.wrong("test rows for validation")
def tuned_on_test(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    def cut(y, rows, rng):
        train, _, test = split(y, rows, rng)
        return train, test, test

    return experiment(X, y, shares, fit, resample, score, n_rows, n_repeats, seed, cut=cut)


@ratios.wrong("validation rows for test")
def never_tested(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    def cut(y, rows, rng):
        train, validation, _ = split(y, rows, rng)
        return train, validation, validation

    return experiment(X, y, shares, fit, resample, score, n_rows, n_repeats, seed, cut=cut)


@ratios.wrong("all rows resampled for training")
def resamples_X(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    def train(X, y, parts, fit, resample):
        return fit(X[parts[0]], y[parts[0]]), fit(*resample(X, y))

    return experiment(X, y, shares, fit, resample, score, n_rows, n_repeats, seed, train=train)


@ratios.wrong("no probabilities")
def decided_at_half(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    def of_decisions(u, p, v, q):
        return score(u, p >= 0.5, v, q >= 0.5)

    return experiment(X, y, shares, fit, resample, of_decisions, n_rows, n_repeats, seed)


@ratios.wrong("no probabilities")
def labels_last(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    def other_order(u, p, v, q):
        return score(p, u, q, v)

    return experiment(X, y, shares, fit, resample, other_order, n_rows, n_repeats, seed)


@ratios.wrong("drawn once for all repeats")
def drawn_before_the_repeats(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    rng = np.random.default_rng(seed)
    scores = np.empty((len(shares), n_repeats, 2))
    for place, share in enumerate(shares):
        rows = thinned(y, share, n_rows, rng)
        for repeat in range(n_repeats):
            parts = split(y, rows, rng)
            scores[place, repeat] = [judged(X, y, parts, m, score) for m in both_ways(X, y, parts, fit, resample)]
    return scores


@ratios.wrong("drawn once for all repeats")
def the_first_rows(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    def draw(y, share, n_rows, _rng):
        n_positive = round(share * n_rows)
        return np.append(np.flatnonzero(y == 1)[:n_positive], np.flatnonzero(y == 0)[: n_rows - n_positive])

    return experiment(X, y, shares, fit, resample, score, n_rows, n_repeats, seed, draw=draw)


@ratios.wrong("other test rows for each model")
def two_splits(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    first = experiment(X, y, shares, fit, resample, score, n_rows, n_repeats, seed)
    second = experiment(X, y, shares, fit, resample, score, n_rows, n_repeats, seed + 1)
    return np.stack([first[..., 0], second[..., 1]], axis=2)


@ratios.wrong("the same rows in every repeat")
def generator_in_the_loop(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    once = experiment(X, y, shares, fit, resample, score, n_rows, 1, seed)
    return np.repeat(once, n_repeats, axis=1)


@ratios.wrong("drawn with replacement")
def replaced(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    def draw(y, share, n_rows, rng):
        return thinned(y, share, n_rows, rng, replace=True)

    return experiment(X, y, shares, fit, resample, score, n_rows, n_repeats, seed, draw=draw)


@ratios.wrong("validation and test exchanged")
def exchanged(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    def cut(y, rows, rng):
        train, validation, test = split(y, rows, rng)
        return train, test, validation

    return experiment(X, y, shares, fit, resample, score, n_rows, n_repeats, seed, cut=cut)


@ratios.wrong("n_rows ignored")
def as_many_as_there_are(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    return experiment(X, y, shares, fit, resample, score, np.sum(y == 0), n_repeats, seed)


@ratios.wrong("rows and labels apart")
def places_for_rows(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    """The parts are places among the drawn rows, and labels are looked up in the whole of y."""

    def shuffled(y_part, p, y_test, q):
        return score(y_part[::-1], p, y_test[::-1], q)

    return experiment(X, y, shares, fit, resample, shuffled, n_rows, n_repeats, seed)


@ratios.wrong("not repeatable")
def no_seed(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    return experiment(X, y, shares, fit, resample, score, n_rows, n_repeats, None)


@ratios.wrong("seed ignored")
def one_seed(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    return experiment(X, y, shares, fit, resample, score, n_rows, n_repeats, 42)


@ratios.wrong(says="TypeError")
def forgets_the_star(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    def train(X, y, parts, fit, resample):
        return fit(X[parts[0]], y[parts[0]]), fit(resample(X[parts[0]], y[parts[0]]))

    return experiment(X, y, shares, fit, resample, score, n_rows, n_repeats, seed, train=train)


# paired_intervals: right


@gaps.right
def verdicts(scores):
    return [paired_verdict(line)[:3] for line in scores[:, :, 1] - scores[:, :, 0]]


@gaps.right
def by_formula(scores):
    from scipy.stats import t

    d = scores[..., 1] - scores[..., 0]
    n = d.shape[1]
    half = t.ppf(0.975, n - 1) * d.std(axis=1, ddof=1) / np.sqrt(n)
    return np.column_stack([d.mean(axis=1), d.mean(axis=1) - half, d.mean(axis=1) + half])


@gaps.right
def from_a_table(scores):
    """t looked up, three digits; loops."""
    quantile = {3: 4.303, 5: 2.776, 8: 2.365, 10: 2.262, 20: 2.093}
    answer = []
    for line in scores:
        d = [with_it - without for without, with_it in line]
        n, mean = len(d), sum(d) / len(d)
        sd = (sum((x - mean) ** 2 for x in d) / (n - 1)) ** 0.5
        answer.append((mean, mean - quantile[n] * sd / n**0.5, mean + quantile[n] * sd / n**0.5))
    return answer


@gaps.right
def borrowed(scores):
    """SciPy's paired test knows the interval; float32."""
    from scipy.stats import sem, t

    d = np.diff(scores, axis=2)[..., 0]
    middle, error = d.mean(axis=1), np.maximum(sem(d, axis=1), 1e-300)
    low, high = t.interval(0.95, d.shape[1] - 1, loc=middle, scale=error)
    return np.array([middle, low, high], dtype=np.float32).T


# paired_intervals: wrong


def around(d, half):
    middle = d.mean(axis=1)
    return np.column_stack([middle, middle - half, middle + half])


def t_of(n, q=0.975):
    from scipy.stats import t

    return t.ppf(q, n - 1)


def parts_of(scores):
    d = scores[..., 1] - scores[..., 0]
    return d, d.shape[1], d.std(axis=1, ddof=1)


@gaps.wrong("without minus with")
def other_sign(scores):
    return verdicts(scores[..., ::-1])


@gaps.wrong("low and high exchanged")
def high_first(scores):
    return by_formula(scores)[:, [0, 2, 1]]


@gaps.wrong("low and high exchanged")
def mean_in_the_middle(scores):
    return by_formula(scores)[:, [1, 0, 2]]


@gaps.wrong("not paired")
def two_scatters(scores):
    d, n, _ = parts_of(scores)
    return around(d, t_of(n) * np.sqrt(scores.var(axis=1, ddof=1).sum(axis=1) / n))


@gaps.wrong("standard deviation instead of standard error")
def scatter_of_one(scores):
    d, n, sd = parts_of(scores)
    return around(d, t_of(n) * sd)


@gaps.wrong("divided by n")
def no_root(scores):
    d, n, sd = parts_of(scores)
    return around(d, t_of(n) * sd / n)


@gaps.wrong("one t for any number of repeats")
def normal(scores):
    d, n, sd = parts_of(scores)
    return around(d, 1.96 * sd / np.sqrt(n))


@gaps.wrong("scatter divided by n")
def ddof_0(scores):
    d, n, _ = parts_of(scores)
    return around(d, t_of(n) * d.std(axis=1) / np.sqrt(n))


@gaps.wrong("t for one side")
def one_sided(scores):
    d, n, sd = parts_of(scores)
    return around(d, t_of(n, 0.95) * sd / np.sqrt(n))


@gaps.wrong("n degrees of freedom")
def one_degree_too_many(scores):
    d, n, sd = parts_of(scores)
    return around(d, t_of(n + 1) * sd / np.sqrt(n))


@gaps.wrong("not paired")
def two_scatters_divided_by_n(scores):
    d, n, _ = parts_of(scores)
    return around(d, t_of(n) * np.sqrt(scores.var(axis=1).sum(axis=1) / n))


@gaps.wrong("more differences counted than repeats")
def all_shares_counted(scores):
    d, _, sd = parts_of(scores)
    return around(d, t_of(d.size) * sd / np.sqrt(d.size))


@gaps.wrong("more differences counted than repeats")
def both_scores_counted(scores):
    d, n, sd = parts_of(scores)
    return around(d, t_of(2 * n) * sd / np.sqrt(2 * n))


@gaps.wrong("bootstrap of the mean")
def bootstrapped(scores):
    d, n, _ = parts_of(scores)
    means = d[:, np.random.default_rng(0).integers(n, size=(2000, n))].mean(axis=2)
    return np.column_stack([d.mean(axis=1), *np.percentile(means, [2.5, 97.5], axis=1)])


@gaps.wrong("no t at all")
def one_standard_error(scores):
    d, n, sd = parts_of(scores)
    return around(d, sd / np.sqrt(n))


@gaps.wrong("quantiles of the differences")
def percentiles(scores):
    d, *_ = parts_of(scores)
    return np.column_stack([d.mean(axis=1), *np.percentile(d, [2.5, 97.5], axis=1)])


@gaps.wrong("smallest and largest difference")
def whole_range(scores):
    d, *_ = parts_of(scores)
    return np.column_stack([d.mean(axis=1), d.min(axis=1), d.max(axis=1)])


@gaps.wrong("all shares together")
def one_for_all(scores):
    return paired_verdict((scores[..., 1] - scores[..., 0]).ravel())[:3]


@gaps.wrong("over the wrong axis")
def by_repeat(scores):
    d, *_ = parts_of(scores)
    middle = d.mean(axis=0)
    return np.column_stack([middle, middle - 0.01, middle + 0.01])


@gaps.wrong("one column for each share")
def transposed(scores):
    return by_formula(scores).T


# f1_at_prevalence: right

transported.right(prevalence.f1_at_prevalence)


@transported.right
def by_counts(recall, false_alarm_rate, prevalence):
    """A million rows, and their counts."""
    positives, negatives = 1e6 * prevalence, 1e6 * (1 - prevalence)
    tp, fp = recall * positives, false_alarm_rate * negatives
    return 2 * tp / (2 * tp + fp + (positives - tp))


@transported.right
def harmonic_mean(recall, false_alarm_rate, prevalence):
    flagged = recall * prevalence + false_alarm_rate * (1 - prevalence)
    if recall == 0 or flagged == 0:
        return 0
    precision = recall * prevalence / flagged
    return 2 / (1 / precision + 1 / recall)


@transported.right
def by_the_odds(recall, false_alarm_rate, prevalence):
    odds = (1 - prevalence) / prevalence
    return np.float32(2 * recall / (recall + false_alarm_rate * odds + 1))


# f1_at_prevalence: wrong


@transported.wrong("division by zero")
def no_look_at_the_denominator(recall, false_alarm_rate, prevalence):
    precision = recall * prevalence / (recall * prevalence + false_alarm_rate * (1 - prevalence))
    return 2 * precision * recall / (precision + recall)


@transported.wrong("not a number")
def numpy_lets_it_pass(recall, false_alarm_rate, prevalence):
    recall, false_alarm_rate = np.float64(recall), np.float64(false_alarm_rate)
    precision = recall * prevalence / (recall * prevalence + false_alarm_rate * (1 - prevalence))
    return 2 * precision * recall / (precision + recall)


def precision_at(recall, false_alarm_rate, prevalence):
    flagged = recall * prevalence + false_alarm_rate * (1 - prevalence)
    return recall * prevalence / flagged if flagged else 0.0


@transported.wrong("missed positives out of the negatives")
def misses_among_negatives(recall, false_alarm_rate, prevalence):
    tp, fp, fn = recall * prevalence, false_alarm_rate * (1 - prevalence), (1 - recall) * (1 - prevalence)
    return 2 * tp / (2 * tp + fp + fn)


@transported.wrong("false-alarm rate taken for 1 − precision")
def false_discoveries(recall, false_alarm_rate, prevalence):
    precision = 1 - false_alarm_rate
    return 2 * precision * recall / (precision + recall) if recall else 0.0


@transported.wrong("0 without a false alarm")
def no_alarm_no_score(recall, false_alarm_rate, prevalence):
    return by_counts(recall, false_alarm_rate, prevalence) if false_alarm_rate else 0.0


@transported.wrong("precision returned")
def the_precision(recall, false_alarm_rate, prevalence):
    return precision_at(recall, false_alarm_rate, prevalence)


@transported.wrong("recall returned")
def the_recall(recall, false_alarm_rate, prevalence):
    return recall


@transported.wrong("prevalence of the negatives")
def majority_share(recall, false_alarm_rate, prevalence):
    return by_counts(recall, false_alarm_rate, 1 - prevalence)


@transported.wrong("prevalence left out")
def rates_only(recall, false_alarm_rate, prevalence):
    return 2 * recall / (2 * recall + false_alarm_rate + (1 - recall))


@transported.wrong("prevalence left out")
def all_from_the_positives(recall, false_alarm_rate, prevalence):
    tp, fp, fn = recall * prevalence, false_alarm_rate * prevalence, (1 - recall) * prevalence
    return 2 * tp / (2 * tp + fp + fn)


@transported.wrong("specificity for the false-alarm rate")
def specificity(recall, false_alarm_rate, prevalence):
    return by_counts(recall, 1 - false_alarm_rate, prevalence)


@transported.wrong("recall and false-alarm rate exchanged")
def exchanged_rates(recall, false_alarm_rate, prevalence):
    return by_counts(false_alarm_rate, recall, prevalence)


@transported.wrong("plain mean")
def arithmetic(recall, false_alarm_rate, prevalence):
    return (precision_at(recall, false_alarm_rate, prevalence) + recall) / 2


@transported.wrong("2 left out")
def jaccard(recall, false_alarm_rate, prevalence):
    tp, fp, fn = recall * prevalence, false_alarm_rate * (1 - prevalence), (1 - recall) * prevalence
    return tp / (tp + fp + fn)


@transported.wrong("half of it")
def no_factor(recall, false_alarm_rate, prevalence):
    precision = precision_at(recall, false_alarm_rate, prevalence)
    return precision * recall / (precision + recall) if precision + recall else 0.0


@transported.wrong("accuracy")
def share_right(recall, false_alarm_rate, prevalence):
    return recall * prevalence + (1 - false_alarm_rate) * (1 - prevalence)


@transported.wrong("missed positives left out")
def no_misses(recall, false_alarm_rate, prevalence):
    tp, fp = recall * prevalence, false_alarm_rate * (1 - prevalence)
    return 2 * tp / (2 * tp + fp) if tp else 0.0


@transported.wrong("F1 times the prevalence")
def scaled(recall, false_alarm_rate, prevalence):
    return by_counts(recall, false_alarm_rate, 0.5) * prevalence


ANSWERS = (ratios, gaps, transported)


def cut_off(y, share, n_rows, rng):
    n_positive = int(share * n_rows)
    return np.concatenate(
        [rng.choice(np.flatnonzero(y == k), n, replace=False) for k, n in ((1, n_positive), (0, n_rows - n_positive))]
    )


@ratios.wrong("not to the nearest row")
def cuts_off(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    return experiment(X, y, shares, fit, resample, score, n_rows, n_repeats, seed, draw=cut_off)
