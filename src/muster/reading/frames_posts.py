"""Frames of who holds a post and who commands: titles beside names, appointments, `took command of`, `under Col. X`.

A post needs a person and a body. `its commander` and `he commands` wait for the paragraph to tell who is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from muster.claims import Stance
from muster.reading.clauses import WORD
from muster.reading.frames import Draft, draft, frame, words_of
from muster.reading.lexicon import listed
from muster.reading.masked import Masked
from muster.reading.mentions import ACTOR, GROUP, NAME, PERSON, PLACE, ROLE, Mention
from muster.reading.moods import BE, ONCE, stance
from muster.reading.pronouns import end_of, is_pronoun, possessor, pronoun
from muster.reading.subjects import clause_subject, subject_before

_LEADING = listed("leading")
_PEOPLE = listed("people_of")
_SERVICE_WORDS = listed("staff_words") | listed("unit_heads") | listed("unit_words")


def is_person(mention: Mention) -> bool:
    """A named person, a pronoun for one, or a name of several words that no register knows as a body."""
    words = mention.name.lower().split()
    if mention.kind == PERSON:
        return (mention.named and words[0] not in _SERVICE_WORDS) or is_pronoun(mention)
    plain = mention.kind == NAME and mention.determiner == "" and all(one.kind == "person" for one in mention.known)
    return plain and 2 <= len(words) <= 5 and not _SERVICE_WORDS & set(words)


def body_of(mention: Mention) -> Mention:
    """Whose people a phrase means: `elements of the Second Regiment` are led by who leads the Second Regiment."""
    owner = mention.generic_of or mention.owner
    if mention.kind in (GROUP, ROLE) and mention.head in _PEOPLE and owner and owner[0].isupper() | owner[0].isdigit():
        return replace(mention, kind=GROUP, name=owner, named=True, known=(), head="")
    return mention


def posted(
    masked: Masked,
    match: re.Match[str],
    person: Mention,
    body: Mention | str,
    role: str,
    held: Stance | None = Stance.ASSERTED,
    *,
    command: bool = False,
    former: bool = False,
    **more: Any,
) -> Iterator[Draft]:
    """A person's post at a body; `command` if it is led."""
    if not is_person(person):
        return
    other = body_of(body) if isinstance(body, Mention) else body
    if isinstance(other, Mention) and other.kind == PLACE and not other.head:
        return
    details = (("role", role.lower()), ("rank", person.rank), ("end_known", "former" if former else ""))
    kind = "command" if command else "position"
    yield from draft(masked, match, kind, "posted_to", person, other, held, qualifiers=details, **more)


def _leads(role: Mention | str, body: Mention | str) -> bool:
    head = role.head if isinstance(role, Mention) else role.lower().rsplit(" ", 1)[-1]
    led = isinstance(body, str) or body.kind in (GROUP, NAME) or is_pronoun(body)
    return head in _LEADING and led


_FORMER = re.compile(r"\b(?:former|ex|late|then|onetime|one-time|erstwhile|outgoing|previous)\b", re.IGNORECASE)


def _role(role: Mention) -> str:
    """The words of a role without whose it is: `political coordinator`."""
    name = role.name.removeprefix(role.owner).strip() if role.owner else role.name
    return re.sub(r"^(?:former|then|ex|late|outgoing) ", "", name, flags=re.IGNORECASE)


@frame("service-title")
def _service_title(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`army spokesman Colonel Ansel Vero`."""
    service, role = match["o"].lower(), match["r"].lower()
    first, last = masked.source(match.start("o"), match.end("o"))
    body = Mention(GROUP, first, last, service, service, head=service)
    yield from posted(masked, match, masked.mention(match["p"]), body, role, command=role in _LEADING, aside=True)


# --- being and becoming -----------------------------------------------------------------------------------------


@frame("is-post")
@frame("who-is-post")
def _is_post(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`He was deputy commander of the Mountain Corps, then head of the Special Brigade`."""
    aux = match["aux"]
    role = masked.mention(match["r"])
    if role.plural or not (match["v"] or re.search(r"\b(?:is|was|been|be)\b", aux)):
        return
    person, held = end_of(masked, match, "s"), stance(aux)
    if held is Stance.ASSERTED and re.match(r"regarded|seen|considered|described|known", match["v"] or ""):
        held = Stance.ALLEGED
    former = bool(_FORMER.search(role.text)) or "no longer" in aux
    end = match.end()
    yield from _held_post(masked, match, person, role, match["charge"], masked.mention(match["o"]), held, former, end)
    for more in _THEN.finditer(masked.text, match.end()):
        if more.start() != end:
            return
        end = more.end()
        next_ = masked.mention(more["r"])
        if not next_.plural:
            yield from _held_post(masked, match, person, next_, None, masked.mention(more["o"]), held, False, end)


_THEN = re.compile(
    rf"(?: ,| and)+(?: then| later| now| before that| previously| and| ,| from| until)*(?: the| a)? (?P<r>R_\d+) "
    rf"(?:of|at|in|for) (?:the )?(?:{WORD} ){{0,3}}?(?P<o>[GA]_\d+)"
)


def _held_post(
    masked: Masked, match: re.Match[str], person: Mention, role: Mention, charge: str | None, body: Mention,
    held: Stance | None, former: bool, end: int,
) -> Iterator[Draft]:  # fmt: skip
    leads = bool(charge) or _leads(role, body)
    yield from posted(
        masked, match, person, body, _role(role), held, command=leads, former=former, start=match.start("s"), end=end
    )


@frame("its-captain")
def _its_captain(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`and Ashlan was its captain`, `is a member of the Guard`."""
    if not re.search(r"\b(?:is|was|been)\b|remain|bec[ao]me", match["aux"] + (match["v"] or "")):
        return
    role = masked.mention(match["r"])
    if role.plural:
        return
    if role.determiner in ("its", "their") and not role.owner:
        body = possessor(role)
    elif role.owner and role.owner_kind in (GROUP, NAME, ACTOR) and not role.country:
        kind = ACTOR if role.owner_kind == ACTOR else GROUP
        body = Mention(kind, role.start, role.end, role.owner, role.owner, named=role.owner[0].isupper())
    else:
        return
    yield from posted(
        masked, match, end_of(masked, match, "s"), body, _role(role), stance(match["aux"]),
        command=_leads(role, body),
    )  # fmt: skip


@frame("takes-command")
def _takes_command(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`took command of`, `is in charge of`, `the first woman to command`."""
    if match["what"] and match["what"].lower() in ("control", "leadership") and match["o"][0] not in "GA":
        return
    gone = re.match(r"relinquish|hand|gave up", match["v"], re.IGNORECASE)
    yield from posted(
        masked, match, end_of(masked, match, "s"), masked.mention(match["o"]), "commander", stance(match["aux"]),
        command=True, former=bool(gone), at="v",
    )  # fmt: skip


@frame("who-leads")
def _who_leads(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`Colonel Abbel, who commands the Third Brigade, …`, read as said in passing."""
    body: Mention | str = masked.mention(match["o"])
    if match["unit"]:
        body = words_of(masked, match.start("o"), match.end("unit"))
    yield from posted(
        masked, match, masked.mention(match["s"]), body, _verb_role(match["v"] or match["v2"]),
        stance(match["aux"] or ""), command=True, aside=True, former=bool(ONCE.search(match["aux"] or "")),
    )  # fmt: skip


def _verb_role(verb: str) -> str:
    low = verb.lower()
    known = {"c": "commander", "l": "leader", "f": "founder"}
    return known.get(low[0], "head")


@frame("and-leads")
def _and_leads(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`was promoted and commands the regiment’s depot`."""
    person = subject_before(masked, match.start())
    if person is None or (person.kind == GROUP and not is_pronoun(person)):
        return
    body: Mention | str = masked.mention(match["o"])
    if match["more"]:
        body = words_of(masked, match.start("o"), match.end("more"))
    yield from posted(
        masked, match, person, body, _verb_role(match["v"]), stance(match["aux"]), command=True, at="v",
        start=match.start("v"),
    )  # fmt: skip


# --- led by, under ------------------------------------------------------------------------------------------------


@frame("operations-led")
def _operations_led(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`its day-to-day operations are directed by Kalunte’s deputy, Pascal Nurio`."""
    its = match["its"]
    yield from _led(
        masked, match, pronoun(masked, match.start("its"), match.end("its")) if its else end_of(masked, match, "o")
    )


def _led(masked: Masked, match: re.Match[str], body: Mention) -> Iterator[Draft]:
    if body.kind in (GROUP, NAME, ACTOR):
        yield from posted(
            masked, match, masked.mention(match["s"]), body, _verb_role(match["v"]), stance(match["aux"]),
            command=True, at="v",
        )  # fmt: skip


@frame("under-person")
def _under(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`remains under the overall command of Gen. Kalunte`, `a unit under Ashlan’s command`."""
    aux = match["aux"] or ""
    yield from posted(
        masked, match, masked.mention(match["s"] or match["s2"] or match["s3"]), end_of(masked, match, "o"),
        "commander", stance(aux),
        command=True, at="u", aside=bool(match["comma"]),
    )  # fmt: skip


@frame("men-under")
def _men_under(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`with an estimated 7,000 men under Nazir Qobal`: he leads of whom the clause speaks."""
    body = clause_subject(masked, match.start())
    if body is not None and body.kind == GROUP and body.named:
        yield from posted(
            masked, match, masked.mention(match["s"]), body, "commander", command=True, start=match.start()
        )


@frame("role-is")
def _role_is(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`Its commander is Colonel Tarek`, `The Guard’s new commander is …`, `whose leader is …`."""
    role = masked.mention(match["r"])
    if role.plural or not _IS.search(match["aux"]):
        return
    if match["o"]:
        body = masked.mention(match["o"])
    elif role.determiner in ("its", "their") and not role.owner:
        body = possessor(role)
    elif role.owner and role.owner_kind in (GROUP, NAME, ACTOR) and not role.country:
        body = Mention(GROUP, role.start, role.end, role.owner, role.owner, named=role.owner[0].isupper())
    else:
        return
    held = stance(re.sub(r"\bto be\b", "", match["aux"]))
    yield from posted(
        masked, match, masked.mention(match["p"]), body, _role(role), held, command=_leads(role, body),
        former=bool(_FORMER.search(role.text)), at="r",
    )  # fmt: skip


_IS = re.compile(r"\b(?:is|was|be|been)\b")


@frame("command-passed")
def _command_passed(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`Command of the brigade passed to Major Odin`."""
    yield from posted(
        masked, match, masked.mention(match["s"]), masked.mention(match["o"]), "commander", stance(match["aux"]),
        command=True, at="v",
    )  # fmt: skip


@frame("under-first")
@frame("in-charge-person")
@frame("body-of-person")
@frame("persons-body")
def _persons_body(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`Under Major Odin, the Red Valley Brigade doubled in size`, `Major Odin’s Red Valley Brigade`."""
    body = masked.mention(match["o"])
    if body.named:
        yield from posted(masked, match, masked.mention(match["s"]), body, "commander", command=True, aside=True)


@frame("founded-by-person")
def _founded(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`was founded in 2012 by Omar Reeve`."""
    body = end_of(masked, match, "o")
    if body.kind in (GROUP, NAME):
        yield from posted(
            masked, match, masked.mention(match["s"]), body, "founder", stance(match["aux"]), command=True, at="v"
        )


@frame("of-body")
def _of_body(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`Captain Omar Reeve of the Northern Shield`, `Captain Reeve served in the Northern Shield`."""
    person, body = end_of(masked, match, "s"), masked.mention(match["o"])
    serves = match["serves"]
    if body.named and not body.name[0].islower() and (serves or person.rank):
        held = stance(match["aux"]) if serves else Stance.ASSERTED
        yield from posted(masked, match, person, body, "", held, aside=not serves)


# --- appointments ---------------------------------------------------------------------------------------------------


@frame("moved")
def _moved(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`redeployed from 305 Battalion to the Army School as Chief Instructor`."""
    aux = match["aux"] or ""
    if not BE.search(aux) and not match["comma"] and not match["moves"]:
        return
    person, held = end_of(masked, match, "s"), stance(aux)
    role = words_of(masked, match.start("role"), match.end("role")) if match["role"] else ""
    if match["to"]:
        body = masked.mention(match["to"])
        yield from posted(
            masked, match, person, body, role, held, command=_leads(role, body), aside=bool(match["comma"])
        )
    if match["from"]:
        yield from posted(
            masked, match, person, masked.mention(match["from"]), "", held, former=True, aside=bool(match["comma"])
        )


@frame("was-appointed")
def _was_appointed(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`was appointed commander of the Guard`."""
    role, body = masked.mention(match["r"]), masked.mention(match["o"])
    if not role.plural:
        held = stance(match["aux"])
        yield from posted(
            masked, match, end_of(masked, match, "s"), body, _role(role), held, command=_leads(role, body)
        )


_NOT_DONE = re.compile(
    r"\b(?:should|oppos\w+|reject\w*|block\w*|propos\w+|consider\w*|cancel\w*|revers\w+|rescind\w*|delay\w*|if)\b",
    re.IGNORECASE,
)


@frame("appointment-of")
def _appointment(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`the deployment of ACP Felix Rowane as Area Commander, Lamori Metro`."""
    role, body = masked.mention(match["r"]), masked.mention(match["o"])
    if not role.plural and not _NOT_DONE.search(masked.text[: match.start()]):
        yield from posted(masked, match, masked.mention(match["s"]), body, _role(role), command=_leads(role, body))


@frame("appointed-to-lead")
def _appointed_to_lead(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`The president appointed Major Odin to head the brigade`."""
    yield from posted(
        masked, match, masked.mention(match["s"]), masked.mention(match["o"]), "commander", stance(match["aux"]),
        command=True, at="v",
    )  # fmt: skip


@frame("removed-as")
def _removed(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`was dismissed as commander of the Shield`: a former post; nothing is said if it only may happen."""
    role, body = masked.mention(match["r"]), masked.mention(match["o"])
    if not role.plural and stance(match["aux"]) is Stance.ASSERTED:
        yield from posted(
            masked,
            match,
            end_of(masked, match, "s"),
            body,
            _role(role),
            command=_leads(role, body),
            former=True,
            at="v",
        )


@frame("succeeded")
@frame("was-succeeded")
def _succeeded(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`Odin succeeded Tarek as commander of the brigade`: one post, two persons, one of them before."""
    role, body = masked.mention(match["r"]), masked.mention(match["o"])
    held = stance(match["aux"])
    if role.plural or held not in (Stance.ASSERTED, Stance.PENDING):
        return
    new, old = end_of(masked, match, "new"), end_of(masked, match, "old")
    leads = _leads(role, body)
    yield from posted(masked, match, new, body, _role(role), held, command=leads, at="v")
    yield from posted(masked, match, old, body, _role(role), command=leads, former=held is Stance.ASSERTED, at="v")
