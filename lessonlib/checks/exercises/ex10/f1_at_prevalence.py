"""Exercise 10, third task: the F1 that the same detector has where positives are rarer."""

from lessonlib.checks.cases import Call, Case, Slip, Task, equals, gives, in_any
from lessonlib.checks.decisions import UNDEFINED_SLIPS, over
from lessonlib.checks.plain import same
from lessonlib.compute.prevalence import f1_at_prevalence


def _without_the_2(r, f, p):
    return over(r * p, r * p + f * (1 - p) + (1 - r) * p)


def _precision(r, f, p):
    return over(r * p, r * p + f * (1 - p))


def _any_point(rng):
    return tuple(round(float(number), 3) for number in rng.uniform((0.5, 0.05, 0.1), (0.95, 0.3, 0.45)))


def _case(name, *points):
    """Return a case with a call for each point; with no points, three are drawn."""

    def calls(rng):
        return tuple(Call(point) for point in points or [_any_point(rng) for _ in range(3)])

    return Case(name, calls, equals(f1_at_prevalence))


F1_AT_PREVALENCE = Task(
    "f1_at_prevalence",
    cases=(
        _case("90 % and 10 %, as worked by hand", (0.9, 0.1, 0.5), (0.9, 0.1, 0.1)),
        _case("any detector, any prevalence"),
        _case("one positive in 1,000", (0.8, 0.02, 0.001)),
        _case("no false alarm", (0.6, 0.0, 0.05)),
        _case("everybody flagged", (1.0, 1.0, 0.2)),
        _case("nobody flagged", (0.0, 0.0, 0.1)),
    ),
    slips=(
        *UNDEFINED_SLIPS,
        Slip(
            "missed positives out of the negatives",
            "It looks as if the missed ones come out of the negatives. They are positives: (1 − recall) · prevalence.",
            gives(lambda r, f, p: over(2 * r * p, 2 * r * p + (f + 1 - r) * (1 - p))),
        ),
        Slip(
            "false-alarm rate taken for 1 − precision",
            "It looks as if 1 − false_alarm_rate is taken for the precision. The false-alarm rate is a share of the "
            "negatives, not of those who are flagged.",
            gives(lambda r, f, _p: over(2 * r * (1 - f), r + 1 - f)),
        ),
        Slip(
            "0 without a false alarm",
            "There are hits, and your answer is 0. F1 is 0 only where nothing is hit.",
            in_any(lambda call, reply: call.args[0] > 0 and call.args[1] == 0 and same(0.0, reply.answer)),
        ),
        Slip(
            "precision returned",
            "This is the precision. F1 looks at the missed positives as well: 2 · TP / (2 · TP + FP + FN).",
            gives(_precision),
        ),
        Slip(
            "recall returned",
            "This is the recall that you were given.",
            gives(lambda r, _f, _p: r),
        ),
        Slip(
            "prevalence of the negatives",
            "It looks as if the prevalence is taken as the share of negatives. It is that of positives.",
            gives(lambda r, f, p: f1_at_prevalence(r, f, 1 - p)),
        ),
        Slip(
            "prevalence left out",
            "It looks as if both rates count alike, as if half of the rows were positive. Hits come out of the "
            "positives, `prevalence`; false alarms out of the negatives, the rest.",
            gives(lambda r, f, _p: f1_at_prevalence(r, f, 0.5)),
        ),
        Slip(
            "specificity for the false-alarm rate",
            "It looks as if 1 − false_alarm_rate is taken for the share of flagged negatives. False alarms are the "
            "negatives that are flagged.",
            gives(lambda r, f, p: f1_at_prevalence(r, 1 - f, p)),
        ),
        Slip(
            "recall and false-alarm rate exchanged",
            "It looks as if the first argument is taken for the false-alarm rate. The recall comes first.",
            gives(lambda r, f, p: f1_at_prevalence(f, r, p)),
        ),
        Slip(
            "plain mean",
            "This is the plain mean of precision and recall. F1 is their harmonic mean.",
            gives(lambda r, f, p: (_precision(r, f, p) + r) / 2),
        ),
        Slip(
            "2 left out",
            "It looks as if a 2 is missing: 2 · TP / (2 · TP + FP + FN).",
            gives(_without_the_2),
        ),
        Slip(
            "half of it",
            "It is half of what it should be: the harmonic mean has a 2 in front.",
            gives(lambda r, f, p: f1_at_prevalence(r, f, p) / 2),
        ),
        Slip(
            "accuracy",
            "This is the accuracy: it counts the true negatives, and F1 does not.",
            gives(lambda r, f, p: r * p + (1 - f) * (1 - p)),
        ),
        Slip(
            "missed positives left out",
            "It looks as if the missed positives are not counted, (1 − recall) · prevalence.",
            gives(lambda r, f, p: over(2 * r * p, 2 * r * p + f * (1 - p))),
        ),
        Slip(
            "F1 times the prevalence",
            "It looks as if F1 at one half is multiplied by the prevalence. The prevalence belongs inside: it "
            "decides how many false alarms stand beside each hit.",
            gives(lambda r, f, p: f1_at_prevalence(r, f, 0.5) * p),
        ),
    ),
    hints=(
        "Think of all rows as 1. The positives are `prevalence` of it, the negatives the rest.",
        "Hits are `tp = recall * prevalence`, false alarms `fp = false_alarm_rate * (1 - prevalence)`, missed "
        "positives `fn = (1 - recall) * prevalence`.",
        "`2 * tp / (2 * tp + fp + fn)`; return 0.0 where tp is 0.",
    ),
)
