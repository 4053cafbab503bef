"""The `lesson` command: every job of the course has one name here and one module beside it."""

import argparse
import os
import sys
from importlib import import_module
from importlib.util import find_spec

GROUPS = {
    "to learn": {
        "lab": "open the course in JupyterLab",
        "doctor": "check the installation, and say how to mend it",
        "check": "check exercises that you solved",
        "submit": "pack exercises that you solved, to hand them in",
        "progress": "show or erase your own progress",
        "compare": "compare the treatments of imbalance on data of your choice",
        "decide": "write a decision dossier on your data, costs and limits",
    },
    "to teach": {
        "class": "let a class vote on its phones, and show it in your notebook",
        "site": "write the executed course as web pages",
        "release": "make the folder that students get",
        "grade": "give marks for submitted exercises",
    },
    "to write the course": {
        "build": "make the exercises from the solutions",
        "study": "compare learners and treatments on the data sets of lesson 13",
    },
}
COMMANDS = {name: purpose for group in GROUPS.values() for name, purpose in group.items()}


def main(arguments=None):
    """Run ``lesson COMMAND …`` and return its exit code: 0 done, 1 not well, 2 could not."""
    parser = argparse.ArgumentParser(
        prog="lesson",
        description="The course on imbalanced data. Begin with: lesson lab",
        epilog=_overview(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", help="one of those below")
    wanted = (sys.argv[1:] if arguments is None else arguments)[:1]
    for name in filter(_is_here, COMMANDS):
        command = commands.add_parser(name, description=COMMANDS[name].capitalize() + ".")
        if wanted == [name]:  # the others are not even imported
            import_module(f"lessonlib.commands.{name}").add_arguments(command)
    options = parser.parse_args(arguments)
    # Many containers forbid Python to keep what it compiled; every kernel would then compile its packages again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    try:
        return import_module(f"lessonlib.commands.{options.command}").run(options)
    except CommandError as error:
        print(f"lesson {options.command}: {error}", file=sys.stderr)
        return 2


def _overview():
    """Return the commands that are here, group by group."""
    lines = []
    for title, group in GROUPS.items():
        here = [f"    {name:10}{purpose}" for name, purpose in group.items() if _is_here(name)]
        lines += [f"{title}:", *here, ""] if here else []
    return "\n".join(lines)


def _is_here(name):
    """Say whether a command is here; what students get has no grader and no builder."""
    return find_spec(f"lessonlib.commands.{name}") is not None


class CommandError(Exception):
    """What keeps a command from its work, in words for the person who typed it."""
