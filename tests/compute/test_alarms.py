"""Alarms ring where they should, and hardly anywhere else: simulated tables of which the truth is known."""

import numpy as np
import pandas as pd
import pytest

from lessonlib.compute.alarms import ring
from lessonlib.compute.copies import copies


def honest(seed, n=1500):
    """Return an honest table: strong and weak numbers, a skewed one, binary ones, words; prevalence about 8 %."""
    rng = np.random.default_rng(seed)
    y = rng.random(n) < 0.08
    X = pd.DataFrame({
        "strong": rng.normal(size=n) + 1.8 * y,
        "weak": rng.normal(size=n) + 0.3 * y,
        "skewed": np.exp(rng.normal(size=n) + y),
        "flag": (rng.random(n) < np.where(y, 0.6, 0.1)).astype(float),
        "rare": (rng.random(n) < np.where(y, 0.05, 0.005)).astype(float),
        "word": rng.choice(list("abcdefgh"), n),
    })  # fmt: skip
    return X, y


LEAKS = {
    "copy": lambda y, _: y.astype(float),
    "noisy copy": lambda y, rng: np.where(rng.random(len(y)) < 0.01, ~y, y).astype(float),
    "score": lambda y, rng: y + 0.25 * rng.normal(size=len(y)),
    "reason": lambda y, rng: np.where(y, rng.choice(["r1", "r2", "r3"], len(y)), "none").astype(object),
    "only filled later": lambda y, rng: np.where(y & (rng.random(len(y)) < 0.97), rng.exponential(size=len(y)), np.nan),
    "one mode of failure": lambda y, rng: (y & (rng.random(len(y)) < 0.3)).astype(float),
}


def leaks(X, y):
    return {alarm.column for alarm in ring(X, y) if alarm.kind == "leak"}


def test_false_leak_alarms_are_rare():
    assert sum(bool(leaks(*honest(seed))) for seed in range(100)) <= 5


@pytest.mark.parametrize("leak", LEAKS)
def test_leaks_are_found(leak):
    found = 0
    for seed in range(40):
        X, y = honest(seed)
        X["leak"] = LEAKS[leak](y, np.random.default_rng([seed, 1]))
        found += leaks(X, y) == {"leak"}
    assert found >= 38


def test_a_leak_by_gaps_says_that_it_is_the_gaps():
    X, y = honest(0)
    rng = np.random.default_rng(1)
    for name, values in (("gaps", rng.normal(size=len(y))), ("values", y + 0.25 * rng.normal(size=len(y)))):
        filled = np.where(y, 0.99, 0.01) if name == "gaps" else 0.95
        X[name] = np.where(rng.random(len(y)) < filled, values, np.nan)
    by_column = {alarm.column: alarm.words for alarm in ring(X, y)}
    assert by_column["gaps"].startswith("whether “gaps” is filled in alone separates")
    assert by_column["values"].startswith("“values” alone separates")


def test_a_column_in_the_order_of_sorted_labels_stops_and_in_that_of_others_warns():
    X, y = honest(0)
    X["nr"] = np.arange(len(X), dtype=float)
    [warned] = [alarm for alarm in ring(X, y) if alarm.kind == "order"]
    assert (warned.column, warned.stops) == ("nr", False)
    order = np.argsort(y, kind="stable")
    X = X.iloc[order].reset_index(drop=True).assign(nr=np.arange(len(X), dtype=float))
    assert any(alarm.kind == "order" and alarm.stops for alarm in ring(X, y[order]))


@pytest.mark.parametrize("name", ["patient_id", "customer", "User ID", "machineID"])
def test_groups_are_found_by_name_and_size(name):
    X, y = honest(0)
    X[name] = np.random.default_rng(0).integers(300, size=len(X)).astype(float)
    assert [(alarm.kind, alarm.column) for alarm in ring(X, y)] == [("group", name)]
    assert ring(X, y, independent=True) == []
    assert ring(X.drop(columns=name), y, {name: "group"}) == []


def test_times_are_found_but_not_dates_of_birth():
    X, y = honest(0)
    X["opened"] = np.random.default_rng(0).permutation(len(X)).astype(float)
    assert [alarm.kind for alarm in ring(X, y, {"opened": "date"})] == ["time"]
    assert ring(X, y) == []
    assert ring(X.rename(columns={"opened": "date of birth"}), y, {"date of birth": "date"}) == []


@pytest.mark.parametrize("seed", range(5))
def test_near_copies_are_found_and_rows_that_chance_makes_alike_are_not(seed):
    X, _ = honest(seed)
    rng = np.random.default_rng(seed)
    assert len(np.unique(copies(X))) >= len(X) - 1
    numbers = X.select_dtypes("number")
    tripled = pd.concat([numbers + 1e-6 * rng.normal(size=numbers.shape) for _ in range(3)])
    assert len(np.unique(copies(tripled))) <= 1.05 * len(X)
    binary = pd.DataFrame(rng.integers(2, size=(1000, 5)).astype(float))
    assert len(np.unique(copies(binary))) == 1000


def found(X):
    return len(X) - len(np.unique(copies(pd.DataFrame(X))))


def test_copies_with_a_little_noise_are_found_but_no_neighbours_on_a_curve_or_in_time():
    rng = np.random.default_rng(0)
    few = np.repeat(rng.normal(size=(60, 6)), 8, axis=0)
    assert found(np.vstack([few + 0.01 * rng.normal(size=few.shape), rng.normal(size=(2000, 6))])) >= 0.95 * 60 * 7
    assert found(rng.normal(size=(2000, 12))) == 0
    assert found(rng.normal(size=(2000, 3)) @ rng.normal(size=(3, 12)) + 0.05 * rng.normal(size=(2000, 12))) == 0
    assert found(np.cumsum(rng.normal(size=(2000, 12)), axis=0)) == 0
    turns = rng.random((2000, 1)) * np.arange(1, 9)
    assert found(np.hstack([np.sin(turns), np.cos(turns)])) < 0.1 * 2000  # fewer than what fails the check
