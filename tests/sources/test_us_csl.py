"""The US Consolidated Screening List and the Denied Persons List: invented rows, and counts on the real files."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections import Counter
from pathlib import Path

import pytest

from muster.claims import Claim, check
from muster.errors import BadInput
from muster.sources import InputFile, us_csl, us_dpl
from muster.sources.formats import recognise

COLUMNS = next(
    csv.reader(
        [
            "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,"
            "standard_order,license_requirement,license_policy,call_sign,vessel_type,gross_tonnage,gross_registered_tonnage,"
            "vessel_flag,vessel_owner,remarks,source_list_url,alt_names,citizenships,dates_of_birth,nationalities,"
            "places_of_birth,source_information_url,ids"
        ]
    )
)
SDN = "Specially Designated Nationals (SDN) - Treasury Department"
EL = "Entity List (EL) - Bureau of Industry and Security"
DPL = "Denied Persons List (DPL) - Bureau of Industry and Security"


def write(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "consolidated.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def parse(path: Path) -> tuple[list[Claim], list[str]]:
    format_ = recognise(InputFile(path))[0]
    (reading,) = format_.read([InputFile(path)])
    found = list(reading.claims)
    for claim in found:
        check(claim)
    assert len({claim.id for claim in found}) == len(found)
    return found, reading.notes


def said(found: list[Claim], predicate: str) -> list[str]:
    return [claim.value or claim.object for claim in found if claim.predicate == predicate]


HILL = {
    "_id": "900001",
    "source": SDN,
    "entity_number": "900001",
    "type": "Individual",
    "programs": "NTH; SDGT",
    "name": "HILL, Omar",
    "alt_names": "HILL, Umar; ABU HILL",
    "addresses": "1 Mill Road, Mill, 1000, NL; SY",
    "dates_of_birth": "1963-02-01; circa 1964; 1958 to 1960; spring",
    "places_of_birth": "Mill, Northland",
    "nationalities": "NL; SY",
    "remarks": "Head of the Mill; (Linked To: MILL BANK)",
    "ids": "Male, Gender; NL, 2014-08-30, 2009-08-31, K475336, Passport; 2007-01-01, 12345, Passport; "
    "www.example.org, Website; Subject to Secondary Sanctions, Additional Sanctions Information -",
}
BANK = {
    "_id": "900002",
    "source": SDN,
    "entity_number": "900002",
    "type": "Entity",
    "name": "MILL BANK",
    "programs": "NTH",
}


def test_a_treasury_row_speaks_of_the_entity_of_ofac(tmp_path: Path) -> None:
    found, notes = parse(write(tmp_path, HILL, BANK))
    hill = [claim for claim in found if claim.subject == "ofac-900001"]
    assert [(c.value, c.qualifier("kind")) for c in hill if c.predicate == "name"] == [
        ("Omar HILL", "primary"),
        ("Umar HILL", "strong"),
        ("ABU HILL", "strong"),
    ]
    assert said(hill, "listed_under") == ["NTH", "SDGT"]
    assert said(hill, "linked_to") == ["ofac-900002"]
    assert said(hill, "birth_date") == ["1963-02-01", "1964~", "[1958..1960]"]
    assert said(hill, "gender") == ["male"]
    assert [(c.value, c.qualifier("country")) for c in hill if c.predicate == "address"] == [
        ("1 Mill Road, Mill, 1000, NL", "NL"),
        ("SY", "SY"),
    ]
    assert [(c.value, dict(c.qualifiers), c.note) for c in hill if c.predicate == "identifier"] == [
        ("K475336", {"type": "Passport", "country": "NL", "issued": "2009-08-31", "expires": "2014-08-30"}, ""),
        ("12345", {"type": "Passport"}, "issued or expires 2007-01-01"),
    ]
    assert said(hill, "remark") == [
        "Date of birth: spring",
        "Head of the Mill",
        "Additional Sanctions Information - Subject to Secondary Sanctions",
    ]
    assert {(claim.speaker, claim.via) for claim in found} == {("OFAC", (us_csl.TITLE,))}
    assert notes == ["1 dates cannot be read and stay remarks"]


def test_a_party_without_number_keeps_its_id_when_an_alias_comes(tmp_path: Path) -> None:
    row = {"_id": "a1", "source": EL, "name": "Mill Institute (MI)", "alt_names": "Mill 1", "start_date": "2020-01-01"}
    first, _ = parse(write(tmp_path, row))
    second, notes = parse(
        write(tmp_path, row | {"_id": "b2", "alt_names": "Mill 1; and Mill 2"}, row | {"_id": "c3", "addresses": "NL"})
    )
    assert {claim.subject for claim in first} == {claim.subject for claim in second}
    assert {claim.id for claim in first} < {claim.id for claim in second}
    assert [(c.value, c.qualifier("kind")) for c in second if c.predicate == "name"] == [
        ("MI", "acronym"),
        ("Mill Institute", "primary"),
        ("Mill 1", "strong"),
        ("Mill 2", "strong"),
    ]
    assert notes == [
        "2 rows have a name that stands in other rows of their list: read as one party",
        "2 entries do not say whether they are persons or organisations: their kind is left open",
    ]


def test_names_in_brackets_and_broken_punctuation(tmp_path: Path) -> None:
    rows = [
        {"_id": "a", "source": EL, "name": "Mill OOO (f.k.a., Old Mill; Mill Works)"},
        {"_id": "b", "source": EL, "name": "Xi\x92an Mill"},
    ]
    found, notes = parse(write(tmp_path, *rows))
    assert [(c.value, c.qualifier("kind")) for c in found if c.predicate == "name"] == [
        ("Old Mill", "former"),
        ("Mill Works", "former"),
        ("Mill OOO", "primary"),
        ("Xi’an Mill", "primary"),
    ]
    assert notes[0] == "1 entries held control characters in place of punctuation, now read as it"


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"type": "Unicorn"}, "unknown type"),
        ({"name": ""}, "without a name"),
        ({"entity_number": "x"}, "entity_number is no number"),
    ],
)
def test_a_broken_row_is_named_with_its_line(tmp_path: Path, cells: dict[str, str], told: str) -> None:
    path = write(tmp_path, BANK, BANK | cells)
    with pytest.raises(BadInput, match=told) as caught:
        us_csl.read([InputFile(path)])
    assert caught.value.place == "consolidated.csv line 3"


HEAD = "\t".join(f'"{cell}"' for cell in us_dpl._HEADER)


def denied(folder: Path, *rows: str) -> Path:
    path = folder / "dpl.txt"
    lines = ["\t".join(f'"{cell}"' for cell in row.split("|")) for row in rows]
    path.write_text("\n".join([HEAD, *lines, ""]), "utf-8")
    return path


def test_a_denied_person_has_one_id_on_both_lists(tmp_path: Path) -> None:
    order = "06/19/2003|06/29/2056|Y|2007-01-31|FR NOTICE ADDED|68 F.R. 1"
    found, notes = parse(
        denied(tmp_path, f" O. HILL|1 MILL ROAD|MILL|TX|US|75159|{order}", f" O. HILL|2 MILL ROAD|MILL|TX|US||{order}")
    )
    same, _ = parse(
        write(tmp_path, {"_id": "x", "source": DPL, "name": " O. HILL", "addresses": "1 MILL ROAD, MILL, CA"})
    )
    assert {claim.subject for claim in found} == {claim.subject for claim in same}
    (listing,) = [claim for claim in found if claim.predicate == "listed_under"]
    assert (listing.time.start.text, listing.time.end.text) == ("2003-06-19", "2056-06-29")
    assert len(said(found, "address")) == 2
    assert notes == ["1 parties do not say whether they are persons or organisations: kind left open"]
    (address,) = [claim for claim in same if claim.predicate == "address"]
    assert address.qualifier("country") == ""  # California, not Canada


def test_a_denied_person_without_a_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="without a name") as caught:
        parse(denied(tmp_path, " |" * 11))
    assert caught.value.place == "dpl.txt line 2"


# --- the real files: independent counts ----------------------------------------------------------------------


@pytest.mark.data
def test_census(data: Path) -> None:
    path = data / "lists" / "us_csl" / "consolidated.csv.gz"
    rows = list(csv.DictReader(io.StringIO(gzip.decompress(path.read_bytes()).decode("utf-8-sig"), newline="")))
    found, notes = parse(path)
    of = Counter(claim.predicate for claim in found)

    def key(row: dict[str, str]) -> str:
        return row["entity_number"] or row["source"][:9] + " ".join(re.findall(r"\w+", row["name"].casefold()))

    def distinct(column: str) -> set[tuple[str, str]]:
        return {(key(row), part.strip(" ,;")) for row in rows for part in row[column].split("; ") if part.strip(" ,;")}

    assert len({claim.subject for claim in found}) == len({key(row) for row in rows})
    typed = {(key(row), row["type"]) for row in rows if row["type"]}
    names = {"Individual": "person", "Entity": "organization", "Vessel": "vessel", "Aircraft": "aircraft"}
    # One bank stands on a list twice, under two programmes; a kind is cited by the list it stands on.
    assert Counter(v for _, v in {(c.subject, c.value) for c in found if c.predicate == "kind"}) == Counter(
        names[kind] for _, kind in typed
    )
    for column, predicate in (
        ("citizenships", "citizenship"),
        ("nationalities", "nationality"),
        ("places_of_birth", "birth_place"),
    ):
        assert len({(c.subject, c.value) for c in found if c.predicate == predicate}) == len(distinct(column))
    born = distinct("dates_of_birth")
    assert len({(c.subject, c.value) for c in found if c.predicate == "birth_date"}) == len(born)
    forms = Counter("range" if " to " in v else "about" if "circa" in v else str(v.count("-")) for _, v in born)
    kept = Counter(
        "range" if v[0] == "[" else "about" if v[-1] == "~" else str(v.count("-"))
        for _, v in {(c.subject, c.value) for c in found if c.predicate == "birth_date"}
    )
    assert kept == forms
    assert of["listed_under"] == len(
        {(key(row), row["source"], row["start_date"], row["end_date"], programme)
         for row in rows for programme in (row["programs"] or "-").split("; ")}
    )  # fmt: skip
    links = sum(text.count("Linked To: ") for _, text in {(key(row) + row["source"], row["remarks"]) for row in rows})
    assert of["linked_to"] + sum(v.startswith("Linked To: ") for v in said(found, "remark")) == links
    pieces = {(key(row), row["source"], part) for row in rows for part in row["ids"].split("; ") if part}
    tails = Counter(part.rsplit(", ", 1)[-1] for _, _, part in pieces)
    types = Counter(claim.qualifier("type") for claim in found if claim.predicate == "identifier")
    assert types["Passport"] == tails["Passport"]
    assert types["SWIFT/BIC"] == tails["SWIFT/BIC"]
    assert types["Tax ID"] == tails["Tax ID No."] or tails["Tax ID No."] - types["Tax ID"] == 1  # one has no digit
    assert of["gender"] == tails["Gender"]
    assert of["contact"] == tails["Website"] + tails["Email Address"] + tails["Phone Number"]
    people = {key(row) for row in rows if row["type"] == "Individual"}
    # Names of persons are turned round and never taken apart: as many as there are.
    listed = {(key(row), row["name"].strip()) for row in rows if key(row) in people}
    listed |= {one for one in distinct("alt_names") if one[0] in people}
    assert len({(c.subject, c.value) for c in found if c.predicate == "name" and c.subject[5:] in people}) == len(
        listed
    )
    assert any("3625 entries do not say" in note for note in notes)


@pytest.mark.data
def test_census_of_denied_persons(data: Path) -> None:
    path = data / "lists" / "us_csl" / "dpl.txt"
    rows = list(csv.DictReader(path.open(encoding="utf-8", newline=""), delimiter="\t"))
    found, _ = parse(path)
    names = {" ".join(re.findall(r"\w+", row["Name"].casefold())) for row in rows}
    assert len({claim.subject for claim in found}) == len(names)
    assert len(said(found, "name")) == len({" ".join(row["Name"].split()) for row in rows})
    listings = {
        (" ".join(re.findall(r"\w+", row["Name"].casefold())), row["Effective_Date"], row["Expiration_Date"])
        for row in rows
    }
    assert len(said(found, "listed_under")) == len(listings)
