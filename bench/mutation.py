"""Mutation testing of policies and vetting: how many small faults, put in one at a time, do the tests notice?

    python bench/mutation.py --package vetting [--sample 150] [--seed 7] [--minutes 6] [--rows rows.json] [--keep F]

The tests run once under branch coverage, which says what is covered and which test passes where; with `--map` that is
kept, and only what changed since is run again. Then for each fault
drawn (see bench/faults.py) a child of that process puts the changed code into the functions, and runs the tests that
pass through its statement, those named after the module first and then the quickest of each file, until one fails. A
fault outside functions (a table, a default) is tried in a process of its own, in which the module is imported with it.
Pieces add up: what the file of rows holds is not tried again, but for what survived and `--again`. Faults that change
nothing anybody can see are named in bench/equivalent.json, each with the reason, and counted apart.
"""

from __future__ import annotations

import argparse
import functools
import gc
import hashlib
import importlib.machinery
import json
import os
import resource
import shutil
import signal
import sys
import time
import types
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import coverage
import pytest
from _pytest.runner import runtestprotocol
from faults import Fault, drawn, with_fault

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "src" / "muster"
PACKAGES = ("policy", "vetting")
TESTS = ["tests/vetting", "tests/policy"]
SLOW = "not can_fail and not test_properties and not finds_what_deciding_everything_finds and not another_folder"
EQUIVALENT = Path(__file__).with_name("equivalent.json")
OUTCOMES = {0: "survived", 1: "killed", 3: "uncovered"}
SECONDS = 15
"""Processor seconds of tests tried on one fault; what nothing has noticed by then has survived."""
AT_IMPORT = {"<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"}  # outside functions, so run but once
LIMIT = 60
"""Processor seconds, and three times as many of the clock, after which a fault is noticed because it never ends."""


def codes(code: types.CodeType) -> Iterator[types.CodeType]:
    """Every function's code inside, the outer before the inner."""
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield constant
            yield from codes(constant)


def changed(path: Path, number: int) -> dict[tuple[str, int], types.CodeType] | None:
    """The functions' code that the fault changes, by name and first line; None if it changes what is outside them."""
    text = path.read_text("utf-8")
    whole, faulty = compile(text, str(path), "exec"), compile(with_fault(text, number), str(path), "exec")
    was = {(code.co_qualname, code.co_firstlineno): code for code in codes(whole)}
    new = {(code.co_qualname, code.co_firstlineno): code for code in codes(faulty)}
    differ = {key: code for key, code in new.items() if was.get(key) != code}
    classes = {key[0] for key, code in differ.items() if not code.co_flags & 2}  # 2: a function's code, not a class's
    functions = {key: code for key, code in differ.items() if code.co_flags & 2 and key[0] not in AT_IMPORT}
    return functions if functions and not (classes - {key[0].rpartition(".")[0] for key in functions}) else None


@dataclass
class Map:
    """Which test passes where and how long each took, kept between runs of one package."""

    took: dict[str, float]
    passing: dict[str, dict[int, list[str]]]

    @classmethod
    def read(cls, path: Path | None) -> Map:
        """What is known and still so: without tests that changed, and without those that pass through changed files."""
        if not path or not path.is_file():
            return cls({}, {})
        kept = json.loads(path.read_text("utf-8"))
        stale = {one for one in kept["took"] if kept["files"].get(own_file(one)) != digest_of(ROOT / own_file(one))}
        passing: dict[str, dict[int, list[str]]] = {}
        for file, lines in kept["passing"].items():
            if kept["files"].get(file) != digest_of(Path(file)):
                stale |= {name for names in lines.values() for name in names}
        for file, lines in kept["passing"].items():
            passing[file] = {int(line): [one for one in names if one not in stale] for line, names in lines.items()}
        return cls({name: took for name, took in kept["took"].items() if name not in stale}, passing)

    def write(self, path: Path | None, failed: set[str]) -> None:
        if path:
            took = {name: took for name, took in self.took.items() if name not in failed}
            files = {own_file(one): digest_of(ROOT / own_file(one)) for one in took}
            files |= {file: digest_of(Path(file)) for file in self.passing}
            path.write_text(json.dumps({"took": took, "passing": self.passing, "files": files}), "utf-8")


def own_file(nodeid: str) -> str:
    return nodeid.partition("::")[0]


def digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def first_of_fixtures(session: pytest.Session) -> set[pytest.Item]:
    """A test for each fixture that the whole session shares: what it makes is made before the children are."""
    found: dict[str, pytest.Item] = {}
    for item in session.items:
        for name, made in item._fixtureinfo.name2fixturedefs.items():  # type: ignore[attr-defined]
            if made[-1].scope == "session":
                found.setdefault(name, item)
    return set(found.values())


class Mutation:
    """In place of pytest's loop: the tests once, to see where they pass, then the faults, each in a child."""

    def __init__(self, asked: argparse.Namespace) -> None:
        self.asked = asked
        self.coverage = coverage.Coverage(branch=True, source=[str(SOURCES / asked.package)], data_file=None)
        self.took: dict[str, float] = {}
        self.failed: set[str] = set()
        self.passing: dict[str, dict[int, list[str]]] = {}
        self.functions: list[types.FunctionType] = []
        self.kept: list[Callable[[], None]] = []
        self.base = Path()

    def _runs(self, item: pytest.Item, following: pytest.Item | None) -> bool:
        return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))

    def _look(self, session: pytest.Session) -> None:
        known = Map.read(self.asked.map)
        self.took, self.passing = known.took, known.passing
        first = first_of_fixtures(session)
        items = [item for item in session.items if item.nodeid not in self.took or item in first]
        for item, following in zip(items, [*items[1:], *items[:1]], strict=True):
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
        for file in data.measured_files():
            lines = self.passing.setdefault(file, {})
            for line, names in data.contexts_by_lineno(file).items():
                lines[line] = sorted({*lines.get(line, ()), *names} - {""})
        known.write(self.asked.map, self.failed)
        if len(items) == len(session.items):
            print(f"coverage, lines and branches together: {self.asked.package}", flush=True)  # noqa: T201
            self.coverage.report(show_missing=True, skip_covered=True)
        for thing in gc.get_objects():
            if isinstance(thing, types.FunctionType) and thing.__code__.co_filename in self.passing:
                self.functions.append(thing)
            elif isinstance(thing, functools._lru_cache_wrapper):
                self.kept.append(thing.cache_clear)
        self.base = session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]
        gc.collect()
        gc.freeze()  # so that the children need not copy what they never change

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self._look(session)
        rows = read_rows(self.asked.rows)
        end = time.monotonic() + self.asked.minutes * 60
        running: dict[int, Fault] = {}
        sample = drawn(SOURCES, self.asked.package, self.asked.seed)[: self.asked.sample]
        todo = [one for one in sample if wanted(rows.get(one.name), self.asked.again)][::-1]
        while running or (todo and time.monotonic() < end):
            while todo and len(running) < self.asked.workers and time.monotonic() < end:
                fault = todo.pop()
                running[self._begin(session, fault)] = fault
            child, status = os.wait()
            fault = running.pop(child)
            shutil.rmtree(self.base / f"fault-{fault.number}", ignore_errors=True)
            found = "timeout" if os.WIFSIGNALED(status) else OUTCOMES.get(os.waitstatus_to_exitcode(status), "killed")
            rows[fault.name] = as_row(fault, found)
            self.asked.rows.write_text(json.dumps(list(rows.values()), indent=0, ensure_ascii=False), "utf-8")
            print(f"{found:9} {fault.file}:{fault.line} {fault.kind}: {fault.code}", flush=True)  # noqa: T201
        self._tell(sample, rows)
        return True

    def _tell(self, sample: list[Fault], rows: dict[tuple[Any, ...], dict[str, Any]]) -> None:
        """Print the figures, and write them with all that was not noticed if there is a file to keep them."""
        reasons = {tuple(one[name] for name in NAMED): one["reason"] for one in read(EQUIVALENT)}
        found: list[dict[str, Any]] = [as_row(one, rows[one.name]["found"]) for one in sample if one.name in rows]
        for one, row in zip([one for one in sample if one.name in rows], found, strict=True):
            if row["found"] == "survived" and one.name in reasons:
                row.update(found="equivalent", reason=reasons[one.name])
        told = Counter(row["found"] for row in found)
        noticed, counted = told["killed"] + told["timeout"], len(found) - told["equivalent"]
        figures = {
            "package": self.asked.package, "seed": self.asked.seed, "tried": len(found), **dict(sorted(told.items())),
            "noticed_percent": round(100 * noticed / counted, 1) if counted else None,
        }  # fmt: skip
        print(json.dumps(figures))  # noqa: T201
        if self.asked.keep:
            left = [row for row in found if row["found"] not in ("killed", "timeout")]
            files = {file: Counter[str]() for file in sorted({row["file"] for row in found})}
            for row in found:
                files[row["file"]][row["found"]] += 1
            content = {**figures, "files": files, "not_noticed": left}
            self.asked.keep.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")

    def _begin(self, session: pytest.Session, fault: Fault) -> int:
        child = os.fork()
        if child == 0:
            os._exit(self._try(session, fault))
        return child

    def _try(self, session: pytest.Session, fault: Fault) -> int:
        """In a child: 1 if a test notices the fault, 0 if none does, 3 if none passes there."""
        signal.setitimer(signal.ITIMER_PROF, LIMIT)
        signal.setitimer(signal.ITIMER_REAL, 3 * LIMIT)
        resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
        path = SOURCES / fault.file
        lines = self.passing.get(str(path), {})
        new = changed(path, fault.number)
        near = range(fault.first, fault.last + 1) if new is not None else [*lines]
        names = {name for line in near for name in lines.get(line, ())} - self.failed - {""}
        items = self._ordered([item for item in session.items if item.nodeid in names], path.stem)
        if not items:
            return 3
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
        base = self.base / f"fault-{fault.number}"
        if new is None:
            chosen, spent = [], 0.0
            for item in items:
                spent += self.took[item.nodeid]
                if spent < SECONDS:
                    chosen.append(item.nodeid)
            command = [sys.executable, __file__, "--inside", str(path), str(fault.number), str(base), *chosen]
            os.execv(sys.executable, command)  # noqa: S606
        base.mkdir()
        session.config._tmp_path_factory._basetemp = base  # type: ignore[attr-defined]
        for function in self.functions:
            code = function.__code__
            if code.co_filename == str(path):
                function.__code__ = new.get((code.co_qualname, code.co_firstlineno), code)
        for forget in self.kept:
            forget()
        session._setupstate.teardown_exact(session)  # what the whole session shares stays; a module's is made anew
        began = time.process_time()
        for item, following in zip(items, [*items[1:], items[0]], strict=True):
            if not self._runs(item, following):
                return 1
            if time.process_time() - began > SECONDS:
                break
        return 0

    def _ordered(self, items: list[pytest.Item], module: str) -> list[pytest.Item]:
        """Those in the file named after the module first; then one of each file in turn, the quickest first."""
        rank: Counter[Path] = Counter()
        keyed = []
        for item in sorted(items, key=lambda one: self.took[one.nodeid]):
            keyed.append((not item.path.stem.startswith(f"test_{module}"), rank[item.path], len(keyed), item))
            rank[item.path] += 1
        return [item for *_, item in sorted(keyed, key=lambda one: one[:3])]


def inside(path: str, number: str, base: str, *tests: str) -> int:
    """In a process of its own: the tests with a fault that takes effect when its module is imported."""
    code = compile(with_fault(Path(path).read_text("utf-8"), int(number)), path, "exec")
    loader = importlib.machinery.SourceFileLoader
    usual = loader.get_code

    def get_code(self: Any, name: str) -> types.CodeType | None:
        return code if self.path == path else usual(self, name)

    loader.get_code = get_code  # type: ignore[method-assign]
    status = pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-n", "0", f"--basetemp={base}", *tests])
    return 0 if status == 0 else 1


NAMED = ("file", "function", "kind", "code", "nth")


def read(path: Path) -> list[dict[str, Any]]:
    return json.loads(path.read_text("utf-8")) if path.is_file() else []


def read_rows(path: Path) -> dict[tuple[Any, ...], dict[str, Any]]:
    return {tuple(row[name] for name in NAMED): row for row in read(path)}


def as_row(fault: Fault, found: str) -> dict[str, Any]:
    return {**dict(zip(NAMED, fault.name, strict=True)), "line": fault.line, "found": found}


def wanted(row: dict[str, Any] | None, again: bool) -> bool:
    return row is None or (again and row["found"] in ("survived", "uncovered"))


def main() -> None:
    if sys.argv[1:2] == ["--inside"]:
        os._exit(inside(*sys.argv[2:]))
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--package", choices=PACKAGES, required=True)
    parser.add_argument("--sample", type=int, default=150, help="faults drawn")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--minutes", type=float, default=6, help="no further fault is begun after so long")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rows", type=Path, default=Path("mutation-rows.json"), help="what was tried already")
    parser.add_argument("--map", type=Path, help="where to keep which test passes where")
    parser.add_argument("--again", action="store_true", help="try again what survived")
    parser.add_argument("--keep", type=Path, help="write the figures and what was not noticed to this file")
    parser.add_argument("--which", default=SLOW, help="as pytest's -k; the slow ones are left out")
    parser.add_argument("--tests", nargs="*", default=TESTS)
    asked = parser.parse_args()
    plugin: Any = Mutation(asked)
    plugin.coverage.start()
    options = ["-q", "-s", "-p", "no:cacheprovider", "-n", "0", "-k", asked.which]
    sys.exit(pytest.main([*options, *asked.tests], plugins=[plugin]))


if __name__ == "__main__":
    main()
