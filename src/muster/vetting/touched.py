"""Which standing decisions may come out otherwise now, and by what: found from what they depend on, not by deciding.

What changed is carried along the relations, as many steps as a policy reads around its parties; a decision is touched
if that reaches an entity it found. Names are searched again as a whole where any changed, because one name more makes
the words that it shares with others a little less telling. Nothing here may overlook a decision; some that are touched
come out the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from muster.names import fold
from muster.policy import Policy
from muster.register import Breaks, Changed, Register, Span
from muster.snapshot import Snapshot
from muster.vetting.decision import engine_digest
from muster.vetting.dependencies import ANY_DISTANCE, Dependencies, Names, linked, lists_searched, names_digest, reach
from muster.vetting.dependencies import names_found as found_by_name
from muster.vetting.request import Request
from muster.vetting.resolve import LIMIT

_BATCH = 4096  # texts searched together
Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Touch:
    """Why a standing decision must be put again: `engine`, `policy`, `claims`, `day`, `names`, `units` or `lists`.

    `act` is the last act after which something else counts near it, `day` the day on which something turned.
    """

    why: str
    act: int = 0
    day: str = ""
    entity: str = ""


class Nodes:
    """Entities by number. All that were ever judged to be one have one number: what touches one touches all."""

    def __init__(self, same: Iterable[tuple[str, str]]) -> None:
        self._number: dict[str, int] = {}
        self._parent: list[int] = []
        for left, right in same:
            low, high = sorted((self._root(self._own(left)), self._root(self._own(right))))
            self._parent[high] = low

    def __len__(self) -> int:
        return len(self._parent)

    def _own(self, entity: str) -> int:
        number = self._number.setdefault(entity, len(self._parent))
        if number == len(self._parent):
            self._parent.append(number)
        return number

    def _root(self, number: int) -> int:
        while self._parent[number] != number:
            self._parent[number] = number = self._parent[self._parent[number]]
        return number

    def number(self, entity: str) -> int:
        """The entity's number, a new one if it has none."""
        return self._root(self._own(entity))

    def known(self, entity: str) -> int:
        """The entity's number; -1 if it has none."""
        own = self._number.get(entity)
        return -1 if own is None else self._root(own)


class Spread:
    """Values of entities, carried along relations: how large a value lies within so many steps of an entity."""

    def __init__(self, nodes: Nodes, pairs: Sequence[tuple[str, str]], values: Mapping[str, int]) -> None:
        ends = [(nodes.number(one), nodes.number(other)) for one, other in pairs]
        numbered = [(nodes.number(entity), value) for entity, value in values.items()]
        self._nodes = nodes
        self._from, self._to = (np.array([end[side] for end in ends], np.int64) for side in (0, 1))
        start = np.full(len(nodes), -1, np.int64)
        for number, value in numbered:
            start[number] = max(start[number], value)
        self._rounds = [start]
        self._settled = False

    def _within(self, steps: int) -> Array:
        while not self._settled and (steps == ANY_DISTANCE or len(self._rounds) <= steps):
            last = self._rounds[-1]
            wider = last.copy()
            np.maximum.at(wider, self._to, last[self._from])
            np.maximum.at(wider, self._from, last[self._to])
            self._settled = bool((wider == last).all())
            self._rounds.append(wider)
        last_round = len(self._rounds) - 1
        return self._rounds[last_round if steps == ANY_DISTANCE else min(steps, last_round)]

    def highest(self, entities: Iterable[str], steps: int) -> tuple[int, str]:
        """The largest value within so many steps of any of the entities, and of which; -1 if there is none."""
        values = self._within(steps)
        best, where = -1, ""
        for entity in entities:
            number = self._nodes.known(entity)
            value = int(values[number]) if 0 <= number < len(values) else -1
            if value > best:
                best, where = value, entity
        return best, where


def touched(
    register: Register,
    snapshot: Snapshot,
    standing: Sequence[Dependencies],
    on: date,
    policies: Mapping[str, Policy],
) -> dict[int, Touch]:
    """The standing decisions, by their place, that may come out otherwise with the snapshot's knowledge on a day.

    `policies` are those at hand, by id; one that is not there is of no effect here.
    """
    if not standing:
        return {}
    days = [date.fromisoformat(one.as_of) for one in standing]
    backs = {
        int(clause.settings["look_back_days"])
        for policy in policies.values()
        for clause in policy.clauses
        if "look_back_days" in clause.settings
    }
    span = Span(min(*days, on), max(*days, on), tuple(sorted(backs)))
    known = register.past.acts_of({one.known_at for one in standing})
    changed = register.past.changed(min(known.values()), span)
    breaks = register.past.breaks(on, span) if span.first < span.last else Breaks()
    found = dict(_at_once(standing, snapshot, on, policies))
    for place, touch in _near(register, standing, on, policies, known, changed, breaks):
        found.setdefault(place, touch)
    rest = [place for place in range(len(standing)) if place not in found]
    found |= dict(_by_name(snapshot, standing, rest, known, changed))
    rest = [place for place in rest if place not in found]
    found |= dict(_by_link(register, snapshot, standing, rest, on, known, changed, breaks))
    return found


def _at_once(
    standing: Sequence[Dependencies], snapshot: Snapshot, on: date, policies: Mapping[str, Policy]
) -> Iterator[tuple[int, Touch]]:
    """Decisions made by another program or under another text of the policy, or before there was any list."""
    engine = engine_digest()
    lists = {id_: lists_searched(snapshot, policy, on) for id_, policy in policies.items()}
    for place, one in enumerate(standing):
        policy = policies.get(one.policy)
        if one.engine != engine:
            yield place, Touch("engine")
        elif policy is not None and policy.digest != one.policy_digest:
            yield place, Touch("policy")
        elif policy is not None and one.lists != lists[one.policy]:
            yield place, Touch("lists")


def _near(
    register: Register,
    standing: Sequence[Dependencies],
    on: date,
    policies: Mapping[str, Policy],
    known: Mapping[str, int],
    changed: Changed,
    breaks: Breaks,
) -> Iterator[tuple[int, Touch]]:
    """Decisions within reach of something that changed, or that begins or ceases to count by the day."""
    if not (changed.acts or breaks.last or breaks.first):
        return
    nodes, pairs = Nodes(register.past.judged_same()), [*register.past.connected(), *_by_place(register)]
    acts = Spread(nodes, pairs, changed.acts)
    past = Spread(nodes, pairs, breaks.last)
    latest = date.max.toordinal()
    ahead = Spread(nodes, pairs, {entity: latest - day for entity, day in breaks.first.items()})
    reaches = {id_: reach(policy) for id_, policy in policies.items()}
    today = on.toordinal()
    for place, one in enumerate(standing):
        near = {*one.near, *one.texts, one.identifier}
        steps = reaches.get(one.policy, ANY_DISTANCE)
        act, entity = acts.highest(near, steps)
        if act > known[one.known_at]:
            yield place, Touch("claims", act, entity=entity)
            continue
        made = date.fromisoformat(one.as_of).toordinal()
        if made < today:
            turned, entity = past.highest(near, steps)
            if turned > made:
                yield place, Touch("day", day=date.fromordinal(turned).isoformat(), entity=entity)
        elif made > today:
            turned, entity = ahead.highest(near, steps)
            if latest - turned <= made:
                yield place, Touch("day", day=date.fromordinal(latest - turned).isoformat(), entity=entity)


def _by_place(register: Register) -> Iterator[tuple[str, str]]:
    """Places and what is said to have occurred in one of that name: an incident laid to a class of soldiers makes a
    candidate of each unit that works there."""
    names: dict[str, set[str]] = {}
    for place, name in register.past.ever_said("name", of_places=True):
        names.setdefault(" ".join(fold(name).tokens), set()).add(place)
    for incident, name in register.past.ever_said("occurred_in"):
        for place in names.get(" ".join(fold(name).tokens), ()):
            yield incident, place


def _by_name(
    snapshot: Snapshot,
    standing: Sequence[Dependencies],
    places: Sequence[int],
    known: Mapping[str, int],
    changed: Changed,
) -> Iterator[tuple[int, Touch]]:
    """Decisions of which a name searched for would find others now."""
    old = [place for place in places if known[standing[place].known_at] < changed.names]
    by_threshold: dict[float, list[int]] = {}
    for place in old:
        by_threshold.setdefault(standing[place].threshold, []).append(place)
    for threshold, group in by_threshold.items():
        found = _search(snapshot, {text for place in group for text in standing[place].texts}, threshold)
        digests: dict[tuple[str, ...], str] = {}  # one request under several policies has one answer
        for place in group:
            one = standing[place]
            texts = tuple(one.texts)
            now = digests.get(texts)
            if now is None:
                now = names_digest((text, found[text]) for text in one.texts if text in found)
                digests[texts] = now
            if now != one.names:
                near = {entity for text in one.texts for entity, _, _ in found.get(text, ())}
                new = sorted(near - {*one.near}) or sorted({*one.near} - near)
                yield place, Touch("names", changed.names, entity=new[0] if new else "")


def _search(snapshot: Snapshot, texts: Iterable[str], threshold: float) -> dict[str, Names]:
    """What the search for each text finds; texts that find nothing are left out."""
    found: dict[str, Names] = {}
    ordered = sorted(text for text in texts if text.strip())
    for start in range(0, len(ordered), _BATCH):
        batch = ordered[start : start + _BATCH]
        snapshot.search_ahead(batch, threshold, LIMIT)
        for text in batch:
            names = found_by_name(snapshot, text, threshold)
            if names:
                found[text] = names
    return found


def _by_link(
    register: Register,
    snapshot: Snapshot,
    standing: Sequence[Dependencies],
    places: Sequence[int],
    on: date,
    known: Mapping[str, int],
    changed: Changed,
    breaks: Breaks,
) -> Iterator[tuple[int, Touch]]:
    """Decisions of which the unit's name would be linked to other units now."""
    units = register.past.units_ever() if changed.acts else set()
    act = max((act for entity, act in changed.acts.items() if entity in units), default=0)
    for place in places:
        one = standing[place]
        days = sorted((date.fromisoformat(one.as_of).toordinal(), on.toordinal()))
        lived = any(days[0] < day <= days[1] for day in breaks.units)
        if not (lived or known[one.known_at] < act):
            continue
        request = Request(one.texts[0], one.policy, on, country=one.country, identifier=one.identifier)
        link, _ = linked(snapshot, request)
        if link != one.link:
            yield place, Touch("units", act)
