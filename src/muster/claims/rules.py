"""The rules of research that claims must keep together: what one claim alone cannot show to be amiss.

They are those by which the Security Force Monitor's researchers work: no date after publication; a successor ends his
predecessor's posting; an appointment is not a taking over of command; nobody serves in an unknown unit and it does no
wrong; relations of the same two that join are one. Every import of every format is read by them, in one pass beside
the reading. A rule that says `impossible` stops a file that a person wrote; of others' data it is told as a note.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from muster.claims.model import Claim, Source, Stance
from muster.dates import UNTIMED, Interval, parse_date


class Rule(NamedTuple):
    """A rule, as it is told to a person: what breaks it, in the plural, and the remedy."""

    what: str
    remedy: str
    impossible: bool = False


class Finding(NamedTuple):
    """A claim that breaks a rule; `other` is the claim it does not go with, `detail` what is worth a look."""

    rule: Rule
    claim: Claim
    detail: str = ""
    other: Claim | None = None


AFTER_PUBLICATION = Rule(
    "claims speak of days after the publication of all that they cite",
    "a citation never proves a later date: leave the end open, or say that it is pending",
    impossible=True,
)
POSTED_TO_UNKNOWN = Rule(
    "persons are posted to a placeholder, a unit that is not known",
    "post them to the unit that is known above it, or call the unit unnamed if it is a real one",
    impossible=True,
)
UNKNOWN_PERPETRATOR = Rule(
    "perpetrators are placeholders, units that are not known",
    "name their class with `perpetrator_class`, or call the unit unnamed if it is a real one",
    impossible=True,
)
UNMARKED = Rule(
    "units are called unknown or unnamed but not marked as such",
    "add `placeholder` with the value unknown (stands for a level of command) or unnamed (a real unit)",
)
NO_END = Rule(
    "commanders have no recorded end though a later one began",
    "the end stays unknown; if a source says that one replaced the other, it is also the day on which that one ended",
)
NOT_ENDED = Rule(
    "postings go on though their holder was replaced",
    "who replaces another ends his posting: give it that day as its end",
)
OVERLAP = Rule(
    "commanders of one unit overlap in time",
    "look at both: one may be acting, or a day may be that of the appointment",
)
APPOINTED_LATE = Rule(
    "appointments lie after the taking over of the same post",
    "look at both days: the appointment comes first, and the taking over is the start",
)
TWO_STARTS = Rule(
    "postings of one person to one post start on two days",
    "say with `start_kind` which was the appointment and which the taking over, or give the first its end",
)
CONTIGUOUS = Rule(
    "relations of the same two overlap or join within a day; kept apart as given",
    "make them one, unless a source speaks of a break",
)

_COMMANDER = "commander"
_PLACEHOLDER = re.compile(r"\b(unknown|unnamed)\b", re.IGNORECASE)
_TIES = frozenset({"subordinate_to", "member_of", "faction_of"})
_FORETOLD = "listed_under"  # an order states its own term, which may lie ahead
_MOST = 200_000  # dated relations, and postings, that are compared; none of the lists at hand has as many
_FOLLOWED = 20  # successors of one person that are looked at
_TOLD = 12  # findings of one rule that are told one by one

Place = Callable[[Claim], str]


def beyond(time: Interval, stance: Stance, bound: date) -> tuple[str, str]:
    """What of the time lies after the last day of publication: (`start`, `end` or `cited`; the day). Empty if nothing.

    What is demanded or pending may start and end later, but cannot have been cited later.
    """
    if stance.factual or stance is Stance.DENIED:
        for part, value in (("start", time.start), ("end", time.end)):
            if value.earliest and value.earliest > bound:
                return part, value.text
    cited = time.last_cited or time.first_cited
    return ("cited", cited.isoformat()) if cited and cited > bound else ("", "")


class Rules:
    """Looks at claims one by one with `see`; `findings` tells, once all were seen, which break a rule.

    `sources` bound the days that claims can speak of: without them that rule is not asked. `placeholders` are those
    known from elsewhere (entity → `unknown` or `unnamed`).
    """

    def __init__(self, sources: Iterable[Source] = (), placeholders: Mapping[str, str] | None = None) -> None:
        self._published = {one.id: day for one in sources if (day := published_by(one))}
        self._placeholders = dict(placeholders or {})
        self._units: set[str] = set()
        self._called: dict[str, Claim] = {}
        self._postings: list[Claim] = []
        self._perpetrators: list[Claim] = []
        self._successors: list[Claim] = []
        self._ties: list[Claim] = []
        self._late: list[Finding] = []
        self._look: dict[str, Callable[[Claim], None]] = {
            "kind": self._kind,
            "placeholder": self._placeholder,
            "posted_to": lambda claim: self._keep(self._postings, claim),
            "perpetrator_of": lambda claim: self._keep(self._perpetrators, claim),
            "successor_of": lambda claim: self._keep(self._successors, claim),
            **dict.fromkeys(_TIES, self._tie),
        }

    def see(self, claim: Claim) -> None:
        """Look at one claim."""
        if self._published and claim.predicate != _FORETOLD:
            time = claim.time
            if time.last_cited or time.first_cited or time.start.earliest or time.end.earliest:
                self._dated(claim)
        if look := self._look.get(claim.predicate):
            look(claim)

    def passing(self, claims: Iterable[Claim]) -> Iterator[Claim]:
        """The same claims, each looked at as it passes."""
        published, looks, see = self._published, self._look, self.see
        for claim in claims:
            if claim.predicate in looks or (published and claim.time is not UNTIMED):
                see(claim)
            yield claim

    def findings(self) -> Iterator[Finding]:
        """What breaks a rule, rule by rule."""
        yield from self._late
        yield from self._served_unknown()
        for entity, claim in self._called.items():
            if entity not in self._placeholders:
                yield Finding(UNMARKED, claim, repr(claim.value))
        postings = [one for one in self._postings if one.stance is not Stance.DENIED]
        yield from _commanders(postings)
        yield from _replaced(postings, self._successors)
        yield from _starts(postings)
        yield from _contiguous(self._ties)

    # --- while claims pass

    def _dated(self, claim: Claim) -> None:
        days = [self._published.get(citation.source) for citation in claim.citations]
        known = [day for day in days if day]
        if len(known) == len(days) and known:
            part, day = beyond(claim.time, claim.stance, max(known))
            if part:
                told = f"{'cited for' if part == 'cited' else part} {day}, published {max(known)}"
                self._late.append(Finding(AFTER_PUBLICATION, claim, told))

    def _kind(self, claim: Claim) -> None:
        if claim.value == "unit":
            self._units.add(claim.subject)
            self._look["name"] = self._name  # no list but a register of units need have its names looked at

    def _name(self, claim: Claim) -> None:
        if claim.subject in self._units and _PLACEHOLDER.search(claim.value):
            self._called.setdefault(claim.subject, claim)

    def _placeholder(self, claim: Claim) -> None:
        if claim.stance is not Stance.DENIED:
            self._placeholders[claim.subject] = claim.value

    def _tie(self, claim: Claim) -> None:
        if claim.stance is Stance.ASSERTED and _begins(claim.time):
            self._keep(self._ties, claim)

    def _keep(self, kept: list[Claim], claim: Claim) -> None:
        if len(kept) < _MOST:
            kept.append(claim)

    # --- when all have passed

    def _served_unknown(self) -> Iterator[Finding]:
        for rule, claims, end in (
            (POSTED_TO_UNKNOWN, self._postings, "object"),
            (UNKNOWN_PERPETRATOR, self._perpetrators, "subject"),
        ):
            for claim in claims:
                unit = getattr(claim, end)
                if self._placeholders.get(unit) == "unknown" and claim.stance is not Stance.DENIED:
                    yield Finding(rule, claim, unit)


def published_by(source: Source) -> date | None:
    """The last day on which a source can have been published: not after it was retrieved. None if it does not say."""
    return parse_date(source.published).latest or parse_date(source.retrieved).latest


# --- postings -------------------------------------------------------------------------------------------


def _commanders(postings: Iterable[Claim]) -> Iterator[Finding]:
    """Commanders of one unit at one time, and those whose end nobody recorded though a later one began."""
    led: dict[str, list[Claim]] = defaultdict(list)
    for one in postings:
        if one.stance is Stance.ASSERTED and one.qualifier("role").casefold() == _COMMANDER:
            led[one.object].append(one)
    for claims in led.values():
        yield from _overlapping(claims)
        began: dict[str, date] = {}  # the last start of each commander
        for one in claims:
            if start := one.time.start.earliest:
                began[one.subject] = max(start, began.get(one.subject, start))
        latest = sorted(began, key=began.__getitem__, reverse=True)[:2]
        for one in claims:
            first = one.time.first_cited or one.time.start.latest
            other = next((person for person in latest if person != one.subject), "")
            if one.time.end.unknown and first and other and began[other] > first:
                yield Finding(NO_END, one)


def _overlapping(claims: Iterable[Claim]) -> Iterator[Finding]:
    """Each that surely held on a day on which one of another person did, other than that of a hand-over."""
    spans = [(first, last, place, one) for place, one in enumerate(claims) for first, last in [_sure(one.time)] if last]
    longest: dict[str, tuple[date, Claim]] = {}  # of each person, the two longest at most
    for first, last, _, one in sorted(spans, key=lambda span: span[::2]):
        for person, (until, other) in longest.items():
            if person != one.subject and first < min(last, until):
                yield Finding(OVERLAP, one, "", other)
        if one.subject not in longest or last > longest[one.subject][0]:
            longest[one.subject] = last, one
        if len(longest) > 2:
            del longest[min(longest, key=lambda person: longest[person][0])]


def _sure(time: Interval) -> tuple[date, date | None]:
    """The first and the last day on which a posting surely held; no last one if there was no such day."""
    first = time.first_cited or time.start.latest
    return (first, time.last_cited or time.end.earliest or first) if first else (date.min, None)


def _replaced(postings: Sequence[Claim], successors: Iterable[Claim]) -> Iterator[Finding]:
    """Postings of persons who were replaced in them, and that do not end."""
    after: dict[str, list[str]] = defaultdict(list)
    for claim in successors:
        if claim.stance is Stance.ASSERTED and len(after[claim.object]) < _FOLLOWED:
            after[claim.object].append(claim.subject)
    if not after:
        return
    posts = {(one.subject, one.object, one.qualifier("role").casefold()): one for one in postings}
    for before in postings:
        if before.time.end.latest:
            continue
        for person in after.get(before.subject, ()):
            if other := posts.get((person, before.object, before.qualifier("role").casefold())):
                yield Finding(NOT_ENDED, before, f"{person} replaced {before.subject}", other)
                break


def _starts(postings: Iterable[Claim]) -> Iterator[Finding]:
    """Two starts of one posting: which is the appointment, which the taking over, and in what order."""
    posts: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for one in postings:
        if one.time.start.exact:
            posts[one.subject, one.object, one.qualifier("role").casefold()].append(one)
    for claims in posts.values():
        claims.sort(key=lambda one: one.time.start.earliest or date.min)
        for one, other in pairwise(claims):
            kinds = one.qualifier("start_kind"), other.qualifier("start_kind")
            if one.time.start == other.time.start:
                continue
            if kinds == ("assumed", "appointed") and one.time.meets(other.time):
                yield Finding(APPOINTED_LATE, other, "", one)
            elif not all(kinds) and one.time.meets(other.time):
                yield Finding(TWO_STARTS, other, f"{one.time.start} and {other.time.start}", one)


# --- relations ------------------------------------------------------------------------------------------


def _contiguous(ties: Iterable[Claim]) -> Iterator[Finding]:
    """Relations of the same two that one speaker gives twice, with times that overlap or join within a day."""
    spans: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for one in ties:
        spans[one.subject, one.predicate, one.object, one.qualifier("kind"), one.speaker].append(one)
    for claims in spans.values():
        claims.sort(key=lambda one: _begins(one.time) or date.min)  # stable: as given where they begin alike
        furthest = claims[0]
        for other in claims[1:]:
            if other.time != furthest.time and _join(furthest.time, other.time):
                yield Finding(CONTIGUOUS, other, "", furthest)
            if (_ends(other.time) or date.max) > (_ends(furthest.time) or date.max):
                furthest = other


def _begins(time: Interval) -> date | None:
    return time.start.earliest or time.first_cited


def _ends(time: Interval) -> date | None:
    """The last day on which it can have held; None if it goes on."""
    return None if time.end.open else time.end.latest or time.last_cited or time.first_cited or _begins(time)


def _join(one: Interval, other: Interval) -> bool:
    """True if the second, which begins no sooner, begins within the first or on the day after it."""
    begins, ends = _begins(other), _ends(one)
    return begins is not None and (ends is None or begins <= ends + timedelta(days=1))


# --- telling --------------------------------------------------------------------------------------------


def told(findings: Iterable[Finding], place: Place) -> list[str]:
    """One sentence for each rule that is broken: how often, the remedy, and where, as `place` says it of a claim."""
    found: dict[Rule, list[Finding]] = defaultdict(list)
    for one in findings:
        found[one.rule].append(one)
    return [_sentence(rule, broken, place) for rule, broken in found.items()]


def _sentence(rule: Rule, broken: list[Finding], place: Place) -> str:
    shown = "; ".join(spoken(one, place) for one in broken[:_TOLD])
    more = f"; and {len(broken) - _TOLD:,} more" if len(broken) > _TOLD else ""
    return f"{len(broken):,} {rule.what} ({rule.remedy}): {shown}{more}"


def spoken(finding: Finding, place: Place) -> str:
    """Where a finding is, and what is worth a look: `line 3: with line 2`."""
    other = f"with {place(finding.other)}" if finding.other else ""
    detail = ", ".join(filter(None, (finding.detail, other)))
    where = place(finding.claim)
    return f"{where}: {detail}" if detail else where


def cited_place(claim: Claim) -> str:
    """Where a claim stands if its file has no lines: the entity, and the place in the source that it cites."""
    cited = claim.citations[0].spoken() if claim.citations else ""
    return f"{claim.subject} ({cited})" if cited else claim.subject
