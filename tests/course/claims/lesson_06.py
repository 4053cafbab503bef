"""What the prose of lesson 06 says, bound to computed values."""

from tests.course.claims import GIVEN

EXPLORED = "class_weights_explorer(X, y, X_fresh, y_fresh).frames.tables[1].rows['weighted model, at 0.5']"
RATIOS = "class_weights_explorer(X, y, X_fresh, y_fresh).frames.values"

CLAIMS = [
    (
        "Of 1,000 payments, 950 are ordinary and 50 are frauds",
        "len(weights) == 1000 and np.sum(weights == weights[-1]) == 50",
    ),
    (
        "a row weighs n / (2 · rows of its class), so that each class weighs 500 in all",
        "abs(weights[:950].sum() - 500) < 1e-9 and abs(weights[950:].sum() - 500) < 1e-9 and weights[-1] == 1000 / (2 * 50)",
    ),
    ("−ln p for a positive, −ln(1 − p) for a negative", "np.allclose(by_hand['log loss'], -np.log([0.9, 0.8, 0.3]))"),
    (
        "mean of wᵢ · −[yᵢ ln pᵢ + (1 − yᵢ) ln(1 − pᵢ)]",
        "abs(by_hand['weight · log loss'].mean() - weighted_log_loss(by_hand['y'], by_hand['p'], by_hand['weight'])) < 1e-12",
    ),
    (
        "Both slopes are negative: the loss falls if the intercept rises, and all three probabilities with it. With weights the slope is about twice as steep",
        "np.mean(by_hand['p'] - by_hand['y']) < 0 and 1.9 < by_hand['weight · (p − y)'].mean() / np.mean(by_hand['p'] - by_hand['y']) < 2.1",
    ),
    (
        "the one positive pulls with 1.5 and the two negatives with 0.75 each",
        "by_hand['weight'].tolist() == [0.75, 0.75, 1.5]",
    ),
    (
        "would make the weighted slope 0? <details><summary>Answer</summary> 0.85: then 1.5 · 0.15 balances 0.75 · 0.1 + 0.75 · 0.2.",
        "abs(by_hand['weight'] @ (np.array([0.1, 0.2, 0.85]) - by_hand['y'])) < 1e-12",
    ),
    (
        "the other way to make 50 rows count for more: write each positive 19 times. Let us train both ways, with 300 gradient steps each",
        "y.sum() == 50 and len(rows) == 950 + 19 * 50",
    ),
    ("whatever the 19 copies of a row do to this model, its weight of 19 does too", "difference < 1e-12"),
    (
        "over 50 draws of copies from the same 1,000 rows",
        "len(drawn) == 50 and len(y) == 1000",
    ),
    (
        "The random copies scatter around the weights",
        "all(0.05 < table.loc['std', name] and abs(table.loc['mean', name] - table.loc['weights', name]) < 3 * table.loc['std', name] / 50**0.5 for name in table)",
    ),
    (
        "(`C=0.01` in scikit-learn, `l2=100` here)",
        "np.allclose(__import__('sklearn.linear_model').linear_model.LogisticRegression(C=0.01, tol=1e-10).fit(X, y, balanced).coef_[0], penalised['balanced weights'][0], atol=1e-4)",
    ),
    (
        "the copied data weigh 950 + 19 · 50 = 1,900 in all, and balanced weights add up to 1,000",
        "len(rows) == 1900 and abs(balanced.sum() - 1000) < 1e-9",
    ),
    (
        "Both keep the ratio of 19.",
        "abs(balanced.max() / balanced.min() - 19) < 1e-9 and np.sum(y[rows] == 1) == 19 * 50",
    ),
    (
        "With the weights 1 and 19 nothing differs from the copies",
        "np.allclose([*penalised['copies'][0], penalised['copies'][1]], [*penalised['weights 1 and 19'][0], penalised['weights 1 and 19'][1]], rtol=1e-9)",
    ),
    (
        "to a tree that wants at least 20 rows in a leaf, a positive copied 19 times is 19 rows, and one of weight 19 is one row",
        "(grown := lambda *rows: __import__('sklearn.tree').tree.DecisionTreeClassifier(min_samples_leaf=20, random_state=0).fit(*rows).predict(X_fresh)) and 0.02 < np.mean(grown(X, y, balanced) != grown(X[rows], y[rows])) < 0.06",
    ),
    (
        "not under a penalty unless the totals agree; not for trees with a minimum of rows in a leaf",
        "first['copies'] == first['weights 1 and 19'] > first['balanced weights']",
    ),
    (
        "k nearest neighbours in scikit-learn take no weights of rows at all",
        "'sample_weight' not in __import__('inspect').signature(__import__('sklearn.neighbors').neighbors.KNeighborsClassifier.fit).parameters",
    ),
    (
        "the line on which the model's p is 0.5. Now the weight of a positive goes from 1 to 100",
        f"{RATIOS}[[0, -1]].tolist() == [1, 100]",
    ),
    ("We judge it on 50,000 fresh rows", "len(y_fresh) == 50_000"),
    (
        "They never leave the weighted line",
        "all(np.allclose(np.append(*a), np.append(*b), atol=1e-6) for ratio in (1, 2, 7, 19, 100) for a, b in [(fit_logistic_regression(X, y, np.where(y == 1, ratio, 1)), fit_logistic_regression(np.repeat(X, np.where(y == 1, ratio, 1), axis=0), np.repeat(y, np.where(y == 1, ratio, 1))))])",
    ),
    (
        "The dotted line is the model **without** weights whose threshold was moved from 0.5 to 1 / (1 + weight). It goes nearly the same way",
        "max(np.mean((fit_logistic_regression(X, y, np.where(y == 1, ratio, 1)).probability(X_fresh) >= 0.5) != (fit_logistic_regression(X, y).probability(X_fresh) >= 1 / (1 + ratio))) for ratio in (2, 7, 19, 100)) < 0.03",
    ),
    (
        "the angle between the two is mostly the luck of these 50 positives",
        "(lambda turn: turn(*LESSON_CLASSES.sample(200_000, seed=5)) < 1 and turn(X, y) > 2)(lambda X, y: abs(np.degrees(np.arctan2(*fit_logistic_regression(X, y)[0]) - np.arctan2(*fit_logistic_regression(X, y, np.where(y == 1, 19, 1))[0]))))",
    ),
    (
        "(Balanced weights average 1, so that the 300 steps are equally long as well.)",
        "abs(balanced.mean() - 1) < 1e-12",
    ),
    (
        "Recall gains little after weight 10 or so; precision keeps falling",
        f"(lambda at, r, p: r[-1] - r[at] < 0.03 and r[at] - r[0] > 0.07 and p[at] - p[-1] > 0.1)(list({RATIOS}).index(10), *np.array({EXPLORED}, dtype=float)[:2])",
    ),
    (
        "Up to weight 2, F1 hardly moves; from there it falls: for this learner, on these clouds, at the threshold 0.5",
        f"(lambda f1: abs(f1[1] - f1[0]) < 0.005 and np.all(np.diff(f1[1:]) <= 0) and f1[1] - f1[-1] > 0.1)(np.array({EXPLORED}, dtype=float)[2]) and {RATIOS}[1] == 2",
    ),
    ("Read the table under the plot at 1, 2, 19 and 100", f"{{1, 2, 19, 100}} <= set({RATIOS})"),
    (
        "A weight buys recall with precision",
        "weighted['recall'] > plain['recall'] and weighted['precision'] < plain['precision']",
    ),
    ("equally wide, and overlapping. 5 % are positive", "overlapping.prevalence == 0.05"),
    ("The model is trained on 20,000 rows, with each positive weighing 19", "len(y_train) == 20_000"),
    (
        "The coefficients hardly moved; the intercept rose by about ln 19 = 2.94",
        "np.abs(w19 - w0).max() < 0.05 and abs(b19 - b0 - np.log(19)) < 0.1 and round(np.log(19), 2) == 2.94",
    ),
    (
        "To the training, positives are 19 times as frequent as they are, so every row's odds p / (1 − p) are about 19 times too high",
        "17 < np.exp(np.mean(np.log(p19 / (1 - p19)) - np.log(p0 / (1 - p0)))) < 21",
    ),
    ("Plain probabilities average what they should, 5 %", "abs(p0.mean() - 0.05) < 0.004"),
    (
        "a world with half of the rows positive",
        "abs(np.average(weighted_20k.probability(X_train), weights=np.where(y_train == 1, 19, 1)) - np.average(y_train, weights=np.where(y_train == 1, 19, 1))) < 1e-6 and abs(np.average(y_train, weights=np.where(y_train == 1, 19, 1)) - 0.5) < 0.03",
    ),
    (
        "If all odds are 19 times as high, then p = 0.5 with weights is p = 1 / 20 = 0.05 without. So the weighted model at 0.5 and the plain model at 0.05",
        "abs(__import__('lessonlib').correct_prior([0.5], from_prevalence=0.5, to_prevalence=0.05)[0] - 1 / 20) < 1e-12",
    ),
    (
        "40 training sets of 1,000 rows, about 50 of them positive",
        "len(differ[1_000]) == 40 and abs(np.mean([overlapping.sample(1_000, seed)[1].sum() for seed in range(40)]) - 50) < 5",
    ),
    (
        "and the more rows, the more exactly",
        "np.mean(differ[20_000]) < np.mean(differ[1_000]) / 3 and max(differ[20_000]) < max(differ[1_000])",
    ),
    (
        "a missed positive is as bad as n₀ / n₁ false alarms, here 19",
        "abs(balanced.max() / balanced.min() - np.sum(y == 0) / np.sum(y == 1)) < 1e-9 and np.sum(y == 0) / np.sum(y == 1) == 19",
    ),
    (
        "SMOTE first makes 950 positives of 50",
        "np.sum(y_smote == 1) == 950 and np.sum(y == 1) == 50",
    ),
    (
        "keeps the weight of 19 from the **original** counts? Or weighs, and lowers the threshold to 0.05 as well? 40 draws of 950 and 50 rows, judged on the fresh rows by F1, and by what 1,000 rows cost if a missed positive costs 19 and a false alarm 1",
        "len(draws) == 40 and abs(costs['plain'][0] - 1000 * (19 * draws['plain'][0].fn + draws['plain'][0].fp) / 50_000) < 1e-9",
    ),
    (
        "all push the line the same way",
        "all(fit.probability(X_fresh).mean() > fit_logistic_regression(X, y).probability(X_fresh).mean() for fit in (fit_logistic_regression(X, y, balanced), fit_logistic_regression(X_smote, y_smote)))",
    ),
    (
        "Weight and threshold at once act about like a ratio of 19 · 19 = 361, where 19 was meant",
        "19 * 19 == 361 and np.mean((p19 >= 0.05) != (p0 >= 1 / 362)) < 0.02 < np.mean((p19 >= 0.05) != (p0 >= 1 / 20))",
    ),
    (
        "For this learner, on these clouds, with 50 positives: by F1 the plain model at 0.5 is best. By the cost it is the dearest of all",
        "f1s.mean().idxmax() == 'plain' == costs.mean().idxmax()",
    ),
    (
        "and with a threshold of 0.05 as cheap as any",
        "all(paired_verdict(costs['plain, threshold 0.05'] - costs[way]).low <= 0 for way in costs if way != 'plain, threshold 0.05')",
    ),
    (
        "Correcting twice is worse than once by either number",
        "all(step.high < 0 for step in twice.values()) and all(paired_verdict(costs[both] - costs[once]).low > 0 for once, both in doubled.items())",
    ),
    (
        "trains its baseline **without** weights for 300 gradient steps with `lr=0.1`, on 800 rows with 36 positives (4.5 %)",
        "len(y_800) == 800 and y_800.sum() == 36",
    ),
    (
        "With weights, the same recipe catches far more",
        "scores_at_half(logistic_regression_weighted(X_800, y_800, compute_class_weights(y_800), lr=0.1, epochs=300))['recall'] > scores_at_half(logistic_regression_weighted(X_800, y_800, np.ones(800), lr=0.1, epochs=300))['recall'] + 0.3",
    ),
    (
        "the p − y add up to 0, so the mean probability **equals** the share of positives. After 300 steps it is nearly twice that",
        "abs(by_steps['until it arrives'][0] - 0.045) < 1e-9 and 1.7 < by_steps[300][0] / 0.045 < 2",
    ),
    (
        "At the minimum of the loss the slope in the intercept is 0",
        "abs(by_steps['until it arrives'][0] - y_800.mean()) < 1e-9",
    ),
    (
        "it rises from 0.72 to 0.88",
        "round(by_steps[300][1], 2) == 0.72 and round(by_steps['until it arrives'][1], 2) == 0.88",
    ),
    ("The F1 it then has at 0.5", GIVEN),
    ("(In brackets: 95 % intervals.)", GIVEN),
    (
        "A sum in which a term stands 19 times is a sum in which it is multiplied by 19. So in this loss a weight **is** a number of copies",
        "abs(weighted_log_loss(y, np.full(1000, 0.3), np.where(y == 1, 19, 1)) - weighted_log_loss(y[rows], np.full(1900, 0.3))) < 1e-12",
    ),
    ("When you have done exercise 04", GIVEN),
    (
        "By **p − y**: −0.7 for a\npositive with p = 0.3, which gains much; +0.1 for a negative with p = 0.1, which loses little",
        "np.allclose((by_hand['p'] - by_hand['y'])[[2, 0]], [-0.7, 0.1])",
    ),
    ("with weights that average 1 and steps enough to arrive", GIVEN),
    (
        "With its\ndefault of 200 short steps it is right too, and far from its goal: the widget says so",
        "'has not arrived' in class_weights_explorer(X, y, X_fresh, y_fresh, fitter=logistic_regression_weighted).problem",
    ),
    (
        "With the 50 positives of section 3\nthe factor of 9 rows in 10 lies between 0.1 and 40, and for some 4 in 10 the odds fall",
        "(factor := np.exp(X_fresh @ (fit_logistic_regression(X, y, balanced).w - fit_logistic_regression(X, y).w) + fit_logistic_regression(X, y, balanced).b - fit_logistic_regression(X, y).b)) is not None and 0.35 < np.mean(factor < 1) < 0.45 and 0.08 < np.quantile(factor, 0.05) < 0.2 and 30 < np.quantile(factor, 0.95) < 50",
    ),
    (
        "with 50 others it may be hardly any row, or most",
        "(lambda falls: falls(2) < 0.01 and falls(0) > 0.5)(lambda seed: (lambda X, y: (lambda plain, heavy: np.mean(X_fresh @ (heavy.w - plain.w) + heavy.b - plain.b < 0))(fit_logistic_regression(X, y), fit_logistic_regression(X, y, compute_class_weights(y))))(*make_imbalanced_data(950, 50, seed=seed)))",
    ),
    ("Weights let 50 rows have half of the say", "abs(balanced[y == 1].sum() - balanced.sum() / 2) < 1e-9"),
    ("from one training set of 1,000 rows", GIVEN),
    ("As if nearly half of the rows had been thrown away", "1.6 < more < 2.0"),
    (
        "the standard\nerrors that many programs print for a weighted fit take each weight for so many rows, so that they are too small",
        "(lambda X1, y1: (lambda m, ww: np.sqrt(np.linalg.inv((np.column_stack([X1, np.ones(len(X1))]).T * (ww * m.probability(X1) * (1 - m.probability(X1)))) @ np.column_stack([X1, np.ones(len(X1))])).diagonal()[:2].mean()))(fit_logistic_regression(X1, y1, np.where(y1 == 1, 19, 1)), np.where(y1 == 1, 19, 1)))(*overlapping.sample(1_000, 0)) < 0.6 * spread[19] ** 0.5",
    ),
    ("weighting at 0.5 is a detour to another threshold", "np.mean(differ[20_000]) < 0.005"),
    ("on 20 draws?", "arriving.low > 0"),
    (
        "Balanced weights are n / (2 · rows of the class): 19 to 1 for 950 and 50",
        "abs(weights[-1] / weights[0] - 19) < 1e-9",
    ),
    ("At 0.5 that is about the plain model with a lower threshold", "np.mean(differ[20_000]) < 0.01"),
    ("a correction that is made twice", GIVEN),
    ("So: **exactly equal** for uniform copies in a loss that is a mean over rows", "difference < 1e-12"),
    (
        "for which a logistic regression is exactly the right model",
        "overlapping.sd_negative == overlapping.sd_positive",
    ),
    ("Corrected twice", GIVEN),
    ("Weights equal uniform copies in a mean loss, exactly", "difference < 1e-12"),
    (
        "In a well-specified logistic regression with many rows, weights multiply all odds by about the ratio",
        "0.9 < np.quantile(p19 / (1 - p19) / (p0 / (1 - p0)), 0.05) / 19 < np.quantile(p19 / (1 - p19) / (p0 / (1 - p0)), 0.95) / 19 < 1.15",
    ),
]
