"""Who is in a prohibited set on a day: membership read from listings, topics and kinds, with its certainty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from muster.claims import Claim, Stance
from muster.dates import Certainty
from muster.policy.model import PartySet
from muster.register import Held
from muster.snapshot import Snapshot

# A listing with this certainty holds; with a weaker one it only may hold.
HOLDS = frozenset({Certainty.ATTESTED, Certainty.PRESUMED})


@dataclass(frozen=True, slots=True)
class Membership:
    """Why a party is in a set on a day, and how certain that is."""

    held: Held
    certainty: Certainty


def listing_matches(party_set: PartySet, claim: Claim) -> bool:
    """True if this `listed_under` claim is one that the set means."""
    if party_set.any_listing:
        return True
    if not (party_set.lists or party_set.programmes):
        return False
    on_list = not party_set.lists or claim.qualifier("list") in party_set.lists
    return on_list and (not party_set.programmes or claim.value in party_set.programmes)


def memberships(snapshot: Snapshot, party_set: PartySet, entity: str, day: date) -> list[Membership]:
    """The claims that put the entity into the set on `day`, most certain first."""
    found = [
        Membership(held, certainty)
        for held, certainty in snapshot.listings(entity, day)
        if held.claim.stance is Stance.ASSERTED and listing_matches(party_set, held.claim)
    ]
    for held in snapshot.said(entity, "topic") if party_set.topics else ():
        if held.claim.value in party_set.topics and held.claim.stance is Stance.ASSERTED:
            found.append(Membership(held, _of_topic(held, day)))
    if party_set.governments:
        kinds = [held for held in snapshot.said(entity, "kind") if held.claim.value == "government"]
        if kinds and party_set.governments & snapshot.countries(entity):
            found.extend(Membership(held, Certainty.ATTESTED) for held in kinds)
    if entity in {snapshot.canonical(one) for one in party_set.entities}:
        touching = (snapshot.claim(one.claim) for one in snapshot.graph.of(entity)[:1])
        named = snapshot.said(entity, "name")[:1] or list(touching)
        found.extend(Membership(held, Certainty.ATTESTED) for held in named)
    alive = (one for one in found if one.certainty is not Certainty.NO)
    return sorted(alive, key=lambda one: one.certainty.rank)


def _of_topic(held: Held, day: date) -> Certainty:
    """A topic has no time of its own: it holds from its first edition until it is withdrawn, and before, who knows."""
    if not held.current(day):
        return Certainty.NO
    cited = held.time.first_cited
    return Certainty.UNKNOWN if cited and day < cited else Certainty.ATTESTED


def members(snapshot: Snapshot, party_set: PartySet, day: date) -> Mapping[str, Certainty]:
    """All parties of the set on `day`, each with its best certainty."""
    names = ("listed_under", "topic") if party_set.topics else ("listed_under",)
    candidates = {snapshot.canonical(held.claim.subject) for name in names for held in snapshot.all_said(name)}
    if party_set.governments:
        candidates |= {
            snapshot.canonical(held.claim.subject)
            for held in snapshot.all_said("kind")
            if held.claim.value == "government"
        }
    candidates |= {snapshot.canonical(one) for one in party_set.entities}
    found = {}
    for entity in candidates:
        why = memberships(snapshot, party_set, entity, day)
        if why:
            found[entity] = why[0].certainty
    return found
