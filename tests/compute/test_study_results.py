"""The study's measures, effects, choices and ranks: from counts by hand, on made studies, by simulation."""

import numpy as np
import pytest
from scipy.stats import friedmanchisquare, spearmanr, ttest_1samp
from sklearn.metrics import f1_score, matthews_corrcoef

from lessonlib.compute.study import LEARNERS, PAIRS, TREATMENTS
from lessonlib.compute.study_effects import (
    chosen_by_validation,
    family_effect,
    league_table,
    rank_correlation,
    set_verdicts,
    study_effects,
    study_survivors,
)
from lessonlib.compute.study_results import MEASURES
from tests.compute.studies import POSITIVES, ROWS, made_study


@pytest.fixture(scope="module")
def study():
    return made_study()


def decided(tp, fp):
    """Return labels and decisions of a test part with these counts."""
    negatives = ROWS - POSITIVES
    y = np.repeat([1, 1, 0, 0], [tp, POSITIVES - tp, fp, negatives - fp])
    return y, np.repeat([1, 0, 1, 0], [tp, POSITIVES - tp, fp, negatives - fp])


@pytest.mark.parametrize(
    ("measure", "field", "scored"), [("F1 at 0.5", "half", f1_score), ("MCC, tuned", "tuned", matthews_corrcoef)]
)
def test_measures_of_counts_are_scikit_learns(study, measure, field, scored):
    mine = study.scores("tree", "SMOTE", measure)
    pair = PAIRS.index(("tree", "SMOTE"))
    for at in (0, 5, 11):
        tp, fp = (study.fields[f"{count} {field}"][at, pair, 2] for count in ("tp", "fp"))
        assert mine[at, 2] == pytest.approx(scored(*decided(tp, fp)))


def test_cost_is_a_share_of_the_better_dummy(study):
    """10 positives, a miss 10 times a false alarm: flag none costs 100, flag all 40."""
    pair = PAIRS.index(("forest", "none"))
    tp, fp = (study.fields[f"{count} cost"][3, pair, 1] for count in ("tp", "fp"))
    assert study.scores("forest", "none", "cost")[3, 1] == pytest.approx((10 * (10 - tp) + fp) / 40)


def test_scores_of_probabilities_are_fields(study):
    pair = PAIRS.index(("boosting", "weights"))
    assert study.scores("boosting", "weights", "AP").tolist() == study.fields["average_precision"][:, pair].tolist()


def test_a_difference_may_set_a_treatment_against_a_threshold(study):
    expected = study.scores("tree", "SMOTE", "F1 at 0.5") - study.scores("tree", "none", "F1, tuned")
    assert study.differences("tree", "SMOTE", "F1 at 0.5", "F1, tuned").tolist() == expected.tolist()


def test_what_the_study_lacks_is_refused(study):
    with pytest.raises(ValueError, match="learner and treatment must be a pair of the study; got '5 nearest"):
        study.scores("5 nearest neighbours", "weights", "AP")
    with pytest.raises(ValueError, match=r"measure must be one of F1 at 0\.5, .* got 'accuracy'"):
        study.scores("tree", "none", "accuracy")


def test_a_part_of_the_study_has_the_chosen_sets_only(study):
    chosen = study.profiles["positives"] > 40
    part = study.where(chosen)
    assert part.sets == tuple(np.array(study.sets)[chosen])
    assert part.scores("tree", "none", "AP").tolist() == study.scores("tree", "none", "AP")[chosen].tolist()


def test_an_effect_is_the_t_interval_of_family_means(study):
    differences = study.differences("tree", "SMOTE", "AP")
    families = np.array(study.families)
    means = [differences[families == family].mean() for family in np.unique(families)]
    low, high = ttest_1samp(means, 0).confidence_interval(0.95)
    found = family_effect(differences, study.families)
    assert found[:4] == pytest.approx((np.mean(means), low, high, 6))


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ([0.1, 0.11, 0.12], "rises"),
        ([-0.1, -0.11, -0.12], "falls"),
        ([0.001, -0.001, 0.0005], "hardly moves"),
        ([0.1, -0.1, 0.05], "can't tell"),
    ],
)
def test_words_of_the_protocol(values, word):
    assert family_effect(values, ["glass", "iris", "zoo"]).word == word


def cover(judge, n_runs=1500, seed=3):
    """Simulate families of unequal size whose sets share a family's own, skewed effect; how often is 0.05 covered?"""
    rng = np.random.default_rng(seed)
    sizes = np.array([19, 14, 13, 7, 5, 5, 4, 3, 2, 2, *[1] * 17])  # like those of the study: 27 families, 91 sets
    families = np.repeat([f"f{i:02}" for i in range(len(sizes))], sizes)
    hits = 0
    for _ in range(n_runs):
        own = 0.05 + 0.02 * (rng.gamma(4, 0.5, len(sizes)) - 2)
        sets = np.repeat(own, sizes) + 0.01 * rng.normal(size=len(families))
        found = judge(sets, families)
        hits += found.low <= 0.05 <= found.high
    return hits / n_runs


def test_the_interval_over_families_covers_what_it_promises():
    assert cover(family_effect) == pytest.approx(0.95, abs=0.02)


def test_sets_taken_for_independent_would_not():
    assert cover(lambda sets, families: family_effect(sets, [f"{i}" for i in range(len(families))])) < 0.8


def test_effects_name_every_learner_that_takes_the_treatment(study):
    assert list(study_effects(study, "SMOTE", "AP")) == [*LEARNERS, "all learners"]
    assert "5 nearest neighbours" not in study_effects(study, "weights", "AP")
    of_all = np.mean([study.differences(learner, "SMOTE", "AP") for learner in LEARNERS], axis=0)
    assert study_effects(study, "SMOTE", "AP")["all learners"] == family_effect(of_all, study.families)


def test_verdicts_on_single_sets_are_widened_for_shared_rows(study):
    rows = study.differences("tree", "SMOTE", "Brier score")
    n = rows.shape[1]
    for verdict, row in zip(set_verdicts(study, "tree", "SMOTE", "Brier score"), rows, strict=True):
        naive = ttest_1samp(row, 0).confidence_interval(0.95)
        widened = (naive.high - naive.low) * np.sqrt((1 / n + 1 / 3) / (1 / n))
        assert verdict.high - verdict.low == pytest.approx(widened)
        if verdict.word in ("better", "worse"):  # of a Brier score, less is better
            assert verdict.word == ("better" if verdict.high < 0 else "worse")


def test_of_random_results_nothing_survives_holm_and_a_true_effect_does():
    study = made_study(seed=1)
    rows, asked, alone = study_survivors(study, "SMOTE", "AP")
    assert (rows, asked) == ([], len(study.sets) * len(LEARNERS))
    assert sum(alone.values()) == asked
    ap = study.fields["average_precision"].copy()
    ap[4, PAIRS.index(("tree", "none"))] = 0.5
    ap[4, PAIRS.index(("tree", "SMOTE"))] = 0.8 + 1e-3 * np.arange(study.n_repeats)
    rows, _, _ = study_survivors(study._replace(fields=study.fields | {"average_precision": ap}), "SMOTE", "AP")
    ((name, learner, verdict),) = rows
    assert (name, learner, verdict.word) == (study.sets[4], "tree", "better")


def test_correlation_is_spearmans_and_families_move_together():
    rng = np.random.default_rng(0)
    families = np.repeat(list("abcdefghij"), 6)
    x = np.repeat(rng.normal(size=10), 6)
    y = x + rng.normal(size=60)
    found = rank_correlation(x, y, families)
    assert found.value == pytest.approx(spearmanr(x, y).statistic)
    alone = rank_correlation(x, y, np.arange(60))
    assert found.low < found.value < found.high
    assert found.high - found.low > alone.high - alone.low  # ten families know less than sixty sets


def test_the_interval_of_a_correlation_holds_the_middle_of_resampled_families():
    rng = np.random.default_rng(2)
    families = rng.integers(8, size=50)
    x = rng.integers(6, size=50)  # many ties
    y = x + rng.normal(size=50)
    found = rank_correlation(x, y, families, n_resamples=99, seed=5)
    members = [np.flatnonzero(families == one) for one in range(8)]
    samples = [
        np.concatenate([members[one] for one in draw]) for draw in np.random.default_rng(5).integers(8, size=(99, 8))
    ]
    expected = np.quantile([spearmanr(x[rows], y[rows]).statistic for rows in samples], [0.025, 0.975])
    assert [found.low, found.high] == pytest.approx(expected.tolist())


def test_choosing_by_validation_looks_at_no_test_row(study):
    gain, taken = chosen_by_validation(study, "tree", "SMOTE")
    pairs = [PAIRS.index(("tree", name)) for name in ("SMOTE", "none")]
    with_it, without = (study.fields["validation_average_precision"][:, pair] for pair in pairs)
    assert taken.tolist() == (with_it > without).tolist()
    tested = study.fields["average_precision"]
    assert gain.tolist() == np.where(taken, tested[:, pairs[0]] - tested[:, pairs[1]], 0).tolist()


def test_a_league_has_mean_ranks_and_nemenyis_difference(study):
    table = league_table(study, "tree", "AP")
    means = np.mean([study.scores("tree", name, "AP") for name in TREATMENTS], axis=-1)
    order = np.argsort(np.argsort(-means, axis=0), axis=0) + 1
    assert table.ranks == pytest.approx(dict(zip(TREATMENTS, order.mean(axis=1), strict=True)))
    assert list(table.ranks.values()) == sorted(table.ranks.values())
    assert table.critical == pytest.approx(2.949 * np.sqrt(7 * 8 / (6 * 12)), abs=1e-3)  # Demšar 2006, table 5: k = 7
    n, k = 12, 7
    friedman = 12 * n / (k * (k + 1)) * (np.sum(np.square(list(table.ranks.values()))) - k * (k + 1) ** 2 / 4)
    assert friedman == pytest.approx(friedmanchisquare(*means).statistic)


def test_by_families_there_are_fewer_blocks_and_the_difference_is_larger(study):
    by_sets, by_families = league_table(study, "tree", "AP"), league_table(study, "tree", "AP", by="families")
    assert (by_sets.blocks, by_families.blocks) == (12, 6)
    assert by_families.critical > by_sets.critical


def test_every_measure_knows_which_way_is_better():
    worse_when_larger = {name for name, measure in MEASURES.items() if not measure.larger_is_better}
    assert worse_when_larger == {"Brier score", "Brier score, prior corrected", "cost", "cost, prior corrected"}
