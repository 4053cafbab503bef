"""Exercise 05: choose the threshold, without and with a condition."""

from lessonlib.checks.cases import Exercise
from lessonlib.checks.exercises.ex05.best_precision import BEST_PRECISION
from lessonlib.checks.exercises.ex05.find_optimal_threshold import FIND_OPTIMAL_THRESHOLD

EXERCISE = Exercise("ex05", tasks=(FIND_OPTIMAL_THRESHOLD, BEST_PRECISION))
