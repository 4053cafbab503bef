"""Exercise 08: scores into probabilities, by Platt's sigmoid and by a staircase."""

from lessonlib.checks.cases import Exercise
from lessonlib.checks.exercises.ex08.isotonic_probabilities import ISOTONIC_PROBABILITIES
from lessonlib.checks.exercises.ex08.platt_scaling import PLATT_SCALING

EXERCISE = Exercise("ex08", tasks=(PLATT_SCALING, ISOTONIC_PROBABILITIES))
