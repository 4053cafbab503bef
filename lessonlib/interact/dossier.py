"""The decision dossier: what your data, costs and limits say, on one page, as HTML and as Markdown."""

from pathlib import Path

from lessonlib.compute.data import Dataset
from lessonlib.compute.dossier import measure_dossier
from lessonlib.compute.dossier_checks import checklist
from lessonlib.interact.document import Shown, Text, as_html, as_markdown, as_page
from lessonlib.interact.dossier_sections import sections

HTML, MARKDOWN = "dossier.html", "dossier.md"


class Dossier:
    """A decision dossier: shown in a notebook as it is, written to files by `write_dossier`.

    Attributes
    ----------
    numbers : DossierNumbers
        Everything that was measured.
    checks : list of Check
        The checklist, with what passed and what failed.
    """

    def __init__(self, numbers):
        self.numbers, self.checks = numbers, checklist(numbers)
        self.title = "Decision dossier"
        self.blocks = sections(numbers, self.checks)

    def __repr__(self):
        return " ".join(block.text for block in self.blocks[:3] if isinstance(block, Text))

    def _repr_html_(self):
        return as_html(self.blocks)

    def html(self):
        """Return the dossier as a whole page, pictures inside."""
        return as_page(self.title, self.blocks)

    def markdown(self):
        """Return the dossier as Markdown; its pictures are files beside it."""
        return as_markdown(self.title, self.blocks)


def decide(data, y=None, **options):
    """Measure what there is to know before a decision, on your data.

    Parameters
    ----------
    data : Dataset, or array-like of shape (n, d)
        What `load_csv` or `load_digits_8` return; or features, with their labels in `y`.
    y : array-like of 0 and 1, shape (n,), optional
        1 is the minority, the positive class.
    cost_fp, cost_fn : float, optional
        What a false alarm and a missed positive cost; both or neither.
    capacity : float, optional
        How many alerts per 1,000 rows can be handled.
    prevalence : float, optional
        Share of positives where the model will be used; that of the data by default.
    n_repeats : int, default 50
        Splits into train, validation and test.
    seed : int, default 0
    progress : callable, default iter
        Wraps the splits, for instance ``tqdm``.

    Returns
    -------
    Dossier

    Raises
    ------
    TypeError
        If there are no labels.
    ValueError
        If the data hold fewer than 10 positives, or an option is out of range.
    """
    if y is None and not isinstance(data, Dataset):
        raise TypeError(
            f"data must come with labels; got {type(data).__name__} without y. Use load_csv(path), or decide(X, y)."
        )
    return Dossier(measure_dossier(data if y is None else Dataset(data, y, "features and labels"), **options))


def write_dossier(dossier, folder="dossier"):
    """Write a dossier as HTML, with its pictures inside, and as Markdown, with its pictures beside it.

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
    content |= {block.file: block.picture.png for block in dossier.blocks if isinstance(block, Shown)}
    for name, data in content.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in content]
