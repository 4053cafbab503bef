"""`lesson check`: the checks of exercises, from a shell."""

from lessonlib.commands import CommandError

EXIT_CODES = {"passed": 0, "not yet": 1, "cannot check": 2}


def add_arguments(parser):
    parser.add_argument("notebooks", nargs="+", metavar="NOTEBOOK", help="for instance exercises/ex03_smote.ipynb")


def run(options):
    """Print what the checks say; exit with 0 if all pass, 1 if one does not yet, 2 if one can't be checked."""
    from lessonlib.checks.notebook_file import check_file

    worst = 0
    for path in options.notebooks:
        print(f"{path}: running …", flush=True)
        try:
            answers = check_file(path)
        except ValueError as error:
            raise CommandError(error) from error
        print("\n\n".join(answer.words for answer in answers), end="\n\n")
        worst = max([worst, *(EXIT_CODES[answer.status] for answer in answers)])
    return worst
