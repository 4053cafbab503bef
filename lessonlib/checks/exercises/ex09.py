"""Exercise 09: balanced bagging, and the predictions that it gives for its own training rows.

The bounds are so wide that a right answer exceeds one of them less than once in a million checks; a test says so.
"""

import numpy as np

from lessonlib.checks.learners import SEEN, SHARE, learner
from lessonlib.checks.plain import as_array
from lessonlib.checks.signs import judge_alike, judge_seeds, seed_slips, twice_with
from lessonlib.checks.task import Exercise, Formula

EXERCISE = Exercise("ex09", may_use=("logistic",))

# Learners that tell what they were trained on; the second feature of every row lies between 0 and 1

ROUND = 1e-6
HUNDREDTH = 0.01  # what one occurrence of a row in a sample adds
MANY = 100  # models whose samples are counted together
UNEVEN = {10: 60.0, 30: 110.0}  # bounds for χ², by the number of rows that are drawn from
TIMES = learner("0.01 for each time the row was drawn", "0.01 * ((rows[:, :1] == X[:, 0]) @ ONES)")
TIMES_POSITIVE = learner(
    "0.01 for each time the row was drawn as a positive", "0.01 * (((rows[:, :1] == X[:, 0]) & (y == 1)) @ ONES)"
)

OWN = learner("the row's second feature", "rows[:, 1]")
MEAN = learner("the mean second feature it was trained on", "0 * rows[:, 0] + X[:, 1] @ ONES / y.size")


def numbered(rng, n_positive=40, n_negative=60):
    """Return shuffled rows as described above, and their labels."""
    n = n_positive + n_negative
    y = rng.permutation(np.repeat([0, 1], [n_negative, n_positive]))
    return np.column_stack([rng.permutation(n) / 8, rng.uniform(0.05, 0.95, n)]), y


def learns_by(call):
    """Return the learner of a call, one of the formulas above."""
    return next(argument for argument in call.args if isinstance(argument, Formula))


def one_for_each(reply, n):
    """Return an answer as floats, shape (n,), or None if it is anything else; NaN is let pass."""
    answer = as_array(reply.answer)
    return answer.astype(float) if answer is not None and answer.shape == (n,) else None


def by_learner(learner, looks_so):
    """Return the sign in the calls with this learner: ``looks_so(call, answer)``, the answer as an array."""

    def seen(call, reply):
        answer = as_array(reply.answer)
        return learns_by(call) == learner and answer is not None and bool(looks_so(call, answer.astype(float)))

    return seen


def counts(call, answer):
    """Return how often each row of a class occurs in a sample on average, as a pair: positives, negatives."""
    positive, times = call.args[1] == 1, answer / HUNDREDTH
    return times[positive], times[~positive]


def whole(numbers):
    """Say whether all are whole numbers."""
    return bool(np.all(np.abs(np.asarray(numbers) - np.round(numbers)) < 1e-3))


def unevenness(times, models):
    """Return χ² of how often rows of one class were drawn by all models together.

    >>> float(unevenness(np.array([0.5, 1.5]), models=2))
    1.0
    """
    drawn = times * models
    return np.sum((drawn - drawn.mean()) ** 2) / max(drawn.mean(), ROUND)


def drawn_unevenly(times):
    """Say whether `MANY` models drew some rows of a class far more often than others."""
    return len(times) in UNEVEN and unevenness(times, MANY) > UNEVEN[len(times)]


def models_of(call):
    """Return the number of models that a call asks for."""
    return call.kwargs.get("n_estimators", 10 if len(call.args) == 4 else 50)


# What samples look like that are not balanced bootstraps


def _times(looks_so):
    """Return the sign of samples: ``looks_so(positives, negatives, models)``, the first two as mean counts."""

    def seen(call, answer):
        on_itself = answer.shape == call.args[1].shape
        return on_itself and looks_so(*counts(call, answer), models_of(call))

    return by_learner(TIMES, seen)


def _adds_up(times):
    """Say whether a sample holds as many rows as the data."""
    return abs(sum(times) - len(times)) < 1e-3


def _balanced(positives, negatives):
    return abs(positives.sum() - len(positives)) < 1e-3 and abs(negatives.sum() - len(positives)) < 1e-3


def _of_all_rows(positives, negatives, _models):
    """Say whether a sample is as large as the data, or as a balanced one, which it is not."""
    both = [*positives, *negatives]
    return _adds_up(both) or (abs(sum(both) - 2 * len(positives)) < 1e-3 and not _balanced(positives, negatives))


def _relabelled(call, p):
    return p.shape == call.args[1].shape and counts(call, p)[1].max() > ROUND


def _from_the_front(call, answer):
    """Say whether no row beyond the size of the larger class is ever drawn: it was numbered within its class."""
    largest = max(np.sum(call.args[1] == label) for label in (0, 1))
    return answer.shape == call.args[1].shape and answer.max() > ROUND and np.all(answer[largest:] < ROUND)


# An average over models, each trained on a balanced bootstrap sample


def asking(*learners, of=numbered, about=lambda X, y: (X, y)):
    """Return what makes a call for each learner on the rows of ``of(rng)``: ``about(X, y)``, then the learner."""

    def make(rng):
        rows = about(*of(rng))
        return [(*rows, one) for one in learners]

    return make


def itself(X, y):
    """Return arguments that ask for the training rows themselves."""
    return X, y, X


def seven_others(X, y):
    """Return arguments that ask for 7 rows with probabilities of their own."""
    return X, y, np.column_stack([np.arange(7) + 1000.5, np.linspace(0.1, 0.76, 7)])


def few(rng):
    """Return 10 positives and 30 negatives."""
    return numbered(rng, 10, 30)


def mostly_positive(rng):
    """Return 40 positives and 25 negatives."""
    return numbered(rng, 40, 25)


def with_twins(rng):
    """Return rows of which each occurs twice in its class."""
    X, y = numbered(rng, 30, 50)
    order = rng.permutation(2 * len(y)) % len(y)
    return X[order], y[order]


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
    # 40 of 40 and 40 of 60 with replacement: without one repeated row once in 10¹⁶ and once in 10⁷.
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
    return "over many models, some rows are drawn far more often than others of their class." if uneven else None


def _by_model(call, reply):
    answer, models = as_array(reply.answer), models_of(call)
    shapes = ((models, len(call.args[2])), (len(call.args[2]), models))
    return answer is not None and models > 1 and answer.shape in shapes


def _by_model_only(call, reply):
    answer = as_array(reply.answer)
    return answer is not None and answer.shape in ((), (models_of(call),))


def _all_alike(looks_so):
    """Return the sign of probabilities that are too large or too small, all by one factor."""

    def seen(call, p):
        factors = p / call.args[2][:, 1]
        return np.allclose(factors, factors[0]) and looks_so(factors[0], models_of(call))

    return by_learner(OWN, seen)


def _by_class(looks_so):
    """Return the sign of samples: ``looks_so(times, n, models)``, times of the positives and of the negatives."""

    def seen(call, p):
        times = counts(call, p)
        return looks_so(times, len(times[0]), models_of(call))

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


bagging = EXERCISE.task("balanced_bagging", probes=True)
bagging.case(
    "half of what a model sees is positive",
    asking(SHARE, of=with_labels(int), about=seven_others),
    judge=judge_of(_half),
)
bagging.case(
    "one model: its sample", asking(TIMES, about=itself), judge=judge_of(_one_bootstrap), points=2, n_estimators=1
)
bagging.case("every row keeps its label", asking(TIMES_POSITIVE, about=itself), judge=judge_of(_labels), n_estimators=3)
bagging.case("each of 10 models has a sample of its own", asking(TIMES, about=itself), judge=judge_of(_different))
bagging.case(
    f"{MANY} models: every row has its turn",
    asking(TIMES, of=few, about=itself),
    judge=judge_of(_fair),
    n_estimators=MANY,
)
bagging.case("7 new rows, 4 models", asking(OWN, about=seven_others), judge=judge_of(_own), n_estimators=4)
bagging.case(
    "the seed decides",
    asking(TIMES, about=itself),
    judge=judge_seeds(judge_of(_sizes)),
    seeds=(1, 1, 2),
    n_estimators=3,
)
bagging.case(
    "more positives than negatives",
    asking(TIMES, of=mostly_positive, about=itself),
    judge=judge_of(_sizes),
    n_estimators=5,
)
bagging.case("labels False and True", asking(SHARE, of=with_labels(bool), about=seven_others), judge=judge_of(_half))
bagging.case("labels as floats", asking(SHARE, of=with_labels(float), about=seven_others), judge=judge_of(_half))

bagging.sign("training rows predicted", by_learner(OWN, lambda call, p: p.shape == call.args[1].shape))
bagging.sign("not averaged", _by_model)
bagging.sign("averaged over the rows", _by_model_only)
bagging.sign("summed", _all_alike(lambda factor, models: models > 1 and np.isclose(factor, models)))
bagging.sign("divided too often", _all_alike(lambda factor, _models: 0 < factor < 0.999))
bagging.sign("votes instead of probabilities", by_learner(OWN, lambda _call, p: np.isin(p, [0, 1]).all()))
bagging.sign("half of all rows from each class", _by_class(_half_of_all))
bagging.sign("no mean", _by_class(_no_mean))
bagging.sign("some rows for all models", _by_class(_some_for_all))
bagging.sign("no sample drawn", _times(lambda positives, negatives, _n: np.allclose([*positives, *negatives], 1)))
bagging.sign(
    "smaller class decides",
    _by_class(lambda times, n, _models: len(times[1]) < n and np.allclose(_sums(times), len(times[1]))),
    only=True,
)
bagging.sign(
    "minority blown up",
    _times(lambda positives, negatives, _n: np.allclose([positives.sum(), negatives.sum()], len(negatives))),
)
bagging.sign("labels apart from rows", by_learner(TIMES_POSITIVE, _relabelled))
bagging.sign("place in the class taken for the row", by_learner(TIMES, _from_the_front))
bagging.sign("bootstrap of all rows", _times(_of_all_rows))
bagging.sign(
    "whole minority in every sample",
    _times(lambda positives, negatives, _n: np.allclose(positives, 1) and _balanced(positives, negatives)),
)
bagging.sign(
    "majority without replacement",
    _times(
        lambda positives, negatives, n: (
            n == 1 and _balanced(positives, negatives) and whole(negatives) and negatives.max() < 1.5
        )
    ),
)
bagging.sign(
    "one sample for all models",
    _times(
        lambda positives, negatives, n: n > 1 and _balanced(positives, negatives) and whole([*positives, *negatives])
    ),
)
bagging.sign(
    "n_estimators ignored",
    _times(
        lambda positives, negatives, n: (
            n == 1 and _balanced(positives, negatives) and not whole([*positives, *negatives])
        )
    ),
)
bagging.sign(
    "a row never drawn",
    _times(lambda positives, negatives, n: n == MANY and min(positives.min(), negatives.min()) < ROUND),
)
bagging.sign(
    "unequal chances",
    _times(lambda positives, negatives, n: n == MANY and (drawn_unevenly(positives) or drawn_unevenly(negatives))),
)
seed_slips(bagging)

# Every training row predicted by the models that have not seen it

THOUSANDTH = 0.001
SIZE = Formula("lambda X, y: lambda rows: 0 * rows[:, 0] + 0.001 * y.size", "fit: 0.001 for each row it was trained on")


def right_size(call):
    """Return what the learner `SIZE` says of a balanced sample."""
    return THOUSANDTH * 2 * np.sum(call.args[1] == 1)


def _of_one(looks_so):
    """Return the sign for one model: ``looks_so(p, positive)``, with its predictions or NaN, row by row."""

    def seen(call, p):
        return models_of(call) == 1 and p.shape == call.args[1].shape and looks_so(p, call.args[1] == 1)

    return by_learner(OWN, seen)


def _by_known(learner, looks_so):
    """Return the sign of the predictions that are there: ``looks_so(call, known, p)``."""

    def seen(call, p):
        known = ~np.isnan(p)
        return p.shape == call.args[1].shape and known.any() and looks_so(call, known, p)

    return by_learner(learner, seen)


def _by_row(looks_so):
    """Return the sign of an answer with an entry for each row: ``looks_so(call, p)``."""

    def seen(call, reply):
        p = one_for_each(reply, len(call.args[1]))
        return p is not None and looks_so(call, p)

    return seen


def _too_short(call, reply):
    answer = as_array(reply.answer)
    return answer is not None and answer.ndim == 1 and 1 < len(answer) < len(call.args[1])


def _shaped(looks_so):
    """Return the sign of shapes: ``looks_so(answer, models, n_rows)``."""

    def seen(call, reply):
        answer = as_array(reply.answer)
        return answer is not None and looks_so(answer, models_of(call), len(call.args[1]))

    return seen


def _all_own(call, p):
    return np.isclose(p, call.args[0][:, 1], atol=1e-5)


def _filled(call, p):
    """Say whether one and the same number stands where the one model has seen the row."""
    others = p[~_all_own(call, p)]
    return models_of(call) == 1 and 10 < len(others) < len(p) and np.ptp(others) < ROUND


def _shared(p):
    return len(p) > 90 and len(np.unique(p)) <= 0.75 * len(p)


def _stuck(call, p):
    """Say whether many models leave rows of both classes unpredicted, but not all."""
    unknown = [np.isnan(p[call.args[1] == label]) for label in (0, 1)]
    return models_of(call) == 30 and all(5 < rows.sum() < len(rows) for rows in unknown)


def _shrunk(call, known, p):
    """Say whether every probability is a part of what it should be, and of some less than of others."""
    part = p[known] / call.args[0][known, 1]
    return np.all((part > -ROUND) & (part < 1 + 1e-5)) and 0.2 < part.mean() < 0.95


def _summed(call, known, p):
    times = p[known] / call.args[0][known, 1]
    return models_of(call) > 1 and times.max() > 1.5 and np.allclose(times, np.round(times), atol=1e-3)


def _misplaced(call, known, p):
    """Say whether some prediction is larger or smaller than its own by more than a factor could explain."""
    own, there = call.args[0][known, 1], p[known]
    mirrored = np.allclose(there, 1 - own, atol=1e-3)
    return not (mirrored or np.allclose(there, own, atol=1e-3)) and np.all((there > 0.05) & (there < 0.95))


def judge_rows(right):
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


def _nearly_all(p):
    """Say whether as few rows as after 30 models are without a prediction; a right answer has none, nearly always."""
    return np.isnan(p).sum() <= 2


def _unseen(_call, p):
    if not _nearly_all(p):
        return "rows that some of the models have not seen are without a prediction."
    return None if np.nanmax(p) < ROUND else "some rows are predicted by models that were trained on them."


def _own_mean(call, p):
    if not _nearly_all(p):
        return "rows that some of the models have not seen are without a prediction."
    known = ~np.isnan(p)
    if learns_by(call) == MEAN:
        # Hardly two rows are left out by the same of 30 models; a median or one model's number is shared by many.
        right = len(np.unique(p[known])) > 0.75 * known.sum()
    else:
        right = np.allclose(p[known], call.args[0][known, 1], atol=1e-5)
    return None if right else "the answer is not the mean over the models, row by row."


def _still_half(call, p):
    known = p[~np.isnan(p)]
    if learns_by(call) == SIZE:
        right = len(known) and np.allclose(known, right_size(call))
        return None if right else "a sample does not hold as many rows of each class as there are positives."
    return None if len(known) and np.allclose(known, 0.5, atol=ROUND) else "the samples are not balanced."


def _one_model(call, p):
    """Judge the rows that one model leaves out: of 40 positives about 15, of 60 negatives about 31."""
    positive = call.args[1] == 1
    seen, n = np.isnan(p), positive.sum()
    if not seen.any():
        return "with one model, the rows that it has seen have no prediction: NaN."
    if not np.allclose(p[~seen], call.args[0][~seen, 1], atol=1e-5):
        return "the rows that the one model has not seen are not predicted by it."
    # All 40 drawn once in 10¹⁶; 40 different ones of 60 once in 10⁷.
    if seen[positive].all() or seen[~positive].sum() >= n:
        return "the sample is no bootstrap of both classes, of as many rows each as there are positives."
    return None if seen[positive].sum() < n and seen[~positive].any() else "the sample is not balanced."


def _twins_apart(call, p):
    """Judge rows of which each occurs twice: none of 30 positive pairs has one twin drawn alone once in 10⁸."""
    known = ~np.isnan(p)
    if not np.allclose(p[known], call.args[0][known, 1], atol=1e-5):
        return "the rows that the one model has not seen are not predicted by it."
    together = _twins_known(call, p)
    return None if np.any(together == 1) else "a row is taken for seen where only its twin was drawn."


def _different(p):
    """Return how many different predictions there are."""
    return len(np.unique(np.round(p[~np.isnan(p)], 9)))


def _as_few_models(call, p):
    """Judge means over at most three models, which are those of seven sets of them."""
    return None if _different(p) < 2 ** models_of(call) else "there are more models than n_estimators."


def _too_many_models(call, p):
    """Say whether there are more different means than the models have sets, or one model has left out every row."""
    if learns_by(call) == MEAN:
        return _different(p) >= 2.0 ** models_of(call)
    return _seen_predicted(call, p)


def _seen_predicted(call, p):
    """Say whether, of one model, rows that it must have seen are predicted as well."""
    return learns_by(call) == OWN and models_of(call) == 1 and np.sum(~_all_own(call, p)) <= 2


def _twins_known(call, p):
    """Return of how many of its two rows each positive pair has a prediction."""
    X, y = call.args[:2]
    _, which = np.unique(X[y == 1, 0], return_inverse=True)
    return np.bincount(which, ~np.isnan(p[y == 1]))


def _by_value(call, p):
    pairs = _twins_known(call, p)
    return (
        models_of(call) == 1
        and len(pairs) == np.sum(call.args[1] == 1) / 2
        and np.all(pairs % 2 == 0)
        and np.any(pairs)
    )


left_out = EXERCISE.task("out_of_bag", probes=True)
left_out.case("50 models that know their own rows by heart", asking(SEEN), judge=judge_rows(_unseen), points=2)
left_out.case("30 models, each row's own probability", asking(OWN, MEAN), judge=judge_rows(_own_mean), n_estimators=30)
left_out.case("one model: who is left out", asking(OWN), judge=judge_rows(_one_model), points=2, n_estimators=1)
left_out.case(
    "one model, rows that occur twice", asking(OWN, of=with_twins), judge=judge_rows(_twins_apart), n_estimators=1
)
left_out.case(
    "half of what a model sees is positive", asking(SHARE, SIZE), judge=judge_rows(_still_half), n_estimators=10
)
left_out.case(
    "the seed decides",
    asking(MEAN),
    judge=judge_seeds(judge_rows(_as_few_models)),
    seeds=(1, 1, 2),
    n_estimators=3,
)

left_out.case(
    "the default n_estimators, left out and said",
    twice_with(lambda rng: (*numbered(rng), MEAN), 50),
    judge=judge_alike(judge_rows(lambda _call, _p: None)),
    seed=3,
)

left_out.sign("not averaged", _shaped(lambda answer, n, n_rows: n > 1 and answer.shape in ((n, n_rows), (n_rows, n))))
left_out.sign("rows known by their values", by_learner(OWN, _by_value), only=True)
left_out.sign("averaged over the rows", _shaped(lambda answer, n, _n_rows: answer.shape == (n,)))
left_out.sign(
    "NaN everywhere", _shaped(lambda answer, n, n_rows: n > 1 and answer.shape == (n_rows,) and np.isnan(answer).all())
)
left_out.sign("rows without a prediction left out", _too_short)
left_out.sign("only the models that have seen it", _by_known(SEEN, lambda _call, known, p: np.allclose(p[known], 1)))
left_out.sign("all models averaged", _by_known(SEEN, lambda _call, known, p: known.all() and 0.05 < p.mean() < 0.95))
left_out.sign("0 in place of NaN", _of_one(lambda p, _positive: not np.isnan(p).any() and np.any(p == 0)))
left_out.sign("another number in place of NaN", by_learner(OWN, _filled))
left_out.sign(
    "divided by all models", _by_known(OWN, lambda call, known, p: models_of(call) > 1 and _shrunk(call, known, p))
)
left_out.sign("summed", _by_known(OWN, _summed))
left_out.sign("votes instead of probabilities", _by_known(OWN, lambda _call, known, p: np.isin(p[known], [0, 1]).all()))
left_out.sign("seen rows predicted", _by_row(_seen_predicted), only=True)
left_out.sign("n_estimators ignored", _by_row(_too_many_models), only=True)
left_out.sign(
    "whole minority in every sample",
    _of_one(lambda p, positive: np.isnan(p[positive]).all() and not np.isnan(p[~positive]).all()),
)
left_out.sign(
    "bootstrap of all rows", _by_known(SHARE, lambda _call, known, p: not np.allclose(p[known], 0.5, atol=ROUND))
)
left_out.sign("samples of another size", by_learner(SIZE, lambda call, p: np.any(np.abs(p - right_size(call)) > ROUND)))
left_out.sign("no mean", _by_known(MEAN, lambda call, known, p: models_of(call) == 30 and _shared(p[known])))
left_out.sign(
    "majority without replacement",
    _of_one(lambda p, positive: np.isnan(p[~positive]).sum() == positive.sum() > np.isnan(p[positive]).sum()),
)
left_out.sign("one sample for all models", by_learner(MEAN, lambda call, p: _stuck(call, p) and _different(p) == 1))
left_out.sign("seen once, seen for all", by_learner(MEAN, lambda call, p: _stuck(call, p) and _different(p) > 1))
left_out.sign("predictions in the wrong places", _by_known(OWN, _misplaced))
seed_slips(left_out)
