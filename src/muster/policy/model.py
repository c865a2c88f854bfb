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
        return _SEVERITY[self]


_SEVERITY = {one: place for place, one in enumerate(Outcome)}


def worst(outcomes: list[Outcome]) -> Outcome:
    """The worst of several outcomes; `no_adverse_information` if there is none."""
    return min(outcomes, key=lambda one: one.severity, default=Outcome.NO_ADVERSE_INFORMATION)


class Level(StrEnum):
    """A level of risk, lowest first. `undetermined` is a level: what was searched cannot support a lower one."""

    LOW = "low"
    UNDETERMINED = "undetermined"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def height(self) -> int:
        """0 is lowest."""
        return list(Level).index(self)


@dataclass(frozen=True, slots=True)
class PartySet:
    """Parties that a policy prohibits: by list and programme, by government, by topic, or one by one.

    `programmes` and `lists` narrow each other; `governments` are ISO country codes; of `named`, whoever carries the
    very name may be meant, which a person has to say.
    """

    id: str
    title: str
    lists: frozenset[str] = frozenset()
    programmes: frozenset[str] = frozenset()
    governments: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    entities: frozenset[str] = frozenset()
    any_listing: bool = False
    named: frozenset[str] = frozenset()


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
    risk: Mapping[Kind, Level] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Vets:
    """Whom a policy vets: with a unit, with an individual, and the leaders of how many levels above the unit."""

    unit: tuple[str, ...] = ("unit", "leaders")
    individual: tuple[str, ...] = ("individual", "unit", "leaders")
    superiors: int = 0


@dataclass(frozen=True, slots=True)
class Duty:
    """What a policy requires to be done if a decision has one of the outcomes of `when`, by whom, within how long.

    `within_days` counts from `counts_from`: words for an event, or `the decision`, whose day is the day asked about.
    """

    id: str
    what: str
    cites: str
    wording: str
    when: tuple[Outcome, ...]
    by: str = ""
    to: str = ""
    within_days: int | None = None
    counts_from: str = ""


@dataclass(frozen=True, slots=True)
class Mitigation:
    """A measure that a policy asks for at some levels of risk."""

    id: str
    what: str
    cites: str
    wording: str
    at: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Risk:
    """That a policy asks for a level of risk, what of, and which measures it names."""

    of: str
    mitigations: tuple[Mitigation, ...] = ()


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
    vets: Vets = Vets()
    duties: tuple[Duty, ...] = ()
    risk: Risk | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one clause, with all that a person needs to check it.

    `says` is the result in one sentence. `leads` point somewhere but settle nothing; `context` is what the
    register also says on the matter, such as a bill that is not law; `missing` is what would settle it; `weighed` is
    how named people weighed the evidence.
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
    weighed: tuple[Evidence, ...] = ()

    @property
    def level(self) -> Level | None:
        """The level of risk that the clause's finding gives; None if none."""
        return self.clause.risk.get(self.kind)

    @property
    def outcome(self) -> Outcome | None:
        """What the clause's finding leads to; None if to nothing."""
        if self.exempted_by:
            return Outcome.EXCEPTION_APPLIED
        return self.clause.then.get(self.kind)


@dataclass(frozen=True, slots=True)
class Party:
    """The unit, an individual, or a leader of the unit or of a unit above, as asked about and as far as resolved.

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
    """Whom a policy is applied to: the unit, an individual of it, its leaders, and what the request brought along."""

    unit: Party
    leaders: tuple[Party, ...] = ()
    vague: str = ""
    country: str = ""
    commitment: str = ""
    place: str = "request"
    gaps: tuple[str, ...] = field(default=())
    individual: Party | None = None
    superiors: tuple[Party, ...] = ()

    @property
    def parties(self) -> tuple[Party, ...]:
        alone = (self.individual,) if self.individual else ()
        return (self.unit, *alone, *self.leaders, *self.superiors)
