"""Exercise 02: copy rows of the small class, or drop rows of the large one."""

from lessonlib.checks.cases import Exercise
from lessonlib.checks.exercises.ex02.oversample_to_ratio import OVERSAMPLE_TO_RATIO
from lessonlib.checks.exercises.ex02.random_oversample import RANDOM_OVERSAMPLE
from lessonlib.checks.exercises.ex02.random_undersample import RANDOM_UNDERSAMPLE

EXERCISE = Exercise("ex02", tasks=(RANDOM_OVERSAMPLE, RANDOM_UNDERSAMPLE, OVERSAMPLE_TO_RATIO))
