"""The register in small parts: some entities at a time, those judged the same together, with all that touches them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from muster.claims import Stance
from muster.register import Held, Register
from muster.register.identity import clusters
from muster.register.view import caption_of

SIZE = 500  # entities at a time


@dataclass(frozen=True, slots=True)
class Batch:
    """Clusters of entities (the id that stands for each → its members), and the claims that touch them."""

    clusters: dict[str, list[str]]
    held: list[Held]


class Batches:
    """Walks through a register as known at a time."""

    def __init__(self, register: Register, known_at: str) -> None:
        self._register = register
        self._known_at = known_at
        self._root = clusters(register.judgements(known_at))
        self._members: dict[str, list[str]] = defaultdict(list)
        for entity, root in sorted(self._root.items()):
            self._members[root].append(entity)

    def root(self, entity: str) -> str:
        """The id that stands for the entity's cluster."""
        return self._root.get(entity, entity)

    def __iter__(self) -> Iterator[Batch]:
        roots = sorted({self.root(entity) for entity in self._register.mentioned()})
        for at in range(0, len(roots), SIZE):
            yield self.of(roots[at : at + SIZE])

    def of(self, roots: Collection[str]) -> Batch:
        """These clusters alone, with all that touches them."""
        found = {root: self._members.get(root, [root]) for root in roots}
        members = [one for each in found.values() for one in each]
        return Batch(found, self._register.claims(known_at=self._known_at, entities=members))

    def kinds(self, roots: Collection[str]) -> dict[str, str]:
        """The kind of each cluster, where one is asserted."""
        found: dict[str, str] = {}
        for one in self.values(roots, "kind"):
            if is_fact(one):
                found.setdefault(self.root(one.claim.subject), one.claim.value)
        return found

    def captions(self, roots: Collection[str]) -> dict[str, str]:
        """The name to show of each cluster, its id if it has none."""
        names: dict[str, list[Held]] = defaultdict(list)
        for one in self.values(roots, "name"):
            names[self.root(one.claim.subject)].append(one)
        return {root: caption_of(names[root], root) for root in roots}

    def values(self, roots: Collection[str], predicate: str) -> list[Held]:
        """What is said of clusters under a predicate."""
        members = [one for root in roots for one in self._members.get(root, [root])]
        return self._register.claims(known_at=self._known_at, entities=members, predicates=[predicate])


def is_fact(held: Held) -> bool:
    """True if the claim is asserted, and its publisher has not withdrawn it."""
    return held.claim.stance is Stance.ASSERTED and held.withdrawn is None
