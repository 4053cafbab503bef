"""At every position and setting, each number in a sentence and a table follows from the counts shown beside it."""

import re

import numpy as np
import pytest

from lessonlib import (
    LESSON_CLASSES,
    GaussianClasses,
    amounts_explorer,
    bayes_threshold,
    compute_metrics,
    costs_explorer,
    expected_cost,
    threshold_explorer,
    threshold_scatter,
)

CLOUDS = GaussianClasses([0.0, 0.0], [1.5, 1.5], prevalence=0.05)
PRICES = [(1, 1), (1, 5), (1, 100), (1, 1000), (1, 5000), (3, 7.5)]


def number(words):
    return float(words.replace(",", "").replace("−", "-"))


def numbers(words):
    return [number(found) for found in re.findall(r"−?\d[\d,]*(?:\.\d+)?", words)]


def percent(part, whole):
    share = round(100 * part / whole)
    return "over 99 %" if share == 100 and part < whole else "under 1 %" if share == 0 and part else f"{share} %"


def counts_shown(table, at):
    (tp, fn), (fp, tn) = ((number(column[at]) for column in table.rows[row]) for row in ("positive", "negative"))
    return {"tp": tp, "tn": tn, "fp": fp, "fn": fn}


@pytest.mark.parametrize(("cost_fp", "cost_fn"), PRICES)
def test_costs(cost_fp, cost_fn):
    X, y = CLOUDS.sample(20_000, seed=1)
    frames = costs_explorer(y, CLOUDS.posterior(X), cost_fp=cost_fp, cost_fn=cost_fn).frames
    counts, table = frames.tables
    columns = dict(zip(table.columns, table.rows["at the line"], strict=True))
    least = number(dict(zip(table.columns, table.rows["cheapest here"], strict=True))["total"][0])
    formula = dict(zip(table.columns, table.rows["formula"], strict=True))
    assert formula["threshold"] == [f"{bayes_threshold(cost_fp=cost_fp, cost_fn=cost_fn):.3g}"]
    for at, sentence in enumerate(frames.sentences):
        shown = counts_shown(counts, at)
        cost = 1000 * expected_cost(**shown, cost_fp=cost_fp, cost_fn=cost_fn)
        assert number(columns["total"][at]) == pytest.approx(cost, abs=0.051)
        assert f"1,000 rows cost {columns['total'][at]}, {cost / least:.1f} times the least" in sentence or (
            abs(cost / least * 10 % 1 - 0.5) < 1e-3 * cost / least  # a tie in the rounding of the quotient
        )
        positives = shown["tp"] + shown["fn"]
        assert (
            f"catches {shown['tp']:,.0f} of {positives:,.0f} positives ({percent(shown['tp'], positives)})" in sentence
        )


@pytest.mark.parametrize(("n_positive", "cost_fn"), [(10, 10), (10, 100), (200, 3)])
def test_threshold(n_positive, cost_fn):
    X, y = LESSON_CLASSES.sample_counts(19 * n_positive, n_positive, seed=1)
    frames = threshold_explorer(y, LESSON_CLASSES.posterior(X), cost_fn=cost_fn).frames
    counts, table = frames.tables
    columns = dict(zip(table.columns, table.rows["at the line"], strict=True))
    for at, sentence in enumerate(frames.sentences):
        shown = counts_shown(counts, at)
        found = compute_metrics(*labels_of(**shown))
        for name, key in (("recall", "recall"), ("F1", "f1"), ("MCC", "mcc"), ("accuracy", "accuracy")):
            assert number(columns[name][at]) == pytest.approx(found[key], abs=0.0005001)
        flagged = shown["tp"] + shown["fp"]
        assert columns["precision"][at] == (f"{shown['tp'] / flagged:.3f}" if flagged else "undefined")
        cost = 1000 * expected_cost(**shown, cost_fp=1, cost_fn=cost_fn)
        assert number(columns["cost per 1,000"][at]) == pytest.approx(cost, abs=0.051)
        assert f"catches {shown['tp']:,.0f} of {n_positive} positives ({percent(shown['tp'], n_positive)})" in sentence
        assert not re.search(r"−0(\.0+)?\b", " ".join(column[at] for column in columns.values()))


def labels_of(tp, tn, fp, fn):
    sizes = [int(tp), int(tn), int(fp), int(fn)]
    return np.repeat([1, 0, 0, 1], sizes), np.repeat([1, 0, 1, 0], sizes)


def test_amounts():
    X, y = CLOUDS.sample(5_000, 0)
    amounts = np.random.default_rng([0, 1]).lognormal(np.log(50), 1.2, 5_000)
    frames = amounts_explorer(y, CLOUDS.posterior(X), amounts).frames
    (table,) = frames.tables
    for at, (check, sentence) in enumerate(zip(frames.values, frames.sentences, strict=True)):
        for rule in ("by amount", "best threshold"):
            checks, caught, missed, cost = (column[at] for column in table.rows[rule])
            assert number(cost) == pytest.approx((check * number(checks) + number(missed)) / 5, abs=0.61)  # of 1,000
            assert f"catches {caught}" in sentence
            assert f"cost {cost}" in sentence
        assert numbers(sentence)[:2] == [check, number(table.rows["by amount"][0][at])]


def test_threshold_scatter():
    frames = threshold_scatter(sizes=(10, 50), n_repeats=60).frames
    (table,) = frames.tables
    for at, sentence in enumerate(frames.sentences):
        between, promised, kept, worst = (column[at] for column in table.rows["of this size"])
        assert f"a threshold from {between}." in sentence
        assert f"an F1 of {promised} on average and keep {kept}." in sentence
        assert number(worst) <= number(kept) < number(promised)
