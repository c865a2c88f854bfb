"""What is known of a party beyond its name, in comparable form.

Lists, requests and people write the same fact in many ways: `Passport`, `Numéro de passeport`, `passportNumber`; `M`,
`male`; `Iraqi`, `iq`. Here each becomes one form, so that `evidence.py` compares facts and not spellings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from muster.dates import ImpreciseDate
from muster.names.births import read_births
from muster.names.countries import country_code
from muster.names.fold import fold

_BODIES = frozenset({"organization", "company", "unit", "government", "office", "publicbody"})
_KINDS = {"person": "person", "vessel": "vessel", "aircraft": "aircraft", "airplane": "aircraft"} | dict.fromkeys(
    _BODIES, "body"
)
_GENDERS = {"m": "male", "male": "male", "man": "male", "f": "female", "female": "female", "woman": "female"}

_BRACKETED = re.compile(r"\([^()]*\)")
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_IDENTIFIERS = (
    ("passport", r"passport|passeport|pasaporte|travel document"),
    ("imo", r"\bimo\b"),
    ("mmsi", r"\bmmsi\b"),
    ("lei", r"\blei\b|legal entity identifier"),
    ("bic", r"\bswift\b|\bbic\b"),
    ("ogrn", r"\bogrn\b"),
    ("inn", r"\binn\b"),
    ("wikidata", r"wikidata"),
    ("reference", r"\bun reference\b|\bun dataid\b|\bofac\b|\bsdn\b|list reference"),
    ("call sign", r"call.?sign"),
    ("tax number", r"\btax\b|\bvat\b|\bnit\b|\brfc\b|\bruc\b|\bcuit\b"),
    ("registration number", r"regist|company|commercial|matricula|folio|licen[cs]e|incorporation|chamber|enterprise|"
                            r"\blegal entity\b|unique entity|\bduns?\b|\bokpo\b"),
    ("national number", r"national|identi|identity|cedula|\bcurp\b|\bdni\b|tazkira|birth certificate|\bssn\b|"
                        r"personal|\bid\b"),
)  # fmt: skip
UNIQUE = frozenset({"imo", "lei", "ogrn", "inn", "wikidata"})
"""Kinds of number of which a party has one only, and keeps it."""
_SHORTEST = 4
_SHORTEST_TELLING = 6
_COMMON_PLACE_WORDS = frozenset(
    {"province", "district", "region", "city", "village", "town", "governorate", "republic", "state", "north", "south",
     "east", "west", "near", "oblast", "area", "county", "federation", "islamic", "democratic", "people", "peoples"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number that somebody gave the party. `kind`: passport, imo, inn … or "" when unknown; `text` as written;
    `number` without spaces, case and punctuation."""

    kind: str
    number: str
    text: str

    @property
    def telling(self) -> bool:
        """True if the number is long enough, and not of one digit only, to belong to one holder."""
        return len(self.number) >= _SHORTEST_TELLING and len(set(self.number)) > 1

    def __str__(self) -> str:
        return f"{self.kind} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a party beyond its name. Every field may be empty: not known.

    `births` are all dates given; `birth_places` as written; `countries` ISO codes (or the word, if it is no country
    that is known); `genders` male, female or other; `kind` person, body, vessel, aircraft or "".
    """

    births: tuple[ImpreciseDate, ...] = ()
    birth_places: tuple[str, ...] = ()
    countries: frozenset[str] = frozenset()
    genders: frozenset[str] = frozenset()
    identifiers: tuple[Identifier, ...] = ()
    kind: str = ""

    def __bool__(self) -> bool:
        return self != _NOTHING


_NOTHING = Known()


def known(
    *,
    births: Iterable[str] = (),
    birth_places: Iterable[str] = (),
    countries: Iterable[str] = (),
    genders: Iterable[str] = (),
    identifiers: Iterable[tuple[str, str]] = (),
    schema: str = "",
) -> Known:
    """What is known, from the words in which it was said. `identifiers` are (kind as named, number). Words that say
    nothing readable are left out."""
    numbers = (identifier(kind, text) for kind, text in identifiers)
    return Known(
        births=tuple(dict.fromkeys(one for text in births for one in read_births(text))),
        birth_places=tuple(dict.fromkeys(text.strip() for text in birth_places if place_words(text))),
        countries=frozenset(country_code(text) or text.strip().casefold() for text in countries if text.strip()),
        genders=frozenset(gender for text in genders if (gender := gender_of(text))),
        identifiers=tuple(dict.fromkeys(one for one in numbers if one)),
        kind=kind_of_schema(schema),
    )


def gender_of(text: str) -> str:
    """male, female or other; empty if the text says none of them."""
    plain = text.strip().casefold()
    return _GENDERS.get(plain, "other" if plain == "other" else "")


def kind_of_schema(schema: str) -> str:
    """person, body, vessel, aircraft, or "" for a schema that may be any of them (`LegalEntity`, none)."""
    return _KINDS.get(schema.strip().casefold(), "")


def identifier(kind: str, text: str) -> Identifier | None:
    """A number in comparable form, or None if fewer than four letters and digits are left of it.

    >>> identifier("Vessel Registration Identification IMO", "IMO 9187629")
    Identifier(kind='imo', number='9187629', text='IMO 9187629')
    """
    spaced = _WORDS.sub(" ", kind).casefold().replace(".", "")
    found = next((name for name, pattern in _IDENTIFIERS if re.search(pattern, spaced)), "")
    number = _plain(text)
    if found in ("", "imo") and re.fullmatch(r"imo\d{7}", number):
        found, number = "imo", number[3:]
    if found == "bic":
        number = number[:8]  # the rest is the branch
    return Identifier(found, number, text.strip()) if len(number) >= _SHORTEST else None


def _plain(text: str) -> str:
    """Letters and digits alone, digits of any script as ASCII; what stands in brackets is a remark."""
    letters = unicodedata.normalize("NFKC", _BRACKETED.sub(" ", text[:100])).casefold()
    return "".join(str(unicodedata.digit(one, one)) for one in letters if one.isalnum())


def place_words(text: str) -> frozenset[str]:
    """The words of a place that tell it from others."""
    return frozenset(word for word in fold(text).tokens if len(word) > 3 and word not in _COMMON_PLACE_WORDS)
