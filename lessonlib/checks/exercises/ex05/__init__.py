"""Exercise 05: choose the threshold, without and with a condition."""

from lessonlib.checks.exercises.ex05.best_precision import BEST_PRECISION
from lessonlib.checks.exercises.ex05.find_optimal_threshold import FIND_OPTIMAL_THRESHOLD
from lessonlib.checks.task import Exercise

EXERCISE = Exercise("ex05", may_use=("metrics",), tasks=(FIND_OPTIMAL_THRESHOLD, BEST_PRECISION))
