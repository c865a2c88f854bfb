"""What is handed on of a decision made in bulk: what a table says of it and, where it is asked for, all of it, and the
form in which the register keeps it. None of it holds on to the snapshot, so that it passes from one process to another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from muster.policy import Outcome
from muster.register import Stored
from muster.vetting.decision import Decision
from muster.vetting.dependencies import Notes
from muster.vetting.request import Request
from muster.vetting.vet import Desk


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

    def as_row(self) -> dict[str, str]:
        """What a table says of it, by the names of `rosters.COLUMNS`."""
        return {
            "policy": self.policy,
            "as_of": self.as_of,
            "outcome": self.outcome.value,
            "reasons": " ".join(self.reasons),
            "resolved_to": self.resolved_to,
            "resolved_by": self.resolved_by,
            "hits": self.hits,
            "set_aside": self.set_aside,
            "gaps": self.gaps,
            "decision": self.decision,
            "link": self.link,
        }


@dataclass(frozen=True, slots=True)
class Wants:
    """What is asked for beside the answer: `whole`, the decision as JSON data; `stored`, what the register keeps."""

    whole: bool = False
    stored: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """One decision as it is handed on."""

    answer: Answer
    data: dict[str, Any] | None = None
    stored: Stored | None = None


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


class Teller:
    """Decides requests at one desk and tells what is wanted of each decision."""

    def __init__(self, desk: Desk, policies: Sequence[str], wants: Wants) -> None:
        self.desk, self.policies, self.wants = desk, tuple(policies), wants
        self._notes = Notes(desk.snapshot)

    def tell(self, requests: Sequence[Request]) -> Iterable[list[Told]]:
        """For each request in order what is decided under each policy; the names are searched together."""
        self.desk.search_ahead(requests)
        for request in requests:
            yield [self._told(request.under(policy)) for policy in self.policies]

    def _told(self, request: Request) -> Told:
        decision = self.desk.decide(request)
        data, body = decision.written()
        stored = None
        if self.wants.stored:
            stored = Stored(data["decision"], body, self._notes.standing(decision, data))
        return Told(answer(decision, data), data if self.wants.whole else None, stored)
