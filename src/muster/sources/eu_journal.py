"""The annexes of EU sanctions regulations as tables: one CSV for each regulation or amending act, one row a party.

The tables quote the Official Journal cell by cell. The same person stands under several regulations, and an annex may
use a number again for somebody else; so the id is regulation, annex, number and name together, and never joins two.
Not every annex freezes assets: the measure (export control, services ban) is kept with the listing.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from muster.claims import Claim, Source
from muster.dates import OPEN, UNKNOWN, ImpreciseDate, Interval, parse_date
from muster.errors import BadInput
from muster.sources.cells import countries, given, items
from muster.sources.entry import Entry
from muster.sources.eu_journal_numbers import NUMBERS, nationalities, numbers
from muster.sources.files import InputFile
from muster.sources.model import Reading
from muster.sources.name_cells import Alias, aliases, kind_of, variants
from muster.sources.papers import Paper
from muster.sources.un_names import tidy
from muster.sources.worded_dates import read_dates

name = "eu-journal"
title = "Annexes of EU sanctions regulations as tables, CSV"

DATASET = "eu-journal"
TITLE = "Official Journal of the European Union: annexes of sanctions regulations"
SPEAKER = "European Union"
_FIRST = ("recordId", "programKey", "annex", "measure", "startDate", "reason", "schema", "name", "alias")
_KINDS = {
    "person": "person",
    "legalentity": "organization",
    "company": "organization",
    "organization": "organization",
    "vessel": "vessel",
    "airplane": "aircraft",
}
_ALIASES = (("alias", ""), ("weakAlias", "weak"), ("previousName", "former"))
_PLAIN = {"position": "position", "legalForm": "classification", "reason": "reason", "notes": "remark"}
_REMARKS = {
    "appearance": "Appearance",
    "ethnicity": "Ethnicity",
    "fatherName": "Father's name",
    "motherName": "Mother's name",
    "incorporationDate": "Incorporated",
    "sector": "Sector",
}
_CONTACTS = {"phone": "phone", "email": "email", "website": "website"}
_COUNTRIES = ("country", "jurisdiction")
_READ = frozenset(
    {
        *_FIRST,
        *("celex", "amendedCelex", "amendmentCelex", "birthDate", "birthPlace", "gender", "nationality"),
        *("address", "flag"),
        *(column for column, _ in _ALIASES),
        *_PLAIN,
        *_REMARKS,
        *_CONTACTS,
        *_COUNTRIES,
        *NUMBERS,
    }
)
_CELEX = re.compile(r"3(?:19|20)\d{2}[A-Z]\d{4}")
_BIRTH = re.compile(r"(?:^|[.,]\s+)(?:date of birth\b|born (?:on |in )?\d).*", re.IGNORECASE)
_NO_NAME = "Text of image"  # what a converter leaves where a name was printed as a picture


def recognise(file: InputFile) -> str:
    """`annex` or `amendment` if the first line is the header of such a table; empty otherwise."""
    first = (file.head.decode("utf-8-sig", "replace").splitlines() or [""])[0]
    if f",{','.join(_FIRST)}," not in first:
        return ""
    if first.startswith("amendedCelex,amendmentCelex,"):
        return "amendment"
    return "annex" if first.startswith("celex,") else ""


def read(files: Sequence[InputFile]) -> list[Reading]:
    """One reading for each file: a part named after its regulation or amending act."""
    return [_reading(file) for file in files]


def _reading(file: InputFile) -> Reading:
    notes: list[str] = []
    rows = _rows(file, notes)
    acts = dict.fromkeys(row.get("amendmentCelex") or row.get("celex", "") for row in rows)
    if not rows and (named := _CELEX.search(file.name)):
        # A regulation whose annex was emptied or never filled: that too is an answer, if the header is whole
        if not file.head.endswith(b"\n"):
            hint = "the file may be cut off: fetch it again"
            raise BadInput("the header is not whole, and no row follows", place=file.name, hint=hint)
        notes.append(f"{named[0]} lists nobody: its table has a header and no rows")
        acts = {named[0]: None}
    if len(acts) != 1 or "" in acts:
        hint = "one regulation or amending act a file"
        raise BadInput(f"rows of {len(acts)} acts in one table", place=file.name, hint=hint)
    return Reading(
        dataset=DATASET,
        title=TITLE,
        kind="list",
        claims=_claims(rows, notes),
        part=next(iter(acts)),
        publisher=SPEAKER,
        sources=(Source(DATASET, TITLE, SPEAKER),),
        files=(file,),
        notes=notes,
    )


def _rows(file: InputFile, notes: list[str]) -> list[dict[str, str]]:
    header: list[str] = []
    strange: Counter[str] = Counter()
    rows: list[dict[str, str]] = []
    for line, row in file.rows():
        if not header:
            header = [tidy(cell) for cell in row]
            if not set(_FIRST) <= set(header):
                hint = f"its columns: {', '.join(_FIRST)}, ..."
                raise BadInput("not a table of an annex", place=file.name, hint=hint)
            continue
        place = f"{file.name} line {line}"
        if len(row) != len(header):
            problem = f"{len(row)} cells where the header has {len(header)}"
            raise BadInput(problem, place=place, hint="the file may be cut off: fetch it again")
        cells = {column: cell for column, cell in zip(header, row, strict=True) if cell.strip()}
        if not tidy(cells.get("name")):
            raise BadInput("a row without a name", place=place, hint="the file may be cut off: fetch it again")
        strange.update(column for column in cells if column not in _READ)
        rows.append(cells)
    notes.extend(f"{many} x column {what!r} is unknown here" for what, many in strange.most_common())
    return rows


def subject(row: Mapping[str, str]) -> str:
    """Entity id: regulation, annex, number in it (or the day of listing where there is none), digest of the name."""
    act = row.get("amendedCelex") or row.get("celex", "")
    place = row.get("recordId") or row.get("startDate", "")
    words = re.sub(r"[\W_]+", " ", tidy(row["name"]).casefold()).strip()
    parts = (re.sub(r"[^A-Za-z0-9.]+", "-", part).strip("-.") for part in (act, row.get("annex", ""), place))
    return "-".join(["eu-oj", *(part for part in parts if part), hashlib.sha256(words.encode()).hexdigest()[:8]])


# --- claims ---------------------------------------------------------------------------------------------


def _claims(rows: Sequence[Mapping[str, str]], notes: list[str]) -> Iterator[Claim]:
    oddities: Counter[str] = Counter()
    entries: dict[str, Entry] = {}
    for row in rows:
        id_ = subject(row)
        if id_ in entries:
            oddities["rows repeat the place and name of another: read as one party"] += 1
        entry = entries.setdefault(id_, Entry(id_, DATASET, SPEAKER, _place(row)))
        kind = _KINDS.get(row.get("schema", "").casefold(), "")
        if kind:
            entry.say("kind", kind)
        else:
            oddities[f"the kind is left open: {row.get('schema', '')!r}"] += 1
        _names(entry, row, kind, oddities)
        _listing(entry, row, oddities)
        _facts(entry, row, kind)
        for found in numbers(row):
            _paper(entry, found)
    for entry in entries.values():
        yield from entry.claims()
    notes.extend(f"{many} x {what}" for what, many in oddities.most_common())


def _place(row: Mapping[str, str]) -> str:
    act = row.get("amendedCelex") or row.get("celex", "")
    words = {"annex": "annex", "recordId": "no.", "amendmentCelex": "as amended by"}
    return ", ".join([act, *(f"{word} {row[column]}" for column, word in words.items() if row.get(column))])


def _names(entry: Entry, row: Mapping[str, str], kind: str, oddities: Counter[str]) -> None:
    listed = tidy(row["name"])
    plain, others = variants(listed) if kind == "person" else (listed, [])
    for place, found in enumerate(aliases(plain)):
        own = kind_of(found, "strong", "") if place else "primary"
        note = f"listed as {listed}" if others and not place else found.note
        entry.name(found.text, own, lang=found.lang, note=note, script=found.script)
    for other in others:
        entry.name(other, "strong")
    for column, given_kind in _ALIASES:
        for found in _without_birth(aliases(row.get(column, ""))):
            if found.text == _NO_NAME:
                oddities[f"aliases read {_NO_NAME!r}: a name that the table lost"] += 1
                continue
            own = kind_of(found, given_kind or "strong", "" if kind == "person" else plain)
            entry.name(found.text, own, lang=found.lang, note=found.note, script=found.script)


def _without_birth(found: Iterable[Alias]) -> list[Alias]:
    """Names, what is said of a birth beside one as its note: `Hill, date of birth 1.2.1971`, `born in 1971 in Hill`."""
    kept: list[Alias] = []
    for one in found:
        told = _BIRTH.search(one.text) if "birth" in one.text or "born" in one.text else None
        if not told:
            kept.append(one)
            continue
        text, birth = one.text[: told.start()].strip(" .,"), one.text[told.start() :].strip(" .,")
        if text:
            kept.append(one._replace(text=text, note="; ".join(filter(None, (birth, one.note)))))
        elif kept:
            kept[-1] = kept[-1]._replace(note="; ".join(filter(None, (kept[-1].note, birth, one.note))))
        else:
            kept.append(one)
    return kept


def _paper(entry: Entry, found: Paper) -> None:
    """A document as an identifier, or as a remark if its number is not said."""
    if found.number:
        entry.identifier(found.number, found.details(), note=found.note)
    else:
        entry.say("remark", f"{found.type}: {found.note}")


def _listing(entry: Entry, row: Mapping[str, str], oddities: Counter[str]) -> None:
    start: ImpreciseDate = UNKNOWN
    if text := row.get("startDate", ""):
        found = read_dates(text).found
        if found:
            start = parse_date(found[0][0])
        else:
            oddities["days of listing that cannot be read: kept as remarks"] += 1
            entry.say("remark", f"Listed: {tidy(text)}")
    details = {"list": DATASET, "authority": SPEAKER, "reference": _place(row), "kind": row.get("measure", "")}
    entry.say("listed_under", row.get("programKey", "") or "not stated", details, time=Interval(start, OPEN))


def _facts(entry: Entry, row: Mapping[str, str], kind: str) -> None:
    dates = read_dates("; ".join(items(row.get("birthDate", ""))))
    for value, note in dates.found:
        entry.say("birth_date", value, note=note)
    for rest in dates.rest:
        entry.say("remark", f"Date of birth: {rest}")
    for place in items(row.get("birthPlace", "")):
        entry.say("birth_place", given(place))
    gender = tidy(row.get("gender", "")).rstrip(".").casefold()
    if gender in ("male", "female"):
        entry.say("gender", gender)
    elif gender:
        entry.say("remark", f"Gender: {gender}")
    for column in _COUNTRIES:
        for country, aside in countries(row.get(column, "")):
            entry.say("country", country, note=aside)
    for found in nationalities(row):
        if isinstance(found, Paper):
            _paper(entry, found)
        else:
            entry.say("nationality", found[0], note=found[1])
    for column, predicate in _PLAIN.items():
        entry.say(predicate, given(row.get(column, "")))
    for column, label in _REMARKS.items():
        if text := given(row.get(column, "")):
            entry.say("remark", f"{label}: {text}")
    for address in items(row.get("address", "")):
        entry.say("address", given(address))
    for column, way in _CONTACTS.items():
        for contact in items(row.get(column, "")):
            entry.say("contact", given(contact), {"type": way})
    if flag := given(row.get("flag", "")):
        said = ("vessel_detail", flag, {"type": "flag"}) if kind == "vessel" else ("remark", f"Flag: {flag}", {})
        entry.say(*said)
