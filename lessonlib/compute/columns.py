"""Read one column as people write it: numbers with signs, dates, yes and no, words, gaps; and say what was done.

Every cell is read by itself. What is learnt from many cells, such as a median, is left to the folds (`prepare`).
"""

import re
from typing import NamedTuple

import numpy as np

GAPS = ("", "?", "-", "--", ".", "NA", "N/A", "n/a", "na", "NaN", "nan", "NULL", "null", "None", "#N/A", "n.a.", "k.A.")
YES_NO = ({"true", "false"}, {"yes", "no"}, {"y", "n"}, {"t", "f"}, {"ja", "nein"})
YES = {"true", "yes", "y", "t", "ja"}
DATES = (
    "ISO8601",
    "%d.%m.%Y",
    "%m/%d/%Y",
    "%d/%m/%Y",
    "%d.%m.%Y %H:%M",
    "%m/%d/%Y %H:%M",
    "%d-%b-%Y",
    "%b-%Y",
    "%Y%m%d",
)
DATE_LIKE = re.compile(r"\d{1,4}[-./]\w{1,3}[-./]\d{1,4}|^[A-Z][a-z]{2}-\d{4}$")
NUMBER = re.compile(r"^[-+]?[$€£]?\s*[-+]?(\d[\d.,'\s]*|[.,]\d+)(e[-+]?\d+)?\s*([%$€£]|[A-Z]{3})?$", re.IGNORECASE)
UNIT = re.compile(r"^[-+]?\d[\d.,'\s]*?\s*([a-zA-Zµ°²³/]{1,8}|in\.)$")
STANDS_FOR_A_GAP = re.compile(r"^-?9{2,5}$")
MOSTLY = 0.95  # of the cells that are filled; the others become gaps, and that is said
IDENTIFIER = re.compile(
    r"(?i:^$|^unnamed|^index$|^(row|line|record)[\s_.-]?(id|no|nr|num|number)?$|(^|[\s_.-])id$)|[a-z]I[Dd]$"
)
LONG = 40  # characters: longer cells on average are prose


class Column(NamedTuple):
    """What a column was read as ("number", "date", "yes/no", "category", "left out"), and what was done, in words."""

    name: str
    kind: str
    done: str


def read_column(values, name, needed=False):
    """Return a column as floats or words, gaps as NaN, with what was done; None for the values if it is left out.

    Parameters
    ----------
    values : pandas.Series
    name : str
    needed : bool, default False
        Keep it though all its values are alike.

    Returns
    -------
    values : pandas.Series or None
    column : Column
    """
    import pandas as pd

    gaps = int(values.isna().sum())
    if gaps == len(values):
        return None, Column(name, "left out", "it is empty")
    if not needed and not gaps and values.nunique() == 1:
        return None, Column(name, "left out", f"every row holds {str(values.iloc[0])[:LONG]!r}")
    if pd.api.types.is_bool_dtype(values):
        return _floats(values), Column(name, "yes/no", "true is 1, false is 0")
    if not needed and IDENTIFIER.search(name) and not gaps and values.is_unique:
        return None, Column(name, "left out", "it names each row, once")
    if pd.api.types.is_numeric_dtype(values):
        return _numbers(_floats(values), name, "")
    if pd.api.types.is_datetime64_any_dtype(values):
        return _days(values), Column(name, "date", f"days since 1970{_gaps(gaps)}")
    return _read_text(values, name)


def _read_text(values, name):
    """Read cells of text: the first reading that fits nearly all of them holds."""
    text = values.astype(object).where(values.notna(), "").astype(str).str.strip()
    text = text.mask(text.isin(GAPS))
    filled = text.dropna()
    if filled.empty:
        return None, Column(name, "left out", "it is empty")
    words = set(filled.unique()[:9].tolist()) if filled.nunique() < 9 else set()
    if {word.lower() for word in words} in YES_NO:
        yes = next(word for word in words if word.lower() in YES)
        is_yes = text.str.lower().isin(YES).astype(float).mask(text.isna())
        return is_yes, Column(name, "yes/no", f"{yes} is 1{_gaps(text.isna().sum())}")
    for read in (_as_number, _as_date):
        found = read(text, filled, name)
        if found is not None:
            return found
    return _as_category(text, filled, name)


def _as_number(text, filled, name):
    units = filled.iloc[:200].str.extract(UNIT)[0].unique()
    unit = units[0] if len(units) == 1 and isinstance(units[0], str) else ""
    text, filled = text.str.removesuffix(unit).str.strip(), filled.str.removesuffix(unit).str.strip()
    fits = filled.str.match(NUMBER)
    if fits.mean() < MOSTLY:
        return None
    numbers = _parsed(text.where(text.str.match(NUMBER, na=False)))
    if numbers.notna().sum() < MOSTLY * len(filled):
        return None
    odd = filled[~fits]
    signs = sorted({sign for sign in "%$€£'" if filled.str.contains(sign, regex=False).any()})
    done = [f"without its signs ({' '.join(signs)})"] if signs else []
    done += [f"without {unit!r}"] if unit else []
    done += [f"{odd.iloc[0][:LONG]!r} and the like became gaps"] if len(odd) else []
    return _numbers(numbers, name, "; ".join(done))


def _parsed(text):
    """Return texts such as "1,234.50", "1.234,50", "5.3%", "€ 12" as floats."""
    import pandas as pd

    bare = text.str.replace(r"[%$€£'\s]|[A-Z]{3}$", "", regex=True)
    comma_last = bare.str.rfind(",") > bare.str.rfind(".")
    thousands = bare.str.match(r"^[-+]?\d{1,3}(,\d{3})+$", na=False)
    decimal = comma_last & ~(thousands & (bare.str.count(",") > 1)) & ~_all_thousands(bare)
    english = bare.str.replace(",", "", regex=False)
    german = bare.str.replace(".", "", regex=False).str.replace(",", ".", regex=False)
    return pd.to_numeric(english.where(~decimal.fillna(False).astype(bool), german), errors="coerce").astype(float)


def _all_thousands(bare):
    """Say whether every comma of a column may part thousands: then it does."""
    with_comma = bare[bare.str.contains(",", regex=False, na=False)]
    return bool(len(with_comma)) and bool(with_comma.str.match(r"^[-+]?\d{1,3}(,\d{3})+(\.\d*)?$").all())


def _as_date(text, filled, name):
    import pandas as pd

    some = filled.iloc[:200]
    if some.str.contains(DATE_LIKE).mean() < MOSTLY and not some.str.fullmatch(r"(19|20)\d{6}").all():
        return None
    for form in DATES:
        days = pd.to_datetime(text, format=form, errors="coerce", utc=True)
        if days.notna().sum() >= MOSTLY * len(filled):
            return _days(days), Column(name, "date", f"days since 1970{_gaps(days.isna().sum())}")
    return None


def _as_category(text, filled, name):
    levels = filled.nunique()
    if len(filled) >= 50 and levels > 0.9 * len(filled):
        return None, Column(name, "left out", f"it names nearly every row ({levels:,} values)")
    if filled.str.len().mean() > LONG:
        return None, Column(name, "left out", "it is prose, which no model here reads")
    done = f"{levels:,} values, one column each{' for the most frequent' if levels > 30 else ''}"
    return text.astype(object).where(text.notna(), "(nothing)"), Column(
        name, "category", done + _gaps(text.isna().sum(), "are a value too")
    )


def _numbers(values, name, done):
    infinite = np.isinf(values)
    values = values.mask(infinite)
    if infinite.any():
        done = f"{done}; {infinite.sum():,} infinite values became gaps".removeprefix("; ")
    words = f"{done or 'as it is'}{_gaps(values.isna().sum())}{_gap_in_disguise(values)}"
    return values, Column(name, "number", words)


def _gap_in_disguise(values):
    """Say so if the least or the largest value is a number such as −999 that stands far from all others."""
    found = values.dropna()
    for end in (found.min(), found.max()) if len(found) else ():
        others = found[found != end]
        far = len(others) and min(abs(others - end)) > others.max() - others.min()
        if far and len(found) > len(others) + 1 and STANDS_FOR_A_GAP.match(f"{end:.15g}"):
            return f"; {end:g} stands in {len(found) - len(others):,} rows: a gap?"
    return ""


def _floats(values):
    return values.astype("Float64").astype(float) if values.dtype.kind not in "biuf" else values.astype(float)


def _days(dates):
    import pandas as pd

    start = pd.Timestamp("1970-01-01", tz=dates.dt.tz)
    return (dates - start) / pd.Timedelta(days=1)


def _gaps(count, rule="get the training rows' median and a column that says so"):
    return f"; {count:,} gaps {rule}" if count else ""
