"""Rosters in bulk: each distinct unit is vetted once under each policy, and the outcome joined back to its rows.

A training report has hundreds of thousands of rows. Names are searched thousands at a time, each decision is handed on
as soon as it is made, and only what the table of outcomes says of it stays in memory. Several processes decide a large
roster together; the answers, their order and their bytes are those of one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from muster.names import fold
from muster.sources import Roster, RosterRow
from muster.vetting.answers import Answer, Teller, Told, Wants
from muster.vetting.crew import Crew
from muster.vetting.request import Request
from muster.vetting.vet import Desk

COLUMNS = (
    "line", "unit", "country", "leaders", "policy", "as_of", "outcome", "reasons", "resolved_to", "resolved_by",
    "hits", "set_aside", "gaps", "decision", "link", "quantity",
)  # fmt: skip
_BATCH = 2048  # requests decided together
_FIRST = 200  # requests decided before the others are shared out, so that what all need is worked out but once
_MANY = 100  # requests from which on all claims are read at once


@dataclass(frozen=True, slots=True)
class Vetted:
    """One roster row under one policy, with the answer on its unit."""

    row: RosterRow
    answer: Answer

    def of_row(self) -> dict[str, Any]:
        """What the row itself gives of `COLUMNS`."""
        row = self.row
        return {
            "line": row.line,
            "unit": row.unit,
            "country": row.country,
            "leaders": "; ".join(row.leaders),
            "quantity": row.quantity,
        }

    def as_row(self) -> dict[str, Any]:
        """The row as a flat table has it, keyed by `COLUMNS`."""
        found = self.of_row() | self.answer.as_row()
        return {name: found[name] for name in COLUMNS}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a roster asks: its distinct requests by their keys, in the order of first appearance, and each row's key."""

    requests: dict[tuple[Any, ...], Request]
    rows: list[tuple[RosterRow, tuple[Any, ...]]]


Made = Callable[[Told, Sequence[int]], None]


def vet_roster(
    desk: Desk,
    roster: Roster,
    policies: Sequence[str],
    as_of: date,
    progress: Callable[[int, int], None] = lambda done, total: None,
    made: Made = lambda told, lines: None,
    *,
    asked: Asked | None = None,
    wants: Wants = Wants(),  # noqa: B008
    workers: int = 1,
) -> list[Vetted]:
    """Vet all rows under all policies; `progress` gets (distinct requests done, all).

    `made` gets each decision once, with what is wanted of it and the lines of the rows it answers, in the order of the
    roster. `asked` is what it asks, if that is known. With several `workers` the register's connections are closed and
    opened again; nothing may be using them.
    """
    asked = asked or ask(roster, policies[0], as_of)
    keyed, requests = asked.rows, asked.requests
    if len(requests) >= _MANY:
        desk.snapshot.read_all()
    lines: dict[tuple[Any, ...], list[int]] = {}
    for row, key in keyed:
        lines.setdefault(key, []).append(row.line)
    answers: dict[tuple[Any, ...], list[Answer]] = {}
    told = _told(desk, list(requests.values()), policies, wants, workers)
    for done, (key, each) in enumerate(zip(requests, told, strict=True), 1):
        for one in each:
            made(one, lines[key])
        answers[key] = [one.answer for one in each]
        progress(done * len(policies), len(requests) * len(policies))
    return [Vetted(row, found) for row, key in keyed for found in answers[key]]


def _told(
    desk: Desk, requests: Sequence[Request], policies: Sequence[str], wants: Wants, workers: int
) -> Iterator[list[Told]]:
    """What is decided on each request under each policy, in order."""
    teller = Teller(desk, policies, wants)
    first = _FIRST if workers > 1 else len(requests)
    for start in range(0, first, _BATCH):
        yield from teller.tell(requests[start : min(first, start + _BATCH)])
    if first < len(requests):
        with Crew(teller, requests[first:], workers) as crew:
            yield from crew.tell()


def units_in(roster: Roster) -> int:
    """How many distinct units a roster asks about."""
    return len(ask(roster, "", date.min).requests)


def requests_in(roster: Roster, policy: str, as_of: date) -> list[Request]:
    """The distinct requests of a roster, in the order of first appearance."""
    return list(ask(roster, policy, as_of).requests.values())


def ask(roster: Roster, policy: str, as_of: date) -> Asked:
    """What a roster asks under a policy, as of a day."""
    requests: dict[tuple[Any, ...], Request] = {}
    keyed = []
    known: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for row in roster.rows:
        written = (row.unit, row.country, row.leaders, row.commitment, row.identifier)
        key = known.get(written)
        if key is None:
            request = _request(row, policy, as_of)
            key = known[written] = _key(request)
            requests.setdefault(key, request)
        keyed.append((row, key))
    return Asked(requests, keyed)


def distinct(vetted: Iterable[Vetted]) -> list[Answer]:
    """The answers behind the rows, each once, in the order of first appearance."""
    return list({one.answer.decision: one.answer for one in vetted}.values())


def _request(row: RosterRow, policy: str, as_of: date) -> Request:
    return Request(
        unit=row.unit,
        policy=policy,
        as_of=as_of,
        leaders=row.leaders,
        country=row.country,
        commitment=row.commitment,
        identifier=row.identifier,
        place=f"line {row.line}",
    )


def _key(request: Request) -> tuple[Any, ...]:
    """What makes two rows one request: the folded names, so that case and punctuation do not split a unit."""
    folded = " ".join(fold(request.unit).tokens) or request.unit.strip()
    leaders = tuple(" ".join(fold(leader).tokens) for leader in request.leaders)
    return folded, leaders, request.country.casefold(), request.commitment, request.identifier
