"""Exercise 01: count the four outcomes, and make the metrics from them."""

from lessonlib.checks.cases import Exercise
from lessonlib.checks.exercises.ex01.compute_metrics import COMPUTE_METRICS
from lessonlib.checks.exercises.ex01.confusion_matrix_values import CONFUSION_MATRIX_VALUES
from lessonlib.checks.exercises.ex01.f_beta import F_BETA

EXERCISE = Exercise("ex01", tasks=(CONFUSION_MATRIX_VALUES, COMPUTE_METRICS, F_BETA))
