"""`tests.bench checks` counts what it says."""

import numpy as np

from tests.bench import checks, mutants
from tests.checks.answers import Answers


def test_it_counts_what_is_refused_named_and_accepted(monkeypatch, capsys):
    answers = Answers("sigmoid")
    answers.right(lambda z: 1 / (1 + 2.718281828459045 ** -np.clip(z, -500, 500)))
    answers.right(lambda z: z)  # called right, and is not
    answers.wrong("returns nothing")(lambda _z: None)
    answers.wrong("endless loop")(lambda z: -z)  # refused, but not as an endless loop
    answers.wrong("")(lambda _z: "seven")
    monkeypatch.setattr(checks, "_corpora", lambda: [answers])
    monkeypatch.setattr(checks.mutants, "main", lambda: None)
    (row,) = checks.main()
    assert (row.exercise, row.function) == ("ex04", "sigmoid")
    assert (row.wrong, row.refused, row.named) == (3, 3, 1)
    assert (row.right, row.accepted) == (2, 1)
    assert "3 of  3" in capsys.readouterr().out


def test_every_exercise_is_measured():
    assert {answers.function for answers in checks._corpora()} >= {"smote", "find_optimal_threshold", "f_beta"}


def test_a_change_of_a_solution_is_killed_or_told():
    every = mutants.mutants("f1_at_prevalence")
    assert len({one.source for one in every}) == len(every) > 5
    assert mutants.survivors("f1_at_prevalence") == (len(every), [])


def test_what_is_called_equivalent_is_a_mutant():
    for function, changes in mutants.EQUIVALENT.items():
        assert changes.keys() <= {one.change for one in mutants.mutants(function)}
        assert all(changes.values())
