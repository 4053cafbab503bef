"""What the prose of lesson 11 says, bound to computed values."""

from tests.course.claims import GIVEN

CLAIMS = [
    (
        "Both sides get the same 1,000 rows and the same seed. Each adds 900 positives, or drops 900 negatives.",
        "len(y) == 1000 and [row['rows'] - 1000 for row in same.values()] == [900, -900, 900]",
    ),
    (
        "so the arrays agree in every bit",
        "all(row['largest difference'] == 0 and row['equal labels'] for row in same.values())",
    ),
    ("The numbers that judge a model agree as well", "parity.max() < 1e-12"),
    ("Same 1,000\nrows", "len(X) == 1000"),
    (
        "is a penalty on large coefficients (our `l2=1`; in general `C` is 1 / l2)",
        "np.abs(coefficients.loc['LogisticRegression()'] - coefficients.loc['ours, l2=1']).max() < 0.01"
        " and np.abs(LogisticRegression(C=0.1, tol=1e-8).fit(X, y).coef_[0] - ours.fit_logistic_regression(X, y, l2=10)[0]).max() < 1e-4",
    ),
    (
        "With 50 positives it is not\nsmall",
        "y.sum() == 50 and np.abs(coefficients.loc['LogisticRegression()'] / coefficients.loc['ours, l2=0'] - 1).min() > 0.2",
    ),
    (
        "without a penalty, the second decimal is still open",
        "0.005 < np.abs(coefficients.loc['C=np.inf'] - coefficients.loc['ours, l2=0'])[['w₁', 'w₂']].min() < 0.05"
        " and np.abs(coefficients.loc['C=np.inf, tol=1e-8'] - coefficients.loc['ours, l2=0']).max() < 1e-4",
    ),
    (
        "and the model changes; behind a scaler it\ndoes not",
        "moved['as it is'] > 0.1 and moved['scaled first'] < 1e-4",
    ),
    ("A file says 0 for “fraud” and 1 for “fine”, 50 against 950", "np.bincount(labels).tolist() == [50, 950]"),
    (
        "score class 1, whatever it stands for. Make the minority 1 before",
        "meant == 0 and as_it_comes == metrics.f1_score(labels, all_fine, pos_label=1)",
    ),
    ("chance decides how many positives you test on", "high - low >= 5"),
    ("it gives a constant score 0.525", "round(trapezoid, 3) == 0.525 and abs(step_area - 0.05) < 1e-9"),
    ("Precision without alerts is 0/0. The default answers 0 and warns", "np.isnan(no_alerts)"),
    (
        "`predict` cuts at 0.5, whatever a miss costs",
        "np.array_equal(smote_only.predict(X) == 1, smote_only.predict_proba(X)[:, 1] > 0.5)",
    ),
    (
        "SMOTE has made these equal: every weight is 1.",
        "added == 0 and set(compute_sample_weight('balanced', SMOTE(random_state=0).fit_resample(X, y)[1])) == {1.0}",
    ),
    (
        "on the same 20 folds of 4,000 rows",
        "folds.get_n_splits() == 20 and len(y_more) == 4000 and all(len(each['test_f1']) == 20 for each in scored.values())",
    ),
    ("Each fold tests on 40 positives", "{y_more[test].sum() for _, test in folds.split(X_more, y_more)} == {40}"),
    (
        "F1 at a threshold of 0.5 falls with either treatment, because both push the probabilities up and 0.5",
        "all(fair[name, 'test_f1'].word == 'worse' for name in ('class weights', 'SMOTE'))"
        " and all(entries[name].fit(X_more, y_more).predict_proba(X_more)[:, 1].mean() > 1.3 * y_more.mean() for name in ('class weights', 'SMOTE'))",
    ),
    (
        "Average precision does not look at a threshold: it hardly moves",
        "all(abs(fair[name, 'test_average_precision'].mean) < 0.01 for name in ('class weights', 'SMOTE'))",
    ),
    ("with 160 positives\nto train on", "{y_more[train].sum() for train, _ in folds.split(X_more, y_more)} == {160}"),
    ("the true AUROC of every model is 0.5", GIVEN),
    (
        "and the forest is what it is: a coin. (Single data sets scatter\naround 0.5, because 20 positives are few.)",
        "abs(np.mean(auroc_of['SMOTE inside']) - 0.5) < 0.1 and np.ptp(auroc_of['SMOTE inside']) > 0.1",
    ),
    (
        "Take the best of 20 scores (each of the ten columns of noise, upwards or downwards) by its AUROC, and report that AUROC. Or choose on four folds",
        "best_of['same rows'] > 0.58 and abs(best_of['other folds'] - 0.5) < 0.05",
    ),
    ("we train the same regression twice. First the scaler sees all rows; then > only the training rows", GIVEN),
    ("Never scale before the split!", GIVEN),
    ("at least half of their neighbours are majority, but not all", GIVEN),
    (
        "scale on all rows; select the 5 best of 100 features on all rows; SMOTE before the split; every row twice in the data (two exports, put together)",
        "(ours.compute.leakage.KEPT, ours.compute.leakage.FEATURES) == (5, 100)",
    ),
    ("The detector asks the 5 nearest training\nrows", "ours.compute.leakage.NEIGHBORS == 5"),
    (
        "Each is measured on 40 data sets",
        "len(run_with_leaks().fresh) == 40 and '40 repeats' in leakage_explorer().sentence",
    ),
    (
        "**Balanced accuracy** is the mean of both classes' recalls, 0.5 for a coin",
        "abs(run_with_leaks((), 160).fresh.mean() - 0.5) < 0.02",
    ),
    (
        "five features now carry a\nreal signal, and fresh data show what the detector is truly worth",
        "run_with_leaks((), 160, noise=False).fresh.mean() > 0.75",
    ),
    (
        "**Two leaks shrink with more data**: selection and threshold tuning",
        "all(optimism[leak, 20].low > optimism[leak, 160].high > optimism[leak, 160].low > 0 for leak in ('selection', 'threshold'))",
    ),
    (
        "**Two do not**: copies and SMOTE's offspring",
        "all(optimism[leak, 160].low > 0.2 and optimism[leak, 160].high > optimism[leak, 20].low for leak in ('duplicates', 'resampling'))",
    ),
    (
        "look more certain, not less",
        "all(np.ptp(optimism[leak, 160][1:3]) < np.ptp(optimism[leak, 20][1:3]) for leak in ('duplicates', 'resampling'))",
    ),
    (
        "**One can't be seen here**",
        "all(optimism['scaling', n].low < 0 < optimism['scaling', n].high for n in (20, 160))",
    ),
    ("over 100 splits, and how much does one score scatter", "len(inside) == len(first) == 100"),
    (
        "with 10 test positives each. One lucky and one unlucky split produced the whole gap; on either split, scaling\nfirst or inside gives the same F1",
        "train_test_split(y, test_size=0.2, stratify=y, random_state=0)[1].sum() == 10 and clean < np.mean(inside) < leaky and np.abs(on_one_split).max() == 0",
    ),
    (
        "Without any leak, about one pair of splits in seven differs by as much",
        "0.1 < np.mean(np.abs(np.subtract.outer(inside, inside))[np.triu_indices(100, 1)] > leaky - clean - 1e-9) < 0.19",
    ),
    ("2,000 rows, 100 positive; fresh data", "len(y_train) == 2000 and y_train.sum() == 100"),
    (
        "Its default metric is balanced accuracy, whose best threshold is the prevalence",
        "deciders['by default'].scoring == 'balanced_accuracy' and abs(chosen['by default'] - 0.05) < 0.02",
    ),
    (
        "it shifts the probabilities",
        "judged['mean p']['bagging'] > 1.5 * y_fresh.mean()",
    ),
    (
        "brings them closer to the truth",
        "judged['Brier']['bagging, calibrated'] < judged['Brier']['bagging']"
        " and abs(judged['mean p']['bagging, calibrated'] - y_fresh.mean()) < 0.01",
    ),
    ("About 5 % of the fresh rows are positive", "abs(y_fresh.mean() - 0.05) < 0.005"),
    (
        "Calibration leaves the ranking as it is",
        "abs(judged['average precision']['bagging, calibrated'] - judged['average precision']['bagging']) < 1e-9",
    ),
    ("200 rows, 20 of them positive, and ten features", GIVEN),
    (
        "With a real signal, the optimism comes on top of a number that was already good",
        "[run.fresh.mean() > 0.75 and run.optimism.mean() > 0.05 for run in [run_with_leaks(['resampling'], 160, noise=False)]] == [True]",
    ),
    (
        "Copies and synthetic relatives in the test part are the worst leaks in the laboratory",
        "min(flattery['duplicates'], flattery['resampling']) > max(flattery['selection'], flattery['threshold'])",
    ),
    (
        "**groups**: 60 patients, 5 visits each; who is ill has nothing to do with the features",
        "blind['groups'][0] > 0.8 and abs(blind['groups'][1] - 0.5) < 0.08",
    ),
    ("**time**: 2,000 rows in the order of their dates", "blind['time'][3] > 0.02"),
    (
        "A single column that separates the classes nearly alone is a reason to ask",
        "blind['future'][0] > 0.9 > blind['future'][1]",
    ),
]
