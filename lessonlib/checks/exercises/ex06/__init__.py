"""Exercise 06: Borderline-SMOTE, from the rows in danger to rows that get points by how hard they are."""

from lessonlib.checks.exercises.ex06.adasyn_counts import ADASYN_COUNTS
from lessonlib.checks.exercises.ex06.borderline_smote import BORDERLINE_SMOTE
from lessonlib.checks.exercises.ex06.danger_set import DANGER_SET
from lessonlib.checks.task import Exercise

EXERCISE = Exercise("ex06", may_use=("neighbors", "resampling"), tasks=(DANGER_SET, BORDERLINE_SMOTE, ADASYN_COUNTS))
