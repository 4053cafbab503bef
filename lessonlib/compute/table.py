"""Read the learner's own table: CSV of any kind, Excel, Parquet; a target with two labels, and features."""

import csv
import gzip
import re
import zipfile
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from lessonlib.compute.columns import GAPS, YES, Column, read_column

SAMPLE = 200_000  # characters that tell how a file is written
LARGE = 10_000_000  # cells; from here on, numbers are kept in single precision


class Table(NamedTuple):
    """A table that was read: a frame of floats and words, 0/1 labels, where it is from, what became of each column."""

    X: Any  # DataFrame (n, d)
    y: np.ndarray
    about: str
    columns: tuple = ()


def load_csv(path, target="target", positive=None, drop=(), needed=()):
    """Load a table as features and 0/1 labels, and say openly which label became 1 and what each column became.

    Parameters
    ----------
    path : path
        CSV with one header line (any delimiter, decimal sign and encoding, also compressed by gzip), or Excel or
        Parquet, if pandas finds the package that it needs for these.
    target : str, default "target"
        The column to predict.
    positive : str, optional
        The label that becomes 1, against all others. By default 1, true or yes; else the rarer of two.
    drop : sequence of str
        Columns to leave out.
    needed : sequence of str
        Columns that must be there, whatever they hold, and stay.

    Returns
    -------
    Table
        ``X`` is a DataFrame of numbers and words, with gaps; `decide` and `compare` fill and encode it inside their
        folds. ``about`` names the file and the mapping of the labels.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        With everything that stands in the way: columns that are not there, labels that are not two, no features.
    """
    frame, notes = _read(Path(path), target)
    return make_table(frame, target, positive, drop, needed, name=Path(path).name, notes=notes)


def make_table(frame, target, positive=None, drop=(), needed=(), *, name="a frame", notes=()):
    """Return a `Table` from a frame; see `load_csv`."""
    missing = [column for column in dict.fromkeys([target, *drop, *needed]) if column not in frame.columns]
    problems = [_no_column(column, frame.columns, "target" if column == target else "column") for column in missing]
    y = mapping = None
    if target in frame.columns:
        try:
            y, mapping = _as_zero_one(frame[target], target, positive)
        except ValueError as error:
            problems.append(str(error))
    features = frame.drop(columns=[column for column in {target, *drop} if column in frame.columns])
    X, columns = read_features(features, needed)
    if X.shape[1] == 0:
        left = "; ".join(f"{column.name!r}: {column.done}" for column in columns)
        problems.append(
            f"{name} must have a feature column besides the target; got none{' left: ' * bool(left)}{left}."
        )
    if problems:
        raise ValueError("\n".join(problems))
    columns += tuple(Column(column, "left out", "as asked") for column in drop)
    return Table(X, y, "; ".join([f"{name}: {mapping}", *notes]), columns)


def load_frame(path, target):
    """Return a file as a frame as it stands, gaps as NaN, the target, if it is there, as text."""
    return _read(Path(path), target)[0]


def as_read(frame, kinds, name):
    """Return the features of a new table, read as those of an old one were.

    Parameters
    ----------
    frame : DataFrame
    kinds : dict of str to str
        For each column that must be there "number" or "words".
    name : str
        What errors call the table.

    Raises
    ------
    ValueError
        If columns are missing, or hold words where numbers are wanted: all of them at once.
    """
    import pandas as pd

    missing = [column for column in kinds if column not in frame.columns]
    X, _ = read_features(frame[[column for column in kinds if column in frame.columns]], needed=tuple(kinds))
    wordy = [column for column in X if kinds[column] == "number" and X[column].dtype.kind != "f"]
    wordy = [column for column in wordy if not pd.isna(frame[column]).all()]
    if missing or wordy:
        raise ValueError(
            "\n".join(
                [f"{name} must have the column {column!r}; it is not there. Add it." for column in missing]
                + [f"column {column!r} must hold numbers, as before; it holds words. Mend it." for column in wordy]
            )
        )
    for column, kind in kinds.items():
        if kind == "number":
            X[column] = pd.to_numeric(X[column], errors="coerce").astype(float)
        elif X[column].dtype.kind == "f":
            X[column] = frame[column].astype(object).where(frame[column].notna(), "(nothing)").astype(str)
    return X[list(kinds)]


def read_features(frame, needed=()):
    """Return a frame with every column read, and what was done to each."""
    import pandas as pd

    read = {name: read_column(frame[name], str(name), name in needed) for name in frame.columns}
    single = frame.size > LARGE
    kept = {}
    for name, (values, _) in read.items():
        if values is None and name in needed:
            values = frame[name].astype(object).where(frame[name].notna(), "(nothing)").astype(str)
        if values is not None:
            kept[str(name)] = values.astype(np.float32) if single and values.dtype.kind == "f" else values
    return pd.DataFrame(kept, index=frame.index), tuple(column for _, column in read.values())


def _read(path, target):
    """Return a file as a frame, gaps as NaN, the target as text; and notes on how it is written."""
    import pandas as pd

    if not path.exists():
        raise FileNotFoundError(f"{path.name} must exist; there is no such file. Check the spelling.")
    readers = {".xlsx": pd.read_excel, ".xls": pd.read_excel, ".parquet": pd.read_parquet, ".pq": pd.read_parquet}
    reader = readers.get(path.suffix.lower())
    try:
        frame, notes = (reader(path), []) if reader else _read_text(path, target)
    except ImportError:
        package = "pyarrow" if reader is pd.read_parquet else "openpyxl"
        raise ValueError(
            f"{path.name} can't be read without the package {package}, which is not here. Add it, or save it as CSV."
        ) from None
    except (ValueError, OSError, EOFError) as error:  # pandas' parser errors and bad encodings are ValueErrors
        said = str(error).strip().replace(str(path), path.name)
        raise ValueError(f"{path.name} must be a readable table; {said}. Save it as CSV in UTF-8.") from None
    frame.columns = frame.columns.astype(str).str.strip()
    if len(frame) == 0:
        raise ValueError(f"{path.name} must hold at least one row below its header; got none. Export it again.")
    numbers = sum(map(_is_number, frame.columns))
    nameless = sum(name.startswith("Unnamed: ") for name in frame.columns)
    if target not in frame.columns and max(numbers - 1, nameless) > 0 and 3 * (numbers + nameless) > len(frame.columns):
        first = "numbers" if numbers else repr(frame.columns[0])
        raise ValueError(
            f"{path.name} must begin with the columns' names; its first line holds {first}. Add a header, or remove "
            "what stands above it."
        )
    return frame, notes


def _read_text(path, target):
    import pandas as pd

    encoding, sample = _sample(path)
    other = {"<": "a web page or XML", "{": "JSON", "[": "JSON"}.get(sample.lstrip()[:1])
    if other:
        raise ValueError(f"it looks like {other}")
    skip = 1 if sample[:4].lower() == "sep=" else 0
    lines = sample.splitlines()[skip:]
    delimiter = sample[4] if skip else _delimiter(lines)
    rows = list(csv.reader((line for line in lines[:200] if line.strip()), delimiter=delimiter, skipinitialspace=True))
    header = [name.strip() for name in rows[0]] if rows else []
    cells = [cell.strip() for row in rows[1:] for cell in row]
    comma = delimiter != "," and sum(map(_decimal_comma, cells)) > sum(map(_decimal_point, cells))
    options = {"sep": delimiter, "skiprows": skip, "decimal": "," if comma else ".", "skipinitialspace": True}
    options |= {
        "keep_default_na": False,
        "dtype": {name: str for name in rows[0] if name.strip() == target} if rows else None,
    }
    options |= {"na_values": {name: GAPS for name in (rows[0] if rows else ()) if name.strip() != target}}
    options["compression"] = _packed(path)
    surplus, notes = _surplus(header, rows[1:], path.name)
    frame = _parse(pd, path, encoding, options | surplus)
    if not isinstance(frame.index, pd.RangeIndex):
        frame = frame.reset_index(drop=True)
        notes = ["the rows' names, which have no header, were left out"]
    if encoding not in ("utf-8", "utf-8-sig"):
        notes.append(f"read as {encoding}")
    if comma:
        notes.append("with decimal commas")
    return frame, notes


def _parse(pd, path, encoding, options):
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", pd.errors.DtypeWarning)
        warnings.simplefilter("ignore", pd.errors.ParserWarning)
        try:
            return pd.read_csv(path, encoding=encoding, **options)
        except UnicodeDecodeError:  # beyond the sample stands another encoding
            return pd.read_csv(path, encoding="cp1252", **options)


def _sample(path):
    """Return a file's encoding and its beginning."""
    with _open(path) as file:
        raw = file.read(SAMPLE)
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16", raw[: len(raw) // 2 * 2].decode("utf-16", errors="ignore")
    if b"\0" in raw:
        raise ValueError("it holds no text")
    whole = raw if len(raw) < SAMPLE else raw[: raw.rfind(b"\n")]
    try:
        return "utf-8-sig", whole.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp1252", raw.decode("cp1252", errors="replace")


def _packed(path):
    """Return "gzip", "zip", or None, by how a file begins."""
    with open(path, "rb") as file:  # noqa: PTH123 (a folder must raise an OSError here)
        return {b"\x1f\x8b": "gzip", b"PK": "zip"}.get(file.read(2))


def _open(path):
    """Open a file, or the only one that is packed in it."""
    packed = _packed(path)
    if packed != "zip":
        return (gzip.open if packed else open)(path, "rb")
    archive = zipfile.ZipFile(path)
    if len(archive.namelist()) != 1:
        raise ValueError(f"it packs {len(archive.namelist())} files, not one. Unpack it")
    return archive.open(archive.namelist()[0])


def _delimiter(lines):
    """Return the sign that parts the header into most fields, and most lines into as many, or one more."""
    some = [line for line in lines[:20] if line.strip()]

    def fields(sign):
        counts = [len(row) for row in csv.reader(some, delimiter=sign)]
        alike = sum(count - counts[0] in (0, 1) for count in counts)
        return (alike > 0.5 * len(counts), counts[0]) if counts else (False, 0)

    return max(",;\t|", key=fields)


def _surplus(header, rows, name):
    """Say how to read rows that are longer than the header by one field: an empty one, or the row's name."""
    longer = [row for row in rows if len(row) == len(header) + 1]
    if not longer or len(longer) < len(rows):
        return {}, []
    if all(row[-1].strip() == "" for row in longer):
        return {"index_col": False}, []
    firsts = [row[0] for row in longer]
    if len(set(firsts)) == len(firsts) and (firsts[0] in ("0", "1") or not _is_number(firsts[0])):
        return {}, []  # pandas takes the first field as the row's name
    raise ValueError(
        f"{name} has more values in its rows than names in its header. Complete the header, or remove what is too much"
    )


def _is_number(text):
    return bool(re.fullmatch(r"[-+]?[\d.,]*\d[\d.,]*(e[-+]?\d+)?", str(text).strip(), re.IGNORECASE))


def _decimal_comma(cell):
    return re.fullmatch(r"[-+]?\d[\d.]*,\d+", cell) is not None


def _decimal_point(cell):
    return re.fullmatch(r"[-+]?\d+\.\d+", cell) is not None


def _as_zero_one(labels, target, positive):
    """Map labels to 0 and 1; `positive`, or what says yes, or the rarer one, becomes 1."""
    labels = _same_spelling(labels.astype(object).where(labels.notna(), "").astype(str).str.strip())
    counts = labels.value_counts().sort_index()
    if "" in counts.index:
        raise ValueError(
            f"{target} must have a label in every row; got {counts['']:,} of {len(labels):,} empty. Remove those rows."
        )
    if positive is not None:
        positive = _label(str(positive), counts.index)
    gaps = [label for label in counts.index if label.casefold() in {gap.casefold() for gap in GAPS}]
    if len(counts) - len(gaps) == 2 and gaps and positive is None:
        raise ValueError(
            f"{target} must have a label in every row; got {counts[gaps].sum():,} of {len(labels):,} that say "
            f"{_listed(gaps)}. Remove those rows, or name the label that counts as 1 (--positive): all others become 0."
        )
    if len(counts) < 2 or (len(counts) > 2 and positive is None):
        raise ValueError(f"{target} must hold exactly two labels; got {_counted(counts)}. {_merge_advice(counts)}")
    positive = positive or _says_yes(counts)
    y = (labels == positive).to_numpy().astype(int)
    others = [label for label in counts.index if label != positive]
    negative = f"{target}={others[0]}" if len(others) == 1 else f"any of {len(others)} others"
    mapping = f"1 is {target}={positive} ({y.sum():,} rows), 0 is {negative} ({len(y) - y.sum():,} rows)"
    return y, mapping + (". CLASS 1 IS THE MAJORITY" if 2 * y.sum() > len(y) else "")


def _same_spelling(labels):
    """Give labels that differ in nothing but case, or that are the same number, one spelling: the most frequent."""
    counts = labels.value_counts()
    first, spelling = {}, {}
    for label in counts.index:
        key = f"{float(label):g}" if _is_number(label) and "," not in label else label.casefold()
        spelling[label] = first.setdefault(key, label)
    return labels.map(spelling)


def _label(positive, labels):
    """Return the label that is meant by `positive`."""
    same = [label for label in labels if label.casefold() == positive.casefold()]
    same += [
        label for label in labels if _is_number(label) and _is_number(positive) and float(label) == float(positive)
    ]
    if not same:
        raise ValueError(f"positive must be one of {_listed(labels)}; got {positive!r}. Check the spelling.")
    return same[0]


def _says_yes(counts):
    """Return which of two labels is class 1: what says yes, or 1 beside 0 or −1; else the rarer one."""
    said = [label for label in counts.index if label.casefold() in YES | {"positive", "pos"}]
    numbers = [float(label) if _is_number(label) and "," not in label else None for label in counts.index]
    if len(said) == 1:
        return said[0]
    if 1.0 in numbers and set(numbers) <= {-1.0, 0.0, 1.0}:
        return counts.index[numbers.index(1.0)]
    return counts[::-1].idxmin()  # of equally many, the last by alphabet


def _merge_advice(counts):
    if len(counts) == 1:
        return "One class alone can't be learned."
    once = [label for label, count in counts.items() if count == 1]
    if len(counts) == 3 and len(once) == 1 and counts.sum() >= 50:
        return f"{once[0]!r} stands in one row: a total, or a slip? Remove or mend that row."
    if len(counts) > 20 and all(map(_is_number, counts.index)):
        return "This looks like a quantity: choose another target, or make two classes of it."
    return "Name the label that counts as 1 (positive=, or --positive): the others become 0."


def _counted(counts, at_most=6):
    listed = ", ".join(f"{label!r} ({count:,})" for label, count in counts.iloc[:at_most].items())
    return f"{len(counts)}: {listed}" + (", …" if len(counts) > at_most else "")


def _no_column(name, columns, what):
    near = get_close_matches(name.casefold(), [column.casefold() for column in columns], n=1)
    meant = [column for column in columns if column.casefold() in near]
    advice = f"Did you mean {meant[0]!r}?" if meant else "Check the spelling."
    return f"{what} must be a column of the table; got {name!r}, and it has {_listed(columns)}. {advice}"


def _listed(names, at_most=6):
    """Name up to six things, separated by commas."""
    names = [repr(str(name)) for name in names]
    return ", ".join(names[:at_most]) + (", …" if len(names) > at_most else "")
