"""What the prose of lesson 08 says, bound to computed values."""

from tests.course.claims import GIVEN

CLAIMS = [
    ("| **flagged** | caught: 0 | false alarm: 1 | | **left alone** | missed: 100 | 0 |", GIVEN),
    (
        "on the same 200 payments, 14 of them frauds. A catches 9 without any false alarm. B catches all 14, with 8 false alarms. A makes 5 errors, B makes 8.",
        "all(sum(one.values()) == 200 and one['tp'] + one['fn'] == 14 for one in (A, B)) and (A['fp'] + A['fn'], B['fp'] + B['fn']) == (5, 8)",
    ),
    (
        "B pays 8 false alarms for 5 frauds that A misses: 8 / 5 = 1.6 for each",
        "B['fp'] == 8 and A['fn'] == 5 and np.isclose(*totals[1.6]) and totals[1][0] < totals[1][1] and totals[5][0] > totals[5][1]",
    ),
    ("Who is ahead at 5?", GIVEN),
    ("p · c(caught) + (1 − p) · c(false alarm)", GIVEN),
    ("p · c(missed) + (1 − p) · c(left alone)", GIVEN),
    ("(Elkan 2001)", GIVEN),
    (
        "Where both errors cost the same and right decisions nothing, 0.5 is the answer",
        "all(bayes_threshold(cost_fp=c, cost_fn=c) == 0.5 for c in (0.1, 1, 7))",
    ),
    (
        "overlapping clouds, 5 % positive",
        "clouds.prevalence == 0.05 and abs(y_fresh.mean() - 0.05) < 0.002",
    ),
    (
        "We flag at 0.5, as `predict` does in most libraries, although a missed positive costs 100 false alarms",
        "1.2 < times[5] < 1.4 and 5.5 < times[100] < 6.5 and 30 < times[1000] < 45",
    ),
    (
        "The dearer a miss, the dearer the habit of 0.5. The factors are those of these two clouds",
        "times[5] < times[100] < times[1000]",
    ),
    (
        "the first 20,000 of the rows (so the factors differ a little from those above). The solid curve is what 1,000 rows cost",
        "len(y_fresh) > 20_000",
    ),
    (
        "**Drag** the line from 0.5 to the bottom. Then change a price: 5, 1000, or a gain of 5 (−5) for a caught positive",
        "costs_explorer(y_fresh[:20_000], p_fresh[:20_000], cost_fn=100, cost_tp=-5).problem == ''",
    ),
    (
        "Far to the left of the minimum the bill is nearly all false alarms, far to the right nearly all missed positives. At the minimum the two need not be equal",
        "(lambda part: part(0.0005) > 0.95 and part(0.3) < 0.05 and part(1 / 101) > 0.6)(lambda t: (lambda tp, tn, fp, fn: fp / (fp + 100 * fn))(*confusion_matrix_values(y_fresh, p_fresh >= t)))",
    ),
    (
        "200 validation rows, 10 of them positive",
        "all(find_optimal_threshold(y, clouds.posterior(X), 'cost', cost_fp=1, cost_fn=100)[0] == thresholds[10][0] and len(y) == 200 and y.sum() == 10 for X, y in [clouds.sample_counts(190, 10, 0)])",
    ),
    (
        "(Judged on the 200,000 fresh rows, over 100 validation sets.)",
        "len(y_fresh) == 200_000 and len(thresholds[10]) == 100",
    ),
    (
        "with 10 positives the middle 95 % of the tuned ones reach from about 0.003 to above 0.1",
        "0.0025 < middle[10][0] < 0.0035 and middle[10][1] > 0.1",
    ),
    (
        "No rule that goes by p can beat the formula on average **while the probabilities are right**",
        "all(np.mean(found) > -0.001 for found in extra.values())",
    ),
    (
        "a logistic regression on 900 negatives and 100 positives",
        "common.sample_counts(900, 100, 0)[1].sum() == 100",
    ),
    (
        "A missed positive costs 10, so the formula says 1 / 11",
        "np.isclose(bayes_threshold(cost_fp=1, cost_fn=10), 1 / 11)",
    ),
    (
        "A missed fraud costs its **amount**: 3 or 2,000. A check costs 10, whatever it finds",
        "payments(0)[2].min() < 3 and payments(0)[2].max() > 2_000",
    ),
    ("check where p · amount ≥ 10", GIVEN),
    (
        "(lognormal, median 50) and independent of the classes",
        "abs(np.median(payments(0)[2]) - 50) < 3",
    ),
    ("What changes at 1, and at 100? One data set proves little. 40 of them, at 10 a check", "len(saved) == 40"),
    (
        "At 10 a check, the rule by amount lets many small frauds go and checks large payments of little suspicion",
        "all(np.sum((y == 1) & (p * a < 10) & (p >= 0.2)) > 10 and np.sum((p * a >= 10) & (p < 0.05)) > 10 for y, p, a in [payments(0)])",
    ),
    ("It catches fewer frauds and loses less money", "heads.high < 0 and money.high < 0"),
    (
        "(At 100 a check it catches more, on average: hardly a row passes the single threshold.",
        "paired_verdict([one_draw(seed, check=100)[0] for seed in range(40)]).low > 0 and all(np.mean(p >= cheapest_threshold(y, p, cost_fp=100, cost_tp=100, cost_fn=a)[0]) < 0.005 for y, p, a in [payments(0)])",
    ),
    ("At 1 the single threshold is cheaper on the rows of the plot", "one_draw(0, check=1)[1] > 0.05"),
    ("A p that is 5 times too high makes the expected loss 5 times too high", GIVEN),
    ("“Somewhere between 50 and 200.”", "{50, 200} <= set(believed)"),
    ("In truth it is 100; we work with another number", "too_much[100] == 0"),
    (
        "wrong by a factor of 2: 9 % if the belief is too low, 6 % if it is too high. Wrong by 10: more than 40 %, and more than twice the cost if the belief is too low",
        "(round(too_much[50]), round(too_much[200])) == (9, 6) and too_much[1000] > 40 and too_much[10] > 100",
    ),
    (
        "three people can look at 50 cases a day. Then the **capacity** decides. Flag the 50 with the highest p: for that, only the ranking counts",
        GIVEN,
    ),
    ("1 / 101 for 1 : 100", "np.isclose(bayes_threshold(cost_fp=1, cost_fn=100), 1 / 101)"),
    (
        "With 14 frauds in the test, neither the 5 nor the 8 is known well. B missed none of 14: will its bill stay at 8 in 200 rows? The usual interval, mean ± 1.96 standard errors",
        "cost_interval(**B, cost_fp=1, cost_fn=100)[1] > 20 * expected_cost(**B, cost_fp=1, cost_fn=100) and B['tp'] == 14",
    ),
    (
        "Mostly no fraud is missed, and an interval made of costs that did not occur is short and wrong",
        "0.97**10 > 0.5 and coverage['usual'] < 0.35 and 0.92 < coverage['cost_interval'] < 0.99",
    ),
    (
        "with 14 frauds and 1 % of them missed, even the joined interval holds the true bill in only 87 % of tests",
        "[0.85 < np.mean([low <= 0.1072 <= high for low, high in (cost_interval(tp=14 - missed, tn=186 - alarms, fp=alarms, fn=missed, cost_fp=1, cost_fn=100) for draw in [np.random.default_rng(0)] for missed, alarms in zip(draw.binomial(14, 0.01, 2_000), draw.binomial(186, 0.04, 2_000)))]) < 0.89] == [True]",
    ),
    (
        "They cost about 40 % more than the formula's 0.0099 on average; half of them at most about 20 % more, a few a great deal. With 500 positives it is 1 or 2 %",
        "35 < mean_extra[10] < 45 and 15 < median_extra[10] < 25 and max(extra[10]) > 1 and 0.5 < mean_extra[500] < 2.5 and round(1 / 101, 4) == 0.0099",
    ),
    (
        "All three rank the rows nearly alike",
        "np.ptp([__import__('lessonlib').auroc(y_ten, fitted.probability(X_ten)) for X, y in [common.sample_counts(900, 100, 0)] for fitted in (fit_logistic_regression(X, y), fit_logistic_regression(X, y, compute_class_weights(y)), fit_logistic_regression(*smote_resample(X, y, seed=0)))]) < 0.005",
    ),
    (
        "a world with 50 % positives. Held against 1 / 11, they have about half of all rows flagged",
        "0.45 < np.mean([np.mean(fit_logistic_regression(X, y, compute_class_weights(y)).probability(X_ten) >= 1 / 11) for X, y in (common.sample_counts(900, 100, seed) for seed in range(10))]) < 0.6",
    ),
    (
        "Two roads: weights of 10 : 1 in the training **and** 0.5 as the threshold, or plain training **and** 1 / 11",
        GIVEN,
    ),
    (
        "Both at once count the costs twice",
        "all(row[2] > 1.4 * max(row[:2]) for row in roads.values())",
    ),
    (
        "the two roads lead to about the same decisions. With two groups the weighted training is cheaper: it puts its one line where the costs are, while the plain fit is right on the whole and wrong at 1 / 11",
        "abs(bent['one round cloud'].mean) < 0.005 and bent['two groups'].high < -0.005",
    ),
    (
        "t : (1 − t) of a missed positive. **Net benefit** = (caught − false alarms · t / (1 − t)) / rows (Vickers and Elkin 2006). Flagging nobody has 0",
        GIVEN,
    ),
    (
        "The plain model is ahead of both dummies at every t of the table",
        "all(curves['plain'][t] > max(0, curves['flag everybody'][t]) for t in curves['plain'])",
    ),
    (
        "falls behind “flag nobody” at 0.40: worse than having no model",
        "all(net_benefit(**confusion_matrix_values(y_ten, fit_logistic_regression(*rows, compute_class_weights(rows[1])).probability(X_ten) >= 0.4)._asdict(), threshold=0.4) < 0 for rows in (common.sample_counts(900, 100, seed=seed) for seed in range(4)))",
    ),
]
