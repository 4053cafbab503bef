"""Exercise 03: SMOTE, from nearest neighbours to rows whose categories stay whole."""

from lessonlib.checks.exercises.ex03.find_k_neighbors import FIND_K_NEIGHBORS
from lessonlib.checks.exercises.ex03.smote import SMOTE
from lessonlib.checks.exercises.ex03.smote_mixed import SMOTE_MIXED
from lessonlib.checks.task import Exercise

EXERCISE = Exercise("ex03", tasks=(FIND_K_NEIGHBORS, SMOTE, SMOTE_MIXED))
