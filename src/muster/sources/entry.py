"""What one listed party's entry says, gathered piece by piece into claims.

The same thing said twice in an entry (once for each regulation, once for each row) is one claim that cites both
places; so an entry makes the same claims however often a list repeats itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from muster.claims import Citation, Claim, Stance, make_citation, make_claim, qualify
from muster.dates import UNTIMED, Interval
from muster.sources.number_checks import flaw
from muster.sources.un_names import script_of

_ASSERTED = Stance.ASSERTED
Qualifiers = tuple[tuple[str, str], ...]
_Key = tuple[str, str, Qualifiers, str, Interval | None]


class Entry:
    """The claims on one subject, in the order in which they were first said."""

    __slots__ = ("_again", "_cited", "_dataset", "_record", "_said", "_speaker", "subject")

    def __init__(self, subject: str, dataset: str, speaker: str, record: str) -> None:
        self.subject = subject
        self._dataset = dataset
        self._speaker = speaker
        self._record = record
        self._said: dict[_Key, str] = {}  # with the first legal act
        self._again: dict[_Key, dict[str, None]] = {}  # and any further ones
        self._cited: dict[str, tuple[Citation]] = {}  # legal act → the place in it

    def say(
        self,
        predicate: str,
        value: str,
        details: Mapping[str, str] | Qualifiers = (),
        *,
        note: str = "",
        time: Interval = UNTIMED,
        basis: str = "",
    ) -> None:
        """Give the subject a value; an empty one is not said. `basis` is the legal act in which it stands.

        `details` may be in the form in which qualifiers are stored.
        """
        if value:
            qualifiers = details if isinstance(details, tuple) else qualify(details)
            when = time if time is not UNTIMED and any(time.texts()) else None
            key = predicate, value, qualifiers, note, when
            if self._said.setdefault(key, basis) != basis:
                self._again.setdefault(key, {})[basis] = None

    def name(self, text: str, kind: str, *, lang: str = "", note: str = "", basis: str = "") -> None:
        """A name of the subject, with the script that its letters are of."""
        if text:
            key = "name", text, named(kind, script_of(text), lang), note, None
            if self._said.setdefault(key, basis) != basis:
                self._again.setdefault(key, {})[basis] = None

    def identifier(
        self, number: str, details: Mapping[str, str], *, note: str = "", basis: str = ""
    ) -> None:  # fmt: skip
        """A number of the subject; one that fails its check says so in the note."""
        fault = flaw(details.get("type", ""), number)
        self.say("identifier", number, details, note="; ".join(filter(None, (note, fault))), basis=basis)

    def claims(self) -> list[Claim]:
        """All claims, each citing every place that says it."""
        subject, speaker, again, known = self.subject, self._speaker, self._again, self._cited
        found = []
        for key, basis in self._said.items():
            predicate, value, qualifiers, note, when = key
            cited: tuple[Citation, ...] = known.get(basis) or self._place(basis)
            if again and key in again:
                cited = (*cited, *(one for further in again[key] for one in known.get(further) or self._place(further)))
            time = when or UNTIMED
            claim = make_claim(subject, predicate, "", value, qualifiers, time, _ASSERTED, speaker, (), cited, note)
            found.append(claim)
        return found

    def _place(self, basis: str) -> tuple[Citation]:
        self._cited[basis] = found = (make_citation(self._dataset, self._record, note=basis),)
        return found


@lru_cache(maxsize=1 << 10)
def named(kind: str, script: str, lang: str = "") -> tuple[tuple[str, str], ...]:
    """The qualifiers of a name, in their stored form."""
    return qualify({"kind": kind, "script": script, "lang": lang})
