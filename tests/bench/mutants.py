"""The course's own solutions with one thing changed: one that the checks accept shows a rule that no case holds.

The default seed, and `strict=` of `zip`, are left alone: any will do.
"""

import ast
import copy
import re
import tomllib
from functools import partial
from pathlib import Path
from typing import NamedTuple

from lessonlib.checks.asking import ask
from lessonlib.checks.catalogue import all_exercises, find
from lessonlib.checks.judging import examine
from tests.checks.posted import in_solution, solved

EQUIVALENT = tomllib.loads(Path(__file__).with_name("equivalent.toml").read_text(encoding="utf-8"))
SECONDS = 1.0  # a mutant that loops is killed by the clock
_ANY = re.compile(r"seed=\d+|strict=\w+")
_OTHER = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.Pow: ast.Mult, ast.FloorDiv: ast.Div, ast.And: ast.Or, ast.Or: ast.And, ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd, ast.Mod: ast.Mult,
}  # fmt: skip


class Mutant(NamedTuple):
    """A function with one thing changed, and the line in which it was, before and after."""

    function: str
    change: str
    source: str


def mutants(function):
    """Return the `Mutant`s of the solution of a function: operators, comparisons, constants, branches, statements."""
    tree = ast.parse(solved(function))
    found = {}
    for number in range(len(list(ast.walk(tree)))):
        for way in range(2):
            other = copy.deepcopy(tree)
            node = list(ast.walk(other))[number]
            if _changed(node, way):
                source = ast.unparse(other)
                if _ANY.sub("", source) != _ANY.sub("", ast.unparse(tree)):
                    found[source] = Mutant(function, _difference(ast.unparse(tree), source), source)
    return list(found.values())


def survivors(function):
    """Return how many mutants there are, and those that are accepted, without the equivalent ones."""
    _, task = find(function)
    every = mutants(function)
    accepted = [
        one for one in every if examine(task, partial(ask, in_solution(function, one.source), seconds=SECONDS)).passed
    ]
    return len(every), [one for one in accepted if one.change not in EQUIVALENT.get(function, {})]


def main():
    """Try all mutants, print the survivors and the rate of those that are refused, and return the survivors."""
    total, left = 0, []
    for exercise in all_exercises():
        for function in exercise.functions:
            count, accepted = survivors(function)
            total, left = total + count, left + accepted
            print(f"{exercise.name:9}{function:32}{count - len(accepted):>5} of {count:3} mutants killed", flush=True)
            print(*(f"    survives: {one.change}" for one in accepted), sep="\n", end="\n" * bool(accepted))
    known = sum(map(len, EQUIVALENT.values()))
    print(f"{total - len(left)} of {total} mutants of our own solutions are refused, or are right ({known} of them).")
    return left


def _changed(node, way):
    """Change a node in one of its ways; say whether it has such a way."""
    if isinstance(node, ast.Constant):
        return _change_constant(node, way)
    if isinstance(node, ast.Compare) and way < len(node.ops):
        node.ops[way] = _OTHER.get(type(node.ops[way]), type(node.ops[way]))()
        return True
    if isinstance(node, ast.BinOp | ast.BoolOp) and way == 0:
        node.op = _OTHER.get(type(node.op), type(node.op))()
        return True
    if isinstance(node, ast.If | ast.IfExp):
        node.test = ast.Constant(bool(way))
        return True
    return False


def _change_constant(node, way):
    if isinstance(node.value, bool):
        node.value = not node.value
        return way == 0
    if isinstance(node.value, int | float):
        node.value = node.value + (1 if way == 0 else -1)
        return True
    return False


def _difference(before, after):
    pairs = zip(before.splitlines(), after.splitlines(), strict=False)
    old, new = next((old, new) for old, new in pairs if old != new)
    return f"{old.strip()} => {new.strip()}"
