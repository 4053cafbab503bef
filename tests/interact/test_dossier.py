"""The dossier as people get it: HTML and Markdown with equal words, safe with hostile names, and from the shell."""

import re
from html.parser import HTMLParser

import numpy as np
import pytest
from matplotlib.image import imread

from lessonlib.commands import main
from lessonlib.compute.data import GaussianClasses
from lessonlib.compute.last_part import stress
from lessonlib.compute.rule_file import again
from lessonlib.interact.document import (
    Bullets,
    Code,
    Fold,
    Grid,
    Heading,
    Headline,
    Text,
    as_html,
    as_markdown,
    as_page,
)
from lessonlib.interact.dossier import Dossier, decide, write_dossier

X, Y = GaussianClasses([0.0, 0.0], [2.0, 2.0]).sample_counts(540, 60, seed=1)
QUICK = {"n_repeats": 3, "boosting": False}
HOSTILE = 'a|b <script>alert("1")</script> *x* `y`\n# [z](javascript:0)'


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def dossier():
    return decide(X, Y, cost_fp=1, cost_fn=10, prevalence=0.05, n_repeats=6)


class Reader(HTMLParser):
    """Collects tags, and complains about any that is closed out of order."""

    def __init__(self, html):
        super().__init__()
        self.open, self.tags = [], []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def all(self, name):
        return [attrs for tag, attrs in self.tags if tag == name]


def test_the_page_is_whole_and_accessible(dossier):
    page = Reader(dossier.html())
    assert page.all("html") == [{"lang": "en"}]
    assert len(page.all("h1")) == 1
    assert len(page.all("h2")) == 10
    assert len(page.all("details")) == len(page.all("summary")) == 9
    assert all(picture["alt"] and picture["src"].startswith("data:image/png;base64,") for picture in page.all("img"))
    assert len(page.all("img")) == 5
    assert {cell["scope"] for cell in page.all("th")} == {"row", "col"}
    assert len(page.all("caption")) == len(page.all("table")) == 4
    assert page.all("script") == page.all("link") == []
    assert "@media print" in dossier.html()
    assert "prefers-color-scheme: dark" in dossier.html()


def test_what_it_says_is_what_was_measured(dossier):
    html, numbers = dossier._repr_html_(), dossier.numbers
    for rule in numbers.rules:
        mean = numbers.mean(rule)
        assert f"{mean.mean:,.1f} [{mean.low:,.1f}, {mean.high:,.1f}]" in html
    assert "always flag" in html
    assert f"{950 + 0:.1f}" in html  # what always flagging costs: 950 false alarms
    for word in ("pass", "FAIL", "can't tell"):
        words = [check.word for check in dossier.checks] + [numbers.verdict(rule).word for rule in numbers.rules[1:]]
        assert words.count(word) == html.replace("&#x27;", "'").count(f">{word}</td>")
    tp, _, fp, _ = numbers.goal.outcomes(numbers.last.rates)
    said = repr(dossier)
    assert said.startswith(
        "A logistic regression, probabilities corrected from a prevalence of 10 % to 5 %; "
        "flag from a probability of about 0.091."
    )
    assert f"expect {tp + fp:.0f} alerts" in said
    assert f"<strong>{said}" in html.replace("&#x27;", "'")


def test_it_says_how_it_was_made_and_no_folder_of_this_machine(dossier, folder):
    text = dossier.markdown()
    for words in ("Seed 0", "6 splits", "scikit\\-learn".replace("\\", ""), "x0, x1", "Python 3"):
        assert words in text.replace("\\", "")
    assert str(folder) not in text


def test_markdown_and_html_hold_the_same_numbers(dossier):
    numbers = [
        sorted(re.findall(r"\d[\d,.]*\d|\d", re.sub(r"\(([\w-]+\.png)\)|<[^>]*>|&#x27;|#+ ", " ", text)))
        for text in (dossier.markdown().replace("\\", ""), as_html(dossier.blocks))
    ]
    alts = " ".join(picture["alt"] for picture in Reader(dossier.html()).all("img"))
    numbers[1] = sorted(numbers[1] + re.findall(r"\d[\d,.]*\d|\d", alts))
    assert numbers[0] == numbers[1]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "Neither costs nor a limit on alerts are known"),
        ({"capacity": 30}, "work its list from the top, 30 of every 1,000 rows"),
        ({"capacity": 30, "cost_fp": 1, "cost_fn": 5}, "at most 30 of every 1,000 rows"),
        ({"min_recall": 0.7}, "A floor under recall is given"),
    ],
)
def test_every_goal_has_its_words(options, words):
    text = decide(X, Y, **QUICK, **options).markdown()
    assert words in text
    assert "nan" not in text
    assert "probabilities corrected from" not in text  # the data's own prevalence
    assert "if positives were collected on purpose" in text.lower()


def test_files_are_written_where_it_is_said_and_links_lead_to_them(dossier, folder):
    files = write_dossier(dossier, folder / "new" / "place")
    assert sorted(file.name for file in files) == sorted(file.name for file in (folder / "new" / "place").iterdir())
    text = (folder / "new" / "place" / "dossier.md").read_text(encoding="utf-8")
    for name in re.findall(r"\]\((.+\.png)\)", text):
        assert imread(folder / "new" / "place" / name)[..., :3].std() > 0.02
    assert write_dossier(dossier, folder / "new" / "place") == files


def test_hostile_texts_stay_texts():
    blocks = [Heading(HOSTILE), Text(HOSTILE), Bullets([HOSTILE]), Grid(HOSTILE, [HOSTILE, "b"], [[HOSTILE, HOSTILE]])]
    blocks += [Headline(HOSTILE), Fold(HOSTILE, [Text(HOSTILE)])]
    page = as_page(HOSTILE, blocks)
    assert Reader(page).all("script") == []
    assert page.count("&lt;script&gt;") == 12
    assert Reader(as_page("", [Code(HOSTILE)])).all("script") == []
    text = as_markdown(HOSTILE, blocks)
    assert "<script" not in text
    assert not re.search(r"(?<!\\)[*`\[]", text.replace("**", ""))
    assert text.count("\n# ") == 0  # no line of it became a heading
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert [len(re.findall(r"(?<!\\)\|", line)) for line in table] == [3, 3, 3]


def write_csv(path, target="target", labels=("0", "1")):
    rows = [f"{a},{b},{labels[label]}" for (a, b), label in zip(X.tolist(), Y, strict=True)]
    path.write_text("\n".join([f'width,height,"{target}"', *rows]), encoding="utf-8")


def test_lesson_decide_writes_a_dossier_of_a_csv_file(folder, capsys):
    target = "fraud <b>|*"
    write_csv(folder / "mine.csv", target, ("no", "yes"))
    options = [
        "--target",
        target,
        "--cost-fp",
        "1",
        "--cost-fn",
        "10",
        "--prevalence",
        "0.05",
        "--repeats",
        "3",
        "--no-boosting",
    ]
    assert main(["decide", "mine.csv", *options, "-o", "out"]) == 0
    printed = capsys.readouterr().out
    assert "1 is fraud <b>|*=yes (60 rows)" in printed
    assert "FAIL        Are there enough positives? 60 in all" in printed
    assert "Written: out/dossier.html, out/dossier.md" in printed.replace("\\", "/")
    page = (folder / "out" / "dossier.html").read_text(encoding="utf-8")
    assert Reader(page).all("b") == []
    assert "fraud &lt;b&gt;|*=yes" in page


def test_the_same_seed_writes_the_same_page(folder):
    write_csv(folder / "mine.csv")
    pages = []
    for seed in ("1", "1", "2"):
        assert main(["decide", "mine.csv", "--repeats", "3", "--no-boosting", "--seed", seed]) == 0
        pages.append((folder / "dossier" / "dossier.html").read_text(encoding="utf-8"))
    assert pages[0] == pages[1] != pages[2]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["none.csv"], "FILE must be lesson, digits, digits-rare or a CSV file; there is no file 'none.csv'"),
        (["mine.csv", "--target", "x"], "target must be a column of the table; got 'x'"),
        (["mine.csv", "--cost-fp", "3"], "cost_fp and cost_fn must be given together"),
        (["mine.csv", "--prevalence", "5"], "prevalence must lie strictly between 0 and 1; got 5.0"),
        (["mine.csv", "--capacity", "0"], "capacity must lie in (0, 1000]"),
        (["mine.csv", "--amount", "width"], "--amount must come with --cost-fp"),
        (["mine.csv", "--group", "width", "--time", "height"], "--group and --time must not be given together"),
        (["mine.csv", "--group", "who", "--drop", "when"], "'who'"),
        (["mine.csv", "--group", "who", "--drop", "when"], "'when'"),
        (["mine.csv", "--again", "nowhere"], "nowhere must hold rule.json and pipeline.joblib"),
        (["mine.csv", "--repeats", "1"], "n_repeats must be at least 2; got 1"),
        (["mine.csv", "-o", "mine.csv"], "--out must be a folder to write to"),
        (["digits", "--target", "x"], "--target and --positive go with a CSV file; FILE digits has its own labels"),
    ],
)
def test_what_cannot_be_done_is_said_with_exit_code_2(folder, capsys, arguments, words):
    write_csv(folder / "mine.csv")
    assert main(["decide", *arguments]) == 2
    said = capsys.readouterr().err
    assert said.startswith("lesson decide: ")
    assert words in said


def test_a_leak_is_the_first_thing_that_is_said(folder, capsys):
    write_csv(folder / "mine.csv")
    lines = (folder / "mine.csv").read_text(encoding="utf-8").splitlines()
    rows = [f"{line},{'refunded' if line.endswith(',1') else 'open'}" for line in lines[1:]]
    (folder / "mine.csv").write_text("\n".join([f"{lines[0]},state", *rows]), encoding="utf-8")
    assert main(["decide", "mine.csv", "--repeats", "2", "--no-boosting"]) == 0
    assert "Do not deploy on these figures: “state” alone separates the classes" in capsys.readouterr().out
    assert main(["decide", "mine.csv", "--repeats", "2", "--no-boosting", "--drop", "state"]) == 0
    assert "FAIL        Is every column known" not in capsys.readouterr().out
    page = (folder / "dossier" / "dossier.html").read_text(encoding="utf-8")
    assert "lesson decide mine.csv --target target --drop state --no-boosting --repeats 2" in page


def test_the_rule_is_tried_again_from_the_shell(folder, capsys):
    write_csv(folder / "mine.csv")
    main(["decide", "mine.csv", "--cost-fp", "1", "--cost-fn", "8", "--repeats", "3", "--no-boosting"])
    assert main(["decide", "mine.csv", "--again", "dossier"]) == 0
    printed = capsys.readouterr().out
    assert "The rule still holds." in printed
    assert "slope" in printed


def test_the_snippet_makes_the_same_decisions_as_the_saved_pipeline(folder):
    write_csv(folder / "mine.csv")
    dossier = decide(folder / "mine.csv", target="target", cost_fp=1, cost_fn=8, **QUICK)
    numbers = dossier.numbers
    [code] = [
        block.text
        for fold in dossier.blocks
        if isinstance(fold, Fold)
        for block in fold.blocks
        if isinstance(block, Code)
    ]
    names = {}
    exec(code, names)
    rows = numbers.rows
    rule = names["rule"].fit(rows.X.iloc[rows.plan.development], rows.y[rows.plan.development].astype(int))
    flags = rule.predict(rows.X.iloc[rows.plan.last])
    assert flags.tolist() == (numbers.last.p >= numbers.last.threshold).astype(int).tolist()
    files = write_dossier(dossier, folder / "out")
    scored = np.genfromtxt(folder / "out" / "scored.csv", delimiter=",", names=True, dtype=None, encoding="utf-8")
    assert scored["flag"][scored["part"] == "last"].tolist() == flags.tolist()
    assert "pipeline.joblib" in [file.name for file in files]


def test_what_loses_the_gain_is_named_by_the_end_that_loses_it(dossier):
    goal = dossier.numbers.goal._replace(cost_fn=1.8)  # 5 % at 1.8: 90 to gain at most
    numbers = dossier.numbers._replace(goal=goal)
    gains = stress(numbers.last, numbers.goal, (0.5, 0.5))
    lost = {
        f"{name[: name.index('×')]}× {end}"
        for name, ends in gains.items()
        for end, gain in zip("½2", ends, strict=True)
        if "×" in name and gain <= 0
    }
    [said] = [line for line in Dossier(numbers).markdown().splitlines() if "worth nothing any more" in line]
    assert lost == set(re.findall(r"[a-z ]*[a-z] × [½2]", said.partition("if: ")[2].replace("; ", ";")))
    assert "a miss costs × ½" in lost


def test_amounts_are_heeded_row_by_row(folder):
    rng = np.random.default_rng(0)
    amounts = np.exp(rng.normal(2, 1.5, size=len(Y)))
    found = decide(X, Y, cost_fp=2, amount=amounts, **QUICK)
    numbers, text = found.numbers, found.markdown()
    assert "Costs row by row" in text
    last = numbers.rows.plan.last
    flags = numbers.last.p * amounts[last] >= 2
    bill = 1000 * np.where(numbers.y[last], ~flags * amounts[last], 2 * flags).mean()
    assert numbers.by_amount()
    assert f"flag where probability × amount reaches 2, what a false alarm costs. Expect a bill of {bill:,.0f} " in text
    write_dossier(found, folder)
    scored = np.genfromtxt(folder / "scored.csv", delimiter=",", names=True, dtype=None, encoding="utf-8")
    assert scored["flag"][scored["part"] == "last"].tolist() == flags.tolist()


def test_scores_get_a_line_in_their_own_units(folder):
    points = (300 + 40 * X.sum(axis=1)).round()
    found = decide(points[:, None], Y, scores=points, cost_fp=1, cost_fn=10, **QUICK)
    write_dossier(found, folder)
    scored = np.genfromtxt(folder / "scored.csv", delimiter=",", names=True, dtype=None, encoding="utf-8")
    scored = scored[scored["part"] == "last"]
    line = found.numbers.line[1]
    assert scored["flag"].tolist() == (points[scored["row"]] >= line).tolist()
    assert f"flag from a score of {line:.4g}, a probability of about" in repr(found)
    assert f"Flag where the score is at least {line:g}" in found.markdown()
    assert "pipeline.joblib" not in found.markdown()
    with pytest.raises(ValueError, match=r"must hold pipeline\.joblib; got rule\.json alone, as from --scores"):
        again(folder, folder / "scored.csv")


def test_labels_where_features_belong_are_told_apart_from_other_slips():
    with pytest.raises(ValueError, match=r"data must have .* Features come first, labels second: were the two"):
        decide(Y, X)


def test_a_majority_as_class_1_is_said_first():
    assert "Class 1 is the majority of these rows" in repr(decide(X, 1 - Y, **QUICK))


@pytest.mark.parametrize("data", [X, "mine.csv", None])
def test_data_without_labels_are_refused_in_words(data):
    with pytest.raises(TypeError, match=r"data must come with labels; got \w+ without y\. Use load_csv"):
        decide(data)
