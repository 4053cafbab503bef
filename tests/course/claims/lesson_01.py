"""What the prose of lesson 01 says, bound to computed values."""

from tests.course.claims import GIVEN

CLAIMS = [
    (
        "# 01 · When is 99 % accuracy worth nothing?",
        "compute_metrics([0] * 99 + [1], [0] * 100)['accuracy'] == 0.99",
    ),
    ("right 99 times in 100 and finds nothing", "compute_metrics([0] * 99 + [1], [0] * 100)['recall'] == 0"),
    ("A company looks at 1,000 card payments; 10 of them are frauds", "len(never_flag) == 1000"),
    (
        "Here 990 of 1,000 answers are right (99 %), and all of them are\ntrue negatives. Of the 10 frauds, 0 are caught.",
        "confusion_matrix_values([0] * 990 + [1] * 10, never_flag) == (0, 990, 0, 10)",
    ),
    ("Where one class\nfills 99 % of the rows, it has 99 % of the say", GIVEN),
    ("1,999 legitimate payments and 1 fraud", GIVEN),
    ("flag 1 row in 100, at random", "abs(dummies['the coin'].mean() - 0.01) < 0.001"),
    (
        "*Never flag* has the best accuracy of the three and an F1 of 0.",
        "table['accuracy'].idxmax() == 'never flag' and table['f1']['never flag'] == 0",
    ),
    (
        "(MCC, the\nlast column, is 0/0 for the first two, written 0, and about 0 for the coin.)",
        "table['mcc'].iloc[:2].eq(0).all() and 0 < abs(table['mcc']['the coin']) < 0.01",
    ),
    ("*Always flag* has the best F1", "table['f1'].idxmax() == 'always flag'"),
    ("always flagging has F1 = 2π / (1 + π)", "abs(table['f1']['always flag'] - 2 * 0.01 / 1.01) < 1e-12"),
    (
        "at 1 % that is small, at 50 % it is 0.67. An F1 of 0.67",
        "round(compute_metrics([0, 1], [1, 1])['f1'], 2) == 0.67 and table['f1']['always flag'] < 0.02",
    ),
    (
        "draws 950 negatives and 50 positives as two clouds of points",
        "(result.n_rows, result.n_positives) == (1000, 50)",
    ),
    ("on 60 % of the rows and tested on 20 % that it has not seen", "result.n_test_positives == 10"),
    ("all of it is repeated on 100 fresh draws", "len(result.scores) == 100"),
    (
        "lie fewer than 5 points of accuracy. There\nis no room for more: the dummy starts at 95 %.",
        "0 > dummy.low > -0.05 and abs(result.mean_scores('always majority')['accuracy'] - 0.95) < 1e-12",
    ),
    (
        "a detector that finds nothing and one that finds most of the positives",
        "result.mean_scores('no treatment')['recall'] > 0.8",
    ),
    (
        "Recall tells the two apart at once; it is 0 for the dummy",
        "result.mean_scores('always majority')['recall'] == 0",
    ),
    ("catches 80 % of the positives and wrongly flags 5 % of the negatives", GIVEN),
    ("The detector makes 5 false alarms for every 100 negatives", GIVEN),
    ("rarer than about 5.9 % of the rows", "round(100 * 0.05 / (0.80 + 0.05), 1) == 5.9"),
    (
        "the prevalence exceeds f / (r + f)",
        "all((q * 0.8 + (1 - q) * 0.95 > 1 - q) == (q > 0.05 / 0.85) for q in np.linspace(0.001, 0.5, 500))",
    ),
    ("finds 8 of 10 tumours at the price of 50 further examinations", "round(0.05 * 990) == 50"),
    ("**Drag** the line left to 0.5 %", GIVEN),
    (
        "(9.1 %: of 1,000 rows\n5 are caught, beside 50 false alarms.)",
        "round(0.05 * 995) == 50 and round(100 * 5 / 55, 1) == 9.1",
    ),
    (
        "(Nobody is flagged, so precision is 0/0, and so is MCC; `compute_metrics` writes 0 for both.)",
        "scores['precision'] == scores['mcc'] == 0 and sum(never_flag) == 0",
    ),
    ("near 0 if either is. **MCC** is a correlation; 0 is no better than guessing", GIVEN),
    ("The 95 % interval says where the mean difference plausibly lies", "dummy.low < dummy.mean < dummy.high"),
    ("**F1** = 2 · precision · recall / (precision + recall)", GIVEN),
    (
        "scikit-learn brings 1,797 handwritten ones. We look for the eights and keep only 35 of them, 2.1 % of the rows",
        "len(load_digits_8().y) == 1797 and real['digits'].n_positives == 35 and round(100 * 35 / real['digits'].n_rows, 1) == 2.1",
    ),
    (
        "4,177 sea snails, their rings counted under a microscope, about one for each year. We look for those with 19\nrings: 32 of them (0.77 %), rare by nature. Same kind of model, 10 splits each.",
        "(real['abalones'].n_rows, real['abalones'].n_positives) == (4177, 32) and round(100 * 32 / 4177, 2) == 0.77 and all(len(one.scores) == 10 for one in real.values())",
    ),
    (
        "both accuracies lie near 98 %",
        "all(abs(real['digits'].mean_scores(name)['accuracy'] - 0.98) < 0.01 for name in both)",
    ),
    (
        "one detector finds no eights and the other finds some",
        "real['digits'].mean_scores('always majority')['recall'] == 0 < real['digits'].mean_scores('no treatment')['recall'] < 0.7",
    ),
    (
        "With\n7 eights in each test set, one more or one fewer moves recall by 14 points",
        "real['digits'].n_test_positives == 7 and round(100 / 7) == 14",
    ),
    ("Here the model at 0.5 catches nobody either", "real['abalones'].mean_scores('no treatment')['recall'] == 0"),
    (
        "Guessing gives 0.5, the model about 0.8",
        "abs(real['abalones'].mean_scores('no treatment')['auroc'] - 0.8) < 0.05",
    ),
    ("snails of 18 or 20 rings look\nlike those of 19, and count as negatives", GIVEN),
    (
        "And with 6 positives in each test set, that 0.8 is rough",
        "real['abalones'].n_test_positives == 6 and np.ptp(real['abalones'].scores[:, 1, 5]) > 0.1",
    ),
    (
        "on average, none that go by the same features get a better one than\nthe true ones",
        "all(np.mean(p * (1 - q) ** 2 + (1 - p) * q**2) >= np.mean(p * (1 - p)) - 1e-12 for q in forecasts.values())",
    ),
    ("The dummy beside them is the **constant**: 1 % for every row", "set(forecasts['the constant']) == {0.01}"),
    (
        "the true odds doubled, so that it ranks the rows as the true ones do",
        "np.allclose(forecasts['odds doubled'] / (1 - forecasts['odds doubled']), 2 * p / (1 - p)) and judged['true'][1] == judged['odds doubled'][1]",
    ),
    (
        "the **log loss** the mean of −ln p at positives and\n−ln(1 − p) at negatives",
        "np.isclose(judged['true'][3], -np.mean(np.log(np.where(y == 1, p, 1 - p))))",
    ),
    ("is the mean of (p − y)²", "np.isclose(judged['true'][2], np.mean((p - y) ** 2))"),
    (
        "Accuracy can hardly tell the constant from the truth. AUROC can",
        "abs(judged['true'][0] - judged['the constant'][0]) < 0.0005 and judged['true'][1] > 0.8 > judged['the constant'][1] == 0.5",
    ),
    (
        "Both proper scores put the\ntrue probabilities first",
        "all(judged['true'][k] < min(judged[name][k] for name in ('the constant', 'odds doubled')) for k in (2, 3))",
    ),
    (
        "Brier score that is π(1 − π)",
        "np.isclose(brier_score(np.repeat([0, 1], [99, 1]), np.full(100, 0.01)), 0.01 * 0.99)",
    ),
    ("we can use the **true**\nprobability of each row", GIVEN),
    ("it catches about 1 positive in 100", "0.005 < caught < 0.02"),
    ("fewer than 1 row in 1,000 is *more likely positive than not*", "(p > 0.5).mean() < 0.001"),
    ("“flag at 0.5”", GIVEN),
    ("Flag the rows above 0.05 instead", GIVEN),
    (
        "At 0.05 the same probabilities catch about a third of the positives, with some 9 false alarms for each of them.",
        "0.3 < np.mean(p[y == 1] >= 0.05) < 0.4 and 8.5 < np.sum(p[y == 0] >= 0.05) / np.sum(p[y == 1] >= 0.05) < 9.5",
    ),
    (
        "move the second cloud to `[3.0]`. Is 0.5 still such a bad threshold?",
        "np.mean(GaussianClasses([0.0], [3.0], prevalence=0.01).posterior(3 + np.random.default_rng(0).normal(size=(9999, 1))) >= 0.5) > 0.4",
    ),
    ("A model that flags almost nobody at 0.5", GIVEN),
    ("A detector that never detects", GIVEN),
    ("whose answer is always “legitimate”", "not never_flag.any()"),
    ("Three detectors need no data at all", GIVEN),
    (
        "The probabilities are exactly right",
        "np.allclose(p, 0.01 * np.exp(-((X[:, 0] - 1.5) ** 2) / 2) / (0.01 * np.exp(-((X[:, 0] - 1.5) ** 2) / 2) + 0.99 * np.exp(-(X[:, 0] ** 2) / 2)))",
    ),
]
