"""From a cell of a notebook to Python: what only IPython knows is left out."""

import re

# `%time f(x)`, `%%time` and the like still run what follows them; other magics, `!ls` and `name?` do nothing.
_RUNNING = re.compile(r"^(\s*)%{1,2}(?:time|prun)\b(?:\s+-\S+)*[ \t]*(.*)$")
_MAGIC = re.compile(r"^(\s*)(?:[%!?].*|[\w.]+\s*=\s*[!%].*|[\w.]+\?{1,2}\s*)$")


def compiled(source, name):
    """Return a cell as code that `exec` runs.

    Parameters
    ----------
    source : str
    name : str
        What tracebacks call it.

    Raises
    ------
    SyntaxError
        If it is no Python without its magics either.
    """
    try:
        return compile(source, name, "exec")  # Python's own lines may begin with % as well
    except SyntaxError:
        return compile(without_magics(source), name, "exec")


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
