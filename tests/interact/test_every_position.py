"""At every position and setting, each number in a sentence and a table follows from the counts shown beside it."""

import re
from itertools import permutations, product

import numpy as np
import pytest
from scipy import stats

from lessonlib import (
    LESSON_CLASSES,
    GaussianClasses,
    advisor,
    amounts_explorer,
    bayes_threshold,
    calibration_explorer,
    compute_metrics,
    costs_explorer,
    expected_cost,
    leakage_explorer,
    lesson_rules,
    own_calibration,
    progress,
    progress_file,
    threshold_explorer,
    threshold_scatter,
    true_f1,
    verdict_explorer,
    wilson_interval,
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


def marked(frames, kind, axes):
    return [mark for mark in frames.marks if (mark.kind, mark.axes) == (kind, axes)]


@pytest.mark.parametrize("method", ["class weights", "undersampling", "oversampling", "SMOTE"])
def test_calibration(method):
    explorer = calibration_explorer(n_train=2_000, method=method)
    for n_bins, mend in product((2, 10, 20), (False, True)):
        explorer.settings = explorer.settings | {"n_bins": n_bins, "mend": mend}
        frames = explorer.frames
        (table,) = frames.tables
        drawn = dict(zip(["as predicted", "prior-corrected"], marked(frames, "points", "diagram"), strict=False))
        assert set(drawn) == set(table.rows) - {"always the prevalence"}
        (sizes,) = marked(frames, "segments", "counts")
        constant = [number(column[0]) for column in table.rows["always the prevalence"]]
        for at, sentence in enumerate(frames.sentences):
            positives, rows, share = numbers(sentence.partition("; ")[2])[:3]
            assert (share, constant[0]) == pytest.approx((100 * positives / rows, positives / rows), abs=0.0501)
            assert constant[2] == pytest.approx(positives / rows * (1 - positives / rows), abs=6e-5)
            counts = np.array(sizes.at(at)[1][1::2])
            x, happened, _ = drawn["as predicted"].at(at)
            assert counts.sum() == rows == number(table.caption.split()[1])
            assert counts @ np.array(happened) == pytest.approx(positives)
            mean, times, brier = (column[at] for column in table.rows["as predicted"])
            assert number(mean) == pytest.approx(counts @ np.array(x) / rows, abs=0.00051)
            assert times == f"{number(mean) * rows / positives:.1f}"
            assert f"the mean probability is {mean};" in sentence
            assert f"Brier {brier}." in sentence
            if mend:
                mean, times, brier = (column[at] for column in table.rows["prior-corrected"])
                assert times == f"{number(mean) * rows / positives:.1f}"
                assert sentence.endswith(f" After prior correction: mean {mean}, Brier {brier}.")


def test_verdict():
    rules = lesson_rules()
    for first, second in permutations(rules, 2):
        frames = verdict_explorer(first=first, second=second, n_sets=150).frames
        (table,) = frames.tables
        (wrong_line,) = (mark for mark in marked(frames, "point", "wrong"))
        better, worse = sorted((first, second), key=lambda name: -true_f1(rules[name]))
        for at, (size, sentence) in enumerate(zip(frames.values, frames.sentences, strict=True)):
            _, *cells = (column[at] for column in table.rows[f"{first} − {second}"])
            right, ties, wrong = (number(cell.split(" (")[0]) for cell in cells)
            assert right + ties + wrong == 150
            assert [cell.split(" (")[1] for cell in cells] == [
                f"{percent(part, 150)})" for part in (right, ties, wrong)
            ]
            assert wrong_line.at(at)[1] == pytest.approx([wrong / 150])
            assert sentence == (
                f"With {size:,} positives in the test set, {percent(wrong, 150)} of 150 test sets name the wrong "
                f"winner, {percent(ties, 150)} tie. In truth “{better}” has F1 {true_f1(rules[better]):.3f}, “{worse}” "
                f"{true_f1(rules[worse]):.3f}."
            )


def test_leakage():
    explorer = leakage_explorer(sizes=(12, 20), n_positive=20, n_repeats=5)
    switches = [name for name, setting in explorer.settings.items() if isinstance(setting, bool)]
    assert len(switches) == 6
    for on in product((False, True), repeat=len(switches)):
        explorer.settings = explorer.settings | dict(zip(switches, on, strict=True))
        frames = explorer.frames
        (table,) = frames.tables
        (repeats,) = marked(frames, "points", "repeats")
        for at, (size, sentence) in enumerate(zip(frames.values, frames.sentences, strict=True)):
            kept, promised, _ = (np.array(part) if part else None for part in repeats.at(at))
            gap = promised - kept
            half = stats.t.ppf(0.975, 4) * gap.std(ddof=1) / np.sqrt(5)
            reported, fresh, too_high, between, n = (column[at] for column in table.rows["at the line"])
            assert (number(reported), number(fresh)) == pytest.approx((promised.mean(), kept.mean()), abs=0.000501)
            assert number(too_high) == pytest.approx(number(reported) - number(fresh), abs=1e-9)
            assert numbers(between) == pytest.approx([gap.mean() - half, gap.mean() + half], abs=0.000501)
            assert int(n) == len(gap) == 5
            assert sentence.startswith(
                f"With {size} positives and {4 * size} negatives drawn, the test part reports a balanced accuracy of "
                f"{reported}; fresh data give {fresh}. "
            )
            low, high = numbers(between)
            if low > 0 or high < 0:
                side = "too much" if low > 0 else "too little"
                assert f"promises {abs(number(too_high)):.3f} {side} (95 % interval {between} over 5" in sentence


@pytest.mark.parametrize("rows", ["200", "1,000", "5,000", "20,000", "100,000", "1,000,000"])
def test_advisor(rows):
    settings = product(("linear", "trees", "nearest neighbours"), (0, 0.5, 19, 5000), (0, 0.4, 5, 1000), (False, True))
    for learner, cost_ratio, capacity, probabilities in settings:
        facts = {"learner": learner, "cost_ratio": cost_ratio, "capacity": capacity, "probabilities": probabilities}
        frames = advisor(rows=rows, **facts).frames
        (table,) = frames.tables
        (label,) = marked(frames, "label", "recall")
        for at, sentence in enumerate(frames.sentences):
            test = round(0.2 * number(rows) * frames.values[at])
            assert f"{frames.readings[at]} positives among {rows} rows" in sentence
            assert number(frames.readings[at].removesuffix(" %")) == pytest.approx(100 * frames.values[at])
            assert f"holds {f'about {test:,}' if test else 'fewer than one'} of them" in sentence
            _says_the_recall(label.at(at)[2], test)
            steps = [f"{step}. {do[at]}" for step, (do, _, _) in enumerate(table.rows.values(), start=1)]
            assert sentence.endswith(f" {'; '.join(steps)}.")
            do, because, _ = (column[at] for column in table.rows["4 · line"])
            if cost_ratio:
                line = f"{bayes_threshold(cost_fp=1, cost_fn=cost_ratio):.3g}"
                assert numbers(do)[:1] == [float(line)]
            elif capacity:
                assert numbers(do)[0] == capacity
                room = min(100, capacity / (10 * frames.values[at]))
                assert numbers(because) == [pytest.approx(room, rel=0.006)]


def _says_the_recall(words, test):
    if not test:
        assert words == "no test positive: recall may be anything"
        return
    caught, base, _, low, high = numbers(words)
    assert (caught, base) == (round(0.8 * test), test)
    assert (low, high) == pytest.approx([100 * end for end in wilson_interval(int(caught), test)], abs=0.5001)


@pytest.mark.parametrize("seed", range(12))
def test_own_calibration(seed, tmp_path, monkeypatch):
    monkeypatch.setenv(progress_file.FOLDER_VARIABLE, str(tmp_path))
    draw = np.random.default_rng(seed)
    n = int(draw.integers(1, 40))
    sure, right = draw.choice([50, 60, 70, 80, 90, 100], n), draw.random(n) < draw.random()
    for at in range(n):
        progress.record_prediction(f"q{at}", "up", int(sure[at]))
        progress.record_outcome(f"q{at}", "up" if right[at] else "down")
    said = own_calibration()
    n_right, low, high = int(right.sum()), *wilson_interval(int(right.sum()), n)
    base = "prediction" if n == 1 else "predictions"
    assert repr(said).startswith(
        f"You were right in {n_right} of {n} {base} ({percent(n_right, n)}), 95 % interval {100 * low:.0f} to "
        f"{100 * high:.0f} %; on average you were {sure.mean():.0f} % sure."
    )
    groups = re.findall(r"(\d+) % sure: right in (\d+) % of (\d+), 95 % interval (\d+) to (\d+) %", said._repr_html_())
    assert bool(groups) == (n >= 10)
    if groups:
        _, share, size, *ends = np.array(groups, dtype=float).T
        assert size.sum() == n
        hits = np.round(share * size / 100)
        assert hits.sum() == n_right
        assert np.abs(share - 100 * hits / size).max() <= 0.501
        for hit, of, *end in zip(hits, size, *ends, strict=True):
            assert end == pytest.approx([100 * side for side in wilson_interval(int(hit), int(of))], abs=0.501)
