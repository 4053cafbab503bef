"""`tests.bench checks` counts what it says."""

import numpy as np

from tests.bench import checks
from tests.checks.answers import Answers


def test_it_counts_what_is_refused_named_and_accepted(monkeypatch, capsys):
    answers = Answers("sigmoid")
    answers.right(lambda z: 1 / (1 + 2.718281828459045 ** -np.clip(z, -500, 500)))
    answers.right(lambda z: z)  # called right, and is not
    answers.wrong("returns nothing")(lambda _z: None)
    answers.wrong("endless loop")(lambda z: -z)  # refused, but not as an endless loop
    answers.wrong("")(lambda _z: "seven")
    monkeypatch.setattr(checks, "_corpora", lambda: [answers])
    (row,) = checks.main()
    assert (row.exercise, row.function) == ("ex04", "sigmoid")
    assert (row.wrong, row.refused, row.named) == (3, 3, 1)
    assert (row.right, row.accepted) == (2, 1)
    assert "3 of  3" in capsys.readouterr().out


def test_every_exercise_is_measured():
    assert {answers.function for answers in checks._corpora()} >= {"smote", "find_optimal_threshold", "f_beta"}
