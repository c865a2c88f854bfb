"""Noun phrases that name or describe who acts: armed groups, offices, persons, places.

A phrase is put together from its words: what stands before its last word describes it, its last word says what it is.
`the Iran-backed militias`, `members of the US Congress` and `Gen. Amina Said` are one mention each. Names come from the
register, from the text's own introductions, and from a small list of governments and offices.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from muster.reading.gazetteer import Gazetteer, Known
from muster.reading.lexicon import Lexicon, adjective, compound, lexicon, listed, sayings
from muster.reading.ranks import rank_at
from muster.reading.text import Word

GROUP, ACTOR, PERSON, ROLE, PLACE, NAME = "G", "A", "P", "R", "L", "N"
_PLACED_BY = listed("placed_by")
_PARTICLES = listed("particles")
# Heads that take what follows `of` into the phrase; the others (leader, wing, branch …) state a relation.
_OF = listed("of")
_DESCRIBED = listed("described")
_PEOPLE = listed("people")
# Modifiers that are verbs too, and words behind which they are not.
_PARTICIPLES = listed("participles")
_BEFORE_NOUNS = frozenset(
    ["of", "by", "with", "and", "from", "for", "between", "against", "to", "in", "on", "’s", "that"]
)
_PRONOUNS = frozenset(["we", "i", "they", "he", "she", "it", "you", "who", "which", "what"])
# What militaries and terrorists do: before these words they describe, and are not themselves meant.
_DEEDS = listed("deeds")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_MONTH_NAMES = listed("month_names")
# Papers that speak; they are meant only with an article, since most are verbs too.
_PAPERS = listed("papers")
# `the group` may be any body; that a name ends in Group says nothing.
_VAGUE = listed("vague")
_REGULAR = listed("regular")
_ENDS = frozenset(["and", "or"])


@dataclass(frozen=True)
class Mention:
    """One phrase and its place. `name` is the phrase without articles, or the name in it.

    `kind` is a letter: G armed group, A government, office, organization or country, P named person, R person by role,
    L place, N a name of unknown kind. `named` tells a name from a description. `known` are the entities that it may
    be; `owner` is whose it is (`Pentagon` of "a Pentagon spokesman"); `whole` what a faction belongs to; `compounds`
    are words like Iran-backed in it, as (who, how); `doubtful` marks a pronoun that may mean another than its speaker.
    """

    kind: str
    start: int
    end: int
    text: str
    name: str
    head: str = ""
    named: bool = False
    known: tuple[Known, ...] = ()
    owner: str = ""
    owner_kind: str = ""  # the letter of a possessor: `Saale’s lawyer` is a person’s
    whole: str = ""
    rank: str = ""
    country: str = ""
    media: bool = False
    plural: bool = False
    compounds: tuple[tuple[str, str], ...] = ()
    generic_of: str = ""
    determiner: str = ""
    doubtful: bool = False


def like(mention: Mention, **changes: Any) -> Mention:
    """A mention with some fields changed, as `dataclasses.replace` makes it, in a tenth of the time."""
    made = object.__new__(Mention)
    made.__dict__.update(mention.__dict__)
    made.__dict__.update(changes)
    return made


@dataclass
class Memory:
    """What the text itself has introduced so far: names with their kinds, and words seen with a capital."""

    names: Gazetteer = field(default_factory=Gazetteer)
    kinds: dict[str, str] = field(default_factory=dict)  # name → kind letter
    capitals: set[str] = field(default_factory=set)  # words written with a capital inside sentences

    groups: dict[str, Mention] = field(default_factory=dict)  # named armed groups of the text
    offices: dict[str, Mention] = field(default_factory=dict)  # named offices and organizations of the text
    fuller: dict[str, str] = field(default_factory=dict)  # a person's shorter name → the longest in this text

    def meant(self, mention: Mention) -> Mention:
        """`the front` as the one group of the text that has Front in its name; anything else as it stands."""
        bare = not mention.named and mention.determiner == "the" and mention.head == mention.name.lower()
        if bare and mention.kind == ACTOR:
            return self._office(mention)
        if not bare or mention.kind != GROUP:
            return mention
        if mention.head in _VAGUE or mention.head in _REGULAR:
            return mention  # `the army` may be any army, whatever bodies of the text end in Army
        fits = [
            one for one in self.groups.values()
            if one.start < mention.start and mention.head in one.name.lower().split()[-1:]
        ]  # fmt: skip
        if len(fits) != 1:
            return mention
        return like(mention, name=fits[0].name, known=fits[0].known, generic_of=fits[0].name)

    def _office(self, mention: Mention) -> Mention:
        """`the office` as the one office of the text whose name ends so; governments are too many to tell."""
        ends = [one for name, one in self.offices.items() if name.lower().split()[-1] == mention.head]
        fits = [one for one in ends if one.start < mention.start]
        if len(ends) != 1 or not fits or mention.head in ("government", "administration", "authorities", "regime"):
            return mention
        return like(mention, name=fits[0].name, known=fits[0].known, generic_of=fits[0].name)


@dataclass
class _Item:
    """A word, or a known name of several words, with its class letter."""

    words: Sequence[Word]
    letter: str  # D determiner, m modifier, h head, K known name, C capital, S ’s, & and, x other
    kind: str = ""  # of a head or name
    known: tuple[Known, ...] = ()
    stands_for: str = ""

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def low(self) -> str:
        return self.text.lower()


class Finder:
    """Finds the mentions of sentences, with the names of a register and what a text has introduced."""

    def __init__(self, names: Gazetteer, memory: Memory) -> None:
        self._names = names
        self._memory = memory
        self._lexicon: Lexicon = lexicon()

    def mentions(self, words: Sequence[Word], source: str) -> list[Mention]:
        """The mentions among these words (brackets and dates taken out), in their order; `source` is the whole text."""
        items = self._items(words)
        found: list[Mention] = []
        place = 0
        while place < len(items):
            size, made = self._phrase(items, place, source)
            found += made
            place += size
        return self._joined(found, source)

    def register_name(self, name: str) -> list[Known]:
        """What the register knows by exactly this name."""
        spelled = [word for word in words_of(name) if word.text[0].isalnum()]
        hit = self._names.at(spelled, 0) if spelled else None
        return hit[1] if hit and hit[0] == len(spelled) else []

    # --- words to items -----------------------------------------------------------------------------------

    def _items(self, words: Sequence[Word]) -> list[_Item]:
        items: list[_Item] = []
        place = 0
        while place < len(words):
            item = self._name(words, place) or self._item(words, place)
            items.append(item)
            place += len(item.words)
        return items

    def _name(self, words: Sequence[Word], place: int) -> _Item | None:
        word = words[place]
        if not (word.capital or word.text[0].isdigit()):
            return None
        best: _Item | None = None
        for names in (self._memory.names, self._names):
            hit = names.at(words, place)
            if hit and (best is None or hit[0] > len(best.words)):
                size, known = hit
                text = " ".join(one.text for one in words[place : place + size])
                kind = self._memory.kinds.get(known[0].caption) or _letter(known[0])
                real = tuple(one for one in known if one.entity)
                full = next((one.caption for one in known if not one.entity), text)
                best = _Item(words[place : place + size], "K", kind, real, full)
        for size in range(min(self._lexicon.longest.get(word.text, 0), len(words) - place), 0, -1):
            key = tuple(one.text for one in words[place : place + size])
            said = self._lexicon.names.get(key)
            if said and best and size == len(best.words) and said[0] == "media":
                best.kind = "media"
            if said and (best is None or size > len(best.words)):
                return _Item(words[place : place + size], "K", said[0], (), said[1])
        if best and best.kind in (ACTOR, GROUP, NAME) and best.words[-1].low in self._lexicon.media:
            best.kind = "media"
        return best

    def _item(self, words: Sequence[Word], place: int) -> _Item:
        word = words[place]
        low = word.low
        one = [word]
        if word.text == "’" and 0 < place < len(words) - 1 and words[place - 1].capital and words[place + 1].capital:
            return _Item(one, "C")  # `Peoples’ Front`
        if low == "’s" or word.text == "’":
            return _Item(one, "S")
        if not word.text[0].isalnum():
            return _Item(one, "x")
        size, rank = rank_at(words, place)
        if size:
            return _Item(words[place : place + size], "h", "rank", stands_for=rank)
        if _ORDINAL.fullmatch(low) or (low.isdigit() and len(low) < 4):
            after = words[place + 1] if place + 1 < len(words) else None
            return _Item(one, "C" if after and after.capital and after.low not in _MONTH_NAMES else "m")
        pair = f"{low} {words[place + 1].low}" if place + 1 < len(words) else ""
        if pair in self._lexicon.heads:
            return _Item(words[place : place + 2], "H" if word.capital else "h", self._lexicon.heads[pair])
        if low in _PRONOUNS:
            return _Item(one, "x")
        if low.rstrip(".") in _STYLES and word.capital and place + 1 < len(words) and words[place + 1].capital:
            return _Item(one, "h", "rank")
        first = not any(earlier.text[0].isalnum() for earlier in words[:place])
        capital = word.capital and not (first and low in self._plain)
        if (
            low in _PAPERS
            and place
            and words[place - 1].low in ("the", "a", "an", "its", "their", "new", "un", "u.n.", "’s")
        ):
            return _Item(one, "h", "office")
        if low in self._lexicon.determiners:
            return _Item(one, "D")
        if compound(word.text):
            return _Item(one, "m")
        if low in _PARTICLES and 0 < place < len(words) - 1 and words[place - 1].capital and words[place + 1].capital:
            return _Item(one, "C")
        if low in self._lexicon.modifiers and place + 1 < len(words) and words[place + 1].low in _DEEDS:
            return _Item(one, "m")
        if low in self._lexicon.heads:
            return _Item(one, "H" if capital and self._proper(words, place) else "h", self._lexicon.heads[low])
        if low in _PARTICIPLES and place and not self._describes(words[place - 1]):
            return _Item(one, "x")  # `has accused Orland of`: a verb
        if low in self._lexicon.modifiers:
            named = word.capital and low in _NAMING and place > 0 and words[place - 1].capital
            return _Item(one, "C" if named else "m")
        begins = first and _may_begin(low) and place + 1 < len(words) and words[place + 1].low in _FINITE
        if capital and (not first or begins or low in self._memory.capitals or self._proper(words, place)):
            return _Item(one, "C", "media" if low in self._lexicon.media else "")
        if low in _ENDS or word.text == "&":
            return _Item(one, "&")
        if adjective(low) or (low[0].isdigit() and word.text.replace(",", "").replace(".", "").isdigit()):
            return _Item(one, "m")
        return _Item(one, "x")

    def _describes(self, before: Word) -> bool:
        """Whether a participle behind this word describes what follows: `the accused officers`, `of jailed rebels`."""
        low = before.low
        known = low in self._lexicon.determiners or low in self._lexicon.modifiers or low in _BEFORE_NOUNS
        return not before.text[0].isalnum() or known or low.isdigit() or adjective(low)

    _plain = listed("mentions_plain")

    @staticmethod
    def _proper(words: Sequence[Word], place: int) -> bool:
        """Whether a neighbour is written with a capital too, so that this word is part of a name."""
        before = place > 0 and words[place - 1].capital and place > 1
        after = place + 1 < len(words) and words[place + 1].capital
        return before or after or place > 0

    # --- items to phrases ----------------------------------------------------------------------------------

    def _phrase(self, items: list[_Item], place: int, source: str) -> tuple[int, list[Mention]]:
        start = place
        end = place + 1 if items[place].letter == "D" else place
        if items[place].letter == "D" and end < len(items) and items[end].letter == "D":
            end += 1  # "all the", "many of" is left alone
        first = end
        while end < len(items):
            letter = items[end].letter
            if letter in "mKCHh" or (letter == "&" and self._joins(items, first, end)):
                end += 1
            elif letter == "x" and self._inner(items, first, end):
                end += 2 if items[end + 1].low != "the" else 3
            else:
                break
        while end > first and items[end - 1].letter in "m&":
            end -= 1
        if end == first:
            return 1, []
        return end - start, self._made(items, start, first, end, source)

    def _joins(self, items: list[_Item], first: int, place: int) -> bool:
        """`Sunni and Kurdish politicians`: an `and` between two describing words before one head."""
        if place == first or place + 2 >= len(items):
            return False
        before, after = items[place - 1], items[place + 1]
        last = place + 1
        while (last < len(items) and items[last].letter in "mh") or (
            last < len(items) and items[last].kind == "country"
        ):
            last += 1
        describing = before.letter == "m" and after.letter == "m" and not _number(before.low)
        demonyms = before.kind == after.kind == "country" and after.low != after.stands_for.lower()
        return (describing or demonyms) and items[last - 1].letter == "h" and last - 1 > place + 1

    def _inner(self, items: list[_Item], first: int, place: int) -> bool:
        """`Institute for the Study of War`, `Ministry of Defence`: a small word inside a name written in capitals."""
        if place == first or place + 1 >= len(items) or items[place].low not in ("of", "for", "on"):
            return False
        before = items[place - 1]
        institution = any(one.letter == "H" and one.kind in ("office", "group") for one in items[first:place])
        after = items[place + 1]
        if after.low == "the" and place + 2 < len(items):
            after = items[place + 2]
        if after.letter == "m" and after.words[0].capital and institution:
            after.letter = "C"  # `Ministry of Defence`
        study = before.letter in "CH" and after.letter in "CH"
        return institution and study and before.letter in "HC"

    def _made(self, items: list[_Item], start: int, first: int, end: int, source: str) -> list[Mention]:
        """The mention, or two: `militia commander Amina Said` is a role and a person."""
        run = items[first:end]
        for place in range(len(run) - 1, 0, -1):
            head, rest = run[place - 1], run[place:]
            title = head.kind in ("person", "rank") or head.low.split()[-1] in _TITLES
            if title and head.letter in "hH" and _names_person(rest):
                person = self._person(rest, head, source)
                before = run[: place - 1]
                if not before and head.kind == "rank":
                    return [like(person, start=head.words[0].start, text=source[head.words[0].start : person.end])]
                if head.kind == "rank" and before and before[-1].kind == "person":  # `army spokesman Col. Ansel Vero`
                    role = self._one(items, start, first, first + place - 1, source)
                    begin = head.words[0].start
                    return [role, like(person, start=begin, text=source[begin : person.end])]
                if head.kind == "rank" and head.letter == "h" and not any(one.letter in "KC" for one in before):
                    return [like(person, start=head.words[0].start, text=source[head.words[0].start : person.end])]
                role = self._one(items, start, first, first + place, source)
                return [role, like(person, rank=person.rank)]
        return [self._one(items, start, first, end, source)]

    def _person(self, rest: list[_Item], head: _Item, source: str) -> Mention:
        first, last = rest[0].words[0].start, rest[-1].words[-1].end
        # a lone surname that the text knows says nothing of a person with another first name
        whole = [item for item in rest if item.letter == "K" and (len(rest) == 1 or len(item.words) > 1)]
        known = tuple(one for item in whole for one in item.known)
        name = " ".join(item.stands_for if item in whole and item.stands_for else item.text for item in rest)
        rank = head.stands_for if head.kind == "rank" else ""
        return Mention(PERSON, first, last, source[first:last], name, named=True, known=known, rank=rank)

    def _one(self, items: list[_Item], start: int, first: int, end: int, source: str) -> Mention:
        run = items[first:end]
        last = run[-1]
        begin, finish = items[start].words[0].start, last.words[-1].end
        base = Mention(
            kind=NAME,
            start=begin,
            end=finish,
            text=source[begin:finish],
            name=" ".join(item.text for item in run).replace(" ’ ", "’ "),
            head=last.low,
            compounds=tuple(found for item in run if item.letter == "m" and (found := compound(item.text))),
            plural=last.low.endswith(("s", "men")) or last.low in ("military", "police", "people"),
            country=next((item.stands_for for item in run if item.kind in ("country", "metonym")), ""),
            determiner=items[start].low if start < first else "",
        )
        own = [item for item in run if item.letter == "K" and item.kind not in ("country", "metonym")]
        if last.letter in "hH" and last.kind != "rank":
            return self._headed(base, run, own)
        if last.kind == "rank":
            return like(base, kind=ROLE, rank=last.stands_for)
        if last.letter == "K":
            return self._known(base, run, items, start)
        kind = self._memory.kinds.get(base.name, NAME)
        media = last.kind == "media"
        if kind == NAME and start and items[start - 1].low in _PLACED_BY:
            kind = PLACE
        return like(base, kind=ACTOR if media else kind, named=True, media=media)

    def _known(self, base: Mention, run: list[_Item], items: list[_Item], start: int) -> Mention:
        last = run[-1]
        if last.kind in ("country", "metonym"):
            if (
                last.low != last.stands_for.lower()
                and last.kind == "country"
                and last.text not in ("U.S.", "US", "UK", "U.K.", "America", "Britain")
                and _is_demonym(last)
            ):
                return like(base, kind=NAME, named=False, head="")
            before = items[start - 1].low if start else ""
            kind = PLACE if before in _PLACED_BY else ACTOR
            return like(base, kind=kind, name=last.text, named=True, country=last.stands_for)
        kind = {"office": ACTOR, "media": ACTOR, "group": GROUP}.get(last.kind, last.kind) or NAME
        first = run[-2] if len(run) > 1 else None
        if kind == PERSON and len(last.words) == 1 and first and first.letter == "C":
            return like(base, kind=PERSON, named=True, head="")  # another of the surname: `Nazir Qobal`
        name = last.stands_for or last.text
        return like(base, kind=kind, name=name, named=True, known=last.known, media=last.kind == "media", head="")

    def _headed(self, base: Mention, run: list[_Item], own: list[_Item]) -> Mention:
        last = run[-1]
        of = next((place for place, item in enumerate(run) if item.letter == "x" and place), 0)
        told = run[of - 1].kind if of and run[of - 1].kind in ("group", "office") else last.kind  # `Union of Miners`
        kind = {"group": GROUP, "office": ACTOR, "person": ROLE, "place": PLACE}[told]
        capitals = [item for item in run if item.letter in "CH"]
        if (last.letter == "H" and len(run) > 1) or (last.letter == "H" and last.kind in ("office", "group")):
            known = own[-1].known if own and len(run) == 1 else ()
            return like(base, kind=kind, named=True, known=known, owner=own[0].stands_for or own[0].text if own else "")
        owner = (own[0].stands_for or own[0].text) if own else ""
        if last.low in _DESCRIBED or last.kind == "office":
            proper = own or ([_joined_item(capitals)] if capitals and capitals[0].letter in "CH" else [])
            groups = [item for item in own if item.kind == GROUP or item.kind == "group"]
            if len(own) >= 2 and last.low in ("faction", "wing", "branch", "group", "militia", "brigade"):
                return like(
                    base, kind=GROUP, name=own[0].stands_for or own[0].text, named=True, known=own[0].known,
                    whole=own[-1].stands_for or own[-1].text,
                )  # fmt: skip
            if (
                own
                and capitals
                and run.index(capitals[0]) < run.index(own[0])
                and last.low in ("faction", "wing", "branch")
            ):
                name = " ".join(item.text for item in capitals)
                return like(base, kind=GROUP, name=name, named=True, whole=own[0].stands_for or own[0].text)
            if proper and last.low in _PEOPLE and (groups or capitals):
                return like(base, kind=kind, named=bool(groups), known=proper[0].known, owner=owner, generic_of=owner)
            if proper and (groups or (capitals and last.low in _DESCRIBED)) and last.low != "wing":
                return like(
                    base, kind=kind, name=proper[0].stands_for or proper[0].text, named=True, known=proper[0].known
                )
            if proper and last.low in ("firm", "agency", "company", "organization", "charity", "institute"):
                return like(
                    base, kind=ACTOR, name=proper[0].stands_for or proper[0].text, named=True, known=proper[0].known
                )
        if not owner and base.country:
            owner = base.country
        if not owner and capitals:
            owner = " ".join(item.text for item in capitals if item is not last)
        return like(base, kind=kind, owner=owner)

    # --- phrases to longer ones -----------------------------------------------------------------------------

    def _joined(self, found: list[Mention], source: str) -> list[Mention]:
        """Phrases joined over `’s`, and over `of` after the heads that take it."""
        out: list[Mention] = []
        for mention in found:
            while out:
                before = out[-1]
                gap = _bare(source[before.end : mention.start])
                if gap in ("’s", "’") and mention.determiner == "" and mention.kind in (ROLE, ACTOR, GROUP, PLACE):
                    mention = _merged(before, mention, source, before.name, possessive=True)
                elif gap in ("’s", "’") and mention.kind == PERSON:
                    break
                elif gap == "of" and before.head in _OF and before.kind != PERSON and mention.kind != PERSON:
                    mention = _merged(before, mention, source, mention.name)
                else:
                    break
                out.pop()
            out.append(mention)
        return [one for one in out if one.head or one.named]


_STYLES = frozenset({"mr", "mrs", "ms", "dr", "prof"})
_TITLES = frozenset({"president", "ambassador", "secretary", "prime minister", "minister", "king", "sheikh", "senator"})


_NAMING = frozenset({"international", "national", "democratic", "revolutionary", "united", "rights"})
_FINITE = frozenset(sayings()) | {"has", "had", "is", "was", "have", "were", "are", "will", "did", "does"}


def _may_begin(low: str) -> bool:
    """Whether a lone word at the head of a sentence, before a verb, can be a name: no adverb, gerund or `nobody`."""
    return not low.endswith(("ing", "ly", "one", "body", "thing", "ed")) and len(low) > 3


def _is_demonym(item: _Item) -> bool:
    from muster.reading.lexicon import demonyms

    return item.text in demonyms()


def _joined_item(items: list[_Item]) -> _Item:
    return _Item([word for item in items for word in item.words], "C")


def _number(text: str) -> bool:
    return text.replace(",", "").isdigit()


def _names_person(rest: list[_Item]) -> bool:
    """One to five capitalised words that are no institution, or the name of a person."""
    if len(rest) == 1 and rest[0].letter == "K":
        return rest[0].kind == PERSON or rest[0].kind == ""
    plain = all(item.letter == "C" or (item.letter == "K" and item.kind in (PERSON, "")) for item in rest)
    return plain and 1 <= len(rest) <= 5


def _letter(known: Known) -> str:
    """The kind letter of a register's entity."""
    kind = {"person": PERSON, "place": PLACE, "government": ACTOR, "office": ACTOR, "unit": GROUP}.get(known.kind)
    if kind:
        return kind
    if known.kind == "organization":
        return GROUP if armed(known.caption) else ACTOR
    return NAME


def armed(name: str) -> bool:
    """Whether an organization's name has a word of armed bodies, or no English word that tells what it is."""
    heads = lexicon().heads
    kinds = {heads.get(word.low) for word in words_of(name)}
    if "office" in kinds or any(word.low in lexicon().media for word in words_of(name)):
        return False
    return "group" in kinds or not _telling(name)


def _telling(name: str) -> bool:
    low = {word.low.rstrip(".") for word in words_of(name)}
    return bool(
        low & {"llc", "ltd", "inc", "co", "gmbh", "limited", "sa", "llp", "plc", "reuters", "politicians", "people"}
    ) or any(lexicon().heads.get(one) in ("person", "place") for one in low)


def words_of(name: str) -> list[Word]:
    from muster.reading.text import words

    return list(words(name))


def _bare(gap: str) -> str:
    """The text between two phrases without brackets and quotation marks."""
    return re.sub(r"\([^()]*\)|[“”\[\]]", "", gap).strip().lower()


def _merged(first: Mention, second: Mention, source: str, owner: str, possessive: bool = False) -> Mention:
    main, other = (second, first) if possessive else (first, second)
    text = source[first.start : second.end]
    return like(
        main,
        start=first.start,
        end=second.end,
        text=text,
        name=second.name
        if possessive and second.named
        else f"{first.name} {second.name}"
        if possessive
        else f"{first.name} of {second.name}",
        owner=owner if other.named or not main.owner else other.owner or owner,
        owner_kind=other.kind,
        known=(),
        named=main.named and other.named,
        country=main.country or other.country,
        compounds=main.compounds + other.compounds,
        generic_of=main.generic_of or (other.name if main.kind == GROUP and other.kind == GROUP else ""),
        determiner=first.determiner,
    )
