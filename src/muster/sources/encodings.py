"""Which encoding a text file is in, with the evidence for it: a wrong guess turns names into other names.

UTF-8 and UTF-16 prove themselves. The one-byte encodings of Windows do not: any bytes can be read in each. There the
letters decide: in Western text an accented letter stands among plain ones, while Arabic, Cyrillic, Greek and Hebrew
words consist of high bytes only, and each script has letters that make up most of its words.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass

SAMPLE = 1 << 20  # bytes looked at to tell the one-byte encodings apart
NAMES = {
    "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1250": "Windows-1250 (Central European)",
    "cp1251": "Windows-1251 (Cyrillic)", "cp1252": "Windows-1252 (Western)", "cp1253": "Windows-1253 (Greek)",
    "cp1255": "Windows-1255 (Hebrew)", "cp1256": "Windows-1256 (Arabic)",
}  # fmt: skip

# The letters that make up about two thirds of running text in each script.
_COMMON = {
    "cp1256": frozenset("اليمنوتربةعدسفه"),
    "cp1251": frozenset("оеаинтсрвлкмдпуяОЕАИНТСРВЛКМДП"),
    "cp1253": frozenset("αοιετσνηυρπκμλως"),
    "cp1255": frozenset("יוהלארתבשמנכדק"),
}
_SCRIPTS = {
    "cp1256": re.compile("[\u0600-\u06ff]"),
    "cp1251": re.compile("[\u0400-\u04ff]"),
    "cp1253": re.compile("[\u0370-\u03ff]"),
    "cp1255": re.compile("[\u0590-\u05ff]"),
}
_WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
_HIGH = re.compile(rb"[\x80-\xff]")
_LONG = 2  # high bytes side by side in a word of a script that has no plain letters
_ENOUGH = 0.45  # of a script's letters in a sample: common ones; of a wrong script it is far less


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding, and why it was taken; `certain` is false where the bytes allow others as well."""

    codec: str
    why: str = ""
    certain: bool = True

    def spoken(self) -> str:
        """The encoding and the evidence, in words; empty for UTF-8, which needs none."""
        name = NAMES.get(self.codec, self.codec)
        if self.codec == "utf-8-sig":
            return ""
        return f"read as {name}{f': {self.why}' if self.why else ''}"


def of_bytes(sample: bytes, whole: bool = True) -> Encoding:
    """The encoding of these bytes, or of a text that begins with them (then the last letter may be cut).

    >>> of_bytes("Léopard".encode("cp1252")).codec, of_bytes("لواء الذيب".encode("cp1256")).codec
    ('cp1252', 'cp1256')
    """
    if sample[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return Encoding("utf-16", "its byte order mark says so")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, whole)
        return Encoding("utf-8-sig")
    except UnicodeDecodeError:
        return _one_byte(sample)


def _one_byte(sample: bytes) -> Encoding:
    words = [word for word in _WORD.findall(sample) if _HIGH.search(word)]
    alone = [word for word in words if len(word) >= _LONG and not re.search(rb"[A-Za-z]", word)]
    if 2 * len(alone) > len(words):
        scores = {codec: _score(codec, alone) for codec in _COMMON}
        best = max(scores, key=lambda codec: scores[codec])
        if scores[best] >= _ENOUGH:
            why = f"{len(alone):,} words have no plain letter, and {scores[best]:.0%} of theirs are common ones of it"
            return Encoding(best, why, certain=False)
    for codec in ("cp1252", "cp1250"):
        try:
            sample.decode(codec)
        except UnicodeDecodeError:
            continue
        why = f"not UTF-8, and in {len(words):,} words an accented letter stands among plain ones"
        return Encoding(codec, f"{why}; name another encoding if names look wrong", certain=False)
    return Encoding("cp1252", certain=False)  # which cannot read it: the caller says so


def _score(codec: str, words: list[bytes]) -> float:
    """The share of the words' letters that are common ones of the script; 0 if some are not of it at all."""
    letters: Counter[str] = Counter()
    for word in words:
        letters.update(word.decode(codec, "replace"))
    total = sum(letters.values())
    own = sum(count for letter, count in letters.items() if _SCRIPTS[codec].fullmatch(letter))
    common = sum(count for letter, count in letters.items() if letter in _COMMON[codec])
    return common / total if total and own >= 0.9 * total else 0.0


def named(text: str) -> str:
    """The codec of an encoding as people write it: `windows-1256`, `cp1256`, `utf8`. Empty if there is none."""
    try:
        codec = codecs.lookup(text.strip()).name
        "".encode(codec)
    except (LookupError, UnicodeError, ValueError):
        return ""
    return {"utf-8": "utf-8-sig"}.get(codec, codec)
