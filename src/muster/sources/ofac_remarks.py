"""OFAC's remarks column: one cell that holds birth, papers, weak names and links as `;`-separated text.

Every piece becomes a fact of the vocabulary or stays a remark; no piece is dropped. A date that is not in a
form OFAC uses stays a remark too, rather than being guessed.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from muster.claims import qualify
from muster.dates import parse_date
from muster.errors import BadDate
from muster.sources.countries import is_country
from muster.sources.number_checks import flaw

CUT_AT = 1000  # characters of the remarks column (dat_spec.txt); the rest is in the comments file
LINK = "linked to"  # the one fact that needs the rest of the list to be understood
CUT_NOTE = "cut off by the publisher after 1,000 characters"


class Fact(NamedTuple):
    """One piece of the remarks: a predicate of the vocabulary (or LINK), its value and details in their stored form."""

    predicate: str
    value: str
    qualifiers: tuple[tuple[str, str], ...] = ()
    note: str = ""


# One entry calls itself `d.b.a. '...'`: a name of the quoted, weak sort like the others.
_NAME = re.compile(r"^(?:alt\. )?(?P<how>[afn]\.k\.a\.|d\.b\.a\.) '(?P<name>.*)'$", re.DOTALL)
_OPEN_NAME = re.compile(r"^(?:alt\. )?(?:[afn]\.k\.a\.|d\.b\.a\.) '(?!.*'$)", re.DOTALL)
_PIECES = re.compile(r";\s+")


def pieces(text: str) -> list[str]:
    """The remarks taken apart at `;`, a quoted name kept whole even if it holds one."""
    found: list[str] = []
    for part in _PIECES.split(text.strip().removesuffix(".")):
        if found and _OPEN_NAME.match(found[-1]) and part.endswith("'") and not _NAME.match(part):
            found[-1] = f"{found[-1]}; {part}"
        else:
            found.append(part)
    return [piece for part in found if (piece := part.strip(" ;"))]


def join(text: str, rest: str) -> str:
    """Remarks with their continuation, which starts inside a word: no space, unless a piece just ended."""
    gap = " " if text.endswith(";") and not rest.startswith(" ") else ""
    return f"{text}{gap}{rest}"


def facts(text: str, *, cut: bool = False) -> Iterator[Fact]:
    """All facts of one remarks cell. If the text is `cut`, its last piece is kept only as a marked remark."""
    found = pieces(text)
    broken = found.pop() if cut and found and not text.rstrip().endswith(";") else ""
    for piece in found:
        yield _fact(piece)
    if broken:
        yield Fact("remark", broken, note=CUT_NOTE)


@lru_cache(maxsize=256)  # a third of all pieces are among the few that come again and again
def _fact(piece: str) -> Fact:
    if named := _NAME.match(piece):
        return Fact("name", named["name"], (("kind", "former" if named["how"] == "f.k.a." else "weak"),))
    body = piece[5:] if piece.startswith(("Alt. ", "alt. ")) else piece
    for read in (_birth, _plain, _contact, _detail, _paper):
        fact = read(body)
        if fact:
            return fact
    return Fact("remark", piece)


_MONTHS = {month: number for number, month in enumerate(calendar.month_abbr) if month}
_DATE = re.compile(r"^(?:(?:(?P<d>\d{1,2}) )?(?P<m>[A-Z][a-z]{2})\.? )?(?P<y>\d{4})$")


def edtf_day(text: str) -> str:
    """`28 Oct 1968`, `Oct 1968` or `1968` in EDTF; empty if it is none of these or no day of the calendar."""
    match = _DATE.match(text.strip())
    if not match or (match["m"] and match["m"] not in _MONTHS):
        return ""
    month = f"-{_MONTHS[match['m']]:02}" if match["m"] else ""
    day = f"-{int(match['d']):02}" if match["d"] else ""
    return _valid(f"{match['y']}{month}{day}")


def _valid(text: str) -> str:
    try:
        parse_date(text)
    except BadDate:
        return ""
    return text


def _days(text: str) -> str:
    """A day, month or year in EDTF, or a range from one to another (`1987 to 1989`); empty if it is neither."""
    low, joined, high = text.partition(" to ")
    if not joined:
        return edtf_day(text)
    first, last = edtf_day(low), edtf_day(high.removeprefix("circa "))
    return _valid(f"[{first}..{last}]") if first and last else ""


_YEARS = re.compile(r"(\d{4}) ?- ?(\d{4})")


def birth_date(text: str) -> str:
    """A birth date in EDTF: a day, month or year, about one (`1961~`), a range (`[1987..1989]`); or empty."""
    circa = text.startswith("circa ")
    core = text.removeprefix("circa ")
    years = _YEARS.fullmatch(core)
    found = _days(f"{years[1]} to {years[2]}" if years else core)
    return f"{found}~" if found and circa and found[0] != "[" else found


def country_of(place: str) -> str:
    """The country at the end of a place (`Baghdad, Iraq`); empty if it ends in anything else, as `TX` or a town."""
    *_, before, last = ["", *place.split(", ")]
    if before and is_country(inverted := f"{before}, {last}"):
        return inverted
    return last if before and is_country(last) else ""


def _birth(body: str) -> Fact | None:
    if body.startswith("DOB "):
        found = birth_date(body[4:].strip())
        return Fact("birth_date", found) if found else None
    if body.startswith("POB "):
        place = body[4:].strip()
        country = country_of(place)
        return Fact("birth_place", place, (("country", country),) if country else ())
    return None


_PLAIN = (
    ("nationality ", "nationality"),
    ("citizen ", "citizenship"),
    ("Linked To: ", LINK),
    ("Linked to: ", LINK),
    ("Nationality of Registration ", "country"),
    ("Organization Type: ", "classification"),
    ("Target Type ", "classification"),
)


_PLAINLY = tuple(start for start, _ in _PLAIN)


def _plain(body: str) -> Fact | None:
    if body in ("Gender Male", "Gender Female"):
        return Fact("gender", body[7:].lower())
    for start, predicate in _PLAIN if body.startswith(_PLAINLY) else ():
        if body.startswith(start) and (value := body[len(start) :].strip()):
            return Fact(predicate, value)
    return None


_CONTACTS = (
    (
        "email",
        re.compile(r"^(?:(?:Email Address|E-mail|Email):? ?)?([^\s@]+@[^\s@]+?)(?: \(email\))?$", re.I),
    ),
    ("website", re.compile(r"^Website:? +(\S+)$|^((?:www\.|https?://)\S+?)(?: \(website\))?$", re.I)),
    ("phone", re.compile(r"^(?:Tele)?phone(?: Number| No\.)?:? ([\d+(].*)$", re.I)),
    ("other", re.compile(r"^((?:Fax|Telex)(?: Number| No\.)?:? [\d+(].*)$", re.I)),
)


def _contact(body: str) -> Fact | None:
    for kind, pattern in _CONTACTS:
        match = pattern.match(body)
        if match:
            found = next(value for value in match.groups() if value)
            return Fact("contact", found.strip(), (("type", kind),))
    return None


_DETAIL = re.compile(
    r"^(?P<type>(?:Former |Other )?Vessel (?:Flag|Type|Call Sign|Year of Build|Owner|Operator)"
    r"|(?:Vessel )?(?:Gross Registered Tonnage|Gross Tonnage|Deadweight Tonnage|Tonnage)"
    r"|Aircraft (?:Model|Operator|Manufacture Date|Type))(?: -)? (?P<value>\S.*)$"
)


def _detail(body: str) -> Fact | None:
    match = _DETAIL.match(body)
    return Fact("vessel_detail", match["value"], (("type", match["type"].lower()),)) if match else None


# The names of papers and numbers as OFAC writes them; what follows must hold a digit, except for _LETTERS.
_PAPER = re.compile(
    r"^(?P<type>"
    r"Vessel Registration Identification|Aircraft Manufacturer's Serial Number \(MSN\)|Aircraft Tail Number"
    r"|Aircraft Construction Number \(also called L/N or S/N or F/N\)|Aircraft Mode S Transponder Code"
    r"|Digital Currency Address - [A-Z0-9]+|SWIFT/BIC|BIK \(RU\)|Equity Ticker|ISIN|MMSI"
    r"|Economic Register Number \(CBLS\)|Uni(?:fi|t)ed Social Credit Code(?: Certificate)? \([A-Z]+\)"
    r"|Russian State Individual Business Registration Number Pattern \(OGRNIP\)"
    r"|[A-Z][A-Za-z.'/& -]*?(?:No\b\.?|Number| ?#| ID| Card|Booklet|Tax Registration"
    r"|(?:Fiscal|Organization|Commercial) Code|tax identification number|Serial Identification)"
    r"(?! ?(?:No\b|Number|#|Card|ID\b))"
    r"|(?:[A-Z][a-z]+ )*Passport|Cedula(?: de [A-Za-z]+)*|C\.U\.R\.P\.|R\.F\.C\.|RFC|RTN|D\.N\.I\.|C\.I\.F\."
    r"|N\.I\.E\."
    r"|C\.U\.I\.[TP]\.|C\.U\.I\.|RUC|NIT|RIF|License|Credencial electoral|US FEIN|SSN|VisaNumberID"
    r"|(?:Romanian )?C\.R\.|I\.F\.E\.|N\.I\.F\.|Matricula Mercantil"
    r"|Numero de Identidad|Numero Unico de Identificacao Tributaria \(NUIT\)"
    r"|Cartilla de Servicio Militar Nacional"
    r"):? (?P<number>\S.*)$"
)
_LETTERS = ("SWIFT/BIC", "Aircraft Tail Number", "Equity Ticker")
_DAY = r"(?:\d{1,2} )?(?:[A-Z][a-z]{2} )?\d{4}"
_DAYS = rf"{_DAY}(?: to {_DAY})?"
_TAIL = re.compile(
    rf"^(?P<number>.*?)(?: \((?P<place>[^()]+)\))?"
    rf"(?: issued (?P<issued>{_DAYS}))?(?: expires (?P<expires>{_DAYS}))?$"
)
_CHECKED = {"Unified Social Credit Code (USCC)": "USCC"}
_NUMBERED = re.compile(r"(?: No\.?| #)$")
_IMO = re.compile(r"^IMO (?P<number>\d{7})$")


def _paper(body: str) -> Fact | None:
    match = _PAPER.match(body)
    if not match:
        return None
    tail = _TAIL.match(match["number"])
    if not tail or not (match["type"] in _LETTERS or any(map(str.isdigit, tail["number"]))):
        return None
    number, country, *told = tail.groups("")
    days = [_days(day) if day else "" for day in told]
    if country and not is_country(country):  # a town's or a state's register
        number, country = f"{number} ({country})", ""
    if list(map(bool, days)) != list(map(bool, told)):  # a day that is none
        return paper(match["type"], match["number"])
    return paper(match["type"], number, country, *days)


def paper(kind: str, number: str, country: str = "", issued: str = "", expires: str = "", note: str = "") -> Fact:
    """An identifier from its parts; `Passport No.` is a `Passport`, and `IMO 1234567` has the type IMO number.

    A number whose check digit is wrong says so in its note.
    """
    kind = _NUMBERED.sub("", kind)
    ship = _IMO.match(number)
    if ship:
        kind = "IMO number" if kind.startswith("Vessel") else f"{kind} (IMO)"
        number = ship["number"]
    checked = "LEI" if kind == "Legal Entity Number" and len(number) == 20 else _CHECKED.get(kind, kind)
    wrong = flaw(checked, number)
    if country or issued or expires:
        details = qualify({"type": kind, "country": country, "issued": issued, "expires": expires})
    else:
        details = (("type", kind),)
    return Fact("identifier", number, details, f"{note}; {wrong}" if note and wrong else note or wrong)


_FEATURES = {
    "Birthdate": "DOB",
    "Place of Birth": "POB",
    "Nationality Country": "nationality",
    "Citizenship Country": "citizen",
}
# Features that are columns of their own in the CSV form.
CRAFT = {
    "Vessel Call Sign": "call sign",
    "VESSEL TYPE": "vessel type",
    "Vessel Flag": "flag",
    "Vessel Owner": "owner",
    "Vessel Tonnage": "tonnage",
    "Vessel Gross Registered Tonnage": "gross registered tonnage",
}


@lru_cache(maxsize=16384)
def feature(kind: str, value: str) -> Fact:
    """A fact from OFAC's XML, where a piece of the remarks is split into a type and a value."""
    kind = kind.replace("\u2019", "'")
    if kind == "Title":
        return Fact("title", value)
    if kind in CRAFT:
        return Fact("vessel_detail", value, (("type", CRAFT[kind]),))
    return _fact(f"{_FEATURES.get(kind, kind)} {value}")
