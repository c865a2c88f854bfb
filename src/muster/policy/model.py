"""Policies, clauses, findings and outcomes: the words in which a law is stated and an answer is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from muster.links import Path
from muster.register import Evidence


class Kind(StrEnum):
    """The result of one clause. `unknown` is an answer: what was searched could not settle the question."""

    FOUND = "found"
    CONTESTED = "contested"
    UNKNOWN = "unknown"
    NOT_FOUND = "not_found"


class Outcome(StrEnum):
    """The outcome of a request, worst first. None of them approves: only a named person's sign-off does."""

    NOT_CLEARED = "not_cleared"
    REFER = "refer"
    INCOMPLETE_REQUEST = "incomplete_request"
    EXCEPTION_APPLIED = "exception_applied"
    NO_ADVERSE_INFORMATION = "no_adverse_information"

    @property
    def severity(self) -> int:
        """0 is worst."""
        return list(Outcome).index(self)


def worst(outcomes: list[Outcome]) -> Outcome:
    """The worst of several outcomes; `no_adverse_information` if there is none."""
    return min(outcomes, key=lambda one: one.severity, default=Outcome.NO_ADVERSE_INFORMATION)


@dataclass(frozen=True, slots=True)
class PartySet:
    """Parties that a policy prohibits: by list and programme, by government, by topic, or one by one.

    `programmes` and `lists` narrow each other; `governments` are ISO country codes of the entities of kind
    `government` that are meant.
    """

    id: str
    title: str
    lists: frozenset[str] = frozenset()
    programmes: frozenset[str] = frozenset()
    governments: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    entities: frozenset[str] = frozenset()
    any_listing: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered test of a policy: what it cites, what it asks, and what each finding leads to."""

    id: str
    cites: str
    wording: str
    question: str
    finder: str
    settings: Mapping[str, Any]
    then: Mapping[Kind, Outcome]
    exempts: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy file: a law stated as clauses. `digest` names the very text that was applied."""

    id: str
    title: str
    authority: str
    summary: str
    sets: Mapping[str, PartySet]
    clauses: tuple[Clause, ...]
    validity_days: int | None
    digest: str
    text: str
    notes: tuple[str, ...] = ()
    vectors: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one clause, with all that a person needs to check it.

    `says` is the result in one sentence. `leads` point somewhere but settle nothing; `context` is what the
    register also says on the matter, such as a bill that is not law; `missing` is what would settle it.
    """

    clause: Clause
    kind: Kind
    says: str
    because: tuple[Evidence, ...] = ()
    against: tuple[Evidence, ...] = ()
    paths: tuple[Path, ...] = ()
    leads: tuple[Evidence, ...] = ()
    lead_paths: tuple[Path, ...] = ()
    context: tuple[Evidence, ...] = ()
    missing: tuple[str, ...] = ()
    searched: str = ""
    exempted_by: str = ""

    @property
    def outcome(self) -> Outcome | None:
        """What the clause's finding leads to; None if to nothing."""
        if self.exempted_by:
            return Outcome.EXCEPTION_APPLIED
        return self.clause.then.get(self.kind)


@dataclass(frozen=True, slots=True)
class Party:
    """The unit, or one of its leaders, as asked about and as far as resolved.

    `entity` is None unless `resolved_by` says how it was identified; `hits` are the entities whose names
    resemble the text and that nobody has adjudicated; `set_aside` says which resemblances were dropped and why.
    `link` says of a unit how its text stands to the register: `link`, `parent_only`, `not_in_register`, `too_vague`
    or `several`.
    """

    role: str
    text: str
    entity: str | None = None
    resolved_by: str = ""
    hits: tuple[Any, ...] = ()
    set_aside: tuple[str, ...] = ()
    because: tuple[Evidence, ...] = ()
    named_in_request: bool = True
    link: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a policy is applied to: the unit, its leaders, and what the request brought along."""

    unit: Party
    leaders: tuple[Party, ...] = ()
    vague: str = ""
    country: str = ""
    commitment: str = ""
    place: str = "request"
    gaps: tuple[str, ...] = field(default=())

    @property
    def parties(self) -> tuple[Party, ...]:
        return (self.unit, *self.leaders)
