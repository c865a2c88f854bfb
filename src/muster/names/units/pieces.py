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


_NOTHING: tuple[str, ...] = ()


class Draft:
    """A unit while its words are read; `frozen` makes it a value.

    All slots but `text` are values that are replaced, not changed: most stay empty, and an empty one costs nothing.
    """

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
        self.arms = self.arms_after = self.qualifiers = self.roles = NONE
        self.services = self.names = self.places = self.country_words = self.offices = self.persons = _NOTHING
        self.parents: tuple[Draft, ...] = ()
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
        other.arms, other.qualifiers, other.services = self.arms, self.qualifiers, self.services
        return other

    def frozen(self) -> UnitName:
        """The finished unit name."""
        return UnitName(
            " ".join(self.text),
            self.ordinal,
            self.echelon,
            self.arms,
            self.qualifiers,
            self.services,
            self.country,
            self.roles,
            self.names,
            self.places,
            self.honorific,
            tuple([parent.frozen() for parent in self.parents]) if self.parents else (),
            self.troops,
        )


def joined(lexemes: Sequence[Lexeme]) -> list[Token]:
    """The lexemes as tokens, phrases of the vocabulary joined into one."""
    phrases = vocabulary().phrases
    result: list[Token] = []
    end = len(lexemes)
    taken = 0  # all before this place is in the result
    for place, lexeme in enumerate(lexemes, 1):
        if place <= taken:
            continue
        if lexeme.begins and place < end and (rows := phrases[lexeme.key].get(lexemes[place].key)):
            for keys, phrase in rows:
                size = len(keys)
                taken = place - 1 + size
                if size == 2 or (taken <= end and all(lexemes[place - 1 + n].key == keys[n] for n in range(2, size))):
                    result += phrase.tokens
                    break
            else:
                taken = place
                result += lexeme.tokens
        else:
            result += lexeme.tokens
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
                draft.arms |= {"infantry"}  # `341st IN BN`
            continue
        if lexeme is not last:
            draft.text.append(lexeme.key)
            last = lexeme
        if len(lexeme.tokens) > 1 and draft.body and (ROLE, "headquarters", lexeme) in lexeme.tokens:
            if lexeme is not upper_of:
                draft.parents += (_of_items(lexeme),)  # `Special Forces Battalion DHQ`
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
            inner.services, inner.country, inner.text = draft.services, draft.country, [lexeme.key]
            draft.text.pop()
            inner.parents += (draft,)
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
                draft.places += (word,)
            continue
        if kind == ECHELON:
            if not draft.echelon:
                draft.echelon = word
                draft.arms |= draft.arms_after
                draft.arms_after = NONE
            elif word in weak and not draft.arms_after:
                if not (draft.echelon == word or previous == ECHELON):
                    draft.arms |= {word}
            elif draft.echelon in weak and word not in weak:
                draft.arms |= {draft.echelon}
                draft.arms |= draft.arms_after
                draft.arms_after = NONE
                draft.echelon = word
            elif rank.get(word, 0) < rank.get(draft.echelon, 0) or word in weak:
                inner = Draft()
                inner.echelon, inner.arms, inner.text = word, draft.arms_after, [lexeme.key]
                draft.arms_after = NONE
                inner.parents += (draft,)
                inner.services, inner.country = draft.services, draft.country
                draft = inner
            elif draft.ordinal:
                done.append(draft)
                draft = Draft()
                draft.echelon, draft.text = word, [lexeme.key]
        elif kind == QUALIFIER and word == "state" and previous == WORD and not _body_next(tokens, place):
            _to_places(draft, word)  # `Bonny, Rivers State`
        elif kind in _DESCRIBING:
            if ministry is not None and kind == ARM and not ministry.arms:
                ministry.arms |= {word}
            elif kind == ARM and "ministry" in draft.roles and "defence" in draft.arms and not after_of:
                draft.arms_after |= {word}
            elif kind == ARM and draft.echelon and draft.ordinal:
                if previous == ECHELON and word in troops and not after_of and rank.get(draft.echelon, 0) > _TROOPS_OF:
                    draft.troops = True
                draft.arms_after |= {word} if not place_follows else NONE
            elif kind == ARM:
                draft.arms |= {word}
            else:
                draft.qualifiers |= {word}
        elif kind == SERVICE:
            if place_follows and draft.services:
                pass
            elif "ministry" in draft.roles and "defence" in draft.arms and not after_of:
                inner = Draft()  # `Ministry of Defence Nigerian Air Force`
                inner.services, inner.country, inner.text = (word,), draft.country, [lexeme.key]
                inner.parents += (draft,)
                draft = inner
            elif not draft.services or (previous == SERVICE and tokens[place - 1][2] is lexeme):
                draft.services += (word,)
            elif word not in draft.services and draft.body:
                draft.arms |= {word} if not draft.parents else NONE
        elif kind == ROLE:
            if word == "ministry" and draft.body and draft.roles != {"headquarters"} and word not in draft.roles:
                ministry = Draft()  # `Legal Department MoD`
                ministry.roles |= {word}
                ministry.text = [lexeme.key]
                draft.parents += (ministry,)
            else:
                draft = _role(draft, word, lexeme, previous)
        elif kind == COUNTRY:
            if place + 1 < end and tokens[place + 1][1] == "state" and not after_of:
                _to_places(draft, lexeme.key)  # `Niger State`
                place_follows = True
            else:
                draft.country = draft.country or word
                draft.country_words += tuple(lexeme.key.split())
        elif kind == PLACE:
            _to_places(draft, word)
            place_follows = True
        elif kind == OFFICE:
            if "office" in draft.roles:
                draft.names += (word,)  # `Office of the National Security Adviser`
            else:
                draft.offices += (word,)
        elif kind == RANK:
            name = [lexeme.key]
            while place + 1 < end and tokens[place + 1][0] in (WORD, LETTER):
                place += 1
                name.append(tokens[place][1])
            if len(name) > 1:
                draft.persons += (" ".join(name),)
            else:
                draft.offices += (word,)
        elif kind == DESCRIPTION:
            draft.described = True
        elif kind == WORD:
            if draft.roles == {"headquarters"} and draft.services and len(tokens[place - 1][2].tokens) > 1:
                inner = Draft()  # `AHQ DATOPS`
                inner.names, inner.text, inner.services = (word,), [lexeme.key], draft.services
                inner.parents += (draft,)
                draft = inner
            elif ((draft.echelon or draft.roles) and not after_of and previous != "ship") or place_follows:
                draft.places += (word,)
            else:
                draft.names += (word,)
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
    for kind, word, _ in lexeme.tokens:
        if kind == SERVICE:
            draft.services += (word,)
        elif kind == ROLE:
            draft.roles |= {word}
        elif kind == ARM:
            draft.arms |= {word}
        elif kind == QUALIFIER:
            draft.qualifiers |= {word}
    return draft


def _staff_of(draft: Draft) -> Draft:
    """The staff of a formation is a part of it: `7 Division Legal Services`."""
    formation = draft.ordinal and sizes().rank.get(draft.echelon, 0) > _TROOPS_OF and not draft.troops
    ministry = "ministry" in draft.roles
    if not ((formation and draft.arms_after & _STAFF) or (ministry and draft.arms_after)):
        return draft
    inner = Draft()
    inner.arms, draft.arms_after = draft.arms_after, NONE
    inner.services, inner.country, inner.text = draft.services, draft.country, list(draft.text)
    inner.places, draft.places = draft.places, _NOTHING
    inner.parents += (draft,)
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
            upper.services, draft.services = draft.services, _NOTHING
            upper.roles |= {word}
            upper.country = draft.country
            upper.text = [upper.services[0], lexeme.key]
            draft.parents += (upper,)
            return draft
        draft.roles |= {word}
        if (draft.services or draft.arms == {"defence"}) and not (draft.ordinal or draft.echelon or others):
            draft.service_hq = lexeme
        return draft
    if "ministry" in draft.roles and word not in ("ministry", "society") and "defence" in draft.arms:
        inner = Draft()
        inner.roles |= {word}
        inner.arms, draft.arms_after = draft.arms_after, NONE
        inner.text = [lexeme.key]
        inner.parents += (draft,)
        return inner
    numbered = draft.ordinal and draft.echelon and draft.echelon not in sizes().weak
    if numbered and not draft.troops:
        inner = Draft()
        inner.roles |= {word}
        inner.arms, draft.arms_after = draft.arms_after, NONE
        inner.services, inner.country = draft.services, draft.country
        inner.text = [*draft.text]
        inner.parents += (draft,)
        _finish(draft)
        return inner
    draft.roles |= {word}
    return draft


def _to_places(draft: Draft, word: str) -> None:
    """A place word makes the words just before it a place, if the name has something else to go by."""
    if draft.echelon or draft.roles or draft.only_words:
        draft.places += draft.names
        draft.names = _NOTHING
    draft.places += (word,)


def _finish(draft: Draft) -> None:
    draft.arms |= draft.arms_after
    draft.arms_after = NONE
