"""`lesson decide`: a decision dossier on your data, your costs and your limits, as HTML and as Markdown."""

from pathlib import Path

from lessonlib.commands import CommandError
from lessonlib.commands.compare import add_csv_arguments, load_data, make_writable


def add_arguments(parser):
    parser.add_argument(
        "data", metavar="FILE", help="a CSV file of yours with numeric features, or lesson, digits, digits-rare"
    )
    add_csv_arguments(parser)
    parser.add_argument("--cost-fp", type=float, metavar="C", help="what a false alarm costs")
    parser.add_argument("--cost-fn", type=float, metavar="C", help="what a missed positive costs")
    parser.add_argument("--capacity", type=float, metavar="N", help="alerts per 1,000 rows that can be handled")
    parser.add_argument(
        "--prevalence", type=float, metavar="P", help="share of positives where it will be used (default: the data's)"
    )
    parser.add_argument("--repeats", type=int, default=50, metavar="N", help="splits (default: 50)")
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="same seed, same numbers (default: 0)")
    parser.add_argument("-o", "--out", type=Path, default=Path("dossier"), metavar="DIR", help="(default: dossier)")


def run(options):
    """Write the dossier; print its summary, its checklist and the files' names."""
    from tqdm import tqdm

    from lessonlib.interact.dossier import decide, write_dossier

    try:
        data = load_data(options, "FILE")
        make_writable(options.out)
        dossier = decide(
            data,
            cost_fp=options.cost_fp,
            cost_fn=options.cost_fn,
            capacity=options.capacity,
            prevalence=options.prevalence,
            n_repeats=options.repeats,
            seed=options.seed,
            progress=lambda splits: tqdm(splits, unit="split"),
        )
        files = write_dossier(dossier, options.out)
    except (ValueError, OSError) as error:
        raise CommandError(error) from error
    print(f"{data.about}\n\n{dossier}\n")
    for check in dossier.checks:
        print(f"  {'pass' if check.passed else 'FAIL'}  {check.question} {check.finding}")
    print(f"\nWritten: {', '.join(map(str, files))}")
    return 0
