"""`lesson grade`: marks for everything that was handed in."""

import os
import sys
from pathlib import Path

from lessonlib.commands import CommandError
from lessonlib.commands.lab import course_folder

_MOST_TOLD = 20
_GO_ON = "What has its marks keeps them: type the same command again to go on."


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
    parser.add_argument(
        "--only", action="append", default=[], metavar="EXERCISE", help="such as ex03: pass over notebooks of others"
    )
    parser.add_argument("--regrade", action="store_true", help="all again, on new inputs; lists what has changed")
    parser.add_argument(
        "--explain", nargs=2, metavar=("STUDENT", "EXERCISE"), help="show which inputs a student's functions fail on"
    )
    parser.add_argument("--similar", action="store_true", help="also list pairs of students whose code is much alike")
    parser.add_argument("--gradebook", metavar="PATH", help="also put the marks into nbgrader's gradebook.db")
    parser.add_argument("--trust-submissions", action="store_true", help="run them without isolation where need be")
    parser.add_argument("--probe", action="store_true", help="only say how well submissions are kept in")


def run(options):
    """Grade, or only probe; exit with 1 if there is no isolation, nothing was graded, or the grader itself failed."""
    from sqlite3 import OperationalError

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
            return _explained(options, level) if options.explain else _graded(options, level, pool)
    except (ClusterError, GradebookError, RosterError, RulesError) as error:
        raise CommandError(str(error)) from error
    except (OSError, OperationalError) as error:  # such as a full disk
        raise CommandError(f"something cannot be read or written: {error}. {_GO_ON}") from error
    except KeyboardInterrupt:
        _stop()


def _stop():
    """End at once: a second Ctrl+C may have cut short the waiting for workers, and Python would wait for ever."""
    print(f"\nStopped. {_GO_ON}", file=sys.stderr, flush=True)
    sys.stdout.flush()
    os._exit(130)


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
    from lessonlib.grading.gradebook import Gradebook
    from lessonlib.grading.results import Results
    from lessonlib.grading.submission import handed_out_cells

    rules, roster = _rules_and_roster(options)
    gradebook = Gradebook(options.gradebook, course_folder()) if options.gradebook else None
    folder = _made(Path(options.output))
    submissions, passed_over = _collected(options)
    with Results(folder / "results.sqlite") as results:
        seed = _seed(options, results)
        results.remember("level", level.name)
        handed_out = handed_out_cells(course_folder())
        batch = Batch(results, folder / "feedback", seed, level.name, handed_out, every=rules.best)
        for _done in tqdm(batch.run_on(pool, submissions), total=len(submissions), unit="submission"):
            pass
        results.end_again()
        statuses, files, doubtful = _written(options, folder, results, rules, roster)
        if options.similar:
            files.append(_similar(options, folder, submissions, handed_out))
        print(_summary(statuses, batch.kept, seed, files))
        _tell(submissions, passed_over)
        print("".join(f"Look at this: {one}\n" for one in doubtful), end="")
        if gradebook:
            print(_into(gradebook, options, submissions, results))
    return int(statuses["failed"] > 0 or not statuses["graded"])


def _into(gradebook, options, submissions, results):
    """Put the marks into the gradebook, and the report beside it, where formgrader's JupyterLab opens it."""
    from shutil import copy

    from lessonlib.compute.words import plural

    count = gradebook.export(submissions, results)
    report = copy(Path(options.output, "report.html"), Path(options.gradebook).parent)
    return f"{options.gradebook}: {plural(count, 'submission')}; how the class did: {report}"


def _made(folder):
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"-o must be a folder that can be written; got {folder}: {error.strerror}.") from error
    return folder


def _collected(options):
    """Open archives where it cannot hurt: in a process that ends if one eats memory or time."""
    from concurrent.futures import BrokenExecutor

    from lessonlib.checks.catalogue import find_exercise
    from lessonlib.grading.collected import collected
    from lessonlib.grading.worker import StuckError, within_limits

    if unknown := [name for name in options.only if not find_exercise(name)]:
        raise CommandError(f"--only must be an exercise such as ex03; got {unknown[0]}.")
    try:
        found = within_limits(collected, *options.downloads)
        return found.only(options.only) if options.only else found
    except (BrokenExecutor, MemoryError, StuckError) as error:
        names = " ".join(options.downloads)
        raise CommandError(
            f"reading {names} took more memory or time than it may. Look for an archive that is no ordinary zip."
        ) from error


def _rules_and_roster(options):
    from lessonlib.grading.exports import KINDS
    from lessonlib.grading.roster import read_roster
    from lessonlib.grading.rules import Rules, read_rules

    if unknown := [kind for kind in options.export if kind not in KINDS]:
        raise CommandError(f"--export must be one of {', '.join(KINDS)}; got {unknown[0]}.")
    rules = read_rules(options.rules) if options.rules else Rules()
    return rules, read_roster(options.roster) if options.roster else None


def _written(options, folder, results, rules, roster):
    """Write all that people read; return how many submissions have each status, the files, and what looks wrong."""
    from lessonlib.grading.class_report import write_report
    from lessonlib.grading.doubts import doubts
    from lessonlib.grading.exports import export
    from lessonlib.grading.rules import standings
    from lessonlib.grading.tables import write_differences, write_tables

    entries = results.entries()
    standing = standings(entries, rules, roster)
    statuses = write_tables(folder, results, standing)
    write_report(folder / "report.html", entries, standing)
    files = [folder / name for name in ("report.html", "grades.csv", "totals.csv", "items.csv", "feedback")]
    if write_differences(folder / "regraded.csv", results):
        files.append(folder / "regraded.csv")
    files += [path for kind in options.export for path in export(kind, folder, standing, roster)]
    return statuses, files, doubts(standing, rules, roster)


def _similar(options, folder, submissions, handed_out):
    from lessonlib.grading.similar import similar_pairs, write_similar

    pairs = similar_pairs(submissions, handed_out, course_folder(), options.workers or os.cpu_count())
    write_similar(folder / "similar.html", pairs)
    return folder / "similar.html"


def _seed(options, results):
    """Return the seed of these results: recorded when they were begun, or now, or a new one to grade all again."""
    from secrets import randbits

    from lessonlib.grading.results import version_of_course

    fresh, version = randbits(63) if options.seed is None else options.seed, version_of_course()
    if options.regrade:
        results.begin_again(fresh, version)
    if results.remember("course", version) != version:
        raise CommandError(
            f"{options.output} was graded with another version of the exercises. Say --regrade to grade all again, "
            "which lists what has changed, or choose another folder."
        )
    seed = int(results.remember("seed", fresh))
    if options.seed not in (None, seed):
        raise CommandError(
            f"{options.output} was graded with --seed {seed}. Leave --seed out, or choose another folder."
        )
    return seed


def _explained(options, level):
    from lessonlib.grading.explain import explained
    from lessonlib.grading.results import Results
    from lessonlib.grading.submission import MalformedError, handed_out_cells

    student, exercise = options.explain
    if not Path(options.output, "results.sqlite").is_file():
        raise CommandError(f"{options.output} holds no marks yet. Grade first, then ask why.")
    handed = [one for one in _collected(options).handed if one.exercise == exercise and not one.newer]
    found = [one for one in handed if student in (one.student, one.origin.id, one.origin.login)]
    if not found and (alike := sorted({one.student for one in handed if one.student.startswith(f"{student} (")})):
        raise CommandError(f"{student} is the name of {len(alike)} students. Say which one: {', '.join(alike)}.")
    if not found:
        raise CommandError(f"{student} handed in nothing for {exercise}. Take the name or id as in grades.csv.")
    with Results(Path(options.output) / "results.sqlite") as results:
        seed = results.seed_of(found[0])
    if seed is None:
        raise CommandError(f"{found[0].file} has no marks yet. Grade first, then ask why.")
    print(f"{found[0].student}, {found[0].file}. For your eyes: these are hidden inputs.")
    try:
        for line in explained(exercise, found[0].read(), seed, handed_out_cells(course_folder())[exercise], level.name):
            print(line)
    except MalformedError as error:
        print(error)
    return 0


def _summary(statuses, kept, seed, files):
    from lessonlib.compute.words import plural

    counts = ", ".join(f"{count} {status}" for status, count in sorted(statuses.items())) or "nothing was handed in"
    before = f"; {kept} had their marks from before" if kept else ""
    names = ", ".join(path.name for path in files)
    return f"{plural(sum(statuses.values()), 'submission')}: {counts}{before} (seed {seed})\n{files[0].parent}: {names}"


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
