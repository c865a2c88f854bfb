"""What `muster bench pairs` measures: pairs of entities of which it is known whether they are one.

The score of a pair is the best score of any two of their names, raised or lowered by the evidence beyond the name
(`muster.names.evidence`), as in screening. Rows are FollowTheMoney pairs judged by people: `{"left": {"schema",
"properties"}, "right": …, "judgement": "positive"|"negative"}`, or pairs of list entries: `{"a": {"names", "dob",
"countries", "ids"}, "b": …, "schema", "link": […]}`, false when a link is a namesake or a negative judgement.

Pairs of entities without names (occupancies, ownerships) cannot be screened: the main figures leave them out, `all`
counts them as not found. `parties` are the pairs of what screening is for: persons, organisations, vessels, aircraft.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from muster.cli.bench_peers import LOGIC_V2_DEFAULT, pair_scores
from muster.cli.bench_rows import Rows
from muster.errors import UsageError
from muster.names import IndexedName, NameIndex
from muster.names.evidence import combined, compare
from muster.names.known import Known, known

_NAMES = ("name", "alias", "weakAlias", "previousName")
_NUMBERS = (
    "idNumber", "passportNumber", "taxNumber", "registrationNumber", "innCode", "ogrnCode", "leiCode", "swiftBic",
    "imoNumber", "uniqueEntityId", "okpoCode", "mmsi", "callSign", "wikidataId",
)  # fmt: skip
_COUNTRIES = ("country", "nationality", "citizenship", "jurisdiction", "birthCountry", "mainCountry")
_FALSE = frozenset({"namesake_same_list", "resolver_negative"})
_PARTIES = frozenset(
    {"person", "legalentity", "organization", "company", "publicbody", "vessel", "airplane", "vehicle"}
)
_TOP = 40
"""Names of one side that are compared."""


class Side(NamedTuple):
    """One entity of a pair: its names, and what else is known."""

    names: list[str]
    known: Known


class Pair(NamedTuple):
    """Two entities, whether they are one, and how that is known."""

    left: Side
    right: Side
    label: bool
    how: str
    parties: bool
    """Whether both are what screening is for."""

    @property
    def named(self) -> bool:
        """Whether both have a name."""
        return bool(self.left.names and self.right.names)


def measure(rows: Rows, threshold: float, peer: bool = False) -> dict[str, Any]:
    """The answer of the command; with `peer` logic-v2's figures on the same pairs, at its own threshold."""
    kept = [(row, pair) for row in rows if (pair := read(row))]
    told = [pair for _, pair in kept]
    judged = [pair for pair in told if pair.named]
    if not judged:
        raise UsageError("no judged pair with names on both sides", hint="judgement is positive or negative")
    by_name = name_scores([(pair.left.names, pair.right.names) for pair in judged])
    weighed = [
        combined(name, compare(pair.left.known, pair.right.known)) for name, pair in zip(by_name, judged, strict=True)
    ]
    later = iter(weighed)  # a pair without names cannot be screened: it is never a match
    scores = [next(later) if pair.named else 0.0 for pair in told]
    result = {
        "without_names": len(told) - len(judged),
        **_levels(told, scores, threshold),
        "at_the_top": _share(score == max(weighed) for score in weighed),
        "names_alone": whole(by_name, [pair.label for pair in judged], threshold),
        "how": _by_kind(judged, by_name, weighed, threshold),
        "peer": None,
    }
    if peer:
        result["peer"] = {"name": "logic-v2", **_levels(told, _logic_v2([row for row, _ in kept]), LOGIC_V2_DEFAULT)}
    return result


def _logic_v2(rows: Rows) -> list[float]:
    if any("judgement" not in row for row in rows):
        raise UsageError("logic-v2 is measured on FollowTheMoney pairs only", hint="leave --peer out")
    return pair_scores([(row["left"], row["right"]) for row in rows])


def _levels(pairs: list[Pair], scores: list[float], threshold: float) -> dict[str, Any]:
    """Figures of the pairs with names, under `parties` of those among them that are parties, under `all` of all."""

    def of(wanted: Callable[[Pair], bool]) -> dict[str, Any]:
        some = [(score, pair.label) for score, pair in zip(scores, pairs, strict=True) if wanted(pair)]
        return whole([score for score, _ in some], [label for _, label in some], threshold)

    return {
        **of(lambda pair: pair.named),
        "parties": of(lambda pair: pair.named and pair.parties),
        "all": of(lambda pair: True),
    }


def whole(scores: list[float], labels: list[bool], threshold: float) -> dict[str, Any]:
    """How many pairs, the threshold, the figures, and the share of scores that are exactly 1."""
    return {
        "pairs": len(labels),
        "threshold": threshold,
        **figures(scores, labels, threshold),
        "exact_one": _share(score == 1.0 for score in scores),
    }


def figures(scores: list[float], labels: list[bool], threshold: float) -> dict[str, float | None]:
    """F1, precision and recall at the threshold, and AUC (none if all pairs are true, or all false)."""
    hits = [score >= threshold for score in scores]
    right = sum(hit and label for hit, label in zip(hits, labels, strict=True))
    precision, recall = right / max(1, sum(hits)), right / max(1, sum(labels))
    return {
        "f1": round(2 * precision * recall / max(1e-9, precision + recall), 4),
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "auc": round(auc(scores, labels), 4) if len(set(labels)) == 2 else None,
    }


def _share(told: Iterable[bool]) -> float:
    found = list(told)
    return round(sum(found) / max(1, len(found)), 4)


def _by_kind(pairs: list[Pair], by_name: list[float], scores: list[float], threshold: float) -> dict[str, list[int]]:
    """For each way in which the label is known: hits by name alone, hits with evidence, pairs."""
    found: dict[str, list[int]] = {}
    for pair, name, score in zip(pairs, by_name, scores, strict=True):
        row = found.setdefault(pair.how, [0, 0, 0])
        row[0] += name >= threshold
        row[1] += score >= threshold
        row[2] += 1
    return dict(sorted(found.items()))


def read(row: dict[str, Any]) -> Pair | None:
    """The pair of a row; None if nobody decided about it."""
    if "judgement" in row:
        how = row["judgement"]
        one, two = (
            Side(_names(one), known_of(one["properties"], one["schema"])) for one in (row["left"], row["right"])
        )
        parties = all(row[side]["schema"].lower() in _PARTIES for side in ("left", "right"))
        return Pair(one, two, how == "positive", how, parties) if how in ("positive", "negative") else None
    false = sorted(_FALSE.intersection(row["link"]))
    one, two = (Side(list(dict.fromkeys(row[side]["names"])), known_of(row[side], row["schema"])) for side in "ab")
    return Pair(one, two, not false, false[0] if false else "true", row["schema"].lower() in _PARTIES)


def name_scores(pairs: list[tuple[list[str], list[str]]], gallery: Iterable[str] = ()) -> list[float]:
    """For each pair the best score of any name of one side against any of the other. One index holds them all, so that
    the rarity of words is that of the whole file, and of the names of `gallery`."""
    names = [IndexedName("", name, "primary", "") for name in gallery]
    asked: list[str] = []
    compared: list[tuple[int, int]] = []
    owner: list[int] = []
    for k, (left, right) in enumerate(pairs):
        start = len(names)
        names.extend(IndexedName(str(k), name, "primary", "") for name in right[:_TOP])
        for name in left[:_TOP]:
            compared.extend((len(asked), place) for place in range(start, len(names)))
            owner.extend([k] * (len(names) - start))
            asked.append(name)
    best = [0.0] * len(pairs)
    for k, score in zip(owner, NameIndex.build(names).compare(asked, compared), strict=True):
        best[k] = max(best[k], score)
    return best


def known_of(said: dict[str, Any], schema: str) -> Known:
    """What the properties of a FollowTheMoney entity, or the fields of a list entry, say beyond names."""

    def every(*keys: str) -> list[str]:
        return [value for key in keys for value in said.get(key, ())]

    return known(
        births=every("birthDate", "dob"),
        birth_places=every("birthPlace"),
        countries=every(*_COUNTRIES, "countries"),
        genders=every("gender"),
        identifiers=[(key, value) for key in _NUMBERS for value in said.get(key, ())]
        + [(kind, number) for kind, number in said.get("ids", ())],
        schema=schema,
    )


def auc(scores: list[float], labels: list[bool]) -> float:
    """The chance that a true pair scores above a false one, ties counted half."""
    order = sorted(range(len(scores)), key=scores.__getitem__)
    ranks = [0.0] * len(scores)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and scores[order[end + 1]] == scores[order[start]]:
            end += 1
        for k in range(start, end + 1):
            ranks[order[k]] = (start + end) / 2 + 1
        start = end + 1
    true = sum(labels)
    false = len(labels) - true
    total = sum(rank for rank, label in zip(ranks, labels, strict=True) if label)
    return (total - true * (true + 1) / 2) / max(1, true * false)


def _names(entity: dict[str, Any]) -> list[str]:
    properties = entity["properties"]
    return list(dict.fromkeys(name for key in _NAMES for name in properties.get(key, ())))
