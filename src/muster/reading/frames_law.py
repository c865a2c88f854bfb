"""Frames of legal acts: sanctions, bills, legal status, proceedings.

A bill is pending and sanctions nobody; a word such as `X-sanctioned` may mean authorised, and then says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from muster.claims import Stance
from muster.reading.clauses import LIST, WORD, M
from muster.reading.frames import Draft, bodies, draft, frame, words_of
from muster.reading.frames_posts import body_of
from muster.reading.lexicon import listed
from muster.reading.masked import Masked
from muster.reading.mentions import ACTOR, GROUP, NAME, ROLE, Mention
from muster.reading.moods import BE, NEGATION, stance
from muster.reading.pronouns import end_of, pronoun

_SANCTIONERS = listed("sanctioners")


@frame("sanctioned-by-verb")
def _sanctioned(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    by = masked.mention(match["o"])
    verb = match["v"].lower()
    if by.kind == GROUP or (
        verb.startswith(("added", "targeted")) and not re.search(r"list|sanction", match["as"] or "")
    ):
        return
    if verb in ("designated", "listed"):  # `designated the brigade as a special force` is no sanction
        told = words_of(masked, match.start("as"), match.end("as")) if match["as"] else ""
        listing = re.search(r"terror|sanction|SDGT|list|entity|organi", told, re.IGNORECASE)
        if not listing and (verb == "listed" or not re.search(r"treasury|state", by.name, re.IGNORECASE)):
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
    lists = masked.listed(match["v"])  # `added to the European Union’s list`
    by: Mention | str = masked.mention(match["o"]) if match["o"] else lists[0] if lists else "not said by whom"
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
            *_asked_for(match["do"]),
            subject,
            by,
            Stance.PENDING,
            at="v",
            value=f"{match['w']} to {match['do']}",
            qualifiers=(("kind", match["w"].lower()),),
        )


def _asked_for(verb: str) -> tuple[str, str]:
    """What a bill would change: a listing, or whether the body is lawful at all."""
    if re.match(r"ban|outlaw|proscrib|dissolv|disband|legali", verb, re.IGNORECASE):
        return "legal_status", "legal_status"
    return "designation", "listed_under"


@frame("bill-would-sanction")
def _bill_would(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`A bill introduced in the Senate would impose sanctions on X`: nothing is done yet."""
    if re.search(rf"{M} (?:{WORD} ){{1,4}}$", masked.text[max(match.start() - 80, 0) : match.start()]):
        return  # `Parliament is debating a bill that would …`: the rule before says who
    by: Mention | str = masked.mention(match["o"]) if match["o"] else match["w"]
    for subject in bodies(masked.listed(match["s"])):
        yield from draft(
            masked, match, *_asked_for(match["do"]), subject, by, Stance.PENDING,
            value=f"{match['w']} to {match['do']}", qualifiers=(("kind", match["w"].lower()),),
        )  # fmt: skip


@frame("legalised")
def _legalised(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    by: Mention | str = _maker(masked.mention(match["o"])) if match["o"] else match["law"].lower()
    subject = masked.mention(match["s"])
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
        by,
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
    aux = re.sub(r"\b(?:was|were|is|are|has|have|had|been|being)\b", "", match["aux"])
    planned = re.search(r"\bto be\b", match["aux"]) and not NEGATION.search(aux)
    yield from draft(
        masked,
        match,
        "legal_status",
        "legal_status",
        masked.mention(match["s"]),
        by,
        Stance.PENDING if planned else stance(aux),
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
    done = match["v"].lower().split()[0] in ("went", "stood", "was", "were", "been") or "wanted" in match["v"].lower()
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


@frame("legalised-by")
def _legalised_by(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`The front, outlawed by parliament, …`."""
    told = match["o"] or "not said by whom"
    by: Mention | str = _maker(masked.mention(told)) if re.fullmatch(M, told) else told
    subject = masked.mention(match["s"])
    yield from draft(
        masked, match, "legal_status", "legal_status", subject, by, Stance.ASSERTED, value=match["v"].lower()
    )


@frame("put-on-list")
def _put_on_list(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`The Federation placed it on its terrorism list`."""
    by = masked.mention(match["o"])
    if not re.search(r"sanction|terror|black|watch|wanted|banned|proscribed", match[0], re.IGNORECASE):
        return
    own = match["s"].lower() in ("it", "them", "him", "her")
    found = [pronoun(masked, match.start("s"), match.end("s"))] if own else bodies(masked.listed(match["s"]))
    for subject in found:
        yield from draft(
            masked, match, "designation", "listed_under", subject, by, stance(match["aux"]), at="v", value="sanctions"
        )


@frame("under-sanctions")
def _under_sanctions(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`who has been subject to the travel ban and assets freeze since 2017`."""
    if not BE.search(match["aux"]) and match["v"].lower() != "faces":
        return
    offices = [one for one in masked.listed(match["by"] or "") if one.kind in (ACTOR, NAME)]
    by: Mention | str = offices[0] if offices else words_of(masked, match.start("m"), match.end("m"))
    own = match["s"].lower() in ("it", "they", "he", "she")
    found = [pronoun(masked, match.start("s"), match.end("s"))] if own else bodies(masked.listed(match["s"]))
    for subject in found:
        yield from draft(
            masked, match, "designation", "listed_under", subject, by, stance(match["aux"]), at="v",
            value=match["m"].lower(), aside=bool(match["rel"]),
        )  # fmt: skip


@frame("froze-assets")
def _froze(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    by = masked.mention(match["o"])
    if by.kind != GROUP or by.named:
        yield from draft(
            masked, match, "designation", "listed_under", masked.mention(match["s"]), by, stance(match["aux"]), at="v",
            value=f"{match['w'].lower()} frozen",
        )  # fmt: skip


@frame("established-by")
def _established(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`The Guard was established by Act 14 of 2020`."""
    if not BE.search(match["aux"]):
        return
    law = words_of(masked, match.start("law"), match.end("law"))
    if law.lower().rsplit(" ", 1)[-1] not in _LAWS:
        return
    first, last = masked.source(match.start("law"), match.end("more"))
    told = masked.sentence.text[first - masked.sentence.start : last - masked.sentence.start]
    subject = end_of(masked, match, "s")
    if subject.kind in (GROUP, ACTOR, NAME):
        yield from draft(
            masked, match, "legal_status", "legal_status", subject, told, stance(match["aux"]), at="v",
            value=match["v"].lower(),
        )  # fmt: skip


_LAWS = listed("laws")


@frame("banned-body")
def _banned_body(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`the banned Red Meridian movement`."""
    subject = masked.mention(match["s"])
    if subject.named and subject.kind in (GROUP, NAME):
        yield from draft(
            masked, match, "legal_status", "legal_status", subject, "not said by whom", Stance.ASSERTED, at="v",
            value=match["v"].lower(), aside=True,
        )  # fmt: skip


_PASSED = re.compile(
    r"\b(?:passed|adopted|signed|enacted|promulgated|took effect|came into force|in force)\b", re.IGNORECASE
)


@frame("bill-to-change")
@frame("act-to-change")
def _bill_to_change(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`A draft law to dissolve the Committees has been before parliament`: nothing is done yet."""
    if re.fullmatch(M, match["w"]) and masked.mention(match["w"]).name.lower().rsplit(" ", 1)[-1] not in _LAWS:
        return
    if _PASSED.search(masked.text) or NEGATION.search(masked.text[match.start() : match.start("acts")]):
        return
    what = words_of(masked, match.start("w"), match.end("w"))
    for act in _ACT.finditer(masked.text, match.start("acts"), match.end("acts")):
        for one in masked.listed(act["s"]):
            subject = body_of(one)
            people = subject.kind == ROLE and subject.plural and subject.determiner not in ("its", "their")
            if (subject.kind in (GROUP, NAME) and subject.determiner not in ("its", "their")) or people:
                told = words_of(masked, act.start("do"), act.end())
                yield from draft(
                    masked, match, "legal_status", "legal_status", subject, told, Stance.PENDING, end=act.end(),
                    value=f"{what} to {act['do'].lower()}",
                    qualifiers=(("kind", what.lower()),),
                )  # fmt: skip


_ACT = re.compile(
    r"(?:\b(?:would|to|will|and|also|then)|,) (?P<do>dissolve|disband|abolish|ban|outlaw|legali[sz]e|recogni[sz]e|"
    r"absorb|integrate|incorporate|merge|fold|place|put|regulate|criminali[sz]e|prohibit) (?:the )?(?P<s>" + LIST + r")"
    r"(?: (?:into|under|from|within|with) [^,.;]{1,80}?(?= ?[,.;]| ?$| and\b| as\b| has\b| is\b))?",
    re.IGNORECASE,
)


@frame("would-bring-under")
def _would_bring(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`it would bring the river patrols under the Guard’s command`."""
    words = match["s"].strip()
    first, last = masked.source(match.start("s"), match.start("s") + len(words))
    subject = Mention(GROUP, first, last, words, words_of(masked, match.start("s"), match.end("s")))
    if re.fullmatch(M, words):
        subject = body_of(masked.mention(words))
    if not NEGATION.search(match[0]):
        yield from draft(
            masked, match, "command", "subordinate_to", subject, masked.mention(match["o"] or match["o2"]),
            Stance.PENDING, qualifiers=(("kind", "command"),),
        )  # fmt: skip


@frame("sanctioned-aside")
@frame("whom-sanctioned")
def _sanctioned_aside(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`Gen. Okada, sanctioned by the United States in 2019, …`, `whom the United States sanctioned`."""
    yield from draft(
        masked, match, "designation", "listed_under", masked.mention(match["s"]), masked.mention(match["o"]),
        stance(match["neg"]), at="v", value="sanctions", aside=True,
    )  # fmt: skip


@frame("delisted")
def _delisted(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`lifted sanctions on the Shield`, `was removed from the list`: it was listed until then."""
    if stance(match["aux"] or match["aux2"] or "") is not Stance.ASSERTED:
        return
    by: Mention | str = masked.mention(match["o"]) if match["o"] else "not said by whom"
    for subject in bodies(masked.listed(match["s"] or match["s2"])):
        yield from draft(
            masked, match, "designation", "listed_under", subject, by, Stance.ASSERTED, value="sanctions",
            qualifiers=(("end_known", "former"),),
        )  # fmt: skip


@frame("which-legalised")
def _which_legalised(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`the Shield, which the government legalised in 2016`."""
    yield from draft(
        masked, match, "legal_status", "legal_status", masked.mention(match["s"]), _maker(masked.mention(match["o"])),
        stance(match["aux"]), at="v", value=match["v"].lower(), aside=True,
    )  # fmt: skip


@frame("legal-basis")
def _legal_basis(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`was granted legal status`, `has no legal basis`."""
    denied = re.search(r"\b(?:no|lack\w*|without|lost|stripped)\b", match[0], re.IGNORECASE)
    held = Stance.DENIED if denied else stance(match["aux"])
    yield from draft(
        masked, match, "legal_status", "legal_status", end_of(masked, match, "s"), "not said by whom", held, at="v",
        value=f"legal {match['w'].lower()}",
    )  # fmt: skip


@frame("declared-illegal")
def _declared(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`The court declared the Shield unconstitutional`."""
    yield from draft(
        masked, match, "legal_status", "legal_status", masked.mention(match["s"]), masked.mention(match["o"]),
        stance(match["aux"]), at="v", value=match["w"].lower(),
    )  # fmt: skip


@frame("law-dissolving")
def _law_dissolving(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`passed a law recognising the Shield`; one that is not said to be passed is pending."""
    subject = masked.mention(match["s"])
    held = Stance.ASSERTED if _PASSED.search(masked.text[: match.start("do")]) else Stance.PENDING
    if subject.kind in (GROUP, NAME) and not NEGATION.search(masked.text[: match.start("do")]):
        yield from draft(
            masked, match, "legal_status", "legal_status", subject, match["w"].lower(), held, at="do",
            value=match["do"].lower(),
        )  # fmt: skip


@frame("dissolution-of")
def _dissolution(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`ordered the dissolution of the Shield`, `The ban on the Shield was lifted`."""
    held = stance(match["aux"] or match["aux2"] or "")
    if match["plan"] and held is Stance.ASSERTED:
        held = Stance.PENDING
    subject = masked.mention(match["s"])
    by: Mention | str = masked.mention(match["o"]) if match["o"] else "not said by whom"
    if subject.kind in (GROUP, NAME):
        value = match["w"].lower() + (" lifted" if match["lifted"] else "")
        yield from draft(masked, match, "legal_status", "legal_status", subject, by, held, at="w", value=value)


@frame("sanctions-imposed")
def _imposed(masked: Masked, match: re.Match[str]) -> Iterator[Draft]:
    """`imposed a travel ban on Gen. Okada`, `Sanctions were imposed on …`."""
    by: Mention | str = masked.mention(match["o"]) if match["o"] else match["w"].lower()
    for subject in bodies(masked.listed(match["s"] or match["s2"])):
        yield from draft(
            masked, match, "designation", "listed_under", subject, by, stance(match["aux"] or match["aux2"] or ""),
            value=(match["w"] or "sanctions").lower(),
        )  # fmt: skip
