"""Which script a name is written in.

Lists label scripts wrongly or not at all, so the script is read from the letters themselves. The codes are
ISO 15924 (`Latn`, `Arab`, `Cyrl`, `Hani` …). The Unicode script property is not in the standard library; the first
word of a letter's Unicode name says the same for every script that occurs in official lists.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache

_BY_NAME_WORD = {
    "LATIN": "Latn",
    "FULLWIDTH": "Latn",
    "MATHEMATICAL": "Latn",
    "ARABIC": "Arab",
    "CYRILLIC": "Cyrl",
    "GREEK": "Grek",
    "HEBREW": "Hebr",
    "CJK": "Hani",
    "HANGUL": "Hang",
    "HALFWIDTH": "Kana",
    "KATAKANA": "Kana",
    "HIRAGANA": "Hira",
    "GEORGIAN": "Geor",
    "ARMENIAN": "Armn",
    "DEVANAGARI": "Deva",
    "BENGALI": "Beng",
    "THAI": "Thai",
    "MYANMAR": "Mymr",
    "ETHIOPIC": "Ethi",
    "KHMER": "Khmr",
    "LAO": "Laoo",
    "SINHALA": "Sinh",
    "TAMIL": "Taml",
    "TELUGU": "Telu",
    "GUJARATI": "Gujr",
    "GURMUKHI": "Guru",
    "MALAYALAM": "Mlym",
    "KANNADA": "Knda",
    "TIBETAN": "Tibt",
    "MONGOLIAN": "Mong",
    "SYRIAC": "Syrc",
    "THAANA": "Thaa",
    "NKO": "Nkoo",
    "TIFINAGH": "Tfng",
}


@lru_cache(maxsize=8192)
def letter_script(letter: str) -> str:
    """ISO 15924 code of one character; "" when it is not a letter, `Zyyy` when its script is not known here."""
    if letter.isascii():
        return "Latn" if letter.isalpha() else ""
    if not letter.isalpha():
        return ""
    word = unicodedata.name(letter, "").partition(" ")[0]
    return _BY_NAME_WORD.get(word, "Zyyy")


def script_of(text: str) -> str:
    """ISO 15924 code of the script most letters of `text` are in; "" without letters. Ties go by code order."""
    if text.isascii():
        return "Latn" if any(map(str.isalpha, text)) else ""
    counts = Counter(map(letter_script, text[:1000]))
    counts.pop("", None)
    if not counts:
        return ""
    return min(counts, key=lambda code: (-counts[code], code))
