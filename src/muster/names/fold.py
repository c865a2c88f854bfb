"""One spelling for the many ways a name can be typed.

Everything that compares names compares folded ones: ASCII, lower case, one token per word. What was done on the way
is kept as plain words (`rewrites`), because a reader must see why two strings were held to be the same, and because
some rewrites (look-alike letters, digits for letters) are themselves a warning.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from muster.names.arabic import arabic_to_latin
from muster.names.scripts import letter_script

MAX_CHARACTERS = 1000
"""Longer texts are cut here: no listed name is a third as long, and work must stay bounded."""

LOOK_ALIKE = "look-alike letters"
LEET = "digits for letters"
SPACED = "spaced letters joined"
HIDDEN = "invisible characters inside a word"
STYLED = "styled letters"
INVISIBLE = "invisible characters removed"
FULL_WIDTH = "full-width letters"
MARKS = "accents removed"
CUT = f"cut to {MAX_CHARACTERS} characters"
_EVASIVE = frozenset({LOOK_ALIKE, LEET, SPACED, HIDDEN, STYLED})
_SCRIPT_WORDS = {
    "Arab": "folded Arabic letters",
    "Cyrl": "Cyrillic to Latin letters",
    "Grek": "Greek to Latin letters",
    "Hani": "Chinese characters to Latin letters",
    "Hang": "Korean to Latin letters",
    "Hebr": "Hebrew to Latin letters",
}

# Letters of other alphabets that look like a Latin one (a selection of Unicode TR 39 confusables).
_TO_LATIN = dict(
    zip(
        "АВЕКМНОРСТУХІЈЅԁаеорсухіјѕһԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧαορνικγ",
        "ABEKMHOPCTYXIJSdaeopcyxijshqwABEZHIKMNOPTYXaopvuky",
        strict=False,
    )
)
_TO_LATIN.update({"ν": "v", "ι": "i", "κ": "k", "γ": "y", "ο": "o", "ρ": "p", "τ": "t", "п": "n", "т": "t", "к": "k"})
_TO_CYRILLIC = dict(zip("ABEKMHOPCTYXIJSaeopcyxijs", "АВЕКМНОРСТУХІЈЅаеорсухіјѕ", strict=True))
_LEET = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t"}

# Letters of which `_plain_characters` has nothing to say.
_USUAL = re.compile(
    "[ -~\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f\u0391-\u03a1\u03a3-\u03c9\u0400-\u0481\u048a-\u052f\u05d0-\u05ea"
    "\u0621-\u063a\u0641-\u064a\u0671-\u06d3\u4e00-\u9fff\uac00-\ud7a3]*"
)
_HEBREW_QUOTES = re.compile('(?<=[\u05d0-\u05ea])["\u05f4](?=[\u05d0-\u05ea])')
_HEBREW_VOWELS = re.compile(r"\b[\u05d0\u05e2]")
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_TOKEN = re.compile(r"[a-z0-9]+")
_DIGITS = re.compile(r"[0-9]+")
_SYMBOL_FOR_LETTER = re.compile(r"(?<=[a-z])[@$](?=[a-z])")
# `SAMMA2` is `SAM MA 2`, but `B52` is one word
_NUMBERED = re.compile(r"([a-z]{3,})([0-9]+)")
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}[a-z]?(?![a-z])\.?")
_APOSTROPHES = str.maketrans("", "", "'`\u2019\u2018\u02bc\u02bb\u00b4\u02be\u02bf\u2032\u05f3")
_LETTER_WORDS = frozenset({"sa", "ag", "nv", "bv", "kk", "lp", "as", "ab", "ao", "oo", "uk", "us", "un", "sh"})


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded name. `text` is the tokens joined by a space; `rewrites` says in plain words what was changed
    beyond case and punctuation; `evasion` is True when one of them looks like an attempt to get past a screen."""

    text: str
    tokens: tuple[str, ...]
    rewrites: tuple[str, ...]
    evasion: bool


def fold(text: str) -> Folded:
    """`text` as comparable tokens; never fails. Folding the result again changes nothing.

    Doubled letters stay. Over `MAX_CHARACTERS` characters the rest is cut, and `rewrites` says so.
    """
    rewrites: dict[str, None] = {}
    if len(text) > MAX_CHARACTERS:
        text = text[:MAX_CHARACTERS]
        rewrites[CUT] = None
    if not text.isascii():
        text = _to_ascii(text, rewrites)
    tokens = _tokens(text, rewrites)
    return Folded(" ".join(tokens), tokens, tuple(rewrites), not _EVASIVE.isdisjoint(rewrites))


def _to_ascii(text: str, rewrites: dict[str, None]) -> str:
    from anyascii import anyascii

    text = text.translate(_APOSTROPHES)
    text = _plain_characters(text, rewrites)
    if text.isascii():
        return text
    text = _without_look_alikes(text, rewrites)
    for script in sorted(set(map(letter_script, text))):
        if script in _SCRIPT_WORDS:
            rewrites[_SCRIPT_WORDS[script]] = None
    decomposed = unicodedata.normalize("NFKD", text)
    # NFC again: anyascii knows й and Hangul syllables as one letter, not as letter plus mark
    stripped = "".join(c for c in decomposed if not unicodedata.combining(c) or c in "\u0306\u0308\u0654\u0655\u0653")
    if len(stripped) != len(decomposed):
        rewrites[MARKS] = None
    text = arabic_to_latin(unicodedata.normalize("NFC", stripped))
    text = _HEBREW_QUOTES.sub("", text)
    # at the start of a word א and ע carry a vowel
    text = _HEBREW_VOWELS.sub("a", text)
    return anyascii(_spaced_syllables(text))


def _plain_characters(text: str, rewrites: dict[str, None]) -> str:
    """Compatibility forms (NFKC), and no invisible or control characters."""
    if _USUAL.fullmatch(text):
        return unicodedata.normalize("NFKC", text).translate(_APOSTROPHES)
    kept: list[str] = []
    for place, letter in enumerate(text):
        category = unicodedata.category(letter)
        if category == "Cf" or letter == "\u034f":
            rewrites[INVISIBLE] = None
            around = text[max(0, place - 1) : place] + text[place + 1 : place + 2]
            # inside Persian words a non-joiner is good spelling; inside a Latin or Cyrillic one it is not
            if len(around) == 2 and all(letter_script(c) in {"Latn", "Cyrl"} for c in around):
                rewrites[HIDDEN] = None
        elif category in {"Cc", "Cs", "Co", "Cn"}:
            kept.append(" ")
        else:
            kept.append(letter)
            if letter.isalpha() and not letter.isascii():
                kind = unicodedata.name(letter, "").partition(" ")[0]
                if kind in {"MATHEMATICAL", "CIRCLED", "PARENTHESIZED", "SQUARED"}:
                    rewrites[STYLED] = None
                elif kind == "FULLWIDTH":
                    rewrites[FULL_WIDTH] = None
    return unicodedata.normalize("NFKC", "".join(kept)).translate(_APOSTROPHES)


def _without_look_alikes(text: str, rewrites: dict[str, None]) -> str:
    as_latin = False

    def whole(found: re.Match[str]) -> str:
        # beside a word of mixed letters, one all of look-alikes is meant to be read as they look
        word = found.group()
        return "".join(map(_TO_LATIN.__getitem__, word)) if all(c in _TO_LATIN for c in word) else word

    def one(found: re.Match[str]) -> str:
        nonlocal as_latin
        word = found.group()
        scripts = {letter_script(c) for c in word} - {""}
        if len(scripts) != 2 or "Latn" not in scripts or not scripts <= {"Latn", "Cyrl", "Grek"}:
            return word
        other = (scripts - {"Latn"}).pop()
        foreign = [c for c in word if letter_script(c) == other]
        latin = [c for c in word if letter_script(c) == "Latn"]
        more_latin = len(latin) >= len(foreign) or other == "Grek" or any(c not in _TO_CYRILLIC for c in latin)
        if all(c in _TO_LATIN for c in foreign) and more_latin:
            rewrites[LOOK_ALIKE] = None
            as_latin = True
            return "".join(_TO_LATIN.get(c, c) if letter_script(c) == other else c for c in word)
        if other == "Cyrl" and all(c in _TO_CYRILLIC for c in latin):
            rewrites[LOOK_ALIKE] = None
            return "".join(_TO_CYRILLIC.get(c, c) for c in word)
        return word

    plain = _WORD.sub(one, text)
    return _WORD.sub(whole, plain) if as_latin else plain


def _spaced_syllables(text: str) -> str:
    """Chinese characters and Korean syllables set apart: each is a word of the usual romanisations. The first sound of
    리 is written r by all of them."""
    from anyascii import anyascii

    parts: list[str] = []
    for letter in text:
        script = letter_script(letter)
        if script == "Hang" and (latin := anyascii(letter).lower()).startswith("l"):
            parts.append(f" r{latin[1:]} ")
        else:
            parts.append(f" {letter} " if script in {"Hani", "Hang"} else letter)
    return "".join(parts)


def _tokens(text: str, rewrites: dict[str, None]) -> tuple[str, ...]:
    lowered = text.lower().translate(_APOSTROPHES)
    if "@" in lowered or "$" in lowered:
        replaced = _SYMBOL_FOR_LETTER.sub(lambda m: "a" if m.group() == "@" else "s", lowered)
        if replaced != lowered:
            rewrites[LEET] = None
            lowered = replaced
    if "." in lowered:
        lowered = _DOTTED.sub(_undotted, lowered)
    tokens = _TOKEN.findall(lowered)
    if sum(len(token) == 1 for token in tokens) >= 4:
        tokens = _joined_letters(lowered, tokens, rewrites)
    if all(map(str.isalpha, tokens)):
        return tuple(tokens)
    tokens = [token if token.isalpha() else _without_leet(token, rewrites) for token in tokens]
    return tuple(part for token in tokens for part in _numbered(token))


def _numbered(token: str) -> tuple[str, ...]:
    found = None if token.isalpha() else _NUMBERED.fullmatch(token)
    return found.groups() if found else (token,)


def _undotted(found: re.Match[str]) -> str:
    letters = found.group().replace(".", "")
    # two dotted letters are initials of a person more often than an abbreviation
    return f" {letters} " if len(letters) > 2 or letters in _LETTER_WORDS else " ".join(f" {letters} ")


def _joined_letters(text: str, tokens: list[str], rewrites: dict[str, None]) -> list[str]:
    """Runs of four or more single letters as words; a wider gap inside such a run starts a new word."""
    joined: list[str] = []
    for wide in re.split(r"\s{2,}", text):
        part = _TOKEN.findall(wide)
        if len(part) > 1 and all(len(token) == 1 and token.isalpha() for token in part):
            part = ["".join(part)] if len(part) > 2 else part
        joined.extend(part)
    result: list[str] = []
    run: list[str] = []
    for token in [*joined, ""]:
        if len(token) == 1 and token.isalpha():
            run.append(token)
            continue
        result.extend(["".join(run)] if len(run) >= 4 else run)
        run.clear()
        if token:
            result.append(token)
    if result != tokens:
        rewrites[SPACED] = None
    return result


def _without_leet(token: str, rewrites: dict[str, None]) -> str:
    """Digits between letters of a word of four or more letters read as the letters they imitate."""
    digits = [c for c in token if c.isdigit()]
    letters = len(token) - len(digits)
    if not digits or letters < 3 or len(digits) > min(3, letters) or any(d not in _LEET for d in digits):
        return token
    inside = token[0].isalpha() and token[-1].isalpha()
    if not inside and len(_DIGITS.findall(token)) < 2:
        return token  # `33eme`, `abcd3`
    if len(token) < 5 or (digits == ["4"] and len(token) < 6):
        return token  # C4ISR and its kin are no evasion
    rewrites[LEET] = None
    return "".join(_LEET.get(c, c) for c in token)
