"""Alias cells of government lists: several names, languages named in front of them, short forms in brackets.

Builds on the spellings of the UN list and adds what the EU, Australia and Canada write besides: `Russian: ...`,
`(also known as ...)`, `(previously listed as)`, a full and a short form of one company, two languages with a slash.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from muster.sources.cells import items
from muster.sources.un_names import LEGAL_FORMS, LETTERS, Spelling, is_acronym, script_of, spellings, tidy

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
_FORMS = "|".join(LEGAL_FORMS)
_FORMER = re.compile(
    r"\s*\(?\b(?:as previously listed|(?:previously|formerly) (?:listed|known) as)\b[.,:]?\s*\)?", re.IGNORECASE
)
_ONCE = re.compile(
    r"(?P<now>[^()]+)\((?:formerly|previously)\b\.?(?! listed as) ?(?:known as )?(?P<then>[^()]+)\)"
    r"(?P<more>(?: and the following .*)?)"
)
_ALSO = re.compile(
    r"\((?:also\s+known\s+as|a\.?k\.?a\.?:?)\s+(?:(?P<names>.+)\)|(?P<cut>[^()]+))\s*$", re.IGNORECASE | re.DOTALL
)
_COMMAS_APART = re.compile(rf"\s*[;,]\s+(?:and\s+)?(?!(?:{_FORMS})(?:,|$| and\b))")
_NAMES_APART = re.compile(rf"{_COMMAS_APART.pattern}|\s+(?:and|or)\s+(?=[A-Z“‘\"])")
_AKA = re.compile(r"(?P<name>[^()]*?)[ (]*\b(?:a\.k\.a\.|aka\b|known as(?= [‘“\"«]))[: \"]*(?P<names>[^()]+)\)?[ -]*")
_FKA = re.compile(r"f\.?k\.?a\.?[: ]+")
_LEADING = re.compile(r"(?:and|or|also) +(?![a-z])")
_BORN = re.compile(r"(?:(?P<name>[^()]+?) (?:- |\())?born (?P<then>\D+?)")
_TAIL = re.compile(r" (?:a\.k\.a\. |known as |\(born ).*")
_LETTERED = re.compile(r"(?:^|\s)[a-z]\)")
_OTHERS = "".join(some for script, some in LETTERS.items() if script != "Latn")
# An English word between two names of another script is the list's own
_BETWEEN = re.compile(rf"(?<=[{_OTHERS}\"'’”»,]) (?:and|or) (?=[\"'‘“«]?[{_OTHERS}])")
_SHORT_FORM = re.compile(rf" ?/ ?(?=(?:{_FORMS})\s+[‘“\"«'])")
_OTHER_SCRIPT = re.compile(rf"(?<=[{LETTERS['Latn']}]) ?/ ?(?=[{_OTHERS}])")
_INSIDE = re.compile(r"(?P<word>[^\s()]+)\s*\((?P<also>(?:a\.?k\.?a\.? )?)(?P<other>[^()]+)\)")
_WORDS_APART = re.compile(r",|\bor\b|/")
_BRACKETED = re.compile(r"(?P<long>[^()]*[^()\s])\s*\((?P<short>[^()]+)\)")
_WITH_FORM = re.compile(rf"(?:{_FORMS})\b.+|.+\b(?:JSC|LLC|Ltd|OOO|AO)")
_FORM_FIRST = re.compile(rf"^(?:{_FORMS})\s+[‘“\"«']")
_SLASHED = re.compile(r"^\S+ \S.* / \S+ \S")
# Words of one script, and nothing by which a cell is taken apart
_MARKS = "\u0300-\u036f\u200c \"'‘’“”„«»,.&–-"
_LABELLED = "(?!(?:and|or|also|born|aka|f\\.?k\\.?a\\.?) )"
_ONE_NAME = re.compile(
    "|".join(f"(?P<{script}> *{_LABELLED}[{some}][{some}{_MARKS}]*)" for script, some in LETTERS.items())
)
_MAX_BRACKETS = 20  # of one item; real ones hold up to four
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
    if not script or (script == "Latn" and (" as" in text.lower() or _named_twice(text))):
        return None
    name = tidy(text) if "  " in text else text
    return Alias(name.strip(" ,"), "", "", "", script)


def _named_twice(text: str) -> bool:
    """True if a word in the text says that another name follows it."""
    return "k.a." in text or "aka" in text or "born " in text


@lru_cache(maxsize=4096)
def _taken_apart(text: str) -> tuple[Alias, ...]:
    if len(text) > _MAX:
        return (Alias(tidy(text)),)
    found: list[Alias] = []
    for item in items(text):
        if "(" in item or ")" in item:
            item = _closed(item)
        found += _languages(item) if ":" in item else _plain(item)
    return tuple({one[:4]: one for one in found}.values())  # the script says nothing more


def _closed(item: str) -> str:
    """The item without brackets that close nothing, and with those closed that the list forgot to close."""
    matched = item.count("(") == item.count(")") and item.find("(") < item.find(")")
    if matched or _LETTERED.search(item):
        return item
    depth, kept = 0, []
    for sign in item:
        if sign != ")" or depth:
            kept.append(sign)
            depth += (sign == "(") - (sign == ")")
    text = "".join(kept)
    # Where other names are cut off, the last of them may be too
    also = _ALSO.search(text) if depth else None
    return text if also and also["cut"] else text + ")" * depth


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
        named, behind = item[mark.end() : end], ""
        if item[: mark.start()].endswith("("):
            named, behind = _bracket(named)
        found += [one._replace(lang=lang) for one in _plain(named.strip(" ,;()"))]
        if behind := behind.strip(" ,;()"):
            found += _plain(behind)
    return found


def _bracket(text: str) -> tuple[str, str]:
    """What stands in a bracket that is open where the text begins, and what stands behind it."""
    depth = 1
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if not depth:
            return text[:place], text[place + 1 :]
    return text, ""


def _plain(item: str) -> list[Alias]:
    if one := _one_name(item):
        return [one]
    if "ly" in item and "(" in item and (once := _ONCE.fullmatch(item)):
        now = _plain(once["now"].strip())
        then = [one for name in _NAMES_APART.split(once["then"].strip()) for one in _plain(name)]
        now[:1] = [one._replace(note=once["more"].strip(" :") or one.note) for one in now[:1]]
        return now + [one._replace(kind="former") for one in then]
    former = "ly" in item and bool(_FORMER.search(item))
    if former:
        item = _FORMER.sub(" ", item).strip(" ,;()")
    if "(" in item and item.count("(") <= _MAX_BRACKETS and (also := _ALSO.search(item)):
        apart = _COMMAS_APART if also["cut"] else _NAMES_APART
        several = [item[: also.start()].rstrip(), *apart.split(tidy(also["cut"] or also["names"]))]
        return [one for name in several for one in _plain(name)]
    if len(several := _joined(item)) > 1:
        return [one for name in several for one in _plain(name)]
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
    return [one for name in names for one in _labelled(name)]


def _joined(item: str) -> list[str]:
    """The names in an item that a slash, or an English word between names of another script, joins."""
    if "/" in item:
        if " / " in item and _SLASHED.match(item):
            return [part.strip() for part in item.split(" / ")]
        for sign in (_SHORT_FORM, _OTHER_SCRIPT):
            if len(parts := sign.split(item)) > 1:
                return parts
        if "(" not in item and _alike(parts := [part.split() for part in item.split("/")]):
            return [" ".join(part) for part in parts]
    if not item.isascii() and (" and " in item or " or " in item):
        return [part.rstrip(" ,") for part in _BETWEEN.split(item)]
    return [item]


def _alike(names: list[list[str]]) -> bool:
    """True if the names, as their words, are spellings of one: the same last word, or the same letter first in both."""
    if any(len(words) < 2 for words in names):
        return False
    last = {words[-1].casefold() for words in names}
    return len(last) == 1 or len({(words[0][0].casefold(), words[-1][0].casefold()) for words in names}) == 1


def _labelled(name: Alias) -> list[Alias]:
    """The name without a word that only leads to it, and names that a label in it leads to."""
    text = name.text
    if "born " in text and (born := _BORN.fullmatch(text.removesuffix(")") if "(" in text else text)):
        then, others = variants(born["then"])
        found = [name._replace(text=born["name"].strip(" ,"))] if born["name"] else []
        return found + [Alias(one, "former", name.lang, "born") for one in (then, *others)]
    if ("k.a." in text or "aka" in text or " known as " in text) and (also := _AKA.fullmatch(text)):
        first = also["name"].strip(" ,")
        others = [other for one in _NAMES_APART.split(also["names"]) if (other := one.strip(" ,"))]
        # Else the quotation marks stand around both names
        if first.count("‘") <= first.count("’") and others:
            found = [name._replace(text=first)] if first else []
            return found + [_beside(name, first, other) for other in others]
    if text[:1] == "f" and (once := _FKA.match(text)):
        return [name._replace(text=text[once.end() :], kind="former")]
    if text[:1] in "ao" and (lead := _LEADING.match(text)):
        return [name._replace(text=text[lead.end() :])]
    return [name]


def _beside(name: Alias, first: str, other: str) -> Alias:
    """Another name of who is called `first`."""
    return Alias(other, name.kind or ("acronym" if is_acronym(other, first) else ""), name.lang)


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
    tail = _TAIL.search(text)
    behind = tail[0] if tail else ""
    text = text.removesuffix(behind)
    found = [(match, words) for match in _INSIDE.finditer(text) if (words := _other_words(match))]
    plain = text
    for match, _ in reversed(found):
        plain = plain[: match.end("word")] + plain[match.end() :]
    others, shift = [], 0
    for match, words in found:
        start, end = match.start("word") - shift, match.end("word") - shift
        others += [tidy(plain[:start] + word + plain[end:]) for word in words]
        shift += match.end() - match.end("word")
    return tidy(plain + behind), others


def _other_words(match: re.Match[str]) -> list[str]:
    """The words in brackets that stand for the one before them; none if they are anything else."""
    words = [word.strip() for word in _WORDS_APART.split(match["other"]) if word.strip()]
    if any(" " in word for word in words) or script_of(match["other"]) != script_of(match["word"]):
        return []
    alike = all(word[0].lower() == match["word"][0].lower() for word in words)
    surnames = match["word"].isupper() and match["other"].isupper()
    return words if match["also"] or alike or surnames else []
