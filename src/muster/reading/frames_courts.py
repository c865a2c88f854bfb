"""Frames of courts: convictions and sentences, pleas, acquittals, appeals, warrants, suits, dismissals.

What a court has thrown out is denied: an acquittal denies the guilt. What is only sought or due to be heard is pending.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from muster.claims import Stance
from muster.reading.frames import Draft, draft, frame, words_of
from muster.reading.masked import Masked
from muster.reading.mentions import ACTOR, GROUP, NAME, PERSON, ROLE, Mention
from muster.reading.moods import BE, stance
from muster.reading.pronouns import end_of, is_pronoun


def _accused(mentions: list[Mention]) -> list[Mention]:
    """Those who can stand before a court."""
    return [
        one
        for one in mentions
        if one.kind in (PERSON, ROLE, GROUP) or (one.kind == NAME and (" " in one.name or one.determiner == "the"))
    ]


def _subjects(masked: Masked, match: re.Match[str]) -> list[Mention]:
    if match["s"].lower() in ("it", "they", "he", "she"):
        return [end_of(masked, match, "s")]
    return _accused(masked.listed(match["s"]))


def _proceeding(
    masked: Masked, match: re.Match[str], who: Mention, what: str | Mention, value: str, held: Stance | None,
    **more: Any,
) -> Iterator[Draft]:  # fmt: skip
    yield from draft(masked, match, "legal_proceeding", "legal_status", who, what, held, value=value, **more)


@frame("convicted")
def _convicted(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`three soldiers convicted of killing a farm worker`, `who were sentenced to 14 years for …`."""
    verb, aux = match["v"].lower(), match["aux"]
    passive = bool(BE.search(aux))
    if (
        passive
        and verb in ("charged", "convicted", "indicted", "sentenced", "arraigned", "found guilty")
        and not match["rel"]
        and "," not in match["s"]
    ):
        return  # the frame of trials says it
    if verb in ("dismissed", "suspended", "sacked", "demoted", "expelled", "charged") and not passive:
        return
    rest = (match["rest"] or "").strip().partition(" ")[0]
    if not rest and not verb.startswith("court-martial"):
        return
    if verb in ("dismissed", "sacked", "demoted", "expelled") and rest not in ("for", "after", "over", "from"):
        return
    for who in _subjects(masked, match):
        words = words_of(masked, match.start("v"), match.end())
        yield from _proceeding(masked, match, who, words, verb, stance(aux), at="v", aside=bool(match["rel"]))


@frame("pleaded-guilty")
def _pleaded(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    for who in _subjects(masked, match):
        words = words_of(masked, match.start("v"), match.end())
        yield from _proceeding(masked, match, who, words, "pleaded guilty", stance(match["aux"]), at="v")


@frame("acquitted")
def _acquitted(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`Crewe was acquitted of neglecting a duty`: that he is guilty of it is denied."""
    if not BE.search(match["aux"]) or stance(match["aux"]) is not Stance.ASSERTED:
        return
    told = words_of(masked, match.start("rest"), match.end("rest")) if match["rest"] else ""
    for who in _subjects(masked, match):
        yield from _proceeding(masked, match, who, f"guilty {told}".strip(), "guilty", Stance.DENIED, at="v")


@frame("court-acquitted")
def _court_acquitted(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`The court cleared Sergeant Ibbs of murder`."""
    if stance(match["aux"]) is not Stance.ASSERTED or BE.search(match["aux"]):
        return
    told = words_of(masked, match.start("rest"), match.end("rest"))
    for who in _subjects(masked, match):
        yield from _proceeding(masked, match, who, f"guilty {told}", "guilty", Stance.DENIED, at="v")


@frame("appeal-decided")
def _appeal(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    for who in _subjects(masked, match):
        value = f"appeal {match['v'].lower()}"
        yield from _proceeding(masked, match, who, "appeal", value, stance(match["aux"]), at="v")


@frame("conviction-quashed")
def _quashed(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`quashed the manslaughter conviction of Lance Corporal Nyle`: it does not stand any more."""
    if stance(match["aux"]) is not Stance.ASSERTED:
        return
    what = words_of(masked, match.start("what"), match.end("what"))
    for who in _subjects(masked, match):
        upheld = match["v"].lower() in ("upheld", "confirmed")
        held, value = (Stance.ASSERTED, f"{what} upheld") if upheld else (Stance.DENIED, "convicted")
        yield from _proceeding(masked, match, who, what, value, held, at="v")


_DONE = frozenset(["issued", "opened", "ordered", "launched", "announced", "dropped", "withdrew", "withdrawn"])


@frame("prosecution")
def _prosecution(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`is considering whether to seek a retrial`, `issued an arrest warrant for Gen. Cole`."""
    done = match["v"].lower() in _DONE
    held = stance(match["aux"])
    if held is Stance.ASSERTED and not done:
        held = Stance.PENDING
    words = words_of(masked, match.start("w"), match.end("w"))
    if match["s"]:
        for who in _accused(masked.listed(match["s"])):
            value = f"{words} {match['v'].lower()}" if done else words
            yield from _proceeding(masked, match, who, words, value, held, at="by")
    elif not re.search(r"investigation|inquiry|probe|charges", words):
        by = masked.mention(match["by"])
        if by.kind in (ACTOR, GROUP, NAME, ROLE):
            yield from _proceeding(masked, match, by, words, words, held, at="by")


@frame("suit-due")
def _suit_due(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`A civil claim brought by nine detainees is due to be heard in January`."""
    what = words_of(masked, match.start("w"), match.end("w"))
    for who in _accused(masked.listed(match["s"])):
        yield from _proceeding(masked, match, who, what, what, Stance.PENDING, at="w")


@frame("sued")
def _sued(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`The families have filed a complaint against the Guard`."""
    by = end_of(masked, match, "s")
    held = stance(match["aux"])
    for who in _accused(masked.listed(match["d"])):
        if not is_pronoun(by):
            yield from _proceeding(masked, match, who, by, match["w"].lower(), held, at="v")


@frame("court-convicts")
def _court_convicts(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`Prosecutors charged Gen. Okada with murder`, `A court sentenced him …`."""
    if BE.search(match["aux"]):
        return
    for who in _subjects(masked, match):
        words = f"{match['v'].lower()} {words_of(masked, match.start('rest'), match.end('rest'))}"
        yield from _proceeding(masked, match, who, words, match["v"].lower(), stance(match["aux"]), at="v")


@frame("on-trial")
def _on_trial(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`is on trial for murder`, `is under investigation`, `were arrested over the killings`."""
    verb = match["v"].lower()
    if not BE.search(match["aux"]) and not verb.startswith("await"):
        return
    held = stance(match["aux"])
    for who in _subjects(masked, match):
        words = words_of(masked, match.start("v"), match.end())
        pending = held is Stance.ASSERTED and not verb.startswith(("arrested", "extradited", "wanted"))
        yield from _proceeding(masked, match, who, words, verb, Stance.PENDING if pending else held, at="v")


@frame("trial-of")
def _trial_of(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`The trial of Gen. Okada opened on Monday`, `The appeal of … was rejected`."""
    what = f"{match['w'].lower().rsplit(' ', 1)[0] if match['w'].count(' ') > 1 else match['w'].lower().split()[0]}"
    for who in _accused(masked.listed(match["s"])):
        value = f"{what} {match['v'].lower()}"
        held = Stance.PENDING if match["v"].lower() == "pending" else stance(match["aux"])
        yield from _proceeding(masked, match, who, what, value, held, at="v")


@frame("appealed")
def _appealed(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    for who in _subjects(masked, match):
        yield from _proceeding(masked, match, who, "appeal", "appeal", stance(match["aux"]), at="v")


@frame("found-guilty")
def _found_guilty(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`A tribunal found Colonel Reeve guilty of treason`, `not guilty`."""
    if stance(match["aux"]) is not Stance.ASSERTED:
        return
    words = f"guilty {words_of(masked, match.start('rest'), match.end('rest'))}" if match["rest"] else "guilty"
    for who in _subjects(masked, match):
        held = Stance.DENIED if match["no"] else Stance.ASSERTED
        yield from _proceeding(masked, match, who, words, "guilty", held, at="v")


@frame("charges-filed")
@frame("is-prosecuting")
def _filed(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`Charges were filed against …`, `An inquiry into … has been opened`, `is investigating Colonel Reeve`."""
    held = stance(match["aux"])
    for who in _accused(masked.listed(match["s"])):
        pending = held is Stance.ASSERTED and match["v"].lower().endswith("ing")
        value = match["w"].lower()
        yield from _proceeding(masked, match, who, value, value, Stance.PENDING if pending else held, at="v")


@frame("pardoned")
def _pardoned(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`was pardoned by the president`, `has never been prosecuted`."""
    if BE.search(match["aux"]):
        for who in _subjects(masked, match):
            value = match["v"].lower()
            yield from _proceeding(masked, match, who, value, value, stance(match["aux"]), at="v")
