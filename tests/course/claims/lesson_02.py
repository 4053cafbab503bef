"""What the prose of lesson 02 says, bound to computed values."""

from tests.course.claims import GIVEN

CLAIMS = [
    (
        "A waterworks watches 1,000 pumps. 20 of them will fail this month. An alarm goes off at 60 pumps; 15 of\nthese are among the 20.",
        "len(fails) == 1000 and fails.sum() == 20 and alarm.sum() == 60 and (fails & alarm).sum() == 15",
    ),
    ("“Will fail” is class 1, the positive one", "counts.tp + counts.fn == fails.sum()"),
    (
        "| accuracy | (TP + TN) / all | | precision | TP / (TP + FP) | | recall | TP / (TP + FN) | | specificity | TN / (TN + FP) |",
        "np.allclose([accuracy(*counts), precision(*counts), recall(*counts), specificity(*counts)], [950 / 1000, 15 / 60, 15 / 20, 935 / 980])",
    ),
    (
        "| balanced accuracy | (recall + specificity) / 2 | | F1 | 2·TP / (2·TP + FP + FN) |",
        "np.allclose([balanced_accuracy(*counts), f1(*counts)], [(15 / 20 + 935 / 980) / 2, 30 / 80])",
    ),
    (
        "| MCC | (TP·TN − FP·FN) / √((TP + FP)(TP + FN)(TN + FP)(TN + FN)) |",
        "np.isclose(mcc(*counts), np.corrcoef(fails, alarm)[0, 1])",
    ),
    (
        "The alarm finds 75 % of the failing pumps, and yet 3 of 4 alarms are false.",
        "recall(*counts) == 0.75 and 1 - precision(*counts) == 0.75",
    ),
    (
        "On the same 1,000 pumps the **keen** one catches 18 of the 20 with 62 false\nalarms, the **strict** one 11 with 5.",
        "all(sum(c.values()) == 1000 and c['tp'] + c['fn'] == 20 for c in (keen, strict)) and (keen['tp'], keen['fp'], strict['tp'], strict['fp']) == (18, 62, 11, 5)",
    ),
    (
        "has misses and false alarms in its denominator, both with weight 1",
        "f1(20, 900, 10, 30) == f1(20, 900, 30, 10) and f_beta(20, 900, 10, 30, beta=2) != f_beta(20, 900, 30, 10, beta=2)",
    ),
    (
        "F-beta = (1 + β²)·TP / ((1 + β²)·TP + β²·FN + FP)",
        "np.isclose(f_beta(**keen, beta=3), 10 * 18 / (10 * 18 + 9 * 2 + 62))",
    ),
    (
        "Towards the left F-beta becomes precision, towards the right recall",
        "f_beta(**keen, beta=0) == precision(**keen) and f_beta(**keen, beta=np.inf) == recall(**keen)",
    ),
    (
        "F-beta turns at\nβ² = 4.2",
        "abs(turn**2 - 592 / 140) < 0.05 and round(592 / 140, 1) == 4.2",
    ),
    (
        "The two cost the same where a miss costs 8.1 false alarms",
        "round((62 - 5) / (9 - 2), 1) == 8.1 and np.isclose(62 + 57 / 7 * 2, 5 + 57 / 7 * 9)",
    ),
    (
        "The waterworks connects 9,000 more pumps to the alarm of section 1.",
        "sum(more) - sum(counts) == 9_000 and sum(more) == 10_000",
    ),
    ("Only TN grows, from 935 to 9,935", "(counts.tn, more.tn) == (935, 9_935)"),
    (
        "Which metric looks at neither TN nor FP?",
        "[name for name, m in metrics.items() if m(*counts) == m(*more) == m(counts.tp, counts.tn, 0, counts.fn)] == ['recall']",
    ),
    (
        "91 of 100 rows are\npositive, and a detector flags 99 of them, all wrong about the other class:",
        "sum(odd.values()) == 100 and odd['tp'] + odd['fn'] == 91 and odd['tp'] + odd['fp'] == 99 and odd['tn'] == 0",
    ),
    (
        "An F1 of 0.947 belongs to a detector whose alarms say next to nothing about the labels: MCC is −0.032.",
        "round(float(f1(**odd)), 3) == 0.947 and round(float(mcc(**odd)), 3) == -0.032",
    ),
    (
        "Swap the names of the\nclasses, and F1 is 0, while MCC stays.",
        "f1(**swapped) == 0 and np.isclose(mcc(**swapped), mcc(**odd))",
    ),
    (
        "With a share π of positives its precision is π, its recall 1, so its F1 is\n2π / (1 + π): at 91 % positives that is 0.953, more than 0.947.",
        "precision(**always) == 0.91 and recall(**always) == 1 and np.isclose(f1(**always), 2 * 0.91 / 1.91) and round(float(f1(**always)), 3) == 0.953",
    ),
    (
        "MCC and balanced accuracy leave that dummy at 0 and 0.5",
        "mcc(**always) == 0 and balanced_accuracy(**always) == 0.5",
    ),
    (
        "Two of them raised none that month: their precision is 0/0. The\nusual convention writes 0, and so does lessonlib",
        "precision(0, 935, 0, 5) == 0 and precision(0, 935, 0, 5, zero_division=1.0) == 1",
    ),
    (
        "Four answers from the same nine alarms, from 0.45 to 0.85",
        "np.allclose([as_zero, as_one, left_out, pooled], [0.45, 0.85, 0.75, 6 / 9])",
    ),
    (
        "if nobody is flagged, or everybody, or a class is missing, it is 0/0, and by convention 0",
        "all(mcc(*c) == 0 for c in ((0, 90, 0, 10), (10, 0, 90, 0), (0, 90, 10, 0), (90, 0, 0, 10)))",
    ),
    (
        "Sensors catch 90 % of the failing pumps and flag 5 % of the sound ones",
        "np.allclose(recall(**rates), 0.9) and np.allclose(specificity(**rates), 0.95)",
    ),
    ("In a test with as\nmany failing pumps as sound ones the MCC is 0.85.", "round(mcc_at[0.5], 2) == 0.85"),
    (
        "MCC goes .85, .75, .64, .36, .12 at\n50, 10, 5, 1 and 0.1 % positives",
        "[round(float(mcc_at[p]), 2) for p in (0.5, 0.1, 0.05, 0.01, 0.001)] == [0.85, 0.75, 0.64, 0.36, 0.12]",
    ),
    (
        "Mixing more negatives into the data\nmoves none of them, as long as they are negatives of the same kind",
        "all(np.ptp(m(**rates)) < 1e-12 for m in (recall, specificity, balanced_accuracy))",
    ),
    (
        "(The 9,000 pumps of section 4 were easier.)",
        "more.fp == counts.fp and more.tn - counts.tn == 9_000 and specificity(*more) > specificity(*counts)",
    ),
    (
        "Where positives are rarer, fewer of this detector's alarms are right",
        "np.all(np.diff(precision(**rates)) > 0)",
    ),
    (
        "Precision, F1 and MCC hold sums over both classes, such as all alarms, TP + FP, so they follow the mixture",
        "all(np.all(np.diff(m(**rates)) > 0) for m in (precision, f1, mcc))",
    ),
    (
        "A test plant had 10 failing pumps, and the alarm found 8: recall 0.8",
        "(low, high) == wilson_interval(8, 10) and 8 / 10 == 0.8",
    ),
    (
        "A **95 % interval** comes from a rule that, test after test, is meant to hold the truth 95\ntimes in 100.",
        GIVEN,
    ),
    (
        "recall is a share of the **positives**, and there are 10. A hundred times as many positives\nmake the interval about ten times as narrow",
        "8 < (high - low) / np.diff(wilson_interval(800, 1000))[0] < 12",
    ),
    (
        "Let an alarm have a true recall of 0.8, and test it 10,000 times on 10 positives each",
        "len(found) == 10_000 and 0.95 <= covers < 1 and abs(found.mean() / 10 - 0.8) < 0.01",
    ),
    (
        "let `truth` be 0.985. With few positives the promise holds on average over the true recalls, not at each.",
        "(hold := lambda p: sum(__import__('math').comb(10, k) * p**k * (1 - p) ** (10 - k) for k in range(11) if wilson_interval(k, 10)[0] <= p <= wilson_interval(k, 10)[1])) and hold(0.985) < 0.87 and np.mean([hold(p) for p in np.linspace(0.0025, 0.9975, 200)]) > 0.945",
    ),
    (
        "flagging everybody has an F1 of 2π / (1 + π)",
        "all(np.isclose(f1(p, 0, 1 - p, 0), 2 * p / (1 + p)) for p in (0.01, 0.2, 0.5))",
    ),
    (
        "Recall, specificity and balanced accuracy do not depend on the prevalence, while each class stays as it is; precision, F1 and MCC do",
        "[name for name, m in metrics.items() if np.ptp(m(**rates)) < 1e-12] == ['recall', 'specificity', 'balanced_accuracy']",
    ),
    ("Say what 0/0 counts as", GIVEN),
    (
        "costs this waterworks as much as 6 false alarms, and somebody sets\nβ² = 6",
        "(score['keen'], bill['keen']) == (f_beta(**keen, beta=6**0.5), 62 + 6 * 2)",
    ),
    (
        "F-beta takes the keen alarm, and the strict one is cheaper",
        "score['keen'] > score['strict'] and bill['strict'] < bill['keen']",
    ),
    (
        "what it would give for a catch depends on the alarm's own score",
        "2 / f1(1, 9, 2, 1) - 1 == 6 - 2 and f1(1, 9, 2, 1) == f1(2, 5, 6, 0)",
    ),
    (
        "with 0 true positives, precision is 0 however many false\nalarms there are",
        "all(precision(0, 935, n, 5) == 0 for n in (1, 45, 100))",
    ),
    (
        "an alarm that stays silent at all 1,000 pumps",
        "all(np.isclose(averages[way], __import__('sklearn.metrics').metrics.f1_score(fails, 0 * fails, average=way, zero_division=0)) for way in averages)",
    ),
    (
        "0.970 for an alarm that finds nothing: the sound pumps have 98 % of the say",
        "round(averages['weighted'], 3) == 0.970 and (fails == 0).mean() == 0.98 and averages['binary'] == 0",
    ),
    (
        "*macro* the plain mean\nof both classes",
        "np.isclose(averages['macro'], (0 + 2 * 980 / (2 * 980 + 20)) / 2)",
    ),
    (
        "an alarm multiplies the odds of a failure by 0.9 / 0.05 = 18",
        "round(0.9 / 0.05) == 18 and np.allclose(precision(**rates) / (1 - precision(**rates)), 18 * share / (1 - share))",
    ),
    ("negative predictive value, TN / (TN + FN)", GIVEN),
    (
        "from the 1,000 pumps of section 1 draw\n1,000 with replacement, compute the metric, and repeat. The middle 95 % of the outcomes",
        "sum(counts) == 1_000",
    ),
    (
        "test the alarm 600 times on 500 pumps, of which about 10 fail; then 600\ntimes on 5,000, of which about 100 fail",
        "list(covered) == [500, 5_000] and (500 * fails.mean(), 5_000 * fails.mean()) == (10, 100)",
    ),
    (
        "From about 10 positives this alarm's intervals hold the truth a little less often than they promise; from about 100 they do about as they say",
        "all(0.88 < c < 0.95 for c in covered[500]) and all(0.93 < c < 0.97 for c in covered[5_000])",
    ),
    ("(600\ntests know these shares to about 2 points.)", "0.015 < 2 * (0.95 * 0.05 / 600) ** 0.5 < 0.025"),
    (
        "a test with 7 catches and no false alarm puts precision between 1\nand 1",
        "bootstrap_interval(precision, tp=7, tn=490, fp=0, fn=3) == (1, 1)",
    ),
    ("all that a metric of a yes/no decision can use are **four counts**", GIVEN),
    ("All three beside what you said", "len(answers) == 3"),
    ("Of all decisions, how many are right?", GIVEN),
    (
        "All of them are sound, and the alarm stays silent at all of them",
        "more.fp == counts.fp and more.fn == counts.fn",
    ),
    ("A rule that was never tried promises nothing", GIVEN),
]
