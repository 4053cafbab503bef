"""What exercise 01 says in words is what its cells compute; nbval holds the stored outputs to a fresh run."""

import re

import numpy as np
import pytest

from lessonlib import compute_metrics, confusion_matrix_values, f_beta
from lessonlib.checks.exercises.ex01 import twelve_bottles
from tests.course.solution_notebooks import Solution

SOLUTION = Solution("ex01_metrics")
OUTCOMES = {(1, 1): "TP", (1, 0): "FN", (0, 1): "FP", (0, 0): "TN"}


def verdicts(cell_id):
    """Return {first words of the line: (mean, low, high, word)} of lines that tell verdicts."""
    line = r"^(.+?) +([+-][\d.]+), interval ([+-][\d.]+) to ([+-][\d.]+): (.+)$"
    found = re.findall(line, SOLUTION.printed(cell_id), re.MULTILINE)
    return {name.strip(": "): (*map(float, numbers), word) for name, *numbers, word in found}


def test_the_bottles_of_the_check_are_those_of_the_table():
    rows = dict(re.findall(r"^\| (\w+) \| (.*) \|$", SOLUTION.source("by-hand"), re.MULTILINE))
    labels, flagged = twelve_bottles(None)
    assert [int(cell) for cell in rows["cracked"].split(" | ")] == labels.tolist()
    assert [int(cell) for cell in rows["flagged"].split(" | ")] == flagged.tolist()
    assert rows["outcome"].split(" | ") == [OUTCOMES[pair] for pair in zip(labels, flagged, strict=True)]


def test_the_metrics_worked_by_hand_are_right():
    text = SOLUTION.source("by-hand-metrics")
    counts = confusion_matrix_values(*twelve_bottles(None))
    assert "TP = {}, TN = {}, FP = {}, FN = {}.".format(*counts) in text
    rows = re.findall(r"^\| (\w+) \| .* \| (\d+)/(√?)(\d+) = ([\d.]+) \|$", text, re.MULTILINE)
    right = compute_metrics(*twelve_bottles(None))
    assert [name.lower() for name, *_ in rows] == list(right)
    for name, part, root, whole, value in rows:
        assert int(part) / (int(whole) ** 0.5 if root else int(whole)) == pytest.approx(right[name.lower()])
        assert float(value) == pytest.approx(right[name.lower()], abs=0.005)
    assert counts.tn + counts.fp == 8
    assert "2.25/3.15 = 0.71" in SOLUTION.source("harder")
    assert f_beta(*counts, beta=2) == pytest.approx(2.25 / 3.15)


def test_the_product_for_120_000_rows_has_more_digits_than_an_int64():
    assert len(str(2**63 - 1)) == 19
    assert len(str(60_000**4)) == 20


def test_only_recall_and_accuracy_stay_where_they_are():
    alt = SOLUTION.words("by-prevalence")
    ends = {name: (float(a), float(b)) for name, a, b in re.findall(r"(\w+) ([\d.]+) and ([\d.]+)[;.]", alt)}
    assert ends["recall"] == (0.9, 0.9)
    assert ends["accuracy"][1] == 0.95 > ends["accuracy"][0] > 0.9
    assert all(ends[name][0] > 0.8 > 0.2 > ends[name][1] for name in ("precision", "f1", "mcc"))


def test_the_metrics_disagree_about_the_cameras():
    words = {name: word for name, (*_, word) in verdicts("all-days").items()}
    assert words == dict.fromkeys(("accuracy", "precision", "f1", "mcc"), "worse") | {"recall": "better"}
    assert 0 < int(re.search(r"On (\d+) of 200", SOLUTION.printed("single-days"))[1]) < 100


def test_with_more_cracks_the_thorough_camera_leads_on_f1():
    """The change that the text proposes turns the verdict."""
    rng = np.random.default_rng(0)
    labels = np.repeat([1, 0], [100, 900])
    ahead = 0
    for _ in range(200):
        thorough, careful = (
            compute_metrics(labels, rng.random(1000) < np.where(labels == 1, catches, false_alarms))["f1"]
            for catches, false_alarms in ((0.9, 0.015), (0.6, 0.002))
        )
        ahead += thorough > careful
    assert ahead > 190


def test_the_verdict_turns_with_beta():
    words = {float(name.removeprefix("beta")): word for name, (*_, word) in verdicts("verdict-by-beta").items()}
    assert (words[0.5], words[1], words[2], words[4]) == ("worse", "worse", "better", "better")
    assert "can't tell" in words.values()


def test_the_model_answer_about_the_brochure_is_right():
    always = compute_metrics([1] * 90 + [0] * 10, [1] * 100)
    assert always["f1"] == pytest.approx(180 / 190)
    assert (round(always["f1"], 2), round(always["f1"], 3)) == (0.95, 0.947)
    assert (always["precision"], always["recall"], always["mcc"]) == (0.9, 1, 0)
