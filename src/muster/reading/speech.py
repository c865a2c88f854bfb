"""Speakers, speeches and quotations, and which person each description in a text stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from muster.reading.clauses import VERBS, WORD
from muster.reading.masked import Masked
from muster.reading.mentions import ACTOR, GROUP, NAME, PERSON, PLACE, ROLE, Mention


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


_THAT = re.compile(rf"\b(?:{VERBS})\b(?: {WORD}){{0,2}} that\b", re.IGNORECASE)
_BARE = re.compile(r"\b(?:said|says|claim(?:s|ed)|alleg(?:es|ed)) ", re.IGNORECASE)


@lru_cache(maxsize=8)
def _told_from(sentence: str) -> int:
    """Where the first `… said that` of a sentence ends; behind it, if there is none."""
    found = _THAT.search(sentence)
    return found.end() if found else len(sentence) + 1


def reported(sentence: str, at: int) -> bool:
    """Whether a place of a sentence is inside reported speech: `… said that`; whose speech it is may be open."""
    clause = max(sentence.rfind(one, 0, at) for one in ",;.") + 1
    return _told_from(sentence) <= at or bool(_BARE.search(sentence, clause, at))


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
