"""What the prose of lesson 04 says, bound to computed values."""

from tests.course.claims import GIVEN

CLAIMS = [
    ("570 machines run well, 30 failed", "[np.sum(y == 0), np.sum(y == 1)] == [570, 30]"),
    (
        "Oversampling learns nothing new about failures, and chance makes some of them count more than\nothers",
        "different == 30 and len(set(how_often(X_over)[y == 1])) > 5",
    ),
    (
        "Undersampling throws 540 of 570 negatives (95 %) away",
        "np.sum(how_often(X_under)[y == 0] == 0) == 540 and round(100 * 540 / 570) == 95",
    ),
    (
        "60 draws of 600 rows; where the split comes first, a test half holds about 15 positives",
        "len(before) == len(after) == 60 and len(y) == 600 and y.sum() / 2 == 15",
    ),
    (
        "Each positive occurs about 19 times",
        "np.isclose(how_often(X_over)[y == 1].mean(), 19)",
    ),
    (
        "so nearly every positive of the test half has a twin in the training half",
        "np.mean(before) > 0.99",
    ),
    ("finds the twin, at distance 0", GIVEN),
    ("recall and precision at 0.5", GIVEN),
    (
        "more\nis flagged, recall goes up and precision down",
        "last[0] > first[0] and last[1] < first[1]",
    ),
    (
        "press *Draw again* a few times at 1 : 1.\nHow far does the line jump, and why less after oversampling?",
        "np.std([resampling_path(X, y, under, [1], s).b for s in range(20)]) > 2 * np.std([resampling_path(X, y, over, [1], s).b for s in range(20)])",
    ),
    (
        "At 1 : 1, undersampling leaves 30 negatives, and which 30 is chance. Oversampling keeps all 600 rows",
        "np.sum(y_under == 0) == 30 and how_often(X_over).min() == 1 and len(X) == 600",
    ),
    (
        "60 draws, 1 : 1 against the rows as they are; same model, 30 positives in training",
        "all(rows.shape == (60, 4) for rows in moved.values())",
    ),
    (
        "At 0.5, recall is bought with precision",
        "all(changes[m, 'recall'][1] > 0 > changes[m, 'precision'][2] for m in ('over', 'under'))",
    ),
    (
        "On these clouds the ranking does not improve: the AUROC falls a little, and more after undersampling",
        "-0.01 < changes['under', 'AUROC'][1] < changes['under', 'AUROC'][2] < changes['over', 'AUROC'][0] < changes['over', 'AUROC'][2] < 0",
    ),
    (
        "the\nmean probability, 0.05 in truth, is several times too high",
        "CLOSER_CLASSES.prevalence == 0.05 and all(0.05 + changes[m, 'mean probability'][1] > 3 * 0.05 for m in ('over', 'under'))",
    ),
    (
        "If each positive occurs exactly 19 times, that is, for this model, the same as a **weight** of 19",
        "np.allclose(fit_logistic_regression(np.concatenate([X[y == 0], np.repeat(X[y == 1], 19, axis=0)]), np.repeat([0, 1], 570), l2=0.1)[0], fit_logistic_regression(X, y, np.where(y == 1, 19, 1), l2=0.1)[0])",
    ),
    (
        "200,000 rows with 10 features, 1 % of them positive. Undersampling leaves about 4,000 rows",
        "X_many.shape == (200_000, 10) and abs(y_many.mean() - 0.01) < 0.001 and 3_600 < 2 * y_many.sum() < 4_400",
    ),
    ("the 2,000 positives are all still there", "1_800 < y_many.sum() < 2_200"),
    ("The fit gets\ncheaper, the ranking hardly worse", "faster > 5 and 0 < loss.mean and loss.high < 0.001"),
    (
        "But the probabilities are those of a world with as many positives as negatives",
        "judged['undersampled'][0] > 20 * y_fresh.mean() and abs(y_few.mean() - 0.5) < 1e-12",
    ),
    (
        "**correct** each p to βp / (βp + 1 − p), or **weigh** each negative 1/β in the fit",
        "np.allclose(answers['… corrected'] / (1 - answers['… corrected']), kept * p_few / (1 - p_few))",
    ),
    (
        "Both ways bring the mean probability back to 1 %, and the Brier score with it.",
        "all(abs(judged[name][0] - 0.01) < 0.001 and judged[name][1] < judged['all rows'][1] + 0.0002 < judged['undersampled'][1] / 5 for name in ('… corrected', '… weighed back'))",
    ),
    (
        "Correcting leaves the order of the rows as it is; weighing back\npays with a noisier fit",
        "judged['… corrected'][2] == judged['undersampled'][2] and np.sum((fit_logistic_regression(X_few, y_few, np.where(y_few == 0, 1 / kept, 1)).w - 0.5) ** 2) > np.sum((fit_logistic_regression(X_few, y_few).w - 0.5) ** 2)",
    ),
    (
        "30 % far off on the right, easy to tell; 70 % close above the other rows",
        "(near := two_kinds(0, 20_000, 0)[0]) is not None and abs(np.mean(near[:, 0] > 2.25) - 0.3) < 0.02",
    ),
    (
        "more pairs in order, and a worse top of the list",
        "two['AUROC'].low > 0 > two['average precision'].high",
    ),
    (
        "multiplies the odds of every row by one and the same number. In log-odds a constant is\nadded",
        "np.ptp(np.log(p_few / (1 - p_few)) - np.log(answers['… corrected'] / (1 - answers['… corrected']))) < 1e-8",
    ),
    ("(Prentice and Pyke\n1979; King and Zeng 2001)", GIVEN),
    (
        "At 1 : 1 the line turns towards the many failures close by",
        "(X_d := two_kinds(57_000, 3_000, 5)) is not None and (w_p := fit_logistic_regression(*X_d).w) is not None and (w_e := fit_logistic_regression(*random_oversample(*X_d, 0)).w) is not None and w_e[1] / w_e[0] > w_p[1] / w_p[0]",
    ),
    ("Drag on to 3 : 1: nothing special happens at 1 : 1", GIVEN),
    (
        "at 0.5, recall up and precision down. Where its log-odds are the right ones",
        "changes['over', 'recall'][1] > 0 > changes['over', 'precision'][2]",
    ),
    ("The ratio is a knob; 1 : 1 is one of its positions", GIVEN),
    ("with all they could tell", GIVEN),
]
