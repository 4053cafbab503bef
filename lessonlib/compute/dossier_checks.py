"""The dossier's checklist, and the one word that follows from it: a rule, can't tell, no model yet, do not deploy."""

from typing import NamedTuple

from lessonlib.compute.last_part import Estimate, LastPart
from lessonlib.compute.uncertainty import wilson_interval
from lessonlib.compute.words import interval, number, plural

RULE, CANT_TELL, NO_MODEL, STOP = "a rule", "can't tell", "no model yet", "do not deploy"
ENOUGH = 100  # positives that a rule rests on, the last part among them; fewer are said
VALIDATION_POSITIVES = 10
SLOPE, INTERCEPT = (0.8, 1.25), 0.3  # how far off a calibration may be before it matters
BLIND = 1.0  # the widest interval of a slope that still tells something


class Check(NamedTuple):
    """One item of the checklist; `passed` is None where the data can't tell."""

    question: str
    passed: bool | None
    finding: str

    @property
    def word(self):
        """ "pass", "FAIL" or "can't tell"."""
        return {True: "pass", False: "FAIL", None: "can't tell"}[self.passed]


class Outcome(NamedTuple):
    """What follows from the checks, and why."""

    word: str
    why: list


def checklist(numbers):
    """Check the numbers of a dossier.

    Parameters
    ----------
    numbers : DossierNumbers

    Returns
    -------
    list of Check
        Those about the rows first: if one of them fails, no figure below means what it says.
    """
    checks = (
        _leaks,
        _order,
        _ties,
        _copies,
        _minority,
        _positives,
        _above_dummies,
        _last,
        _floor,
        _calibrated,
        _steady,
    )
    return [check for check in (make(numbers) for make in checks) if check is not None]


def outcome(numbers, checks):
    """Return what to do, as far as these data can say.

    Parameters
    ----------
    numbers : DossierNumbers
    checks : list of Check

    Returns
    -------
    Outcome
    """
    stops = [alarm.words for alarm in numbers.alarms if alarm.stops]
    if stops:
        return Outcome(STOP, stops)
    by_question = {check.question: check for check in checks}
    dummies, last = by_question[ABOVE_DUMMIES], by_question[LAST]
    if dummies.passed is False or last.passed is False:
        return Outcome(NO_MODEL, [check.finding for check in (dummies, last) if check.passed is False])
    unsure = [by_question[question] for question in (ABOVE_DUMMIES, LAST, FLOOR) if question in by_question]
    unsure = [check.finding for check in unsure if not check.passed]
    return Outcome(CANT_TELL, unsure) if unsure else Outcome(RULE, [])


def calibration(numbers, rule=None):
    """Return intercept and slope of the tested rows, each with its interval, or None; see `LastPart.calibration`."""
    groups = numbers.rows.groups
    rule = rule or numbers.chosen()
    y, p = numbers.tested(rule)
    if groups is not None:
        tested = numbers.once[numbers.rules.index(rule)] == numbers.once[numbers.rules.index(rule)]
        groups = groups[tested]
    return LastPart(y, p.astype(float), 0.5, groups).calibration()


def _leaks(numbers):
    words = [alarm.words for alarm in numbers.alarms if alarm.kind == "leak"]
    finding = "; ".join(words) or "No column alone separates the classes."
    if words:
        finding = finding[0].upper() + finding[1:]
        finding += ". Is it known when the decision is made? If not, leave it out (--drop)."
    return Check("Is every column known before the label?", not words, finding)


def _order(numbers):
    rang = [alarm for alarm in numbers.alarms if alarm.kind == "order"]
    left = [f"“{column.name}”" for column in numbers.rows.columns if "names" in column.done]
    finding = (
        "; ".join(alarm.words for alarm in rang) + ". Leave it out (--drop)." if rang else "No feature numbers them."
    )
    finding += f" Left out, as it names rows: {', '.join(left[:6])}." if left else ""
    return Check("Is the rows' order no feature?", not any(alarm.stops for alarm in rang), finding)


def _ties(numbers):
    question, kind = "Are rows of the test independent of those learnt from?", numbers.rows.plan.kind
    words = [alarm.words for alarm in numbers.alarms if alarm.kind in ("group", "time")]
    if kind == "time":
        return Check(question, True, "The past was learnt from, the future tested on.")
    if kind == "groups":
        return Check(question, not words, "; ".join(["Rows of one group stood on one side only", *words]) + ".")
    if words:
        return Check(
            question, False, f"{'; '.join(words)}. Run it again with --group or --time, or vouch: --independent."
        )
    vouched = "You vouched for it." if numbers.independent else "No column looks like a group or a time."
    return Check(question, True, vouched)


def _copies(numbers):
    kept = "" if numbers.rows.plan.kind != "copies" else " They stood on one side only, so that no test row was learnt."
    finding = f"{numbers.copies:,} of {len(numbers.y):,} rows repeat an earlier one, nearly or wholly.{kept}"
    distinct = len(numbers.y) - numbers.copies
    share = (numbers.y.sum() - numbers.copied) / distinct
    if numbers.copies >= 20 and numbers.copied > max(2 * share, share + 0.1) * numbers.copies:
        finding += (
            f" {numbers.copied:,} of them are positives, {100 * share:.3g} % of the {distinct:,} others: were they "
            "added? Take the table before that, or give the true --prevalence."
        )
    return Check("Are there few copies?", 10 * numbers.copies <= len(numbers.y), finding)


def _minority(numbers):
    positives, rows = int(numbers.y.sum()), len(numbers.y)
    finding = f"{positives:,} of {rows:,} rows are of class 1 ({100 * positives / rows:.3g} %)."
    if 2 * positives >= rows:
        finding += " Are the labels the right way round? --positive says which one counts as 1."
    return Check("Is class 1 the minority?", 2 * positives < rows, finding)


def _positives(numbers):
    _, validation, _, last = (positives for _, positives in numbers.parts)
    total = int(numbers.y.sum())
    low, high = wilson_interval(round(0.8 * last), last)
    sure = interval(100 * low, 100 * high, ".0f")
    finding = (
        f"{total:,} in all, {validation:,} in a validation part, {last:,} in the last part; {ENOUGH} in all are asked "
        f"for. If {round(0.8 * last)} of those {last} are caught, the recall may be {sure} %."
    )
    return Check("Are there enough positives?", total >= ENOUGH and validation >= VALIDATION_POSITIVES, finding)


ABOVE_DUMMIES = "Does it beat every dummy, over the splits?"
LAST = "Does it on the last part, too?"
FLOOR = "Is the floor under recall kept?"


def _above_dummies(numbers):
    """A mean on the wrong side fails; on the right side it passes only if its interval stays there."""
    rule = numbers.chosen()
    verdicts = {name: numbers.verdict(rule, name) for name in numbers.goal.dummies()}
    sign = 1 if numbers.goal.larger_is_better else -1
    finding = "; ".join(f"{rule} against “{name}”: {_no_better(verdict, sign)}" for name, verdict in verdicts.items())
    passed = {verdict.word for verdict in verdicts.values()} == {"better"}
    lost = any(sign * verdict.mean <= 0 for verdict in verdicts.values())
    return Check(ABOVE_DUMMIES, True if passed else False if lost else None, f"{finding}.")


def _no_better(verdict, sign):
    return f"no better ({verdict.word})" if sign * verdict.mean <= 0 and verdict.word != "worse" else verdict.word


def _last(numbers):
    gain = numbers.last.estimate(numbers.goal.gain)
    rows, positives = numbers.parts[3]
    finding = (
        f"On {rows:,} rows with {positives:,} positives that nothing else touched, the gain over the better dummy is "
        f"{_in_words(gain)}."
    )
    return Check(LAST, True if gain.low > 0 else False if gain.high <= 0 else None, finding)


def _floor(numbers):
    floor = numbers.goal.min_recall
    if floor is None:
        return None
    recall = numbers.last.estimate(lambda rates: rates.tpr)
    finding = f"On the last part recall is {_in_words(recall)}; the floor is {floor:g}."
    return Check(FLOOR, True if recall.low >= floor else False if recall.high < floor else None, finding)


def _calibrated(numbers):
    question, found = "Are the probabilities calibrated?", calibration(numbers)
    if found is None:
        return Check(question, None, "No line can be fitted: the classes are all but separated, or too few.")
    intercept, slope = found
    far = not SLOPE[0] <= slope.value <= SLOPE[1], abs(intercept.value) > INTERCEPT
    off = (far[0] and not slope.low <= 1 <= slope.high) or (far[1] and not intercept.low <= 0 <= intercept.high)
    blind = any(far) or slope.high - slope.low > BLIND
    balanced = "" if numbers.rows.plan.kind == "time" else "; near it, as all parts hold one share of positives"
    finding = (
        f"Slope {_in_words(slope)} (1 is right, below is too extreme); intercept {_in_words(intercept)} "
        f"(0 is right{balanced}). Each row by a model that had not seen it."
    )
    return Check(question, False if off else None if blind else True, finding)


def _steady(numbers):
    """Judge the median that is recommended, by the spread of thresholds over splits that share rows."""
    question, goal = "Is the line steady?", numbers.goal
    if goal.measure == "recall":
        return Check(question, True, "The list is cut by its length: no threshold is estimated.")
    if goal.measure == "cost" and goal.capacity is None:
        return Check(question, True, "The costs fix it: no threshold is estimated.")
    middle, low, high = numbers.threshold_range(numbers.chosen())
    at_ends = [goal.gain(numbers.last.rates_at(threshold)) for threshold in (low, high)]
    finding = (
        f"The middle 95 % of the thresholds over {len(numbers.thresholds)} splits reach from {low:.2g} to {high:.2g}; "
        f"{middle:.2g} is taken. At the ends the gain over the better dummy is {number(at_ends[0], '.3g')} and "
        f"{number(at_ends[1], '.3g')}."
    )
    return Check(question, min(at_ends) > 0, finding)


def _in_words(estimate: Estimate):
    return f"{number(estimate.value, '.3g')} [{interval(estimate.low, estimate.high, '.3g')}]"


def passed_in_words(checks):
    """Return how many checks pass, fail, and can't tell."""
    words = [check.word for check in checks]
    others = [
        f"{words.count(word)} {said}" for word, said in (("FAIL", "failed"), (CANT_TELL, "can't tell")) if word in words
    ]
    return ", ".join([f"{words.count('pass')} of {plural(len(words), 'check')} passed", *others])
