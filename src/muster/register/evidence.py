"""Evidence: a claim laid out so that a person can check it: who says what, where, how, and for which time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from muster.claims import Source, describe, details
from muster.dates import Certainty
from muster.register.editions import Held

_ELSEWHERE = frozenset({"authority", "list", "reference", "script"})  # said by the citation, or seen


@dataclass(frozen=True, slots=True)
class Evidence:
    """One claim as evidence, in words. `certainty` is what is certain of it on the day asked about."""

    claim: str
    text: str
    stance: str
    speaker: str
    via: tuple[str, ...]
    source: str
    citation: dict[str, Any]
    certainty: str
    when: str
    note: str = ""
    details: tuple[str, ...] = ()  # of what kind the value is, as far as neither `text` nor the citation says it

    def as_dict(self) -> dict[str, Any]:
        """The evidence in the JSON shape of decisions and views."""
        return {
            "claim": self.claim,
            "text": self.text,
            "stance": self.stance,
            "speaker": self.speaker,
            "via": list(self.via),
            "source": self.source,
            "citation": self.citation,
            "certainty": self.certainty,
            "when": self.when,
            "note": self.note,
        }

    def spoken(self) -> str:
        """One line: the text, who says it through whom, and where."""
        chain = f" via {', '.join(self.via)}" if self.via else ""
        place = self.citation.get("place", "")
        where = f"{self.source}, {place}" if place else self.source
        return f"{self.text} [{self.stance} by {self.speaker or 'the source'}{chain}; {where}]"


def evidence(held: Held, day: date, captions: Mapping[str, str], sources: Mapping[str, Source]) -> Evidence:
    """The claim as evidence on `day`. `captions` names entities, `sources` the publications cited."""
    claim = held.claim
    first = claim.citations[0]
    source = sources.get(first.source)
    citation: dict[str, Any] = {**first.as_dict(), "place": first.spoken()}
    if len(claim.citations) > 1:
        citation["also"] = [one.as_dict() for one in claim.citations[1:]]
    return Evidence(
        claim=claim.id,
        text=describe(claim, captions),
        stance=claim.stance.value,
        speaker=captions.get(claim.speaker, claim.speaker) or _publisher(source),
        via=tuple(captions.get(one, one) for one in claim.via),
        source=title(source) if source else first.source,
        citation=citation,
        certainty=certainty_on(held, day).value,
        when=held.time.spoken(),
        note=claim.note,
        details=tuple(details(claim, _ELSEWHERE)),
    )


def _publisher(source: Source | None) -> str:
    """Who speaks where a claim names no speaker: the publication itself."""
    return (source.publisher or source.title) if source else ""


def title(source: Source) -> str:
    """A source as a person would cite it; a list is cited by its title alone, as its editions carry the days."""
    if not source.published:
        return source.title
    details = ", ".join(part for part in (source.publisher, source.published) if part)
    return f"{source.title} ({details})"


def certainty_on(held: Held, day: date) -> Certainty:
    """What is certain of the claim on `day`; `no` once its publisher had withdrawn it."""
    timed = held.claim.object or held.claim.predicate == "listed_under"
    if not timed and not held.current(day):
        return Certainty.NO
    return held.time.on(day)
