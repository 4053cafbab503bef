"""The glossary in lesson 12: every term is linked to it where the lessons first use it, and every link arrives."""

import re

import pytest

from tests.course.lesson_runs import LESSONS, read

HOME = "12_decide"
LINK = re.compile(r"\[([^\]]+)\]\((?:12_decide\.ipynb)?#([^)]+)\)")
NOT_USE = re.compile(
    r"```.*?```|`[^`]*`|^#+ [^\n]*|^\*\*\d+ minutes · needs[^\n]*|<[^>]+>|\[[^\]]+\]\([^)]*\)", re.DOTALL | re.MULTILINE
)


def sources(lesson):
    """Return a lesson's prose, cell by cell; of lesson 12, what stands before its glossary."""
    cells = [cell.source for cell in read(lesson).cells if cell.cell_type == "markdown"]
    ends = [at for at, source in enumerate(cells) if source.startswith("## Glossary")]
    return [cell.partition("**Sources.**")[0] for cell in (cells[: ends[0]] if ends else cells)]


def glossary():
    """Return the glossary's terms."""
    text = "\n\n".join(cell.source for cell in read(HOME).cells if cell.cell_type == "markdown")
    return re.findall(r"^### (.+)$", text.partition("## Glossary")[2], re.MULTILINE)


def first_use(term):
    """Return (lesson, linked): the lesson that uses a term first, and whether it is linked to the glossary there."""
    words = r"\s+".join(map(re.escape, term.split()))
    word = re.compile(rf"(?<![\w-]){words}(?:e?s)?(?![\w-])", 0 if term != term.lower() else re.IGNORECASE)
    for lesson in LESSONS:
        for source in sources(lesson):
            marked = LINK.sub(lambda link: f"⟦{link[1]}⟧" if link[2] == anchor(term) else "·" * len(link[1]), source)
            plain = NOT_USE.sub(lambda match: "·" * len(match[0]), marked)
            if found := word.search(plain):
                return lesson, plain[: found.start()].endswith("⟦")
    return None, False


def anchor(term):
    return term.replace(" ", "-")


def test_the_glossary_is_in_the_order_of_the_alphabet():
    terms = [term.lower() for term in glossary()]
    assert len(terms) >= 40
    assert terms == sorted(terms)


@pytest.mark.parametrize("term", glossary())
def test_a_term_is_linked_where_it_is_first_used(term):
    lesson, linked = first_use(term)
    assert lesson, f"no lesson uses {term!r}"
    assert linked, f"{term!r} is not linked where {lesson} first uses it"


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_link_to_the_glossary_arrives(lesson):
    known = {anchor(term) for term in glossary()}
    assert {link[2] for source in sources(lesson) for link in LINK.finditer(source)} <= known | {"Glossary"}
