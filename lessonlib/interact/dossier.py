"""The decision dossier: what your data, costs and limits say, on one page, as HTML and as Markdown."""

from pathlib import Path

import numpy as np

from lessonlib.compute.data import Dataset
from lessonlib.compute.dossier import measure_dossier
from lessonlib.compute.dossier_checks import checklist, outcome
from lessonlib.compute.rule_file import save_rule
from lessonlib.compute.table import Table, load_csv
from lessonlib.interact.document import Shown, all_blocks, as_html, as_markdown, as_page
from lessonlib.interact.dossier_sections import first_page, folds, headline
from lessonlib.interact.dossier_use import provenance, use

HTML, MARKDOWN = "dossier.html", "dossier.md"


class Dossier:
    """A decision dossier: shown in a notebook as it is, written to files by `write_dossier`.

    Attributes
    ----------
    numbers : DossierNumbers
        Everything that was measured.
    checks : list of Check
        The checklist, with what passed, what failed, and what the data can't tell.
    outcome : Outcome
        "a rule", "can't tell", "no model yet" or "do not deploy", and why.
    """

    def __init__(self, numbers, *, command="decide(…)", seed=0, how=None):
        self.numbers, self.checks = numbers, checklist(numbers)
        self.outcome = outcome(numbers, self.checks)
        self.how = how
        self.title = "Decision dossier"
        self.blocks = [
            *first_page(numbers, self.checks, self.outcome),
            *folds(numbers, self.checks),
            use(numbers),
            provenance(numbers, command, seed),
        ]

    def __repr__(self):
        return headline(self.numbers, self.outcome)

    def _repr_html_(self):
        return as_html(self.blocks)

    def html(self):
        """Return the dossier as a whole page, pictures inside."""
        return as_page(self.title, self.blocks)

    def markdown(self):
        """Return the dossier as Markdown; its pictures are files beside it."""
        return as_markdown(self.title, self.blocks)


def decide(data, y=None, *, target=None, positive=None, drop=(), command="decide(…)", **options):
    """Measure what there is to know before a decision, on your data.

    Parameters
    ----------
    data : path, Table, Dataset, or array-like or DataFrame of shape (n, d)
        A file as `load_csv` reads it, what `load_csv` or `load_digits_8` return; or features, with labels in `y`.
    y : array-like of 0 and 1, shape (n,), optional
        1 is the minority, the positive class.
    target, positive, drop
        See `load_csv`, for a file.
    command : str
        How the dossier says it was made.
    **options
        Costs or limits (`cost_fp`, `cost_fn`, `capacity`, `min_recall`, `prevalence`, `amount`), what ties rows
        together (`group`, `time`, `independent`), what to try (`boosting`, `estimator`, `scores`), `n_repeats`,
        `seed`, `progress`: see `measure_dossier`.

    Returns
    -------
    Dossier

    Raises
    ------
    TypeError
        If there are no labels.
    ValueError
        If the data hold fewer than 10 positives, an option is out of range, or features and labels are swapped.
    """
    how = {"target": target or "target", "positive": positive}
    if isinstance(data, str | Path) and y is None and target is not None:
        named = [options[role] for role in ("group", "time", "amount", "scores") if isinstance(options.get(role), str)]
        data = load_csv(data, target, positive, drop, named)
    if y is None and not isinstance(data, Dataset | Table):
        raise TypeError(
            f"data must come with labels; got {type(data).__name__} without y. Use load_csv(path), or decide(X, y)."
        )
    if y is not None and np.ndim(data) == 1 and np.ndim(y) == 2:
        raise ValueError(
            f"data must have shape (n_samples, n_features); got shape {np.shape(data)}. Features come first, labels "
            "second: were the two swapped?"
        )
    data = data if y is None else Dataset(data, y, "features and labels")
    return Dossier(measure_dossier(data, **options), command=command, seed=options.get("seed", 0), how=how)


def write_dossier(dossier, folder="dossier"):
    """Write a dossier as HTML, with its pictures inside, as Markdown, with its pictures beside it, and its rule.

    Parameters
    ----------
    dossier : Dossier
    folder : path, default "dossier"
        Made if it is not there; files of the same names are replaced.

    Returns
    -------
    list of Path
        The files written.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    content = {HTML: dossier.html().encode(), MARKDOWN: dossier.markdown().encode()}
    content |= {block.file: block.picture.png for block in all_blocks(dossier.blocks) if isinstance(block, Shown)}
    for name, data in content.items():
        (folder / name).write_bytes(data)
    return [*(folder / name for name in content), *save_rule(dossier.numbers, folder, dossier.how)]
