"""What `muster bench import` measures: reading files, storing what they say, and importing the same files again.

Each family of files is imported into a register of its own, in a process of its own, so that the memory is its own
and nothing is remembered from another. Reading and storing take turns, chunk by chunk as in an import; the clock tells
them apart.
"""

from __future__ import annotations

import io
import json
import resource
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

from muster.claims import vocabulary
from muster.cli.imports import incoming
from muster.errors import MusterError
from muster.register import Delivered, Incoming, Register, uncollected
from muster.register.bulk import CHUNK
from muster.sources import Delivery, InputFile
from muster.sources.delivery import readers
from muster.sources.formats import expand, formats, recognise

T = TypeVar("T")
_INSERTED = 50_000  # rows of the peer at a time


@dataclass(frozen=True)
class Family:
    """Files that are measured together. `format` is empty for files of several."""

    name: str
    format: str
    paths: tuple[Path, ...]


def families(paths: Sequence[Path], together: bool) -> list[Family]:
    """The files by format, XML and sheets apart from text. Raises BadInput for a file that no format knows."""
    files = [(file, recognise(file)[0].name) for file in expand(paths)]
    named = {path.resolve() for path in paths}
    files = [(file, name) for file, name in files if name != "roster" or file.path.resolve() in named]
    if together:
        return [Family("all", "", tuple(file.path for file, _ in files))]
    found: dict[tuple[str, str], list[Path]] = {}
    for file, name in files:
        found.setdefault((name, _form(file)), []).append(file.path)
    several = {name for name, form in found if sum(name == other for other, _ in found) > 1}
    return [Family(f"{name}, {form}" if name in several else name, name, tuple(p)) for (name, form), p in found.items()]


def _form(file: InputFile) -> str:
    head = file.head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return "sheet" if head.startswith(b"PK") else "XML" if head.startswith(b"<") else "text"


def measure(paths: Sequence[Path], together: bool, peer: bool, step: Callable[[int], None]) -> list[dict[str, Any]]:
    """The answer of the command, one family after the other; `step` is told of each. Times are of the processor."""
    found = []
    for family in families(paths, together):
        found.append(_apart(_measured, family, peer))
        if peer:
            found[-1]["peers"] = {"read_mb_per_s": _apart(_read_alone, family), **found[-1]["peers"]}
        step(1)
    return found


def _apart(work: Callable[..., T], *given: Any) -> T:
    """What the work gives in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *given).result()


class _Clock:
    """Processor time spent in some part of the work."""

    def __init__(self) -> None:
        self.spent = 0.0

    def of(self, work: Callable[[], T]) -> T:
        """What the work gives, its time added."""
        start = time.process_time()
        try:
            return work()
        finally:
            self.spent += time.process_time() - start

    def through(self, values: Iterable[T]) -> Iterator[T]:
        """The same values, the time that making them takes added."""
        rest = iter(values)
        while part := self.of(lambda: list(islice(rest, CHUNK))):
            yield from part


def _measured(family: Family, peer: bool) -> dict[str, Any]:
    _load()  # which is no part of reading, as making an empty register is none of storing
    with uncollected(), tempfile.TemporaryDirectory(prefix="muster-bench-") as folder:
        register = Path(folder) / "bench.db"
        Register(str(register), create=True).close()
        reading, whole, again, wall = _Clock(), _Clock(), _Clock(), time.monotonic()
        changes = whole.of(lambda: _import(family, register, reading))
        wall = time.monotonic() - wall
        peak = _peak()
        readers.cache_clear()  # who imports again does so in another process
        same = again.of(lambda: _import(family, register, _Clock()))
        if not all(one.unchanged for one in same):
            raise MusterError(f"{family.name}: importing the same files again changed the register")
        size = sum(file.stat().st_size for file in register.parent.glob("bench.db*"))
        megabytes = sum(map(_bytes, family.paths)) / 1e6
        claims = sum(one.edition.total for one in changes)
        result: dict[str, Any] = {
            "family": family.name,
            "files": len(family.paths),
            "mb": round(megabytes, 2),
            "editions": len(changes),
            "claims": claims,
            "read_s": round(reading.spent, 3),
            "read_mb_per_s": _rate(megabytes, reading.spent),
            "store_s": round(whole.spent - reading.spent, 3),
            "stored_claims_per_s": _rate(claims, whole.spent - reading.spent, 0),
            "import_s": round(whole.spent, 3),
            "imported_claims_per_s": _rate(claims, whole.spent, 0),
            "import_wall_s": round(wall, 3),
            "again_s": round(again.spent, 3),
            "again_share": round(again.spent / whole.spent, 4),
            "register_mb": round(size / 1e6, 1),
            "peak_mb": round(peak / 1e6),
        }
        return {**result, "peers": _peers(family, register) if peer else None}


def _read_alone(family: Family) -> float:
    """Megabytes a second of reading where nothing is stored in between, which takes the processor's caches."""
    _load()
    reading = _Clock()
    with uncollected():
        reading.of(
            lambda: sum(1 for one in Delivery(family.paths, family.format or None).readings() for _ in one.claims)
        )
    return _rate(sum(map(_bytes, family.paths)) / 1e6, reading.spent)


def _load() -> None:
    """Load what a process loads once, however much it reads: the readers and the libraries that they ask for later, the
    vocabulary."""
    import lxml.etree  # noqa: F401
    import openpyxl  # noqa: F401
    import stdnum.util  # noqa: F401 - makes a table of all letters

    formats()
    vocabulary()


def _peak() -> int:
    """Bytes of memory this process held at most. `ru_maxrss` would begin with what the process that started it held."""
    status = Path("/proc/self/status")
    if status.exists():
        held = next(line for line in status.read_text("ascii", "replace").splitlines() if line.startswith("VmHWM:"))
        return int(held.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _import(family: Family, register: Path, reading: _Clock) -> list[Any]:
    """Import as the command does; the time of reading is told apart."""
    delivery = Delivery(family.paths, family.format or None)
    with Register(str(register)) as opened:
        delivered = Delivered(delivery.digest(), date.today().isoformat())
        return opened.import_editions(_editions(delivery, reading), delivered=delivered)


def _editions(delivery: Delivery, clock: _Clock) -> Iterator[Incoming]:
    for one in clock.of(delivery.readings):
        clocked = replace(one, claims=clock.through(one.claims), judgements=clock.through(one.judgements))
        yield incoming(clocked, delivery, shrunk=True)


def _bytes(path: Path) -> int:
    """The size of a file, unpacked if it is packed as a whole."""
    with InputFile(path).open() as stream:
        return sum(len(block) for block in iter(lambda: stream.read(1 << 20), b""))


def _rate(amount: float, seconds: float, digits: int = 1) -> float:
    return round(amount / seconds, digits or None) if seconds > 0 else 0


# --- what the libraries underneath take alone -----------------------------------------------------------


def _peers(family: Family, register: Path) -> dict[str, Any]:
    """The same files into plain dicts and lists, and the same rows into SQLite: what no reader can be faster than."""
    parsing, amount = _Clock(), 0
    for path in family.paths:
        file = InputFile(path)
        form = _form(file)
        if form != "sheet":
            parsing.of(lambda file=file, form=form: _parsed(file, form))  # type: ignore[misc]
            amount += _bytes(path)
    seconds, rows = _inserted(register)
    return {
        "parse_mb_per_s": _rate(amount / 1e6, parsing.spent) if amount else None,
        "sqlite_claims_per_s": _rate(rows, seconds, 0),
    }


def _parsed(file: InputFile, form: str) -> None:
    if form == "XML":
        from lxml import etree

        with file.open() as stream:
            _as_dict(etree.parse(stream, etree.XMLParser(resolve_entities=False)).getroot())
    elif file.head.lstrip()[:1] in (b"{", b"["):
        for _, line in file.lines():
            json.loads(line)
    else:
        import csv

        with io.TextIOWrapper(file.open(), file.encoding.codec, newline="") as text:
            for _ in csv.reader(text, delimiter="\t" if b"\t" in file.head[:1000] else ","):
                pass


def _as_dict(element: Any) -> dict[str, Any]:
    return {child.tag: _as_dict(child) if len(child) else child.text for child in element}


def _inserted(register: Path) -> tuple[float, int]:
    """Seconds, and rows, of writing the register's claims and their editions into another one, without checks."""
    clock, count = _Clock(), 0
    with sqlite3.connect(register) as old, sqlite3.connect(register.with_name("peer.db")) as new:
        made = old.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name IN ('claim', 'change') AND sql NOT NULL ORDER BY type DESC"
        )
        tables: list[str] = []
        indexes: list[str] = []
        for (statement,) in made:
            (tables if statement.startswith("CREATE TABLE") else indexes).append(statement)
        for statement in tables:
            new.execute(statement)
        for table, width in (("claim", 17), ("change", 5)):
            marks = ", ".join("?" * width)
            rows = old.execute(f"SELECT * FROM {table}")  # noqa: S608 - no words from outside
            while part := rows.fetchmany(_INSERTED):
                count += len(part) if table == "claim" else 0
                clock.of(lambda part=part, t=table, m=marks: new.executemany(f"INSERT INTO {t} VALUES ({m})", part))  # type: ignore[misc]  # noqa: S608
        for statement in indexes:
            clock.of(lambda statement=statement: new.execute(statement))  # type: ignore[misc]
        clock.of(new.commit)
    return clock.spent, count
