"""Frames of legal acts: sanctions, bills, legal status, proceedings.

A bill is pending and sanctions nobody; a word such as `X-sanctioned` may mean authorised, and then says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from muster.claims import Stance
from muster.reading.clauses import M
from muster.reading.frames import Draft, bodies, draft, frame, stance, words_of
from muster.reading.lexicon import listed
from muster.reading.masked import Masked
from muster.reading.mentions import ACTOR, GROUP, Mention

_SANCTIONERS = listed("sanctioners")


@frame("sanctioned-by-verb")
def _sanctioned(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    by = masked.mention(match["o"])
    verb = match["v"].lower()
    if by.kind == GROUP or (
        verb.startswith(("added", "targeted")) and not re.search(r"list|sanction", match["as"] or "")
    ):
        return
    if verb == "designated":  # `designated the brigade as a special force` is no sanction
        told = words_of(masked, match.start("as"), match.end("as")) if match["as"] else ""
        listing = re.search(r"terror|sanction|SDGT|list|entity|organi", told, re.IGNORECASE)
        if not listing and not re.search(r"treasury|state", by.name, re.IGNORECASE):
            return
    for subject in bodies(masked.listed(match["s"])):
        if match["tail"]:
            words = words_of(masked, match.start("s"), match.end("tail"))
            subject = replace(
                subject, name=re.sub(r"^(?:two|three|four|five|six|seven|eight|nine|ten|\d+) ", "", words)
            )
        yield from draft(
            masked, match, "designation", "listed_under", subject, by, stance(match["aux"]), at="v", value="sanctions"
        )


@frame("was-sanctioned")
def _was_sanctioned(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    by: Mention | str = masked.mention(match["o"]) if match["o"] else "not said by whom"
    for subject in bodies(masked.listed(match["s"])):
        yield from draft(
            masked, match, "designation", "listed_under", subject, by, stance(match["neg"]), at="v", value="sanctions"
        )


@frame("on-list")
def _on_list(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`The front was placed on a sanctions list`, `is not yet on the list`; only lists of sanctions or terrorists."""
    lists = masked.listed(match["v"])
    told = re.search(r"sanction|terror|blacklist|watch|wanted", masked.sentence.text, re.IGNORECASE)
    denied = stance(match["neg"]) is Stance.DENIED
    if not (told or lists or denied):
        return
    by: Mention | str = masked.mention(match["o"]) if match["o"] else lists[0] if lists else "not said by whom"
    for subject in bodies(masked.listed(match["s"])):
        yield from draft(
            masked, match, "designation", "listed_under", subject, by, stance(match["neg"]), at="v", value="sanctions"
        )


@frame("bill-to-sanction")
def _bill(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    by = masked.listed(match["o"])[-1]
    for subject in bodies(masked.listed(match["s"])):
        yield from draft(
            masked,
            match,
            "designation",
            "listed_under",
            subject,
            by,
            Stance.PENDING,
            at="v",
            value=f"{match['w']} to {match['do']}",
            qualifiers=(("kind", match["w"].lower()),),
        )


@frame("bill-would-sanction")
def _bill_would(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`A bill introduced in the Senate would impose sanctions on X`: nothing is done yet."""
    by: Mention | str = masked.mention(match["o"]) if match["o"] else match["w"]
    for subject in bodies(masked.listed(match["s"])):
        yield from draft(
            masked, match, "designation", "listed_under", subject, by, Stance.PENDING,
            value=f"{match['w']} to {match['do']}", qualifiers=(("kind", match["w"].lower()),),
        )  # fmt: skip


@frame("legalised")
def _legalised(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    by, subject = masked.mention(match["o"]), masked.mention(match["s"])
    verb = match["v"].lower()
    component = match["as"] and re.search(r"component|part|branch|member", match["as"])
    if component and not _dated(masked, match.start(), match.end("s")):
        return  # the frame of parts says it, and nothing else is said of the law
    yield from draft(
        masked,
        match,
        "legal_status",
        "legal_status",
        subject,
        _maker(by),
        stance(match["aux"]),
        at="v",
        end=match.end("s"),
        value=verb,
    )


def _dated(masked: Masked, start: int, end: int) -> bool:
    first, last = masked.source(start, end)
    return any(first <= one.start <= last + 25 for one in masked.dates)


def _maker(by: Mention) -> Mention:
    """Lawmakers of a country, as its parliament."""
    if by.head in ("lawmakers", "legislators", "parliamentarians", "mps"):
        from muster.reading.lexicon import lexicon

        place = next((who for who, how in by.compounds if how == "based"), by.country)
        stands = lexicon().names.get((place,), ("", place))[1]
        return replace(by, name=f"parliament of {stands}" if stands else "parliament", kind=ACTOR)
    return by


@frame("was-legalised")
def _was_legalised(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    by: Mention | str = _maker(masked.mention(match["o"])) if match["o"] else "not said by whom"
    aux = re.sub(r"\b(?:was|were|is|has|have|had|been|being)\b", "", match["aux"])
    yield from draft(
        masked,
        match,
        "legal_status",
        "legal_status",
        masked.mention(match["s"]),
        by,
        stance(aux),
        at="v",
        value=match["v"].lower(),
    )


@frame("x-sanctioned")
def _x_sanctioned(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    described = masked.mention(match["s"])
    subject = masked.mention(match["n"]) if match["n"] else described
    if not subject.named:
        return
    for who, how in described.compounds:
        if how != "sanctioned":
            continue
        by = Mention(ACTOR, described.start, described.end, who, who, named=True)
        if who.lower().rstrip(".") in _SANCTIONERS:  # may mean either
            yield from draft(
                masked, match, "designation", "listed_under", subject, by, Stance.ALLEGED, value="sanctions"
            )
        else:
            yield from draft(
                masked, match, "legal_status", "legal_status", subject, by, Stance.ASSERTED, value="authorised"
            )


@frame("trial")
def _trial(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    done = match["v"].lower().split()[0] in ("went", "stood", "was", "were", "been")
    negative = re.search(r"\bnot\b", match["aux"])
    held = Stance.DENIED if negative else Stance.ASSERTED if done else Stance.PENDING
    end = re.match(r"(?: in [LAN]_\d+(?: , [NLA]_\d+)?)?(?: ,)?", masked.text[match.end("v") :])
    yield from draft(
        masked,
        match,
        "legal_proceeding",
        "legal_status",
        masked.mention(match["s"]),
        words_of(masked, match.start("v"), match.end()),
        held,
        at="v",
        end=match.end("v") + (end.end() if end else 0),
        value=match["v"].lower(),
    )


@frame("tried")
def _tried(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`The court convicted Col. Tom Dee of murder`, `acquitted two of his deputies`: what the court did."""
    held = stance(match["aux"])
    if re.search(r"\b(?:is|are|was|were|been|be|being) (?:\w+ly )?$", match["aux"]):
        return
    for subject in bodies(masked.listed(match["s"])):
        what = f"{match['v'].lower()} {words_of(masked, match.start('rest'), match.end('rest'))}"
        yield from draft(
            masked, match, "legal_proceeding", "legal_status", subject, what, held, at="v", value=match["v"].lower()
        )


@frame("legalised-by")
def _legalised_by(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`The front, outlawed by parliament, …`."""
    told = match["o"] or "not said by whom"
    by: Mention | str = _maker(masked.mention(told)) if re.fullmatch(M, told) else told
    subject = masked.mention(match["s"])
    yield from draft(
        masked, match, "legal_status", "legal_status", subject, by, Stance.ASSERTED, value=match["v"].lower()
    )
