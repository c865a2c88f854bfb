"""Who says what, sentence after sentence: verbs of saying, `according to`, quotations, and what each speaker says.

A pronoun stands for a speaker only inside its paragraph and only if one alone is possible; it is marked for review.
Nothing is carried over from an earlier paragraph, with one exception that is marked too: a paragraph that begins with
a quotation and goes on ("…", he added) right after one that quotes one person alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from muster.reading.clauses import LEMMA, LIST, VERBS, WORD, M, plain_clauses
from muster.reading.denials import FALSE, LIES
from muster.reading.masked import Masked
from muster.reading.mentions import ACTOR, GROUP, NAME, PERSON, PLACE, ROLE, Memory, Mention
from muster.reading.speech import Quotation, Roles, Speaker, Speech, learn_roles
from muster.reading.subjects import completes
from muster.reading.text import Paragraph

_ADV = (
    r"(?:(?:\w+ly|also|always|long|then|now|first|again|later|further|twice|once|even|still|has|have|had|having|was|were|"
    r"is|are) )*"
)
_PARTICIPLES = "|".join(form for form in LEMMA if form.endswith("ing"))
_PRONOUN = "he|she|they|it"
# said of others without a speaker
_UNATTRIBUTED = re.compile(
    r"\b(?:(?:media |news |local |unconfirmed |some )?(?:reports?|rumou?rs|allegations|accusations|claims) (?:\w+ )?"
    r"(?:surfaced|emerged|suggest|suggested|indicate|indicated|claimed|said|say|allege|alleged|circulated|spread) that|"
    r"it (?:is|was|has been) (?:\w+ )?(?:gathered|learnt|learned|alleged|claimed|"
    r"reported|rumou?red|believed|said|thought|feared) that|"
    r"(?:is|are|was|were) (?:widely )?(?:believed|alleged|reported|rumou?red|said|thought|suspected|understood|"
    r"considered) to)\b",
    re.IGNORECASE,
)
# `an official, speaking on condition of anonymity, said`
_ASIDE = (
    r", (?:speaking|writing|(?:reached|interviewed|contacted) (?:by|at|in|on|for)|"
    r"asked (?:about|by|if|whether|why|how)|when|on|in|during|under|whose) "
    r"(?:(?!\b(?:asked|told|said)\b)[^,;“”]){1,120} , "
)
_ACTIVE = re.compile(
    rf"(?P<s>{LIST}|\b(?:{_PRONOUN}|who|which)\b) (?:{_ASIDE})?(?:(?:during|in|at|on|via|by) (?:an? |the )?"
    rf"(?:{WORD} ){{0,2}}?(?:interview|statement|chat|briefing|conference|telephone|phone|message|report) )?"
    rf"(?P<aux>{_ADV})(?P<v>{VERBS})\b"
    rf"(?P<to>(?:(?<=tell)|(?<=told)|(?<=tells)|(?<=telling)|"
    rf"(?<=warned)|(?<=warns)|(?<=warn)|(?<=warning)| to) {M}(?: in {M})?)?",
    re.IGNORECASE,
)
_INVERTED = re.compile(
    rf"[,.] (?P<v>said|says|added|noted|wrote|explained|recalled|warned|insisted|argued) "
    rf"(?:(?:the|an?|one|its|their) )?(?:(?!(?:that|in|on|at|to|the)\b){WORD} ){{0,3}}?(?:R_\d+ (?:, )?(?=[PN]_))?"
    rf"(?P<s>{LIST})(?= [,.;]| who| of| for| from| at| with|$)",
    re.IGNORECASE,
)
_ACCORDING = re.compile(
    rf"\baccording to (?:the )?(?:R_\d+ , (?=[PN]_\d+ (?:[,.]|$)))?(?P<s>{LIST}|(?:\w+ ){{0,2}}{M})", re.IGNORECASE
)
_QUOTED = re.compile(
    rf"(?P<via>{M}) (?:quoted|cited|quotes|cites) (?P<s>{M})(?: ,[^,]*,)? as (?P<v>{_PARTICIPLES})|"
    rf"(?P<s2>{M}) (?:was|were) (?:quoted|cited)(?: by (?P<via2>{M}))? as (?P<v2>{_PARTICIPLES})",
    re.IGNORECASE,
)
# `a spokesman for the front said`: the phrase's first mention speaks
_PHRASE = re.compile(rf"((?:R|P|A|G)_\d+)(?: (?:for|of|in|at|from|with|to)(?: the)?(?: {M} (?:for|of|in|at|from))?) $")
# `an inquiry into the death of a student found`: the inquiry speaks, not the student
_ABOUT = re.compile(
    rf"((?:R|P|A|G)_\d+) (?:into|on|about|over|against|by)(?: (?:the|an?|its|their|his))?"
    rf"(?: (?!(?:{VERBS}|is|are|was|were|has|have|had|that|who|which)\b)(?:{WORD}|{M})){{0,6}}?"
    rf" (?:of|in|at|for|on|from|by|with)(?: the| an?)? $", re.IGNORECASE,
)  # fmt: skip
_PART = re.compile(rf"(?:, |^|After |By |while |and )(?:\w+ly )?(?P<v>{_PARTICIPLES})\b", re.IGNORECASE)
# `rejected the findings and said that …`: the same speaker goes on
_AND_SAID = re.compile(rf"\b(?:and|but) (?:{WORD} )?(?P<v>{VERBS}) that\b", re.IGNORECASE)
_ASKED = re.compile(
    rf"^Asked\b|\b(?P<s>{M})(?: ,)? {_ADV}(?:asked|wondered|questioned|inquired)\b(?P<to> {M})?", re.IGNORECASE
)
_REFUTED = re.compile(
    rf"\b(?:charges?|accusations?|allegations?|claims?) (?:that |which )?(?:the )?(?:R_\d+ )?(?P<s>{M}) "
    r"(?:(?:has|have|had|\w+ly) )*"
    rf"(?:den(?:y|ies|ied)|reject(?:s|ed)?|dismiss(?:es|ed)?)\b(?! that)|"
    rf"(?P<s2>{M}) {_ADV}(?:called|calls|branded|described) (?:{WORD} |{M} ){{1,4}}?(?:as )?"
    rf"(?:{FALSE}|(?:a )?(?:{LIES}))\b", re.IGNORECASE,
)  # fmt: skip
_NOT_PARTED = frozenset(["promising", "vowing", "pledging"])


@dataclass
class _Heard:
    """A sentence while it is listened to: who may be meant by a pronoun, and the speeches found so far."""

    masked: Masked
    before: Speaker | None  # the one person who has spoken in the paragraph
    plural: Speaker | None  # the several who spoke in the sentence before
    body: Speaker | None  # the one body that has spoken in the paragraph
    done: list[Speech]

    @property
    def first(self) -> int:
        return self.masked.sentence.start

    @property
    def last(self) -> int:
        return self.masked.sentence.end


class Listener:
    """Finds the speeches of one paragraph after another; keeps what the text has said of its persons."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.roles = Roles()
        self._quoted_before: Speaker | None = None  # who alone was quoted in the paragraph just before
        self._opens_quoted = False  # whether the paragraph at hand begins with a quotation

    def paragraph(self, paragraph: Paragraph, sentences: Sequence[Masked]) -> tuple[list[Speech], list[Quotation]]:
        """The speeches and quotations of a paragraph, in the order of the text."""
        speeches: list[Speech] = []
        explicit: list[Speaker] = []
        subject: Speaker | None = None
        people_named: dict[str, Speaker] = {}
        bodies: dict[str, Speaker] = {}
        self._opens_quoted = paragraph.text.startswith("“")
        for masked in sentences:
            learn_roles(masked, self.roles)
            before = explicit[-1] if len({one.name for one in explicit}) == 1 else None
            if not explicit and len(people_named) == 1:  # the one person of whom the paragraph has spoken
                before = next(iter(people_named.values()))
            body = next(iter(bodies.values())) if len(bodies) == 1 else None
            found = self._sentence(plain_clauses(masked), before, subject, body)
            bodies |= {one.speaker.name: one.speaker for one in found if one.speaker.sure and _one_body(one.speaker)}
            speeches += found
            explicit += [one.speaker for one in found if one.speaker.sure and _single(one.speaker)]
            main = next((one for one in found if not one.participle), None)
            people = main.speaker if main and main.speaker.mention else None
            for mention in masked.mentions:
                if mention.kind == PERSON or (mention.kind == ROLE and not mention.plural and mention.determiner):
                    people_named.setdefault(mention.name, Speaker(mention.name, mention))
            subject = people if people and people.mention and people.mention.plural else subject
        quotations = [self._quotation(span, speeches, sentences, explicit) for span in _spans(paragraph)]
        speeches = _extended(speeches, quotations)
        who = {one.speaker.name: one.speaker for one in quotations if one.speaker and one.whole}
        known = [one for one in who.values() if one.mention and one.mention.kind == PERSON]
        self._quoted_before = known[0] if len(who) == 1 and known else None
        return speeches, quotations

    # --- one sentence --------------------------------------------------------------------------------------

    def _sentence(
        self, masked: Masked, before: Speaker | None, plural: Speaker | None, body: Speaker | None
    ) -> list[Speech]:
        """The speeches of one sentence; each kind of pattern sees what those before it found."""
        heard = _Heard(masked, before, plural, body, [])
        self._quoted(heard)
        self._active(heard)
        self._inverted(heard)
        self._according(heard)
        _unattributed(heard)
        self._called_false(heard)
        self._participles(heard)
        _goes_on(heard)
        self._asked(heard)
        return sorted(_clipped(heard.done), key=lambda one: (one.start, -one.end))

    def _quoted(self, heard: _Heard) -> None:
        """`The agency quoted X as saying …`: X speaks, through the agency."""
        masked = heard.masked
        for found in _QUOTED.finditer(masked.text):
            via = found["via"] or found["via2"]
            speaker = self._named(masked.mention(found["s"] or found["s2"]))
            if speaker:
                speaker = replace(speaker, via=(masked.mention(via).name,) if via else ())
                start = masked.source(found.start(), found.start() + 1)[0]
                said = masked.source(found.end(), found.end() + 1)[0]
                heard.done.append(Speech(speaker, "say", start, heard.last, said, heard.last))

    def _active(self, heard: _Heard) -> None:
        """`X said that …`, and `…, X said`."""
        masked, text = heard.masked, heard.masked.text
        for found in _ACTIVE.finditer(text):
            start = masked.source(found.start(), found.end())[0]
            if any(one.start <= start < one.said_start for one in heard.done):
                continue
            verb = LEMMA[found["v"].lower()]
            after = text[found.end("v") :]
            if (
                verb == "report"
                and re.match(r" (?:directly )?to\b", after)
                and not re.match(r"(?: to)? \S+ that", after)
            ):
                continue  # "reports to" is a chain of command
            speaker = self._speaker(found["s"], found.start("s"), heard)
            if speaker is None or not _takes_content(verb, text, found):
                continue
            head = _PHRASE.search(text[: found.start("s")])
            begin = head.start() if head else found.start()
            heard.done.append(_act(masked, found, verb, speaker, heard.first, heard.last, begin))

    def _inverted(self, heard: _Heard) -> None:
        """`…, said X`."""
        for found in _INVERTED.finditer(heard.masked.text):
            speaker = self._speaker(found["s"], found.start("s"), heard)
            if speaker:
                end = heard.masked.source(0, found.start())[1]
                heard.done.append(Speech(speaker, "say", heard.first, heard.last, heard.first, end))

    def _according(self, heard: _Heard) -> None:
        """`According to X, …`, and `… according to X`."""
        for found in _ACCORDING.finditer(heard.masked.text):
            symbols = re.findall(M, found["s"])
            speaker = self._speaker(" and ".join(symbols), 0, heard) if symbols else None
            if speaker:
                heard.done.append(_according(heard.masked, found, speaker, heard.first, heard.last))

    def _called_false(self, heard: _Heard) -> None:
        """`…, a charge that X rejected`, and `X called the report false`: X denies."""
        for found in _REFUTED.finditer(heard.masked.text):
            who = found["s"] or found["s2"]
            speaker = self._speaker(who, found.start("s") if found["s"] else found.start("s2"), heard)
            start, end = heard.masked.source(found.start(), found.end())
            if speaker and not any(one.verb == "deny" and one.start < end and start < one.end for one in heard.done):
                heard.done.append(Speech(speaker, "deny", start, end, start, end))

    def _participles(self, heard: _Heard) -> None:
        """`…, stressing that …`: the speaker of the clause it hangs on goes on."""
        masked = heard.masked
        main = min((one for one in heard.done if not one.question), key=lambda one: one.start, default=None)
        for found in _PART.finditer(masked.text):
            word = found["v"].lower()
            start = masked.source(found.start("v"), found.end("v"))[0]
            told = any(one.said_start - 30 < start < one.said_start for one in heard.done if one.verb == LEMMA[word])
            if word in _NOT_PARTED or told:
                continue
            speaker = self._main(masked, found, heard.done, main)
            if speaker:
                end = self._part_end(masked, found, heard.last)
                said = masked.source(found.end("v"), found.end("v") + 2)[0]
                heard.done.append(Speech(speaker, LEMMA[word], start, end, said, end, participle=True))

    def _asked(self, heard: _Heard) -> None:
        """Questions and demands: what is asked is not said."""
        masked, text = heard.masked, heard.masked.text
        for found in _ASKED.finditer(text):
            follows = text[found.end() :].lstrip().split(" ", 1)[0].lower()
            start = masked.source(found.start(), found.end())[0]
            if found["s"] is None:
                end = min((one.start for one in heard.done if one.start > start), default=heard.last)
                heard.done.append(Speech(Speaker("", by="question"), "ask", start, end, start, end, question=True))
                continue
            speaker = self._speaker(found["s"], found.start("s"), heard)
            if speaker:
                demand = follows == "to"
                heard.done.append(
                    Speech(speaker, "ask", start, heard.last, start, heard.last, question=not demand, demand=demand)
                )

    def _part_end(self, masked: Masked, found: re.Match[str], last: int) -> int:
        """Where a participle's content ends: `After claiming that …, the ministry argued` ends at its comma."""
        if not found[0].lower().startswith(("after", "by")) and found.start() > 0:
            return last
        verb = re.search(rf" , {M} {_ADV}(?:{VERBS})\b", masked.text[found.end() :], re.IGNORECASE)
        return masked.source(found.end(), found.end() + verb.start() + 2)[1] if verb else last

    @staticmethod
    def _main(masked: Masked, found: re.Match[str], done: list[Speech], main: Speech | None) -> Speaker | None:
        place = masked.source(found.start(), found.end())[0]
        earlier = [one for one in done if one.start < place and not one.question]
        chosen = earlier[-1] if earlier else main
        return chosen.speaker if chosen else None

    def _speaker(self, text: str, at: int, heard: _Heard) -> Speaker | None:
        """Who is meant by the words before a verb of saying; None if they cannot speak."""
        masked, before = heard.masked, heard.before
        low = text.lower()
        if low in ("he", "she"):
            if before and before.mention and before.mention.kind in (PERSON, ROLE) and not before.mention.plural:
                return replace(before, by="pronoun")
            if self._quoted_before and self._opens_quoted and before is None:
                return replace(self._quoted_before, by="continued")
            return Speaker("", by="pronoun")
        if low == "they":
            return replace(heard.plural, by="pronoun") if heard.plural else Speaker("", by="pronoun")
        if low in ("who", "which"):
            found = list(re.finditer(rf"({M}) ,? ?{low}\b", masked.text[: at + len(low)], re.IGNORECASE))
            return self._named(masked.mention(found[-1][1])) if found and found[-1].end() == at + len(low) else None
        if low == "it":
            return replace(heard.body, by="pronoun") if heard.body else None
        near = masked.text[max(at - 200, 0) : at]
        head = _PHRASE.search(near) or _ABOUT.search(near)
        mentions = masked.listed(head[1]) if head else masked.listed(text)
        if len(mentions) > 1 and completes(masked.text, at):
            mentions = mentions[1:]  # `…, killing dozens of civilians, residents and the army said`
        speakers = [one for mention in mentions if (one := self._named(mention))]
        if not speakers:
            return None
        return replace(speakers[0], others=tuple(one.mention for one in speakers[1:] if one.mention))

    def _named(self, mention: Mention) -> Speaker | None:
        if mention.kind == PLACE and mention.head in ("embassy", "consulate", "headquarters"):
            mention = replace(mention, kind=ACTOR)
        if mention.kind == PLACE:
            return None
        mention = self.memory.meant(mention)
        person = self.roles.person(mention)
        if person:
            return Speaker(person.name, person, by="role")
        return Speaker(mention.name, mention)

    # --- quotations ----------------------------------------------------------------------------------------

    def _quotation(
        self, span: tuple[int, int], speeches: list[Speech], sentences: Sequence[Masked], explicit: list[Speaker]
    ) -> Quotation:
        start, end = span
        own = [one for one in sentences if one.sentence.start < end and start < one.sentence.end]
        first, last = (own[0].sentence.start, own[-1].sentence.end) if own else span
        whole = _whole(span, own)
        near = [one for one in speeches if one.start < last and first < one.end and not one.question]
        inside = [one for one in near if not (start < one.start and one.end <= end and one.start > start + 1)]
        outer = [one for one in inside if not start < _verb_place(one) < end] or []
        covering = [
            one
            for one in outer
            if one.said_start <= start + 1 and end <= one.said_end + 2 and one.said_start > one.start
        ]
        before = [one for one in outer if one.said_end <= end + 3 and one.said_start <= start + 1]
        chosen = max(covering, key=lambda one: one.start, default=None) or (before[-1] if before else None)
        if chosen is None and outer:
            chosen = outer[-1]
        if chosen and chosen.speaker.name:
            return Quotation(start, end, chosen.speaker, whole)
        if chosen is None and whole:
            names = {one.name for one in explicit if one.mention}
            previous = [one for one in speeches if one.end <= start and one.speaker.name and not one.question]
            if len(names) == 1 and previous and previous[-1].speaker.name in names:
                return Quotation(start, end, replace(previous[-1].speaker, by="same paragraph"), whole)
        return Quotation(start, end, None, whole)


def _unattributed(heard: _Heard) -> None:
    """`Reports surfaced that …`, `… is believed to …`: said, but by nobody named."""
    masked, text = heard.masked, heard.masked.text
    for found in _UNATTRIBUTED.finditer(text):
        start, said = masked.source(found.start(), found.end())
        comma = text.find(" , ", found.end())
        subordinate = comma > 0 and text[: found.start()].strip().lower() in ("since", "after", "when")
        end = masked.source(found.end(), comma)[1] if subordinate else heard.last
        if not found[0].lower().endswith("that"):  # passive: its subject stands before it
            start = said = heard.first
        quiet = Speaker("unattributed", by="unattributed")
        heard.done.append(Speech(quiet, "allege", start, end, said, end, hedge=True))


def _goes_on(heard: _Heard) -> None:
    """`rejected the findings and said that …`: the same speaker goes on; if none is known, it stays open."""
    masked = heard.masked
    for found in _AND_SAID.finditer(masked.text):
        start, end = masked.source(found.start("v"), found.end("v"))
        if any(abs(one.said_start - end) < 12 for one in heard.done):
            continue
        earlier = [one for one in heard.done if one.start < start and not one.question]
        for one in earlier:
            place = heard.done.index(one)
            heard.done[place] = replace(one, end=min(one.end, start), said_end=min(one.said_end, start))
        who = earlier[-1].speaker if earlier else Speaker("", by="open")
        said = masked.source(found.end(), found.end() + 2)[0]
        heard.done.append(Speech(who, LEMMA[found["v"].lower()], start, heard.last, said, heard.last))


def _single(speaker: Speaker) -> bool:
    """Whether a speaker is one person, for whom `he` or `she` can stand."""
    return bool(
        speaker.mention and speaker.mention.kind in (PERSON, ROLE) and not speaker.mention.plural and not speaker.others
    )


def _one_body(speaker: Speaker) -> bool:
    """Whether a speaker is one body, for which `it` can stand."""
    kinds = (ACTOR, GROUP, NAME)
    return bool(speaker.mention and speaker.mention.kind in kinds and not speaker.mention.plural and not speaker.others)


def _verb_place(one: Speech) -> int:
    """Where the verb of saying stands: before what is said, or after it."""
    return one.start if one.said_start > one.start else one.end


def _spans(paragraph: Paragraph) -> Iterator[tuple[int, int]]:
    """The quotations of a paragraph; one that is left open runs to its end."""
    open_at = -1
    for place, char in enumerate(paragraph.text):
        if char == "“":
            open_at = place if open_at < 0 else open_at
        elif char == "”" and open_at >= 0:
            yield paragraph.start + open_at, paragraph.start + place + 1
            open_at = -1
    if open_at >= 0 and len(paragraph.text) - open_at > 40:
        yield paragraph.start + open_at, paragraph.end


def _whole(span: tuple[int, int], sentences: Sequence[Masked]) -> bool:
    return sum(one.sentence.count(*span) for one in sentences) >= 6


def _takes_content(verb: str, text: str, found: re.Match[str]) -> bool:
    """Whether the verb is one of saying here: `told X that`, `said`, `called for`, not `called a meeting`."""
    after = text[found.end() :].lstrip()
    if re.search(r"\b(?:is|are|was|were) ", found["aux"] or "", re.IGNORECASE):
        return False
    word = found["v"].lower()
    if verb == "urge" and word in ("called", "calls", "appealed"):
        return after.startswith(("for ", "on "))
    if word in ("found", "finds", "document", "documents", "posted", "answered"):
        return after.startswith(("that ", "no evidence"))
    if verb == "learn":
        return bool(re.match(rf"(?:from|of) {M}", after))
    if verb == "tell":
        return True
    if verb == "claim" and re.match(
        r"(?:about |some |around |up to |more than )?(?:\d|[GR]_\d+ ?(?:,|\.|and|$)|responsibility)", after
    ):
        return after.startswith("responsibility")
    if verb in ("maintain", "insist") and word.startswith("maintain"):
        return after.startswith("that ")
    if verb == "report" and word in ("report", "reports"):
        return after.startswith(("that ", ", ", ".")) or not after
    return True


_TOLD = (  # whom: `the agency Norda`, `investigators of the network on Monday`
    rf"(?:(?:the|this|a|an|our) )?(?:{WORD} ){{0,2}}?"
    rf"(?:{M}|newspaper|agency|magazine|channel|reporters|journalists|author|me|us)?(?: {M})?"
    r"(?: (?:of|in|at|on|by|during|from) [^,;“]*?)?[ .,]*"
)


# What may stand before a name that follows what it says: `…, district administrator Yunis Harrak told`.
_BEFORE = re.compile(rf"(?<=, )(?:(?!(?:but|and|while|when|as|that|who|which|after|since)\b)(?:{WORD}|{M}) ){{1,4}}$")


def _act(
    masked: Masked, found: re.Match[str], verb: str, speaker: Speaker, first: int, last: int, begin: int
) -> Speech:
    """The speech of `S said that …` or `…, S said`; it begins with its subject."""
    start = masked.source(begin, begin + 1)[0]
    text = masked.text
    rest = text[found.end() :].strip()
    if verb == "learn":
        source = re.search(M, text[found.end() :])
        assert source is not None
        teller = masked.mention(source[0])
        end = masked.source(0, max(found.start() - 2, 1))[1]
        return Speech(Speaker(teller.name, teller, via=(speaker.name,)), "say", first, last, first, end)
    verb_end = masked.source(found.start("v"), found.end())[1]
    opens = re.match(r"[\s,:]*“", masked.sentence.text[verb_end - first :])
    lead = _BEFORE.sub("", text[: found.start()]).rstrip()
    setting = re.fullmatch(
        r"(?:late|early|earlier|later|(?:in|on|at|during|to|from|by|after|before|via) [^,;]*?)[ .]*", rest
    )
    tail = bool(setting) and lead.endswith(",")  # `…, X said in a statement`
    if verb == "tell" and lead.endswith(",") and re.fullmatch(_TOLD, rest, re.IGNORECASE):
        tail = True  # `…, X told the agency on Monday`
    trailing = not opens and (
        tail
        or rest in ("", ".", ":", ",")
        or (
            rest.startswith((", ", ". "))
            and found.start() > 3
            and text[max(found.start() - 2, 0) : found.start()].strip() in (",", "")
        )
    )
    if trailing and found.start() > 3:
        end = masked.source(0, max(found.start() - 2, 1))[1]
        act_end = masked.source(found.start(), found.end())[1]
        return Speech(speaker, verb, first, act_end, first, end)
    said = masked.source(found.end(), found.end() + 2)[0] if rest else last
    aside = re.search(r" , (?:whose|which|who|but|while)\b", text[found.end() :]) if verb == "deny" else None
    if aside:  # what hangs on behind a denial is not denied
        last = masked.source(0, found.end() + aside.start())[1]
    return Speech(speaker, verb, start, last, max(said, masked.source(found.start("v"), found.end())[1]), last)


def _according(masked: Masked, found: re.Match[str], speaker: Speaker, first: int, last: int) -> Speech:
    start, end = masked.source(found.start(), found.end())
    leading = masked.text[: found.start()].strip(" ….,–-") == ""
    if masked.text[: found.start()].endswith(", ") and masked.text[found.end() :].startswith(" , "):
        return Speech(speaker, "say", first, last, first, last)  # `The brigade, according to the mission, killed nine`
    if leading:
        return Speech(speaker, "say", start, last, end + 1, last)
    return Speech(speaker, "say", first, end, first, start)


def _clipped(found: list[Speech]) -> list[Speech]:
    """Each speech ends where the next clause's speaker begins (`A said x, but B said y`), unless that one is inside."""
    out: list[Speech] = []
    for one in found:
        later = [
            other.start
            for other in found
            if other is not one and other.start > one.said_start and other.said_start > other.start
            and one.said_start > one.start and not other.question
        ]  # fmt: skip
        cut = min(later, default=None)
        participle = [
            other.start
            for other in found
            if other.participle and one.start < other.start < one.end and not one.participle
        ]
        if participle and one.said_start != one.start:
            one = replace(one, end=min(one.end, min(participle) - 1), said_end=min(one.said_end, min(participle) - 1))
        elif cut is not None and one.end > cut and one.participle and one.said_start > one.start and cut > one.end:
            one = replace(one, end=cut)
        out.append(one)
    return out


def _extended(speeches: list[Speech], quotations: list[Quotation]) -> list[Speech]:
    """A speech whose quotation runs on over several sentences ends where the quotation ends."""
    out: list[Speech] = []
    for one in speeches:
        for quotation in quotations:
            same = quotation.speaker and quotation.speaker.name == one.speaker.name
            if (
                same
                and one.said_start > one.start
                and quotation.start < one.end < quotation.end
                and quotation.start >= one.start
            ):
                one = replace(one, end=quotation.end, said_end=quotation.end)
            if same and one.said_start == one.start and quotation.start < one.start < quotation.end:
                one = replace(one, start=quotation.start, said_start=quotation.start)
        out.append(one)
    return out
