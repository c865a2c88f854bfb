"""Dates as prose gives them: "on Tuesday", "late 2012", "between 2006 and 2011", "this month".

Each is resolved against an anchor, which is an exact date near it in the same paragraph (a caption's day) or else the
day of publication. The answer is a range with two bounds, never a guess in between; what is past stays past unless
the words look ahead.
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from muster.dates import UNKNOWN, ImpreciseDate, parse_date, within

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), 1)
    for name in names.split()
}  # fmt: skip
_DAYS = {
    name: number
    for number, name in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
}
_COUNTS = {
    word: number
    for number, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    )
}
_SEASON = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_M = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_W = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_Y = r"(?P<year>(?:19|20)\d\d)(?![\d,]*\d)"
_D = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_N = r"(?P<count>\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|several|few)"
_AHEAD = re.compile(r"\b(?:will|next|coming|expected to|due to|scheduled|planned|upcoming)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ProseDate:
    """A date expression: its place, what it means as start and end, the anchor it was resolved by, and the rule.

    For a point in time start and end are the same; a span (`between 2006 and 2011`) has two; `after 2003` has an
    unknown end.
    """

    text: str
    start: int
    end: int
    since: ImpreciseDate
    until: ImpreciseDate
    anchor: date
    rule: str

    @property
    def edtf(self) -> str:
        return self.since.text if self.since == self.until else f"{self.since.text}/{self.until.text}"

    @property
    def earliest(self) -> date | None:
        return self.since.earliest

    @property
    def latest(self) -> date | None:
        return self.until.latest

    @property
    def exact(self) -> bool:
        return self.since == self.until and self.since.exact


Meaning = tuple[ImpreciseDate, ImpreciseDate] | None
Groups = dict[str, str | None]
_Place = tuple[int, int, str, Groups, Callable[[Groups, date, bool], Meaning]]
_RULES: list[tuple[str, re.Pattern[str], Callable[[Groups, date, bool], Meaning]]] = []


def _rule(name: str, pattern: str) -> Callable[[Callable[[Groups, date, bool], Meaning]], Callable[..., Meaning]]:
    def add(function: Callable[[Groups, date, bool], Meaning]) -> Callable[..., Meaning]:
        _RULES.append((name, re.compile(rf"(?<![\w-]){pattern}(?![\w-])", re.IGNORECASE), function))
        return function

    return add


def _point(text: str) -> Meaning:
    value = parse_date(text)
    return value, value


def _month(groups: Groups) -> int:
    return _MONTHS[(groups["month"] or "").lower().rstrip(".")]


def _count(groups: Groups) -> int | None:
    word = (groups["count"] or "").lower()
    if word in ("several", "few"):
        return None
    return int(word) if word.isdigit() else _COUNTS.get(word, 1)


def _day_of(year: int, month: int, day: int) -> Meaning:
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return _point(date(year, month, day).isoformat())


@_rule("iso day", r"(?P<year>(?:19|20)\d\d)-(?P<m>[01]\d)-(?P<day>[0-3]\d)")
def _iso(groups: Groups, anchor: date, ahead: bool) -> Meaning:
    month = int(groups["m"] or 0)
    return _day_of(int(groups["year"] or 0), month, int(groups["day"] or 0)) if 1 <= month <= 12 else None


@_rule("month day year", rf"(?:{_W},? )?{_M} {_D}(?:,| of)? {_Y}")
@_rule("day month year", rf"(?:{_W},? )?(?:the )?{_D}(?: of)? {_M},? {_Y}")
def _full(groups: Groups, anchor: date, ahead: bool) -> Meaning:
    return _day_of(int(groups["year"] or 0), _month(groups), int(groups["day"] or 0))


@_rule("between years", r"(?:between|from) (?P<year>(?:19|20)\d\d) (?:and|to|until|through) (?P<to>(?:19|20)\d\d)")
@_rule("year to year", r"(?P<year>(?:19|20)\d\d) ?[–-] ?(?P<to>(?:19|20)\d\d)")
def _span(groups: Groups, anchor: date, ahead: bool) -> Meaning:
    first, last = groups["year"] or "", groups["to"] or ""
    return (parse_date(first), parse_date(last)) if first <= last else None


@_rule(
    "between months",
    rf"(?:between|from) {_M}(?: (?P<year>(?:19|20)\d\d))? (?:and|to|until|through) (?P<month2>[A-Z][a-z]+)\.? "
    r"(?P<to>(?:19|20)\d\d)",
)
def _months(groups: Groups, anchor: date, ahead: bool) -> Meaning:
    second = _MONTHS.get((groups["month2"] or "").lower())
    if not second:
        return None
    year = groups["year"] or groups["to"]
    first, last = f"{year}-{_month(groups):02}", f"{groups['to']}-{second:02}"
    return (parse_date(first), parse_date(last)) if first <= last else None


@_rule(
    "part of a year", rf"(?P<part>early|mid|middle of|late|the end of|the beginning of|the start of)[ -](?:in )?{_Y}"
)
def _part(groups: Groups, anchor: date, ahead: bool) -> Meaning:
    low, high = _parts(groups["part"] or "", 12)
    return _point(f"[{groups['year']}-{low:02}..{groups['year']}-{high:02}]")


def _parts(word: str, whole: int) -> tuple[int, int]:
    """The third of a whole that "early", "mid" or "late" means."""
    third = whole // 3
    word = word.lower()
    if word in ("early", "the beginning of", "the start of"):
        return 1, third
    return (2 * third + 1, whole) if word in ("late", "the end of") else (third + 1, 2 * third)


@_rule("part of a month", rf"(?P<part>early|mid|late)[ -]{_M}(?:,? {_Y})?")
def _month_part(groups: Groups, anchor: date, ahead: bool) -> Meaning:
    month = _month(groups)
    year = int(groups["year"] or 0) or _year_of(month, 1, anchor, ahead)
    low, high = _parts(groups["part"] or "", 30)
    last = calendar.monthrange(year, month)[1]
    high = last if high == 30 else high
    return _point(f"[{year}-{month:02}-{low:02}..{year}-{month:02}-{high:02}]")


@_rule("month year", rf"{_M},? (?:of )?{_Y}")
def _month_year(groups: Groups, anchor: date, ahead: bool) -> Meaning:
    return _point(f"{groups['year']}-{_month(groups):02}")


def _year_of(month: int, day: int, anchor: date, ahead: bool) -> int:
    """The year of a month (and day) without one: the latest not after the anchor, or with words ahead the next."""
    if ahead:
        return anchor.year if (month, day) >= (anchor.month, anchor.day) else anchor.year + 1
    return anchor.year if (month, day) <= (anchor.month, anchor.day) else anchor.year - 1


@_rule("month day", rf"(?:{_W},? )?{_M} {_D}")
@_rule("day month", rf"(?:{_W},? )?(?:the )?{_D}(?: of)? {_M}")
def _month_day(groups: Groups, anchor: date, ahead: bool) -> Meaning:
    month, day = _month(groups), int(groups["day"] or 0)
    if not 1 <= day <= 31:
        return None
    return _day_of(_year_of(month, day, anchor, ahead), month, day)


@_rule("season year", rf"(?P<season>spring|summer|autumn|fall|winter)(?: of| in)? {_Y}")
def _season(groups: Groups, anchor: date, ahead: bool) -> Meaning:
    return _point(f"{groups['year']}-{_SEASON[(groups['season'] or '').lower()]}")


@_rule("decade", r"(?:the )?(?P<year>(?:19|20)\d)0s")
def _decade(groups: Groups, anchor: date, ahead: bool) -> Meaning:
    return _point(f"{groups['year']}X")


@_rule("after an event of a year", r"(?:after|following|since) the (?P<year>(?:19|20)\d\d) [a-z-]+")
def _after_event(groups: Groups, anchor: date, ahead: bool) -> Meaning:
    return parse_date(groups["year"] or ""), UNKNOWN


@_rule("since", rf"(?:since|after) (?:(?P<part>early|mid|late)[ -])?(?:{_M},? )?{_Y}")
def _since(groups: Groups, anchor: date, ahead: bool) -> Meaning:
    if groups["part"]:
        low, high = _parts(groups["part"], 12)
        return parse_date(f"[{groups['year']}-{low:02}..{groups['year']}-{high:02}]"), UNKNOWN
    month = f"-{_month(groups):02}" if groups["month"] else ""
    return parse_date(f"{groups['year']}{month}"), UNKNOWN


@_rule("until", rf"(?:until|till|before|by) (?:{_M},? )?{_Y}")
def _until(groups: Groups, anchor: date, ahead: bool) -> Meaning:
    month = f"-{_month(groups):02}" if groups["month"] else ""
    return UNKNOWN, parse_date(f"{groups['year']}{month}")


@_rule("year", r"(?:in|of|during|throughout|the year|year|for) (?P<year>(?:19|20)\d\d)(?![\d,]*\d| [a-z]+s\b)")
@_rule("year in brackets", r"(?<=\()(?P<year>(?:19|20)\d\d)(?=\))")
def _year(groups: Groups, anchor: date, ahead: bool) -> Meaning:
    return _point(groups["year"] or "")


@_rule("span until now", rf"(?:in |over |during |for )?the (?:past|last|previous) {_N} (?P<unit>day|week|month|year)s?")
def _past_span(groups: Groups, anchor: date, ahead: bool) -> Meaning:
    count = _count(groups)
    return (within(_back(anchor, count, groups["unit"] or ""), anchor),) * 2 if count else None


@_rule("ago", rf"{_N} (?P<unit>day|week|month|year)s? (?:ago|earlier)")
def _ago(groups: Groups, anchor: date, ahead: bool) -> Meaning:
    count, unit = _count(groups), (groups["unit"] or "").lower()
    if not count:
        return None
    day = _back(anchor, count, unit)
    if unit == "day":
        return _point(day.isoformat())
    if unit == "week":
        return (within(day - timedelta(3), day + timedelta(3)),) * 2
    return _point(f"{day.year}-{day.month:02}~" if unit == "month" else f"{day.year}~")


def _back(day: date, count: int, unit: str) -> date:
    unit = unit.lower()
    if unit in ("day", "week"):
        return max(day - timedelta(count * (7 if unit == "week" else 1)), date.min)
    months = day.year * 12 + day.month - 1 - count * (12 if unit == "year" else 1)
    year, month = max(months // 12, 1), months % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@_rule("week", r"(?P<which>this|last|past|next)[ -]week|(?P<past>the past week)")
def _week(groups: Groups, anchor: date, ahead: bool) -> Meaning:
    monday = anchor - timedelta(anchor.weekday())
    which = (groups["which"] or "past").lower()
    if which == "past":
        return (within(anchor - timedelta(7), anchor),) * 2
    first = monday + timedelta({"this": 0, "last": -7, "next": 7}[which])
    last = anchor if which == "this" and not ahead else first + timedelta(6)
    return (within(first, last),) * 2


@_rule("month beside the anchor", r"(?:earlier |later )?(?P<which>this|last|past|next) month")
def _this_month(groups: Groups, anchor: date, ahead: bool) -> Meaning:
    step = {"this": 0, "last": -1, "past": -1, "next": 1}[(groups["which"] or "").lower()]
    months = anchor.year * 12 + anchor.month - 1 + step
    return _point(f"{months // 12:04}-{months % 12 + 1:02}")


@_rule("year beside the anchor", r"(?:earlier |later )?(?P<which>this|last|past|next) year")
def _this_year(groups: Groups, anchor: date, ahead: bool) -> Meaning:
    step = {"this": 0, "last": -1, "past": -1, "next": 1}[(groups["which"] or "").lower()]
    return _point(f"{anchor.year + step:04}")


@_rule("length before", r"(?P<count>day|week|month|year)[- ]?long")
def _long(groups: Groups, anchor: date, ahead: bool) -> Meaning:
    return (within(_back(anchor, 1, groups["count"] or ""), anchor),) * 2


@_rule("day beside the anchor", r"(?P<which>yesterday|today|tomorrow|tonight|the day before yesterday)")
def _near_day(groups: Groups, anchor: date, ahead: bool) -> Meaning:
    step = {"yesterday": -1, "tomorrow": 1, "the day before yesterday": -2}.get((groups["which"] or "").lower(), 0)
    return _point((anchor + timedelta(step)).isoformat())


@_rule("weekday", rf"(?:(?P<which>last|next|this) )?{_W}")
def _weekday(groups: Groups, anchor: date, ahead: bool) -> Meaning:
    wanted = _DAYS[(groups["weekday"] or "").lower()]
    which = (groups["which"] or "").lower()
    back = (anchor.weekday() - wanted) % 7
    if which == "next" or ahead:
        return _point((anchor + timedelta((wanted - anchor.weekday()) % 7 or 7)).isoformat())
    if which == "last" and back == 0:
        back = 7
    return _point((anchor - timedelta(back)).isoformat())


@_rule("month", rf"(?:in|since|during|last|of|by|until|throughout|early|late|on) {_M}(?! \d|’)")
def _bare_month(groups: Groups, anchor: date, ahead: bool) -> Meaning:
    month = _month(groups)
    return _point(f"{_year_of(month, 1, anchor, ahead):04}-{month:02}")


_RELATIVE = frozenset({"weekday", "length before", "day beside the anchor"})
_HINT = re.compile(
    r"\d{4}|day|week|month|year|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|tomorrow|tonight|\dth|0s",
    re.IGNORECASE,
)


_CLAUSE = 60  # characters before a date in which a word may say that it lies ahead


def find_dates(text: str, published: date, offset: int = 0) -> list[ProseDate]:
    """The date expressions of one paragraph, in their order; the longest reading of each place wins."""
    if not _HINT.search(text):
        return []
    candidates = [
        (*found.span(), name, found.groupdict(), meaning)
        for name, pattern, meaning in _RULES
        for found in pattern.finditer(text)
        if name != "month" or found["month"][:1].isupper()
    ]
    raw: list[_Place] = []  # none overlap, so their starts and their ends are in one order
    for one in sorted(candidates, key=lambda one: one[0] - one[1]):
        place = bisect_left(raw, one[0], key=lambda held: held[1] - 1)
        if place == len(raw) or raw[place][0] >= one[1]:
            raw.insert(place, one)
    exact = [
        (start, value[0].earliest)
        for start, _, name, groups, meaning in raw
        if name in ("month day year", "day month year", "iso day")
        and (value := meaning(groups, published, False))
        and value[0].earliest
    ]
    return [one for place in raw for one in _resolved(text, place, exact, published, offset)]


def _resolved(
    text: str,
    place: _Place,
    exact: Sequence[tuple[int, date | None]],
    published: date,
    offset: int,
) -> Iterator[ProseDate]:
    start, end, name, groups, meaning = place
    anchor = published
    if name in _RELATIVE and exact:
        place_ = bisect_left(exact, start, key=lambda one: one[0])
        near = min(exact[max(place_ - 1, 0) : place_ + 1], key=lambda one: abs(one[0] - start))[1]
        if near and near <= published:
            anchor = near
    clause = re.split(r"[.;]\s|\bbut\b", text[max(start - _CLAUSE, 0) : start])[-1]
    ahead = bool(_AHEAD.search(clause)) and groups.get("which") not in ("this", "last", "past")
    try:
        value = meaning({"year": None, "month": None, **groups}, anchor, ahead)
    except (OverflowError, ValueError):
        return
    if value:
        yield ProseDate(text[start:end], offset + start, offset + end, *value, anchor, name)
