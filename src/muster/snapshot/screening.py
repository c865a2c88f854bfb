"""Screening with what the asker knows: name hits of a snapshot, each with the evidence beyond the name.

Evidence ranks hits and marks those that it separates; it never removes one. A birth date in a request or on a list may
be wrong, and no hit is never a clearance.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from muster.claims import Stance
from muster.names import NameHit
from muster.names.evidence import Piece, Verdict, combined, compare
from muster.names.known import Known, known
from muster.snapshot.snapshot import Snapshot

_FACTS = frozenset(
    {"birth_date", "birth_place", "gender", "identifier", "country", "nationality", "citizenship", "address"}
)
_MORE = 4  # times the hits asked for are weighed, so that evidence can raise one from below


@dataclass(frozen=True, slots=True)
class Hit:
    """A name hit, and what is known beyond the name. `score` is the name's own where nothing is known of the asked."""

    name: NameHit
    score: float
    evidence: tuple[Piece, ...]
    separated: bool

    @property
    def conflict(self) -> str:
        """What separates the hit from the asked, for a person to read; empty if nothing does."""
        if not self.separated:
            return ""
        against = [piece for piece in self.evidence if piece.verdict is Verdict.DISAGREES]
        return "; ".join(f"{piece.field} {piece.left} vs {piece.right}" for piece in against)


def known_of(snapshot: Snapshot, entity: str) -> Known:
    """What the register holds of an entity beyond its names, denied claims left out."""
    said: dict[str, list[str]] = {name: [] for name in _FACTS}
    numbers: list[tuple[str, str]] = []
    root = snapshot.canonical(entity)
    for held in snapshot.touching(root):
        claim = held.claim
        if claim.predicate not in _FACTS or claim.stance is Stance.DENIED or snapshot.canonical(claim.subject) != root:
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


def weighed(asked: Known, hits: Sequence[NameHit], threshold: float, of: Callable[[str], Known]) -> list[Hit]:
    """The hits with evidence, best first. `of` gives what is known of an entity."""
    found = []
    for hit in hits:
        if not asked:
            found.append(Hit(hit, hit.score, (), False))
            continue
        pieces = tuple(compare(asked, of(hit.entity)))
        score = combined(hit.score, pieces)
        found.append(Hit(hit, score, pieces, score < threshold))
    return sorted(found, key=lambda one: -one.score)


def screen(
    snapshot: Snapshot, query: str, asked: Known, *, schemas: frozenset[str] | None, threshold: float, limit: int
) -> list[Hit]:
    """The best `limit` hits on a name. The threshold is for the name: evidence against lowers and marks a hit."""
    hits = snapshot.names.search(query, schemas=schemas, threshold=threshold, limit=limit * (_MORE if asked else 1))
    return weighed(asked, hits, threshold, lambda entity: known_of(snapshot, entity))[:limit]
