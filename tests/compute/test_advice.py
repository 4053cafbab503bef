"""The advice, rule by rule: which situation leads to which step, and that every rule is reached and complete."""

import itertools
import re
from pathlib import Path

import nbformat
import pytest

from lessonlib.compute.advice import LEARNERS, RULES, STAGES, advise, recall_interval
from lessonlib.compute.curves import expected_random_average_precision
from lessonlib.compute.study import LEARNERS as OF_THE_STUDY
from lessonlib.compute.study_effects import study_effects
from lessonlib.compute.study_results import load_study
from lessonlib.compute.uncertainty import wilson_interval


def names(*situation, **facts):
    return {step.stage: step.name for step in advise(*situation, **facts)}


@pytest.mark.parametrize(
    ("stage", "name", "situation", "facts"),
    [
        ("count", "collect first", (0.001, 9_000), {}),
        ("count", "repeat the splits", (0.001, 10_000), {}),  # 10 positives
        ("count", "repeat the splits", (0.01, 109_000), {}),  # 218 in a test part
        ("count", "one test part", (0.01, 110_000), {}),
        ("fit", "plain", (0.01, 1_000), {}),
        ("fit", "plain", (0.4, 1_000_000), {}),  # nothing is gained by thinning even classes
        ("fit", "plain", (0.004, 100_000), {}),  # 400 positives: all negatives are kept
        ("fit", "fewer negatives", (0.005, 100_000), {}),
        ("fit", "plain, bagged", (0.01, 1_000_000), {"learner": "trees"}),
        ("fit", "plain, SMOTE", (0.01, 1_000_000), {"learner": "nearest neighbours"}),
        ("probabilities", "correct the prior", (0.01, 200_000), {}),
        ("probabilities", "correct the prior", (0.01, 200_000), {"cost_ratio": 10}),
        ("probabilities", "order is enough", (0.01, 1_000_000), {"capacity": 5}),  # thinned, but only ranked
        ("probabilities", "recalibrate", (0.01, 20_000), {"learner": "trees", "probabilities": True}),
        ("probabilities", "recalibrate", (0.01, 20_000), {"learner": "nearest neighbours", "cost_ratio": 3}),
        ("probabilities", "check them", (0.01, 20_000), {"cost_ratio": 3}),
        ("probabilities", "order is enough", (0.01, 20_000), {"capacity": 5}),
        ("probabilities", "order is enough", (0.01, 20_000), {"learner": "trees"}),
        ("threshold", "costs and limit", (0.01, 20_000), {"cost_ratio": 3, "capacity": 5}),
        ("threshold", "costs", (0.01, 20_000), {"cost_ratio": 3, "probabilities": True}),
        ("threshold", "top of the list", (0.01, 20_000), {"capacity": 5, "probabilities": True}),
        ("threshold", "leave it open", (0.01, 20_000), {"probabilities": True}),
        ("threshold", "tuned F1", (0.01, 20_000), {}),
        ("judge", "expected cost", (0.01, 20_000), {"cost_ratio": 3, "capacity": 5}),
        ("judge", "at the limit", (0.01, 20_000), {"capacity": 5, "probabilities": True}),
        ("judge", "Brier score", (0.01, 20_000), {"probabilities": True}),
        ("judge", "average precision", (0.01, 20_000), {}),
    ],
)
def test_each_rule_applies_where_it_should(stage, name, situation, facts):
    assert names(*situation, **facts)[stage] == name


def everything():
    """Every combination of a wide grid of situations."""
    grid = {
        "cost_ratio": (None, 0.5, 50),
        "capacity": (None, 5, 1000),
        "probabilities": (False, True),
        "learner": LEARNERS,
    }
    for prevalence, n_rows in itertools.product((0.0005, 0.01, 0.2, 0.9), (5, 2_000, 3_000_000)):
        for values in itertools.product(*grid.values()):
            yield (prevalence, n_rows), dict(zip(grid, values, strict=True))


def test_every_situation_gets_one_step_a_stage_in_words_without_gaps():
    seen = set()
    for situation, facts in everything():
        steps = advise(*situation, **facts)
        assert tuple(step.stage for step in steps) == STAGES
        seen |= {(step.stage, step.name) for step in steps}
        words = " ".join(text for step in steps for text in (step.do, step.because))
        assert "{" not in words
        assert "None" not in words
        assert "  " not in words
    assert seen == {(rule.stage, rule.name) for rule in RULES}  # no rule is out of reach


def test_every_rule_names_evidence_and_a_lesson():
    assert STAGES == ("count", "fit", "probabilities", "threshold", "judge")
    for rule in RULES:
        assert rule.evidence.endswith(".")
        assert rule.lesson in {f"{number:02}" for number in range(1, 12)}


def test_the_ratio_alone_changes_no_step_while_the_positives_are_many():
    advice = [names(share, round(1_000 / share), cost_ratio=20) for share in (0.5, 0.2, 0.1)]
    assert advice[0] == advice[1] == advice[2]


def test_numbers_in_the_words_are_the_situations():
    line = next(step for step in advise(0.01, 20_000, cost_ratio=3) if step.stage == "threshold")
    assert line.do == "Flag from a probability of 0.25"
    listed = {step.stage: step for step in advise(0.02, 20_000, capacity=5)}
    assert listed["threshold"].because == "room for 25 % of positives"  # 5 alerts for 20 positives in 1,000
    assert listed["count"].because == "about 80 test positives"
    assert advise(0.001, 20_000, capacity=50)[3].because == "room for 100 % of positives"


def test_the_interval_of_a_usual_recall():
    assert recall_interval(40) == wilson_interval(32, 40)
    assert recall_interval(1) == wilson_interval(1, 1)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"prevalence": 0}, "prevalence must lie strictly between 0 and 1; got 0"),
        ({"n_rows": 0}, "n_rows must be at least 1; got 0"),
        ({"learner": "forest"}, "learner must be one of linear, trees, nearest neighbours; got 'forest'"),
        ({"cost_ratio": 0}, "cost_ratio must be a positive number; got 0"),
        ({"cost_ratio": float("inf")}, "cost_ratio must be a positive number; got inf"),
        ({"capacity": 1001}, r"capacity must lie in \(0, 1000\] alerts per 1,000 rows; got 1001"),
    ],
)
def test_what_makes_no_sense_is_refused(change, words):
    with pytest.raises(ValueError, match=words):
        advise(**({"prevalence": 0.01, "n_rows": 100} | change))


def printed(exercise, cell_id):
    """What a cell of a solution prints; nbval holds it to a fresh run."""
    (path,) = (Path(__file__).parents[2] / "solutions").glob(f"{exercise}_*.ipynb")
    cell = next(cell for cell in nbformat.read(path, as_version=4).cells if cell.id == cell_id)
    return "".join(output.text for output in cell.outputs if output.output_type == "stream")


def mean(line, text):
    """The first signed number after some words, to two digits."""
    number = re.search(re.escape(line) + r".*?([+-]0\.\d+)", text, re.DOTALL)[1]
    return f"{abs(float(number)):.2f}"


def test_every_number_of_the_evidence_is_computed():
    bagging = printed("ex09", "verdicts")
    ranking, area = printed("ex10", "neighbours").split("precision_area")
    recall = [f"{100 * end:.0f}" for end in wilson_interval(176, 220)]
    bound = {
        "collect first": ["10", "20", f"{100 / round(0.2 * 9):.0f}"],
        "one test part": ["176", "220", "95", "20", *recall],
        "plain": ["0.02"],  # bound in the claims of lesson 10
        "plain, bagged": ["30", mean("balanced − 30 trees", bagging), mean("balanced − SMOTE, tree", bagging)],
        "plain, SMOTE": ["5", "0.5", mean(" 5% positive", ranking), mean(" 5% positive", area)],
        "tuned F1": ["10", "0.5"],  # bound below, as is the 0.5 above
        "recalibrate": [
            *re.findall(r"(30) trees, balanced +mean p is ([\d.]+)", printed("ex09", "probabilities-code"))[0]
        ],
        "average precision": ["10", "200", f"{expected_random_average_precision(200, 10):.3f}", f"{10 / 200}"],
    }
    for rule in RULES:
        words = re.sub(r"(?:lesson|exercise) \d\d|Elkan \(\d{4}\)|F1|π\(1 − π\)", "", rule.evidence)
        numbers = re.findall(r"\d+(?:\.\d+)?", words)
        assert set(numbers) <= set(bound.get(rule.name, [])), rule.name


def test_the_evidence_of_lesson_13_is_the_studys():
    study = load_study()
    at_half, in_order = (study_effects(study, "SMOTE", measure) for measure in ("F1 at 0.5", "AP"))
    assert at_half["all learners"].word == "rises"
    assert [name for name in OF_THE_STUDY if in_order[name].word == "rises"] == ["boosting"]
    many = 0.2 * study.profiles["positives"] >= 10
    few, enough = (
        study_effects(study.where(part), "SMOTE", "F1 at 0.5", "F1, tuned")["all learners"] for part in (~many, many)
    )
    assert few.word == "rises"
    assert enough.word in ("can't tell", "hardly moves", "falls")
    assert enough.high < 0.02
