"""Where decisions by cost lie on the precision–recall curve."""

from matplotlib.figure import Figure

from lessonlib.draw.palette import FAINT, INK, ROLES, house_style
from lessonlib.draw.picture import Picture

SIZE = (6.4, 4.6)  # inches, 100 pixels each


def operating_points(recall, precision, prevalence, points, caption=""):
    """Draw a precision–recall curve as steps, with named points on it.

    Parameters
    ----------
    recall, precision : ndarray, shape (m,)
        The curve, recall rising or falling.
    prevalence : float
        Precision of flagging everybody, drawn as a line.
    points : dict of str to (recall, precision)
        By name.
    caption : str, default ""

    Returns
    -------
    Picture
    """
    reference, positive = ROLES["reference"], ROLES["positive"]
    with house_style():
        figure = Figure(figsize=SIZE, dpi=100, layout="constrained")
        ax = figure.subplots()
        ax.step(recall, precision, where="post", color=INK, linewidth=1.5)
        ax.axhline(prevalence, color=reference.color, linestyle=reference.linestyle)
        ax.annotate(f"prevalence {100 * prevalence:.1f} %", (0.02, prevalence), va="bottom", color=reference.color)
        for name, at in points.items():
            ax.plot(*at, positive.marker, color=positive.color, markersize=9, clip_on=False, zorder=3)
            ax.annotate(name, at, xytext=(9, 6), textcoords="offset points", color=positive.color)
        ax.grid(color=FAINT, linewidth=0.6)
        ax.set(xlim=(0, 1.02), ylim=(0, 1.02), xlabel="recall", ylabel="precision")
    told = "; ".join(f"{name} at recall {r:.2f}, precision {p:.2f}" for name, (r, p) in points.items())
    return Picture(
        figure, f"A precision–recall curve, prevalence {100 * prevalence:.1f} %, with points on it: {told}.", caption
    )
