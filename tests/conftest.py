"""What every test shares: one BLAS thread, the same examples in every run, a progress store of its own.

The whole suite runs in four processes, which take one file after another, as browsers wait more than they compute;
a chosen part of it runs in one, where it begins sooner and can be debugged. `-n` says otherwise.
"""

import os
import sys
import tempfile

os.environ["OMP_NUM_THREADS"] = "1"  # read once, when NumPy is first imported

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

LOOK_AT_LESSONS = ("tests/course/test_lessons.py", "tests/browser/test_site.py")

settings.register_profile("repeatable", derandomize=True, deadline=None, max_examples=50)
settings.load_profile("repeatable")


def pytest_addoption(parser):
    """Answers are examined on one seed, or with this option on several: 3 if they are wrong, 10 if they are right."""
    parser.addoption("--all-seeds", action="store_true", help="examine every answer of the corpora on several seeds")


def pytest_configure(config):
    """Keep the learner's own progress out of it, also in the kernels that run notebooks."""
    folder = tempfile.TemporaryDirectory(prefix="lessonlib-progress-")
    os.environ["LESSONLIB_PROGRESS"] = folder.name
    config.add_cleanup(folder.cleanup)
    # Many containers forbid Python to keep what it compiled; every kernel would then compile its packages again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config):
    """Distribute the whole suite, file by file in their order: browsers come first, as they take longest."""
    whole = config.args_source == config.ArgsSource.TESTPATHS and not hasattr(config, "workerinput")
    if whole and config.option.numprocesses is None and not config.option.usepdb:
        config.option.numprocesses, config.option.dist, config.option.loadscopereorder = 4, "loadscope", False


class FileByFile(LoadScopeScheduling):
    """Give a process whole files, notebooks among them, and all files that look at the lessons' runs to one.

    Only the walk through all notebooks is too long for one process: lessons and exercises are apart.
    """

    def _split_scope(self, nodeid):
        file, test = nodeid.split("::")[:2]
        if file in LOOK_AT_LESSONS:
            return "lessons"
        return file + test.split("[")[0] if file == "tests/browser/test_notebooks.py" else file


def pytest_xdist_make_scheduler(config, log):
    """Give a process what shares fixtures."""
    return FileByFile(config, log)
