"""One policy put to one snapshot for one day: what all finders share, worked out once for a whole roster."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from muster.claims import Stance
from muster.dates import Certainty
from muster.names import country_code, country_name
from muster.policy.model import Party, Policy
from muster.policy.sets import HOLDS, Membership, members, memberships, unsearched
from muster.register import Evidence, Held
from muster.snapshot import Snapshot

_TELLING = frozenset(
    {"affiliated_with", "faction_of", "linked_to", "member_of", "perpetrator_of", "subordinate_to", "supports"}
)
_BESIDE = 40  # claims shown beside a list's silence


@dataclass
class Question:
    """A policy, a snapshot and a day. Sets are worked out when first asked for, and kept."""

    snapshot: Snapshot
    policy: Policy
    day: date
    _members: dict[str, dict[str, Certainty]] = field(default_factory=dict)
    _joined: dict[tuple[str, ...], dict[str, Certainty]] = field(default_factory=dict)
    _anyone: dict[tuple[tuple[str, ...], bool], frozenset[str]] = field(default_factory=dict)
    _unsearched: dict[tuple[str, ...], list[str]] = field(default_factory=dict)
    _umbrellas: frozenset[str] | None = None
    _why_member: dict[tuple[str, tuple[str, ...]], list[Membership]] = field(default_factory=dict)
    _laid_out: dict[int, tuple[Held, Evidence]] = field(default_factory=dict)  # by identity, which `Held` keeps alive
    _telling: dict[str, list[str]] = field(default_factory=dict)
    classed: dict[str, list[Any]] | None = None  # kept for `finders.attributed`
    attributed: dict[str, tuple[Any, ...]] = field(default_factory=dict)  # the same
    readings: dict[tuple[str, tuple[str, ...]], str] = field(default_factory=dict)  # the same
    weighings: dict[str, Any] = field(default_factory=dict)  # kept for `finders.weighing`

    def members(self, sets: Collection[str]) -> Mapping[str, Certainty]:
        """The parties of these sets on the day, each with its best certainty."""
        key = tuple(sets)
        if key in self._joined:
            return self._joined[key]
        found: dict[str, Certainty] = {}
        for name in sets:
            if name not in self._members:
                self._members[name] = dict(members(self.snapshot, self.policy.sets[name], self.day))
            for entity, certainty in self._members[name].items():
                if entity not in found or certainty.rank < found[entity].rank:
                    found[entity] = certainty
        self._joined[key] = found
        return found

    def among(self, entities: Collection[str], sets: Collection[str]) -> Collection[str]:
        """Those of the entities that are parties of these sets on the day, with whatever certainty.

        Where few claims have been read, the sets are not worked out as a whole for it.
        """
        if tuple(sets) in self._joined or self.snapshot.all_read:
            return self.members(sets).keys() & entities
        return {one for one in entities if self.memberships(one, sets)}

    def everyone(self, sets: Collection[str], *, certain: bool = False) -> frozenset[str]:
        """The parties of these sets on the day; with `certain` only those that are in one attested or presumed.

        One and the same set at each call, so that a path search knows it again.
        """
        key = (tuple(sets), certain)
        if key not in self._anyone:
            found = self.members(sets).items()
            self._anyone[key] = frozenset(one for one, how in found if not certain or how in HOLDS)
        return self._anyone[key]

    def memberships(self, entity: str, sets: Collection[str]) -> list[Membership]:
        """The claims that put an entity into one of these sets on the day."""
        key = (entity, tuple(sets))
        if key not in self._why_member:
            self._why_member[key] = self._memberships(entity, sets)
        return self._why_member[key]

    def _memberships(self, entity: str, sets: Collection[str]) -> list[Membership]:
        found = []
        for name in sets:
            found.extend(memberships(self.snapshot, self.policy.sets[name], entity, self.day))
        unique = {one.held.claim.id: one for one in found}
        return sorted(unique.values(), key=lambda one: one.certainty.rank)

    def unsearched(self, sets: Collection[str]) -> list[str]:
        """The lists that these sets look into and of which the register holds no edition of the day or before.

        What such a list says was not searched, so its silence says nothing.
        """
        key = tuple(sets)
        if key not in self._unsearched:
            chosen = [self.policy.sets[name] for name in key]
            self._unsearched[key] = unsearched(self.snapshot.editions, chosen, self.day)
        return self._unsearched[key]

    @property
    def umbrellas(self) -> frozenset[str]:
        """The entities that are asserted to be an umbrella of units."""
        if self._umbrellas is None:
            self._umbrellas = frozenset(
                self.snapshot.canonical(one.claim.subject)
                for one in self.snapshot.all_said("level")
                if one.claim.value == "umbrella" and one.claim.stance is Stance.ASSERTED
            )
        return self._umbrellas

    def titles(self, sets: Collection[str]) -> str:
        """The sets in words."""
        return join([self.policy.sets[name].title for name in sets], "or")

    def evidence(self, claims: Iterable[str | Held]) -> tuple[Evidence, ...]:
        """Claims as evidence on the day, each once."""
        found = (self._evidence_of(claim) for claim in claims)
        return tuple({one.claim: one for one in found}.values())

    def _evidence_of(self, claim: str | Held) -> Evidence:
        """One claim as evidence, worked out once: many parties share the claims around them."""
        held = self.snapshot.claim(claim) if isinstance(claim, str) else claim
        known = self._laid_out.get(id(held))
        if known is None:
            known = self._laid_out[id(held)] = (held, self.snapshot.evidence(held, self.day))
        return known[1]

    def known_of(self, parties: Iterable[Party]) -> list[str]:
        """Claims on the parties' associations and incidents that had begun by the day, denials included.

        A list says nothing of these, so they stand beside its silence.
        """
        found = [claim for party in parties if party.entity for claim in self._telling_of(party.entity)]
        return found[:_BESIDE]

    def _telling_of(self, entity: str) -> list[str]:
        if entity not in self._telling:
            self._telling[entity] = [
                relation.claim
                for relation in self.snapshot.graph.of(entity)
                if relation.predicate in _TELLING and relation.time.began_by(self.day)
            ]
        return self._telling[entity]

    def denied_by_others(self, denials: Iterable[str], interested: Collection[str]) -> bool:
        """True if one of these claims is by a speaker, given by id or name, other than the interested parties.

        What somebody with a stake denies is shown beside the evidence, and does not make it contested.
        """
        names = {self.caption(entity).casefold() for entity in interested}
        speakers = {self.snapshot.canonical(self.snapshot.claim(one).claim.speaker) for one in denials}
        return any(one not in interested and one.casefold() not in names for one in speakers)

    def countries(self, entity: str) -> tuple[str, ...]:
        """The names of the countries that claims tie an entity to."""
        codes = sorted(self.snapshot.countries(entity))
        return tuple(country_name(one) if country_code(one) == one else one for one in codes)

    def caption(self, entity: str) -> str:
        """The name to show for an entity."""
        return self.snapshot.caption(entity)


def join(words: list[str], last: str = "and") -> str:
    """Words as a person would list them.

    >>> join(["a", "b", "c"])
    'a, b and c'
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
