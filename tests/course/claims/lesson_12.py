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
    (
        "At 0.5, untuned, you would see large differences in recall, but a moved threshold makes them too",
        "(lambda X, y, test: compute_metrics(test[1], predict_probability(test[0], *fit_logistic_regression(*smote_resample(X, y, 5, 0))) >= 0.5)['recall'] > compute_metrics(test[1], predict_probability(test[0], *fit_logistic_regression(X, y)) >= 0.5)['recall'] + 0.3)(*draw(0.05, 0), draw(0.05, 2, rows=10_000))",
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
        "The path hardly follows the ratio. It follows the number of positives, the learner and above all what is at stake",
        "len(changed) == 1 and sum(a.do != b.do for a, b in zip(advise(0.1, 20_000), advise(0.1, 20_000, cost_ratio=50))) == 3",
    ),
    (
        "a million rows with 1 % positives and a miss that costs 50 false alarms",
        "path[3].do == 'Flag from a probability of 0.0196' and abs(1 / 51 - 0.0196) < 5e-5",
    ),
    ("eights against the rest, 1,797 digits", "len(dossier.numbers.y) == 1_797"),
    (
        "only 2 % are eights; missing one costs 20, a false alarm 1. The dossier splits the rows 50 times, compares five strategies",
        "dossier.numbers.goal[:3] == (0.02, 1, 20) and dossier.numbers.thresholds.shape[:2] == (50, 5)",
    ),
    ("The checklist fails in two places", "sum(not check.passed for check in dossier.checks) == 2"),
    (
        "35 positives in a test part leave a wide interval, even after 50 splits of the same rows",
        "dossier.numbers.parts[2][1] == 35 and not dossier.checks[1].passed and dossier.numbers.mean('plain').high - dossier.numbers.mean('plain').low > 0.5 * dossier.numbers.mean('plain').mean",
    ),
    (
        "look a little too extreme: a z of 2.1, where 1.96 is the limit",
        "not dossier.checks[4].passed and 'z = +2.11. Both should lie within ±1.96' in dossier.checks[4].finding",
    ),
    (
        "right probabilities fail this check in 5 to 10 % of cases",
        "(lambda z, p, rng: 0.04 < np.mean([np.abs(z(rng.random(len(p)) < p, p)).max() > 1.96 for _ in range(3_000)]) < 0.11)(__import__('lessonlib.compute.dossier_checks', fromlist=['_']).calibration_z, dossier.numbers.p_once, np.random.default_rng(0))",
    ),
    (
        "The same two checks fail: why\ncan no goal mend them?",
        "[c.passed for c in decide(load_digits_8(), capacity=50, prevalence=0.02).checks] == [c.passed for c in dossier.checks]",
    ),
    (
        "No strategy is distinguishable from the plain model",
        "all(dossier.numbers.verdict(rule).word == \"can't tell\" for rule in ('recalibrated', 'class weights', 'undersampling', 'SMOTE'))",
    ),
    ("A model that says 80 % should be right in 80 % of such cases", GIVEN),
    (
        "a group of five predictions says little, about a model or about you",
        "np.ptp(__import__('lessonlib').wilson_interval(4, 5)) > 0.5",
    ),
    ("Four questions, each a relative of one from lesson 00", GIVEN),
    (
        "Flowcharts that begin with the ratio disagree with one another, and the experiments support none of them",
        "better == 0",
    ),
]
