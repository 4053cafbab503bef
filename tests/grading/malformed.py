"""Files that are no submission, or an unlucky one: each is one row with a reason, and the batch goes on.

Each is the bytes of `ex01_metrics.ipynb`.
"""

import json

from tests.grading.notebooks import SOLVED, notebook

_GOOD = json.loads(notebook(*SOLVED))


def _with(**parts):
    return json.dumps({**_GOOD, **parts}).encode()


def _cell(**parts):
    return _with(cells=[{**_GOOD["cells"][0], **parts}])


FILES = {
    "empty": b"",
    "blank": b" \n\t ",
    "one byte": b"\x00",
    "half": notebook(*SOLVED)[:300],
    "twice": notebook(*SOLVED) * 2,
    "comma": notebook(*SOLVED)[:-1] + b",}",
    "a number": b"4",
    "a text": b'"notebook"',
    "a list": b"[]",
    "null": b"null",
    "empty dict": b"{}",
    "web page": b"<!DOCTYPE html><title>Sign in</title>",
    "python": b"def confusion_matrix_values(): pass",
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "archive": b"PK\x03\x04" + bytes(100),
    "utf-16": notebook(*SOLVED).decode().encode("utf-16"),
    "latin-1": json.dumps({**_GOOD, "metadata": {"x": "é"}}, ensure_ascii=False).encode("latin-1"),
    "broken utf-8": b'{"cells": "\xff\xfe"}',
    "deep": b"[" * 200_000,
    "deep dicts": b'{"a":' * 100_000,
    "huge number": b'{"nbformat": ' + b"9" * 10_000 + b"}",
    "12 MB": b" " * 12_000_000,
    "12 MB of output": json.dumps({**_GOOD, "metadata": {"x": "x" * 12_000_000}}).encode(),
    "format 3": json.dumps({"nbformat": 3, "worksheets": [{"cells": []}], "metadata": {}}).encode(),
    "format 99": _with(nbformat=99),
    "format as text": _with(nbformat="4"),
    "no format": json.dumps({"cells": _GOOD["cells"]}).encode(),
    "cells are a dict": _with(cells={"0": _GOOD["cells"][0]}),
    "cells are text": _with(cells="def f(): pass"),
    "cells are null": _with(cells=None),
    "a cell is null": _with(cells=[None]),
    "a cell is text": _with(cells=["import os"]),
    "a cell is a list": _with(cells=[[1, 2]]),
    "source is a number": _cell(source=4),
    "source is null": _cell(source=None),
    "source is a dict": _cell(source={"a": "b"}),
    "source is a list of numbers": _cell(source=[1, 2]),
    "source is nested": _cell(source=[["import os"]]),
    "a million cells": _with(cells=[_GOOD["cells"][0]] * 5_000),
    "a long cell": _cell(source="x = 1\n" * 100_000),
    "git conflict": b"<<<<<<< HEAD\n" + notebook(*SOLVED),
    "git lfs pointer": b"version https://git-lfs.github.com/spec/v1\nsize 1\n",
}
