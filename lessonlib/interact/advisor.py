"""The advisor: describe your problem, and see which steps follow from it, why, and what the prevalence changes."""

from functools import lru_cache
from itertools import pairwise

import numpy as np

from lessonlib.compute.advice import LEARNERS, RULES, STAGES, TEST_SHARE, USUAL_RECALL, advise, recall_interval
from lessonlib.compute.words import percent, plural
from lessonlib.draw.advisor import advisor_stage, box_edges, link
from lessonlib.draw.frames import Frames, Mark, Table
from lessonlib.interact.player import Control, Player, Scene

PREVALENCES = np.array(
    [
        *(0.001, 0.0015, 0.002, 0.003, 0.004, 0.005, 0.006, 0.008, 0.01, 0.012, 0.015, 0.02, 0.025, 0.03, 0.04),
        *(0.05, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5),
    ]
)
ROWS = ("200", "1,000", "5,000", "20,000", "100,000", "1,000,000")
HEADINGS = dict(zip(STAGES, ("1 · count", "2 · fit", "3 · probabilities", "4 · line", "5 · judge"), strict=True))
CHOICES = {stage: [rule.name for rule in RULES if rule.stage == stage] for stage in STAGES}


def advisor(*, prevalence=0.01, rows="20,000", cost_ratio=0, capacity=0, probabilities=False, learner="linear"):
    """Advise step by step, while the prevalence is dragged and the other facts are set.

    Parameters
    ----------
    prevalence : float, default 0.01
        Where the line starts, from 0.001 to 0.5.
    rows : str, default "20,000"
        How many rows there are: one of `ROWS`.
    cost_ratio : float, default 0
        What a missed positive costs, in false alarms; 0 means that nobody knows.
    capacity : float, default 0
        Alerts per 1,000 rows that can be handled; 0 means that there is no limit.
    probabilities : bool, default False
        Whether the probabilities themselves are needed.
    learner : str, default "linear"
        "linear", "trees" or "nearest neighbours".

    Returns
    -------
    Player
    """
    return Player(
        _scene,
        label="Advisor",
        question="Drag the prevalence. Which steps change, and which don't? Then say what an error costs.",
        controls=[
            Control("dropdown", "rows", "Rows", rows, options=ROWS),
            Control("dropdown", "learner", "Learner", learner, options=LEARNERS),
            Control("checkbox", "probabilities", "Probabilities needed", probabilities),
            Control("number", "cost_ratio", "A miss costs … false alarms (0: unknown)", cost_ratio, minimum=0),
            Control("number", "capacity", "Alerts per 1,000 (0: no limit)", capacity, minimum=0, maximum=1000),
        ],
        value=prevalence,
    )


@lru_cache(maxsize=32)
def _scene(rows, learner, cost_ratio, capacity, probabilities):
    if rows not in ROWS:
        raise ValueError(f"rows must be one of {'; '.join(ROWS)}; got {rows!r}. Choose the nearest.")
    n_rows = int(rows.replace(",", ""))
    facts = {"cost_ratio": cost_ratio or None, "capacity": capacity or None}
    advice = [
        advise(float(prevalence), n_rows, **facts, probabilities=probabilities, learner=learner)
        for prevalence in PREVALENCES
    ]
    return Scene(_stage(n_rows), _frames(n_rows, advice))


@lru_cache(maxsize=len(ROWS))
def _stage(n_rows):
    low, high = np.array(_recalls(n_rows)).T
    choices = {HEADINGS[stage]: names for stage, names in CHOICES.items()}
    return advisor_stage(prevalence=PREVALENCES, low=low, high=high, choices=choices)


def _test_positives(n_rows):
    return [round(TEST_SHARE * n_rows * prevalence) for prevalence in PREVALENCES]


def _recalls(n_rows):
    """Return the recall's interval at each prevalence; without positives, nothing is known."""
    return [recall_interval(positives) if positives else (0.0, 1.0) for positives in _test_positives(n_rows)]


def _frames(n_rows, advice):
    """Return a frame for each prevalence."""
    readings = [percent(prevalence) for prevalence in PREVALENCES]
    tests, recalls = _test_positives(n_rows), _recalls(n_rows)
    outlines, links = zip(*map(_path, advice), strict=True)
    between = [f"{100 * low:.0f} to {100 * high:.0f} %" for low, high in recalls]
    return Frames(
        quantity="Prevalence",
        values=PREVALENCES,
        readings=readings,
        sentences=[_sentence(n_rows, *frame) for frame in zip(readings, tests, advice, strict=True)],
        tables=[_table(advice)],
        marks=[
            Mark("segments", "flow", x=[x for x, _ in outlines], y=[y for _, y in outlines]),
            Mark("segments", "flow", "third", x=[x for x, _ in links], y=[y for _, y in links]),
            Mark("vline", "recall", x=PREVALENCES, drag="x"),
            Mark("label", "recall", text=[_label(*pair) for pair in zip(tests, between, strict=True)], align="end"),
        ],
    )


def _path(steps):
    """Return the outlines of the chosen boxes and the links between them, each as (x, y)."""
    chosen = [CHOICES[step.stage].index(step.name) for step in steps]
    outlines = [box_edges(*place) for place in enumerate(chosen)]
    links = [link(i, here, there) for i, (here, there) in enumerate(pairwise(chosen))]
    return _joined(outlines), _joined(links)


def _joined(pieces):
    return tuple([number for piece in pieces for number in piece[axis]] for axis in (0, 1))


def _label(test_positives, between):
    if not test_positives:
        return "no test positive: recall may be anything"
    caught = f"{round(USUAL_RECALL * test_positives):,} of {plural(test_positives, 'test positive')}"
    return f"{caught} caught: 95 % interval {between}"


def _sentence(n_rows, reading, test_positives, steps):
    held = f"about {test_positives:,}" if test_positives else "fewer than one"
    actions = "; ".join(f"{number}. {step.do}" for number, step in enumerate(steps, start=1))
    return f"With {reading} positives among {n_rows:,} rows, a test part holds {held} of them. {actions}."


def _table(advice):
    rows = {
        HEADINGS[stage]: (
            [steps[i].do for steps in advice],
            [steps[i].because for steps in advice],
            [steps[i].lesson for steps in advice],
        )
        for i, stage in enumerate(STAGES)
    }
    return Table("Why, and which lesson says more", ("do", "because", "lesson"), rows, folded=True)
