"""The stance that a claim gets from who says it and how, and how much of it was resolved.

A stance is never guessed upward: harm that a third party tells of is alleged, and so is what an unknown speaker says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from muster.claims import Stance
from muster.reading.clauses import M
from muster.reading.frames import Draft
from muster.reading.harm_words import ACTS, DID, DOES, DOING, DONE
from muster.reading.masked import Masked
from muster.reading.mentions import PLACE
from muster.reading.proposals import End
from muster.reading.speech import Quotation, Speech

_ADVERSE = frozenset({"incident", "accusation", "command", "affiliation"})


def held_as(
    draft: Draft, act: Speech | None, speaker: str, by: str, media: bool, quotation: Quotation | None
) -> tuple[Stance, tuple[str, ...]]:
    """The stance of the one who says it; harm that a third party alleges is never more than alleged."""
    held = draft.stance
    remarks: list[str] = []
    if draft.hypothetical:
        remarks.append("said of what could happen, not of what happened")
    third = bool(speaker) and not media and speaker != draft.subject.name and by != "caption"
    if act and act.verb == "deny":  # who denies what is not so admits it, unless the rule read the denial itself
        twice = held is Stance.DENIED and not draft.rule.startswith(("denied", "receives"))
        held = Stance.ALLEGED if twice else Stance.DENIED
    elif held is Stance.ASSERTED and (
        (act and (act.hedge or act.demand))
        or (third and draft.kind in _ADVERSE)
        or (by in ("open", "pronoun") and not speaker)
        or draft.kind == "accusation"
        or (act and act.verb == "claim" and draft.kind != "statement")
    ):
        held = Stance.ALLEGED
    if by in ("pronoun", "continued"):
        remarks.append("the speaker was found by a pronoun; please confirm")
    if quotation and not quotation.speaker:
        remarks.append("inside a quotation whose speaker is open")
    return held, tuple(remarks)


def tier_of(subject: End, other: End | None, by: str, speaker: str) -> str:
    if by == "open" or (by in ("pronoun", "unattributed") and not speaker):
        return "C"
    several = len(subject.candidates) > 1 or (other is not None and len(other.candidates) > 1)
    if several or not subject.named or by in ("pronoun", "continued", "unattributed", "role"):
        return "B"
    return "A"


_ACCUSED = re.compile(
    rf"\b(?:accus(?:e|es|ed|ing)|blam(?:e|es|ed|ing)|suspect(?:s|ed)?)"
    rf"(?: (?!of\b|for\b|by\b)[^ ,;]+){{0,4}}? (?P<s>{M}) (?:of|for)\b|"
    rf"(?P<s2>{M}) (?:(?:has|have|had|is|are|was|were|been|\w+ly) )+(?:accused|blamed|suspected)\b", re.IGNORECASE,
)  # fmt: skip


def accused_in(masked: Sequence[Masked]) -> list[tuple[int, str]]:
    """Whom a paragraph accuses, each with the place in the source."""
    return [
        (one.source(match.start(), match.end())[0], one.mention(match["s"] or match["s2"]).name)
        for one in masked
        for match in _ACCUSED.finditer(one.text)
    ]


_BE = r"(?:is|are|was|were|been|be|being)"
_NOUN = r"(?<!\bthe )(?<!\ban )(?<!\ba )(?<!\bof )(?<!\bthis )(?<!\bno )(?<!\bany )"  # before a verb that is a noun too
_HARMS = re.compile(
    rf"(?P<s>{M}|\b(?:they|it))(?P<mid>(?: (?!(?:that|not|never)\b)[^ ;]+){{0,12}}?) "
    rf"(?:{DID}|{_NOUN}(?:{DOES}|{DOING})|opened fire|fired)\b(?P<by>(?: [^ ,;]+){{0,8}}? by )?", re.IGNORECASE,
)  # fmt: skip
_SUBJECT = re.compile(rf"{M}|\b(?:they|it)\b", re.IGNORECASE)
_HARMED_BY = re.compile(
    rf"(?:\b{_BE} (?:\w+ly )?(?:{DONE})|\b(?!threat)(?:{ACTS}))\b(?: [^ ,;]+){{0,8}}? by (?:the )?(?P<s>{M})",
    re.IGNORECASE,
)
_PASSIVE = re.compile(rf"\b{_BE}(?: \w+ly)?$", re.IGNORECASE)
_OWN = frozenset(["my", "our", "its", "his", "her", "their"])


def tells_of_harm(masked: Masked, start: int, end: int, speaker: str) -> bool:
    """Whether a stretch of the source tells of harm that another than its speaker did: then it only alleges."""
    acts = [found for one in _SUBJECT.finditer(masked.text) if (found := _HARMS.match(masked.text, one.start()))]
    acts = [one for one in acts if one["by"] or not _PASSIVE.search(one["mid"])]
    for found in (*acts, *_HARMED_BY.finditer(masked.text)):
        first, last = masked.source(found.start(), found.end())
        if last <= start or end <= first:
            continue
        pronoun = found["s"].lower() in ("they", "it")
        who = None if pronoun else masked.mention(found["s"])
        if who is None or (who.kind != PLACE and who.name != speaker and who.determiner not in _OWN):
            return True
    return False
