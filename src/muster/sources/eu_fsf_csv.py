"""The EU list as CSV in its present schema (`fileGenerationDate;Entity_LogicalId;…`): the XML's elements laid out flat.

One row holds one name, birth, address, paper or citizenship of an entry, with the entry's own columns before it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from muster.dates import parse_day
from muster.errors import BadDate, BadInput
from muster.sources.eu_fsf_parts import UN_REFERENCE, Act, Party, Piece
from muster.sources.files import InputFile
from muster.sources.un_names import tidy

_START = re.compile(rb'^(?:\xef\xbb\xbf)?"?fileGenerationDate"?;"?Entity_LogicalId', re.IGNORECASE)
_AGAIN = "the file may be cut off: fetch it again"
_PLACE = {
    "Street": "street",
    "PoBox": "box",
    "ZipCode": "zip",
    "City": "city",
    "Place": "place",
    "Region": "region",
    "CountryDescription": "country",
}
_PIECES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "NameAlias": (
        "name",
        {
            "LastName": "last",
            "FirstName": "first",
            "MiddleName": "middle",
            "WholeName": "whole",
            "Gender": "gender",
            "Title": "title",
            "Function": "function",
            "NameLanguage": "language",
        },
    ),
    "Address": ("address", _PLACE),
    "BirthDate": ("birth", {**_PLACE, "CalendarType": "calendar"}),
    "Identification": (
        "identifier",
        {
            "Number": "number",
            "LatinNumber": "latin",
            "TypeDescription": "type",
            "IssuedBy": "by",
            "IssuedDate": "issued",
            "ValidTo": "expires",
            "CountryDescription": "country",
        },
    ),
    "Citizenship": ("citizen", {"CountryDescription": "country", "Region": "region"}),
}
_FLAGS = {
    "Diplomatic": "diplomatic",
    "KnownExpired": "known to be expired",
    "KnownFalse": "known to be false",
    "ReportedLost": "reported lost",
    "RevokedByIssuer": "revoked by the issuer",
    "AsAtListingTime": "as at the time of listing",
}
_SAID = {"ValidFrom": "valid from", "NameOnDocument": "name on the document:"}
_ACT = ("NumberTitle", "PublicationDate", "Programme", "PublicationUrl", "EntryIntoForceDate")
# Read elsewhere, or the same thing in another form.
_ELSEWHERE = re.compile(
    r"fileGenerationDate|Entity_(LogicalId|EU_ReferenceNumber|UnitedNationId|DesignationDate|DesignationDetails|Remark"
    r"|SubjectType|SubjectType_ClassificationCode)|\w+_Regulation_\w+"
    r"|(NameAlias|Address|BirthDate|Identification|Citizenship)_(LogicalId|RegulationLanguage|CountryIso2Code|Remark)"
    r"|BirthDate_(BirthDate|Day|Month|Year|YearRangeFrom|YearRangeTo|Circa)|Address_ContactInfo|Identification_(TypeCode"
    r"|Region)"
)
_READ = frozenset(
    f"{name}_{key}" for name, (_, keys) in _PIECES.items() for key in (*keys, *_FLAGS, *_SAID)
)  # fmt: skip


def is_present_csv(file: InputFile) -> bool:
    """True if the first line is the header of the present schema."""
    return bool(_START.match(file.head))


def present_published(file: InputFile) -> str:
    """The day in the first column (`01/09/2026`). Raises BadInput if there is none."""
    for place, row in _rows(file):
        day = re.sub(r"^(\d{2})/(\d{2})/(\d{4})$", r"\3-\2-\1", row["fileGenerationDate"].strip())[:10]
        try:
            return parse_day(day).isoformat()
        except BadDate:
            problem = f"no day in the first column: {row['fileGenerationDate'][:40]!r}"
            raise BadInput(problem, place=place, hint="fetch it again") from None
    raise BadInput("holds no entries", place=file.name, hint="an empty list would withdraw everything: fetch it again")


def present_parties(file: InputFile, oddities: Counter[str]) -> Iterator[Party]:
    """The entries; the rows of one stand together. Raises BadInput with the line of a broken row."""
    party: Party | None = None
    for place, row in _rows(file):
        number = row["Entity_LogicalId"].strip()
        if not number.isdigit():
            raise BadInput("a row without its entry's number", place=place, hint=_AGAIN)
        if party is None or party.number != number:
            if party is not None:
                yield party
            kind = row.get("Entity_SubjectType_ClassificationCode", "") or row.get("Entity_SubjectType", "")
            party = Party(
                number,
                tidy(kind),
                reference=tidy(row.get("Entity_EU_ReferenceNumber")),
                un_reference=tidy(row.get("Entity_UnitedNationId")),
                designated=tidy(row.get("Entity_DesignationDate")),
                designation=tidy(row.get("Entity_DesignationDetails")),
            )
        _add(party, row, oddities)
    if party is not None:
        yield party


def present_united_nations(file: InputFile) -> Iterator[tuple[str, str]]:
    """Numbers of the entries that carry a reference number of the UN list, with it."""
    seen: set[str] = set()
    for _, row in _rows(file):
        number, reference = row["Entity_LogicalId"].strip(), tidy(row.get("Entity_UnitedNationId"))
        if number not in seen and UN_REFERENCE.fullmatch(reference):
            seen.add(number)
            yield number, reference


def _rows(file: InputFile) -> Iterator[tuple[str, dict[str, str]]]:
    header: list[str] = []
    for line, cells in file.rows(";"):
        place = f"{file.name} line {line}"
        if not header:
            header = [cell.strip().lstrip("\ufeff") for cell in cells]
            if "Entity_LogicalId" not in header or "NameAlias_WholeName" not in header:
                raise BadInput("the header lacks columns of the list", place=place, hint=_AGAIN)
            continue
        if not any(cells):
            continue
        if len(cells) != len(header):
            problem = f"{len(cells)} cells where the header has {len(header)}"
            raise BadInput(problem, place=place, hint=_AGAIN)
        yield place, dict(zip(header, cells, strict=True))


def _add(party: Party, row: Mapping[str, str], oddities: Counter[str]) -> None:
    act = _act(row, "Entity")
    if act and act not in party.acts:
        party.acts.append(act)
    if (remark := tidy(row.get("Entity_Remark"))) and remark not in party.remarks:
        party.remarks.append(remark)
    programmes = {one.title: one.programme for one in party.acts}
    for name, (kind, keys) in _PIECES.items():
        fields = {field: text for key, field in keys.items() if (text := tidy(row.get(f"{name}_{key}")))}
        if name == "BirthDate" and (words := _birth_words(row)):
            fields["date"] = words
        remarks = tuple(_remarks(row, name))
        if not fields and not remarks:
            continue
        if name == "Identification" and "type" not in fields:
            fields["type"] = tidy(row.get("Identification_TypeCode"))
        own = _act(row, name)
        own = own._replace(programme=own.programme or programmes.get(own.title, ""))
        party.pieces.append(Piece(kind, fields, own, remarks))
    for column, text in row.items():
        if text.strip() and column and column not in _READ and not _ELSEWHERE.fullmatch(column):
            oddities[f"column {column} is unknown here"] += 1


def _act(row: Mapping[str, str], name: str) -> Act:
    return Act(*(tidy(row.get(f"{name}_Regulation_{key}")) for key in _ACT))


def _remarks(row: Mapping[str, str], name: str) -> Iterator[str]:
    for key, words in _FLAGS.items():
        if row.get(f"{name}_{key}", "").strip().casefold() in ("true", "1", "yes"):
            yield words
    for key, words in _SAID.items():
        if text := tidy(row.get(f"{name}_{key}")):
            yield f"{words} {text}"
    for key in ("Region",) if name == "Identification" else ("ContactInfo",) if name == "Address" else ():
        if text := tidy(row.get(f"{name}_{key}")):
            yield f"region {text}" if key == "Region" else text
    if text := tidy(row.get(f"{name}_Remark")):
        yield text


def _birth_words(row: Mapping[str, str]) -> str:
    """The date of birth as one text: a day, month or year, a range of years, with `circa` before it."""
    names = ("BirthDate", "Month", "Year", "YearRangeFrom", "YearRangeTo", "Circa")
    text, month, year, low, high, circa = (tidy(row.get(f"BirthDate_{name}")) for name in names)
    if not text and (low or high):
        text = f"{low} - {high}" if low and high else low or high
    elif not text and year and month.isdigit():
        text = f"{year}-{int(month):02}"
    text = text or year
    return f"circa {text}" if text and circa.casefold() == "true" else text
