"""What the prose of lesson 00 says, bound to computed values."""

from tests.course.claims import GIVEN

CLAIMS = [
    ("Your data is 99 % ordinary, and the 1 % is what you are paid to find", GIVEN),
    (
        "the cell after it throws the coin 1,000 times, 200 times over, and looks at the middle one of the 200 longest runs",
        "heads.shape == (200, 1000)",
    ),
    ("turn 0.5 into 0.7, or 1000 into 100", GIVEN),
    ("01 to 07 and 10\nare the core", GIVEN),
    (
        "1 % of 1,000 rows are 10 positives, 1 % of a million are 10,000",
        "(0.01 * 1_000, 0.01 * 1_000_000) == (10, 10_000)",
    ),
    (
        "of 10 it finds between 2 and 8 in most tests, of 10,000 nearly half",
        "(binom := __import__('scipy.stats', fromlist=['binom']).binom) and binom.cdf(8, 10, 0.5) - binom.cdf(1, 10, 0.5) > 0.95 and binom.cdf(5_100, 10_000, 0.5) - binom.cdf(4_899, 10_000, 0.5) > 0.95",
    ),
    ("**Two questions behind “1 %”.**", GIVEN),
    ("If the rows were taken as they came, 1 % is the share in the world", GIVEN),
    ("If somebody collected 100 cases and added 9,900 others", "100 / (100 + 9_900) == 0.01"),
    ("Chance makes longer runs than most people expect", "np.median(longest) > 6"),
    ("the *minority*, class 1, the *positives*", GIVEN),
    (
        "Running a cell twice gives the same numbers",
        "np.array_equal(np.random.default_rng(seed=1).random((200, 1000)) < 0.5, heads)",
    ),
    ("*Run → Run All Above Selected\n  Cell*", GIVEN),
    ("*Kernel → Restart Kernel and Clear Outputs of All Cells*", GIVEN),
]
