"""`required`: is the request one that can be decided at all? A unit that is named, not an umbrella, with leaders."""

from __future__ import annotations

from muster.policy.model import Clause, Finding, Kind, Subject
from muster.policy.question import Question, join

FIELDS = ("unit", "component", "leader", "known")


def find(question: Question, clause: Clause, subject: Subject) -> Finding:
    """`found` if all fields named in `with: fields` are there, `not_found` if one is missing.

    `component` gives `unknown` for an umbrella: there the question cannot be decided at that level. `known` asks
    whether the register holds anything on those who are asked about.
    """
    wanted = clause.settings["fields"]
    missing: list[str] = []
    because = []
    kind = Kind.FOUND
    says = []
    if "unit" in wanted:
        if subject.vague:
            kind = Kind.NOT_FOUND
            missing.append("the name of a particular unit")
            named = f"“{subject.unit.text}” names no particular unit: {subject.vague}"
            says.append(named if subject.unit.text.strip() else "the request names no unit")
        else:
            says.append("a particular unit is named")
    if "leader" in wanted and not subject.vague:
        if subject.leaders:
            names = [leader.text for leader in subject.leaders]
            says.append(f"its leader is known: {join(names)}" if len(names) == 1 else f"its leaders: {join(names)}")
            because = [one for leader in subject.leaders for one in leader.because]
        else:
            kind = Kind.NOT_FOUND
            missing.append("the name of the unit's commander or leader")
            says.append("no commander or leader is named, and the register knows none on that day")
    if "known" in wanted and not subject.vague:
        if any(party.entity for party in subject.parties):
            says.append("the register holds sources on it")
        else:
            kind = Kind.NOT_FOUND
            missing.append("sources on this unit: the register holds none")
            says.append("the register holds nothing on the unit or those who lead it")
    if "component" in wanted:
        says.append("nothing says that it is an umbrella of units")
    umbrella = subject.unit.entity in question.umbrellas
    if "component" in wanted and umbrella and subject.unit.entity:
        kind = Kind.UNKNOWN
        because.extend(
            question.evidence(
                one for one in question.snapshot.said(subject.unit.entity, "level") if one.claim.value == "umbrella"
            )
        )
        says = [
            f"{question.caption(subject.unit.entity)} is an umbrella of units; "
            "this cannot be decided at that level, only for each component"
        ]
        missing.append("which component unit, under whose command, is to be assisted")
    sentence = "; ".join(says)
    return Finding(
        clause,
        kind,
        f"{sentence[:1].upper()}{sentence[1:]}.",
        because=tuple(because),
        missing=tuple(missing),
        searched="the request and the register's postings",
    )
