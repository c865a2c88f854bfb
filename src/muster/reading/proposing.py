"""From a document to proposals: what it may claim, who says so, with what stance, for which time, at which place.

A proposal is a question to a person, never knowledge: nothing here is written into claims. Where the text leaves open
who speaks or which body is meant, the proposal says so and keeps all candidates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from muster.claims import Stance
from muster.reading import (
    frames_backing,
    frames_bodies,
    frames_chain,
    frames_courts,
    frames_harm,
    frames_law,
    frames_numbers,
    frames_posts,
)
from muster.reading.antecedents import described, resolved, with_antecedents
from muster.reading.denials import FALSE, PROOF
from muster.reading.documents import Document, not_english
from muster.reading.frames import Draft, find_frames
from muster.reading.gazetteer import Gazetteer
from muster.reading.learned import Introduced, learn
from muster.reading.listening import Listener
from muster.reading.masked import Masked, mask
from muster.reading.mentions import GROUP, PERSON, Finder, Memory, Mention
from muster.reading.postings import postings
from muster.reading.proposals import End, Findings, Plugin, Proposal
from muster.reading.prose_dates import ProseDate, find_dates
from muster.reading.speech import Quotation, Speech, kind_of, reported
from muster.reading.stances import held_as, tier_of
from muster.reading.statements import Statements
from muster.reading.text import Paragraph
from muster.reading.unread import unread

# The modules whose rules are used, in the order in which they are tried.
RULES = (
    frames_chain,
    frames_bodies,
    frames_posts,
    frames_backing,
    frames_law,
    frames_courts,
    frames_harm,
    frames_numbers,
)
_LEADS = re.compile(r"\b(?:commander|commanding|commandant|GOC|G\.O\.C|FOC|AOC)\b", re.IGNORECASE)
_OPEN = re.compile(
    rf"\b(?:if|whether|unless|{FALSE}|den(?:y|ies|ied)|fear(?:s|ed)?|no (?:{PROOF})|allegations?|rumou?rs?)\b",
    re.IGNORECASE,
)
_STATED = re.compile(  # a verb and no comma: what is open is the post itself
    r"[^,]*\b(?:is|was|has|had|will|would|becomes?|became|succeed\w*|replac\w*|appointed|named|takes?|took)\b[^,]*",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"\b(?:legali[sz]ed|joined|became|appointed|formed|incorporated|integrated|merged|since)\b", re.IGNORECASE
)


def propose(document: Document, names: Gazetteer | None = None, plugins: Sequence[Plugin] = ()) -> Findings:
    """Read a document; `names` are those of a register. What plug-ins propose must quote the text word for word."""
    names = names or Gazetteer()
    source = document.plain
    found = Findings()
    if not_english(source):
        found.remarks.append("the text does not look like English: the rules may miss most of it")
    dates = {one.start: find_dates(one.text, document.published, one.start) for one in document.paragraphs}
    found.dates = [one for each in dates.values() for one in each]
    memory, found.introduced = learn(document.paragraphs, dates, names, source)
    reader = _Reader(document, Finder(names, memory), dates, memory, names)
    raw: list[Proposal] = list(reader.aliases(found.introduced))
    for paragraph in document.paragraphs:
        if paragraph.kind in ("title", "credit"):
            continue
        raw += reader.paragraph(paragraph, found)
    for plugin in plugins:
        from muster.reading.plugins import proposed

        told = {name for one in raw for name in (one.subject.text, one.speaker, one.object.text if one.object else "")}
        told |= memory.fuller.keys()
        more = proposed(plugin, document, names, found.remarks)
        raw += [one for one in more if one.kind != "person" or one.subject.text not in told]
    found.proposals = [reader.placed(one) for one in _once(raw)]
    found.unread = unread(reader.read, found.proposals)
    return found


class _Reader:
    """Reads paragraph after paragraph, keeping who has been introduced and quoted."""

    def __init__(
        self, document: Document, finder: Finder, dates: dict[int, list[ProseDate]], memory: Memory, names: Gazetteer
    ) -> None:
        self._document = document
        self._finder = finder
        self._dates = dates
        self._memory = memory
        self._names = names
        self._listener = Listener(memory)
        self._backed: dict[str, set[str]] = {}  # backer → groups
        self.read: list[Masked] = []  # every sentence so far

    def placed(self, one: Proposal) -> Proposal:
        """With its page and paragraph, and its quote from the untouched text."""
        return replace(
            one,
            quote=self._document.text[one.start : one.end],
            paragraph=self._document.paragraph(one.start),
            page=self._document.page(one.start),
        )

    def aliases(self, introduced: Iterable[Introduced]) -> Iterator[Proposal]:
        """Short forms of armed groups; those of offices and glosses of an editor are used, but not proposed."""
        for one in introduced:
            kind = one.kind or self._memory.kinds.get(one.name)
            if one.glossed or kind not in (GROUP, PERSON if one.kind else GROUP):
                continue
            known = tuple(known for known in self._finder.register_name(one.name) if known.entity)
            others = [name for name in one.others if " / " not in name]
            end = End(one.name, "person" if kind == PERSON else "organization", True, known)
            rule = "other-name" if one.kind else "introduced-short-form"
            yield Proposal(
                "alias", "name", end, None, "; ".join(others), (),
                Stance.ASSERTED, "", "", (), one.start, one.end, "", rule=rule, cited=self._cited(),
            )  # fmt: skip

    def _cited(self) -> tuple[str, str]:
        day = self._document.published.isoformat()
        return (day, day)

    def paragraph(self, paragraph: Paragraph, found: Findings) -> list[Proposal]:
        dates = self._dates[paragraph.start]
        masked = [mask(one, dates, self._finder, self._document.plain) for one in paragraph.sentences]
        found.sentences += len(masked)
        self.read += masked
        speeches, quotations = self._listener.paragraph(paragraph, masked)
        found.quotations += quotations
        drafts = [draft for one in with_antecedents(masked) for draft in _best(find_frames(one))]
        drafts = [one for one in drafts if not (one.subject.doubtful and _pins_harm(one))]
        self._note_backing(drafts)
        meant = (resolved(draft, masked) for draft in drafts)
        drafts = [described(draft, masked, self._backed) for draft in meant if draft is not None]
        drafts = [
            replace(
                draft,
                subject=self._memory.meant(draft.subject),
                speakers=tuple(self._memory.meant(one) for one in draft.speakers),
            )
            for draft in drafts
        ]
        speeches = _cut(speeches, drafts)
        out: list[Proposal] = []
        told: set[int] = set()
        for draft in drafts:
            for one in self._made(draft, speeches, quotations, paragraph, told):
                out.append(one)
        statements = Statements(self._document, dates, paragraph, masked, speeches, quotations, self._end)
        out += statements.said(told)
        posts = list(self._postings(paragraph, masked))
        out = [one for one in out if not any(_same_post(one, post) for post in posts)] + posts
        return sorted(statements.with_the_rest(out), key=lambda one: one.start)

    def _note_backing(self, drafts: Sequence[Draft]) -> None:
        """Remember which named groups the text has said to be backed by whom."""
        for draft in drafts:
            if (
                draft.kind == "affiliation"
                and draft.subject.named
                and draft.object
                and draft.stance is not Stance.DENIED
            ):
                self._backed.setdefault(draft.object.name.lower(), set()).add(draft.subject.name)

    # --- frames ------------------------------------------------------------------------------------------------

    def _made(
        self, draft: Draft, speeches: list[Speech], quotations: list[Quotation], paragraph: Paragraph, told: set[int]
    ) -> Iterator[Proposal]:
        if any(one.question and one.start <= draft.at < one.end for one in speeches):
            return
        quotation = next((one for one in quotations if one.start <= draft.at < one.end), None)
        act = _said_in(draft, speeches)
        if draft.stance is Stance.NORMATIVE:
            return  # a wish is what somebody says, not a relation
        if act and draft.aside and not quotation and not act.hedge:
            act = None
        speakers = self._speakers(draft, act, quotation, paragraph)
        if act and act.speaker.name and not draft.subject.named and draft.subject.determiner in ("its", "their"):
            own = f"{act.speaker.name} {draft.subject.name}"  # `the army denied that its troops had …`
            draft = replace(draft, subject=replace(draft.subject, name=own, known=(), generic_of=own))
        for name, by, via, media in speakers:
            if draft.subject.name == "we" and name:  # `We never received a bullet`, the commander said
                draft = replace(draft, subject=replace(draft.subject, name=f"we ({name})", known=()))
            held, remarks = held_as(draft, act, name, by, media, quotation)
            kind = draft.kind
            if kind == "assistance" and held is Stance.DENIED and act:
                kind = "statement"
            if draft.rule == "threatening-nouns" and name and not media and by != "unattributed":
                kind = "accusation"
            if act and not draft.aside:
                told.add(id(act))
            if draft.rule.startswith(("denied", "claimed")) or (draft.speakers and draft.stance is Stance.DENIED):
                heard = [one for one in speeches if one.verb in ("deny", "claim", "admit")]
                told.update(id(one) for one in heard if one.start < draft.end and draft.start < one.end)
            start, end = draft.start, draft.end
            if kind == "statement" and act:
                start, end = act.start, act.end
            subject, other = self._end(draft.subject), self._end(draft.object) if draft.object else None
            if other is None and draft.object_text:
                other = self._text_end(draft.object_text, name)
            since, until, cited, said = self._time(draft, act, paragraph, speeches)
            if (
                draft.subject.generic_of
                and not draft.subject.named
                and draft.subject.generic_of not in draft.subject.text
            ):
                remarks = (
                    *remarks,
                    f"the text says {draft.subject.text!r} here; that {draft.subject.generic_of} is meant was inferred",
                )
            if by in ("pronoun", "continued") and not name:
                remarks = (*remarks, "the speaker stays open: a pronoun, and more than one could be meant")
            yield Proposal(
                kind=kind,
                predicate=draft.predicate,
                subject=subject,
                object=other,
                value=draft.value,
                qualifiers=draft.qualifiers,
                stance=held,
                speaker=name,
                speaker_by=by,
                via=via,
                start=start,
                end=end,
                quote="",
                since=since,
                until=until,
                cited=cited,
                dates=said,
                rule=draft.rule,
                tier=tier_of(subject, other, by, name),
                remarks=remarks,
            )

    def _speakers(
        self, draft: Draft, act: Speech | None, quotation: Quotation | None, paragraph: Paragraph
    ) -> list[tuple[str, str, tuple[str, ...], bool]]:
        """Whose words a frame is: (name, how found, through whom, whether a news agency)."""
        outer = quotation.speaker if quotation and quotation.speaker else None
        through = (outer.name,) if outer and outer.media else ()
        if draft.speakers:
            return [(one.name, "name", through if one.name not in through else (), one.media) for one in draft.speakers]
        if act:
            speaker = act.speaker
            via = speaker.via or tuple(one for one in through if one != speaker.name)
            name = " and ".join([speaker.name, *(one.name for one in speaker.others)])
            return [(name, speaker.by, via, speaker.media)]
        if quotation:
            if outer is None:
                return [("", "open", (), False)]
            return [(outer.name, outer.by, outer.via, outer.media)]
        sentence = next((one for one in paragraph.sentences if one.start <= draft.at < one.end), None)
        if sentence and reported(sentence.text, draft.at - sentence.start) and not draft.aside:
            return [("", "open", (), False)]
        if paragraph.kind == "caption":
            return [(f"{paragraph.credit} (photo caption)", "caption", (), True)]
        if draft.said_by_nobody:
            return [("unattributed", "unattributed", (), False)]
        return [("", "", (), False)]

    def _end(self, mention: Mention) -> End:
        known = mention.known or tuple(self._finder.register_name(mention.name))
        real = tuple(one for one in known if one.entity)
        named = mention.named
        if mention.owner and mention.head in ("wing", "wings", "faction", "branch"):  # of which of several, stays open
            real = tuple(dict.fromkeys((*real, *self._names.alike(mention.owner))))
        name = mention.name
        for one in known:
            if not one.entity and not real:
                name = one.caption
        return End(name, real[0].kind if real else kind_of(mention), named, real)

    def _text_end(self, text: str, speaker: str) -> End:
        if text == "we":
            return End(f"we ({speaker})" if speaker else "we", "organization")
        known = tuple(one for one in self._finder.register_name(text) if one.entity)
        return End(text, known[0].kind if known else "", bool(known), known)

    def _belongs(self, one: ProseDate, draft: Draft) -> bool:
        """Whether a date stands within a frame, or right behind it with no comma between."""
        if draft.at - 1 <= one.start < draft.end:
            return True
        gap = self._document.plain[draft.end : one.start] if draft.end <= one.start else ","
        return len(gap) <= 40 and not re.search(r"[,;:”]", gap)

    def _time(
        self, draft: Draft, act: Speech | None, paragraph: Paragraph, speeches: list[Speech]
    ) -> tuple[str, str, tuple[str, str], tuple[str, ...]]:
        """When what is claimed was so, and the day for which the source speaks."""
        day = self._document.published.isoformat()
        cited = (day, day)
        dates = self._dates[paragraph.start]
        sentence = next((one for one in paragraph.sentences if one.start <= draft.at < one.end), None)
        near = [one for one in dates if sentence and sentence.start <= one.start < sentence.end]
        reported = [one for one in near if any(_beside_verb(one, each) for each in speeches)]
        inside = [one for one in near if one not in reported and self._belongs(one, draft)]
        if ("end_known", "former") in draft.qualifiers:
            ended = inside[-1].until.text if inside else f"[..{day}]"
            return "", ended, cited, tuple(one.text for one in near)
        spoken = [
            one for one in near if act and one not in inside and (one.start < draft.start or one.start >= act.said_end)
        ]
        if spoken and spoken[0].exact and spoken[0].earliest and spoken[0].earliest <= self._document.published:
            cited = (spoken[0].edtf, spoken[0].edtf)
        if not inside and not act:
            inside = [one for one in near if one.start < draft.start and one not in reported][-1:]
        said = tuple(one.text for one in near)
        if not inside:
            return "", "", cited, said
        one = inside[0]
        if draft.kind in ("incident", "event", "designation", "legal_proceeding", "accusation"):
            return one.since.text, one.until.text, cited, said
        begins = one.rule in ("since", "after an event of a year") or _BEGINS.search(
            self._document.plain[max(draft.start - 60, 0) : draft.end]
        )
        if draft.kind in ("legal_status", "component", "command", "assistance", "affiliation", "position") and begins:
            return one.since.text, "..", cited, said
        if one.since != one.until:
            return one.since.text, one.until.text, cited, said
        return "", "", cited, said

    def _postings(self, paragraph: Paragraph, masked: Sequence[Masked]) -> Iterator[Proposal]:
        """Posts as reports on appointments write them: person, title and unit beside each other."""
        for sentence in paragraph.sentences:
            for one in postings(sentence.text, sentence.start):
                if one.title is None or one.unit is None:
                    continue
                parts = [one.person, one.title, one.unit, *([one.rank] if one.rank else [])]
                first, last = min(part.start for part in parts), max(part.end for part in parts)
                open_ = _OPEN.search(self._document.plain, sentence.start, first)
                if open_ and _STATED.fullmatch(self._document.plain, open_.end(), last):
                    continue  # `denied that Odin had become commander`: nothing is stated
                details = (("role", one.title.text), ("rank", one.rank.text if one.rank else ""))
                name = self._memory.fuller.get(one.person.text, one.person.text)
                person = tuple(known for known in self._finder.register_name(name) if known.entity)
                whole = next(
                    (
                        each
                        for read in masked
                        if read.sentence == sentence
                        for each in read.mentions
                        if each.kind == GROUP
                        and each.named
                        and each.start <= one.unit.start
                        and one.unit.end <= each.end
                        and not any(each.start < part.end and part.start < each.end for part in (one.title, one.person))
                    ),
                    None,
                )
                owner = next(
                    (
                        each.owner
                        for read in masked
                        for each in read.mentions
                        if each.start <= one.unit.start < each.end and each.owner.endswith(one.unit.text)
                    ),
                    one.unit.text,
                )  # `the Red Valley Brigade’s commander`
                unit_name = whole.name if whole else owner
                unit = tuple(known for known in self._finder.register_name(unit_name) if known.entity)
                leads = bool(_LEADS.search(one.title.text))
                yield Proposal(
                    kind="command" if leads else "position",
                    predicate="posted_to",
                    subject=End(name, "person", True, person),
                    object=End(unit_name, "unit", True, unit),
                    value="",
                    qualifiers=tuple(each for each in details if each[1]),
                    stance=Stance.ASSERTED,
                    speaker="",
                    speaker_by="",
                    via=(),
                    start=min(part.start for part in parts),
                    end=max(part.end for part in parts),
                    quote="",
                    until=f"[..{self._document.published}]" if one.former else "",
                    cited=("", "") if one.former else self._cited(),
                    rule="posting",
                    remarks=("the text speaks of a former post",) if one.former else (),
                )


def _same_post(one: Proposal, post: Proposal) -> bool:
    """Whether a frame tells of a post that the reading of appointments has found more exactly."""
    if one.predicate != "posted_to" or one.subject.text != post.subject.text or not (one.object and post.object):
        return False
    inside = one.start < post.end and post.start < one.end
    told = f"{post.object.text} {dict(post.qualifiers).get('role', '')}".lower().split()
    shared = set(one.object.text.lower().split()) & set(told) - {"of", "the", "and"}
    return bool(shared) or (inside and not one.object.named)


def _said_in(draft: Draft, speeches: list[Speech]) -> Speech | None:
    """The innermost speech in whose content a frame stands."""
    covering = [one for one in speeches if not one.question and one.said_start - 1 <= draft.at < one.said_end]
    return max(covering, key=lambda one: (one.said_start, -one.said_end), default=None)


def _beside_verb(one: ProseDate, act: Speech) -> bool:
    """Whether a date says when somebody spoke: `noted this week`, `told the paper this month that`."""
    trailing = act.said_start <= act.start
    return (
        0 <= one.start - act.end <= 4
        if trailing
        else 0 <= one.start - act.said_start <= 5 or act.start <= one.start < act.said_start
    )


def _best(drafts: list[Draft]) -> list[Draft]:
    """Of frames that say the same of the same ends, the first; a shorter reading inside a longer one goes."""
    out: list[Draft] = []
    for draft in drafts:
        same = [
            one for one in out
            if one.predicate == draft.predicate and one.subject.name == draft.subject.name
            and one.start < draft.end and draft.start < one.end
            and one.stance is draft.stance
            and (one.object_name in draft.object_name or draft.object_name in one.object_name)
            and not (one.speakers != draft.speakers and one.speakers and draft.speakers)
        ]  # fmt: skip
        if not same:
            out.append(draft)
    return out


def _pins_harm(draft: Draft) -> bool:
    return draft.predicate in ("perpetrator_of", "assessed_as", "listed_under") and draft.stance is not Stance.DENIED


def _cut(speeches: list[Speech], drafts: list[Draft]) -> list[Speech]:
    """A speech ends where a clause with speakers of its own begins."""
    out: list[Speech] = []
    for one in speeches:
        starts = [
            draft.start
            for draft in drafts
            if draft.speakers and one.said_start < draft.start < one.end and one.said_start > one.start
        ]
        if starts and one.verb not in ("accuse",):
            one = replace(one, end=min(starts), said_end=min(one.said_end, min(starts)))
        out.append(one)
    return out


def _once(proposals: list[Proposal]) -> list[Proposal]:
    """Each claim once per text, with the other places that say the same."""
    kept: dict[tuple[Any, ...], list[Proposal]] = {}
    for one in proposals:
        key = (
            one.kind, one.predicate, one.subject.text.lower(), one.object.text.lower() if one.object else "",
            one.stance, one.speaker, one.value if one.kind in ("statement", "alias", "count") else "",
        )  # fmt: skip
        kept.setdefault(key, []).append(one)
    return sorted(
        (replace(one, also=tuple((each.start, each.end) for each in again)) for one, *again in kept.values()),
        key=lambda one: (one.start, one.end),
    )
