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
    ("the harder task of exercise 03", GIVEN),
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
        "A point between two *independent* rows has (1 − t)² + t² times their variance, and that averages to 2/3",
        "abs(np.mean((1 - np.linspace(0, 1, 100_001)) ** 2 + np.linspace(0, 1, 100_001) ** 2) - 2 / 3) < 1e-4",
    ),
    (
        "and the ratio falls to about 2/3. A larger k does the same",
        "all(abs(column[-1] - 2 / 3) < 0.03 and column == sorted(column, reverse=True) for column in ratio.values()) and all(x > y > z for x, y, z in zip(*ratio.values()))",
    ),
    ("With few features and a small k the ratio stays near 1", "ratio['k = 1'][0] > 0.95"),
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
        "(len(y), y.sum(), len(smote_resample(X, y)[1]) - len(y)) == (600, 30, 540)",
    ),
    (
        "flag at 0.5 and are judged on the same 100,000 fresh rows. 60 draws",
        "len(y_fresh) == 100_000 and len(pairs) == 60",
    ),
    (
        "raise the probabilities on average, and more rows pass 0.5",
        "all(after.mean() > before.mean() and np.sum(after >= 0.5) > np.sum(before >= 0.5) for before, after in pairs)",
    ),
    (
        "Whatever mean difference is left is smaller than 0.002",
        "all(max(-paired_verdict(d).low, paired_verdict(d).high) < 0.002 for d in (ranking, equal_alerts))",
    ),
    (
        "with 30 positives, SMOTE moved the line",
        "y.sum() == 30 and change['recall'].low > 0 > change['precision'].high",
    ),
    ("so *balanced* weights are all 1", "np.all(weights == 1)"),
    (
        "four times as many rows cost 4 · 4 = 16 times the work",
        "len(large) == 4 * len(small)",
    ),
    (
        "a k-d tree looks near a row only, and comes out near 4 times",
        "tree[1] < one_by_one[1] / 10 and 1.5 < tree[1] / tree[0] < 8 < one_by_one[1] / one_by_one[0]",
    ),
    (
        "with a tree up to 8 features",
        "__import__('lessonlib.compute.neighbors', fromlist=['x']).TREE_DIMENSIONS == 8",
    ),
    (
        "In round clouds synthetic rows vary less than real ones, down to about 2/3 of the variance",
        "max(map(max, ratio.values())) < 1",
    ),
    ("more recall at 0.5, less precision", "change['recall'].low > 0 > change['precision'].high"),
]
