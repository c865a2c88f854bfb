"""What a paragraph says without a claim that a frame understands: statements, denials, wishes. None is to be lost.

A statement keeps its speaker's words and makes nothing of them. A denial of which nothing else was kept, and a wish of
the text itself, are proposed with their whole sentence, for a person to read.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from muster.claims import Stance
from muster.reading import denials
from muster.reading.documents import Document
from muster.reading.masked import Masked
from muster.reading.mentions import PLACE, Mention
from muster.reading.proposals import End, Proposal
from muster.reading.prose_dates import ProseDate
from muster.reading.speech import Quotation, Speaker, Speech
from muster.reading.stances import accused_in, tells_of_harm
from muster.reading.text import Paragraph

_NOBODY = "(nobody is named)"
_URGES = frozenset({"urge"})
_WISH = re.compile(r"\b(?:should|ought to|must(?! have\b))\b", re.IGNORECASE)
_INSISTS = re.compile(r"\b(?:insist(?:s|ed|ing)?|maintain(?:s|ed|ing)?) that\b")
_CALL = re.compile(r"\b(?:call|calls|demand) for\b")
_IF = re.compile(r"\b(?:if|whether|unless|that|who|which|what|why|how)\b[^,;]*$", re.IGNORECASE)
_DENIAL = "kept because the sentence denies something: who denies what is for you to say"


@dataclass(frozen=True)
class Statements:
    """One paragraph, its sentences, and who says what in it; `end` finds the entities that a mention may be."""

    document: Document
    dates: Sequence[ProseDate]
    paragraph: Paragraph
    masked: Sequence[Masked]
    speeches: Sequence[Speech]
    quotations: Sequence[Quotation]
    end: Callable[[Mention], End]

    def said(self, told: set[int]) -> Iterator[Proposal]:
        """What was said and gave no claim of its own. `told`: ids of the speeches that did."""
        covered: list[tuple[int, int]] = []
        accused = accused_in(self.masked)
        starts = sorted(one.start for one in self.speeches if one.speaker.name)
        for one in self.speeches:
            covered.append((one.start, one.end))
            if id(one) not in told and self._tells(one, starts):
                yield self._statement(one, accused)
        for quotation in self.quotations:
            if not quotation.whole or not quotation.speaker or quotation.speaker.by != "same paragraph":
                continue
            if any(start < quotation.end and quotation.start < end for start, end in covered):
                continue
            act = Speech(quotation.speaker, "say", quotation.start, quotation.end, quotation.start, quotation.end)
            yield self._statement(act, accused)

    def _tells(self, one: Speech, starts: Sequence[int]) -> bool:
        """Whether a speech is one to keep: of somebody who can speak, with something said, no other speech in it."""
        mention = one.speaker.mention
        if one.question or one.hedge or not one.speaker.name or (mention and mention.kind not in "GAPRN"):
            return False
        if one.verb == "deny":  # kept whatever else the sentence reports
            return True
        if one.verb == "accuse" or (one.verb == "ask" and not one.demand):
            return False
        if len(self.document.plain[one.said_start : one.said_end].split()) < 3:
            return False
        first, last = one.said_start, min(one.said_end, one.said_start + 25)
        others = bisect_left(starts, last) - bisect_left(starts, first) - (first <= one.start < last)
        return not others

    def with_the_rest(self, proposals: Sequence[Proposal]) -> list[Proposal]:
        """The proposals, with each denial and each wish of the text that none of them has kept."""
        found = list(proposals)
        for one in self.masked:
            found = self._denied(one, denials.unproven(one.sentence, found))
            found += self._wished(one, found)
        return found

    def _denied(self, masked: Masked, proposals: list[Proposal]) -> list[Proposal]:
        cue = denials.unkept(masked.sentence, proposals)
        if cue is None:
            return proposals
        said = [one for one in proposals if one.kind == "statement" and one.start <= cue.start and cue.end <= one.end]
        if said:
            return [replace(one, stance=Stance.DENIED) if one in said else one for one in proposals]
        act = next((one for one in self.speeches if one.speaker.name and one.start <= cue.start < one.end), None)
        before, nearest = _bodies(masked, cue.start)
        speaker = Speaker("", nearest, by="open")
        if act:
            speaker = act.speaker
        elif before and cue.says:
            speaker = Speaker(before.name, before, by="nearest")
        start, end = (act.start, act.end) if act else (masked.sentence.start, masked.sentence.end)
        made = replace(self._statement(Speech(speaker, "deny", start, end, start, end), []), rule="denial", tier="C")
        subject = made.subject if speaker.name else replace(made.subject, text=nearest.name if nearest else _NOBODY)
        return [*proposals, replace(made, subject=subject, remarks=(*made.remarks, _DENIAL))]

    def _wished(self, masked: Masked, proposals: Sequence[Proposal]) -> Iterator[Proposal]:
        """What the text itself says should be."""
        sentence = masked.sentence
        found = _WISH.search(sentence.text)
        if not found or _IF.search(sentence.text[: found.start()]):
            return
        place = sentence.start + found.start()
        if any(one.start <= place < one.end for each in (self.speeches, self.quotations, proposals) for one in each):
            return
        before, _ = _bodies(masked, place)
        if before:
            speaker = Speaker("", before)
            start, end = sentence.start, sentence.end
            made = self._statement(Speech(speaker, "say", start, end, start, end), [])
            yield replace(made, subject=replace(made.subject, text=before.name), rule="wish", tier="B")

    def _statement(self, one: Speech, accused: Sequence[tuple[int, str]]) -> Proposal:
        speaker = one.speaker
        name = " and ".join([speaker.name, *(other.name for other in speaker.others)])
        text = self.document.plain[one.said_start : one.said_end]
        near = self._days(one)
        day = self.document.published.isoformat()
        exact = next(
            (each.edtf for each in near if each.exact and not one.said_start + 25 <= each.start < one.said_end), day
        )
        subject = self.end(speaker.mention) if speaker.mention else End(speaker.name, "person")
        end = one.end
        while end > one.start and self.document.plain[end - 1] in " ,;.":
            end -= 1
        return Proposal(
            "statement", "statement", replace(subject, text=name), None,
            re.sub(r"^(?:that|to|’s)\s+", "", text.strip(" ,.;:“”")), (),
            self._held(one, text, accused), name, speaker.by, self._via(one), one.start, end, "",
            cited=(min(exact, day),) * 2, dates=tuple(each.text for each in near), rule="speech",
            tier="A" if speaker.by == "name" else "B" if speaker.name else "C",
            remarks=() if speaker.sure else (f"the speaker was found by: {speaker.by}; please confirm",),
        )  # fmt: skip

    def _held(self, one: Speech, text: str, accused: Sequence[tuple[int, str]]) -> Stance:
        """Whether it wishes, denies, alleges harm of another, or tells as the speaker's own word."""
        if one.verb == "deny":
            return Stance.DENIED
        if one.demand or one.verb in _URGES or _WISH.search(text) or _CALL.search(text):
            return Stance.NORMATIVE
        answers = any(place < one.start and name == one.speaker.name for place, name in accused)
        if denials.denies(text, answers):
            return Stance.DENIED
        told = (
            tells_of_harm(each, one.said_start, one.said_end, one.speaker.name)
            for each in self.masked
            if each.sentence.start < one.said_end and one.said_start < each.sentence.end
        )
        # Who insists answers somebody who says otherwise: the writer marks what is disputed.
        disputed = _INSISTS.search(self.document.plain, one.start, one.end)
        return Stance.ALLEGED if any(told) or disputed else Stance.ASSERTED

    def _days(self, one: Speech) -> list[ProseDate]:
        sentence = next((each for each in self.paragraph.sentences if each.start <= one.start < each.end), None)
        return [each for each in self.dates if sentence and sentence.start <= each.start < sentence.end]

    def _via(self, one: Speech) -> tuple[str, ...]:
        speakers = (
            each.speaker
            for each in self.quotations
            if each.speaker and each.speaker.media and each.start < one.start and one.end <= each.end + 40
        )
        outer = next(speakers, None)
        return one.speaker.via or ((outer.name,) if outer and outer.name != one.speaker.name else ())


def _bodies(masked: Masked, place: int) -> tuple[Mention | None, Mention | None]:
    """Whoever is named last before a place, and whoever is named nearest if nobody is."""
    bodies = [one for one in masked.mentions if one.kind != PLACE]
    before = next((one for one in reversed(bodies) if one.end <= place), None)
    return before, before or next(iter(bodies), None)
