"""The study explorer: a mark for each data set; choose learner, treatment and measure, and see where it helps."""

from functools import cache

import numpy as np

from lessonlib.compute.study import LEARNERS, TREATMENTS
from lessonlib.compute.study_effects import family_effect, set_verdicts
from lessonlib.compute.study_results import MEASURES, load_study
from lessonlib.compute.words import interval, number, percent
from lessonlib.draw.frames import Frames, Mark, Table
from lessonlib.draw.study import study_stage
from lessonlib.interact.player import Control, Player, Scene

ACROSS = {
    "ratio": "negatives for each positive",
    "positives": "positives in the data set",
    "overlap": "negatives among the 5 neighbours of a positive",
}
COLUMNS = ("rows", "positives", "negatives : positive", "overlap", "untreated", "treated", "difference", "verdict")


def study_explorer(study=None, *, learner="forest", treatment="SMOTE", measure="F1 at 0.5", across="ratio"):
    """Show what a treatment does to a learner on each data set of the study.

    Press or drag anywhere: the nearest set is named, and the others of its family are marked.

    Parameters
    ----------
    study : Study, optional
        Default: the study that comes with the course.
    learner, treatment, measure : str
        What is compared with the same learner, untreated; each can be changed in the widget.
    across : "ratio", "positives" or "overlap"

    Returns
    -------
    Player

    Raises
    ------
    ValueError
        If the study has no such learner, treatment or measure, or `across` is none of the three.
    """
    study = load_study() if study is None else study

    @cache
    def scene(learner, treatment, measure, across):
        if across not in ACROSS:
            raise ValueError(f"across must be one of {', '.join(ACROSS)}; got {across!r}. Choose one of these.")
        return _scene(study, learner, treatment, measure, across)

    return Player(
        scene,
        label="Study explorer",
        question="Press a mark: which data set is it? Does the gain of F1 at 0.5 stay when you ask for AP?",
        controls=[
            Control("dropdown", "learner", "Learner", learner, options=tuple(LEARNERS)),
            Control("dropdown", "treatment", "Treatment", treatment, options=tuple(TREATMENTS)[1:]),
            Control("dropdown", "measure", "Measure", measure, options=tuple(MEASURES)),
            Control("dropdown", "across", "Across", across, options=tuple(ACROSS)),
        ],
        value=0.0,
    )


def _scene(study, learner, treatment, measure, across):
    verdicts = set_verdicts(study, learner, treatment, measure)
    middle = family_effect([one.mean for one in verdicts], study.families)
    limits = _limits(verdicts)
    stage = study_stage(
        x=study.profiles[across],
        xlabel=ACROSS[across],
        verdicts=verdicts,
        ylabel=f"{measure}: {treatment} − none",
        middle=middle,
        limits=limits,
    )
    means = [study.scores(learner, name, measure).mean(axis=1) for name in ("none", treatment)]
    return Scene(stage, _frames(study, verdicts, middle, means, across, limits))


def _limits(verdicts):
    """Return limits that hold every mean; intervals may be cut."""
    means = np.array([one.mean for one in verdicts])
    reach = 1.15 * max(np.abs(means).max(), 0.02)
    low, high = min(means.min(), -0.2 * reach), max(means.max(), 0.2 * reach)
    return float(low - 0.15 * reach), float(high + 0.15 * reach)


def _frames(study, verdicts, middle, means, across, limits):
    order = np.argsort(study.profiles[across], kind="stable")
    x, y = study.profiles[across][order], np.array([one.mean for one in verdicts])[order]
    names = [study.sets[at] for at in order]
    rows = [_cells(study, verdicts[at], [column[at] for column in means], at) for at in order]
    siblings = [np.flatnonzero(np.array(study.families)[order] == study.families[at]) for at in order]
    ends = [np.clip([verdicts[at].low, verdicts[at].high], *limits) for at in order]
    return Frames(
        quantity=f"Data set, by its {across}",
        values=np.arange(len(order)),
        readings=names,
        sentences=[_sentence(study, verdicts[at], at, middle, verdicts) for at in order],
        tables=[Table("This data set", COLUMNS, {"": tuple(zip(*rows, strict=True))})],
        marks=[
            Mark("points", "sets", "negative", x=[x[among] for among in siblings], y=[y[among] for among in siblings]),
            Mark("segments", "sets", "ink", x=[[at, at] for at in x], y=ends),
            Mark("point", "sets", "ink", x=x, y=y, drag="xy"),
            Mark("label", "sets", "ink", text=names, align="start"),
        ],
    )


def _cells(study, verdict, means, at):
    of = {name: column[at] for name, column in study.profiles.items()}
    difference = f"{number(verdict.mean, '+.3f')} ({interval(verdict.low, verdict.high, '+.3f')})"
    described = f"{of['rows']:,}", f"{of['positives']:,}", f"{of['ratio']:.1f}", percent(of["overlap"], ".0f")
    return *described, *(number(mean) for mean in means), difference, verdict.word


def _sentence(study, verdict, at, middle, verdicts):
    family = study.families[at]
    others = study.families.count(family) - 1
    kin = f", with {others} other {'set' if others == 1 else 'sets'} of the family {family} in blue" if others else ""
    better, worse = (sum(one.word == word for one in verdicts) for word in ("better", "worse"))
    return (
        f"{study.sets[at]}{kin}: {number(verdict.mean, '+.3f')}, {verdict.word}. "
        f"Of {len(verdicts)} sets, {better} are better and {worse} worse, each judged alone; over "
        f"{middle.families} families the mean is {number(middle.mean, '+.3f')} "
        f"({interval(middle.low, middle.high, '+.3f')}): it {_says(middle.word)}."
    )


def _says(word):
    return "can't be told from 0" if word == "can't tell" else word
