"""What a study of many data sets says: effects by family with intervals, correlations, choices, ranks.

Sets that were cut from one source share rows, so a family counts once: its sets are averaged, and the interval is
over families. Within one set, repeats share rows too, and there the interval is widened (Nadeau and Bengio 2003).
"""

from typing import NamedTuple

import numpy as np

from lessonlib.compute.study import LEARNERS, PAIRS, TREATMENTS
from lessonlib.compute.study_results import MEASURES, TEST_TO_TRAIN
from lessonlib.compute.uncertainty import holm, paired_p_value, paired_verdict
from lessonlib.compute.validate import as_count

NOT_WORTH_A_WORD = 0.01


class Effect(NamedTuple):
    """A mean difference over families with its 95 % interval, and the protocol's word for it."""

    mean: float
    low: float
    high: float
    families: int
    word: str


def family_means(values, families):
    """Average the values of the sets of each family.

    Parameters
    ----------
    values : array-like of float, shape (n_sets,)
    families : sequence of str, shape (n_sets,)

    Returns
    -------
    dict of str to float
        In alphabetical order of the families.

    Examples
    --------
    >>> family_means([0.1, 0.3, 0.5], ["glass", "glass", "iris"])
    {'glass': 0.2, 'iris': 0.5}
    """
    values, families = np.asarray(values, dtype=float), np.asarray(families)
    return {str(family): float(values[families == family].mean()) for family in np.unique(families)}


def family_effect(differences, families):
    """Judge differences on many sets: families count once, and the t interval is over families.

    Parameters
    ----------
    differences : array-like of float, shape (n_sets,) or (n_sets, n_repeats)
    families : sequence of str, shape (n_sets,)

    Returns
    -------
    Effect
        "rises" or "falls" if the interval leaves out 0; "hardly moves" if it lies within ±0.01; else "can't tell".

    Raises
    ------
    ValueError
        If there are fewer than two families.

    Examples
    --------
    Three sets of one family and one of another are two values:

    >>> family_effect([0.1, 0.2, 0.3, 0.4], ["glass", "glass", "glass", "iris"]).families
    2
    """
    differences = np.asarray(differences, dtype=float)
    of_sets = differences.reshape(len(differences), -1).mean(axis=1)
    of_families = list(family_means(of_sets, families).values())
    mean, low, high, _ = paired_verdict(of_families)
    return Effect(mean, low, high, len(of_families), _word(low, high))


def _word(low, high):
    if low > 0 or high < 0:
        return "rises" if low > 0 else "falls"
    return "hardly moves" if max(-low, high) <= NOT_WORTH_A_WORD else "can't tell"


def study_effects(study, treatment, measure, untreated=None):
    """Return the effect of a treatment for each learner, and for the mean over all learners that take it.

    Parameters
    ----------
    study : Study
    treatment, measure, untreated : str
        As for `Study.differences`.

    Returns
    -------
    dict of str to Effect
    """
    takers = [learner for learner in LEARNERS if (learner, treatment) in PAIRS]
    of_learners = {learner: study.differences(learner, treatment, measure, untreated) for learner in takers}
    every = of_learners | {"all learners": np.mean(list(of_learners.values()), axis=0)}
    return {name: family_effect(differences, study.families) for name, differences in every.items()}


def set_verdicts(study, learner, treatment, measure, untreated=None):
    """Judge a treatment on each set alone, by an interval that is widened for shared rows.

    Parameters
    ----------
    study, learner, treatment, measure, untreated
        As for `Study.differences`.

    Returns
    -------
    list of Verdict, shape (n_sets,)
    """
    differences = study.differences(learner, treatment, measure, untreated)
    judged = {"test_to_train": TEST_TO_TRAIN, "larger_is_better": MEASURES[measure].larger_is_better}
    return [paired_verdict(row, **judged) for row in differences]


def study_survivors(study, treatment, measure):
    """Judge a treatment on every set with every learner, and keep what holds after Holm's steps over all of them.

    Parameters
    ----------
    study : Study
    treatment, measure : str

    Returns
    -------
    rows : list of (set, learner, Verdict)
        Those with a raised p-value below 0.05, smallest first.
    asked : int
        How many questions there were.
    alone : dict of str to int
        How often each word was said before any correction.
    """
    asked = [(learner, at) for learner in LEARNERS if (learner, treatment) in PAIRS for at in range(len(study.sets))]
    verdicts = {learner: set_verdicts(study, learner, treatment, measure) for learner in dict(asked)}
    differences = {learner: study.differences(learner, treatment, measure) for learner in verdicts}
    raised = holm([paired_p_value(differences[name][at], test_to_train=TEST_TO_TRAIN) for name, at in asked])
    words, counts = np.unique([verdicts[name][at].word for name, at in asked], return_counts=True)
    kept = [asked[i] for i in np.argsort(raised, kind="stable") if raised[i] < 0.05]
    rows = [(study.sets[at], name, verdicts[name][at]) for name, at in kept]
    return rows, len(asked), dict(zip(words.tolist(), counts.tolist(), strict=True))


class Correlation(NamedTuple):
    """Spearman's correlation with a 95 % interval from resampled families."""

    value: float
    low: float
    high: float


def rank_correlation(x, y, families, n_resamples=1000, seed=0):
    """Return Spearman's rank correlation over sets, with an interval that keeps families together.

    Parameters
    ----------
    x, y : array-like of float, shape (n_sets,)
    families : sequence of str, shape (n_sets,)
    n_resamples : int, default 1000
        Of the families, with replacement; the interval holds the middle 95 %.
    seed : int, default 0

    Returns
    -------
    Correlation

    Raises
    ------
    ValueError
        If there are fewer than two families.
    """
    x, y, families = np.asarray(x, dtype=float), np.asarray(y, dtype=float), np.asarray(families)
    _, family_of = np.unique(families, return_inverse=True)
    n_families = as_count(family_of.max() + 1, "the number of families", 2)
    drawn = np.random.default_rng(seed).integers(n_families, size=(n_resamples, n_families))
    times = np.array([np.bincount(draw, minlength=n_families) for draw in drawn])[:, family_of]
    times = np.vstack([np.ones(len(x)), times])  # first, all as they are
    ranks_x, ranks_y = _centred_ranks(x, times), _centred_ranks(y, times)
    products = [(times * a * b).sum(axis=1) for a, b in ((ranks_x, ranks_y), (ranks_x, ranks_x), (ranks_y, ranks_y))]
    value, *resampled = products[0] / np.sqrt(products[1] * products[2])
    low, high = np.quantile(resampled, [0.025, 0.975])
    return Correlation(float(value), float(low), float(high))


def _centred_ranks(values, times):
    """Return the rank of each value less the mean rank, where row i has value j `times[i, j]` times; ties share one."""
    distinct, tied = np.unique(values, return_inverse=True)
    of_ties = times @ (tied[:, None] == np.arange(len(distinct)))
    ranks = np.cumsum(of_ties, axis=1) - (of_ties - 1) / 2
    return ranks[:, tied] - (times.sum(axis=1, keepdims=True) + 1) / 2


def chosen_by_validation(study, learner, treatment):
    """Take a treatment, in each repeat, only where the AP of the validation part is higher with it.

    Parameters
    ----------
    study : Study
    learner, treatment : str

    Returns
    -------
    gain : ndarray, shape (n_sets, n_repeats)
        What this does to the AP of the test part: the difference where it is taken, 0 elsewhere.
    taken : ndarray of bool, shape (n_sets, n_repeats)
    """
    on_validation = study.fields["validation_average_precision"]
    with_it, without = (on_validation[:, PAIRS.index((learner, name))] for name in (treatment, "none"))
    taken = with_it > without
    return np.where(taken, study.differences(learner, treatment, "AP"), 0.0), taken


class League(NamedTuple):
    """Mean ranks by treatment, 1 is best; two that lie less than `critical` apart are called equal (Nemenyi)."""

    ranks: dict
    critical: float
    blocks: int


def league_table(study, learner, measure, by="sets"):
    """Return what a league table would say: mean ranks of the treatments, and Nemenyi's critical difference.

    Parameters
    ----------
    study : Study
    learner, measure : str
    by : "sets" or "families", default "sets"
        What counts as a block: each set, as such tables do, or each family once.

    Returns
    -------
    League
        Source: Demšar (2006), section 3.2.2.
    """
    from scipy.stats import rankdata, studentized_range

    treatments = [name for name in TREATMENTS if (learner, name) in PAIRS]
    scores = [study.scores(learner, name, measure) for name in treatments]
    means = np.mean(scores, axis=-1).T  # (n_sets, treatments)
    if by == "families":
        means = np.column_stack([list(family_means(column, study.families).values()) for column in means.T])
    ranks = rankdata(-means if MEASURES[measure].larger_is_better else means, axis=1).mean(axis=0)
    k, blocks = len(treatments), len(means)
    critical = studentized_range.ppf(0.95, k, np.inf) / np.sqrt(2) * np.sqrt(k * (k + 1) / (6 * blocks))
    return League(dict(sorted(zip(treatments, ranks.tolist(), strict=True), key=lambda one: one[1])), critical, blocks)
