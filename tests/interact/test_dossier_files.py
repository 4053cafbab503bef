"""Tables as people have them, from the command's options to the outcome: what is refused, what each dossier says."""

import argparse
from importlib.util import find_spec

import numpy as np
import pytest

from lessonlib.commands import decide as command
from lessonlib.commands.compare import load_data
from lessonlib.compute.dossier import measure_dossier
from lessonlib.compute.dossier_checks import CANT_TELL, NO_MODEL, STOP, checklist, outcome
from tests.interact.dossier_files import KINDS, write
from tests.missing import missing

REFUSED = {
    "adult without header": "must begin with the columns' names; its first line holds numbers",
    "cards, --target class": "Did you mean 'Class'?",
    "NaN labels": "must have a label in every row; got 20 of 700 that say 'NaN'",
    "empty labels": "must have a label in every row; got 20 of 700 empty",
    "--positive fraud, absent": "positive must be one of 'bad', 'ok'; got 'fraud'",
    "three labels": "Name the label that counts as 1",
    "a quantity as target": "This looks like a quantity",
    "9 positives": "at least 10 positives; got 9",
    "no header": "must begin with the columns' names",
    "title above": "must begin with the columns' names; its first line holds 'Report of customers'",
    "total below": "'105' stands in one row: a total, or a slip?",
    "empty file": "p.csv must be a readable table",
    "header only": "must hold at least one row below its header",
    "a web page": "it looks like a web page",
    "JSON": "it looks like JSON",
    "a picture": "p.png must be a readable table; it holds no text",
}
SAID = {  # the outcome, and words of the file's line, the reasons or the checks
    "AI4I with modes": (STOP, "one value of “TWF” holds"),
    "cards": (STOP, "“Time” is a time"),
    "copy of the target": (STOP, "“state” alone separates the classes"),
    "filled in later": (STOP, "“closed_on”"),
    "sorted, with a reference": (STOP, "“reference” numbers the rows, and the labels depend on the rows' order"),
    "patients": (STOP, "“patient_id” names 150 groups of about 6.0 rows"),
    "patients by group": (NO_MODEL, "Rows of one group stood on one side only"),
    "drift": (STOP, "“date” is a date"),
    "drift by time": (NO_MODEL, "The past was learnt from"),
    "XOR": (NO_MODEL, "“always flag”: no better"),
    "noise with costs": (NO_MODEL, "no better"),
    "costs 200 and 10": (None, "“never flag”"),
    "flipped labels": (None, "CLASS 1 IS THE MAJORITY"),
    "duplicates": (None, "200 of 700 rows repeat an earlier one"),
    "oversampled export": (None, "472 of 972 rows repeat an earlier one, nearly or wholly. They stood on one side"),
    "-999 for gaps": (None, "-999 stands in 60 rows: a gap?"),
    "units": (None, "without 'kg'"),
    "scores upside down": (STOP, "the scores stand on their head"),
    "1/2 labels": (None, "1 is target=2"),
    "-1/1 labels": (None, "1 is target=1 "),
    "True/False labels": (None, "1 is target=True"),
    "fraud/genuine": (None, "1 is target=fraud"),
    "three labels, one named": (None, "0 is any of 2 others"),
    "German Excel": (None, "with decimal commas"),
    "UTF-16": (None, "read as utf-16"),
    "index column": (None, "Left out, as it names rows"),
    "min recall": (None, "the floor is 0.9"),
    "12 positives": (CANT_TELL, "12 in all"),
}


def decided(name, folder):
    """Return what the command's own options make of a file: its numbers, with few splits and without pictures."""
    path, options = write(name, folder)
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    given = parser.parse_args([str(path), *options, "--repeats", "3"])
    command._refuse_early(given)
    data = load_data(given, "FILE", [value for role in command.ROLES if (value := getattr(given, role))])
    asked = command._asked(given) | {"boosting": name == "XOR, trees"}
    return measure_dossier(data, **asked)


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_in_words(name, tmp_path):
    with pytest.raises((ValueError, OSError)) as refused:
        decided(name, tmp_path)
    assert REFUSED[name] in str(refused.value)
    assert str(tmp_path) not in str(refused.value)


@pytest.mark.parametrize("name", [name for name in KINDS if name not in REFUSED])
def test_what_people_have_is_read_and_judged_for_what_it_is(name, tmp_path):
    needed = {"xlsx": "openpyxl", "nullable parquet": "pyarrow"}.get(name)
    if needed and find_spec(needed) is None:
        missing(f"{needed}; uv sync --group formats")
    numbers = decided(name, tmp_path)
    checks = checklist(numbers)
    found = outcome(numbers, checks)
    word, words = SAID.get(name, (None, ""))
    done = [column.done for column in numbers.rows.columns]
    said = " ".join([*done, numbers.rows.about, *found.why, *(check.finding for check in checks)])
    assert words in said
    assert found.word == word or (word is None and found.word != STOP)
    assert "nan" not in said
    assert np.isfinite(numbers.last.p).all()
