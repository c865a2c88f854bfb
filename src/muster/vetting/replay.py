"""The same answer again: a kept decision recomputed from the register it came from, or from a copy elsewhere.

A decision is a function of what was known, the policy's text, the program and the request. Where one of them differs,
that is said first, since what follows from it is then no surprise; else the fields that came out otherwise are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from muster.claims import canonical, digest
from muster.errors import BadInput, MusterError
from muster.policy import Policy, load_policy, parse_policy
from muster.register import Register
from muster.snapshot import Snapshot
from muster.vetting.request import Request
from muster.vetting.vet import Desk

_SHOWN = 20  # fields named that came out otherwise
_NEEDED = ("decision", "outcome", "request", "clauses", "coverage", "digests")
_KINDS = {
    "editions": "editions of lists and files",
    "sources": "sources",
    "retractions": "retractions",
    "judgements": "judgements on identity",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was: `knowledge`, `policy`, `engine` or a field of the decision, in words too."""

    what: str
    was: Any
    now: Any
    says: str

    def as_dict(self) -> dict[str, Any]:
        return {"what": self.what, "was": self.was, "now": self.now, "says": self.says}


@dataclass(frozen=True, slots=True)
class Replay:
    """A decision put again. `again` is None if it could not be put at all; `same` is true if every byte is equal."""

    decision: str
    again: Mapping[str, Any] | None
    differences: tuple[Difference, ...] = field(default=())

    @property
    def same(self) -> bool:
        return self.again is not None and not self.differences

    def as_dict(self) -> dict[str, Any]:
        return {
            "decision": self.decision,
            "same": self.same,
            "again": self.again["decision"] if self.again else None,
            "differences": [one.as_dict() for one in self.differences],
        }


def replay(register: Register, stored: Mapping[str, Any], policy: Policy | None = None) -> Replay:
    """Recompute a decision as of its day and known at its time; `policy` is used if the register has not its text.

    Raises BadInput for data that is no decision.
    """
    _check(stored)
    found, used = _policy(register, stored, policy)
    moment = _moment(register, stored)
    snapshot = Snapshot(register, moment)
    differences = [*_knowledge(register, snapshot, stored), *found]
    if used is None:
        return Replay(stored["decision"], None, tuple(differences))
    request = Request.from_dict(stored["request"], used.id)
    desk = Desk(snapshot, request.threshold)
    desk.use(used)
    decided = desk.decide(request)
    decided = replace(decided, request=replace(decided.request, known_at=request.known_at))
    again = decided.as_dict()
    differences.extend(_engine(stored, again))
    if canonical(again) != canonical(stored):
        fields = [one for one in _fields(stored, again) if not one.what.startswith(("decision", "digests"))]
        differences.extend(fields[:_SHOWN])
        if len(fields) > _SHOWN:
            more = len(fields) - _SHOWN
            differences.append(Difference("fields", None, None, f"{more} more fields came out otherwise"))
        if not differences:
            says = "the stored decision is not what its id says: it was changed after it was made"
            differences.append(Difference("decision", stored["decision"], again["decision"], says))
    return Replay(stored["decision"], again, tuple(differences))


def _check(stored: Mapping[str, Any]) -> None:
    missing = [name for name in _NEEDED if name not in stored]
    if missing:
        hint = "give the JSON of one decision, as `muster vet --json` prints it"
        raise BadInput(f"not a decision: it has no {', '.join(missing)}", hint=hint)
    try:
        Request.from_dict(stored["request"])
        _ = stored["digests"]["snapshot"], stored["digests"]["policy"], stored["digests"]["engine"]
        _ = [one["list"] for one in stored["coverage"]]
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise BadInput(f"not a decision: {fault}", hint="was it edited? give it as it was printed") from None


def _moment(register: Register, stored: Mapping[str, Any]) -> str | None:
    """The time at which this register knew what the decision knew: the decision's own, else one of equal knowledge."""
    wanted = stored["digests"]["snapshot"]
    own = stored["request"].get("known_at") or None
    if register.digest(register.known_at(own)) == wanted:
        return own
    for at in reversed([at for _, at, _, _ in register.acts()]):
        if register.digest(at) == wanted:
            return at
    return own


def _knowledge(register: Register, snapshot: Snapshot, stored: Mapping[str, Any]) -> Iterator[Difference]:
    """What this register knows otherwise than the decision did."""
    was = stored["digests"]["snapshot"]
    if snapshot.digest == was:
        return
    yield Difference("knowledge", was, snapshot.digest, "the register does not know what the decision rests on")
    before = {one["list"]: one for one in stored["coverage"]}
    request = Request.from_dict(stored["request"])
    now = {one.list: one for one in snapshot.coverage(request.as_of)}
    for name in sorted(before.keys() | now.keys()):
        old, new = before.get(name), now.get(name)
        was, is_ = (f"{old['edition']} {old['sha256'][:12]}" if old else None), None
        if new:
            is_ = f"{new.edition} {new.sha256[:12]}"
        if was != is_:
            says = f"{name}: the decision used the edition {was}, " if was else f"{name}: the decision used none, "
            here = f"here it is {is_}" if is_ else "here there is none"
            yield Difference(f"coverage.{name}", was, is_, says + here)
    for kind, words in _KINDS.items():
        known = stored["digests"].get(kind)
        if known and known != snapshot.parts[kind]:
            yield Difference(f"knowledge.{kind}", known, snapshot.parts[kind], f"other {words}")
    told = stored["request"].get("known_at") or ""
    acts = register.acts()
    last = max((at for _, at, _, _ in acts if at <= told), default="")
    if last != told:
        says = f"this register has no act at {told}, the time of knowledge of the decision; the last before is {last}"
        yield Difference("request.known_at", told, last, says if last else f"this register has no act by {told}")


def _policy(
    register: Register, stored: Mapping[str, Any], given: Policy | None
) -> tuple[list[Difference], Policy | None]:
    """The policy with the very text that the decision applied; else the one at hand, and how it differs."""
    wanted, id_ = stored["digests"]["policy"], str(stored["request"]["policy"])
    text = register.policy_text(digest=wanted)
    if text is not None and digest(text) == wanted:
        return [], parse_policy(text, f"{id_}, as kept in the register")
    if given is None:
        try:
            given = load_policy(id_) if "/" not in id_ else None
        except MusterError:
            given = None
    if given is None:
        says = f"the text of the policy {id_} is neither in the register nor shipped: name its file with --policy"
        return [Difference("policy", wanted, None, says)], None
    if given.digest == wanted:
        return [], given
    return [Difference("policy", wanted, given.digest, f"the text of the policy {id_} is another one now")], given


def _engine(stored: Mapping[str, Any], again: Mapping[str, Any]) -> Iterator[Difference]:
    was, now = stored["digests"]["engine"], again["digests"]["engine"]
    if was != now:
        yield Difference("engine", was, now, "another version of the program, or of its data files")


def _fields(was: Any, now: Any, place: str = "") -> Iterator[Difference]:
    """The fields in which two JSON values differ, by their place: `clauses[2].finding`."""
    if isinstance(was, Mapping) and isinstance(now, Mapping):
        for key in [*was, *(one for one in now if one not in was)]:
            at = f"{place}.{key}" if place else key
            if key not in now or key not in was:
                side = "now missing" if key not in now else "not there before"
                yield Difference(at, was.get(key), now.get(key), f"{at}: {side}")
            else:
                yield from _fields(was[key], now[key], at)
    elif isinstance(was, list) and isinstance(now, list):
        if len(was) != len(now):
            yield Difference(place, len(was), len(now), f"{place}: {len(was)} entries before, {len(now)} now")
        for number, (one, other) in enumerate(zip(was, now, strict=False)):
            yield from _fields(one, other, f"{place}[{number}]")
    elif was != now:
        yield Difference(place, was, now, f"{place}: was {was!r}, is {now!r}")
