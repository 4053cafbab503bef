"""`lesson grade`: marks for everything that was handed in."""

import os
from pathlib import Path

from lessonlib.commands import CommandError
from lessonlib.commands.lab import course_folder

_MOST_TOLD = 20


def add_arguments(parser):
    parser.add_argument(
        "downloads", nargs="*", metavar="DOWNLOAD", help="what a platform lets you download, or a folder of students'"
    )
    parser.add_argument("-o", "--output", metavar="RESULTS", help="the folder for marks and feedback")
    parser.add_argument(
        "--executor", default="local", metavar="WHERE", help="dask=ADDRESS: the workers of a Dask scheduler"
    )
    parser.add_argument("--workers", type=int, metavar="N", help="on this machine; default: one a processor")
    parser.add_argument(
        "--seed", type=int, metavar="S", help="seed of the hidden inputs; default: a fresh one, recorded"
    )
    parser.add_argument(
        "--rules", metavar="FILE.toml", help="due dates, late work, excuses: see solutions/teaching/grading.md"
    )
    parser.add_argument("--roster", metavar="FILE.csv", help="the platform's list of participants")
    parser.add_argument(
        "--export", action="append", default=[], metavar="PLATFORM", help="moodle, canvas, blackboard or csv"
    )
    parser.add_argument("--gradebook", metavar="PATH", help="also put the marks into nbgrader's gradebook.db")
    parser.add_argument("--trust-submissions", action="store_true", help="run them without isolation where need be")
    parser.add_argument("--probe", action="store_true", help="only say how well submissions are kept in")


def run(options):
    """Grade, or only probe; exit with 1 if there is no isolation, nothing was graded, or the grader itself failed."""
    from lessonlib.grading.cluster import ClusterError
    from lessonlib.grading.gradebook import GradebookError
    from lessonlib.grading.roster import RosterError
    from lessonlib.grading.rules import RulesError

    try:
        with _pool(options) as pool:
            level = pool.level()
            print(level, flush=True)
            if options.probe:
                return int(level.name == "C")
            _refuse_what_cannot_be(options, level)
            return _graded(options, level, pool)
    except (ClusterError, GradebookError, RosterError, RulesError) as error:
        raise CommandError(str(error)) from error


def _pool(options):
    """Return where to grade, on the processes of this machine or on a cluster."""
    from lessonlib.grading.cluster import Cluster
    from lessonlib.grading.worker import LocalPool

    if options.workers is not None and options.workers < 1:
        raise CommandError(f"--workers must be at least 1; got {options.workers}.")
    if options.executor == "local":
        return LocalPool(options.workers or os.cpu_count())
    kind, _, address = options.executor.partition("=")
    if kind != "dask" or not address:
        example = "dask=tcp://127.0.0.1:8786"
        raise CommandError(f"--executor must be local or dask=ADDRESS, such as {example}; got {options.executor!r}.")
    if options.workers is not None:
        raise CommandError("--workers is for this machine. Leave it out: a cluster's workers say what they can do.")
    return Cluster(address)


def _refuse_what_cannot_be(options, level):
    from lessonlib.grading.levels import ADVICE

    if not options.downloads or not options.output:
        raise CommandError("tell what was handed in and where the marks go: lesson grade DOWNLOAD -o RESULTS")
    for download in map(Path, options.downloads):
        if not download.is_dir() and not (download.is_file() and download.suffix.lower() == ".zip"):
            raise CommandError(f"DOWNLOAD must be a folder or a .zip; got {download}.")
    if options.seed is not None and not 0 <= options.seed < 2**63:
        raise CommandError(f"--seed must be between 0 and 2**63 − 1; got {options.seed}.")
    if level.name == "C" and (not options.trust_submissions or os.name == "nt"):
        raise CommandError(f"no marks are given without isolation. {ADVICE}")


def _graded(options, level, pool):
    from tqdm import tqdm

    from lessonlib.grading.batch import Batch
    from lessonlib.grading.collected import collected
    from lessonlib.grading.gradebook import Gradebook
    from lessonlib.grading.results import Results
    from lessonlib.grading.submission import handed_out_cells

    rules, roster = _rules_and_roster(options)
    gradebook = Gradebook(options.gradebook, course_folder()) if options.gradebook else None
    folder = Path(options.output)
    folder.mkdir(parents=True, exist_ok=True)
    submissions, passed_over = collected(*options.downloads)
    with Results(folder / "results.sqlite") as results:
        seed = _seed(options, results)
        results.remember("level", level.name)
        handed_out = handed_out_cells(course_folder())
        batch = Batch(results, folder / "feedback", seed, level.name, handed_out, every=rules.best)
        for _done in tqdm(batch.run_on(pool, submissions), total=len(submissions), unit="submission"):
            pass
        statuses, files = _written(options, folder, results, rules, roster)
        print(_summary(statuses, batch.kept, seed, files))
        _tell(submissions, passed_over)
        if gradebook:
            print(f"{gradebook.export(submissions, results)} submissions are in {options.gradebook}")
    return int(statuses["failed"] > 0 or not statuses["graded"])


def _rules_and_roster(options):
    from lessonlib.grading.exports import KINDS
    from lessonlib.grading.roster import read_roster
    from lessonlib.grading.rules import Rules, read_rules

    if unknown := [kind for kind in options.export if kind not in KINDS]:
        raise CommandError(f"--export must be one of {', '.join(KINDS)}; got {unknown[0]}.")
    rules = read_rules(options.rules) if options.rules else Rules()
    return rules, read_roster(options.roster) if options.roster else None


def _written(options, folder, results, rules, roster):
    """Write all that people read; return how many submissions have each status, and the files."""
    from lessonlib.grading.exports import export
    from lessonlib.grading.rules import standings
    from lessonlib.grading.tables import write_tables

    standing = standings(results.entries(), rules, roster)
    statuses = write_tables(folder, results, standing)
    files = [folder / name for name in ("grades.csv", "totals.csv", "items.csv", "feedback")]
    return statuses, [*files, *(path for kind in options.export for path in export(kind, folder, standing, roster))]


def _seed(options, results):
    """Return the seed of these results: recorded when they were begun, or now."""
    from secrets import randbits

    seed = int(results.remember("seed", randbits(63) if options.seed is None else options.seed))
    if options.seed not in (None, seed):
        raise CommandError(
            f"{options.output} was graded with --seed {seed}. Leave --seed out, or choose another folder."
        )
    return seed


def _summary(statuses, kept, seed, files):
    counts = ", ".join(f"{count} {status}" for status, count in sorted(statuses.items())) or "nothing was handed in"
    before = f"; {kept} had their marks from before" if kept else ""
    names = ", ".join(path.name for path in files)
    return f"{sum(statuses.values())} submissions: {counts}{before} (seed {seed})\n{files[0].parent}: {names}"


def _tell(submissions, passed_over):
    from collections import Counter

    from lessonlib.grading.names import shown, storable

    found = Counter(one.origin.platform or "folders and archives of students" for one in submissions)
    print("; ".join(f"{platform}: {count}" for platform, count in sorted(found.items())))
    if passed_over:
        print("Passed over, as no notebook of an exercise:")
        print("\n".join(f"  {shown(storable(name))}" for name in passed_over[:_MOST_TOLD]))
    if len(passed_over) > _MOST_TOLD:
        print(f"  and {len(passed_over) - _MOST_TOLD} more")
