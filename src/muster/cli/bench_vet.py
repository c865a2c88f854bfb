"""`muster bench vet`: clauses a second, a whole roster, keeping its decisions, and finding those to be vetted again.

It works on a copy of the register that is thrown away, so it may import a later edition into it.
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from muster.claims import canonical, digest
from muster.cli.imports import stored
from muster.policy import Party, Question, Subject, apply
from muster.register import Register, Stored
from muster.snapshot import Snapshot
from muster.sources import Delivery, InputFile, read_roster
from muster.vetting import Desk, Told, Wants, keep_stored, recheck, units_in, vet_roster, workers_for

_ENTITIES = 2000  # parties of the register to which the clauses are put
_AT_LEAST_S = 2.0  # for how long clauses are put
_KEPT = 1000  # decisions kept at a time

Figures = dict[str, Any]


class _Clock:
    """Seconds on the clock and of the processor, those of processes that have ended included."""

    def __init__(self) -> None:
        self.start, self.used = time.perf_counter(), _processor()

    def figures(self) -> Figures:
        return {
            "clock_s": round(time.perf_counter() - self.start, 2),
            "processor_s": round(_processor() - self.used, 2),
        }


def _processor() -> float:
    return sum(os.times()[:4])


def measure(
    location: str,
    roster: Path,
    policies: list[str],
    on: date,
    later: list[Path],
    again_on: date,
    *,
    check: bool,
    workers: int | None = None,
) -> Figures:
    """All figures. `later` are files imported after the roster was vetted; `check` puts every decision again too."""
    with _copied(Path(location)) as copy:
        result: Figures = {}
        with Register(str(copy)) as register:
            clock = _Clock()
            desk = Desk(Snapshot(register))
            desk.snapshot.read_all()
            result["read"] = clock.figures()
            result["clauses"] = {policy: clauses(desk, policy, on) for policy in policies}
            result["roster"] = _roster(register, desk, roster, policies, on, workers)
        result["register_mb"] = {"before": _mb(Path(location)), "after": _mb(copy)}
        if later:
            clock = _Clock()
            changes = stored(Delivery(later), str(copy))
            counts = {one.edition.stream: f"+{one.edition.added} -{one.edition.removed}" for one in changes}
            result["later"] = {**clock.figures(), "editions": counts}
            with Register(str(copy)) as register:
                result["names_index"] = _timed(lambda: len(Snapshot(register).names))
                result["recheck"] = _recheck(register, again_on, everything=False)
                if check:
                    result["everything"] = _recheck(register, again_on, everything=True)
        return result


def clauses(desk: Desk, policy: str, on: date) -> Figures:
    """How many clauses a second are put to parties of the register, with all evidence, once they are resolved."""
    question = Question(desk.snapshot, desk.policy(policy), on)
    subjects = [Subject(Party("unit", text, entity, "known")) for entity, text in _parties(desk.snapshot)]
    first = [apply(question, one) for one in subjects]  # sets and ways are worked out with the first questions
    clock, put = _Clock(), 0
    while clock.figures()["processor_s"] < _AT_LEAST_S:
        for one in subjects:
            apply(question, one)
        put += len(subjects) * len(question.policy.clauses)
    used = clock.figures()
    evidence = sum(
        len(f.because) + len(f.against) + len(f.leads) + len(f.context) for one in first for f in one.findings
    )
    return {
        **used,
        "clauses": put,
        "clauses_per_s": round(put / used["processor_s"]),
        "evidence_per_subject": round(evidence / max(1, len(subjects)), 2),
    }


def _parties(snapshot: Snapshot) -> list[tuple[str, str]]:
    """Entities of the register drawn by lot, half of them units with relations, with their names."""
    related = [one for one in snapshot.graph.entities() if snapshot.kind(one) in ("unit", "organization", "person")]
    others = sorted({snapshot.canonical(one.claim.subject) for one in snapshot.all_said("kind")})
    pick = random.Random(7)  # noqa: S311
    chosen = pick.sample(related, min(len(related), _ENTITIES // 2)) + pick.sample(
        others, min(len(others), _ENTITIES // 2)
    )
    return [(one, snapshot.caption(one)) for one in chosen]


def _roster(
    register: Register, desk: Desk, roster: Path, policies: list[str], on: date, workers: int | None
) -> Figures:
    clock = _Clock()
    rows = read_roster(InputFile(roster))
    reading = clock.figures()
    many = workers or workers_for(units_in(rows) * len(policies))
    clock, kept = _Clock(), _Kept(register, desk, policies, on)
    vet_roster(desk, rows, policies, on, made=kept.add, wants=Wants(stored=True), workers=many)
    kept.store()
    return {
        "reading": reading,
        "workers": many,
        "vetting_and_keeping": clock.figures(),
        "decisions": kept.count,
        "of_it_keeping_processor_s": round(kept.used, 2),
    }


class _Kept:
    """Keeps decisions a thousand at a time, and the processor time that it takes."""

    def __init__(self, register: Register, desk: Desk, policies: list[str], on: date) -> None:
        self._for = (register, desk)
        self._of = (policies, on)
        self._stored: list[Stored] = []
        self.count, self.used = 0, 0.0

    def add(self, told: Told, _: object) -> None:
        assert told.stored is not None
        self._stored.append(told.stored)
        self.count += 1
        if len(self._stored) >= _KEPT:
            self.store()

    def store(self) -> None:
        start = time.process_time()
        keep_stored(*self._for, self._stored, *self._of)
        self._stored.clear()
        self.used += time.process_time() - start


def _recheck(register: Register, on: date, *, everything: bool) -> Figures:
    clock = _Clock()
    found = recheck(register, on, everything=everything)
    return {
        **clock.figures(),
        "standing": found.standing,
        "put_again": found.decided,
        "to_be_vetted_again": len(found.again),
        "decisions": digest_of(sorted(one.earlier + (one.now.id if one.now else "") for one in found.again)),
    }


def digest_of(ids: list[str]) -> str:
    """What tells whether two rechecks found the same."""
    return digest(canonical(ids))[:12]


def _mb(file: Path) -> float:
    return round(file.stat().st_size / 1e6, 1)


def _timed(what: Callable[[], int]) -> Figures:
    clock = _Clock()
    count = what()
    return {**clock.figures(), "names": count}


@contextmanager
def _copied(register: Path) -> Iterator[Path]:
    """A copy of the register with what is compiled beside it, thrown away at the end."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / register.name
        shutil.copy(register, copy)
        beside = register.with_name(f"{register.name}.snapshots")
        if beside.is_dir():
            shutil.copytree(beside, copy.with_name(f"{copy.name}.snapshots"))
        yield copy
