"""Names in the UN list: one cell may hold several spellings, a second script, an acronym or an aside in brackets.

The list has one text field where others have five. What is surely another spelling becomes a name of its own;
what is not surely one stays where it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_SCRIPTS = {
    "LATIN": "Latn",
    "ARABIC": "Arab",
    "CYRILLIC": "Cyrl",
    "CJK": "Hani",
    "HANGUL": "Hang",
    "HEBREW": "Hebr",
    "GEORGIAN": "Geor",
    "ARMENIAN": "Armn",
    "GREEK": "Grek",
    "HIRAGANA": "Jpan",
    "KATAKANA": "Jpan",
    "DEVANAGARI": "Deva",
    "MYANMAR": "Mymr",
    "ETHIOPIC": "Ethi",
    "THAI": "Thai",
}
_MAX_LETTERS = 1 << 16
_LONG = 500  # characters of a text that is not remembered
_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def tidy(text: str | None) -> str:
    """The text with single blanks, no line breaks and no invisible direction marks."""
    if not text:
        return ""
    if text.isprintable():
        if "  " not in text and text.strip() == text:  # as nearly all are
            return text
    elif not text.isascii():
        text = _BIDI.sub("", text)
    return " ".join(text.split())


class _Letters(dict[str, str]):
    """The script of each letter met so far; of what is no letter, or of no known script, an empty text."""

    def __missing__(self, letter: str) -> str:
        if len(self) >= _MAX_LETTERS:
            self.clear()
        found = _SCRIPTS.get(unicodedata.name(letter, "").partition(" ")[0], "") if letter.isalpha() else ""
        self[letter] = found
        return found


_script = _Letters().__getitem__


def script_of(text: str) -> str:
    """ISO 15924 code of the script that most letters are of; empty if no letter is of a known one."""
    if text.isascii():
        return "Latn" if text[:1].isalpha() or any(map(str.isalpha, text)) else ""
    return _script_of(text) if len(text) < _LONG else _most_letters(text)


LETTERS = {  # of the scripts that lists are written in most, as ranges of a pattern
    "Latn": "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff",
    "Arab": "\u0620-\u064a\u0671-\u06d3",
    "Cyrl": "\u0400-\u0481\u048a-\u052f",
    "Hebr": "\u05d0-\u05ea",
    "Hani": "\u4e00-\u9ffc",
}
_BETWEEN = r"\W\d_"  # no letters
_ONLY = "|".join(f"(?P<{script}>[{letters}][{letters}{_BETWEEN}]*)" for script, letters in LETTERS.items())
_ALONE = re.compile(f"[{_BETWEEN}]*(?:{_ONLY})")  # as nearly every name is


def _most_letters(text: str) -> str:
    if alone := _ALONE.fullmatch(text):
        return alone.lastgroup or ""
    kinds = {*map(_script, set(text))}
    kinds.discard("")
    if len(kinds) < 2:
        return kinds.pop() if kinds else ""
    found = [script for script in map(_script, text) if script]
    return max(dict.fromkeys(found), key=found.count)


_script_of = lru_cache(maxsize=4096)(_most_letters)  # a name is asked about several times over


class Spelling(NamedTuple):
    """One name. `former` if the text says that it was the listed name, `acronym` if it is one; `aside` is the rest."""

    text: str
    former: bool = False
    acronym: bool = False
    aside: str = ""

    @property
    def script(self) -> str:
        return script_of(self.text)


_FORMER = re.compile(r"\b(?:previously|formerly) listed as\b[.,]?\s*", re.IGNORECASE)
_SCRIPT_NOTE = re.compile(r"^\s*(?:(?:in )?(?:original|arabic|cyrillic)(?: script)?)\s*:\s*", re.IGNORECASE)
_LABELS = frozenset({"original script", "birth name", "combat name", "nom de guerre", "sub-unit name"})
_LANGUAGES = frozenset(
    {
        *("amharic", "arabic", "chinese", "cyrillic", "dari", "farsi", "french", "hebrew", "korean", "kurdish"),
        *("pashto", "persian", "russian", "somali", "spanish", "tigrinya", "turkish", "uighur", "urdu", "uzbek"),
    }
)
_LABEL_TAIL = re.compile(r" - (?:sub-unit name)$")
_BORN = re.compile(r"^(?P<name>\D+?),? (?P<aside>born (?:in |on )?\d.*)$")
_INSIDE = re.compile(r"\(([^()]+)\)(?= \w)")
_ENUMERATED = re.compile(r"(?:^|\s)\(?[a-h]\)\s")
_PLAIN = re.compile(r"[^;()\d]+")  # holds nothing by which a cell is taken apart
_MAX_BRACKETS = 20  # real cells hold up to three; what is above is no name and not worth taking apart
LEGAL_FORMS = (
    *("ООО", "АО", "ОАО", "ПАО", "ЗАО", "НАО", "ФГУП", "ФГБУ", "ФКП", "ГУП", "ТОВ", "ЧУП", "РУП", "УП", "ИП", "НПП"),
    *("НПО", "JSC", "OJSC", "PJSC", "CJSC", "LLC", "OOO", "OAO", "PAO", "ZAO", "AO", "TAA", "FGUP", "FKP", "GUP"),
    "LTD",
)
_QUOTES = '“”"„«»'
_DIGIT = re.compile(r"\d")


def spellings(text: str) -> list[Spelling]:
    """All names in one cell, in order, without repeats; none for an empty cell."""
    if _PLAIN.fullmatch(text):
        return [part for part in _by_script(_bare(tidy(text))) if any(map(str.isalnum, part.text))]
    if text.count("(") > _MAX_BRACKETS:
        return [Spelling(tidy(text))]
    found = dict.fromkeys(
        spelling
        for piece in split_outside(_ENUMERATED.sub("; ", tidy(text)) if ") " in text else tidy(text), ";")
        for spelling in _pieces(piece)
        if any(map(str.isalnum, spelling.text))
    )
    return list(found)


def noted(note: str) -> tuple[bool, list[Spelling], str]:
    """What a note beside a name says: whether the name is a former one, further spellings, and the rest."""
    rest = tidy(note)
    if not rest:
        return False, [], ""
    former = bool(_FORMER.search(rest))
    rest = _FORMER.sub("", rest)
    marked = _SCRIPT_NOTE.match(rest)
    if marked:
        return former, spellings(rest[marked.end() :]), ""
    if ";" in rest and not re.search(r"[\d:.()]", rest):
        return former, spellings(rest), ""
    return former, [], rest


def split_outside(text: str, sign: str) -> list[str]:
    """The text cut at a sign that stands outside brackets."""
    if sign not in text:
        return [text]
    if "(" not in text:
        return text.split(sign)
    parts, depth, start = [], 0, 0
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth <= 0 and text.startswith(sign, place):
            parts.append(text[start:place])
            start = place + len(sign)
    return [*parts, text[start:]]


def _pieces(text: str) -> Iterator[Spelling]:
    """The spellings in a piece without `;` outside its brackets."""
    text = text.strip(" ,;")
    born = _BORN.match(text) if "born" in text else None
    if born:
        yield Spelling(_bare(born["name"]), aside=born["aside"])
        return
    outer, inner = _last_bracket(text)
    inside = None if inner else _INSIDE.search(text)
    if inside and inside[1] not in LEGAL_FORMS and is_acronym(inside[1], text[: inside.start()]):
        yield from _pieces(f"{text[: inside.start()]}{text[inside.end() :].lstrip()}")
        yield Spelling(inside[1], acronym=True)
    elif not inner or not outer:
        yield from _by_script(_bare(text))
    else:
        yield from _bracketed(text, outer, inner)


def _bracketed(text: str, outer: str, inner: str) -> Iterator[Spelling]:
    label = inner.casefold()
    marked = _SCRIPT_NOTE.match(inner) if ":" in inner else None
    if _FORMER.fullmatch(inner):
        yield Spelling(_bare(outer), former=True)
    elif label in _LABELS or label in _LANGUAGES:
        yield Spelling(_bare(outer), aside="" if label == "original script" else inner)
    elif inner in LEGAL_FORMS:
        yield Spelling(_bare(text))
    elif is_acronym(inner, outer):
        yield from _pieces(outer)
        yield Spelling(inner.replace(" ", ""), acronym=True)
    elif marked:
        yield from _pieces(outer)
        yield from _pieces(inner[marked.end() :])
    elif ":" not in inner and (";" in inner or _differ(outer, inner)):
        yield from _pieces(outer)
        for part in split_outside(inner, ";"):
            yield from _pieces(_LABEL_TAIL.sub("", part.strip()))
    elif _DIGIT.search(inner):
        yield Spelling(_bare(outer), aside=inner)
    else:
        yield Spelling(_bare(text))


def _differ(outer: str, inner: str) -> bool:
    first, second = script_of(outer), script_of(inner)
    return bool(first and second) and first != second


def _last_bracket(text: str) -> tuple[str, str]:
    """A text that ends in brackets, as what stands before and in them; two empty texts otherwise."""
    if not text.endswith(")"):
        return "", ""
    if text.count("(") == text.count(")") == 1:
        outer, _, inner = text.partition("(")
        return outer.strip(), inner[:-1].strip()
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        depth += (text[place] == ")") - (text[place] == "(")
        if depth == 0:
            return text[:place].strip(), text[place + 1 : -1].strip()
    return "", ""


def _by_script(text: str) -> Iterator[Spelling]:
    """A name that goes from Latin letters over to another script, or back, as two names.

    A legal form on its own is no name, so none begins before or after it: `AO Мельница`, `Мельница OOO`.
    """
    if text.isascii() or _ALONE.fullmatch(text):
        yield Spelling(text)
        return
    words = text.split()
    marks = [script_of(word) for word in words]
    kinds = [mark for mark in dict.fromkeys(marks) if mark]
    if len(kinds) == 2 and "Latn" in kinds:
        turn = marks.index(kinds[1])
        alone = any(all(word in LEGAL_FORMS for word in side) for side in (words[:turn], words[turn:]))
        if not alone and not any(mark == kinds[0] for mark in marks[turn:]):
            yield Spelling(_bare(" ".join(words[:turn])))
            yield Spelling(_bare(" ".join(words[turn:])))
            return
    yield Spelling(text)


def _bare(text: str) -> str:
    """A name without the quotation marks or brackets around all of it and without stray signs at its ends."""
    text = text.rstrip(" ,;/").lstrip(" ,;)")
    if text[:1] == "(" and text[-1] == ")" and text.count("(") == 1:
        text = text[1:-1].strip(" ,;")
    if len(text) > 2 and text[0] in _QUOTES and text[-1] in _QUOTES and not set(text[1:-1]) & set(_QUOTES):
        return text[1:-1].strip(" ,;")
    return text


_SHORT = re.compile(r"^[A-Z][A-Za-z/-]{1,9}$")


def is_acronym(short: str, long: str) -> bool:
    """True if `short` looks like an acronym and its letters occur in `long` in that order.

    >>> is_acronym("FDLR", "Forces Democratiques de Liberation du Rwanda"), is_acronym("PAKISTAN", "AL-HARAMAIN")
    (True, False)
    """
    short = short.replace(" ", "")
    if not _SHORT.match(short) or sum(letter.isupper() for letter in short) < 2:
        return False
    letters = iter(long.casefold())
    return all(letter in letters for letter in short.casefold() if letter.isalpha())
