"""What all forms of OFAC's lists share: ids, names in natural order, and claims that are the same in every form.

The same party has the same entry number in the CSV files and in the three XML schemas, and what they say alike is
the same claim here, so that changing from one form to another changes only what the forms say differently.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from muster.claims import Citation, Claim, Source, Stance, make_claim
from muster.dates import UNTIMED, Interval
from muster.sources.entry import named
from muster.sources.ofac_remarks import Fact

SDN = "us-ofac-sdn"
CONSOLIDATED = "us-ofac-cons"
TITLES = {
    SDN: "OFAC Specially Designated Nationals list",
    CONSOLIDATED: "OFAC consolidated list of non-SDN sanctions",
}
PUBLISHER = "Office of Foreign Assets Control, US Department of the Treasury"
ADDRESS = "https://ofac.treasury.gov/sanctions-list-service"
SPEAKER = "OFAC"
# Programmes under which OFAC lists without blocking; the SDN list has a few of them beside blocking ones.
_NON_SDN = ("NS-", "CMIC", "FSE", "561", "UKRAINE-EO13662", "BPI", "MBS", "CAPTA")
_ASSERTED = Stance.ASSERTED


def source(dataset: str) -> Source:
    """The list as a source."""
    return Source(dataset, TITLES[dataset], PUBLISHER, address=ADDRESS)


def list_of(entries: Iterable[Sequence[str]]) -> str:
    """The list that entries with these programmes are: the non-SDN lists if most carry one that does not block."""
    told = [any(programme.startswith(_NON_SDN) for programme in programmes) for programmes in entries]
    return CONSOLIDATED if 2 * sum(told) > len(told) else SDN


_SUFFIX = re.compile(r",? (?P<suffix>Jr\.?|Sr\.?|I{1,3}|IV)$")
_SUFFIX_FIRST = re.compile(r"^(?P<suffix>(?:[JS]R|[JS]r)\b\.?|I{1,3}|IV), ")


def natural(listed: str) -> str:
    """A person's name as listed in natural order; unchanged without a comma.

    >>> natural("LAST, First, Middle, Jr."), natural("LAST, JR., First")
    ('First Middle LAST Jr.', 'First LAST JR.')
    """
    last, comma, given = listed.partition(", ")
    if not comma:
        return listed
    suffix = _SUFFIX.search(given) or _SUFFIX_FIRST.search(given)
    if suffix:
        given, last = given[: suffix.start()] + given[suffix.end() :], f"{last} {suffix['suffix']}"
    return f"{given.replace(', ', ' ')} {last}".strip()


def looks_personal(listed: str) -> bool:
    """True if a listed name is `LAST, First`: OFAC writes small letters in persons' given names only.

    In files of one day this is true of no entity and of all but a few personal names with a comma (those in
    capitals alone, which could as well be `NORTHERN TRADE, LTD.`). So an alias reads the same whether or not
    sdn.csv, which knows what the entry is, came with it.
    """
    _, comma, given = listed.partition(", ")
    return bool(comma) and any(letter.islower() for letter in given)


def claim(
    number: str,
    predicate: str,
    value: str,
    cite: tuple[Citation, ...],
    qualifiers: tuple[tuple[str, str], ...] = (),
    note: str = "",
    time: Interval = UNTIMED,
) -> Claim:
    """What the list says of the entry with this number; `qualifiers` in their stored form."""
    return make_claim(f"ofac-{number}", predicate, "", value, qualifiers, time, _ASSERTED, SPEAKER, (), cite, note)


def cite(dataset: str, record: str) -> tuple[Citation, ...]:
    """A place in the list: an entry's number, or that of an alias or address in it."""
    return (Citation(dataset, record=record),)


def fact_claim(number: str, person: bool, fact: Fact, cite: tuple[Citation, ...]) -> Claim | None:
    """The claim that a piece of the remarks makes, links apart; None for an empty name."""
    if fact.predicate == "name":
        value = natural(fact.value) if person else fact.value
        return claim(number, "name", value, cite, named(fact.qualifiers[0][1], "Latn")) if value.strip() else None
    return claim(number, fact.predicate, fact.value, cite, fact.qualifiers, fact.note)


def titles(text: str) -> list[str]:
    """The titles in a title field."""
    return list(dict.fromkeys([part for piece in text.split("; ") if (part := piece.strip())])) if text else []


class Links:
    """The names of a list's entries, by which a `Linked To:` finds the entry that it means."""

    def __init__(self) -> None:
        self._primary: dict[str, set[str]] = defaultdict(set)
        self._other: dict[str, set[str]] = defaultdict(set)
        self.unresolved = 0

    def name(self, number: str, listed: str, *, primary: bool) -> None:
        """Note a name as it is listed. A name that is somebody's primary name is not looked up as an alias."""
        (self._primary if primary else self._other)[_key(listed)].add(number)

    def claim(self, number: str, listed: str, cite: tuple[Citation, ...]) -> Claim:
        """`linked_to` if the text is the name of exactly one other entry, else a remark."""
        # The full stop that closes the remarks is also that of a name at their end: `... CO.`
        found = self._find(_key(listed)) or self._find(_key(listed + "."))
        if len(found) != 1 or number in found:
            self.unresolved += 1
            return claim(number, "remark", f"Linked To: {listed}", cite)
        (other,) = found
        return Claim(f"ofac-{number}", "linked_to", object=f"ofac-{other}", speaker=SPEAKER, citations=cite)

    def _find(self, key: str) -> set[str]:
        return self._primary.get(key) or self._other.get(key) or set()

    def notes(self) -> Iterator[str]:
        """What a person should know of the links, once all were resolved."""
        if self.unresolved:
            yield f"{self.unresolved} links name no single entry of the file and stay remarks"


def _key(listed: str) -> str:
    return " ".join(listed.split()).casefold()
