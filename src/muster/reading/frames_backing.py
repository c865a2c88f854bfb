"""Frames of backing, assistance and ties, with their denials.

Being backed, funded or steered is an affiliation; training, equipping and helping by forces is assistance. Whoever
denies it is heard: a denial is a proposal of its own, beside what it denies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from muster.claims import Stance
from muster.reading.clauses import M
from muster.reading.frames import AUX, BACKING, Draft, accusers_of, compound_backing, draft, frame, stance, words_of
from muster.reading.masked import Masked
from muster.reading.mentions import ACTOR, GROUP, NAME, ROLE, Mention

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
                *_support_kind(match["v"], actor),
                masked.mention(match["s"]),
                actor,
                stance(match["aux"]),
                at="v",
                qualifiers=(("how", how),),
            )


def _support_kind(verb: str, actor: Mention) -> tuple[str, str]:
    """Help from forces or ministries that train and equip is assistance; being backed is affiliation."""
    if verb.lower().rstrip("sed") in ("train", "equip", "advi", "assist", "aid", "equipp", "help"):
        return "assistance", "assisted_by"
    return "affiliation", "supports"


@frame("backs")
def _backs(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    passive = re.search(r"\b(?:is|are|was|were|been|be|being) (?:\w+ly )?$", match["aux"])
    if passive or re.search(r"-$", masked.text[: match.start("v")]):
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
    if subject is None:
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
        yield from draft(
            masked,
            match,
            "command" if ordered else "affiliation",
            "subordinate_to" if ordered else "supports",
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
    )


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
    if re.search(r"\b(?:is|are|was|were|been) (?:\w+ly )?$", match["aux"]) and not match["v"].lower().endswith("ing"):
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
    if re.search(r"\b(?:is|are|was|were|been|be|being) (?:\w+ly )?$", match["aux"]):
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
