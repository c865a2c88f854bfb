"""The small faults that `bench/mutation.py` puts into the code: where one can be, and what it does.

A fault is one comparison turned, one `and` made `or`, one `not` or one branch's test inverted, one number or truth
value changed, one `return` emptied, one sum made a difference. Left alone are docstrings and annotations, and what only
guards programmers: `frozen=`, `slots=` and `strict=`.
"""

from __future__ import annotations

import ast
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_GUARDS = frozenset({"frozen", "slots", "strict"})


@dataclass(frozen=True)
class Fault:
    """One fault: the `number`-th of its file. Function, kind, code and `nth` name it, however the lines move.

    `first` and `last` are the lines that run if the statement does: of an `if`, its test alone.
    """

    file: str
    number: int
    function: str
    kind: str
    code: str
    nth: int
    line: int
    first: int
    last: int

    @property
    def name(self) -> tuple[str, str, str, str, int]:
        return self.file, self.function, self.kind, self.code, self.nth


def kind_of(node: ast.AST) -> str:
    """The kind of fault that the node can have; empty if none."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _TURNED:
        return "compare"
    if isinstance(node, ast.BoolOp):
        return "bool"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return "not"
    if isinstance(node, (ast.If, ast.IfExp)):
        return "branch"
    if isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Constant):
        return "return"
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
        return "arithmetic"
    if isinstance(node, ast.Constant) and type(node.value) in (int, bool):
        return "constant"
    return ""


def put_in(node: ast.AST) -> None:
    """Change the node."""
    if isinstance(node, ast.Compare):
        node.ops[0] = _TURNED[type(node.ops[0])]()
    elif isinstance(node, ast.BoolOp):
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    elif isinstance(node, ast.UnaryOp):
        node.op, node.operand = ast.Not(), ast.UnaryOp(ast.Not(), node.operand)
    elif isinstance(node, (ast.If, ast.IfExp)):
        node.test = ast.UnaryOp(ast.Not(), node.test)
    elif isinstance(node, ast.Return):
        node.value = ast.Constant(None)
    elif isinstance(node, ast.BinOp):
        node.op = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
    elif isinstance(node, ast.Constant):
        node.value = not node.value if isinstance(node.value, bool) else int(str(node.value)) + 1


def _places(node: ast.AST, function: str, lines: tuple[int, int]) -> Iterator[tuple[ast.AST, str, tuple[int, int]]]:
    """The nodes below that can be changed, in the order of the text, each with its function and statement's lines."""
    if isinstance(node, ast.stmt):
        body = getattr(node, "body", None) or getattr(node, "cases", None)
        last = node.end_lineno or node.lineno
        if isinstance(body, list) and body:
            last = max(node.lineno, getattr(body[0], "lineno", getattr(body[0], "pattern", node).lineno) - 1)
        lines = (node.lineno, last)
    if kind_of(node):
        yield node, function, lines
    inside = f"{function}.{node.name}" if isinstance(node, (ast.FunctionDef, ast.ClassDef)) else function
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.keyword) and child.arg in _GUARDS):
            yield from _places(child, inside, lines)


def faults(text: str, file: str) -> list[Fault]:
    """All faults that a file can have."""
    found, seen = [], Counter[tuple[str, str, str]]()
    for number, (node, function, (first, last)) in enumerate(_places(ast.parse(text), "", (1, 1))):
        segment = node.test if isinstance(node, (ast.If, ast.IfExp)) else node
        code = " ".join((ast.get_source_segment(text, segment) or "").split())[:120]
        key = (function, kind_of(node), code)
        line = getattr(node, "lineno", first)
        found.append(Fault(file, number, function.lstrip("."), key[1], code, seen[key], line, first, last))
        seen[key] += 1
    return found


def with_fault(text: str, number: int) -> ast.Module:
    """The file's tree with one fault."""
    tree = ast.parse(text)
    put_in(list(_places(tree, "", (1, 1)))[number][0])
    return ast.fix_missing_locations(tree)


def drawn(sources: Path, package: str, seed: int) -> list[Fault]:
    """The faults of a package, drawn by chance so that each beginning of the list is spread over its files as all
    faults are."""
    chance = random.Random(seed)  # noqa: S311
    placed: list[tuple[float, str, Fault]] = []
    for path in sorted((sources / package).rglob("*.py")):
        file = str(path.relative_to(sources))
        own = faults(path.read_text("utf-8"), file)
        chance.shuffle(own)
        placed += [((place + chance.random()) / len(own), file, one) for place, one in enumerate(own)]
    return [one for _, _, one in sorted(placed, key=lambda each: each[:2])]
