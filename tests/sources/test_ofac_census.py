"""Nothing lost: what the OFAC files hold, counted with csv and lxml alone, against the claims that come of them."""

from __future__ import annotations

import csv
import gzip
import io
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from muster.claims import Claim
from muster.dates import parse_date
from muster.sources import InputFile, Reading, ofac, ofac_xml, read_paths

DATA = Path(os.environ.get("MUSTER_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
LISTS = DATA / "lists" / "ofac"
pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not LISTS.is_dir(), reason=f"the real lists are not at {LISTS} (set MUSTER_DATA)"),
]
KINDS = {"individual": "person", "-0-": "organization", "vessel": "vessel", "aircraft": "aircraft"}


def of(claims: Iterable[Claim], predicate: str) -> list[Claim]:
    return [claim for claim in claims if claim.predicate == predicate]


def kinds_of_names(claims: Iterable[Claim]) -> Counter[str]:
    return Counter(claim.qualifier("kind") for claim in of(claims, "name"))


# --- CSV ------------------------------------------------------------------------------------------------


def rows(name: str, width: int) -> list[list[str]]:
    raw = (LISTS / name).read_bytes()
    text = (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("ascii")
    found = csv.reader(io.StringIO(text.replace("\x1a", ""), newline=""))
    cells = [[cell.strip() if cell.startswith("-0-") else cell for cell in row] for row in found]
    return [row for row in cells if len(row) == width and row[0].isdigit()]


def parts(*names: str) -> dict[str, list[Claim]]:
    return {one.part: list(one.claims) for one in ofac.read([InputFile(LISTS / name) for name in names])}


PRIMARY = [
    ("sdn_20240503.csv.gz", ""),
    ("sdn_20240502.csv.gz", ""),
    ("sdn_20240501.csv.gz", ""),
    ("sdn_20231020.csv.gz", ""),
    ("sdn_20220304.csv.gz", ""),
    ("coherent_2021/sdn.csv", ""),
    ("coherent_2022/sdn.csv", ""),
    ("watchman/sdn.csv", "watchman/sdn_comments.csv"),
    ("cons_prim_202504.csv", ""),
    ("watchman/cons_prim.csv", "watchman/cons_comments.csv"),
]


@pytest.mark.parametrize(("name", "comments"), PRIMARY)
def test_entries_and_their_remarks(name: str, comments: str) -> None:
    table = rows(name, 12)
    rest = {row[0]: row[1] for row in rows(comments, 2)} if comments else {}
    claims = parts(*filter(None, [name, comments]))["sdn"]

    assert Counter(claim.value for claim in of(claims, "kind")) == Counter(KINDS[row[2]] for row in table)
    programmes = {(row[0], one.strip(" []")) for row in table for one in row[3].split("] [")}
    assert len(set(of(claims, "listed_under"))) == len(programmes)
    titles = {(row[0], one.strip()) for row in table if row[4] != "-0-" for one in row[4].split("; ")}
    assert len(set(of(claims, "title"))) == len(titles)
    columns = sum(cell != "-0-" for row in table for cell in row[5:11])
    told = [claim for claim in of(claims, "vessel_detail") if claim.qualifier("type") in COLUMNS]
    assert len(told) == columns

    # A continuation belongs to remarks that were cut; one file's comments are of another year than its entries.
    cut = {row[0] for row in table if len(row[11]) >= 999 and not row[11].endswith(".")}
    lost = cut - rest.keys()
    whole = [(row[0], row[11] + (rest[row[0]] if row[0] in cut else "")) for row in table if row[0] not in lost]
    claims = [claim for claim in claims if claim.subject[5:] not in lost]
    births = {(number, date.strip(" .")) for number, text in whole for date in BORN.findall(text)}
    assert len(of(claims, "birth_date")) == len(births)
    places = {(number, place) for number, text in whole for place in PLACED.findall(text)}
    assert len(of(claims, "birth_place")) == len(places)
    quoted = {(number, how, one) for number, text in whole for how, one in QUOTED.findall(text)}
    assert sum(kind != "primary" for kind in kinds_of_names(claims).elements()) == len(quoted)
    linked = {(number, one.rstrip(".")) for number, text in whole for one in LINKED.findall(text)}
    stayed = [claim for claim in of(claims, "remark") if claim.value.startswith("Linked To: ")]
    assert len(of(claims, "linked_to")) + len(stayed) == len(linked)
    for kind, pattern in PAPERS.items():
        numbers = {(number, paper) for number, text in whole for paper in pattern.findall(text)}
        assert sum(claim.qualifier("type") == kind for claim in of(claims, "identifier")) == len(numbers), kind
    # Every piece of the remarks is a claim, but for titles that the title column has given.
    pieces = {(number, one) for number, text in whole for one in split(text)} - titles
    told = [claim for claim in claims if claim.predicate in OF_REMARKS]
    told += [claim for claim in of(claims, "name") if claim.qualifier("kind") != "primary"]
    told += [claim for claim in of(claims, "vessel_detail") if claim.qualifier("type") not in COLUMNS]
    said = {(one.subject, one.predicate, one.object, one.value.removeprefix("alt. "), one.qualifiers) for one in told}
    assert len(said) == len(pieces)


def split(text: str) -> list[str]:
    """The pieces of a remarks cell, without `alt. ` and without those that are the second half of a quoted name."""
    text = text.removesuffix(".")
    found = [piece.strip(" ;").removeprefix("alt. ") for piece in re.split(r";\s+", text) if piece not in ("", "-0-")]
    halves = sum(bool(re.match(r"[afn]\.k\.a\. '[^']*$", piece)) for piece in found)
    return found[: len(found) - halves]


COLUMNS = ("call sign", "vessel type", "tonnage", "gross registered tonnage", "flag", "owner")
BORN = re.compile(r"(?:^|; )(?:alt\. )?DOB ([^;]+)")
PLACED = re.compile(r"(?:^|; )(?:alt\. )?POB ([^;]+?)\.?(?=;|$)")
QUOTED = re.compile(r"(?:^|; )(?:alt\. )?([afn]\.k\.a\.|d\.b\.a\.) '(.+?)'\.?(?=; |$)")
LINKED = re.compile(r"(?:^|; )Linked [Tt]o: ([^;]+)")
PAPERS = {
    "Passport": re.compile(r"(?:^|; )(?:alt\. )?Passport (?!Booklet)([^;]*\d[^;]*)"),
    "IMO number": re.compile(r"Vessel Registration Identification (IMO \d{7})"),
    "MMSI": re.compile(r"(?:^|; )(?:alt\. )?MMSI (\d[^;]*)"),
    "National ID": re.compile(r"(?:^|; )(?:alt\. )?National ID No\.:? ([^;]*\d[^;]*)"),
    "Tax ID": re.compile(r"(?:^|; )(?:alt\. )?Tax ID No\. ([^;]*\d[^;]*)"),
}
OF_REMARKS = ["birth_date", "birth_place", "nationality", "citizenship", "gender", "identifier", "contact", "remark"]
OF_REMARKS += ["classification", "country", "linked_to"]
ALIASES = ["alt_2024.csv", "alt_202508.csv", "alt_202606.csv", "coherent_2021/alt.csv", "coherent_2022/alt.csv"]
ALIASES += ["watchman/alt.csv", "watchman_new/alt.csv", "watchman/cons_alt.csv"]
ADDRESSES = ["add_202606.csv", "coherent_2021/add.csv", "coherent_2022/add.csv", "watchman/add.csv"]
ADDRESSES += ["watchman_new/add.csv", "watchman/cons_add.csv"]


@pytest.mark.parametrize("name", ALIASES)
def test_aliases(name: str) -> None:
    table = [row for row in rows(name, 5) if row[3] not in ("-0-", "")]
    claims = parts(name)["alt"]
    assert len(table) > 1000
    assert len({claim.id for claim in claims}) == len(claims) == len(table)
    counted = Counter("former" if row[2] == "fka" else "strong" for row in table)
    assert kinds_of_names(claims) == counted
    assert Counter(claim.note for claim in claims if claim.note) == Counter(
        "now known as" for row in table if row[2] == "nka"
    )


@pytest.mark.parametrize("name", ADDRESSES)
def test_addresses(name: str) -> None:
    table = rows(name, 6)
    claims = parts(name)["add"]
    told = [[cell for cell in row[2:] if cell not in ("-0-", "-0", "")] for row in table]
    assert len(claims) == sum(map(bool, told))
    for column, detail in ((2, "street"), (3, "city"), (4, "country")):
        counted = Counter(row[column] for row in table if row[column] not in ("-0-", "-0", ""))
        assert Counter(value for claim in claims if (value := claim.qualifier(detail))) == counted


def test_comments_of_a_day_without_its_entries_are_refused_and_told() -> None:
    (reading,) = ofac.read([InputFile(LISTS / one) for one in ("watchman/sdn.csv", "watchman/sdn_comments.csv")])
    list(reading.claims)
    assert any("comments rows continue no cut remark" in note for note in reading.notes)


# --- XML ------------------------------------------------------------------------------------------------


def tree(name: str) -> Any:
    raw = (LISTS / name).read_bytes()
    return etree.fromstring(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw)


def texts(root: Any, path: str) -> list[str]:
    return [one.text for one in root.iterfind("/".join(f"{{*}}{step}" for step in path.split("/"))) if one.text]


def under(root: Any, tag: str) -> list[Any]:
    return list(root.iterfind(f".//{{*}}{tag}"))


def xml(name: str) -> tuple[Reading, list[Claim]]:
    (reading,) = ofac_xml.read([InputFile(LISTS / name)])
    return reading, list(reading.claims)


@pytest.mark.parametrize("name", ["cons_20250328.xml", "cons_20240506.xml"])
def test_the_legacy_schema(name: str) -> None:
    root = tree(name)
    _, claims = xml(name)
    kinds = {"Individual": "person", "Entity": "organization"}
    assert Counter(one.value for one in of(claims, "kind")) == Counter(
        kinds[one] for one in texts(root, "sdnEntry/sdnType")
    )
    aliases = Counter(
        "former" if alias.findtext("{*}type") == "f.k.a." else alias.findtext("{*}category")
        for alias in under(root, "aka")
    )
    assert kinds_of_names(claims) == aliases + Counter(primary=len(under(root, "sdnEntry")))
    counts = {
        "listed_under": "program",
        "birth_date": "dateOfBirthItem",
        "birth_place": "placeOfBirthItem",
        "nationality": "nationality",
        "citizenship": "citizenship",
        "address": "address",
    }
    for predicate, tag in counts.items():
        assert len(of(claims, predicate)) == len(under(root, tag)), predicate
    # Every one of the mixed `id` elements is a claim; a few say the same twice of one entry.
    ids = {(under(one.getparent().getparent(), "uid")[0].text, *_id(one)) for one in under(root, "id")}
    remarks = [piece for one in texts(root, "sdnEntry/remarks") for piece in one.split("; ")]
    made = {
        c.id
        for p in ("identifier", "contact", "classification", "country", "gender", "remark", "linked_to")
        for c in of(claims, p)
    }
    assert len(made) == len(ids) + len(remarks)
    assert len(of(claims, "linked_to")) + sum("Linked To" in one.value for one in of(claims, "remark")) == sum(
        "(Linked To: " in one for one in remarks
    )


def _id(one: Any) -> tuple[str | None, ...]:
    return tuple(one.findtext(f"{{*}}{tag}") for tag in ("idType", "idNumber", "idCountry"))


SCRIPTS = {"LATIN": "Latn", "ARABIC": "Arab", "CYRILLIC": "Cyrl", "CJK": "Hani"}


def script(text: str) -> str:
    return next(SCRIPTS[unicodedata.name(letter).split()[0]] for letter in text if letter.isalpha())


def test_the_enhanced_schema() -> None:
    root = tree("enhanced_irgc_20240828.xml")
    reading, claims = xml("enhanced_irgc_20240828.xml")
    entities = under(root, "entity")
    assert (reading.published, len(of(claims, "kind"))) == ("2024-08-28", len(entities))
    full = [one.text for entity in entities for one in under(entity, "formattedFullName")]
    assert Counter(claim.qualifier("script") for claim in of(claims, "name")) == Counter(map(script, full))
    counted: Counter[str] = Counter()
    for name in under(root, "name"):
        if name.find("{*}translations") is None:
            continue
        kind = "weak" if name.findtext("{*}isLowQuality") == "true" else "strong"
        kind = "former" if name.findtext("{*}aliasType") == "F.K.A." else kind
        kind = "primary" if name.findtext("{*}isPrimary") == "true" else kind
        for spelling in under(name, "formattedFullName"):
            counted[kind if script(spelling.text) == "Latn" else "original_script"] += 1
    assert kinds_of_names(claims) == counted
    assert not any("\u202a" <= letter <= "\u202e" for claim in claims for letter in claim.value)
    features = Counter(one.findtext("{*}type") for one in under(root, "feature"))
    for predicate, kind in {
        "birth_date": "Birthdate",
        "birth_place": "Place of Birth",
        "nationality": "Nationality Country",
        "citizenship": "Citizenship Country",
        "gender": "Gender",
    }.items():
        assert len(of(claims, predicate)) == features[kind], predicate
    papers = len(under(root, "identityDocument"))
    numbers = ("Aircraft Manu", "Aircraft Con", "Aircraft Mode S", "Digital", "SWIFT")
    typed = sum(n for kind, n in features.items() if kind.startswith(numbers) and "Date" not in kind)
    assert len(of(claims, "identifier")) == papers + typed
    assert len([claim for claim in claims if claim.object]) == len(under(root, "relationship"))
    assert len(of(claims, "listed_under")) == sum(len(under(entity, "sanctionsProgram")) for entity in entities)
    placed = [one for one in under(root, "address") if one.find("{*}country") is not None or under(one, "value")]
    assert len(of(claims, "address")) == len(placed)
    titles = {
        (one.get("id"), t) for one in entities for t in (one.findtext("{*}generalInfo/{*}title") or "").split("; ") if t
    }
    assert len(of(claims, "title")) == len(titles)


def test_birth_dates_read_from_the_words_are_those_of_the_fields() -> None:
    """The ENHANCED schema gives each date twice: as words, which are read, and as the days that bound it.

    Of a date that is about right it bounds the year as written; how far it may be off is ours to say."""
    root = tree("enhanced_irgc_20240828.xml")
    _, claims = xml("enhanced_irgc_20240828.xml")
    bounds: Counter[tuple[str, str, str]] = Counter()
    for entity in under(root, "entity"):
        for one in under(entity, "feature"):
            if one.findtext("{*}type") == "Birthdate":
                date = one.find("{*}valueDate")
                bounds[(entity.get("id"), date.findtext("{*}fromDateBegin"), date.findtext("{*}toDateEnd"))] += 1
    read = ((claim.subject[5:], parse_date(claim.value.rstrip("~"))) for claim in of(claims, "birth_date"))
    assert Counter((who, str(day.earliest), str(day.latest)) for who, day in read) == bounds


def test_the_advanced_schema() -> None:
    root = tree("cons_advanced.xml.gz")
    reading, claims = xml("cons_advanced.xml.gz")
    parties = under(root, "DistinctParty")
    assert (reading.published, len(of(claims, "kind"))) == ("2020-03-17", len(parties))
    counted: Counter[str] = Counter()
    for alias in under(root, "Alias"):
        kind = "weak" if alias.get("LowQuality") == "true" else "strong"
        kind = "former" if alias.get("AliasTypeID") == "1401" else kind
        counted["primary" if alias.get("Primary") == "true" else kind] += len(under(alias, "DocumentedName"))
    assert kinds_of_names(claims) == counted
    types = {one.get("ID"): one.text for one in under(root, "FeatureType")}
    features = Counter(types[one.get("FeatureTypeID")] for one in under(root, "Feature"))
    assert len(of(claims, "birth_date")) == features["Birthdate"]
    assert len(of(claims, "birth_place")) == features["Place of Birth"]
    assert len(of(claims, "citizenship")) == features["Citizenship Country"]
    empty = {
        one.get("ID")
        for one in under(root, "Location")
        if not under(one, "LocationPart") and not under(one, "LocationCountry")
    }
    nowhere = sum(one.get("LocationID") in empty for one in under(root, "VersionLocation"))
    told = sum("features without a value" in note for note in reading.notes)
    assert len(of(claims, "address")) + nowhere == features["Location"], told
    papers = len(under(root, "IDRegDocument")) + sum(features[one] for one in ("SWIFT/BIC", "BIK (RU)"))
    assert len(of(claims, "identifier")) == papers
    assert len([claim for claim in claims if claim.object]) == len(under(root, "ProfileRelationship"))
    listed = {
        (one.get("ProfileID"), "SDN" if one.get("ListID") == "1550" else "", measure.findtext("{*}Comment"))
        for one in under(root, "SanctionsEntry")
        for measure in under(one, "SanctionsMeasure")
        if measure.get("SanctionsTypeID") == "1"
    }
    assert len(of(claims, "listed_under")) == len(listed)


def test_one_party_has_one_id_in_all_forms() -> None:
    """What the legacy XML of March 2025 says of each entry, the CSV of April 2025 says in the same claims."""
    (table,) = read_paths([LISTS / "cons_prim_202504.csv"])
    expected = [
        claim
        for claim in table.claims
        if claim.predicate in ("kind", "name", "listed_under", "birth_date", "linked_to")
    ]
    _, claims = xml("cons_20250328.xml")
    assert len(expected) > 1800
    assert {claim.id for claim in expected} <= {claim.id for claim in claims}
