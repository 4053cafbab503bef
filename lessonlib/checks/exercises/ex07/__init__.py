"""Exercise 07: the cheapest decisions, by one cost matrix and by one for each row."""

from lessonlib.checks.exercises.ex07.min_cost_predictions import MIN_COST_PREDICTIONS
from lessonlib.checks.exercises.ex07.min_cost_predictions_by_row import MIN_COST_PREDICTIONS_BY_ROW
from lessonlib.checks.task import Exercise

EXERCISE = Exercise("ex07", may_use=("metrics",), tasks=(MIN_COST_PREDICTIONS, MIN_COST_PREDICTIONS_BY_ROW))
