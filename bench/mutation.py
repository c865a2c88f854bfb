"""Mutation testing of policies and vetting: how many small faults, put in one at a time, do the tests notice?

    python bench/mutation.py [--sample 150] [--seed 7] [--package vetting] [--minutes 6] [--out mutation.json]

A fault is one comparison turned, one `and` made `or`, one `not` or one branch's test inverted, one constant changed,
one `return` emptied. The tests run once under branch coverage, which says what is covered and which test passes where.
Then for each fault drawn a child of that process puts the changed code into the functions, and runs the tests that
pass through its line, the quickest first, until one fails. Faults outside functions (tables, defaults) are counted
apart, as they would need every module anew. Pieces add up: faults already in the file are not tried again.
"""

from __future__ import annotations

import argparse
import ast
import functools
import gc
import json
import os
import random
import signal
import sys
import time
import types
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import coverage
import pytest
from _pytest.runner import runtestprotocol

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "src" / "muster"
PACKAGES = ("policy", "vetting")
TESTS = ["tests/vetting", "tests/policy"]
TURNED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
OUTCOMES = {0: "survived", 1: "killed", 2: "outside", 3: "uncovered"}
SECONDS = 8
"""Processor seconds of tests tried on one fault; what nothing has noticed by then has survived."""


def faults(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """The nodes that can be changed, each with what would be done to it. Docstrings and annotations are left alone."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and type(node.ops[0]) in TURNED:
            yield node, "compare"
        elif isinstance(node, ast.BoolOp):
            yield node, "bool"
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield node, "not"
        elif isinstance(node, (ast.If, ast.IfExp)):
            yield node, "branch"
        elif isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Constant):
            yield node, "return"
        elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
            yield node, "arithmetic"
        elif isinstance(node, ast.Constant) and type(node.value) in (int, bool):
            yield node, "constant"


def put_in(node: ast.AST) -> None:
    """Change the node."""
    if isinstance(node, ast.Compare):
        node.ops[0] = TURNED[type(node.ops[0])]()
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
        node.value = not node.value if isinstance(node.value, bool) else int(node.value) + 1


def drawn(packages: list[str], sample: int, seed: int) -> Iterator[tuple[Path, int, str, int]]:
    """File, number among its faults, kind and line of the faults drawn, one package after the other."""
    for package in packages:
        every = [
            (path, number, kind, getattr(node, "lineno", 0))
            for path in sorted((SOURCES / package).rglob("*.py"))
            for number, (node, kind) in enumerate(faults(ast.parse(path.read_text("utf-8"))))
        ]
        yield from random.Random(seed).sample(every, min(sample, len(every)))  # noqa: S311


def codes(code: types.CodeType) -> Iterator[types.CodeType]:
    """Every function's code inside, the outer before the inner."""
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield constant
            yield from codes(constant)


def changed(path: Path, number: int) -> bool:
    """Put the fault into the functions of this process, and forget all results kept. False if it is in none."""
    tree = ast.parse(path.read_text("utf-8"))
    was = {(code.co_qualname, code.co_firstlineno): code for code in codes(compile(tree, str(path), "exec"))}
    put_in(list(faults(tree))[number][0])
    now = compile(ast.fix_missing_locations(tree), str(path), "exec")
    new = {(code.co_qualname, code.co_firstlineno): code for code in codes(now)}
    found = False
    for thing in gc.get_objects():
        if isinstance(thing, types.FunctionType) and thing.__code__.co_filename == str(path):
            key = (thing.__code__.co_qualname, thing.__code__.co_firstlineno)
            if key in new and new[key] != was[key]:
                thing.__code__, found = new[key], True
        elif isinstance(thing, functools._lru_cache_wrapper):
            thing.cache_clear()
    return found


class Mutation:
    """In place of pytest's loop: the tests once, to see where they pass, then the faults, each in a child."""

    def __init__(self, asked: argparse.Namespace) -> None:
        self.asked = asked
        self.packages: list[str] = asked.package or list(PACKAGES)
        places = [str(SOURCES / name) for name in self.packages]
        self.coverage = coverage.Coverage(branch=True, source=places, data_file=None)
        self.took: dict[str, float] = {}
        self.failed: set[str] = set()
        self.passing: dict[str, dict[int, list[str]]] = {}

    def _runs(self, item: pytest.Item, following: pytest.Item | None) -> bool:
        return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))

    def _look(self, session: pytest.Session) -> None:
        for item, following in zip(session.items, [*session.items[1:], session.items[0]], strict=True):
            self.coverage.switch_context(item.nodeid)
            began = time.process_time()
            if not self._runs(item, following):
                self.failed.add(item.nodeid)
                print(f"left out, fails without a fault: {item.nodeid}", flush=True)  # noqa: T201
            self.took[item.nodeid] = time.process_time() - began
            if self.took[item.nodeid] > 3:
                print(f"slow: {item.nodeid} {self.took[item.nodeid]:.0f}", flush=True)  # noqa: T201
        self.coverage.stop()
        data = self.coverage.get_data()
        self.passing = {file: dict(data.contexts_by_lineno(file)) for file in data.measured_files()}
        for package in self.packages:
            print(f"coverage, lines and branches together: {package}", flush=True)  # noqa: T201
            self.coverage.report(include=[f"{SOURCES / package}/*"], show_missing=True, skip_covered=True)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self._look(session)
        rows = json.loads(self.asked.out.read_text("utf-8")) if self.asked.out.is_file() else []
        done = {(row["file"], row["number"]) for row in rows}
        end = time.monotonic() + self.asked.minutes * 60
        for path, number, kind, line in drawn(self.packages, self.asked.sample, self.asked.seed):
            file = str(path.relative_to(SOURCES))
            if (file, number) in done or time.monotonic() > end:
                continue
            found = self._noticed(session, path, number, line)
            rows.append({"file": file, "number": number, "kind": kind, "line": line, "found": found})
            self.asked.out.write_text(json.dumps(rows, indent=1), "utf-8")
            print(f"{found:9} {file}:{line} {kind}", flush=True)  # noqa: T201
        for package in PACKAGES:
            own = Counter(row["found"] for row in rows if row["file"].startswith(f"{package}/"))
            print(package, dict(own))  # noqa: T201
        return True

    def _noticed(self, session: pytest.Session, path: Path, number: int, line: int) -> str:
        """`killed`, `survived`, `timeout`, or why it was not tried: `outside` of functions, `uncovered`."""
        child = os.fork()
        if child == 0:
            os._exit(self._try(session, path, number, line))
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            return "timeout"
        return OUTCOMES[os.WEXITSTATUS(status)]

    def _try(self, session: pytest.Session, path: Path, number: int, line: int) -> int:
        signal.setitimer(signal.ITIMER_PROF, 30)
        if not changed(path, number):
            return 2
        names = set(self.passing.get(str(path), {}).get(line, [])) - self.failed - {""}
        items = sorted((item for item in session.items if item.nodeid in names), key=lambda one: self.took[one.nodeid])
        if not items:
            return 3
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
        session._setupstate.teardown_exact(items[0])
        began = time.process_time()
        for item, following in zip(items, [*items[1:], items[0]], strict=True):
            if not self._runs(item, following):
                return 1
            if time.process_time() - began > SECONDS:
                break
        return 0


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--package", choices=PACKAGES, action="append")
    parser.add_argument("--sample", type=int, default=150, help="faults drawn of each package")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--minutes", type=float, default=6, help="no further fault is begun after so long")
    parser.add_argument("--out", type=Path, default=Path("mutation.json"))
    parser.add_argument("--tests", nargs="*", default=TESTS)
    asked = parser.parse_args()
    plugin: Any = Mutation(asked)
    plugin.coverage.start()
    sys.exit(pytest.main(["-q", "-s", "-p", "no:cacheprovider", "-n", "0", *asked.tests], plugins=[plugin]))


if __name__ == "__main__":
    main()
