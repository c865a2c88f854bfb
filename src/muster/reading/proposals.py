"""What reading gives: proposals with both ends and their candidates, and all that was found in a document."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from muster.claims import Stance, canonical, digest
from muster.reading.gazetteer import Known
from muster.reading.learned import Introduced
from muster.reading.prose_dates import ProseDate
from muster.reading.speech import Quotation

HARM = frozenset({"incident", "accusation", "designation"})


@dataclass(frozen=True)
class End:
    """One end of a proposed claim: the words of the text, what kind of thing it is, and which entities it may be."""

    text: str
    kind: str = ""
    named: bool = False
    candidates: tuple[Known, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        found = [{"entity": one.entity, "name": one.caption, "kind": one.kind} for one in self.candidates]
        return {"text": self.text, "kind": self.kind, "named": self.named, "candidates": found}


@dataclass(frozen=True)
class Proposal:
    """A claim that a text may make. Places are character offsets into the document's text.

    `kind` is the reader's word for it (component, incident …), `predicate` the vocabulary's. `speaker` is empty where
    the publication itself speaks; `speaker_by` says how the speaker was found. `tier` is A if all is named, B if
    something was resolved from the context, C if something is open. `also` are further places that say the same.
    """

    kind: str
    predicate: str
    subject: End
    object: End | None
    value: str
    qualifiers: tuple[tuple[str, str], ...]
    stance: Stance
    speaker: str
    speaker_by: str
    via: tuple[str, ...]
    start: int
    end: int
    quote: str
    since: str = ""
    until: str = ""
    cited: tuple[str, str] = ("", "")
    dates: tuple[str, ...] = ()
    rule: str = ""
    tier: str = "A"
    remarks: tuple[str, ...] = ()
    also: tuple[tuple[int, int], ...] = ()
    paragraph: str = ""
    page: str = ""

    @property
    def id(self) -> str:
        """Digest of what is proposed and where: the same reading of the same text proposes the same ids."""
        content = [self.kind, self.predicate, self.subject.text, self.object.text if self.object else "", self.value,
                   self.stance.value, self.speaker, self.start, self.end, self.quote]  # fmt: skip
        return "p-" + digest(canonical(content))[:16]

    def as_dict(self) -> dict[str, Any]:
        """The proposal for JSON; field names are stable."""
        return {
            "proposal": self.id,
            "kind": self.kind,
            "predicate": self.predicate,
            "subject": self.subject.as_dict(),
            "object": self.object.as_dict() if self.object else None,
            "value": self.value,
            "qualifiers": dict(self.qualifiers),
            "stance": self.stance.value,
            "speaker": self.speaker,
            "speaker_by": self.speaker_by,
            "via": list(self.via),
            "since": self.since,
            "until": self.until,
            "cited": list(self.cited),
            "dates": list(self.dates),
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "also": [list(one) for one in self.also],
            "paragraph": self.paragraph,
            "page": self.page,
            "rule": self.rule,
            "tier": self.tier,
            "remarks": list(self.remarks),
        }


@dataclass
class Findings:
    """All that was read in a document: proposals, quotations with their speakers, dates, and remarks on the reading.

    `unread` are the places of passages that seem to tell something and of which nothing was proposed.
    """

    proposals: list[Proposal] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    dates: list[ProseDate] = field(default_factory=list)
    introduced: list[Introduced] = field(default_factory=list)
    sentences: int = 0
    unread: list[tuple[int, int]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


Plugin = Callable[[str, dict[str, str]], Iterable[dict[str, Any]]]
