"""The words of harm in all their forms, as parts of the patterns: what somebody did, does, was done, and acts of harm.

The verbs and nouns stand in `words.yaml` once each; every frame that speaks of harm shares what is made of them here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from muster.reading.lexicon import harm_words


@dataclass(frozen=True)
class _Verb:
    base: str
    past: str
    done: str  # the participle

    @property
    def doing(self) -> str:
        return (self.past[:-2] if self.past.endswith("ed") else self.base) + "ing"

    @property
    def does(self) -> str:
        return self.base + ("es" if self.base.endswith(("s", "sh", "ch", "x")) else "s")


def _verb(text: str) -> _Verb:
    base, *irregular = text.split("/")
    past, done = irregular or [base + ("d" if base.endswith("e") else "ed")] * 2
    return _Verb(base, past, done)


def _plural(text: str) -> list[str]:
    one, *irregular = text.split("/")
    return [one, *(irregular or [f"{one}s"])]


def _either(words: set[str]) -> str:
    """A pattern of these words, the longest first."""
    return "|".join(re.escape(word).replace(r"\ ", " ") for word in sorted(words, key=lambda one: (-len(one), one)))


_VERBS = [_verb(one) for one in harm_words("verbs")]
_PHRASES = {one.replace("_", " ") for one in harm_words("phrases")}

BASES = frozenset(one.base for one in _VERBS) - {one.past for one in _VERBS}
"""Forms that are no past tense: after a singular subject they are nouns, or stand behind an auxiliary."""

THIRD = frozenset(one.does for one in _VERBS)
DID = (
    _either({one.past for one in _VERBS} | _PHRASES)
    + r"|threatened to (?:" + _either({one.base for one in _VERBS}) + ")"
    + r"|set(?= [^,.;]{1,60} (?:on fire|ablaze|alight)\b)|took(?= [^,.;]{1,60} (?:hostage|captive|prisoner)s?\b)"
)  # fmt: skip
DONE = _either({one.done for one in _VERBS} | _PHRASES | {"set on fire", "set ablaze", "shot dead", "beaten to death",
               "taken hostage", "taken captive", "wiped out", "press-ganged"})  # fmt: skip
DOING = _either({one.doing for one in _VERBS} | {"harbouring", "harboring", "smuggling"})
DOES = _either(set(BASES | THIRD))
ACTS = _either({form for one in harm_words("acts") for form in _plural(one)} | {"war crimes", "war crime", "deaths"})
STEMS = " ".join(
    sorted({one.base.removesuffix("e") for one in _VERBS} | {one.past for one in _VERBS if one.past[-2:] != "ed"})
) + " fire recruit round forcibly arrested set took"  # fmt: skip
"""What a sentence must hold one of to speak of harm by a verb."""
