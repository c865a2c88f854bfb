"""Who serves where: persons with rank, title and unit, as reports on appointments write them.

"The General Officer Commanding, 4 Division, Maj.-Gen. A. B. Cole" and "Col. Dee, formerly Director of Plans, is now the
commander of 3 Brigade" are read by their order: a rank belongs to the name behind it, a title to the person it stands
beside, a unit to the title beside it. All words are general knowledge of armies, navies, air forces and police.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from muster.reading.lexicon import listed
from muster.reading.ranks import rank_at
from muster.reading.text import Word, words

PERSON, RANK, TITLE, UNIT = "person", "rank", "title", "organization"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch that is a person's name, a rank, a title or a unit."""

    kind: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Posting:
    """One person with what a sentence says of the post; `former` marks a post that the sentence says was left."""

    person: Piece
    rank: Piece | None
    title: Piece | None
    unit: Piece | None
    former: bool = False


_HEADS = listed("unit_heads")
_BEFORE = listed("unit_words")
_TAIL = listed("unit_tails")
_NUMBERS = listed("unit_numbers")
_STAFF = listed("staff_words")
_COMMANDS = listed("commanding")
_POST = listed("posts")
_LEADS = listed("post_leads")
_NOT_NAME = listed("not_names")
_LOOSE = re.compile(
    r"[ ,.:;()’‘“”'\"/–-]*(?:(?:of|the|at|for|in|and|who|is|was|his|her|its|a|an|as|to|by|now|new) ?[ ,()]*)*"
)
_DAY_NAMES = frozenset(["sunday", "monday", "friday", "saturday", "april", "may", "august", "june"])
_SMALL = frozenset(["of", "and", "the", "for", "&", "in", "on", "to"])
_INITIALS = re.compile(r"(?:[A-Z]\.?-?){1,4}\.?")


def pieces(text: str, offset: int = 0) -> list[Piece]:
    """The names, ranks, titles and units of a sentence or line, in their order."""
    spelled = list(words(text, offset))
    out: list[Piece] = []
    place = 0
    while place < len(spelled):
        made = _title(spelled, place) or _unit(spelled, place) or _ranked(spelled, place)
        if made:
            size, found = made
            out += [Piece(kind, first, last, text[first - offset : last - offset]) for kind, first, last in found]
            place += size
        else:
            place += 1
    return sorted([*out, *_untitled(spelled, out, text, offset)], key=lambda one: one.start)


Made = tuple[int, list[tuple[str, int, int]]] | None


def _ranked(spelled: Sequence[Word], place: int) -> Made:
    """A rank, and the name behind it."""
    size, _ = rank_at(spelled, place)
    if not size:
        return None
    last = place + size
    if last < len(spelled) and spelled[last].text == "." and last + 1 < len(spelled) and spelled[last + 1].capital:
        last += 1  # `Lt. Gen . Cole`
    end = spelled[place + size - 1].end
    found = [(RANK, spelled[place].start, end)]
    name = _name(spelled, last)
    if name:
        found.append((PERSON, spelled[last].start, spelled[name - 1].end))
        return name - place, found
    return (size, found) if size > 1 or _alone(spelled, place) else None


def _alone(spelled: Sequence[Word], place: int) -> bool:
    return place > 1 and spelled[place - 1].low in ("a", "an")


def _name(spelled: Sequence[Word], place: int) -> int:
    """Where a person's name that begins at a place ends; 0 if none begins there."""
    at = place
    while at < len(spelled) and at - place < 6:
        word = spelled[at]
        low = word.low.rstrip(".")
        if word.text == "." and at > place and len(spelled[at - 1].text) <= 3 and spelled[at - 1].text.isupper():
            at += 1
            continue
        if (
            low in ("al", "el", "bin", "ibn", "van", "de", "von")
            and at > place
            and at + 1 < len(spelled)
            and spelled[at + 1].capital
        ):
            at += 1
            continue
        initials = bool(_INITIALS.fullmatch(word.text)) and word.text.upper() not in ("GOC", "COAS", "A", "I")
        given = at == place and low in _DAY_NAMES and at + 1 < len(spelled) and spelled[at + 1].capital
        if not word.text[0].isalpha() or not word.capital or (low in _NOT_NAME | _HEADS and not (initials or given)):
            break
        if at > place and (_title(spelled, at) or rank_at(spelled, at)[0] > 1):
            break
        at += 1
    while at > place and spelled[at - 1].text == ".":
        at -= 1
    if at > place and spelled[at - 1].text.endswith(".") and len(spelled[at - 1].text) > 3:
        return at
    return at if at > place else 0


def _title(spelled: Sequence[Word], place: int) -> Made:
    """A title: `General Officer Commanding (GOC)`, `Chief of Training and Operations`, `Director, Legal Services`."""
    word = spelled[place]
    if not word.text[0].isalpha():
        return None
    if (
        word.text.isupper()
        and place > 1
        and spelled[place - 1].text in (",", "(")
        and spelled[place - 2].low in ("staff", "commanding", "marshal")
    ):
        return None  # the short form of the title before it
    at = place
    lead = 0
    while at < len(spelled) and spelled[at].low in _LEADS and at - place < 3:
        at += 1
        lead += 1
    if lead and spelled[place].low in ("new", "former", "then"):
        return None  # it says when, and is no part of the title
    end = _post(spelled, at)
    if not end:
        if lead:
            return None
        end = _commander(spelled, place)
        if not end:
            return None
    if not spelled[at].capital and not (end - at > 1 or spelled[at].low in _POST):
        return None
    close = _bracket(spelled, end)
    last = spelled[end - 1]
    if close and spelled[close - 1].start - last.end <= 16 and spelled[end].start - last.end <= 1:
        return close - place, [(TITLE, word.start, last.end)]
    return end - place, [(TITLE, word.start, last.end)]


def _bracket(spelled: Sequence[Word], at: int) -> int:
    """Where a short form in brackets ends: `(GOC)`."""
    if at + 2 < len(spelled) and spelled[at].text == "(" and spelled[at + 2].text == ")":
        return at + 3
    return 0


def _post(spelled: Sequence[Word], at: int) -> int:
    """Where a post that begins at a place ends; 0 if none does."""
    if at >= len(spelled):
        return 0
    low = [word.low.rstrip(".") for word in spelled[at : at + 6]]
    for size in (4, 3, 2, 1):
        phrase = " ".join(low[:size])
        if len(low) >= size and phrase in _COMMANDS:
            end = at + size
            if phrase.endswith("secretary"):  # `Military Secretary (Army)`, `Military Secretary, Army`
                tail = [word.low for word in spelled[end : end + 3]]
                if tail[:1] == ["("] and tail[2:3] == [")"] and tail[1] in _SERVICES:
                    return end + 3
                if tail[:1] == [","] and tail[1:2] and tail[1] in _SERVICES:
                    return end + 2
            return end
    if low[0] in ("chief", "director", "head", "coordinator", "secretary") and spelled[at].capital:
        return _branch(spelled, at)
    if low[0] in _POST and (spelled[at].capital or low[0].startswith(("spokes", "command"))):
        return at + 1
    return 0


def _branch(spelled: Sequence[Word], at: int) -> int:
    """`Chief of Naval Staff`, `Director of Policy and Plans`, `Director, Legal Services`."""
    end = at + 1
    if spelled[at].low == "director" and end < len(spelled) and spelled[end].low in ("general", "-general"):
        end += 1
    next_ = spelled[end].low if end < len(spelled) else ""
    if next_ == "of":
        end += 1
        if end < len(spelled) and spelled[end].low == "the":
            end += 1
    elif next_ == ",":
        if not (end + 1 < len(spelled) and spelled[end + 1].capital and spelled[end + 1].low in _STAFF):
            return end if spelled[at].low == "director" else 0
        end += 1
    start = end
    while end < len(spelled):
        word = spelled[end]
        joins = word.low in ("and", "&", ",", "of") and end > start and end + 1 < len(spelled)
        if (word.capital and (word.low in _STAFF or word.low not in _HEADS | _NOT_NAME)) or (
            word.low in ("staff", "operations", "training") and end > start
        ):
            if word.low not in _STAFF and end > start and spelled[end - 1].low not in ("and", "&", "of"):
                break
            if rank_at(spelled, end)[0] and word.low not in _STAFF:
                break
            end += 1
        elif joins and spelled[end + 1].capital and spelled[end + 1].low in _STAFF and word.low != ",":
            end += 1
        else:
            break
    if end == start:
        return at + 1 if spelled[at].low == "director" and next_ not in ("of", ",") else 0
    return end


def _commander(spelled: Sequence[Word], place: int) -> int:
    """`Brigade Commander`, `Deputy Theatre Commander`, `Army spokesman`: words of the service before the post."""
    at = place
    while at < len(spelled) and at - place < 4 and spelled[at].low in _BEFORE | _HEADS | {"police", "navy", "army"}:
        at += 1
    if at == place or at >= len(spelled):
        return 0
    if any(char.isdigit() for char in spelled[place].text):
        return 0
    low = spelled[at].low
    if low in (
        "commander",
        "commandant",
        "secretary",
        "spokesman",
        "spokesperson",
        "spokeswoman",
        "adviser",
        "superintendent",
    ):
        return at + 1
    if low in ("provost",) and at + 1 < len(spelled) and spelled[at + 1].low.startswith("marshal"):
        return at + 2
    if low == "officer" and spelled[at - 1].low in ("police", "relations", "intelligence", "staff", "operations"):
        return at + 1
    return 0


def _unit(spelled: Sequence[Word], place: int) -> Made:
    """A unit: `26 Task Force Brigade`, `Third Armoured Division`, `Western Naval Command`, `Operation Dawn`."""
    word = spelled[place]
    low = word.low
    if low in ("operation", "exercise") and word.capital and low == "operation":
        end = place + 1
        while end < len(spelled) and end - place < 5 and spelled[end].capital and spelled[end].text.isalpha():
            end += 1
        return (end - place, [(UNIT, word.start, spelled[end - 1].end)]) if end - place > 1 else None
    numbered = bool(re.fullmatch(r"\d{1,4}(?:st|nd|rd|th)?", low)) or (low in _NUMBERS and word.capital)
    if not numbered and not word.capital:
        return None
    at = place + 1 if numbered else place
    if numbered and at < len(spelled) and spelled[at].text == "/":
        return None
    end = 0
    seen_capital = False
    while at < len(spelled) and at - place < 9:
        here = spelled[at]
        head = here.low.rstrip(".") in _HEADS
        if head and (here.capital or numbered):
            end = at + 1
            seen_capital = True
        elif (
            here.low in _SMALL
            and at + 1 < len(spelled)
            and at > place
            and spelled[at + 1].capital
            and (
                end == 0
                or spelled[at - 1].low
                in (
                    "ministry",
                    "department",
                    "school",
                    "college",
                    "corps",
                    "institute",
                    "brigade",
                    "directorate",
                    "mission",
                    "contingent",
                    "operations",
                    "command",
                    "training",
                    "doctrine",
                    "hybrid",
                )
            )
        ):
            if (
                spelled[at - 1].low in ("mission", "contingent", "operations")
                and here.low in ("in", "for", "of")
                and end
            ):
                abroad = at + 1 + (spelled[at + 1].low == "the")
                if abroad < len(spelled) and spelled[abroad].capital and spelled[abroad].low not in _BEFORE | _HEADS:
                    end = at = abroad + 1
                    break
        elif here.capital and here.low in _BEFORE | _TAIL | _NUMBERS:
            seen_capital = True
            if end and here.low in _TAIL:
                end = at + 1
        elif (numbered and here.low in _BEFORE and not here.capital) or (
            not numbered
            and at == place
            and here.capital
            and here.text.isalpha()
            and here.low not in _NOT_NAME
            and _near_head(spelled, at)
        ):
            pass
        else:
            break
        at += 1
    if not end or not seen_capital:
        return None
    if not numbered and end - place == 1 and spelled[place].low not in ("dhq", "ahq", "nhq"):
        return None
    if end - place == 1 and numbered:
        return None
    if spelled[end - 1].low == "staff":
        return None
    if spelled[end - 1].low in _SERVICES and end - place <= 3 and _follows_unit(spelled, place):
        return None  # `7 Division, Nigerian Army`: the service is whose it is
    return end - place, [(UNIT, word.start, spelled[end - 1].end)]


_SERVICES = frozenset(["army", "navy", "police", "force", "forces"])


def _follows_unit(spelled: Sequence[Word], place: int) -> bool:
    """Whether a unit stands right before a place, with a comma or `of the` between."""
    at = place - 1
    while at >= 0 and spelled[at].low in (",", "of", "the", "in", "’s"):
        at -= 1
    return (
        0 <= at < place
        and spelled[at].low.rstrip(".") in _HEADS
        and at > 0
        and (spelled[at].capital or spelled[at - 1].text[0].isdigit())
    )


def _near_head(spelled: Sequence[Word], at: int) -> bool:
    """Whether a head of a unit stands within the next three words, all of them capitals."""
    for word in spelled[at + 1 : at + 4]:
        if not word.capital:
            return False
        if word.low in _HEADS:
            return True
        if word.low not in _BEFORE:
            return False
    return False


def _untitled(spelled: Sequence[Word], found: Sequence[Piece], text: str, offset: int) -> Iterator[Piece]:
    """Persons without a rank: a name of two words right behind a title and its unit, or behind `Mr.`."""
    taken = [(one.start, one.end) for one in found]
    for one in found:
        if one.kind != TITLE:
            continue
        at = next((place for place, word in enumerate(spelled) if word.start >= one.end), len(spelled))
        at = _past(spelled, at, found)
        end = _name(spelled, at) if at < len(spelled) else 0
        service = any(word.low in _STAFF | _BEFORE | _HEADS | _TAIL for word in spelled[at:end])
        if (
            end
            and 2 <= end - at <= 4
            and not service
            and not any(first < spelled[end - 1].end and spelled[at].start < last for first, last in taken)
        ):
            first, last = spelled[at].start, spelled[end - 1].end
            taken.append((first, last))
            yield Piece(PERSON, first, last, text[first - offset : last - offset])


def _past(spelled: Sequence[Word], at: int, found: Sequence[Piece]) -> int:
    """The place behind units, places and commas that stand between a title and the person's name."""
    for _ in range(4):
        while at < len(spelled) and spelled[at].low in (
            ",",
            "of",
            "the",
            "at",
            "-",
            "–",
            "mr",
            "mr.",
            "is",
            "was",
            "now",
        ):
            at += 1
        if at >= len(spelled):
            return at
        covering = next(
            (one for one in found if one.kind in (UNIT, TITLE) and one.start <= spelled[at].start < one.end), None
        )
        if covering is None:
            end = _name(spelled, at)
            comma = end and end < len(spelled) and spelled[end].text == "," and end - at == 1
            if comma and end + 1 < len(spelled) and spelled[end + 1].capital:
                at = end  # a town
                continue
            return at
        while at < len(spelled) and spelled[at].start < covering.end:
            at += 1
    return at


# --- what belongs to whom --------------------------------------------------------------------------------------


def joined(text: str, found: Sequence[Piece], offset: int = 0) -> list[tuple[Piece, Piece]]:
    """(person, other) pairs of one line: each rank, title and unit with the person it belongs to."""
    persons = [one for one in found if one.kind == PERSON]
    if not persons:
        return []
    pairs: list[tuple[Piece, Piece]] = []
    owner: dict[int, Piece] = {}
    for kind in (RANK, TITLE, UNIT):
        for one in found:
            if one.kind != kind:
                continue
            person = _owner(one, found, persons, text, offset, owner)
            if person:
                owner[id(one)] = person
                pairs.append((person, one))
    return pairs


def _between(text: str, offset: int, first: Piece, second: Piece, found: Sequence[Piece]) -> str:
    """The words between two pieces, other pieces and brackets left out."""
    gap = list(text[first.end - offset : second.start - offset])
    for one in found:
        if first.end <= one.start and one.end <= second.start:
            for place in range(one.start - first.end, one.end - first.end):
                gap[place] = "\0"
    return re.sub(r"\([^()]{0,40}\)", " ", "".join(gap).replace("\0", ""))


def _owner(
    one: Piece, found: Sequence[Piece], persons: Sequence[Piece], text: str, offset: int, owner: dict[int, Piece]
) -> Piece | None:
    after = next((person for person in persons if person.start >= one.end), None)
    before = next((person for person in reversed(persons) if person.end <= one.start), None)
    if one.kind == RANK:
        if after and _LOOSE.fullmatch(_between(text, offset, one, after, ())):
            return after
        return before if before and len(text[before.end - offset : one.start - offset]) < 12 else None
    if before is not None:
        behind = re.sub(r"[;,] ?(?=formerly|former|until)", " ", _between(text, offset, before, one, found))
        if _BECOMES.search(behind) and not _STOPS.search(behind) and len(re.findall(r"\b[A-Z]", behind)) <= 2:
            return before
    ahead = _cost(_between(text, offset, one, after, found), forward=True) if after else None
    back = _cost(_between(text, offset, before, one, found), forward=False) if before else None
    if one.kind == UNIT:
        beside = _beside(one, found, text, offset)
        if beside is not None and id(beside) in owner:
            return owner[id(beside)]
        if beside is not None:
            return None
    if ahead is None and back is None:
        return None
    if back is None or (ahead is not None and ahead < back):
        return after if ahead is not None and ahead < _FAR else None
    return before if back < _FAR else None


_FAR = 60.0
# `…, who is now the Provost Marshal`: what stands behind these is said of the person before them
_BECOMES = re.compile(
    r"\b(?:is|now|becomes?|became|takes over|took over|appointed|as|remains|retains)\b"
    r"(?: (?:now|the|a|an|new|as|his|of|acting))*[ ,]*$"
)
_LINKS = re.compile(
    r"\b(?:is|was|as|now|formerly|former|who|new|becomes?|became|appointed|takes? over|redeployed|posted|moved|moves|"
    r"retains?|retained|heads?|commands?|replaces?|until|been|has|will|to|of|at|for|from|the|his|an?|in|also)\b"
)
_STOPS = re.compile(r";|\bwhile\b|\bsaid\b|\btold\b|\bnoted\b|\bdisclosed\b|\bstated\b|\bjust as\b|\. ")


def _cost(gap: str, forward: bool) -> float:
    """How little two pieces seem to belong together: words between them weigh, stops weigh more."""
    cost = 0.0
    cost += 40.0 * len(_STOPS.findall(gap))
    rest = _LINKS.sub(" ", _STOPS.sub(" ", gap))
    names = re.findall(r"[^\W\d_]+", rest)
    cost += sum(3.0 if word[0].isupper() else 9.0 for word in names)
    linking = _LINKS.findall(gap)
    if forward:
        verbs = [word for word in linking if word in ("is", "was", "becomes", "became", "appointed", "as", "now", "to")]
        cost += 6.0 * len(verbs)
        cost += 4.0 * len(re.findall(r"\band\b", gap))
    else:
        cost += 1.0 if "," in gap or linking else 2.5
        cost += 12.0 * len(re.findall(r"\band\b", gap))
    return cost + 0.5 * gap.count(",")


def _beside(unit: Piece, found: Sequence[Piece], text: str, offset: int) -> Piece | None:
    """The title that a unit stands beside: `Commander, 3 Brigade`, `3 Division’s Chief of Staff`."""
    titles = [one for one in found if one.kind == TITLE]
    before = next((one for one in reversed(titles) if one.end <= unit.start), None)
    if before is not None:
        gap = _between(text, offset, before, unit, [one for one in found if one.kind == UNIT])
        people = any(one.kind == PERSON and before.end <= one.start < unit.start for one in found)
        if not people and re.fullmatch(
            r"[ ,()’‘'\"./–-]*(?:(?:of|the|at|in|for|commanding|to|new|newly|formed)[ ,]*)*(?:[A-Z]\w+[ ,]*){0,2}", gap
        ):
            return before
    after = next((one for one in titles if one.start >= unit.end), None)
    if after is not None and re.fullmatch(
        r"(?:’s|'s|s’)?[ ,]{0,2}(?:acting |new )?", text[unit.end - offset : after.start - offset]
    ):
        return after
    return None


# Whoever stands behind these was replaced, and whoever stands before those left the post.
_REPLACED = re.compile(
    r"\b(?:replac(?:e|es|ed|ing)|succeed(?:s|ed|ing)?|t(?:ak(?:e|es|en|ing)|ook) over from) "
    r"(?:(?!by\b)[\w.’-]+ ){0,3}$",
    re.IGNORECASE,
)
_FORMER = re.compile(
    r"\b(?:former|formerly|erstwhile|ex-|outgoing|until|moved from|handed over|resigned|stepped down|retired|"
    r"(?:was|were|been|being) (?:\w+ly )?"
    r"(?:dismissed|removed|relieved|sacked|fired|ousted|replaced|suspended|stripped))\b[^,;]{0,40}$",
    re.IGNORECASE,
)


def postings(text: str, offset: int = 0) -> list[Posting]:
    """Persons with rank, title and unit, as a sentence gives them; only those with a title or a unit."""
    found = pieces(text, offset)
    by_person: dict[Piece, list[Piece]] = {}
    for person, other in joined(text, found, offset):
        by_person.setdefault(person, []).append(other)
    out: list[Posting] = []
    for person, others in by_person.items():
        rank = next((one for one in others if one.kind == RANK), None)
        titles = [one for one in others if one.kind == TITLE]
        units = [one for one in others if one.kind == UNIT]
        for title in titles:
            unit = next((one for one in units if _beside(one, found, text, offset) == title), None)
            before = text[: person.start - offset][-60:]
            former = bool(_FORMER.search(text[: title.start - offset][-60:]) or _REPLACED.search(before))
            out.append(Posting(person, rank, title, unit, former))
        used = {id(one.unit) for one in out if one.person == person}
        out += [
            Posting(person, rank, None, unit, bool(_FORMER.search(text[: unit.start - offset][-60:])))
            for unit in units
            if id(unit) not in used and not titles
        ]
    return out
