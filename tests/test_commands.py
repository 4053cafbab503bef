"""`lesson compare` from the command line: what is printed and written, and what is said when it can't be done."""

import csv
import os
import re
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import imread

from lessonlib.commands import main
from lessonlib.compute.compare import METRICS, STRATEGIES
from lessonlib.compute.data import make_imbalanced_data

RUN = [sys.executable, "-W", "error", "-c", "from lessonlib.commands import main; raise SystemExit(main())"]

# The source lesson's own run; TP, FP, FN, TN last.
AS_PRINTED = """
    always majority            0.930  0.000  0.000  0.000  0.000   0  0  14  186
    no treatment               0.975  1.000  0.643  0.783  0.791   9  0   5  186
    oversampling               0.960  0.636  1.000  0.778  0.780  14  8   0  178
    undersampling              0.965  0.667  1.000  0.800  0.801  14  7   0  179
    SMOTE                      0.965  0.667  1.000  0.800  0.801  14  7   0  179
    class weights              0.960  0.636  1.000  0.778  0.780  14  8   0  178
    class weights + threshold  0.990  0.929  0.929  0.929  0.923  13  1   1  185
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Every test works in an empty folder of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write_table(path, labels=("0", "1"), *, target="target", n_positive=20, encoding="utf-8"):
    """Write 120 rows of two clouds as a CSV file with quoted names."""
    X, y = make_imbalanced_data(120 - n_positive, n_positive)
    with Path(path).open("w", newline="", encoding=encoding) as file:
        writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow(["width, mm", 'height "above"', target])
        writer.writerows([*row, labels[int(label)]] for row, label in zip(X.tolist(), y, strict=True))


def lesson(capsys, *arguments):
    """Run a command in this process; what it returned, printed, and said on stderr."""
    code = main([*map(str, arguments)])
    return code, *capsys.readouterr()


def rows_of(table):
    """Read a printed table: the names of its rows, and what stands behind them."""
    lines = [line.rsplit(maxsplit=9) for line in table.strip().splitlines()]
    return {name.strip(): numbers for name, *numbers in lines}


@pytest.fixture(scope="module")
def lesson_run(tmp_path_factory):
    """What `lesson compare` prints for three draws of the lesson's data, and the folder it writes to."""
    folder = tmp_path_factory.mktemp("lesson") / "new" / "folder"
    with redirect_stdout(StringIO()) as printed, redirect_stderr(StringIO()):
        assert main(["compare", "--repeats", "3", "--out", str(folder)]) == 0
    return printed.getvalue(), folder


def test_compare_prints_means_verdicts_and_what_they_rest_on(lesson_run):
    printed, _ = lesson_run
    assert "950 and 50 rows, drawn afresh" in printed
    assert "1,000 rows, 50 positives; 3 draws into train 60 %, validation 20 %, test 20 %." in printed
    for title in ("accuracy", "precision", "recall", "F1", "MCC", "AUROC", "AP", "Brier"):
        assert title in printed
    means, verdicts = printed.split("Against no treatment")
    assert all(f"\n{strategy} " in means for strategy in STRATEGIES)
    assert "can't tell" in verdicts


def test_the_printed_means_are_those_of_the_written_scores(lesson_run):
    printed, folder = lesson_run
    with (folder / "compare.csv").open(encoding="utf-8", newline="") as file:
        written = list(csv.DictReader(file))
    assert [(row["repeat"], row["strategy"]) for row in written] == [(str(r), s) for r in range(3) for s in STRATEGIES]
    means = [np.mean([float(row[metric]) for row in written if row["strategy"] == "SMOTE"]) for metric in METRICS]
    assert f"\nSMOTE {' '.join(f'{mean:.3f}' for mean in means)}\n" in re.sub(" +", " ", printed)


def test_compare_writes_its_picture_where_it_says(lesson_run):
    printed, folder = lesson_run
    assert f"Written: {folder / 'compare.csv'}, {folder / 'compare.png'}" in printed
    assert sorted(path.name for path in folder.iterdir()) == ["compare.csv", "compare.png"]
    assert imread(folder / "compare.png")[..., :3].std() > 0.05


def test_the_same_seed_writes_the_same_csv_and_another_seed_another(lesson_run, folder, capsys):
    first = (lesson_run[1] / "compare.csv").read_text(encoding="utf-8")
    again, other = (
        (lesson(capsys, "compare", "--repeats", 3, "--seed", seed), (folder / "compare.csv").read_text("utf-8"))[1]
        for seed in (0, 1)
    )
    assert again == first
    assert other != first


@pytest.mark.parametrize(("data", "n_rows", "positives"), [("digits", "1,797", 174), ("digits-rare", "1,658", 35)])
def test_compare_splits_the_digits_again_and_again(capsys, data, n_rows, positives):
    code, printed, _ = lesson(capsys, "compare", "--data", data, "--repeats", 2)
    assert code == 0
    assert f"{n_rows} rows, {positives} positives; 2 splits" in printed
    assert "The splits share rows; the intervals are widened" in printed


def test_the_learners_own_csv_gives_the_same_numbers_however_its_labels_are_written(folder, capsys):
    written = []
    for labels, encoding in ((("0", "1"), "utf-8"), (("no", "yes"), "utf-8-sig")):
        write_table("mine.csv", labels, encoding=encoding)
        code, printed, _ = lesson(capsys, "compare", "--data", "mine.csv", "--repeats", 2)
        assert code == 0
        assert f"mine.csv: 1 is target={labels[1]} (20 rows), 0 is target={labels[0]} (100 rows)" in printed
        assert "DO NOT BELIEVE" not in printed
        written.append((folder / "compare.csv").read_text(encoding="utf-8"))
    assert written[0] == written[1]


def test_compare_says_first_that_a_column_gives_the_label_away(folder, capsys):
    write_table("mine.csv", ("0", "1"))
    header, *lines = (folder / "mine.csv").read_text(encoding="utf-8").splitlines()
    leaking = [f'{header},"closed"', *(f"{line},{line.split(',')[-1]}" for line in lines)]
    (folder / "mine.csv").write_text("\n".join(leaking), encoding="utf-8")
    _, printed, _ = lesson(capsys, "compare", "--data", "mine.csv", "--repeats", 2)
    assert printed.startswith("DO NOT BELIEVE THESE FIGURES YET: “closed” alone separates the classes")


@pytest.mark.parametrize(
    ("labels", "options", "mapping"),
    [
        (("-1", "1"), [], "1 is state=1 (20 rows), 0 is state=-1 (100 rows)"),
        (("0.0", "1.0"), ["--positive", "0.0"], "1 is state=0.0 (100 rows), 0 is state=1.0 (20 rows)"),
    ],
)
def test_another_column_and_another_label_may_be_named(capsys, labels, options, mapping):
    write_table("mine.csv", labels, target="state")
    code, printed, _ = lesson(capsys, "compare", "--data", "mine.csv", "--target", "state", "--repeats", 2, *options)
    assert code == 0
    assert mapping in printed


def test_as_printed_is_the_source_lessons_table_and_writes_nothing(folder, capsys):
    code, printed, _ = lesson(capsys, "compare", "--as-printed")
    table = printed.split("─\n", maxsplit=1)[1].split("One split")[0]
    assert code == 0
    assert rows_of(table) == rows_of(AS_PRINTED)
    assert list(folder.iterdir()) == []


def spoilt(text):
    return lambda path: path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (Path.mkdir, "mine.csv must be a readable table"),
        (spoilt(""), "mine.csv must be a readable table; No columns"),
        (spoilt("a,target\n1,0\n2,1,5,6\n"), "mine.csv must be a readable table"),
        (lambda path: path.write_bytes(b"\x89PNG\r\n"), "mine.csv must hold at least one row below its header"),
        (spoilt("a,b\n1,0\n2,1\n"), "target must be a column of the table; got 'target', and it has 'a', 'b'"),
        (spoilt("a,target\n1,0\n2,0\n"), "target must hold exactly two labels; got 1: '0'"),
        (spoilt("a,target\n1,0\n2,1\n3,2\n"), "target must hold exactly two labels; got 3"),
        (lambda path: write_table(path, n_positive=9), "the data must hold at least 10 positives; got 9"),
        (spoilt("target\n0\n1\n0\n"), "must have a feature column besides the target"),
        (spoilt("a,target\n" + "1,0\n" * 40 + "1,1\n" * 15), "got none left: 'a': every row holds '1'"),
    ],
)
def test_a_csv_that_can_not_be_used_is_explained(folder, capsys, make, message):
    make(folder / "mine.csv")
    code, printed, said = lesson(capsys, "compare", "--data", "mine.csv", "--repeats", 2, "--out", "results")
    assert (code, printed) == (2, "")
    assert said.splitlines()[-1].startswith("lesson compare: ")
    assert message in said
    assert "Traceback" not in said


def test_a_folder_that_can_not_be_made_is_explained_before_the_work(capsys):
    Path("taken").write_text("a file, not a folder", encoding="utf-8")
    code, printed, said = lesson(capsys, "compare", "--repeats", 2, "--out", "taken")
    assert (code, printed) == (2, "")
    assert said.startswith("lesson compare: --out must be a folder to write to; ")
    assert "'taken'" in said


def test_a_file_that_can_not_be_written_is_explained(capsys):
    Path("compare.csv").mkdir()
    code, _, said = lesson(capsys, "compare", "--repeats", 2)
    assert code == 2
    assert said.splitlines()[-1].startswith("lesson compare: --out must be a folder to write to; ")
    assert "'compare.csv'" in said


def test_one_repeat_can_tell_nothing(capsys):
    code, _, said = lesson(capsys, "compare", "--repeats", 1)
    assert code == 2
    assert "n_repeats must be at least 2; got 1" in said


@pytest.mark.parametrize("arguments", [[], ["frobnicate"], ["compare", "--repeats", "many"], ["compare", "--what"]])
def test_what_is_no_command_gets_the_usage(capsys, arguments):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "usage: lesson" in capsys.readouterr().err


def test_help_names_every_option(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["compare", "--help"])
    assert stopped.value.code == 0
    printed = capsys.readouterr().out
    for option in ("--data", "--target", "--positive", "--repeats", "--seed", "--out", "--as-printed"):
        assert option in printed


def test_as_a_process_of_its_own_it_works_without_a_warning():
    write_table("mine.csv")
    done = subprocess.run(
        [*RUN, "compare", "--data", "mine.csv", "--repeats", "2"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Written: compare.csv, compare.png" in done.stdout
    assert "2/2" in done.stderr  # the progress bar


def test_as_a_process_of_its_own_it_fails_with_code_two_and_one_line():
    done = subprocess.run([*RUN, "compare", "--data", "none.csv"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "lesson compare: --data must be lesson, digits, digits-rare or a CSV file; there is no file 'none.csv'."
    ]


@pytest.mark.parametrize("idle", [["--target", "fraud"], ["--positive", "1"]])
def test_a_label_for_data_that_brings_its_own_is_refused(idle, capsys):
    assert main(["compare", "--data", "digits", *idle]) == 2
    assert "go with a CSV file" in capsys.readouterr().err
