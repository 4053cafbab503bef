"""The advisor's frames equal the advice; its lit path leads from step to step; both ends read well."""

import json
from itertools import pairwise

import numpy as np
import pytest

from lessonlib.compute.advice import STAGES, advise
from lessonlib.draw.advisor import BOX_HEIGHT, BOX_WIDTH
from lessonlib.interact.advisor import CHOICES, HEADINGS, PREVALENCES, advisor

SITUATIONS = [
    {},
    {"rows": "200"},
    {"rows": "1,000,000", "cost_ratio": 50, "capacity": 5},
    {"rows": "5,000", "learner": "trees", "probabilities": True},
]


def asked(situation):
    """Return the arguments of `advise` that belong to a widget's settings."""
    facts = {"cost_ratio": None, "capacity": None} | situation
    rows = int(facts.pop("rows", "20,000").replace(",", ""))
    return rows, facts


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_frame_shows_what_advise_says(situation):
    frames = advisor(**situation).frames
    rows, facts = asked(situation)
    [table] = frames.tables
    for index in (0, 8, 15, len(PREVALENCES) - 1):
        steps = advise(float(PREVALENCES[index]), rows, **facts)
        for step in steps:
            do, because, lesson = table.rows[HEADINGS[step.stage]]
            assert (do[index], because[index], lesson[index]) == (step.do, step.because, step.lesson)
            assert step.do in frames.sentences[index]


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_lit_boxes_are_those_of_the_steps_and_links_join_them(situation):
    frames = advisor(**situation).frames
    rows, facts = asked(situation)
    outlines, links = (mark for mark in frames.marks if mark.kind == "segments")
    for index in (0, len(PREVALENCES) - 1):
        steps = advise(float(PREVALENCES[index]), rows, **facts)
        chosen = [CHOICES[stage].index(step.name) for stage, step in zip(STAGES, steps, strict=True)]
        x, y, _ = outlines.at(index)
        centres = [(np.mean(x[i : i + 8]), np.mean(y[i : i + 8])) for i in range(0, len(x), 8)]
        np.testing.assert_allclose(centres, list(enumerate(chosen)), atol=1e-12)
        assert max(x[:8]) - min(x[:8]) == pytest.approx(BOX_WIDTH)
        assert max(y[:8]) - min(y[:8]) == pytest.approx(BOX_HEIGHT)
        assert links.at(index)[1] == [height for pair in pairwise(chosen) for height in pair]


def test_sentences_read_well_at_both_ends():
    frames = advisor(rows="200").frames
    assert frames.sentences[0].startswith(
        "With 0.1 % positives among 200 rows, a test part holds fewer than one of them. "
        "1. Collect more positives first; 2."
    )
    assert frames.sentences[-1].startswith("With 50 % positives among 200 rows, a test part holds about 20 of them. 1.")
    assert all(sentence.endswith(".") for sentence in frames.sentences)


def test_it_opens_where_it_is_asked_to_and_controls_change_the_advice():
    widget = advisor(prevalence=0.05)
    assert widget.value == 0.05
    assert "tune F1" in widget.sentence
    stage = widget._stage["picture"]
    widget.settings = widget.settings | {"cost_ratio": 19}
    assert "Flag from a probability of 0.05" in widget.sentence
    assert widget._stage["picture"] == stage  # no new picture for new words
    widget.settings = widget.settings | {"rows": "1,000,000"}
    assert widget._stage["picture"] != stage
    assert widget.problem == ""


def test_words_fit_the_table_and_the_state_its_budget():
    widget = advisor(rows="1,000,000", cost_ratio=19, capacity=5, learner="trees", probabilities=True)
    [table] = widget.frames.tables
    assert max(len(text) for do, _, _ in table.rows.values() for text in do) <= 34
    assert max(len(text) for _, because, _ in table.rows.values() for text in because) <= 30
    assert len(json.dumps(widget._frames)) + len(json.dumps(widget._stage)) < 1_000_000


def test_bad_settings_are_said_in_words():
    with pytest.raises(ValueError, match=r"rows must be one of 200; 1,000; .* got '300'"):
        advisor(rows="300")
    widget = advisor()
    widget.settings = widget.settings | {"capacity": 2000}
    assert widget.problem.startswith("“Alerts per 1,000 (0: no limit)” must lie in (0, 1000] alerts per 1,000 rows")
