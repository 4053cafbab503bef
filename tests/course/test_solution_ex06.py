"""What exercise 06 says in words is what its cells compute; nbval holds the stored outputs to a fresh run."""

import re

import numpy as np

from lessonlib import GaussianClasses, adasyn_counts, borderline_smote, danger_set, majority_neighbors, smote
from lessonlib.checks.exercises.ex06 import ten_rows
from lessonlib.draw.smote import starts_picture
from tests.course.solution_notebooks import Solution

SOLUTION = Solution("ex06_borderline_smote")


def test_the_ten_rows_of_the_check_are_those_of_the_notebook():
    _, feature, label = SOLUTION.table_rows("by-hand")[:3]
    X, y = ten_rows()
    assert [float(value) for value in feature[1:]] == X[:, 0].tolist()
    assert [int(value) for value in label[1:]] == y.tolist()


def test_neighbours_counts_and_zones_worked_by_hand_are_right():
    X, y = ten_rows()
    worked = SOLUTION.table_rows("by-hand")[4:]
    assert len(worked) == 4
    for (row, at, near, majority, zone), count in zip(worked, majority_neighbors(X, y, m=3), strict=True):
        distances = np.abs(X[:, 0] - float(at))
        distances[int(row)] = np.inf
        assert sorted(float(place) for place in near.split(",")) == sorted(X[np.argsort(distances)[:3], 0])
        assert int(majority) == count
        assert zone.strip("*") == ("safe" if count < 1.5 else "danger" if count < 3 else "noise")
    assert danger_set(X, y, m=3).tolist() == [2]


def test_the_point_worked_by_hand_is_right():
    assert "4 + 0.5 · (2 − 4) = 3" in SOLUTION.source("by-hand-rule")
    X, y = ten_rows()
    points = borderline_smote(X, y, k=2, m=3, n_synthetic=200)
    assert 1 < points.min() < 1.3  # towards row 0, at 1
    assert 3.9 < points.max() < 4  # the start


def test_the_zones_of_the_courses_data():
    assert SOLUTION.numbers("zones") == [[31, 50, 19, 50], [12], [2], [5]]
    assert "Han's rule leaves two rows to start from, the loose one 19, and five" in SOLUTION.source("zones-read")


def test_noise_lies_in_the_majoritys_country_most_of_all_and_hans_rule_between():
    every, loose, danger, noise = (
        float(re.search(r"(\d+)%", line)[1]) for line in SOLUTION.printed("truth").splitlines()
    )
    assert every < danger < loose < noise
    assert noise > 50


def test_the_strip_where_borderline_smote_adds_belongs_to_the_majority_at_least_as_much():
    clouds = GaussianClasses((0, 0), (1.5, 1.5), prevalence=0.1)
    for seed in range(1, 6):
        X, y = clouds.sample_counts(540, 60, seed)
        added, by_smote = borderline_smote(X, y, n_synthetic=480), smote(X[y == 1], n_synthetic=480)
        assert clouds.posterior(added).mean() < 0.5
        assert clouds.posterior(added).mean() < clouds.posterior(by_smote).mean()


def verdicts():
    """Return, by learner and metric, the three means, the interval and the word."""
    lines, found = SOLUTION.printed("verdicts").splitlines(), {}
    for means, gap in zip(lines[::2], lines[1::2], strict=True):
        numbers = [float(number) for number in re.findall(r"[+-]?\d\.\d+", means)]
        low, high = map(float, re.search(r"interval (\S+) to (\S+):", gap).groups())
        found[means.split(":")[0]] = numbers, low, high, gap.rsplit(": ", 1)[1]
    return found


def test_the_verdict_changes_with_the_learner_and_with_the_metric():
    words = {name: word for name, (*_, word) in verdicts().items()}
    assert words["regression, f1_at_half"] == "worse"
    assert words["five_neighbors, f1_at_half"] == "better"
    assert words["five_neighbors, average_precision"] == "worse"
    for _, low, high, word in verdicts().values():
        assert (low <= 0 <= high) == (word == "can't tell")


def test_nothing_added_is_best_in_every_line():
    for nothing, *others in (means for means, *_ in verdicts().values()):
        assert nothing >= max(others)
    nothing, *others = verdicts()["regression, average_precision"][0]
    assert nothing - min(others) < 0.01


def test_the_numbers_of_adasyn_worked_by_hand_are_right():
    assert adasyn_counts(*ten_rows(), m=3, n_synthetic=60).tolist() == [9, 9, 17, 26]
    assert "9, 9, 17 and 26" in SOLUTION.source("harder")


def test_more_than_half_of_adasyns_points_start_from_noise():
    (total, noise, n_noise), (danger, _) = SOLUTION.numbers("who-gets-what")
    assert n_noise == 5
    assert noise > total / 2
    assert noise > 2 * danger


def test_the_picture_says_in_words_what_it_shows():
    X = np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 1.0]])
    picture = starts_picture(X, np.array([0, 1, 1]), {"SMOTE": ([1, 2], X[1:]), "other": ([1], X[1:2])}, "Look.")
    assert "1 majority and 2 minority points" in picture.alt
    assert "SMOTE, 2 synthetic points from 2 rows; other, 1 synthetic points from 1 rows" in picture.alt
    assert picture.png.startswith(b"\x89PNG")
    assert picture.caption == "Look."
