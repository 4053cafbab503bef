"""A real Dask cluster, started as an instructor starts it: all graded, once, whatever is killed; and who may grade."""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer

import pytest

from lessonlib.commands import main
from lessonlib.grading import batch as batch_module
from lessonlib.grading import cluster as pool_module
from lessonlib.grading.batch import Batch
from lessonlib.grading.cluster import Cluster, ClusterError
from lessonlib.grading.collected import collected
from lessonlib.grading.on_worker import UnfitError, in_own_process, pickled, versions
from lessonlib.grading.results import Results
from lessonlib.grading.worker import LocalPool, Work
from tests.grading.notebooks import ROOT, SETUP, SOLVED, defining, notebook

DASK = [sys.executable, "-m", "dask"]
# A first death is not held against a job, a second one is; Dask's own default is the fourth.
SETTINGS = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
needs_isolation = pytest.mark.isolation("A")


@contextmanager
def process(folder, name, command, **environment):
    """Run a part of the cluster, in a process group of its own, so that nothing is left of it."""
    with (folder / f"{name}.log").open("wb") as log:
        started = subprocess.Popen(
            [*DASK, *command],
            cwd=folder,
            env=os.environ | SETTINGS | environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            yield started
        finally:
            kill_group(started)


def kill_group(started):
    with suppress(ProcessLookupError):
        os.killpg(started.pid, signal.SIGKILL)
    started.wait()


@contextmanager
def scheduler(folder):
    """Start a scheduler; gives its process and its address."""
    file = folder / "scheduler.json"
    options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]
    with process(folder, "scheduler", ["scheduler", *options]) as started:
        until(lambda: file.exists() and file.read_text(encoding="utf-8").endswith("}"))
        yield started, json.loads(file.read_text(encoding="utf-8"))["address"]


def worker(folder, address, name, threads=1, **environment):
    options = ["--name", name, "--nthreads", str(threads), "--local-directory", str(folder)]
    return process(folder, name, ["worker", address, "--host", "127.0.0.1", "--no-dashboard", *options], **environment)


def until(there, seconds=60):
    end = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < end, "this takes too long"
        time.sleep(0.02)


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """A scheduler and two workers, one of them with two threads; gives the address and the workers by name."""
    folder = tmp_path_factory.mktemp("dask")
    with (
        scheduler(folder) as (_, address),
        worker(folder, address, "one") as one,
        worker(folder, address, "two", threads=2) as two,
    ):
        with joined(address) as cluster:
            until(lambda: len(workers(cluster)) == 2)
        yield address, {"one": one, "two": two}


def joined(address):
    """Return a cluster to which workers come that have been started this moment, on a machine that has much to do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool_module, "_CONNECT_SECONDS", 60)
        return Cluster(address)


def workers(cluster):
    """Return the addresses of a cluster's workers by name."""
    return {about["name"]: address for address, about in cluster._client.scheduler_info()["workers"].items()}


def hand_in(folder, count):
    """Hand in work of three kinds, some that stops the grader's session, some that cannot be read."""
    for number in range(count):
        (folder / f"s{number:02d}").mkdir(parents=True)
        (folder / f"s{number:02d}" / "ex01_metrics.ipynb").write_bytes(notebook(*SOLVED[: 2 + number % 3]))
    stops = notebook(SETUP, defining("import os; os._exit(0)"), "import os; os._exit(0)\nf_beta = 1")
    (folder / "s00" / "ex01_metrics.ipynb").write_bytes(stops)
    (folder / "s01" / "ex01_metrics.ipynb").write_bytes(b"{")
    return collected(folder).handed


def grade(submissions, into, pool, while_running=lambda _count: None):
    """Grade and return the students in the order in which they were done."""
    into.mkdir(exist_ok=True)
    done = []
    with Results(into / "results.sqlite") as results:
        for handed in Batch(results, into / "feedback", 7, "A", {}).run_on(pool, submissions):
            done.append(handed.student)
            while_running(len(done))
    return done


def orphans(group):
    """Return the processes of a group whose parent has ended, but for the group's first."""
    listed = subprocess.run(["ps", "-eo", "pid,ppid,pgid"], capture_output=True, text=True, check=True).stdout
    numbers = [tuple(map(int, line.split())) for line in listed.splitlines()[1:]]
    inside = {pid: parent for pid, parent, pgid in numbers if pgid == group}
    return [pid for pid, parent in inside.items() if pid != group and parent not in inside]


def rows(folder):
    with sqlite3.connect(folder / "results.sqlite") as connection:
        return connection.execute("SELECT * FROM grades ORDER BY student").fetchall()


class Deadly:
    """A job over which the process that unpacks it ends, or makes another one end."""

    def __init__(self, code):
        self.code = code

    def __reduce__(self):
        return exec, (self.code,)


@needs_isolation
def test_a_worker_that_is_killed_takes_nobody_with_it(here, tmp_path):
    address, processes = here
    submissions, lost = hand_in(tmp_path / "in", 24), []

    def kill_one(count):
        if count == 4:
            lost.extend(cluster._client.processing()[one])
            kill_group(processes["one"])

    with Cluster(address) as cluster:
        assert (cluster.level().name, cluster.size()) == ("A", 3)
        until(lambda: len(workers(cluster)) == 2)  # the client's own list comes now and then
        one = workers(cluster)["one"]
        done = grade(submissions, tmp_path / "out", cluster, kill_one)
        until(lambda: list(workers(cluster)) == ["two"])
    assert lost
    assert sorted(done) == [handed.student for handed in submissions]
    grade(submissions, tmp_path / "local", LocalPool(2))
    assert rows(tmp_path / "out") == rows(tmp_path / "local")
    assert {row[4] for row in rows(tmp_path / "out")} == {"graded", "stopped", "malformed"}


@needs_isolation
def test_a_submission_that_ends_its_process_or_its_worker_again_and_again_is_one_row(here, tmp_path, monkeypatch):
    ends = {"s02": "import os; os._exit(1)", "s05": "import os, signal; os.kill(os.getppid(), signal.SIGKILL)"}
    hand_in(tmp_path / "in", 8)
    for student, code in ends.items():
        (tmp_path / "in" / student / "ex01_metrics.ipynb").write_bytes(notebook(code))

    def work(exercise, content, *rest):
        deadly = [code for code in ends.values() if code.encode() in content]
        return Deadly(*deadly) if deadly else Work(exercise, content, *rest)

    monkeypatch.setattr(batch_module, "Work", work)
    with Cluster(here[0]) as cluster:
        done = grade(collected(tmp_path / "in").handed, tmp_path / "out", cluster)
    assert sorted(done) == [f"s{number:02d}" for number in range(8)]
    found = {row[0]: (row[4], row[5]) for row in rows(tmp_path / "out")}
    assert {student for student, (status, _) in found.items() if status == "failed"} == set(ends)
    assert found["s02"][1] == found["s05"][1] == "The grader's own process ended over it. Please look at it yourself."
    until(lambda: orphans(here[1]["two"].pid) == [], seconds=10)
    assert found["s07"] == ("graded", "The notebook defines no f_beta.")


@needs_isolation
def test_workers_that_would_grade_otherwise_are_refused(here, tmp_path):
    """At the start; and if they come later, by themselves, when the first job gets to them."""
    address, _ = here
    submissions = hand_in(tmp_path / "in", 16)
    old = tmp_path / "old"
    shutil.copytree(ROOT / "lessonlib", old / "lessonlib", ignore=shutil.ignore_patterns("__pycache__"))
    with (old / "lessonlib" / "compute" / "metrics.py").open("a") as file:
        file.write("# as it was last year\n")
    wrong = {"weak": "not A: .*bubblewrap is not installed", "old": r"lessonlib \S+ \(\w+\) instead of"}
    with Cluster(address) as cluster:
        with (
            worker(tmp_path, address, "weak", PATH=str(Path(sys.executable).parent)),
            worker(tmp_path, address, "old", PYTHONPATH=str(old)),
        ):
            until(lambda: {"weak", "old"} < set(workers(cluster)))
            with pytest.raises(ClusterError, match=r"all workers the same isolation level") as refused:
                Cluster(address)
            for name, says in wrong.items():
                there = workers(cluster)[name]
                assert re.search(rf"(?s){there}: .*{says}", str(refused.value))
                call = pickled(versions(), "A", len, ("x",))
                with pytest.raises(UnfitError, match=f"must not grade: it .*{says.removeprefix('not A: ')}"):
                    cluster._client.submit(in_own_process, call, workers=[there], pure=False).result()
            with pytest.raises(ClusterError, match=r"must not grade: .*What was graded is kept"):
                grade(submissions, tmp_path / "out", cluster)
        until(lambda: not {"weak", "old"} & set(workers(cluster)))
        assert len(rows(tmp_path / "out")) < 16
        assert len(grade(submissions, tmp_path / "out", cluster)) == 16
    assert len(rows(tmp_path / "out")) == 16


@needs_isolation
def test_what_was_graded_when_workers_or_scheduler_went_is_kept(tmp_path, monkeypatch):
    submissions = hand_in(tmp_path / "in", 20)
    with scheduler(tmp_path) as (started, address):
        monkeypatch.setattr(pool_module, "_CONNECT_SECONDS", 1)
        with pytest.raises(ClusterError, match=r"no worker has joined .* dask worker"):
            Cluster(address)
        monkeypatch.setattr(pool_module, "_DESERTED_SECONDS", 1)
        monkeypatch.setattr(batch_module, "_LOOK_SECONDS", 0.5)
        with worker(tmp_path, address, "only") as only, joined(address) as cluster:
            with pytest.raises(
                ClusterError, match=r"all workers have gone\. Start one again\. What was graded is kept"
            ):
                grade(submissions, tmp_path / "out", cluster, lambda count: count == 5 and kill_group(only))
            monkeypatch.setattr(pool_module, "_DESERTED_SECONDS", 60)
            Timer(0.5, kill_group, [started]).start()
            with pytest.raises(ClusterError, match=r"scheduler has gone\. What was graded is kept; the same command"):
                grade(submissions, tmp_path / "out", cluster)
    kept = rows(tmp_path / "out")
    assert 5 <= len(kept) < 20
    assert len(grade(submissions, tmp_path / "out", LocalPool(2))) == 20
    assert len(rows(tmp_path / "out")) == 20
    assert set(kept) < set(rows(tmp_path / "out"))


@needs_isolation
def test_the_command_grades_on_a_cluster_and_goes_on_where_it_was(here, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    hand_in(tmp_path / "in", 6)
    command = ["grade", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--executor", f"dask={here[0]}"]
    assert main([*command, "--seed", "3"]) == 0
    first = rows(tmp_path / "out")
    with sqlite3.connect(tmp_path / "out" / "results.sqlite") as connection:
        connection.execute("DELETE FROM grades WHERE student = 's04'")
        connection.execute("UPDATE grades SET reason = 'kept' WHERE student = 's02'")
    assert main(command) == 0
    second = rows(tmp_path / "out")
    assert [row for row in second if row[0] != "s02"] == [row for row in first if row[0] != "s02"]
    assert second[2][5] == "kept"
    assert "6 submissions: 4 graded, 1 malformed, 1 stopped (seed 3)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--executor", "slurm"], "--executor must be local or dask=ADDRESS"),
        (["--executor", "dask="], "--executor must be local or dask=ADDRESS"),
        (["--executor", "dask=nowhere"], "no Dask scheduler answers at 'nowhere': missing port number"),
        (["--executor", "dask=127.0.0.1:1"], "no Dask scheduler answers at '127.0.0.1:1'"),
        (["--executor", "dask=tls://127.0.0.1:1"], "no Dask scheduler answers at 'tls://127.0.0.1:1': TLS expects"),
        (["--executor", "dask=127.0.0.1:1", "--workers", "2"], "--workers is for this machine"),
    ],
)
def test_where_nothing_can_be_graded_is_told(options, says, capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(pool_module, "_CONNECT_SECONDS", 0.5)
    assert main(["grade", str(tmp_path), "-o", str(tmp_path / "out"), *options]) == 2
    assert says in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


class BreakingPool(LocalPool):
    """A pool that is found broken when the second submission is handed to it, and is whole again later."""

    handed_over = 0

    def executor(self):
        pool, executor = self, super().executor()

        def submit(function, /, *arguments):
            pool.handed_over += 1
            if pool.handed_over == 2:
                raise BrokenExecutor
            return type(executor).submit(executor, function, *arguments)

        executor.submit = submit
        return executor


@needs_isolation
def test_a_submission_for_which_a_pool_is_already_broken_is_not_forgotten(tmp_path):
    pool = BreakingPool(1)
    assert sorted(grade(hand_in(tmp_path / "in", 5), tmp_path / "out", pool)) == [f"s{n:02d}" for n in range(5)]
    assert pool.handed_over > 2
    assert {row[4] for row in rows(tmp_path / "out")} == {"graded", "stopped", "malformed"}


def test_without_dask_the_command_to_run_is_told(monkeypatch):
    monkeypatch.setattr(pool_module, "find_spec", lambda _name: None)
    with pytest.raises(ClusterError, match="uv run --extra cluster lesson grade"):
        Cluster("127.0.0.1:8786")
