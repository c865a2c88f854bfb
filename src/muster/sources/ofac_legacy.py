"""OFAC's legacy XML schema (`sdnList`): what the CSV files say, with the remarks already taken apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from muster.claims import Citation, Claim, qualify
from muster.errors import BadInput
from muster.sources.entry import named
from muster.sources.files import InputFile, elements
from muster.sources.ofac_claims import SPEAKER, Links, cite, claim, natural, titles
from muster.sources.ofac_remarks import edtf_day, feature, paper
from muster.sources.ofac_tree import KINDS, About, address, feature_claims, fields, local, remark_claims
from muster.sources.un_names import tidy

_NAMES = {"f.k.a.": "former", "a.k.a.": "", "n.k.a.": ""}
_CRAFT = {
    "callSign": "call sign",
    "vesselType": "vessel type",
    "vesselFlag": "flag",
    "vesselOwner": "owner",
    "tonnage": "tonnage",
    "grossRegisteredTonnage": "gross registered tonnage",
}
_LISTS = {
    "dateOfBirthList": ("dateOfBirth", "Birthdate"),
    "placeOfBirthList": ("placeOfBirth", "Place of Birth"),
    "nationalityList": ("country", "Nationality Country"),
    "citizenshipList": ("country", "Citizenship Country"),
}
_ADDRESS = {
    "address1": "ADDRESS1",
    "address2": "ADDRESS2",
    "address3": "ADDRESS3",
    "city": "CITY",
    "stateOrProvince": "STATE/PROVINCE",
    "postalCode": "POSTAL CODE",
}
_PAPER = frozenset({"uid", "idType", "idNumber", "idCountry"})
_LEAVES = ("uid", "firstName", "lastName", "sdnType", "title", "remarks")


def claims(file: InputFile, about: About) -> Iterator[Claim]:
    """All claims of a file. Links are resolved at its end, when all names are known."""
    links = Links()
    remarks: list[tuple[str, bool, str]] = []
    for element in elements(file, frozenset({"sdnEntry"}), look=about.strange.look):
        if local(element) != "sdnEntry":
            continue
        entry = _Entry(element, about, f"{file.name} line {element.sourceline}")
        about.entries += 1
        yield from entry.claims(links)
        if entry.remarks:
            remarks.append((entry.number, entry.person, entry.remarks))
    for number, person, text in remarks:
        yield from remark_claims(number, person, text, links, cite(about.dataset, number))
    about.notes.extend(links.notes())


def _joined(last: str, first: str) -> str:
    return f"{last}, {first}" if last and first else last or first


class _Entry:
    """One entry and the claims its element makes."""

    def __init__(self, element: Any, about: About, place: str) -> None:
        said = fields(element)
        self.number = said.get("uid", "")
        if not (self.number.isascii() and self.number.isdecimal()):
            raise BadInput(f"an entry without its number: {self.number[:40]!r}", place=place, hint="fetch it again")
        self.element = element
        self.said = said
        self.about = about
        self.kind = KINDS.get(said.get("sdnType", "").casefold(), "")
        self.person = self.kind == "person"
        self.remarks = said.get("remarks", "")
        self.cite = cite(about.dataset, self.number)

    def claims(self, links: Links) -> Iterator[Claim]:
        number, said = self.number, self.said
        if self.kind:
            yield claim(number, "kind", self.kind, self.cite)
        else:
            self.about.seen["entries are of a type unknown here: their kind is left open"] += 1
        listed = _joined(said.get("lastName", ""), said.get("firstName", ""))
        if listed:
            links.name(number, listed, primary=True)
            value = natural(listed) if self.person else listed
            yield claim(number, "name", value, self.cite, named("primary", "Latn"))
        for text in titles(said.get("title", "")):
            yield claim(number, "title", text, self.cite)
        for child in self.element:
            tag = local(child)
            if tag == "akaList":
                yield from self._names(child, links)
            elif tag == "programList":
                yield from self._programmes(child)
            elif tag == "addressList":
                yield from self._addresses(child)
            elif tag == "idList":
                yield from self._papers(child)
            elif tag in _LISTS:
                key, kind = _LISTS[tag]
                for item in child:
                    if text := fields(item).get(key, ""):
                        yield from feature_claims(number, feature(kind, text), self.cite)
            elif tag == "vesselInfo":
                for part, text in fields(child).items():
                    if part not in _CRAFT:
                        self.about.unread[f"vesselInfo/{part}"] += 1
                    elif text:
                        yield claim(number, "vessel_detail", text, self.cite, (("type", _CRAFT[part]),))
            elif tag not in _LEAVES:
                self.about.unread[tag] += 1

    def _programmes(self, found: Any) -> Iterator[Claim]:
        listing = qualify({"list": self.about.dataset, "authority": SPEAKER, "reference": self.number})
        texts = [text for one in found if (text := tidy(one.text))]
        for programme in dict.fromkeys(texts) or ["not stated"]:
            yield claim(self.number, "listed_under", programme, self.cite, listing)

    def _names(self, found: Any, links: Links) -> Iterator[Claim]:
        for one in found:
            said = fields(one)
            listed = _joined(said.get("lastName", ""), said.get("firstName", ""))
            if not listed:
                continue
            weak = said.get("category", "") == "weak"
            how = said.get("type", "")
            if how not in _NAMES:
                self.about.unread[f"aka/type {how[:40]}"] += 1
            kind = _NAMES.get(how, "") or ("weak" if weak else "strong")
            if not weak:
                links.name(self.number, listed, primary=False)
            # The CSV form has weak names in the remarks, without a number of their own.
            place = self.cite if weak else self._at("alt", said.get("uid", ""))
            value = natural(listed) if self.person else listed
            note = "now known as" if how == "n.k.a." else ""
            yield claim(self.number, "name", value, place, named(kind, "Latn"), note)

    def _at(self, part: str, uid: str) -> tuple[Citation, ...]:
        return cite(self.about.dataset, f"{self.number} {part} {uid}") if uid else self.cite

    def _addresses(self, found: Any) -> Iterator[Claim]:
        for one in found:
            said = fields(one)
            parts = {name: said.pop(key, "") for key, name in _ADDRESS.items()}
            uid, country = said.pop("uid", ""), said.pop("country", "")
            text, details = address(parts, country)
            if text:
                yield claim(self.number, "address", text, self._at("add", uid), details)
            if said:
                self.about.unread.update(f"address/{key}" for key in said)

    def _papers(self, found: Any) -> Iterator[Claim]:
        for one in found:
            said = fields(one)
            kind, number, country = said.get("idType", ""), said.get("idNumber", ""), said.get("idCountry", "")
            if not number:
                self.about.unread["id without a number"] += 1
                continue
            if country or not said.keys() <= _PAPER:
                fact = paper(kind or "document", number, country, *self._days(said))
            else:
                fact = feature(kind, number)
            yield from feature_claims(self.number, fact, self.cite)

    def _days(self, said: dict[str, str]) -> tuple[str, str]:
        """When a paper was issued and when it expires; whatever else is said of it is counted."""
        self.about.unread.update(f"id/{key}" for key in said.keys() - _PAPER - {"issueDate", "expirationDate"})
        texts = [said.get(key, "") for key in ("issueDate", "expirationDate")]
        issued, expires = (edtf_day(text) if text else "" for text in texts)
        self.about.unread["dates of papers"] += sum(map(bool, texts)) - sum(map(bool, (issued, expires)))
        return issued, expires
