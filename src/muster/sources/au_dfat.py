"""Australia's consolidated list (DFAT), as XLSX: one row for each name, grouped by the digits of its reference.

`2`, `2a` and `2b` are the names of listing 2; the rows repeat all else, and a few differ, so every distinct value of
the group is kept. Text that says several things at once stays whole as a remark beside what is read from it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from muster.claims import Claim, Source
from muster.dates import OPEN, Interval, parse_date
from muster.errors import BadInput
from muster.sources.au_papers import papers
from muster.sources.cells import countries, given, items
from muster.sources.entry import Entry
from muster.sources.files import HEAD, InputFile, checked_zip
from muster.sources.gathered import Gathered
from muster.sources.model import Reading
from muster.sources.name_cells import aliases, kind_of
from muster.sources.un_names import tidy
from muster.sources.worded_dates import read_dates

name = "au-dfat"
title = "Australia: DFAT consolidated list, XLSX"

DATASET = "au-dfat"
TITLE = "Australian Government Consolidated List"
SPEAKER = "Department of Foreign Affairs and Trade of Australia"
_HEADER = {
    "reference": "reference",
    "name of individual or entity": "name",
    "type": "type",
    "name type": "name type",
    "date of birth": "birth",
    "place of birth": "place",
    "citizenship": "citizenship",
    "address": "address",
    "additional information": "information",
    "listing information": "listing",
    "committees": "committees",
    "control date": "control",
}
_COLUMNS = tuple(_HEADER.values())
_NEEDED = ("reference", "name", "type", "name type")
_KINDS = {"individual": "person", "entity": "organization", "vessel": "vessel"}
_NAMES = {
    "primary name": "primary",
    "aka": "strong",
    "original script": "original_script",
    "formerly known as": "former",
    "previously listed as": "former",
}
_SIGNS = (b"Name of Individual or Entity", b"Control Date")
_TEXTS = ("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml")  # texts stand in one or in the other
MAX_ROWS = 1_000_000
_MAX_COLUMNS = 64  # the list has 12; its sheet claims 255

_Cells = dict[str, str]


def recognise(file: InputFile) -> str:
    """`list` if the first texts of the workbook hold two of the list's headers; empty otherwise."""
    if not file.head.startswith(b"PK\x03\x04"):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            parts = [one for one in archive.namelist() if one in _TEXTS]
            texts = b"".join(archive.open(part).read(HEAD) for part in parts)
    except Exception:  # whatever a damaged container raises: told when it is read
        return ""
    return "list" if all(sign in texts for sign in _SIGNS) else ""


def read(files: Sequence[InputFile]) -> list[Reading]:
    """One reading for each file. Raises BadInput for another workbook, a broken one, or a row without its reference."""
    return [_reading(file) for file in files]


def _reading(file: InputFile) -> Reading:
    notes: list[str] = []
    groups = Gathered(_rows(file, notes), width=1 + len(_COLUMNS), keys=1)
    days = [day for day in groups.distinct(1 + _COLUMNS.index("control")) if re.match(r"\d{4}-\d\d-\d\d$", day)]
    if days:
        notes.append("the list says no day of its own: that of its newest control date is taken")
    return Reading(
        dataset=DATASET,
        title=TITLE,
        kind="list",
        claims=_claims(groups, notes),
        publisher=SPEAKER,
        published=max(days, default=""),
        sources=(Source(DATASET, TITLE, SPEAKER),),
        files=(file,),
        notes=notes,
    )


# --- rows -----------------------------------------------------------------------------------------------


def _sheet(file: InputFile) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet that hold anything, as text."""
    from openpyxl import load_workbook

    checked_zip(file)
    try:
        book = load_workbook(io.BytesIO(file.content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its own size is often wrong
        for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=_MAX_COLUMNS), 1):
            if number > MAX_ROWS:
                raise BadInput("larger than any list", place=f"{file.name} line {number}", hint="check what it is")
            cells = [_text(value) for value in row]
            if any(cells):
                yield number, cells
    except BadInput:
        raise
    except Exception as fault:  # openpyxl raises whatever its parsers raise
        raise BadInput(f"broken spreadsheet file: {fault}", place=file.name, hint="fetch it again") from None


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _columns(row: Sequence[str]) -> dict[int, str]:
    """The place of each column; empty if the row is not the header."""
    found = {place: known for place, text in enumerate(row) if (known := _HEADER.get(tidy(text).casefold()))}
    return found if set(_NEEDED) <= set(found.values()) else {}


def _rows(file: InputFile, notes: list[str]) -> Iterator[tuple[str, ...]]:
    """The digits of each row's reference, and its cells in the order of `_COLUMNS`."""
    rows = _sheet(file)
    header = next(rows, (0, []))[1]
    columns = _columns(header)
    if not columns:
        raise BadInput("not Australia's consolidated list", place=file.name, hint=f"its columns: {', '.join(_HEADER)}")
    strange: Counter[str] = Counter()
    number = 0
    for number, row in rows:
        cells = dict.fromkeys(_COLUMNS, "")
        for place, text in enumerate(row):
            if place in columns:
                cells[columns[place]] = text
            elif text.strip():
                strange[tidy(header[place] if place < len(header) else "") or "without a header"] += 1
        reference = re.match(r"(\d+) ?[A-Za-z]*\d*$", tidy(cells["reference"]))
        if not reference or not cells["name"].strip():
            hint = "the file may be cut off: fetch it again"
            raise BadInput("a row without reference or name", place=f"{file.name} line {number}", hint=hint)
        yield reference[1], *cells.values()
    if not number:
        hint = "an empty list would withdraw everything: fetch it again"
        raise BadInput("holds no entries", place=file.name, hint=hint)
    notes.extend(f"{many} x column {what!r} is unknown here" for what, many in strange.most_common())


# --- claims ---------------------------------------------------------------------------------------------


def _claims(groups: Gathered, notes: list[str]) -> Iterator[Claim]:
    oddities: Counter[str] = Counter()
    for (number,), found in groups.groups():
        rows = [dict(zip(_COLUMNS, cells, strict=True)) for cells in found]
        entry = Entry(f"{DATASET}-{number}", DATASET, SPEAKER, number)
        kinds = {_KINDS.get(tidy(row["type"]).casefold(), "") for row in rows}
        kind = kinds.pop() if len(kinds) == 1 else ""
        if kind:
            entry.say("kind", kind)
        else:
            oddities["entries of several types or one unknown here: their kind is left open"] += 1
        primary = tidy(rows[0]["name"]) if kind == "organization" else ""
        for row in rows:
            _names(entry, row, primary, oddities)
        for row in rows:
            _listing(entry, row, number)
            _person(entry, row, kind)
            for address in items(_bare(row["address"])):
                if given(address):
                    entry.say("address", address, {"country": _country_of(address)})
            _information(entry, tidy(row["information"]), kind)
        yield from entry.claims()
    notes.extend(f"{many} x {what}" for what, many in oddities.most_common())


def _names(entry: Entry, row: _Cells, primary: str, oddities: Counter[str]) -> None:
    said = tidy(row["name type"]).casefold()
    kind = _NAMES.get(said)
    if kind is None:
        oddities[f"name type {said!r} is unknown here: read as an alias"] += 1
        kind = "strong"
    for place, found in enumerate(aliases(row["name"])):
        first = kind == "primary" and not place
        own = "primary" if first else kind_of(found, kind.replace("primary", "strong"), primary)
        entry.name(found.text, own, lang=found.lang, note=found.note, script=found.script)


_AMENDED = re.compile(r"\((?:amended|re-?listed)|\b(?:amended|re-?listed|continued)\b", re.IGNORECASE)
_ANY_DAY = re.compile(r"\b\d{1,2} [A-Z][a-z]{2,8}\.? +\d{4}|\b\d{1,2}/\d{1,2}/\d{4}|\b\d{4}-\d{2}-\d{2}")
_ACT_YEAR = re.compile(r"\b(?:Instrument|List)\s+((?:19|20)\d{2})\b")


def _listing(entry: Entry, row: _Cells, number: str) -> None:
    """The listing by its committee or regime. It begins on the day its text names first, else in the act's year."""
    text = tidy(row["listing"])
    first = _AMENDED.split(text)[0]
    day = _ANY_DAY.search(first)
    found = read_dates(day[0]).found if day else ()
    years = set(_ACT_YEAR.findall(first))
    start = found[0][0] if found else years.pop() if len(years) == 1 else ""
    details = {"list": DATASET, "authority": SPEAKER, "reference": number}
    regime = tidy(row["committees"]) or "not stated"
    entry.say("listed_under", regime, details, time=Interval(parse_date(start), OPEN))
    entry.say("remark", f"Listing: {text}" if text else "")
    entry.say("remark", f"Control date: {row['control']}" if row["control"] else "")


def _person(entry: Entry, row: _Cells, kind: str) -> None:
    dates = read_dates(row["birth"])
    if kind != "person" and (dates.found or dates.rest):
        entry.say("remark", f"Date of birth: {tidy(row['birth'])}")
    else:
        for value, note in dates.found:
            entry.say("birth_date", value, note=note)
        for rest in dates.rest:
            entry.say("remark", f"Date of birth: {rest}")
    for place in items(_bare(row["place"])):
        place = place.strip(" ;,")
        if kind == "person":
            entry.say("birth_place", place, {"country": _country_of(place)})
        else:
            entry.say("remark", f"Place of birth: {place}" if place else "")
    for country, aside in countries(given(row["citizenship"])):
        if kind == "person":
            entry.say("citizenship", country, note=aside)
        else:
            entry.say("country", country, note=aside)


def _bare(text: str) -> str:
    """The cell without the name of its own column, where that stands before an enumeration."""
    return _OWN_COLUMN.sub("", given(text))


def _country_of(place: str) -> str:
    """What stands behind the last comma, if it can be a country: words in letters only."""
    last = place.rpartition(", ")[2] if ", " in place else ""
    last = re.sub(r"\s*\([^()]*\)$", "", last).strip(" .")
    return last if re.fullmatch(r"[^\W\d_][^\d:;]{2,40}", last) else ""


_OWN_COLUMN = re.compile(r"^(?:POB|(?:[A-Z]\w+ )?Address): (?=\(?a\))")
_PART = re.compile(
    r"\b(?P<what>Title|Designation)s?: (?P<text>.*?)"
    r"(?=\.(?:\s|$)|\b(?:Titles?|Designations?|Sex|Gender):|\b(?:Passport|National identification)\b[^.:]{0,12}:|$)"
)
_SEX = re.compile(r"\b(?:Sex|Gender): ?(?P<sex>male|female)\b", re.IGNORECASE)
_IMO = re.compile(r"\bIMO (?:number|no\.?):? ?(?P<number>\d{7})\b", re.IGNORECASE)


def _information(entry: Entry, text: str, kind: str) -> None:
    """The free text: whole as a remark, and what it says of titles, posts, sex and papers as claims."""
    if not given(text):
        return
    entry.say("remark", text)
    if kind == "organization":
        for match in _IMO.finditer(text):
            entry.identifier(match["number"], {"type": "IMO company number"})
    if kind != "person":
        return
    for match in _PART.finditer(text):
        for item in items(match["text"]):
            entry.say("title" if match["what"] == "Title" else "position", given(item))
    for match in _SEX.finditer(text):
        entry.say("gender", match["sex"].lower())
    for paper in papers(text):
        entry.identifier(paper.number, paper.details(), note=paper.note)
