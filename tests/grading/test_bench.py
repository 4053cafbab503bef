"""`tests.bench grading`: the half of it that is ours, on a small batch; nbgrader's half takes minutes."""

import pytest

from tests.bench import grading
from tests.grading.notebooks import ROOT

QUICK = ("ex01_metrics", "ex07_cost_matrix")


@pytest.mark.isolation("A")
def test_a_batch_is_timed_and_its_memory_watched(tmp_path, capsys):
    handed_in = grading._handed_in(tmp_path / "in", QUICK, students=3)
    row = grading._shown(grading._ours(handed_in, tmp_path, "ours"))
    assert row.submissions == 6
    assert 0 < row.rate == row.submissions / row.seconds
    assert len(row.memory) == 3
    assert min(row.memory) > 0  # the first look may come before Python has begun
    assert 20 < max(row.memory) < 500
    assert "ours" in capsys.readouterr().out


def test_the_notebooks_that_nbgrader_is_given_exist():
    assert all((ROOT / "solutions" / f"{name}.ipynb").is_file() for name in grading.QUICK)
