"""`lesson doctor`: the environment check of lesson 00, in a terminal."""


def add_arguments(parser):
    """Nothing to choose."""


def run(options):  # noqa: ARG001
    """Print the check; 1 if something needs mending."""
    from lessonlib.environment import check_environment

    report = check_environment()
    print(report)
    return 0 if report.fine else 1
