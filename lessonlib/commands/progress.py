"""`lesson progress`: what the course remembers of you, and how to make it forget."""

from lessonlib.commands import CommandError


def add_arguments(parser):
    parser.add_argument("--erase", action="store_true", help="delete predictions, quiz answers and checks")


def run(options):
    """Print the progress, or erase it."""
    from lessonlib import progress, progress_file

    if not options.erase:
        print(progress.report())
        return 0
    try:
        progress_file.erase()
    except OSError as error:
        raise CommandError(f"your progress could not be erased: {error}") from error
    print("Your progress is erased.")
    return 0
