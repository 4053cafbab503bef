"""What the prose of lesson 12 says, bound to computed values."""

from tests.course.claims import GIVEN

CLAIMS = [
    ("| mild, 80/20 | class weights |", GIVEN),
    ("| moderate, 95/5 | SMOTE, then tune the threshold |", GIVEN),
    ("| severe, 99/1 | SMOTE, class weights and a threshold |", GIVEN),
    ("| milder than 70/30 | class weights |", GIVEN),
    ("| 70/30 to 95/5 | SMOTE and class weights |", GIVEN),
    ("| beyond 95/5 | several strategies at once |", GIVEN),
    ("| under 1,000 | oversampling or SMOTE |", GIVEN),
    ("| 1,000 to 10,000 | SMOTE and a tuned threshold |", GIVEN),
    ("| over 10,000 | undersampling or class weights |", GIVEN),
    (
        "Take 5,000 rows at 80/20: the first says class weights; the second says SMOTE twice, once beside weights",
        "0.05 < 20 / 100 < 0.30 and 1_000 <= 5_000 <= 10_000",
    ),
    ("Take the first chart's advice for 99/1 at its word", GIVEN),
    (
        "a logistic regression; 20 positives among 2,000 rows",
        "draw(0.01, 0)[1].sum() == 20 and len(draw(0.01, 0)[1]) == 2_000",
    ),
    (
        "After SMOTE both classes are equally large, so every “balanced” weight is 1. The third box of the first chart\nprescribes a step that does nothing",
        "y_smote.mean() == 0.5 and np.all(compute_class_weights(y_smote) == 1) and moved < 1e-9",
    ),
    (
        "Weights from the *original* counts would do something",
        "np.abs(fit_logistic_regression(X_smote, y_smote, np.where(y_smote == 1, 99.0, 1.0))[1] - fit_logistic_regression(X_smote, y_smote)[1]) > 1",
    ),
    (
        "2,000 rows to train, 2,000 to tune the threshold for F1, 10,000 to test. At each of four prevalences 50 fresh draws",
        "len(draw(0.2, 0)[1]) == 2_000 and len(draw(0.2, 0, rows=10_000)[1]) == 10_000 and len(gains) == 4",
    ),
    (
        "At no ratio does SMOTE win here: for this learner, F1, tuned thresholds, and 20 to 400 positives to train on",
        "better == 0 and [draw(share, 0)[1].sum() for share in (0.01, 0.20)] == [20, 400]",
    ),
    ("move the clouds together (`[0.8, 0.8]`), or give the training part 200 rows", "round(0.01 * 200) <= 5"),
    ("what does it say at 1 %?", GIVEN),
    ("| 1 | How many positives are there? |", GIVEN),
    ("| 2 | Which learner, how many rows? |", GIVEN),
    ("| 3 | Are the probabilities right? |", GIVEN),
    ("| 4 | What does an error cost, how many alerts are possible? |", GIVEN),
    ("| 5 | By which number is it judged? | By the one that step 4 is about", GIVEN),
    (
        "the band shows how little a recall says when few positives stand behind it",
        "(lambda few, many: few[1] - few[0] > 3 * (many[1] - many[0]))(*map(__import__('lessonlib.compute.advice', fromlist=['_']).recall_interval, (10, 400)))",
    ),
    ("set the cost to 0 (unknown), a limit of 5 alerts per 1,000", GIVEN),
    (
        "a million rows with 1 % positives and a miss that costs 50 false alarms",
        "path[3].do == 'Flag from a probability of 0.0196' and abs(1 / 51 - 0.0196) < 5e-5",
    ),
    ("eights against the rest, 1,797 digits", "len(dossier.numbers.y) == 1_797"),
    (
        "only 2 % are eights; missing one costs 20, a false alarm 1. The dossier first looks for what would make every figure false. It sets a fifth of the rows aside, splits the others 10 times",
        "dossier.numbers.goal[:3] == (0.02, 1, 20) and len(dossier.numbers.thresholds) == 10 and abs(dossier.numbers.parts[3][0] / 1_797 - 0.2) < 0.001",
    ),
    (
        "Here one check fails: the boosted trees rank well, but their probabilities are too extreme, with a slope below 1 and an intercept well above 0",
        "[check.question for check in dossier.checks if check.word != 'pass'] == ['Are the probabilities calibrated?'] and dossier.numbers.chosen() == 'boosting' and (lambda line: line[0].low > 0.5 and line[1].high < 1)(__import__('lessonlib.compute.dossier_checks', fromlist=['_']).calibration(dossier.numbers))",
    ),
    (
        "The trees are better than the plain regression. No treatment of the trees is distinguishable from the trees as they are",
        "dossier.numbers.verdict('boosting').word == 'better' and all(dossier.numbers.verdict(rule, 'boosting').word == \"can't tell\" for rule in dossier.numbers.rules if rule.startswith('boosting,')) and len(dossier.numbers.rules) == 6",
    ),
    (
        "1,500 visits of 150 patients, some of them ill",
        "len(visits) == 1_500 and visits['patient_id'].nunique() == 150 and 0 < ill.mean() < 1",
    ),
    (
        "Both are named, and nothing is recommended",
        "deceived.outcome.word == 'do not deploy' and all(f'“{name}”' in repr(deceived) for name in ('treated', 'patient_id'))",
    ),
    ("then nobody can warn", "looks['without patient_id'].numbers.alarms == []"),
    (
        "By patient the model is worth no more than a dummy",
        "looks['by patient'].outcome.word == 'no model yet' and looks['without patient_id'].outcome.word == 'a rule'",
    ),
    (
        "At random it knew each patient again",
        "looks['without patient_id'].numbers.last.estimate(looks['without patient_id'].numbers.goal.value).value > 0.95",
    ),
    ("A model that says 80 % should be right in 80 % of such cases", GIVEN),
    (
        "a group of five predictions says little, about a model or about you",
        "np.ptp(__import__('lessonlib').wilson_interval(4, 5)) > 0.5",
    ),
    (
        "Six questions. Four are relatives of questions from lesson 00, two are about a model in use",
        "[len(questions['12_decide']) == 6 and len({one['id'].partition('/')[2] for one in questions['12_decide']} & {one['id'].partition('/')[2] for one in questions['00_start_here']}) == 4 for load in [__import__('lessonlib.interact.quizzes', fromlist=['_']).load_questions] for questions in [{lesson: load(lesson) for lesson in ('12_decide', '00_start_here')}]] == [True]",
    ),
    (
        "The two flowcharts disagree with one another, and the experiments of this course support neither",
        "better == 0",
    ),
    (
        "At 0.5, untuned, you would see large differences in recall, but a moved threshold makes them too",
        "(lambda X, y, test: compute_metrics(test[1], fit_logistic_regression(*smote_resample(X, y, 5, 0)).probability(test[0]) >= 0.5)['recall'] > compute_metrics(test[1], fit_logistic_regression(X, y).probability(test[0]) >= 0.5)['recall'] + 0.3)(*draw(0.05, 0), draw(0.05, 2, rows=10_000))",
    ),
    (
        "From 10 % to 1 % positives one step of five changes, how sure the comparison can be. What is at stake changes three",
        "sum(a.do != b.do for a, b in zip(advise(0.1, 20_000, cost_ratio=50), advise(0.01, 20_000, cost_ratio=50))) == 1 and sum(a.do != b.do for a, b in zip(advise(0.1, 20_000, cost_ratio=50), advise(0.1, 20_000))) == 3",
    ),
    (
        "35 positives in the last part leave a wide interval for the recall",
        "dossier.numbers.parts[3][1] == 35 and np.ptp(dossier.numbers.last.estimate(lambda rates: rates.tpr)[1:]) > 0.2",
    ),
    (
        "The abalones with 19 rings: 32 of 4,177, and we say a miss costs 50. A regression, flagging from 1 / 51, against the two dummies, 30 splits",
        "(int(rare.y.sum()), len(rare.y)) == (32, 4_177) and len(costs) == 30 and abs(bayes_threshold(**prices) - 1 / 51) < 1e-12",
    ),
    (
        "The model beats “always flag” and can't be told from “never flag”: with 6 or 7 positives a test part",
        "beside['always flag'].word == 'better' and beside['never flag'].word == \"can't tell\" and {int(rare.y[part.test].sum()) for part in repeated_splits(rare.y, 30)} <= {6, 7}",
    ),
    (
        "(With 7 rings, 9.4 %, the same model beats both.)",
        "(lambda seven: all(v.word == 'better' for v in [paired_verdict([cost_by_row(seven.y[part.test], fit_logistic_regression(seven.X[part.train], seven.y[part.train], l2=1).probability(seven.X[part.test]) >= 1 / 51, **prices).mean() - cost_by_row(seven.y[part.test], np.full(len(part.test), dummy), **prices).mean() for part in repeated_splits(seven.y, 30)], test_to_train=1 / 3, larger_is_better=False) for dummy in (0, 1)]))(load_abalone(7))",
    ),
]
