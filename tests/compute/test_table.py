"""The learner's own table: many ways to write the same one, and what is said about one that can't be used."""

import gzip
import zipfile

import numpy as np
import pandas as pd
import pytest

from lessonlib.compute import prepare
from lessonlib.compute.compare import compare, fixed_source
from lessonlib.compute.prepare import preparation, prepared
from lessonlib.compute.table import load_csv


@pytest.fixture
def write(tmp_path):
    """Return a function that writes text or bytes to a file and returns its path."""

    def write(content, name="data.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


PLAIN = "a,b,target\n1,2.5,0\n-3,0.4,1\n5,6,0\n"


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        PLAIN.replace("\n", "\r\n"),
        "\ufeff" + PLAIN,
        PLAIN.encode("utf-16"),
        gzip.compress(PLAIN.encode()),
        PLAIN.replace(",", "\t"),
        PLAIN.replace(",", "|"),
        "a;b;target\n1;2,5;0\n-3;0,4;1\n5;6,0;0\n",
        "sep=;\na;b;target\n1;2,5;0\n-3;0,4;1\n5;6;0\n",
        "a , b, target \n1, 2.5, 0\n -3 ,4e-1 , 1\n5, 6, 0\n",
        "a,b,target\n1,2.5,0,\n-3,0.4,1,\n5,6,0,\n",
        'a,b,target\n"1","2.5","0"\n\n-3,0.4,1\n5,6,"0"\n\n',
        ",a,b,target\n0,1,2.5,0\n1,-3,0.4,1\n2,5,6,0\n",
        '"a","b","target"\n"1",1,2.5,0\n"2",-3,0.4,1\n"3",5,6,0\n',
    ],
    ids=[
        *(
            "plain",
            "Windows",
            "mark",
            "UTF-16",
            "gzip",
            "tabs",
            "bars",
            "decimal comma",
            "sep=",
            "spaces",
            "commas at ends",
        ),
        *("quotes and empty lines", "pandas' index", "R's row names"),
    ],
)
def test_the_same_table_is_read_however_it_is_written(write, content):
    data = load_csv(write(content))
    assert data.X.to_numpy().tolist() == [[1, 2.5], [-3, 0.4], [5, 6]]
    assert data.X.columns.tolist() == ["a", "b"]
    assert data.y.tolist() == [0, 1, 0]


def test_names_and_words_in_another_encoding_are_read(write):
    data = load_csv(write("größe;ort;target\n1;Köln;0\n2;Köln;1\n3;Bonn;0\n".encode("cp1252")))
    assert data.X["größe"].tolist() == [1, 2, 3]
    assert data.X["ort"].tolist() == ["Köln", "Köln", "Bonn"]
    assert "read as cp1252" in data.about


def test_another_encoding_beyond_the_beginning_is_read_too(write):
    lines = ["a,b,target", *(f"{i % 7},word,{i % 2}" for i in range(30_000)), "1,Köln,0", "2,Köln,1"]
    data = load_csv(write("\n".join(lines).encode("cp1252")))
    assert data.X["b"].tolist()[-1] == "Köln"


COLUMNS = {
    "amount": (["1,234.50", "108,266", "12", "7.5"], [1234.5, 108266, 12, 7.5], "number"),
    "thousands": (["1,234", "108,266", "2,000", "12"], [1234, 108266, 2000, 12], "number"),
    "german": (["1.234,50", "3,5", "12,25", "0,1"], [1234.5, 3.5, 12.25, 0.1], "number"),
    "money": (["$5", "$1,200", "$0.5", "$7"], [5, 1200, 0.5, 7], "number"),
    "percent": (["5.3%", "10%", "-2 %", ".5%"], [5.3, 10, -2, 0.5], "number"),
    "gaps": (["1", "N/A", "?", " "], [1, np.nan, np.nan, np.nan], "left out"),
    "some gaps": (["1", "N/A", "3", "4"], [1, np.nan, 3, 4], "number"),
    "truth": (["True", "False", "False", "True"], [1, 0, 0, 1], "yes/no"),
    "said": (["Yes", "No", "", "Yes"], [1, 0, np.nan, 1], "yes/no"),
    "day": (["1970-01-02", "1970-01-11", "", "1971-01-01"], [1, 10, np.nan, 365], "date"),
    "Tag": (["02.01.1970", "11.01.1970", "31.12.1970", "01.01.1971"], [1, 10, 364, 365], "date"),
    "American": (["1/2/1970", "1/11/1970", "12/31/1970", "1/1/1971"], [1, 10, 364, 365], "date"),
    "infinite": (["1", "inf", "3", "4"], [1, np.nan, 3, 4], "number"),
}


@pytest.mark.parametrize("name", [name for name in COLUMNS if name != "gaps"])
def test_what_stands_in_a_column_is_read(write, name):
    cells, expected, kind = COLUMNS[name]
    rows = "".join(f'"{cell}",{i % 2},{i}\n' for i, cell in enumerate(cells))
    data = load_csv(write(f"{name},target,other\n{rows}"))
    np.testing.assert_allclose(data.X[name], expected)
    [column] = [column for column in data.columns if column.name == name]
    assert column.kind == kind


@pytest.mark.parametrize(
    ("cells", "done"),
    [
        ([""] * 60, "it is empty"),
        (["same"] * 60, "every row holds 'same'"),
        ([f"n{i}" for i in range(60)], "it names nearly every row (60 values)"),
        ([f"{i % 20} a longer text that somebody wrote about this customer" for i in range(60)], "it is prose"),
    ],
)
def test_columns_without_use_are_left_out_and_named(write, cells, done):
    rows = "".join(f"{cell},{i % 2},{i * i}\n" for i, cell in enumerate(cells))
    data = load_csv(write(f"word,target,other\n{rows}"))
    assert data.X.columns.tolist() == ["other"]
    assert done in data.columns[0].done


@pytest.mark.parametrize("name", ["id", "Unnamed: 0", "row_id", "customerID", ""])
def test_a_column_that_numbers_the_rows_is_no_feature(write, name):
    data = load_csv(write(f"{name},paid,target\n" + "".join(f"{i + 7},{i * 3},{i % 2}\n" for i in range(9))))
    assert data.X.columns.tolist() == ["paid"]
    assert data.columns[0].done == "it names each row, once"


@pytest.mark.parametrize(
    ("labels", "positive"),
    [
        ("001", "1"),
        ("110", "1"),
        (["0.0", "1.0", "1"], "1"),
        (["no", "no", "yes"], "yes"),
        (["Yes", "no", "YES"], "yes"),
        (["-1", "1", "1"], "1"),
        (["False", "True", "True"], "True"),
        (["bad", "good", "good"], "bad"),
        (["n/a", "n/a", "x"], "x"),
        (["1", "2", "1"], "2"),
    ],
)
def test_one_true_and_yes_stay_class_1_and_else_the_rarer_label_becomes_it(write, labels, positive):
    data = load_csv(write("a,target\n" + "".join(f"{i},{label}\n" for i, label in enumerate(labels))))
    same = [label.casefold().removesuffix(".0") == positive.casefold() for label in labels]
    assert data.y.tolist() == [int(one) for one in same]
    assert ("CLASS 1 IS THE MAJORITY" in data.about) == (sum(same) == 2)


def test_one_label_may_stand_against_all_others(write):
    data = load_csv(write("a,target\n1,x\n2,y\n3,z\n4,x\n"), positive="Z")
    assert data.y.tolist() == [0, 0, 1, 0]
    assert "1 is target=z (1 rows), 0 is any of 2 others (3 rows)" in data.about


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", r"data\.csv must be a readable table"),
        ("a,target\n1,0\n2,1,9\n", r"must be a readable table; .*Expected 2 fields in line 3, saw 3"),
        ("a,target\n", r"data\.csv must hold at least one row below its header; got none"),
        ("a,b\n1,0\n2,1\n", r"target must be a column of the table; got 'target', and it has 'a', 'b'\. Check"),
        ("a,Targets\n1,0\n2,1\n", r"Did you mean 'Targets'\?"),
        ("3,1,0\n2,5,1\n", "must begin with the columns' names; its first line holds numbers"),
        ("a,b,target\n7,2,3,0\n9,5,6,1\n", "more values in its rows than names in its header"),
        ("a,target\n1,0\n2,0\n", r"exactly two labels; got 1: '0' \(2\)\. One class alone can't be learned"),
        ("a,target\n1,0\n2,1\n3,2\n", r"exactly two labels; got 3: .*Name the label that counts as 1"),
        ("a,target\n" + "".join(f"1,{i}\n" for i in range(30)), "This looks like a quantity"),
        ("a,target\n1,0\n2,1\n3,\n", r"target must have a label in every row; got 1 of 3 empty\. Remove those rows"),
        ("target\n0\n1\n0\n", "must have a feature column besides the target; got none"),
    ],
)
def test_says_what_is_wrong_with_a_file(write, content, message):
    with pytest.raises(ValueError, match=message):
        load_csv(write(content))


def test_everything_that_stands_in_the_way_is_said_at_once(write):
    with pytest.raises(ValueError, match="target must be a column") as refused:
        load_csv(write("a,b\n1,0\n1,1\n"), target="fraud", drop=["c", "b"], needed=["when"])
    said = str(refused.value)
    for words in ("'fraud'", "'c'", "'when'", "every row holds '1'"):
        assert words in said
    assert len(said.splitlines()) == 4


def test_says_that_there_is_no_such_label_or_file(write, tmp_path):
    with pytest.raises(ValueError, match=r"positive must be one of '0', '1'; got 'yes'\. Check the spelling"):
        load_csv(write("a,target\n1,0\n2,1\n3,0\n"), positive="yes")
    with pytest.raises(FileNotFoundError, match=r"none\.csv must exist; there is no such file\. Check the spelling"):
        load_csv(tmp_path / "none.csv")
    with pytest.raises(ValueError, match=r"must be a readable table; .*Is a directory"):
        load_csv(tmp_path)


@pytest.mark.parametrize("name", ["data.xlsx", "data.parquet"])
def test_excel_and_parquet_are_read_or_the_missing_package_is_named(tmp_path, name):
    frame = pd.DataFrame({"a": [1.0, 2.0, 3.0], "target": ["no", "no", "yes"]})
    path = tmp_path / name
    try:
        frame.to_excel(path, index=False) if name.endswith("x") else frame.to_parquet(path)
    except ImportError:
        with zipfile.ZipFile(path, "w") as archive:  # what pandas takes for a workbook
            archive.writestr("xl/workbook.xml", "")
        with pytest.raises(ValueError, match=r"can't be read without the package \w+, which is not here\. Add it, or"):
            load_csv(path)
    else:
        assert load_csv(path).y.tolist() == [0, 0, 1]


def test_preparation_learns_from_the_training_rows_alone():
    X = pd.DataFrame({"a": [1.0, 3.0, np.nan, 900.0], "w": ["x", "y", "x", "z"]})
    train, test = prepared(X, ([0, 1, 2], [3]))
    np.testing.assert_allclose(train[:, 0].mean(), 0, atol=1e-12)
    filled = np.array([1, 3, 2])  # the median of 1 and 3 fills the gap
    np.testing.assert_allclose(test[0, 0], (900 - filled.mean()) / filled.std())
    assert len(train) == 3
    assert np.isfinite(test).all()  # a word that train never held


def test_a_large_table_is_prepared_by_columns_with_the_same_values(monkeypatch):
    rng = np.random.default_rng(0)
    X = pd.DataFrame(rng.lognormal(size=(50, 3)), columns=list("abc")).mask(rng.random((50, 3)) < 0.1)
    X["w"] = rng.choice(list("xyz"), 50)
    once = preparation(X).fit_transform(X)
    monkeypatch.setattr(prepare, "LARGE", 0)
    by_columns = preparation(X).fit_transform(X)
    np.testing.assert_allclose(sorted(by_columns.T.tolist()), sorted(once.T.tolist()))


def test_compare_takes_tables_with_words_and_gaps(write):
    rng = np.random.default_rng(0)
    rows = [
        f"{'' if rng.random() < 0.1 else f'{rng.normal() + 2 * y:.2f}'},{rng.choice(['x', 'y'])},{y}"
        for y in [0, 0, 0, 1] * 30
    ]
    table = load_csv(write("a,w,target\n" + "\n".join(rows)))
    result = compare(fixed_source("mine", table), n_repeats=3)
    assert result.mean_scores("no treatment")["auroc"] > 0.8
