"""How the class did, on one page: points by exercise, the hardest cases, the commonest slips, when work came in.

One file without network or script, for a light and a dark theme; every picture says in words what it shows.
"""

from collections import Counter, defaultdict
from html import escape
from statistics import median

from lessonlib.checks.catalogue import find_exercise
from lessonlib.checks.report import with_code
from lessonlib.compute.words import of, plural
from lessonlib.grading.pages import POLICY, STYLE
from lessonlib.grading.tables import item_counts

_BINS = 10  # of the points, from none to all
_HARDEST, _SLIPS, _MOST_DAYS = 12, 12, 60
_ENOUGH = 3  # submissions in which a case was tried, before it is called hard
_WIDTH, _HEIGHT = 480, 120
_STYLE = """
table { border-collapse: collapse; width: 100%; margin: 0.5rem 0 } th, td { text-align: left; vertical-align: top;
  padding: 0.3rem 0.6rem 0.3rem 0; border-bottom: 1px solid var(--line) } td:first-child { width: 11rem }
@media (max-width: 45rem) { td:first-child { width: 6rem } }
svg { width: 100%; max-width: 30rem; height: auto; display: block } svg rect { fill: #0072b2 }
svg text { fill: var(--ink); font: 11px sans-serif }
svg line { stroke: var(--line) } figure { margin: 0.5rem 0 } figcaption { font-size: 0.9rem }
@media (prefers-color-scheme: dark) { svg rect { fill: #56b4e9 } }
"""
_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
{policy}
<title>How the class did</title>
<style>{style}</style></head>
<body><main><h1>How the class did</h1>{body}</main></body></html>
"""


def write_report(path, entries, standings):
    """Write the report of a class.

    Parameters
    ----------
    path : Path
    entries : list of Entry
    standings : list of Standing
    """
    by_exercise = defaultdict(list)
    for one in standings:
        by_exercise[one.exercise].append(one)
    counting = [one.entry for one in standings if one.entry]
    body = [_overview(entries, standings), *(_exercise(name, those) for name, those in by_exercise.items())]
    body += [_hardest(counting), _slips(counting), _times(entries)]
    page = _PAGE.format(policy=POLICY, style=STYLE + _STYLE, body="".join(body))
    path.write_text(page, encoding="utf-8", errors="replace")


def _overview(entries, standings):
    statuses = Counter(entry.graded.status for entry in entries)
    told = ", ".join(f"{count} {status}" for status, count in sorted(statuses.items())) or "none"
    missing = sum(one.entry is None and not one.excused for one in standings)
    late = sum("late" in one.note for one in standings)
    people = plural(len({one.person for one in standings}), "student")
    words = (
        f"{people}; {plural(len(entries), 'file')}: {told}. {plural(missing, 'exercise')} not handed in, {late} late."
    )
    return (
        f"<p>{escape(words)} <em>older</em> files were handed in again; <em>malformed</em> ones could not be read.</p>"
    )


def _exercise(name, standings):
    counted = [one for one in standings if one.entry]
    if not counted:
        return f"<h2>{escape(name)}</h2><p>Nobody handed it in.</p>"
    most = counted[0].max_points
    points = [one.points for one in counted]
    bins = Counter(min(_BINS - 1, int(_BINS * value / most)) if most else 0 for value in points)
    labels = [f"{10 * number}–{10 * number + 10} %" for number in range(_BINS)]
    counts = [bins[number] for number in range(_BINS)]
    full = of(sum(value >= most for value in points), len(points), "student")
    half = f"Half of the {plural(len(points), 'student')} have at least {median(points):g} of {most} points"
    words = f"{half}; all points: {full}."
    return f"<h2>{escape(name)}: points</h2>{_bars(counts, labels, 'students by share of the points', words)}"


def _bars(counts, labels, what, caption):
    """Return bars as a picture; its alternative text says every number."""
    highest, wide = max([*counts, 1]), _WIDTH / max(len(counts), 1)
    told = ", ".join(f"{label}: {count}" for label, count in zip(labels, counts, strict=True) if count)
    bars = []
    for number, count in enumerate(counts):
        left, high = number * wide, (_HEIGHT - 20) * count / highest
        bars.append(f'<rect x="{left + 1:.1f}" y="{_HEIGHT - high:.1f}" width="{wide - 2:.1f}" height="{high:.1f}"/>')
        if count and wide > 14:
            middle = f'x="{left + wide / 2:.1f}" text-anchor="middle"'
            bars.append(f'<text {middle} y="{_HEIGHT - high - 4:.1f}">{count}</text>')
    ends = f'<text x="0" y="{_HEIGHT + 16}">{escape(labels[0])}</text>'
    ends += f'<text x="{_WIDTH}" y="{_HEIGHT + 16}" text-anchor="end">{escape(labels[-1])}</text>' if counts[1:] else ""
    picture = (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT + 22}" role="img" aria-label="{escape(f"{what}: {told}")}">'
        f'<line x1="0" y1="{_HEIGHT}" x2="{_WIDTH}" y2="{_HEIGHT}"/>{"".join(bars)}{ends}</svg>'
    )
    return f"<figure>{picture}<figcaption>{escape(caption)}</figcaption></figure>"


def _hardest(entries):
    items = [
        (key, item) for key, item in item_counts(entries).items() if item.tried >= _ENOUGH and item.right < item.tried
    ]
    items.sort(key=lambda pair: (pair[1].right / pair[1].tried, pair[0][:3]))
    rows = []
    for key, item in items[:_HARDEST]:
        exercise, function, number, name = map(_text, key)
        case = f"{exercise} <code>{function}</code>, case {number}: {name}"
        rows.append(f"<tr><td>{of(item.right, item.tried, 'student')}</td><td>{case}</td></tr>")
    told = "A case that nobody gets right is one to look at, or a lesson to give again."
    return _table("The hardest cases", told, ("right", "case"), rows)


def _text(value):
    return escape(str(value))


def _slips(entries):
    """Tell which slips were seen in whose functions, with the sentence that students read."""
    seen = Counter(
        (entry.exercise, task.function, task.slip) for entry in entries for task in entry.graded.tasks if task.slip
    )
    rows = []
    for (exercise, function, slip), count in seen.most_common(_SLIPS):
        words = next((task.words.get(slip) for task in _tasks(exercise) if task.function == function), None) or slip
        where = f"{_text(exercise)} <code>{_text(function)}</code>"
        rows.append(
            f"<tr><td>{plural(count, 'student')}</td><td>{where}: {_text(slip)}. <em>{with_code(words)}</em></td></tr>"
        )
    return _table("The commonest slips", "In italics: what the students read.", ("seen in", "slip"), rows)


def _tasks(exercise):
    found = find_exercise(exercise)
    return found.tasks if found else ()


def _table(title, told, header, rows):
    if not rows:
        return ""
    head = "".join(f'<th scope="col">{name}</th>' for name in header)
    return f"<h2>{title}</h2><p>{told}</p><table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _times(entries):
    days = Counter(entry.origin.time.date() for entry in entries if entry.origin.time)
    if not days:
        return ""
    first, last = min(days), max(days)
    dates = [first.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1)][-_MOST_DAYS:]
    counts = [days[date] for date in dates]
    words = f"{plural(days.total(), 'file')} with a time, from {first} to {last}."
    return f"<h2>When work came in</h2>{_bars(counts, [str(date) for date in dates], 'files by day', words)}"
