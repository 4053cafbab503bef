"""The amounts explorer: each row has an amount at stake; drag what a check costs, and see whom it pays to check."""

import numpy as np

from lessonlib.compute.costs import check_above_threshold, check_by_amount
from lessonlib.compute.words import of, plural
from lessonlib.draw.costs import amounts_stage
from lessonlib.draw.frames import Frames, Mark, Table
from lessonlib.interact.player import Player, Scene

CHECKS = np.array([1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100])
PER = 1000  # rows
HANDLE = 0.1  # the probability at which the line is taken hold of


def amounts_explorer(y_true, y_prob, amounts, *, check=10):
    """Show two rules for whom to check, where a missed positive costs its own amount.

    The solid line is the rule by amount: check where probability × amount is at least the cost of a check. The
    dash-dotted line is the one threshold for all that is cheapest on these very rows.

    Parameters
    ----------
    y_true : array-like of 0 and 1, shape (n,)
    y_prob : array-like of float, > 0 and at most 1, shape (n,)
        Right probabilities.
    amounts : array-like of float > 0, shape (n,)
        What is lost with each row that is positive and not checked.
    check : float, default 10
        What a check costs at the start, from 1 to 100.

    Returns
    -------
    Player
        Its ``value`` is the cost of a check.

    Raises
    ------
    ValueError
        If an argument is out of its range, or labels and numbers differ in length.
    """
    y, p, amounts = np.asarray(y_true), np.asarray(y_prob, dtype=float), np.asarray(amounts, dtype=float)
    rules = check_by_amount(y, p, amounts, CHECKS), check_above_threshold(y, p, amounts, CHECKS)
    for name, column in (("y_prob", p), ("amounts", amounts)):
        if not column.min() > 0:
            raise ValueError(
                f"{name} must be above 0 to stand on a log axis; got {column.min():g}, and {np.sum(~(column > 0)):,} "
                f"such rows of {len(column):,}. Leave those rows out."
            )
    nobody = PER * float(np.mean(y * amounts))
    stage = amounts_stage(
        y_true=y,
        y_prob=p,
        amounts=amounts,
        check_costs=CHECKS,
        by_amount=PER * rules[0].cost,
        fixed=PER * rules[1].cost,
        nobody=nobody,
    )
    scene = Scene(stage, _frames(*rules, len(y), int(y.sum()), nobody, stage.panels["rows"]))
    return Player(
        lambda: scene,
        label="Amounts explorer",
        question="Drag the cost of a check. Which rule catches more positives, and which one costs less?",
        value=check,
    )


def _frames(by_amount, fixed, rows, positives, nobody, panel):
    def lines(rule):
        return [
            [f"{count:,}" for count in rule.checks],
            [of(count, positives, "positive") for count in rule.caught],
            [f"{amount:,.0f}" for amount in rule.missed_amount],
            [f"{PER * cost:,.0f}" for cost in rule.cost],
        ]

    idle = [["0"], [of(0, positives, "positive")], [f"{nobody * rows / PER:,.0f}"], [f"{nobody:,.0f}"]]
    rules = {"by amount": lines(by_amount), "best threshold": lines(fixed), "check nobody": idle}
    columns = ("checks", "caught", "amounts missed", f"cost of {PER:,} rows")
    frames = zip(CHECKS, by_amount.checks, by_amount.caught, by_amount.cost, fixed.caught, fixed.cost, strict=True)
    return Frames(
        quantity="Cost of a check",
        values=CHECKS,
        readings=[f"{check:g}" for check in CHECKS],
        sentences=[describe(*frame, positives) for frame in frames],
        tables=[Table(f"On these {rows:,} rows", columns, rules)],
        marks=_marks(by_amount, fixed, panel),
    )


def describe(check, checks, caught, cost, fixed_caught, fixed_cost, positives):
    """Return in a sentence what the rule by amount does, beside the best threshold; costs are of a row.

    >>> describe(10, 90, 28, 1.8, 38, 2.2, 50)
    'At 10 a check, checking by amount makes 90 checks, catches 28 of 50 positives (56 %), and 1,000 rows cost 1,800; \
the best threshold catches 38 of 50 positives (76 %), and they cost 2,200.'
    """
    return (
        f"At {check:g} a check, checking by amount makes {plural(checks, 'check')}, catches "
        f"{of(caught, positives, 'positive')}, and {PER:,} rows cost {PER * cost:,.0f}; the best threshold catches "
        f"{of(fixed_caught, positives, 'positive')}, and they cost {PER * fixed_cost:,.0f}."
    )


def _marks(by_amount, fixed, panel):
    far = panel.xlim[1]
    return [
        Mark("hline", "rows", "third", y=np.where(np.isfinite(fixed.threshold), fixed.threshold, np.nan)),
        # On two log axes, probability × amount = check is a straight line: its ends are enough.
        Mark("polyline", "rows", x=[(check, far) for check in CHECKS], y=[(1, check / far) for check in CHECKS]),
        Mark("label", "rows", text=[f"— probability × amount = {check:g}" for check in CHECKS], align="start"),
        Mark("label", "rows", "third", text=[f"–·– threshold {found:.2g}" for found in fixed.threshold], align="end"),
        Mark("point", "rows", x=CHECKS / HANDLE, y=[HANDLE], drag="x"),
        Mark("point", "cost", "third", x=CHECKS, y=PER * fixed.cost),
        Mark("point", "cost", x=CHECKS, y=PER * by_amount.cost),
        Mark("label", "cost", text=[f"{check:g} a check" for check in CHECKS]),
        Mark("vline", "cost", x=CHECKS, drag="x"),
    ]
