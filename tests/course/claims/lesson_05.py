"""What the prose of lesson 05 says, bound to computed values."""

from tests.course.claims import GIVEN

CLAIMS = [
    (
        "Two frauds, described by two numbers each: (1.0, 2.0) and (1.5, 2.5)",
        "a.tolist() == [1.0, 2.0] and b.tolist() == [1.5, 2.5]",
    ),
    (
        "With t = 0.4: (1.0, 2.0) + 0.4 · (0.5, 0.5) = (1.2, 2.2)",
        "(b - a).tolist() == [0.5, 0.5] and np.allclose(interpolate(a, b, 0.4), [1.2, 2.2])",
    ),
    ("t is drawn at random, between 0 and 1", "np.all((0 <= t) & (t < 1))"),
    (
        "With two t's a point can take its first number from one fraud and its second from the other",
        "np.any((t[:, 0] < 0.05) & (t[:, 1] > 0.95)) and not on_line.any()",
    ),
    ("| row | 0 | 1 | 2 | 3 |", "len(four) == 4"),
    ("| first feature | 1.0 | 1.5 | 2.0 | 3.0 |", "four[:, 0].tolist() == [1.0, 1.5, 2.0, 3.0]"),
    ("| second feature | 2.0 | 2.5 | 1.5 | 3.5 |", "four[:, 1].tolist() == [2.0, 2.5, 1.5, 3.5]"),
    (
        "From row 3 to row 1 the distance is √(1.5² + 1.0²) = 1.80, to row 2 it is √(1.0² + 2.0²) = 2.24",
        "[round(float(np.linalg.norm(four[3] - four[row])), 2) for row in (1, 2)] == [1.8, 2.24]",
    ),
    (
        "Being a neighbour need not be mutual: row 3 has a nearest neighbour and is nobody's",
        "3 not in nearest and nearest[3] == 1",
    ),
    (
        "Row 2 is equally far from rows 0 and 1;\nthe lower number comes first",
        "np.isclose(np.linalg.norm(four[2] - four[0]), np.linalg.norm(four[2] - four[1])) and nearest[2] == 0",
    ),
    (
        "**bad** if of the 5 real rows nearest to it, 3 or more belong to the majority",
        "all(bad_share(name, 5) == np.mean(majority_among_nearest(smote(small_set(name).minority, 5, 2000), *small_set(name)) > 5 / 2) for name in shares)",
    ),
    ("Here the classes lie apart", "not any(shares['two groups'][:3]) and not any(shares['a curve'][:6])"),
    (
        "In *two groups* the minority has 14 rows on the left and 4 on the right, with the majority in between",
        "[np.sum(small_set('two groups').minority[:, 0] < -2), np.sum(small_set('two groups').minority[:, 0] > 3.5)] == [14, 4] and np.all(np.abs(small_set('two groups').majority[:, 0]) < 3.5)",
    ),
    ("The count in step 5 only judges the finished point", GIVEN),
    ("in exercise 03 it will be yours", GIVEN),
    ("What does it do to a model?", GIVEN),
    ("Exercise 03 has a relative of it as its\nharder task", GIVEN),
    (
        "In a group of 4, each row has 3 neighbours at home. The fourth lies beyond the majority",
        "np.all(k_nearest_neighbors(small_set('two groups').minority, 4)[-4:, :3] >= 14) and np.all(k_nearest_neighbors(small_set('two groups').minority, 4)[-4:, 3] < 14)",
    ),
    ("So a k below the size of the smallest group is safe here", "first_bad == 4"),
    ("no k from 1 to 10 helps", "list(ks) == list(range(1, 11)) and min(shares['an outlier']) > 0.03"),
    (
        "it sends about 1 point in 20 across the majority",
        "all(0.035 < share < 0.06 for share in shares['an outlier'])",
    ),
    (
        "A small k follows the arc, a large one cuts across (here from about 7 on)",
        "not any(shares['a curve'][:6]) and all(shares['a curve'][6:]) and shares['a curve'][9] > 0.05",
    ),
    ("Rows drawn afresh\nwould give about 1", GIVEN),
    (
        "A point between two *independent* rows has (1 − t)² + t² times their variance, and that averages to 2/3: the value that\nBlagus and Lusa (2013) derive",
        "abs(np.mean((1 - np.linspace(0, 1, 100_001)) ** 2 + np.linspace(0, 1, 100_001) ** 2) - 2 / 3) < 1e-4",
    ),
    (
        "With 20 both together come to about 2/3. A larger k does the same",
        "all(abs(column[-1] - 2 / 3) < 0.03 for column in by_k.values()) and all(by_k[k] == sorted(by_k[k], reverse=True) for k in ('k = 1', 'k = 5', 'k = 20')) and all(x > y > z for x, y, z, _ in zip(*by_k.values()))",
    ),
    (
        "With more independent features they are less alike; and they lie nearer to the\nmiddle than the rows do on average",
        "(lambda moments: all(np.diff(moments[:, 0]) < 0) and np.all(moments[:, 1] < 0.95))(np.array([np.mean([(lambda X: [np.mean(X[:, None] * X[k_nearest_neighbors(X, 5)]) / np.mean(X**2), np.mean(X[k_nearest_neighbors(X, 5)] ** 2) / np.mean(X**2)])(np.random.default_rng(seed).normal(size=(50, d))) for seed in range(30)], axis=0) for d in sizes]))",
    ),
    (
        "even a little\nmore where it leaves out the farthest rows alone: 0.61 for 1 feature and k = 40",
        "round(by_k['k = 40'][0], 2) == 0.61",
    ),
    ("With few features and a small k the ratio stays near 1", "by_k['k = 1'][0] > 0.95"),
    (
        "Every new row pays in a way that exists",
        "set(X_nc[len(payments) :, 1]) <= {0, 1, 2} and len(y_nc) == 800",
    ),
    (
        "adds a\nfixed step to the distance for each category that differs, and lets the neighbours vote",
        GIVEN,
    ),
    (
        "Even the paper that brought SMOTE into the world has both: its text draws one number, its pseudo-code one for\neach attribute.",
        GIVEN,
    ),
    ("Ten rows, each\nof them twice", "len(rows) == 20 and len(np.unique(rows, axis=0)) == 10"),
    (
        "In half of the rows the first column held the twin, and the row itself stayed in",
        "len(own) == 10 and len(own_by_number) == 0",
    ),
    (
        "60 customers: age from 20 to 70 years, income from 15,000 to 90,000 a year",
        "customers.shape == (60, 2) and np.all((customers > [20, 15_000]) & (customers < [70, 90_000]))",
    ),
    (
        "so income alone decides who is a neighbour here",
        "without_age > 4.9 and in_common(customers, scaled) < 2.5",
    ),
    ("Let 0, 1 and 2 stand for card, transfer and cash", "set(methods.ravel()) == {0, 1, 2}"),
    (
        "570 negatives and 30 positives; with and without\n540 synthetic rows",
        "(lambda X, y: (len(y), y.sum(), len(smote_resample(X, y)[1]) - len(y)) == (600, 30, 540))(*LESSON_CLASSES.sample_counts(570, 30, 0))",
    ),
    (
        "flag at 0.5 and are judged on the same 100,000 fresh rows. 60 draws",
        "len(y_fresh) == 100_000 and len(pairs) == 60",
    ),
    (
        "raise the probabilities on average and near the line, and more rows pass 0.5",
        "all(after.mean() > before.mean() and np.sum(after >= 0.5) > np.sum(before >= 0.5) for before, after in pairs)",
    ),
    (
        "(Far out among the negatives they fall: the\ncoefficients grow too.)",
        "np.mean([np.mean(after < before) for before, after in pairs]) > 0.5 and np.mean([np.mean((after > before)[(before > 0.02) & (before < 0.98)]) for before, after in pairs]) > 0.95",
    ),
    (
        "Whatever mean difference is left is smaller than 0.002",
        "all(max(-paired_verdict(d).low, paired_verdict(d).high) < 0.002 for d in (ranking, equal_alerts))",
    ),
    (
        "with 30 positives, SMOTE moved the line",
        "LESSON_CLASSES.sample_counts(570, 30, 0)[1].sum() == 30 and change['recall'].low > 0 > change['precision'].high",
    ),
    (
        "In normal clouds synthetic rows vary less than real ones: with many features, about 2/3 of the variance",
        "max(map(max, by_k.values())) < 1",
    ),
    ("more recall at 0.5, less precision", "change['recall'].low > 0 > change['precision'].high"),
    (
        "used for all its\ncoordinates, keeps it on the line",
        "np.allclose(np.diff(interpolate(a, b, np.linspace(0, 1, 9)[:, None]), axis=1), 1.0)",
    ),
    (
        "The lone row has neighbours, all of them far away",
        "np.min(np.linalg.norm(small_set('an outlier').minority[:-1] - small_set('an outlier').minority[-1], axis=1)) > 3",
    ),
]
