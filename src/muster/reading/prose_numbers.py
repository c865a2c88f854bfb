"""Numbers as prose gives them: "more than 6,000", "150,000", "some two dozen", with how exact they claim to be."""

from __future__ import annotations

import re

_UNITS = {
    word: number
    for number, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
}
_UNITS |= {"dozen": 12, "dozens": 24, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100}
_WORDS = "|".join(_UNITS)
NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?: (?:thousand|million|hundred))?|"
    rf"(?:(?:{_WORDS}) )?(?:{_WORDS}|thousand|million)"
)
NUMBER = f"(?:{NUMBER})"
HEDGE = (
    "more than|fewer than|less than|over|at least|at most|about|around|roughly|some|nearly|almost|up to|as many as|"
    "as few as|no more than|no fewer than|estimated|approximately|only|just|under|perhaps|well over"
)
_SCALE = {"hundred": 100, "thousand": 1000, "million": 1_000_000}


def value_of(text: str) -> int | None:
    """The number that a text such as `6,000` or `two dozen` means; None if it means none.

    >>> value_of("6,000"), value_of("1.5 million"), value_of("two dozen")
    (6000, 1500000, 24)
    """
    words = text.lower().replace(",", "").split()
    total = 1.0
    seen = False
    for word in words:
        if re.fullmatch(r"\d+(?:\.\d+)?", word):
            total, seen = float(word), True
        elif word in _SCALE:
            total, seen = total * _SCALE[word], True
        elif word in _UNITS:
            total, seen = total * _UNITS[word] if seen else _UNITS[word], True
        else:
            return None
    return int(total) if seen else None


def hedged(text: str) -> str:
    """How the words before a number bound it, in the register's words: more_than, less_than, about, or nothing."""
    low = text.strip().lower()
    if low.endswith(("no fewer than", "more than", "over", "at least", "between")) and not low.endswith("no more than"):
        return "more_than"
    if low.endswith(("up to", "nearly", "almost", "as many as", "fewer than", "less than", "no more than", "at most",
                     "under", "only", "just")):  # fmt: skip
        return "less_than"
    return "about" if low else ""
