"""The US Foreign Military Training Reports, as tables: which foreign units were trained, when, and at how many seats.

A row is a course, and equal rows are further seats in it, so nothing is counted once that stands twice. For each unit
and report one claim says that it was trained, with its rows, seats and programmes. To vet the units of a report do not
import it: hand it to `muster vet --roster`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from muster.claims import Citation, Claim, Source, check, digest, qualify, value_claim
from muster.dates import ImpreciseDate, Interval, parse_date
from muster.errors import BadDate, BadInput
from muster.sources.files import InputFile
from muster.sources.gathered import Gathered
from muster.sources.lines import ranges
from muster.sources.model import Reading
from muster.sources.rosters import fold_header, head_lines, text_lines

name = "fmtrpt"
title = "US Foreign Military Training Report (TSV)"

DATASET = "fmtrpt"
PUBLISHER = "US Department of State and Department of Defense"
US = "fmtrpt-us-government"
_NEEDED = ("report_fy", "country", "program", "student_unit", "quantity")
_SAID = ("report_fy", "program", "quantity", "page_number", "start_iso", "end_iso")
_WIDTH = 3 + len(_SAID)
_PAGES = 12  # pages named in one citation


@dataclass(slots=True)
class _Trained:
    """What one report says of one unit's trainings."""

    rows: int = 0
    seats: int = 0
    unread: int = 0
    first: date | None = None
    last: date | None = None
    programmes: Counter[str] = field(default_factory=Counter)
    pages: dict[str, None] = field(default_factory=dict)


def recognise(file: InputFile) -> str:
    """`report` if the first line is the header of such a table; empty otherwise."""
    first = next(iter(head_lines(file)), "")
    return "report" if set(_NEEDED) <= set(first.split("\t")) else ""


def read(files: Sequence[InputFile]) -> list[Reading]:
    """One reading for each file. Raises BadInput for a table without rows or without one of its columns."""
    return [_reading(file) for file in files]


def _reading(file: InputFile) -> Reading:
    notes: list[str] = []
    found = Gathered(_rows(file, notes), width=_WIDTH, keys=2)
    countries = found.distinct(1)
    only = "-".join(fold_header(countries[0]).split()) if len(countries) == 1 else ""
    dataset = f"{DATASET}-{only}" if only else DATASET
    return Reading(
        dataset=dataset,
        title=f"Foreign Military Training Report{f', {countries[0]}' if only else ''}",
        kind="claims",
        claims=_claims(found, dataset),
        publisher=PUBLISHER,
        sources=(Source(dataset, "Foreign Military Training Report", PUBLISHER),),
        files=(file,),
        notes=notes,
    )


def _rows(file: InputFile, notes: list[str]) -> Iterator[tuple[str, ...]]:
    """Folded unit and country of each training, then the unit as it is written, and the columns of `_SAID`."""
    lines, told = text_lines(file)
    notes.extend(told)
    header: dict[str, int] = {}
    odd: list[int] = []
    empty: list[int] = []
    strange: dict[int, str] = {}
    nameless = rows = 0
    for number, cells in lines:
        if not header:
            header = {cell.strip(): place for place, cell in reversed(list(enumerate(cells)))}
            if missing := [column for column in _NEEDED if column not in header]:
                raise BadInput(
                    f"columns are missing: {', '.join(missing)}", place=file.name, hint="is it such a table?"
                )
            unread = [column for column in header if column and column not in (*_NEEDED, *_SAID)]
            notes.extend([f"columns not read: {', '.join(unread)}"] if unread else [])
            continue
        if not any(cells):
            continue
        rows += 1
        if len(cells) != len(header):
            odd.append(number)
            continue
        row = {column: cells[place].strip() for column, place in header.items()}
        quantity = row["quantity"]
        if not quantity:
            empty.append(number)
        elif not quantity.isdecimal():
            strange[number] = quantity
        unit = " ".join(row["student_unit"].split())
        if not unit:
            nameless += 1
            continue
        yield fold_header(unit), row["country"], unit, *(row.get(column, "") for column in _SAID)
    if not rows:
        raise BadInput("holds no rows", place=file.name, hint="the file may be cut off: fetch it again")
    if nameless:
        notes.append(f"{nameless:,} of {rows:,} rows name no unit and make no claim")
    if odd:
        notes.append(f"{len(odd):,} rows are not as wide as the header and were not read: lines {ranges(odd)}")
    if empty or strange:
        many = len(empty) + len(strange)
        texts = "; ".join(f"line {line}: {text!r}" for line, text in strange.items())
        blank = f"empty on {len(empty):,} lines: {ranges(empty)}" if empty else ""
        told_all = ". ".join(filter(None, (texts, blank)))
        notes.append(f"{many:,} quantities are no number; their rows count, their seats do not. {told_all}")


def _add(trained: _Trained, row: Sequence[str]) -> None:
    program, quantity, page, *days = row
    trained.rows += 1
    if quantity.isdecimal():
        trained.seats += int(quantity)
    else:
        trained.unread += 1
    trained.programmes[program] += 1
    if page:
        trained.pages[page] = None
    begins, ends = map(_day, days)
    if begins:
        trained.first = min(trained.first or begins, begins)
    if last := ends or begins:
        trained.last = max(trained.last or last, last)


def _day(text: str) -> date | None:
    try:
        return parse_date(text).latest if len(text) == 10 else None
    except BadDate:
        return None


def _claims(found: Gathered, dataset: str) -> Iterator[Claim]:
    cite = Citation(dataset, record="title")
    yield value_claim(US, "kind", "government", cite=cite, speaker=PUBLISHER)
    yield value_claim(US, "name", "United States of America", cite=cite, speaker=PUBLISHER, kind="primary")
    yield value_claim(US, "country", "us", cite=cite, speaker=PUBLISHER)
    for (folded, country), rows in found.groups():
        subject = f"{DATASET}-{digest(f'{folded}|{country}')[:12]}"
        unit = ""
        reports: dict[str, _Trained] = {}
        for written, report, *said in rows:
            unit = unit or written
            _add(reports.setdefault(report, _Trained()), said)
        own = Citation(dataset, record=unit)
        yield value_claim(subject, "kind", "unit", cite=own, speaker=PUBLISHER)
        yield value_claim(subject, "name", unit, cite=own, speaker=PUBLISHER, kind="primary")
        if country:
            yield value_claim(subject, "country", country, cite=own, speaker=PUBLISHER)
        for report, trained in reports.items():
            claim = _assisted(subject, report, trained, dataset)
            check(claim)
            yield claim


def _assisted(subject: str, report: str, trained: _Trained, dataset: str) -> Claim:
    pages = list(trained.pages)
    more = f" and {len(pages) - _PAGES} more" if len(pages) > _PAGES else ""
    unread = f", {trained.unread:,} of them without a readable number" if trained.unread else ""
    programmes = "; ".join(
        f"{one} ({count})" if count > 1 else one for one, count in sorted(trained.programmes.items())
    )
    start, end = (_text(day) for day in (trained.first, trained.last))
    if start.latest and end.latest and end.latest < start.latest:
        start = end = parse_date("")
    return Claim(
        subject,
        "assisted_by",
        US,
        qualifiers=qualify({"how": "training"}),
        time=Interval(start, end),
        speaker=PUBLISHER,
        citations=(Citation(dataset, record=f"report {report}", page=f"{', '.join(pages[:_PAGES])}{more}"),),
        note=f"report of {report}: {trained.rows:,} rows{unread}, {trained.seats:,} seats; {programmes}",
    )


def _text(day: date | None) -> ImpreciseDate:
    return parse_date(day.isoformat() if day else "")
