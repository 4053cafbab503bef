"""`lesson compare`: every treatment on the same splits, with paired verdicts; or the source lesson's own table."""

import csv
from pathlib import Path
from tempfile import TemporaryFile

from lessonlib.commands import CommandError
from lessonlib.compute.words import number

TITLES = {
    "accuracy": "accuracy",
    "precision": "precision",
    "recall": "recall",
    "f1": "F1",
    "mcc": "MCC",
    "auroc": "AUROC",
    "average_precision": "AP",
    "brier": "Brier (less is better)",
}
BUNDLED = ("lesson", "digits", "digits-rare")
RARE = 35  # eights kept in digits-rare, about 2 %


def add_arguments(parser):
    parser.add_argument(
        "--data",
        default="lesson",
        metavar="DATA",
        help="lesson, digits (9.7 %% eights), digits-rare (2.1 %%), or a CSV file of yours (default: lesson)",
    )
    add_csv_arguments(parser)
    parser.add_argument("--repeats", type=int, default=50, metavar="N", help="splits, or draws (default: 50)")
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="same seed, same numbers (default: 0)")
    parser.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="where compare.csv and .png go")
    parser.add_argument("--as-printed", action="store_true", help="the source lesson's own table, number for number")


def add_csv_arguments(parser):
    """Add the options that say how to read a CSV file."""
    parser.add_argument("--target", default="target", metavar="COL", help="CSV: the column to predict")
    parser.add_argument(
        "--positive", metavar="LABEL", help="CSV: the label that counts as 1 (default: 1, true or yes; else the rarer)"
    )
    parser.add_argument(
        "--drop", nargs="+", action="extend", default=[], metavar="COL", help="CSV: columns to leave out"
    )


def run(options):
    """Print the comparison and write compare.csv and compare.png."""
    if options.as_printed:
        print(_as_printed_table())
        return 0
    from tqdm import tqdm

    from lessonlib.compute.compare import compare

    try:
        source = _source(options)
        make_writable(options.out)
        result = compare(source, options.repeats, options.seed, lambda repeats: tqdm(repeats, unit="split"))
    except (ValueError, OSError) as error:
        raise CommandError(error) from error
    print("\n".join([*_warnings(source.draw(0)), _report(result, source, options.repeats)]))
    try:
        _write_csv(result, options.out / "compare.csv")
        _write_picture(result, options.out / "compare.png")
    except OSError as error:
        raise CommandError(f"--out must be a folder to write to; {error}.") from error
    print(f"\nWritten: {options.out / 'compare.csv'}, {options.out / 'compare.png'}")
    return 0


def _source(options):
    """Turn --data into a source of rows."""
    from lessonlib.compute.compare import fixed_source, lesson_source

    dataset = load_data(options, "--data")
    if options.data == "lesson":
        return lesson_source(options.seed)
    return fixed_source(options.data if options.data in BUNDLED else "your data", dataset)


def load_data(options, what, needed=()):
    """Load what `options.data` names: a bundled data set, or a table; `what` is its name in errors."""
    from lessonlib.compute.data import Dataset, load_digits_8, make_imbalanced_data

    if options.data in BUNDLED and (options.positive is not None or options.target != "target"):
        raise CommandError(f"--target and --positive go with a CSV file; {what} {options.data} has its own labels.")
    if options.data == "lesson":
        return Dataset(*make_imbalanced_data(), "the lesson's generator, 950 and 50 rows, seed 42")
    if options.data in BUNDLED:
        return load_digits_8(RARE if options.data == "digits-rare" else None)
    if not Path(options.data).exists():
        raise CommandError(f"{what} must be {', '.join(BUNDLED)} or a CSV file; there is no file {options.data!r}.")
    from lessonlib.compute.table import load_csv

    return load_csv(options.data, options.target, options.positive, options.drop, needed)


def make_writable(folder):
    """Make the output folder and try it now, so that a long run does not end without its results."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        TemporaryFile(dir=folder).close()
    except OSError as error:
        raise CommandError(f"--out must be a folder to write to; {error}.") from error


def _warnings(data):
    """Return what should be settled about a table before its figures are believed, in a line."""
    from lessonlib.compute import alarms
    from lessonlib.compute.table import Table

    if not isinstance(data, Table):
        return []
    rang = alarms.ring(data.X, data.y == 1, {column.name: column.kind for column in data.columns})
    words = "; ".join(alarm.words for alarm in rang if alarm.stops)
    return [f"DO NOT BELIEVE THESE FIGURES YET: {words}. `lesson decide` says what to do.\n"] if words else []


def _report(result, source, repeats):
    """Return the means, the verdicts, and what they rest on."""
    from lessonlib.compute.compare import BASELINE, STRATEGIES

    means = [
        [strategy, *(f"{mean:.3f}" for mean in row)] for strategy, row in zip(STRATEGIES, result.means(), strict=True)
    ]
    others = [strategy for strategy in STRATEGIES if strategy != BASELINE]
    verdicts = [[strategy, *(result.verdict(strategy, metric).word for metric in TITLES)] for strategy in others]
    differences = [[strategy, _interval(result.verdict(strategy, "f1"))] for strategy in others]
    lines = [
        result.about,
        f"{result.n_rows:,} rows, {result.n_positives} positives; {repeats} "
        f"{'draws' if source.fresh else 'splits'} into train 60 %, validation 20 %, test 20 %.",
        f"Logistic regression to convergence, L2 penalty {source.l2:g}, standardised features. Threshold: 0.5, or the",
        "best for F1 on validation.",
        "",
        f"Mean on test, {result.n_test_positives} positives a split",
        _table(["strategy", *TITLES.values()], means),
        "",
        "Against no treatment on the same splits, by 95 % intervals of the paired differences",
        _table(["strategy", *TITLES.values()], verdicts),
        "",
        "Difference in F1: mean [95 % interval]",
        _table(["strategy", "F1 − F1 of no treatment"], differences),
        "",
        f"Each verdict stands alone: of {len(others) * len(TITLES)} without any true difference, about "
        f"{0.05 * len(others) * len(TITLES):.0f} on average would still read better or worse.",
        "A threshold moves decisions only: AUROC, AP and Brier stay as they are without it.",
    ]
    if not source.fresh:
        lines.append("The splits share rows; the intervals are widened for that (Nadeau and Bengio 2003).")
    return "\n".join(lines)


def _as_printed_table():
    from lessonlib.compute.as_printed import compare_as_printed

    rows = [
        [name, *(f"{value:.3f}" for value in metrics.values()), *map(str, (c.tp, c.fp, c.fn, c.tn))]
        for name, (metrics, c) in compare_as_printed().items()
    ]
    header = ["approach", "accuracy", "precision", "recall", "F1", "MCC", "TP", "FP", "FN", "TN"]
    return (
        "The source lesson's table: seed 42, first 800 rows to train (36 positives), last 200 to test (14).\n"
        + _table(header, rows)
        + "\nOne split, models stopped after 300 steps: SMOTE and class weights differ by one false positive.\n"
        "Lesson 10 tells what the table hides; `lesson compare` repeats the comparison with converged models."
    )


def _interval(verdict):
    mean, low, high = (number(value, "+.3f") for value in (verdict.mean, verdict.low, verdict.high))
    return f"{mean} [{low}, {high}]  {verdict.word}"


def _table(header, rows):
    """Lay out rows of text, the first column to the left, the others to the right."""
    widths = [max(len(row[i]) for row in [header, *rows]) for i in range(len(header))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in [header, ["─" * width for width in widths], *rows]
    )


def _write_csv(result, path):
    """Write one line for each repeat and strategy, unrounded."""
    from lessonlib.compute.compare import METRICS, STRATEGIES

    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["repeat", "strategy", "threshold", *METRICS])
        for repeat, (scores, thresholds) in enumerate(zip(result.scores, result.thresholds, strict=True)):
            for strategy, threshold, row in zip(STRATEGIES, thresholds, scores, strict=True):
                writer.writerow([repeat, strategy, threshold, *row])


def _write_picture(result, path):
    from lessonlib.compute.compare import BASELINE, STRATEGIES
    from lessonlib.draw.compare import comparison_figure

    others = [strategy for strategy in STRATEGIES if strategy != BASELINE]
    verdicts = {title: [result.verdict(name, metric) for name in others] for metric, title in TITLES.items()}
    comparison_figure(others, verdicts, result.about).savefig(path, dpi=150)
