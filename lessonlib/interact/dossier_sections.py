"""What a decision dossier says, section by section: numbers in, blocks of a document out."""

from lessonlib.compute.calibration import reliability
from lessonlib.compute.dossier import PLAIN, RULES
from lessonlib.compute.goal import MEASURES
from lessonlib.draw.calibration import reliability_picture
from lessonlib.draw.dossier import shift_picture, strategies_picture
from lessonlib.interact.document import Bullets, Grid, Heading, Shown, Text

WHY = {
    "cost": "Both costs are known, so the expected cost decides. It is given for 1,000 rows; smaller is better.",
    "recall": "Alerts are limited, so what counts is how many of the positives stand in the list that can be worked: "
    "its recall.",
    "f1": "Neither costs nor a limit on alerts are known. F1 stands in for them: it weighs a missed positive and a "
    "false alarm alike and ignores true negatives. Replace it by costs as soon as somebody can name them.",
}
LIMIT_MOVES = " Look at the alerts: a line left as it is may flag more rows than the limit allows."
FIRST_STEP = {
    PLAIN: "Fit a plain logistic regression",
    "recalibrated": "Fit a plain logistic regression and recalibrate it on held-out rows (Platt)",
    "class weights": "Fit a logistic regression with class weights",
    "undersampling": "Fit a logistic regression to all positives and as many negatives",
    "SMOTE": "Fit a logistic regression after SMOTE",
}


def sections(numbers, checks):
    """Return the blocks of the dossier, from the summary to what it does not say."""
    parts = (_data, _strategies, _line, _probabilities, _shift)
    blocks = [block for part in parts for block in part(numbers)]
    return [*_summary(numbers, checks), *blocks, *_checklist(checks), *_limits(numbers)]


def _summary(numbers, checks):
    rule, goal = numbers.chosen(), numbers.goal
    tp, _, fp, fn = numbers.outcomes(rule)
    passed = sum(check.passed for check in checks)
    return [
        Heading("In short"),
        Text(
            f"{FIRST_STEP[rule]}{_correction(numbers, rule)}; {_how(numbers, rule)}. "
            f"Of 1,000 rows with a prevalence of {_percent(goal.prevalence)}, expect about {tp + fp:.0f} alerts: "
            f"{tp:.0f} of {tp + fn:.0f} positives caught, {fp:.0f} false alarms. "
            f"{_first_up(MEASURES[goal.measure])}: {_mean(numbers, rule)}."
        ),
        Text(f"{passed} of {len(checks)} checks pass; read those that fail before anything else."),
    ]


def _how(numbers, rule):
    threshold, _, _ = numbers.threshold_range(rule)
    if numbers.goal.measure == "recall":
        return f"work its list from the top, {numbers.goal.capacity:g} of every 1,000 rows"
    limit = "" if numbers.goal.capacity is None else f", at most {numbers.goal.capacity:g} of every 1,000 rows"
    return f"flag from a probability of about {threshold:.3g}{limit}"


def _correction(numbers, rule):
    """Return what to do before a threshold means what it says; a list from the top needs no correction."""
    learnt, used = _percent(numbers.learnt(rule)), _percent(numbers.goal.prevalence)
    if numbers.goal.measure == "recall" or learnt == used:
        return ""
    return f", correct its probabilities from a prevalence of {learnt} to {used}"


def _data(numbers):
    parts = ", ".join(
        f"{name} {size:,} rows with {positives:,} positives"
        for name, (size, positives) in zip(("train", "validation", "test"), numbers.parts, strict=True)
    )
    return [
        Heading("The data"),
        Text(f"{numbers.about}."),
        Text(
            f"{len(numbers.y):,} rows, {numbers.n_features} features, {numbers.y.sum():,} positives "
            f"({_percent(numbers.prevalence)}). {len(numbers.thresholds)} stratified splits: {parts}."
        ),
    ]


def _strategies(numbers):
    goal = numbers.goal
    measure = MEASURES[goal.measure]
    verdicts = {rule: numbers.verdict(rule) for rule in RULES if rule != PLAIN}
    rows = [[rule, _mean(numbers, rule), verdicts[rule].word if rule in verdicts else "(the base)"] for rule in RULES]
    dummies = {name: _number(goal, goal.value(rates)) for name, rates in goal.dummies().items()}
    rows += [[name, value, "a dummy"] for name, value in dummies.items()]
    columns = ["strategy", f"{measure}, mean [95 % interval]", "against plain"]
    return [
        Heading("What counts, and which strategy"),
        Text(WHY[goal.measure]),
        Grid("The same splits for all; probabilities corrected to the prevalence of use", columns, rows),
        Shown("strategies.png", strategies_picture(verdicts, measure)),
    ]


def _line(numbers):
    rule = numbers.chosen()
    middle, low, high = numbers.threshold_range(rule)
    if low == high and numbers.goal.cost_fn is not None:
        words = f"The costs fix the line at {middle:.3g}: the cost of a false alarm over the sum of both costs."
    else:
        words = (
            f"The line lies at {middle:.3g}, the median over the splits; the middle 95 % are {low:.3g} to {high:.3g}."
        )
    tp, tn, fp, fn = (f"{count:,.1f}" for count in numbers.outcomes(rule))
    at = f"It is a probability at the prevalence of use, {_percent(numbers.goal.prevalence)}."
    counts = f"{tp} caught, {fn} missed, {fp} false alarms, {tn} left alone"
    return [Heading("The line"), Text(f"{words} {at} Expected among 1,000 rows ({rule}): {counts}.")]


def _probabilities(numbers):
    y, p = numbers.y_once, numbers.p_once
    brier, constant = numbers.brier()
    return [
        Heading("The probabilities"),
        Text(
            f"Of the plain model, for {len(y):,} rows that it was not fitted on, each from the first split that tested "
            f"it. Brier score {brier:.4f}; always saying {_percent(y.mean())} would have {constant:.4f}."
        ),
        Shown("reliability.png", reliability_picture({PLAIN: reliability(y, p)}, prevalence=numbers.prevalence)),
    ]


def _shift(numbers):
    rule, goal = numbers.chosen(), numbers.goal
    prevalences = [factor * goal.prevalence for factor in numbers.factors]
    values = {
        adapted: [numbers.mean_value(rule, factor, adapted=adapted) for factor in numbers.factors]
        for adapted in (True, False)
    }
    rows = [
        [
            f"{factor:g} × ({_percent(prevalence)})",
            *(_number(goal, values[adapted][i]) for adapted in (False, True)),
            *(_alerts(numbers.outcomes(rule, factor, adapted=adapted)) for adapted in (False, True)),
        ]
        for i, (factor, prevalence) in enumerate(zip(numbers.factors, prevalences, strict=True))
    ]
    measure = MEASURES[goal.measure]
    columns = ["prevalence", f"{measure}, line as it is", "line adapted", "alerts per 1,000, as it is", "adapted"]
    return [
        Heading("If the prevalence changes"),
        Text(
            "Adapted: the probabilities are corrected to the new prevalence and the line is drawn again. This assumes "
            "that positives and negatives look as before, and only their shares change."
            + (LIMIT_MOVES if goal.capacity is not None else "")
        ),
        Grid(f"{rule}: mean over the splits", columns, rows),
        Shown("prevalence.png", shift_picture(prevalences, values[True], values[False], measure)),
    ]


def _checklist(checks):
    rows = [[check.question, "pass" if check.passed else "FAIL", check.finding] for check in checks]
    return [Heading("Checklist"), Grid("Checked on these data", ["question", "result", "finding"], rows)]


def _limits(numbers):
    items = [
        "One kind of model was tried: logistic regression on standardised features, L2 penalty 1. Trees or other "
        "features may do better.",
        "The splits share rows. The intervals are widened for that (Nadeau and Bengio 2003), and are approximate all "
        "the same; each verdict stands alone, and of many some are wrong.",
        "Rows count as independent. Several rows of one customer, or rows ordered in time, need a split by customer or "
        "by time.",
        "The labels are taken as right, and the rows as a fair sample of those to come.",
    ]
    if numbers.chosen() != PLAIN:
        items.append("The strategy was chosen on the splits that judge it, so its figures are a little too good.")
    if numbers.goal.prevalence == numbers.prevalence:
        items.append(
            "The prevalence of use is that of the data. If positives were collected on purpose, it is probably lower."
        )
    return [Heading("What this does not say"), Bullets(items)]


def _percent(share):
    return f"{100 * share:.3g} %"


def _number(goal, value):
    return f"{value:,.1f}" if goal.measure == "cost" else f"{value:.3f}"


def _mean(numbers, rule):
    mean = numbers.mean(rule)
    mean, low, high = (_number(numbers.goal, value) for value in mean[:3])
    return f"{mean} [{low}, {high}]"


def _alerts(outcomes):
    tp, _, fp, _ = outcomes
    return f"{tp + fp:.0f}"


def _first_up(text):
    return text[0].upper() + text[1:]
