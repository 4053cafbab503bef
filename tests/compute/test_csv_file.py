"""The learner's own CSV: many ways to write the same table, and what is said about one that can't be used."""

import numpy as np
import pytest

from lessonlib.compute.csv_file import load_csv


@pytest.fixture
def write(tmp_path):
    """Return a function that writes text or bytes to a file and returns its path."""

    def write(content, name="data.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.mark.parametrize(
    ("content", "X", "y"),
    [
        ("a,b,target\n1,2.5,0\n-3,4e-1,1\n5,6,0\n", [[1, 2.5], [-3, 0.4], [5, 6]], [0, 1, 0]),
        ("target,a\r\n0,1\r\n1,2\r\n0,3\r\n", [[1], [2], [3]], [0, 1, 0]),
        ("\ufeffa,target\n1,0\n2,1\n3,0\n", [[1], [2], [3]], [0, 1, 0]),
        ('\ufeff"target","a"\n0,1\n1,2\n0,3\n', [[1], [2], [3]], [0, 1, 0]),
        ('"a, b","c ""d""",target\n"1","2","0"\n3,4,1\n5,6,"0"\n', [[1, 2], [3, 4], [5, 6]], [0, 1, 0]),
        ("a , target \n1, 0\n 2 , 1 \n3, 0\n", [[1], [2], [3]], [0, 1, 0]),
        ("a,target\n1,0\n\n2,1\n3,0\n\n", [[1], [2], [3]], [0, 1, 0]),
        ("größe,target\n1,0\n2,1\n3,0\n", [[1], [2], [3]], [0, 1, 0]),
    ],
    ids=["plain", "target first, Windows", "mark", "mark before a quote", "quotes", "spaces", "empty lines", "umlauts"],
)
def test_reads_the_usual_ways_to_write_a_table(write, content, X, y):
    data = load_csv(write(content))
    assert data.X.tolist() == X
    assert data.y.tolist() == y


@pytest.mark.parametrize(
    ("common", "rare"),
    [("0", "1"), ("no", "yes"), ("-1", "1"), ("0.0", "1.0"), ("1", "0"), ("False", "True"), ("n/a", "x")],
)
def test_the_rarer_of_any_two_labels_becomes_one_and_that_is_said(write, common, rare):
    path = write(f"a,outcome\n1,{common}\n2,{rare}\n3,{common}\n")
    data = load_csv(path, target="outcome")
    assert data.y.tolist() == [0, 1, 0]
    assert data.about == f"{path}: 1 is outcome={rare} (1 rows), 0 is outcome={common} (2 rows)"


@pytest.mark.parametrize("labels", [("no", "yes"), ("yes", "no"), ("1", "0"), ("-1", "1"), ("True", "False")])
def test_of_two_equally_frequent_labels_the_one_that_says_yes_becomes_one(write, labels):
    data = load_csv(write(f"a,target\n1,{labels[0]}\n2,{labels[1]}\n"))
    assert data.y.tolist() == [int(label in ("yes", "1", "True")) for label in labels]


def test_the_learner_may_say_which_label_becomes_one(write):
    data = load_csv(write("a,target\n1,0\n2,1\n3,0\n"), positive=0)
    assert data.y.tolist() == [1, 0, 1]
    assert "1 is target=0 (2 rows)" in data.about


def test_features_and_labels_are_ready_for_numpy(write):
    data = load_csv(write("a,b,target\n1,2,no\n3,4,yes\n5,6,no\n"))
    assert (data.X.dtype, data.X.shape, data.y.dtype) == (np.float64, (3, 2), np.int64)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", r"data\.csv must be a readable CSV file; No columns"),
        (b"a,target\n\xe9,0\n", r"data\.csv must be a readable CSV file; 'utf-8' codec.* Save it as CSV in UTF-8\."),
        ("a,target\n1,0\n2,1,9\n", r"must be a readable CSV file; .*Expected 2 fields in line 3, saw 3"),
        ("a,target\n", r"data\.csv must hold at least one row below its header; got none"),
        (
            "a,b\n1,0\n2,1\n",
            r"target must be a column of .*data\.csv; got 'target', and it has 'a', 'b'\. Name the column",
        ),
        ("a;b;target\n1;2;0\n3;4;1\n", r"got 'target', and it has 'a;b;target'\. Save the file with commas between"),
        ("a\ttarget\n1\t0\n3\t1\n", r"Save the file with commas between the values, and points in the numbers"),
        ("a,b,target\n1,2,3,0\n4,5,6,1\n", "must have a name for every column; got more values in its rows than names"),
        ("a,target\n1,0,\n2,1,\n", r"Complete the header, or remove the commas at the ends of the rows"),
        ("a,target\n1,0\n2,0\n", r"target must hold exactly two labels; got 1: '0'\. One class alone can't be learned"),
        (
            "a,target\n1,0\n2,1\n3,2\n",
            r"target must hold exactly two labels; got 3: .*\. Merge labels until two remain",
        ),
        ("a,target\n1,0\n2,1\n3,\n", r"target must have a label in every row; got 1 of 3 empty\. Remove those rows"),
        ("a,target\n1,0\n2,1\n3\n", r"target must have a label in every row; got 1 of 3 empty"),
        ("target\n0\n1\n0\n", "the file must have a feature column besides the target; got none"),
        (
            "a,city,target\n1,Bern,0\n2,Genf,1\n",
            r"column 'city' must be numeric and complete; got 'Bern' in line 2 \(2 such rows\)",
        ),
        (
            "a,target\n1,0\n,1\n3,0\n",
            r"column 'a' must be numeric and complete; got nothing in line 3 \(1 such rows\)\. Encode",
        ),
        ("a,target\n1,0\nNA,1\n", r"column 'a' must be numeric and complete; got 'NA' in line 3"),
        ("a,target\n1,0\ninf,1\n", r"column 'a' must be numeric and complete; got 'inf' in line 3"),
        ('a,target\n1,0\n"1,000",1\n', r"column 'a' must be numeric and complete; got '1,000' in line 3"),
    ],
)
def test_says_what_is_wrong_with_a_file(write, content, message):
    with pytest.raises(ValueError, match=message):
        load_csv(write(content))


def test_says_that_there_is_no_such_label(write):
    with pytest.raises(ValueError, match=r"positive must be one of '0', '1'; got 'yes'\. Check the spelling"):
        load_csv(write("a,target\n1,0\n2,1\n3,0\n"), positive="yes")


def test_says_that_there_is_no_such_file(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"none\.csv must exist; there is no such file\. Check the spelling"):
        load_csv(tmp_path / "none.csv")


def test_says_that_a_folder_is_no_file(tmp_path):
    with pytest.raises(ValueError, match=r"must be a readable CSV file; .*Is a directory"):
        load_csv(tmp_path)
