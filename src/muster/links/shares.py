"""How much of something an owner holds, as sources word it: exact, a range, a bound, or unsaid.

Shares are fractions of a hundred, never floating point: three holdings of a third and a sixth must make exactly what
they make. What cannot be read is no share of nothing: it is anything from 0 to 100.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

_HUNDRED = Fraction(100)
_NUMBER = r"(\d{1,3}(?:[.,]\d+)?|\d{1,4}\s*/\s*\d{1,4})"
_FORMS = (
    ("range", re.compile(rf"(?:between |from )?{_NUMBER}\s*(?:[-–—]|to|and)\s*{_NUMBER}")),
    ("over", re.compile(rf"(?:>=?|≥|at least|more than|over|from|above)\s*{_NUMBER}|{_NUMBER}\s*(?:or more|\+)")),
    ("under", re.compile(rf"(?:<|less than|under|below)\s*{_NUMBER}")),
    ("to", re.compile(rf"(?:<=|≤|at most|up to)\s*{_NUMBER}|{_NUMBER}\s*or less")),
    ("exact", re.compile(rf"(?:=|exactly )?\s*{_NUMBER}")),
)
_WORDS = {"all": "100", "whole": "100", "wholly": "100", "half": "50", "majority": ">50", "minority": "<50"}


@dataclass(frozen=True, slots=True)
class Share:
    """A holding in percent: at least `least`, at most `most` (below it if `below`)."""

    least: Fraction
    most: Fraction
    below: bool = False

    def __add__(self, other: Share) -> Share:
        return Share(self.least + other.least, self.most + other.most, self.below or other.below)

    def joined(self, other: Share) -> Share:
        """What holds if either may be right."""
        most = max((self.most, not self.below), (other.most, not other.below))
        return Share(min(self.least, other.least), most[0], not most[1])

    def may_reach(self, percent: Fraction) -> bool:
        """True if it can be `percent` or more."""
        return self.most > percent or (self.most == percent and not self.below)

    def spoken(self) -> str:
        """The share for a person to read."""
        if self.least == self.most:
            return f"{_plain(self.least)} %"
        if not self.least and self.most == _HUNDRED:
            return "an unknown share"
        if self.most == _HUNDRED:
            return f"at least {_plain(self.least)} %"
        upper = f"{'less than' if self.below else 'at most'} {_plain(self.most)} %"
        return upper if self.least == 0 else f"at least {_plain(self.least)} % and {upper}"


NOTHING = Share(Fraction(0), Fraction(0))
UNKNOWN_SHARE = Share(Fraction(0), _HUNDRED)


def parse_share(text: str) -> Share:
    """The share that a source states; anything from 0 to 100 if it states none that can be read.

    >>> [parse_share(text).spoken() for text in ("50 %", "25–50%", "1/3", "more than 25 %", "minority", "some")]
    ['50 %', 'at least 25 % and at most 50 %', '33.33 %', 'at least 25 %', 'less than 50 %', 'an unknown share']
    """
    plain = re.sub(r"\s*(%|per ?cent|pct)\.?", "", text.strip().casefold())
    plain = _WORDS.get(
        plain.removesuffix(" stake").removesuffix(" share").removesuffix("-owned").strip(), plain
    ).strip()
    for form, pattern in _FORMS:
        if found := pattern.fullmatch(plain):
            numbers = [_number(part) for part in found.groups() if part]
            if any(number is None or number > _HUNDRED for number in numbers):
                return UNKNOWN_SHARE
            return _share(form, [number for number in numbers if number is not None])
    return UNKNOWN_SHARE


def _share(form: str, numbers: list[Fraction]) -> Share:
    if form == "range":
        low, high = sorted(numbers)
        return Share(low, high)
    (number,) = numbers
    if form == "exact":
        return Share(number, number)
    if form == "over":
        return Share(number, _HUNDRED)
    return Share(Fraction(0), number, below=form == "under")


def _number(text: str) -> Fraction | None:
    """A number of percent; a fraction such as 1/3 is a part of the whole."""
    if "/" not in text:
        return Fraction(text.replace(",", "."))
    part, whole = (int(side) for side in text.split("/"))
    return Fraction(part * 100, whole) if whole else None


def _plain(number: Fraction) -> str:
    return f"{float(number):.2f}".rstrip("0").rstrip(".")
