"""A short document, written once as blocks, and read as HTML or as Markdown."""

from html import escape
from typing import NamedTuple

from lessonlib.draw.stage import Picture

_STYLE = """
:root { color-scheme: light dark; --ink: #1f1f1f; --paper: #fff; --soft: #595959; --line: #d0d0d0; --card: #f3f3f3; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e6e6; --paper: #161616; --soft: #b0b0b0; --line: #454545; --card: #242424; }
}
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: var(--ink); background: var(--paper);
  font: 16px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.2; } h2 { font-size: 1.1rem; margin: 1.4rem 0 0.3rem; }
p, ul { margin: 0.3rem 0; } h1, p, li, td, th { overflow-wrap: break-word; }
.headline { font-size: 1.15rem; padding: 0.7rem 1rem; border-left: 5px solid var(--soft); background: var(--card); }
table { border-collapse: collapse; margin: 0.5rem 0; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; }
caption { text-align: left; color: var(--soft); padding-bottom: 0.2rem; }
th, td { text-align: left; vertical-align: top; padding: 0.2rem 0.7rem 0.2rem 0; border-top: 1px solid var(--line); }
thead th { border-top: 0; color: var(--soft); font-weight: 400; }
figure { margin: 0.6rem 0; } figcaption { color: var(--soft); }
figure img { max-width: 100%; height: auto; background: #fff; border-radius: 4px; }
pre { background: var(--card); padding: 0.6rem 0.8rem; overflow-x: auto; font-size: 0.85rem; }
details { border-top: 1px solid var(--line); padding: 0.3rem 0; } summary { cursor: pointer; }
summary h2, summary h3 { margin: 0; }
@media print {
  :root { --ink: #000; --paper: #fff; --soft: #444; --line: #bbb; --card: #f3f3f3; font-size: 9pt; }
  body { margin: 0; max-width: none; font-size: 1rem; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; } .wide { overflow-x: visible; }
  h2, summary { break-after: avoid; } table, figure, tr { break-inside: avoid; } figure img { max-width: 9.5cm; }
  details::details-content { content-visibility: visible; block-size: auto; }
  :not(details) + details { break-before: page; }
}
"""


# A notebook would set a table's words to the right.
_LEFT = 'style="text-align: left"'


class Heading(NamedTuple):
    """A section's heading."""

    text: str


class Text(NamedTuple):
    """A paragraph."""

    text: str


class Bullets(NamedTuple):
    """A list of sentences."""

    items: list


class Grid(NamedTuple):
    """A table; the first cell of a row is its header."""

    caption: str
    columns: list
    rows: list


class Headline(NamedTuple):
    """What it comes to, in larger letters."""

    text: str


class Code(NamedTuple):
    """Lines of a program."""

    text: str


class Fold(NamedTuple):
    """A section that opens on demand; in Markdown it stands open."""

    title: str
    blocks: list


class Shown(NamedTuple):
    """A picture; in Markdown it is a file of this name beside the text."""

    file: str
    picture: Picture


def as_html(blocks, level=3):
    """Return the blocks as a fragment of HTML, with headings of this level; every text is escaped."""
    return "\n".join(_html(block, level) for block in blocks)


def as_page(title, blocks):
    """Return a whole page, with its pictures inside."""
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head>\n'
        f"<body><main>\n<h1>{escape(title)}</h1>\n{as_html(blocks, level=2)}\n</main></body></html>\n"
    )


def as_markdown(title, blocks):
    """Return the blocks as Markdown; pictures are links to files beside it."""
    return "\n\n".join([f"# {plain(title)}", *map(_markdown, blocks)]) + "\n"


def all_blocks(blocks):
    """Yield every block, those in folds too."""
    for block in blocks:
        yield block
        if isinstance(block, Fold):
            yield from all_blocks(block.blocks)


def plain(text):
    """Return a text in which Markdown and HTML find nothing to interpret, on one line.

    >>> print(plain("a*b|<i>"))
    a\\*b\\|&lt;i&gt;
    """
    text = escape(" ".join(text.split()), quote=False)
    return "".join(f"\\{sign}" if sign in "\\`*_[]|#~!" else sign for sign in text)


def _html(block, level):
    match block:
        case Shown(_, picture):
            return picture._repr_html_()
        case Fold(title, blocks):
            inside = as_html(blocks, level)
            heading = f'<h{level} style="display: inline">{escape(title)}</h{level}>'  # beside its mark
            return f"<details><summary>{heading}</summary>\n{inside}\n</details>"
        case Bullets(items):
            return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul>"
        case Grid(caption, columns, rows):
            head = "".join(f'<th scope="col" {_LEFT}>{escape(column)}</th>' for column in columns)
            return (
                '<div class="wide" role="group" aria-label="Table" tabindex="0">'
                f"<table><caption {_LEFT}>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
                f"<tbody>{''.join(map(_row, rows))}</tbody></table></div>"
            )
    opening, closing = {
        Heading: (f"<h{level}>", f"</h{level}>"),
        Text: ("<p>", "</p>"),
        Headline: ('<p class="headline"><strong>', "</strong></p>"),
        Code: ("<pre><code>", "</code></pre>"),
    }[type(block)]
    return f"{opening}{escape(block.text)}{closing}"


def _row(cells):
    first, *others = map(escape, cells)
    return f'<tr><th scope="row" {_LEFT}>{first}</th>{"".join(f"<td {_LEFT}>{cell}</td>" for cell in others)}</tr>'


def _markdown(block):
    match block:
        case Code(text):
            return "\n".join(f"    {line}" for line in text.splitlines())
        case Fold(title, blocks):
            return "\n\n".join([f"## {plain(title)}", *map(_markdown, blocks)])
        case Bullets(items):
            return "\n".join(f"- {plain(item)}" for item in items)
        case Shown(file, picture):
            below = f"\n\n*{plain(picture.caption)}*" if picture.caption else ""
            return f"![{plain(picture.alt)}]({file}){below}"
        case Grid(caption, columns, rows):
            head, *body = ([plain(cell) for cell in row] for row in (columns, *rows))
            lines = [head, ["---"] * len(columns), *body]
            return f"{plain(caption)}\n\n" + "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    before, after = {Heading: ("## ", ""), Headline: ("**", "**")}.get(type(block), ("", ""))
    return f"{before}{plain(block.text)}{after}"
