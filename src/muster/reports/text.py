"""Text made safe and measured for pages, drawings and terminals.

Names come from lists and articles, and some are written to deceive: control characters can break XML or drive a
terminal, and direction overrides can make a name read as another. Everything shown passes through `clean` first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_NARROW = frozenset("iIjlft.,:;'’‘|!()[]{}-/\\ r`·")
_BROAD = frozenset("mwMW@%—…œæ")
_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def clean(text: str) -> str:
    """The text without what cannot be shown: control characters become U+FFFD.

    Direction marks are dropped: pages isolate the direction of each text themselves, so a mark could only mislead.
    """
    text = _DIRECTION.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _UNSAFE.sub("\ufffd", text)


def clean_all(data: Any) -> Any:
    """The same JSON data with every text (keys too) cleaned."""
    if isinstance(data, str):
        return clean(data)
    if isinstance(data, Mapping):
        return {clean_all(key): clean_all(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [clean_all(one) for one in data]
    return data


def columns(text: str) -> int:
    """Terminal columns that the text takes: two for wide East Asian characters, none for combining ones."""
    return sum(_column(char) for char in text)


def _column(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def ems(text: str) -> float:
    """A careful estimate of the text's width in ems in a plain sans-serif face; fonts differ, so it errs high."""
    return sum(_em(char) for char in text)


def _em(char: str) -> float:
    wide = _column(char)
    if wide != 1:
        return wide / 2 * 1.05
    if char in _NARROW:
        return 0.35
    if char in _BROAD:
        return 0.9
    return 0.7 if char.isupper() else 0.57


def wrap(text: str, limit: float, measure: Callable[[str], float] = columns) -> list[str]:
    """Lines no wider than `limit`, broken at spaces; only a word that is wider by itself is cut."""
    lines: list[str] = []
    line, used, space = "", 0.0, measure(" ")
    for word in text.split():
        width = measure(word)
        if line and used + space + width <= limit:
            line, used = f"{line} {word}", used + space + width
            continue
        if line:
            lines.append(line)
        while width > limit and len(word) > 1:
            cut = _fitting(word, limit, measure)
            lines.append(word[:cut])
            word = word[cut:]
            width = measure(word)
        line, used = word, width
    return [*lines, line] if line else lines


def _fitting(word: str, limit: float, measure: Callable[[str], float]) -> int:
    used = 0.0
    for place, char in enumerate(word):
        used += measure(char)
        if used > limit:
            return max(place, 1)
    return len(word)


def long_date(text: str) -> str:
    """`2018-11-28` as `28 November 2018`; anything else as it is."""
    match = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text, re.ASCII)
    if not match or not 1 <= int(match[2]) <= 12:
        return text
    return f"{int(match[3])} {_MONTHS[int(match[2]) - 1]} {match[1]}"


def moment(text: str) -> str:
    """`2018-11-29T09:00:00.000000+00:00` as `29 November 2018, 09:00:00 UTC`; anything else as it is."""
    match = re.fullmatch(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.0+|(\.\d+))?(?:Z|\+00:00)", text, re.ASCII)
    return f"{long_date(match[1])}, {match[2]}{match[3] or ''} UTC" if match else text


def listed(words: list[str]) -> str:
    """Words as a person would list them: `a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
