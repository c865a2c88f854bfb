"""What one listed party's entry says, gathered piece by piece into claims.

The same thing said twice in an entry (once for each regulation, once for each row) is one claim that cites both
places; so an entry makes the same claims however often a list repeats itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import chain

from muster.claims import Citation, Claim, Stance, make_citation, make_claim, qualify
from muster.dates import UNTIMED, Interval
from muster.sources.number_checks import flaw
from muster.sources.un_names import script_of

_ASSERTED = Stance.ASSERTED
Qualifiers = tuple[tuple[str, str], ...]
_Places = tuple[Citation, ...]


class Entry:
    """The claims on one subject, in the order in which they were first said."""

    __slots__ = ("_cited", "_dataset", "_record", "_said", "_speaker", "subject")

    def __init__(self, subject: str, dataset: str, speaker: str, record: str) -> None:
        self.subject = subject
        self._dataset = dataset
        self._speaker = speaker
        self._record = record
        self._said: list[Claim] = []
        self._cited: dict[str, _Places] = {}  # legal act → the place in it

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
            cited = self._cited.get(basis) or self._place(basis)
            self._said.append(
                make_claim(
                    self.subject, predicate, "", value, qualifiers, time, _ASSERTED, self._speaker, (), cited, note
                )
            )

    def name(
        self, text: str, kind: str, *, lang: str = "", note: str = "", basis: str = "", script: str = ""
    ) -> None:  # fmt: skip
        """A name of the subject, with the script that its letters are of; found out if it is not given."""
        if text:
            cited = self._cited.get(basis) or self._place(basis)
            qualifiers = named(kind, script or script_of(text), lang)
            self._said.append(
                make_claim(
                    self.subject, "name", "", text, qualifiers, UNTIMED, _ASSERTED, self._speaker, (), cited, note
                )
            )

    def identifier(
        self, number: str, details: Mapping[str, str], *, note: str = "", basis: str = ""
    ) -> None:  # fmt: skip
        """A number of the subject; one that fails its check says so in the note."""
        fault = flaw(details.get("type", ""), number)
        self.say("identifier", number, details, note="; ".join(filter(None, (note, fault))), basis=basis)

    def claims(self) -> list[Claim]:
        """All claims, each citing every place that says it."""
        said = self._said
        # Only claims of the same value can be the same: that asks a fraction of what comparing them does.
        return said if len({one.value for one in said}) == len(said) else _joined(said)

    def _place(self, basis: str) -> _Places:
        self._cited[basis] = found = (make_citation(self._dataset, self._record, note=basis),)
        return found


def _joined(said: list[Claim]) -> list[Claim]:
    """The same claims, what is said twice once, with all places that say it."""
    same: dict[tuple[str, str, Qualifiers, str, Interval], dict[int, Claim]] = {}
    for one in said:
        what = one.predicate, one.value, one.qualifiers, one.note, one.time
        same.setdefault(what, {}).setdefault(id(one.citations), one)
    joined = []
    for first, *further in (found.values() for found in same.values()):
        places = chain(first.citations, *(one.citations for one in further))
        joined.append(replace(first, citations=tuple(places)) if further else first)
    return joined


@lru_cache(maxsize=1 << 10)
def named(kind: str, script: str, lang: str = "") -> tuple[tuple[str, str], ...]:
    """The qualifiers of a name, in their stored form."""
    return qualify({"kind": kind, "script": script, "lang": lang})
