"""A second reading of the Nigerian sheet of units, for `muster bench chains --sheet`: who stands above whom on a day.

It shares no code with the reader, the dates and the graph of the package, and goes by the numbers of the columns, so
that an error in those cannot hide in both. What it takes from the sheet is said in docs/lists.md: a first citation is
a start, and a last one an end, only if the flag beside it says so; what is cited counts up to the day of the newest
source.
"""

from __future__ import annotations

import calendar
import csv
import gzip
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from muster.errors import BadInput

WORDS = ("attested", "presumed", "possible", "unknown")
"""From the most to the least certain; what surely does not hold on a day is left out."""

Range = tuple[date, date]
"""The first and the last day that a date can mean."""

# Columns, counted from 0: the related unit; the date, then its month, day and year, its sources and its flag, twice.
_NAME, _STATUS, _ID, _WIDTH = 4, 2, 115, 116
_PARENT = (28, 34, 38, 40, 41, 45, 47, False)
_MEMBER = (97, 100, 104, 106, 107, 111, 113, True)
_ID_FORM = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_MONTHS = [name.lower() for name in calendar.month_name]
_SOURCE_ID, _SOURCE_DAY, _SOURCE_ALIAS = "source_id", "published_on", "alias_source_id"


@dataclass(frozen=True, slots=True)
class Link:
    """One row's relation: days that it surely, or at least, did not begin before and did not end after."""

    lower: str
    upper: str
    from_: Range | None  # when it began; the first of the two is date.min if only the last is known
    until: Range | None  # when it ended; the last of the two is date.max if only the first is known
    cited: tuple[date | None, date | None]
    open: bool

    def on(self, day: date) -> str:
        """How certain it is on a day, one of `WORDS`; empty if it did not hold."""
        if (self.from_ and day < self.from_[0]) or (self.until and day > self.until[1]):
            return ""
        first, last = self.cited
        if first and last and first <= day <= last:
            return "attested"
        seen = first or last
        if not ((self.from_ and self.from_[1] <= day) or (seen and seen <= day)):
            return "possible" if self.from_ and self.from_[0] > date.min else "unknown"
        seen = last or first
        just_begun = self.from_ is not None and self.from_ == (day, day)
        if (self.until and day <= self.until[0]) or (seen and day <= seen) or just_begun:
            return "attested"
        if self.open:
            return "presumed"
        return "possible" if self.until and self.until[1] < date.max else "unknown"


def read_sheets(paths: Iterable[Path]) -> list[Link]:
    """The links of a sheet of units; with a sheet of sources among the files, cut at their days of publication."""
    units: list[list[str]] = []
    published: dict[str, date | None] = {}
    for path in paths:
        rows = _cells(path)
        header = next(rows, [])
        if _SOURCE_DAY in header:
            _read_sources(header, rows, published)
        elif len(header) == _WIDTH and header[_NAME] == "Organization:Name":
            units += rows
        else:
            hint = "the Nigerian sheet of units, and that of the sources"
            raise BadInput("not a sheet that can be read a second time", place=str(path), hint=hint)
    units = [row for row in units if _text(row[_STATUS]) not in ("0", "1")]
    ids: dict[str, set[str]] = defaultdict(set)
    for row in units:
        if row[_ID].strip():
            ids[_text(row[_NAME]).casefold()].add(row[_ID].strip().lower())
    return [link for row in units for what in (_PARENT, _MEMBER) if (link := _link(row, what, ids, published))]


def _cells(path: Path) -> Iterator[list[str]]:
    packed = path.read_bytes()
    text = (gzip.decompress(packed) if packed[:2] == b"\x1f\x8b" else packed).decode("utf-8-sig")
    return csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in text.partition("\n")[0] else ",")


def _text(cell: str) -> str:
    return " ".join(cell.split())


def _read_sources(header: list[str], rows: Iterable[list[str]], published: dict[str, date | None]) -> None:
    at, when, other = (header.index(name) for name in (_SOURCE_ID, _SOURCE_DAY, _SOURCE_ALIAS))
    for row in rows:
        found = _of_text(_text(row[when]))
        for id_ in (row[at], row[other]):
            if id_.strip():
                published.setdefault(id_.strip().lower(), found[1] if found else None)


def _link(
    row: list[str], what: tuple[int, int, int, int, int, int, int, bool], ids: dict[str, set[str]],
    published: dict[str, date | None],
) -> Link | None:  # fmt: skip
    related, first_at, first_by, started_at, last_at, last_by, flag_at, yes_ends = what
    lower, upper = row[_ID].strip().lower() or _named(row[_NAME], ids), _named(row[related], ids)
    if not upper or upper == lower:
        return None
    first, last = _date(row, first_at), _date(row, last_at)
    started, flag = _text(row[started_at]).upper() == "Y", _text(row[flag_at]).upper()
    ended, open_ = flag == "E" or (yes_ends and flag == "Y"), flag == "Y" and not yes_ends
    if first and last and last[1] < first[0]:
        return Link(lower, upper, None, None, (None, None), False)  # the days contradict each other
    bound = _newest(row[last_by], published)
    if last and bound and last[0] > bound:
        ended, last = False, None if first and first[0] > bound else (bound, bound)
    start: Range | None = None
    seen_first = first[0] if first and first[0] == first[1] else None
    if first and (started or not seen_first):
        start = first if started else (date.min, first[1])
    bound = _newest(row[first_by], published)
    if seen_first and bound and seen_first > bound:
        seen_first, start = None, first  # announced ahead
    seen_last = last[0] if last and not (first and last[0] < first[1]) else None
    end: Range | None = None
    if last and ended:
        end = last
    elif last and not open_ and last[0] < last[1]:
        end = (last[0], date.max)
    return Link(lower, upper, start, end, (seen_first, seen_last), open_ and end is None)


def _named(cell: str, ids: dict[str, set[str]]) -> str:
    """The id of the unit of that name; the name itself where no row has an id for it; empty where several units do."""
    name = _text(cell).casefold()
    known = ids.get(name, set())
    return f"name:{name}" if name and not known else next(iter(known)) if len(known) == 1 else ""


def _newest(cell: str, published: dict[str, date | None]) -> date | None:
    """The day of the newest source of a cell; None if the day of any is not known."""
    found = [published.get(id_) for id_ in _ID_FORM.findall(cell.lower())]
    days = [day for day in found if day]
    return max(days) if days and len(days) == len(found) else None


def _date(row: list[str], at: int) -> Range | None:
    """The date of a cell and of the month, day and year after it; where they differ it lies between the two."""
    month, day, year = (_text(row[at + n]) for n in (1, 2, 3))
    ranges = [found for found in (_of_text(_text(row[at])), _of_parts(year, month, day)) if found]
    return (min(low for low, _ in ranges), max(high for _, high in ranges)) if ranges else None


def _of_text(text: str) -> Range | None:
    if found := re.fullmatch(r"(\d+) ?/(\d+)/(\d{4})", text):
        return _of_parts(found[3], found[1], found[2])
    if found := re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?.*|(\d{4})", text):
        return _of_parts(found[1] or found[4], found[2] or "", found[3] or "")
    if (found := re.fullmatch(r"(?:(\d+) )?([a-z]+) (\d{4})", text.lower())) and found[2] in _MONTHS:
        return _of_parts(found[3], str(_MONTHS.index(found[2])), found[1] or "")
    return None


def _of_parts(year: str, month: str, day: str) -> Range | None:
    try:
        if not year or not 1800 <= int(year) <= 2100:
            return None
        if not month:
            return date(int(year), 1, 1), date(int(year), 12, 31)
        if not day:
            last = calendar.monthrange(int(year), int(month))[1]
            return date(int(year), int(month), 1), date(int(year), int(month), last)
        return (date(int(year), int(month), int(day)),) * 2
    except ValueError:
        return None


def above(links: Iterable[Link], day: date) -> dict[str, dict[str, str]]:
    """For each unit that has any, its superiors on the day, near and far, each by the best way to it."""
    direct: dict[str, dict[str, int]] = defaultdict(dict)
    for link in links:
        if word := link.on(day):
            worst = len(WORDS)
            direct[link.lower][link.upper] = min(WORDS.index(word), direct[link.lower].get(link.upper, worst))
    found: dict[str, dict[str, str]] = {}
    for unit in direct:
        best: dict[str, int] = {}
        for limit in range(len(WORDS)):  # what can be reached by links at least so certain
            seen, rest = {unit}, [unit]
            while rest:
                for upper, rank in direct.get(rest.pop(), {}).items():
                    if rank <= limit and upper not in seen:
                        seen.add(upper)
                        rest.append(upper)
            for upper in seen - {unit}:
                best.setdefault(upper, limit)
        found[unit] = {upper: WORDS[rank] for upper, rank in best.items()}
    return found
