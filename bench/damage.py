"""Damage on whole files: every file cut at 20 places, 200 copies of every family with one byte changed.

    MUSTER_DATA=../shared/data python bench/damage.py [--minutes 7] [--only un-xml] [--out build/damage.jsonl]

A copy is read to its end as an import would read it: every claim in the form in which it is stored and checked, every
judgement checked. Every `--stored`-th try is imported for good, into a copy of a register that holds the whole file,
and the register compared. What is found is one of

    refused   one clear error (and the register as it was, where it was stored)
    noted     read whole, with a warning that the undamaged file does not have
    silent    read whole without a warning: a letter in a word changed, or a table cut off between two rows
    crash     any other exception, or an error without words; also a register that holds half of an edition
    hang      more processor time than ten times what the whole file takes, and 20 seconds

Packed files (gzip, XLSX, ODS) are damaged twice: as they are, and inside, packed again with a right checksum. Tries in
`--out` are not made again, so a long run may be made in portions; it ends with status 75 while tries are left.
"""

# ruff: noqa: T201, S311 - a script that prints what it found; tries are drawn by a seed, not kept secret
from __future__ import annotations

import argparse
import gzip
import io
import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import zipfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from muster.claims import check
from muster.cli.imports import editions
from muster.errors import MusterError
from muster.register import Register, rows
from muster.register.identity import check_judgement
from muster.sources import Reading, read_paths, resolver
from muster.sources.delivery import Delivery
from muster.sources.files import InputFile
from muster.sources.formats import recognise

DATA = Path(os.environ.get("MUSTER_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
FOLDERS = ("lists", "sfm", "opensanctions/ftm")
CUTS, CHANGES, FIRST = 20, 200, 50
DAY = "2025-01-01"
HELD = 3 << 30  # bytes of addresses a try may take
# Files that mean nothing alone, with those that they belong to; of several the first that there is.
BESIDE = {
    "sdn_comments.csv": ("sdn.csv", "../watchman/sdn.csv"),
    "cons_comments.csv": ("cons_prim.csv",),
    "ng_unit_names_and_other_names_collapsed_20191024.tsv": ("ng_orgs_20191024.tsv.gz",),
    "ng_unit_names_distinct_20191024.tsv": ("ng_orgs_20191024.tsv.gz",),
    "sources_20190501.csv.gz": ("ng_persons_20190501.csv.gz",),
    "sources.csv": ("persons.csv",),
}
# Files that are read as part of a folder, so many levels up.
FOLDER = {"entities.delta.json": 2, "delta.json": 1}


class Hang(BaseException):
    """More processor time than a file can need."""


@dataclass(frozen=True)
class Try:
    """One damaged copy: how it was damaged, and where."""

    file: str
    way: str
    number: int

    @property
    def chance(self) -> random.Random:
        return random.Random(f"muster {self.file} {self.way} {self.number}")


def families() -> dict[str, list[Path]]:
    """Every file that Muster reads below the data folder, by format, role and container."""
    found: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(one for folder in FOLDERS for one in (DATA / folder).rglob("*") if one.is_file()):
        file = InputFile(path)
        if resolver.recognise(file):
            found["resolver"].append(path)
            continue
        try:
            format_, role = recognise(file)
        except MusterError:
            continue
        kind = next((one for one in path.suffixes if one in (".csv", ".xml", ".xlsx", ".ods", ".tsv")), "")
        found[f"{format_.name} {role}{kind}"].append(path)
    return dict(found)


def tries(paths: list[Path], family: str) -> tuple[list[Try], list[Try]]:
    """The tries of a family, by file: all cuts with the first changes, and the changes that are left."""
    counts: Counter[tuple[Path, str]] = Counter()
    drawn: list[Try] = []
    for number in range(CHANGES):
        path = random.Random(f"muster {family} {number}").choice(paths)
        way = "byte inside" if packed(path) and number % 4 else "byte"
        drawn.append(Try(_name(path), way, counts[path, way]))
        counts[path, way] += 1
    cuts = [
        Try(_name(path), way, number)
        for path in paths
        for way in (("cut", "cut inside") if packed(path) else ("cut",))
        for number in range(CUTS)
    ]
    return _by_file([*cuts, *drawn[:FIRST]]), _by_file(drawn[FIRST:])


def _by_file(found: list[Try]) -> list[Try]:
    return sorted(found, key=lambda one: one.file)


def _name(path: Path) -> str:
    return str(path.relative_to(DATA))


def packed(path: Path) -> bool:
    return path.read_bytes()[:2] in (b"\x1f\x8b", b"PK")


# --- damage ---------------------------------------------------------------------------------------------


def damaged(whole: bytes, one: Try) -> bytes:
    """The copy of a file that a try reads."""
    chance, (what, _, inside) = one.chance, one.way.partition(" ")
    hurt = _cut if what == "cut" else _changed
    if not inside:
        return hurt(whole, chance)
    if whole[:2] == b"\x1f\x8b":
        return gzip.compress(hurt(gzip.decompress(whole), chance), compresslevel=1, mtime=0)
    with zipfile.ZipFile(io.BytesIO(whole)) as old, io.BytesIO() as out:
        members = [(inside, old.read(inside)) for inside in old.infolist()]
        at = chance.choices(range(len(members)), [len(data) ** 0.5 for _, data in members])[0]
        with zipfile.ZipFile(out, "w") as new:
            for place, (info, data) in enumerate(members):
                kind = zipfile.ZIP_STORED if info.filename == "mimetype" else zipfile.ZIP_DEFLATED
                new.writestr(info.filename, hurt(data, chance) if place == at else data, kind, compresslevel=1)
        return out.getvalue()


def _cut(whole: bytes, chance: random.Random) -> bytes:
    return whole[: chance.randrange(len(whole))]


def _changed(whole: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(whole))
    return whole[:at] + bytes([(whole[at] + chance.randrange(1, 256)) % 256]) + whole[at + 1 :]


# --- reading --------------------------------------------------------------------------------------------


def read(paths: list[Path]) -> tuple[int, set[str]]:
    """Read files as an import does, without storing: how many claims and judgements, and what was noted."""
    count, notes = 0, set()
    if paths[0].is_file() and resolver.recognise(InputFile(paths[0])):
        found = list(resolver.lines(InputFile(paths[0])))
        return len(found), set()
    for one in read_paths(paths, published=DAY):
        count += _taken(one)
        notes.update(one.notes)
    return count, notes


def _taken(one: Reading) -> int:
    seen = set()
    for claim in one.claims:
        if (id_ := claim.columns()[0]) not in seen:
            seen.add(id_)
            check(claim)
    found = list(one.judgements)
    for judgement in found:
        check_judgement(judgement)
    return len(seen) + len(found)


def stored(paths: list[Path], register: Path) -> str:
    """Import into a register that holds the whole file; empty if all is well, or what is wrong."""
    with Register(str(register)) as opened:
        before, acts = opened.digest(), len(opened.acts())
        try:
            changes = opened.import_editions(editions(Delivery(paths, published=DAY), shrunk=True))
        except MusterError:
            changed = opened.digest() != before or len(opened.acts()) != acts
            return "an error, and the register has changed" if changed else ""
        with opened.transaction() as connection:
            known = rows.editions(connection, None)
            for one in changes:
                held = len(rows.contents(connection, known, one.edition))
                if held != one.edition.total:
                    return f"{held} claims of an edition of {one.edition.total}"
        if len(opened.acts()) - acts > 1:
            return "more than one act"
    return ""


def _copied(old: str, new: str) -> None:
    """Copy a file that may be written; `shutil.copy` keeps one that may only be read so."""
    Path(new).write_bytes(Path(old).read_bytes())


class File:
    """A file with the folder in which its damaged copies are read."""

    def __init__(self, name: str, folder: Path) -> None:
        self.path = DATA / name
        self.whole = self.path.read_bytes()
        self.copy = folder / self.path.name
        self.paths = [self.copy]
        beside = [self.path.parent / one for one in BESIDE.get(self.path.name, ())]
        if partner := next((one for one in beside if one.exists()), None):
            shutil.copy(partner, folder / partner.name)
            self.paths.append(folder / partner.name)
        if levels := FOLDER.get(self.path.name):
            root = self.path.parents[levels - 1]
            self.paths = [Path(shutil.copytree(root, folder / root.name, copy_function=_copied))]
            self.copy = self.paths[0] / self.path.relative_to(root)
        self.copy.write_bytes(self.whole)
        start = time.process_time()
        try:
            self.claims, self.notes = read(self.paths)
        except MusterError:  # the comments of a day whose list is not at hand
            self.claims, self.notes = 0, set()
        self.seconds = time.process_time() - start
        self.register = folder / "whole.db"

    def tried(self, one: Try, *, store: bool) -> dict[str, Any]:
        """What comes of one damaged copy."""
        self.copy.write_bytes(damaged(self.whole, one))
        signal.setitimer(signal.ITIMER_PROF, 10 * self.seconds + 20)
        start = time.process_time()
        claims, told = 0, ""
        try:
            claims, notes = read(self.paths)
            told = "; ".join(sorted(notes - self.notes))
            outcome = "noted" if told else "silent"
        except MusterError as fault:
            told = str(fault)
            outcome = "refused" if told.strip() else "crash"
        except Hang:
            outcome = "hang"
        except Exception as fault:
            outcome, told = "crash", f"{type(fault).__name__}: {fault}"
        signal.setitimer(signal.ITIMER_PROF, 0)
        spent = time.process_time() - start
        if store and outcome not in ("hang", "crash") and (wrong := self._stored()):
            outcome, told = "crash", wrong
        return {
            "file": one.file,
            "way": one.way,
            "number": one.number,
            "outcome": outcome,
            "stored": store,
            "claims": claims,
            "of": self.claims,
            "s": round(spent, 2),
            "told": told[:300],
        }

    def _stored(self) -> str:
        if not self.claims or "resolve" in self.path.name:
            return ""
        bad = self.copy.read_bytes()
        if not self.register.exists():
            self.copy.write_bytes(self.whole)
            with Register(str(self.register), create=True) as opened:
                opened.import_editions(editions(Delivery(self.paths, published=DAY), shrunk=True))
            self.copy.write_bytes(bad)
        fresh = self.register.with_name("try.db")
        shutil.copy(self.register, fresh)
        try:
            return stored(self.paths, fresh)
        except Exception as fault:
            return f"{type(fault).__name__}: {fault}"
        finally:
            for left in fresh.parent.glob("try.db*"):
                left.unlink()


# --- the run --------------------------------------------------------------------------------------------


def run(wanted: dict[str, tuple[list[Try], list[Try]]], out: Path, until: float, every: int) -> bool:
    """Make the tries that are not in the file yet, a first round of each family before the rest of any; False if time
    ran out."""
    done = {(one["file"], one["way"], one["number"]) for one in results(out)}
    signal.signal(signal.SIGPROF, _stop)
    resource.setrlimit(resource.RLIMIT_AS, (HELD, HELD))
    size = {family: max((DATA / one.file).stat().st_size for one in rounds[0]) for family, rounds in wanted.items()}
    with out.open("a", encoding="utf-8") as stream:
        for place in (0, 1):
            for family in sorted(wanted, key=size.__getitem__):
                left = [one for one in wanted[family][place] if (one.file, one.way, one.number) not in done]
                for name, some in groupby(left, key=lambda one: one.file):
                    if time.monotonic() > until:
                        return False
                    with tempfile.TemporaryDirectory(prefix="muster-damage-") as folder:
                        file = File(name, Path(folder))
                        for one in some:
                            if time.monotonic() > until:
                                return False
                            store = random.Random(f"stored {one}").randrange(every) == 0
                            print(json.dumps(file.tried(one, store=store)), file=stream, flush=True)
    return True


def _stop(*_: object) -> None:
    raise Hang


def results(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.read_text("utf-8").splitlines()] if out.exists() else []


def report(wanted: dict[str, tuple[list[Try], list[Try]]], out: Path) -> int:
    """A line for each family, and every crash and hang; how many these are."""
    found = {(one["file"], one["way"], one["number"]): one for one in results(out)}
    bad = []
    print(f"{'family':36}{'files':>6}{'tries':>7}{'stored':>7}{'refused':>9}{'noted':>7}{'silent':>8}{'bad':>5}")
    total: Counter[str] = Counter()
    for family, rounds in wanted.items():
        members = [*rounds[0], *rounds[1]]
        mine = [found[key] for one in members if (key := (one.file, one.way, one.number)) in found]
        counts = Counter(one["outcome"] for one in mine)
        counts.update(files=len({one.file for one in members}), tries=len(mine), stored=sum(o["stored"] for o in mine))
        counts["bad"] = counts["crash"] + counts["hang"]
        total += counts
        bad += [one for one in mine if one["outcome"] in ("crash", "hang")]
        print(_line(family, counts))
    print(_line("all", total))
    for one in bad:
        print(f"{one['outcome']}: {one['file']} {one['way']} {one['number']}: {one['told']}")
    return len(bad)


def _line(family: str, counts: Counter[str]) -> str:
    columns = (("files", 6), ("tries", 7), ("stored", 7), ("refused", 9), ("noted", 7), ("silent", 8), ("bad", 5))
    return f"{family:36}" + "".join(f"{counts[what]:>{wide},}" for what, wide in columns)


def main() -> int:
    """Make what is left of the tries, then say what was found."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--minutes", type=float, default=7)
    words.add_argument("--only", default="", help="families whose name holds this")
    words.add_argument("--out", type=Path, default=Path("build/damage.jsonl"))
    words.add_argument("--stored", type=int, default=20, help="store every so-many-th try")
    given = words.parse_args()
    given.out.parent.mkdir(parents=True, exist_ok=True)
    wanted = {name: tries(paths, name) for name, paths in families().items() if given.only in name}
    whole = run(wanted, given.out, time.monotonic() + given.minutes * 60, given.stored)
    bad = report(wanted, given.out)
    return 75 if not whole else 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
