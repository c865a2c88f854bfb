"""OFAC's lists as XML, in any of the three schemas that are in use: legacy, ADVANCED and ENHANCED.

They name the entries as the CSV files do, and say the day. Legacy is ASCII like the CSV; names in other scripts, days
of listing and typed relations stand in the other two. Namespaces changed in 2024 and are ignored.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from muster.claims import Claim
from muster.dates import parse_day
from muster.errors import BadDate, BadInput
from muster.sources import ofac_advanced, ofac_enhanced, ofac_legacy
from muster.sources.files import InputFile
from muster.sources.model import Reading
from muster.sources.ofac_claims import CONSOLIDATED, PUBLISHER, SDN, TITLES, list_of, source
from muster.sources.ofac_known import KNOWN, WORDS
from muster.sources.ofac_tree import About, scan
from muster.sources.unknown import Strange

name = "ofac-xml"
title = "OFAC sanctions lists, XML (legacy, advanced, enhanced)"

_ROOT = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*<(?:[\w.-]+:)?([\w.-]+)([^>]*)", re.DOTALL)
_ROLES = {b"sdnList": "legacy", b"Sanctions": "advanced", b"sanctionsData": "enhanced"}
_READERS: dict[str, Callable[[InputFile, About], Iterator[Claim]]] = {
    "legacy": ofac_legacy.claims,
    "advanced": ofac_advanced.claims,
    "enhanced": ofac_enhanced.claims,
}
_US_DAY = re.compile(r"^(\d\d)/(\d\d)/(\d{4})$")


def recognise(file: InputFile) -> str:
    """`legacy`, `advanced` or `enhanced` by the root element; empty for any other file."""
    root = _ROOT.match(file.head[:8192])
    role = _ROLES.get(root[1], "") if root else ""
    if root and role == "advanced" and b"un.org/sanctions" not in root[2]:
        return ""
    return role


def read(files: Sequence[InputFile]) -> list[Reading]:
    """One reading for each file. Raises BadInput for another document, one without its day, or broken XML."""
    return [_reading(file) for file in files]


def _reading(file: InputFile) -> Reading:
    role = recognise(file)
    if not role:
        hint = "its first element is sdnList, Sanctions or sanctionsData"
        raise BadInput("not an OFAC list in XML", place=file.name, hint=hint)
    found = scan(file, role)
    dataset = _dataset(role, found.lists, found.programmes)
    notes: list[str] = []
    about = About(dataset, notes, Strange(KNOWN[role], WORDS), found.total)
    part = f"selection-{found.selection}" if found.selection else "sdn"
    if found.selection:
        notes.append(f"a selection of the lists ({found.selection}): kept apart from the whole list")
    return Reading(
        dataset=dataset,
        title=TITLES[dataset],
        kind="list",
        claims=_checked(_READERS[role](file, about), file, about),
        part=part,
        publisher=PUBLISHER,
        published=_day(found.day, file),
        sources=tuple(source(one) for one in (SDN, CONSOLIDATED) if one == dataset or role != "legacy"),
        files=(file,),
        notes=notes,
    )


def _dataset(role: str, lists: Counter[str], programmes: Sequence[Sequence[str]]) -> str:
    """The list that most entries are on; the legacy schema tells it only by the programmes."""
    if role == "legacy":
        return list_of(programmes)
    return SDN if 2 * lists["SDN List"] >= sum(lists.values()) else CONSOLIDATED


def _day(text: str, file: InputFile) -> str:
    us = _US_DAY.match(text)
    try:
        return parse_day(f"{us[3]}-{us[1]}-{us[2]}" if us else text[:10]).isoformat()
    except BadDate:
        hint = "the file may be cut off or altered: fetch it again"
        raise BadInput(f"the day of publication is no day: {text!r}", place=file.name, hint=hint) from None


def _checked(claims: Iterator[Claim], file: InputFile, about: About) -> Iterator[Claim]:
    yield from claims
    if not about.entries:
        hint = "an empty list would withdraw everything: fetch it again"
        raise BadInput("holds no entries", place=file.name, hint=hint)
    about.report()
