"""The EU list in XML: the schema of up to 2017 (`WHOLE/ENTITY`) and the present one (`export/sanctionEntity`).

Only what turns elements into parties is here. Elements and attributes that are not known are counted, not dropped
in silence; comments inside an entry, in which the old schema hides dates and asides, are kept as its remarks.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from muster.dates import parse_day
from muster.errors import BadDate, BadInput
from muster.sources.eu_fsf_parts import UN_REFERENCE, Act, Party, Piece
from muster.sources.files import InputFile, elements, local_name
from muster.sources.un_names import tidy

_OLD, _NEW = "WHOLE", "export"
_ROOT = re.compile(rb"<(?:\w+:)?(WHOLE|export)\b([^>]*)")
_ENTRIES = frozenset({"ENTITY", "sanctionEntity"})


def root_of(file: InputFile) -> str:
    """`WHOLE` or `export` if the file begins as the list does in XML; empty otherwise."""
    match = _ROOT.match(file.opening)
    sign = rb"\bDate=" if match and match[1] == b"WHOLE" else rb"fsd/export|\bgenerationDate="
    return match[1].decode() if match and re.search(sign, match[2]) else ""


def xml_published(file: InputFile) -> str:
    """The day in the root element: `Date="11/02/2016"` or `generationDate="2024-05-03T..."`."""
    root = next(elements(file, frozenset()))
    stamp = root.get("generationDate") or root.get("Date") or ""
    day = re.sub(r"^(\d{2})/(\d{2})/(\d{4})$", r"\3-\2-\1", stamp)[:10]
    try:
        return parse_day(day).isoformat()
    except BadDate:
        hint = "the file may have been altered: fetch it again"
        raise BadInput(f"the first element gives no day: {stamp!r}", place=file.name, hint=hint) from None


def xml_parties(file: InputFile, oddities: Counter[str]) -> Iterator[Party]:
    """The entries one after the other. Raises BadInput for one without its number, or broken XML."""
    for element in elements(file, _ENTRIES, comments=True):
        local = _local(element)
        if local not in _ENTRIES:
            continue
        party = _old_party(element, oddities) if local == "ENTITY" else _new_party(element, oddities)
        if not party.number:
            place = f"{file.name} line {element.sourceline}"
            raise BadInput(f"an entry without its number ({local})", place=place, hint="fetch it again")
        yield party


_TAG = re.compile(rb"<(?:\w+:)?sanctionEntity\b([^>]*)>")
_ATTRIBUTE = re.compile(rb"""(logicalId|unitedNationId)\s*=\s*["']([^"']*)["']""")


def united_nations(file: InputFile) -> Iterator[tuple[str, str]]:
    """Numbers of the entries that carry a reference number of the UN list, with it."""
    for match in _TAG.finditer(file.content):
        texts = ((key.decode(), value.decode("utf-8", "replace")) for key, value in _ATTRIBUTE.findall(match[1]))
        found = {key: html.unescape(text) for key, text in texts}
        reference = found.get("unitedNationId", "").strip()
        if found.get("logicalId") and UN_REFERENCE.fullmatch(reference):
            yield found["logicalId"].strip(), reference


def _local(element: Any) -> str:
    return local_name(element.tag)


def _comments(element: Any) -> list[str]:
    texts = [tidy(child.text).removeprefix("Comment: ") for child in element if not isinstance(child.tag, str)]
    return [*filter(None, texts)]


# --- the old schema -------------------------------------------------------------------------------------

_OLD_PIECES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "NAME": (
        "name",
        {
            "LASTNAME": "last",
            "FIRSTNAME": "first",
            "MIDDLENAME": "middle",
            "WHOLENAME": "whole",
            "GENDER": "gender",
            "TITLE": "title",
            "FUNCTION": "function",
            "LANGUAGE": "language",
        },
    ),
    "BIRTH": ("birth", {"DATE": "date", "PLACE": "city", "COUNTRY": "country"}),
    "CITIZEN": ("citizen", {"COUNTRY": "country"}),
    "PASSPORT": ("identifier", {"NUMBER": "number", "COUNTRY": "country"}),
    "ADDRESS": (
        "address",
        {
            "NUMBER": "number",
            "STREET": "street",
            "ZIPCODE": "zip",
            "CITY": "city",
            "COUNTRY": "country",
            "OTHER": "remark",
        },
    ),
}
_OLD_ATTRIBUTES = frozenset({"Id", "Entity_id", "Type", "legal_basis", "reg_date", "pdf_link", "programme", "remark"})


def _old_act(element: Any) -> Act:
    get = element.get
    return Act(get("legal_basis") or "", get("reg_date") or "", get("programme") or "", get("pdf_link") or "")


def _old_party(element: Any, oddities: Counter[str]) -> Party:
    party = Party((element.get("Id") or "").strip(), element.get("Type") or "")
    party.acts.append(_old_act(element))
    party.remarks = [remark for remark in (element.get("remark"), *_comments(element)) if remark]
    _count_unknown(element, _OLD_ATTRIBUTES, oddities)
    for child in element:
        known = _OLD_PIECES.get(_local(child))
        if known is None:
            if _local(child):
                oddities[f"element {_local(child)} of ENTITY is unknown here"] += 1
            continue
        kind, keys = known
        _count_unknown(child, _OLD_ATTRIBUTES, oddities)
        fields: dict[str, str] = {}
        commented = False
        for cell in child:
            key = keys.get(cell.tag) or keys.get(_local(cell))
            if key is None:
                local = _local(cell)
                commented = commented or not local
                if local:
                    oddities[f"element {local} of {_local(child)} is unknown here"] += 1
            elif text := cell.text:
                fields[key] = text if key == "number" else tidy(text)
        remark = fields.pop("remark", "")
        remarks: tuple[str, ...] = (remark,) if remark else ()
        if commented:
            remarks += tuple(_comments(child))
        party.pieces.append(Piece(kind, fields, _old_act(child), remarks))
    return party


def _count_unknown(element: Any, known: frozenset[str], oddities: Counter[str]) -> None:
    names = element.keys()
    if known.issuperset(names):
        return
    for name in names:
        if name.rpartition("}")[2] not in known:
            oddities[f"attribute {name} of {_local(element)} is unknown here"] += 1


# --- the present schema ---------------------------------------------------------------------------------

_PLACE = {
    "street": "street",
    "poBox": "box",
    "zipCode": "zip",
    "city": "city",
    "place": "place",
    "region": "region",
    "countryDescription": "country",
}
_NEW_PIECES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "nameAlias": (
        "name",
        {
            "lastName": "last",
            "firstName": "first",
            "middleName": "middle",
            "wholeName": "whole",
            "gender": "gender",
            "title": "title",
            "function": "function",
            "nameLanguage": "language",
            "strong": "strong",
        },
    ),
    "birthdate": ("birth", {**_PLACE, "calendarType": "calendar"}),
    "citizenship": ("citizen", {"countryDescription": "country", "region": "region"}),
    "identification": (
        "identifier",
        {
            "number": "number",
            "latinNumber": "latin",
            "identificationTypeDescription": "type",
            "issuedBy": "by",
            "issuedDate": "issued",
            "issueDate": "issued",
            "validTo": "expires",
            "countryDescription": "country",
        },
    ),
    "address": ("address", _PLACE),
}
_FLAGS = {
    "diplomatic": "diplomatic",
    "knownExpired": "known to be expired",
    "knownFalse": "known to be false",
    "reportedLost": "reported lost",
    "revokedByIssuer": "revoked by the issuer",
    "asAtListingTime": "as at the time of listing",
}
_SAID = {"validFrom": "valid from", "nameOnDocument": "name on the document:", "region": "region"}
# Read elsewhere, or the same thing in another form
_NEW_ATTRIBUTES = frozenset(
    {
        *("logicalId", "regulationLanguage", "countryIso2Code", "identificationTypeCode", "euReferenceNumber"),
        *("unitedNationId", "designationDate", "designationDetails", "birthdate", "dayOfMonth", "monthOfYear", "year"),
        *("yearRangeFrom", "yearRangeTo", "circa", "code", "classificationCode", "regulationType", "organisationType"),
        *("publicationDate", "entryIntoForceDate", "numberTitle", "programme", "publicationUrl"),
    }
)
_KNOWN = {
    tag: frozenset({*keys, *_FLAGS, *_SAID, *_NEW_ATTRIBUTES}) for tag, (_, keys) in _NEW_PIECES.items()
}  # fmt: skip


def _new_act(element: Any) -> Act:
    get = element.get
    address = get("publicationUrl") or tidy(element.findtext("{*}publicationUrl"))
    return Act(
        get("numberTitle") or "",
        get("publicationDate") or "",
        get("programme") or "",
        address,
        get("entryIntoForceDate") or "",
    )


def _new_party(element: Any, oddities: Counter[str]) -> Party:
    party = Party(
        (element.get("logicalId") or "").strip(),
        "",
        reference=tidy(element.get("euReferenceNumber")),
        un_reference=tidy(element.get("unitedNationId")),
        designated=tidy(element.get("designationDate")),
        designation=tidy(element.get("designationDetails")),
    )
    _count_unknown(element, _NEW_ATTRIBUTES, oddities)
    children = [(child, _local(child)) for child in element]
    party.acts = [_new_act(child) for child, local in children if local == "regulation"]
    programmes = {act.title: act.programme for act in party.acts}
    for child, local in children:
        if local in _NEW_PIECES:
            party.pieces.append(_new_piece(child, local, programmes, oddities))
        elif local == "subjectType":
            party.type = tidy(child.get("classificationCode") or child.get("code"))
            _count_unknown(child, _NEW_ATTRIBUTES, oddities)
        elif local == "remark":
            party.remarks.append(tidy(child.text))
        elif local and local != "regulation":
            oddities[f"element {local} of sanctionEntity is unknown here"] += 1
    party.remarks += _comments(element)
    return party


def _new_piece(element: Any, local: str, programmes: Mapping[str, str], oddities: Counter[str]) -> Piece:
    kind, keys = _NEW_PIECES[local]
    _count_unknown(element, _KNOWN[local], oddities)
    fields = {key: text for name, key in keys.items() if (text := tidy(element.get(name)))}
    if local == "birthdate":
        fields["date"] = _birth_words(element)
    remarks = [words for name, words in _FLAGS.items() if element.get(name) == "true"]
    if local == "identification":
        remarks += [f"{words} {text}" for name, words in _SAID.items() if (text := tidy(element.get(name)))]
        fields.setdefault("type", tidy(element.get("identificationTypeCode")))
    act = Act()
    for child in element:
        inner = _local(child)
        if inner == "regulationSummary":
            act = _new_act(child)
            act = act._replace(programme=act.programme or programmes.get(act.title, ""))
        elif inner == "remark":
            remarks.append(tidy(child.text))
        elif inner == "contactInfo":
            remarks.append(f"{tidy(child.get('key')).upper()}[{tidy(child.get('value'))}]")
        elif inner:
            oddities[f"element {inner} of {local} is unknown here"] += 1
    return Piece(kind, fields, act, tuple(text for text in (*remarks, *_comments(element)) if text))


def _birth_words(element: Any) -> str:
    """The date of birth as one text: a day, month or year, a range of years, with `circa` before it."""
    low, high = element.get("yearRangeFrom") or "", element.get("yearRangeTo") or ""
    year, month = element.get("year") or "", element.get("monthOfYear") or ""
    text = element.get("birthdate") or ""
    if not text and (low or high):
        text = f"{low} - {high}" if low and high else low or high
    elif not text and year and month.isdigit():
        text = f"{year}-{int(month):02}"
    circa = "circa " if element.get("circa") == "true" else ""
    return f"{circa}{text or year}" if text or year else ""
