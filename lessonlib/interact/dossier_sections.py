"""What a decision dossier says on its first page, and in the folds below: numbers in, blocks of a document out."""

from lessonlib.compute.calibration import reliability
from lessonlib.compute.dossier_checks import CANT_TELL, NO_MODEL, RULE, STOP, passed_in_words
from lessonlib.compute.goal import MEASURES
from lessonlib.compute.last_part import BY_AMOUNT, alerts, decision_curve, stress, with_goal
from lessonlib.compute.recipes import BOOSTING, LOGISTIC, PLAIN, RECALIBRATED, SCORES, YOURS
from lessonlib.compute.words import interval, number, percent
from lessonlib.draw.calibration import reliability_picture
from lessonlib.draw.dossier import decision_curve_picture, shift_picture, strategies_picture, stress_picture
from lessonlib.interact.document import Bullets, Fold, Grid, Heading, Headline, Shown, Text

WHY = {
    "cost": "Both costs are known, so the expected cost decides. It is given for 1,000 rows; smaller is better.",
    "recall": "Alerts are limited, so what counts is how many of the positives stand in the list that can be worked: "
    "its recall.",
    "f1": "Neither costs nor a limit on alerts are known. F1 stands in for them: it weighs a missed positive and a "
    "false alarm alike and ignores true negatives. Replace it by costs as soon as somebody can name them.",
    "alerts": "A floor under recall is given, so what counts is how few alerts keep it, with a margin for the few "
    "positives of the validation part.",
}
LIMIT_MOVES = " Look at the alerts: a line left as it is may flag more rows than the limit allows."
ONE_FOR_ALL = "One threshold for all rows"
SWAPPED = "Class 1 is the majority of these rows: are the labels the right way round?"
LEARNERS = {
    LOGISTIC: "a logistic regression",
    BOOSTING: "boosted trees",
    YOURS: "your estimator",
    SCORES: "the scores",
}
HOW = {
    PLAIN: "{}",
    RECALIBRATED: "{}, recalibrated on held-out rows (Platt)",
    "class weights": "{} with class weights",
    "undersampling": "{}, fitted to all positives and as many negatives",
    "SMOTE": "{}, fitted after SMOTE",
}


def first_page(numbers, checks, outcome):
    """Return the blocks to show a boss: what to do, what to expect, three pictures, what could break it."""
    rule, goal = numbers.chosen(), numbers.goal
    measure = MEASURES[goal.measure]
    _, low, high = numbers.threshold_range(rule)
    verdicts = {other: numbers.verdict(other) for other in numbers.rules[1:]}
    shown = [Shown("strategies.png", strategies_picture(verdicts, measure, numbers.base))] if verdicts else []
    gains, now = stress(numbers.last, goal, (low, high)), float(goal.gain(numbers.last.rates))
    curve = decision_curve(numbers.last, goal)
    return [
        Headline(headline(numbers, outcome)),
        *[Text(reason) for reason in _reasons(outcome)],
        _expected(numbers),
        Text(f"{passed_in_words(checks)}."),
        *shown,
        Shown("stress.png", stress_picture(gains, now, measure)),
        Shown("net-benefit.png", decision_curve_picture(*curve, numbers.last.threshold)),
        Heading("What could break it"),
        Bullets(_dangers(checks, gains, now, ONE_FOR_ALL if numbers.by_amount() else "The rule")),
    ]


def folds(numbers, checks):
    """Return the sections that open on demand."""
    parts = (_data, _strategies, _line, _probabilities, _shift, _amounts)
    made = [Fold("Checklist", [_checklist(checks)])]
    return [*made, *(fold for part in parts for fold in part(numbers)), _limits(numbers)]


def headline(numbers, outcome):
    """Return the outcome in a sentence or two."""
    if outcome.word == STOP:
        return f"Do not deploy on these figures: {'; '.join(outcome.why)}."
    if outcome.word == NO_MODEL:
        return (
            f"No model yet: nothing tried here beats every rule that needs no model. Do not deploy.{_swapped(numbers)}"
        )
    if outcome.word == CANT_TELL:
        return f"Can't tell {_open_question(numbers)}. Do not deploy on these figures.{_swapped(numbers)}"
    if numbers.by_amount():
        return _by_amount(numbers)
    tp, _, fp, fn = numbers.goal.outcomes(numbers.last.rates)
    recall = numbers.last.estimate(lambda rates: rates.tpr)
    flagged = alerts(numbers.last, numbers.goal)
    return (
        f"{_first_up(what(numbers))}{_correction(numbers)}; {_how(numbers)}. Of 1,000 rows with a prevalence of "
        f"{percent(numbers.goal.prevalence)}, expect {flagged.value:.0f} alerts ({interval(*flagged[1:], '.0f')}): "
        f"{number(tp, '.3g')} of {number(tp + fn, '.3g')} positives caught "
        f"(recall {interval(*recall[1:], '.2f')}), {fp:.0f} false alarms."
        f"{_swapped(numbers)}"
    )


def _swapped(numbers):
    return f" {SWAPPED}" if 2 * numbers.prevalence > 1 else ""


def _by_amount(numbers):
    """Return the headline of a rule that heeds each row's amount."""
    bills = numbers.bills()
    bill = bills.pop(BY_AMOUNT)
    one, *dummies = (other.value for other in bills.values())
    return (
        f"{_first_up(what(numbers))}{_correction(numbers)}; flag where probability × amount reaches "
        f"{numbers.goal.cost_fp:g}, what a false alarm costs. Expect a bill of {number(bill.value, ',.0f')} for 1,000 "
        f"rows ({interval(*bill[1:], ',.0f')}); one threshold for all has {number(one, ',.0f')}, the better dummy "
        f"{number(min(dummies), ',.0f')}.{_swapped(numbers)}"
    )


def _open_question(numbers):
    """Return what the data leave open."""
    if numbers.goal.min_recall is not None and numbers.last.estimate(numbers.goal.gain).low > 0:
        return f"whether a recall of {numbers.goal.min_recall:g} is kept"
    return "whether a model pays here: these rows are too few, or it gains too little"


def what(numbers):
    """Return the recommended model in words."""
    recipe = numbers.recipe()
    return HOW[recipe.treatment].format(LEARNERS[recipe.learner])


def _reasons(outcome):
    if outcome.word == RULE:
        return []
    if outcome.word == STOP:
        return ["The figures below are what these rows promise at random; do not believe them before this is settled."]
    return [*outcome.why, "The figures below are of the best that was tried."]


def _how(numbers):
    threshold, low, high = numbers.threshold_range(numbers.chosen())
    if numbers.goal.measure == "recall":
        return f"work its list from the top, {numbers.goal.capacity:g} of every 1,000 rows"
    limit = "" if numbers.goal.capacity is None else f", at most {numbers.goal.capacity:g} of every 1,000 rows"
    spread = f" ({interval(low, high, '.2g')})" if high > low else ""
    score = "" if numbers.rows.scores is None else f"score of {numbers.line[1]:.4g}, a "
    return f"flag from a {score}probability of about {number(threshold, '.2g')}{spread}{limit}"


def _correction(numbers):
    """Return what to do before a threshold means what it says; a list from the top needs no correction."""
    recipe = numbers.recipe()
    as_learnt = recipe.treatment in (PLAIN, RECALIBRATED)
    learnt, used = percent(numbers.prevalence if as_learnt else 0.5), percent(numbers.goal.prevalence)
    if numbers.goal.measure == "recall" or learnt == used:
        return ""
    return f", probabilities corrected from a prevalence of {learnt} to {used}"


def _expected(numbers):
    figures = with_goal(numbers.last, numbers.goal)
    goal = numbers.goal
    measure = MEASURES[goal.measure]
    if measure not in figures:
        figures = {measure: numbers.last.estimate(goal.value), **figures}
    figures[f"gain over the better dummy ({measure})"] = numbers.last.estimate(goal.gain)
    rows = [[name, number(one.value, ".3g"), interval(one.low, one.high, ".3g")] for name, one in figures.items()]
    positives = numbers.parts[3]
    on = f"With {ONE_FOR_ALL[0].lower()}{ONE_FOR_ALL[1:]}, on" if numbers.by_amount() else "On"
    caption = (
        f"{on} the last part, {positives[0]:,} rows with {positives[1]:,} positives that nothing else touched, at a "
        f"prevalence of {percent(goal.prevalence)}"
    )
    return Grid(caption, ["figure", "value", "95 % interval"], rows)


def _dangers(checks, gains, now, rule="The rule"):
    """Return what failed, and by which changes a gain that is there now would be lost."""
    items = [f"{check.question} {_first_up(check.word)}. {check.finding}" for check in checks if not check.passed]
    broken = [_which_end(name, *ends) for name, ends in gains.items() if min(ends) <= 0 < now]
    items += [f"{rule} is worth nothing any more if: {'; '.join(broken)}."] if broken else []
    return items or [
        "No check failed, and none of the changes tried above makes the rule worthless. The world may still move."
    ]


def _which_end(name, low, high):
    """Return the name of a change with the end that loses the gain, if the other keeps it."""
    return name if max(low, high) <= 0 else name.replace("× ½ or × 2", "× ½" if low <= 0 else "× 2")


def _data(numbers):
    names = ("train", "validation", "test", "last part")
    parts = ", ".join(
        f"{name} {size:,} rows with {positives:,} positives"
        for name, (size, positives) in zip(names, numbers.parts, strict=True)
    )
    kind = {
        "rows": "stratified",
        "groups": "by groups, stratified",
        "copies": "with copies kept together",
        "time": "in time",
    }
    rows, columns = numbers.rows, numbers.rows.columns
    listed = [[column.name, column.kind, column.done] for column in columns]
    splits = f"{len(numbers.thresholds)} splits, {kind[rows.plan.kind]}"
    return [
        Fold(
            "The data",
            [
                Text(f"{rows.about}."),
                Text(
                    f"{len(numbers.y):,} rows, {rows.X.shape[1]:,} features, {numbers.y.sum():,} positives "
                    f"({percent(numbers.prevalence)}). {splits}: {parts}."
                ),
                *([Grid("What was done to each column", ["column", "read as", "how"], listed)] if listed else []),
            ],
        )
    ]


def _strategies(numbers):
    goal = numbers.goal
    measure = MEASURES[goal.measure]
    rows = [
        [rule, _mean(numbers, rule), "(the base)" if rule == numbers.base else numbers.verdict(rule).word]
        for rule in numbers.rules
    ]
    dummies = {name: _number(goal, goal.value(rates)) for name, rates in goal.dummies().items()}
    rows += [[name, value, "a dummy"] for name, value in dummies.items()]
    columns = ["strategy", f"{measure}, mean [95 % interval]", f"against {numbers.base}"]
    choice = (
        f"“{numbers.chosen()}” is taken: first the learner, then its treatment; the simplest, unless others are better "
        "when all are asked at once (Holm). Each verdict in the table stands alone."
    )
    caption = "The same splits for all; probabilities corrected to the prevalence of use"
    return [
        Fold("What counts, and which strategy", [Text(WHY[goal.measure]), Grid(caption, columns, rows), Text(choice)])
    ]


def _line(numbers):
    rule = numbers.chosen()
    middle, low, high = numbers.threshold_range(rule)
    if low == high and numbers.goal.cost_fn is not None:
        words = f"The costs fix the line at {middle:.3g}: the cost of a false alarm over the sum of both costs."
    else:
        words = (
            f"The line lies at {middle:.2g}, the median over the splits; the middle 95 % are {low:.2g} to {high:.2g}."
        )
    tp, tn, fp, fn = (f"{count:,.1f}" for count in numbers.outcomes(rule))
    at = f"It is a probability at the prevalence of use, {percent(numbers.goal.prevalence)}."
    counts = f"{tp} caught, {fn} missed, {fp} false alarms, {tn} left alone"
    return [Fold("The line", [Text(f"{words} {at} Mean over the splits, of 1,000 rows ({rule}): {counts}.")])]


def _probabilities(numbers):
    rule = numbers.chosen()
    y, p = numbers.tested(rule)
    brier, constant = numbers.brier(rule)
    picture = reliability_picture({rule: reliability(y, p)}, prevalence=numbers.prevalence)
    return [
        Fold(
            "The probabilities",
            [
                Text(
                    f"Of “{rule}”, for {len(y):,} rows, each from the first split that tested it, at the data's "
                    f"prevalence. Brier score {brier:.4f}; always saying {percent(y.mean())} would have {constant:.4f}."
                ),
                Shown("reliability.png", picture),
            ],
        )
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
            f"{factor:g} × ({percent(prevalence)})",
            *(_number(goal, values[adapted][i]) for adapted in (False, True)),
            *(_alerts(numbers.outcomes(rule, factor, adapted=adapted)) for adapted in (False, True)),
        ]
        for i, (factor, prevalence) in enumerate(zip(numbers.factors, prevalences, strict=True))
    ]
    measure = MEASURES[goal.measure]
    columns = ["prevalence", f"{measure}, line as it is", "line adapted", "alerts per 1,000, as it is", "adapted"]
    words = (
        "Adapted: the probabilities are corrected to the new prevalence and the line is drawn again. This assumes "
        "that positives and negatives look as before, and only their shares change."
    ) + (LIMIT_MOVES if goal.capacity is not None else "")
    picture = shift_picture(prevalences, values[True], values[False], measure)
    shown = [Text(words), Grid(f"{rule}: mean over the splits", columns, rows), Shown("prevalence.png", picture)]
    return [Fold("If the prevalence changes", shown)]


def _amounts(numbers):
    bills, goal = numbers.bills(), numbers.goal
    if not bills:
        return []
    rows = [[name, number(bill.value, ",.0f"), interval(bill.low, bill.high, ",.0f")] for name, bill in bills.items()]
    words = (
        f"A miss costs its row's amount. By amount: flag where probability × amount reaches {goal.cost_fp:g}, what a "
        f"false alarm costs. One threshold: as if each miss cost {goal.cost_fn:,.4g}, the mean amount of the positives."
    )
    grid = Grid("Bill per 1,000 rows of the last part", ["rule", "bill", "95 % interval"], rows)
    return [Fold("Costs row by row", [Text(words), grid])]


def _checklist(checks):
    rows = [[check.question, check.word, check.finding] for check in checks]
    return Grid("Checked on these data", ["question", "result", "finding"], rows)


def _limits(numbers):
    learners = dict.fromkeys(LEARNERS[recipe.learner] for recipe in numbers.recipes)
    tried = f"Tried: {' and '.join(learners)}, with usual settings, not tuned. Other models or features may do better."
    if numbers.rows.scores is not None:
        tried = "Whether the model behind the scores has learnt from these rows: then all this is too good."
    items = [
        tried,
        "The splits share rows. Intervals over them are widened for that (Nadeau and Bengio 2003), and approximate.",
        "The last part was used once. Whoever changes something after reading this, and looks again, uses it twice.",
        "A leak is seen where one column gives the label away; not where several together do, nor where a column is "
        "filled in later.",
        "The labels are taken as right, and the rows as a fair sample of those to come. If positives were collected on "
        "purpose, give the prevalence of use.",
        "After deployment watch the share of alerts, the mean probability, and as labels come in the bill and the "
        "calibration: lesson decide --again DIR NEW.csv.",
    ]
    return Fold("What this dossier does not say", [Bullets(items)])


def _mean(numbers, rule):
    mean = numbers.mean(rule)
    mean, low, high = (_number(numbers.goal, value) for value in mean[:3])
    return f"{mean} [{low}, {high}]"


def _number(goal, value):
    return number(value, ",.1f" if goal.measure in ("cost", "alerts") else ".3f")


def _alerts(outcomes):
    tp, _, fp, _ = outcomes
    return f"{tp + fp:.0f}"


def _first_up(text):
    return text[0].upper() + text[1:]
