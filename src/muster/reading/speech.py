"""Who says what: quotations, reported speech, and the speaker of every stretch of a text.

A speaker is named by name, office or organization. A description ("the commander") stands for a person only if the
text gave it to one person before. A pronoun stands for a speaker only inside its paragraph and only if one alone is
possible; it is marked for review. Nothing is carried over from an earlier paragraph, with one exception that is marked
too: a quotation that goes on ("…", he added) right after a paragraph that quotes one person alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from muster.reading.lexicon import sayings
from muster.reading.masked import Masked
from muster.reading.mentions import ACTOR, GROUP, NAME, PERSON, PLACE, ROLE, Memory, Mention
from muster.reading.text import Paragraph

M = r"[GAPRLN]_\d+"
LIST = rf"{M}(?:(?: [,;] {M})*(?: [,;])? and {M})?"
_WORD = r"(?!(?:[GAPRLN]_\d+)\b)[\w’.-]+"
_ADV = (
    r"(?:(?:\w+ly|also|then|now|first|again|later|further|twice|once|even|still|has|have|had|having|was|were|is|are) )*"
)
_LEMMA = sayings()
_AUXILIARY = r"(?:(?:also|has|have|had|later|then|\w+ly) )*"
_VERBS = "|".join(sorted(_LEMMA, key=len, reverse=True))
_PARTICIPLES = "|".join(form for form in _LEMMA if form.endswith("ing"))
_PRONOUN = "he|she|they|it"
# said of others without a speaker
_UNATTRIBUTED = re.compile(
    r"\b(?:(?:media |news |local |unconfirmed |some )?(?:reports?|rumou?rs|allegations|accusations|claims) (?:\w+ )?"
    r"(?:surfaced|emerged|suggest|suggested|indicate|indicated|claimed|said|say|allege|alleged|circulated|spread) that|"
    r"it (?:is|was|has been) (?:\w+ )?(?:alleged|claimed|reported|rumou?red|believed|said|thought|feared) that|"
    r"(?:is|are|was|were) (?:widely )?(?:believed|alleged|reported|rumou?red|said|thought|suspected|understood|considered) to)\b",
    re.IGNORECASE,
)
_ACTIVE = re.compile(
    rf"(?P<s>{LIST}|\b(?:{_PRONOUN}|who|which)\b) (?P<aux>{_ADV})(?P<v>{_VERBS})\b(?P<to>(?:(?<=tell)|(?<=told)|(?<=tells)|(?<=telling)|(?<=warned)|(?<=warns)|(?<=warn)|(?<=warning)| to) {M}(?: in {M})?)?",
    re.IGNORECASE,
)
_INVERTED = re.compile(rf"[,.] (?P<v>said|says|added|noted|according to) (?P<s>{LIST})(?= [,.;]| who|$)", re.IGNORECASE)
_ACCORDING = re.compile(rf"\baccording to (?P<s>{LIST}|(?:\w+ ){{0,2}}{M})", re.IGNORECASE)
_QUOTED = re.compile(
    rf"(?P<via>{M}) (?:quoted|cited|quotes|cites) (?P<s>{M})(?: ,[^,]*,)? as (?P<v>{_PARTICIPLES})|"
    rf"(?P<s2>{M}) (?:was|were) (?:quoted|cited)(?: by (?P<via2>{M}))? as (?P<v2>{_PARTICIPLES})",
    re.IGNORECASE,
)
# `a spokesman for the front said`: the phrase's first mention speaks
_PHRASE = re.compile(rf"((?:R|P|A|G)_\d+)(?: (?:for|of|in|at|from|with|to)(?: the)?(?: {M} (?:for|of|in|at|from))?) $")
_PART = re.compile(rf"(?:, |^|After |By |while |and )(?:\w+ly )?(?P<v>{_PARTICIPLES})\b", re.IGNORECASE)
_ASKED = re.compile(
    rf"^Asked\b|\b(?P<s>{M}) {_ADV}(?:asked|wondered|questioned|inquired)\b(?P<to> {M})?", re.IGNORECASE
)
_GOVERNS = frozenset(["of", "from", "in", "against", "with", "by", "to", "for", "at", "on"])
_NOT_PARTED = frozenset(["promising", "vowing", "pledging"])


@dataclass(frozen=True)
class Speaker:
    """Who speaks, through whom, and by which rule that was found: name, role, pronoun, continued, unattributed."""

    name: str
    mention: Mention | None = None
    via: tuple[str, ...] = ()
    by: str = "name"
    others: tuple[Mention, ...] = ()

    @property
    def media(self) -> bool:
        return bool(self.mention and self.mention.media)

    @property
    def sure(self) -> bool:
        """Whether the text names the speaker at this very place."""
        return self.by in ("name", "role")


@dataclass(frozen=True)
class Speech:
    """One act of saying: its speaker, verb, the stretch that is said, and the stretch of the whole act."""

    speaker: Speaker
    verb: str
    start: int
    end: int
    said_start: int
    said_end: int
    question: bool = False
    demand: bool = False
    participle: bool = False
    hedge: bool = False


@dataclass(frozen=True)
class Quotation:
    """A stretch in quotation marks and who is quoted. `whole` tells a full statement from quoted words."""

    start: int
    end: int
    speaker: Speaker | None
    whole: bool


@dataclass
class Roles:
    """Which person each description stands for, as the text has introduced them so far."""

    bearers: dict[str, list[str]] = field(default_factory=dict)
    persons: dict[str, Mention] = field(default_factory=dict)

    def learn(self, person: Mention, role: Mention) -> None:
        for word in {role.head, f"{role.owner} {role.head}".lower().strip(), role.rank} - {""}:
            names = self.bearers.setdefault(word, [])
            if person.name not in names:
                names.append(person.name)
        self.persons[person.name] = person

    def rank(self, person: Mention) -> None:
        if person.rank:
            names = self.bearers.setdefault(person.rank.split()[-1], [])
            if person.name not in names:
                names.append(person.name)
            self.persons[person.name] = person

    def person(self, mention: Mention) -> Mention | None:
        """The one person whom a description such as `the Pentagon spokesman` stands for."""
        if mention.kind != ROLE or mention.plural or mention.determiner not in ("the", ""):
            return None
        for word in (f"{mention.owner} {mention.head}".lower().strip(), mention.head):
            names = self.bearers.get(word, [])
            if len(names) == 1:
                return self.persons[names[0]]
            if names:
                return None
        return None


_BEARER = re.compile(
    r"(?P<p>P_\d+) , (?P<r>R_\d+)|(?P<r2>R_\d+) (?P<p2>P_\d+)|(?P<p3>P_\d+) , (?:the|a) \w+ (?P<r3>R_\d+)"
)


def learn_roles(masked: Masked, roles: Roles) -> None:
    """Note which persons a sentence introduces with a description."""
    for mention in masked.mentions:
        if mention.kind == PERSON:
            roles.rank(mention)
    for found in _BEARER.finditer(masked.text):
        person = found["p"] or found["p2"] or found["p3"]
        role = found["r"] or found["r2"] or found["r3"]
        roles.learn(masked.mention(person), masked.mention(role))


_APPOSED = re.compile(
    rf"(?<=[PNAG]_)(?P<n>\d+) , (?:his |her |its )?(?:{_WORD} )?(?P<what>[RAG]_\d+)(?: {_WORD}| {M}){{0,12}}? ,(?= )"
)
_REDUCED = re.compile(
    r"(?<=[PNAGR]_)(?P<n>\d+) , (?:(?:many|some|most|all|several) of (?:them|whom|which)|charged|known|led|based|formed|"
    r"created|founded|headed|headquartered|established|tasked|whose) [^,;]*(?:,|(?=;))|"
    r"(?<=[PNAGR]_)(?P<n3>\d+) , (?:which|who) [^,;]*,(?= )"
)
_TITLED = re.compile(r"R_\d+ , (?=P_\d+ , )")


def plain_clauses(masked: Masked) -> Masked:
    """The pattern without appositions and reduced clauses between a subject and its verb."""
    place = 0
    if titled := _TITLED.search(masked.text):  # `His deputy, Col. Adam, said`
        masked = masked.without(titled.start(), titled.end())
        rest = re.compile(r"P_\d+(?P<c> ,) ").match(masked.text, titled.start())
        if rest:
            masked = masked.without(rest.start("c"), rest.end("c"))
    while True:
        found = min(
            (one for pattern in (_APPOSED, _REDUCED) if (one := pattern.search(masked.text, place))),
            key=lambda one: one.start(),
            default=None,
        )
        if found is None:
            return masked
        if found.re is _APPOSED and not _apposes(masked.mention(found["what"])):
            place = found.end("n")
            continue
        name = "n" if found.re is _APPOSED or found["n"] else "n3"
        if name == "n3" and not re.match(
            rf" {_AUXILIARY}(?:{_VERBS}|is|are|was|were|has|have|had|will|\w+ed|\w+s)\b", masked.text[found.end() :]
        ):
            place = found.end(name)
            continue
        end = found.end() - (masked.text[found.end() - 1] == " ")
        masked = masked.without(found.end(name), end)
        place = found.end(name)


def _apposes(mention: Mention) -> bool:
    """Whether a phrase between commas describes the one before it; a named body is another party."""
    return mention.kind == ROLE or mention.determiner in ("a", "an")


class Listener:
    """Finds the speeches of one paragraph after another; keeps what the text has said of its persons."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.roles = Roles()
        self._quoted_before: Speaker | None = None  # who alone was quoted in the paragraph just before

    def paragraph(self, paragraph: Paragraph, sentences: Sequence[Masked]) -> tuple[list[Speech], list[Quotation]]:
        """The speeches and quotations of a paragraph, in the order of the text."""
        speeches: list[Speech] = []
        explicit: list[Speaker] = []
        subject: Speaker | None = None
        spans = list(_spans(paragraph))
        for masked in sentences:
            learn_roles(masked, self.roles)
            before = explicit[-1] if len({one.name for one in explicit}) == 1 else None
            found = list(self._sentence(plain_clauses(masked), before, subject, spans))
            speeches += found
            explicit += [one.speaker for one in found if one.speaker.sure and one.speaker.mention]
            main = next((one for one in found if not one.participle), None)
            people = main.speaker if main and main.speaker.mention else None
            subject = people if people and people.mention and people.mention.plural else subject
        quotations = [self._quotation(span, speeches, sentences, explicit) for span in spans]
        speeches = _extended(speeches, quotations)
        who = {one.speaker.name: one.speaker for one in quotations if one.speaker and one.whole}
        known = [one for one in who.values() if one.mention and one.mention.kind == PERSON]
        self._quoted_before = known[0] if len(who) == 1 and known else None
        return speeches, quotations

    # --- one sentence --------------------------------------------------------------------------------------

    def _sentence(
        self, masked: Masked, before: Speaker | None, plural: Speaker | None, spans: list[tuple[int, int]]
    ) -> Iterator[Speech]:
        text = masked.text
        first, last = masked.sentence.start, masked.sentence.end
        done: list[Speech] = []
        for found in _QUOTED.finditer(text):
            who = masked.mention(found["s"] or found["s2"])
            via = found["via"] or found["via2"]
            speaker = self._named(who)
            if speaker:
                speaker = replace(speaker, via=(masked.mention(via).name,) if via else ())
                start = masked.source(found.start(), found.start() + 1)[0]
                done.append(Speech(speaker, "say", start, last, masked.source(found.end(), found.end() + 1)[0], last))
        for found in _ACTIVE.finditer(text):
            place = masked.source(found.start(), found.end())
            if any(one.start <= place[0] < one.said_start for one in done):
                continue
            verb = _LEMMA[found["v"].lower()]
            if (
                verb == "report"
                and re.match(r" (?:directly )?to\b", text[found.end("v") :])
                and not re.match(r"(?: to)? \S+ that", text[found.end("v") :])
            ):
                continue  # "reports to" is a chain of command
            speaker = self._speaker(found["s"], found.start("s"), masked, before, plural)
            if speaker is None or not _takes_content(verb, text, found):
                continue
            head = _PHRASE.search(masked.text[: found.start("s")])
            done.append(_act(masked, found, verb, speaker, first, last, head.start() if head else found.start()))
        for found in _INVERTED.finditer(text):
            speaker = self._speaker(found["s"], found.start("s"), masked, before, plural)
            if speaker and found["v"].lower() != "according to":
                end = masked.source(0, found.start())[1]
                done.append(Speech(speaker, "say", first, last, first, end))
        for found in _ACCORDING.finditer(text):
            symbols = re.findall(M, found["s"])
            speaker = self._speaker(" and ".join(symbols), 0, masked, before, plural) if symbols else None
            if speaker:
                done.append(_according(masked, found, speaker, first, last))
        for found in _UNATTRIBUTED.finditer(text):
            start = masked.source(found.start(), found.end())
            comma = text.find(" , ", found.end())
            end = (
                masked.source(found.end(), comma)[1]
                if comma > 0 and text[: found.start()].strip().lower() in ("since", "after", "when")
                else last
            )
            quiet = Speaker("unattributed", by="unattributed")
            passive = not found[0].lower().endswith("that")
            done.append(
                Speech(
                    quiet,
                    "allege",
                    first if passive else start[0],
                    end,
                    first if passive else start[1],
                    end,
                    hedge=True,
                )
            )
        main = min((one for one in done if not one.question), key=lambda one: one.start, default=None)
        for found in _PART.finditer(text):
            verb = _LEMMA[found["v"].lower()]
            if found["v"].lower() in _NOT_PARTED or any(
                one.said_start - 30 < masked.source(found.start("v"), found.end("v"))[0] < one.said_start
                for one in done
                if one.verb == verb
            ):
                continue
            main_speaker = self._main(masked, found, done, main)
            if main_speaker:
                start = masked.source(found.start("v"), found.end())[0]
                end = self._part_end(masked, found, last)
                said = masked.source(found.end(), found.end() + 1)[0] if found.end() < len(text) else end
                done.append(
                    Speech(
                        main_speaker,
                        verb,
                        start,
                        end,
                        masked.source(found.end("v"), found.end("v") + 2)[0] if said else said,
                        end,
                        participle=True,
                    )
                )
        for found in _ASKED.finditer(text):
            follows = text[found.end() :].lstrip().split(" ", 1)[0].lower()
            start = masked.source(found.start(), found.end())[0]
            if found["s"] is None:
                first_act = min((one.start for one in done if one.start > start), default=last)
                done.append(
                    Speech(Speaker("", by="question"), "ask", start, first_act, start, first_act, question=True)
                )
                continue
            speaker = self._speaker(found["s"], found.start("s"), masked, before, plural)
            if speaker:
                demand = follows == "to"
                done.append(Speech(speaker, "ask", start, last, start, last, question=not demand, demand=demand))
        yield from sorted(_clipped(done), key=lambda one: (one.start, -one.end))

    def _part_end(self, masked: Masked, found: re.Match[str], last: int) -> int:
        """Where a participle's content ends: `After claiming that …, the ministry argued` ends at its comma."""
        if not found[0].lower().startswith(("after", "by")) and found.start() > 0:
            return last
        verb = re.search(rf" , {M} {_ADV}(?:{_VERBS})\b", masked.text[found.end() :], re.IGNORECASE)
        return masked.source(found.end(), found.end() + verb.start() + 2)[1] if verb else last

    @staticmethod
    def _main(masked: Masked, found: re.Match[str], done: list[Speech], main: Speech | None) -> Speaker | None:
        place = masked.source(found.start(), found.end())[0]
        earlier = [one for one in done if one.start < place and not one.question]
        chosen = earlier[-1] if earlier else main
        return chosen.speaker if chosen else None

    def _speaker(
        self, text: str, at: int, masked: Masked, before: Speaker | None, plural: Speaker | None
    ) -> Speaker | None:
        low = text.lower()
        if low in ("he", "she"):
            if before and before.mention and before.mention.kind in (PERSON, ROLE) and not before.mention.plural:
                return replace(before, by="pronoun")
            if self._quoted_before and before is None:
                return replace(self._quoted_before, by="continued")
            return Speaker("", by="pronoun")
        if low == "they":
            return replace(plural, by="pronoun") if plural else Speaker("", by="pronoun")
        if low in ("who", "which"):
            found = list(re.finditer(rf"({M}) ,? ?{low}\b", masked.text[: at + len(low)], re.IGNORECASE))
            return self._named(masked.mention(found[-1][1])) if found and found[-1].end() == at + len(low) else None
        if low == "it":
            return None
        head = _PHRASE.search(masked.text[:at])
        mentions = masked.listed(head[1]) if head else masked.listed(text)
        if len(mentions) > 1 and masked.text[:at].rstrip().rsplit(" ", 1)[-1].lower() in _GOVERNS:
            mentions = mentions[1:]  # `…, killing dozens of civilians, residents and the army said`
        speakers = [one for mention in mentions if (one := self._named(mention))]
        if not speakers:
            return None
        return replace(speakers[0], others=tuple(one.mention for one in speakers[1:] if one.mention))

    def _named(self, mention: Mention) -> Speaker | None:
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
        whole = _whole(span, sentences)
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
    words = sum(
        1
        for one in sentences
        for word in one.sentence.words
        if span[0] <= word.start < span[1] and word.text[0].isalnum()
    )
    return words >= 6


def _takes_content(verb: str, text: str, found: re.Match[str]) -> bool:
    """Whether the verb is one of saying here: `told X that`, `said`, `called for`, not `called a meeting`."""
    after = text[found.end() :].lstrip()
    if re.search(r"\b(?:is|are|was|were) ", found["aux"] or "", re.IGNORECASE):
        return False
    word = found["v"].lower()
    if verb == "urge" and word in ("called", "calls", "appealed"):
        return after.startswith(("for ", "on "))
    if word in ("found", "finds", "document", "documents", "posted", "answered"):
        return after.startswith("that ")
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
    tail = (
        re.fullmatch(r"(?:in|on|at|during|to|from|by|after|before|via) [^,;]*?[ .]*", rest)
        and text[max(found.start() - 2, 0) : found.start()].strip() == ","
    )
    lead = re.sub(r"R_\d+ $", "", text[: found.start()]).rstrip()
    tail = tail or (
        re.fullmatch(r"(?:in|on|at|during|to|from|by|after|before|via) [^,;]*?[ .]*", rest)
        if lead.endswith(",")
        else None
    )
    trailing = not opens and (
        bool(tail)
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
    return Speech(speaker, verb, start, last, max(said, masked.source(found.start("v"), found.end())[1]), last)


def _according(masked: Masked, found: re.Match[str], speaker: Speaker, first: int, last: int) -> Speech:
    start, end = masked.source(found.start(), found.end())
    leading = masked.text[: found.start()].strip(" ….,–-") == ""
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


def kind_of(mention: Mention) -> str:
    """The register's kind of entity that a mention is."""
    return {
        GROUP: "organization",
        ACTOR: "office",
        PERSON: "person",
        ROLE: "person",
        PLACE: "place",
        NAME: "organization",
    }[mention.kind]
