"""What the prose of lesson 00 says, bound to computed values."""

from tests.course.claims import GIVEN

CLAIMS = [
    ("Your data is 99 % ordinary, and the 1 % is what you are paid to find", GIVEN),
    (
        "it throws the coin 1,000 times, 200 times over, and looks at the middle one of the 200 longest runs",
        "heads.shape == (200, 1000)",
    ),
    ("turn 0.5 into 0.7, or 1000 into 100", GIVEN),
    ("01, 02, 04 to 07\nand 10 are the core", GIVEN),
    ("Chance makes longer runs than most people expect", "np.median(longest) > 6"),
    ("the *minority*, class 1, the *positives*", GIVEN),
]
