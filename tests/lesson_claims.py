"""What the lessons' prose says in numbers and comparisons, each bound to a computed value.

A claim is a passage of the lesson's Markdown, word for word, and an expression over the lesson's own variables,
evaluated after its last cell. `GIVEN` marks numbers that are an input of the story, a definition or a reference,
and that nothing computed could contradict. Every number in the prose belongs to one or the other.
"""

GIVEN = "given"

CLAIMS = {
    "00_start_here": [
        ("Your data is 99 % ordinary, and the 1 % is what you are paid to find", GIVEN),
        (
            "it throws the coin 1,000 times, 200 times over, and looks at the middle one of the 200 longest runs",
            "heads.shape == (200, 1000)",
        ),
        ("turn 0.5 into 0.7, or 1000 into 100", GIVEN),
        ("07 needs only 01", GIVEN),
        ("Chance makes longer runs than most people expect", "np.median(longest) > 6"),
        ("the *minority*, class 1, the *positives*", GIVEN),
    ],
    "01_accuracy_paradox": [
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
        ("9,999 legitimate payments and 1 fraud", GIVEN),
        ("flag 1 row in 100, at random", "abs(dummies['the coin'].mean() - 0.01) < 0.001"),
        (
            "*Never flag* has the best accuracy of the three and an F1 of 0.",
            "table['accuracy'].idxmax() == 'never flag' and table['f1']['never flag'] == 0",
        ),
        ("(MCC, the\nlast column, is about 0 for all three.)", "table['mcc'].abs().max() < 0.01"),
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
        ("repeated on 100 fresh draws", "len(result.scores) == 100"),
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
        ("(Not above 9 %: 5 caught among 50 false alarms.)", "round(0.05 * 995) == 50 and 5 / 55 < 0.095"),
        ("(Nobody is flagged, so precision is 0/0; `compute_metrics` writes 0.)", "scores['precision'] == 0"),
        ("near 0 if either is. **MCC** is a correlation; 0 is no better than guessing", GIVEN),
        ("The 95 % interval says where the mean difference plausibly lies", "dummy.low < dummy.mean < dummy.high"),
        ("**F1** = 2 · precision · recall / (precision + recall)", GIVEN),
        (
            "1,797 handwritten digits. We look for the eights, and keep only 35 of them: 2.1 % of the\nrows.",
            "len(load_digits_8().y) == 1797 and real.n_positives == 35 and round(100 * 35 / real.n_rows, 1) == 2.1",
        ),
        ("Same kind of model, 20 splits", "len(real.scores) == 20"),
        (
            "both accuracies lie near 98 %",
            "all(abs(real.mean_scores(name)['accuracy'] - 0.98) < 0.01 for name in both)",
        ),
        (
            "one detector finds no eights and the other finds some",
            "real.mean_scores('always majority')['recall'] == 0 < real.mean_scores('no treatment')['recall'] < 0.7",
        ),
        (
            "With\n7 eights in each test set, one more or one fewer moves recall by 14 points",
            "real.n_test_positives == 7 and round(100 / 7) == 14",
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
    ],
    "07_threshold": [
        ("in which direction it lies from 0.5", GIVEN),
        (
            "a probability of 0.15 to be a fraud, and it is one. At a threshold of 0.5 it\npasses; at 0.10 it is caught",
            "not 0.15 >= 0.5 and 0.15 >= 0.10",
        ),
        (
            "train on 600 rows of the course's two clouds, and look at the scores of 200 validation rows. We leave the last\n200 rows alone",
            "[len(part) for part in split] == [600, 200, 200]",
        ),
        ("Recall rises or stays, because whatever was caught stays caught", "np.all(np.diff(recall) >= 0)"),
        (
            "each false alarm pulls it towards 0, each further positive towards 1",
            "np.all(np.sign(np.diff(precision)[np.diff(at.fp[1:]) > 0]) <= 0) and np.any(np.diff(precision) > 0)",
        ),
        (
            "Read the row of 0.6: four rows are flagged; three of them are positive",
            "np.sum(toy_scores >= 0.6) == 4 and toy_y[toy_scores >= 0.6].sum() == 3",
        ),
        ("0.05, 0.06, …, 0.95 for instance", "np.allclose(grid[[0, 1, -1]], [0.05, 0.06, 0.95])"),
        ("costs 100 and a\nfalse alarm 1", GIVEN),
        (
            "With probability p, flagging a row costs (1 − p) · 1 on average, leaving it p · 100. So flagging pays from p = 1 / (1 + 100) on, which no such grid contains",
            "abs(bayes_threshold(cost_fp=1, cost_fn=100) - 1 / 101) < 1e-12 and grid.min() > 1 / 101",
        ),
        ("## 3 · Which way from 0.5?", GIVEN),
        ("Then set the cost of a missed positive to 100: where is the *cost per 1,000* rows lowest now?", GIVEN),
        (
            "the exact one is the best for these 200,000 rows",
            "len(y_big) == 200_000 and exact != bayes_threshold(cost_fp=1, cost_fn=100)",
        ),
        (
            "Here the test came out above the promise. With 10 positives, one test can",
            "compute_metrics(y[split.test], p_test >= frozen)['f1'] > promised",
        ),
        ("The grey band holds the middle 95 % of the thresholds", GIVEN),
        ("trained on 20,000 rows", "len(y_train) == 20_000"),
        (
            "count each positive about 19 times as much",
            "17 < compute_class_weights(y_train).max() / compute_class_weights(y_train).min() < 21",
        ),
        (
            "F1 is at most 1, so it is never above 0.5",
            "all(find_optimal_threshold(yy, yy + np.linspace(0, 0.1, len(yy)))[1] <= 1 for yy in (toy_y, y_validation))",
        ),
        (
            "Here the class weights push all probabilities up",
            "np.all(predict_probability(X_big[:999], *fit_logistic_regression(X_train, y_train, compute_class_weights(y_train))) > predict_probability(X_big[:999], *fit_logistic_regression(X_train, y_train)))",
        ),
        (
            "both models reach nearly the same F1",
            "abs(best['plain']['F1 there'] - best['weighted']['F1 there']) < 0.005",
        ),
        ("is **half of that F1**", "abs(TrueF1().best()[0] - TrueF1().best()[1] / 2) < 0.001"),
        ("even with 200,000 rows", "len(y_big) == 200_000 and 0 < abs(threshold - f1 / 2) < 0.05"),
        ("what that means with 10 positives instead of 10,000", "9_500 < y_big.sum() < 10_500"),
        (
            "One test set has\n200 rows, 10 of them positive. On each of 300",
            "len(differences) == 300 and len(draw(0)[0]) == 200 and draw(0)[0].sum() == 10",
        ),
        ("tuned on another 200 rows", "len(draw(1)[0]) == 200"),
        (
            "On a test set with 10 positives it is as large as the differences between treatments that `lesson compare` finds on\nsuch data",
            "all(optimism.high > -clouds.verdict(name, 'f1').mean for name in ('SMOTE', 'class weights'))",
        ),
        ("That one number rests on 10 positives", "y[split.test].sum() == 10 and y_validation.sum() == 10"),
        ("ask 200 validation sets of each size", "len(tuned.thresholds) == 200"),
        (
            "their spread shrinks more slowly than the number of positives grows",
            "np.ptp(np.quantile(tune_repeatedly(TrueF1(), 500).thresholds, [0.025, 0.975])) > np.ptp(np.quantile(tune_repeatedly(TrueF1(), 10).thresholds, [0.025, 0.975])) / 50",
        ),
        (
            "a validation set\n  promises more than its threshold keeps",
            "np.mean(tune_repeatedly(TrueF1(), 10).validation_f1) > np.mean(tune_repeatedly(TrueF1(), 10).true_f1) + 0.05",
        ),
        (
            "A threshold that is far off can still cost little F1",
            "TrueF1()([0.25, 0.65]).min() > TrueF1().best()[1] - 0.02",
        ),
        (
            "Eights against the rest, 9.7 % of 1,797 images, a logistic regression, 30 splits",
            "digits.n_rows == 1797 and round(100 * digits.n_positives / digits.n_rows, 1) == 9.7 and len(digits.scores) == 30",
        ),
        ("On each, F1 on the test\npart at 0.5", GIVEN),
        (
            "validation part, which holds 35 positives",
            "load_digits_8().y[stratified_split(load_digits_8().y).validation].sum() == 35",
        ),
        (
            "Where 0.5 already does about as well as the best threshold, an estimate from 35 positives",
            "digits.n_test_positives == 35",
        ),
        ("where 0.5 is the wrong place for the line", "gain.low > 0"),
        (
            "on 100 draws of the two clouds, at 0.5 and tuned, with 10 positives to tune\non",
            "len(clouds.scores) == 100 and clouds.n_test_positives == 10",
        ),
    ],
}
