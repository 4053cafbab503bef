"""`lesson build`: make the exercises' stubs from the solutions, or check that they are in step."""

from lessonlib.commands import CommandError
from lessonlib.commands.lab import course_folder


def add_arguments(parser):
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if a stub is out of step")


def run(options):
    """Write the stubs, or list those that differ."""
    from lessonlib.build import BuildError, build

    try:
        return build(course_folder(), check=options.check)
    except BuildError as error:
        raise CommandError(error) from error
