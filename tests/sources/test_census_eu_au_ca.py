"""Nothing is lost: claims against counts taken from the raw files by other means, on the real lists where they are.

Counts are of distinct things within an entry, because a list may say one thing in several rows. The counting here
shares no code with the readers: it walks the raw rows with csv, lxml and openpyxl.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
import re
import string
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl import load_workbook

from muster.claims import Claim, check
from muster.sources import au_dfat, ca_sema, eu_fsf, eu_journal
from muster.sources.files import InputFile

DATA = Path(os.environ.get("MUSTER_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
LISTS = DATA / "lists"
FSF_XML = LISTS / "eu" / "global_20160211_subset.xml"
FSF_CSV = LISTS / "eu" / "csvFullSanctionsList_short_2018.csv"
ANNEXES = sorted(path for path in (LISTS / "eu" / "journal").glob("*/*.csv*"))
AU = LISTS / "au" / "regulation8_consolidated_2024.xlsx"
CA = LISTS / "ca" / "sema-lmes_2025.xml"
real = pytest.mark.skipif(not AU.exists(), reason=f"the real lists are not at {LISTS} (set MUSTER_DATA)")


@cache
def claims(path: Path) -> tuple[Claim, ...]:
    if path == AU:
        readings = au_dfat.read([InputFile(path)])
    elif path == CA:
        readings = ca_sema.read([InputFile(path)])
    else:
        readings = (eu_journal if "journal" in path.parts else eu_fsf).read([InputFile(path)])
    found = [claim for one in readings for claim in one.claims]
    for claim in found:
        check(claim)
    assert len({one.id for one in found}) == len(found)
    return tuple(found)


def of(found: Iterable[Claim], predicate: str, **qualifiers: str) -> set[tuple[str, str]]:
    return {
        (one.subject, one.value)
        for one in found
        if one.predicate == predicate and all(one.qualifier(key) == value for key, value in qualifiers.items())
    }


def letters_of(text: str) -> str:
    """The script of most letters, by the names Unicode gives them."""
    named = Counter(unicodedata.name(sign, "?").split()[0] for sign in text if sign.isalpha())
    return named.most_common(1)[0][0] if named else ""


def scripts(texts: Iterable[str]) -> Counter[str]:
    return Counter(letters_of(text) for text in texts)


def words(text: object) -> list[str]:
    return re.findall(r"[^\W_]+", str(text).casefold())


def words_of(found: Iterable[Claim]) -> dict[str, set[str]]:
    """All words in the values, qualifiers and notes on each subject."""
    kept: dict[str, set[str]] = defaultdict(set)
    for one in found:
        for text in (one.value, one.note, *(value for _, value in one.qualifiers)):
            kept[one.subject].update(words(text))
    return kept


def form(text: str) -> str:
    """The shape of a date: 9999-99-99, 9999~, [9999..9999]."""
    return re.sub(r"\d", "9", text)


# --- EU: consolidated list --------------------------------------------------------------------------------


@cache
def fsf_raw() -> Any:
    return etree.parse(FSF_XML).getroot()


def squeezed(text: str | None) -> str:
    return " ".join((text or "").split())


@real
def test_fsf_entries_and_names() -> None:
    found, root = claims(FSF_XML), fsf_raw()
    types = Counter(entity.get("Type") for entity in root)
    kinds = Counter(value for _, value in of(found, "kind"))
    assert kinds == {"person": types["P"], "organization": types["E"]} == {"person": 319, "organization": 276}
    raw = {(f"eu-fsf-{one.get('Entity_id')}", squeezed(one.findtext("WHOLENAME"))) for one in root.iter("NAME")}
    assert of(found, "name") == raw
    named = [one for one in found if one.predicate == "name"]
    other = {(one.subject, one.value) for one in named if one.qualifier("script") not in ("Latn", "")}
    assert scripts(text for _, text in other) == scripts(
        text for _, text in raw if letters_of(text) not in ("LATIN", "")
    )
    french = {
        (f"eu-fsf-{one.get('Entity_id')}", squeezed(one.findtext("WHOLENAME")))
        for one in root.iter("NAME")
        if one.findtext("LANGUAGE") == "FR"
    }
    assert of(found, "name", lang="fr") == french


@real
def test_fsf_dates_papers_and_places() -> None:
    found, root = claims(FSF_XML), fsf_raw()
    raw = {(one.get("Entity_id"), squeezed(one.findtext("DATE"))) for one in root.iter("BIRTH")}
    texts = [text for _, text in raw if text and text != "N/A"]
    forms = Counter(form(value) for _, value in of(found, "birth_date"))
    assert forms["9999-99-99"] == sum(bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text)) for text in texts)
    assert forms["9999"] == sum(bool(re.fullmatch(r"\d{4}", text)) for text in texts)
    assert forms["9999~"] == sum(bool(re.fullmatch(r"\d{4} \(approximative\)", text)) for text in texts)
    assert forms["[9999..9999]"] == sum(
        bool(re.fullmatch(r"\d{4} - \d{4}( \(approximative\))?", text)) for text in texts
    )
    assert forms.total() == len(texts)
    numbers = defaultdict(set)
    for one in root.iter("PASSPORT"):
        text = one.findtext("NUMBER")
        number, kind = text.split(" (")[0].strip(), re.search(r"\(([a-z]+)-", text)[1]  # type: ignore[index]
        if number != "UNKNOWN":
            numbers[kind].add((one.get("Entity_id"), " ".join(number.split())))
    kept = Counter(kind for kind in ("passport", "id") for _ in numbers[kind])
    assert len(of(found, "identifier", type="Passport")) == kept["passport"]
    assert len(of(found, "identifier", type="National identification card")) == kept["id"]
    assert len(of(found, "identifier")) == len(set().union(*numbers.values()))
    citizens = {(f"eu-fsf-{one.get('Entity_id')}", one.findtext("COUNTRY")) for one in root.iter("CITIZEN")}
    assert of(found, "citizenship") == citizens


@real
@pytest.mark.parametrize("tag", ["WHOLENAME", "TITLE", "FUNCTION", "PLACE", "STREET", "CITY", "ZIPCODE", "OTHER"])
def test_fsf_no_word_is_lost(tag: str) -> None:
    kept = words_of(claims(FSF_XML))
    for entity in fsf_raw():
        for one in entity.iter(tag):
            missing = set(words(one.text or "")) - kept[f"eu-fsf-{entity.get('Id')}"]
            assert not missing, (entity.get("Id"), one.text)


@real
def test_fsf_comments_in_entries_are_kept() -> None:
    kept = words_of(claims(FSF_XML))
    inside = [one for one in fsf_raw().iter(etree.Comment) if one.getparent().tag not in ("WHOLE",)]
    assert len(inside) == 28
    for one in inside:
        entity = next(up for up in one.iterancestors("ENTITY"))
        missing = set(words(one.text)) - {"comment"} - kept[f"eu-fsf-{entity.get('Id')}"]
        assert not missing, one.text


@real
def test_fsf_table() -> None:
    found = claims(FSF_CSV)
    lines = FSF_CSV.read_bytes().decode("cp1252").splitlines()[1:]
    rows = [next(csv.reader([line.strip('"\t').replace("\t", ",")], delimiter=";")) for line in lines if '"' in line]
    assert len({row[1] for row in rows}) == len({one.subject for one in found})
    raw = {(f"eu-fsf-{row[1]}", squeezed(row[17])) for row in rows if row[17].strip()}
    assert of(found, "name") == raw
    references = {(f"eu-fsf-{row[1]}", row[-1].strip()) for row in rows if row[-1].startswith("EU.")}
    assert of(found, "identifier", type="EU reference") == references


# --- EU: annexes ------------------------------------------------------------------------------------------

_LABELS = {
    *string.ascii_lowercase,
    *("text", "of", "image", "formerly", "previously", "listed", "known", "as", "also", "aka", "and", "or", "in"),
    *("spelling", "script", "language", "original", "russian", "belarusian", "belarussian", "ukrainian", "arabic"),
    *("chinese", "english", "french", "korean", "persian", "farsi", "georgian", "azerbaijani", "serbian", "romanian"),
    *("turkish", "hebrew", "dari", "pashto"),
}


def annex_rows(path: Path) -> list[dict[str, str]]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def joined(found: Sequence[Claim], rows: Sequence[dict[str, str]]) -> list[tuple[dict[str, str], str]]:
    """Rows with their subjects, by the order in which entries first appear."""
    subjects = [eu_journal.subject(row) for row in rows]
    assert list(dict.fromkeys(subjects)) == list(dict.fromkeys(one.subject for one in found))
    return list(zip(rows, subjects, strict=True))


@real
@pytest.mark.parametrize("path", ANNEXES, ids=lambda path: path.name)
def test_annex(path: Path) -> None:
    found, rows = claims(path), annex_rows(path)
    pairs = joined(found, rows)
    schemas = {subject: row["schema"] for row, subject in pairs}
    kinds = Counter(value for _, value in of(found, "kind"))
    of_schema = Counter(schemas.values())
    assert kinds["person"] == of_schema["Person"]
    assert kinds["vessel"] == of_schema["Vessel"]
    assert kinds["organization"] == sum(of_schema[one] for one in ("LegalEntity", "Company", "Organization"))
    kept = words_of(found)
    names: dict[str, set[str]] = defaultdict(set)
    for one in found:
        if one.predicate == "name":
            names[one.subject].update(words(f"{one.value} {one.note}"))
    for row, subject in pairs:
        for column in ("name", "alias", "weakAlias", "previousName"):
            missing = set(words(row[column])) - names[subject] - _LABELS
            assert not missing, (subject, column, row[column])
        for column, cell in row.items():
            if column in ("birthDate", "startDate", "schema", "celex", "amendedCelex") or not cell:
                continue
            missing = set(words(cell)) - kept[subject] - _LABELS - {"male", "image"}
            if column in ("passportNumber", "idNumber", "registrationNumber", "taxNumber", "innCode"):
                # words about a number may have become its type or a date
                missing = {word for word in missing if re.fullmatch(r"\w*\d\w{4,}", word)}
            if column in ("imoNumber", "nationality"):
                missing -= {"does", "not", "exist"}
            assert not missing, (subject, column, cell)
    days = {
        (subject, f"{year}-{int(month):02}-{int(day):02}")
        for row, subject in pairs
        for day, month, year in re.findall(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)(?!\d)", row["birthDate"])
    }
    born: dict[str, str] = defaultdict(str)
    for subject, value in of(found, "birth_date"):  # a day may stand alone, about, or at the end of a range
        born[subject] += f" {value}"
    assert all(day in born[subject] for subject, day in days)
    if not any(re.search(r"[A-Za-z/]", row["birthDate"]) for row in rows):
        assert {pair for pair in of(found, "birth_date") if form(pair[1]) == "9999-99-99"} == days
    for column, kind in (("imoNumber", "IMO number"), ("leiCode", "LEI"), ("ogrnCode", "OGRN"), ("kppCode", "KPP")):
        raw = {(subject, row[column]) for row, subject in pairs if re.fullmatch(r"\w+", row[column])}
        if kind == "IMO number":
            raw = {pair for pair in raw if schemas[pair[0]] == "Vessel"}
        assert raw <= of(found, "identifier", type=kind)
    genders = {(subject, row["gender"].strip(".").lower()) for row, subject in pairs if row["gender"]}
    assert of(found, "gender") == genders
    assert len([one for one in found if one.predicate == "listed_under"]) == len(
        {(subject, row["programKey"], row["measure"], row["startDate"]) for row, subject in pairs}
    )


@real
def test_annexes_together() -> None:
    found = [claim for path in ANNEXES for claim in claims(path)]
    rows = [row for path in ANNEXES for row in annex_rows(path)]
    assert len(rows) == 8434
    weak = {(row["weakAlias"]) for row in rows if row["weakAlias"]}
    assert len(of(found, "name", kind="weak")) >= len(weak)
    cells = [row[column] for row in rows for column in ("name", "alias", "weakAlias", "previousName")]
    raw = scripts(piece for cell in cells for piece in cell.split(";"))
    kept = scripts(one.value for one in found if one.predicate == "name")
    for script in ("CYRILLIC", "ARABIC", "CJK", "HANGUL", "HEBREW"):  # a piece may hold two names
        assert kept[script] >= raw[script] > 0


# --- Australia --------------------------------------------------------------------------------------------


@cache
def au_raw() -> dict[str, list[tuple[Any, ...]]]:
    sheet = load_workbook(AU, read_only=True).worksheets[0]
    groups: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in sheet.iter_rows(min_row=2, max_col=12, values_only=True):
        if row[0] is not None:
            groups[re.sub(r"\D.*", "", str(row[0]).strip())].append(row)
    return groups


@real
def test_au_entries_and_names() -> None:
    found, groups = claims(AU), au_raw()
    assert len(groups) == 3062
    assert {one.subject for one in found} == {f"au-dfat-{number}" for number in groups}
    types = Counter(
        next(iter(kinds)) if len(kinds := {row[2].strip().lower() for row in rows}) == 1 else ""
        for rows in groups.values()
    )
    kinds = Counter(value for _, value in of(found, "kind"))
    assert kinds == {"person": types["individual"], "organization": types["entity"]}
    assert len(of(found, "name", kind="primary")) == len(groups)
    of_kind = Counter(row[3].strip().lower() for rows in groups.values() for row in rows)
    assert of_kind["original script"] == 440
    plain = {
        (f"au-dfat-{number}", squeezed(row[1]).strip(" ,"))
        for number, rows in groups.items()
        for row in rows
        if row[3].strip().lower() == "original script"
        and not re.search(r"[();/]", row[1])
        and letters_of(row[1]) != "LATIN"
    }
    assert len(plain) > 400
    assert plain <= of(found, "name", kind="original_script")
    kept = words_of(one for one in found if one.predicate == "name")
    for number, rows in groups.items():
        for row in rows:
            missing = set(words(row[1])) - kept[f"au-dfat-{number}"] - _LABELS
            assert not missing, (number, row[1])


# Marks of absence, midnight, and the name of its own column before the enumeration in a cell
_NOTHING = {"na", "n", "00", "pob", "address"}


@real
def test_au_numbers_that_stand_behind_their_label() -> None:
    """Counted are only the plainest: what a country, an enumerator or a second label keeps apart is more."""
    found, groups = claims(AU), au_raw()
    labels = {"Passport": "passport", "National Identification Number": r"national (?:id\w*)(?: card)?"}
    for kind, name in labels.items():
        label = rf"{name}(?: information| number| no\b\.?)?[: -]*"
        raw = {
            (f"au-dfat-{number}", match[1])
            for number, rows in groups.items()
            for row in rows
            if row[2].strip().lower() == "individual" and row[8]
            for match in re.finditer(rf"(?i:{label})([A-Z]{{0,3}}\d{{6,}})(?![\w/-]|\.\d| \d)", squeezed(str(row[8])))
        }
        assert len(raw) > 25
        assert raw <= of(found, "identifier", type=kind)


@real
def test_au_no_value_begins_with_an_enumerator() -> None:
    for predicate in ("address", "birth_place", "citizenship", "position", "title"):
        assert not [value for _, value in of(claims(AU), predicate) if re.match(r"\(?[a-z]\)", value)]


@real
def test_au_dates_and_texts() -> None:
    found, groups = claims(AU), au_raw()
    persons = {subject for subject, kind in of(found, "kind") if kind == "person"}
    days = {
        (f"au-dfat-{number}", row[4].date().isoformat())
        for number, rows in groups.items()
        for row in rows
        if hasattr(row[4], "date")
    }
    years = {
        (f"au-dfat-{number}", str(row[4]).strip())
        for number, rows in groups.items()
        for row in rows
        if re.fullmatch(r"\d{4}", str(row[4]).strip())
    }
    dates = of(found, "birth_date")
    assert days <= dates
    assert years <= dates
    text = words_of(found)
    on: dict[str, list[str]] = defaultdict(list)
    for subject, value in dates:
        on[subject].append(value)
    for number, rows in groups.items():
        subject = f"au-dfat-{number}"
        for row in rows:
            cells = [row[5], row[6], row[7], row[8], row[9], row[10]]
            missing = {word for cell in cells if cell for word in words(cell)} - text[subject] - _LABELS - _NOTHING
            assert not missing, (number, missing)
            for year in re.findall(r"\b(?:19|20)\d\d\b", str(row[4])) if subject in persons else ():
                assert any(year in value for value in on[subject]) or year in text[subject], (number, row[4])


# --- Canada -----------------------------------------------------------------------------------------------


@cache
def ca_raw() -> list[dict[str, str]]:
    return [{cell.tag: cell.text or "" for cell in record} for record in etree.parse(CA).getroot()]


@real
def test_ca_entries_and_names() -> None:
    found, rows = claims(CA), ca_raw()
    kinds = Counter(value for _, value in of(found, "kind"))
    assert kinds == {
        "person": sum("LastName" in row for row in rows),
        "vessel": sum("ShipIMONumber" in row for row in rows),
        "organization": sum("EntityOrShip" in row and "ShipIMONumber" not in row for row in rows),
    } == {"person": 3334, "organization": 1316, "vessel": 109}  # fmt: skip
    subjects = list(dict.fromkeys(one.subject for one in found))
    assert len(subjects) == len(rows) == 4759
    assert len(of(found, "name", kind="primary")) == len(rows)
    assert of(found, "identifier", type="IMO number") == {
        (subject, row["ShipIMONumber"]) for subject, row in zip(subjects, rows, strict=True) if "ShipIMONumber" in row
    }
    kept = words_of(one for one in found if one.predicate == "name")
    for subject, row in zip(subjects, rows, strict=True):
        for tag in ("LastName", "GivenName", "EntityOrShip", "Aliases"):
            missing = set(words(row.get(tag, ""))) - kept[subject] - _LABELS
            assert not missing, (subject, row.get(tag))


@real
def test_ca_dates_and_listings() -> None:
    found, rows = claims(CA), ca_raw()
    born = [
        row["DateOfBirthOrShipBuildDate"].strip()
        for row in rows
        if "LastName" in row and "DateOfBirthOrShipBuildDate" in row
    ]
    forms = Counter(form(value) for _, value in of(found, "birth_date"))
    single = Counter(form(text) for text in born)
    assert (
        forms["9999-99-99"]
        == single["9999-99-99"] + 2 * single["9999-99-99 or 9999-99-99"] + 2 * single["9999-99-99 OR 9999-99-99"]
    )
    assert forms["9999"] == single["9999"] + 2 * single["9999 or 9999"]
    assert forms["9999-99"] == single["9999-99"]
    assert (forms["[9999..9999]"], forms["999X"]) == (single["9999-9999"], 1)
    listed = Counter(one.time.start.text for one in found if one.predicate == "listed_under")
    assert listed == Counter(row["DateOfListing"] for row in rows)
    regimes = Counter(one.value for one in found if one.predicate == "listed_under")
    assert regimes == Counter(squeezed(row["Country"]) for row in rows)
