"""The cells of the UK's OFSI list: enumerations, dates, papers, company numbers, names and labels, each by itself."""

from __future__ import annotations

import pytest

from muster.sources.papers import Paper
from muster.sources.uk_cells import NATIONAL, PASSPORT, edtf, labelled, numbered, papers, with_acronym
from muster.sources.uk_companies import PLAIN, companies


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1) Northland 2) Southland", ["Northland", "Southland"]),
        ("(a) one, (b) two", ["one", "two"]),
        ("A) one (b) two", ["one", "two"]),
        ("(1) in 2004 (no. 2) (2) two", ["in 2004 (no. 2)", "two"]),
        ("0737226931 (31)", ["0737226931 (31)"]),
        ("(1) 203012 (2) 34781(3) 4340219", ["203012", "34781", "4340219"]),
        ("(1) P123456(2) (2) P765432(1)", ["P123456(2)", "P765432(1)"]),
        ("(1-20) 5550101", ["(1-20) 5550101"]),
        (" - ", []),
    ],
)
def test_enumerations(text: str, found: list[str]) -> None:
    assert [part for _, part in numbered(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("00/00/1963", "1963"),
        ("00/05/1963", "1963-05"),
        ("05/1963", "1963-05"),
        ("29-06-2012", "2012-06-29"),
        ("2012-06-29", "2012-06-29"),
        ("31/02/2012", ""),
        ("12/00/2012", ""),
        ("circa 1963", ""),
    ],
)
def test_dates(text: str, found: str) -> None:
    assert edtf(text) == found


@pytest.mark.parametrize(
    ("number", "details", "kind", "paper"),
    [
        ("", "G851795 (Northlander). Issued on 1 June 1996. Expired on 31 May 2001", PASSPORT,
         Paper("G851795", PASSPORT, "Northlander", "1996-06-01", "2001-05-31",
               "G851795 (Northlander). Issued on 1 June 1996. Expired on 31 May 2001")),
        ("Ration card no. 1753222", "", NATIONAL,
         Paper("1753222", "Ration card", "", "", "", "Ration card no. 1753222")),
        ("2686977998 (Northland)", "", NATIONAL, Paper("2686977998", NATIONAL, "Northland", "", "", "")),
        ("12/SAKHANA(N)023545", "", NATIONAL, Paper("12/SAKHANA(N)023545", NATIONAL)),
        ("12345", "Issue date: 01/11/2002, expiry date: 31/10/2007", PASSPORT,
         Paper("12345", PASSPORT, "", "2002-11-01", "2007-10-31", "Issue date: 01/11/2002, expiry date: 31/10/2007")),
    ],
)  # fmt: skip
def test_papers(number: str, details: str, kind: str, paper: Paper) -> None:
    assert papers(number, details, kind) == ([paper], [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("TIN - 5530775511", [("TIN", "5530775511", "")]),
        ("Russia INN: 7848584776; KPP 784857713", [("INN", "7848584776", "Russia"), ("KPP", "784857713", "")]),
        ("Tax Identification Number: INN 2500012349", [("INN", "2500012349", "")]),
        ("Registration Number/OGRN: 1056600000499", [("OGRN", "1056600000499", "")]),
        ("(УНН/ИНН): 190000894 (Northland)", [("УНН/ИНН", "190000894", "Northland")]),
        ("9709000472 - Russia INN", [("INN", "9709000472", "Russia")]),
        ("1061296758246 (Northland)", [(PLAIN, "1061296758246", "Northland")]),
        ("19011 9912 (Northland)", [(PLAIN, "19011 9912", "Northland")]),
        ("1117740008829 (Northland). Tax ID No. 7735500027 (Southland)",
         [(PLAIN, "1117740008829", "Northland"), ("Tax ID No.", "7735500027", "Southland")]),
        ("Registration Number: 10677; Gazette Number: 94430; Tax ID No. :77106",
         [("Registration Number", "10677", ""), ("Gazette Number", "94430", ""), ("Tax ID No.", "77106", "")]),
        ("SWIFT/BIC HILLNL22 BIK (NL) 044500600 Legal Entity Number 2568563ZZ05 (Northland)",
         [("SWIFT/BIC", "HILLNL22", ""), ("BIK (NL)", "044500600", ""),
          ("Legal Entity Number", "2568563ZZ05", "Northland")]),
        ("TIN (Taxpayer Number) 971810009 / SRN (State number) 124126715",
         [("TIN", "971810009", ""), ("SRN", "124126715", "")]),
        ("Unified Social Credit Code - 9166517199506236", [("USCC", "9166517199506236", "")]),
        ("44356771244 (Company registration number)", [("Company registration number", "44356771244", "")]),
        ("CR: 2756001", [("CR", "2756001", "")]),
        ("UK Company no. 06527001", [("UK Company no.", "06527001", "")]),
    ],
)  # fmt: skip
def test_company_numbers(text: str, found: list[tuple[str, str, str]]) -> None:
    assert [(paper.type, paper.number, paper.country) for paper in companies(text)] == found


@pytest.mark.parametrize(
    "text",
    ["TIN: 7737993252, Registration 5", "1661/2015-2016(MLL)", "M 354001 D 0001", "59000C HLL", "1 149 102 007 900",
     "Mi.Hll.2013.M.1600", "SWIFT/BIN HILLNL22 / 5040900458", "TIN (1) 6440000175SRN (2) 1096440000400",
     "Register Number: Court of Mill HRB 13300"],
)  # fmt: skip
def test_a_company_number_that_is_not_surely_several_stays_as_it_is(text: str) -> None:
    assert companies(text) == [Paper(text, PLAIN)]


@pytest.mark.parametrize(
    ("listed", "found"),
    [
        ("MILL SEA REPAIR CENTRE (MILL SRC)", ("MILL SEA REPAIR CENTRE", "MILL SRC")),
        ("NORTHLAND UNION - HILL (NU- H)", ("NORTHLAND UNION - HILL", "NU-H")),
        ("MILL BANK (OJSC)", ("MILL BANK (OJSC)", "")),
    ],
)
def test_an_acronym_of_several_words_keeps_them(listed: str, found: tuple[str, str]) -> None:
    assert with_acronym(listed) == found


def test_a_paper_without_its_number_stays_text() -> None:
    assert papers("", "Northland Passport. Issued 1993", PASSPORT) == ([], ["Northland Passport. Issued 1993"])


def test_what_stands_under_no_label_is_kept() -> None:
    text = "(UK Sanctions List Ref):NTH0001. (UN Ref):NTi .008 Seen in Mill.  (Gender):Male"
    assert labelled(text) == [
        ("UK Sanctions List Ref", "NTH0001"),
        ("UN Ref", "NTi .008"),
        ("", "Seen in Mill."),
        ("Gender", "Male"),
    ]
