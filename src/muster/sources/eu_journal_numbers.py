"""Number cells of the annex tables: `7718837905 (Tax ID/INN)`, `A005487 (issued 13.8.1995)`, `1 INN, KPP 2, OKPO 3`.

A cell holds one number or several, each perhaps with its kind, country, or the life of a passport in brackets. The
bracket stays as the note; what it surely says becomes type, country or date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from muster.sources.cells import given, items
from muster.sources.papers import Paper
from muster.sources.worded_dates import read_dates

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
_TYPES = (
    (re.compile(r"\bINN\b"), "INN"),
    (re.compile(r"\bOGRN(?:IP)?\b|\bPSRN\b"), "OGRN"),
    (re.compile(r"\bKPP\b"), "KPP"),
    (re.compile(r"\bOKPO\b"), "OKPO"),
    (re.compile(r"\bUSCC\b|unified social credit", re.IGNORECASE), "USCC"),
    (re.compile(r"\bUNP\b"), "UNP"),
    (re.compile(r"\bIMO\b"), "IMO number"),
    (re.compile(r"\bpassport\b", re.IGNORECASE), "Passport"),
    (re.compile(r"\bnational (?:identity|identification|id)\b|\btazkira\b", re.I), "National Identification Number"),
    (re.compile(r"\btax (?:id|identification|number|registration)|\bTIN\b|\bTRN\b|\bVAT\b", re.I), "Tax number"),
)
_LABELLED = re.compile(
    r"[,;]?\s*\b(?P<label>INN|OGRN|KPP|OKPO|UNP|LEI)\b(?:/KPP)?\s*(?:No\.?|code|number)?"
    r"\s*:?\s*(?P<number>\d[\d ]{4,19}\d)"
)
_NEXT = re.compile(r"(?<=\)),?\s+(?=[\w-]*\d)|,\s+(?=[\w-]*\d[\w-]{4,})")
_ISSUED = re.compile(r"(?:issued|valid from|delivered)\b[^;()\d]*(?P<day>\d[^;,()]*?\d{4})", re.IGNORECASE)
_EXPIRES = re.compile(r"(?:expir\w*|valid until|valid to|\bto)\b[^;()\d]*(?P<day>\d[^;,()]*?\d{4})", re.IGNORECASE)
_WORDED = re.compile(r"^(?P<number>\S*\d\S*?),? (?P<words>(?:issued|valid|expir|on \d).*)$", re.IGNORECASE)
_LETTERED = re.compile(r"^(?P<aside>[A-Z]{2,5}(?: No\.?)?): ?(?P<number>[^:]*\d[^:]*)$")
_COUNTRY = re.compile(r"^(?:US|UK|USA|UAE|DPRK|(?:the )?[A-Z][a-zü]+(?:[ /][A-Z]?[a-zü]+){0,3})$")
_NO_COUNTRY = re.compile(r"\b(?:number|no|void|current|old|former|national|id|code|tax|alternative)\b", re.IGNORECASE)
_MAX = 1000  # characters of one item; real ones hold up to 300


def numbers(row: Mapping[str, str]) -> Iterator[Paper]:
    """All identifiers in the number columns of a row. The IMO numbers of owners are of a series of their own."""
    vessel = row.get("schema", "").casefold() == "vessel"
    for column, kind in NUMBERS.items():
        if column == "imoNumber" and not vessel:
            kind = "IMO company number"
        for item in items(row.get(column, "")):
            if given(item) and item.casefold() != "does not exist":
                yield from _numbers(item, kind)


def _numbers(item: str, kind: str) -> Iterator[Paper]:
    if len(item) > _MAX:
        yield Paper(item, kind)
        return
    rest = item
    labelled = list(_LABELLED.finditer(item))
    for match in labelled:
        rest = rest.replace(match[0], " ")
    rest = rest.strip(" ,;/-")
    for piece in _NEXT.split(rest):
        if piece := piece.strip(" ,;"):
            yield _number(piece, kind)
    for match in labelled:
        yield Paper(match["number"].strip(), match["label"])


def _number(piece: str, kind: str) -> Paper:
    outer, _, inner = piece.partition("(")
    number, aside = outer.strip(" ,;:."), inner.strip().rstrip(")").strip()
    if worded := _WORDED.match(number):
        number, aside = worded["number"], "; ".join(part for part in (worded["words"].strip(" ,"), aside) if part)
    if not number or (aside and not re.search(r"\d", number)):
        number, aside = piece, ""
    if lettered := _LETTERED.match(number):
        number, aside = lettered["number"], "; ".join(part for part in (lettered["aside"], aside) if part)
    found = next((known for form, known in _TYPES if form.search(aside)), kind)
    country = aside if _COUNTRY.match(aside) and not _NO_COUNTRY.search(aside) and found == kind else ""
    return Paper(number, found, country, _day(_ISSUED, piece), _day(_EXPIRES, piece), "" if country else aside)


def _day(form: re.Pattern[str], text: str) -> str:
    match = form.search(text)
    found = read_dates(match["day"]).found if match else ()
    return found[0][0] if found else ""
