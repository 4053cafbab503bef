"""The prevalence explorer without a browser: every number that it shows follows from the counts that it shows."""

import re

import pytest

from lessonlib.interact.prevalence import POSITIVES, ROWS, _counts, _frames, prevalence_explorer

RECALLS, FALSE_ALARM_RATES = [step / 20 for step in range(21)], [step / 100 for step in range(31)]
SENTENCE = re.compile(
    r"At (?P<prevalence>[\d.]+) %, (?P<positives>\d+) of 1,000 rows are positive: the detector catches "
    r"(?P<tp>\d+) of (?P<again>\d+) positives \(.+\) and raises (?P<fp>\d+) false alarms?\. "
    r"Its accuracy is (?P<accuracy>[\d.]+) %, (?P<relation>equal to|above|below) "
    r"the (?P<never>[\d.]+) % of never flagging\."
)


@pytest.mark.parametrize("recall", RECALLS)
def test_every_number_at_every_position_and_setting_follows_from_the_counts_shown(recall):
    for rate in FALSE_ALARM_RATES:
        frames = _frames(*_counts(recall, rate))
        counts, derived = frames.tables
        assert len(frames.sentences) == len(POSITIVES)
        for index, sentence in enumerate(frames.sentences):
            cells = [column[index] for name in ("positive", "negative") for column in counts.rows[name]]
            tp, fn, fp, tn = map(int, cells)
            said = SENTENCE.fullmatch(sentence).groupdict()
            accuracy, never = f"{100 * (tp + tn) / ROWS:.1f}", f"{100 * (tn + fp) / ROWS:.1f}"
            assert tp + fn + fp + tn == ROWS
            assert [int(said[name]) for name in ("positives", "again", "tp", "fp")] == [tp + fn, tp + fn, tp, fp]
            assert said["prevalence"] == f"{100 * (tp + fn) / ROWS:.1f}"
            assert (said["accuracy"], said["never"]) == (accuracy, never)
            right, wrong = float(accuracy), float(never)
            assert said["relation"] == ("above" if right > wrong else "below" if right < wrong else "equal to")
            *shares, precision = [column[index] for column in derived.rows["at the line"]]
            assert shares == [f"{accuracy} %", f"{never} %"]
            if tp + fp:
                assert abs(float(precision.removesuffix(" %")) - 100 * tp / (tp + fp)) < 0.05 + 1e-9
            else:
                assert precision == "undefined"


def test_the_marks_stand_at_the_numbers_of_the_tables():
    frames = prevalence_explorer(recall=0.8, false_alarm_rate=0.05).frames
    detector = next(mark for mark in frames.marks if mark.kind == "point" and mark.role == "third")
    assert [f"{100 * y:.1f} %" for y in detector.y] == list(frames.tables[1].rows["at the line"][0])


def test_a_rate_that_is_none_is_refused():
    with pytest.raises(ValueError, match=r"recall must lie in \[0, 1\]; got 80"):
        prevalence_explorer(recall=80)
