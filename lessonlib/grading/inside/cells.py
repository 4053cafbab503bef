"""From a cell of a notebook to Python: magics go, and the course's own experiments are not run again."""

import ast
import re

# `%time f(x)`, `%%time` and the like still run what follows them; other magics, `!ls` and `name?` do nothing.
_RUNNING = re.compile(r"^(\s*)%{1,2}(?:time|prun)\b(?:\s+-\S+)*[ \t]*(.*)$")
_MAGIC = re.compile(r"^(\s*)(?:[%!?].*|[\w.]+\s*=\s*[!%].*|[\w.]+\?{1,2}\s*)$")
_DEFINING = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def code_of(source, handed_out=False):
    """Return a cell as a syntax tree that can be compiled.

    Parameters
    ----------
    source : str
    handed_out : bool, default False
        The cell stands like this in the notebook that students got: then only its imports, functions, classes and
        constants count, and its experiments, which may take minutes, are left out.

    Raises
    ------
    SyntaxError
        If it is no Python without its magics either.
    """
    tree = _parsed(source)
    if handed_out:
        tree.body = [statement for statement in tree.body if isinstance(statement, _DEFINING) or _constant(statement)]
    return tree


def without_magics(source):
    """Return a cell's source with IPython's own lines replaced, line for line.

    Examples
    --------
    >>> without_magics("%matplotlib inline\\nif x:\\n    !ls\\n%time y = f(x)")
    'pass\\nif x:\\n    pass\\ny = f(x)'
    """
    lines = source.split("\n")
    if lines[0].startswith("%%") and not (_RUNNING.match(lines[0]) or lines[0].startswith("%%capture")):
        return "pass"  # a cell in another language, or one that writes a file
    return "\n".join(map(_plain_line, lines))


def _plain_line(line):
    if running := _RUNNING.match(line):
        return running[1] + (running[2] or "pass")
    if magic := _MAGIC.match(line):
        return magic[1] + "pass"
    return line


def _parsed(source):
    try:
        return ast.parse(source)  # Python's own lines may begin with % as well
    except SyntaxError:
        return ast.parse(without_magics(source))


def _constant(statement):
    return isinstance(statement, ast.Assign) and all(
        isinstance(node, ast.Constant | ast.Tuple | ast.List | ast.Dict | ast.Name | ast.Load | ast.UnaryOp | ast.USub)
        for node in ast.walk(statement.value)
    )
