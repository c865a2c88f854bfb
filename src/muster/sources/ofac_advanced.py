"""OFAC's ADVANCED XML schema (`Sanctions`, from the UN's model): everything by number, resolved through value sets.

Places and papers come before the parties that they belong to, listings and relations after them. So the first are
held until a party asks for them, the last are said at the end; nothing else is held.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from muster.claims import Citation, Claim
from muster.errors import BadInput
from muster.sources.entry import named
from muster.sources.files import InputFile, elements
from muster.sources.ofac_claims import Links, cite, claim, natural
from muster.sources.ofac_remarks import Fact, feature, paper
from muster.sources.ofac_tree import (
    KINDS,
    About,
    Listed,
    address,
    feature_claims,
    listings,
    local,
    relation,
    remark_claims,
    span,
    worded,
)
from muster.sources.un_names import script_of, tidy

_TAGS = ("ReferenceValueSets", "Location", "IDRegDocument", "DistinctParty", "ProfileRelationship", "SanctionsEntry")
_KINDS_OF_ALIAS = {"Name": "strong", "A.K.A.": "strong", "F.K.A.": "former", "N.K.A.": "strong"}
_FAMILY_NAMES = ("Last Name", "Maiden Name", "Matronymic")
_SILENT = ("Unknown", "")


def claims(file: InputFile, about: About) -> Iterator[Claim]:
    """All claims of a file. Raises BadInput for a party without its number."""
    reader = _Advanced(file, about)
    for element in elements(file, frozenset(_TAGS), look=about.strange.look):
        tag = local(element)
        if tag == "ReferenceValueSets":
            reader.learn(element)
        elif tag == "Location":
            reader.places[element.get("ID")] = reader.place(element)
        elif tag == "IDRegDocument":
            reader.papers[element.get("IdentityID")].append(reader.paper(element))
        elif tag == "DistinctParty":
            yield from reader.party(element)
        elif tag == "ProfileRelationship":
            reader.relations.append(reader.relation(element))
        elif tag == "SanctionsEntry":
            reader.entry(element)
    yield from reader.at_the_end()


def _day(element: Any) -> str:
    """A day in its parts `Year`, `Month`, `Day`."""
    said = {local(part): (part.text or "").strip() for part in element}
    return f"{said.get('Year', ''):0>4}-{said.get('Month', ''):0>2}-{said.get('Day', ''):0>2}"


def _under(element: Any, tag: str) -> list[Any]:
    return [child for child in element if local(child) == tag]


def _period(element: Any) -> str:
    """A `DatePeriod` in EDTF: from the first day of its start to the last day of its end."""
    ends: dict[str, str] = {}
    about = False
    for bound in element:
        about = about or bound.get("Approximate") == "true"
        for day in bound:
            ends[local(bound) + local(day)] = _day(day)
    first = ends.get("StartFrom", "")
    return span(first, ends.get("EndTo", ends.get("StartTo", first)), about=about)


class _Advanced:
    """One file, while it is read."""

    def __init__(self, file: InputFile, about: About) -> None:
        self.file = file
        self.about = about
        self.values: dict[str, dict[str, str]] = defaultdict(dict)
        self.party_types: dict[str, str] = {}
        self.countries: dict[str, str] = {}
        self.places: dict[str, tuple[dict[str, str], str]] = {}
        self.papers: dict[str, list[Fact]] = defaultdict(list)
        self.kinds: dict[str, str] = {}
        self.relations: list[tuple[str, str, str, str]] = []
        self.lists: dict[str, list[Listed]] = defaultdict(list)
        self.programmes: dict[str, list[str]] = defaultdict(list)
        self.measures: dict[str, list[str]] = defaultdict(list)
        self.bases: dict[str, list[str]] = defaultdict(list)

    def learn(self, element: Any) -> None:
        """The value sets: what the numbers mean."""
        for values in element:
            for value in values:
                tag, ident = local(value), value.get("ID") or ""
                self.values[tag][ident] = tidy(value.text)
                if tag == "AreaCode":
                    name = value.get("Description") or ""
                    self.countries[ident] = "" if name == "undetermined" else name
                elif tag == "PartySubType":
                    self.party_types[ident] = value.get("PartyTypeID") or ""

    def value(self, tag: str, ident: str | None) -> str:
        """What a number of a value set means; empty for `Unknown`, counted if the set does not have it."""
        if not ident:
            return ""
        found = self.values[tag].get(ident)
        if found is None:
            self.about.seen[f"numbers of {tag} that the file does not explain"] += 1
        return "" if found is None or found in _SILENT else found

    def place(self, element: Any) -> tuple[dict[str, str], str]:
        """A place: its parts by type, and its country."""
        parts: dict[str, str] = {}
        country = area = ""
        for child in element:
            tag = local(child)
            if tag == "LocationPart":
                kind = self.values["LocPartType"].get(child.get("LocPartTypeID") or "", "Unknown")
                texts = [tidy(one.text) for value in child for one in _under(value, "Value")]
                parts[kind] = ", ".join(filter(None, [parts.get(kind, ""), *texts]))
            elif tag == "LocationCountry":
                country = self.value("Country", child.get("CountryID"))
            elif tag == "LocationAreaCode":
                area = self.countries.get(child.get("AreaCodeID") or "", "")
        return parts, country or area

    def paper(self, element: Any) -> Fact:
        """A document, as a fact about whoever has the identity."""
        kind = self.value("IDRegDocType", element.get("IDRegDocTypeID")) or "document"
        dates: dict[str, str] = {}
        notes = []
        number = ""
        for child in element:
            tag, text = local(child), tidy(child.text)
            if tag == "IDRegistrationNo":
                number = text
            elif tag == "IssuingAuthority" and text:
                notes.append(f"issued by {text}")
            elif tag == "Comment" and text:
                notes.append(text)
            elif tag == "DocumentDate":
                when = next(map(_period, _under(child, "DatePeriod")), "")
                dates[self.value("IDRegDocDateType", child.get("IDRegDocDateTypeID"))] = when
        country = self.value("Country", element.get("IssuedBy-CountryID"))
        issued_in, at_country = self.places.get(element.get("IssuedIn-LocationID") or "", ({}, ""))
        text, _ = address(issued_in, at_country)
        if text and text != country:
            notes.append(f"issued in {text}")
        if self.value("Validity", element.get("ValidityID")) == "Fraudulent":
            notes.append("fraudulent")
        issued, expires = dates.pop("Issue Date", ""), dates.pop("Expiration Date", "")
        notes.extend(f"{what}: {when}" for what, when in dates.items() if when)
        return paper(kind, number, country, issued, expires, "; ".join(notes))

    def party(self, element: Any) -> Iterator[Claim]:
        """What is said of one party, its listings and relations apart."""
        number = element.get("FixedRef") or ""
        if not (number.isascii() and number.isdecimal()):
            where = f"{self.file.name} line {element.sourceline}"
            raise BadInput(f"a party without its number: {number[:40]!r}", place=where, hint="fetch it again")
        self.about.entries += 1
        place = cite(self.about.dataset, number)
        for child in element:
            tag, text = local(child), tidy(child.text)
            if tag == "Profile":
                yield from self._profile(child, number, place)
            elif tag == "Comment":
                person = self.kinds.get(number) == "person"
                yield from remark_claims(number, person, text, Links(), place) if text else ()
            else:
                self.about.unread[f"DistinctParty/{tag}"] += 1

    def _profile(self, profile: Any, number: str, place: tuple[Citation, ...]) -> Iterator[Claim]:
        sub = profile.get("PartySubTypeID") or ""
        word = self.value("PartySubType", sub) or self.value("PartyType", self.party_types.get(sub))
        kind = self.kinds[number] = KINDS.get(word.casefold(), "")
        if kind:
            yield claim(number, "kind", kind, place)
        else:
            self.about.seen["entries are of a type unknown here: their kind is left open"] += 1
        for child in profile:
            tag = local(child)
            if tag == "Identity":
                yield from self._identity(child, number, kind, place)
            elif tag == "Feature":
                yield from self._feature(child, number, place)
            elif tag != "SanctionsEntryReference":
                self.about.unread[f"Profile/{tag}"] += 1

    def _identity(self, identity: Any, number: str, kind: str, place: tuple[Citation, ...]) -> Iterator[Claim]:
        types = {
            group.get("ID"): self.values["NamePartType"].get(group.get("NamePartTypeID"), "")
            for groups in _under(identity, "NamePartGroups")
            for master in groups
            for group in master
        }
        false = "of a false identity" if identity.get("False") == "true" else ""
        for alias in _under(identity, "Alias"):
            yield from self._alias(alias, types, number, kind, place, false)
        for fact in self.papers.pop(identity.get("ID"), ()):
            if fact.value:
                yield from feature_claims(number, fact, place, false)
            else:
                self.about.unread["identity documents without a number"] += 1

    def _alias(
        self,
        alias: Any,
        types: dict[str, str],
        number: str,
        kind: str,
        place: tuple[Citation, ...],
        false: str,
    ) -> Iterator[Claim]:
        how = self.value("AliasType", alias.get("AliasTypeID"))
        rank = _KINDS_OF_ALIAS.get(how, "strong")
        if alias.get("Primary") == "true" and not false:
            rank = "primary"
        elif alias.get("LowQuality") == "true" and rank == "strong":
            rank = "weak"
        for name in alias:
            text = _name(name, types, person=kind == "person")
            if not text:
                continue
            script = script_of(text)
            notes = ["now known as" if how == "N.K.A." else "", false]
            shown = rank
            if script and script != "Latn":
                notes.append(rank if rank in ("weak", "former") else "")
                shown = "original_script"
            note = "; ".join(filter(None, notes))
            yield claim(number, "name", text, place, named(shown, script), note)

    def _feature(self, element: Any, number: str, place: tuple[Citation, ...]) -> Iterator[Claim]:
        kind = self.value("FeatureType", element.get("FeatureTypeID"))
        for version in _under(element, "FeatureVersion"):
            reliability = self.value("Reliability", version.get("ReliabilityID"))
            notes = ["" if reliability in ("", "Confirmed") else reliability.lower()]
            notes.extend(tidy(one.text) for one in _under(version, "Comment"))
            note = "; ".join(filter(None, notes))
            found = list(self._details(version))
            for text, details, location in found:
                if kind == "Location":
                    # The number of the place is that of the address in the other forms.
                    yield claim(
                        number, "address", text, cite(self.about.dataset, f"{number} add {location}"), details, note
                    )
                else:
                    yield from feature_claims(number, feature(kind, text), place, note)
            if not found:
                self.about.unread[f"features without a value: {kind}"] += 1

    def _details(self, version: Any) -> Iterator[tuple[str, tuple[tuple[str, str], ...], str]]:
        for detail in version:
            tag = local(detail)
            text = location = ""
            details: tuple[tuple[str, str], ...] = ()
            if tag == "VersionDetail":
                text = tidy(detail.text) or self.value("DetailReference", detail.get("DetailReferenceID"))
            elif tag == "VersionLocation":
                location = detail.get("LocationID") or ""
                text, details = address(*self.places.get(location, ({}, "")))
            elif tag == "DatePeriod" and (found := _period(detail)):
                text = worded(found)
            if text:
                yield text, details, location

    def relation(self, element: Any) -> tuple[str, str, str, str]:
        """Two parties and what the first is to the second; kept for the end."""
        notes = [tidy(one.text) for one in _under(element, "Comment")]
        notes.append("former" if element.get("Former") == "true" else "")
        kind = self.value("RelationType", element.get("RelationTypeID")) or "related to"
        near, far = element.get("From-ProfileID") or "", element.get("To-ProfileID") or ""
        return near, kind, far, "; ".join(filter(None, notes))

    def entry(self, element: Any) -> None:
        """That a party is on a list: since when, by what measure, under which programmes; kept for the end."""
        number = element.get("ProfileID") or ""
        days: list[str] = []
        for child in element:
            tag = local(child)
            comments = [text for one in _under(child, "Comment") if (text := tidy(one.text))]
            if tag == "EntryEvent":
                days.extend(_day(one) for one in _under(child, "Date"))
                self.bases[number].append(self.value("LegalBasis", child.get("LegalBasisID")))
            elif tag == "SanctionsMeasure":
                kind = self.value("SanctionsType", child.get("SanctionsTypeID"))
                (self.programmes if kind == "Program" else self.measures)[number].extend(comments or [kind])
            else:
                self.about.unread[f"SanctionsEntry/{tag}"] += 1
        self.lists[number].append(Listed(self.value("List", element.get("ListID")), min(days, default="")))

    def at_the_end(self) -> Iterator[Claim]:
        """Listings and relations, now that all parties are known."""
        for number, lists in self.lists.items():
            place = cite(self.about.dataset, number)
            programmes = [text for text in self.programmes[number] if text != "Program"]
            yield from listings(number, lists, programmes, "; ".join(_once(self.measures[number])), place)
            for text in _once(self.bases[number]):
                yield claim(number, "remark", f"Legal authority: {text}", place)
        for near, kind, far, note in self.relations:
            if not (near.isdecimal() and far.isdecimal()) or near == far:
                self.about.unread["relationships without another party"] += 1
            else:
                yield relation(near, kind, far, self.kinds, cite(self.about.dataset, near), note)
        unlisted = len(self.kinds.keys() - self.lists.keys())
        if unlisted:
            self.about.seen["parties stand on no list: they are kept without a listing"] = unlisted


def _once(texts: Sequence[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text]


def _name(name: Any, types: dict[str, str], *, person: bool) -> str:
    """A name from its parts, in natural order."""
    given: list[str] = []
    family: list[str] = []
    for part in name:
        for value in part:
            text = tidy(value.text)
            last = types.get(value.get("NamePartGroupID"), "") in _FAMILY_NAMES
            (family if last else given).append(text)
    first, last_name = " ".join(filter(None, given)), " ".join(filter(None, family))
    return (
        natural(f"{last_name}, {first}")
        if person and first and last_name
        else " ".join(filter(None, [first, last_name]))
    )
