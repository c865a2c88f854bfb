"""What the readers of OFAC's three XML schemas share: what a file is about, dates, addresses, relations, listings.

A file is looked through once as bytes, before it is parsed, for what must be known at the start: its day, its list.
"""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from muster.claims import Citation, Claim, make_claim, qualify
from muster.dates import UNKNOWN, UNTIMED, Interval, parse_date
from muster.errors import BadDate
from muster.sources.files import InputFile, local_name
from muster.sources.ofac_claims import CONSOLIDATED, SDN, SPEAKER, Links, claim, fact_claim, titles
from muster.sources.ofac_remarks import LINK, Fact, facts
from muster.sources.un_names import tidy
from muster.sources.unknown import Strange, told

KINDS = {"individual": "person", "entity": "organization", "vessel": "vessel", "aircraft": "aircraft"}
_BLOCK = 1 << 20


# --- what a file is about -------------------------------------------------------------------------------


@dataclass
class About:
    """The list a file is read as, what was met in it, and the notes that come of it."""

    dataset: str
    notes: list[str]
    strange: Strange
    count: int = 0  # entries that the file says it holds; 0 if it does not
    entries: int = 0
    unread: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)

    def report(self) -> None:
        """Write the notes, once all entries were read."""
        self.unread.update(told(self.strange.found, self.unread))
        if self.count and self.count != self.entries:
            self.notes.append(f"says that it holds {self.count} entries and holds {self.entries}: was it altered?")
        self.notes.extend(f"{count} values of {what} not read" for what, count in sorted(self.unread.items()) if count)
        self.notes.extend(f"{count} {what}" for what, count in sorted(self.seen.items()))


class Scan(NamedTuple):
    """What a look through the bytes tells; `selection` is what the file was cut down to, empty for whole lists."""

    day: str
    total: int
    lists: Counter[str]
    programmes: list[list[str]]
    selection: str


_PREFIX = rb"<(?:[\w.-]+:)?"
_US_DAY = re.compile(_PREFIX + rb"Publish_Date>\s*([^<\s]*)")
_COUNT = re.compile(_PREFIX + rb"Record_Count>\s*(\d{1,9})\s*<")
_AS_OF = re.compile(_PREFIX + rb"dataAsOf>\s*([^<\s]*)")
_ISSUED = re.compile(
    _PREFIX + rb"DateOfIssue\b.*?Year>\s*(\d+).*?Month>\s*(\d+).*?Day>\s*(\d+).*?DateOfIssue>", re.DOTALL
)
_ENTRY = re.compile(_PREFIX + rb"sdnEntry>(.*?)</", re.DOTALL)
_PROGRAMME = re.compile(_PREFIX + rb"program>([^<]*)")
_PUBLISHED_ON = re.compile(_PREFIX + rb"sanctionsList\b[^<>]*datePublished[^<>]*>([^<]*)")
_LIST_VALUE = re.compile(_PREFIX + rb'List ID="(\d+)"[^<>]*>([^<]*)')
_LIST_ID = re.compile(rb'\bListID="(\d+)"')
_FILTERS = re.compile(_PREFIX + rb"filters>(.*?)</(?:[\w.-]+:)?filters>", re.DOTALL)
_FILTER = re.compile(_PREFIX + rb"(\w+)>\s*(?=<)(.*?)</(?:[\w.-]+:)?\1>", re.DOTALL)
_VALUE = re.compile(rb">([^<>]+)</")


def scan(file: InputFile, role: str) -> Scan:
    """Look through a file for what must be known before it is parsed."""
    head = file.head
    if role == "legacy":
        day, count = _US_DAY.search(head), _COUNT.search(head)
        entries = re.split(_PREFIX + rb"sdnEntry>", head)[1:]
        programmes = [[_text(one) for one in _PROGRAMME.findall(entry)] for entry in entries]
        told = _text(day[1]) if day else ""
        return Scan(told, int(count[1]) if count else 0, Counter(), [one for one in programmes if one], "")
    if role == "enhanced":
        as_of = _AS_OF.search(head)
        lists = Counter(_text(found[1]) for found in _matches(file, _PUBLISHED_ON))
        return Scan(_text(as_of[1]) if as_of else "", 0, lists, [], _selection(head))
    issued = _ISSUED.search(head)
    names = {found[1]: _text(found[2]) for found in _matches(file, _LIST_VALUE)}
    lists = Counter(names.get(found[1], "") for found in _matches(file, _LIST_ID))
    day_of = f"{int(issued[1]):04}-{int(issued[2]):02}-{int(issued[3]):02}" if issued else ""
    return Scan(day_of, 0, lists, [], "")


def _text(found: bytes) -> str:
    return found.decode("utf-8", "replace").strip()


def _matches(file: InputFile, pattern: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
    """All matches in a file of any size; the pattern reaches from one `<` to the next at most."""
    rest = b""
    with file.open() as stream:
        while block := stream.read(_BLOCK):
            data = rest + block
            cut = data.rfind(b"<")
            cut = cut if cut > 0 else len(data)
            yield from pattern.finditer(data, 0, cut)
            rest = data[cut:]
    yield from pattern.finditer(rest)


def _selection(head: bytes) -> str:
    """What an ENHANCED export was cut down to (`irgc`), as it says itself; empty for whole lists."""
    filters = _FILTERS.search(head)
    if not filters:
        return ""
    told = []
    for kind, inside in _FILTER.findall(filters[1]):
        values = [_text(one) for one in _VALUE.findall(inside)]
        if kind == b"sanctionsLists":
            # Whole lists: the SDN list, or the consolidated list with or without its parts.
            whole = {"SDN List", "Consolidated List"} & set(values)
            values = [] if whole else values
        told.extend(values)
    return "-".join(re.findall(r"[a-z0-9]+", " ".join(told).lower()))[:80]


# --- pieces of entries ----------------------------------------------------------------------------------


def local(element: Any) -> str:
    """An element's name without its namespace."""
    return local_name(element.tag)


def fields(element: Any) -> dict[str, str]:
    """The texts of an element's children, by name; of repeated ones the last."""
    return {local_name(child.tag): tidy(child.text) for child in element}


def span(first: str, last: str, *, about: bool = False) -> str:
    """The EDTF date that two days enclose: one day, a month, a year, or a range. Empty if they are no days.

    >>> span("1956-01-01", "1956-12-31"), span("1987-01-01", "1989-12-31"), span("1965-03-01", "1965-03-31")
    ('1956', '[1987..1989]', '1965-03')
    """
    try:
        low, high = parse_date(first), parse_date(last)
    except BadDate:
        return ""
    if not (low.exact and high.exact) or low.earliest is None or high.latest is None or low.earliest > high.latest:
        return ""
    start, end = low.earliest, high.latest
    if start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]:
        length = 4 if (start.month, end.month) == (1, 12) else 7
        first, last = first[:length], last[:length]
    return (f"{first}~" if about else first) if first == last else f"[{first}..{last}]"


def worded(edtf: str) -> str:
    """An EDTF date as OFAC writes it: `17 Oct 1990`, `circa 1956`, `1987 to 1989`."""
    if edtf.startswith("["):
        low, _, high = edtf[1:-1].partition("..")
        return f"{worded(low)} to {worded(high)}"
    year, *rest = edtf.rstrip("~").split("-")
    parts = [*reversed(rest), year]
    if rest:
        parts[-2] = calendar.month_abbr[int(rest[0])]
    return ("circa " if edtf.endswith("~") else "") + " ".join(parts)


_STREET = ("ADDRESS1", "ADDRESS2", "ADDRESS3")
_TOWN = ("CITY", "VILLAGE", "REGION", "Unknown")


_PLACED = ("STATE/PROVINCE", "POSTAL CODE")
_KNOWN = frozenset({*_STREET, *_TOWN, *_PLACED})


def address(parts: Mapping[str, str], country: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The text and qualifiers of an address, put together as the CSV form does; an empty text if nothing is given."""
    said = parts.get
    street = ", ".join(filter(None, map(said, _STREET)))
    state = " ".join(filter(None, map(said, _PLACED)))
    towns = [*filter(None, map(said, _TOWN)), *(text for key, text in parts.items() if text and key not in _KNOWN)]
    joint = ", " if said("STATE/PROVINCE") else " "
    city = joint.join(filter(None, (", ".join(towns), state)))
    text = ", ".join(filter(None, (street, city, country)))
    return text, qualify({"street": street, "city": city, "country": country})


_LINKED = re.compile(r"\(Linked To: (.+?)\)(?=;|$)")


def remark_claims(number: str, person: bool, text: str, links: Links, cite: tuple[Citation, ...]) -> Iterator[Claim]:
    """The claims of a free remark, read as the remarks of the CSV form."""
    for fact in dict.fromkeys(facts(_LINKED.sub(r"Linked To: \1", text))):
        if fact.predicate == LINK:
            yield links.claim(number, fact.value, cite)
        else:
            one = fact_claim(number, person, fact, cite)
            if one:
                yield one


def feature_claims(number: str, fact: Fact, cite: tuple[Citation, ...], note: str = "") -> list[Claim]:
    """The claims of a feature: one, or one for each title."""
    predicate, value, qualifiers, aside = fact
    together = f"{aside}; {note}" if aside and note else aside or note
    values = titles(value) if predicate == "title" else (value,)
    return [claim(number, predicate, one, cite, qualifiers, together) for one in values]


# OFAC's words for a relation, from the entry that they stand in to the other: predicate, turned round, details.
_RELATIONS: dict[str, tuple[str, bool, dict[str, str]]] = {
    "owned or controlled by": ("controls", True, {"how": "ownership or control"}),
    "owns, controls, or operates": ("controls", False, {"how": "ownership, control or operation"}),
    "leader or official of": ("posted_to", False, {"role": "leader or official"}),
    "principal executive officer": ("posted_to", False, {"role": "principal executive officer"}),
    "providing support to": ("supports", False, {}),
    "materially assists, sponsors, or provides support to": ("supports", False, {}),
    "family member of": ("family_of", False, {}),
}
_ENDS = {"posted_to": ("person", "organization"), "family_of": ("person", "person")}


def relation(
    number: str, kind: str, other: str, kinds: Mapping[str, str], cite: tuple[Citation, ...], note: str = ""
) -> Claim:
    """The claim that one entry stands to another as OFAC says; what has no predicate of its own is an affiliation.

    `kinds` are the kinds of the entries by number: only a person leads or is a relative.
    """
    predicate, turned, details = _RELATIONS.get(kind.casefold(), ("affiliated_with", False, {"how": kind.lower()}))
    if predicate in _ENDS and any(
        kinds.get(one, wanted) != wanted for one, wanted in zip((number, other), _ENDS[predicate], strict=True)
    ):
        predicate, details = "affiliated_with", {"how": kind.lower()}
    subject, target = (other, number) if turned else (number, other)
    return make_claim(
        subject=f"ofac-{subject}",
        predicate=predicate,
        object=f"ofac-{target}",
        qualifiers=qualify(details),
        speaker=SPEAKER,
        citations=cite,
        note=note,
    )


class Listed(NamedTuple):
    """That an entry is on one of OFAC's lists since a day."""

    name: str
    day: str


def listings(
    number: str, lists: Iterable[Listed], programmes: Iterable[str], kind: str, cite: tuple[Citation, ...]
) -> Iterator[Claim]:
    """`listed_under` for each programme, on the SDN list or the consolidated list.

    The day is that of the entry. When a programme was added to it is not said: on that day or later.
    """
    by_dataset: dict[str, list[Listed]] = {}
    for one in lists:
        by_dataset.setdefault(SDN if one.name == "SDN List" else CONSOLIDATED, []).append(one)
    for dataset, found in by_dataset.items():
        days = sorted(day for one in found if (day := span(one.day, one.day)))
        time = Interval(parse_date(f"[{days[0]}..]"), UNKNOWN) if days else UNTIMED
        note = "; ".join(dict.fromkeys(one.name for one in found if one.name not in ("SDN List", "Consolidated List")))
        details = {"list": dataset, "authority": SPEAKER, "reference": number, "kind": kind}
        details["published"] = days[0] if days else ""
        listing = qualify(details)
        for programme in dict.fromkeys(programmes) or ["not stated"]:
            yield claim(number, "listed_under", programme, cite, listing, note, time)
