"""OFAC's ENHANCED XML schema (`sanctionsData`): names in all scripts, days of listing, relations with their kind.

It also serves as the form of selections (one programme, one country): these are lists of their own here, or the
missing rest would be withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from muster.claims import Citation, Claim
from muster.errors import BadInput
from muster.sources.entry import named
from muster.sources.files import InputFile, elements
from muster.sources.ofac_claims import Links, cite, claim, natural, titles
from muster.sources.ofac_remarks import feature, paper
from muster.sources.ofac_tree import (
    KINDS,
    About,
    Listed,
    address,
    feature_claims,
    fields,
    listings,
    local,
    relation,
    remark_claims,
    span,
)
from muster.sources.un_names import script_of, tidy

_KINDS_OF_ALIAS = {"A.K.A.": "strong", "F.K.A.": "former", "N.K.A.": "strong", "": "strong"}
_NAME_PARTS = ("formattedLastName", "formattedFirstName", "formattedFullName", "nameParts", "isPrimary", "script")
_READ_ELSEWHERE = ("sanctionsPrograms", "sanctionsTypes", "generalInfo", "names")


def claims(file: InputFile, about: About) -> Iterator[Claim]:
    """All claims of a file. Relations come at the end, when the kinds of all entries are known."""
    kinds: dict[str, str] = {}
    related: list[tuple[str, str, str, str]] = []
    for element in elements(file, frozenset({"entity"}), look=about.strange.look):
        if local(element) != "entity":
            continue
        number = element.get("id") or ""
        if not (number.isascii() and number.isdecimal()):
            place = f"{file.name} line {element.sourceline}"
            raise BadInput(f"an entity without its number: {number[:40]!r}", place=place, hint="fetch it again")
        about.entries += 1
        entry = _Entry(element, number, about)
        kinds[number] = entry.kind
        yield from entry.claims()
        related.extend((number, *one) for one in entry.related)
    for number, kind, other, note in related:
        yield relation(number, kind, other, kinds, cite(about.dataset, number), note)


def _child(element: Any, tag: str) -> Any:
    return next((child for child in element if local(child) == tag), ())


def _texts(element: Any) -> list[str]:
    return [text for child in element if (text := tidy(child.text))]


class _Entry:
    """One entity and the claims its element makes."""

    def __init__(self, element: Any, number: str, about: About) -> None:
        self.element = element
        self.number = number
        self.about = about
        self.cite = cite(about.dataset, number)
        self.parts = {local(child): child for child in element}
        self.general = fields(self.parts.get("generalInfo", ()))
        self.kind = KINDS.get(self.general.get("entityType", "").casefold(), "")
        self.person = self.kind == "person"
        self.related: list[tuple[str, str, str]] = []
        self._primary = ""  # id of the primary name

    def claims(self) -> Iterator[Claim]:
        yield from self._general()
        yield from self._names()
        read = {
            "sanctionsLists": self._listings,
            "legalAuthorities": self._authorities,
            "addresses": self._addresses,
            "features": self._features,
            "identityDocuments": self._papers,
            "relationships": self._relations,
        }
        for tag, child in self.parts.items():
            if tag in read:
                yield from read[tag](child)
            elif tag not in _READ_ELSEWHERE:
                self.about.unread[tag] += 1

    def _general(self) -> Iterator[Claim]:
        if self.kind:
            yield claim(self.number, "kind", self.kind, self.cite)
        else:
            self.about.seen["entries are of a type unknown here: their kind is left open"] += 1
        for text in titles(self.general.get("title", "")):
            yield claim(self.number, "title", text, self.cite)
        if remarks := self.general.get("remarks"):
            yield from remark_claims(self.number, self.person, remarks, Links(), self.cite)
        self.about.unread.update(
            f"generalInfo/{key}" for key in self.general if key not in ("identityId", "entityType", "title", "remarks")
        )

    def _names(self) -> Iterator[Claim]:
        for name in self.parts.get("names", ()):
            said = fields(name)
            weak, how = said.get("isLowQuality") == "true", said.get("aliasType", "")
            if how not in _KINDS_OF_ALIAS:
                self.about.unread[f"aliasType {how[:40]}"] += 1
            kind = "weak" if weak and how != "F.K.A." else _KINDS_OF_ALIAS.get(how, "strong")
            place = self.cite
            if said.get("isPrimary") == "true":
                kind, self._primary = "primary", name.get("id") or ""
            elif not weak:
                place = cite(self.about.dataset, f"{self.number} alt {name.get('id')}")
            note = "now known as" if how == "N.K.A." else ""
            for spelling in _child(name, "translations"):
                yield from self._spelling(fields(spelling), kind, note, place)

    def _spelling(self, said: dict[str, str], kind: str, note: str, place: tuple[Citation, ...]) -> Iterator[Claim]:
        # One right-to-left name has its own comma between family and given name.
        text = said.get("formattedFullName", "").replace("\u060c", ",")
        if not text:
            return
        self.about.unread.update(f"name/{key}" for key in said if key not in _NAME_PARTS)
        script = script_of(text)
        if said.get("isPrimary") != "true" and script and script != "Latn":
            note = "; ".join(part for part in (note, kind if kind in ("weak", "former") else "") if part)
            kind = "original_script"
        value = natural(text) if self.person else text
        yield claim(self.number, "name", value, place, named(kind, script), note)

    def _listings(self, found: Any) -> Iterator[Claim]:
        lists = [Listed(tidy(one.text), one.get("datePublished") or "") for one in found]
        programmes = _texts(self.parts.get("sanctionsPrograms", ()))
        kind = "; ".join(dict.fromkeys(_texts(self.parts.get("sanctionsTypes", ()))))
        yield from listings(self.number, lists, programmes, kind, self.cite)

    def _authorities(self, found: Any) -> Iterator[Claim]:
        for text in _texts(found):
            yield claim(self.number, "remark", f"Legal authority: {text}", self.cite)

    def _addresses(self, found: Any) -> Iterator[Claim]:
        for one in found:
            country = fields(one).get("country", "")
            place = cite(self.about.dataset, f"{self.number} add {one.get('id')}")
            spellings = list(_child(one, "translations")) or [()]
            for spelling in spellings:
                parts: dict[str, str] = {}
                for part in _child(spelling, "addressParts"):
                    said = fields(part)
                    parts[said.get("type", "")] = said.get("value", "")
                text, details = address(parts, country)
                if text:
                    yield claim(self.number, "address", text, place, details)

    def _features(self, found: Any) -> Iterator[Claim]:
        for one in found:
            said = fields(one)
            if value := said.get("value"):
                reliability = said.get("reliability", "")
                note = "" if reliability in ("", "Confirmed", "Unknown") else reliability.lower()
                yield from feature_claims(self.number, feature(said.get("type", ""), value), self.cite, note)
            else:
                self.about.unread[f"features without a value: {said.get('type', '')}"] += 1

    def _papers(self, found: Any) -> Iterator[Claim]:
        for one in found:
            said = fields(one)
            number = said.get("documentNumber", "")
            if not number:
                self.about.unread["identity documents without a number"] += 1
                continue
            fact = paper(
                said.get("type") or "document",
                number,
                said.get("issuingCountry", ""),
                _period(_child(one, "issueDate")),
                _period(_child(one, "expirationDate")),
                "; ".join(self._beside(one, said)),
            )
            yield from feature_claims(self.number, fact, self.cite)

    def _beside(self, one: Any, said: dict[str, str]) -> Iterator[str]:
        """What is said of a document that no qualifier holds."""
        holder = _child(one, "name")
        if said.get("name") and holder.get("nameId") != self._primary:
            yield f"in the name of {said['name']}"
        for key, words in (("issuingAuthority", "issued by"), ("issuingLocation", "issued in"), ("comment", "")):
            if said.get(key) and said[key] != said.get("issuingCountry"):
                yield f"{words} {said[key]}".strip()
        if said.get("isValid") == "false":
            yield "not valid"
        yield from _texts(_child(one, "idFeatures"))

    def _relations(self, found: Any) -> Iterator[Claim]:
        for one in found:
            said, other = fields(one), _child(one, "relatedEntity")
            number = other.get("entityId") or "" if len(other) == 0 and other != () else ""
            if not number.isdecimal() or number == self.number:
                self.about.unread["relationships without another entity"] += 1
                continue
            notes = [said.get("comments", ""), "former" if said.get("isFormer") == "true" else ""]
            note = "; ".join(part for part in notes if part)
            self.related.append((said.get("type", "") or "related to", number, note))
        return iter(())


def _period(found: Any) -> str:
    said = fields(found)
    first, last = said.get("fromDateBegin", ""), said.get("toDateEnd", "")
    return span(first, last, about=said.get("isApproximate") == "true")
