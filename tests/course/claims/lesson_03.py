"""What the prose of lesson 03 says, bound to computed values."""

from tests.course.claims import GIVEN

CLAIMS = [
    (
        "A model scores six rows; two are positive.",
        "len(toy_y) == 6 and toy_y.sum() == 2 and len(steps) == 6",
    ),
    (
        "Recall never falls on the way down. At each negative precision falls, or stays at 0; at each positive it rises, or stays at 1.",
        "np.all(np.diff(steps.recall) >= 0) and np.all((np.diff(steps.precision) < 0) == (np.diff(steps.fp) > 0)) and average_precision(y_more, scores_more) == 0.5 == precision_at_capacity(y_more, scores_more, 2)",
    ),
    (
        "By hand: 7 of the 8 pairs are in order, and the mean of the precisions 1/1 and 2/3 is 0.833.",
        "before[0] == 7 / 8 and np.isclose(before[1], (1 + 2 / 3) / 2) and round(before[1], 3) == 0.833",
    ),
    (
        "**Change one thing:** give the new negative the score 0.1. Which of the two rises, and which stays?",
        "auroc(y_more, np.append(toy_scores, 0.1)) > before[0] and average_precision(y_more, np.append(toy_scores, 0.1)) == before[1]",
    ),
    (
        "negatives around 0, positives around 1.5, both with standard deviation 1",
        "(classes.mean_negative, classes.mean_positive, classes.sd_negative, classes.sd_positive) == ([0.0], [1.5], 1, 1)",
    ),
    (
        "five\nmixtures, from as many positives as negatives to one for a hundred",
        "list(mixtures.index) == ['1:1', '1:3', '1:10', '1:30', '1:100']",
    ),
    (
        "At 1:1 both\nAUROC and average precision are near 0.85.",
        "all(abs(number - 0.85) < 0.01 for number in mixtures.loc['1:1'])",
    ),
    ("100 of 1,000. The dotted lines", GIVEN),
    ("Then move the slider below to 20.", GIVEN),
    (
        "So the ROC curve does not know how the two are mixed.",
        "np.ptp(mixtures['AUROC']) < 0.02 and np.ptp(mixtures['AP']) > 0.5",
    ),
    (
        "the same 20 % of the negatives are few false alarms beside many positives, and many beside few",
        "precision_at_prevalence(0.8, 0.2, 0.5) == 0.8 and right < 0.05",
    ),
    (
        "On average a random order has an AUROC of 0.5, whatever the data.",
        "abs(np.mean([auroc(few, rng.random(200)) for _ in range(2000)]) - 0.5) < 0.01",
    ),
    (
        "First a model that says 0.5 to\nevery row: 50 of 1,000 rows are positive.",
        "set(constant) == {0.5} and len(y_five) == 1000 and y_five.sum() == 50",
    ),
    (
        "The curve has one real point: flag everybody, recall 1, precision 0.05. By convention it begins at recall 0 and precision 1.",
        "precision.tolist() == [0.05, 1] and recall.tolist() == [1, 0] and np.isclose(trapezoid, 0.525) and np.isclose(average_precision(y_five, constant), 0.05)",
    ),
    (
        "The baseline of average precision is the **prevalence**, but only for large samples.",
        "exact > 0.07 and abs(expected_random_average_precision(1_000_000, 50_000) - 0.05) < 1e-4",
    ),
    (
        "So with 10 positives among 200 rows, chance gives an average precision of 0.07 on average, and one random order in 20 reaches\n0.15.",
        "few.sum() == 10 and len(few) == 200 and round(exact, 2) == 0.07 and abs(np.mean(by_chance) - exact) < 0.003 and round(np.quantile(by_chance, 0.95), 2) == 0.15",
    ),
    ("Again 5 % positives.", "y.mean() == 0.05"),
    (
        "**B** is brilliant at 45 % of them and nearly\nblind to the rest.",
        "abs(easy.mean() - 0.45) < 0.01 and auroc(np.append(np.zeros(380_000), np.ones(easy.sum())), np.append(negatives, model['B'][380_000:][easy])) > 0.99 and auroc(np.append(np.zeros(380_000), np.ones((~easy).sum())), np.append(negatives, model['B'][380_000:][~easy])) < 0.62",
    ),
    (
        "**A** ranks all positives fairly well.",
        "summary['A']['AUROC'] > 0.85 > 0.8 > summary['B']['AUROC'] and summary['B']['AP'] > summary['A']['AP'] + 0.1",
    ),
    (
        "Where a miss costs up to about 10 false alarms, B is cheaper; from 20 on, A.",
        "bill.idxmin(axis=1).tolist() == ['B'] * 4 + ['A'] * 3 and list(bill.index) == [f'a miss costs {k}' for k in (1, 2, 5, 10, 20, 50, 100)]",
    ),
    ("B has little to offer for the 55 % it hardly sees", "round(1 - easy.mean(), 2) == 0.55"),
    (
        "where all scores differ and positives are many, the two areas nearly agree",
        "(p_r := precision_recall_curve(y, model['A'])) and abs(np.trapezoid(p_r[0][::-1], p_r[1][::-1]) - summary['A']['AP']) < 0.001",
    ),
    ("the top of B's list is nearly all\npositive", "lists.loc[20, 'B'] > 0.98"),
    ("Of 1,000 rows, 50 are.", "1000 * y.mean() == 50"),
    (
        "With short lists B is ahead, with long ones A. At 100 they are close, A a little ahead.",
        "np.all(lists.loc[:50, 'B'] > lists.loc[:50, 'A']) and np.all(lists.loc[100:, 'A'] > lists.loc[100:, 'B']) and lists.loc[100, 'A'] - lists.loc[100, 'B'] < 0.03",
    ),
    (
        "at 5 % positives. On a huge test set the average precision is 0.34.",
        "classes.prevalence == 0.05 and round(float(huge.average_precision[0]), 2) == 0.34",
    ),
    ("Your test set\nhas 10 positives and 190 negatives.", "round(10 * 0.95 / 0.05) == 190"),
    (
        "Each band holds, at each recall, the middle 95 % of 300 test sets.",
        "all(test.precision.shape == (300, 100) for test in sets.values()) and np.all(np.mean((sets[10].precision >= sets[10].band()[0]) & (sets[10].precision <= sets[10].band()[1]), axis=0) >= 0.94)",
    ),
    (
        "On the left, the first half of the band is more than 0.6 high.",
        "np.all(np.diff(bands['10 positives'], axis=0)[0][:50] > 0.6)",
    ),
    (
        "And average precision from so few positives is too **high** on\naverage: about 0.39 instead of 0.34. Small test sets flatter it",
        "abs(sets[10].average_precision.mean() - 0.39) < 0.015 and sets[10].average_precision.mean() - 2 * sets[10].average_precision.std() / 300**0.5 > huge.average_precision[0]",
    ),
    ("Draw a curve from 10 positives if you must", GIVEN),
    (
        "At one prevalence both curves hold the same\ncounts: where one model's ROC curve lies above another's everywhere, so does its precision–recall curve",
        "np.allclose(precision_at_prevalence(steps['recall'].to_numpy(), steps['false-alarm rate'].to_numpy(), toy_y.mean()), steps['precision'])",
    ),
    ("(Davis and\nGoadrich 2006)", GIVEN),
    (
        "At 5 % that is 19 where both cost the same, and 0.95 where a miss costs 20",
        "(round(0.95 / 0.05), round(0.95 / 0.05 / 20, 2)) == (19, 0.95)",
    ),
    (
        "all points of equal cost lie on a straight line of slope (cost of a false alarm / cost of a miss) ·\n(negatives / positives)",
        "np.ptp([0.05 * 20 * (1 - r) + 0.95 * f for f, r in ((0.1, 0.5), (0.2, 0.5 + 0.1 * 0.95), (0.4, 0.5 + 0.3 * 0.95))]) < 1e-12",
    ),
    (
        "**Change one thing:** 0.7 in place of 0.45. Now B has the higher AUROC **and** the higher average precision.",
        "(again := np.random.default_rng(seed=0)) is not None and np.array_equal(again.normal(size=380_000), negatives) and np.array_equal(again.normal(size=20_000), noise) and (B7 := np.append(negatives, np.where(again.random(20_000) < 0.7, 5, 0.35) + noise)) is not None and auroc(y, B7) > summary['A']['AUROC'] and average_precision(y, B7) > summary['A']['AP']",
    ),
    (
        "(Above about 36; add 40 to the list.)",
        "all((find_optimal_threshold(y, B7, 'cost', cost_fp=1, cost_fn=c)[1] > find_optimal_threshold(y, model['A'], 'cost', cost_fp=1, cost_fn=c)[1]) == (c > 36) for c in (20, 33, 40, 100))",
    ),
    (
        "of all pairs of a positive and a negative, the share in which the positive stands\nhigher",
        "before[0] == np.mean(toy_scores[toy_y == 1][:, None] > toy_scores[toy_y == 0])",
    ),
    ("AUROC at all the negatives, wherever they stand", GIVEN),
    ("hold all points where that many rows are flagged", GIVEN),
    ("(All this holds while the scores inside each class stay as they are.", GIVEN),
    ("average precision weighs the top of the list more, AUROC all of it alike", "lost_ap > lost_auroc"),
    ("a dent in the curve it never touches", GIVEN),
    ("AUROC asks about all pairs, average precision mostly about the top", GIVEN),
]
