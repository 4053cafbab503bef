"""Exercise 04: weighted logistic regression, from the sigmoid to a fit that has arrived."""

from lessonlib.checks.exercises.ex04.compute_class_weights import COMPUTE_CLASS_WEIGHTS
from lessonlib.checks.exercises.ex04.logistic_regression_converged import LOGISTIC_REGRESSION_CONVERGED
from lessonlib.checks.exercises.ex04.logistic_regression_weighted import LOGISTIC_REGRESSION_WEIGHTED
from lessonlib.checks.exercises.ex04.sigmoid import SIGMOID
from lessonlib.checks.task import Exercise

EXERCISE = Exercise(
    "ex04", tasks=(SIGMOID, COMPUTE_CLASS_WEIGHTS, LOGISTIC_REGRESSION_WEIGHTED, LOGISTIC_REGRESSION_CONVERGED)
)
