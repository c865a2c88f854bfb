"""Frames of the chain of command between bodies: who answers to whom, takes orders from whom, is placed under whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from muster.claims import Stance
from muster.reading.frames import Draft, bodies, draft, frame
from muster.reading.masked import Masked
from muster.reading.mentions import ACTOR, GROUP, NAME, PERSON, Mention
from muster.reading.moods import BE, stance
from muster.reading.pronouns import end_of, pronoun
from muster.reading.subjects import clause_subject, subject_before


@frame("answers-to")
def _answers(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    verb = match["v"].lower()
    if verb.startswith("report") and re.match(r" (?:[AGRP]_\d+ )?(?:that|on|about)\b", masked.text[match.end() :]):
        return
    if verb == "answered" and not (match["aux"] or "").strip():
        return
    subject = _answering(masked, match, verb)
    if subject is None or not (subject.kind in (GROUP, NAME, PERSON) or subject.plural):
        return
    person = subject.kind == PERSON
    yield from draft(
        masked,
        match,
        "command",
        "affiliated_with" if person else "subordinate_to",
        subject,
        full_name(masked, match, "o"),
        _held(masked, match),
        at="v",
        start=match.start("v") if not match["s"] else None,
        qualifiers=(("how", "answers to"),) if person else (("kind", "command"),),
    )


_DRAFT = re.compile(r"\b(?:bill|draft|amendments?|proposal|reform|plan)\b", re.IGNORECASE)


_MADE = re.compile(r"\b(?:make|makes|made|let|lets|have|has|had|see|seen|saw|help|helped)(?: the)? $", re.IGNORECASE)


def _held(masked: Masked, match: re.Match[str]) -> Stance | None:
    """The stance of the verb; what a bill would change is pending."""
    aux = match["aux"] or _verb_before(masked, match.start())
    held = stance(aux)
    bare = match["v"].lower() in ("report", "answer") and not aux.strip() and match["s"]
    if bare and not masked.listed(match["s"])[-1].plural and _MADE.search(masked.text[: match.start()]):
        return Stance.PENDING if _DRAFT.search(masked.text) else None  # `would make the Guard report to …`
    if held is None and re.search(r"\b(?:would|is to|are to)\b", aux) and _DRAFT.search(masked.text):
        return Stance.PENDING
    return held


_SECOND_VERB = re.compile(r"(?:^|,|\b(?:and|but|who|which|that|or)) $", re.IGNORECASE)


def _answering(masked: Masked, match: re.Match[str], verb: str) -> Mention | None:
    """Who answers to somebody: the name before the verb, or the subject of the verb before."""
    if match["p"]:
        return pronoun(masked, match.start("p"), match.end("p"))
    if match["s"]:
        return next(iter(bodies(masked.listed(match["s"]))[-1:]), None)
    if verb.endswith("ing"):
        return clause_subject(masked, match.start(), True)
    if not _SECOND_VERB.search(masked.text[: match.start()]):
        return None  # `in a report to the minister`
    return subject_before(masked, match.start())


_REST = re.compile(r"(?:’s|’)(?: [A-Z][\w-]*)+|(?: (?:of|for)(?: the)?)(?: [A-Z][\w-]*)+")


def full_name(masked: Masked, match: re.Match[str], group: str) -> Mention:
    """An office with what follows it in capitals: `Ministry` of the Interior, `Ishvan`’s External Service."""
    mention = masked.mention(match[group])
    if mention.kind not in (ACTOR, NAME):
        return mention
    text, offset = masked.sentence.text, masked.sentence.start
    rest = _REST.match(text, mention.end - offset)
    if not rest:
        return mention
    end = rest.end() + offset
    name = f"{mention.name}{rest[0]}"
    return replace(mention, kind=ACTOR, end=end, text=text[mention.start - offset : rest.end()], name=name, known=())


@frame("takes-orders")
def _takes_orders(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`takes its orders from Westland`, `accepts the ministry’s orders`."""
    subject = pronoun(masked, match.start("p"), match.end("p")) if match["p"] else masked.mention(match["s"])
    if subject.kind in (GROUP, NAME):
        yield from draft(
            masked, match, "command", "subordinate_to", subject, masked.mention(match["o"] or match["o2"]),
            stance(match["aux"]), at="v", qualifiers=(("kind", "command"),),
        )  # fmt: skip


def _verb_before(masked: Masked, at: int) -> str:
    """The auxiliaries that a second verb shares: `should operate within … and answer to`."""
    clause = re.split(r" ; | that ", masked.text[:at])[-1]
    found = re.findall(r"\b(?:should|must|will|could|may|might|not|never|would)\b", clause)
    return " ".join(found[:1]) if masked.text[:at].rstrip().endswith("and") else ""


@frame("under-body")
def _under_body(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`falls under the Interior Ministry`, `was placed under the command of the army`."""
    verb = (match["verb"] or "").strip().lower()
    told = bool(match["how"] or match["how2"])
    if not told and not re.match(r"falls?|fell|comes?|came|placed|put|brought", verb):
        return
    if told and not verb and not match["comma"] and not BE.search(match["aux"]):
        return
    subject, over = end_of(masked, match, "s"), masked.mention(match["o"] or match["o2"])
    if subject.kind in (GROUP, NAME, ACTOR) and over.kind in (GROUP, ACTOR):
        yield from draft(
            masked, match, "command", "subordinate_to", subject, over, stance(match["aux"]), at="u",
            qualifiers=(("kind", "command"),),
        )  # fmt: skip


@frame("attached-to")
def _attached(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`was transferred to the Interior Ministry`, `is attached to the 4th Division`."""
    subject = end_of(masked, match, "s")
    named = subject.named or subject.generic_of or subject.determiner in ("it", "they", "the")
    if BE.search(match["aux"]) and subject.kind in (GROUP, NAME) and named:
        yield from draft(
            masked, match, "command", "subordinate_to", subject, masked.mention(match["o"]), stance(match["aux"]),
            at="v", qualifiers=(("kind", "command"),),
        )  # fmt: skip


@frame("oversees")
def _oversees(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`The Interior Ministry oversees the Guard`."""
    if not BE.search(match["aux"]):
        yield from draft(
            masked, match, "command", "subordinate_to", masked.mention(match["s"]), masked.mention(match["o"]),
            stance(match["aux"]), at="v", qualifiers=(("kind", "command"),),
        )  # fmt: skip
