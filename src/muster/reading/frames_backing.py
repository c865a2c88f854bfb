"""Frames of backing, assistance and ties, with their denials.

Being backed, funded or steered is an affiliation; training, equipping and helping by forces is assistance. Whoever
denies it is heard: a denial is a proposal of its own, beside what it denies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from muster.claims import Stance
from muster.reading.clauses import M
from muster.reading.frames import AUX, BACKING, Draft, accusers_of, compound_backing, draft, frame, words_of
from muster.reading.frames_posts import body_of
from muster.reading.masked import Masked
from muster.reading.mentions import ACTOR, GROUP, NAME, ROLE, Mention
from muster.reading.moods import BE, NEGATION, passive, stance
from muster.reading.pronouns import end_of, is_pronoun, pronoun
from muster.reading.subjects import governed, subject_before

_HELPS = {
    "arming": "arms", "backing": "backs", "funding": "funds", "training": "trains", "sponsoring": "backs",
    "financing": "funds", "equipping": "arms", "supplying": "arms", "directing": "directs", "controlling": "directs",
}  # fmt: skip


@frame("backed-by")
def _backed_by(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    how = BACKING[match["v"].lower()]
    for actor in masked.listed(match["o"]):
        if actor.kind == ROLE and actor.owner and actor.plural:  # `trained by instructors of Sund`: by Sund
            actor = Mention(ACTOR, actor.start, actor.end, actor.owner, actor.owner, named=True)
        if actor.kind in (ACTOR, GROUP, NAME):
            yield from draft(
                masked,
                match,
                *_support_kind(match["v"]),
                masked.mention(match["s"]),
                actor,
                stance(match["aux"]),
                at="v",
                qualifiers=(("how", how),),
                aside=not BE.search(match["aux"]),
            )


def _support_kind(verb: str) -> tuple[str, str]:
    """Help from forces or ministries that train and equip is assistance; being backed is affiliation."""
    if verb.lower() in ("trained", "equipped", "advised"):
        return "assistance", "assisted_by"
    return "affiliation", "supports"


@frame("backs")
def _backs(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    if passive(match["aux"], match["v"]) or masked.text[: match.start("v")].endswith("-"):
        return
    form = match["v"].lower()
    how = {
        "back": "backs",
        "fund": "funds",
        "arm": "arms",
        "finance": "funds",
        "sponsor": "backs",
        "direct": "directs",
        "control": "directs",
        "bankroll": "funds",
    }.get(re.sub(r"(?:ed|s|d|led)$", "", form), "")
    yield from draft(
        masked,
        match,
        "affiliation",
        "supports",
        masked.mention(match["s"]),
        masked.mention(match["o"]),
        stance(match["aux"]),
        at="v",
        qualifiers=(("how", how),),
    )


@frame("receives-support")
def _receives(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    subject = _antecedent(masked, match)
    if subject is None and match["s"].lower() in ("it", "they"):
        subject = pronoun(masked, match.start("s"), match.end("s"))
    if subject is None or (re.fullmatch(M, match["s"]) and governed(masked.text, match.start("s"))):
        return
    how = {
        "funding": "funds",
        "money": "funds",
        "funds": "funds",
        "weapons": "arms",
        "arms": "arms",
        "training": "trains",
        "orders": "directs",
        "instructions": "directs",
        "pay": "funds",
        "salaries": "funds",
        "cash": "funds",
        "rifles": "arms",
        "guns": "arms",
        "ammunition": "arms",
    }.get(match["w"].lower(), "")
    held = (
        Stance.DENIED
        if re.search(
            r"\b(?:den(?:y|ies|ied|ying)|reject\w*|dismiss\w*|refut\w*)\b[^;]*$",
            masked.text[: match.start("v")],
            re.IGNORECASE,
        )
        else stance(match["aux"])
    )
    actors = [masked.mention(one) for one in re.findall(M, match["o"])][:1]
    ordered = match["w"].lower() in ("orders", "instructions")  # who takes orders stands under a command
    for actor in actors:
        helps = match["w"].lower() in ("training", "advice", "equipment")
        yield from draft(
            masked,
            match,
            "command" if ordered else "assistance" if helps else "affiliation",
            "subordinate_to" if ordered else "assisted_by" if helps else "supports",
            subject,
            actor,
            held,
            at="v",
            start=_place_of(masked, subject, match.start()),
            qualifiers=(("kind", "command"),) if ordered else (("how", how),),
        )


def _place_of(masked: Masked, mention: Mention, before: int) -> int:
    """Where a mention stands in the pattern, if it stands before a place."""
    number = masked.mentions.index(mention) if mention in masked.mentions else -1
    found = re.search(rf"\b{mention.kind}_{number}\b", masked.text[:before])
    return found.start() if found else before


def _antecedent(masked: Masked, match: re.Match[str]) -> Mention | None:
    """The subject; for `it` and `they` the one body that the clause before names, if it is one."""
    if re.fullmatch(M, match["s"]):
        return masked.mention(match["s"])
    if match["s"].lower() == "we":
        first, last = masked.source(match.start("s"), match.end("s"))
        return Mention(GROUP, first, last, match["s"], "we", head="we", plural=True)
    relative = re.search(rf"({M}) ,? ?(?:which|who|that) \w+ (?:that )?$", masked.text[: match.start("s")])
    if relative:
        return masked.mention(relative[1])
    own = re.search(rf"({M}) {AUX}\w+ (?:that )?$", masked.text[: match.start("s")], re.IGNORECASE)
    return masked.mention(own[1]) if own else None


@frame("ties-with")
def _ties(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    other = masked.mention(match["o"])
    follows = masked.text[match.end() :].lstrip()
    if "linked" in match["v"].lower() and re.match(r"to (?:more|at least|\d|attacks)", follows):
        return
    yield from draft(
        masked,
        match,
        "affiliation",
        "affiliated_with",
        masked.mention(match["s"]),
        other,
        stance(match["aux"]),
        at="v",
        qualifiers=(("how", match["v"].lower()),),
        aside=not _FINITE.search(f"{match['aux']} {match['v']}"),
    )


_FINITE = re.compile(r"\b(?:is|are|was|were|been|be|has|have|had|maintain\w*)\b", re.IGNORECASE)


@frame("x-backed")
def _x_backed(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    subject = masked.mention(match["o"])
    if match["and"]:
        other = masked.mention(match["c"])
        if subject.named and other.determiner == "other" and not other.named:
            yield from compound_backing(masked, match, subject, other)
        return
    if subject.named:
        yield from compound_backing(masked, match, subject, subject)


@frame("assists")
def _assists(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    if passive(match["aux"], match["v"]):
        return
    aux = match["aux"] if match["v"].lower() != "to" else ""
    if match["o"].lower() == "we":
        actor: Mention | str = "we"
    else:
        actor = masked.mention(match["o"])
    condition = words_of(masked, match.start("cond"), match.end("cond")) if match["cond"] else ""
    yield from draft(
        masked,
        match,
        "assistance",
        "assisted_by",
        masked.mention(match["s"]),
        actor,
        stance(aux),
        at="v",
        qualifiers=(
            ("how", re.sub(rf" to$|{M}", "", match["v"].lower()).strip()),
            ("condition", condition.removeprefix("whose ") and f"only units {condition}"),
        ),
    )


@frame("supplies")
@frame("supplies-with")
def _supplies(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`Eastland delivered rifles to the front`: it arms or funds it."""
    if passive(match["aux"], match["v"]):
        return
    funds = match["w"].lower() in ("money", "funds", "cash")
    yield from draft(
        masked, match, "affiliation", "supports", masked.mention(match["s"]), masked.mention(match["o"]),
        stance(match["aux"]), at="v", qualifiers=(("how", "funds" if funds else "arms"),),
    )  # fmt: skip


@frame("owned-by")
def _owned_by(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`Iron Shield, a firm owned by the mining company`: tied to it."""
    yield from draft(
        masked, match, "affiliation", "affiliated_with", masked.mention(match["s"]), masked.mention(match["o"]),
        stance(match["aux"]), at="v", qualifiers=(("how", f"{match['v'].lower()} by"),),
        aside=not _FINITE.search(match["aux"]),
    )  # fmt: skip


@frame("assists-men")
def _assists_men(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`Sunder, whose police academy has trained RRD officers`, `will continue to train the Force`."""
    subject = body_of(masked.mention(match["s"]))
    if subject.kind not in (GROUP, NAME):
        return
    going_on = (match["on"] or "").startswith("continu") and not re.search(r"\b(?:not|should|must)\b", match["aux"])
    held = Stance.PENDING if re.match(r"agree|plan|promise|offer", match["on"] or "") else stance(match["aux"])
    yield from draft(
        masked, match, "assistance", "assisted_by", subject, masked.mention(match["o"]),
        Stance.ASSERTED if going_on else held, at="v", qualifiers=(("how", match["v"].lower()),),
        aside=bool(match["whose"]),
    )  # fmt: skip


@frame("sends-advisers")
def _sends_advisers(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`has provided instructors to the Command`, `donated forty vehicles to the Guard`."""
    word = match["w"]
    if re.fullmatch(M, word):
        word = masked.mention(word).head
        if word not in _ADVISERS:
            return
    if not BE.search(match["aux"]):
        yield from draft(
            masked, match, "assistance", "assisted_by", masked.mention(match["s"]), masked.mention(match["o"]),
            stance(match["aux"]), at="v", qualifiers=(("how", word.lower()),), aside=bool(match["rel"]),
        )  # fmt: skip


_ADVISERS = frozenset(["instructors", "advisers", "trainers", "experts", "officers", "advisors", "specialists"])


@frame("suspended-aid")
def _suspended(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`suspended its training of the Shield`: it does not help any more."""
    if stance(match["aux"]) is Stance.ASSERTED:
        yield from draft(
            masked, match, "assistance", "assisted_by", masked.mention(match["s"]), masked.mention(match["o"]),
            Stance.DENIED, at="v", qualifiers=(("how", match["w"].lower()),),
        )  # fmt: skip


@frame("pays-salaries")
@frame("helped-found")
@frame("founded-by")
def _pays(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`pays the salaries of the Shield`, `helped set up the Shield`, `was created by the Republic`."""
    founded = match["how"] is not None
    if founded and match.group("be") is not None and not BE.search(match["aux"]):
        return
    backer = masked.mention(match["o"])
    if backer.kind == ACTOR or (backer.kind in (GROUP, NAME) and backer.named):
        yield from draft(
            masked, match, "affiliation", "supports", masked.mention(match["s"]), backer, stance(match["aux"]), at="v",
            qualifiers=(("how", "" if founded else "funds"),),
        )  # fmt: skip


@frame("has-backing")
@frame("is-backer")
def _backing(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`enjoys the support of the Republic`, `has been the main backer of the Shield`."""
    if match["be"] is not None and not re.search(r"\b(?:is|are|was|were|been)\b|remain", match["aux"] + match["be"]):
        return
    yield from draft(
        masked, match, "affiliation", "supports", end_of(masked, match, "s"), masked.mention(match["o"]),
        stance(match["aux"]), at="v",
    )  # fmt: skip


@frame("pledged-to")
@frame("close-to")
def _close(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`is close to the Republic`, `fights alongside the Guard`."""
    how = match["v"].lower()
    if how == "close to" and not BE.search(match["aux"]):
        return
    subject, other = end_of(masked, match, "s"), masked.mention(match["o"])
    if subject.kind in (GROUP, NAME) and (how != "close to" or other.named):
        yield from draft(
            masked, match, "affiliation", "affiliated_with", subject, other, stance(match["aux"]), at="v",
            qualifiers=(("how", how),),
        )  # fmt: skip


@frame("raised-with")
def _raised_with(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`is an umbrella of seven militias raised with money from Ishvan`."""
    subject = subject_before(masked, match.start())
    if subject is not None and subject.kind in (GROUP, NAME):
        yield from _supported(masked, match, subject, match["w"])


@frame("takes-money")
@frame("armed-from")
@frame("delivered-to")
def _takes_money(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`have never taken Ishvani money`, `armed from Brigade stores`, `arms delivered to the army by Ruvia`."""
    subject = end_of(masked, match, "s")
    if subject.kind in (GROUP, NAME):
        yield from _supported(masked, match, subject, match["w"])


_ARMS = re.compile(
    r"arm|weapon|ammunition|rifle|gun|drone|missile|store|stock|depot|arsenal|consignment", re.IGNORECASE
)
_FUNDS = re.compile(r"money|cash|fund|pay|budget|coffer|treasur|salar|gold", re.IGNORECASE)


def _supported(masked: Masked, match: re.Match[str], subject: Mention, means: str) -> Iterator[Draft]:
    """Whom somebody supports with arms, money or help; a state's army it assists."""
    how = "arms" if _ARMS.match(means) else "funds" if _FUNDS.match(means) else ""
    regular = subject.head in _REGULAR or subject.name.lower().rsplit(" ", 1)[-1] in _REGULAR
    kind, predicate = ("assistance", "assisted_by") if regular and how != "funds" else ("affiliation", "supports")
    backer = masked.mention(match["o"])
    if backer.country:
        backer = replace(backer, kind=ACTOR, name=backer.country)
    yield from draft(
        masked, match, kind, predicate, subject, backer, stance(match["aux"]), at="v", qualifiers=(("how", how),)
    )


_REGULAR = frozenset(["army", "navy", "police", "military"])


_SEEN_AS = re.compile(
    r"\b(?:seen|regarded|considered|described|viewed|known|called|branded|dubbed|believed)\b", re.IGNORECASE
)


@frame("agents-of")
def _agents_of(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`describes the Free Lions as paid agents of Westmark`, `the FHG is a puppet of Eastland`."""
    word = match["w"]
    if re.fullmatch(M, word) and masked.mention(word).head not in ("proxy", "proxies", "mercenaries"):
        return
    by: tuple[Mention, ...] = ()
    held = stance(match["aux"] or "")
    if held is Stance.ASSERTED and _SEEN_AS.search(masked.text[match.end("s") : match.start("w")]):
        held = Stance.ALLEGED
    if match["v"]:
        speaker = masked.mention(match["by"]) if match["by"] else subject_before(masked, match.start("v"))
        by = (speaker,) if speaker is not None and not is_pronoun(speaker) else ()
        held = Stance.DENIED if NEGATION.search(match["aux2"]) else Stance.ALLEGED
    yield from draft(
        masked, match, "affiliation", "supports", masked.mention(match["s"]), masked.mention(match["o"]), held,
        at="s", speakers=by, qualifiers=(("how", "directs"),),
    )  # fmt: skip


@frame("and-ties")
def _and_ties(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`a militia that split from the Alliance and is now allied with the 213th Brigade`."""
    subject = subject_before(masked, match.start())
    if subject is not None and subject.kind in (GROUP, NAME):
        yield from draft(
            masked, match, "affiliation", "affiliated_with", subject, masked.mention(match["o"]), stance(match["aux"]),
            at="v", qualifiers=(("how", match["v"].lower()),),
        )  # fmt: skip


@frame("its-support")
def _its_support(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    yield from draft(
        masked,
        match,
        "assistance",
        "assisted_by",
        masked.mention(match["s"]),
        masked.mention(match["o"]),
        Stance.ALLEGED,
        at="v",
    )


@frame("possessive-support")
def _own_support(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    yield from draft(
        masked,
        match,
        "affiliation",
        "supports",
        masked.mention(match["s"]),
        masked.mention(match["o"]),
        Stance.ALLEGED,
        at="v",
    )


@frame("accused-of-backing")
def _accused_backing(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    backer, group = masked.mention(match["o"] or match["o2"]), masked.mention(match["s"])
    accusers = tuple(accusers_of(masked, match)) if match["by"] else ()
    how = (("how", _HELPS.get(match["v"].lower(), "")),)
    yield from draft(
        masked,
        match,
        "affiliation",
        "supports",
        group,
        backer,
        Stance.ALLEGED,
        at="v",
        speakers=accusers,
        qualifiers=how,
        said_by_nobody=not accusers,
    )
    if match["deny"]:
        yield from draft(
            masked,
            match,
            "affiliation",
            "supports",
            group,
            backer,
            Stance.DENIED,
            at="v",
            speakers=(backer,),
            qualifiers=how,
        )


@frame("denied-backing")
def _denied_backing(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    backer = masked.mention(match["o"])
    how = _HELPS.get(match["v"].lower(), "")
    yield from draft(
        masked,
        match,
        "affiliation",
        "supports",
        masked.mention(match["s"]),
        backer,
        Stance.DENIED,
        at="d",
        speakers=(backer,),
        qualifiers=(("how", how),),
    )


@frame("denied-ties")
def _denied_ties(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    subject = masked.mention(match["s"])
    yield from draft(
        masked,
        match,
        "affiliation",
        "affiliated_with",
        subject,
        masked.mention(match["o"]),
        Stance.DENIED,
        at="d",
        speakers=(subject,),
    )
