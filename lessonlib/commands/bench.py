"""`lesson bench SUBJECT`: speed beside a peer in the same run; of the checks, what they refuse, name and accept."""

from importlib import import_module

SUBJECTS = ("library", "widgets", "checks", "grading")


def add_arguments(parser):
    parser.add_argument("subject", choices=SUBJECTS)


def run(options):
    """Measure and print; the numbers are for reading, so the exit code is 0 whatever they are."""
    import_module(f"lessonlib.bench.{options.subject}").main()
    return 0
