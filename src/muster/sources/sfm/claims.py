"""Tables of claims, the Monitor's model since 2024: one claim a row, with its citations and its range of days.

Two ends of a row are told apart by the name of their column, never by their order: the handbook says of `child-of` on
one page that the unit is the superior of the related unit, and in both definitions of the columns that the related unit
is the superior. The definitions are followed. What the Monitor found false by comparing sources (`conflict`) is kept as
denied.

https://github.com/security-force-monitor/research-handbook
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from muster.claims import Stance
from muster.dates import UNTIMED, Interval, within
from muster.errors import BadInput
from muster.sources.sfm.build import Builder
from muster.sources.sfm.claim_columns import ABOUT, CITED, TYPE
from muster.sources.sfm.columns import Field
from muster.sources.sfm.people import GENDERS, start_kind
from muster.sources.sfm.ranges import range_of
from muster.sources.sfm.sheet import UUID, Cell, Row
from muster.sources.sfm.units import PLACEHOLDER, TROUBLES, Known, country_code, parts_of

_CLASSES = ("command", "administrative")
_STATUS = ("accepted", "conflict", "work_needed", "issue")


def country_of(found: Iterable[Row]) -> str:
    """The country that most rows name; empty if none does."""
    count = Counter(code for row in found if (code := country_code(row.text("country:annotation"))))
    return count.most_common(1)[0][0] if count else ""


def with_units(known: Known, found: Iterable[Row]) -> Known:
    """The units that are known, and those of the tables."""
    ids: dict[str, list[str]] = defaultdict(list, {name: list(those) for name, those in known.ids.items()})
    placeholders = dict(known.placeholders)
    for row in found:
        if row.text(TYPE) == "unit":
            name, unit = row.text("name:annotation") or row.text("unit:names:assertion"), f"sfm-{row.id(ABOUT)}"
            if unit not in ids[name.casefold()]:
                ids[name.casefold()].append(unit)
            if match := PLACEHOLDER.search(name):
                placeholders[unit] = match[1].lower()
    return Known(dict(ids), placeholders)


def read_claims(found: Sequence[Row], known: Known, to: Builder) -> None:
    """Say what the rows say. Raises BadInput for a row without an id or with one that is none."""
    readers: Mapping[str, Callable[[_Claim], None]] = {
        "unit": _unit,
        "person": _person,
        "relation": _relation,
        "posting": _posting,
        "positioning": _positioning,
        "incident": _incident,
    }
    for row in found:
        to.line = row.line
        kind = row.text(TYPE)
        if kind not in readers:
            row.checks.add("claims are of a type that is not read", row.line, kind or "no type")
            continue
        readers[kind](_Claim(row, known, to))


def read_places(found: Sequence[Row], to: Builder) -> None:
    """Say what a table of locations says of them."""
    for row in found:
        to.line = row.line
        place = f"sfm-{row.id('id:entity')}"
        name = row.cell(Field("place", "name:annotation", "citation:refs:location"))
        if not name:
            raise BadInput("a location without a name", place=row.place, hint="the file may be cut off or altered")
        to.say(place, "kind", "place", by=[name])
        to.say(place, "name", name.text, by=[name], kind="primary")
        if country := row.text("country:annotation"):
            to.say(place, "country", country_code(country), by=[Cell(country, name.sources, "country")])
        if number := row.text("origin_id:location"):
            origin = row.text("origin:location") or "gazetteer"
            to.say(place, "identifier", number, by=[Cell(number, name.sources, "origin")], type=origin)
        if parent := row.text("location:explicit_parent:annotation"):
            to.say(place, "address", f"{name.text}, {parent}", by=[Cell(parent, name.sources, "parent")])


class _Claim:
    """One row: its entities, its time, its stance, and saying things of them on the word of its citations."""

    def __init__(self, row: Row, known: Known, to: Builder) -> None:
        status = row.text("status:meta").lower() or "accepted"
        if status not in _STATUS:
            row.checks.add("statuses are none of the handbook's and were taken as work_needed", row.line, status)
        if status not in ("accepted", "conflict"):
            row.checks.add("claims still need work by the Monitor; their citations say so", row.line, status)
            row = replace(row, aside=f"status {status}")
        self.row, self.known, self._to = row, known, to
        self._note = row.text("public_notes:meta")
        self._stance = Stance.DENIED if status == "conflict" else Stance.ASSERTED
        self.about = row.id(ABOUT)
        if not self.about:
            raise BadInput("a claim about nothing", place=row.place, hint="the file may be cut off or altered")
        whole = row.cell(Field(row.text(TYPE), TYPE, CITED))
        self.cell = Cell(row.text(TYPE), whole.sources, f"{whole.label} {self.about}")
        if status == "conflict" and not self._note:
            row.checks.add("claims in conflict have no public note that says why", row.line)
        if len(whole.sources) > 1 and not self._note:
            row.checks.add("claims rest on several citations without a public note on what each adds", row.line)
        self.time = self._time(whole.sources)

    def _time(self, sources: Sequence[str]) -> Interval:
        row, published = self.row, self.row.publications.published_by(sources)
        found = range_of(
            *(row.text(f"{end}_{kind}:range") for kind in ("precise", "imprecise") for end in ("first", "last")),
            starting=row.text("starting:range").upper() in ("Y", "TRUE", "1"),
            ending=row.text("ending:range").upper() in ("Y", "TRUE", "1"),
        )
        for problem in found.problems:
            row.checks.add(problem, row.line)
        time = found.time
        if published and time.last_cited and time.last_cited > published:
            row.checks.add(TROUBLES["cited after publication"], row.line)
            time = _until(time, published)
        return time

    def say(self, subject: str, predicate: str, value: str = "", other: str = "", **details: str) -> None:
        """Say something, with the row's stance and note; relations and `kind` with its time."""
        timed = bool(other) or predicate == "kind"
        self._to.say(
            subject,
            predicate,
            value,
            other,
            by=[self.cell],
            time=self.time if timed else UNTIMED,
            stance=self._stance,
            note=self._note,
            **details,
        )

    def alleged(self) -> None:
        """From here on what is said is alleged, not asserted."""
        if self._stance is Stance.ASSERTED:
            self._stance = Stance.ALLEGED

    def ends(self, column: str) -> list[str]:
        """The entities that a column names. Raises BadInput for what is no id."""
        parts = [one.lower() for one in parts_of(self.row.text(column))]
        if wrong := next((one for one in parts if not UUID.fullmatch(one)), ""):
            problem = f"not an id: {wrong[:40]!r}"
            raise BadInput(problem, place=self.row.place, hint="the file may be cut off or altered")
        return [f"sfm-{one}" for one in parts]

    def named(self, entity: str, column: str, kind: str) -> None:
        """The name that stands beside an id for people to read, unless a table of units names it."""
        name = self.row.text(column)
        if name and ";" not in name and entity not in self.known.all:
            self._to.say(entity, "kind", kind, by=[self.cell])
            self._to.say(entity, "name", name, by=[self.cell], kind="primary")

    def texts(self, column: str) -> list[str]:
        return parts_of(self.row.text(column))


def _until(time: Interval, day: date) -> Interval:
    first = time.first_cited if time.first_cited and time.first_cited <= day else None
    return Interval(time.start, time.end, first, day if first else None)


def _names(claim: _Claim, entity: str, column: str) -> None:
    display = claim.row.text("name:annotation")
    others = claim.texts(column)
    if not display and not others:
        raise BadInput("an entity without a name", place=claim.row.place, hint="the file may be cut off or altered")
    claim.say(entity, "name", display or others[0], kind="primary")
    for one in others:
        if one != (display or others[0]):
            claim.say(entity, "name", one, kind="strong")


def _country(claim: _Claim, entity: str) -> None:
    for one in claim.texts("country:annotation"):
        claim.say(entity, "country", country_code(one))


def _unit(claim: _Claim) -> None:
    unit = f"sfm-{claim.about}"
    claim.say(unit, "kind", "unit")
    _names(claim, unit, "unit:names:assertion")
    for one in claim.texts("unit:classifications:assertion"):
        claim.say(unit, "classification", one)
    _country(claim, unit)
    if placeholder := claim.known.placeholders.get(unit):
        claim.say(unit, "placeholder", placeholder)


def _person(claim: _Claim) -> None:
    person = f"sfm-{claim.about}"
    claim.say(person, "kind", "person")
    _names(claim, person, "person:names:assertion")
    _country(claim, person)
    if gender := claim.row.text("person:gender:assertion"):
        if gender.lower() in GENDERS:
            claim.say(person, "gender", GENDERS[gender.lower()])
        else:
            claim.say(person, "remark", f"gender: {gender}")
    if account := claim.row.text("person:account_id:assertion"):
        kind = claim.row.text("person:account_type:assertion")
        claim.say(person, "contact", f"{kind}: {account}" if kind else account, type="other")


def _relation(claim: _Claim) -> None:
    units, others = claim.ends("relation:unit:refs:assertion"), claim.ends("relation:related_unit:refs:assertion")
    kind, classes = claim.row.text("relation:types:assertion"), claim.texts("relation:related_unit_classes:assertion")
    if kind not in ("child-of", "member-of") or not units or not others:
        claim.row.checks.add("relations have no known type or not two ends and were not read", claim.row.line, kind)
        return
    for unit in units:
        claim.named(unit, "relation:unit:names:qa", "unit")
        for other in others:
            claim.named(other, "relation:related_unit:names:qa", "unit")
            if unit == other:
                claim.row.checks.add("relations join a unit to itself and were not read", claim.row.line)
            elif kind == "member-of" or "class" in classes:  # an intake is a part of its academy
                claim.say(unit, "member_of", other=other, role="class" if "class" in classes else "")
            else:
                for one in [one for one in classes if one in _CLASSES] or [""]:
                    claim.say(unit, "subordinate_to", other=other, kind=one)


def _posting(claim: _Claim) -> None:
    row = claim.row
    people, units = claim.ends("posting:person:refs:assertion"), claim.ends("posting:unit:refs:assertion")
    if not people or not units:
        row.checks.add("postings have not two ends and were not read", row.line)
    starting = row.text("starting:range").upper() in ("Y", "TRUE", "1")
    for person in people:
        claim.named(person, "posting:person:names:qa", "person")
        for unit in units:
            claim.named(unit, "posting:unit:names:qa", "unit")
            claim.say(
                person,
                "posted_to",
                other=unit,
                role=row.text("posting:roles:assertion"),
                title=row.text("posting:titles:assertion"),
                rank=row.text("posting:ranks:assertion"),
                start_kind=start_kind(row.text("starting_context:range")) if starting else "",
            )


def _positioning(claim: _Claim) -> None:
    row, kind = claim.row, claim.row.text("positioning:types:assertion").lower()
    units, places = claim.ends("positioning:unit:refs:assertion"), claim.ends("positioning:location:refs:assertion")
    if kind not in ("site", "aoo") or not units or not places:
        row.checks.add("positionings have no known type or not two ends and were not read", row.line, kind)
        return
    town = row.text("positioning:location:names:qa")
    base = ", ".join(filter(None, (row.text("positioning:base_names:assertion"), town)))
    for place in places:
        claim.named(place, "positioning:location:names:qa", "place")
        for unit in units:
            claim.named(unit, "positioning:unit:names:qa", "unit")
            claim.say(unit, "operates_in" if kind == "aoo" else "based_at", other=place)
            if base != town:
                claim.say(unit, "address", base)


def _incident(claim: _Claim) -> None:
    row, incident = claim.row, f"sfm-{claim.about}"
    claim.say(incident, "kind", "incident")
    claim.alleged()
    if when := _when(claim.time):
        claim.say(incident, "occurred", when)
    for column, predicate in (
        ("incident:violation:types:assertion", "incident_type"),
        ("incident:location:names:qa", "occurred_in"),
        ("incident:location:descriptions:assertion", "occurred_in"),
        ("incident:perpetrator:classifications:assertion", "perpetrator_class"),
    ):
        for one in claim.texts(column):
            claim.say(incident, predicate, one)
    if text := row.text("incident:violation:descriptions:assertion"):
        claim.say(incident, "remark", text)
    for category in claim.texts("category:violation_types:annotation"):
        claim.say(incident, "classification", category)
    for who in claim.ends("incident:perpetrator:refs:assertion"):
        if claim.known.placeholders.get(who) == "unknown":
            row.checks.add("perpetrators are placeholders, units that are not known; not read", row.line)
            continue
        claim.say(who, "perpetrator_of", other=incident)
    for victim in claim.ends("incident:victim:refs:assertion"):
        claim.say(incident, "victims", row.text("incident:victim:names:qa") or victim)


def _when(time: Interval) -> str:
    """The day of an incident, or the range of days in which it lies."""
    first = time.first_cited or time.start.earliest or time.end.earliest
    return within(first, time.last_cited or time.end.latest or time.start.latest).text
