"""Frames of events and numbers: parades and deployments, part in operations, strengths.

Numbers keep the words that bound them ("more than", "about").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from muster.claims import Stance
from muster.reading.clauses import M
from muster.reading.frames import Draft, apposed_to, draft, frame, words_of
from muster.reading.masked import Masked
from muster.reading.mentions import ACTOR, GROUP, NAME, ROLE, Mention
from muster.reading.moods import stance
from muster.reading.pronouns import end_of, possessor, pronoun
from muster.reading.prose_numbers import HEDGE, NUMBER, hedged
from muster.reading.subjects import clause_subject, subject_before


@frame("took-part")
def _took_part(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    what = words_of(masked, match.start("what"), match.end("what"))
    yield from draft(
        masked,
        match,
        "incident",
        "perpetrator_of",
        masked.mention(match["s"]),
        what,
        stance(match["aux"]),
        at="v",
        value="participation",
    )


@frame("event")
def _event(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    subject, place = masked.mention(match["s"]), masked.listed(match["o"])[-1]
    if subject.kind == GROUP and place.kind not in (GROUP, ROLE):
        yield from draft(
            masked,
            match,
            "event",
            "operates_in",
            subject,
            place,
            stance(match["aux"]),
            at="v",
            value=match["v"].lower(),
        )


@frame("members-fought")
def _that_fought(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    subject = masked.mention(match["s"])
    head = re.search(r"(?P<w>[GR]_\d+)[^;]*? including $", masked.text[: match.start()])
    if head and not subject.named:
        whole = masked.mention(head["w"])
        owner = whole.generic_of or whole.owner or whole.name
        subject = replace(subject, name=f"{subject.name} within {owner}")
    yield from draft(
        masked,
        match,
        "incident",
        "perpetrator_of",
        subject,
        masked.mention(match["o"]),
        Stance.ASSERTED,
        at="v",
        value=match["v"].lower(),
    )


_MEN = frozenset(
    [
        "members",
        "fighters",
        "militiamen",
        "soldiers",
        "troops",
        "men",
        "militants",
        "combatants",
        "personnel",
        "recruits",
    ]
)
_COUNTED = re.compile(
    rf"(?P<lead>.*?)(?P<hedge>(?:\b(?:an|as|no|{HEDGE}) )*)(?P<n>{NUMBER}) (?:[\w-]+ ){{0,2}}?"
    rf"(?P<head>{'|'.join(sorted(_MEN))})$",
    re.IGNORECASE,
)


def _counted(
    masked: Masked, match: re.Match[str], body: Mention | None, number: str, hedge: str, what: str, **more: Any
) -> Iterator[Draft]:
    """A body's strength; how many it is said to have is never more than estimated."""
    if body is None or (body.kind not in (GROUP, NAME) and not (body.kind == ACTOR and body.named)):
        return
    most = _most(masked, match)
    details = (("comparison", "more_than" if most else hedged(hedge)), ("of", what), ("at_most", most))
    told = what if "strength" in match.groupdict() else f"{number}{f' and {most}' if most else ''} {what}".strip()
    yield from draft(
        masked, match, "count", "strength", body, told, Stance.ESTIMATED, value=number, qualifiers=details,
        **more,
    )  # fmt: skip


def _men(mention: Mention) -> re.Match[str] | None:
    """The number of men that a mention such as `some 7,000 men` is."""
    return _COUNTED.fullmatch(mention.text) if mention.head in _MEN else None


@frame("strength")
def _strength(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`More than 3,000 FHG members are in Oren`."""
    mention = masked.mention(match["s"])
    found, owner = _men(mention), mention.generic_of or mention.owner
    if found and owner and not found["lead"].strip():
        body = Mention(GROUP, mention.start, mention.end, mention.text, owner, named=True, known=mention.known)
        yield from _counted(masked, match, body, found["n"], found["hedge"], mention.head)


@frame("owned-number")
def _owned_number(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`the Guard’s 4,200 members`: all that it has; not `12 of the Guard’s members`."""
    mention = masked.mention(match["s"])
    found = _men(mention)
    if found and not mention.owner and mention.determiner in ("its", "their"):
        yield from _counted(masked, match, possessor(mention), found["n"], found["hedge"], mention.head)
    elif found and mention.owner and mention.owner_kind in (GROUP, NAME) and re.search(r"[’s] $", found["lead"]):
        body = Mention(GROUP, mention.start, mention.end, mention.text, mention.owner, named=True)
        yield from _counted(masked, match, body, found["n"], found["hedge"], mention.head)


def _holder(masked: Masked, match: re.Match[str]) -> Mention | None:
    """Who has the men: not the last body of an aside (`the Volunteers, set up to help the army, have …`)."""
    if match["p"]:
        return pronoun(masked, match.start("p"), match.end("p"))
    if not match["s"]:
        return subject_before(masked, match.start())
    if match["comma"] and not match["rel"]:
        aside = re.search(rf"({M}) , [^,;]*$", masked.text[: match.start("s")])
        if aside:
            return masked.mention(aside[1])
    return masked.mention(match["s"])


def _range(masked: Masked, match: re.Match[str]) -> tuple[str, str]:
    """The number, the lower of `4,000 to 6,000 men`, and what is counted."""
    if match["n2"] and re.fullmatch(M, match["n2"]):
        found = _men(masked.mention(match["n2"]))
        return (match["n"], found["head"]) if found else ("", "")
    return match["n"], match.groupdict().get("noun") or ""


def _most(masked: Masked, match: re.Match[str]) -> str:
    """The higher number of a range."""
    second = match.groupdict().get("n2") or ""
    found = _men(masked.mention(second)) if re.fullmatch(M, second) else None
    return found["n"] if found else second


@frame("has-counted")
def _has_counted(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`The Guard has about 3,000 fighters`."""
    found = _men(masked.mention(match["w"]))
    if found and not re.search(r"’", found["lead"]):
        body = _holder(masked, match)
        hedge = match["hedge"] or found["hedge"]
        yield from _counted(masked, match, body, found["n"], hedge, found["head"], at="v", **_claimed(match, body))


def _claimed(match: re.Match[str], body: Mention | None) -> dict[str, object]:
    """Who claims a number of men of his own says so himself."""
    return {"speakers": (body,)} if body is not None and match["v"].lower().startswith("claim") else {}


@frame("has-fighters")
def _has_fighters(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`It numbers between 4,000 and 6,000`, `has some 300 armed men`."""
    if match["comma"] and not match["rel"] and match["v"].lower() == "number":
        return  # `the front, number 3, …`
    counts = re.match(r"number|total|muster|consist|made", match["v"].lower())
    if not (match["w"] or counts or (match["n2"] and match["n2"][0] in "GR")):
        return
    if not match["w"] and not match["s"] and not counts:
        return
    number, what = _range(masked, match)
    if match["w"]:
        what = re.sub(rf"^(?:{NUMBER}) ", "", words_of(masked, match.start("w"), match.end("w")))
        of_men = what.rsplit(" ", 1)[-1].lower() in _MEN
        if not of_men:
            return
    body = _holder(masked, match)
    if number:
        yield from _counted(masked, match, body, number, match["hedge"], what, at="n", **_claimed(match, body))


@frame("strength-of")
def _strength_of(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`Estimates of its strength range from 900 to 1,400 combatants`, `puts their number at no more than 2,000`."""
    body = (
        pronoun(masked, match.start("its"), match.end("its"))
        if match["its"]
        else masked.mention(match["o"] or match["o2"])
    )
    if match["w"]:
        found = _men(masked.mention(match["w"]))
        number, what = (found["n"], found["head"]) if found else ("", "")
    else:
        number, what = _range(masked, match)
    if not number or re.search(r"\b(?:of|by|from)$", match["mid"]):
        return
    by = _ESTIMATES.search(masked.text[: match.start()])
    told: dict[str, object] = {"speakers": (masked.mention(by[1]),), "start": by.start(1)} if by else {}
    yield from _counted(masked, match, body, number, match["hedge"], what, at="hedge" if match["hedge"] else "", **told)


# `The ministry puts the strength of the front at …`: its estimate.
_ESTIMATES = re.compile(rf"({M}) (?:(?:has|have|\w+ly) )*(?:puts?|estimates?|estimated)(?: the)? $", re.IGNORECASE)


@frame("with-men")
def _with_men(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`is the largest component, with an estimated 5,500 to 7,000 men`, `a private guard of some 80 men`."""
    if match["w"]:
        found = _men(masked.mention(match["w"]))
        number, what, hedge = (found["n"], found["head"], found["hedge"]) if found else ("", "", "")
    else:
        number, what = _range(masked, match)
        hedge = ""
        if not match["noun"] and not (match["n2"] and match["n2"][0] in "GR"):
            return
    body = masked.mention(match["s"]) if match["s"] else clause_subject(masked, match.start())
    if match["link"] == "of" and (body is None or body.plural or body.determiner not in ("a", "an", "its", "his")):
        return  # `soldiers of 300 men`
    if match["name"] and body is not None and not body.named:
        body = masked.mention(match["name"])
    body = apposed_to(masked, body) if body is not None else None
    if number and body is not None and (body.named or match["link"] == "with"):
        yield from _counted(masked, match, body, number, match["hedge"] or hedge, what)


@frame("strong")
def _strong(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`the Shield, some 3,100 strong`, `the 3,000-strong Guard`."""
    body = end_of(masked, match, "s") if match["s"] else masked.mention(match["s2"])
    yield from _counted(masked, match, body, match["n"] or match["m"], match["hedge"] or "", "")


@frame("grew-to")
def _grew(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`had grown to some 900 fighters`."""
    if match["w"]:
        found = _men(masked.mention(match["w"]))
        number, what = (found["n"], found["head"]) if found else ("", "")
    else:
        number, what = match["n"], match["noun"]
    if number:
        yield from _counted(masked, match, end_of(masked, match, "s"), number, match["hedge"], what, at="v")
