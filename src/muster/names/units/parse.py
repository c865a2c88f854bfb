"""From a roster's unit column to typed slots.

The cell is cut at its separators; each piece is read alone (`pieces`); then the pieces are put together: a list of
numbers shares the size word, a larger unit behind a smaller one is its superior, a place is where the unit lies.
Any text gets an answer, in time that grows with its length.
"""

from __future__ import annotations

import re

from muster.names.units.model import PROPER_SERVICES, Cell, UnitName
from muster.names.units.pieces import Draft, Token, joined, read
from muster.names.units.vocabulary import (
    ARM,
    COUNTRY,
    ECHELON,
    FILLER,
    JOINER,
    NUMBER,
    ROLE,
    SERVICE,
    Lexeme,
    lexicon,
    sizes,
    vocabulary,
)

MAX_CHARACTERS = 4000
"""Longer cells are cut here."""

_LONGEST_EMPTY = 30
EMPTY = "empty"
BARE_SERVICE = "names a whole service, not a unit"
MINISTRY = "names a whole ministry, not a unit"
COUNTRY_ONLY = "names a country, not a unit"
DESCRIBED = "a description, not a name"
OFFICE_ONLY = "names an office or a person, not a unit"
NUMBER_ONLY = "a number without a kind of unit"
PLACE_ONLY = "names a place, not a unit"

_TOKENS = re.compile(
    r"[A-Za-z]+(?![^\W_])|\d{1,2}/\d{1,2}/\d{2,4}(?!\d)|\d{1,3}/\d{1,3}(?![/\d]|\w)|\d+\s?[º°ª?]|[^\W_]+"
    r"|[;,/&()|+:\n\"“”«»\[\]]|\s[-–—]+\s?|[-–—]{2,}|[-–—]\s"
)
_CAMEL = re.compile("[a-z][A-Z]")
_RUN_TOGETHER = re.compile(r"(?<=[a-z]{4})(?=[A-Z][a-z]{3})")
_HTML = re.compile(r"&(?:amp;|quot;|#\d+;)+", re.IGNORECASE)
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_SEPARATORS = {";": ";", "|": ";", "\n": ";", "+": "&", "&": "&", ",": ",", ":": ",", "/": "/", "(": "(", "[": "("}
_QUOTES = frozenset('"“”«»')
_SPECIFIC = frozenset({"justice", "foreign affairs", "customs", "criminal investigation", "counter terrorism", "boat"})
_SUPERIOR_ROLES = frozenset({"ministry", "headquarters", "government"})
_HEADQUARTERS = frozenset({"headquarters"})
_GENERAL = frozenset({"office", "department", "centre", "school", "base", "headquarters", "institute", "committee",
                      "station", "directorate", "staff", "hospital", "depot", "academy"})  # fmt: skip


def parse(text: str) -> Cell:
    """What the cell says; see `Cell`. Never fails."""
    pieces = _pieces(text[:MAX_CHARACTERS])
    if not pieces:
        return Cell(text, vague=EMPTY)
    if len(text) <= _LONGEST_EMPTY and _says_nothing(pieces):
        return Cell(text, vague=EMPTY)
    drafts: list[tuple[str, Draft]] = []
    for separator, lexemes in pieces:
        for part in _at_joiners(joined(lexemes)):
            for draft in read(part):
                drafts.append((separator, draft))
                separator = " "
            separator = "&"
    return _Assembly(text).of(drafts)


def _says_nothing(pieces: list[tuple[str, list[Lexeme]]]) -> bool:
    """Whether the words, numbers left out, stand for an empty cell, or are numbers and nothing else."""
    known = vocabulary()
    first = pieces[0][1][0].key
    if first not in known.empty_begins and not first.isdigit():
        return False
    keys = tuple([lexeme.key for _, lexemes in pieces for lexeme in lexemes if not lexeme.key.isdigit()])
    return keys in known.empty or (not keys and len(pieces) == 1 and len(pieces[0][1]) > 1)


def parse_name(text: str) -> UnitName:
    """The text as the name of one unit, even if it would be vague in a roster (`Police` as a register's alias)."""
    drafts = [
        (separator, draft)
        for separator, lexemes in _pieces(text[:MAX_CHARACTERS])
        for draft in read(_plain_joiners(joined(lexemes)))
        if not draft.nothing
    ]
    if not drafts:
        return UnitName(text)
    first = drafts[0][1]
    for separator, draft in drafts[1:]:
        first.country = first.country or draft.country
        if draft.only_words and separator in ("/", "-", " ", "&"):
            first.names += draft.names
        elif draft.only_words:
            first.places += draft.names + draft.places
        elif draft.only_service and not first.services:
            first.services = draft.services
        elif draft.body or draft.only_function:
            first.parents += (draft,)
    return first.frozen()


def canonical_words(text: str) -> list[str]:
    """The canonical words of a text in their order, without fillers: `NAF HQ` and `Air Force Headquarters` agree."""
    words: list[str] = []
    for _, lexemes in _pieces(text[:MAX_CHARACTERS]):
        seen: Lexeme | None = None
        for kind, word, lexeme in joined(lexemes):
            if kind not in (FILLER, JOINER) and not (lexeme is seen and kind == SERVICE):
                words.append(word)
            seen = lexeme
    return words


def _plain_joiners(tokens: list[Token]) -> list[Token]:
    return [token for token in tokens if token[0] != JOINER]


def _pieces(text: str) -> list[tuple[str, list[Lexeme]]]:
    """(separator before, lexemes) of each piece that holds a word."""
    if "&" in text:
        text = _HTML.sub(" & ", text)
    if "." in text:
        text = _DOTTED.sub(lambda found: found.group().replace(".", "") + " ", text)
    if not text.isupper() and _CAMEL.search(text):
        text = _RUN_TOGETHER.sub(" ; ", text)
    words = lexicon()
    look, known = words.look, words.known.get
    result: list[tuple[str, list[Lexeme]]] = []
    current: list[Lexeme] = []
    separator = ""
    for token in _TOKENS.findall(text):
        if lexemes := known(token):
            current += lexemes
            continue
        first = token[0]
        if first.isalnum():
            if "/" in token:
                if token.count("/") > 1:
                    continue  # a date
                parts = token.split("/")
                if current and current[-1].tokens[0][0] in (ECHELON, ARM):
                    current.append(Lexeme("/".join(parts), ((NUMBER, token),), False, True))
                    continue
                current.extend(look(parts[0]))
                result.append((separator, current))
                separator, current = "/", list(look(parts[1]))
                continue
            current += look(token.replace(" ", ""))
            continue
        if first in _QUOTES:
            continue
        if current:
            result.append((separator, current))
            current = []
            separator = ""
        if separator in ("", ","):
            separator = _SEPARATORS.get(first, "-" if first in " -–—\t\u00a0" else ",")
    if current:
        result.append((separator, current))
    return result


def _complete(tokens: list[Token]) -> bool:
    """Whether these words alone would be a unit, so that `and` before or after them parts two units."""
    kinds = {kind for kind, _, _ in tokens}
    words = {word for kind, word, _ in tokens if kind == ROLE}
    if NUMBER in kinds and (ECHELON in kinds or kinds <= {NUMBER, FILLER}):
        return True
    if words & {"ministry", "headquarters"} and kinds & {SERVICE, ARM, COUNTRY}:
        return True
    return SERVICE in kinds and not kinds & {ARM, ECHELON, ROLE}


def _at_joiners(tokens: list[Token]) -> list[list[Token]]:
    for kind, _, _ in tokens:
        if kind == JOINER:
            break
    else:
        return [tokens]
    parts: list[list[Token]] = [[]]
    for place, token in enumerate(tokens):
        if token[0] == JOINER:
            if _complete(parts[-1]) and _complete(tokens[place + 1 :]):
                parts.append([])
            continue
        parts[-1].append(token)
    return parts


class _Assembly:
    """The pieces of one cell put together."""

    __slots__ = (
        "country", "described", "functions", "headquarters", "listing", "numbers", "offices", "persons", "places",
        "services", "text", "units",
    )  # fmt: skip

    def __init__(self, text: str) -> None:
        self.text = text
        self.units: list[Draft] = []
        self.services: list[Draft] = []
        self.functions: list[Draft] = []
        self.numbers: list[Draft] = []
        self.places: tuple[str, ...] = ()
        self.country = ""
        self.persons: tuple[str, ...] = ()
        self.offices: tuple[str, ...] = ()
        self.described = self.headquarters = self.listing = False

    def of(self, drafts: list[tuple[str, Draft]]) -> Cell:
        if len(drafts) == 1:
            draft = drafts[0][1]
            if (draft.echelon or draft.roles) and not (draft.roles == _HEADQUARTERS and draft.only_role):
                self.units.append(draft)
                self.persons, self.offices, self.described = draft.persons, draft.offices, draft.described
                return Cell(self.text, (draft.frozen(),), draft.persons, draft.offices, self._vague())
        else:
            self._soft_lists(drafts)
        if len(drafts) >= _LIST:
            self.listing = sum(bool(draft.ordinal or draft.roles or draft.echelon) for _, draft in drafts) >= _LIST
        end = len(drafts) - 1
        for place, (separator, draft) in enumerate(drafts):
            if draft.persons or draft.offices or draft.described:
                self.persons += draft.persons
                self.offices += draft.offices
                self.described |= draft.described
            self._take(separator, draft, last=place == end)
        self._finish()
        units = tuple([unit.frozen() for unit in self.units])
        vague = self._vague()
        return Cell(self.text, units, self.persons, self.offices, vague)

    def _soft_lists(self, drafts: list[tuple[str, Draft]]) -> None:
        """`&` between pieces that are no units of their own is no separator: they are one name."""
        place = 1
        while place < len(drafts):
            separator, draft = drafts[place]
            before = drafts[place - 1][1]
            if separator == "&" and not (_stands(before) and _stands(draft)):
                _merge(before, draft)
                del drafts[place]
            else:
                place += 1

    def _take(self, separator: str, draft: Draft, *, last: bool) -> None:
        if draft.echelon or draft.roles:
            if draft.roles == _HEADQUARTERS and draft.only_role:
                if self.units:
                    self.units[-1].roles |= draft.roles
                else:
                    self.headquarters = True
                self.places += draft.places
            else:
                self._unit(separator, draft)
            return
        if draft.nothing:
            return
        if draft.only_number and draft.places:
            self.places += draft.places  # `3 Kofo Abayomi Street`
        elif draft.only_number and separator == "(" and self.units:
            self.units[-1].ordinal = self.units[-1].ordinal or draft.ordinal  # else a head count
        elif draft.only_number:
            self.numbers.append(draft)
        elif draft.only_service:
            if separator == ";" and self.units and self.units[-1].roles & _SUPERIOR_ROLES:
                self.units.append(draft)
            else:
                self.places += draft.places
                self.services.append(draft)
        elif draft.only_words:
            self._words(separator, draft)
        elif draft.only_function and not draft.arms and not draft.services and self.units:
            self.places += draft.places  # `… and National Orientation`
        elif draft.only_function and draft.arms == {"presidential"} and self.units and separator != "(":
            self.units.append(draft)
        elif draft.only_function and separator != "(" and self.units and _rank(self.units[-1]) >= _SERVICE_LEVEL:
            draft.parents += (self.units[-1],)  # `Naval Headquarters, Training and Operations`
            draft.services = draft.services or self.units[-1].services
            self.units[-1] = draft
        elif draft.only_function and (self.units or not last or self.services):
            if self.units and separator == "(" and not self.units[-1].arms:
                self.units[-1].arms |= draft.arms
            elif not self.units:
                self.functions.append(draft)
            if draft.services and self.units:
                self.services.append(draft)
            self.places += draft.places
        else:
            self._unit(separator, draft)

    def _words(self, separator: str, draft: Draft) -> None:
        if (
            draft.names
            and not self.units
            and not self.functions
            and (not self.services or (draft.short and not draft.places and not self.text.isupper()))
        ):
            self.units.append(draft)
        elif separator == "(" and self.units and self.units[-1].only_words and draft.names:
            self.units[-1].names += draft.names
        elif separator == "/" and self.units and draft.short and not draft.places:
            self.units[-1].parents += (draft,)  # `ISOF/CTS`
        else:
            where = draft.names + draft.places
            if self.units or self.services or self.functions:
                where += draft.country_words
            if self.units:
                self.units[-1].places += where
            else:
                self.places += where
            self.country = self.country or draft.country

    def _unit(self, separator: str, draft: Draft) -> None:
        if self.numbers:
            if draft.ordinal and (draft.echelon or draft.roles):
                self.units += [draft.like(number.ordinal) for number in self.numbers]
                self.numbers.clear()
                self.units.append(draft)
                return
            if not draft.ordinal and (draft.echelon or draft.roles or draft.arms):
                draft.ordinal = self.numbers.pop().ordinal  # `24, Bangladesh Infantry Regiment`
            self.numbers.clear()
        if self.headquarters:
            draft.roles |= _HEADQUARTERS
            self.headquarters = False
        if not self.units and self.functions:
            function = self.functions[0]
            if function.arms == {"presidential"}:
                draft.parents += (function,)
                self.units.append(draft)
                return
            if _rank(draft) >= _SERVICE_LEVEL or separator == "/" or function.arms & _SPECIFIC:
                function.parents += (draft,)
                self.units.append(function)
                return
            draft.arms = draft.arms or function.arms
            draft.services = draft.services or function.services
        if not self.units:
            self.units.append(draft)
            return
        before = self.units[-1]
        relation = "other" if self.listing and separator != "(" else _relation(before, draft, separator)
        if relation == "superior":
            before.parents += (draft,)
        elif relation == "part":
            draft.parents += (before,)
            draft.services = draft.services or before.services
            self.units[-1] = draft
        elif relation == "same":
            _merge(before, draft)
        else:
            self.units.append(draft)

    def _finish(self) -> None:
        if self.numbers and self.units and self.units[-1].echelon:
            like = self.units[-1]
            written = all(number.ordinal for number in self.numbers)
            if written and like.ordinal and not like.number_first:
                self.units += [like.like(number.ordinal) for number in self.numbers]  # `Battalions 22, 26, 93`
            self.numbers.clear()
        if not self.units and self.functions:
            self.units.append(self.functions[0])
        if not self.units:
            self.units = self.services
            self.services = []
            if len({unit.services for unit in self.units}) == 1:
                del self.units[1:]
            if self.headquarters and len(self.units) == 1:
                self.units[0].roles |= _HEADQUARTERS
        for unit in self.units:
            if not unit.services and self.services:
                unit.services = self.services[0].services
                unit.country = unit.country or self.services[0].country
                if self.services[0].qualifiers and unit.only_function:
                    unit.qualifiers |= self.services[0].qualifiers
            elif self.services and not unit.country:
                unit.country = self.services[0].country
            unit.country = unit.country or self.country
        if self.units:
            self.units[-1].places += self.places

    def _vague(self) -> str:
        if len(self.units) > 1:
            return ""
        if not self.units:
            if self.numbers:
                return NUMBER_ONLY
            if self.persons or self.offices:
                return OFFICE_ONLY
            if self.described:
                return DESCRIBED
            return COUNTRY_ONLY if self.country and not self.places else PLACE_ONLY if self.places else DESCRIBED
        unit = self.units[0]
        if unit.parents and (unit.body or unit.arms or unit.names):
            return ""
        if unit.only_service:
            if self.described:
                return DESCRIBED
            full = (
                unit.country
                or PROPER_SERVICES & set(unit.services)
                or unit.qualifiers & {"national", "royal", "republican"}
            )
            return "" if full else BARE_SERVICE
        if unit.only_words:
            return self._vague_words(unit)
        if unit.only_function:
            known = unit.services or unit.arms & _SPECIFIC or len(unit.arms) > 2
            if known or (len(unit.arms) > 1 and (unit.country or unit.qualifiers & {"national", "federal"})):
                return ""
            return OFFICE_ONLY if self.offices else DESCRIBED
        if not (unit.ordinal or unit.names or unit.honorific or unit.services or unit.places or unit.country):
            nothing_said = not unit.arms and not unit.qualifiers and (unit.roles <= _GENERAL or not unit.roles)
            if nothing_said or (unit.echelon and not unit.roles and len(unit.arms | unit.qualifiers) < 2):
                return DESCRIBED if not self.offices else OFFICE_ONLY
        return ""

    def _vague_words(self, unit: Draft) -> str:
        if not unit.names:
            return COUNTRY_ONLY if unit.country and not unit.places else PLACE_ONLY
        if self.offices and not unit.honorific:
            return OFFICE_ONLY
        if unit.places and not any(len(name) > 1 for name in unit.names):
            return PLACE_ONLY
        return DESCRIBED if self.described and len(unit.names) < _PROPER_NAME else ""


def whole_ministry(unit: UnitName) -> bool:
    """A whole ministry of defence: it is no unit. Other ministries are bodies of their own."""
    return unit.arms == {"defence"} and "ministry" in unit.roles and unit.body <= _MINISTRY and not unit.ordinal


_MINISTRY = frozenset({"ministry", "society"})


def _stands(draft: Draft) -> bool:
    """Whether the words are a unit, a service or a number alone, so that `&` beside them parts two."""
    if draft.only_service or draft.only_number:
        return True
    if draft.ordinal and (draft.echelon or draft.names or draft.roles):
        return True
    if draft.body and draft.services:
        return True
    return bool(draft.roles & {"ministry", "headquarters"}) and bool(draft.services or draft.arms)


def _merge(into: Draft, other: Draft) -> None:
    into.text += other.text
    into.ordinal = into.ordinal or other.ordinal
    into.echelon = into.echelon or other.echelon
    into.country = into.country or other.country
    into.arms |= other.arms
    into.qualifiers |= other.qualifiers
    into.roles |= other.roles
    into.services = into.services or other.services
    into.names += other.names
    into.places += other.places
    into.parents += other.parents


_FORMATION = 6
_PROPER_NAME = 3
"""So many words that are no vocabulary are a name, whatever else is said."""
_SERVICE_LEVEL = 15
_LIST = 4
"""So many units in a cell are a list, whatever their sizes."""


def _rank(draft: Draft) -> int:
    rank = sizes().rank.get(draft.echelon, 0)
    if draft.roles & {"ministry", "government"}:
        return 20
    if "headquarters" in draft.roles and not draft.ordinal and (draft.services or "defence" in draft.arms):
        return _SERVICE_LEVEL
    return max(rank, _BASE) if draft.roles & _BASES else rank


_BASES = frozenset({"base", "garrison", "station"})
_BASE = 6


def _relation(before: Draft, draft: Draft, separator: str) -> str:
    """How a later piece relates to the unit before it: its superior, a part of it, the same again, or another."""
    low, high = _rank(before), _rank(draft)
    if separator in (";", "&"):
        return "other"
    if len(before.ordinal) > 2 and before.ordinal[:-1] == draft.ordinal and not (low > high > 0):
        return "superior"  # `351 ECS/35 RB`: companies carry the number of their regiment
    if before.ordinal and draft.ordinal and not before.echelon and not before.roles and 0 < high < _FORMATION:
        return "other"  # `25 SER, 312 BN`
    if separator == "(":
        if before.only_words or not draft.ordinal or draft.ordinal == before.ordinal:
            return "superior" if high > low > 0 and draft.ordinal and draft.ordinal != before.ordinal else "same"
        return "superior" if high > low else "other"
    if high >= _SERVICE_LEVEL and low >= _SERVICE_LEVEL:
        return "other" if high == low or separator == "/" else "superior" if high > low else "part"
    if high > low and (low or before.ordinal or high >= _SERVICE_LEVEL):
        return "superior"
    if low > high:
        if separator in "/," and draft.ordinal and not (draft.echelon or draft.roles):
            return "other"  # `2 BN, 25 SER`
        if high or draft.roles or draft.ordinal:
            if separator == "/" and before.ordinal and draft.ordinal:
                return "other"
            if separator == "/" and not draft.ordinal and low < _SERVICE_LEVEL and draft.roles:
                return "other"
            if not high and low < _SERVICE_LEVEL and draft.roles and not draft.ordinal:
                return "superior"
            return "part"
        if draft.names and draft.arms == {"operations"}:
            return "superior"  # `151 BN, Operation Lafiya Dole`
        return "part" if draft.arms and draft.names else "same"
    if separator == "/" or (before.ordinal and draft.ordinal):
        return "other"
    return "superior"
