"""Another processor, another kernel for matrix products: the same answers, and no warning."""

import os
import subprocess
import sys

import pytest

KERNELS = ("Haswell", "SkylakeX", "Sandybridge", "Nehalem", "Prescott")  # OpenBLAS takes the nearest one that it has
SCRIPT = """
import numpy as np
from lessonlib import fit_logistic_regression, k_nearest_neighbors, smote

rng = np.random.default_rng(0)
for n, d, wanted in [(1900, 9, [0, 1, 2]), (1900, 20, [5]), (130, 12, None), (540, 64, None)]:
    print(k_nearest_neighbors(rng.normal(size=(n, d)), 5, rows=wanted).sum(axis=0))
print(smote(rng.normal(size=(50, 12)), n_synthetic=3).round(9))
X = rng.normal(size=(300, 20))
for l2 in (0.0, 1.0):
    w, b = fit_logistic_regression(X, X[:, 0] > 3 * rng.random(300) - 1, l2=l2)
    print(w.round(7), round(b, 7))
"""


@pytest.fixture(scope="module")
def answers():
    def on(kernel):
        environment = os.environ | {"OPENBLAS_CORETYPE": kernel, "OMP_NUM_THREADS": "1"}
        command = [sys.executable, "-W", "error", "-c", SCRIPT]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    return {kernel: on(kernel) for kernel in KERNELS}


@pytest.mark.parametrize("kernel", KERNELS)
def test_every_kernel_gives_the_same_answers_without_a_warning(answers, kernel):
    assert answers[kernel].returncode == 0, answers[kernel].stderr
    assert answers[kernel].stdout == answers[KERNELS[0]].stdout
