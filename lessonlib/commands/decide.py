"""`lesson decide`: a decision dossier on your data, your costs and your limits, as HTML and as Markdown."""

import shlex
from pathlib import Path

from lessonlib.commands import CommandError
from lessonlib.commands.compare import add_csv_arguments, load_data, make_writable

MOVED = "The rule still beats every dummy, but the prevalence is another one: make the dossier again on newer rows."
ROLES = ("group", "time", "amount", "scores")


def add_arguments(parser):
    parser.add_argument(
        "data", metavar="FILE", help="a table of yours (CSV, also .gz; Excel, Parquet), or lesson, digits, digits-rare"
    )
    add_csv_arguments(parser)
    goal = parser.add_argument_group("what counts")
    goal.add_argument("--cost-fp", type=float, metavar="C", help="what a false alarm costs")
    goal.add_argument("--cost-fn", type=float, metavar="C", help="what a missed positive costs")
    goal.add_argument("--amount", metavar="COL", help="the column with what a miss of each row costs, beside --cost-fp")
    goal.add_argument("--capacity", type=float, metavar="N", help="alerts per 1,000 rows that can be handled")
    goal.add_argument("--min-recall", type=float, metavar="R", help="share of the positives that must be caught")
    goal.add_argument(
        "--prevalence", type=float, metavar="P", help="share of positives where it will be used (default: the data's)"
    )
    rows = parser.add_argument_group("what ties rows together")
    rows.add_argument(
        "--group", metavar="COL", help="rows of one group (customer, patient) stay on one side of a split"
    )
    rows.add_argument("--time", metavar="COL", help="learn from the past, test on the future")
    rows.add_argument("--independent", action="store_true", help="you vouch that neither groups nor times matter")
    tried = parser.add_argument_group("what is tried")
    tried.add_argument(
        "--scores", metavar="COL", help="no model is fitted: this column holds the scores of one that exists"
    )
    tried.add_argument("--no-boosting", action="store_true", help="logistic regression alone, which is quicker")
    tried.add_argument("--repeats", type=int, metavar="N", help="splits (default: 20, of many rows fewer)")
    tried.add_argument("--seed", type=int, default=0, metavar="S", help="same seed, same numbers (default: 0)")
    parser.add_argument("-o", "--out", type=Path, default=Path("dossier"), metavar="DIR", help="(default: dossier)")
    parser.add_argument(
        "--again",
        type=Path,
        metavar="DIR",
        help="check the rule of this dossier on FILE; it runs DIR's own pipeline.joblib",
    )


def run(options):
    """Write the dossier; print its summary, its checklist and the files' names."""
    if options.again is not None:
        return _again(options)
    from tqdm import tqdm

    try:
        _refuse_early(options)
        make_writable(options.out)
        data = load_data(options, "FILE", [getattr(options, role) for role in ROLES if getattr(options, role)])
        from lessonlib.interact.dossier import decide, write_dossier

        print(data.about, flush=True)
        dossier = decide(data, command=_command(options), progress=lambda s: tqdm(s, unit="step"), **_asked(options))
        dossier.how = {"target": options.target, "positive": options.positive}
        files = write_dossier(dossier, options.out)
    except (ValueError, OSError) as error:
        raise CommandError(error) from error
    print(f"\n{dossier}\n")
    for check in dossier.checks:
        print(f"  {check.word:10}  {check.question} {check.finding}")
    print(f"\nWritten: {', '.join(map(str, files))}")
    return 0


def _refuse_early(options):
    """Refuse a goal before anything is read."""
    from lessonlib.compute.goal import make_goal

    if options.amount is not None and (options.cost_fp is None or options.cost_fn is not None):
        raise ValueError("--amount must come with --cost-fp, and without --cost-fn: the amount is what a miss costs.")
    if options.group is not None and options.time is not None:
        raise ValueError(
            "--group and --time must not be given together. Take the time if the same customers come again."
        )
    cost_fn = 1.0 if options.amount is not None else options.cost_fn
    limits = {"capacity": options.capacity, "min_recall": options.min_recall}
    make_goal(options.prevalence or 0.5, cost_fp=options.cost_fp, cost_fn=cost_fn, **limits)
    if options.prevalence is not None:
        make_goal(options.prevalence)


def _asked(options):
    names = ("cost_fp", "cost_fn", "capacity", "min_recall", "prevalence", "independent", "seed", *ROLES)
    return {name: getattr(options, name) for name in names} | {
        "boosting": not options.no_boosting,
        "n_repeats": options.repeats,
    }


def _command(options):
    """Return the command that was typed, with the file's name alone."""
    words = ["lesson", "decide", Path(options.data).name]
    for name, value in vars(options).items():
        if name in ("command", "data", "out", "again") or value in (None, False, [], ()):
            continue
        flag = f"--{name.replace('_', '-')}"
        words += [flag] if value is True else [flag, *map(str, value if isinstance(value, list) else [value])]
    return shlex.join(words)


def _again(options):
    from lessonlib.compute.rule_file import again
    from lessonlib.compute.words import interval, number, percent

    try:
        found = again(options.again, options.data)
    except (ValueError, OSError) as error:
        raise CommandError(error) from error
    word = {True: "The rule still holds.", False: "The rule does not hold here.", None: "Can't tell whether it holds."}
    print(MOVED if found.holds and found.moved else word[found.holds])
    rate, *ends = (number(1000 * end, ".0f") for end in found.alerts)
    usual = " to ".join(number(1000 * end, ".0f") for end in found.expected)
    print(f"  alerts       {rate} of 1,000 rows, {' to '.join(ends)}; {usual} were expected")
    share = f"about {percent(found.prevalence)} by the probabilities"
    if found.labelled is not None:
        ends = interval(*(100 * end for end in found.labelled[1:]), ".3g")
        share = f"{percent(found.labelled.value)} by the labels, {ends} %"
    print(f"  prevalence   {share}; made for {percent(found.made_at)}")
    for name, words in found.drift:
        print(f"  drift        {name}: {words}")
    if found.gain is not None:
        gain = f"{number(found.gain.value, '.3g')} over the better dummy, {interval(*found.gain[1:], '.3g')}"
        print(f"  gain         {gain}")
    if found.calibration is not None:
        for name, one in zip(("intercept", "slope"), found.calibration, strict=True):
            print(f"  {name:12} {number(one.value, '.2f')}, {interval(*one[1:], '.2f')} (corrected to this prevalence)")
    return 0 if found.holds else 1
