"""Registration numbers of companies in the UK lists: one text may hold several, each with its kind and its country.

`1141203681275 (Russia). Tax ID No. 7769036140 (Russia)` is two numbers. A text is taken apart only where all of it is
labels and numbers; any other stays one number as it is.
"""

from __future__ import annotations

import re

from muster.sources.papers import Paper
from muster.sources.uk_cells import country_aside

PLAIN = "Business registration number"
# In this order: what is labelled `INN/TIN` is an INN, since TIN may be the tax number of any state.
_KINDS = ("INN", "OGRN", "KPP", "USCC", "UNP", "BIN", "SRN", "OKTMO", "TIN")
_SPELLED = {"unified social credit code": "USCC", "legal entity identifier": "LEI"}
_LAST_WORDS = frozenset({*map(str.casefold, _KINDS), "bik", "number", "no", "id", "code", "identifier"})
_SIGNS = " \t:–-"
_NUMBER = r"(?<!\w)(?=[^\s\d]{0,20}\d[^\s\d]{0,20}\d[^\s\d]{0,20}\d)[A-Z0-9][\w./-]*\w(?: \d[\w./-]*\w)*"
_ITEM = re.compile(
    rf"(?P<label>[^\d;,]{{0,60}}?)(?P<number>{_NUMBER})(?: \((?P<aside>[^()]{{1,40}})\))?"
    r"(?P<dated> dated \d\d/\d\d/\d{4})?(?=[\s,;]|\.(?:\s|$)|$)[\s,;./]*"
)
_BANK = re.compile(r"(?P<label>SWIFT/BIC)[ :–-]+(?P<number>[A-Z]{6}[A-Z0-9]{2,5})\b(?P<aside>)(?P<dated>)[\s,;./]*")
_BEHIND = re.compile(r"(?P<number>\w{3,24}) [–-] (?P<label>[^\d;,]{2,60})")
_EXPLAINED = re.compile(r" ?\([^()]*\)$")
_STATE = re.compile(r"(?P<country>Russia|Kazakhstan|Belarus)(?:ia)?n? ")


def companies(text: str) -> list[Paper]:
    """The numbers of a company, each by its kind where the text is nothing but labels and numbers; else one as it is.

    >>> [(paper.type, paper.number) for paper in companies("OGRN: 1051364683532 INN: 7848584776")]
    [('OGRN', '1051364683532'), ('INN', '7848584776')]
    """
    text = text.strip(' "')
    behind = _BEHIND.fullmatch(text)
    if behind and _is_label(behind["label"]):
        return [_company(behind["label"], behind["number"], "", "")]
    found: list[Paper] = []
    place = 0
    while place < len(text):
        bank = _BANK.match(text, place) if "SWIFT" in text else None
        match = bank or _ITEM.match(text, place)
        if not match or not (bank or _is_label(match["label"]) or (not found and not match["label"])):
            return [Paper(text, PLAIN)]
        found.append(_company(match["label"], match["number"], match["aside"] or "", match["dated"] or ""))
        place = match.end()
    return found


def _is_label(text: str) -> bool:
    """True if a text before a number surely says of which kind it is: it ends in a colon, `No.`, `code` or the like."""
    label = _bare(text)
    if not label or len(label.split()) > 6:
        return False
    last = re.split("[/ ]", _EXPLAINED.sub("", label))[-1].rstrip(".").casefold()
    return text.rstrip().endswith(":") or last in _LAST_WORDS


def _bare(label: str) -> str:
    label = label.strip(_SIGNS)
    return label[1:-1] if label.startswith("(") and label.find(")") == len(label) - 1 else label


def _company(label: str, number: str, aside: str, dated: str) -> Paper:
    label = _bare(label)
    country = country_aside(aside)
    if not label and aside and _is_label(aside):  # `193194966 (Company registration number)`
        label, aside = aside, ""
    state = _STATE.match(label)
    kind = _kind(label)
    more = "" if kind in (label, PLAIN, _STATE.sub("", label)) else label  # `Tax Identification Number: INN`
    note = "; ".join(filter(None, (more, "" if country else aside, dated.strip())))
    return Paper(number, kind, country or (state["country"] if state else ""), note=note)


def _kind(label: str) -> str:
    """The kind that a label names: by its abbreviation if that is known, else as the list writes it."""
    words = re.findall(r"\w+", label)
    known = next((kind for kind in _KINDS if kind in words), "")
    return known or _SPELLED.get(label.casefold(), label or PLAIN)
