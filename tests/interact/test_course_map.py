"""The map lists whatever notebooks there are, in their own words, and what of them is done."""

import re
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from lessonlib import progress, progress_file
from lessonlib.interact.course_map import course_map
from lessonlib.interact.quizzes import load_questions

ROOT = Path(__file__).parents[2]


def write(path, cells, **facts):
    notebook = new_notebook(cells=cells, metadata={"lessonlib": facts} if facts else {})
    path.parent.mkdir(exist_ok=True)
    nbformat.write(notebook, path)


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.setenv(progress_file.FOLDER_VARIABLE, str(tmp_path / "progress"))
    write(
        tmp_path / "notebooks" / "07_threshold.ipynb",
        [
            new_markdown_cell("# Where to draw the <line>?\n\nGoals …\n\n## Later"),
            new_code_cell('from lessonlib import predict\npredict("one", "Which?", ["a", "b"])'),
            new_code_cell('predict(\n    "two",\n    "Which?",\n    ["a", "b"],\n)'),
            new_code_cell('quiz("07_threshold")'),
        ],
        minutes=25,
        goal="Pick a threshold and trust it no more than it deserves",
    )
    write(tmp_path / "notebooks" / "01_accuracy_paradox.ipynb", [new_markdown_cell("No heading.")])
    write(
        tmp_path / "exercises" / "ex05_threshold.ipynb",
        [new_markdown_cell("# Exercise 5"), new_code_cell("check(find_optimal_threshold)"), new_code_cell("check(f)")],
        minutes=30,
        goal="Write it",
    )
    write(tmp_path / "notebooks" / "scratch.ipynb", [new_markdown_cell("# Mine")])
    return tmp_path


def test_it_lists_lessons_then_exercises_with_titles_minutes_goals(course):
    first, second, exercise = course_map(course).stops
    assert first[:4] == ("01_accuracy_paradox", "01_accuracy_paradox.ipynb", "–", "–")
    assert second.title == "Where to draw the <line>?"
    assert second.minutes == "25"
    assert second.goal.startswith("Pick a threshold")
    assert exercise.title == "Exercise 5"


def test_links_lead_there_from_the_lessons_folder(course):
    for stop in course_map(course).stops:
        assert (course / "notebooks" / stop.link).resolve().is_file()


def test_it_says_what_is_done(course):
    assert [stop.done for stop in course_map(course).stops] == [
        "–",
        "0 of 2 predictions, 0 of 4 quiz questions",
        "0 of 2 checks passed",
    ]
    progress.record_prediction("two", "a", 70)
    progress.record_prediction("two", "b", 60)
    progress.record_prediction("of another lesson", "a", 70)
    progress.record_quiz_answer(load_questions("07_threshold")[0]["id"], "text", False)
    progress.record_check("ex05/find_optimal_threshold", True)
    progress.record_check("ex05/f", False)
    assert [stop.done for stop in course_map(course).stops] == [
        "–",
        "1 of 2 predictions, 1 of 4 quiz questions",
        "1 of 2 checks passed",
    ]


def test_the_real_check_is_seen_on_the_map(course):
    """The names under which checks are kept are the names the map looks for."""
    from lessonlib import find_optimal_threshold
    from lessonlib.checks.notebook import check

    def mine(y_true, y_probs, metric="f1"):
        return find_optimal_threshold(y_true, y_probs, metric)

    mine.__name__ = "find_optimal_threshold"
    assert check(mine).passed
    assert course_map(course).stops[-1].done == "1 of 2 checks passed"


def test_it_finds_the_course_from_any_folder_inside(course, monkeypatch):
    for inside in ("notebooks", "exercises", "."):
        monkeypatch.chdir(course / inside)
        assert len(course_map().stops) == 3


def test_a_folder_without_the_course_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"folder must hold the course's notebooks/ and exercises/; got .*"):
        course_map(tmp_path)


def test_the_way_escapes_what_notebooks_say_and_links_every_stop(course):
    page = course_map(course)._repr_html_()
    assert "Where to draw the &lt;line&gt;?</a>" in page
    assert [stop.link for stop in course_map(course).stops] == re.findall('href="([^"]+)"', page)


def test_the_way_shows_where_to_go_on_and_how_much_is_done(course):
    """Nothing is asked in the first; of the six things that the second asks, three are done."""
    assert _here(course) == "01_accuracy_paradox.ipynb"
    for answered in ("one", "two"):
        progress.record_prediction(answered, "a", 70)
    progress.record_quiz_answer(load_questions("07_threshold")[0]["id"], "text", False)
    assert 'stroke-dasharray="50 100"' in course_map(course)._repr_html_()


def _here(course):
    return re.search(r'href="([^"]+)" aria-current="step"', course_map(course)._repr_html_())[1]


def test_exercises_stand_beside_the_lesson_they_name():
    ways = course_map(ROOT)._way()
    beside = {lesson.link[:2]: [stop.link[13:17] for stop in exercises] for lesson, exercises in ways}
    assert sorted(beside) == [f"{number:02}" for number in range(14)]
    assert beside["05"] == ["ex03", "ex06"]
    assert sorted(name for names in beside.values() for name in names) == [f"ex{number:02}" for number in range(1, 11)]


def test_as_text_there_is_a_line_for_each_notebook(course):
    assert len(str(course_map(course)).splitlines()) == 3


@pytest.mark.parametrize(
    "file",
    sorted([*ROOT.glob("notebooks/[0-9]*.ipynb"), *ROOT.glob("exercises/ex*.ipynb")]),
    ids=lambda file: file.stem,
)
def test_the_courses_own_notebooks_say_what_the_map_shows(file, tmp_path, monkeypatch):
    monkeypatch.setenv(progress_file.FOLDER_VARIABLE, str(tmp_path))
    monkeypatch.chdir(ROOT)
    here = "" if file.parent.name == "notebooks" else f"../{file.parent.name}/"
    (stop,) = (stop for stop in course_map().stops if stop.link == f"{here}{file.name}")
    assert stop.title != file.stem, "the first markdown cell needs a heading: # …"
    assert stop.minutes.isdecimal(), 'the notebook\'s metadata needs {"lessonlib": {"minutes": 20}}'
    assert len(stop.goal) > 10, 'the notebook\'s metadata needs {"lessonlib": {"goal": "…"}}'
