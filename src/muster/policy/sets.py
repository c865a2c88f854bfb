"""Who is in a prohibited set on a day: membership read from listings, topics and kinds, with its certainty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

from muster.claims import Claim, Stance
from muster.dates import Certainty
from muster.names import country_code, country_name
from muster.policy.model import PartySet
from muster.register import Edition, Held
from muster.snapshot import Snapshot

# What carries one of these topics of FollowTheMoney files is no organ of a national government.
_NOT_OF_THE_STATE = frozenset({"gov.igo", "gov.muni", "gov.religion", "gov.soe"})

NAMES_ONLY = frozenset({"alt", "add"})  # parts of OFAC's list that name parties without listing them
ANY_LIST = "any publisher's list"

# Who carries certain names, worked out once for a snapshot.
_NAMED: WeakKeyDictionary[Snapshot, dict[frozenset[str], dict[str, list[Held]]]] = WeakKeyDictionary()

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


def unsearched(editions: Iterable[Edition], sets: Iterable[PartySet], day: date) -> list[str]:
    """The lists that the sets look into and of which no edition of `day` or before is held: those that a set names, or
    any list where it names none but means the listed. An edition of a later day does not say who was on the list
    before."""
    chosen = list(sets)
    searched = [one for one in editions if one.last_day <= day and one.part not in NAMES_ONLY]
    held = {word for one in searched for word in (one.dataset, one.stream)}
    missing = sorted({word for one in chosen for word in one.lists} - held)
    if any(_any_list(one) for one in chosen) and not any(one.publishes for one in searched):
        missing.append(ANY_LIST)
    return missing


def _any_list(party_set: PartySet) -> bool:
    """True if who is in the set depends on lists that it does not name."""
    return not party_set.lists and bool(party_set.any_listing or party_set.programmes or party_set.topics)


def memberships(snapshot: Snapshot, party_set: PartySet, entity: str, day: date) -> list[Membership]:
    """The claims that put the entity into the set on `day`, most certain first."""
    found = [
        Membership(held, certainty)
        for held, certainty in snapshot.listings(entity, day)
        if held.claim.stance is Stance.ASSERTED and listing_matches(party_set, held.claim)
    ]
    for held in snapshot.said(entity, "topic") if party_set.topics else ():
        if _meant(party_set, held.claim.value) and held.claim.stance is Stance.ASSERTED:
            found.append(Membership(held, _of_topic(held, day)))
    found.extend(_of_government(snapshot, party_set, entity, day))
    for held in _by_name(snapshot, party_set.named).get(entity, ()):
        found.append(Membership(held, Certainty.POSSIBLE))  # a name identifies nobody by itself
    if entity in {snapshot.canonical(one) for one in party_set.entities}:
        touching = (snapshot.claim(one.claim) for one in snapshot.graph.of(entity)[:1])
        named = snapshot.said(entity, "name")[:1] or list(touching)
        found.extend(Membership(held, Certainty.ATTESTED) for held in named)
    alive = (one for one in found if one.certainty is not Certainty.NO)
    return sorted(alive, key=lambda one: one.certainty.rank)


def _meant(party_set: PartySet, topic: str) -> bool:
    """True if the set names the topic, or what it is a part of as `crime.*`."""
    wide = tuple(one[:-1] for one in party_set.topics if one.endswith(".*"))
    return topic in party_set.topics or (bool(wide) and topic.startswith(wide))


def _state_topic(topic: str) -> bool:
    return topic.split(".")[0] == "gov" and topic not in _NOT_OF_THE_STATE


def _of_government(snapshot: Snapshot, party_set: PartySet, entity: str, day: date) -> list[Membership]:
    """Why the entity is one of the set's governments: by its kind or topic and its country, or by its very name."""
    if not party_set.governments:
        return []
    found: list[Membership] = []
    countries = snapshot.countries(entity)
    if party_set.governments & countries:
        for held in snapshot.said(entity, "kind"):
            if held.claim.value == "government" and held.claim.stance is Stance.ASSERTED:
                found.append(Membership(held, Certainty.ATTESTED))
        for held in snapshot.said(entity, "topic"):
            if _state_topic(held.claim.value) and held.claim.stance is Stance.ASSERTED:
                found.append(Membership(held, _of_topic(held, day)))
    if not found and (not countries or party_set.governments & countries):
        named = _by_name(snapshot, _government_names(party_set)).get(entity, ())
        found = [Membership(held, Certainty.ATTESTED) for held in named]
    return found


def _government_names(party_set: PartySet) -> frozenset[str]:
    names = [country_name(code) for code in party_set.governments if country_code(code) == code]
    return frozenset(text for name in names for text in (f"Government of {name}", f"Government of the {name}"))


def _by_name(snapshot: Snapshot, names: frozenset[str]) -> dict[str, list[Held]]:
    """The entities that carry one of these very names, after folding, with the claims that name them so."""
    kept = _NAMED.setdefault(snapshot, {})
    if names in kept:
        return kept[names]
    found: dict[str, list[Held]] = kept.setdefault(names, {})
    for text in sorted(names):
        for one in snapshot.exact(text):
            if one.kind != "weak":
                said = [held for held in snapshot.said(one.entity, "name") if held.claim.value == one.name]
                found.setdefault(one.entity, []).extend(said)
    return found


def _of_topic(held: Held, day: date) -> Certainty:
    """A topic has no time of its own: it holds from its first edition until it is withdrawn, and before, who knows."""
    if not held.current(day):
        return Certainty.NO
    cited = held.time.first_cited
    return Certainty.UNKNOWN if cited and day < cited else Certainty.ATTESTED


def members(snapshot: Snapshot, party_set: PartySet, day: date) -> Mapping[str, Certainty]:
    """All parties of the set on `day`, each with its best certainty."""
    candidates = {
        snapshot.canonical(held.claim.subject)
        for held in snapshot.all_said("listed_under")
        if listing_matches(party_set, held.claim)
    }
    if party_set.topics or party_set.governments:
        candidates |= {
            snapshot.canonical(held.claim.subject)
            for held in snapshot.all_said("topic")
            if _meant(party_set, held.claim.value) or (party_set.governments and _state_topic(held.claim.value))
        }
    if party_set.governments:
        candidates |= {
            snapshot.canonical(held.claim.subject)
            for held in snapshot.all_said("kind")
            if held.claim.value == "government"
        }
        candidates |= _by_name(snapshot, _government_names(party_set)).keys()
    candidates |= {snapshot.canonical(one) for one in party_set.entities}
    candidates |= _by_name(snapshot, party_set.named).keys()
    found = {}
    for entity in candidates:
        why = memberships(snapshot, party_set, entity, day)
        if why:
            found[entity] = why[0].certainty
    return found
