"""What a sheet must know of the entities that a batch names: kinds, names, whether they have rows of their own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from muster.exports.batches import Batches, is_fact
from muster.exports.sfm_cells import written_id
from muster.register import Held
from muster.register.view import caption_of
from muster.sources.sfm.build import named
from muster.sources.sfm.sheet import UUID

_REFERENCES = re.compile(r"(superior|related unit|member of|unit|perpetrator)\b.*", re.DOTALL)


class World:
    """The entities at the ends of a batch's claims."""

    def __init__(self, walk: Batches, sheet: str, dataset: str, held: Sequence[Held]) -> None:
        self.sheet = sheet
        self._walk = walk
        ends = sorted({walk.root(end) for one in held for end in (one.claim.subject, one.claim.object) if end})
        self._kinds = walk.kinds(ends)
        self._said: dict[str, dict[str, list[Held]]] = defaultdict(lambda: defaultdict(list))
        for word in ("name", "kind", "address", "country", "identifier"):
            for one in walk.values(ends, word):
                if is_fact(one) and (not dataset or one.dataset == dataset):
                    self._said[walk.root(one.claim.subject)][word].append(one)

    def root(self, entity: str) -> str:
        return self._walk.root(entity)

    def kind(self, entity: str) -> str:
        return self._kinds.get(entity, "")

    def said(self, entity: str, word: str) -> list[Held]:
        """What is asserted of an entity under one of the predicates that places are made of."""
        return self._said[entity][word] if entity in self._said else []

    def name(self, entity: str) -> str:
        """The name by which rows call an entity: its first primary one, as reading by name asks for."""
        names = self.said(entity, "name")
        first = next((one.claim.value for one in names if one.claim.qualifier("kind") == "primary"), "")
        return first or caption_of(names, entity)

    def id(self, entity: str, kind: str) -> str:
        """The id to write: the UUID, or nothing where the name alone gives the id again."""
        if not UUID.fullmatch(entity.removeprefix("sfm-")) and self.by_name(entity, kind):
            return ""
        return written_id(entity)

    def by_name(self, entity: str, kind: str) -> bool:
        """True if reading a row of this name without an id gives the same id."""
        return bool(self.sheet) and named(self.sheet, kind, self.name(entity)) == entity

    def stub(self, entity: str, facts: Iterable[Held]) -> bool:
        """True if nothing is said of the entity but in rows of others that name it."""
        for one in facts:
            if one.claim.predicate not in ("kind", "name"):
                return False
            if not all(_REFERENCES.fullmatch(cited.note) for cited in one.claim.citations):
                return False
        return True
