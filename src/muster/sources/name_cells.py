"""Alias cells of government lists: several names, languages named in front of them, short forms in brackets.

Builds on the spellings of the UN list and adds what the EU, Australia and Canada write besides: `Russian: ...`,
`(also known as ...)`, `(previously listed as)`, a full and a short form of one company, two languages with a slash.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from muster.sources.cells import items
from muster.sources.un_names import LETTERS, Spelling, is_acronym, script_of, spellings, tidy

_LANGUAGES = {
    "arabic": "ar",
    "azerbaijani": "az",
    "belarusian": "be",
    "belarussian": "be",
    "chinese": "zh",
    "dari": "prs",
    "english": "en",
    "farsi": "fa",
    "french": "fr",
    "georgian": "ka",
    "hebrew": "he",
    "korean": "ko",
    "pashto": "ps",
    "persian": "fa",
    "romanian": "ro",
    "russian": "ru",
    "serbian": "sr",
    "turkish": "tr",
    "ukrainian": "uk",
}
_SPOKEN = re.compile(
    r"(?<![^\s,;(])(?:in |original )?(?P<lang>[a-z]+)(?: spelling| script| language)?\s*:\s*", re.IGNORECASE
)
_FORMER = re.compile(r"\s*\(?\b(?:previously|formerly) (?:listed|known) as\b[.,:]?\s*\)?", re.IGNORECASE)
_ALSO = re.compile(r"\((?:also\s+known\s+as|a\.?k\.?a\.?:?)\s+(?P<names>.+)\)\s*$", re.IGNORECASE | re.DOTALL)
_NAMES_APART = re.compile(r"\s*[;,]\s+(?:and\s+)?|\s+(?:and|or)\s+(?=[A-Z“‘\"])")
_INSIDE = re.compile(r"(?P<word>[^\s()]+)\s*\((?P<also>(?:a\.?k\.?a\.? )?)(?P<other>[^()]+)\)")
_WORDS_APART = re.compile(r",|\bor\b|/")
_FORMS = (
    "ООО|АО|ОАО|ПАО|ЗАО|НАО|ФГУП|ФГБУ|ФКП|ГУП|ТОВ|ЧУП|РУП|УП|ИП|НПП|НПО|JSC|OJSC|PJSC|CJSC|LLC|OOO|OAO|PAO|ZAO|AO|FGUP"
    "|FKP|GUP|LTD"
)
_BRACKETED = re.compile(r"(?P<long>[^()]*[^()\s])\s*\((?P<short>[^()]+)\)")
_WITH_FORM = re.compile(rf"(?:{_FORMS})\b.+|.+\b(?:JSC|LLC|Ltd|OOO|AO)")
_FORM_FIRST = re.compile(rf"^(?:{_FORMS})\s+[‘“\"«']")
_SLASHED = re.compile(r"^\S+ \S.* / \S+ \S")
# Words of one script, and nothing by which a cell is taken apart
_MARKS = "\u0300-\u036f\u200c \"'‘’“”„«»,.&–-"
_ONE_NAME = re.compile("|".join(f"(?P<{script}> *[{some}][{some}{_MARKS}]*)" for script, some in LETTERS.items()))
_MAX = 4000  # characters; real cells hold up to 1,200
_MAX_NAME = 500  # characters of one name; real ones hold up to 240


class Alias(NamedTuple):
    """One name: `kind` is empty unless the text itself says `former` or `acronym`; `note` is what stood beside it.

    `script` is that of its letters if taking the cell apart has told it.
    """

    text: str
    kind: str = ""
    lang: str = ""
    note: str = ""
    script: str = ""

    def part(self, text: str) -> Alias:
        """A name that is a part of this one's text."""
        return Alias(text, self.kind, self.lang, self.note, self.script if text[:1].isalpha() else "")


def aliases(text: str) -> tuple[Alias, ...]:
    """All names in a cell whose values are joined by `;`."""
    one = _one_name(text)
    return (one,) if one else _taken_apart(text) if text else ()


def _one_name(text: str) -> Alias | None:
    """The text as a name, if nothing in it says that there is more to it."""
    one = _ONE_NAME.fullmatch(text)
    script = one.lastgroup if one else ""
    if not script or (script == "Latn" and " as" in text.lower()):
        return None
    name = tidy(text) if "  " in text else text
    return Alias(name.strip(" ,"), "", "", "", script)


@lru_cache(maxsize=4096)
def _taken_apart(text: str) -> tuple[Alias, ...]:
    if len(text) > _MAX:
        return (Alias(tidy(text)),)
    found: list[Alias] = []
    for item in items(text):
        found += _languages(item) if ":" in item else _plain(item)
    return tuple({one[:4]: one for one in found}.values())  # the script says nothing more


def _languages(item: str) -> list[Alias]:
    """The names in an item in which a language may stand in front of some of them."""
    marks = [mark for mark in _SPOKEN.finditer(item) if mark["lang"].lower() in _LANGUAGES]
    if not marks:
        return _plain(item)
    lead = item[: marks[0].start()].strip(" ,;(")
    found = _plain(lead) if lead else []
    ends = [mark.start() for mark in marks[1:]] + [len(item)]
    for mark, end in zip(marks, ends, strict=True):
        lang = _LANGUAGES[mark["lang"].lower()]
        found += [one._replace(lang=lang) for one in _plain(item[mark.end() : end].strip(" ,;()"))]
    return found


def _plain(item: str) -> list[Alias]:
    if one := _one_name(item):
        return [one]
    former = " as" in item.lower() and bool(_FORMER.search(item))
    if former:
        item = _FORMER.sub(" ", item).strip(" ,;()")
    if "(" in item and (also := _ALSO.search(item)):
        several = [item[: also.start()].rstrip(), *_NAMES_APART.split(tidy(also["names"]))]
        return [one for name in several for one in _plain(name)]
    if " / " in item and _SLASHED.match(item):
        return [one for part in item.split(" / ") for one in _plain(part.strip())]
    parts, names = [item], []
    if item.endswith(")") and (bracketed := _BRACKETED.fullmatch(item)):
        long, short = bracketed.groups()
        if " " not in long and is_acronym(long, short):
            names, parts = [Alias(long, "acronym")], [short]
        elif _WITH_FORM.fullmatch(short) or (" " in short and is_acronym(short, long)):
            parts = [long, short]  # several words, of which some may be short for some
    for part in parts:
        # The script may change after a legal form without another name beginning there
        for found in [Spelling(part)] if _FORM_FIRST.match(part) else spellings(part):
            kind = "former" if former or found.former else "acronym" if found.acronym else ""
            names.append(Alias(found.text, kind, "", found.aside))
    return names


def kind_of(found: Alias, kind: str, primary: str) -> str:
    """The kind of a name that stands in a cell of `kind` names: what its text, its letters or the primary name tell."""
    if found.kind or kind not in ("strong", "original_script"):
        return found.kind or kind
    if not found.text.isascii() and (found.script or script_of(found.text)) not in ("Latn", ""):
        return "original_script"
    return "acronym" if found.text.isupper() and is_acronym(found.text, primary) else "strong"


def variants(text: str) -> tuple[str, list[str]]:
    """A person's name in which words are given twice, as the name without that and the names it also stands for.

    >>> variants("Shafiq (a.k.a. Shafik, Shafeeq) MASA")
    ('Shafiq MASA', ['Shafik MASA', 'Shafeeq MASA'])
    """
    if len(text) > _MAX_NAME:
        return text, []
    if "(" not in text:
        return tidy(text), []
    found = [(match, words) for match in _INSIDE.finditer(text) if (words := _other_words(match))]
    plain = text
    for match, _ in reversed(found):
        plain = plain[: match.end("word")] + plain[match.end() :]
    others, shift = [], 0
    for match, words in found:
        start, end = match.start("word") - shift, match.end("word") - shift
        others += [tidy(plain[:start] + word + plain[end:]) for word in words]
        shift += match.end() - match.end("word")
    return tidy(plain), others


def _other_words(match: re.Match[str]) -> list[str]:
    """The words in brackets that stand for the one before them; none if they are anything else."""
    words = [word.strip() for word in _WORDS_APART.split(match["other"]) if word.strip()]
    if any(" " in word for word in words) or script_of(match["other"]) != script_of(match["word"]):
        return []
    alike = all(word[0].lower() == match["word"][0].lower() for word in words)
    surnames = match["word"].isupper() and match["other"].isupper()
    return words if match["also"] or alike or surnames else []
