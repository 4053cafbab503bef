"""The study explorer: its marks, cells and sentence are those of the study, whatever is chosen."""

import json
import re

import numpy as np
import pytest

from lessonlib.compute.study_effects import family_effect, set_verdicts
from lessonlib.compute.study_results import load_study
from lessonlib.interact.study import study_explorer
from tests.compute.studies import made_study


@pytest.fixture(scope="module")
def study():
    return made_study()


def ordered(study, across):
    return sorted(range(len(study.sets)), key=lambda at: (study.profiles[across][at], at))


def mark(player, kind):
    return next(one for one in player._frames["marks"] if one["kind"] == kind)


@pytest.mark.parametrize("across", ["ratio", "positives", "overlap"])
def test_every_set_has_a_position_with_its_difference_and_interval(study, across):
    player = study_explorer(study, learner="tree", treatment="undersampling", measure="AP", across=across)
    verdicts = set_verdicts(study, "tree", "undersampling", "AP")
    order = ordered(study, across)
    assert player._frames["readings"] == [study.sets[at] for at in order]
    point, low_high = mark(player, "point"), mark(player, "segments")
    assert point["x"] == pytest.approx([study.profiles[across][at] for at in order], rel=1e-6)
    assert point["y"] == pytest.approx([verdicts[at].mean for at in order], rel=1e-5)
    low, high = player._scene.stage.panels["sets"].ylim
    ends = [np.clip([verdicts[at].low, verdicts[at].high], low, high) for at in order]
    assert np.array(low_high["y"]) == pytest.approx(np.array(ends), rel=1e-5)
    assert all(low < y < high for y in point["y"])


def test_the_sentence_and_the_cells_tell_the_set_and_all_sets(study):
    player = study_explorer(study, learner="forest", treatment="SMOTE", measure="Brier score")
    verdicts = set_verdicts(study, "forest", "SMOTE", "Brier score")
    player.value = 4
    at = ordered(study, "ratio")[4]
    middle = family_effect([one.mean for one in verdicts], study.families)
    counts = [sum(one.word == word for one in verdicts) for word in ("better", "worse")]
    sentence = player.sentence.replace("−", "-")
    assert sentence.startswith(f"{study.sets[at]}, with 1 other set of the family {study.families[at]} in blue: ")
    assert f"{verdicts[at].mean:+.3f}, {verdicts[at].word}. Of 12 sets, {counts[0]} are better" in sentence
    assert f"and {counts[1]} worse" in sentence
    assert f"over 6 families the mean is {middle.mean:+.3f} ({middle.low:+.3f} to {middle.high:+.3f})" in sentence
    (row,) = player._frames["tables"][0]["rows"]
    cells = [column[4].replace("−", "-") for column in row["cells"]]
    means = [study.scores("forest", name, "Brier score")[at].mean() for name in ("none", "SMOTE")]
    assert cells[1] == str(study.profiles["positives"][at])
    assert cells[4:6] == [f"{mean:.3f}" for mean in means]
    assert cells[6:] == [
        f"{verdicts[at].mean:+.3f} ({verdicts[at].low:+.3f} to {verdicts[at].high:+.3f})",
        verdicts[at].word,
    ]


def test_the_family_is_marked(study):
    player = study_explorer(study)
    order = ordered(study, "ratio")
    siblings = mark(player, "points")
    for place, at in enumerate(order):
        family = [one for one in order if study.families[one] == study.families[at]]
        assert siblings["x"][place] == pytest.approx([study.profiles["ratio"][one] for one in family], rel=1e-6)


def test_controls_change_what_is_compared(study):
    player = study_explorer(study)
    player.settings = {"learner": "boosting", "treatment": "oversampling", "measure": "AUROC", "across": "overlap"}
    expected = [one.mean for one in set_verdicts(study, "boosting", "oversampling", "AUROC")]
    assert mark(player, "point")["y"] == pytest.approx([expected[at] for at in ordered(study, "overlap")], rel=1e-5)


def test_weights_for_neighbours_are_explained_and_nothing_breaks(study):
    player = study_explorer(study, treatment="weights")
    before = player.sentence
    player.settings = player.settings | {"learner": "5 nearest neighbours"}
    assert "Nearest neighbours take no weights" in player.problem
    assert player.sentence == before


def test_what_makes_no_sense_is_refused(study):
    with pytest.raises(ValueError, match="across must be one of ratio, positives, overlap; got 'size'"):
        study_explorer(study, across="size")
    with pytest.raises(ValueError, match="measure must be one of"):
        study_explorer(study, measure="accuracy")


def test_of_the_courses_own_study_every_choice_fits_and_stays_small():
    study = load_study()
    player = study_explorer()
    for measure in ("F1, tuned", "cost", "Brier score, prior corrected"):
        player.settings = player.settings | {"measure": measure}
        assert player.problem == ""
        assert len(player._frames["values"]) == len(study.sets)
    state = len(json.dumps(player._frames)) + len(json.dumps(player._stage))
    assert state < 1_000_000
    assert re.search(r"Of 94 sets, \d+ are better and \d+ worse", player.sentence)
