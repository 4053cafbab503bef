"""Honest submissions to exercise 01, as people write them, and the points that they deserve.

Each is a name, the points, and the bytes of the notebook.
"""

# The code of submissions stands in one line each.
# ruff: noqa: E501

import json

from tests.grading.notebooks import COUNTS, F_BETA, FULL, METRICS, POINTS, SETUP, SOLVED, defining, notebook

SUBMISSIONS = {}


def _solved(name, *cells, points=FULL):
    SUBMISSIONS[name] = (points, notebook(*cells))


def _counting(name, returned, before=""):
    """Right counts, returned in another way."""
    cell = f"""{before}
def confusion_matrix_values(y_true, y_pred):
    y_true, y_pred = np.asarray(y_true) == 1, np.asarray(y_pred) == 1
    tp, tn = (y_true & y_pred).sum(), (~y_true & ~y_pred).sum()
    fp, fn = (~y_true & y_pred).sum(), (y_true & ~y_pred).sum()
    return {returned}
"""
    _solved(name, SETUP, cell, METRICS, F_BETA)


_solved("as it should be", *SOLVED)
_counting("list", "[tp, tn, fp, fn]")
_counting("array", "np.array([tp, tn, fp, fn])")
_counting("float32", "np.array([tp, tn, fp, fn], dtype=np.float32)")
_counting("column", "np.array([tp, tn, fp, fn], order='F')")
_counting("small ints", "np.uint32(tp), np.int32(tn), np.int32(fp), np.uint64(fn)")
_counting("python ints", "int(tp), int(tn), int(fp), int(fn)")
_counting("python floats", "float(tp), float(tn), float(fp), float(fn)")
_counting(
    "named tuple",
    "Four(tp, tn, fp, fn)",
    "from collections import namedtuple\nFour = namedtuple('Four', 'tp tn fp fn')",
)
_counting(
    "dataclass helper",
    "D(tp, tn, fp, fn).all()",
    "from dataclasses import dataclass, astuple\n@dataclass\nclass D:\n    a: int\n    b: int\n    c: int\n    d: int\n    def all(self): return astuple(self)",
)
_counting("zero-dimensional", "np.array(tp), np.array(tn), np.array(fp), np.array(fn)")
_counting("fractions", "tuple(map(Fraction, map(int, (tp, tn, fp, fn))))", "from fractions import Fraction")
_counting("prints", "print('tp', tp) or (tp, tn, fp, fn)")
_counting("prints a lot", "print('x' * 10**6) or (tp, tn, fp, fn)")
_counting("warns", "warnings.warn('careful') or (tp, tn, fp, fn)", "import warnings")
_counting("writes to stderr", "(sys.stderr.write('here'), (tp, tn, fp, fn))[1]", "import sys")
_counting("logs", "logging.getLogger('me').error('here') or (tp, tn, fp, fn)", "import logging")
_counting("divides by zero", "(np.array([1.0]) / 0, (tp, tn, fp, fn))[1]")
_counting(
    "uses a thread",
    "work(lambda: (tp, tn, fp, fn))",
    "import threading\ndef work(f):\n    out = []\n    t = threading.Thread(target=lambda: out.append(f())); t.start(); t.join()\n    return out[0]",
)
_counting("uses scipy", "tuple(special.round([tp, tn, fp, fn]))", "from scipy import special")
_counting("type hints", "(tp, tn, fp, fn)", "from __future__ import annotations\nfrom typing import Any")
_counting("draws on the side", "plt.plot([1]) and (tp, tn, fp, fn)", "import matplotlib.pyplot as plt")
_counting("a constant", "tuple(c * ONE for c in (tp, tn, fp, fn))", "ONE = 1")
_counting("shown", "(display(tp), (tp, tn, fp, fn))[1]")
_counting(
    "a decorator",
    "(tp, tn, fp, fn)",
    "import functools\ndef noted(f):\n    @functools.wraps(f)\n    def g(*a, **k): return f(*a, **k)\n    return g\n@noted",
)
_solved(
    "a lambda",
    SETUP,
    COUNTS,
    METRICS,
    F_BETA + "\nf_beta_2 = f_beta\nf_beta = lambda y_true, y_pred, beta: f_beta_2(y_true, y_pred, beta)",
)
_solved(
    "loops",
    SETUP,
    """
def confusion_matrix_values(y_true, y_pred):
    tp = tn = fp = fn = 0
    for actual, flagged in zip(y_true, y_pred):
        if actual == 1 and flagged == 1: tp += 1
        elif actual == 0 and flagged == 0: tn += 1
        elif flagged == 1: fp += 1
        else: fn += 1
    return tp, tn, fp, fn
""",
    METRICS,
    F_BETA,
)
_solved("one cell", "\n".join(SOLVED))
_solved(
    "magics",
    "%matplotlib inline\n%load_ext autoreload\n!pip list\n" + SETUP,
    COUNTS + "\nconfusion_matrix_values?",
    *SOLVED[2:],
)
_solved("timed", SETUP, "%%time\n" + COUNTS, METRICS, F_BETA)
_solved("a cell in bash", SETUP, "%%bash\nls\nrm -rf notes", *SOLVED[1:])
_solved(
    "checks between",
    SETUP,
    COUNTS,
    "check(confusion_matrix_values)\nhint('f_beta')",
    METRICS,
    "assert check(compute_metrics).passed",
    F_BETA,
)
_solved("a broken cell", SETUP, "def half(:", *SOLVED[1:])
_solved("a cell that raises", SETUP, "1 / 0", *SOLVED[1:], "undefined")
_solved("asks for input", SETUP, "name = input('Your name? ')", *SOLVED[1:])
_solved("writes a file", SETUP, "np.savetxt('notes.txt', np.eye(2))", *SOLVED[1:])
_solved("installs", SETUP, "import subprocess\nsubprocess.run(['pip', 'install', 'x'])", *SOLVED[1:])
_solved(
    "imports a lot",
    SETUP + "\nimport pandas as pd, sklearn.metrics, seaborn as sns\nfrom tqdm import tqdm",
    *SOLVED[1:],
)
_solved("leaves", SETUP, *SOLVED[1:], "import sys\nsys.exit()")
_solved("defined twice", SETUP, defining("return 0"), *SOLVED[1:])
_solved("endless use below", *SOLVED, "while True:\n    pass")
_solved("without its test cell", *SOLVED[:1], *SOLVED[1:])
_solved("first task only", SETUP, COUNTS, points=POINTS["confusion_matrix_values"])
_solved("last one missing", SETUP, COUNTS, METRICS, points=FULL - POINTS["f_beta"])
_solved(
    "last one wrong",
    SETUP,
    COUNTS,
    METRICS,
    "def f_beta(y_true, y_pred, beta):\n    return -1.0",
    points=FULL - POINTS["f_beta"],
)
_solved(
    "last one crashes",
    SETUP,
    COUNTS,
    METRICS,
    "def f_beta(y_true, y_pred, beta):\n    import os\n    os._exit(3)",
    points=FULL - POINTS["f_beta"],
)
_solved(
    "last one unwritten",
    SETUP,
    COUNTS,
    METRICS,
    "def f_beta(y_true, y_pred, beta):\n    raise NotImplementedError()",
    points=FULL - POINTS["f_beta"],
)
_solved("nothing written", SETUP, defining("raise NotImplementedError()"), points=0)
_solved("no cells", points=0)


def _file(name, content, points=FULL):
    SUBMISSIONS[name] = (points, content)


_NOTEBOOK = json.loads(notebook(*SOLVED))
_file("byte order mark", b"\xef\xbb\xbf" + notebook(*SOLVED))
_file("indented file", json.dumps(_NOTEBOOK, indent=4).encode())
_file("older minor", json.dumps({**_NOTEBOOK, "nbformat_minor": 2}).encode())
_file("no metadata", json.dumps({"nbformat": 4, "cells": _NOTEBOOK["cells"]}).encode())
_file(
    "lines as a list",
    json.dumps(
        {**_NOTEBOOK, "cells": [{**cell, "source": cell["source"].splitlines(True)} for cell in _NOTEBOOK["cells"]]}
    ).encode(),
)
_file("same ids", json.dumps({**_NOTEBOOK, "cells": [{**cell, "id": "a"} for cell in _NOTEBOOK["cells"]]}).encode())
_file(
    "skip tags",
    json.dumps(
        {**_NOTEBOOK, "cells": [{**cell, "metadata": {"tags": ["skip-execution"]}} for cell in _NOTEBOOK["cells"]]}
    ).encode(),
)
_file(
    "old outputs",
    json.dumps(
        {
            **_NOTEBOOK,
            "cells": [
                {**cell, "outputs": [{"output_type": "stream", "name": "stdout", "text": "x" * 10**5}]}
                for cell in _NOTEBOOK["cells"]
            ],
        }
    ).encode(),
)
_file(
    "odd grade ids",
    json.dumps(
        {
            **_NOTEBOOK,
            "cells": [
                {**cell, "metadata": {"nbgrader": {"grade_id": "same", "points": 999, "schema_version": 1}}}
                for cell in _NOTEBOOK["cells"]
            ],
        }
    ).encode(),
)
