"""The teacher's pages say of every prediction what to ask between the votes."""

import re

import pytest

from tests.course.lesson_runs import LESSONS, read

TEACHING = "solutions/teaching"


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_prediction_has_a_line_in_its_teachers_page(lesson, pytestconfig):
    code = "\n".join(cell.source for cell in read(lesson).cells if cell.cell_type == "code")
    asked = re.findall(r'\bpredict\(\s*"([^"]+)"', code)
    page = (pytestconfig.rootpath / TEACHING / f"{lesson}.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE) == asked
    assert "(first_class.md)" in page
