"""OFAC legacy CSV: every quirk of the format, on invented rows; counts on the real lists where they are."""

from __future__ import annotations

import gzip
import os
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from muster.claims import Claim, check
from muster.errors import BadInput
from muster.names.countries import country_code
from muster.sources import countries, ofac
from muster.sources.files import InputFile
from muster.sources.model import Reading
from muster.sources.ofac_remarks import birth_date, country_of, facts

NULLS = "-0- ,-0- ,-0- ,-0- ,-0- ,-0- "
DATA = Path(os.environ.get("MUSTER_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
LISTS = DATA / "lists" / "ofac"
real = pytest.mark.skipif(not LISTS.is_dir(), reason=f"the real lists are not at {LISTS} (set MUSTER_DATA)")


def entry(number: int, listed: str, kind: str = "-0- ", remarks: str = "", programme: str = "SDGT") -> str:
    kind = kind if kind == "-0- " else f'"{kind}"'
    return f'{number},"{listed}",{kind},"{programme}",-0- ,{NULLS},' + (f'"{remarks}"' if remarks else "-0- ")


def write(folder: Path, name: str, *rows: str, end: str = "\r\n", mark: str = "\x1a\r\n") -> InputFile:
    path = folder / name
    path.write_bytes((end.join(rows) + end + mark).encode("ascii"))
    return InputFile(path)


def claims(*files: InputFile) -> list[Claim]:
    found = [claim for reading in ofac.read(files) for claim in reading.claims]
    for claim in found:
        check(claim)
    return found


def said(found: Sequence[Claim], predicate: str) -> list[str]:
    return [claim.value or claim.object for claim in found if claim.predicate == predicate]


def remarks_of(folder: Path, text: str, kind: str = "individual") -> list[Claim]:
    return claims(write(folder, "sdn.csv", entry(7, "VASK, Ola", kind, text)))


def test_an_entry_becomes_claims_that_cite_its_number(tmp_path: Path) -> None:
    row = '28283,"VASK, Ola Nils","individual","SDGT] [IFSR","Colonel; Chief of Staff",' + NULLS + ',"DOB 28 Oct 1968."'
    found = claims(write(tmp_path, "sdn.csv", row))
    assert {claim.subject for claim in found} == {"ofac-28283"}
    assert said(found, "kind") == ["person"]
    assert said(found, "name") == ["Ola Nils VASK"]
    assert said(found, "listed_under") == ["SDGT", "IFSR"]
    assert said(found, "title") == ["Colonel", "Chief of Staff"]
    assert said(found, "birth_date") == ["1968-10-28"]
    listing = next(claim for claim in found if claim.predicate == "listed_under")
    assert dict(listing.qualifiers) == {"list": "us-ofac-sdn", "authority": "OFAC", "reference": "28283"}
    assert listing.citations[0].record == "28283"
    assert listing.speaker == "OFAC"


@pytest.mark.parametrize(
    ("listed", "kind", "shown"),
    [
        ("VASK, Ola Nils", "individual", "Ola Nils VASK"),
        ("VASK, Ola Nils, Jr.", "individual", "Ola Nils VASK Jr."),
        ("VASK JR., Ola", "individual", "Ola VASK JR."),
        ("VASK, JR., Ola", "individual", "Ola VASK JR."),
        ("VASK, Ola, Nils al-Din", "individual", "Ola Nils al-Din VASK"),
        ("VASK, Ola Ivar I", "individual", "Ola Ivar VASK I"),
        ("ABU VASK", "individual", "ABU VASK"),
        ("NORTHERN TRADE CO., LTD.", "-0- ", "NORTHERN TRADE CO., LTD."),
        ("SEA VASK", "vessel", "SEA VASK"),
    ],
)
def test_only_persons_names_are_turned_round(tmp_path: Path, listed: str, kind: str, shown: str) -> None:
    assert said(claims(write(tmp_path, "sdn.csv", entry(1, listed, kind))), "name") == [shown]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("28 Oct 1968", "1968-10-28"),
        ("1977", "1977"),
        ("May 1990", "1990-05"),
        ("circa 1961", "1961~"),
        ("circa 12 May 1961", "1961-05-12~"),
        ("1987 to 1989", "[1987..1989]"),
        ("01 Jan 1961 to 31 Dec 1962", "[1961-01-01..1962-12-31]"),
        ("Mar 1965 to Mar 1966", "[1965-03..1966-03]"),
        ("circa 1979-1982", "[1979..1982]"),
        ("31 Feb 1970", ""),
        ("1989 to 1987", ""),
        ("in the sixties", ""),
    ],
)
def test_every_form_of_birth_date(text: str, edtf: str) -> None:
    assert birth_date(text) == edtf


def test_several_birth_dates_are_several_claims_and_a_bad_one_stays_a_remark(tmp_path: Path) -> None:
    found = remarks_of(tmp_path, "DOB 1968; alt. DOB 03 Jan 1969; alt. DOB soon after the war.")
    assert said(found, "birth_date") == ["1968", "1969-01-03"]
    assert said(found, "remark") == ["alt. DOB soon after the war"]


@pytest.mark.parametrize(
    ("place", "country"),
    [
        ("Baghdad, Iraq", "Iraq"),
        ("Haeju, Korea, North", "Korea, North"),
        ("Nassau, Bahamas, The", "Bahamas, The"),
        ("Sarajevo, Republic of Bosnia-Herzegovina", "Republic of Bosnia-Herzegovina"),
        ("Rafah, Gaza (Palestinian Authority)", "Gaza (Palestinian Authority)"),
        ("Minsk, USSR", "USSR"),
        ("Shati", ""),
        ("Dallas, TX", ""),
        ("Roswell, New Mexico", ""),
        ("Tepic, Nayarit", ""),
        ("North District, Central Basra", ""),
    ],
)
def test_the_country_of_a_birth_place(place: str, country: str) -> None:
    assert country_of(place) == country


def test_every_country_is_known_to_the_names_too_but_for_states_that_are_no_more() -> None:
    gone = {"czechoslovakia", "korea", "netherlands antilles", "soviet union", "ussr", "yugoslavia"}
    worded = {"cabo verde.  previously cape verde.", "comoros islands"}
    assert {name for name in countries.NAMES if not country_code(name)} == gone | worded


@pytest.mark.parametrize(
    ("text", "number", "details"),
    [
        ("Matricula Mercantil No 77-1 (Cartagena)", "77-1 (Cartagena)", {"type": "Matricula Mercantil"}),
        (
            "Passport Z1 (Jordan) issued 01 Feb 2007 to 03 Mar 2009",
            "Z1",
            {"type": "Passport", "country": "Jordan", "issued": "[2007-02-01..2009-03-03]"},
        ),
        (
            "Passport Z2 (India) issued 2001 expires 2005 to 2006",
            "Z2",
            {"type": "Passport", "country": "India", "issued": "2001", "expires": "[2005..2006]"},
        ),
        ("Passport Z3 (India) expires 31 Feb 2005", "Z3 (India) expires 31 Feb 2005", {"type": "Passport"}),
    ],
)
def test_what_stands_behind_a_number(tmp_path: Path, text: str, number: str, details: dict[str, str]) -> None:
    (found,) = [claim for claim in remarks_of(tmp_path, f"{text}.") if claim.predicate == "identifier"]
    assert (found.value, dict(found.qualifiers)) == (number, details)


def test_remarks_of_a_person(tmp_path: Path) -> None:
    text = (
        "POB Baghdad, Iraq; nationality Norway; citizen Iraq; Gender Female; "
        "alt. Passport S2662712 (Korea, North) issued 17 Apr 1997 expires 16 Apr 2002; National ID No. 21-60 (Yemen); "
        "Folio Mercantil No. 22839 (Jalisco) (Mexico); Email Address a@b.example; Website www.b.example; "
        "Phone Number 9821885; Fax: 00972828; Secondary sanctions risk: section 1(b) of Order 13224."
    )
    found = remarks_of(tmp_path, text)
    assert said(found, "birth_place") == ["Baghdad, Iraq"]
    assert said(found, "nationality") == ["Norway"]
    assert said(found, "citizenship") == ["Iraq"]
    assert said(found, "gender") == ["female"]
    papers = [(claim.value, dict(claim.qualifiers)) for claim in found if claim.predicate == "identifier"]
    days = {"issued": "1997-04-17", "expires": "2002-04-16"}
    assert papers == [
        ("S2662712", {"type": "Passport", "country": "Korea, North", **days}),
        ("21-60", {"type": "National ID", "country": "Yemen"}),
        ("22839 (Jalisco)", {"type": "Folio Mercantil", "country": "Mexico"}),
    ]
    contacts = [(claim.qualifier("type"), claim.value) for claim in found if claim.predicate == "contact"]
    assert contacts == [
        ("email", "a@b.example"),
        ("website", "www.b.example"),
        ("phone", "9821885"),
        ("other", "Fax: 00972828"),
    ]
    assert said(found, "remark") == ["Secondary sanctions risk: section 1(b) of Order 13224"]


def test_a_vessel_and_its_number(tmp_path: Path) -> None:
    row = '15036,"SEA VASK","vessel","IRAN",-0- ,"T2EA4","Crude Oil Tanker","99,144","56,068","Malta","NORTHERN CO.",'
    row += '"Former Vessel Flag Panama; Vessel Registration Identification IMO 9187629; MMSI 572469210."'
    found = claims(write(tmp_path, "sdn.csv", row))
    details = {claim.qualifier("type"): claim.value for claim in found if claim.predicate == "vessel_detail"}
    assert details == {
        "call sign": "T2EA4",
        "vessel type": "Crude Oil Tanker",
        "tonnage": "99,144",
        "gross registered tonnage": "56,068",
        "flag": "Malta",
        "owner": "NORTHERN CO.",
        "former vessel flag": "Panama",
    }
    numbers = {claim.qualifier("type"): claim.value for claim in found if claim.predicate == "identifier"}
    assert numbers == {"IMO number": "9187629", "MMSI": "572469210"}


def test_a_number_whose_check_digit_is_wrong_is_kept_and_says_so(tmp_path: Path) -> None:
    text = "Vessel Registration Identification IMO 9187629; alt. Vessel Registration Identification IMO 9187620."
    found = remarks_of(tmp_path, text, "vessel")
    numbers = {claim.value: "check digit" in claim.note for claim in found if claim.predicate == "identifier"}
    assert numbers == {"9187629": False, "9187620": True}


def test_weak_names_stand_in_the_remarks_even_with_an_apostrophe_or_semicolon(tmp_path: Path) -> None:
    text = "a.k.a. 'ABU QA'QA'; a.k.a. 'KIA, Matin'; f.k.a. 'THE OLD'; a.k.a. 'ONE; TWO'."
    found = [claim for claim in remarks_of(tmp_path, text) if claim.predicate == "name"][1:]
    assert [(claim.value, claim.qualifier("kind")) for claim in found] == [
        ("ABU QA'QA", "weak"),
        ("Matin KIA", "weak"),
        ("THE OLD", "former"),
        ("ONE; TWO", "weak"),
    ]


def test_a_title_repeated_in_the_remarks_is_said_once(tmp_path: Path) -> None:
    row = '9,"VASK, Ola","individual","SDGT","Colonel",' + NULLS + ',"DOB 1960; Colonel; Chief of the Guard."'
    found = claims(write(tmp_path, "sdn.csv", row))
    assert said(found, "title") == ["Colonel"]
    assert said(found, "remark") == ["Chief of the Guard"]


def test_links_to_the_one_entry_of_that_name(tmp_path: Path) -> None:
    sdn = write(
        tmp_path,
        "sdn.csv",
        entry(1, "FIRST GROUP", remarks="Linked To: SECOND CO., LTD."),
        entry(2, "SECOND CO., LTD.", remarks="Linked To: VASK, Ola; Linked To: TWIN; Linked To: NOBODY KNOWN."),
        entry(3, "VASK, Ola", "individual"),
        entry(4, "TWIN"),
        entry(5, "TWIN"),
    )
    found = claims(sdn)
    links = [(claim.subject, claim.object) for claim in found if claim.predicate == "linked_to"]
    assert links == [("ofac-1", "ofac-2"), ("ofac-2", "ofac-3")]
    assert said(found, "remark") == ["Linked To: TWIN", "Linked To: NOBODY KNOWN"]
    alt = write(tmp_path, "alt.csv", '4,90,"aka","NOBODY KNOWN",-0- ')
    assert "ofac-4" in said(claims(sdn, alt), "linked_to")


def test_remarks_cut_in_a_word_are_joined_with_the_comments(tmp_path: Path) -> None:
    start = "DOB 1960; " + "Tax ID No. 1234567890 (Russia); " * 40
    whole = start[: 1000 - 24] + "; a.k.a. 'WHOIS HACKIN"
    whole = "x" * (1000 - len(whole)) + whole
    sdn = write(tmp_path, "sdn.csv", entry(7, "GREY TEAM", remarks=whole))
    comments = write(tmp_path, "sdn_comments.csv", "7,\"G TEAM'; a.k.a. 'RED DOT'.\"")
    assert said(claims(sdn, comments), "name") == ["GREY TEAM", "WHOIS HACKING TEAM", "RED DOT"]
    (alone,) = ofac.read([sdn])
    found = list(alone.claims)
    assert said(found, "name") == ["GREY TEAM"]
    broken = next(claim for claim in found if claim.note)
    assert (broken.predicate, broken.value) == ("remark", "a.k.a. 'WHOIS HACKIN")
    assert any("1 remarks are cut off at 1,000 characters" in note for note in alone.notes)


def test_comments_of_another_day_are_left_out_and_said_so(tmp_path: Path) -> None:
    sdn = write(tmp_path, "sdn.csv", entry(7, "GREY TEAM", remarks="DOB 1960."))
    (reading,) = ofac.read([sdn, write(tmp_path, "sdn_comments.csv", "7,\"e; a.k.a. 'RED DOT'.\"")])
    assert said(list(reading.claims), "name") == ["GREY TEAM"]
    assert any("are the files of one day?" in note for note in reading.notes)


def test_comments_alone_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"together with sdn\.csv"):
        ofac.read([write(tmp_path, "sdn_comments.csv", "7,\"G TEAM'; a.k.a. 'RED DOT'.\"")])


def test_aliases_keep_their_kind_and_cite_their_row(tmp_path: Path) -> None:
    alt = write(
        tmp_path,
        "alt.csv",
        '36,12,"aka","NORTH-AIR",-0- ',
        '36,13,"fka","OLD NORTH, S.A.",-0- ',
        '36,14,"nka","NEW NORTH",-0- ',
        '40,15,"aka","VASK, Ola",-0- ',
    )
    found = claims(alt)
    assert [(claim.subject, claim.value, claim.qualifier("kind")) for claim in found] == [
        ("ofac-36", "NORTH-AIR", "strong"),
        ("ofac-36", "OLD NORTH, S.A.", "former"),
        ("ofac-36", "NEW NORTH", "strong"),
        ("ofac-40", "Ola VASK", "strong"),
    ]
    assert found[0].citations[0].record == "36 alt 12"
    assert found[2].note == "now known as"


def test_an_alias_is_the_same_claim_with_and_without_the_main_file(tmp_path: Path) -> None:
    sdn = write(tmp_path, "sdn.csv", entry(40, "VASK, Ola", "individual"))
    alt = write(tmp_path, "alt.csv", '40,15,"aka","VASK, Ole",-0- ', '41,16,"aka","LATER LISTED",-0- ')
    together = ofac.read([alt, sdn])
    assert [reading.stream for reading in together] == ["us-ofac-sdn/sdn", "us-ofac-sdn/alt"]
    assert [claim.id for claim in together[1].claims] == [claim.id for claim in ofac.read([alt])[0].claims]
    assert together[1].notes == ["1 entries in alt.csv are not in sdn.csv"]


def test_addresses_leave_out_what_is_null(tmp_path: Path) -> None:
    add = write(
        tmp_path,
        "add.csv",
        '173,129,"Ibex Court, 5 Mill Lane","London EC9","United Kingdom",-0- ',
        '36,25,-0- ,"Havana","Cuba",-0- ',
        "37,26,-0- ,-0- ,-0- ,-0- ",
    )
    found = claims(add)
    assert said(found, "address") == ["Ibex Court, 5 Mill Lane, London EC9, United Kingdom", "Havana, Cuba"]
    assert dict(found[1].qualifiers) == {"city": "Havana", "country": "Cuba"}
    assert found[1].citations[0].record == "36 add 25"


def test_an_import_says_nothing_of_its_edition(tmp_path: Path) -> None:
    row = entry(7, "VASK, Ola", "individual", "DOB 1960; a.k.a. 'THE OLD'.")
    first = claims(write(tmp_path, "sdn.csv", row))
    moved = claims(write(tmp_path, "sdn_new.csv", entry(1, "EARLIER"), row, end="\n", mark=""))
    assert {claim.id for claim in first} == {claim.id for claim in moved if claim.subject == "ofac-7"}


PLAIN = [entry(36, "NORTH-AIR", programme="CUBA"), entry(40, "VASK, Ola", "individual", "DOB 1960.")]
HEADER = "ent_num,SDN_Name,SDN_Type,Program,Title,Call_Sign,Vess_type,Tonnage,GRT,Vess_flag,Vess_owner,Remarks"


@pytest.mark.parametrize(
    ("rows", "end", "mark"),
    [
        (PLAIN, "\r\n", "\x1a\r\n"),
        (PLAIN, "\n", ""),
        (PLAIN, "\n", "\x1a,,,,,,,,,,,\n"),
        ([HEADER, *PLAIN], "\r\n", ""),
        ([HEADER, PLAIN[0].replace('"', ""), PLAIN[1]], "\n", "\x1a"),
        ([*PLAIN[:1], "", PLAIN[1]], "\n", ""),
    ],
    ids=["as published", "LF, no end mark", "end mark padded", "header", "quotes gone", "blank line"],
)
def test_resaved_copies_read_the_same(tmp_path: Path, rows: list[str], end: str, mark: str) -> None:
    file = write(tmp_path, "copy", *rows, end=end, mark=mark)
    expected = claims(write(tmp_path, "sdn.csv", *PLAIN))
    assert ofac.recognise(file) == "sdn"
    assert [claim.id for claim in claims(file)] == [claim.id for claim in expected]


def test_gzip_is_read_by_content(tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_bytes(gzip.compress("\r\n".join(PLAIN).encode()))
    assert ofac.recognise(InputFile(path)) == "sdn"
    assert said(claims(InputFile(path)), "kind") == ["organization", "person"]


def test_a_null_cut_short_at_the_end_is_still_null(tmp_path: Path) -> None:
    (claim,) = claims(write(tmp_path, "add.csv", '1,2,-0- ,"Havana","Cuba",-0', end="", mark=""))
    assert claim.qualifier("note") == ""


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (f'{PLAIN[0]}\r\n40,"VASK, Ola","indi', "line 2"),
        (f'{PLAIN[0]}\r\n40,"VASK, Ola",individual,SDGT', "line 2: 4 columns instead of 12"),
        (f"{PLAIN[0]}\r\nx40{PLAIN[1][2:]}", "line 2: not a number"),
        (f"{PLAIN[0]}\r\n{PLAIN[1]},extra", "line 2: 13 columns instead of 12"),
    ],
    ids=["quote left open", "too few columns", "number is none", "too many columns"],
)
def test_a_broken_file_is_refused_with_the_line(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "sdn.csv"
    path.write_text(content)
    with pytest.raises(BadInput, match=message) as caught:
        ofac.read([InputFile(path)])
    assert "fetch it again" in caught.value.hint


def test_a_list_without_entries_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sdn.csv"
    path.write_text(HEADER + "\n")
    with pytest.raises(BadInput):
        ofac.read([InputFile(path)])


def test_two_days_of_one_file_are_refused(tmp_path: Path) -> None:
    files = [write(tmp_path, name, *PLAIN) for name in ("sdn_1.csv", "sdn_2.csv")]
    with pytest.raises(BadInput, match="same part of us-ofac-sdn"):
        ofac.read(files)


@pytest.mark.parametrize(
    ("row", "role"),
    [
        (PLAIN[0], "sdn"),
        ('36,12,"aka","NORTH-AIR",-0- ', "alt"),
        ("36,12,aka,NORTH-AIR,-0- ", "alt"),
        ('36,25,-0- ,"Havana","Cuba",-0- ', "add"),
        ("27,\"G TEAM'; a.k.a. 'RED DOT'.\"", "comments"),
        ("36,12,friend,NORTH-AIR,-0- ", ""),
        ("id,name,schema,aliases,birth_date,countries", ""),
        ('7,"just some text"', ""),
        ("<sdnList><sdnEntry/></sdnList>", ""),
        ("", ""),
    ],
)
def test_the_role_is_seen_from_the_content(tmp_path: Path, row: str, role: str) -> None:
    path = tmp_path / "file.bin"
    path.write_text(row)
    assert ofac.recognise(InputFile(path)) == role


def test_the_non_sdn_list_is_known_by_its_programmes(tmp_path: Path) -> None:
    sdn = write(tmp_path, "sdn.csv", *PLAIN, entry(50, "ALSO HERE", programme="UKRAINE-EO13662] [RUSSIA-EO14024"))
    cons = write(tmp_path, "cons_prim.csv", entry(60, "ONLY BONDS", programme="CMIC-EO13959"))
    alt = write(tmp_path, "a.csv", '60,1,"aka","BONDS",-0- ')
    sdn_alt = write(tmp_path, "b.csv", '36,1,"aka","NORTH",-0- ')
    streams = {reading.stream: reading for reading in ofac.read([sdn_alt, alt, sdn, cons])}
    assert set(streams) == {"us-ofac-sdn/sdn", "us-ofac-sdn/alt", "us-ofac-cons/sdn", "us-ofac-cons/alt"}
    assert streams["us-ofac-cons/alt"].files == (alt,)
    listing = next(claim for claim in streams["us-ofac-cons/sdn"].claims if claim.predicate == "listed_under")
    assert listing.qualifier("list") == "us-ofac-cons"


def test_no_piece_of_the_remarks_is_lost() -> None:
    text = "Odd thing; DOB 31 Feb 1970; Passport of his brother; ICTY indictee; (see also 4(b)); Gender Unknown."
    assert [fact.predicate for fact in facts(text)] == ["remark"] * 6


# --- the real lists -----------------------------------------------------------------------------------------


def reading_of(part: str, *names: str) -> Reading:
    found = ofac.read([InputFile(LISTS / name) for name in names])
    return next(reading for reading in found if reading.part == part)


@real
@pytest.mark.data
def test_the_whole_list_of_may_2024() -> None:
    begun = time.perf_counter()
    found = list(reading_of("sdn", "sdn_20240503.csv.gz").claims)
    assert time.perf_counter() - begun < 20  # measured: 2 s; the bound only catches a slip into quadratic time
    for claim in found:
        check(claim)
    assert Counter(said(found, "kind")) == {
        "organization": 6884,
        "person": 6854,
        "vessel": 851,
        "aircraft": 376,
    }
    assert len({claim.id for claim in found}) == len(found)
    # 7,534 dates stand in the remarks; one entry gives the same date twice.
    assert len(said(found, "birth_date")) == 7533
    assert not [text for text in said(found, "remark") if text.startswith(("DOB", "alt. DOB"))]
    # The data's own notes count 2,098 entries with a quoted name; n.k.a. and d.b.a. are counted here too.
    quoted = ("weak", "former")
    assert len({claim.subject for claim in found if claim.qualifier("kind") in quoted}) == 2101
    assert len(said(found, "linked_to")) > 6300


@real
@pytest.mark.data
@pytest.mark.parametrize(
    ("folder", "counts"),
    [("coherent_2021", (8890, 11742, 13761 - 2403)), ("watchman", (7379, 9682, 9474))],
)
def test_sets_of_one_day(folder: str, counts: tuple[int, int, int]) -> None:
    files = [InputFile(LISTS / folder / f"{part}.csv") for part in ("sdn", "alt", "add")]
    readings = ofac.read(files)
    kinds, names, addresses = (list(reading.claims) for reading in readings)
    assert (len(said(kinds, "kind")), len(names), len(addresses)) == counts


@real
@pytest.mark.data
def test_the_comments_complete_the_cut_remarks() -> None:
    names = ("watchman/cons_prim.csv", "watchman/cons_comments.csv")
    reading = reading_of("sdn", *names)
    found = list(reading.claims)
    assert reading.dataset == "us-ofac-cons"
    assert "RUSAG" in said(found, "name")
    assert not any("cut off" in text for text in [*(claim.note for claim in found), *reading.notes])


@real
@pytest.mark.data
def test_a_day_changes_few_claims() -> None:
    before, after = (
        {claim.id for claim in reading_of("sdn", f"sdn_202405{day}.csv.gz").claims} for day in ("02", "03")
    )
    assert len(before ^ after) < 200
