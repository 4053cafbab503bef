"""`lesson submit`: pack solved exercises into one file to hand in, after looking whether they can be graded."""

import getpass
import re
import zipfile
from pathlib import Path

from lessonlib.commands import CommandError

# Archives made from the same notebooks are the same, byte for byte: they carry no time.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def add_arguments(parser):
    parser.add_argument("notebooks", nargs="+", metavar="NOTEBOOK", help="for instance exercises/ex03_smote.ipynb")
    parser.add_argument("-o", "--output", metavar="FILE.zip", help="default: NAME.zip, here")
    parser.add_argument("--student", metavar="NAME", help="default: your name on this computer")


def run(options):
    """Run the checks of every notebook, pack all, and say what is inside; exit with 1 if a check does not pass yet."""
    student = options.student or getpass.getuser()
    if not re.fullmatch(r"[\w@ +-][\w.@ +-]{0,80}", student):
        raise CommandError(f"--student must be a name that a file can have; got {student!r}. Use letters and digits.")
    output = Path(options.output or f"{student}.zip")
    if output.suffix != ".zip":
        raise CommandError(f"--output must end in .zip; got {output}.")
    notebooks = [Path(path) for path in options.notebooks]
    _refuse_doubles(notebooks)
    reports = {path: _report(path) for path in notebooks}
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in notebooks:
            archive.writestr(zipfile.ZipInfo(path.name, _NO_TIME), path.read_bytes(), zipfile.ZIP_DEFLATED)
    print(f"\n{output} holds:")
    for path, answers in reports.items():
        print(f"  {path.name}: " + ", ".join(f"{answer.function} {_word(answer)}" for answer in answers))
        if gone := _checks_gone(path, answers):
            print(
                f"    It no longer holds {', '.join(gone)}. Your marks do not need that, but is it the right notebook?"
            )
    if not options.student:
        print(f"{student} is your name on this computer. If others cannot know you by it, say --student NAME.")
    print(f"Hand in {output} under that name. Changes that you make from now on are not in it.")
    return int(any(answer.status != "passed" for answers in reports.values() for answer in answers))


def _refuse_doubles(notebooks):
    names = [path.name[:4] for path in notebooks]
    for name in names:
        if names.count(name) > 1:
            raise CommandError(f"there must be one notebook for each exercise; got {names.count(name)} for {name}.")


def _report(path):
    """Return what the checks say of a notebook, run as when it is graded: in a new kernel, from the top."""
    from lessonlib.checks.notebook_file import check_file

    print(f"{path}: running …", flush=True)
    try:
        return check_file(path)
    except ValueError as error:
        raise CommandError(error) from error


def _checks_gone(path, answers):
    """Return the lines of the exercise that check its functions, if they are in no cell any more."""
    import nbformat

    code = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    lines = [f"check({answer.function})" for answer in answers]
    return [line for line in lines if not any(line in source for source in code)]


def _word(answer):
    return {"passed": "passes", "not yet": "does not pass yet", "cannot check": "is not there"}[answer.status]
