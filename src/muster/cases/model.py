"""A case as its steps make it: nothing of it is stored but the request and the steps, and these only ever grow."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from muster.cases.states import OPEN_STATES
from muster.vetting import Adjudication, Request

_REQUESTED = ("leaders", "country", "commitment", "identifier")
_UNDECIDES = ("open", "adjudicate", "attach", "set_aside", "ask", "answer", "send_back", "reopen")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a person did to a case. `body` holds what belongs to the act."""

    seq: int
    act: str
    state: str
    person: str
    at: str
    body: Mapping[str, Any]

    def as_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Signature:
    """A person's name under a decision and its memo, in a role; `step` is the act of deciding that they signed."""

    step: int
    decision: str
    memo: str
    role: str
    person: str
    at: str

    def as_dict(self) -> dict[str, Any]:
        return {"role": self.role, "person": self.person, "at": self.at, "decision": self.decision, "memo": self.memo}


@dataclass(frozen=True, slots=True)
class Hit:
    """A resemblance in a case's decision: the party of the request, the register's entity, and the verdict so far."""

    text: str
    role: str
    entity: str
    caption: str
    name: str
    score: float
    why: str
    verdict: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Case:
    """A request on its way."""

    number: int
    unit: str
    policy: str
    request: Mapping[str, Any]
    due: str
    steps: tuple[Step, ...]
    signatures: tuple[Signature, ...]

    @property
    def state(self) -> str:
        return self.steps[-1].state

    @property
    def opened(self) -> str:
        """When it was opened."""
        return self.steps[0].at

    @property
    def is_open(self) -> bool:
        """True while somebody has to do something about it."""
        return self.state in OPEN_STATES

    def last(self, *acts: str) -> Step | None:
        """The newest step of one of these acts."""
        return next((step for step in reversed(self.steps) if step.act in acts), None)

    @property
    def adjudications(self) -> tuple[Adjudication, ...]:
        """The newest verdict on each hit."""
        found: dict[tuple[str, str], Adjudication] = {}
        for step in self.steps:
            if step.act == "adjudicate":
                for one in step.body["hits"]:
                    found[one["text"], one["entity"]] = Adjudication(**one, by=step.person)
        return tuple(found.values())

    @property
    def documents(self) -> tuple[str, ...]:
        """The texts attached to it, by the ids under which they were read."""
        found = (one for step in self.steps if step.act == "attach" for one in step.body["documents"])
        return tuple(dict.fromkeys(found))

    @property
    def set_aside(self) -> frozenset[tuple[str, str]]:
        """Document and proposal of what was set aside for this case."""
        aside = (step.body["proposals"] for step in self.steps if step.act == "set_aside")
        return frozenset((document, proposal) for found in aside for document, proposal in found)

    @property
    def facts(self) -> dict[str, Any]:
        """The request as it stands: as first made, with what was answered since."""
        found = dict(self.request)
        for step in self.steps:
            if step.act == "answer":
                found |= {name: step.body[name] for name in _REQUESTED if name in step.body}
        return found

    def asked(self, as_of: date) -> Request:
        """The request to be decided, as of a day, with all adjudications."""
        facts = self.facts
        return Request(
            unit=facts["unit"],
            policy=self.policy,
            as_of=as_of,
            leaders=tuple(facts["leaders"]),
            country=facts["country"],
            commitment=facts["commitment"],
            identifier=facts["identifier"],
            place=f"case {self.number}",
            adjudications=self.adjudications,
            individual=facts["individual"],
        )

    @property
    def decided(self) -> Step | None:
        """The step that computed the decision in force; None if something was changed since."""
        newest = self.last("decide", *_UNDECIDES)
        return newest if newest and newest.act == "decide" else None

    @property
    def last_decided(self) -> Step | None:
        """The newest step that computed a decision, in force or not."""
        return self.last("decide")

    @property
    def memo(self) -> str:
        """The memo to the decision in force: as it was edited, else as it was written with the decision."""
        decided = self.decided
        edited = self.last("memo")
        if decided is None:
            return ""
        return str(edited.body["text"] if edited and edited.seq > decided.seq else decided.body["memo"])

    @property
    def signed_by(self) -> tuple[Signature, ...]:
        """The signatures under the decision in force: none, the analyst's, or both."""
        decided = self.decided
        return tuple(one for one in self.signatures if decided and one.step == decided.seq)

    @property
    def valid_until(self) -> str:
        """The last day of the approval; empty unless two people have signed the decision in force."""
        approved = self.last("approve")
        if approved is None or len({one.person for one in self.signed_by}) < 2:
            return ""
        return str(approved.body["valid_until"])

    def in_force(self, today: date) -> bool:
        """True if the case is approved, by two people, and the approval has not expired."""
        return self.state == "approved" and bool(self.valid_until) and today.isoformat() <= self.valid_until

    def standing(self, today: date) -> str:
        """The state in a word, with `expired` for an approval that has run out and has not been put away yet."""
        return "expired" if self.state == "approved" and not self.in_force(today) else self.state

    def as_dict(self, today: date) -> dict[str, Any]:
        """The case as JSON data."""
        decided = self.last_decided
        return {
            "case": self.number,
            "unit": self.unit,
            "policy": self.policy,
            "state": self.state,
            "standing": self.standing(today),
            "opened": self.opened,
            "due": self.due,
            "request": self.facts,
            "adjudications": [
                {"text": one.text, "entity": one.entity, "verdict": one.verdict, "reason": one.reason, "by": one.by}
                for one in self.adjudications
            ],
            "documents": list(self.documents),
            "decision": decided.body["decision"] if decided else None,
            "outcome": decided.body["outcome"] if decided else None,
            "memo": self.memo,
            "signatures": [one.as_dict() for one in self.signed_by],
            "valid_until": self.valid_until or None,
            "steps": [step.as_dict() for step in self.steps],
        }


def case_of(row: Any, steps: Sequence[Any], signatures: Iterable[Any]) -> Case:
    """The case of these rows."""
    return Case(
        number=row.number,
        unit=row.unit,
        policy=row.policy,
        request=json.loads(row.request),
        due=row.due,
        steps=tuple(Step(s.seq, s.act, s.state, s.person, s.at, json.loads(s.body)) for s in steps),
        signatures=tuple(Signature(s.step, s.decision, s.memo, s.role, s.person, s.at) for s in signatures),
    )


def hits_of(decision: Mapping[str, Any], adjudications: Iterable[Adjudication]) -> list[Hit]:
    """Every hit of a decision, with the verdict given to it; one judged `different` is not there once decided again."""
    verdicts = {(one.text, one.entity): one.verdict for one in adjudications}
    parties = [decision["subject"], *([decision["individual"]] if decision["individual"] else []), *decision["leaders"]]
    return [
        Hit(
            text=party["text"],
            role=party["role"],
            entity=hit["entity"],
            caption=hit["caption"],
            name=hit["name"],
            score=hit["score"],
            why=hit["why"],
            verdict=verdicts.get((party["text"], hit["entity"]), ""),
        )
        for party in parties
        for hit in party["hits"]
    ]
