"""Exercise 08: scores into probabilities, by Platt's sigmoid and by a staircase."""

from lessonlib.checks.exercises.ex08.isotonic_probabilities import ISOTONIC_PROBABILITIES
from lessonlib.checks.exercises.ex08.platt_scaling import PLATT_SCALING
from lessonlib.checks.task import Exercise

EXERCISE = Exercise("ex08", may_use=("logistic",), tasks=(PLATT_SCALING, ISOTONIC_PROBABILITIES))
