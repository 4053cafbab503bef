"""The numbers of a decision dossier: strategies on the same splits, the line, another prevalence, and one last look.

Every strategy's probabilities are brought to the prevalence where the detector will be used, and every one is judged
by the same goal. The share of positives is assumed to be all that changes: P(x | y) stays.
"""

from itertools import islice
from typing import Any, NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits

from lessonlib.compute import alarms
from lessonlib.compute.calibration import brier_score, correct_prior
from lessonlib.compute.compare import MINIMUM_POSITIVES
from lessonlib.compute.copies import copies as which_copies
from lessonlib.compute.goal import Goal, Rates, make_goal
from lessonlib.compute.last_part import LastPart, bill_by_amount
from lessonlib.compute.plan import Plan, make_plan
from lessonlib.compute.prepare import preparation, prepared
from lessonlib.compute.recipes import (
    BOOSTING,
    LOGISTIC,
    PLAIN,
    RECALIBRATED,
    SCORES,
    YOURS,
    Recipe,
    fit,
    learnt_prevalence,
    moved,
    probabilities,
    recalibrated,
    treated,
    untreated,
)
from lessonlib.compute.table import read_features
from lessonlib.compute.uncertainty import holm, paired_p_value, paired_verdict
from lessonlib.compute.validate import are_probabilities, as_both_classes, as_count, as_features, as_vector, same_length

FACTORS = (0.5, 1.0, 2.0, 5.0)  # of the prevalence where the detector will be used
REPEATS = ((5_000, 20), (50_000, 10), (float("inf"), 5))  # rows, and how many splits they get
HIGHEST = {"cost": np.inf, "alerts": 1000.0, "recall": 1.0, "f1": 1.0}
SURE = 0.05


class Rows(NamedTuple):
    """What a dossier is made from: features, labels, and what ties rows together or weighs them."""

    X: Any  # DataFrame (n, d)
    y: np.ndarray  # (n,) bool
    about: str
    columns: tuple
    plan: Plan
    groups: Any = None
    amounts: Any = None
    scores: Any = None  # as probabilities
    points: Any = None  # the scores in their own units


class DossierNumbers(NamedTuple):
    """What was measured; arrays run over repeats, `rules` and `factors`, in this order."""

    rows: Rows
    goal: Goal
    alarms: list
    independent: bool
    recipes: list
    parts: tuple  # rows and positives of the train, validation and test part, and of the last part
    copies: int  # rows that repeat an earlier one, beyond chance
    copied: int  # positives among them
    factors: tuple
    thresholds: np.ndarray
    rates: Rates  # at the threshold that fits each prevalence
    once: np.ndarray  # (rules, n) at the data's prevalence, each from the split that first tested the row; or NaN
    last: LastPart
    model: Any  # the recommended rule's fitted pipeline; None for scores
    line: tuple  # the last part's threshold, as a probability there, and as the pipeline says it or in points

    @property
    def y(self):
        """All labels, shape (n,)."""
        return self.rows.y

    @property
    def rules(self):
        """The names of the strategies, the simplest first."""
        return [recipe.name for recipe in self.recipes]

    @property
    def base(self):
        """The strategy that others must beat."""
        return self.recipes[0].name

    @property
    def prevalence(self):
        """The share of positives in the data."""
        return float(self.y.mean())

    def values(self, rule=None, factor=1.0, *, adapted=True):
        """Return the goal's measure of a rule on each split, at `factor` times the prevalence of use.

        With `adapted`, the threshold is the one for that prevalence; without, the one for factor 1.
        """
        return self._goal_at(factor).value(self._rates(rule or self.base, factor if adapted else 1.0))

    def mean_value(self, rule=None, factor=1.0, *, adapted=True):
        """Return the mean of `values` over the splits."""
        return float(np.mean(self.values(rule, factor, adapted=adapted)))

    def outcomes(self, rule=None, factor=1.0, *, adapted=True):
        """Return the mean tp, tn, fp, fn among 1,000 rows, at `factor` times the prevalence of use."""
        outcomes = self._goal_at(factor).outcomes(self._rates(rule or self.base, factor if adapted else 1.0))
        return tuple(float(np.mean(counts)) for counts in outcomes)

    def verdict(self, rule, against=None):
        """Return the paired `Verdict` of a rule against another one, or against a dummy."""
        return self._judged(self._differences(rule, against))

    def mean(self, rule):
        """Return a rule's mean measure with its interval, as a `Verdict`; the interval holds possible values only."""
        found = self._judged(self.values(rule))
        return found._replace(low=max(0.0, found.low), high=min(HIGHEST[self.goal.measure], found.high))

    def chosen(self):
        """Return the rule to recommend: first the learner, then its treatment, the simplest unless another is better.

        Of several that are better than the simplest when all are asked at once (Holm), the one with the best mean.
        """
        first = self._best([recipe.name for recipe in self.recipes if recipe.treatment == PLAIN])
        learner = self.recipes[self.rules.index(first)].learner
        return self._best([recipe.name for recipe in self.recipes if recipe.learner == learner])

    def recipe(self):
        """Return the recipe to recommend."""
        return self.recipes[self.rules.index(self.chosen())]

    def joined(self, measured, recipes):
        """Return the same with further recipes, as measured on the same splits."""
        rates = zip(self.rates, measured["rates"], strict=True)
        return self._replace(
            recipes=[*self.recipes, *recipes],
            thresholds=np.concatenate([self.thresholds, measured["thresholds"]], axis=1),
            rates=Rates(*(np.concatenate(pair, axis=1) for pair in rates)),
            once=np.concatenate([self.once, measured["once"]]),
        )

    def _best(self, names):
        """Return the best of those that are better than the first name, or that."""
        sign, (first, *others) = 1 if self.goal.larger_is_better else -1, names
        if not others:
            return first
        differences = [self._differences(rule, first) for rule in others]
        p = holm([paired_p_value(d, test_to_train=self._ratio()) for d in differences])
        better = [rule for rule, d, p in zip(others, differences, p, strict=True) if p < SURE and sign * np.mean(d) > 0]
        return max(better, key=lambda rule: sign * self.mean(rule).mean, default=first)

    def threshold_range(self, rule):
        """Return the median of a rule's thresholds over the splits, and the middle 95 %."""
        thresholds = self.thresholds[:, self.rules.index(rule), self.factors.index(1.0)]
        return tuple(float(t) for t in np.quantile(thresholds, [0.5, 0.025, 0.975], method="nearest"))

    def tested(self, rule):
        """Return labels and probabilities of the rows that were tested, at the data's prevalence."""
        p = self.once[self.rules.index(rule)]
        return self.y[~np.isnan(p)], p[~np.isnan(p)]

    def brier(self, rule=None):
        """Return a model's Brier score on the tested rows, and that of always saying the share of positives."""
        y, p = self.tested(rule or self.base)
        return brier_score(y, p), brier_score(y, np.full(len(y), y.mean()))

    def bills(self):
        """Return the last part's bills where each row has an amount of its own, or nothing; see `bill_by_amount`."""
        if self.rows.amounts is None:
            return {}
        amounts = self.rows.amounts[self.rows.plan.last]
        return bill_by_amount(self.last, amounts, self.goal.cost_fp, self.goal.cost_fn)

    def by_amount(self):
        """Return whether each row's own amount decides: where there are some, and alerts have no limit."""
        return self.rows.amounts is not None and self.goal.capacity is None

    def _differences(self, rule, against=None):
        dummies, against = self.goal.dummies(), against or self.base
        base = self.goal.value(dummies[against]) if against in dummies else self.values(against)
        return self.values(rule) - base

    def _goal_at(self, factor):
        return self.goal._replace(prevalence=factor * self.goal.prevalence)

    def _rates(self, rule, factor):
        at = (slice(None), self.rules.index(rule), self.factors.index(factor))
        return Rates(self.rates.tpr[at], self.rates.fpr[at])

    def _ratio(self):
        return self.parts[2][0] / self.parts[0][0]

    def _judged(self, values):
        return paired_verdict(values, test_to_train=self._ratio(), larger_is_better=self.goal.larger_is_better)


def measure_dossier(
    data,
    *,
    cost_fp=None,
    cost_fn=None,
    capacity=None,
    min_recall=None,
    prevalence=None,
    group=None,
    time=None,
    amount=None,
    scores=None,
    independent=False,
    boosting=True,
    estimator=None,
    n_repeats=None,
    seed=0,
    progress=iter,
):
    """Measure everything that a decision dossier says.

    Parameters
    ----------
    data : Table or Dataset
        Features, 0/1 labels, and where they are from.
    cost_fp, cost_fn, capacity, min_recall, prevalence
        See `make_goal`; the prevalence is that of the data by default.
    group, time, amount, scores : str or array of shape (n,), optional
        A column, or one value for each row. Rows of one group stay together; with times, the past predicts the
        future; an amount is what a miss of that row costs; scores are those of a model that exists.
    independent : bool, default False
        You know that neither groups nor times tie rows together.
    boosting : bool, default True
        Try boosted trees beside logistic regression.
    estimator : scikit-learn classifier, optional
        Yours, instead of these two. A Pipeline gets the features as they are, anything else gets them prepared.
    n_repeats : int >= 2, optional
        Splits of all rows but the last part into train 60 %, validation 20 %, test 20 %; by default 20, of many rows
        fewer.
    seed : int, default 0
    progress : callable, default iter
        Wraps the repeats, for instance ``tqdm``.

    Returns
    -------
    DossierNumbers

    Raises
    ------
    ValueError
        If there are fewer than 10 positives, or a goal or column is out of range.
    """
    X, y, columns = _as_table(data)
    special = {"group": group, "time": time, "amount": amount, "scores": scores}
    names = {role: value for role, value in special.items() if isinstance(value, str)}
    special = {role: _as_column(value, X, role, len(y)) for role, value in special.items()}
    if amount is not None and cost_fn is None:
        cost_fn = _mean_amount(special["amount"][y], cost_fp)
    goal = make_goal(
        y.mean() if prevalence is None else prevalence,
        cost_fp=cost_fp,
        cost_fn=cost_fn,
        capacity=capacity,
        min_recall=min_recall,
    )
    features = X.drop(columns=[name for role, name in names.items() if role != "amount"])
    kinds = {column.name: column.kind for column in columns} | {name: role for role, name in names.items()}
    kinds |= {role: role for role in ("group", "time") if special[role] is not None}
    if special["scores"] is None:
        rang = alarms.ring(features, y, kinds, independent=independent, seed=seed)
    else:
        rang = alarms.upside_down(special["scores"], y)
    n_repeats = as_count(_default_repeats(len(y)) if n_repeats is None else n_repeats, "n_repeats", 2)
    copies = which_copies(features)
    plan = _plan(y, n_repeats, seed, special, copies)
    points = special["scores"]
    scores = None if points is None else _as_chances(points)
    rows = Rows(features, y, data.about, columns, plan, special["group"], special["amount"], scores, points)
    learners = [SCORES] if points is not None else [YOURS] if estimator is not None else [LOGISTIC, BOOSTING]
    with one_thread():
        return _measured(
            rows,
            goal,
            untreated(learners[: None if boosting else 1]),
            (rang, independent, copies),
            (estimator, seed, progress),
        )


def one_thread():
    """Return a context in which no library starts threads: on matrices this small they wait longer than they work.

    scikit-learn's threads are only found once it is there.
    """
    import sklearn.ensemble  # noqa: F401

    return threadpool_limits(1)


def _measured(rows, goal, tried, warned, how):
    """Judge the learners, then the treatments of the better one, on every split; look at the last part once."""
    estimator, seed, progress = how
    y, splits = rows.y, rows.plan.splits
    steps = iter(progress([*enumerate(splits), *enumerate(splits)]))
    factors = tuple(factor for factor in FACTORS if factor * goal.prevalence < 1)
    rang, independent, copies = warned
    again = np.setdiff1d(np.arange(len(y)), np.unique(copies, return_index=True)[1])
    numbers = DossierNumbers(
        rows=rows,
        goal=goal,
        alarms=rang,
        independent=independent,
        recipes=tried,
        parts=tuple((len(part), int(y[part].sum())) for part in (*splits[0], rows.plan.last)),
        copies=len(again),
        copied=int(y[again].sum()),
        factors=factors,
        **_judged(rows, goal, tried, factors, islice(steps, len(splits)), estimator),
        last=None,
        model=None,
        line=(),
    )
    more = treated(numbers.recipe().learner, len(splits[0].train))
    more = _judged(rows, goal, more, factors, steps, estimator), more
    return _looked_at_once(numbers.joined(*more), estimator, seed)


def _judged(rows, goal, tried, factors, steps, estimator):
    """Return thresholds and rates of recipes on every split, and each row's probability when it was first tested."""
    y, results = rows.y, []
    once = np.full((len(tried), len(y)), np.nan, dtype=np.float32)
    for number, split in steps:
        fitted = _probabilities(rows, split, tried, number, estimator) if tried else []
        results.append(_rates_of(fitted, (y[split.validation], y[split.test]), goal, factors))
        for place, (_, p, learnt) in enumerate(fitted):
            new = np.isnan(once[place, split.test])
            once[place, split.test[new]] = moved(p, learnt, float(y.mean()))[new]
    thresholds, tpr, fpr = (np.array(values) for values in zip(*results, strict=True))
    return {"thresholds": thresholds, "rates": Rates(tpr, fpr), "once": once}


def _probabilities(rows, split, tried, seed, estimator):
    """Return for each recipe its probabilities on validation and test rows, and the prevalence they were learnt at."""
    y_train, y_validation = rows.y[split.train], rows.y[split.validation]
    if rows.scores is not None:
        return [_of_scores(recipe, rows.scores, split, y_validation) for recipe in tried]
    parts = [rows.X.iloc[part] for part in split] if _takes_frames(estimator) else prepared(rows.X, split)
    found, plain = [], {}
    for recipe in tried:
        if recipe.treatment == RECALIBRATED:
            pair = [recalibrated(plain[recipe.learner][0], y_validation, p) for p in plain[recipe.learner]]
            found.append((*pair, float(y_validation.mean())))
            continue
        model = fit(recipe, parts[0], y_train.astype(int), seed, _fresh(estimator))
        pair = [probabilities(model, part) for part in parts[1:]]
        plain.setdefault(recipe.learner, pair)
        found.append((*pair, learnt_prevalence(recipe, y_train)))
    return found


def _of_scores(recipe, scores, split, y_validation):
    validation, test = scores[split.validation], scores[split.test]
    share = float(y_validation.mean())
    if recipe.treatment == RECALIBRATED:
        return *(recalibrated(validation, y_validation, p) for p in (validation, test)), share
    return validation, test, share


def _rates_of(fitted, labels, goal, factors):
    """Return thresholds, true- and false-positive rates, each of shape (rules, factors)."""
    y_validation, y_test = labels
    found = []
    for p_validation, p_test, learnt in fitted:
        for factor in factors:
            there = goal._replace(prevalence=factor * goal.prevalence)
            p_val, p = (moved(part, learnt, there.prevalence) for part in (p_validation, p_test))
            threshold = there.threshold((y_validation, p_val), (y_test, p))
            found.append((threshold, np.mean(p[y_test] >= threshold), np.mean(p[~y_test] >= threshold)))
    return np.array(found).reshape(len(fitted), len(factors), 3).transpose(2, 0, 1)


def _looked_at_once(numbers, estimator, seed):
    """Fit the chosen rule to all development rows, as it would be used, and judge it on the last part."""
    rows, goal = numbers.rows, numbers.goal
    recipe = numbers.recipe()
    plan, y = rows.plan, rows.y
    held_out = plan.splits[-1].validation if recipe.treatment == RECALIBRATED else plan.last[:0]
    fitted_on = np.setdiff1d(plan.development, held_out)
    if rows.scores is None:
        model = _pipeline(recipe, rows, fitted_on, held_out, seed, estimator)
        p = probabilities(model, rows.X.iloc[plan.last])
    else:
        model, every = None, rows.scores
        every = recalibrated(every[held_out], y[held_out], every) if len(held_out) else every
        p = every[plan.last]
    learnt = learnt_prevalence(recipe, y[held_out] if len(held_out) else y[fitted_on])
    p, y_last = moved(p, learnt, goal.prevalence), y[plan.last]
    threshold, _, _ = numbers.threshold_range(recipe.name)
    if goal.measure in ("cost", "recall"):
        threshold = goal.threshold(None, (y_last, p))
    inside = min(max(threshold, 1e-12), 1 - 1e-12)
    said = float(correct_prior([inside], from_prevalence=goal.prevalence, to_prevalence=learnt)[0])
    if rows.scores is not None:  # the lowest score that is flagged, in its own units
        said = float(rows.points[moved(every, learnt, goal.prevalence) >= threshold].min(initial=np.inf))
    last = LastPart(y_last, p, threshold, None if rows.groups is None else rows.groups[plan.last])
    return numbers._replace(last=last, model=model, line=(threshold, said))


def _pipeline(recipe, rows, fitted_on, held_out, seed, estimator):
    """Return the fitted rule as scikit-learn's objects alone, so that they can be used without this package."""
    from sklearn.calibration import CalibratedClassifierCV
    from sklearn.frozen import FrozenEstimator
    from sklearn.pipeline import Pipeline

    X, y = rows.X.iloc[fitted_on], rows.y[fitted_on].astype(int)
    if _takes_frames(estimator):
        pipeline = fit(recipe, X, y, seed, _fresh(estimator))
    else:
        tool = preparation(rows.X)
        model = fit(recipe, tool.fit_transform(X), y, seed, _fresh(estimator))
        pipeline = Pipeline([("prepare", tool), ("model", model)])
    if recipe.treatment != RECALIBRATED:
        return pipeline
    calibrated = CalibratedClassifierCV(FrozenEstimator(pipeline), method="sigmoid")
    return calibrated.fit(rows.X.iloc[held_out], rows.y[held_out].astype(int))


def _fresh(estimator):
    from sklearn.base import clone

    return None if estimator is None else clone(estimator)


def _takes_frames(estimator):
    return hasattr(estimator, "steps")


def _as_table(data):
    """Return features as a frame, labels as booleans, and what became of the columns."""
    import pandas as pd

    y = as_both_classes(data.y, "y")
    if y.sum() < MINIMUM_POSITIVES:
        raise ValueError(
            f"the data must hold at least {MINIMUM_POSITIVES} positives; got {y.sum()}. Collect more of them first."
        )
    if hasattr(data, "columns"):
        X, columns = data.X, data.columns
    elif isinstance(data.X, pd.DataFrame):
        X, columns = read_features(data.X)
    else:
        X = as_features(data.X)
        X, columns = pd.DataFrame(X, columns=[f"x{place}" for place in range(X.shape[1])]), ()
    same_length(X, y, "X", "y")
    return X.reset_index(drop=True), y, tuple(columns)


def _as_column(value, X, role, n):
    """Return a column of X, by its name, or what was handed in, as an array of one value for each row."""
    if value is None:
        return None
    if isinstance(value, str):
        if value not in X.columns:
            raise ValueError(f"{role} must be a column of the data; got {value!r}. Check the spelling.")
        value = X[value]
    values = as_vector(value, role)
    if values.shape != (n,):
        raise ValueError(f"{role} must have one value for each row; got shape {values.shape} for {n} rows.")
    return values if role == "group" else _as_numbers(values, role)


def _as_numbers(values, role):
    """Return values as finite floats."""
    if values.dtype.kind == "M":
        values = values.astype("datetime64[s]").astype(np.int64)
    try:
        values = values.astype(float)
    except (ValueError, TypeError):
        raise ValueError(f"{role} must hold numbers or dates; got {values[0]!r}. Choose another column.") from None
    if not np.isfinite(values).all():
        raise ValueError(
            f"{role} must be there in every row; got {np.sum(~np.isfinite(values))} gaps. Fill them first."
        )
    if role == "amount" and values.min() < 0:
        raise ValueError(f"amount must be at least 0; got {values.min():g}. It is what a missed positive costs.")
    return values


def _as_chances(points):
    """Return scores as probabilities, if need be by their order's logistic image."""
    if are_probabilities(points):
        return np.clip(points, 0, 1)
    return 1 / (1 + np.exp(-(points - np.median(points)) / (points.std() or 1.0)))


def _mean_amount(of_positives, cost_fp):
    """Return what a missed positive costs in the mean."""
    if cost_fp is None:
        raise ValueError("amount must come with cost_fp; got it alone. Say what a false alarm costs.")
    if not of_positives.any():
        raise ValueError(
            f"amount must be above 0 in some positive row; got 0 in all {len(of_positives):,}. "
            "It is what a missed positive costs: choose another column, or give cost_fn."
        )
    return float(of_positives.mean())


def _default_repeats(n):
    return next(repeats for most, repeats in REPEATS if n <= most)


def _plan(y, n_repeats, seed, special, copies):
    if special["time"] is not None and special["group"] is not None:
        raise ValueError(
            "group and time must not be given together; got both. Take the time if the same customers will come again, "
            "the group if new ones will."
        )
    if special["group"] is not None or special["time"] is not None:
        return make_plan(y, n_repeats, seed, groups=special["group"], time=special["time"])
    if len(np.unique(copies)) < len(y):
        return make_plan(y, n_repeats, seed, groups=copies, kind="copies")
    return make_plan(y, n_repeats, seed)


__all__ = ["DossierNumbers", "Recipe", "measure_dossier"]
