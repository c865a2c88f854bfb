"""The EU's consolidated list of financial sanctions (FSF): XML of both schemas, and CSV.

All three carry the same records under the same numbers, so they are read into one form and make the same claims: the
2016 edition in the old XML compares with the 2018 one in CSV. Each name, birth date or paper stands in a legal act,
which its citation names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from muster.claims import Claim, Judgement, Source
from muster.dates import OPEN, Interval, parse_date
from muster.errors import BadDate, BadInput
from muster.sources.entry import Entry
from muster.sources.eu_fsf_csv import is_present_csv, present_parties, present_published, present_united_nations
from muster.sources.eu_fsf_parts import Act, Party, Piece
from muster.sources.eu_fsf_tables import csv_parties, csv_published, is_csv
from muster.sources.eu_fsf_xml import root_of, united_nations, xml_parties, xml_published
from muster.sources.files import InputFile
from muster.sources.model import Reading
from muster.sources.un_names import is_acronym, script_of, tidy
from muster.sources.worded_dates import read_dates

name = "eu-fsf"
title = "EU consolidated list of financial sanctions (XML and CSV of both schemas)"

DATASET = "eu-fsf"
TITLE = "Consolidated list of persons, groups and entities subject to EU financial sanctions"
SPEAKER = "European Union"
_KINDS = {"p": "person", "person": "person", "e": "organization", "enterprise": "organization", "v": "vessel"}
_GENDERS = {"m": "male", "f": "female"}


def recognise(file: InputFile) -> str:
    """`list` if the file is one of the four forms; empty otherwise."""
    return "list" if root_of(file) or is_csv(file) or is_present_csv(file) else ""


def read(files: Sequence[InputFile]) -> list[Reading]:
    """One reading for each file. Raises BadInput for another document, one without its day, or a broken one."""
    return [_reading(file) for file in files]


def _reading(file: InputFile) -> Reading:
    notes: list[str] = []
    oddities: Counter[str] = Counter()
    if root := root_of(file):
        published = xml_published(file)
        parties = xml_parties(file, oddities)
        judgements = _judgements(united_nations(file)) if root == "export" else ()
    elif is_csv(file):
        published, parties, judgements = csv_published(file), csv_parties(file, oddities), ()
    elif is_present_csv(file):
        published, parties = present_published(file), present_parties(file, oddities)
        judgements = _judgements(present_united_nations(file))
    else:
        raise BadInput("not the EU list", place=file.name, hint="expected WHOLE or export as first element, or the CSV")
    return Reading(
        dataset=DATASET,
        title=TITLE,
        kind="list",
        claims=_claims(parties, file, oddities, notes),
        publisher=SPEAKER,
        published=published,
        sources=(Source(DATASET, TITLE, SPEAKER),),
        judgements=judgements,
        files=(file,),
        notes=notes,
    )


def _judgements(found: Iterable[tuple[str, str]]) -> tuple[Judgement, ...]:
    """The same party as on the UN list, where the EU list gives the UN's reference number for it."""
    why = "the EU list gives the UN reference"
    return tuple(
        Judgement(subject(number), f"un-{reference}", "same", f"{why} {reference}", SPEAKER)
        for number, reference in found
    )


def subject(number: str) -> str:
    """Entity id for the number that a party has in every form of the list (`Id`, `Entity_logical_id`, `logicalId`)."""
    return f"{DATASET}-{number}"


def _claims(parties: Iterator[Party], file: InputFile, oddities: Counter[str], notes: list[str]) -> Iterator[Claim]:
    count = 0
    for party in parties:
        count += 1
        yield from _party(party, oddities)
    if not count:
        hint = "an empty list would withdraw everything: fetch it again"
        raise BadInput("holds no entries", place=file.name, hint=hint)
    notes.extend(f"{many} x {what}" for what, many in oddities.most_common())


def _party(party: Party, oddities: Counter[str]) -> list[Claim]:
    entry = Entry(subject(party.number), DATASET, SPEAKER, party.number)
    kind = _KINDS.get(party.type.casefold(), "")
    if kind:
        entry.say("kind", kind)
    else:
        oddities[f"the kind is left open: type {party.type!r} is unknown here"] += 1
    by_kind: dict[str, list[Piece]] = {}
    for piece in party.pieces:
        by_kind.setdefault(piece.kind, []).append(piece)
    _names(entry, by_kind.get("name", []), kind)
    _listing(entry, party)
    for piece in by_kind.get("birth", []):
        _birth(entry, piece)
    for piece in by_kind.get("citizen", []):
        country = _country(piece)
        region = piece.get("region")
        entry.say("citizenship", country or region, note=_aside(piece, region if country else ""), basis=piece.basis)
    for piece in by_kind.get("identifier", []):
        _identifier(entry, piece)
    for piece in by_kind.get("address", []):
        _address(entry, piece)
    for remark in party.remarks:
        entry.say("remark", tidy(remark))
    return entry.claims()


def _aside(piece: Piece, *more: str) -> str:
    if not piece.remarks and len(more) <= 1:
        return more[0] if more else ""
    return "; ".join(dict.fromkeys(part for part in (*more, *map(tidy, piece.remarks)) if part))


# --- names ----------------------------------------------------------------------------------------------


def _names(entry: Entry, pieces: Sequence[Piece], kind: str) -> None:
    """The first strong name in Latin letters is the primary one: the list marks none."""
    texts = [(piece, _whole(piece)) for piece in pieces]
    strong = [(piece, text) for piece, text in texts if text and not _weak(piece)]
    latin = [pair for pair in strong if script_of(pair[1]) in ("Latn", "")]
    primary = next(iter(latin or strong), (None, ""))[1]
    for piece, text in texts:
        if text:
            entry.name(
                text,
                _kind_of_name(piece, text, primary),
                lang=piece.get("language").lower(),
                note=_aside(piece, _family(piece, text)),
                basis=piece.basis,
            )
        if gender := _GENDERS.get(piece.get("gender").casefold()):
            entry.say("gender", gender, basis=piece.basis)
        elif other := piece.get("gender"):
            entry.say("remark", f"Gender: {other}", basis=piece.basis)
        entry.say("title", piece.get("title"), basis=piece.basis)
        function = piece.get("function").strip("; ")
        if kind == "person":
            entry.say("position", function, basis=piece.basis)
        elif function:
            entry.say("remark", f"Function: {function}", basis=piece.basis)


def _whole(piece: Piece) -> str:
    return piece.get("whole") or " ".join(filter(None, map(piece.get, ("first", "middle", "last"))))


_POOR = re.compile(r"\blow?[- ]quality\b", re.IGNORECASE)
_PREVIOUS = re.compile(r"\b(?:formerly|previously)\b", re.IGNORECASE)


def _weak(piece: Piece) -> bool:
    return any(map(_POOR.search, piece.remarks)) or piece.get("strong").casefold() == "false"


def _kind_of_name(piece: Piece, text: str, primary: str) -> str:
    if text == primary:
        return "primary"
    if _weak(piece):
        return "weak"
    if any(map(_PREVIOUS.search, piece.remarks)):
        return "former"
    if script_of(text) not in ("Latn", ""):
        return "original_script"
    return "acronym" if is_acronym(text, primary) else "strong"


def _family(piece: Piece, text: str) -> str:
    """Which words of the whole name are the family name, where the list says so."""
    last = piece.get("last")
    return f"family name: {last}" if last and last != text else ""


# --- listing --------------------------------------------------------------------------------------------


def _listing(entry: Entry, party: Party) -> None:
    """A listing for each programme. It began by the day of the oldest act that a piece of the entry cites for it.

    The entry's own act is that of its last change, and the forms of the list disagree by a day on when that was.
    """
    inner = dict.fromkeys(piece.act for piece in party.pieces)
    acts = dict.fromkeys([*party.acts, *inner])
    own = dict.fromkeys(act.programme for act in party.acts)
    for programme in own or {"": None}:
        cited = [day for act in inner if act.programme == programme and (day := _day(act.day))]
        days = cited or [day for act in party.acts if act.programme == programme and (day := _day(act.day))]
        begun = _day(party.designated) if len(own) == 1 else ""
        start = parse_date(begun or (f"[..{min(days)}]" if days else ""))
        details = {"list": DATASET, "authority": SPEAKER, "reference": party.number}
        entry.say("listed_under", programme or "not stated", details, time=Interval(start, OPEN))
    if party.reference:
        entry.identifier(party.reference, {"type": "EU reference"})
    if party.un_reference:
        entry.identifier(party.un_reference, {"type": "UN reference"})
    for text in (party.designation, f"Designated {party.designated}" if party.designated else ""):
        entry.say("remark", tidy(text))
    for act in acts:
        entry.say("remark", _spoken(act))


@lru_cache(maxsize=4096)
def _spoken(act: Act) -> str:
    if not act:
        return ""
    told = [f"published {act.day}" if act.day else "", f"in force {act.force}" if act.force else ""]
    told += [f"programme {act.programme}" if act.programme else "", act.address]
    return ", ".join([f"Legal basis: {act.title or 'not stated'}", *filter(None, told)])


@lru_cache(maxsize=4096)
def _day(text: str) -> str:
    try:
        return parse_date(text[:10]).text
    except BadDate:
        return ""


# --- the other pieces -----------------------------------------------------------------------------------


def _country(piece: Piece) -> str:
    country = piece.get("country")
    return "" if country.casefold() in ("unknown", "00", "n/a") else country


def _birth(entry: Entry, piece: Piece) -> None:
    calendar = piece.get("calendar")
    note = _aside(piece, f"{calendar} calendar" if calendar and calendar.casefold() != "gregorian" else "")
    text = piece.get("date")
    if calendar and calendar.casefold() != "gregorian":
        entry.say("remark", f"Date of birth: {text}" if text else "", note=note, basis=piece.basis)
    else:
        found = read_dates(text)
        for value, words in found.found:
            more = [part for part in (words, note) if part]
            entry.say("birth_date", value, note="; ".join(more), basis=piece.basis)
        for rest in found.rest:
            entry.say("remark", f"Date of birth: {rest}", note=note, basis=piece.basis)
        if not found.found and not found.rest and note:
            entry.say("remark", f"Birth: {note}", basis=piece.basis)
    country = _country(piece)
    parts = (*map(piece.get, ("zip", "place", "city", "region")), country)
    place = ", ".join(dict.fromkeys(filter(None, parts)))
    entry.say("birth_place", place, {"country": country}, basis=piece.basis)


_NUMBER = re.compile(
    r"^(?P<number>.*?)\s*\((?P<code>[a-z]+)-(?P<type>[^()]*)\)\s*(?P<rest>.*)$", re.DOTALL | re.IGNORECASE
)
_MAX = 4000  # characters of a number with its asides; real ones hold up to 400
_TYPES = {"National passport": "Passport", "International Maritime Organization number": "IMO number"}
_EXPIRES = re.compile(r"(?:valid to|expir\w*:?(?: on)?)\s+([^()\[\]]*)", re.IGNORECASE)
_ISSUED = re.compile(r"issued:?(?: on)?\s+([^()\[\]]*)", re.IGNORECASE)


def _first_day(text: str) -> str:
    found = read_dates(text[:40]).found
    return found[0][0] if found else ""


def _identifier(entry: Entry, piece: Piece) -> None:
    """A paper or number. The old forms write the type, dates and asides behind the number in brackets."""
    number, kind, rest = piece.get("number"), piece.get("type"), ""
    if not kind and len(number) <= _MAX and (match := _NUMBER.match(number)):
        number, kind, rest = match["number"], match["type"], match["rest"]
    lines = [line for text in re.split(r"\n", rest) if (line := tidy(text).strip(" :"))]
    aside = _aside(piece, piece.get("status"), *lines)
    issued, expires = (found[1] if (found := form.search(aside)) else "" for form in (_ISSUED, _EXPIRES))
    details = {
        "type": _TYPES.get(kind, kind),
        "country": _country(piece),
        "issued": _day(piece.get("issued")) or _first_day(issued),
        "expires": _day(piece.get("expires")) or _first_day(expires),
    }
    note = "; ".join(part for part in (aside, f"issued by {piece.get('by')}" if piece.get("by") else "") if part)
    if tidy(number) and number.strip().casefold() != "unknown":
        entry.identifier(tidy(number), details, note=note, basis=piece.basis)
    elif note or kind:
        told = ", ".join(part for part in (kind, details["country"], note) if part)
        entry.say("remark", f"Document without a number: {told}", basis=piece.basis)
    if latin := piece.get("latin"):
        entry.identifier(latin, details, note="in Latin letters", basis=piece.basis)


_CONTACT = re.compile(r"\b(?P<key>[A-Z]{3,12})\s*\[(?P<value>[^\]]*)\]")
_WAYS = {"PHONE": "phone", "EMAIL": "email", "WEB": "website", "WEBSITE": "website"}


def _address(entry: Entry, piece: Piece) -> None:
    country = _country(piece)
    street = " ".join(filter(None, (piece.get("number"), piece.get("street"))))
    box = piece.get("box")
    parts = [street, f"P.O. Box {box}" if box else "", piece.get("place"), piece.get("zip"), piece.get("city")]
    value = ", ".join(filter(None, (*parts, piece.get("region"), country)))
    aside = _aside(piece)
    for contact in _CONTACT.finditer(aside):
        way = _WAYS.get(contact["key"], "other")
        said = contact["value"].strip()
        entry.say("contact", said if way != "other" else f"{contact['key']} {said}", {"type": way}, basis=piece.basis)
    note = tidy(_CONTACT.sub("", aside)).strip("; ")
    if value:
        details = {"street": street, "city": piece.get("city"), "country": country, "note": note}
        entry.say("address", value, details, basis=piece.basis)
    elif note:
        entry.say("remark", f"Address: {note}", basis=piece.basis)
