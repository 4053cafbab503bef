"""What every test shares: one BLAS thread, the same examples in every run, a progress store of its own."""

import os
import tempfile

os.environ["OMP_NUM_THREADS"] = "1"  # read once, when NumPy is first imported

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None, max_examples=50)
settings.load_profile("repeatable")


def pytest_configure(config):
    """Keep the learner's own progress out of it, also in the kernels that run notebooks."""
    folder = tempfile.TemporaryDirectory(prefix="lessonlib-progress-")
    os.environ["LESSONLIB_PROGRESS"] = folder.name
    config.add_cleanup(folder.cleanup)
