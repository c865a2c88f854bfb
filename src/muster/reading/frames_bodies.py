"""Frames of posts and of parts of bodies.

A post or a part is proposed only where the sentence names both ends; what `a component of` hangs on must be clear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from muster.claims import Stance
from muster.reading.clauses import WORD, M
from muster.reading.frames import Draft, apposed_to, bodies, compound_backing, draft, frame
from muster.reading.frames_posts import body_of, is_person, posted
from muster.reading.lexicon import lexicon, listed
from muster.reading.masked import Masked
from muster.reading.mentions import ACTOR, GROUP, NAME, PERSON, PLACE, Mention
from muster.reading.moods import BE, NEGATION, ONCE, stance
from muster.reading.pronouns import end_of, is_pronoun, possessor
from muster.reading.subjects import subject_before


@frame("part-of")
def _part(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    link, whole = match["link"].strip(" ,").lower(), masked.mention(match["o"])
    subject = body_of(masked.listed(match["s"])[-1])
    if subject.kind == ACTOR and (not subject.named or subject.country or match["w"].lower() not in _PARTS):
        return
    if subject.kind not in (GROUP, NAME, ACTOR) or (whole.kind == ACTOR and not whole.owner and not whole.head):
        return
    before = masked.text[: match.start("s")].rstrip().rsplit(" ", 1)[-1].lower()
    bare = not link and not (match["aux"] or "").strip()
    if bare and not match["comma"]:
        return
    if bare and before in ("against", "of", "with", "from", "by", "for", "between", "to"):
        return  # `the war against X, a component of Y`: of what it is a component stays open
    if whole.kind == ACTOR and not _armed_body(whole):
        return
    if whole.kind == ACTOR and bare and match["w"].lower() not in _PARTS:
        return  # `the chairman, a member of the ministry`
    hedged = link in ("considered", "seen as")
    held = Stance.ALLEGED if hedged else stance(match["aux"])
    aux = match["aux"].strip()
    yield from draft(
        masked,
        match,
        "component",
        _member_predicate(match["w"]),
        subject,
        whole,
        held,
        at="w",
        qualifiers=(("end_known", "former" if ONCE.search(aux) else ""),),
        aside=hedged or (bare and not aux),
        said_by_nobody=hedged,
    )


def _armed_body(mention: Mention) -> bool:
    names = {mention.head, *mention.name.lower().split()}
    return bool(names & _ARMED) or mention.head == "armed forces"


_ARMED = frozenset(["military", "army", "forces", "police", "ministry", "government", "administration", "directorate"])


def _member_predicate(word: str) -> str:
    return (
        "faction_of" if word in ("faction", "wing", "branch", "arm", "offshoot", "chapter", "subgroup") else "member_of"
    )


@frame("wing-of")
def _wing_of(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    subject = masked.mention(match["s"])
    whole = masked.mention(match["o"])
    before = masked.text[: match.start()].rstrip()
    if subject.head.rstrip("s") not in _PARTS and not re.search(r"splinter|breakaway|dissident", subject.name):
        return
    if re.search(r"\b(?:is|are|was|were|remains?|became)$", before):
        return
    apposed = re.search(rf"(?P<m>[GNR]_\d+)(?P<link> ,)(?: an?| the| one of the)?(?: {WORD}){{0,2}}$", before)
    if apposed and not subject.named:
        lead = masked.text[: apposed.start("m")].rstrip().rsplit(" ", 1)[-1].lower()
        if apposed["link"] == " ," and lead in ("against", "with", "from", "for", "between", "to"):
            return
        held = stance(apposed["link"])
        yield from draft(
            masked,
            match,
            "component",
            "faction_of",
            masked.mention(apposed["m"]),
            whole,
            held,
            start=apposed.start("m"),
        )
    elif subject.owner or subject.named or subject.head != subject.name.lower():
        yield from draft(masked, match, "component", "faction_of", subject, whole, Stance.ASSERTED)


@frame("is-a-wing")
@frame("considered-wing")
def _is_a_wing(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    word = masked.mention(match["w"])
    if word.named or word.head.rstrip("s") not in _PARTS:
        return
    whole = masked.mention(match["o"])
    held = Stance.ALLEGED if match["hedge"] else stance(match["aux"])
    predicate = _member_predicate(word.head.rstrip("s"))
    for subject in masked.listed(match["s"]):
        if subject.kind in (GROUP, NAME):
            found = draft(masked, match, "component", predicate, subject, whole, held, at="w")
            yield from (replace(one, aside=bool(match["hedge"]), said_by_nobody=bool(match["hedge"])) for one in found)


_PARTS = listed("parts")


@frame("x-faction")
def _x_faction(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    subject = masked.mention(match["s"])
    if subject.whole:
        whole = Mention(GROUP, subject.start, subject.end, subject.whole, subject.whole, named=True)
        yield from draft(masked, match, "component", "faction_of", replace(subject, whole=""), whole, Stance.ASSERTED)


@frame("apposed-faction")
def _apposed_faction(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    subject, other = masked.mention(match["s"]), masked.mention(match["o"])
    lead = masked.text[: match.start("s")].rstrip().rsplit(" ", 1)[-1].lower()
    if (
        other.named
        or not subject.named
        or other.determiner not in ("a", "an", "the")
        or lead in ("against", "of", "with", "from", "by", "for", "between", "to")
    ):
        return
    if other.head in ("faction", "wing", "branch") and other.owner:
        whole = Mention(GROUP, other.start, other.end, other.owner, other.owner, named=True)
        yield from draft(masked, match, "component", "faction_of", subject, whole, Stance.ASSERTED)
    yield from compound_backing(masked, match, subject, other)


@frame("once-part-of")
def _once_part(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`the Red Valley Brigade, formerly part of the Northern Shield, …`."""
    whole = masked.mention(match["o"])
    if whole.kind == ACTOR and not _armed_body(whole):
        return
    ended = "" if match["when"].lower() == "now" else "former"
    yield from draft(
        masked, match, "component", _member_predicate(match["w"]), masked.mention(match["s"]), whole, Stance.ASSERTED,
        at="w", qualifiers=(("end_known", ended),), aside=True,
    )  # fmt: skip


@frame("comprises")
@frame("that-comprises")
def _comprises(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`The Shield comprises the Red Valley Brigade and the Guard`, `an alliance that includes …`."""
    whole = apposed_to(masked, end_of(masked, match, "o"))
    if whole.kind not in (GROUP, NAME) or not (whole.named or is_pronoun(whole) or whole.generic_of):
        return
    for one in masked.listed(match["s"]):
        if one.kind == GROUP and one.named:
            yield from draft(masked, match, "component", "member_of", one, whole, stance(match["aux"]), at="v")


@frame("merged-to-form")
def _merged(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`The Brigade and the Guard merged to form the Shield`."""
    for one in masked.listed(f"{match['s']} {match['s2'] or ''}"):
        if one.kind == GROUP:
            yield from draft(
                masked, match, "component", "member_of", one, masked.mention(match["o"]), stance(match["aux"]), at="v"
            )


@frame("member-of-body")
def _member(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`the Brigade, the most feared member of the Shield`."""
    role, subject = masked.mention(match["r"]), masked.mention(match["s"])
    if role.head not in ("member", "members") or not role.owner or role.owner_kind not in (GROUP, NAME):
        return
    if subject.kind != GROUP or not (match["comma"] or BE.search(match["aux"])):
        return
    whole = Mention(GROUP, role.start, role.end, role.owner, role.owner, named=True)
    yield from draft(
        masked,
        match,
        "component",
        "member_of",
        subject,
        whole,
        stance(match["aux"]),
        at="r",
        aside=bool(match["comma"]),
    )


@frame("owned-wing")
def _owned_wing(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`the Front’s armed wing, the Red Valley Brigade`."""
    wing, subject = masked.mention(match["w"]), masked.mention(match["s"])
    if subject.named and wing.head in _PARTS and wing.owner and wing.owner_kind in (GROUP, NAME, ACTOR):
        whole = Mention(GROUP, wing.start, wing.end, wing.owner, wing.owner, named=True)
        yield from draft(masked, match, "component", _member_predicate(wing.head), subject, whole, Stance.ASSERTED)


@frame("left-body")
def _left_body(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`The Brigade left the Shield in 2015`: it was part of it until then."""
    subject, whole = masked.mention(match["s"]), masked.mention(match["o"])
    if subject.named and whole.named:
        yield from draft(
            masked, match, "component", "member_of", subject, whole, stance(match["aux"]), at="v",
            qualifiers=(("end_known", "former"),),
        )  # fmt: skip


@frame("also-part-of")
def _also_part(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`was established in 2020, forms an integral part of the security forces`."""
    subject, whole = subject_before(masked, match.start()), masked.mention(match["o"])
    if subject is None or subject.kind not in (GROUP, NAME) or (whole.kind == ACTOR and not _armed_body(whole)):
        return
    yield from draft(
        masked, match, "component", _member_predicate(match["w"]), subject, whole, stance(match["aux"]), at="w"
    )


@frame("split-from")
def _split_from(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`a community militia that split from the Alliance in August 2019`: it was part of it until then."""
    subject = end_of(masked, match, "s")
    details = (("how", "split from"), ("end_known", "former"))
    yield from draft(
        masked, match, "component", "faction_of", subject, masked.mention(match["o"]), stance(match["aux"]),
        at="v", qualifiers=details,
    )  # fmt: skip


@frame("broke-away-to-form")
def _broke_away(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`a third of the Lions broke away under Idris Qobal to form the Free Lions`."""
    whole, made = body_of(masked.mention(match["s"])), masked.mention(match["o"])
    if whole.kind not in (GROUP, NAME) or not made.named:
        return
    details = (("how", "split from"), ("end_known", "former"))
    held = stance(match["aux"])
    yield from draft(masked, match, "component", "faction_of", made, whole, held, at="v", qualifiers=details)
    led = re.search(r" under [^;]*?([PN]_\d+)(?: ,)? $", f"{match['mid']} ")
    if led:
        yield from posted(masked, match, masked.mention(led[1]), made, "leader", held, command=True, at="v")


@frame("separate-from")
def _separate(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    wholes = masked.listed(match["o"])
    if NEGATION.search(match["aux"]) or not bodies(wholes):
        return
    both = Mention(
        GROUP, wholes[0].start, wholes[-1].end, "", " and ".join(one.name for one in wholes), head=wholes[0].head
    )
    yield from draft(
        masked,
        match,
        "component",
        "member_of",
        masked.mention(match["s"]),
        both if len(wholes) > 1 else wholes[0],
        Stance.DENIED,
        at="v",
    )


@frame("joined")
def _joined(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    yield from draft(
        masked,
        match,
        "component",
        "member_of",
        masked.mention(match["s"]),
        masked.mention(match["o"]),
        stance(match["aux"]),
        at="v",
    )


_LEADING = listed("leading")


@frame("apposed-post")
def _apposed_post(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    person, role = masked.mention(match["p"]), masked.mention(match["r"])
    if role.plural or role.head in _KIN or (person.kind == NAME and len(person.name.split()) < 2):
        return
    later = re.findall(r" (?:for|of) (?:the )?([GA]_\d+)", match["more"].split(" , ")[0])
    other: Mention | None = masked.mention(match["o"]) if match["o"] else None
    if (other is not None and other.kind in (PLACE, ACTOR) and other.name and later and match["prep"] == "for") or (
        other and other.kind == PLACE and later
    ):
        other = masked.mention(later[-1])
    if other is None and later:
        other = masked.mention(later[-1])
    if other is None and role.owner:
        other = _owner(masked, role)
    if other is None or other.kind == PLACE:
        return
    end = match.end("r")
    for symbol in re.finditer(M, masked.text[match.start() : match.end() + len(match["more"])]):
        if masked.mention(symbol[0]) is other:
            end = match.start() + symbol.end()
    yield from _post(masked, match, person, role, other, match.start(), end)


def _post(
    masked: Masked, match: re.Match[str], person: Mention, role: Mention, other: Mention, start: int, end: int
) -> Iterator[Draft]:
    leads = role.head in _LEADING and other.kind in (GROUP, NAME)
    words = role.name.removeprefix(other.name).strip() if role.owner == other.name else role.name
    former = re.search(r"\b(?:former|ex|late|then)\b", role.text, re.IGNORECASE) or ONCE.search(match[0])
    details = (("role", words.lower()), ("rank", person.rank), ("end_known", "former" if former else ""))
    yield from draft(
        masked,
        match,
        "command" if leads else "position",
        "posted_to",
        person,
        other,
        Stance.ASSERTED,
        start=start,
        end=end,
        qualifiers=details,
        aside=True,
    )


_KIN = listed("kin")
# `army spokesman Colonel Ansel Vero`: the body whose word stands before the post
_SERVICE = re.compile(
    r"\b(?:army|navy|air force|police|military|militia|rebel|government|ministry|coast guard|gendarmerie|guard)\b(?= )",
    re.IGNORECASE,
)


@frame("titled-post")
def _titled_post(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    person, role = masked.mention(match["p"]), masked.mention(match["r"])
    if not is_person(person):
        return  # nothing shows a person
    if role.head in _KIN or (role.owner_kind == PERSON and not match["o"]):
        return  # a person's lawyer, brother or deputy holds no post of a body
    if match["o"] and not role.plural:
        yield from _post(masked, match, person, role, masked.mention(match["o"]), match.start(), match.end())
    elif not role.owner and not role.plural and role.determiner in ("its", "their"):
        yield from _post(masked, match, person, role, possessor(role), match.start(), match.end())
    elif not role.owner and not role.plural and (service := _SERVICE.search(role.name)):
        other = Mention(GROUP, role.start, role.end, service[0], service[0], head=service[0].lower())
        yield from _post(masked, match, person, role, other, match.start(), match.end())
    elif role.owner and not role.plural:
        yield from _post(masked, match, person, role, _owner(masked, role), match.start(), match.end())


def _owner(masked: Masked, role: Mention) -> Mention:
    """Whose a post is: a body that the sentence knows as armed, or that a leader or commander leads, is a group."""
    known = next((one for one in masked.mentions if one.name == role.owner and one.kind == GROUP), None)
    leads = role.head in ("leader", "commander", "chief") and role.owner not in _countries()
    kind = GROUP if known or leads else ACTOR
    return Mention(kind, role.start, role.end, role.owner, role.owner, named=True)


def _countries() -> frozenset[str]:

    return frozenset(stands for kind, stands in lexicon().names.values() if kind in ("country", "metonym"))


@frame("leads")
def _leads(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    if match["s"].lower() == "who":
        before = re.search(r"([PN]_\d+) ,? ?$", masked.text[: match.start()])
        if not before:
            return
        person = masked.mention(before[1])
    else:
        person = end_of(masked, match, "s")
    if person.kind == NAME and len(person.name.split()) < 2:
        return
    role = (
        "leader"
        if match["v"].startswith("l") or "leadership" in match["v"]
        else "commander"
        if match["v"].startswith("c") or "command" in match["v"]
        else "founder"
        if match["v"] == "founded"
        else "head"
    )
    yield from draft(
        masked,
        match,
        "command",
        "posted_to",
        person,
        masked.mention(match["o"]),
        stance(match["aux"]),
        at="v",
        qualifiers=(("role", role), ("end_known", "former" if ONCE.search(match["aux"]) else "")),
    )


@frame("led-by")
def _led_by(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    role = {"l": "leader", "c": "commander", "h": "head"}[(match["v"] or match["v2"])[0].lower()]
    person = masked.mention(match["s"])
    if person.kind == NAME and (len(person.name.split()) < 2 or any(one.entity for one in person.known)):
        return  # `led by Eastland`: nothing shows a person
    body = body_of(masked.mention(match["o"])) if match["o"] else subject_before(masked, match.start())
    if body is None or body.kind not in (GROUP, NAME):
        return  # `was created in 2019 and is commanded by …`: what was created
    once = ONCE.search(match["aux"])
    yield from draft(
        masked,
        match,
        "command",
        "posted_to",
        person,
        body,
        stance(match["aux"]),
        at="v" if match["v"] else "v2",
        qualifiers=(("role", role), ("rank", person.rank), ("end_known", "former" if once else "")),
        aside=not BE.search(match["aux"]),
    )
