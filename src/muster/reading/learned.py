"""What a text introduces itself: short forms (`Free Hills Guard (FHG)`), persons by their office, kinds of names.

It is learned before the text is read for claims, so that a short form is known in every sentence. A short form must
fit the words before it; whatever does not fit is left alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from muster.reading.gazetteer import Gazetteer, Known, folded
from muster.reading.lexicon import lexicon, listed
from muster.reading.masked import SYMBOL, Masked, mask
from muster.reading.mentions import ACTOR, GROUP, NAME, PERSON, Finder, Memory, Mention
from muster.reading.other_names import Other, other_names
from muster.reading.prose_dates import ProseDate
from muster.reading.text import Paragraph, Word, words

_BRACKET = re.compile(r"[(]\s*(?:“)?(?P<short>[A-Za-z][\w.’&-]{1,11}(?:\s?[/,]\s?[A-Za-z][\w.&-]{1,11})*)(?:”)?\s*[)]")
_GLOSS = re.compile(r"\b(?P<short>[A-Z][A-Za-z]{1,8})\s*\[(?P<long>[^\][]{5,80})\]")
_SMALL = listed("small")


_ALIKE = 200  # persons of one first name in one text; with more, who is meant is anybody's guess
_LONGEST = 300  # characters of a name before the bracket with its short form
_PIECES = 24  # pieces between spaces that it has at most, marks that stand alone counted
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Introduced:
    """A name and its short forms, as a sentence introduces them. `glossed` marks an editor's square brackets."""

    name: str
    others: tuple[str, ...]
    start: int
    end: int
    glossed: bool = False
    kind: str = ""  # the letter of the name's kind, where the sentence tells it


def introductions(text: str, offset: int) -> Iterator[Introduced]:
    """The short forms that a sentence introduces, with the place from the name to the closing bracket."""
    for found in _BRACKET.finditer(text):
        shorts = [one.strip() for one in re.split(r"[/,]", found["short"])]
        if not all(sum(char.isupper() for char in one) >= 2 for one in shorts):
            continue
        made = _before(text, found.start(), shorts)
        if made:
            start, names = made
            others = tuple(dict.fromkeys([*names[1:], *shorts]))
            if len(names) > 1:  # written together, it stands for the same
                others = (*others, " ".join(text[start : found.start()].replace("/", " / ").split()))
            yield Introduced(names[0], others, offset + start, offset + found.end())
    for found in _GLOSS.finditer(text):
        if _initials_fit(found["short"], [word.text for word in words(found["long"])]):
            yield Introduced(found["long"], (found["short"],), offset + found.start(), offset + found.end(), True)


def _before(text: str, end: int, shorts: list[str]) -> tuple[int, list[str]] | None:
    """The full name that ends before a bracket: its start, and its one or more readings (`Forces/Units`)."""
    first = max(end - _LONGEST, 0)
    spaces = [one.start() for one in _SPACE.finditer(text, first, end)]
    first = spaces[-_PIECES] if len(spaces) > _PIECES else first
    found = [word for word in words(text[first:end].rstrip(), first) if word.text[0].isalnum() or word.text == "/"]
    before = found[-12:]
    begins = {short[0].lower() for short in shorts}
    for size in range(min(len(before), 11), 0, -1):
        part = before[-size:]
        if begins != {part[0].low[0]}:
            continue
        if part[0].low in _SMALL or part[0].text == "/" or not (part[0].capital or size > 1):
            continue
        readings = _readings(part)
        if all(any(_initials_fit(short, reading) for reading in readings) for short in shorts):
            plain = len(readings) == 1
            capital = sum(word.capital for word in part if word.low not in _SMALL and word.text != "/")
            if not plain and capital < 2:
                continue
            names = [text[part[0].start : part[-1].end]] if plain else [" ".join(reading) for reading in readings]
            return part[0].start, names
    return None


def _readings(part: list[Word]) -> list[list[str]]:
    """`Popular Forces/Units` as two names; anything else as itself."""
    slash = [place for place, word in enumerate(part) if word.text == "/"]
    if len(slash) != 1 or slash[0] in (0, len(part) - 1):
        return [[word.text for word in part if word.text != "/"]]
    before, after = part[: slash[0]], part[slash[0] + 1 :]
    first = [word.text for word in before]
    second = [word.text for word in before[:-1]] + [word.text for word in after]
    return [first, second]


def _initials_fit(short: str, long: list[str]) -> bool:
    """Whether a short form is made from the first letters of a name, small words and articles counted or not."""
    letters = [char.lower() for char in short if char.isalnum()]
    if len(letters) < 2 or not long or long[0][0].lower() != letters[0]:
        return False
    for skip in (False, True):
        initials: list[str] = []
        for word in long:
            if skip and word.lower() in _SMALL:
                continue
            pieces = [piece for piece in re.split(r"[-.’]", word) if piece]
            if len(pieces) > 1 and pieces[0].lower() in ("al", "el", "ul", "as", "an", "ar"):
                pieces = pieces[1:]
            initials += [piece[0].lower() for piece in pieces]
        if initials == letters or (
            len(initials) >= 2 and letters[: len(initials)] == initials and len(letters) - len(initials) <= 2
        ):
            return True
        joined = "".join(initials)
        if len(initials) == len(letters) + 1 and joined.startswith("".join(letters)):
            return True
    return False


def learn(
    paragraphs: Iterable[Paragraph], dates: dict[int, list[ProseDate]], names: Gazetteer, source: str
) -> tuple[Memory, list[Introduced]]:
    """Read a text once for what it introduces."""
    memory = Memory()
    found: list[Introduced] = []
    unsure: list[str] = []
    kept = list(paragraphs)
    for paragraph in kept:
        for sentence in paragraph.sentences:
            memory.capitals.update(word.low for word in sentence.words[1:] if word.capital)
            found += introductions(sentence.text, sentence.start)
    finder = Finder(names, memory)
    for one in found:
        _remember(memory, one, finder)
    for paragraph in kept:
        for sentence in paragraph.sentences:
            masked = mask(sentence, dates.get(paragraph.start, []), finder, source)
            for mention in _persons(masked):
                _remember_person(memory, mention)
            for other in other_names(masked):
                told = _introduced(other, memory)
                found.append(told)
                _remember(memory, told, finder)
            for mention in masked.mentions:
                if mention.kind == GROUP and mention.named and not mention.country and not _counted(mention.name):
                    memory.groups.setdefault(mention.name, mention)
                if mention.kind == ACTOR and mention.named and not mention.media and " " in mention.name:
                    memory.offices.setdefault(mention.name, mention)
                if mention.kind == NAME and mention.named and " " in mention.name:
                    unsure.append(mention.name)
                if mention.kind == PERSON:
                    _remember_person(memory, mention)
                elif _names_group(mention):
                    memory.kinds.setdefault(mention.name, GROUP)
                    memory.names.add(mention.name, Known("", "organization", mention.name))
    _one_person(memory, dict.fromkeys(unsure))
    return memory, found


def _introduced(other: Other, memory: Memory) -> Introduced:
    """Another name as an introduction; whom only a name of several words shows, it is taken for a person."""
    mention = other.mention
    kind = memory.kinds.get(mention.name, mention.kind)
    if kind == NAME:
        kind = PERSON if " " in mention.name and mention.determiner == "" else GROUP
    return Introduced(mention.name, (other.name,), other.start, other.end, kind=kind)


def _names_group(mention: Mention) -> bool:
    """Whether a phrase gives a new group's name behind an article or rank; `the Division` alone names none."""
    new = mention.kind == GROUP and mention.named and not mention.known
    return new and mention.name != mention.text and mention.name.lower() != mention.head


def _counted(name: str) -> bool:
    """Whether a phrase only counts: `Six Rebels`, `More Insurgents`; it names nobody for whom `the rebels` stands."""
    first = name.split()[0].lower()
    return first in _COUNTS or (first[0].isdigit() and not any(char.isalpha() for char in first))


_COUNTS = listed("counts")


def _one_person(memory: Memory, unsure: Iterable[str]) -> None:
    """A person named in full and elsewhere shorter is one person, under the longest form of this text.

    `Karim Example` and `Karim Example Said` are one if the shorter name fits into one longer name only, with the same
    first word, and a register does not know them as two people. `unsure` are names that nothing shows to be persons'
    but a longer one may.
    """
    full = [name for name, kind in memory.kinds.items() if kind == PERSON and " " in name]
    by_first: dict[str, list[str]] = defaultdict(list)
    for name in full:
        by_first[folded(name.split()[0])].append(name)
    longest: dict[str, str] = {}
    for name in dict.fromkeys([*full, *unsure]):
        alike = by_first[folded(name.split()[0])]
        longer = [one for one in alike if _shortens(name, one)] if len(alike) <= _ALIKE else []
        top = max(longer, key=len, default="")
        if top and all(one == top or _shortens(one, top) for one in longer) and _agree(memory, name, top):
            longest[name] = top
            if memory.kinds.get(name) != PERSON:
                memory.kinds[name] = PERSON
                memory.names.add(name, Known("", "person", top))
    memory.names.rename(longest)
    memory.fuller = longest


def _shortens(short: str, long: str) -> bool:
    """Whether the words of a name stand in a longer one in their order, from its first word on."""
    ours, theirs = [folded(one) for one in short.split()], [folded(one) for one in long.split()]
    rest = iter(theirs)
    return len(ours) < len(theirs) and ours[0] == theirs[0] and all(word in rest for word in ours)


def _agree(memory: Memory, one: str, other: str) -> bool:
    """Whether the register does not know the two names as those of different entities."""
    held = [{known.entity for known in memory.names.named(name) if known.entity} for name in (one, other)]
    return not (held[0] and held[1]) or bool(held[0] & held[1])


def _remember(memory: Memory, one: Introduced, finder: Finder) -> None:
    """Keep a name with its short forms; if a register knows one of them, all stand for what it knows."""
    real: list[Known] = []
    for name in (one.name, *one.others):
        hit = finder.register_name(name)
        real += [known for known in hit if known not in real]
    if one.kind and len({known.entity for known in real}) > 1:
        return  # the register knows both names, as those of different entities
    kind = one.kind or _kind(one.name, real)
    memory.kinds.setdefault(one.name, kind)
    for name in (one.name, *one.others):
        memory.names.add(name, Known("", "person" if kind == PERSON else "organization", one.name))
        for known in real:
            memory.names.add(name, known)
    for known in real:
        memory.kinds.setdefault(known.caption, kind)


def _kind(name: str, real: list[Known]) -> str:
    from muster.reading.mentions import _letter

    if real:
        return _letter(real[0])
    heads = lexicon().heads
    told = [heads[word.low] for word in words(name) if word.low in heads]
    if "office" in told and (not told or told[-1] != "group"):
        return ACTOR
    if "group" in told:
        return GROUP
    if "person" in told:
        return NAME
    known = lexicon().names.get(tuple(word.text for word in words(name)))
    if known:
        return {"group": GROUP, "office": ACTOR, "media": ACTOR}.get(known[0], NAME)
    return GROUP if not name.isascii() or not re.search(r"(?i)\b(?:of|for|and)\b", name) else ACTOR


_APPOSED = re.compile(
    r"\b(?P<who>[NP]_\d+) , (?P<role>R_\d+)\b|\b(?P<role2>R_\d+) (?P<who2>N_\d+)\b|\b(?P<who3>N_\d+) , who\b|"
    r"\b(?P<role4>R_\d+) , (?P<who4>N_\d+)(?= [,.])"
)


def _persons(masked: Masked) -> Iterator[Mention]:
    """Names that the sentence shows to be persons: `Amina Said, a spokeswoman for`."""
    for found in _APPOSED.finditer(masked.text):
        symbol = found["who"] or found["who2"] or found["who3"] or found["who4"]
        mention = masked.mention(symbol)
        if found["role4"] and (masked.mention(found["role4"]).plural or mention.known):
            continue  # a list, or a body that a register knows
        if mention.named and 1 < len(mention.name.split()) <= 5 and SYMBOL.match(symbol):
            yield replace(mention, kind=PERSON)


def _remember_person(memory: Memory, mention: Mention) -> None:
    """Keep a person's name, and the last word of it as a short form if no other person has it."""
    if not mention.named:
        return
    name = mention.name
    known = mention.known or (Known("", "person", name),)
    parts = name.split()
    if len(parts) > 1:
        memory.kinds[name] = PERSON
        for one in known:
            memory.names.add(name, one)
        if not any(char.isdigit() for char in parts[-1]) and len(parts[-1].rstrip(".")) > 2:
            for one in known:
                memory.names.add(parts[-1], one)
