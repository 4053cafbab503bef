"""Tables as people have them, small, each with a truth that is known: what a dossier must say of them.

Every maker takes a generator of random numbers and returns a frame, a text or bytes.
"""

import gzip
import io

import numpy as np
import pandas as pd

ROWS = 700


def signal(rng, n=ROWS, share=0.15, strength=1.0):
    """Return two informative features and labels that depend on them as a logistic regression can know."""
    a, b = rng.normal(size=(2, n))
    log_odds = strength * (1.4 * a + 0.9 * b)
    shift = np.quantile(log_odds + rng.logistic(size=n), 1 - share)
    return a, b, (rng.random(n) < 1 / (1 + np.exp(shift - log_odds))).astype(int)


def plain(rng, n=ROWS, share=0.15, strength=1.0):
    """Return the plainest of tables."""
    a, b, y = signal(rng, n, share, strength)
    return pd.DataFrame({"a": a.round(4), "b": b.round(4), "target": y})


def words(rng, n, *levels):
    return rng.choice(levels, n)


def with_gaps(values, rng, gap, share=0.05):
    """Return values as text, some of them gaps."""
    return np.where(rng.random(len(values)) < share, gap, np.asarray(values).astype(str)).astype(object)


def stroke(rng, n=ROWS):
    a, b, y = signal(rng, n)
    return pd.DataFrame({
        "id": rng.permutation(70_000)[:n], "gender": words(rng, n, "Male", "Female"),
        "age": (45 + 15 * a).round(0), "hypertension": (b > 1).astype(int),
        "ever_married": words(rng, n, "Yes", "No"), "work_type": words(rng, n, "Private", "Govt_job", "children"),
        "avg_glucose_level": (100 + 30 * b).round(2),
        "bmi": with_gaps((28 + 4 * rng.normal(size=n)).round(1), rng, "N/A"),
        "smoking_status": words(rng, n, "never smoked", "Unknown", "smokes"), "stroke": y,
    })  # fmt: skip


def telco(rng, n=ROWS):
    a, b, y = signal(rng, n, 0.26)
    tenure = np.clip(30 - 18 * a, 0, 72).astype(int)
    charges = (70 + 25 * b).round(2)
    total = np.where(tenure == 0, " ", (tenure * charges).round(2).astype(str))
    letters = np.array(list("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    names = [f"{i:04d}-" + "".join(rng.choice(letters, 5)) for i in rng.permutation(9000)[:n]]
    return pd.DataFrame({
        "customerID": names, "gender": words(rng, n, "Female", "Male"), "SeniorCitizen": words(rng, n, 0, 1),
        "Partner": words(rng, n, "Yes", "No"), "tenure": tenure,
        "MultipleLines": words(rng, n, "No phone service", "No", "Yes"),
        "Contract": words(rng, n, "Month-to-month", "One year", "Two year"), "MonthlyCharges": charges,
        "TotalCharges": total, "Churn": np.where(y, "Yes", "No"),
    })  # fmt: skip


def adult(rng, n=ROWS, header=True):
    a, b, y = signal(rng, n, 0.24)
    frame = pd.DataFrame({
        "age": (38 + 12 * a).astype(int), "workclass": with_gaps(words(rng, n, "Private", "State-gov"), rng, "?"),
        "fnlwgt": rng.integers(12_000, 1_400_000, n), "education-num": np.clip(10 + 3 * b, 1, 16).astype(int),
        "native-country": with_gaps(words(rng, n, "United-States", "Mexico"), rng, "?"),
        "capital-gain": 0 + 5000 * (rng.random(n) < 0.05),
        "income": np.where(y, ">50K", "<=50K"),
    })  # fmt: skip
    return frame.to_csv(index=False, header=header).replace(",", ", ")


def machine(rng, n=1500, modes=True):
    """Return a table such as AI4I's: failure, and columns that say why it failed."""
    a, b, y = signal(rng, n, 0.05, 1.5)
    reason = np.where(y, rng.integers(0, 3, n), -1)
    frame = pd.DataFrame({
        "UDI": np.arange(1, n + 1), "Product ID": [f"M{14860 + i}" for i in range(n)],
        "Type": words(rng, n, "L", "M", "H"),
        "Air temperature [K]": (300 + 2 * rng.normal(size=n)).round(1), "Torque [Nm]": (40 + 10 * a).round(1),
        "Tool wear [min]": (108 + 60 * b).round(0), "Machine failure": y,
    })  # fmt: skip
    return frame.assign(TWF=1 * (reason == 0), HDF=1 * (reason == 1), PWF=1 * (reason == 2)) if modes else frame


def loan(rng, n=ROWS):
    a, b, y = signal(rng, n, 0.2)
    months = words(rng, n, "Jan", "Apr", "Jul", "Dec")
    return pd.DataFrame({
        "loan_amnt": [f"{1000 * max(1, int(110 + 30 * x))+266:,}" for x in b],
        "term": words(rng, n, " 36 months", " 60 months"),
        "int_rate": [f"{12 + 3 * x:.2f}%" for x in a],
        "emp_length": words(rng, n, "10+ years", "< 1 year", "3 years", "n/a"),
        "annual_inc": [f"${max(9, int(60 + 15 * x)) * 1000:,}" for x in rng.normal(size=n)],
        "earliest_cr_line": [f"{m}-{year}" for m, year in zip(months, rng.integers(1980, 2012, n), strict=True)],
        "loan_status": np.where(y, "Charged Off", "Fully Paid"),
    })  # fmt: skip


def bank(rng, n=ROWS):
    a, b, y = signal(rng, n, 0.12)
    frame = pd.DataFrame({
        "age": (40 + 10 * a).astype(int), "job": words(rng, n, "admin.", "blue-collar", "unknown"),
        "default": words(rng, n, "no", "unknown", "yes"), "month": words(rng, n, "may", "jun", "nov"),
        "euribor3m": (3.6 + b).round(3), "pdays": np.where(rng.random(n) < 0.96, 999, 3), "y": np.where(y, "yes", "no"),
    })  # fmt: skip
    return frame.to_csv(index=False, sep=";", quoting=2)


def german(rng, n=ROWS, first=""):
    a, b, y = signal(rng, n)
    day = pd.Timestamp("1980-01-01") + pd.to_timedelta(rng.integers(0, 9000, n), unit="D")
    frame = pd.DataFrame({
        "Größe": [f"{170 + 9 * x:.1f}".replace(".", ",") for x in a], "Ort": words(rng, n, "Köln", "Düsseldorf"),
        "Umsatz": [f"{1500 + 400 * x:,.2f}".translate(str.maketrans(",.", ".,")) for x in b],
        "Geburtstag": day.strftime("%d.%m.%Y"), "Kündigung": np.where(y, "ja", "nein"),
    })  # fmt: skip
    return (first + frame.to_csv(index=False, sep=";", lineterminator="\r\n")).encode("cp1252")


def cards(rng, n=2000):
    a, b, y = signal(rng, n, 0.03, 1.6)
    return pd.DataFrame({
        "Time": np.sort(rng.integers(0, 170_000, n)), "V1": a, "V2": b, "V3": rng.normal(size=n),
        "Amount": np.where(rng.random(n) < 0.1, 0, np.exp(3 + rng.normal(size=n))).round(2), "Class": y,
    })  # fmt: skip


def patients(rng, visits=6, name="patient_id"):
    """Return visits whose features are the patient's own noise: at random they look learnable."""
    of = np.repeat(np.arange(150), visits)
    X = rng.normal(size=(150, 3))[of] + 0.02 * rng.normal(size=(len(of), 3))
    y = (rng.random(150) < 0.2)[of].astype(int)
    frame = pd.DataFrame(X, columns=["x", "y", "z"]).assign(target=y, **{name: of + 1000})
    return frame.sample(frac=1, random_state=1)


def drifting(rng, n=900):
    """Return rows in time order in which what speaks for a positive turns into its opposite."""
    a, b = rng.normal(size=(2, n))
    when = np.sort(rng.integers(0, 700, n))
    log_odds = 1.8 * np.where(when < 450, a, -a) - 1.8
    y = (rng.random(n) < 1 / (1 + np.exp(-log_odds))).astype(int)
    day = pd.Timestamp("2023-01-01") + pd.to_timedelta(when, unit="D")
    return pd.DataFrame({"date": day.strftime("%Y-%m-%d"), "a": a, "b": b, "target": y})


def product(rng, n=1200):
    a, b = rng.normal(size=(2, n))
    y = (rng.random(n) < 1 / (1 + np.exp(2.2 - 2.5 * a * b))).astype(int)
    return pd.DataFrame({"a": a, "b": b, "target": y})


def noise(rng, n=ROWS, share=0.15):
    X = rng.normal(size=(n, 3))
    return pd.DataFrame(X, columns=list("abc")).assign(target=(rng.random(n) < share).astype(int))


def few(rng, positives=12, n=600):
    y = np.zeros(n, dtype=int)
    y[rng.permutation(n)[:positives]] = 1
    return pd.DataFrame({"a": rng.normal(size=n) + y, "b": rng.normal(size=n), "target": y})


def relabelled(rng, negative, positive, share=0.15):
    frame = plain(rng, share=share)
    return frame.assign(target=np.where(frame["target"] == 1, positive, negative))


def some(rng, frame, **changed):
    """Return a frame with cells of some rows changed; `changed` maps a column to (value, how many)."""
    frame = frame.astype({column: object for column in changed})
    for column, (value, count) in changed.items():
        frame.loc[frame.index[rng.permutation(len(frame))[:count]], column] = value
    return frame


def duplicated(rng):
    frame = plain(rng, 500)
    return pd.concat([frame, frame.sample(200, random_state=0)])


def oversampled(rng):
    frame = plain(rng, 500, 0.1)
    rare = frame[frame["target"] == 1]
    return pd.concat([frame, *[rare] * 8]).sample(frac=1, random_state=0)


def sorted_with_id(rng):
    frame = plain(rng, strength=0.3).sort_values("target", kind="stable").reset_index(drop=True)
    return frame.assign(reference=np.arange(4000, 4000 + len(frame)))


def later(rng):
    """Return a table with a column that is filled in only after the label is known."""
    frame = plain(rng)
    closed = np.where((frame["target"] == 1) & (rng.random(len(frame)) < 0.95), "2021-05-03", "")
    return frame.assign(closed_on=closed)


def wide(rng, n=300, d=400):
    a, b, y = signal(rng, n, 0.2)
    return pd.DataFrame(rng.normal(size=(n, d)).round(3), columns=[f"g{i}" for i in range(d)]).assign(
        g0=a, g1=b, target=y
    )


def rare_words(rng, n=ROWS):
    frame = plain(rng, n)
    return frame.assign(zip=rng.integers(10_000, 10_400, n), shop=[f"shop {i}" for i in rng.integers(0, 150, n)])


def title_above(rng):
    return "Report of customers;;\nas of 1 May;;\n" + plain(rng).to_csv(index=False, sep=";")


def total_below(rng):
    return plain(rng).to_csv(index=False) + "Total,,105\n"


def excel(frame):
    buffer = io.BytesIO()
    frame.to_excel(buffer, index=False)
    return buffer.getvalue()


def parquet(frame):
    buffer = io.BytesIO()
    frame.to_parquet(buffer)
    return buffer.getvalue()


def zipped(frame):
    buffer = io.BytesIO()
    frame.to_csv(buffer, index=False, compression={"method": "zip", "archive_name": "data.csv"})
    return buffer.getvalue()


def nullable(rng):
    frame = plain(rng).convert_dtypes()
    frame.loc[::9, "a"] = pd.NA
    return frame.assign(flag=pd.array(rng.choice([True, False, None], len(frame)), dtype="boolean"))


def unsure(rng):
    return some(rng, relabelled(rng, "ok", "bad"), target=("unknown", 60))


def closed(rng):
    return plain(rng).assign(state=lambda t: np.where(t["target"], "closed", "open"))


def scored(of):
    """Return a maker of tables with scores, made of the log-odds of the plainest."""
    return lambda rng: plain(rng).assign(score=lambda t: of(1.4 * t["a"] + 0.9 * t["b"] - 2))


def probability(log_odds):
    return 1 / (1 + np.exp(-log_odds))


# name: (file name, maker, options)
KINDS = {
    "plain": ("p.csv", plain, ""),
    "stroke": ("stroke.csv", stroke, "--target stroke"),
    "telco": ("telco.csv", telco, "--target Churn"),
    "adult": ("adult.csv", adult, "--target income"),
    "adult without header": ("adult.data", lambda rng: adult(rng, header=False), "--target income"),
    "AI4I with modes": ("ai4i.csv", machine, "--target|Machine failure"),
    "AI4I without modes": ("ai4i.csv", lambda rng: machine(rng, modes=False), "--target|Machine failure"),
    "loan": ("loan.csv", loan, "--target loan_status"),
    "bank": ("bank.csv", bank, "--target y"),
    "cards": ("cards.csv", cards, "--target Class"),
    "cards, --target class": ("cards.csv", cards, "--target class"),
    "cards by time": ("cards.csv", cards, "--target Class --time Time"),
    "cards by amount": ("cards.csv", cards, "--target Class --cost-fp 5 --amount Amount --independent"),
    "get_dummies": ("d.csv", lambda rng: pd.get_dummies(stroke(rng).drop(columns="bmi")), "--target stroke"),
    "nullable": ("n.csv", nullable, ""),
    "nullable parquet": ("n.parquet", lambda rng: parquet(nullable(rng)), ""),
    "German Excel": ("daten.csv", german, "--target Kündigung"),
    "sep= line": ("daten.csv", lambda rng: german(rng, first="sep=;\r\n"), "--target Kündigung"),
    "xlsx": ("p.xlsx", lambda rng: excel(stroke(rng)), "--target stroke"),
    "gz": ("p.csv.gz", lambda rng: gzip.compress(plain(rng).to_csv(index=False).encode()), ""),
    "zip": ("p.zip", lambda rng: zipped(plain(rng)), ""),
    "UTF-16": ("p.csv", lambda rng: stroke(rng).to_csv(index=False, sep="\t").encode("utf-16"), "--target stroke"),
    "tsv": ("p.tsv", lambda rng: plain(rng).to_csv(index=False, sep="\t"), ""),
    "index column": ("p.csv", lambda rng: plain(rng).to_csv(), ""),
    "Yes/yes": ("p.csv", lambda rng: some(rng, relabelled(rng, "No", "Yes"), target=("yes", 20)), ""),
    "1/1.0": ("p.csv", lambda rng: some(rng, relabelled(rng, "0", "1"), target=("1.0", 20)), ""),
    "NaN labels": ("p.csv", lambda rng: some(rng, relabelled(rng, "0", "1"), target=("NaN", 20)), ""),
    "empty labels": ("p.csv", lambda rng: some(rng, relabelled(rng, "0", "1"), target=("", 20)), ""),
    "1/2 labels": ("p.csv", lambda rng: relabelled(rng, 1, 2), ""),
    "-1/1 labels": ("p.csv", lambda rng: relabelled(rng, -1, 1), ""),
    "True/False labels": ("p.csv", lambda rng: relabelled(rng, False, True), ""),
    "fraud/genuine": ("p.csv", lambda rng: relabelled(rng, "genuine", "fraud"), ""),
    "--positive fraud, absent": ("p.csv", lambda rng: relabelled(rng, "ok", "bad"), "--positive fraud"),
    "three labels": ("p.csv", unsure, ""),
    "three labels, one named": ("p.csv", unsure, "--positive bad"),
    "flipped labels": ("p.csv", lambda rng: relabelled(rng, 1, 0), ""),
    "a quantity as target": ("p.csv", plain, "--target a"),
    "copy of the target": ("p.csv", closed, ""),
    "filled in later": ("p.csv", later, ""),
    "sorted, with a reference": ("p.csv", sorted_with_id, ""),
    "patients": ("p.csv", patients, ""),
    "patients by group": ("p.csv", patients, "--group patient_id"),
    "drift": ("p.csv", drifting, ""),
    "drift by time": ("p.csv", drifting, "--time date"),
    "XOR": ("p.csv", product, "--no-boosting --cost-fp 1 --cost-fn 6"),
    "XOR, trees": ("p.csv", product, "--cost-fp 1 --cost-fn 6"),
    "noise": ("p.csv", noise, ""),
    "noise with costs": ("p.csv", noise, "--cost-fp 1 --cost-fn 6"),
    "12 positives": ("p.csv", few, ""),
    "9 positives": ("p.csv", lambda rng: few(rng, 9), ""),
    "costs 200 and 10": ("p.csv", plain, "--cost-fp 200 --cost-fn 10"),
    "costs 1 and 10": ("p.csv", plain, "--cost-fp 1 --cost-fn 10"),
    "prevalence of use": ("p.csv", lambda rng: plain(rng, 900, 0.4), "--cost-fp 1 --cost-fn 20 --prevalence 0.02"),
    "capacity": ("p.csv", plain, "--capacity 50"),
    "min recall": ("p.csv", lambda rng: plain(rng, 1500, 0.2, 2), "--min-recall 0.9"),
    "no header": ("p.csv", lambda rng: plain(rng).to_csv(index=False, header=False), ""),
    "duplicates": ("p.csv", duplicated, ""),
    "oversampled export": ("p.csv", oversampled, ""),
    "wide": ("p.csv", wide, "--no-boosting"),
    "rare words": ("p.csv", rare_words, ""),
    "title above": ("p.csv", title_above, ""),
    "total below": ("p.csv", total_below, ""),
    "same name twice": ("p.csv", lambda rng: plain(rng).to_csv(index=False).replace("a,b,", "a,a,", 1), ""),
    "-999 for gaps": ("p.csv", lambda rng: some(rng, plain(rng), a=(-999, 60)), ""),
    "units": ("p.csv", lambda rng: plain(rng).assign(a=lambda t: t["a"].astype(str) + " kg"), ""),
    "infinite": ("p.csv", lambda rng: some(rng, plain(rng), a=("inf", 10)), ""),
    "text in numbers": ("p.csv", lambda rng: some(rng, plain(rng), a=("see note", 12)), ""),
    "scores": ("p.csv", scored(probability), "--scores score"),
    "scores 0 to 100": ("p.csv", scored(lambda z: 40 + 10 * z), "--scores score --cost-fp 1 --cost-fn 8"),
    "scores upside down": ("p.csv", scored(lambda z: probability(-z)), "--scores score"),
    "empty file": ("p.csv", lambda _: "", ""),
    "header only": ("p.csv", lambda _: "a,b,target\n", ""),
    "a web page": ("p.csv", lambda _: "<!DOCTYPE html>\n<html><body>404, not found</body></html>\n", ""),
    "JSON": ("p.json", lambda rng: plain(rng, 60).to_json(orient="records"), ""),
    "a picture": ("p.png", lambda rng: b"\x89PNG\r\n\x1a\n" + rng.bytes(5000), ""),
}  # fmt: skip


def write(name, folder):
    """Write the file of a kind; return its path and its options."""
    file, make, options = KINDS[name]
    made = make(np.random.default_rng(sum(map(ord, name))))
    if isinstance(made, pd.DataFrame):
        made = made.to_csv(index=False)
    path = folder / file
    path.write_bytes(made.encode() if isinstance(made, str) else made)
    return path, options.split("|") if "|" in options else options.split()
