"""What one listed party's entry says, gathered piece by piece into claims.

The same thing said twice in an entry (once for each regulation, once for each row) is one claim that cites both
places; so an entry makes the same claims however often a list repeats itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from muster.claims import Citation, Claim, qualify
from muster.dates import Interval
from muster.sources.number_checks import flaw
from muster.sources.un_names import script_of

_ANY_TIME = Interval()
_NONE: Mapping[str, str] = MappingProxyType({})
_Key = tuple[str, str, str, tuple[tuple[str, str], ...], str, Interval]


class Entry:
    """The claims on one subject, in the order in which they were first said."""

    def __init__(self, subject: str, dataset: str, speaker: str, record: str) -> None:
        self.subject = subject
        self._dataset = dataset
        self._speaker = speaker
        self._record = record
        self._said: dict[_Key, dict[str, None]] = {}

    def say(
        self,
        predicate: str,
        value: str,
        details: Mapping[str, str] = _NONE,
        *,
        note: str = "",
        time: Interval = _ANY_TIME,
        basis: str = "",
    ) -> None:
        """Give the subject a value; an empty one is not said. `basis` is the legal act in which it stands."""
        if value:
            qualifiers = qualify(details) if details else ()
            self._said.setdefault((predicate, value, "", qualifiers, note, time), {})[basis] = None

    def name(self, text: str, kind: str, *, lang: str = "", note: str = "", basis: str = "") -> None:
        """A name of the subject, with the script that its letters are of."""
        details = {"kind": kind, "script": script_of(text), "lang": lang}
        self.say("name", text, details, note=note, basis=basis)

    def identifier(
        self, number: str, details: Mapping[str, str], *, note: str = "", basis: str = ""
    ) -> None:  # fmt: skip
        """A number of the subject; one that fails its check says so in the note."""
        fault = flaw(details.get("type", ""), number)
        self.say("identifier", number, details, note="; ".join(filter(None, (note, fault))), basis=basis)

    def claims(self) -> Iterator[Claim]:
        """All claims, each citing every place that says it."""
        places: dict[str, Citation] = {}
        for (predicate, value, object_, qualifiers, note, time), bases in self._said.items():
            for basis in bases:
                if basis not in places:
                    places[basis] = Citation(self._dataset, record=self._record, note=basis)
            yield Claim(
                subject=self.subject,
                predicate=predicate,
                object=object_,
                value=value,
                qualifiers=qualifiers,
                time=time,
                speaker=self._speaker,
                citations=tuple(places[basis] for basis in bases),
                note=note,
            )
