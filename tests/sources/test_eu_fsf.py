"""The EU's consolidated list: one invented party in its three forms, and what each form has of its own."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from tests.conftest import Muster
from tests.sources.made_lists import FSF_NEW, FSF_OLD, FSF_ROWS, fsf_csv, fsf_wrapped

from muster.claims import Claim, check
from muster.errors import BadInput
from muster.sources import eu_fsf
from muster.sources.files import InputFile
from muster.sources.formats import recognise
from muster.sources.model import Reading


def reading(folder: Path, text: str, name: str = "list", encoding: str = "utf-8") -> tuple[Reading, list[Claim]]:
    path = folder / name
    path.write_text(text, encoding)
    file = InputFile(path)
    assert recognise(file)[0].name == "eu-fsf"
    (found,) = eu_fsf.read([file])
    claims = list(found.claims)
    for claim in claims:
        check(claim)
    return found, claims


def said(found: Sequence[Claim], predicate: str, subject: str = "eu-fsf-9001") -> list[str]:
    return [claim.value for claim in found if claim.predicate == predicate and claim.subject == subject]


def the(found: Sequence[Claim], value: str) -> Claim:
    (claim,) = (claim for claim in found if claim.value == value)
    return claim


def names(found: Sequence[Claim], subject: str = "eu-fsf-9001") -> dict[str, tuple[str, str]]:
    mine = (claim for claim in found if claim.predicate == "name" and claim.subject == subject)
    return {claim.value: (claim.qualifier("kind"), claim.qualifier("script")) for claim in mine}


def test_the_old_schema(tmp_path: Path) -> None:
    found, claims = reading(tmp_path, FSF_OLD)
    assert found.published == "2016-02-11"
    assert names(claims) == {"Adam Hillman": ("primary", "Latn"), "Адам Хиллман": ("original_script", "Cyrl")}
    assert the(claims, "Adam Hillman").note == "family name: Hillman"
    assert [said(claims, one) for one in ("gender", "title", "position")] == [["male"], ["Col"], ["Commander"]]
    assert said(claims, "birth_date") == ["1957~"]
    assert the(claims, "1957~").note == "between 1953 and 1958"
    assert said(claims, "birth_place") == ["Hill Town, AFG"]
    assert said(claims, "citizenship") == ["AFG"]
    paper = the(claims, "SE-011")
    assert dict(paper.qualifiers) == {
        "type": "Passport", "country": "AFG", "issued": "2003-02-04", "expires": "2014-02-21",
    }  # fmt: skip
    assert "known to be expired" in paper.note
    assert names(claims, "eu-fsf-9002") == {"Example Mill Front": ("primary", "Latn"), "EMF": ("acronym", "Latn")}
    assert said(claims, "contact", "eu-fsf-9002") == ["042-681"]
    assert said(claims, "address", "eu-fsf-9002") == ["5 Mill Lane, 1011, Milltown, EXL"]
    assert found.notes == []


def test_a_listing_began_by_the_oldest_act_that_the_entry_cites(tmp_path: Path) -> None:
    _, claims = reading(tmp_path, FSF_OLD)
    (listing,) = (one for one in claims if one.predicate == "listed_under" and one.subject == "eu-fsf-9001")
    assert (listing.value, listing.time.start.text, listing.time.end.text) == ("EXA", "[..2014-01-05]", "..")


def test_a_piece_cites_the_act_in_which_it_stands(tmp_path: Path) -> None:
    _, claims = reading(tmp_path, FSF_OLD)
    assert [one.note for one in the(claims, "1957~").citations] == ["3/2014 (OJ L2)"]


def test_the_present_schema(tmp_path: Path) -> None:
    found, claims = reading(tmp_path, FSF_NEW)
    assert found.published == "2024-05-03"
    assert names(claims) == {
        "Adam Hillman": ("primary", "Latn"),
        "Abu Hill": ("weak", "Latn"),
        "Адам Хиллман": ("original_script", "Cyrl"),
    }
    assert said(claims, "birth_date") == ["1957~", "[1953..1958]"]
    assert "Date of birth: 1335-01-02" in said(claims, "remark")  # a Hijri date is not one of ours
    paper = the(claims, "SE-011")
    assert (paper.qualifier("expires"), paper.qualifier("country")) == ("2014-02-21", "AFGHANISTAN")
    for words in ("known to be expired", "name on the document: A. Hillman", "seen once", "issued by Hill Town"):
        assert words in paper.note
    (listing,) = (one for one in claims if one.predicate == "listed_under" and one.subject == "eu-fsf-9001")
    assert listing.time.start.text == "2014-01-05"
    assert found.notes == ["1 x element invented of sanctionEntity is unknown here"]


def test_a_wrong_check_digit_is_said(tmp_path: Path) -> None:
    _, claims = reading(tmp_path, FSF_NEW)
    assert the(claims, "9074729").note == ""
    assert "not a valid IMO number" in the(claims, "9074720").note


def test_a_un_reference_is_a_judgement_and_an_identifier(tmp_path: Path) -> None:
    found, claims = reading(tmp_path, FSF_NEW)
    assert [(one.left, one.right, one.verdict) for one in found.judgements] == [("eu-fsf-9001", "un-QDi.900", "same")]
    assert said(claims, "identifier") == ["EU.77.11", "QDi.900", "SE-011"]


def test_the_csv_makes_the_claims_of_the_xml(tmp_path: Path) -> None:
    _, old = reading(tmp_path, FSF_OLD)
    found, claims = reading(tmp_path, fsf_csv())
    assert found.published == "2018-07-04"
    for predicate in ("kind", "name", "gender", "title", "birth_place", "citizenship", "listed_under"):
        mine = {one.id for one in claims if one.predicate == predicate}
        assert mine
        assert mine <= {one.id for one in old}
    assert said(claims, "position") == ["Commander, Hill Brigade"]


# Prefix of the columns of the present CSV for each element of the XML, and what its attributes are called there.
_FLAT = {
    "nameAlias": "NameAlias",
    "address": "Address",
    "birthdate": "BirthDate",
    "identification": "Identification",
    "citizenship": "Citizenship",
}
_CALLED = {
    "dayOfMonth": "Day",
    "monthOfYear": "Month",
    "birthdate": "BirthDate",
    "poBox": "PoBox",
    "identificationTypeCode": "TypeCode",
    "identificationTypeDescription": "TypeDescription",
}
_OF_ENTITY = {
    "logicalId": "LogicalId",
    "euReferenceNumber": "EU_ReferenceNumber",
    "unitedNationId": "UnitedNationId",
    "designationDate": "DesignationDate",
    "designationDetails": "DesignationDetails",
}


def fsf_present_csv() -> str:
    """FSF_NEW as the publisher lays it out flat: a row for each piece of an entry and each of its acts."""

    def called(name: str) -> str:
        return _CALLED.get(name, name[0].upper() + name[1:])

    def act(element: Any, prefix: str) -> dict[str, str]:
        found = {f"{prefix}_Regulation_{called(key)}": text for key, text in element.attrib.items()}
        if url := element.findtext("{*}publicationUrl"):
            found[f"{prefix}_Regulation_PublicationUrl"] = url
        return found

    root = etree.fromstring(FSF_NEW.encode())
    rows = []
    for entity in root.iter("{*}sanctionEntity"):
        own = {"fileGenerationDate": "03/05/2024"}
        own |= {f"Entity_{name}": entity.get(key, "") for key, name in _OF_ENTITY.items()}
        local = [(child, etree.QName(child).localname) for child in entity if isinstance(child.tag, str)]
        acts = [act(child, "Entity") for child, name in local if name == "regulation"] or [{}]
        for child, name in local:
            if name == "subjectType":
                own["Entity_SubjectType_ClassificationCode"] = child.get("classificationCode", "")
            elif name == "remark":
                own["Entity_Remark"] = child.text or ""
        rows += [own | one | {"NameAlias_WholeName": ""} for one in acts]
        for child, name in local:
            if name not in _FLAT:
                continue
            row = own | acts[0]
            row |= {f"{_FLAT[name]}_{called(key)}": text for key, text in child.attrib.items() if key != "strong"}
            for inner in child:
                if not isinstance(inner.tag, str):
                    continue
                if etree.QName(inner).localname == "regulationSummary":
                    row |= act(inner, _FLAT[name])
                elif etree.QName(inner).localname == "remark":
                    row[f"{_FLAT[name]}_Remark"] = inner.text or ""
                elif etree.QName(inner).localname == "contactInfo":
                    row["Address_ContactInfo"] = f"{inner.get('key', '').upper()}[{inner.get('value')}]"
            rows.append(row)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(dict.fromkeys(key for row in rows for key in row)), restval="", delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def test_the_present_csv_makes_the_claims_of_the_present_xml(tmp_path: Path) -> None:
    _, wanted = reading(tmp_path, FSF_NEW)
    found, claims = reading(tmp_path, fsf_present_csv())
    assert found.published == "2024-05-03"
    assert [(one.left, one.right) for one in found.judgements] == [("eu-fsf-9001", "un-QDi.900")]
    missing = [one for one in wanted if one.id not in {claim.id for claim in claims}]
    extra = [one for one in claims if one.id not in {claim.id for claim in wanted}]
    told = {(one.predicate, one.value, one.qualifier("kind")) for one in (*missing, *extra)}
    # The table has no column that marks weak names; of others nothing differs.
    assert told <= {("name", "Abu Hill", "weak"), ("name", "Abu Hill", "strong")}
    assert found.notes == []


@pytest.mark.parametrize("line", ["03/05/2024;x", "03/05/2024;9001;EU.1.1"])
def test_a_broken_row_of_the_present_csv_is_named(tmp_path: Path, line: str) -> None:
    header = fsf_present_csv().split("\n", 1)[0].strip()
    cells = line + ";" * (header.count(";") - line.count(";") - (1 if "EU" in line else 0))
    with pytest.raises(BadInput, match="line 2"):
        reading(tmp_path, header + "\n" + cells + "\n")


def test_a_table_with_wrapped_lines_is_mended_and_noted(tmp_path: Path) -> None:
    _, straight = reading(tmp_path, fsf_csv())
    found, claims = reading(tmp_path, fsf_wrapped())
    assert {one.id for one in claims} == {one.id for one in straight}
    assert found.notes == [
        "5 x lines wrapped in quotes whole: taken apart",
        "1 x lines with tabs where commas were: put back",
    ]


def test_bytes_of_windows_are_read(tmp_path: Path) -> None:
    text = fsf_csv([row.replace("Adam Hillman", "Adam Hïllman") for row in FSF_ROWS]).removeprefix("\ufeff")
    _, claims = reading(tmp_path, text, encoding="cp1252")
    assert "Adam Hïllman" in names(claims)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (FSF_OLD.replace('Id="9001" Type', 'Type'), "without its number"),
        (FSF_OLD.replace("11/02/2016", "soon"), "no day"),
        (FSF_OLD[:900], "broken XML"),
        ('<WHOLE Date="11/02/2016"></WHOLE>', "no entries"),
        (fsf_csv([*FSF_ROWS, "04/07/2018;9002;P"]), "cells where the header has"),
        (fsf_csv([FSF_ROWS[0]]), "no entries"),
        (fsf_csv([*FSF_ROWS, FSF_ROWS[1].replace(";9001;", ";;", 1)]), "without its entry's number"),
        (fsf_csv([FSF_ROWS[0].replace("Programme;", "Program;")]), "no entries"),
    ],
)  # fmt: skip
def test_a_broken_list_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(BadInput, match=problem):
        reading(tmp_path, text)


def test_another_export_is_not_taken_for_the_list(tmp_path: Path) -> None:
    path = tmp_path / "other.xml"
    path.write_text("<export><row/></export>", "utf-8")
    assert eu_fsf.recognise(InputFile(path)) == ""


def test_editions_of_different_forms_compare(tmp_path: Path, muster: Muster) -> None:
    (tmp_path / "old.xml").write_text(FSF_OLD, "utf-8")
    (tmp_path / "new.xml").write_text(FSF_NEW, "utf-8")
    assert muster("import", tmp_path / "old.xml").status == 0
    assert muster("import", tmp_path / "new.xml").status == 0
    found = muster("sources", "diff", "eu-fsf@2016-02-11", "eu-fsf@2024-05-03", "--json").json
    assert list(found["came"]) == ["eu-fsf-9003"]
    assert list(found["went"]) == ["eu-fsf-9002"]
