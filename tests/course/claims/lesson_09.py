"""What the prose of lesson 09 says, bound to computed values."""

from tests.course.claims import GIVEN

CLAIMS = [
    (
        "says “30 %”. One day proves nothing. But of all the days on which she says so, it should rain on 30 %",
        GIVEN,
    ),
    (
        "on 20,000 rows, about 5 % of them positive, and look at 20,000 fresh ones",
        "len(y) == len(y_new) == 20_000 and abs(y.mean() - 0.05) < 0.003",
    ),
    (
        "The clouds are made so that such a model can be exactly right",
        "classes.sd_negative == classes.sd_positive and brier_score(y_new, p_new) < brier_score(y_new, classes.posterior(X_new)) + 1e-4",
    ),
    (
        "Most rows lie in the first bin, and the last three hold 51, 42 and 8: their 95 % intervals are wide",
        "bins.counts[0] > len(y_new) / 2 and bins.counts[-3:].tolist() == [51, 42, 8] and (bins.high - bins.low)[-3:].min() > 0.2",
    ),
    (
        "One bin, and it lies on the diagonal: 5 % promised, about 5 % happened",
        "len(lazy.counts) == 1 and lazy.low[0] < 0.05 < lazy.high[0]",
    ),
    (
        "She is calibrated and useless, because she tells no two rows apart",
        "auroc(y_new, np.full(len(y_new), 0.05)) == 0.5",
    ),
    ("a Brier score of 0.01 for a disease that 1 % of people have", GIVEN),
    (
        "Always saying the prevalence π costs π(1 − π): at 1 % 0.0099, and 0.0096 in the table, where 0.97 % happen to be positive",
        "abs(brier_score([1] + [0] * 99, [0.01] * 100) - 0.0099) < 1e-12 and round(brier['always the prevalence'], 4) == 0.0096 and round(100 * y_rare.mean(), 2) == 0.97",
    ),
    (
        "**skill** = 1 − Brier / π(1 − π). No model of these two features can expect a skill above 0.09: over endless rows the true probabilities reach about 0.085, and 0.076 on those of the table. The model comes close",
        "[0.0835 < 1 - (p * (1 - p)).mean() / (p.mean() * (1 - p.mean())) < 0.0895 for p in [rare.posterior(rare.sample(1_000_000, seed=[5, 6])[0])]] == [True] and round(skill['true probabilities'], 3) == 0.076 and 0.8 < skill['logistic regression'] / skill['true probabilities'] <= 1",
    ),
    (
        "At 10 % positives the treated models promise, on average, some 3 times what happens; at 1 %, more than 25 times",
        "all(round(inflated.loc[('10%', name), 'mean p / prevalence']) == 3 and 25 < inflated.loc[('1%', name), 'mean p / prevalence'] < 32 for name in ('oversampling', 'undersampling', 'SMOTE', 'class weights'))",
    ),
    ("with full overlap it would be 50 times at 1 %", "0.5 / 0.01 == 50"),
    (
        "Their Brier scores are far worse than always saying the prevalence (0.09 and 0.01)",
        "all(inflated.loc[(share, name), 'Brier'] > 1.4 * worth for share, worth in (('10%', 0.09), ('1%', 0.01)) for name in ('oversampling', 'undersampling', 'SMOTE', 'class weights'))",
    ),
    ("**Drag the line** on the right from 50 % to 5 %, where nothing is resampled", GIVEN),
    ("go back to 50 % and try the four methods", "len(fit_treated(X, y)) - 1 == 4"),
    (
        "odds / (1 + odds)",
        "abs((beta * 0.3 / 0.7) / (1 + beta * 0.3 / 0.7) - correct_prior([0.3], from_prevalence=0.5, to_prevalence=0.05)[0]) < 1e-12",
    ),
    ("The model says p, its odds are p / (1 − p), and so: true odds = β · p / (1 − p)", GIVEN),
    ("**true probability = βp / (βp + 1 − p)**", GIVEN),
    ("From 5 % positives to 50 %: 1 negative in 19 is kept, β = 1/19", "0.95 / 0.05 - 19 < 1e-9 and beta == 1 / 19"),
    (
        "A balanced model that says 0.5 has learned: this row's features speak for neither class. Then the prevalence stands",
        "abs(corrected_half - 0.05) < 1e-12",
    ),
    (
        "at every share the green marks come back near the diagonal, and the mean near the prevalence; least near after undersampling to 50 %, which leaves 400 rows to learn from",
        "[(min(means, key=means.get), all(0.8 < mean < 1.05 for mean in means.values())) for means in [{method: found.corrected.mean() / found.y.mean() for method in ('class weights', 'undersampling', 'oversampling', 'SMOTE') for found in [__import__('lessonlib.compute.resampling_path', fromlist=['_']).resampled_probabilities(method, (0.5,))]}]] == [('undersampling', True)]",
    ),
    (
        "Ours was trained at 5 %. A clinic uses it where 20 % are positive",
        "abs(y_clinic.mean() - 0.2) < 0.01",
    ),
    (
        "9.7 % of 1,797, with naive Bayes: it takes the 64 pixels for independent",
        "digits.X.shape == (1797, 64) and round(100 * digits.y.mean(), 1) == 9.7",
    ),
    (
        "Take a weak model, whose scores differ by a third of a standard deviation, and 10 positives among 200 held-out rows",
        "abs(mean_positive.mean() - mean_negative.mean() - 1 / 3) < 0.02",
    ),
    (
        "Its sign is the sign of mean score of the positives − mean score of the negatives",
        "all(np.sign(fit_logistic_regression(s[:, None], np.repeat([1, 0], [10, 30]))[0][0]) == np.sign(s[:10].mean() - s[10:].mean()) for s in np.random.default_rng(1).normal(size=(50, 40)))",
    ),
    ("In about one calibration in six, the curve *falls*", "1 / 7 < flipped < 1 / 6"),
    ("Platt's targets are not 1 and 0 but (n₁ + 1) / (n₁ + 2) and 1 / (n₀ + 2)", GIVEN),
    (
        "“Our model was trained on 100,000 payments. On the test set of 1,000 payments, 2 % of them frauds",
        "len(y_test) == 1_000 and abs(y_test.mean() - 0.02) < 0.005",
    ),
    (
        "The Brier score improves clearly, and every bin now lies on the diagonal",
        "brier_score(y_test, p_calibrated) < 0.95 * brier_score(y_test, p_raw) and np.allclose(shown['after'].prob_pred, shown['after'].prob_true)",
    ),
    (
        "the same model, 300 test sets. Each calibrator is judged twice, on its own 1,000 rows and on 1,000 fresh ones",
        "len(own) == len(fresh) == 300 and len(y_a) == len(y_b) == 1_000",
    ),
    (
        "On its own rows the staircase improved the Brier score in every one of the 300 sets",
        "max(own) < 0",
    ),
    (
        "On fresh rows it made things **worse**. The model, trained on 100,000 rows, was calibrated already; about 20 positives a set",
        "verdicts['fresh rows'].word == 'worse' and round(1_000 * payments.prevalence) == 20 and abs(payments.posterior(X_b) - p_b).mean() < 0.002",
    ),
    (
        "and the same rows are flagged",
        "[np.array_equal(p_inflated >= find_optimal_threshold(y_new, p_inflated)[0], p_honest >= find_optimal_threshold(y_new, p_honest)[0])] == [True]",
    ),
    (
        "of the rows with p near 0.3, about 30 % are positive",
        "bins.low[3] < 0.37 and abs(bins.prob_true[3] - bins.prob_pred[3]) < 0.06",
    ),
    ("βp / (βp + 1 − p) takes that back where only the class proportions changed", GIVEN),
    ("On its own rows an isotonic calibrator never has a worse Brier score than none", "max(own) <= 0"),
    ("Put the Brier score beside π(1 − π), the score of always saying the prevalence", GIVEN),
    (
        "the mean of (p − y)², with y = 1 for a positive and 0 for a negative. 0 is perfect; always saying 50 % costs 0.25. The **log loss** is the mean of −ln of the probability given to what happened: always saying 50 % costs 0.69",
        "brier_score([0, 1], [0.5, 0.5]) == 0.25 and brier_score([0, 1], [0, 1]) == 0 and round(log_loss([0, 1], [0.5, 0.5]), 2) == 0.69 and log_loss([1], [0]) == np.inf",
    ),
    (
        "No Brier score in this table exceeds 0.01, not even that of the forecaster who says 0 to everybody, whose log loss is infinite",
        "brier.max() < 0.01 and brier['always 0'] == brier.max() and surprise['always 0'] == np.inf",
    ),
    (
        "no better for it (van den Goorbergh and others, 2022)",
        "[max(areas.values()) < 0.0005 + areas['plain'] for areas in [{name: auroc(y_new, fitted.probability(X_new)) for name, fitted in fit_treated(X, y).items()}]] == [True]",
    ),
    (
        "Right probabilities have intercept 0 and slope 1. A **slope** below 1: too extreme, on both sides. The **intercept** (with the slope held at 1) below 0",
        "(lambda line: abs(line.intercept) < 3 * line.intercept_error and abs(line.slope - 1) < 3 * line.slope_error)(calibration_line(y_new, classes.posterior(X_new)))",
    ),
    (
        "20 features, 1,900 negatives and 100 positives, 30 draws; all but the plain fit are corrected from 50 % to 5 %",
        "X_many.shape[1] == 20 and len(draws) == 30",
    ),
    (
        "Without the correction the four intercepts would be lower by ln 19, 2.9",
        "round(np.log(19), 1) == 2.9 and abs(calibration_line(y_new, correct_prior(p_new, from_prevalence=0.05, to_prevalence=0.5)).intercept - calibration_line(y_new, p_new).intercept + np.log(19)) < 1e-6",
    ),
    (
        "repaired for the most part, and none is as good as the plain fit on the same rows (the 95 % intervals of the differences in Brier lie above 0)",
        "corrected['intercept'].abs().max() < 0.6 and corrected['low'].drop('plain').min() > 0",
    ),
    (
        "The slopes lie below 1, the plain fit's too: 21 numbers from 100 positives",
        "corrected['slope'].max() < 0.97 and len(many.mean_positive) + 1 == 21",
    ),
    (
        "They are lowest after undersampling, which learned from 200 rows, and after SMOTE, which narrows the minority",
        "set(corrected['slope'].nsmallest(2).index) == {'undersampling', 'SMOTE'} and len(random_undersample(*many.sample_counts(1_900, 100, seed=0))[1]) == 200",
    ),
    (
        "Nobody told the new prevalence",
        "abs(guessed - y_clinic.mean()) < 0.01",
    ),
    (
        "The ranking is unchanged, and the promise fits the new place",
        "auroc(y_clinic, p_before) == auroc(y_clinic, p_after) and abs(p_after.mean() / y_clinic.mean() - 1) < 0.05 and brier_score(y_clinic, p_after) < brier_score(y_clinic, p_before)",
    ),
    ("(Saerens et al. 2002)", GIVEN),
    (
        "move the negatives by 0.5 along the first feature, and about 24 or 25 % are estimated where 5 % are positive",
        "0.235 < estimate_prevalence(at_home.probability(replace(classes, mean_negative=(0.5, 0.0)).sample(200_000, seed=1)[0]), from_prevalence=0.05) < 0.255",
    ),
    (
        "Twice the gain in log-likelihood exceeds 3.84 in about 5 of 100 cases where nothing has moved (a likelihood-ratio test). From 200 rows without labels",
        "noticed[0.05] < 0.09 and abs(__import__('scipy').stats.chi2.sf(3.84, 1) - 0.05) < 1e-3",
    ),
    (
        "A rise to 20 % is noticed nearly each time, a rise to 10 % in about one case of three",
        "noticed[0.2] > 0.9 and 0.25 < noticed[0.1] < 0.42",
    ),
    (
        "40 splits; calibrated on validation parts with 35 positives",
        "len(by_way['isotonic']) == 40 and digits.y[part.validation].sum() == 35",
    ),
    (
        "Alone, naive Bayes has a worse Brier score than always saying the prevalence (0.087). Every repair brings it below that",
        "round(digits.y.mean() * (1 - digits.y.mean()), 3) == 0.087 < mean['Brier']['naive Bayes'] and mean['Brier'].drop('naive Bayes').max() < 0.07",
    ),
    (
        "Naive Bayes crowds its probabilities against 0 and 1, and for a curve in p 0.999 and 0.999999 are the same",
        "np.mean(mended_ways(part)['naive Bayes'] > 0.999) > 0.05",
    ),
    (
        "On the **log-odds** Platt mends clearly better, and the staircase has no lead left",
        'on_p.low > 0.005 and stairs.word == "can\'t tell"',
    ),
    (
        "no pair changes places, so AUROC and average precision stay",
        "np.abs(moved).max() < 1e-3 and abs(mean['AP']['Platt, on log-odds'] - mean['AP']['naive Bayes']) < 1e-3",
    ),
    (
        "Rows on one step tie, and here average precision falls. With 35 positives the staircase has few steps",
        "ties.word == 'worse' and len(np.unique(mended_ways(part)['isotonic'])) < 60",
    ),
]
