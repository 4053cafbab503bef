"""The `lesson` command: every job of the course has one name here and one module beside it."""

import argparse
import os
import sys
from importlib import import_module
from importlib.util import find_spec

COMMANDS = {
    "lab": "open the course in JupyterLab",
    "doctor": "check the installation, and say how to mend it",
    "compare": "compare the treatments of imbalance on data of your choice",
    "decide": "write a decision dossier on your data, costs and limits",
    "class": "let a class vote on its phones, and show it in your notebook",
    "check": "check exercises that you solved",
    "progress": "show or erase your own progress",
    "site": "write the executed course as web pages",
    "build": "make the exercises from the solutions",
    "submit": "pack exercises that you solved, to hand them in",
    "release": "make the folder that students get",
    "grade": "give marks for submitted exercises",
}


def main(arguments=None):
    """Run ``lesson COMMAND …`` and return its exit code: 0 done, 1 not well, 2 could not."""
    parser = argparse.ArgumentParser(prog="lesson", description="The course on imbalanced data.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    wanted = (sys.argv[1:] if arguments is None else arguments)[:1]
    for name, purpose in _present():
        command = commands.add_parser(name, help=purpose, description=purpose.capitalize() + ".")
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


def _present():
    """Return the commands that are here; what students get has no grader and no builder."""
    return [(name, purpose) for name, purpose in COMMANDS.items() if find_spec(f"lessonlib.commands.{name}")]


class CommandError(Exception):
    """What keeps a command from its work, in words for the person who typed it."""
