"""Which body or person `it`, `they`, `he`, `its`, `the brigade` stand for, where a paragraph leaves no doubt.

A pronoun that begins a clause goes on with the subject of the clause before, or stands for the only body named there;
where two could be meant it stands for nobody, and what was found with it is dropped. Whatever is found this way is
marked for the person who reviews it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from muster.reading.clauses import VERBS, M, plain_clauses
from muster.reading.frames import Draft
from muster.reading.lexicon import listed
from muster.reading.masked import SYMBOL, Masked
from muster.reading.mentions import ACTOR, GROUP, NAME, PERSON, ROLE, Mention

_DEFINITE = listed("definite")
_REGULAR = listed("regular")
_BODIES = frozenset(["it", "they", "its", "their", "them"])
_PERSONS = frozenset(["he", "she", "his", "her", "him"])
_POSTS = frozenset(["posted_to", "subordinate_to", "member_of", "faction_of"])
_SERVICES = frozenset(["army", "military", "police", "navy", "government", "forces", "force", "ministry"])
# What stands before a clause's subject: `Formally they …`, `Unlike the others, it …`.
_FRONTED = re.compile(
    r"(?:(?:according to|in|on|at|by|under|with|without|unlike|like|despite|during|from|among|for|of|since|until|"
    r"throughout|given|\w+ed|\w+ing|raised|drawn|built|led|made|born|set)\b[^;,]*,|"
    r"(?:\w+ly|now|then|later|today|still|meanwhile|however|moreover|also|but|and|yet|instead)\b(?: ,)?|"
    r"(?:[a-z]+ ){0,2}(?:estimates?|figures|reports?) (?:of|for|on)|•|-|\d+ ?[.)])\s*", re.IGNORECASE,
)  # fmt: skip
_GOVERNED = re.compile(
    r"\b(?:of|in|by|with|from|for|to|at|on|among|against|under|near|between|like|unlike|than|over|into|within|including)"
    r"(?: the| an?| its| their)?(?: [a-z-]+)? $", re.IGNORECASE,
)  # fmt: skip
_BACK = 5  # sentences that a pronoun may reach back, over others that go on with the same
_SAME = re.compile(r"\b(?P<p>it|they|its|their|he|she|his|her)\b", re.IGNORECASE)
_TOLD_OF_SAME = re.compile(r"\W*according to [^;]*? (?P<p>its|their|it|they) ", re.IGNORECASE)


_AS_TOLD = re.compile(r"\W*according to\b.*, $", re.IGNORECASE)
# Behind these a pronoun is the subject of a clause of its own: `says it no longer supports`.
_LINKED = re.compile(rf"(?:\b(?:{VERBS}|that|when|while|because|after|as|where)|,) $", re.IGNORECASE)


def pronoun(masked: Masked, start: int, end: int) -> Mention:
    """A pronoun of the pattern as an end of a claim, still to be resolved."""
    word = masked.text[start:end].lower()
    first, last = masked.source(start, end)
    kind = PERSON if word in _PERSONS else GROUP
    return Mention(kind, first, last, masked.text[start:end], word, head=word, determiner=word)


def possessor(role: Mention) -> Mention:
    """`its` of `its commander` as the body whose commander it is, still to be resolved."""
    word = role.determiner
    return Mention(GROUP, role.start, role.start + len(word), word, word, head=word, determiner=word)


def end_of(masked: Masked, match: re.Match[str], name: str) -> Mention:
    """The mention of a group of the pattern, or the pronoun that stands there."""
    if SYMBOL.fullmatch(match[name]):
        return masked.mention(match[name])
    return pronoun(masked, match.start(name), match.end(name))


def is_pronoun(mention: Mention) -> bool:
    return not mention.named and mention.name == mention.head and mention.head in _BODIES | _PERSONS


# where a clause begins: `They say the militias answer to X and report to Y` tells of the militias
_CLAUSES = re.compile(
    rf" ; | that | which | who | but | while | whereas |\b(?:say|says|said|claims?|claimed) (?=(?:the )?{M})"
)


def subject_before(masked: Masked, at: int) -> Mention | None:
    """The subject of the clause before a second verb: its pronoun, or its first body behind what is put in front."""
    at -= len(re.search(r"(?: ,)?(?: but| and| or)? ?$", masked.text[:at])[0])  # type: ignore[index]
    clause = _CLAUSES.split(masked.text[:at])[-1]
    offset = at - len(clause)
    relative = re.search(rf"({M})(?: ,)? (?:that|which|who) $", masked.text[:offset])
    if relative and not re.match(rf"(?:the )?{M} ", clause):
        return masked.mention(relative[1])  # `a militia that split from X and is allied with Y`
    own = list(re.finditer(r"(?:^|, |(?<= ))(?P<p>it|they|he|she)(?= )", clause, re.IGNORECASE))
    if own and (own[-1].start("p") == 0 or re.search(r"(?:,|\band|\bfor) $|^\W*\w+ly $", clause[: own[-1].start("p")])):
        return pronoun(masked, offset + own[-1].start("p"), offset + own[-1].end("p"))
    rest = _behind_front(clause)
    found = re.search(M, rest)
    if not found:
        return None
    mention = masked.mention(found[0])
    return mention if mention.kind in (GROUP, NAME, PERSON, ACTOR, ROLE) else None


def _behind_front(clause: str) -> str:
    """A clause without the adverbs and phrases put in front of its subject."""
    for _ in range(3):
        found = _FRONTED.match(clause.lstrip())
        if not found or not found.end():
            break
        clause = clause.lstrip()[found.end() :]
    return clause.lstrip()


def resolved(draft: Draft, masked: Sequence[Masked]) -> Draft | None:
    """A draft whose ends are no pronouns any more; None if what a pronoun stands for is open."""
    subject, other = draft.subject, draft.object
    if is_pronoun(subject):
        meant = _antecedent(subject, masked)
        if meant is None or (other is not None and meant.name == other.name):
            return None
        subject = _as(meant, subject)
    else:
        subject = _definite(subject, masked)
    if other is not None and is_pronoun(other):
        meant = _antecedent(other, masked)
        if meant is None or meant.name == subject.name:
            return None
        other = _as(meant, other)
    elif other is not None and draft.predicate in _POSTS:
        other = _the_unit(other, masked)
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
    person = mention.head in _PERSONS
    if _behind_front(front + "\0") != "\0":
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
        start = _SAME.match(_behind_front(clause)) or _TOLD_OF_SAME.match(clause)
        if start and (start["p"].lower() in _PERSONS) == person:
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
    if first is None or any(not _GOVERNED.search(_behind_front(clause)[:place]) for _, place in others):
        return None
    if first.kind == ACTOR and any(one.kind == GROUP for one, _ in others):
        return None
    return first


def _bodies(masked: Masked, clause: str, person: bool) -> list[tuple[Mention, int]]:
    """The named bodies of a clause, or its persons, each with its place behind what stands in front of the clause."""
    rest = _behind_front(clause)
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
    rest = _behind_front(clause)
    found = re.match(rf"(?:the )?({M}) (?!’)", rest)
    if not found:
        return None
    one = masked.mention(found[1])
    return one if (one.kind == PERSON if person else _is_body(one)) else None


# --- `the militia`, `the brigade` -------------------------------------------------------------------------------


def groups_before(masked: Sequence[Masked], mention: Mention) -> dict[str, Mention]:
    """The groups that the paragraph has named before a mention, by name."""
    found = (one for each in masked for one in each.mentions if one.kind == GROUP and one.named)
    return {one.name: one for one in found if one.end <= mention.start}


def _definite(subject: Mention, masked: Sequence[Masked]) -> Mention:
    """`the militias` as the one armed group that the same paragraph has named before; otherwise left as it stands."""
    if (
        subject.named
        or subject.kind != GROUP
        or subject.determiner != "the"
        or subject.head != subject.name.lower()
        or subject.head not in _DEFINITE
    ):
        return subject
    before = groups_before(masked, subject)
    if len(before) != 1:
        return subject
    group = next(iter(before.values()))
    if _REGULAR & set(group.name.lower().split()):
        return subject
    name = f"{group.name} {subject.head}" if subject.plural else group.name
    return replace(subject, name=name, known=group.known, generic_of=group.name)


def _the_unit(other: Mention, masked: Sequence[Masked]) -> Mention:
    """`the brigade` that somebody takes over: the one Brigade that the paragraph has named before."""
    if other.named or other.kind != GROUP or other.determiner != "the" or other.head != other.name.lower():
        return other
    fits = [one for name, one in groups_before(masked, other).items() if name.lower().split()[-1] == other.head]
    if other.head in _SERVICES or len(fits) != 1:
        return other
    return replace(other, name=fits[0].name, known=fits[0].known, generic_of=fits[0].name)


_UNITS = frozenset(["brigade", "battalion", "regiment", "division", "company", "squadron", "unit", "corps"])


def headed(draft: Draft, masked: Sequence[Masked]) -> Draft:
    """`the brigade` as the one brigade that the same paragraph has named before, at either end of a claim."""
    subject = _by_head(draft.subject, masked)
    other = _by_head(draft.object, masked) if draft.object else None
    return replace(draft, subject=subject, object=other)


def _by_head(mention: Mention, masked: Sequence[Masked]) -> Mention:
    bare = mention.kind == GROUP and not mention.named and mention.determiner == "the"
    if not bare or mention.head != mention.name.lower() or mention.head not in _UNITS:
        return mention
    before = [one for each in masked for one in each.mentions if one.end <= mention.start]
    names = {name: one for one in before for name in (one.name if one.named else "", one.owner) if name}
    fits = {name: one for name, one in names.items() if name.lower().split()[-1] == mention.head}
    if len(fits) != 1:
        return mention
    name, one = next(iter(fits.items()))
    return replace(mention, name=name, known=one.known if one.name == name else (), generic_of=name)
