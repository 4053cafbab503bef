"""Exercise 09: balanced bagging, and the predictions that it gives for its own training rows."""

from lessonlib.checks.exercises.ex09.balanced_bagging import BALANCED_BAGGING
from lessonlib.checks.exercises.ex09.out_of_bag import OUT_OF_BAG
from lessonlib.checks.task import Exercise

EXERCISE = Exercise("ex09", may_use=("logistic",), tasks=(BALANCED_BAGGING, OUT_OF_BAG))
