"""The stance that a claim gets from who says it and how, and how much of it was resolved.

A stance is never guessed upward: harm that a third party tells of is alleged, and so is what an unknown speaker says.
"""

from __future__ import annotations

from muster.claims import Stance
from muster.reading.frames import Draft
from muster.reading.proposals import End
from muster.reading.speech import Quotation, Speech

_ADVERSE = frozenset({"incident", "accusation", "command", "affiliation"})


def passive_hedge(draft: Draft) -> bool:
    return draft.said_by_nobody or draft.rule in ("was-accused", "accused-of-backing")


def held_as(
    draft: Draft, act: Speech | None, speaker: str, by: str, media: bool, quotation: Quotation | None
) -> tuple[Stance, tuple[str, ...]]:
    """The stance of the one who says it; harm that a third party alleges is never more than alleged."""
    held = draft.stance
    remarks: list[str] = []
    if draft.hypothetical:
        remarks.append("said of what could happen, not of what happened")
    if act and act.verb == "deny":
        held = (
            Stance.ALLEGED
            if draft.stance is Stance.DENIED and "den" not in draft.rule and not draft.rule.startswith("receives")
            else Stance.DENIED
        )
    elif act and (act.hedge or act.demand) and held is Stance.ASSERTED:
        held = Stance.ALLEGED
    third = bool(speaker) and not media and speaker != draft.subject.name and by != "caption"
    if held is Stance.ASSERTED and third and draft.kind in _ADVERSE:
        held = Stance.ALLEGED
    if held is Stance.ASSERTED and by in ("open", "pronoun") and not speaker:
        held = Stance.ALLEGED
    if held is Stance.ASSERTED and draft.kind == "accusation":
        held = Stance.ALLEGED
    if held is Stance.ASSERTED and act and act.verb == "claim" and draft.kind != "statement":
        held = Stance.ALLEGED
    if by in ("pronoun", "continued"):
        remarks.append("the speaker was found by a pronoun; please confirm")
    if quotation and not quotation.speaker:
        remarks.append("inside a quotation whose speaker is open")
    return held, tuple(remarks)


def tier_of(subject: End, other: End | None, by: str, speaker: str) -> str:
    if by in ("open",) or (by in ("pronoun", "unattributed") and not speaker):
        return "C"
    if (
        len(subject.candidates) > 1
        or (other and len(other.candidates) > 1)
        or by in ("pronoun", "continued", "unattributed", "role")
    ):
        return "B"
    return "A" if subject.named else "B"
