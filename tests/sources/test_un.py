"""The UN list: each oddity of its fields on invented entries; counts on the real lists where they are."""

from __future__ import annotations

import gzip
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.claims import Claim, check
from muster.dates import Certainty, parse_day
from muster.errors import BadInput
from muster.sources import un
from muster.sources.files import InputFile
from muster.sources.un_dates import birth_date, day_in
from muster.sources.un_names import noted, script_of, spellings, tidy
from muster.sources.un_papers import paper

DATA = Path(os.environ.get("MUSTER_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
LISTS = DATA / "lists" / "un"
real = pytest.mark.skipif(not LISTS.is_dir(), reason=f"the real lists are not at {LISTS} (set MUSTER_DATA)")

HEAD = "<DATAID>690</DATAID><UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE><LISTED_ON>2012-12-31</LISTED_ON>"
REFERENCE = "<REFERENCE_NUMBER>QDi.900</REFERENCE_NUMBER>"


def write(folder: Path, *entries: str, stamp: str = "2025-04-19T23:00:04.625Z", name: str = "list.xml") -> InputFile:
    path = folder / name
    body = "".join(entries)
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<CONSOLIDATED_LIST dateGenerated="{stamp}">'
        f"<INDIVIDUALS>{body}</INDIVIDUALS></CONSOLIDATED_LIST>",
        "utf-8",
    )
    return InputFile(path)


def person(*parts: str, head: str = HEAD + REFERENCE) -> str:
    return f"<INDIVIDUAL>{head}{''.join(parts)}</INDIVIDUAL>"


def body(*parts: str) -> str:
    return f"<ENTITY>{HEAD}<REFERENCE_NUMBER>QDe.900</REFERENCE_NUMBER>{''.join(parts)}</ENTITY>"


def claims(file: InputFile) -> list[Claim]:
    (reading,) = un.read([file])
    found = list(reading.claims)
    for claim in found:
        check(claim)
    return found


def said(found: Sequence[Claim], predicate: str) -> list[str]:
    return [claim.value for claim in found if claim.predicate == predicate]


def names(found: Sequence[Claim]) -> list[tuple[str, str]]:
    return [(claim.value, claim.qualifier("kind")) for claim in found if claim.predicate == "name"]


def alias(text: str, quality: str = "Good", more: str = "", of: str = "INDIVIDUAL") -> str:
    return f"<{of}_ALIAS><QUALITY>{quality}</QUALITY><ALIAS_NAME>{text}</ALIAS_NAME>{more}</{of}_ALIAS>"


def alias_noted(text: str, note: str) -> str:
    return alias(text, more=f"<NOTE>{note}</NOTE>")


def test_a_person_becomes_claims_that_cite_the_reference(tmp_path: Path) -> None:
    entry = person(
        "<FIRST_NAME> OLA </FIRST_NAME><SECOND_NAME>NILS\n  VASK</SECOND_NAME><FOURTH_NAME>AL-NORSKI</FOURTH_NAME>",
        "<GENDER>MALE</GENDER><NATIONALITY><VALUE>Norway</VALUE><VALUE>Iraq</VALUE></NATIONALITY>",
        "<TITLE><VALUE>Dr.</VALUE></TITLE><DESIGNATION><VALUE>a) Minister b) Colonel</VALUE></DESIGNATION>",
        "<COMMENTS1>Said to be\n in hiding.</COMMENTS1><LAST_DAY_UPDATED><VALUE>2016-10-13</VALUE></LAST_DAY_UPDATED>",
    )
    found = claims(write(tmp_path, entry))
    assert {claim.subject for claim in found} == {"un-QDi.900"}
    assert {(claim.speaker, claim.citations[0].record) for claim in found} == {("UN Security Council", "QDi.900")}
    assert said(found, "kind") == ["person"]
    assert names(found) == [("OLA NILS VASK AL-NORSKI", "primary")]
    assert said(found, "gender") == ["male"]
    assert said(found, "nationality") == ["Norway", "Iraq"]
    assert said(found, "title") == ["Dr."]
    assert said(found, "position") == ["Minister", "Colonel"]
    assert said(found, "remark") == ["Said to be in hiding."]
    assert "2016-10-13" not in str([claim.content() for claim in found])
    numbers = {claim.qualifier("type"): claim.value for claim in found if claim.predicate == "identifier"}
    assert numbers == {"UN DATAID": "690", "UN reference": "QDi.900"}


def test_the_listing_holds_from_its_day_on(tmp_path: Path) -> None:
    (listing,) = [claim for claim in claims(write(tmp_path, person())) if claim.predicate == "listed_under"]
    assert listing.value == "Al-Qaida"
    assert dict(listing.qualifiers) == {"list": "un-sc", "authority": "UN Security Council", "reference": "QDi.900"}
    assert listing.time.start.text == "2012-12-31"
    assert listing.time.end.open
    assert listing.time.on(parse_day("2012-12-30")) is Certainty.NO


def test_an_entry_without_reference_goes_by_its_data_id(tmp_path: Path) -> None:
    (reading,) = un.read([write(tmp_path, person(head=HEAD))])
    assert {claim.subject for claim in reading.claims} == {"un-690"}
    assert reading.notes == ["1 entries have no reference number: their DATAID stands in"]


def test_the_quality_of_an_alias_is_kept_and_empty_ones_left_out(tmp_path: Path) -> None:
    entry = person(
        "<FIRST_NAME>OLA</FIRST_NAME>",
        alias("Olaf"),
        alias("The Pale", "Low"),
        alias("", ""),
        "<INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>",
    )
    group = body(
        "<FIRST_NAME>NORTH FRONT</FIRST_NAME>",
        alias("Old North", "f.k.a.", of="ENTITY"),
        alias("North", "a.k.a.", of="ENTITY"),
        alias("Nord", "", of="ENTITY"),
    )
    assert names(claims(write(tmp_path, entry, group))) == [
        ("OLA", "primary"),
        ("Olaf", "strong"),
        ("The Pale", "weak"),
        ("NORTH FRONT", "primary"),
        ("Old North", "former"),
        ("North", "strong"),
        ("Nord", "strong"),
    ]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Ola Vask; Ole Vask;  Olaf Vask", ["Ola Vask", "Ole Vask", "Olaf Vask"]),
        ("Ola Vask b) O. Vask; O. V.", ["Ola Vask", "O. Vask", "O. V."]),
        ("أبو شيماء (Abu-Shaima; Abu Shayma)", ["أبو شيماء", "Abu-Shaima", "Abu Shayma"]),
        ("Abou Dher (ابو ذر)", ["Abou Dher", "ابو ذر"]),
        ("Abubakar (original script: Абубакар)", ["Abubakar", "Абубакар"]),
        ("Agha Jan اغا جان", ["Agha Jan", "اغا جان"]),
        ("“The Pale”", ["The Pale"]),
        ("Akhter Mohmad (اختر محمد ),", ["Akhter Mohmad", "اختر محمد"]),
        ("ፍትዊ (Tigrinya)", ["ፍትዊ"]),
        ("Northern Union (NU)", ["Northern Union", "NU"]),
        ("Northern (NRT) Union Ltd", ["Northern Union Ltd", "NRT"]),
        ("Northern Union (KENYA)", ["Northern Union (KENYA)"]),
        ("North (Hong Kong) Trading", ["North (Hong Kong) Trading"]),
        ("Lom Butaev (Butayev)", ["Lom Butaev (Butayev)"]),
        ("(Sheikh) Vask", ["(Sheikh) Vask"]),
        ("Hay’at North (HTN) (شمال (original script); Hayat North)", ["Hay’at North", "HTN", "شمال", "Hayat North"]),
        ("\u202bشمال\u202c", ["شمال"]),
        (" ", []),
        ("-", []),
    ],
)
def test_one_cell_may_hold_several_names(cell: str, expected: list[str]) -> None:
    assert [spelling.text for spelling in spellings(cell)] == expected


def test_a_hostile_cell_is_not_taken_apart() -> None:
    assert len(spellings("x (ش; " * 5000 + ")" * 5000)) == 1


def test_previously_listed_as_makes_a_former_name(tmp_path: Path) -> None:
    entry = person(
        alias("Ole Vask (previously listed as)"),
        alias("Olaf Vask", "Low", "<NOTE>Previously listed as. In Arabic: أولاف</NOTE>"),
        alias("Ola V", more="<NOTE>nom de guerre</NOTE>"),
    )
    found = claims(write(tmp_path, entry))
    assert names(found) == [
        ("Ole Vask", "former"),
        ("Olaf Vask", "former"),
        ("أولاف", "former"),
        ("Ola V", "strong"),
    ]
    assert [claim.note for claim in found if claim.predicate == "name"] == ["", "", "", "nom de guerre"]


def test_notes_beside_an_alias() -> None:
    assert noted("original script: Давид")[1][0].script == "Cyrl"
    assert [spelling.text for spelling in noted("Yunis al-Vask; Younis al-Vask")[1]] == [
        "Yunis al-Vask",
        "Younis al-Vask",
    ]
    assert noted("born in 1973 in Shabwa; nationality: Yemeni") == (
        False,
        [],
        "born in 1973 in Shabwa; nationality: Yemeni",
    )


def test_what_is_said_in_an_alias_cell_beside_the_name_is_kept(tmp_path: Path) -> None:
    entry = person(alias("Ola Vask, born 1 Jan. 1953 (passport no. 0382)"), alias("Ole Sabri (identity of ID 6910)"))
    found = [claim for claim in claims(write(tmp_path, entry)) if claim.predicate == "name"]
    assert [(claim.value, claim.note) for claim in found] == [
        ("Ola Vask", "born 1 Jan. 1953 (passport no. 0382)"),
        ("Ole Sabri", "identity of ID 6910"),
    ]


def test_birth_data_of_an_alias_say_so(tmp_path: Path) -> None:
    more = "<DATE_OF_BIRTH>1970-07-14</DATE_OF_BIRTH><CITY_OF_BIRTH>Tunis</CITY_OF_BIRTH>"
    found = claims(write(tmp_path, person(alias("Ole", more=more + "<COUNTRY_OF_BIRTH>Tunisia</COUNTRY_OF_BIRTH>"))))
    born = [claim for claim in found if claim.predicate.startswith("birth")]
    assert [(claim.value, claim.note) for claim in born] == [
        ("1970-07-14", "given with the alias Ole"),
        ("Tunis, Tunisia", "given with the alias Ole"),
    ]


@pytest.mark.parametrize(
    ("told", "days"),
    [
        ("DOB: a) 3 Apr. 1961 b) 14 May 1962. POB: Oslo", ["1961-04-03", "1962-05-14"]),
        ("Passport number: B01; DOB: 1948; POB: Oslo", ["1948"]),
        ("in Oslo (DPOB - 1971) - Passport No. 28", ["1971"]),
        ("born 16 Dec. 1947, in Oslo", ["1947-12-16"]),
        ("son of Nils, born in 1955, a farmer", ["1955"]),
        ("born in 1966 in Oslo, Norway", ["1966"]),
        ("born in Oslo on 01 Jan.1967", ["1967-01-01"]),
        ("born in Oslo, Norway on 2 May 1967", ["1967-05-02"]),
        ("born in Oslo, fled in 1994", []),
        ("born on a farm", []),
        ("resolution 2610 (2021), 4 Apr. 1990", []),
    ],
)
def test_births_told_beside_an_alias(tmp_path: Path, told: str, days: list[str]) -> None:
    found = claims(write(tmp_path, person(alias_noted("Ole", told))))
    assert said(found, "birth_date") == days
    assert {claim.note for claim in found if claim.predicate == "birth_date"} <= {"given with the alias Ole"}
    assert [claim.note for claim in found if claim.value == "Ole"] == [told]


@pytest.mark.parametrize(
    ("told", "papers"),
    [
        ("appears in false Omani passport number S33", [("S33", {"type": "Omani passport"})]),
        (
            "(DPOB - 1971) - Passport No. 284, expires 21 August 2005 (Iraq)",
            [("284", {"type": "Passport", "expires": "2005-08-21"})],
        ),
        (
            "Oman ID Number 07/SP; Date of issue: 6 Dec 2011; Place of issue: Muscat",
            [("07/SP", {"type": "Oman ID", "issued": "2011-12-06"})],
        ),
        (
            "under a false identification number 69 linked to South Omani passport number X 43, both lost",
            [("69", {"type": "identification number"}), ("X 43", {"type": "South Omani passport"})],
        ),
        ("born in Oslo, passport number L 645 issued 3 May 2001, expired 2 May 2006", []),
        ("resolution number 2368 of 2017", []),
    ],
)
def test_documents_told_beside_an_alias(tmp_path: Path, told: str, papers: list[tuple[str, dict[str, str]]]) -> None:
    known = "<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>L645</NUMBER>"
    found = claims(write(tmp_path, person(alias_noted("Ole", told), known, "</INDIVIDUAL_DOCUMENT>")))
    numbers = [claim for claim in found if claim.predicate == "identifier" and claim.note]
    assert [(claim.value, dict(claim.qualifiers)) for claim in numbers] == papers
    assert {claim.note for claim in numbers} <= {f"given with the alias Ole: {told}"}


@pytest.mark.parametrize(
    ("text", "note", "expected"),
    [
        (") Ola Vask", "", [("Ola Vask", "")]),
        ("Ola Vask, born in Oslo on 01 Jan.1967", "", [("Ola Vask", "born in Oslo on 01 Jan.1967")]),
        ("Ola Vask", "POB: Oslo. In Arabic: علي", [("Ola Vask", "POB: Oslo"), ("علي", "POB: Oslo")]),
        ("Ola", "A farmer. In Arabic: علي. POB: Oslo", [("Ola", "A farmer. In Arabic: علي. POB: Oslo")]),
        ("علي", "(Ali; Aly) his nom de guerre", [(one, "his nom de guerre") for one in ("علي", "Ali", "Aly")]),
        ("Ola Vask", "a farmer (in 1990; and later)", [("Ola Vask", "a farmer (in 1990; and later)")]),
    ],
)
def test_what_is_beside_an_alias_is_parted_from_it(
    tmp_path: Path, text: str, note: str, expected: list[tuple[str, str]]
) -> None:
    found = [claim for claim in claims(write(tmp_path, person(alias_noted(text, note)))) if claim.predicate == "name"]
    assert [(claim.value, claim.note) for claim in found] == expected


@pytest.mark.parametrize(
    ("text", "kind", "script"),
    [
        ("صدام", "original_script", "Arab"),
        ("Атабиев", "original_script", "Cyrl"),
        ("華信船務", "original_script", "Hani"),
        ("NORTH FRONT", "strong", "Latn"),
    ],
)
def test_original_script_is_told_from_the_letters(tmp_path: Path, text: str, kind: str, script: str) -> None:
    found = claims(write(tmp_path, body(f"<NAME_ORIGINAL_SCRIPT> {text}\n</NAME_ORIGINAL_SCRIPT>")))
    (claim,) = [claim for claim in found if claim.predicate == "name"]
    assert (claim.value, claim.qualifier("kind"), claim.qualifier("script")) == (text, kind, script)


def test_two_variants_in_original_script_are_two_names(tmp_path: Path) -> None:
    found = claims(write(tmp_path, body("<NAME_ORIGINAL_SCRIPT>قاعدة ; القاعدة</NAME_ORIGINAL_SCRIPT>")))
    assert names(found) == [("قاعدة", "original_script"), ("القاعدة", "original_script")]


def test_an_entity_with_two_names_and_acronyms(tmp_path: Path) -> None:
    found = claims(write(tmp_path, body("<FIRST_NAME>GRAND LAKES (GL) ; GREAT LAKES CO (GLC)</FIRST_NAME>")))
    assert names(found) == [
        ("GRAND LAKES", "primary"),
        ("GL", "acronym"),
        ("GREAT LAKES CO", "strong"),
        ("GLC", "acronym"),
    ]
    assert said(found, "kind") == ["organization"]


@given(st.text("ab é\t\n\xa0\u3000\u200e\ufeff\u2028б", max_size=8))
def test_a_tidy_text_has_single_blanks_and_no_direction_marks(text: str) -> None:
    assert tidy(text) == " ".join(text.replace("\u200e", "").replace("\ufeff", "").split())


def test_script_of_ignores_marks_and_apostrophes() -> None:
    assert script_of("‘Abd al-ʻAziz 12") == "Latn"
    assert script_of("123 -") == ""


@given(st.text(st.characters(codec="utf-8"), max_size=12), st.text("aZé1 -‘ابیЖћԧ国אñạ", max_size=12))
def test_the_script_of_a_name_is_that_of_most_of_its_letters(anything: str, mixed: str) -> None:
    for text in (anything, mixed):
        found = [script for letter in text if (script := script_of(letter))]
        assert script_of(text) == (max(dict.fromkeys(found), key=found.count) if found else "")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"TYPE_OF_DATE": "EXACT", "DATE": "1968-10-28"}, ("1968-10-28", "")),
        ({"TYPE_OF_DATE": "EXACT", "DATE": "1968-10-28T00:00:00"}, ("1968-10-28", "")),
        ({"TYPE_OF_DATE": "EXACT", "YEAR": "1968"}, ("1968", "")),
        ({"TYPE_OF_DATE": "APPROXIMATELY", "YEAR": "1968"}, ("1968~", "")),
        ({"TYPE_OF_DATE": "BETWEEN", "FROM_YEAR": "1955", "TO_YEAR": "1958"}, ("[1955..1958]", "")),
        ({"TYPE_OF_DATE": "BETWEEN", "FROM_YEAR": "1955", "TO_YEAR": ""}, ("[1955..]", "")),
        ({"TYPE_OF_DATE": "EXACT", "NOTE": "Nov. 1973"}, ("1973-11", "")),
        ({"TYPE_OF_DATE": "EXACT", "YEAR": "1958", "NOTE": "Sep."}, ("1958-09", "")),
        (
            {"TYPE_OF_DATE": "EXACT", "DATE": "1979-03-03", "NOTE": "from false passport"},
            ("1979-03-03", "from false passport"),
        ),
        ({"TYPE_OF_DATE": "EXACT", "NOTE": "24/06/1402 (Hijri Calendar)"}, ("", "24/06/1402 (Hijri Calendar)")),
        ({"TYPE_OF_DATE": ""}, ("", "")),
    ],
)
def test_every_form_of_birth_date(fields: dict[str, str], expected: tuple[str, str]) -> None:
    assert birth_date(fields) == expected


def test_several_births_are_several_claims_and_an_unread_one_stays_text(tmp_path: Path) -> None:
    births = "".join(
        f"<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE>{part}</INDIVIDUAL_DATE_OF_BIRTH>"
        for part in ("<YEAR>1968</YEAR>", "<YEAR>1969</YEAR>", "<NOTE>30-35 years old</NOTE>", "")
    )
    place = "<CITY>Mosul</CITY><STATE_PROVINCE>Nineveh</STATE_PROVINCE><COUNTRY>Iraq</COUNTRY>"
    places = f"<INDIVIDUAL_PLACE_OF_BIRTH>{place}</INDIVIDUAL_PLACE_OF_BIRTH><INDIVIDUAL_PLACE_OF_BIRTH><COUNTRY/>"
    found = claims(write(tmp_path, person(births, places, "</INDIVIDUAL_PLACE_OF_BIRTH>")))
    assert said(found, "birth_date") == ["1968", "1969"]
    assert said(found, "remark") == ["Date of birth: 30-35 years old"]
    (born,) = [claim for claim in found if claim.predicate == "birth_place"]
    assert (born.value, born.qualifier("country")) == ("Mosul, Nineveh, Iraq", "Iraq")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("expired on 26 Mar. 2011", "2011-03-26"),
        ("21 January 2022", "2022-01-21"),
        ("2014-05-04", "2014-05-04"),
        ("soon", ""),
    ],
)
def test_days_in_words(text: str, day: str) -> None:
    assert day_in(text) == day


@pytest.mark.parametrize(
    ("fields", "number", "details"),
    [
        (
            {"TYPE_OF_DOCUMENT": "Passport", "NUMBER": "A1", "ISSUING_COUNTRY": "Oman", "DATE_OF_ISSUE": "2014-05-04"},
            "A1",
            {"type": "Passport", "country": "Oman", "issued": "2014-05-04"},
        ),
        ({"TYPE_OF_DOCUMENT": "Numéro de passeport", "NUMBER": "A1"}, "A1", {"type": "Passport"}),
        ({"TYPE_OF_DOCUMENT": "Número de pasaporte", "NUMBER": "A1"}, "A1", {"type": "Passport"}),
        (
            {
                "TYPE_OF_DOCUMENT": "Passport",
                "NUMBER": "A1",
                "COUNTRY_OF_ISSUE": "Mali",
                "NOTE": "expires on 3 May 2024",
            },
            "A1",
            {"type": "Passport", "country": "Mali", "expires": "2024-05-03"},
        ),
        (
            {
                "TYPE_OF_DOCUMENT": "National Identification Number",
                "TYPE_OF_DOCUMENT2": "Ration card no.",
                "NUMBER": "75",
            },
            "75",
            {"type": "Ration card number"},
        ),
        (
            {"TYPE_OF_DOCUMENT": "Passport", "NUMBER": "French passport number 05AT5"},
            "05AT5",
            {"type": "French passport"},
        ),
        (
            {"TYPE_OF_DOCUMENT": "Passport", "NUMBER": "563 (Expires 18 Jun. 2018)"},
            "563",
            {"type": "Passport", "expires": "2018-06-18"},
        ),
        (
            {"TYPE_OF_DOCUMENT": "Passport", "NUMBER": "R0012, South Sudan"},
            "R0012",
            {"type": "Passport", "country": "South Sudan"},
        ),
        (
            {"TYPE_OF_DOCUMENT": "Passport", "NUMBER": "Omani passport number AB 0123"},
            "AB 0123",
            {"type": "Omani passport"},
        ),
        (
            {"TYPE_OF_DOCUMENT": "Passport", "NUMBER": "Norwegian travel document (“Reisebevis”) A 0123"},
            "A 0123",
            {"type": "Norwegian travel document (“Reisebevis”)"},
        ),
        (
            {"TYPE_OF_DOCUMENT": "Passport", "NOTE": "Tunisian passport number L 191609 issued on 28 Feb. 1996"},
            "L 191609",
            {"type": "Passport"},
        ),
    ],
)
def test_a_number_is_found_where_the_list_puts_it(fields: dict[str, str], number: str, details: dict[str, str]) -> None:
    found = paper(fields)
    assert found is not None
    assert found.number == number
    assert {key: value for key, value in found.details().items() if value} == details


def test_one_passport_in_three_languages_is_one_identifier(tmp_path: Path) -> None:
    papers = "".join(
        f"<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>{kind}</TYPE_OF_DOCUMENT><NUMBER>645</NUMBER></INDIVIDUAL_DOCUMENT>"
        for kind in ("Passport", "Numéro de passeport ", "Número de pasaporte")
    )
    lost = "<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NOTE>burnt</NOTE></INDIVIDUAL_DOCUMENT>"
    found = claims(write(tmp_path, person(papers, lost, "<INDIVIDUAL_DOCUMENT/>")))
    assert said(found, "identifier") == ["690", "QDi.900", "645"]
    assert said(found, "remark") == ["Document: Passport; burnt"]


def test_addresses(tmp_path: Path) -> None:
    parts = (
        "<STREET>5 Mill Lane</STREET><CITY>Goma</CITY><ZIP_CODE>12</ZIP_CODE><COUNTRY>Congo</COUNTRY><NOTE>old</NOTE>"
    )
    entry = body(
        f"<ENTITY_ADDRESS>{parts}</ENTITY_ADDRESS><ENTITY_ADDRESS><COUNTRY/></ENTITY_ADDRESS>",
        "<ENTITY_ADDRESS><NOTE>Border region</NOTE></ENTITY_ADDRESS>",
    )
    found = [claim for claim in claims(write(tmp_path, entry)) if claim.predicate == "address"]
    assert [claim.value for claim in found] == ["5 Mill Lane, Goma, 12, Congo", "Border region"]
    expected = {"street": "5 Mill Lane", "city": "Goma", "country": "Congo", "note": "old"}
    assert dict(found[0].qualifiers) == expected


def test_gender_may_stand_in_the_comments(tmp_path: Path) -> None:
    assert said(claims(write(tmp_path, person("<COMMENTS1>Gender: Female.</COMMENTS1>"))), "gender") == ["female"]
    assert said(claims(write(tmp_path, person("<GENDER>Unknown</GENDER>"))), "gender") == []


def test_the_day_is_that_of_the_publisher(tmp_path: Path) -> None:
    (reading,) = un.read([write(tmp_path, person(), stamp="2020-11-30T20:31:19.923-05:00")])
    assert (reading.dataset, reading.published, reading.kind) == ("un-sc", "2020-11-30", "list")
    assert (reading.part, reading.sources[0].id) == ("", "un-sc")


def test_the_same_entry_in_two_editions_makes_the_same_claims(tmp_path: Path) -> None:
    first = claims(write(tmp_path, person(alias("Ole"))))
    later = claims(
        write(tmp_path, person(alias("Ole"), "<VERSIONNUM>2</VERSIONNUM>"), stamp="2026-01-01", name="b.xml")
    )
    assert [claim.id for claim in first] == [claim.id for claim in later]


def test_it_is_recognised_by_its_root_whatever_its_name(tmp_path: Path) -> None:
    packed = tmp_path / "list.bin"
    packed.write_bytes(gzip.compress(write(tmp_path, person()).content))
    assert un.recognise(InputFile(packed)) == "list"
    assert len(claims(InputFile(packed))) > 3
    commented = tmp_path / "c.xml"
    commented.write_bytes(b"\xef\xbb\xbf<!-- a copy -->\n<CONSOLIDATED_LIST dateGenerated='2020-01-01'/>")
    assert un.recognise(InputFile(commented)) == "list"
    other = tmp_path / "other.xml"
    other.write_text("<sdnList><!-- CONSOLIDATED_LIST --></sdnList>")
    assert un.recognise(InputFile(other)) == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<CONSOLIDATED_LIST dateGenerated='2020-01-01'><INDIVIDUALS><INDIVIDUAL>", "broken XML"),
        ("<CONSOLIDATED_LIST dateGenerated='2020-01-01'/>", "holds no entries"),
        ("<CONSOLIDATED_LIST dateGenerated='soon'/>", "dateGenerated is no day"),
        ("<CONSOLIDATED_LIST/>", "dateGenerated is no day"),
        ("<OTHER dateGenerated='2020-01-01'/>", "not the UN consolidated list"),
        ("<CONSOLIDATED_LIST dateGenerated='2020-01-01'><ENTITY/></CONSOLIDATED_LIST>", "without REFERENCE_NUMBER"),
        ("<!DOCTYPE x><CONSOLIDATED_LIST dateGenerated='2020-01-01'/>", "DOCTYPE"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "list.xml"
    path.write_text(text)
    with pytest.raises(BadInput, match=message):
        claims(InputFile(path))


# --- the real lists -----------------------------------------------------------------------------------------


@real
@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "day", "persons", "entities"),
    [
        ("consolidated_20260227.xml", "2026-02-27", 730, 273),
        ("consolidated_20250419.xml.gz", "2025-04-19", 684, 193),
        ("consolidated_20241130.xml.gz", "2024-11-30", 686, 193),
        ("consolidated_20201130.xml", "2020-11-30", 713, 305),
    ],
)
def test_whole_lists(name: str, day: str, persons: int, entities: int) -> None:
    file = InputFile(LISTS / name)
    found = claims(file)
    assert un.recognise(file) == "list"
    assert un.read([file])[0].published == day
    assert Counter(said(found, "kind")) == {"person": persons, "organization": entities}
    assert len({claim.id for claim in found}) == len(found)
    assert sum(kind == "primary" for _, kind in names(found)) == persons + entities
    assert all(claim.qualifier("script") for claim in found if claim.predicate == "name")


@real
@pytest.mark.data
def test_names_and_births_of_2026() -> None:
    found = claims(InputFile(LISTS / "consolidated_20260227.xml"))
    kinds = Counter(kind for _, kind in names(found))
    # 4,192 cells with a name, of which 618 are weak; cells with several names make more claims.
    assert sum(kinds.values()) > 4192
    assert kinds["weak"] >= 615
    assert kinds["original_script"] == 377  # 378 cells; one holds Latin letters
    assert not [text for text, _ in names(found) if ";" in text or "listed as" in text]
    own = [claim for claim in found if claim.predicate == "birth_date" and not claim.note.startswith("given with")]
    unread = [text for text in said(found, "remark") if text.startswith("Date of birth")]
    # 919 elements, 49 of them empty; three are given in words only (an age, a Hijri date, a span of months).
    assert len(unread) == 3
    assert 860 <= len(own) <= 870 - len(unread)
