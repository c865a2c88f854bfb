"""Screening with what the asker knows: name hits of a snapshot, each with the evidence beyond the name.

Evidence ranks hits, raises some from below the threshold and marks those that it separates; it never removes one. A
birth date in a request or on a list may be wrong, and no hit is never a clearance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from muster.claims import Stance
from muster.names import NameHit, fold
from muster.names.evidence import Piece, Verdict, combined, compare
from muster.names.known import Known, known
from muster.snapshot.snapshot import Snapshot

_FACTS = ("birth_date", "birth_place", "gender", "identifier", "country", "nationality", "citizenship", "address")
_LOOKED_AT = 4  # times the hits asked for, so that evidence can raise one
_LOWEST_NAME = 0.3  # a name below is no resemblance that evidence could make up for


@dataclass(frozen=True, slots=True)
class Hit:
    """A name hit and the evidence beyond the name. With nothing to compare, `score` is the name's own; an equal name,
    1.0 by itself, counts 0.993, because a name alone is never certain.

    `separated`: the name is a hit, the evidence speaks against it. It stays a hit, for a person to judge.
    """

    name: NameHit
    score: float
    evidence: tuple[Piece, ...] = ()
    separated: bool = False

    @property
    def conflict(self) -> str:
        """What separates the hit from the asked, for a person to read; empty if nothing does."""
        if not self.separated:
            return ""
        against = (piece for piece in self.evidence if piece.verdict is Verdict.DISAGREES or piece.weight < 0)
        return "; ".join(f"{piece.field} {piece.left} vs {piece.right}" for piece in against)


def known_of(snapshot: Snapshot, entity: str) -> Known:
    """What the register holds of an entity beyond its names, denied claims left out. Addresses and birth places count
    as countries that the entity is tied to."""
    said: dict[str, list[str]] = defaultdict(list)
    numbers: list[tuple[str, str]] = []
    root = snapshot.canonical(entity)
    for held in snapshot.touching(root, _FACTS):
        claim = held.claim
        if claim.stance is Stance.DENIED:
            continue
        if claim.predicate == "identifier":
            numbers.append((claim.qualifier("type"), claim.value))
        elif claim.predicate != "address":
            said[claim.predicate].append(claim.value)
        if claim.predicate in ("address", "birth_place"):
            said["country"].append(claim.qualifier("country"))
    return known(
        births=said["birth_date"],
        birth_places=said["birth_place"],
        countries=said["country"] + said["nationality"] + said["citizenship"],
        genders=said["gender"],
        identifiers=numbers,
        schema=snapshot.kind(root),
    )


class Screening:
    """Name search in one snapshot, with evidence. What was read of an entity is kept."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._known: dict[str, Known] = {}

    def hits(
        self, query: str, asked: Known, *, schemas: frozenset[str] | None, threshold: float, limit: int
    ) -> list[Hit]:
        """Hits on a name, best first: the best `limit` by score, and the best `limit` by name, whatever the evidence.

        A hit is a name at the threshold or above, a like name that evidence raises to it, or a party that holds a
        number asked for under any name.
        """
        search = self._snapshot.names.search
        if not asked:
            plain = search(query, schemas=schemas, threshold=threshold, limit=limit)
            return [Hit(hit, combined(hit.score, ())) for hit in plain]
        names = search(query, schemas=schemas, threshold=min(threshold, _LOWEST_NAME), limit=limit * _LOOKED_AT)
        best = {hit.entity for hit in names[:limit] if hit.score >= threshold}
        names += self._by_number(query, asked, {hit.entity for hit in names})
        weighed = [self._weighed(hit, asked, threshold) for hit in names]
        found = sorted(
            (hit for hit in weighed if max(hit.score, hit.name.score) >= threshold),
            key=lambda hit: (-hit.score, -hit.name.score, hit.name.entity),
        )
        return [hit for place, hit in enumerate(found) if place < limit or hit.name.entity in best]

    def _weighed(self, hit: NameHit, asked: Known, threshold: float) -> Hit:
        if hit.entity not in self._known:
            self._known[hit.entity] = known_of(self._snapshot, hit.entity)
        pieces = tuple(compare(asked, self._known[hit.entity]))
        score = combined(hit.score, pieces)
        against = sum(piece.weight for piece in pieces) < 0
        return Hit(hit, score, pieces, separated=against and score < threshold <= hit.score)

    def _by_number(self, query: str, asked: Known, known: set[str]) -> Iterable[NameHit]:
        """Parties that hold a telling number asked for, but were not found by name. Kinds do not matter here."""
        folded = fold(query)
        for number in asked.identifiers:
            for entity in self._snapshot.holders[number.number] if number.telling else ():
                if entity not in known:
                    known.add(entity)
                    name, kind = self._snapshot.caption(entity), self._snapshot.kind(entity)
                    left, other = folded.tokens, fold(name).tokens
                    yield NameHit(entity, name, "primary", kind, 0.0, (), left, other, folded.rewrites, folded.evasion)
