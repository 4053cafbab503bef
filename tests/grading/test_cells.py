"""Cells: magics go line for line, and handed-out cells define without running their experiments."""

import pytest

from lessonlib.grading.inside.runner import compiled, without_magics
from lessonlib.grading.submission import definitions


def run(source):
    names = {}
    exec(compiled(source, "<cell>"), names)
    return {name: value for name, value in names.items() if name != "__builtins__"}


@pytest.mark.parametrize(
    ("source", "python"),
    [
        ("%matplotlib inline\nx = 1", "pass\nx = 1"),
        ("x = 1\n!pip list", "x = 1\npass"),
        ("files = !ls", "pass"),
        ("t = %timeit 1", "pass"),
        ("smote?", "pass"),
        ("np.random??", "pass"),
        ("?smote", "pass"),
        ("%%time\nx = 1", "pass\nx = 1"),
        ("%%time x = 1", "x = 1"),
        ("%time x = 1", "x = 1"),
        ("%%capture out\nx = 1", "pass\nx = 1"),
        ("%%bash\nrm -rf x", "pass"),
        ("%%writefile a.py\nx = 1", "pass"),
        ("if 1:\n    %cd x\n    y = 2", "if 1:\n    pass\n    y = 2"),
    ],
)
def test_magics_are_replaced(source, python):
    assert without_magics(source) == python


def test_python_that_looks_like_magic_is_left_alone():
    assert run('x = (7\n% 4)\ns = """\n%matplotlib\n!ls\n"""') == {"x": 3, "s": "\n%matplotlib\n!ls\n"}


def test_lines_keep_their_numbers():
    assert run("%load_ext x\n!ls\ndef f():\n    return 1")["f"].__code__.co_firstlineno == 3


def test_what_is_no_python_is_refused():
    with pytest.raises(SyntaxError):
        compiled("def half(:", "<cell>")


def test_a_handed_out_cell_defines_and_does_not_run():
    source = (
        "import math\nN = 3\nTABLE = {'a': math}\ndef f():\n    return N\nslow = [f() for _ in range(3)]\nprint(slow)"
    )
    assert sorted(run(definitions(source))) == ["N", "TABLE", "f", "math"]
    assert "slow" in run(source)
