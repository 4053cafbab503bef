"""`lesson release`: make the folder that students get."""

from lessonlib.commands import CommandError
from lessonlib.commands.lab import course_folder


def add_arguments(parser):
    parser.add_argument("folder", metavar="DIR", help="a new or empty folder")


def run(options):
    """Copy what students need, and say what was left out."""
    from lessonlib.grading.release import WITHHELD, ReleaseError, release

    try:
        files = release(course_folder(), options.folder)
    except (ReleaseError, OSError) as error:
        raise CommandError(error) from error
    print(f"{options.folder}: {files} files. Not in it: {', '.join(WITHHELD)}, solutions, tests.")
    return 0
