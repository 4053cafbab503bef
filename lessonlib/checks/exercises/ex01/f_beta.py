"""Exercise 01, the harder task: F-beta, which says how much recall counts."""

from lessonlib.checks.cases import Slip, Task, equals, gives
from lessonlib.checks.decisions import (
    UNDEFINED_SLIPS,
    about,
    any_of,
    decision_case,
    from_a_threshold,
    mixed,
    over,
    rounds,
    twelve_bottles,
)
from lessonlib.compute import metrics
from lessonlib.compute.metrics import confusion_matrix_values


def right_f_beta(y_true, y_pred, beta):
    """Return the right answer."""
    return float(metrics.f_beta(*confusion_matrix_values(y_true, y_pred), beta=beta))


def _made_of(combine):
    """Return a recogniser of ``combine(precision, recall, beta)``."""

    def wrong(y_true, y_pred, beta):
        counts = confusion_matrix_values(y_true, y_pred)
        return combine(float(metrics.precision(*counts)), float(metrics.recall(*counts)), beta)

    return gives(wrong)


exactly = equals(right_f_beta)

F_BETA = Task(
    "f_beta",
    cases=(
        decision_case("twelve bottles, beta 2, as worked by hand", twelve_bottles, exactly, 2),
        decision_case("some 70 rows, beta 0.5", mixed, exactly, 0.5),
        decision_case("beta 0: nothing but precision", mixed, exactly, 0),
        decision_case("beta 30: hardly anything but recall", from_a_threshold, exactly, 30.0),
        decision_case("nobody is flagged", about(tn=26, fn=4), exactly, 2),
        decision_case("flagged are the wrong ones", about(tn=20, fp=5, fn=5), exactly, 0.5),
    ),
    slips=(
        Slip(
            "weight on the wrong one",
            "It looks as if beta raises the weight of precision. A beta above 1 is to give recall the greater weight: "
            "in the denominator, beta² stands with precision, or with FN.",
            _made_of(lambda p, r, beta: over((1 + beta**2) * p * r, p + beta**2 * r)),
        ),
        Slip(
            "beta ignored",
            "It looks as if your function returns F1, whatever beta is.",
            _made_of(lambda p, r, _beta: over(2 * p * r, p + r)),
        ),
        Slip(
            "beta not squared",
            "It looks as if beta is not squared, or not everywhere. It is beta² in both places.",
            any_of(
                _made_of(lambda p, r, beta: over((1 + beta) * p * r, beta * p + r)),
                _made_of(lambda p, r, beta: over((1 + beta) * p * r, beta**2 * p + r)),
                _made_of(lambda p, r, beta: over((1 + beta**2) * p * r, beta * p + r)),
                _made_of(lambda p, r, beta: over((1 + beta) ** 2 * p * r, beta**2 * p + r)),
            ),
        ),
        Slip(
            "factor of F1 kept",
            "The factor in front is not right for every beta. With precision and recall both 1 the value has to be 1: "
            "which factor makes it so?",
            any_of(
                _made_of(lambda p, r, beta: over(2 * p * r, beta**2 * p + r)),
                _made_of(lambda p, r, beta: over(p * r, beta**2 * p + r)),
                _made_of(lambda p, r, beta: over(beta**2 * p * r, beta**2 * p + r)),
            ),
        ),
        Slip(
            "plain weighted mean",
            "It looks as if precision and recall are averaged with weights. F-beta is a weighted harmonic mean: it "
            "stays low if one of the two is low.",
            any_of(
                _made_of(lambda p, r, beta: (p + beta**2 * r) / (1 + beta**2)),
                _made_of(lambda p, r, beta: (p + beta * r) / (1 + beta)),
            ),
        ),
        Slip(
            "majority taken as positive",
            "It looks as if class 0 is taken as the positive one. Precision and recall are those of class 1.",
            gives(lambda y_true, y_pred, beta: right_f_beta(1 - y_true, 1 - y_pred, beta)),
        ),
        *UNDEFINED_SLIPS,
        Slip(
            "per cent",
            "Your value is in per cent. Return it as a number between 0 and 1.",
            gives(lambda y_true, y_pred, beta: 100 * right_f_beta(y_true, y_pred, beta)),
        ),
        Slip(
            "rounded",
            "It looks as if the value is rounded. Return it as it is; round where you print.",
            rounds(lambda call: right_f_beta(*call.args)),
        ),
    ),
    hints=(
        "Start from F1 = 2·P·R / (P + R). For beta = 1 your function has to give that, for beta = 0 precision.",
        "beta² stands in two places: (1 + beta²) in front, and beta² with precision in the denominator.",
        "In counts no product of fractions is needed: (1 + beta²)·TP / ((1 + beta²)·TP + beta²·FN + FP). The "
        "denominator is 0 only where there is nothing to find and nothing was flagged.",
    ),
)
