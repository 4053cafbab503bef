"""Exercise 10: the imbalance-ratio experiment, its intervals, and what the prevalence alone does to F1."""

from lessonlib.checks.exercises.ex10.f1_at_prevalence import F1_AT_PREVALENCE
from lessonlib.checks.exercises.ex10.paired_intervals import PAIRED_INTERVALS
from lessonlib.checks.exercises.ex10.ratio_experiment import RATIO_EXPERIMENT
from lessonlib.checks.task import Exercise

EXERCISE = Exercise(
    "ex10", may_use=("metrics", "splits", "uncertainty"), tasks=(RATIO_EXPERIMENT, PAIRED_INTERVALS, F1_AT_PREVALENCE)
)
