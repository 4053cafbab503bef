"""What the prose of lesson 07 says, bound to computed values."""

from tests.course.claims import GIVEN

CLAIMS = [
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
]
