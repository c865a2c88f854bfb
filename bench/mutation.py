"""Mutation testing of policies and vetting: how many small faults, put in one at a time, do the tests notice?

    python bench/mutation.py [--sample 200] [--seed 7] [--package vetting] [--minutes 7] [--out mutation.json]

A fault is one comparison turned, one `and` made `or`, one `not` or one branch's test inverted, one constant changed,
one `return` emptied. For each one drawn, the tests of the package run in a process of their own against a copy of the
sources, and stop at the first that fails. Pieces add up: rows already in the file are not run again.
"""

from __future__ import annotations

import argparse
import ast
import copy
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
TESTS = {"policy": ["tests/policy", "tests/vetting"], "vetting": ["tests/vetting", "tests/policy"]}
TURNED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip


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


def put_in(node: ast.AST, kind: str) -> None:
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


def all_faults(package: str) -> list[tuple[str, int, str, int]]:
    """File, number among its faults, kind and line of every fault that can be put in."""
    found = []
    for path in sorted((ROOT / "src" / "muster" / package).rglob("*.py")):
        for number, (node, kind) in enumerate(faults(ast.parse(path.read_text("utf-8")))):
            found.append((str(path.relative_to(ROOT / "src")), number, kind, getattr(node, "lineno", 0)))
    return found


def noticed(sources: Path, file: str, number: int, tests: list[str]) -> str:
    """Put one fault into the copied sources, run the tests, take it out again: `killed`, `survived` or `timeout`."""
    path = sources / file
    text = path.read_text("utf-8")
    tree = copy.deepcopy(ast.parse(text))
    node, kind = list(faults(tree))[number]
    put_in(node, kind)
    path.write_text(ast.unparse(ast.fix_missing_locations(tree)), "utf-8")
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-n", "0", *tests]
    environment = {**os.environ, "PYTHONPATH": str(sources), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=300, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return "timeout"
    finally:
        path.write_text(text, "utf-8")
    return "survived" if ran.returncode == 0 else "killed"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--package", choices=sorted(TESTS), action="append")
    parser.add_argument("--sample", type=int, default=200, help="faults drawn of each package")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--minutes", type=float, default=7, help="no further fault is begun after so long")
    parser.add_argument("--out", type=Path, default=Path("mutation.json"))
    asked = parser.parse_args()
    rows = json.loads(asked.out.read_text("utf-8")) if asked.out.is_file() else []
    done = {(row["file"], row["number"]) for row in rows}
    end = time.monotonic() + asked.minutes * 60
    with tempfile.TemporaryDirectory() as folder:
        sources = Path(folder) / "src"
        shutil.copytree(ROOT / "src", sources, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(ROOT / "policies", sources / "muster" / "policies", dirs_exist_ok=True)
        for package in asked.package or sorted(TESTS):
            every = all_faults(package)
            drawn = random.Random(asked.seed).sample(every, min(asked.sample, len(every)))  # noqa: S311
            for file, number, kind, line in drawn:
                if (file, number) in done or time.monotonic() > end:
                    continue
                found = noticed(sources, file, number, TESTS[package])
                rows.append({"file": file, "number": number, "kind": kind, "line": line, "found": found})
                asked.out.write_text(json.dumps(rows, indent=1), "utf-8")
                print(f"{found:9} {file}:{line} {kind}", flush=True)  # noqa: T201
    for package in TESTS:
        own = [row for row in rows if row["file"].startswith(f"muster/{package}/")]
        killed = sum(row["found"] != "survived" for row in own)
        if own:
            print(f"{package}: {killed} of {len(own)} noticed ({killed / len(own):.0%})")  # noqa: T201


if __name__ == "__main__":
    main()
