"""The closing moment of each exercise, on the functions of its solution."""

import re
from pathlib import Path

import nbformat
import pytest

from lessonlib import check, finished
from lessonlib.checks.catalogue import all_exercises, find_exercise

ROOT = Path(__file__).parents[1]


def solved(exercise):
    """Return the functions of an exercise's solution, with all that stands beside them."""
    (file,) = (ROOT / "solutions").glob(f"{exercise.name}_*.ipynb")
    names = {"__name__": "__main__"}
    for cell in nbformat.read(file, as_version=4).cells:
        if cell.cell_type == "code" and (cell.id == "setup" or cell.metadata.get("nbgrader", {}).get("solution")):
            exec(cell.source, names)
    return names


@pytest.mark.parametrize("exercise", all_exercises(), ids=lambda exercise: exercise.name)
def test_each_exercise_draws_what_was_built_and_leads_on(exercise):
    moment = finished.closing(exercise, solved(exercise)[exercise.functions[-1]])
    assert moment.picture is not None
    assert any(f"`{function}`" in moment.built for function in exercise.functions)
    following = nbformat.read((ROOT / "exercises" / moment.next).resolve(), as_version=4)
    assert following.cells[0].source.startswith(f"# {moment.title}\n")
    assert f'href="{moment.next}"' in moment._repr_html_()


def test_it_is_the_learners_function_that_is_drawn():
    exercise = find_exercise("ex05")
    own = solved(exercise)
    best_precision = own["best_precision"]
    search, asked = own["find_optimal_threshold"], []

    def noted(y_true, y_probs, metric="f1"):
        asked.append(len(y_true))
        return 0.77, search(y_true, y_probs, metric)[1]

    own["find_optimal_threshold"] = noted
    assert "yours, 0.77" in finished.closing(exercise, best_precision).picture.alt
    assert asked


def test_a_function_that_is_gone_costs_the_picture_only():
    exercise = find_exercise("ex05")
    own = solved(exercise)
    del own["find_optimal_threshold"]
    moment = finished.closing(exercise, own["best_precision"])
    assert moment.picture is None
    assert "Next: 08" in str(moment)


def test_it_comes_once_with_the_last_check_that_passes(monkeypatch):
    monkeypatch.setattr(finished, "_passed", set())
    own = solved(find_exercise("ex10"))
    monkeypatch.setattr(find_exercise("ex10"), "tasks", find_exercise("ex10").tasks[1:])  # without the slow one
    intervals, rare = own["paired_intervals"], own["f1_at_prevalence"]

    def wrong(*_rates):
        return 0.5

    wrong.__name__ = "f1_at_prevalence"
    results = [check(each) for each in (intervals, wrong, rare, rare, intervals)]
    assert [result.passed for result in results] == [True, False, True, True, True]
    assert [result.closing is not None for result in results] == [False, False, True, False, False]
    assert str(results[2]).endswith("Next: 11 · Can you trust the number your library prints?.")
    assert re.search(r"<img [^>]*alt=\"F1 over prevalence", results[2]._repr_html_())
