"""From a proposal that a person accepted to claims: which entity each end is, and what each claim says.

The person chooses the entity of an end, or lets a new one be made under the text's own name. Every claim carries the
exact quote with its place, who said it, through whom, and who accepted it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from muster.claims import Citation, Claim, Stance, check, predicate, qualify
from muster.dates import Interval, parse_date
from muster.errors import BadInput
from muster.reading.prose_numbers import value_of

_BACKWARD = frozenset({"supports"})  # the text's subject is the relation's second end
_INCIDENT = frozenset({"perpetrator_of"})


def claims_of(
    proposal: Mapping[str, Any],
    document: str,
    publisher: str,
    reviewer: str,
    *,
    subject: str = "",
    object_: str = "",
) -> list[Claim]:
    """The claims that an accepted proposal becomes. `subject` and `object_` are the entities chosen by the person.

    Raises BadInput if an end may be several entities and none was chosen.
    """
    maker = _Maker(proposal, document, publisher, reviewer)
    made = list(maker.claims(subject, object_))
    for claim in made:
        check(claim)
    return made


class _Maker:
    def __init__(self, proposal: Mapping[str, Any], document: str, publisher: str, reviewer: str) -> None:
        self._p = proposal
        self._document = document
        self._cite = Citation(
            source=document,
            page=proposal["page"],
            paragraph=proposal["paragraph"],
            start=proposal["start"],
            end=proposal["end"],
            quote=proposal["quote"],
        )
        self._publisher = publisher
        self._speaker = proposal["speaker"] or publisher
        via = [*proposal["via"], *([publisher] if proposal["speaker"] and publisher else [])]
        self._via = tuple(dict.fromkeys(one for one in via if one != self._speaker))
        self._note = f"read in the text; accepted by {reviewer}"

    def claims(self, subject: str, object_: str) -> Iterator[Claim]:
        kind, name = self._p["predicate"], self._p["value"]
        first = self._entity(self._p["subject"], subject, "subject")
        yield from self._described(self._p["subject"], first)
        if kind == "name":
            for each in name.split("; "):
                acronym = each.isupper() or (len(each) <= 6 and sum(map(str.isupper, each)) > 1)
                yield self._claim(first, "name", value=each, kind="acronym" if acronym else "strong")
            return
        if kind in _INCIDENT:
            yield from self._incident(first)
            return
        rule = predicate(kind)
        if not rule.relation:
            yield self._value(kind, first)
            return
        end = self._p["object"]
        if not end:
            raise BadInput(f"{kind}: the second end is missing", hint="edit the proposal and name it")
        second = self._entity(end, object_, "object")
        yield from self._described(end, second)
        details = {key: value for key, value in self._p["qualifiers"].items() if key in rule.qualifiers}
        details = {
            key: value for key, value in details.items() if not rule.qualifiers[key] or value in rule.qualifiers[key]
        }
        left, right = (second, first) if kind in _BACKWARD else (first, second)
        yield self._claim(left, kind, object_=right, **details)

    def _value(self, kind: str, subject: str) -> Claim:
        end = self._p["object"]
        other = end["text"] if end else ""
        value, details = self._p["value"] or other, dict(self._p["qualifiers"])
        if kind == "listed_under":
            return self._claim(subject, kind, value=value, authority=other, kind=details.get("kind", ""))
        if kind == "legal_status":
            return self._claim(subject, kind, value=value, by=other)
        if kind == "strength":
            number = value_of(value)
            return self._claim(
                subject, kind, value=str(number if number is not None else value),
                comparison=details.get("comparison", ""), of=details.get("of", ""),
            )  # fmt: skip
        if kind == "assessed_as":
            return self._claim(subject, kind, value=f"{value}: {other}" if other and other != value else value)
        return self._claim(subject, kind, value=value)

    def _incident(self, subject: str) -> Iterator[Claim]:
        """An incident of its own, with what the sentence says of it; a class of perpetrators is pinned on no unit."""
        incident = f"{self._document}/incident-{self._p['start']}-{self._p['end']}"
        end = self._p["object"]
        what = f"{self._p['value']}: {end['text']}" if end and end["text"] != self._p["value"] else self._p["value"]
        yield self._claim(incident, "kind", value="incident")
        yield self._claim(incident, "name", value=what[:200])
        yield self._claim(incident, "incident_type", value=self._p["value"] or what)
        if self._p["subject"]["named"] or self._p["subject"]["candidates"] or subject != self._own(self._p["subject"]):
            yield self._claim(subject, "perpetrator_of", object_=incident)
        else:
            yield self._claim(incident, "perpetrator_class", value=self._p["subject"]["text"])
        if end and end["text"] != self._p["value"]:
            yield self._claim(incident, "victims", value=end["text"])
        start, until = self._p["since"], self._p["until"]
        if start and start == until:
            yield self._claim(incident, "occurred", value=start)
        elif start and until and len(start) >= 4 and len(until) >= 4 and until != "..":
            yield self._claim(incident, "occurred", value=f"[{start}..{until}]")
        count = value_of(self._p["qualifiers"].get("count", ""))
        if count is not None:
            yield self._claim(
                incident, "count", value=str(count), comparison=self._p["qualifiers"].get("comparison", "")
            )

    def _own(self, end: Mapping[str, Any]) -> str:
        """The id of a new entity under the text's own name."""
        return f"{self._document}/{re.sub(r'[^a-z0-9]+', '-', end['text'].lower()).strip('-')[:60] or 'unnamed'}"

    def _entity(self, end: Mapping[str, Any], chosen: str, which: str) -> str:
        if chosen:
            return self._own(end) if chosen == "new" else chosen
        if len(end["candidates"]) > 1:
            several = "; ".join(f"{one['entity']} ({one['name']})" for one in end["candidates"][:6])
            raise BadInput(
                f"{end['text']!r} may be several entities: {several}", hint=f"choose one for the {which}, or 'new'"
            )
        return end["candidates"][0]["entity"] if end["candidates"] else self._own(end)

    def _described(self, end: Mapping[str, Any], entity: str) -> Iterator[Claim]:
        """Kind and name of an entity that the acceptance makes."""
        if entity != self._own(end):
            return
        kind = end["kind"] or "organization"
        yield self._claim(entity, "kind", value=kind, plain=True)
        yield self._claim(entity, "name", value=end["text"], plain=True)

    def _claim(
        self, subject: str, name: str, *, value: str = "", object_: str = "", plain: bool = False, **details: str
    ) -> Claim:
        """A claim with this proposal's stance, speaker, time and citation; `plain` ones only describe an entity."""
        describes = plain or name in ("kind", "name") or (name == "incident_type" and False)
        stance = Stance.ASSERTED if describes and self._p["predicate"] != "name" else Stance(self._p["stance"])
        first, last = (date.fromisoformat(one) if one else None for one in self._p["cited"])
        time = Interval(UNKNOWN_START, UNKNOWN_START, first, last)
        if not describes:
            start, end = parse_date(self._p["since"]), parse_date(self._p["until"])
            if start.earliest and last and start.earliest > last:
                first = last = None
            time = Interval(start, end, first, last)
        return Claim(
            subject=subject,
            predicate=name,
            object=object_,
            value=value,
            qualifiers=qualify(details),
            time=time,
            stance=stance,
            speaker=self._publisher if plain else self._speaker,
            via=() if plain else self._via,
            citations=(self._cite,),
            note=self._note,
        )


UNKNOWN_START = parse_date("")
