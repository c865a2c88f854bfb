"""The frames: sentence patterns that state a relation, an incident, a legal act or a number.

Each is a pattern over a masked sentence (`masked.py`) with a rule's name, the kind of claim and its predicate. A
frame says what a sentence says and no more: verbs in the future, after "if" or in a question make no claim, a negation
is a denial, "should" is a wish. Which speaker a frame belongs to is decided by the place where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from muster.claims import Stance
from muster.reading.clauses import LIST, VERBS, WORD, M, plain_clauses, without_source
from muster.reading.harm_words import ACTS, DID, DOES, DOING, DONE, STEMS
from muster.reading.lexicon import shipped
from muster.reading.masked import Masked
from muster.reading.mentions import ACTOR, GROUP, NAME, PERSON, ROLE, Mention
from muster.reading.moods import conditional, told_as
from muster.reading.prose_numbers import HEDGE, NUMBER
from muster.reading.subjects import completes

AUX = (
    r"(?P<aux>(?:(?:has|have|had|having|is|are|was|were|be|been|being|will|would|could|can|cannot|may|might|must|should|"
    r"shall|ought|did|does|do|didn’t|doesn’t|don’t|hasn’t|haven’t|hadn’t|isn’t|aren’t|wasn’t|weren’t|won’t|wouldn’t|"
    r"couldn’t|to|not|never|no|longer|also|then|now|still|once|first|even|already|only|again|later|twice|since|always|just|"
    r"allegedly|reportedly|believed|said|thought|understood|rumoured|suspected|alleged|estimated|reported|known|reckoned|ever|"
    r"hitherto|earlier|in|effect|fact|long|often|\w+ly) )*)"
)
BACKING = {
    "backed": "backs", "supported": "", "funded": "funds", "financed": "funds", "armed": "arms", "sponsored": "backs",
    "directed": "directs", "controlled": "directs", "trained": "trains", "equipped": "arms", "bankrolled": "funds",
    "advised": "advises", "commanded": "directs", "steered": "directs", "paid": "funds", "supplied": "arms",
}  # fmt: skip
SAID_TO_BE = (
    r"(?:deemed|called|described|branded|labelled|labeled|considers?|considered|regards?|regarded|views?|viewed|sees?)"
)
MENACE = r"(?:menace|threat|danger|risk|terrorists?|terrorist organi[sz]ation|terrorist groups?|enemy|criminals?)"
_NO_NOUN = (
    "and|or|who|which|that|when|while|where|after|before|because|as|since|until|if|but|in|on|at|by|near|during|with|from|"
    "for|to|into|against|out|up|away"
)
OBJECT = (
    r"(?:(?:the|a|an|its|their|many|several|at least|about|more than|nearly|over|up to|as many as|an estimated|some|"
    r"dozens of|hundreds of|scores of|thousands of) )*" rf"(?:(?!(?:{_NO_NOUN}|alongside|beside)\b){WORD} ){{0,3}}?"
)  # fmt: skip
_AFTER = (
    "is|are|was|were|has|have|had|in|on|at|near|and|who|that|which|by|with|after|during|for|from|to|while|when|before|"
    "because|last|since|outside"
)
# Victims and goods that are no mention: `people`, `houses`; one alone only behind its article.
THINGS = (
    r"(?:people|(?!(?:was|is|has|its|this|others|as)\b)[a-z’-]{3,}s\b|"
    r"(?:(?<=\bthe )|(?<=\ban )|(?<=\ba )|(?<=\bhis )|(?<=\bher )|(?<=\bits )|(?<=\bone )|(?<=\btheir ))"
    rf"(?:(?!and\b|or\b){WORD} ){{0,2}}?(?!(?:and|or|of|to)\b)[a-z’-]{{3,}}(?= ?[,.;]| ?$| (?:{_AFTER})\b))"
)
_SHARED = {
    "AUX": AUX,
    "DID": DID,
    "DONE": DONE,
    "DOES": DOES,
    "DOING": DOING,
    "ACTS": ACTS,
    "STEMS": STEMS,
    "MENACE": MENACE,
    "SAID_TO_BE": SAID_TO_BE,
    "WORD": WORD,
    "LIST": LIST,
    "M": M,
    "NUMBER": NUMBER,
    "HEDGE": HEDGE,
    "BODY": r"(?:[GN]_\d+|\b(?:it|they)\b)",
    "WHO": r"(?:[PN]_\d+|\b(?:he|she)\b)",
    "ENDS": rf"(?= ?[,.;:]| ?$| (?:{VERBS}|is|are|was|were|has|had|have|did|does|will|who)\b)",
    "BACKED": "|".join(BACKING),
    "PART_WORDS": r"component|part|branch|wing|faction|arm|element|affiliate|offshoot|members?|subsidiary|division|"
    "unit|subgroup|chapter|splinter|column|squad|cell",
    "OBJECT": OBJECT,
    "THINGS": THINGS,
    "TARGET": rf"{OBJECT}{LIST}(?: (?:in|at|near) [LAN]_\d+)?"
    r"(?: and (?:the )?[LAN]_\d+(?: (?:in|at|near) [LAN]_\d+)?)*|"
    rf"{OBJECT}{THINGS}|(?:him|her|them|us|me)\b",
    "HELP": "arming|backing|supporting|funding|training|sponsoring|financing|equipping|supplying|aiding|directing|"
    "controlling|helping|sheltering|harbouring|harboring|hosting|protecting|hiding|paying|commanding|steering",
    "MEANS": "weapons|weaponry|arms|rifles|guns|ammunition|missiles|rockets|drones|explosives|money|funds|cash|fuel|"
    "vehicles|intelligence",
}


@dataclass(frozen=True)
class Draft:
    """What one frame found, before it is known who says it. `ends` are mentions or words, subject first."""

    rule: str
    kind: str
    predicate: str
    subject: Mention
    object: Mention | None
    object_text: str
    stance: Stance
    start: int
    end: int
    at: int  # the place that decides whose words these are
    qualifiers: tuple[tuple[str, str], ...] = ()
    speakers: tuple[Mention, ...] = ()  # who says so, if the frame itself names them
    aside: bool = False  # said in passing, inside a noun phrase
    value: str = ""
    hypothetical: bool = False
    said_by_nobody: bool = False  # `considered a branch of …`: by whom is not said

    @property
    def object_name(self) -> str:
        return self.object.name if self.object else self.object_text


Handler = Callable[[Masked, "re.Match[str]"], Iterator[Draft]]


@dataclass(frozen=True)
class Frame:
    """One rule: its name, pattern and what it makes; `aside` frames read the sentence with its appositions.

    The pattern is compiled when a sentence first has what it `needs`.
    """

    rule: str
    text: str
    make: Handler
    aside: bool = False
    reads: str = ""
    needs: tuple[str, ...] = ()

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self.text, re.IGNORECASE)


FRAMES: list[Frame] = []


def frame(rule: str) -> Callable[[Handler], Handler]:
    """Make a handler the one of a rule, whose pattern stands in `frames.yaml`."""

    def add(make: Handler) -> Handler:
        told = shipped("frames.yaml")[rule]
        text = re.sub(r"(?<!\?P)<([A-Z_]+)>", lambda found: _SHARED[found[1]], "".join(told["pattern"]))
        needs = tuple(told.get("needs", "").replace("<STEMS>", STEMS).split())
        FRAMES.append(Frame(rule, text, make, told.get("aside") == "yes", told.get("reads", ""), needs))
        return make

    return add


def find_frames(masked: Masked) -> list[Draft]:
    """All that the frames find in a sentence, in the order of the rules."""
    plain = without_source(plain_clauses(masked))
    low = masked.sentence.text.lower()
    held: dict[tuple[str, ...], bool] = {(): True}  # whether the sentence has what frames need
    found: list[Draft] = []
    for frame in FRAMES:
        if frame.needs not in held:
            held[frame.needs] = any(map(low.__contains__, frame.needs))
        if not held[frame.needs]:
            continue
        texts = [masked] if frame.aside or frame.reads == "whole" else [plain]
        if frame.reads == "both" and plain.text != masked.text:
            texts.append(masked)
        for text in texts:
            for match in frame.pattern.finditer(text.text):
                for made in frame.make(text, match):
                    found.append(replace(made, rule=frame.rule, aside=made.aside or frame.aside))
    return found


# --- what the patterns share ----------------------------------------------------------------------------------

_SUSPECTED = re.compile(r"(?:the |some |several )?(?:suspected|alleged|presumed|purported)\b", re.IGNORECASE)


def draft(
    masked: Masked,
    match: re.Match[str],
    kind: str,
    predicate: str,
    subject: Mention,
    other: Mention | str | None,
    held: Stance | None,
    *,
    start: int | None = None,
    end: int | None = None,
    at: str = "",
    qualifiers: Sequence[tuple[str, str]] = (),
    speakers: tuple[Mention, ...] = (),
    aside: bool = False,
    value: str = "",
    hypothetical: bool = False,
    said_by_nobody: bool = False,
) -> Iterator[Draft]:
    """The draft of a match, by the words around it; none if they state nothing.

    `start` and `end` are places of the pattern, if not those of the match; `at` is the group that decides whose words
    it is. Qualifiers without a value are left out.
    """
    subject = apposed_to(masked, subject)
    if subject.determiner in ("no", "neither") and subject.name.lower() == subject.head:
        return  # `no group has claimed it`: said of nobody
    if subject.determiner in ("no", "neither"):
        held = Stance.DENIED
    if held is Stance.ASSERTED and _SUSPECTED.match(subject.text):
        held = Stance.ALLEGED
    if held is None or (isinstance(other, Mention) and other.name == subject.name):
        return
    place = match.start(at) if at else match.start()
    if conditional(masked, place) and kind not in ("accusation",):
        return
    told = told_as(masked, place, match.end())
    if told is Stance.DENIED and held in (Stance.ASSERTED, Stance.ALLEGED):
        held = Stance.DENIED
    elif told is Stance.ALLEGED and held is Stance.ASSERTED:
        held = Stance.ALLEGED
        said_by_nobody = said_by_nobody or not speakers
    first, last = masked.source(match.start() if start is None else start, match.end() if end is None else end)
    mention = other if isinstance(other, Mention) else None
    words = other if isinstance(other, str) else ""
    yield Draft(
        "", kind, predicate, subject, mention, words, held, first, last, masked.source(place, place + 1)[0],
        tuple(one for one in qualifiers if one[1]), speakers, aside, value, hypothetical, said_by_nobody,
    )  # fmt: skip


def apposed_to(masked: Masked, mention: Mention) -> Mention:
    """The name that a description stands beside: of `the FHG, a militia backed by X` it is the FHG."""
    if (
        mention.named
        or mention.kind not in (GROUP, ACTOR)
        or mention.determiner not in ("a", "an")
        or mention not in masked.mentions
    ):
        return mention
    symbol = f"{mention.kind}_{masked.mentions.index(mention)}"
    found = re.search(rf"(?P<lead>\b\w+ )?(?P<name>[AGNR]_\d+) , (?:also |once )?{symbol}\b", masked.text)
    if not found or (found["lead"] or "").strip().lower() in ("against", "between"):
        return mention
    name = masked.mention(found["name"])
    if not name.named and name.owner and name.plural:  # `members of the FHG, a militia backed by X`: the FHG
        return replace(name, kind=GROUP, name=name.owner, named=True, known=())
    return name if name.named else mention


def bodies(mentions: list[Mention]) -> list[Mention]:
    """Those that can act as a body: no places, no bare words."""
    return [one for one in mentions if one.kind in (GROUP, ACTOR, NAME, ROLE, PERSON)]


def words_of(masked: Masked, start: int, end: int) -> str:
    """Words of a stretch of the pattern, each mention by its name; articles at the front left out."""
    text = re.sub(M, lambda found: masked.mention(found[0]).name, masked.text[start:end])
    return re.sub(r"^(?:the|a|an|its|their)\s+", "", text.strip(" ,.;:"), flags=re.IGNORECASE)


def accusers_of(masked: Masked, match: re.Match[str]) -> list[Mention]:
    """Those who accuse; what a preposition governs is none of them (`officials from X`)."""
    if match["by"] is None:  # `denied it and accused the army of …`: who denied it
        first = re.match(rf"(?:{WORD} )?({M}) ", masked.text)
        return [masked.mention(first[1])] if first else []
    before = masked.text[: match.start("by")]
    found = bodies(masked.listed(match["by"]))
    head = re.search(r"((?:R|P|A|G)_\d+)(?: (?:for|of|in|at|from|with)(?: the)?) $", before)
    if head and len(found) == 1:
        return [masked.mention(head[1])]
    return found[1:] if completes(before, len(before)) else found


_AFFILIATED = frozenset(["allied", "linked", "aligned", "affiliated"])


def compound_backing(masked: Masked, match: re.Match[str], subject: Mention, described: Mention) -> Iterator[Draft]:
    """`the PMF and other Iran-backed militias`: what a compound word says of a named body."""
    for who, how in described.compounds:
        if how not in _AFFILIATED and how not in BACKING:
            continue
        actor = Mention(ACTOR, described.start, described.end, who, who, named=True)
        predicate, told = ("supports", BACKING[how]) if how in BACKING else ("affiliated_with", how)
        yield from draft(
            masked, match, "affiliation", predicate, subject, actor, Stance.ASSERTED, qualifiers=(("how", told),),
            aside=True,
        )  # fmt: skip
