"""Why a standing decision comes out otherwise: which claims came or went, by which act, or what turned on which day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from muster.register import Origin, Register
from muster.vetting.dependencies import EVIDENCE, parties, questions
from muster.vetting.touched import Touch

_BY_TOUCH = {
    "engine": "it was decided by another version of Muster",
    "policy": "the text of the policy changed",
    "lists": "whether the register holds any list changed",
    "names": "a search for the names finds others now",
    "units": "the unit's name is linked otherwise now",
}


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason, in words. `kind`: `claim_came`, `claim_went`, `finding`, `party`, `question`, `day`, `policy`, …

    `claim` is the claim's id, `act` the number of the act behind it, `at` and `by` its time and author, `edition` the
    list or file and its day, `day` the day on which something turned: what is not known is empty.
    """

    kind: str
    says: str
    clause: str = ""
    claim: str = ""
    act: int = 0
    at: str = ""
    by: str = ""
    action: str = ""
    edition: str = ""
    day: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value}

    def spoken(self) -> str:
        """The reason, with the act and edition behind it."""
        by = f"act {self.act}: {self.action} of {self.at[:10]} by {self.by}" if self.act else ""
        origin = ", ".join(part for part in (self.edition, by) if part)
        return f"{self.says} [{origin}]" if origin else self.says


def causes(register: Register, was: Mapping[str, Any], now: Mapping[str, Any], touch: Touch, since: int) -> list[Cause]:
    """What makes the difference between a decision and the same request put now; `since` is the last act it knew."""
    before, after = _claims(was), _claims(now)
    came = {key: one for key, one in after.items() if key not in before}
    went = {key: one for key, one in before.items() if key not in after}
    origins = register.origins({id_ for _, id_ in (*came, *went)}, since)
    near = register.act_of(touch.act)
    found = [_of_claim("claim_came", *key, one, origins.get(key[1])) for key, one in came.items()]
    found += [_of_claim("claim_went", *key, one, origins.get(key[1])) for key, one in went.items()]
    found += _ways(was, now, near)
    found += _parties(was, now)
    found += [Cause("question", one) for one in sorted(questions(now) - questions(was))]
    if touch.why in _BY_TOUCH:
        found.append(Cause(touch.why, _BY_TOUCH[touch.why], **_act(near)))
    if touch.day:
        found.append(Cause("day", f"something began or ceased to count by {touch.day}", day=touch.day))
    found += _findings(was, now)
    if touch.act and not any(one.act for one in found):
        found.append(Cause("act", "the last act that changed what counts near it", **_act(near)))
    return sorted(found, key=lambda one: not one.act)  # what an act brought stands first


def _claims(data: Mapping[str, Any]) -> dict[tuple[str, str], Mapping[str, Any]]:
    """Clause and claim → the evidence, of clauses that lead to an outcome; `because` before leads."""
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    for part in EVIDENCE:
        for clause in data["clauses"]:
            for one in clause.get(part, ()) if clause["outcome"] or clause.get("risk") else ():
                if one["claim"]:
                    found.setdefault((clause["id"], one["claim"]), one)
    return found


def _ways(was: Mapping[str, Any], now: Mapping[str, Any], near: Origin | None) -> Iterator[Cause]:
    """Parties to which a path or a lead goes now, and went not."""
    before = {(clause["id"], end) for clause in was["clauses"] for end in _ends(clause)}
    for clause in now["clauses"]:
        for end, caption in _ends(clause).items() if clause["outcome"] else ():
            if (clause["id"], end) not in before:
                says = f"{clause['id']}: a way leads to {caption} now"
                yield Cause("path", says, clause["id"], edition=near.edition if near else "", **_act(near))


def _ends(clause: Mapping[str, Any]) -> dict[str, str]:
    return {path[-1]["to"]: path[-1]["to_caption"] for part in ("paths", "lead_paths") for path in clause[part]}


def _of_claim(kind: str, clause: str, id_: str, evidence: Mapping[str, Any], origin: Origin | None) -> Cause:
    lead = "" if kind == "claim_came" else "no longer counted: "
    says = f"{clause}: {lead}{evidence['text']} ({evidence['when']})"
    if origin and origin.reason:
        says += f"; retracted: {origin.reason}"
    return Cause(kind, says, clause, id_, edition=origin.edition if origin else "", **_act(origin))


def _act(origin: Origin | None) -> dict[str, Any]:
    if origin is None:
        return {}
    return {"act": origin.act, "at": origin.at, "by": origin.by, "action": origin.action}


def _parties(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Cause]:
    (unit, leaders), (new_unit, new_leaders) = parties(was), parties(now)
    if unit != new_unit:
        how = now["subject"]["resolved_by"]
        yield Cause("party", f"the unit was taken for {unit or 'none'}, and is for {new_unit or 'none'} now: {how}")
    captions = {one["entity"]: one["caption"] for one in (*was["leaders"], *now["leaders"]) if one["entity"]}
    for one in new_leaders:
        if one not in leaders:
            yield Cause("party", f"a leader now, and not then: {captions.get(one, one)}")
    for one in leaders:
        if one not in new_leaders:
            yield Cause("party", f"a leader then, and not now: {captions.get(one, one)}")


def _findings(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Cause]:
    before = {one["id"]: one["finding"] for one in was["clauses"]}
    for one in now["clauses"]:
        old = before.get(one["id"])
        if old is None:
            yield Cause("finding", f"{one['id']}: a new clause, {one['finding']}: {one['says']}", one["id"])
        elif old != one["finding"]:
            yield Cause("finding", f"{one['id']}: was {old}, is {one['finding']}: {one['says']}", one["id"])
