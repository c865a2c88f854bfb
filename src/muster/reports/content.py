"""The content of a dossier, laid out once from the decision's JSON for every form it is shown in.

Claims become numbered exhibits (E1, E2, …) in reading order, so that a path, a clause and a contradiction that
rest on one claim can be seen to do so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from muster.reports.text import clean_all, long_date
from muster.reports.words import CERTAINTIES, FINDINGS, OUTCOMES, STANCES, Word, sentence, word

Json = Mapping[str, Any]
_LISTS = ("because", "against", "leads", "context", "weighed")


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One claim as evidence. `first` is true where the claim is first shown in the dossier."""

    number: int
    first: bool
    claim: str
    text: str
    stance: Word
    speaker: str
    via: tuple[str, ...]
    source: str
    source_id: str
    places: tuple[Place, ...]
    certainty: Word
    when: str
    note: str

    @property
    def label(self) -> str:
        return f"E{self.number}"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a source: where, the exact words if they may be quoted, and a remark."""

    where: str
    quote: str
    note: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A claim that a path rests on: the exhibit's number, 0 if the claim is not laid out in the dossier."""

    number: int
    claim: str

    @property
    def label(self) -> str:
        return f"E{self.number}" if self.number else self.claim


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of a path in words."""

    text: str
    certainty: Word
    when: str
    claims: tuple[Reference, ...]
    against: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class PathLine:
    """A path: its number within the clause, its steps in words, and the steps as they are in the JSON."""

    number: int
    steps: tuple[StepLine, ...]
    raw: tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class PartyBlock:
    """The unit or a leader: who was asked about, who it was taken to be, and how that is known."""

    role: str
    text: str
    caption: str
    entity: str
    resolved_by: str
    named: bool
    because: tuple[Exhibit, ...]
    hits: tuple[Json, ...]
    set_aside: tuple[str, ...]

    @property
    def known(self) -> str:
        return "named in the request" if self.named else "known from the register, not named in the request"


@dataclass(frozen=True, slots=True)
class ClauseBlock:
    """A clause with its finding and all that the finding rests on."""

    number: int
    id: str
    cites: str
    unverified: bool
    question: str
    finding: Word
    outcome: Word | None
    exempted_by: str
    says: str
    because: tuple[Exhibit, ...]
    against: tuple[Exhibit, ...]
    paths: tuple[PathLine, ...]
    leads: tuple[Exhibit, ...]
    lead_paths: tuple[PathLine, ...]
    context: tuple[Exhibit, ...]
    weighed: tuple[Exhibit, ...]
    missing: tuple[str, ...]
    searched: str
    level: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Claims that cannot all be so: those that put something forward, and those that deny it."""

    about: str
    claims: tuple[Exhibit, ...]
    denials: tuple[Exhibit, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a dossier shows."""

    id: str
    outcome: Word
    reasons: tuple[str, ...]
    request: Json
    policy: Json
    subject: PartyBlock
    leaders: tuple[PartyBlock, ...]
    clauses: tuple[ClauseBlock, ...]
    contradictions: tuple[Contradiction, ...]
    gaps: tuple[str, ...]
    coverage: tuple[Json, ...]
    valid_until: str
    advice: str
    digests: Json
    individual: PartyBlock | None = None
    risk: Json | None = None
    duties: tuple[Json, ...] = ()
    plugins: Json | None = None

    @property
    def title(self) -> str:
        return str(self.request.get("unit") or self.subject.caption or "no unit named")

    @property
    def policy_title(self) -> str:
        """The policy's title, or its id where a decision carries none."""
        return str(self.policy.get("title") or self.request.get("policy") or "")

    @property
    def as_of(self) -> str:
        return str(self.request.get("as_of") or "")


def lay_out(decision: Json) -> Content:
    """Lay out a decision in the documented JSON shape. What is absent is left empty, never guessed."""
    data = clean_all(decision)
    maker = _Maker(data)
    return Content(
        id=_text(data, "decision"),
        outcome=word(OUTCOMES, _text(data, "outcome")),
        reasons=_texts(data, "reasons"),
        request=data.get("request") or {},
        policy=data.get("policy") or {},
        subject=maker.party(data.get("subject") or {}, "unit"),
        leaders=tuple(maker.party(one, "leader") for one in data.get("leaders") or ()),
        clauses=tuple(maker.clause(number, one) for number, one in enumerate(data.get("clauses") or (), 1)),
        contradictions=tuple(maker.contradiction(one) for one in data.get("contradictions") or ()),
        gaps=_texts(data, "gaps"),
        coverage=tuple(data.get("coverage") or ()),
        valid_until=_text(data, "valid_until"),
        advice=_text(data, "advice") or "Muster advises; people decide.",
        digests=data.get("digests") or {},
        individual=maker.party(data["individual"], "individual") if data.get("individual") else None,
        risk=data.get("risk"),
        duties=tuple(data.get("duties") or ()),
        plugins=data.get("plugins"),
    )


class _Maker:
    """Lays out the parts of one decision, numbering its claims."""

    def __init__(self, data: Json) -> None:
        self._numbers: dict[str, int] = {}
        self._shown: set[str] = set()
        for one in _all_evidence(data):
            self._numbers.setdefault(_key(one), len(self._numbers) + 1)

    def exhibits(self, items: Iterable[Json] | None) -> tuple[Exhibit, ...]:
        return tuple(self._exhibit(one) for one in items or ())

    def _exhibit(self, one: Json) -> Exhibit:
        key = _key(one)
        first = key not in self._shown
        self._shown.add(key)
        citation = one.get("citation") or {}
        return Exhibit(
            number=self._numbers[key],
            first=first,
            claim=_text(one, "claim"),
            text=_text(one, "text"),
            stance=word(STANCES, _text(one, "stance")),
            speaker=_text(one, "speaker") or "the source itself",
            via=_texts(one, "via"),
            source=_text(one, "source"),
            source_id=_text(citation, "source"),
            places=tuple(_place(each) for each in (citation, *(citation.get("also") or ()))),
            certainty=word(CERTAINTIES, _text(one, "certainty")),
            when=_text(one, "when"),
            note=_text(one, "note"),
        )

    def party(self, one: Json, role: str) -> PartyBlock:
        return PartyBlock(
            role=_text(one, "role") or role,
            text=_text(one, "text"),
            caption=_text(one, "caption") or _text(one, "text"),
            entity=_text(one, "entity"),
            resolved_by=_text(one, "resolved_by"),
            named=bool(one.get("named_in_request", True)),
            because=self.exhibits(one.get("because")),
            hits=tuple(one.get("hits") or ()),
            set_aside=_texts(one, "set_aside"),
        )

    def clause(self, number: int, one: Json) -> ClauseBlock:
        outcome = _text(one, "outcome")
        because, against, leads, context, weighed = (self.exhibits(one.get(name)) for name in _LISTS)
        return ClauseBlock(
            number=number,
            id=_text(one, "id"),
            cites=_text(one, "cites"),
            unverified=_text(one, "wording") == "unverified",
            question=_text(one, "question"),
            finding=word(FINDINGS, _text(one, "finding")),
            outcome=word(OUTCOMES, outcome) if outcome else None,
            exempted_by=_text(one, "exempted_by"),
            says=_text(one, "says"),
            because=because,
            against=against,
            paths=self._paths(one.get("paths")),
            leads=leads,
            lead_paths=self._paths(one.get("lead_paths")),
            context=context,
            weighed=weighed,
            level=_text(one, "risk"),
            missing=_texts(one, "missing"),
            searched=_text(one, "searched"),
        )

    def _paths(self, paths: Iterable[Iterable[Json]] | None) -> tuple[PathLine, ...]:
        return tuple(
            PathLine(number, tuple(self._step(step) for step in path), tuple(path))
            for number, path in enumerate((list(path) for path in paths or ()), 1)
        )

    def _step(self, step: Json) -> StepLine:
        return StepLine(
            text=sentence(step),
            certainty=word(CERTAINTIES, _text(step, "certainty")),
            when=_text(step, "when"),
            claims=self._references(step, "claims"),
            against=self._references(step, "against"),
        )

    def _references(self, step: Json, key: str) -> tuple[Reference, ...]:
        return tuple(Reference(self._numbers.get(claim, 0), claim) for claim in _texts(step, key))

    def contradiction(self, one: Json) -> Contradiction:
        claims = self.exhibits(one.get("claims"))
        denials = tuple(each for each in claims if each.stance.id == "denied")
        return Contradiction(_text(one, "about"), tuple(each for each in claims if each not in denials), denials)


def _all_evidence(data: Json) -> Iterator[Json]:
    """Every piece of evidence in reading order."""
    parties = (data.get("subject") or {}, *(data.get("leaders") or ()), data.get("individual") or {})
    for party in parties:
        yield from party.get("because") or ()
    for clause in data.get("clauses") or ():
        for name in _LISTS:
            yield from clause.get(name) or ()
    for contradiction in data.get("contradictions") or ():
        yield from contradiction.get("claims") or ()


def _key(one: Json) -> str:
    return _text(one, "claim") or _text(one, "text")


def deadline(duty: Json) -> str:
    """Until when a duty is to be done, in words; empty if there is no deadline."""
    days = duty.get("within_days")
    if days is None:
        return ""
    due = f", that is by {long_date(_text(duty, 'due'))}" if duty.get("due") else ""
    return f"within {days} day{'' if days == 1 else 's'} of {_text(duty, 'counts_from')}{due}"


def _place(citation: Json) -> Place:
    where = _text(citation, "place") or ", ".join(
        f"{label} {citation[name]}"
        for name, label in (("record", "record"), ("page", "p."), ("paragraph", "par."))
        if citation.get(name)
    )
    start, end, digest = citation.get("start"), citation.get("end"), _text(citation, "quote_sha256")
    span = f"characters {start} to {end}" if start is not None and end is not None else ""
    quoted = f"words with sha256 {digest[:12]}…" if digest and not citation.get("quote") else ""
    parts = [part for part in (where, span, quoted) if part]
    return Place(", ".join(parts), _text(citation, "quote"), _text(citation, "note"))


def _text(data: Json, key: str) -> str:
    value = data.get(key)
    return "" if value is None else str(value)


def _texts(data: Json, key: str) -> tuple[str, ...]:
    return tuple(str(one) for one in data.get(key) or ())
