"""Which body or person `it`, `they`, `he`, `its`, `the brigade` stand for, where a paragraph leaves no doubt.

Before the frames are tried, `it`, `they` and `its` at the head of a sentence become the one body that the paragraph has
named; with two bodies nobody is meant. `The army said it had left`: who speaks may mean another, so where others are
named too such a reading never pins harm on the speaker, only its denial.

After them, any other pronoun that ends a claim goes on with the subject of the clause before, or stands for the only
body named there; where two could be meant what was found with it is dropped. Whatever is found either way is marked
for the person who reviews it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from muster.reading.clauses import VERBS, M, plain_clauses
from muster.reading.frames import Draft
from muster.reading.lexicon import listed
from muster.reading.masked import Masked
from muster.reading.mentions import ACTOR, GROUP, NAME, PERSON, ROLE, Mention
from muster.reading.pronouns import PERSONS, is_pronoun
from muster.reading.subjects import behind_front, governed

_DEFINITE = listed("definite")
_REGULAR = listed("regular")
_POSTS = frozenset(["posted_to", "subordinate_to", "member_of", "faction_of"])
_SERVICES = frozenset(["army", "military", "police", "navy", "government", "forces", "force", "ministry"])
_UNITS = frozenset(["brigade", "battalion", "regiment", "division", "company", "squadron", "unit", "corps"])

# --- before the frames: `it`, `they` and `its` as mentions -------------------------------------------------------

_FIRST = re.compile(
    r"(?P<it>It|They)\b(?! (?:is|was|has been|had been|remains|seems|appears) (?:\w+ )?\w+ (?:that|to)\b)"
    rf"(?! (?:(?:has|have|had|also|later|\w+ly) )*(?:{VERBS})\b)"
)
_SAID = re.compile(
    rf"(?P<s>{M})(?: , [^,]{{1,80}} ,)? (?:(?:has|have|had|also|\w+ly) )*(?:{VERBS}) (?:that )?(?P<it>it|they|we)\b",
    re.IGNORECASE,
)


def with_antecedents(paragraph: Sequence[Masked]) -> list[Masked]:
    """The sentences with `it` and `they` as mentions of the body that they must mean, and `its` with its owner."""
    out: list[Masked] = []
    bodies: dict[str, Mention] = {}  # single bodies, groups of people, and all bodies, of the sentences so far
    groups: dict[str, Mention] = {}
    every: set[str] = set()
    for masked in paragraph:
        one, many = _only(bodies), _only(groups)
        read = masked
        first = _FIRST.match(masked.text)
        if first and (meant := one if first["it"] == "It" else many):
            read = _put(read, first, meant)
        said = _SAID.search(read.text)
        if said and (speaker := read.mention(said["s"])).kind in _BODIES:
            earlier = {each.name for each in masked.mentions if each.start < speaker.start and each.kind in _BODIES}
            if speaker.plural == (said["it"].lower() == "they") or said["it"].lower() == "we":
                read = _put(read, said, replace(speaker, doubtful=not every | earlier <= {speaker.name}))
        if one:
            read = replace(read, mentions=tuple(_owned(each, one) for each in read.mentions))
        out.append(read)
        for each in masked.mentions:
            if each.kind in _BODIES and not each.media:
                every.add(each.name)
                if not each.plural:
                    bodies.setdefault(each.name, each)
            if each.kind in (GROUP, ROLE) and each.plural:
                groups.setdefault(each.name, each)
    return out


_BODIES = frozenset([GROUP, ACTOR, NAME])


def _only(found: dict[str, Mention]) -> Mention | None:
    """The one of its kind that was named so far; a name of unknown kind only if a register knows it."""
    if len(found) != 1:
        return None
    one = next(iter(found.values()))
    return one if one.kind != NAME or one.known else None


def _put(masked: Masked, match: re.Match[str], meant: Mention) -> Masked:
    start, end = masked.source(match.start("it"), match.end("it"))
    it = replace(
        meant, start=start, end=end, text=match["it"], named=False, generic_of=meant.name, determiner="", head=""
    )
    return masked.with_mention(match.start("it"), match.end("it"), it)


def _owned(mention: Mention, owner: Mention) -> Mention:
    """`its spokesman` as the spokesman of the one body named before."""
    if mention.kind == ROLE and mention.determiner == "its" and not mention.owner and not mention.plural:
        return replace(mention, owner=owner.name)
    return mention


# --- after the frames: pronouns as ends of a claim ---------------------------------------------------------------

_BACK = 5  # sentences that a pronoun may reach back, over others that go on with the same
_SAME = re.compile(r"\b(?P<p>it|they|its|their|he|she|his|her)\b", re.IGNORECASE)
_TOLD_OF_SAME = re.compile(r"\W*according to [^;]*? (?P<p>its|their|it|they) ", re.IGNORECASE)


_AS_TOLD = re.compile(r"\W*according to\b.*, $", re.IGNORECASE)
# Behind these a pronoun is the subject of a clause of its own: `says it no longer supports`.
_LINKED = re.compile(rf"(?:\b(?:{VERBS}|that|when|while|because|after|as|where)|,) $", re.IGNORECASE)


def resolved(draft: Draft, masked: Sequence[Masked]) -> Draft | None:
    """A draft whose ends are no pronouns and no bare `the brigade`; None if what a pronoun stands for is open."""
    subject, other = draft.subject, draft.object
    if not is_pronoun(subject):
        subject = _definite(_headed(subject, masked), masked)
    if other is not None and not is_pronoun(other):
        other = _headed(other, masked, post=draft.predicate in _POSTS)
    if is_pronoun(subject):
        meant = _antecedent(subject, masked)
        if meant is None or (other is not None and meant.name == other.name):
            return None
        subject = _as(meant, subject)
    if other is not None and is_pronoun(other):
        meant = _antecedent(other, masked)
        if meant is None or meant.name == subject.name:
            return None
        other = _as(meant, other)
    return replace(draft, subject=subject, object=other)


def _as(meant: Mention, stands: Mention) -> Mention:
    """A pronoun's mention with the name it stands for."""
    return replace(stands, kind=meant.kind, name=meant.name, known=meant.known, rank=meant.rank, generic_of=meant.name)


def _antecedent(mention: Mention, masked: Sequence[Masked]) -> Mention | None:
    number = next((n for n, one in enumerate(masked) if one.sentence.start <= mention.start < one.sentence.end), -1)
    if number < 0:
        return None
    own = masked[number]
    place = next((first for first, start, _ in own.places if start == mention.start), -1)
    if place < 0 or _quoted(own, mention.start):
        return None
    pieces = own.text[:place].split(" ; ")
    front = "" if _AS_TOLD.match(pieces[-1]) else pieces[-1]
    person = mention.head in PERSONS
    if behind_front(front + "\0") != "\0":
        inside, named = _subject(own, front, person), _bodies(own, front, person)
        alone = inside is not None and all(one.name == inside.name for one, _ in named)
        if mention.head in ("its", "their", "his", "her") or _LINKED.search(front):
            other = mention.head == "their" and inside is not None and inside.kind == ACTOR and not inside.plural
            if named and not (other and alone):
                return inside if alone else None
        elif mention.head not in ("it", "them", "him") or any(one.kind != ACTOR for one, _ in named):
            return None
    before = [(own, piece) for piece in pieces[:-1]]
    for one in reversed(masked[max(number - _BACK, 0) : number]):
        before = [(one, piece) for piece in plain_clauses(one).text.split(" ; ")] + before
    for one, clause in reversed(before):
        start = _SAME.match(behind_front(clause)) or _TOLD_OF_SAME.match(clause)
        if start and (start["p"].lower() in PERSONS) == person:
            continue  # the clause goes on with the same
        return _topic(one, clause, person)
    return None


def _quoted(masked: Masked, place: int) -> bool:
    """Whether a place stands inside quotation marks of its sentence; there a speaker's words go on from others."""
    before = masked.sentence.text[: place - masked.sentence.start]
    return before.count("“") > before.count("”")


def _topic(masked: Masked, clause: str, person: bool) -> Mention | None:
    """Of what a clause speaks: the only one it names, or its subject if all others only complete it."""
    named = _bodies(masked, clause, person)
    if len({one.name for one, _ in named}) == 1 and (named[0][0].kind != ACTOR or named[0][1] == 0):
        return named[0][0]
    first = _subject(masked, clause, person)
    others = [one for one in named if first is not None and one[0].name != first.name]
    if first is None or any(not governed(behind_front(clause), place) for _, place in others):
        return None
    if first.kind == ACTOR and any(one.kind == GROUP for one, _ in others):
        return None
    return first


def _bodies(masked: Masked, clause: str, person: bool) -> list[tuple[Mention, int]]:
    """The named bodies of a clause, or its persons, each with its place behind what stands in front of the clause."""
    rest = behind_front(clause)
    found = [(masked.mention(one[0]), one.start()) for one in re.finditer(M, rest)]
    if person:
        singular = [(one, place) for one, place in found if one.kind in (PERSON, ROLE) and not one.plural]
        return singular if all(one.named for one, _ in singular) else []
    return [(one, place) for one, place in found if _is_body(one)]


def _is_body(one: Mention) -> bool:
    if one.kind == GROUP:
        return one.named
    if one.kind == NAME:
        return one.named and one.determiner == "the"
    return one.kind == ACTOR and one.named and not one.country and not one.media


def _subject(masked: Masked, clause: str, person: bool) -> Mention | None:
    """The body or person with which a clause begins."""
    rest = behind_front(clause)
    found = re.match(rf"(?:the )?({M}) (?!’)", rest)
    if not found:
        return None
    one = masked.mention(found[1])
    return one if (one.kind == PERSON if person else _is_body(one)) else None


# --- `the militia`, `the brigade`, `the Iran-backed force` ------------------------------------------------------------


def _groups_before(masked: Sequence[Masked], mention: Mention) -> dict[str, Mention]:
    """The groups that the paragraph has named before a mention, by name."""
    found = (one for each in masked for one in each.mentions if one.kind == GROUP and one.named)
    return {one.name: one for one in found if one.end <= mention.start}


def _bare(mention: Mention) -> bool:
    """Whether a mention is `the` with the word for a group alone."""
    return (
        mention.kind == GROUP
        and not mention.named
        and mention.determiner == "the"
        and mention.head == mention.name.lower()
    )


def _definite(subject: Mention, masked: Sequence[Masked]) -> Mention:
    """`the militias` as the one armed group that the same paragraph has named before; otherwise left as it stands."""
    if not _bare(subject) or subject.head not in _DEFINITE:
        return subject
    before = _groups_before(masked, subject)
    if len(before) != 1:
        return subject
    group = next(iter(before.values()))
    if _REGULAR & set(group.name.lower().split()):
        return subject
    name = f"{group.name} {subject.head}" if subject.plural else group.name
    return replace(subject, name=name, known=group.known, generic_of=group.name)


def _headed(mention: Mention, masked: Sequence[Masked], post: bool = False) -> Mention:
    """`the brigade` as the one brigade that the paragraph has named before, be it as the owner of another.

    Of a `post` so with any word for a body, save those that an army or a ministry is called by.
    """
    if not _bare(mention) or (mention.head in _SERVICES if post else mention.head not in _UNITS):
        return mention
    before = [one for each in masked for one in each.mentions if one.end <= mention.start]
    names = {name: one for one in before for name in (one.name if one.named else "", one.owner) if name}
    fits = [(name, one) for name, one in names.items() if name.lower().split()[-1] == mention.head]
    if len(fits) != 1:
        return mention
    name, one = fits[0]
    return replace(mention, name=name, known=one.known if one.name == name else (), generic_of=name)


def described(draft: Draft, masked: Sequence[Masked], backed: Mapping[str, Collection[str]]) -> Draft:
    """`the Iran-backed force` as the one group of this paragraph that the text has said to be backed by Iran.

    `backed`: the groups that each backer, in lower case, was said to back.
    """
    subject = draft.subject
    if subject.named or subject.kind != GROUP or subject.determiner != "the" or subject.plural or not subject.compounds:
        return draft
    before = _groups_before(masked, subject)
    meant = [name for who, _ in subject.compounds for name in backed.get(who.lower(), ()) if name in before]
    if len(meant) != 1:
        return draft
    group = before[meant[0]]
    return replace(draft, subject=replace(subject, name=group.name, known=group.known, generic_of=group.name))
