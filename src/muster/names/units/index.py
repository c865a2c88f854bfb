"""Records of units, found again by their slots.

The index knows nothing of a register: it takes plain records. Each name of a record is parsed once and filled up with
what the record's other names, service, places and superiors say, so that `322 BN` is known to be artillery.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from muster.names.fold import fold
from muster.names.units.compare import initials
from muster.names.units.model import NONE, UnitName
from muster.names.units.parse import canonical_words, parse_name


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """A unit as a register knows it; the first of `names` is its main name.

    `countries` are ISO codes in lower case; `superiors` are ids of records; `kinds` are words such as a register's
    classification (`Army`, `Police`). A `placeholder` stands for a unit nobody could name and is never an answer.
    """

    id: str
    names: tuple[str, ...]
    countries: frozenset[str] = NONE
    places: tuple[str, ...] = ()
    superiors: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    founded: date | None = None
    disbanded: date | None = None
    placeholder: bool = False


@dataclass(frozen=True, slots=True)
class KnownName:
    """One name of a record, in slots, with what the record adds; `order` is 0 for the main name."""

    record: int
    name: str
    order: int
    unit: UnitName
    plain: UnitName


_SHORTEST_INITIALS = 4
_CONTINGENT = frozenset({"contingent"})
_BRACKETS = re.compile(r"\([^()]*\)")


class UnitIndex:
    """Records by number, by words and by exact name, each within its countries."""

    def __init__(self, records: Iterable[UnitRecord]) -> None:
        self.records: list[UnitRecord] = list(records)
        self.place_of = {record.id: number for number, record in enumerate(self.records)}
        self.names: list[KnownName] = []
        self.by_words: dict[str, list[int]] = defaultdict(list)
        self.by_text: dict[str, list[int]] = defaultdict(list)
        self.by_ordinal: dict[str, list[int]] = defaultdict(list)
        self.by_word: dict[str, list[int]] = defaultdict(list)
        self._initials: dict[str, list[int]] = defaultdict(list)
        self.services: dict[tuple[str, bool], list[int]] = defaultdict(list)
        self.places: dict[str, frozenset[str]] = {}
        self.countries = frozenset(code for record in self.records for code in record.countries)
        self._ordinals: dict[int, frozenset[str]] = {}
        self._international: set[int] = set()
        self._mains = [parse_name(record.names[0]) if record.names else UnitName("") for record in self.records]
        stubs = self._stubs()
        known: dict[str, set[str]] = defaultdict(set)
        for number, record in enumerate(self.records):
            words = _words(record.places)
            words += [word for name in record.names if "(" in name for word in parse_name(name).places]
            for code in record.countries or {""}:
                known[code].update(words)
            if not record.placeholder and number not in stubs:
                self._add(number, record, tuple(dict.fromkeys(words)))
        self.places = {code: frozenset(words) for code, words in known.items()}

    def _stubs(self) -> set[int]:
        """Records that say nothing but the main name of another one, in the same countries: a row without an id."""
        by_name: dict[tuple[str, frozenset[str]], list[int]] = defaultdict(list)
        for number, record in enumerate(self.records):
            if record.names:
                by_name[" ".join(fold(record.names[0]).tokens), record.countries].append(number)
        found: set[int] = set()
        for numbers in by_name.values():
            fullest = max(numbers, key=lambda number: len(self._told(number)))
            told = self._told(fullest)
            found.update(one for one in numbers if one != fullest and self._told(one) < told)
        return found

    def _told(self, number: int) -> frozenset[tuple[str, str]]:
        record = self.records[number]
        return frozenset(
            (what, one) for what in ("names", "places", "superiors", "kinds") for one in getattr(record, what)
        )

    def superiors(self, record: int) -> list[int]:
        """The record's superiors, direct ones first, then theirs."""
        found: dict[int, None] = {}
        wave = [record]
        while wave:
            above = [self.place_of[one] for low in wave for one in self.records[low].superiors if one in self.place_of]
            wave = [one for one in dict.fromkeys(above) if one not in found and one != record]
            found.update(dict.fromkeys(wave))
        return list(found)

    def international(self, record: int) -> bool:
        """Whether the record is a peacekeeping mission, which has units of many countries."""
        return record in self._international

    def main(self, record: int) -> UnitName:
        """The record's main name."""
        return self._mains[record]

    def ordinals(self, record: int) -> frozenset[str]:
        """Every number that the record's names give it."""
        return self._ordinals.get(record, NONE)

    def by_initials(self, word: str) -> list[int]:
        """Names of records whose initials begin with this word of four or more letters."""
        return self._initials.get(word[:_SHORTEST_INITIALS], []) if len(word) >= _SHORTEST_INITIALS else []

    def _add(self, number: int, record: UnitRecord, places: tuple[str, ...]) -> None:
        parsed = [(name, parse_name(name)) for name in record.names]
        plain = {name: parse_name(_BRACKETS.sub(" ", name)) if "(" in name else unit for name, unit in parsed}
        main = self._mains[number]
        services = _services(record.kinds) or main.services
        contingent = any("peacekeeping" in parse_name(kind).arms for kind in record.kinds)
        if contingent and not main.echelon and not main.ordinal:
            self._international.add(number)
        country = next(iter(record.countries)) if len(record.countries) == 1 else ""
        parents = tuple(self._mains[one] for one in self.superiors(number))
        self._ordinals[number] = frozenset(unit.ordinal for _, unit in parsed if unit.ordinal)
        for order, (name, unit) in enumerate(parsed):
            services_of_it = unit.services or services
            same_body = not unit.body or bool(unit.body & main.body)
            arms = unit.arms or (main.arms if unit.ordinal and unit.ordinal == main.ordinal and same_body else NONE)
            filled = unit._replace(
                echelon=unit.echelon or (main.echelon if unit.ordinal == main.ordinal and not unit.body else ""),
                arms=_CONTINGENT if contingent and unit.echelon == "battalion" else arms,
                troops=unit.troops or (main.troops and unit.ordinal == main.ordinal and not unit.echelon),
                services=tuple(dict.fromkeys((*services_of_it, *services))),
                country=country,
                places=tuple(dict.fromkeys((*unit.places, *places))),
                parents=unit.parents or parents,
            )
            place = len(self.names)
            self.names.append(KnownName(number, name, order, filled, plain[name]))
            if unit.ordinal and not main.ordinal and (short := _one_word(unit)) and short == initials(main):
                # `101 PAF` of the Presidential Air Fleet: the number and all that the main name says, or the letters
                meant = main._replace(ordinal=unit.ordinal, services=filled.services, country=country, places=places)
                only = UnitName(unit.text, unit.ordinal, names=(short,), services=filled.services, country=country)
                for also in (meant, only):
                    self.by_ordinal[unit.ordinal].append(len(self.names))
                    self.names.append(KnownName(number, name, order, also, only))
            self.by_text[" ".join(fold(name).tokens)].append(place)
            self.by_words[" ".join(canonical_words(name))].append(place)
            if not unit.ordinal and len(letters := initials(unit)) >= _SHORTEST_INITIALS:
                self._initials[letters[:_SHORTEST_INITIALS]].append(place)
            if unit.ordinal:
                self.by_ordinal[unit.ordinal].append(place)
            else:
                for word in words_of(unit):
                    self.by_word[word].append(place)
            if unit.bare_service or (unit.services and unit.roles == {"headquarters"} and _service_only(unit)):
                self.services[(unit.service, unit.headquarters)].append(place)


def _one_word(unit: UnitName) -> str:
    """The one word beside the number, as in `109 SIG`."""
    words = [word for word in unit.text.split() if not word[0].isdigit()]
    return words[0] if len(words) == 1 else ""


def words_of(unit: UnitName) -> set[str]:
    """What an unnumbered unit can be found by."""
    found = {*unit.names, *unit.arms, *unit.body, *unit.services, *unit.qualifiers, *unit.places}
    if unit.echelon:
        found.add(unit.echelon)
    if unit.headquarters:
        found.add("headquarters")
    return found


def _service_only(unit: UnitName) -> bool:
    return not (unit.ordinal or unit.echelon or unit.arms or unit.names or unit.honorific)


def _words(texts: Iterable[str]) -> list[str]:
    return [token for text in texts for token in fold(text).tokens if len(token) > 1]


def _services(kinds: Iterable[str]) -> tuple[str, ...]:
    """The services that the words of a classification name."""
    found: dict[str, None] = {}
    for kind in kinds:
        unit = parse_name(kind)
        found.update(dict.fromkeys(unit.services))
    return tuple(found)
