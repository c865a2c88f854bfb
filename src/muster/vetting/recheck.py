"""What must be vetted again: standing decisions that come out otherwise with today's knowledge, or on a later day.

On each request only the newest decision stands. Which of them can have changed follows from what they depend on; only
those are put again, and those that differ in what matters are told, with the reason. Deciding all of them again gives
the same list.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from muster.errors import NotFound
from muster.policy import Policy, load_policy, parse_policy
from muster.register import Register
from muster.snapshot import Snapshot
from muster.vetting.decision import Decision
from muster.vetting.dependencies import Dependencies, material
from muster.vetting.reasons import Cause, causes
from muster.vetting.request import Request, asked
from muster.vetting.touched import Touch, touched
from muster.vetting.vet import Desk

_ALL_READ = 300  # decisions to be put again from which on all claims are read at once
_EARLIER = Touch("earlier")  # kept before it was noted what decisions depend on


@dataclass(frozen=True, slots=True)
class Recheck:
    """A standing decision, what it would be now, and why. `now` is None if its policy is not at hand."""

    earlier: str
    unit: str
    policy: str
    was: str
    was_as_of: str
    now: Decision | None
    now_as_of: str
    causes: tuple[Cause, ...]
    would_change: tuple[str, ...] = ()

    @property
    def why(self) -> tuple[str, ...]:
        return tuple(one.spoken() for one in self.causes)

    @property
    def changed(self) -> bool:
        """True if the outcome differs; otherwise only the evidence, or whom it concerns, does."""
        return self.now is None or self.was != self.now.outcome.value

    def as_dict(self) -> dict[str, Any]:
        return {
            "earlier": self.earlier,
            "unit": self.unit,
            "policy": self.policy,
            "was": self.was,
            "was_as_of": self.was_as_of,
            "now": self.now.outcome.value if self.now else None,
            "now_as_of": self.now_as_of,
            "changed": self.changed,
            "why": list(self.why),
            "causes": [one.as_dict() for one in self.causes],
            "would_change": list(self.would_change),
            "decision": self.now.id if self.now else None,
        }


@dataclass(frozen=True, slots=True)
class Rechecked:
    """How a recheck went: what must be vetted again, of how many standing decisions, and how many were put again.

    `expired` are those standing whose period of validity had ended by the day, signed or not: decision ids.
    """

    again: tuple[Recheck, ...]
    standing: int
    decided: int
    expired: tuple[str, ...]


def recheck(
    register: Register,
    on: date,
    policies: Iterable[Policy] = (),
    progress: Callable[[int, int], None] = lambda done, total: None,
    *,
    everything: bool = False,
    decisions: Collection[str] | None = None,
) -> Rechecked:
    """The standing decisions that come out otherwise as of `on`, with all that the register knows now; or those of
    `decisions` (ids) that do, whether they still stand or not.

    `policies` go before those shipped, and those before the texts kept with decisions. A decision whose policy is none
    of them is returned with `now` None. `everything` puts all again, touched or not: the same list, only later.
    """
    rows = register.standing() if decisions is None else register.noted(decisions)
    noted = [Dependencies.of_body(body) for _, body in rows]
    at_hand = _at_hand(register, noted, policies)
    snapshot = Snapshot(register)
    if everything:
        found = dict.fromkeys(range(len(noted)), Touch("everything"))
    else:
        found = touched(register, snapshot, noted, on, at_hand)
    places = [place for place, one in enumerate(noted) if place in found or one.policy not in at_hand]
    bodies = register.numbered([rows[place][0] for place in places])
    todo = _earlier(register) if decisions is None else _unnoted(register, decisions)
    todo += [(bodies[rows[place][0]], found.get(place, _EARLIER), noted[place].material) for place in places]
    known = register.past.acts_of({body["request"]["known_at"] for body, _, _ in todo})
    counter = _Counter(register, snapshot, on, at_hand)
    if len(todo) >= _ALL_READ:
        snapshot.read_all()
    again = []
    for done, (body, touch, was) in enumerate(todo, 1):
        one = counter.put(body, touch, was, known[body["request"]["known_at"]])
        if one:
            again.append(one)
        progress(done, len(todo))
    expired = [place for place, one in enumerate(noted) if one.valid_until and one.valid_until < on.isoformat()]
    ids = register.decision_ids([rows[place][0] for place in expired])
    return Rechecked(tuple(again), len(noted) + len(todo) - len(places), len(todo), tuple(ids))


def _at_hand(register: Register, noted: Sequence[Dependencies], given: Iterable[Policy]) -> dict[str, Policy]:
    found = {one.id: one for one in given}
    for id_ in {one.policy for one in noted} - found.keys():
        policy = _policy(register, id_)
        if policy:
            found[id_] = policy
    return found


def _policy(register: Register, id_: str) -> Policy | None:
    """The shipped policy of this id, else the text last decided under."""
    try:
        return load_policy(id_)
    except NotFound:
        text = register.policy_text(id_=id_)
        return parse_policy(text, f"{id_}, as kept in the register") if text else None


def _earlier(register: Register) -> list[tuple[Mapping[str, Any], Touch, str]]:
    """The newest decisions on requests of which nothing was noted yet."""
    newest = {asked(one["request"]): one for one in register.unnoted()}
    if not newest:
        return []
    taken = register.standing_requests()
    return [(one, _EARLIER, material(one)) for request, one in newest.items() if request not in taken]


def _unnoted(register: Register, decisions: Collection[str]) -> list[tuple[Mapping[str, Any], Touch, str]]:
    """Those of the decisions of which nothing was noted."""
    return [(one, _EARLIER, material(one)) for one in register.unnoted() if one["decision"] in decisions]


class _Counter:
    """Puts requests again, each at a desk with its own threshold."""

    def __init__(self, register: Register, snapshot: Snapshot, on: date, policies: Mapping[str, Policy]) -> None:
        self._register, self._snapshot, self._on = register, snapshot, on
        self._policies = dict(policies)
        self._desks: dict[float, Desk] = {}

    def put(self, was: Mapping[str, Any], touch: Touch, noted: str, since: int) -> Recheck | None:
        """What the decision would be now, or None if it is the same in all that matters."""
        name = str(was["request"]["policy"])
        if name not in self._policies:
            policy = _policy(self._register, name)
            if policy is None:
                says = f"the policy {name} is not at hand: name its file with --policy"
                return self._told(was, None, (Cause("policy", says),), ())
            self._policies[name] = policy
            for desk in self._desks.values():
                desk.use(policy)
        request = Request.from_dict(was["request"], name, self._on)
        now = self._desk(request.threshold).decide(request)
        data = now.as_dict()
        if material(data) == noted:
            return None
        found = tuple(causes(self._register, was, data, touch, since))
        ways = tuple(text for clause in data["clauses"] for text in clause["would_change"])
        return self._told(was, now, found, tuple(dict.fromkeys(ways)))

    def _told(
        self, was: Mapping[str, Any], now: Decision | None, found: tuple[Cause, ...], ways: tuple[str, ...]
    ) -> Recheck:
        return Recheck(
            earlier=was["decision"],
            unit=was["subject"]["caption"],
            policy=was["request"]["policy"],
            was=was["outcome"],
            was_as_of=was["request"]["as_of"],
            now=now,
            now_as_of=self._on.isoformat(),
            causes=found,
            would_change=ways,
        )

    def _desk(self, threshold: float) -> Desk:
        if threshold not in self._desks:
            desk = self._desks[threshold] = Desk(self._snapshot, threshold)
            for policy in self._policies.values():
                desk.use(policy)
        return self._desks[threshold]
