"""The dictionary of names: every entry exists where it says, and no method of the course is missing."""

from importlib import import_module

import pytest

import lessonlib
from lessonlib.compute.library_names import TOPICS, library_names

# Where the methods are, beside the course's own apparatus: data with a known truth, experiments, advice.
APPARATUS = {"TrueF1", "curve_scatter", "f1_at_prevalence", "ratio_experiment", "reliability", "tune_repeatedly"}
METHODS = {
    *(
        "bagging",
        "borderline",
        "calibration",
        "class_weights",
        "cost_matrix",
        "costs",
        "curves",
        "logistic",
        "metrics",
        "neighbors",
        "platt",
        "prevalence",
    ),
    *("resampling", "splits", "threshold", "uncertainty"),
}


def test_our_names_are_public_and_stand_once():
    ours = [row.ours for row in library_names()]
    assert set(ours) <= set(lessonlib.__all__)
    assert len(ours) == len(set(ours))


def test_every_method_of_the_course_is_in_the_table():
    modules = {f"compute.{method}" for method in METHODS}
    public = {name for name, module in lessonlib._MODULE_OF.items() if module in modules}
    assert public - APPARATUS - {row.ours for row in library_names()} == set(), "add a row in compute/library_names.py"


@pytest.mark.parametrize("row", library_names(), ids=lambda row: row.ours)
def test_their_names_exist(row):
    for package, name in (("sklearn", row.scikit_learn), ("imblearn", row.imbalanced_learn)):
        if name:
            module, _, last = name.rpartition(".")
            assert hasattr(import_module(f"{package}.{module}"), last)
    if row.note.startswith("scipy."):
        module, _, last = row.note.rpartition(".")
        assert hasattr(import_module(module), last)


def test_no_entry_is_so_long_that_a_data_frame_cuts_it_off():
    assert max(len(entry) for row in library_names() for entry in row) < 50


def test_topics_part_the_table():
    assert [row for topic in TOPICS for row in library_names(topic)] == library_names()
    with pytest.raises(ValueError, match=r"topic must be one of resampling, .*; got 'colours'"):
        library_names("colours")
