"""Claims: single sourced assertions, the only thing a register holds.

A claim says one thing of one subject, for a time, with a stance, by a speaker, at a place in a source. Its id
is the digest of all that, so the same assertion read twice is one claim, and nothing can change unnoticed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from json.encoder import encode_basestring as quoted
from typing import Any

from muster.dates import UNKNOWN, UNTIMED, ImpreciseDate, Interval, parse_date
from muster.frozen import maker, quickly_made

_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def canonical(data: Any) -> str:
    """JSON in one fixed form (sorted keys, no spaces), so that equal data have equal digests."""
    return _encode(data)


def digest(text: str) -> str:
    """SHA-256 of the text, in hexadecimal."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Stance(StrEnum):
    """How the speaker stands to what is said. Never guessed upward."""

    ASSERTED = "asserted"
    DENIED = "denied"
    ALLEGED = "alleged"
    ESTIMATED = "estimated"
    NORMATIVE = "normative"
    PENDING = "pending"

    @property
    def factual(self) -> bool:
        """True if the speaker puts it forward as being so: asserted, alleged or estimated."""
        return self in (Stance.ASSERTED, Stance.ALLEGED, Stance.ESTIMATED)


@dataclass(frozen=True, slots=True)
class Source:
    """A publication. `published` is EDTF; `grade` is the Admiralty reliability letter A to F, if given."""

    id: str
    title: str
    publisher: str = ""
    published: str = ""
    retrieved: str = ""
    address: str = ""
    sha256: str = ""
    grade: str = ""
    note: str = ""


@quickly_made
@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a source: a record id, page, paragraph, or character span with its quote or quote digest.

    `quote` and `start`/`end` follow the Web Annotation TextQuoteSelector and TextPositionSelector;
    `quote_sha256` stands in for the quote where the text itself must not be copied.
    """

    source: str
    record: str = ""
    page: str = ""
    paragraph: str = ""
    start: int | None = None
    end: int | None = None
    quote: str = ""
    quote_sha256: str = ""
    note: str = ""
    _json: str = field(default="", init=False, repr=False, compare=False)  # computed when first asked for

    def as_dict(self) -> dict[str, Any]:
        """The fields that are set, for JSON."""
        return {name: value for name in CITATION_FIELDS if (value := getattr(self, name)) not in ("", None)}

    @property
    def json(self) -> str:
        """The fields that are set, as canonical JSON; kept, because many claims cite one place."""
        if self._json:
            return self._json
        # What `canonical(self.as_dict())` gives, in a fifth of its time
        text = "" if self.end is None else f',"end":{self.end}'
        if self.note:
            text += f',"note":{quoted(self.note)}'
        if self.page:
            text += f',"page":{quoted(self.page)}'
        if self.paragraph:
            text += f',"paragraph":{quoted(self.paragraph)}'
        if self.quote:
            text += f',"quote":{quoted(self.quote)}'
        if self.quote_sha256:
            text += f',"quote_sha256":{quoted(self.quote_sha256)}'
        if self.record:
            text += f',"record":{quoted(self.record)}'
        if self.source:
            text += f',"source":{quoted(self.source)}'
        if self.start is not None:
            text += f',"start":{self.start}'
        text = f"{{{text[1:]}}}"
        _keep_json(self, text)
        return text

    def spoken(self) -> str:
        """The place for a person to read, without the source's name."""
        if self.record:
            return f"record {self.record}"
        places = [f"p. {self.page}" if self.page else "", f"par. {self.paragraph}" if self.paragraph else ""]
        return ", ".join(place for place in places if place)


CITATION_FIELDS = tuple(part.name for part in fields(Citation) if part.init)


@quickly_made
@dataclass(frozen=True, slots=True)
class Claim:
    """One assertion. A relation has an `object` (an entity id), any other claim a `value` (text).

    `speaker` is who says it, `via` the chain through which it was reported, nearest source first.
    """

    subject: str
    predicate: str
    object: str = ""
    value: str = ""
    qualifiers: tuple[tuple[str, str], ...] = ()
    time: Interval = UNTIMED
    stance: Stance = Stance.ASSERTED
    speaker: str = ""
    via: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    note: str = ""
    _id: str = field(default="", init=False, repr=False, compare=False)  # computed when first asked for

    def __hash__(self) -> int:  # of what differs between claims: readers put every claim into a set
        return hash((self.subject, self.predicate, self.object, self.value, self.qualifiers, self.note))

    @property
    def id(self) -> str:
        """Digest of the content: equal claims have equal ids."""
        return self._id or self.columns()[0]

    def columns(self) -> tuple[str, ...]:
        """The id, and the content as the texts that a register stores, in the order of its columns.

        The id is that of `canonical(self.content())`, put together here from the same texts: a list makes a hundred
        thousand claims, and this is the larger part of what storing them takes.
        """
        subject, predicate, object_, value = self.subject, self.predicate, self.object, self.value
        time, speaker, note, stance = self.time, self.speaker, self.note, self.stance._value_
        start, end, first, last = time.start.text, time.end.text, time.first_cited, time.last_cited
        first_cited, last_cited = first.isoformat() if first else "", last.isoformat() if last else ""
        qualifiers = qualifiers_json(self.qualifiers) if self.qualifiers else "{}"
        via = via_json(self.via) if self.via else "[]"
        cited = self.citations
        citations = f"[{cited[0].json if len(cited) == 1 else ','.join([one.json for one in cited])}]"
        id_ = self._id
        if not id_:
            timed = _UNTIMED
            if start or end or first or last:
                timed = f'"end":{quoted(end)},"first_cited":"{first_cited}","last_cited":"{last_cited}"'
            content = (
                f'{{"citations":{citations},{timed},"note":{quoted(note) if note else _EMPTY}'
                f',"object":{quoted(object_) if object_ else _EMPTY},"predicate":{quoted(predicate)}'
                f',"qualifiers":{qualifiers},"speaker":{quoted(speaker) if speaker else _EMPTY}'
                f',"stance":"{stance}","start":{quoted(start) if start else _EMPTY},"subject":{quoted(subject)}'
                f',"value":{quoted(value) if value else _EMPTY},"via":{via}}}'
            )
            id_ = f"c-{sha256(content.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}"
            _keep_id(self, id_)
        return (
            id_,
            subject,
            predicate,
            object_,
            value,
            qualifiers if self.qualifiers else "",
            start,
            end,
            first_cited,
            last_cited,
            stance,
            speaker,
            via if self.via else "",
            citations,
            note,
        )

    def stored_as(self, id_: str) -> Claim:
        """This claim, with the id under which a register stored it; spares computing it for each one read."""
        object.__setattr__(self, "_id", id_)
        return self

    def content(self) -> dict[str, Any]:
        """All fields that make the claim what it is, for JSON and for its digest."""
        start, end, first_cited, last_cited = self.time.texts()
        return {
            "subject": self.subject,
            "predicate": self.predicate,
            "object": self.object,
            "value": self.value,
            "qualifiers": dict(self.qualifiers),
            "start": start,
            "end": end,
            "first_cited": first_cited,
            "last_cited": last_cited,
            "stance": self.stance.value,
            "speaker": self.speaker,
            "via": list(self.via),
            "citations": [citation.as_dict() for citation in self.citations],
            "note": self.note,
        }

    @property
    def source(self) -> str:
        """Id of the first source cited."""
        return self.citations[0].source if self.citations else ""

    def qualifier(self, key: str, default: str = "") -> str:
        """The value of one qualifier."""
        for name, value in self.qualifiers:
            if name == key:
                return value
        return default

    @classmethod
    def from_content(cls, data: Mapping[str, Any]) -> Claim:
        """The claim whose `content()` was `data`."""
        return cls(
            subject=data["subject"],
            predicate=data["predicate"],
            object=data["object"],
            value=data["value"],
            qualifiers=qualify(data["qualifiers"]),
            time=Interval(
                parse_date(data["start"]),
                parse_date(data["end"]),
                _day(data["first_cited"]),
                _day(data["last_cited"]),
            ),
            stance=Stance(data["stance"]),
            speaker=data["speaker"],
            via=tuple(data["via"]),
            citations=tuple(Citation(**citation) for citation in data["citations"]),
            note=data["note"],
        )


make_citation, make_claim = maker(Citation), maker(Claim)
"""They make what the classes make, for readers that make a hundred thousand claims."""

_keep_id = Claim.__dict__["_id"].__set__  # what `object.__setattr__` finds anew each time
_keep_json = Citation.__dict__["_json"].__set__
_UNTIMED = '"end":"","first_cited":"","last_cited":""'
_EMPTY = '""'


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def qualify(details: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Qualifiers in their stored form: sorted, empty ones left out."""
    found = [(key, value) for key, value in details.items() if value]
    return tuple(sorted(found)) if len(found) > 1 else tuple(found)


def value_claim(
    subject: str,
    predicate: str,
    value: str,
    *,
    cite: Citation,
    speaker: str = "",
    start: ImpreciseDate = UNKNOWN,
    end: ImpreciseDate = UNKNOWN,
    **qualifiers: str,
) -> Claim:
    """A claim that gives `subject` a value; the short form that list readers use."""
    return make_claim(
        subject=subject,
        predicate=predicate,
        value=value,
        qualifiers=qualify(qualifiers),
        time=Interval(start, end),
        speaker=speaker,
        citations=(cite,),
    )


@lru_cache(maxsize=1 << 8)
def via_json(via: tuple[str, ...]) -> str:
    """The chain of reporting as a canonical JSON list."""
    return canonical(via)


@lru_cache(maxsize=1 << 12)
def qualifiers_json(qualifiers: tuple[tuple[str, str], ...]) -> str:
    """Qualifiers as a canonical JSON object."""
    text = last = ""
    for key, value in qualifiers:
        if key <= last:  # not in their stored form
            return canonical(dict(qualifiers))
        text += f",{quoted(key)}:{quoted(value)}"
        last = key
    return f"{{{text[1:]}}}"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A recorded decision whether two entities are the same: `same`, `different` or `unsure`.

    Reversible: the newest judgement on a pair holds. It never rewrites a claim.
    """

    left: str
    right: str
    verdict: str
    reason: str
    by: str

    @property
    def pair(self) -> tuple[str, str]:
        """The two ids in a fixed order."""
        return (self.left, self.right) if self.left <= self.right else (self.right, self.left)
