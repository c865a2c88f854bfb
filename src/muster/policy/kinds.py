"""What a kind of test is: how it finds, and what a clause's `with:` may set.

The loader and the JSON Schema read the settings from here, so that they cannot disagree. Finders outside Muster are
made of the same parts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from muster.policy.model import Clause, Finding, Subject
from muster.policy.question import Question

Find = Callable[[Question, Clause, Subject], Finding]
FORMS = ("words", "sets", "choice", "number", "text", "details")


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that `with:` may set.

    `form` says how it is written: `words` (a list of words), `sets` (ids of prohibited sets of the file), `choice`
    (one word), `number` (a whole number of at least `low`), `text`, or `details` (relation → qualifier → words).
    `allowed` are the words that may stand there, empty if any may. A finder gets words and sets as a tuple, a number
    as int, details as nested dicts, and anything else as text.
    """

    form: str
    needed: bool = False
    allowed: tuple[str, ...] = ()
    low: int = 0

    def __post_init__(self) -> None:
        if self.form not in FORMS:
            raise ValueError(f"no form of setting {self.form!r}: one of {', '.join(FORMS)}")


@dataclass(frozen=True, slots=True)
class Finder:
    """A kind of test. `adverse`: its `found` speaks against the unit, so that what is open goes to a person."""

    find: Find
    settings: Mapping[str, Setting] = field(default_factory=dict)
    adverse: bool = False


def words(*allowed: str, needed: bool = False) -> Setting:
    """A list of words, of these if any are named."""
    return Setting("words", needed, tuple(allowed))


def choice(*allowed: str) -> Setting:
    """One of these words."""
    return Setting("choice", allowed=tuple(allowed))


def number(low: int) -> Setting:
    """A whole number."""
    return Setting("number", low=low)


SETS = Setting("sets", needed=True)
WHO = words("unit", "leaders", "superiors")
