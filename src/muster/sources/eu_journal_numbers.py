"""Number cells of the annex tables: `7718837905 (Tax ID/INN)`, `A005487 (issued 13.8.1995)`, `1 INN, KPP 2, OKPO 3`.

A cell holds one number or several, each with words around it: see `eu_journal_papers`. Numbers stand in cells of
nationalities too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from muster.sources.cells import countries, given, items
from muster.sources.eu_journal_papers import Known, is_whole, paper
from muster.sources.papers import Paper

NUMBERS: Mapping[str, str] = {
    "passportNumber": "Passport",
    "registrationNumber": "Registration number",
    "taxNumber": "Tax number",
    "idNumber": "Identification number",
    "innCode": "INN",
    "ogrnCode": "OGRN",
    "kppCode": "KPP",
    "okpoCode": "OKPO",
    "leiCode": "LEI",
    "swiftBic": "SWIFT/BIC",
    "ticker": "Equity ticker",
    "imoNumber": "IMO number",
    "mmsi": "MMSI",
}
_LABELLED = re.compile(
    r"[,;]?\s*\b(?P<label>INN|OGRN|KPP|OKPO|UNP|LEI)\b(?:/KPP)?\s*(?:No\.?|code|number)?"
    r"\s*:?\s*(?P<number>\d[\d ]{4,19}\d)"
)
_NEXT = re.compile(r"(?<=\))[,;]?\s+(?=[\w-]*\d)|,\s+(?=[\w-]*\d[\w-]{4,})|,\s+(?=[A-Z][A-Za-z ]{2,30} [Nn]o\.? ?\d)")
_NEXT_LED = re.compile(r"[,;]\s+(?=\([^()\d]*\)\s*\w*\d)")
_COUNTED = re.compile(r"\(\d\)\s*")
_SIMPLE = r"(?:[A-Z]{1,3} )?\w*\d\w*"
_SEVERAL = re.compile(rf"{_SIMPLE}(?: (?:and|or) {_SIMPLE}){{1,5}}\.?")
_LABEL_AT_END = re.compile(r"(?:^|[.,;]\s+)(?P<label>[A-Z][A-Za-z ]*\b(?:no|number))\.?:?$", re.IGNORECASE)
_LONE_NUMBER = re.compile(r"[A-Z]{0,3}\d")
_OF_PAPER = re.compile(r"\bpassport\b|\bnational id|\bidentit", re.IGNORECASE)
_PERSON_AND_PAPER = re.compile(r"^(?P<country>[^\d.,()]+)[.,] (?P<paper>.*\d.*)$")
_WITH_PASSPORT = re.compile(r"^(?P<country>[A-Z][A-Za-z ]+?),? (?P<paper>passport)\.?$", re.IGNORECASE)
_MAX = 1000  # characters of one item; real ones hold up to 300


def numbers(row: Mapping[str, str]) -> Iterator[Paper]:
    """All identifiers in the number columns of a row. The IMO numbers of owners are of a series of their own."""
    vessel = row.get("schema", "").casefold() == "vessel"
    told = known(row)
    for column, kind in NUMBERS.items():
        if column not in row:
            continue
        if column == "imoNumber" and not vessel:
            kind = "IMO company number"
        for item in labelled(_rejoined(items(row[column]))):
            if given(item) and item.casefold() != "does not exist":
                yield from numbers_in(item, kind, told)


def nationalities(row: Mapping[str, str]) -> Iterator[tuple[str, str] | Paper]:
    """The nationalities in a row, each with its aside, and the documents that stand in the same cell."""
    for item in labelled(items(row.get("nationality", ""))):
        country, rest = _person_and_paper(item)
        if rest and not re.search(r"\d", rest):
            yield country, rest
            continue
        yield from countries(country)
        if rest:
            yield from numbers_in(rest, "Identification number", known(row))


def _person_and_paper(item: str) -> tuple[str, str]:
    """A nationality and what is said of a document after it; either may be missing."""
    if len(item) > _MAX or not _OF_PAPER.search(item):
        return item, ""
    if both := _PERSON_AND_PAPER.match(item) or _WITH_PASSPORT.match(item):
        return ("", item) if _OF_PAPER.search(both["country"]) else (both["country"], both["paper"])
    return ("", item) if re.search(r"\d{4}", item) and _OF_PAPER.match(item) else (item, "")


def known(row: Mapping[str, str]) -> Known:
    """What a row says of countries outside its numbers."""
    cells = (row.get(column, "") for column in ("birthPlace", "country", "jurisdiction", "address"))
    return Known("; ".join(filter(None, cells)), row.get("nationality", ""))


def labelled(found: Iterable[str]) -> Iterator[str]:
    """Items of a cell, a label at the end of one of them set before the numbers of which it speaks.

    >>> list(labelled(["64 (Hillish passport). National number", "12", "13"]))
    ['64 (Hillish passport)', 'National number 12', 'National number 13']
    """
    label = ""
    for item in found:
        if label and _LONE_NUMBER.match(item):
            yield f"{label} {item}"
            continue
        label = ""
        if item.rstrip(" .:").casefold().endswith((" no", " number")) and (ends := _LABEL_AT_END.search(item)):
            item, label = item[: ends.start()], ends["label"]
        if item:
            yield item


def _rejoined(found: Iterable[str]) -> list[str]:
    """Items of a cell, those that are one bracket in two pieces put together again."""
    whole: list[str] = []
    for item in found:
        short = whole and len(whole[-1]) < _MAX
        if short and item.count(")") > item.count("(") and whole[-1].count("(") > whole[-1].count(")"):
            whole[-1] += f"; {item}"
        else:
            whole.append(item)
    return whole


def numbers_in(item: str, kind: str, told: Known) -> Iterator[Paper]:
    """The numbers in an item of a cell, of a `kind` unless the words say another."""
    if len(item) > _MAX:
        yield Paper(item, kind)
        return
    rest = item
    found = list(_LABELLED.finditer(item))
    for match in found:
        rest = rest.replace(match[0], " ")
    rest = rest.strip(" ,;/-")
    lead = "" if re.search(r"\d", rest) else rest  # words that speak of the first labelled number
    for piece in [] if lead else _pieces(rest):
        yield paper(piece, kind, told)
    for match in found:
        yield Paper(match["number"].strip(), match["label"], note=lead)
        lead = ""
    if lead:
        yield paper(lead, kind, told)


def _pieces(text: str) -> list[str]:
    """The numbers of a text apart, each with the words around it."""
    if text.startswith("(1)"):
        return [piece.strip(" ,;") for piece in _COUNTED.split(text) if piece.strip(" ,;")]
    if text.startswith("(") and len(led := _NEXT_LED.split(text)) > 1:
        return led
    if _SEVERAL.fullmatch(text):
        return re.split(r" (?:and|or) ", text.rstrip("."))
    if is_whole(text):
        return [text]
    pieces: list[str] = []
    for piece in _NEXT.split(text):
        if pieces and not re.search(r"\d", pieces[-1]):
            pieces[-1] += f" {piece}"
        elif piece := piece.strip(" ,;"):
            pieces.append(piece)
    return pieces
