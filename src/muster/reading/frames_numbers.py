"""Frames of events and numbers: parades and deployments, part in operations, strengths.

Numbers keep the words that bound them ("more than", "about").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from muster.claims import Stance
from muster.reading.clauses import WORD
from muster.reading.frames import Draft, draft, frame, stance, words_of
from muster.reading.masked import Masked
from muster.reading.mentions import GROUP, ROLE, Mention
from muster.reading.prose_numbers import NUMBER, hedged


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


@frame("strength")
def _strength(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    mention = masked.mention(match["s"])
    found = re.match(
        r"(?P<hedge>(?:(?:more than|over|at least|about|some|nearly|up to|around|an estimated|roughly) )?)"
        rf"(?P<n>{NUMBER}) ",
        mention.text,
    )
    body = mention.generic_of or mention.owner
    if not (found and body) or mention.head not in (
        "members",
        "fighters",
        "militiamen",
        "soldiers",
        "troops",
        "men",
        "militants",
    ):
        return
    subject = Mention(GROUP, mention.start, mention.end, mention.text, body, named=True, known=mention.known)
    yield from draft(
        masked,
        match,
        "count",
        "strength",
        subject,
        mention.head,
        Stance.ESTIMATED,
        value=found["n"],
        qualifiers=(("comparison", hedged(found["hedge"])), ("of", mention.head)),
    )


@frame("has-counted")
def _has_counted(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    mention = masked.mention(match["w"])
    found = re.match(
        rf"(?P<n>{NUMBER}) (?:{WORD} )*?"
        r"(?P<head>fighters|members|men|soldiers|troops|militiamen|combatants|personnel|recruits)$",
        mention.text,
    )
    if found:
        yield from draft(
            masked,
            match,
            "count",
            "strength",
            masked.mention(match["s"]),
            f"{found['n']} {found['head']}",
            Stance.ESTIMATED,
            at="v",
            value=found["n"],
            qualifiers=(("comparison", hedged(match["hedge"])), ("of", found["head"])),
        )


@frame("has-fighters")
def _has_fighters(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    what = words_of(masked, match.start("w"), match.end("w"))
    first = match.start("n") if match["n"] not in what else match.start("w")
    yield from draft(
        masked,
        match,
        "count",
        "strength",
        masked.mention(match["s"]),
        words_of(masked, first, match.end("w")),
        Stance.ESTIMATED,
        at="n",
        value=match["n"],
        qualifiers=(("comparison", hedged(match["hedge"])), ("of", re.sub(rf"^{NUMBER} ", "", what))),
    )


@frame("strength-put")
def _strength_put(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`The ministry puts the strength of the front at no more than 2,000`: its estimate."""
    told = match["n"] or masked.mention(match["w"]).text
    number = re.match(NUMBER, told)
    if number:
        yield from draft(
            masked, match, "count", "strength", masked.mention(match["s"]), told, Stance.ESTIMATED, at="s",
            speakers=(masked.mention(match["o"]),), value=number[0],
            qualifiers=(("comparison", hedged(match["hedge"])),),
        )  # fmt: skip
