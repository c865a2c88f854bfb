"""FollowTheMoney records to claims: the same for all files that hold such records, however they are written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from muster.claims import Citation, Claim, check, make_claim, qualify
from muster.dates import UNKNOWN, UNTIMED, ImpreciseDate, Interval, parse_date, within
from muster.errors import BadDate
from muster.sources.ftm.own import edge_predicate, lines_of, qualified, read_id, read_mark
from muster.sources.ftm.records import Record, Survey, date_of, kind_of
from muster.sources.ftm.words import (
    CRAFT_DETAILS,
    EDGES,
    EVENT_VALUES,
    GENDERS,
    IDENTIFIERS,
    NAME_PARTS,
    NAMES,
    REFERENCES,
    SANCTION,
    VALUES,
)
from muster.sources.un_names import script_of

MAX_PAIRS = 10_000  # relations that one edge with several ends on both sides may stand for
_NO_LINES: Mapping[str, str] = {}


def _one_birth_place(record: Record) -> bool:
    return len(record.all("birthPlace")) == 1 == len(record.all("birthCountry"))


def _written(record: Record, text: str) -> dict[str, str]:
    """Language and script of a name."""
    return {"lang": record.langs.get(text, ""), "script": script_of(text)}


class Converter:
    """Turns the records of one file into claims, and counts what it cannot say."""

    def __init__(self, dataset: str, survey: Survey, notes: list[str]) -> None:
        self._dataset = dataset
        self._survey = survey
        self._notes = notes
        self._unread: Counter[str] = Counter()
        self._schemata: Counter[str] = Counter()
        self._events: Counter[str] = Counter()
        self._used: set[str] = set()

    def claims(self, records: Iterable[Record]) -> Iterator[Claim]:
        """The claims of all records; at the end, the notes of what was not read."""
        for record in records:
            for claim in self._convert(record):
                check(claim)
                yield claim
        self._report()

    def _convert(self, record: Record) -> Iterator[Claim]:
        if record.schema in EDGES:
            return self._edge(record)
        if record.schema == "Sanction":
            return self._sanction(record)
        if record.schema in ("Passport", "Identification"):
            return self._paper(record)
        if kind_of(record) or record.schema == "Thing":  # a Thing is named, and of no kind that is told
            return self._node(record)
        if record.schema != "Address":
            self._schemata[record.schema] += 1
        return iter(())

    def _report(self) -> None:
        for key, count in sorted(self._unread.items()):
            self._notes.append(f"{count} values of the property {key} not read")
        for key, count in sorted(self._schemata.items()):
            self._notes.append(f"{count} records of the schema {key} not read")
        if unused := len(self._survey.addresses.keys() - self._used):
            self._notes.append(f"{unused} addresses not read: no entity in the file names them")
        self._notes.extend(f"{count} {what}" for what, count in sorted(self._events.items()) if count)

    def _claim(
        self,
        record: Record,
        subject: str,
        predicate: str,
        value: str = "",
        details: Mapping[str, str] | None = None,
        *,
        other: str = "",
        time: Interval = UNTIMED,
        speaker: str = "",
        note: str = "",
    ) -> Claim:
        return make_claim(
            subject=self._id(subject),
            predicate=predicate,
            object=self._id(other) if other else "",
            value=value,
            qualifiers=qualify(details or {}),
            time=time,
            speaker=speaker or self._dataset,
            citations=(Citation(source=self._dataset, record=record.id),),
            note=note,
        )

    def _id(self, entity: str) -> str:
        """The entity's id; a bare number would be taken for another file's and gets the dataset before it."""
        return f"{self._dataset}:{entity}" if entity.isdigit() else read_id(entity)

    # people, organisations, vessels, offices

    def _node(self, record: Record) -> Iterator[Claim]:
        if record.schema == "LegalEntity" and kind_of(record) == "person":
            self._events["records of the schema LegalEntity read as persons, by their properties"] += 1
        marks = [mark for text in record.all("keywords") if (mark := read_mark(text))[0]]
        kinds = [value for predicate, value in marks if predicate == "kind"]
        if kind := (kinds[0] if kinds else kind_of(record)):
            yield self._claim(record, record.id, "kind", kind)
        for predicate, value in marks:
            if predicate != "kind":
                yield self._claim(record, record.id, predicate, value)
        yield from self._names(record)
        for other in record.referents:
            if other != record.id:
                yield self._claim(record, record.id, "identifier", other, {"type": "referent"})
        for key, values in record.properties.items():
            for value in values:
                for original in record.told(key, value):
                    if claim := self._value(record, key, original):
                        yield claim
        if not record.all("birthPlace"):
            for country in (told for one in record.all("birthCountry") for told in record.told("birthCountry", one)):
                yield self._claim(record, record.id, "birth_place", country, {"country": country})
        for key in record.all("addressEntity"):
            yield from self._address(record, key)
        for key in record.all("operator"):
            yield from self._link(record, "affiliated_with", key, record.id, UNTIMED, {"how": "operator"})
        for programme in dict.fromkeys(record.all("programId") or record.all("program")):
            if (record.id, programme) not in self._survey.sanctioned:
                yield self._claim(record, record.id, "listed_under", programme, {"list": self._dataset})

    def _names(self, record: Record) -> Iterator[Claim]:
        strong = record.all("name")
        primary = record.caption if record.caption in strong else next(iter(strong), "")
        if not any(record.all(key) for key in NAMES):
            primary = " ".join(part for key in NAME_PARTS if (part := record.first(key)))
            self._events["names put together from their parts"] += 1 if primary else 0
            self._events["entities without a name"] += 0 if primary else 1
        if primary:
            yield self._claim(record, record.id, "name", primary, {"kind": "primary", **_written(record, primary)})
        said = {primary}
        for key, kind in NAMES.items():
            for text in record.all(key):
                if text not in said:
                    said.add(text)
                    yield self._claim(record, record.id, "name", text, {"kind": kind, **_written(record, text)})

    def _value(self, record: Record, key: str, value: str) -> Claim | None:
        """The claim that a property's value makes; None if it is read elsewhere, or counted as not read."""
        if key in NAMES or self._elsewhere(record, key, value):
            return None
        if key in IDENTIFIERS:
            return self._claim(record, record.id, "identifier", value, {"type": IDENTIFIERS[key]})
        if key in CRAFT_DETAILS and kind_of(record) in ("vessel", "aircraft"):
            return self._claim(record, record.id, "vessel_detail", value, {"type": CRAFT_DETAILS[key]})
        known = {**VALUES, **EVENT_VALUES} if record.schema == "Event" else VALUES
        if key not in known or (key == "gender" and value not in GENDERS):
            if value not in self._survey.schemata:  # a link back to an entity that is read by itself
                self._unread[key] += 1
            return None
        predicate, details = known[key]
        if predicate in ("birth_date", "death_date", "occurred"):
            date = date_of(value)
            if date is None:
                self._events[f"dates of the property {key} not understood"] += 1
                return None
            value = date.text
        if key == "birthPlace" and _one_birth_place(record):
            details = {"country": record.told("birthCountry", record.first("birthCountry"))[0]}
        return self._claim(record, record.id, predicate, value, details)

    def _elsewhere(self, record: Record, key: str, value: str) -> bool:
        """True if `_node` reads the property by itself, or a link of our own beside says it in full."""
        if key == "keywords":
            return bool(read_mark(value)[0])
        if key == "involved":
            return (value, record.id) in self._survey.blamed
        if key == "startDate":
            return bool(record.all("date"))
        if key == "program":
            return not record.all("programId")
        if key == "birthCountry":
            return not record.all("birthPlace") or _one_birth_place(record)
        return key in ("addressEntity", "operator", "programId")

    def _address(self, record: Record, key: str) -> Iterator[Claim]:
        found = self._survey.addresses.get(key)
        if found is None:
            self._events["addresses named that the file does not hold"] += 1
            return
        self._used.add(key)
        parts = ("postOfficeBox", "street", "street2", "postalCode", "city", "region", "state")
        composed = ", ".join(text for part in parts if (text := found.first(part)))
        texts = found.all("full") or found.all("name") or (composed or found.first("country"),)
        details = {key: found.first(key) for key in ("country", "city", "street", "remarks")}
        details["note"] = details.pop("remarks")
        details |= {key: text for key, text in lines_of(found.id, found.all("description")).items() if key in details}
        for text in filter(None, texts):
            yield self._claim(record, record.id, "address", text, details)

    def _paper(self, record: Record) -> Iterator[Claim]:
        """A passport or other paper, said of its holder."""
        number = record.first("passportNumber", "number")
        if not number or not record.all("holder"):
            self._events["papers without a number or holder not read"] += 1
            return
        kind = record.first("type") or ("passport" if record.schema == "Passport" else "")
        start, end = self._dates(record, ("startDate", "date")), self._dates(record, ("endDate",))
        details = {"type": kind, "country": record.first("country")}
        details |= {"issued": start.text, "expires": end.text}
        lines = lines_of(record.id, record.all("description"))
        details |= {key: text for key, text in lines.items() if key in details and key != "type"}
        for holder in record.all("holder"):
            yield self._claim(record, holder, "identifier", number, details)
        read = {"passportNumber", "number", "holder", "type", "country"}
        self._count_rest(record, read | {"description"} if lines else read)

    # relations and sanctions

    def _edge(self, record: Record) -> Iterator[Claim]:
        predicate, near, far, mapped, details = EDGES[record.schema]
        details = dict(details)
        for key, qualifier in mapped.items():
            if values := record.all(key):
                details[qualifier] = "; ".join(values)
        own = edge_predicate(record.id)
        if own:  # written by ourselves: the id names the predicate, the description holds its other details
            predicate = own
            told = (
                {}
                if record.schema == "UnknownLink"
                else {mapped[key]: record.first(key) for key in mapped if record.all(key)}
            )
            details = qualified(own, told, record.all("description"))
        pairs = list(product(record.all(near), record.all(far)))
        if not pairs or len(pairs) > MAX_PAIRS:
            self._events[f"records of the schema {record.schema} without two ends not read"] += 1
            return
        lines = lines_of(record.id, record.all("description"))
        time = self._interval(record, lines=lines)
        for subject, other in pairs:
            # Only a person is posted; a company may sit on a board.
            member = not own and predicate == "posted_to" and self._survey.organization(subject)
            name = "member_of" if member else predicate
            yield from self._link(record, name, subject, other, time, details, lines.get("claim_note", ""))
        self._count_rest(record, {near, far, *mapped, "description"} if own else {near, far, *mapped})

    def _link(
        self,
        record: Record,
        predicate: str,
        subject: str,
        other: str,
        time: Interval,
        details: Mapping[str, str],
        note: str = "",
    ) -> Iterator[Claim]:
        ends = (subject, other)
        if any(not re.fullmatch(r"\S{1,255}", end) for end in ends) or subject == other:
            self._events["relations whose ends are not two ids not read"] += 1
            return
        if any(end not in self._survey.schemata for end in ends):
            self._events["relations lead to entities that the file does not hold"] += 1
        yield self._claim(record, subject, predicate, "", details, other=other, time=time, note=note)

    def _sanction(self, record: Record) -> Iterator[Claim]:
        if not record.all("entity"):
            self._events["records of the schema Sanction without an entity not read"] += 1
            return
        authority = "; ".join(record.all("authority"))
        listed = self._dates(record, ("listingDate",)).text
        lines = lines_of(record.id, record.all("description"))
        details = {
            "list": "" if lines else record.dataset or self._dataset,
            "authority": authority,
            "reference": "; ".join(text for key in REFERENCES for text in record.all(key)),
            "published": listed,
            "kind": "; ".join(record.all("provisions")),
        }
        told = ("list", "decided", "announced", "published")
        details |= {key: lines[key] for key in told if key in lines}
        time = self._interval(record, ("startDate",) if lines else ("startDate", "date", "listingDate"), lines)
        note = lines.get("claim_note", "")
        programmes = record.all("programId") or record.all("program") or (authority or self._dataset,)
        for entity in record.all("entity"):
            for programme in programmes:
                yield self._claim(
                    record, entity, "listed_under", programme, details, time=time, speaker=authority, note=note
                )
            for reason in record.all("reason"):
                yield self._claim(record, entity, "reason", reason, speaker=authority)
            for key, before in (("status", "status of the sanction: "), ("summary", "")):
                for text in record.all(key):
                    yield self._claim(record, entity, "remark", before + text, speaker=authority)
        read = SANCTION | ({"description"} if lines else set())
        self._count_rest(record, read | {"programId" if record.all("programId") else "program"})

    def _count_rest(self, record: Record, read: set[str]) -> None:
        for key, values in record.properties.items():
            if key not in read and key not in ("startDate", "endDate", "date"):
                self._unread[f"{record.schema}:{key}"] += len(values)

    def _interval(
        self, record: Record, starts: tuple[str, ...] = ("startDate", "date"), lines: Mapping[str, str] = _NO_LINES
    ) -> Interval:
        start, end = self._dates(record, starts), self._dates(record, ("endDate",))
        if lines:  # our own, which say more than the properties can
            try:
                start, end = parse_date(lines.get("start", start.text)), parse_date(lines.get("end", end.text))
                cited = [parse_date(lines.get(key, "")).earliest for key in ("first_cited", "last_cited")]
            except BadDate:
                self._events["times in descriptions not understood"] += 1
            else:
                return Interval(start, end, *cited)
        if start.earliest and end.latest and end.latest < start.earliest:
            self._events["times that end before they start left unknown"] += 1
            return UNTIMED
        return Interval(start, end)

    def _dates(self, record: Record, keys: tuple[str, ...]) -> ImpreciseDate:
        """The date in the first of the properties that has one; of several, the range that they span."""
        texts = next((record.all(key) for key in keys if record.all(key)), ())
        dates = [date for text in texts if (date := date_of(text))]
        self._events["dates of relations not understood"] += len(texts) - len(dates)
        if len(dates) <= 1:
            return dates[0] if dates else UNKNOWN
        earliest = min(date.earliest for date in dates if date.earliest)
        return within(earliest, max(date.latest for date in dates if date.latest))
