"""Exercise 09, first task: an average over models, each trained on a balanced bootstrap sample."""

import numpy as np

from lessonlib.checks.arrays import as_array
from lessonlib.checks.bags import (
    MANY,
    OWN,
    ROUND,
    SHARE,
    TIMES,
    TIMES_POSITIVE,
    bag_case,
    by_learner,
    counts,
    drawn_unevenly,
    models_of,
    numbered,
    one_for_each,
    whole,
)
from lessonlib.checks.bags_slips import DEFAULT, SAMPLING_SLIPS, SEED_SLIPS
from lessonlib.checks.cases import Slip, Task, in_any
from lessonlib.checks.plain import same


def itself(X, y):
    """Return arguments that ask for the training rows themselves."""
    return X, y, X


def seven_others(X, y):
    """Return arguments that ask for 7 rows with probabilities of their own."""
    return X, y, np.column_stack([np.arange(7) + 1000.5, np.linspace(0.1, 0.76, 7)])


def few(rng):
    """Return 10 positives and 30 negatives."""
    return numbered(rng, 10, 30)


def with_labels(kind):
    """Return what draws rows with labels of another type."""

    def make(rng):
        X, y = numbered(rng, 12, 45)
        return X, y.astype(kind)

    return make


def judge_of(right):
    """Return a judge of probabilities: ``right(call, p)`` says what is wrong, or nothing."""

    def judge(*exchanges):
        for call, reply in exchanges:
            p = one_for_each(reply, len(call.args[2]))
            if p is None:
                return "the answer does not hold one probability for each row of X_new."
            if wrong := right(call, p):
                return wrong
        return None

    return judge


def _half(_call, p):
    return None if np.allclose(p, 0.5, atol=ROUND) else "the models do not see as many positives as negatives."


def _sizes(call, p):
    n = np.sum(call.args[1] == 1)
    if not all(np.isclose(times.sum(), n, atol=1e-3) for times in counts(call, p)):
        return "on average a sample does not hold as many rows of each class as there are positives."
    return None


def _one_bootstrap(call, p):
    positives, negatives = counts(call, p)
    if wrong := _sizes(call, p):
        return wrong
    if not whole(p * 100):
        return "with n_estimators=1 there is more than one model."
    # 60 of 60 and 60 of 100 with replacement: without one repeated row once in 10²⁵ and once in 10¹⁰.
    if positives.max() < 1.5 or negatives.max() < 1.5:
        return "no row of one of the classes occurs twice in the sample: that is not a draw with replacement."
    return None


def _labels(call, p):
    with_label_1, of_negatives = counts(call, p)
    if of_negatives.max() > ROUND:
        return "some negatives were trained on with the label 1."
    right = np.isclose(with_label_1.sum(), len(with_label_1), atol=1e-3)
    return None if right else "the positives that come with the label 1 are not as many as there should be."


def _own(call, p):
    return None if np.allclose(p, call.args[2][:, 1], atol=1e-5) else "the models' probabilities are not averaged."


def _different(call, p):
    if wrong := _sizes(call, p):
        return wrong
    if whole(100 * p):
        return "all models see the same sample."
    return None if whole(1000 * p) else "without n_estimators there are to be 10 models."


def _fair(call, p):
    if wrong := _sizes(call, p):
        return wrong
    uneven = any(drawn_unevenly(times) for times in counts(call, p))
    return "over 200 models, some rows are drawn far more often than others of their class." if uneven else None


def judge_seeds(*exchanges):
    """Judge three answers: to seed 1 twice, then to seed 2."""
    if wrong := judge_of(_sizes)(*exchanges):
        return wrong
    first, again, other = (reply.answer for _, reply in exchanges)
    if not same(first, again):
        return "the same seed gives another answer the second time."
    return "another seed gives the same answer." if same(first, other) else None


def _by_model(call, reply):
    answer, models = as_array(reply.answer), models_of(call, DEFAULT)
    shapes = ((models, len(call.args[2])), (len(call.args[2]), models))
    return answer is not None and models > 1 and answer.shape in shapes


def _by_model_only(call, reply):
    answer = as_array(reply.answer)
    return answer is not None and answer.shape in ((), (models_of(call, DEFAULT),))


def _all_alike(looks_so):
    """Return a recogniser of probabilities that are too large or too small, all by one factor."""

    def seen(call, p):
        factors = p / call.args[2][:, 1]
        return np.allclose(factors, factors[0]) and looks_so(factors[0], models_of(call, DEFAULT))

    return by_learner(OWN, seen)


def _by_class(looks_so):
    """Return a recogniser of samples: ``looks_so(times, n, models)``, times of the positives and of the negatives."""

    def seen(call, p):
        times = counts(call, p)
        return looks_so(times, len(times[0]), models_of(call, DEFAULT))

    return by_learner(TIMES, seen)


def _sums(times):
    return np.array([of_class.sum() for of_class in times])


def _half_of_all(times, n, _models):
    return n < sum(map(len, times)) // 2 < len(times[1]) and np.allclose(_sums(times), sum(map(len, times)) // 2)


def _no_mean(times, n, models):
    """Say whether the counts of many models are whole or half, and add up neither to one sample nor to all of them."""
    together = any(np.allclose(_sums(times), one) for one in (n, models * n))
    return models == MANY and whole(2 * np.concatenate(times)) and not together


def _some_for_all(times, n, models):
    """Say whether several rows of a class are in none of many samples that are balanced."""
    never = [np.sum(of_class < ROUND) for of_class in times]
    return models == MANY and max(never) > 1 and np.allclose(_sums(times), n)


BALANCED_BAGGING = Task(
    "balanced_bagging",
    cases=(
        bag_case("half of what a model sees is positive", SHARE, judge_of(_half), with_labels(int), seven_others),
        bag_case("one model: its sample", TIMES, judge_of(_one_bootstrap), numbered, itself, points=2, n_estimators=1),
        bag_case("every row keeps its label", TIMES_POSITIVE, judge_of(_labels), numbered, itself, n_estimators=3),
        bag_case("each of 10 models has a sample of its own", TIMES, judge_of(_different), numbered, itself),
        bag_case("200 models: every row has its turn", TIMES, judge_of(_fair), few, itself, n_estimators=MANY),
        bag_case("7 new rows, 4 models", OWN, judge_of(_own), numbered, seven_others, n_estimators=4),
        bag_case("the seed decides", TIMES, judge_seeds, numbered, itself, n_estimators=3, seeds=(1, 1, 2)),
        bag_case("labels False and True", SHARE, judge_of(_half), with_labels(bool), seven_others),
        bag_case("labels as floats", SHARE, judge_of(_half), with_labels(float), seven_others),
    ),
    slips=(
        Slip(
            "training rows predicted",
            "It looks as if the training rows are predicted. The probabilities of X_new are asked for.",
            by_learner(OWN, lambda call, p: p.shape == call.args[1].shape),
        ),
        Slip(
            "not averaged",
            "Your answer holds the probabilities of every single model. Average them over the models: `axis=0`.",
            in_any(_by_model),
        ),
        Slip(
            "averaged over the rows",
            "Every row of X_new is to keep a probability of its own. Average over the models only: `axis=0`.",
            in_any(_by_model_only),
        ),
        Slip(
            "summed",
            "The probabilities are added up. Divide the sum by the number of models.",
            _all_alike(lambda factor, models: models > 1 and np.isclose(factor, models)),
        ),
        Slip(
            "divided too often",
            "The probabilities are too small, all by the same factor: more models are divided by than were added up. "
            "Does the loop `return` too early or leave a model out, or is a mean divided once more?",
            _all_alike(lambda factor, _models: 0 < factor < 0.999),
        ),
        Slip(
            "votes instead of probabilities",
            "It looks as if each model votes 0 or 1. Average the probabilities themselves: a vote throws away how "
            "sure a model is.",
            by_learner(OWN, lambda _call, p: np.isin(p, [0, 1]).all()),
        ),
        Slip(
            "half of all rows from each class",
            "The samples are balanced, but as large as the data. Draw as many rows of each class as there are "
            "positives.",
            _by_class(_half_of_all),
        ),
        Slip(
            "no mean",
            "Many models together count a row as often as a single one can, or do not count it at all. Is it their "
            "median, or the largest of them? Take the mean.",
            _by_class(_no_mean),
        ),
        Slip(
            "some rows for all models",
            "Several rows of a class are in none of 200 samples. Choose from all rows of the class, anew for each "
            "model: nothing is to be picked before the loop, and no generator to be made in it.",
            _by_class(_some_for_all),
        ),
        *SAMPLING_SLIPS,
        *SEED_SLIPS,
    ),
    hints=(
        "One loop over the models. In it: draw the rows, fit, predict `X_new`, and remember the probabilities. After "
        "it: their mean.",
        "The row numbers of a class: `positives = np.flatnonzero(y == 1)`, and likewise `negatives`. The generator is "
        "made once, before the loop.",
        "A sample: `rows = np.append(rng.choice(positives, size=n), rng.choice(negatives, size=n))` with "
        "`n = len(positives)`. `rng.choice` draws with replacement unless told otherwise.",
        "`predict = fit(X[rows], y[rows])`, then `total += predict(X_new)`; after the loop "
        "`return total / n_estimators`.",
    ),
)
