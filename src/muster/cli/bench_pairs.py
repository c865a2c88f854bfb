"""What `muster bench pairs` measures: matches of entity pairs that people have judged.

The score of a pair is the best score of any two of their names, then evidence beyond the name: an equal identifier
decides for, birth dates, countries and gender that cannot agree decide against. Pairs of entities without names
(occupancies, ownerships) cannot be screened: the main figures leave them out, `all` counts them as not found. `parties`
are the pairs of what screening is for: persons, organisations, vessels, aircraft, but not posts or securities. Rows are
FollowTheMoney pairs: `{"left": {"schema", "properties"}, "right": …, "judgement": "positive"|"negative"}`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from muster.errors import UsageError
from muster.names import IndexedName, NameIndex, fold

Rows = list[dict[str, Any]]

_NAMES = ("name", "alias", "weakAlias", "previousName")
_NUMBERS = (
    "idNumber", "passportNumber", "taxNumber", "registrationNumber", "innCode", "ogrnCode", "leiCode", "swiftBic",
    "imoNumber", "uniqueEntityId", "okpoCode", "mmsi", "callSign", "wikidataId",
)  # fmt: skip
_COUNTRIES = ("country", "nationality", "citizenship", "jurisdiction", "birthCountry", "mainCountry")
_NEVER_TWO = frozenset({"Person", "Vessel", "Airplane"})
_PARTIES = frozenset(
    {"Person", "LegalEntity", "Organization", "Company", "PublicBody", "Vessel", "Airplane", "Vehicle"}
)
_SHORTEST_NUMBER = 6
_TOP = 40
"""Names of one side that are compared."""


def measure(rows: Rows, threshold: float, peer: bool = False) -> dict[str, Any]:
    """The answer of the command; with `peer` logic-v2's figures on the same pairs, at its own threshold."""
    told = [row for row in rows if row["judgement"] in ("positive", "negative")]
    labels = [row["judgement"] == "positive" for row in told]
    kinds = [_kind(row) for row in told]
    judged = [row for row, kind in zip(told, kinds, strict=True) if kind != "nameless"]
    if not judged:
        raise UsageError("no judged pair with names on both sides", hint="judgement is positive or negative")
    by_name = iter(name_scores([(_names(row["left"]), _names(row["right"])) for row in judged]))
    scores = [
        0.0 if kind == "nameless" else with_evidence(next(by_name), row["left"], row["right"])
        for row, kind in zip(told, kinds, strict=True)
    ]
    result: dict[str, Any] = {"without_names": len(told) - len(judged), **_levels(scores, labels, kinds, threshold)}
    result["peer"] = None
    if peer:
        from muster.cli.bench_peers import LOGIC_V2_DEFAULT, pair_scores

        given = pair_scores([(row["left"], row["right"]) for row in told])
        result["peer"] = {"name": "logic-v2", **_levels(given, labels, kinds, LOGIC_V2_DEFAULT)}
    return result


def _levels(scores: list[float], labels: list[bool], kinds: list[str], threshold: float) -> dict[str, Any]:
    """Figures of the pairs with names, under `parties` of those among them that are parties, under `all` of all."""

    def of(*wanted: str) -> dict[str, Any]:
        some = [k for k, kind in enumerate(kinds) if kind in wanted]
        return figures([scores[k] for k in some], [labels[k] for k in some], threshold)

    return {
        **of("party", "other"),
        "parties": of("party"),
        "all": of("party", "other", "nameless"),
    }


def _kind(row: dict[str, Any]) -> str:
    sides = row["left"], row["right"]
    if not all(map(_names, sides)):
        return "nameless"
    return "party" if all(side["schema"] in _PARTIES for side in sides) else "other"


def figures(scores: list[Any], labels: list[Any], threshold: float) -> dict[str, Any]:
    """F1, precision and recall at the threshold, AUC, and the share of scores that are exactly 1."""
    hits = [score >= threshold for score in scores]
    right = sum(hit and label for hit, label in zip(hits, labels, strict=True))
    precision, recall = right / max(1, sum(hits)), right / max(1, sum(labels))
    return {
        "pairs": len(labels),
        "threshold": threshold,
        "f1": round(2 * precision * recall / max(1e-9, precision + recall), 4),
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "auc": round(auc(scores, labels), 4),
        "exact_one": round(sum(score == 1.0 for score in scores) / max(1, len(scores)), 4),
    }


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


def with_evidence(name: float, left: dict[str, Any], right: dict[str, Any]) -> float:
    """The name score raised or lowered by what else is known of both."""
    if _values(left, _NUMBERS, _number) & _values(right, _NUMBERS, _number):
        return max(name, 0.95)
    score = min(name, 0.97) if name < 1.0 else 0.98
    born = _dates(left["properties"].get("birthDate", ())), _dates(right["properties"].get("birthDate", ()))
    if all(born):
        agree = any(_same_date(a, b) for a in born[0] for b in born[1])
        full = any(len(a) == 10 and a == b for a in born[0] for b in born[1])
        if full:
            return max(score, 0.9) if name >= 0.3 else max(score, 0.5)
        years = any(abs(int(a[:4]) - int(b[:4])) <= 1 for a in born[0] for b in born[1])
        score = score if agree else score * (0.75 if years else 0.4)
    countries = _values(left, _COUNTRIES, str.lower), _values(right, _COUNTRIES, str.lower)
    if all(countries) and not countries[0] & countries[1]:
        score *= 0.85
    genders = _values(left, ("gender",), str.lower), _values(right, ("gender",), str.lower)
    if all(genders) and not genders[0] & genders[1]:
        score *= 0.5
    one, two = left["schema"], right["schema"]
    if one != two and (one in _NEVER_TWO or two in _NEVER_TWO) and "LegalEntity" not in (one, two):
        score *= 0.5
    return round(score, 4)


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


def _values(entity: dict[str, Any], keys: Iterable[str], form: Any) -> set[str]:
    found = {form(value) for key in keys for value in entity["properties"].get(key, ())}
    return {value for value in found if value}


def _number(text: str) -> str:
    plain = "".join(fold(text).tokens)
    return plain if len(plain) >= _SHORTEST_NUMBER else ""


def _dates(values: Iterable[str]) -> set[str]:
    return {value for value in values if value[:4].isdigit() and len(value) >= 4}


def _same_date(one: str, two: str) -> bool:
    size = min(len(one), len(two))
    return one[:size] == two[:size]
