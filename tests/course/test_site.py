"""The static site, on a course of two small lessons: what is on a page, what is folded, where its links lead."""

import re
import shutil
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest

from lessonlib.commands import main
from lessonlib.site import lessons
from lessonlib.site.build import build_site
from lessonlib.site.lessons import SiteError

FIRST = [
    "# 01 · Is `x < 3` & true?\n\nGo on to [02](02_next.ipynb#More), or to [exercise 05](../exercises/ex05_t.ipynb). A "
    "[threshold](02_next.ipynb#threshold).",
    "## 1 · A section",
    """
from lessonlib import predict, reveal
predict("t/a", "Which?", ["left", "right"])
""",
    "print('the secret')",
    'reveal("t/a", "left")',
    "print('no secret any more')",
]
SECOND = [
    "# 02 · Next",
    "## More",
    '### threshold\n\nThe *line* between "yes" and no.',
    "import sys\nprint('noise', file=sys.stderr)\nprint('<b>not bold</b>')",
]
HERE = "import os\nprint(os.getcwd())"


class Tree(HTMLParser):
    """Collects what the tests look at: links, ids, and the text inside and outside folded outputs."""

    def __init__(self, html):
        super().__init__()
        self.links, self.ids, self.folded, self.open, self._depth = [], [], "", "", 0
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self._depth += tag == "details"
        self.links += [attributes["href"]] if tag == "a" else []
        self.ids += [attributes["id"]] if "id" in attributes else []

    def handle_endtag(self, tag):
        self._depth -= tag == "details"

    def handle_data(self, data):
        if self._depth:
            self.folded += data
        else:
            self.open += data


def write_lesson(path, sources, tags=()):
    cells = [
        nbformat.v4.new_markdown_cell(source) if source.startswith("#") else nbformat.v4.new_code_cell(source.strip())
        for source in sources
    ]
    cells[-1].metadata["tags"] = list(tags)
    metadata = {"lessonlib": {"minutes": 5, "goal": "See"}}
    path.parent.mkdir(exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), path)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    course = tmp_path_factory.mktemp("course")
    write_lesson(course / "notebooks" / "01_first.ipynb", FIRST)
    write_lesson(course / "notebooks" / "02_next.ipynb", [*SECOND, HERE], tags=["needs-kernel"])
    write_lesson(course / "exercises" / "ex05_t.ipynb", ["# An exercise"])
    return build_site(course, course / "site", cache=course / "cache").parent


@pytest.fixture
def page(site):
    return lambda name: Tree((site / name).read_text(encoding="utf-8"))


def test_every_link_leads_somewhere(site):
    pages = {file.name: Tree(file.read_text(encoding="utf-8")) for file in site.glob("*.html")}
    assert len(pages) == 3
    for name, tree in pages.items():
        for link in tree.links:
            file, _, anchor = link.partition("#")
            assert (site / (file or name)).is_file(), link
            assert not anchor or file.endswith(".ipynb") or anchor in pages[file or name].ids, link


def test_lessons_are_in_order_and_know_their_neighbours(page):
    assert "02_next.html" in page("01_first.html").links
    assert "01_first.html" in page("02_next.html").links
    lessons = [link for link in page("index.html").links if re.fullmatch(r"\d\d_\w+\.html", link)]
    assert lessons == ["01_first.html", "02_next.html"]


def test_links_between_notebooks_become_links_between_pages(page):
    links = page("01_first.html").links
    assert "02_next.html#More" in links
    assert "exercises/ex05_t.ipynb" in links


def test_a_term_says_what_it_means_where_it_stands(site):
    html = (site / "01_first.html").read_text(encoding="utf-8")
    assert 'data-means="The line between &quot;yes&quot; and no." href="02_next.html#threshold">' in html


def test_exercises_are_on_the_index_too(page):
    tree = page("index.html")
    assert "exercises/ex05_t.ipynb" in tree.links
    assert "An exercise" in tree.open


def test_of_inline_scripts_a_page_runs_its_own_only(site):
    html = (site / "01_first.html").read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1]
    (module,) = re.findall(r'<script type="module">(.*?)</script>', html, re.DOTALL)
    assert f"'sha256-{b64encode(sha256(module.encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe-inline" not in re.search("script-src ([^;]+);", policy)[1]


def test_a_lesson_is_run_again_only_if_something_has_changed(site, tmp_path, monkeypatch):
    course, ran = site.parent, []
    monkeypatch.setattr(lessons, "execute", lambda path: ran.append(path.stem) or nbformat.read(path, as_version=4))
    build_site(course, tmp_path / "same", cache=course / "cache")
    assert ran == []
    cache = tmp_path / "cache"
    shutil.copytree(course / "cache", cache)
    monkeypatch.setattr(lessons, "_ground", lambda: b"another library")
    build_site(course, tmp_path / "changed", cache=cache)
    assert sorted(ran) == ["01_first", "02_next"]
    assert len(list(cache.iterdir())) == 2


def test_only_what_answers_an_open_question_is_folded(page):
    tree = page("01_first.html")
    assert "the secret" in tree.folded
    assert "The outcome is" in tree.folded
    assert "no secret any more\n" in tree.open
    assert "\nthe secret" not in tree.open


def test_output_is_escaped_and_noise_left_out(site):
    html = (site / "02_next.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;not bold&lt;/b&gt;" in html
    assert "noise\n" not in Tree(html).open


def test_nothing_tells_of_the_computer_it_was_made_on(site):
    html = (site / "02_next.html").read_text(encoding="utf-8")
    assert "run it in JupyterLab" in html
    assert str(site.parent) not in html


def test_the_search_knows_every_heading(site):
    script = (site / "search.js").read_text(encoding="utf-8")
    for words in ("01 · Is x < 3 & true?", "1 · A section", "More"):
        assert f'"words": "{words}"' in script


def test_a_page_asks_for_nothing_from_elsewhere(site):
    for file in site.rglob("*.*"):
        text = file.read_text(encoding="utf-8")
        outside = re.findall(r"""(?:src|href)=["']?(?:https?:)?//[^"' >]+|@import|import\(|fetch\(""", text)
        assert outside == [], file


def test_a_site_is_written_over_an_older_one_only(site, tmp_path, capsys, monkeypatch):
    assert build_site(site.parent, site, cache=site.parent / "cache") == site / "index.html"
    (tmp_path / "thesis.docx").write_text("years of work")
    monkeypatch.chdir(Path(__file__).parents[2])
    assert main(["site", str(tmp_path)]) == 2
    assert "must be new, empty, or an older site" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.docx"]


@pytest.mark.parametrize(
    ("sources", "says"), [(["# Title", "1 / 0"], "ZeroDivisionError"), (["print(1)"], "must begin with a heading")]
)
def test_a_lesson_that_no_page_can_be_made_of_is_named(tmp_path, sources, says):
    write_lesson(tmp_path / "notebooks" / "01_broken.ipynb", sources)
    with pytest.raises(SiteError, match=rf"(?s)01_broken.*{says}"):
        build_site(tmp_path, tmp_path / "site")
    assert not (tmp_path / "site").exists()
