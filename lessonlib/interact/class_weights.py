"""The class weights explorer: drag the weight of a positive, and the boundary moves; beside it, two rivals."""

import numpy as np

from lessonlib.compute import metrics
from lessonlib.compute.class_weights import fit_copies, fit_ratios, intercept_slopes, judge, moved_threshold
from lessonlib.compute.costs import bayes_threshold
from lessonlib.compute.words import number, of
from lessonlib.draw.class_weights import class_weights_stage
from lessonlib.draw.clouds import beads, boundary, crossing
from lessonlib.draw.frames import Frames, Mark, Table, Term
from lessonlib.interact.player import Player, Scene
from lessonlib.interact.yours import ask

ARRIVED = 0.01  # a weighted mean of p − y as near to 0 as that moves no line that could be seen
RATIOS = np.unique(np.rint(np.geomspace(1, 100, 60))).astype(int)

TERMS = (
    Term("weights", ("weights", "weighted model"), "The solid line: the model with weights, at 0.5."),
    Term("threshold moved", ("threshold moved",), "The dotted line: the plain model, its threshold moved."),
    Term("copies", ("copies",), "The diamonds: the model with copies, at 0.5."),
    Term("your function", ("your function",), "The dashed line: your function's model, at 0.5."),
    Term("mean", ("mean probability",), "The point on the curve of the mean probability."),
)


def class_weights_explorer(X, y, X_fresh, y_fresh, *, ratio=19, fitter=None):
    """Show what the weight of a positive does to a logistic regression in the plane.

    Three lines: the weighted model at 0.5; the model without weights, trained on rows in which each positive
    occurs `ratio` times (diamonds); and the model without weights or copies, its threshold moved to
    1 / (1 + ratio) (dotted). Counts and curves are of the weighted model on the fresh rows.

    Parameters
    ----------
    X : array-like, shape (n, 2)
        Training rows: two features, so that they can be drawn.
    y : array-like of 0 and 1, shape (n,)
    X_fresh, y_fresh : array-like
        Rows to judge on, of the same kind.
    ratio : float, default 19
        Where the dragged weight starts, from 1 to 100; a negative weighs 1.
    fitter : callable, optional
        A function of your own, ``fitter(X, y, weights)``, that returns ``(w, b)``: its boundary is shown instead
        of the diamonds. If it fails, or stops before its loss is lowest, the widget says so, and works on.

    Returns
    -------
    Player
        Its ``value`` is the weight.

    Raises
    ------
    ValueError
        If `X` has not two columns, or a class is missing.
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y)
    if X.ndim != 2 or X.shape[1] != 2:
        raise ValueError(f"X must have two features to be drawn; got shape {X.shape}. Choose two columns.")
    weighted = fit_ratios(X, y, RATIOS)
    thresholds = bayes_threshold(cost_fp=1, cost_fn=RATIOS)
    moved = moved_threshold((weighted.w[0], weighted.b[0]), thresholds)  # the first weight is 1: the plain model
    judged = judge(weighted, X_fresh, y_fresh), judge(moved, X_fresh, y_fresh)
    rival, problem = (fit_copies(X, y, RATIOS), "") if fitter is None else _ask(fitter, X, y)
    stage = class_weights_stage(
        X=X,
        y=y,
        ratios=RATIOS,
        recall=metrics.recall(*judged[0].counts),
        precision=metrics.precision(*judged[0].counts, zero_division=np.nan),
        mean_probability=judged[0].mean_probability,
        prevalence=float(np.mean(y_fresh)),
    )
    name = "copies" if fitter is None else "your function"
    models = {"weights": weighted, "threshold moved": moved} | ({} if rival is None else {name: rival})
    handle = [crossing(w, b, X[y == 0].mean(axis=0), X[y == 1].mean(axis=0)) for w, b in zip(*weighted, strict=True)]
    scene = Scene(stage, _frames(models, judged, thresholds, handle, stage.panels["clouds"]), problem)
    return Player(
        lambda: scene,
        label="Class weights explorer",
        question="Drag the weight. Which of the other two lines follows it exactly, and which roughly?",
        value=ratio,
    )


def _ask(fitter, X, y):
    """Return the models of the learner's function or None, and a problem in words or ""."""
    models, problem = ask(fit_ratios, X.copy(), y.copy(), RATIOS, fitter)
    if problem:
        return None, f"{problem} It must return (w, b)."
    if models.w.shape != (len(RATIOS), 2) or models.b.shape != (len(RATIOS),):
        return None, "Your function must return (w, b): two coefficients and a number."
    if not (np.isfinite(models.w).all() and np.isfinite(models.b).all()):
        return None, "Your function must return finite coefficients; NaN or infinity came back."
    slopes = intercept_slopes(models, X, y, RATIOS)
    worst = np.argmax(np.abs(slopes))
    if abs(slopes[worst]) > ARRIVED:
        return models, (
            f"Your function has not arrived: at weight {RATIOS[worst]} the weighted mean of p − y is "
            f"{abs(slopes[worst]):.2f} away from 0, where the loss is lowest. It may well be right: give it more "
            "steps, and weights that average 1."
        )
    return models, ""


def _frames(models, judged, thresholds, handle, panel):
    weighted, shifted = judged
    words = [f"{threshold:.2g}" for threshold in thresholds]
    scores = {"weighted model, at 0.5": _scores(weighted), "plain model, threshold moved": _scores(shifted)}
    return Frames(
        quantity="Weight of a positive",
        values=RATIOS,
        readings=[f"{ratio}" for ratio in RATIOS],
        sentences=[describe(*frame) for frame in zip(RATIOS, *weighted.counts, weighted.mean_probability, strict=True)],
        tables=(
            _outcomes(weighted.counts),
            Table("On the fresh rows", ("recall", "precision", "F1"), scores),
            Table(
                "Coefficients", ("w₁", "w₂", "b"), {name: _coefficients(m) for name, m in models.items()}, folded=True
            ),
        ),
        marks=[*_lines(models, words, panel), *_handles(handle, weighted.mean_probability)],
        terms=[term for term in TERMS if term.name in models or term.name == "mean"],
    )


def describe(ratio, tp, tn, fp, fn, mean_probability):
    """Return in a sentence what a weight does, from the counts on fresh rows.

    >>> describe(19, tp=48, tn=900, fp=50, fn=2, mean_probability=0.0912)
    'With weight 19, the model flags 98 of 1,000 rows (10 %) and catches 48 of 50 positives (96 %); its mean \
probability is 0.091, where 0.050 are positive.'
    """
    rows = tp + tn + fp + fn
    return (
        f"With weight {ratio}, the model flags {of(tp + fp, rows, 'row')} and catches {of(tp, tp + fn, 'positive')}; "
        f"its mean probability is {mean_probability:.3f}, where {(tp + fn) / rows:.3f} are positive."
    )


def _outcomes(counts):
    tp, tn, fp, fn = ([f"{count:,}" for count in column] for column in counts)
    codes = (("TP", "FN"), ("FP", "TN"))
    return Table("Counts", ("flagged", "not flagged"), {"positive": (tp, fn), "negative": (fp, tn)}, codes)


def _scores(judged):
    shown = metrics.recall, metrics.precision, metrics.f1
    return [[f"{score:.3f}" for score in metric(*judged.counts)] for metric in shown]


def _coefficients(models):
    return [[number(value, ".4f") for value in column] for column in (*models.w.T, models.b)]


def _lines(models, words, panel):
    """Return the lines over the clouds, and their names above them."""
    ends = {name: [boundary(w, b, panel) for w, b in zip(*one, strict=True)] for name, one in models.items()}
    lines = {name: dict(zip("xy", zip(*pairs, strict=True), strict=True)) for name, pairs in ends.items()}
    moved = [f"··· plain, threshold {word}" for word in words]
    marks = [
        Mark("polyline", "clouds", "reference", **lines["threshold moved"], term="threshold moved"),
        Mark("polyline", "clouds", **lines["weights"], term="weights"),
        Mark("label", "clouds", text=["— weights"], align="start", term="weights"),
        Mark("label", "clouds", "reference", text=moved, align="end", term="threshold moved"),
    ]
    if "copies" in lines:
        x, y = zip(*map(beads, ends["copies"]), strict=True)
        marks += [Mark("points", "clouds", "third", x=x, y=y, term="copies"), _name("◆ copies", panel, "copies")]
    if "your function" in lines:
        marks.append(Mark("polyline", "clouds", "third", **lines["your function"], term="your function"))
        marks.append(_name("–·– yours", panel, "your function"))
    return marks


def _name(words, panel, term):
    middle = 0.62 * panel.xlim[0] + 0.38 * panel.xlim[1]  # a little left of it: the words at the right are longer
    return Mark("label", "clouds", "third", text=[words], x=[middle], y=[panel.ylim[1]], term=term)


def _handles(handle, mean_probability):
    """Return what can be dragged: the boundary where it crosses from one cloud to the other, and the weight."""
    x, y = zip(*handle, strict=True)
    return [
        Mark("point", "clouds", x=x, y=y, drag="xy"),
        Mark("label", "curves", text=[f"weight {ratio}" for ratio in RATIOS], x=RATIOS, y=[1.02]),
        Mark("point", "curves", "third", x=RATIOS, y=mean_probability, term="mean"),
        Mark("vline", "curves", x=RATIOS, drag="x"),
    ]
