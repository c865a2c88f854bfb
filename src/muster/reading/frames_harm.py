"""Frames of incidents and accusations.

Harm is never pinned on a body that the sentence does not itself name as the one who acts. What was only linked,
blamed or presumed stays alleged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from muster.claims import Stance
from muster.reading.clauses import M
from muster.reading.frames import Draft, accusers_of, bodies, draft, frame, words_of
from muster.reading.harm_words import ACTS, BASES, THIRD
from muster.reading.masked import Masked
from muster.reading.mentions import ACTOR, GROUP, NAME, PERSON, ROLE, Mention
from muster.reading.moods import BE, PASSIVE, stance
from muster.reading.prose_numbers import hedged
from muster.reading.subjects import governed, heads, shared_subject


@frame("attacked")
@frame("who-attacked")
def _attacked(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    aux, verb = match["aux"], match["v"].lower()
    passive = BE.search(aux) and not verb.endswith("ing")
    bare_ing = verb.endswith("ing") and not BE.search(aux)
    plural = masked.listed(match["s"])[-1].plural
    noun = not aux.strip() and ((verb in BASES and not plural) or (verb in THIRD and plural))
    held = stance(aux, harm=True)
    if passive or bare_ing or noun or held is Stance.NORMATIVE or re.search(r"\bto (?:\w+ly )?$", aux):
        return
    relative = "rel" in match.re.groupindex and match["rel"]
    subjects = heads(masked, match) if "which" not in match.re.groupindex else _antecedent(masked, match)
    for subject in _attackers(subjects):
        if relative and not (subject.named or subject.owner):
            continue  # `groups that fought X`: which groups is not said here
        yield from _incidents(masked, match, subject, held, verb)


_DEED = re.compile(rf"\b(?:{ACTS}|offensive|fire|clash(?:es)?|battle)\b[^,;]{{0,60}}$", re.IGNORECASE)


def _antecedent(masked: Masked, match: re.Match[str]) -> list[Mention]:
    """Of whom a clause after a comma tells: `the army, which killed nine`; not so in `an attack on the army`."""
    found = masked.listed(match["s"])
    if not governed(masked.text, match.start("s")):
        return found
    deed = _DEED.search(masked.text[: match.start("s")])
    return found if match["which"].lower() == "which" and not deed and len(found) == 1 else []


@frame("and-attacked")
def _and_attacked(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`Soldiers entered the village and burned homes`: a second verb of the same subject."""
    held = _no_surer(masked, match)
    for subject in _attackers(shared_subject(masked, match.start())):
        yield from _incidents(masked, match, subject, held, match["v"].lower())


@frame("while-attacking")
def _while_attacking(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`Rebels ambushed the convoy, killing nine soldiers`: what its subject did by it."""
    held = _no_surer(masked, match)
    for subject in _attackers(shared_subject(masked, match.start(), participle=True)):
        yield from _incidents(masked, match, subject, held, match["v"].lower())


def _no_surer(masked: Masked, match: re.Match[str]) -> Stance | None:
    """The stance of a further verb: `reportedly entered the village and burned homes` alleges both."""
    held = stance(match["how"], harm=True)
    first = stance(masked.text[: match.start()].rpartition(" ; ")[2])
    return Stance.ALLEGED if held is Stance.ASSERTED and first is Stance.ALLEGED else held


_HEDGE = re.compile(
    r"^(?:at least|more than|fewer than|less than|nearly|almost|about|around|over|up to|as many as|an? estimated|"
    r"estimated|some|several|many) ", re.IGNORECASE,
)  # fmt: skip


def _target(masked: Masked, start: int, end: int) -> str:
    """The words for a victim or target without their hedge; people also without the place where they were."""
    symbols = list(re.finditer(M, masked.text[start:end]))
    if symbols and masked.mention(symbols[0][0]).kind in (ROLE, GROUP):
        placed = re.compile(r" (?:in|at|near) (?:the )?[LAN]_\d+$").search(masked.text, start + symbols[0].end(), end)
        end = placed.start() if placed else end
    return _HEDGE.sub("", words_of(masked, start, end))


_BEATEN_AT = re.compile(r"\b(?:retreat|elections?|vote|polls?|match|game|cup|finals?|race)\b", re.IGNORECASE)


def _incidents(
    masked: Masked, match: re.Match[str], subject: Mention, held: Stance | None, verb: str
) -> Iterator[Draft]:
    """One incident for each victim or target of a verb: `the consulate in Basra and the embassy in Baghdad` are two."""
    text = match["o"] or ""
    if match["v"][0].isupper():
        return  # `an Internally Displaced Person`: a name
    if re.match(r"(?:each other|one another)\b", text):
        return
    if verb == "beat" and _BEATEN_AT.search(masked.text[match.end("v") :]):
        return
    at = match.start("o")
    for part in re.split(r" and (?=(?:the )?[LAGRPN]_\d+)", text) if text.strip() else [""]:
        start = at + text.index(part)
        other = _target(masked, start, start + len(part)) if part else None
        made = draft(masked, match, "incident", "perpetrator_of", subject, other, held, at="v", value=verb)
        yield from (replace(one, start=min(one.start, subject.start)) for one in made)


@frame("opened-fire")
def _opened_fire(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`Soldiers opened fire` without saying on whom is told too."""
    held = stance(match["aux"], harm=True)
    if held is Stance.NORMATIVE:
        return
    for subject in _attackers(heads(masked, match)):
        if not match["rel"] or subject.named or subject.owner:
            yield from _incidents(masked, match, subject, held, match["v"].lower())


@frame("forced-out")
def _forced_out(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`The militia forced villagers to flee`, `drove families from their homes`."""
    if BE.search(match["aux"]):
        return
    held = stance(match["aux"], harm=True)
    if held is Stance.NORMATIVE:
        return
    for subject in _attackers(heads(masked, match)):
        if not match["rel"] or subject.named or subject.owner:
            verb = f"{match['v'].lower()} {match['how'].split()[0]}"
            yield from _incidents(masked, match, subject, held, verb)


def _attackers(mentions: list[Mention]) -> list[Mention]:
    return [
        one
        for one in mentions
        if one.kind in (GROUP, NAME, PERSON)
        or (one.kind == ROLE and one.plural)
        or (one.kind == ACTOR and not one.media)
    ]


@frame("killed-by")
def _killed_by(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    victim = _target(masked, match.start("o"), match.end("o"))
    for subject in _attackers(masked.listed(match["s"])):
        yield from draft(
            masked,
            match,
            "incident",
            "perpetrator_of",
            subject,
            victim,
            stance(match["neg"], harm=True),
            at="v",
            value=match["v"].lower(),
        )


@frame("made-threats")
def _made_threats(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    subject = masked.mention(match["s"])
    if subject.kind == ROLE and not subject.plural:
        return
    other = words_of(masked, match.start("o"), match.end("o")) if match["o"] else match["w"]
    yield from draft(
        masked,
        match,
        "incident",
        "perpetrator_of",
        subject,
        other,
        stance(match["aux"], harm=True),
        at="v",
        value=match["w"].lower(),
    )


@frame("linked-to-attacks")
def _linked_attacks(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    verb = match["v"].lower()
    accusers = tuple(accusers_of(masked, match))
    subject = masked.mention(match["s"])
    if not accusers or (verb == "held" and "responsible" not in match[0]):
        return
    negative = stance(match["aux"] or "") is Stance.DENIED
    counted = bool(match["n"]) and verb in ("linked", "tied", "connected")
    kind = "incident" if counted else "accusation"
    objects = masked.listed(match["what"])
    what: Mention | str = (
        objects[-1] if counted and objects else words_of(masked, match.start("what"), match.end("what"))
    )
    details = (("count", match["n"] or ""), ("comparison", hedged(match["count"] or "")))
    held = Stance.DENIED if negative else Stance.ALLEGED
    yield from draft(
        masked,
        match,
        kind,
        "perpetrator_of",
        subject,
        what,
        held,
        at="v",
        speakers=accusers,
        value=match["w"].lower(),
        qualifiers=details,
    )


@frame("was-accused")
def _was_accused(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    by = match["by"] or match["by2"]
    accusers = tuple(bodies(masked.listed(by))) if by else ()
    what = words_of(masked, match.start("what"), match.end("what"))
    negated = re.search(r"\b(?:not|never)\b", match["be"] + match["neg"])
    held = Stance.DENIED if negated else Stance.ALLEGED
    for subject in _attackers(masked.listed(match["s"])):
        yield from draft(
            masked, match, "accusation", "perpetrator_of", subject, what, held, at="v", speakers=accusers, value=what,
            said_by_nobody=not accusers,
        )  # fmt: skip


@frame("accused-relative")
def _accused_relative(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    subject = masked.mention(match["s"])
    if match["a"] and masked.mention(match["a"]).named:
        subject = masked.mention(match["a"])
    what = words_of(masked, match.start("what"), match.end("what"))
    held = Stance.DENIED if stance(match["aux"]) is Stance.DENIED else Stance.ALLEGED
    yield from draft(
        masked,
        match,
        "accusation",
        "perpetrator_of",
        subject,
        what,
        held,
        at="v",
        speakers=tuple(bodies(masked.listed(match["by"]))),
        value=what,
    )


@frame("denied-harm")
def _denied_harm(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    speaker = masked.mention(match["s"])
    subject = masked.mention(match["m"]) if match["m"] else speaker
    if subject.determiner in ("his", "her"):
        return  # `his fighters` are another than he; the statement keeps the denial
    if subject.determiner in ("its", "their"):  # what its own troops are said to have done, it is said to have done
        subject = speaker
    what = words_of(masked, match.start("what"), match.end("what"))
    yield from draft(
        masked,
        match,
        "incident",
        "perpetrator_of",
        subject,
        what,
        Stance.DENIED,
        at="d",
        speakers=(speaker,),
        value=what,
    )


_HARM = re.compile(
    r"abuse|kill|attack|murder|tortur|displac|massacre|rape|abduct|kidnap|execut|bomb|crime|violation|atrocit|disappear|"
    r"loot|burn|destr|shell|traffick|extort|death|repris|ambush|beat|drown|shoot", re.IGNORECASE,
)  # fmt: skip


@frame("responsible-for")
def _responsible(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    what = match["what"].strip(" ,")
    harm = _HARM.search(what)
    subjects = _attackers(masked.listed(match["s"]))
    fought = match["v"].endswith("part in") and re.search(r"\b(?:war|battle|operation|offensive|mission)\b", what)
    if not harm or not subjects or fought:
        return
    at = match.start("what")
    listed = re.search(r"\b(?:including|such as|like|among them)\b ", what)
    body = what[listed.end() :] if listed else what
    offset = at + (listed.end() if listed else 0)
    held = stance(match["aux"], harm=True)
    for part in re.split(
        r" , (?:and )?| and (?=\w+ing\b|extra|the \w+|mass|arbitrary|enforced|forced|sexual|unlawful|summary|other)",
        body,
    ):
        if part.strip():
            start = offset + body.index(part)
            end = start + len(part)
            for subject in subjects:
                yield from draft(
                    masked,
                    match,
                    "accusation",
                    "perpetrator_of",
                    subject,
                    words_of(masked, start, end),
                    held,
                    at="v",
                    end=end,
                    value=words_of(masked, start, end),
                )


@frame("deemed-menace")
def _deemed(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    accusers = accusers_of(masked, match)
    other: Mention | str = masked.listed(match["o"])[-1] if match["o"] else match["w"]
    held = Stance.DENIED if stance(match["aux"]) is Stance.DENIED else Stance.ALLEGED
    for accuser in accusers:
        yield from draft(
            masked,
            match,
            "accusation",
            "assessed_as",
            masked.mention(match["s"]),
            other,
            held,
            at="v",
            speakers=(accuser,),
            value=match["w"].lower(),
        )


@frame("poses-threat")
def _poses(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    other = words_of(masked, match.start("o"), match.end("o"))
    subject = masked.mention(match["s"])
    held = stance(match["aux"], harm=True)
    if re.search(r"\bno\b", masked.text[match.start("v") : match.start("w")]):
        held = Stance.DENIED
    yield from draft(
        masked, match, "accusation", "assessed_as", subject, other, held, at="v", value=f"a {match['w'].lower()}"
    )


@frame("threat-posed-by")
def _posed_by(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    head = masked.text[: match.start()]
    if re.search(r"\b(?:against|combat\w*|if|whether|counter\w*|asked)\b[^,;]*$", head, re.IGNORECASE):
        return
    other: Mention | str = masked.mention(match["o"]) if match["o"] else "threat"
    for subject in bodies(masked.listed(match["s"])):
        yield from draft(
            masked, match, "accusation", "assessed_as", subject, other, Stance.ALLEGED, value=f"a {match['w'].lower()}"
        )


@frame("threatening-nouns")
def _threatening(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    other = words_of(masked, match.start("o"), match.end("o"))
    yield from draft(
        masked,
        match,
        "incident",
        "perpetrator_of",
        masked.mention(match["s"]),
        other,
        stance(match["aux"], harm=True),
        at="v",
        value=match["w"].lower(),
    )


@frame("sponsored-harm")
def _sponsored_harm(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    start, end = masked.source(match.start("c"), match.end("c"))
    actors = Mention(GROUP, start, end, match["c"], f"{match['c']} actors", head="actors", plural=True)
    other: Mention | str = masked.mention(match["o"]) if match["o"] else match["w"]
    possible = bool(re.search(r"could|may|might|would|will", match["aux"]))
    yield from draft(
        masked,
        match,
        "accusation",
        "assessed_as",
        actors,
        other,
        Stance.ALLEGED,
        value=match["w"].lower(),
        hypothetical=possible,
    )


@frame("tried-for")
def _tried_for(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    what = words_of(masked, match.start("what"), match.end("what"))
    yield from draft(
        masked,
        match,
        "accusation",
        "perpetrator_of",
        masked.mention(match["s"]),
        what,
        Stance.ALLEGED,
        at="what",
        value=what,
    )


@frame("carried-out-by")
def _carried_out(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`The killings were carried out by …`; a hedge before the verb keeps it alleged."""
    held = stance(re.sub(r"\b(?:was|were|is|are|has|have|had|been)\b", "", match["aux"]), harm=True)
    what = words_of(masked, match.start("o"), match.end("o"))
    for subject in _attackers(masked.listed(match["s"])):
        yield from draft(masked, match, "incident", "perpetrator_of", subject, what, held, at="v", value=what)


@frame("blamed-on")
def _blamed_on(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`an attack that was blamed on the front`: by whom is not said."""
    held = Stance.DENIED if stance(match["aux"]) is Stance.DENIED else Stance.ALLEGED
    what = words_of(masked, match.start("o"), match.end("o"))
    for subject in _attackers(masked.listed(match["s"])):
        yield from draft(
            masked, match, "accusation", "perpetrator_of", subject, what, held, at="o", value=what, said_by_nobody=True
        )


@frame("documented-harm")
def _documented(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`The group has documented summary executions by soldiers of the 4th Brigade`: alleged by who documents it."""
    what = words_of(masked, match.start("what"), match.end("what"))
    subjects = _attackers(masked.listed(match["s"]))
    if match["of"] and subjects:
        subjects = masked.listed(match["of"])[:1]
    accusers = tuple(accusers_of(masked, match))
    for subject in subjects:
        yield from draft(
            masked, match, "accusation", "perpetrator_of", subject, what, Stance.ALLEGED,
            at="what", speakers=accusers, value=what,
        )  # fmt: skip


# A passive verb of accusing before a deed: its `by` names the accuser, not the one who did it.
_TOLD_BY = re.compile(
    r"\b(?:accused|suspected|blamed|charged|convicted|condemned|denounced|investigated|documented|reported|criticised|"
    r"criticized|claimed|recorded|acquitted|cleared|tried|sentenced)\b[^,;]*$", re.IGNORECASE,
)  # fmt: skip


@frame("deed-by")
def _deed_by(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`The killing of two teachers by soldiers`: told of in passing, so alleged."""
    before = masked.text[: match.start()]
    passive = _TOLD_BY.search(before)
    if passive and PASSIVE.search(before[: passive.start()]):
        return
    for subject in _attackers(masked.listed(match["s"])):
        what = words_of(masked, match.start("w"), match.end("o"))
        yield from draft(
            masked, match, "accusation", "perpetrator_of", subject, what, Stance.ALLEGED, at="w", value=what
        )


@frame("own-deed")
def _own_deed(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`The rebels’ attack on Oren`: told of in passing, so alleged."""
    what = words_of(masked, match.start("w"), match.end("o"))
    for subject in _attackers(masked.listed(match["s"])):
        yield from draft(
            masked, match, "accusation", "perpetrator_of", subject, what, Stance.ALLEGED, at="w", value=what
        )


@frame("claimed-deed")
def _claimed(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`The front claimed responsibility for an ambush in which six soldiers died`: its own word."""
    subject, held = masked.mention(match["s"]), stance(match["aux"], harm=True)
    if held is not Stance.ASSERTED or governed(masked.text, match.start("s")):
        return
    what = words_of(masked, match.start("what"), match.end("what"))
    yield from draft(
        masked, match, "incident", "perpetrator_of", subject, what, held,
        at="v", speakers=(subject,), value=match["w"].lower(),
    )  # fmt: skip


@frame("blames")
def _blames(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`The union blames soldiers of the battalion`: for what, the sentences before say."""
    aux = match["aux"] or ""
    if BE.search(aux):
        return
    accusers = tuple(accusers_of(masked, match))
    held = Stance.DENIED if stance(aux) is Stance.DENIED else Stance.ALLEGED
    for subject in _attackers([masked.mention(match["s"])]) if accusers else []:
        yield from draft(
            masked,
            match,
            "accusation",
            "perpetrator_of",
            subject,
            None,
            held,
            at="v",
            speakers=accusers,
            value="blamed",
        )
