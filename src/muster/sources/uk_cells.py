"""Cells of the UK lists: enumerations, dates with zeros, papers in free text, and labels in brackets.

One cell may hold `(1) ... (2) ...`, a birth date `00/00/1963`, or `(UN Ref):QDi.028. ... (Gender):Male`. What can
be read is taken apart; what cannot stays the text it was.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from muster.dates import parse_date
from muster.errors import BadDate
from muster.sources.papers import Paper
from muster.sources.un_dates import day_in
from muster.sources.un_names import LEGAL_FORMS, is_acronym, tidy

_STYLES = (tuple(str(number) for number in range(1, 60)), tuple("abcdefghijklmnopqrstuvwxyz"))
_OPENED = r"\("
_EDGE = " \t\r\n.,;"


def numbered(text: str) -> list[tuple[int, str]]:
    """The parts of an enumeration with their numbers; the text itself under 0 if it is none.

    >>> numbered("(1) Kabul (2) Herat"), numbered("a) Odek, b) -"), numbered("(1)-(2) Iraq (3) Iran"), numbered("Omsk")
    ([(1, 'Kabul'), (2, 'Herat')], [(1, 'Odek')], [(1, 'Iraq'), (2, 'Iraq'), (3, 'Iran')], [(0, 'Omsk')])
    """
    text = text.strip()
    for marks in _STYLES:
        # A range alone enumerates nothing: `(1-20) 5550101` may be a number
        if re.match(rf"\(?{marks[0]}(?:\)|[-–]\d\d?\)(?=[^(]*\())", text, re.IGNORECASE):
            return [(number, part) for number, part in _enumerated(text, marks) if part]
    return [(0, tidy(text))] if text.strip(" -.") else []


def _enumerated(text: str, marks: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    place = begin = end = 0
    numbers: list[int] = []
    opened = _OPENED if text.startswith("(") else rf"{_OPENED}?"  # `(no. 2)` is no mark in `(1) ... (2) ...`
    while place < len(marks):
        found = _mark(marks[place], opened).search(text, end)
        if not found and opened == _OPENED and place:
            found = _glued(marks[place]).search(text, end)
        if not found:
            break
        for number in numbers:
            yield number, _item(text[begin : found.start()])
        upto = (found["inside"] or found["upto"] or "").lower()
        last = marks.index(upto) if upto in marks else place
        numbers = list(range(place + 1, max(last, place) + 2))
        begin = end = found.end()
        place = numbers[-1]
    for number in numbers:
        yield number, _item(text[begin:])


@cache
def _mark(mark: str, opened: str) -> re.Pattern[str]:
    """A number of an enumeration, or the first and last of several: `(1)-(3)`, `(1) to (3)`, `(1-3)`."""
    upto = r"(?:(?:[-–]\(?| to \()(?P<upto>\w{1,2})\))?"
    return re.compile(rf"(?<!\w){opened}{mark}(?:[-–](?P<inside>\d\d?))?\){upto}\s*", re.IGNORECASE)


@cache
def _glued(mark: str) -> re.Pattern[str]:
    """A number in digits that lacks the blank before it: `AB123(2) CD456`."""
    return re.compile(rf"(?<=\w)\({mark}\)(?P<inside>)(?P<upto>)\s+(?=\d|[A-Z])" if mark.isdigit() else r"(?!)")


def _item(text: str) -> str:
    text = tidy(text).strip(_EDGE)
    return "" if text in ("-", "–") else text


def parts(text: str) -> list[str]:
    """The distinct parts of an enumeration, without their numbers."""
    return list(dict.fromkeys(part for _, part in numbered(text)))


# --- names ----------------------------------------------------------------------------------------------

_BRACKETED = re.compile(r"^(?P<outer>[^()]+\S) ?\((?P<inner>[^()]+)\)$")
_FORMS = frozenset({*LEGAL_FORMS, "FSUE", "GMBH", "PLC"})


def with_acronym(listed: str) -> tuple[str, str]:
    """An organisation's name, and the acronym that it has in brackets at its end; that is empty if there is none.

    >>> with_acronym("SEA TRADE BANK (STB)"), with_acronym("SEA TRADE BANK (OJSC)")
    (('SEA TRADE BANK', 'STB'), ('SEA TRADE BANK (OJSC)', ''))
    """
    bracket = _BRACKETED.match(listed) if listed.endswith(")") else None
    if bracket and is_acronym(bracket["inner"], bracket["outer"]) and bracket["inner"].upper() not in _FORMS:
        return bracket["outer"], re.sub(r" ?- ?", "-", bracket["inner"].strip())
    return listed, ""


# --- dates ----------------------------------------------------------------------------------------------

_SLASHED = re.compile(r"(?:(?:(?P<d>\d{1,2})/)?(?P<m>\d{1,2})/)?(?P<y>\d{4})")
_SLASHED_DAY = re.compile(r"(?<!\d)(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?!\d)")
_DASHED = re.compile(r"(\d\d)-(\d\d)-(\d{4})")


def edtf(text: str) -> str:
    """A date as the UK lists write it, in EDTF; empty if it is none.

    >>> edtf("00/00/1963"), edtf("00/05/1963"), edtf("14/04/2025"), edtf("1954"), edtf("31/02/2020")
    ('1963', '1963-05', '2025-04-14', '1954', '')
    """
    text = text.strip()
    if dashed := _DASHED.fullmatch(text):
        text = "/".join(dashed.groups())
    match = _SLASHED.fullmatch(text)
    if not match:
        return _valid(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else ""
    day, month = int(match["d"] or 0), int(match["m"] or 0)
    if day and not month:
        return ""
    return _valid(match["y"] + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else ""))


def _valid(text: str) -> str:
    try:
        return parse_date(text).text
    except BadDate:
        return ""


def _day(text: str) -> str:
    """The first day in a text, whether `23/01/2009` or `4 Jun. 1985`."""
    slashed = _SLASHED_DAY.search(text)
    worded = day_in(text)
    return edtf("/".join(slashed.groups())) if slashed and not worded else worded


# --- papers ---------------------------------------------------------------------------------------------


PASSPORT = "Passport"
NATIONAL = "National identification number"
_TYPES = (
    (re.compile(r"tax|\bTIN\b|fiscal", re.IGNORECASE), "Tax number"),
    (re.compile(r"social security|\bSSN\b", re.IGNORECASE), "Social security number"),
    (re.compile(r"driv", re.IGNORECASE), "Driving licence"),
    (re.compile(r"birth certificate", re.IGNORECASE), "Birth certificate"),
    (re.compile(r"\bration\b", re.IGNORECASE), "Ration card"),
    (re.compile(r"military", re.IGNORECASE), "Military identification number"),
    (re.compile(r"certificate of .*nationality|nationality certificate", re.IGNORECASE), "Certificate of nationality"),
    (re.compile(r"residen(?:ce|t|cy)", re.IGNORECASE), "Residence permit"),
)
# Words in capitals and digits: `OB 0243318`, `LBR HBB 61S17 Z352F`.
_NUMBER = re.compile(r"(?<![\w/])[A-Z0-9][A-Z0-9/.-]*(?![\w’'])(?: [A-Z0-9][A-Z0-9/.-]*(?![\w’']))*")
_NO_NUMBER = re.compile(r"(?:(?:19|20)\d\d[ /-]?)+")
_BEFORE = re.compile(r"(?:(?:ID|NO|NR|INN|UK|US|USA|UAE)\.? )+")
_ISSUED = re.compile(r"\bissued?(?: date)?:?(?: on| in)?(?P<rest>.{0,60})", re.IGNORECASE | re.DOTALL)
_EXPIRES = re.compile(r"(?:expir[a-z]*|valid (?:un)?til)\b(?P<rest>.{0,40})", re.IGNORECASE | re.DOTALL)
_STATE = r"[A-Z][A-Za-z'’-]+(?: (?:and|of|the|[A-Z][A-Za-z'’-]+)){0,5}"
_COUNTRY = (
    re.compile(rf"(?P<country>{_STATE})(?=[.,;]| \(|$)"),
    re.compile(
        rf"(?P<country>{_STATE}?)"
        r"(?i:,? (?:diplomatic |false |foreign travel )*(?:passport|national|identi|number|no\b))"
    ),
    re.compile(rf"[^()]*\d[^()]* \((?P<country>{_STATE}?)(?i: (?:diplomatic|passport|national)\b[^()]*)?\)"),
)
_PLAIN = re.compile(_STATE)
_NO_COUNTRY = re.compile(
    r"\b(?:passport|issue\w*|expir\w*|number|diplomatic|false|card|code|fiscal|tax\w*|tazkira|ration|social|id|inn"
    r"|identi\w*|permit|licen[cs]e|certificate|civil|military|national|birth|registration|counterfeit|unknown|valid"
    r"|under|registry|name|federal|group|personal|no|ni|tin|nrc|nric|trn)\b",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^Passport (?:no|number)s?[.: ]+(?=\(?[1a]\))", re.IGNORECASE)
_TAIL = re.compile(r"^(?P<number>\S.*\d\S*) \((?P<aside>[^()]*)\)$")


def papers(numbers: str, details: str, kind: str) -> tuple[list[Paper], list[str]]:
    """The documents of a number cell and the cell of details beside it, and texts that hold no number.

    Both may be enumerations; details without numbers are read for the numbers they hold themselves.
    """
    found: list[Paper] = []
    rest: list[str] = []
    listed, said = numbered(numbers), dict(numbered(_HEADING.sub("", details)))
    used: set[int] = set()
    for place, number in listed:
        key = place if place in said else 0 if 0 in said and len(listed) == 1 else -1
        used.add(key)
        found.append(_paper(number, said.get(key, ""), kind))
    for place, text in said.items():
        if place in used:
            continue
        inside = _number_in(text)
        if inside:
            found.append(_described(inside, text, kind))
        else:
            rest.append(text)
    return found, rest


def _paper(number: str, details: str, kind: str) -> Paper:
    tail = _TAIL.match(number)
    aside = tail["aside"] if tail else ""
    number = tail["number"] if tail else number
    inside = _number_in(number)
    if " " in number and inside and re.search(r"[a-z]{3}", number):  # `Ration card no. 1753222` in the number's place
        details = "; ".join(part for part in (number, details) if part)
        number = inside
    country = country_aside(aside)
    note = "; ".join(part for part in (details, "" if country else aside) if part)
    paper = _described(number, note, kind)
    return Paper(number, paper.type, country or paper.country, paper.issued, paper.expires, note)


def country_aside(aside: str) -> str:
    """What stands in brackets behind a number, if it can be a state; empty otherwise."""
    return aside if _PLAIN.fullmatch(aside) and not _NO_COUNTRY.search(aside) else ""


def _described(number: str, text: str, kind: str) -> Paper:
    issued, expires = _ISSUED.search(text), _EXPIRES.search(text)
    before = text[: expires.start()] if expires else text
    if kind != PASSPORT:
        kind = next((name for form, name in _TYPES if form.search(text)), kind)
    elif re.search(r"diplomatic", text, re.IGNORECASE):
        kind = "Diplomatic passport"
    return Paper(
        number=number,
        type=kind,
        country=_country(text),
        issued=_day(issued["rest"]) if issued and issued.start() < len(before) else "",
        expires=_day(expires["rest"]) if expires else "",
        note=text if text != number else "",
    )


def _country(text: str) -> str:
    """The state or nationality that a text on a document begins with, or has in brackets behind the number."""
    for form in _COUNTRY:
        match = form.match(text)
        if match and not _NO_COUNTRY.search(match["country"]):
            return match["country"]
    return ""


def _number_in(text: str) -> str:
    """The first number of a document in a text: four digits or more, and neither a day nor a year."""
    for match in _NUMBER.finditer(text):
        number = _BEFORE.sub("", match[0].strip(_EDGE))
        digits = sum(letter.isdigit() for letter in number)
        if digits >= 4 and not _SLASHED_DAY.fullmatch(number) and not _NO_NUMBER.fullmatch(number):
            return number
    return ""


# --- other information ----------------------------------------------------------------------------------

UK_REFERENCE, UN_REFERENCE = "UK Sanctions List Ref", "UN Ref"
REASONS = "UK Statement of Reasons"
_LABELS = (
    UK_REFERENCE,
    UN_REFERENCE,
    REASONS,
    "Gender",
    "Phone number",
    "Fax",
    "Tel",
    "Website",
    "Email address",
    "Type of entity",
    "Business Reg No",
    "Parent company",
    "Subsidiaries",
    "IMO number",
    "Flag of ship",
    "Previous flags",
    "Type of ship",
    "Tonnage of ship",
    "Length of ship",
    "Year built",
    "Current owners",
)
_LABEL = re.compile(rf"\(({'|'.join(_LABELS)})\) ?:")
_LIKE_A_LABEL = re.compile(r"(?:^|[.\s])\(([A-Z][A-Za-z /-]{2,40})\):")
_ONE = r"[A-Za-z]{3} ?\. ?\d{3}|[A-Za-z0-9][A-Za-z0-9./-]*[A-Za-z0-9]"
_AND = r",\s*and\s|,|\s(?:and|&)\s"
_REFERENCE = re.compile(
    rf"\s*(?P<value>(?:{_ONE})(?:(?:{_AND})\s*(?:[A-Z]{{3}}\d{{4}}|[A-Z]{{2}}[ie]\.\d{{3}})\b)*)"
    r"[.,;]?(?=\s|$)\s*(?P<rest>.*)",
    re.DOTALL,
)
_OLD_UN = re.compile(
    r"(?<!\()\bUN REF(?:erence|\b)(?: (?:No|Number))?[ .:]*"
    r"(?P<value>(?:[A-Z]{2,3}[a-z]\.? ?\d{3}|(?:[A-Z]{1,2}\.){2,3}\d+\.\d+|E\.\d+\.[IVX]+\.\d+))",
    re.IGNORECASE,
)
_OLD_BARE = re.compile(r"^(?P<value>[A-Z]{2}[ie]\.\d{3})\.")
_OLD_SHIP = re.compile(r"^IMO: ?(?P<imo>\d{7})\b(?:\. MMSI: ?(?P<mmsi>\d{9})\b)?")


def labelled(text: str) -> list[tuple[str, str]]:
    """What stands under each label of Other Information; what stands under none is labelled with an empty text.

    >>> labelled("(UK Sanctions List Ref):AQD0067. (UN Ref):QDe.012. Absorbed. (Gender):Male")
    [('UK Sanctions List Ref', 'AQD0067'), ('UN Ref', 'QDe.012'), ('', 'Absorbed.'), ('Gender', 'Male')]
    """
    found: list[tuple[str, str]] = []
    pieces = _LABEL.split(text)
    if pieces[0].strip(_EDGE):
        found.append(("", tidy(pieces[0])))
    for label, value in zip(pieces[1::2], pieces[2::2], strict=True):
        reference = _REFERENCE.match(value) if label in (UK_REFERENCE, UN_REFERENCE) else None
        if reference:
            found.append((label, tidy(reference["value"])))
            value, label = reference["rest"], ""
        if value.strip(_EDGE):
            found.append((label, tidy(value).lstrip(". ")))
    return found if len(pieces) > 1 else found + _unlabelled(text)


def _unlabelled(text: str) -> list[tuple[str, str]]:
    """What the prose of files before 2020 says of the entry itself: `UN Ref QDi.028. ...`, `IRe.001. ...`, `IMO: ...`.

    A reference in brackets is that of somebody else.
    """
    found: list[tuple[str, str]] = []
    own = _OLD_UN.search(text) or _OLD_BARE.match(text)
    if own:
        found.append((UN_REFERENCE, un_reference(own["value"]) or own["value"]))
    ship = _OLD_SHIP.match(text)
    if ship:
        found += [(label, value) for label, value in (("IMO number", ship["imo"]), ("MMSI", ship["mmsi"])) if value]
    return found


def references(text: str) -> list[str]:
    """The references that stand together under one label.

    >>> references("IHR0061, INU0011 and SYR0161"), references("QDe.012")
    (['IHR0061', 'INU0011', 'SYR0161'], ['QDe.012'])
    """
    return [part for one in re.split(_AND, text) if (part := one.strip())]


def un_reference(text: str) -> str:
    """A reference in the form that the UN list uses today, `QDi.028`; empty if it is in another."""
    match = re.fullmatch(r"([A-Za-z]{2})([ieIE]) ?\.? ?(\d{3})", text)
    return f"{match[1].upper()}{match[2].lower()}.{match[3]}" if match else ""


def unknown_labels(text: str) -> Counter[str]:
    """What looks like a label and is none that is known."""
    return Counter(label for label in _LIKE_A_LABEL.findall(text) if label not in _LABELS)
