"""The study's pictures tell in words what they show."""

import pytest

from lessonlib.compute.study_effects import league_table, study_effects
from lessonlib.draw.study import effects_picture, league_picture
from tests.compute.studies import made_study


@pytest.fixture(scope="module")
def study():
    return made_study()


def test_effects_are_told_with_their_words(study):
    found = study_effects(study, "SMOTE", "AP")
    told = repr(effects_picture({"average precision": found}, "SMOTE − no treatment")).replace("−", "-")
    assert told.startswith("SMOTE - no treatment, with 95 % intervals over families. average precision: ")
    for name, one in found.items():
        assert f"{name} {one.mean:+.3f}, {one.word}" in told


def test_ranks_are_told_with_the_critical_difference(study):
    table = league_table(study, "tree", "AP")
    told = repr(league_picture({"AP, sets": table}, "mean rank"))
    assert f"critical difference {table.critical:.2f}" in told
    assert all(f"{name} {rank:.2f}" in told for name, rank in table.ranks.items())
