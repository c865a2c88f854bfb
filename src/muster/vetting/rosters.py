"""Rosters in bulk: each distinct unit is vetted once under each policy, and the outcome joined back to its rows.

A training report has hundreds of thousands of rows. Names are searched thousands at a time, each decision is handed on
as soon as it is made, and only what the table of outcomes says of it stays in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from muster.names import fold
from muster.policy import Outcome
from muster.sources import Roster, RosterRow
from muster.vetting.decision import Decision
from muster.vetting.request import Request
from muster.vetting.vet import Desk

COLUMNS = (
    "line", "unit", "country", "leaders", "policy", "as_of", "outcome", "reasons", "resolved_to", "resolved_by",
    "hits", "set_aside", "gaps", "decision", "link", "quantity",
)  # fmt: skip
_BATCH = 2048  # requests decided together
_MANY = 100  # requests from which on all claims are read at once


@dataclass(frozen=True, slots=True)
class Answer:
    """What the table of outcomes says of a decision, without the evidence."""

    decision: str
    unit: str
    country: str
    leaders: tuple[str, ...]
    policy: str
    as_of: str
    outcome: Outcome
    reasons: tuple[str, ...]
    link: str
    resolved_to: str
    resolved_by: str
    hits: str
    set_aside: str
    gaps: str


def answer(decision: Decision, data: dict[str, Any] | None = None) -> Answer:
    """The answer of a decision; `data` is its dictionary, if that has been made already."""
    data = data or decision.as_dict()
    request, unit = decision.request, decision.subject.unit
    return Answer(
        decision=data["decision"],
        unit=request.unit,
        country=request.country,
        leaders=request.leaders,
        policy=decision.policy.id,
        as_of=request.as_of.isoformat(),
        outcome=decision.outcome,
        reasons=tuple(data["reasons"]),
        link=unit.link,
        resolved_to=unit.entity or "",
        resolved_by=unit.resolved_by,
        hits="; ".join(f"{hit.name} ({hit.score:.2f})" for hit in unit.hits),
        set_aside="; ".join(unit.set_aside),
        gaps="; ".join(data["gaps"]),
    )


@dataclass(frozen=True, slots=True)
class Vetted:
    """One roster row under one policy, with the answer on its unit."""

    row: RosterRow
    answer: Answer

    def as_row(self) -> dict[str, Any]:
        """The row as a flat table has it, keyed by `COLUMNS`."""
        found, row = self.answer, self.row
        return {
            "line": row.line,
            "unit": row.unit,
            "country": row.country,
            "leaders": "; ".join(row.leaders),
            "policy": found.policy,
            "as_of": found.as_of,
            "outcome": found.outcome.value,
            "reasons": " ".join(found.reasons),
            "resolved_to": found.resolved_to,
            "resolved_by": found.resolved_by,
            "hits": found.hits,
            "set_aside": found.set_aside,
            "gaps": found.gaps,
            "decision": found.decision,
            "link": found.link,
            "quantity": row.quantity,
        }


Made = Callable[[Decision, dict[str, Any], Sequence[int]], None]


def vet_roster(
    desk: Desk,
    roster: Roster,
    policies: Sequence[str],
    as_of: date,
    progress: Callable[[int, int], None] = lambda done, total: None,
    made: Made = lambda decision, data, lines: None,
) -> list[Vetted]:
    """Vet all rows under all policies; `progress` gets (distinct requests done, all).

    `made` gets each decision once, with its dictionary and the lines of the rows it answers, as soon as it is made.
    """
    keyed, requests = _grouped(roster, policies[0], as_of)
    if len(requests) >= _MANY:
        desk.snapshot.read_all()
    lines: dict[tuple[Any, ...], list[int]] = {}
    for row, key in keyed:
        lines.setdefault(key, []).append(row.line)
    answers = _answers(desk, requests, lines, policies, progress, made)
    return [Vetted(row, found) for row, key in keyed for found in answers[key]]


def units_in(roster: Roster) -> int:
    """How many distinct units a roster asks about."""
    return len(_grouped(roster, "", date.min)[1])


def requests_in(roster: Roster, policy: str, as_of: date) -> list[Request]:
    """The distinct requests of a roster, in the order of first appearance."""
    return list(_grouped(roster, policy, as_of)[1].values())


def _grouped(
    roster: Roster, policy: str, as_of: date
) -> tuple[list[tuple[RosterRow, tuple[Any, ...]]], dict[tuple[Any, ...], Request]]:
    """The rows, each with the key of its request, and the requests by their key."""
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
    return keyed, requests


def _answers(
    desk: Desk,
    requests: dict[tuple[Any, ...], Request],
    lines: dict[tuple[Any, ...], list[int]],
    policies: Sequence[str],
    progress: Callable[[int, int], None],
    made: Made,
) -> dict[tuple[Any, ...], list[Answer]]:
    found: dict[tuple[Any, ...], list[Answer]] = {}
    keys, done = list(requests), 0
    for start in range(0, len(keys), _BATCH):
        batch = keys[start : start + _BATCH]
        desk.search_ahead(requests[key] for key in batch)
        for key in batch:
            for policy in policies:
                decision = desk.decide(requests[key].under(policy))
                data = decision.as_dict()
                made(decision, data, lines[key])
                found.setdefault(key, []).append(answer(decision, data))
            done += len(policies)
            progress(done, len(keys) * len(policies))
    return found


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
