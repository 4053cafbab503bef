"""A solution as it is stored, for the tests of its words: texts, tables and outputs of its cells, by their ids."""

import re
from pathlib import Path

import nbformat

SOLUTIONS = Path(__file__).parents[2] / "solutions"
NUMBER = r"[+-]?\d[\d,]*\.?\d*"
DECIMAL = r"(?<![\w.])[+-]?\d+\.\d+"


class Solution:
    """A stored solution.

    Parameters
    ----------
    name : str
        Such as "ex03_smote".
    """

    def __init__(self, name):
        notebook = nbformat.read(SOLUTIONS / f"{name}.ipynb", as_version=4)
        self._cells = {cell.id: cell for cell in notebook.cells}

    def source(self, cell_id):
        """Return the text of a cell."""
        return self._cells[cell_id].source

    def printed(self, cell_id):
        """Return all that a cell printed."""
        return "".join(output.text for output in self._cells[cell_id].outputs if output.output_type == "stream")

    def words(self, cell_id):
        """Return what stands in place of a cell's pictures where there are none."""
        return "".join(output.data["text/plain"] for output in self._cells[cell_id].outputs if "data" in output)

    def numbers(self, cell_id, pattern=NUMBER):
        """Return the numbers in each line that a cell printed."""
        lines = self.printed(cell_id).splitlines()
        return [[float(number.replace(",", "")) for number in re.findall(pattern, line)] for line in lines]

    def table_rows(self, cell_id):
        """Return the entries of each line of the tables in a text, without the rules below their heads."""
        lines = [line for line in self.source(cell_id).splitlines() if line.startswith("|") and "---" not in line]
        return [[part.strip() for part in line.strip("|").split("|")] for line in lines]
