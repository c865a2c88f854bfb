"""From a roster's cell to the records it names, with reasons; never a silent guess between two equals.

The result is one of five. `link`: this record, or these between which the text cannot tell (then a person decides).
`parent_only`: the unit is in no record, but a superior that the text names is. `not_in_register`: a unit, but none we
know. `too_vague`: no particular unit. `several`: more than one unit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from muster.names.countries import codes, country_name
from muster.names.fold import fold
from muster.names.units.compare import DEPARTMENTS, ORDINARY, SAME, Comparison, alike, compare
from muster.names.units.index import KnownName, UnitIndex, words_of
from muster.names.units.model import Cell, UnitName
from muster.names.units.parse import DESCRIBED, MINISTRY, PLACE_ONLY, canonical_words, parse, whole_ministry

LINK, PARENT_ONLY, NOT_IN_REGISTER, TOO_VAGUE, SEVERAL = (
    "link",
    "parent_only",
    "not_in_register",
    "too_vague",
    "several",
)  # fmt: skip
RESULTS = (LINK, PARENT_ONLY, NOT_IN_REGISTER, TOO_VAGUE, SEVERAL)

_LEAST = 0.58
_WHOLE_NAME = 0.83
_EQUAL = 0.03
_CANDIDATES = 5
_MOST_POSTINGS = 400
_NO_SERVICE_OF_ITS_OWN = frozenset({"armed forces"})
_CIVIL_ROLES = frozenset(
    {"ministry", "embassy", "agency", "company ltd", "university", "society", "court", "parliament"}
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that was considered, with the comparison that speaks for or against it."""

    id: str
    name: str
    score: float
    verdict: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """What a cell is linked to. `units` are ids, best first; more than one on `link` means that they cannot be told
    apart. `candidates` are the nearest records, also those refused, `reasons` say why it came out so."""

    result: str
    units: tuple[str, ...]
    reasons: tuple[str, ...]
    candidates: tuple[Candidate, ...] = ()
    cell: Cell | None = None

    @property
    def unit(self) -> str:
        """The one record that is meant, or nothing."""
        return self.units[0] if self.result == LINK and len(self.units) == 1 else ""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known besides the text: country code, place words, the day."""

    country: str = ""
    location: str = ""
    day: date | None = None


class Linker:
    """Links cells to the records of an index."""

    def __init__(self, index: UnitIndex) -> None:
        self.index = index

    def link(self, text: str, context: Context = Context()) -> Linked:
        """Link one cell."""
        cell = parse(text)
        if context.country and context.country not in self.index.countries:
            return self._nowhere(cell, context)
        exact = self._exact(text, cell, context)
        if exact is not None:
            return exact
        if cell.vague:
            return self._described(cell, context) or Linked(TOO_VAGUE, (), (cell.vague,), (), cell)
        if cell.several:
            return self._several(cell, context)
        return self._one(cell, cell.units[0], context)

    def _nowhere(self, cell: Cell, context: Context) -> Linked:
        if cell.vague:
            return Linked(TOO_VAGUE, (), (cell.vague,), (), cell)
        reason = f"no unit of {_spoken(context.country)} is in the register"
        if cell.several:
            return Linked(SEVERAL, (), (f"names {len(cell.units)} units", reason), (), cell)
        if whole_ministry(cell.units[0]):
            return Linked(TOO_VAGUE, (), (MINISTRY,), (), cell)
        return Linked(NOT_IN_REGISTER, (), (reason,), (), cell)

    def _exact(self, text: str, cell: Cell, context: Context) -> Linked | None:
        """Records with exactly this name, unless the text is too vague to be one."""
        places = self.index.by_text.get(" ".join(fold(text).tokens), ())
        if not places:
            return None
        found = [self.index.names[place] for place in places if self._above(self.index.names[place], context)]
        mains = [one for one in found if one.order == 0]
        if cell.vague and not (_proper(cell, text) or (mains and " " in text.strip())):
            return None
        found = mains or ([] if cell.several else found)
        ids = list(dict.fromkeys(self.index.records[one.record].id for one in found))
        if not ids or len(ids) > 1:
            return None
        candidate = Candidate(ids[0], found[0].name, 1.0, SAME, ("the same name",))
        return Linked(LINK, (ids[0],), (f"the same name as {found[0].name!r}",), (candidate,), cell)

    def _described(self, cell: Cell, context: Context) -> Linked | None:
        """A string that reads as a description, but is the whole main name of a record (`Logistics Command`)."""
        if cell.vague != DESCRIBED or len(cell.units) != 1:
            return None
        linked = self._one(cell, cell.units[0], context)
        return linked if linked.result == LINK and linked.candidates[0].score >= _WHOLE_NAME else None

    def _several(self, cell: Cell, context: Context) -> Linked:
        units: list[str] = []
        reasons: list[str] = [f"names {len(cell.units)} units"]
        candidates: list[Candidate] = []
        links = [self._one(Cell(unit.text, (unit,)), unit, context, spans=False) for unit in cell.units]
        if len(links) == 2 and all(link.unit for link in links):
            low, high = (self.index.place_of[link.unit] for link in links)
            if high in self.index.superiors(low):
                return replace(
                    links[0],
                    reasons=(*links[0].reasons, f"with its superior {links[1].candidates[0].name!r}"),
                    cell=cell,
                )
        for unit, linked in zip(cell.units, links, strict=True):
            if linked.result == LINK:
                units += linked.units
                candidates += linked.candidates[:1]
            reasons.append(f"{unit.text}: {linked.reasons[0]}")
        return Linked(SEVERAL, tuple(dict.fromkeys(units)), tuple(reasons), tuple(candidates), cell)

    def _one(self, cell: Cell, unit: UnitName, context: Context, *, spans: bool = True) -> Linked:
        unit = self._placed(unit, context)
        if not unit.names and unit.places and unit == UnitName(unit.text, places=unit.places, country=unit.country):
            return Linked(TOO_VAGUE, (), (PLACE_ONLY,), (), cell)
        foreign = self._foreign(unit, context)
        if foreign:
            return Linked(
                NOT_IN_REGISTER,
                (),
                (f"of {_spoken(unit.country)}, not of {_spoken(context.country)}",),
                (),
                cell,
            )
        if unit.bare_service and not unit.full and not unit.proper_service:
            name = self._service_node(unit, context)
            return (
                Linked(LINK, (name.id,), name.reasons, (name,), cell)
                if name and not spans
                else Linked(TOO_VAGUE, (), ("names a whole service, not a unit",), (), cell)
            )
        if unit.bare_service or (unit.headquarters and _service_headquarters(unit)):
            found = self._service_node(unit, context)
            if found is None:
                return Linked(NOT_IN_REGISTER, (), (f"the {unit.service} itself is in no record",), (), cell)
            return Linked(LINK, (found.id,), found.reasons, (found,), cell)
        candidates = self._candidates(unit, context)
        best = [one for one in candidates if one.verdict == SAME and one.score >= _LEAST]
        if best:
            equals = [one for one in best if best[0].score - one.score < _EQUAL]
            ids = tuple(dict.fromkeys(one.id for one in equals))
            if len(ids) == 1:
                return Linked(LINK, ids, (f"{best[0].name}", *best[0].reasons), tuple(candidates[:_CANDIDATES]), cell)
            if len(ids) <= _MOST_EQUALS:
                why = f"cannot be told apart: {'; '.join(one.name for one in equals)}"
                return Linked(LINK, ids, (why,), tuple(candidates[:_CANDIDATES]), cell)
        shown = tuple(candidates[:_CANDIDATES])
        if whole_ministry(unit):
            return Linked(TOO_VAGUE, (), (MINISTRY,), shown, cell)
        superior = self._superior(unit, context, cell if spans else None)
        if superior is not None:
            return Linked(
                PARENT_ONLY, (superior.id,), ("the unit is in no record", *superior.reasons), (superior, *shown), cell
            )
        return Linked(
            NOT_IN_REGISTER,
            (),
            ("no record fits", *(f"{one.name}: {'; '.join(one.reasons)}" for one in shown[:2])),
            shown,
            cell,
        )

    def _foreign(self, unit: UnitName, context: Context) -> bool:
        if not (unit.country and context.country and unit.country != context.country):
            return False
        known = self.index.places.get(context.country, frozenset())
        name = set(fold(country_name(unit.country)).tokens)
        return not (name <= known and name <= {*unit.places})  # Niger is also a state of Nigeria

    def _in_country(self, name: KnownName, context: Context) -> bool:
        countries = self.index.records[name.record].countries
        return not (context.country and countries) or context.country in countries

    def _above(self, name: KnownName, context: Context) -> bool:
        """Whether the record can be the superior of a unit of the country; a mission has units of many."""
        return self.index.international(name.record) or self._in_country(name, context)

    def _candidates(self, unit: UnitName, context: Context) -> list[Candidate]:
        asked = self._asked(unit, context)
        if unit.ordinal:
            places = self.index.by_ordinal.get(unit.ordinal, [])
        else:
            counts: dict[int, int] = {}
            for word in words_of(asked):
                postings = self.index.by_word.get(word, ())
                if len(postings) <= _MOST_POSTINGS or word in asked.names:
                    for place in postings:
                        counts[place] = counts.get(place, 0) + 1
            most = max(counts.values(), default=0)
            places = [place for place, count in counts.items() if count * 2 >= most]
            if len(asked.names) == 1 and asked.names[0].isalpha():
                places += self._acronyms(asked.names[0])
        best: dict[int, tuple[float, KnownName, Comparison]] = {}
        for place in dict.fromkeys(places):
            name = self.index.names[place]
            if not self._in_country(name, context) or not self._existed(name, context):
                continue
            if not self._may_be(unit, asked, name, context):
                continue
            found = compare(asked, name.unit)
            score = found.score - (0.01 if name.order else 0.0)
            if found.verdict == SAME:
                score += self._main_speaks(asked, name)
            if name.record not in best or (found.verdict == SAME, score) > (
                best[name.record][2].verdict == SAME,
                best[name.record][0],
            ):
                best[name.record] = (score, name, found)
        rows = sorted(best.items(), key=lambda row: (row[1][2].verdict != SAME, -row[1][0], row[0]))
        return [
            Candidate(self.index.records[number].id, name.name, round(score, 4), found.verdict, found.reasons)
            for number, (score, name, found) in rows
        ]

    def _may_be(self, unit: UnitName, asked: UnitName, name: KnownName, context: Context) -> bool:
        """What forbids a name before it is compared: it says more than its slots show."""
        plain = name.plain
        if plain.country and plain.country != context.country and plain.country != unit.country:
            return False  # a contingent of another country
        if asked.ordinal:
            if asked.arms - ORDINARY and not name.unit.arms and (plain.echelon or not plain.names):
                return False  # `1 Military Intelligence Brigade` is not 1 Brigade
            main = self.index.main(name.record)
            other_size = main.echelon and asked.echelon and main.echelon != asked.echelon
            same_words = (plain.ordinal, plain.echelon, plain.arms) == (unit.ordinal, unit.echelon, unit.arms)
            return not (name.order and other_size and not same_words and main.ordinal == asked.ordinal) or alike(
                main.echelon, asked.echelon
            )
        if plain.parents and not any(_one_superior(one, other) for one in plain.parents for other in unit.parents):
            return False  # `2 Brigade Medical Centre` where no brigade is named
        if plain == UnitName(plain.text, echelon=plain.echelon, roles=plain.roles, places=plain.places):
            return plain.headquarters and bool(plain.echelon)  # an alias such as `State Command` or `Garrison`
        if (
            plain.body <= DEPARTMENTS
            and plain.body
            and not unit.body
            and not any(one.headquarters for one in unit.parents)
        ):
            return False
        if plain.services and not asked.services and not (asked.arms >= {"air"} and "air force" in plain.services):
            return False  # `Department of Army Training` where no army is named
        numbered = self.index.ordinals(name.record)
        return not (numbered and not (plain.names or plain.honorific or plain.body))

    def _main_speaks(self, asked: UnitName, name: KnownName) -> float:
        """An alias against the record's own main name weighs less: `2 Brigade` of the 2 Mechanised Division."""
        if name.order == 0:
            return 0.0
        main = self.index.main(name.record)
        if main.ordinal and asked.ordinal and main.ordinal != asked.ordinal:
            return -0.05
        if main.echelon and asked.echelon and main.echelon != asked.echelon:
            return -0.1
        return 0.0

    def _acronyms(self, word: str) -> list[int]:
        return self.index.by_initials(word)

    def _existed(self, name: KnownName, context: Context) -> bool:
        record = self.index.records[name.record]
        if context.day is None:
            return True
        return not (
            (record.founded and context.day < record.founded) or (record.disbanded and context.day > record.disbanded)
        )

    def _placed(self, unit: UnitName, context: Context) -> UnitName:
        """Words of the name that are known places of the country are places."""
        if not unit.names:
            return unit
        known = self.index.places.get(context.country, frozenset())
        moved = tuple(name for name in unit.names if name in known)
        if not moved:
            return unit
        return unit._replace(
            names=tuple(name for name in unit.names if name not in known), places=(*unit.places, *moved)
        )

    def _asked(self, unit: UnitName, context: Context) -> UnitName:
        """The unit with what the context and its superiors say."""
        unit = self._placed(unit, context)
        places = (*unit.places, *fold(context.location).tokens)
        services = unit.services
        if not services:
            services = next((parent.services for parent in unit.parents if parent.services), ())
        country = context.country or unit.country
        return unit._replace(places=places, country=country, services=services)

    def _service_node(self, unit: UnitName, context: Context) -> Candidate | None:
        """The record of a whole service, or of its headquarters; the headquarters of X is X where it has no record."""
        for service in unit.services:
            for headquarters in (True, False) if unit.headquarters else (False,):
                found = [
                    self.index.names[place]
                    for place in self.index.services.get((service, headquarters), ())
                    if self._in_country(self.index.names[place], context)
                ]
                found.sort(key=lambda name: name.order)
                if found:
                    record = self.index.records[found[0].record]
                    return Candidate(record.id, record.names[0], 1.0, SAME, (f"service: {service}",))
        return None

    def _superior(self, unit: UnitName, context: Context, cell: Cell | None) -> Candidate | None:
        """The narrowest superior that the text names and a record has."""
        for parent in unit.parents:
            if parent.bare_service or _service_headquarters(parent):
                found = self._service_node(parent, context)
            else:
                asked = parent if parent.services else parent._replace(services=unit.services)
                fits = [one for one in self._candidates(asked, context) if one.verdict == SAME and one.score >= _LEAST]
                found = fits[0] if len(fits) == 1 or (fits and fits[0].score - fits[1].score >= _EQUAL) else None
                if found is None and parent.parents:
                    found = self._superior(parent, context, None)
            if found is not None:
                return found
        if cell is not None:
            found = self._span(cell, unit, context)
            if found is not None:
                return found
        services = [*unit.services, *(service for parent in unit.parents for service in parent.services)]
        for service in services:
            if service in _NO_SERVICE_OF_ITS_OWN and not unit.full:
                continue
            if unit.roles & _CIVIL_ROLES:
                continue
            found = self._service_node(UnitName(service, services=(service,)), context)
            if found is not None:
                return found
        return None

    def _span(self, cell: Cell, unit: UnitName, context: Context) -> Candidate | None:
        """The longest run of words that is exactly the name of one record (`Hospital NIBATT 31 UNMIL`)."""
        tokens = canonical_words(cell.text)[:_SPAN_WORDS]
        for size in range(len(tokens) - 1, 0, -1):
            for start in range(len(tokens) - size, -1, -1):
                text = " ".join(tokens[start : start + size])
                if tokens[start] == "headquarters":
                    continue  # the headquarters of the whole
                places = self.index.by_words.get(text, ())
                names = [self.index.names[place] for place in places if self._above(self.index.names[place], context)]
                if len({name.record for name in names}) != 1 or not _specific(names[0], text):
                    continue
                inner = names[0].plain
                if unit.ordinal and (inner.body & unit.body or (inner.echelon and inner.echelon == unit.echelon)):
                    continue  # a namesake, not a superior
                record = self.index.records[names[0].record]
                return Candidate(record.id, names[0].name, 1.0, SAME, (f"names {names[0].name!r}",))
        return None


_MOST_EQUALS = 4
_SPAN_WORDS = 24


def _one_superior(one: UnitName, other: UnitName) -> bool:
    return (one.ordinal, one.echelon, one.service) == (other.ordinal, other.echelon, other.service)


def _specific(name: KnownName, text: str) -> bool:
    """Whether a name of a record found inside a longer text surely means it: no bare word, place or service."""
    unit = name.plain
    if unit.bare_service:
        return False
    if len(text) < 3 or text.isdigit():
        return False
    if unit.ordinal:
        return bool(unit.echelon or unit.roles)
    if unit.headquarters or unit.names:
        return " " in text or name.name.isupper() or unit.headquarters
    return name.order == 0 and " " in text and bool(unit.services or unit.qualifiers)


def _proper(cell: Cell, text: str) -> bool:
    """Whether a text that reads as vague is yet a proper name where a record has it: never a bare service word."""
    return " " in text.strip() and cell.vague not in ("empty", "names a whole service, not a unit")


def _service_headquarters(unit: UnitName) -> bool:
    return bool(
        unit.services
        and unit.roles == {"headquarters"}
        and not (unit.ordinal or unit.echelon or unit.arms or unit.names or unit.honorific)
    )


def _spoken(country: str) -> str:
    """A country's name, or the word itself where it is no code."""
    return country_name(country) if country in codes() else country
