"""What stands for `lessonlib.checks` in the sandbox: a submission may ask for checks and hints, and gets none."""

from lessonlib.grading.inside.standins import Absorbing

check = hint = Absorbing()
