"""The page that a student reads: points, each case in a sign, a word and a colour, one sentence a function, own code.

Nothing of a hidden case is in it but its name; whatever the student wrote is text here, never markup. One file, no
network, no script; it fits a phone, and follows a dark theme.
"""

import zlib
from html import escape
from pathlib import Path

from lessonlib.checks.report import with_code
from lessonlib.grading.marks import SIGNS
from lessonlib.grading.names import safe_name, shown, storable

_MOST_CODE = 20_000  # characters that are shown
_MOST_REPEATED, _MOST_JUNK = 15, 2000  # code that packs better than that says the same again and again: little is shown
_MOST_MARKUP = 6  # times as long as the code: beyond that it has no colours
STYLE = """
:root { color-scheme: light dark; --ink: #1f1f1f; --paper: #fff; --soft: #f3f3f3; --line: #8a8a8a; --right: #00664a;
  --wrong: #a33f00; --word: #0000b3; --text: #8a1c00; --number: #5a2d82; --quiet: #525252 }
@media (prefers-color-scheme: dark) { :root { --ink: #eee; --paper: #161616; --soft: #262626; --line: #8a8a8a;
  --right: #4fd0a5; --wrong: #ffa06a; --word: #9cc4ff; --text: #ffb38a; --number: #d5b3ff; --quiet: #b8b8b8 } }
body { font: 1rem/1.5 sans-serif; max-width: 46rem; margin: 1.5rem auto; padding: 0 1rem; color: var(--ink);
  background: var(--paper); overflow-wrap: anywhere }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin: 1.6rem 0 0.3rem } p { margin: 0.4rem 0 }
pre { background: var(--soft); padding: 0.8em; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 0.9rem }
ul { padding: 0; margin: 0.4rem 0 }
li { list-style: none; padding: 0.15rem 0 0.15rem 0.6rem; border-left: 4px solid var(--line) }
.right { border-color: var(--right) } .right b { color: var(--right) }
.wrong { border-color: var(--wrong) } .wrong b { color: var(--wrong) }
.k, .kn, .kc, .ow { color: var(--word) } .s, .s1, .s2, .sd, .sa { color: var(--text) } .nf, .nc { font-weight: bold }
.mi, .mf { color: var(--number) } .c1 { color: var(--quiet); font-style: italic }
"""
POLICY = """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">"""
_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
{policy}
<title>{title}</title>
<style>{style}</style></head>
<body><h1>{title}</h1><p><strong>{points}</strong></p>{reason}{tasks}{code}</body></html>
"""
_KINDS = {True: "right", False: "wrong", None: "untried"}


def feedback_path(folder, student, file):
    """Return where the page of a student's file goes."""
    return Path(folder, safe_name(student), f"{safe_name(file.removesuffix('.ipynb'))}.html")


def write_feedback(path, handed, graded, cells):
    """Write the page of one submission.

    Parameters
    ----------
    path : Path
    handed : Handed
    graded : Graded
    cells : list of str
        The code cells that the student wrote or changed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    page = _PAGE.format(
        policy=POLICY,
        style=STYLE,
        title=escape(f"{handed.exercise}: {shown(storable(handed.student))}".removeprefix(": ")),
        points=f"{graded.points} of {_points(graded.max_points)}",
        reason=f"<p>{escape(shown(graded.reason))}</p>" if graded.reason else "",
        tasks="".join(map(_task, graded.tasks)),
        code=_own_code(cells),
    )
    path.write_text(page, encoding="utf-8", errors="replace")


def _own_code(cells):
    """Return the cells as HTML; beyond what a person would read they are left out."""
    packed = len(zlib.compress("".join(cells).encode("utf-8", "replace")))
    most = _MOST_CODE if sum(map(len, cells)) < _MOST_REPEATED * packed else _MOST_JUNK
    shown_cells, room = [], most
    for cell in cells:
        shown_cells += [f"<pre>{code_as_html(cell[:room])}</pre>"] if room else []
        room -= min(room, len(cell))
    rest = "" if room else f"<p>The rest of more than {most:,} characters is left out.</p>"
    return f"<h2>Your code</h2>{''.join(shown_cells)}{rest}" if cells else ""


def code_as_html(cell):
    """Return a cell as HTML, with colours; what would move or hide its text is written out."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    text = "\n".join("\t".join(map(shown, line.split("\t"))) for line in cell.split("\n"))
    coloured = highlight(text, PythonLexer(stripnl=False), HtmlFormatter(nowrap=True))
    return coloured if len(coloured) < _MOST_MARKUP * len(text) + 1000 else escape(text)


def _task(task):
    points = f"{task.points} of {_points(task.max_points)}"
    sentence = f"<p>{with_code(task.sentence)}</p>" if task.sentence else ""
    tried = any(case.right is not None for case in task.cases)
    cases = "".join(map(_case, task.cases)) if tried else ""
    return f"<h2>{escape(task.function)}: {points}</h2>{sentence}<ul>{cases}</ul>"


def _case(case):
    went = f'<li class="{_KINDS[case.right]}"><b>{SIGNS[case.right]}</b>'
    return f"{went} ({_points(case.points)}): {escape(case.name)}</li>"


def _points(number):
    return "1 point" if number == 1 else f"{number} points"
