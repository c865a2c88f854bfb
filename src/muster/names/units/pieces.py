"""One piece of a cell, between two separators, read from left to right into drafts of units.

A piece can hold a chain (`2 BN 4 BDE`), a body of a numbered unit (`81 Division Intelligence Group`), a post, a
person. What a word does depends on what stands before it: a number after a finished unit begins the next one, an
unknown word after the size word is a place, before it a part of the name.
"""

from __future__ import annotations

from collections.abc import Sequence

from muster.names.units.model import NONE, UnitName
from muster.names.units.vocabulary import (
    ARM,
    COUNTRY,
    DESCRIPTION,
    ECHELON,
    FILLER,
    LETTER,
    NUMBER,
    OFFICE,
    PLACE,
    QUALIFIER,
    RANK,
    ROLE,
    SERVICE,
    WORD,
    Lexeme,
    sizes,
    vocabulary,
)

Token = tuple[str, str, Lexeme]
"""Kind, canonical word, lexeme."""

_OF = frozenset({"of", "de", "du", "des", "del", "la", "do", "da", "for", "d", "l", "le", "les", "para"})
_LARGEST_BARE = 999
_LONGEST_SHORT = 6
_DESCRIBING = frozenset({ARM, QUALIFIER})
_BEFORE_PLACE = frozenset({ECHELON, WORD})
_BEGINS_PART = frozenset({ARM, ROLE, ECHELON, NUMBER})
_REACH = 5
_LOOSE = frozenset({ARM, QUALIFIER, SERVICE, WORD, FILLER, COUNTRY})


class Draft:
    """A unit while its words are read; `frozen` makes it a value."""

    __slots__ = (
        "arms", "arms_after", "capitals", "country", "country_words", "described", "echelon", "honorific",
        "names", "number_first", "offices", "ordinal", "parents", "persons", "places", "qualifiers", "roles",
        "service_hq", "services", "text", "troops",
    )  # fmt: skip

    def __init__(self) -> None:
        self.text: list[str] = []
        self.ordinal = ""
        self.echelon = ""
        self.country = ""
        self.honorific = ""
        self.arms: set[str] = set()
        self.arms_after: set[str] = set()
        self.qualifiers: set[str] = set()
        self.services: list[str] = []
        self.roles: set[str] = set()
        self.names: list[str] = []
        self.places: list[str] = []
        self.country_words: list[str] = []
        self.parents: list[Draft] = []
        self.offices: list[str] = []
        self.persons: list[str] = []
        self.service_hq: Lexeme | None = None
        self.described = self.troops = self.number_first = self.capitals = False

    @property
    def body(self) -> bool:
        """Whether the words say what it is: a size, a role, or a number with a name or function."""
        return bool(
            (self.echelon and self.echelon != "unit") or self.roles or (self.ordinal and (self.names or self.arms))
        )

    @property
    def only_number(self) -> bool:
        return bool(self.ordinal) and not (
            self.echelon or self.roles or self.arms or self.names or self.services or self.qualifiers
        )

    @property
    def only_service(self) -> bool:
        return bool(self.services) and not (
            self.ordinal or self.echelon or self.roles or self.arms or self.names or self.honorific
        )

    @property
    def only_role(self) -> bool:
        return not (
            self.ordinal or self.echelon or self.arms or self.names or self.services or self.honorific or self.country
        )

    @property
    def only_function(self) -> bool:
        return bool(self.arms or self.qualifiers) and not (
            self.ordinal or self.echelon or self.roles or self.names or self.honorific
        )

    @property
    def only_words(self) -> bool:
        return not (self.ordinal or self.echelon or self.roles or self.arms or self.services) and (
            not self.qualifiers or bool(self.places)
        )

    @property
    def short(self) -> bool:
        """Whether the words are one abbreviation."""
        return self.capitals and len(self.names) == 1 and 1 < len(self.names[0]) <= _LONGEST_SHORT

    @property
    def nothing(self) -> bool:
        return self.only_words and not (self.names or self.places or self.country or self.honorific)

    def like(self, ordinal: str) -> Draft:
        """Another unit of the same kind with this number: `22, 26 and 93 Battalion`."""
        other = Draft()
        other.text = [ordinal, *[word for word in self.text if word != self.ordinal]]
        other.ordinal, other.echelon, other.country = ordinal, self.echelon, self.country
        other.arms, other.qualifiers, other.services = set(self.arms), set(self.qualifiers), list(self.services)
        return other

    def frozen(self) -> UnitName:
        """The finished unit name."""
        return UnitName(
            " ".join(self.text),
            self.ordinal,
            self.echelon,
            frozenset(self.arms) if self.arms else NONE,
            frozenset(self.qualifiers) if self.qualifiers else NONE,
            tuple(self.services),
            self.country,
            frozenset(self.roles) if self.roles else NONE,
            tuple(self.names),
            tuple(self.places),
            self.honorific,
            tuple([parent.frozen() for parent in self.parents]) if self.parents else (),
            self.troops,
        )


def joined(lexemes: Sequence[Lexeme]) -> list[Token]:
    """The lexemes as tokens, phrases of the vocabulary joined into one."""
    phrases = vocabulary().phrases
    result: list[Token] = []
    place, end = 0, len(lexemes)
    while place < end:
        lexeme = lexemes[place]
        if lexeme.begins:
            for keys, phrase in phrases[lexeme.key]:
                size = len(keys)
                if (
                    place + size <= end
                    and lexemes[place + 1].key == keys[1]
                    and (size == 2 or all(lexemes[place + n].key == keys[n] for n in range(2, size)))
                ):
                    result += phrase.tokens
                    place += size
                    break
            else:
                result += lexeme.tokens
                place += 1
        else:
            result += lexeme.tokens
            place += 1
    return result


def _echelon_ahead(tokens: list[Token], place: int) -> bool:
    for kind, _, _ in tokens[place : place + _REACH]:
        if kind == ECHELON:
            return True
        if kind not in _LOOSE:
            return False
    return False


def read(tokens: list[Token]) -> list[Draft]:
    """The drafts of one piece, a finished part of a chain before the next; parents within the piece are set."""
    known = sizes()
    weak, rank, troops = known.weak, known.rank, known.troops
    done: list[Draft] = []
    draft = Draft()
    previous = ""
    last: Lexeme | None = None
    upper_of: Lexeme | None = None
    ministry: Draft | None = None
    after_of = place_follows = False
    end = len(tokens)
    place = -1
    while place + 1 < end:
        place += 1
        kind, word, lexeme = tokens[place]
        if (
            kind in _DESCRIBING
            and previous in _BEFORE_PLACE
            and draft.body
            and place + 1 < end
            and tokens[place + 1][0] == PLACE
        ):
            kind, word = WORD, lexeme.key  # `Ada Barracks`
        if kind == FILLER and len(lexeme.key) == 1 and lexeme.upper:
            last_word = previous == ECHELON and place + 1 == end
            if last_word or (not draft.body and _echelon_next(tokens, place)):
                kind, word = LETTER, lexeme.key  # `A Company`
        if kind == FILLER:
            if word in _OF:
                after_of = True
            elif word in ("in", "at", "to", "from") and previous != NUMBER:
                place_follows = bool(draft.body)
            elif word == "in" and place + 1 < end and tokens[place + 1][0] == ECHELON:
                draft.arms.add("infantry")  # `341st IN BN`
            continue
        if lexeme is not last:
            draft.text.append(lexeme.key)
            last = lexeme
        if len(lexeme.items) > 1 and draft.body and ("R", "headquarters") in lexeme.items:
            if lexeme is not upper_of:
                draft.parents.append(_of_items(lexeme))  # `Special Forces Battalion DHQ`
                upper_of = lexeme
            continue
        if (
            draft.service_hq is not None
            and kind in _BEGINS_PART
            and lexeme is not draft.service_hq
            and not (kind == ROLE and word == "headquarters")
            and not (kind == NUMBER and not _echelon_ahead(tokens, place + 1))
        ):
            inner = Draft()  # `NA Headquarters Military Police`
            inner.services, inner.country, inner.text = list(draft.services), draft.country, [lexeme.key]
            draft.text.pop()
            inner.parents.append(draft)
            draft = inner
        if kind == NUMBER:
            before_echelon = _echelon_ahead(tokens, place + 1)
            if lexeme.roman and not (len(lexeme.key) > 1 or before_echelon or previous in (ECHELON, ROLE)):
                kind, word = LETTER, lexeme.key
            elif previous == PLACE or (place + 1 < end and tokens[place + 1][0] == RANK):
                previous = PLACE if previous == PLACE else previous
                continue
            elif not lexeme.written and int(word) > _LARGEST_BARE and not (previous == ECHELON or before_echelon):
                continue  # a cost or the number of a person
            elif "ministry" in draft.roles or (place + 1 < end and tokens[place + 1][1] == "ministry"):
                continue  # a head count
            else:
                if draft.ordinal or (draft.echelon and before_echelon and previous != ECHELON):
                    draft.text.pop()
                    done.append(draft)
                    draft = Draft()
                    draft.text.append(lexeme.key)
                    place_follows = False
                elif draft.body and draft.roles != {"headquarters"} and not draft.echelon and before_echelon:
                    draft.text.pop()
                    done.append(draft)
                    draft = Draft()
                    draft.text.append(lexeme.key)
                draft.ordinal = word
                draft.number_first = not draft.echelon
                previous, after_of = NUMBER, False
                continue
        if kind == LETTER:
            beside = place + 1 < end and tokens[place + 1][0] in (ECHELON, SERVICE) and not draft.echelon
            if not draft.ordinal and (
                beside or previous == ECHELON or (previous == PLACE and _echelon_ahead(tokens, place + 1))
            ):
                draft.ordinal = lexeme.roman or word
                previous = NUMBER
            elif draft.body or place_follows:
                draft.places.append(word)
            continue
        if kind == ECHELON:
            if not draft.echelon:
                draft.echelon = word
                draft.arms |= draft.arms_after
                draft.arms_after = set()
            elif word in weak and not draft.arms_after:
                if not (draft.echelon == word or previous == ECHELON):
                    draft.arms.add(word)
            elif draft.echelon in weak and word not in weak:
                draft.arms.add(draft.echelon)
                draft.arms |= draft.arms_after
                draft.arms_after = set()
                draft.echelon = word
            elif rank.get(word, 0) < rank.get(draft.echelon, 0) or word in weak:
                inner = Draft()
                inner.echelon, inner.arms, inner.text = word, draft.arms_after, [lexeme.key]
                draft.arms_after = set()
                inner.parents.append(draft)
                inner.services, inner.country = list(draft.services), draft.country
                draft = inner
            elif draft.ordinal:
                done.append(draft)
                draft = Draft()
                draft.echelon, draft.text = word, [lexeme.key]
        elif kind == QUALIFIER and word == "state" and previous == WORD and not _body_next(tokens, place):
            _to_places(draft, word)  # `Bonny, Rivers State`
        elif kind in _DESCRIBING:
            if ministry is not None and kind == ARM and not ministry.arms:
                ministry.arms.add(word)
            elif kind == ARM and "ministry" in draft.roles and "defence" in draft.arms and not after_of:
                draft.arms_after.add(word)
            elif kind == ARM and draft.echelon and draft.ordinal:
                if previous == ECHELON and word in troops and not after_of and rank.get(draft.echelon, 0) > _TROOPS_OF:
                    draft.troops = True
                (draft.arms_after if not place_follows else set()).add(word)
            elif kind == ARM:
                draft.arms.add(word)
            else:
                draft.qualifiers.add(word)
        elif kind == SERVICE:
            if place_follows and draft.services:
                pass
            elif "ministry" in draft.roles and "defence" in draft.arms and not after_of:
                inner = Draft()  # `Ministry of Defence Nigerian Air Force`
                inner.services, inner.country, inner.text = [word], draft.country, [lexeme.key]
                inner.parents.append(draft)
                draft = inner
            elif not draft.services or (previous == SERVICE and tokens[place - 1][2] is lexeme):
                draft.services.append(word)
            elif word not in draft.services and draft.body:
                draft.arms.add(word) if not draft.parents else None
        elif kind == ROLE:
            if word == "ministry" and draft.body and draft.roles != {"headquarters"} and word not in draft.roles:
                ministry = Draft()  # `Legal Department MoD`
                ministry.roles.add(word)
                ministry.text = [lexeme.key]
                draft.parents.append(ministry)
            else:
                draft = _role(draft, word, lexeme, previous)
        elif kind == COUNTRY:
            if place + 1 < end and tokens[place + 1][1] == "state" and not after_of:
                _to_places(draft, lexeme.key)  # `Niger State`
                place_follows = True
            else:
                draft.country = draft.country or word
                draft.country_words += lexeme.key.split()
        elif kind == PLACE:
            _to_places(draft, word)
            place_follows = True
        elif kind == OFFICE:
            if "office" in draft.roles:
                draft.names.append(word)  # `Office of the National Security Adviser`
            else:
                draft.offices.append(word)
        elif kind == RANK:
            name = [lexeme.key]
            while place + 1 < end and tokens[place + 1][0] in (WORD, LETTER):
                place += 1
                name.append(tokens[place][1])
            draft.persons.append(" ".join(name)) if len(name) > 1 else draft.offices.append(word)
        elif kind == DESCRIPTION:
            draft.described = True
        elif kind == WORD:
            if draft.roles == {"headquarters"} and draft.services and len(tokens[place - 1][2].items) > 1:
                inner = Draft()  # `AHQ DATOPS`
                inner.names, inner.text, inner.services = [word], [lexeme.key], list(draft.services)
                inner.parents.append(draft)
                draft = inner
            elif ((draft.echelon or draft.roles) and not after_of and previous != "ship") or place_follows:
                draft.places.append(word)
            else:
                draft.names.append(word)
                draft.capitals = lexeme.upper
        previous = "ship" if word == "ship" or (previous == "ship" and kind == WORD) else kind
        after_of = False
    done.append(_staff_of(draft))
    for one in done:
        _finish(one)
    return done


def _echelon_next(tokens: list[Token], place: int) -> bool:
    return place + 1 < len(tokens) and tokens[place + 1][0] == ECHELON


def _body_next(tokens: list[Token], place: int) -> bool:
    return place + 1 < len(tokens) and tokens[place + 1][0] in (ECHELON, SERVICE, ROLE, ARM, QUALIFIER)


def _of_items(lexeme: Lexeme) -> Draft:
    """The draft that one abbreviation means (`AHQ`)."""
    draft = Draft()
    draft.text = [lexeme.key]
    for kind, word in lexeme.items:
        if kind == SERVICE:
            draft.services.append(word)
        elif kind == ROLE:
            draft.roles.add(word)
        elif kind == ARM:
            draft.arms.add(word)
        elif kind == QUALIFIER:
            draft.qualifiers.add(word)
    return draft


def _staff_of(draft: Draft) -> Draft:
    """The staff of a formation is a part of it: `7 Division Legal Services`."""
    formation = draft.ordinal and sizes().rank.get(draft.echelon, 0) > _TROOPS_OF and not draft.troops
    ministry = "ministry" in draft.roles
    if not ((formation and draft.arms_after & _STAFF) or (ministry and draft.arms_after)):
        return draft
    inner = Draft()
    inner.arms, draft.arms_after = draft.arms_after, set()
    inner.services, inner.country, inner.text = list(draft.services), draft.country, list(draft.text)
    inner.places, draft.places = draft.places, []
    inner.parents.append(draft)
    _finish(draft)
    return inner


_STAFF = frozenset(
    {"legal", "finance", "personnel", "administration", "medical", "military police", "public affairs", "intelligence"}
)


_TROOPS_OF = 5


def _role(draft: Draft, word: str, lexeme: Lexeme, previous: str) -> Draft:
    """A role word: of the draft itself, or a body inside a numbered unit or headquarters."""
    if word == "headquarters":
        others = draft.roles - {word} or draft.names or draft.arms - {"defence"}
        if others and draft.services and not draft.ordinal and not draft.echelon and previous in (SERVICE, COUNTRY):
            # `Directorate of Procurement NAF Headquarters`
            upper = Draft()
            upper.services, draft.services = draft.services, []
            upper.roles.add(word)
            upper.country = draft.country
            upper.text = [upper.services[0], lexeme.key]
            draft.parents.append(upper)
            return draft
        draft.roles.add(word)
        if (draft.services or draft.arms == {"defence"}) and not (draft.ordinal or draft.echelon or others):
            draft.service_hq = lexeme
        return draft
    if "ministry" in draft.roles and word not in ("ministry", "society") and "defence" in draft.arms:
        inner = Draft()
        inner.roles.add(word)
        inner.arms, draft.arms_after = draft.arms_after, set()
        inner.text = [lexeme.key]
        inner.parents.append(draft)
        return inner
    numbered = draft.ordinal and draft.echelon and draft.echelon not in sizes().weak
    if numbered and not draft.troops:
        inner = Draft()
        inner.roles.add(word)
        inner.arms, draft.arms_after = draft.arms_after, set()
        inner.services, inner.country = list(draft.services), draft.country
        inner.text = [*draft.text]
        inner.parents.append(draft)
        _finish(draft)
        return inner
    draft.roles.add(word)
    return draft


def _to_places(draft: Draft, word: str) -> None:
    """A place word makes the words just before it a place, if the name has something else to go by."""
    if draft.echelon or draft.roles or draft.only_words:
        draft.places.extend(draft.names)
        draft.names.clear()
    draft.places.append(word)


def _finish(draft: Draft) -> None:
    draft.arms |= draft.arms_after
    draft.arms_after = set()
