"""Matching a party by example: every name of it is searched, what else is told of it raises or lowers the score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from muster.errors import BadInput
from muster.exports.ftm_words import BY_TYPE
from muster.names.known import Known, known
from muster.snapshot import Hit
from muster.web.parties import Party
from muster.web.world import View
from muster.web.yente.schemata import kinds

ALGORITHM = "muster"
THRESHOLD, CUTOFF = 0.7, 0.5
_NAMES = ("name", "alias", "weakAlias", "previousName")
_MOST_NAMES = 10  # of one party that are searched
_MOST_LETTERS = 500
_DEEPEST = 500  # hits looked through for filters
_NUMBERS = {name: kind for kind, name in BY_TYPE.items()} | {"idNumber": "national id", "passportNumber": "passport"}
_COUNTRIES = ("country", "nationality", "citizenship", "jurisdiction", "birthCountry", "mainCountry", "flag")


@dataclass(frozen=True, slots=True)
class Filters:
    """Which parties may be an answer. Empty: all."""

    datasets: frozenset[str] = frozenset()
    without_datasets: frozenset[str] = frozenset()
    without_schemata: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    values: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return self != NO_FILTERS

    def let(self, party: Party) -> bool:
        """True if the party may be an answer."""
        data, properties = party.data, party.data["properties"]
        held = set(data["datasets"])
        return not (
            (self.datasets and not self.datasets & held)
            or (self.without_datasets and held and held <= self.without_datasets)
            or data["schema"] in self.without_schemata
            or self.without & {data["id"], *data["referents"]}
            or (self.topics and not self.topics & set(properties.get("topics", ())))
            or (
                self.countries and not self.countries & {one for name in _COUNTRIES for one in properties.get(name, ())}
            )
            or any(value not in properties.get(name, ()) for name, value in self.values)
        )


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Example:
    """A party as it is asked about."""

    schema: str
    names: tuple[str, ...]
    known: Known
    properties: Mapping[str, Sequence[str]] = field(default_factory=dict)
    ident: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The query as it was understood."""
        properties = {name: list(values) for name, values in self.properties.items()}
        return {"id": self.ident, "schema": self.schema, "properties": properties}


def example(schema: str, properties: Mapping[str, Any], ident: str | None = None) -> Example:
    """Read a query. Raises BadInput for an unknown schema, and for a party without name and number."""
    kinds(schema)
    said = {name: _texts(name, values) for name, values in properties.items()}
    numbers = [(kind, text) for name, kind in _NUMBERS.items() for text in said.get(name, ())]
    names = [text for name in _NAMES for text in said.get(name, ())]
    if not names:
        parts = ("firstName", "secondName", "middleName", "fatherName", "lastName")
        whole = " ".join(text for name in parts for text in said.get(name, ())[:1])
        names = [whole] if whole else []
    if not names and not numbers:
        hint = "give `name`, or a number such as `passportNumber` or `registrationNumber`"
        raise BadInput("a query without name or number", place="properties", hint=hint)
    facts = known(
        births=said.get("birthDate", ()),
        birth_places=said.get("birthPlace", ()),
        countries=[text for name in _COUNTRIES for text in said.get(name, ())],
        genders=said.get("gender", ()),
        identifiers=numbers,
    )
    distinct = tuple(dict.fromkeys(text[:_MOST_LETTERS] for text in names))[:_MOST_NAMES]
    return Example(schema, distinct, facts, said, ident)


def _texts(name: str, values: Any) -> list[str]:
    listed = values if isinstance(values, list) else [values]
    texts = [str(one) for one in listed if isinstance(one, str | int | float) and not isinstance(one, bool)]
    return [text.strip() for text in texts if text.strip()]


@dataclass(frozen=True, slots=True)
class Match:
    """A party that may be the one asked about."""

    root: str
    party: Party
    hit: Hit
    asked: str

    def explanations(self) -> dict[str, Any]:
        """Each part of the score: the name (between 0 and 1), then evidence beyond it (log-odds, for or against)."""
        name = self.hit.name
        found: dict[str, Any] = {
            "name": {
                "score": round(name.score, 4),
                "detail": name.reason,
                "query": self.asked,
                "candidate": name.name,
                "weight": 1.0,
            }
        }
        for piece in self.hit.evidence:
            if piece.left and piece.right:
                found[piece.field.replace(" ", "_")] = {
                    "score": round(piece.weight, 4),
                    "detail": piece.text,
                    "query": piece.left,
                    "candidate": piece.right,
                    "weight": 1.0,
                }
        return found


def matches(view: View, asked: Example, filters: Filters, *, cutoff: float, limit: int) -> tuple[list[Match], int]:
    """The best parties, best first, and how many were found at the cutoff or above (as far as was looked).

    With filters the search goes deeper until it has as many answers as asked for, or finds no more.
    """
    depth = limit if not filters else min(4 * limit, _DEEPEST)
    while True:
        best, more = _hits(view, asked, cutoff, depth)
        ranked = sorted(best.values(), key=lambda one: (-one[0].score, one[0].name.entity))
        if not filters:
            parties = view.parties.get_all([hit.name.entity for hit, _ in ranked[:limit]])
            found = [Match(hit.name.entity, one, hit, text) for (hit, text), one in zip(ranked, parties, strict=False)]
            return found, len(ranked)
        parties = view.parties.get_all([hit.name.entity for hit, _ in ranked])
        found = [
            Match(hit.name.entity, one, hit, text)
            for (hit, text), one in zip(ranked, parties, strict=True)
            if filters.let(one)
        ]
        if len(found) >= limit or not more or depth >= _DEEPEST:
            return found[:limit], len(found)
        depth = min(depth * 4, _DEEPEST)


def _hits(view: View, asked: Example, cutoff: float, depth: int) -> tuple[dict[str, tuple[Hit, str]], bool]:
    """The best hit on each entity, over all names; and whether a deeper search could find more."""
    best: dict[str, tuple[Hit, str]] = {}
    more = False
    schemas = kinds(asked.schema)
    if schemas is not None and not schemas:
        return best, False
    for text in asked.names or ("",):
        hits = view.screening.hits(text, asked.known, schemas=schemas, threshold=cutoff, limit=depth)
        more = more or len(hits) >= depth
        for hit in hits:
            known_one = best.get(hit.name.entity)
            if hit.score >= cutoff and (known_one is None or hit.score > known_one[0].score):
                best[hit.name.entity] = (hit, text)
    return best, more
