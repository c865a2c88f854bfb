"""Register sheets: every cell with its sources, times as the sheet means them, and rules whose breach is told."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.claims import Claim, check
from muster.dates import Certainty
from muster.errors import BadInput
from muster.sources import InputFile, Reading, read_paths, sfm
from muster.sources.sfm.dates import dated

HILL, LAKE, UNKNOWN, DEPOT = (f"0000000{n}-0000-4000-8000-00000000000{n}" for n in range(1, 5))
S1, S2, S3 = (f"aaaaaaa{n}-0000-4000-8000-00000000000{n}" for n in range(1, 4))
ALI, OMAR = (f"bbbbbbb{n}-0000-4000-8000-00000000000{n}" for n in (1, 2))
RIOT = "ccccccc1-0000-4000-8000-000000000001"

UNIT = {"unit:status:admin": "3", "unit:country": "nl", "unit:country:source": S1}
SOURCES = [
    {"source:access_point_id:admin": S1, "source:title": "Decree 12", "source:published_timestamp": "2010-06-01",
     "source:publication_name": "The Gazette", "source:access_point_trigger": "7"},
    {"source:access_point_id:admin": S2, "source:title": "Parade", "source:published_timestamp": "2014-03-02",
     "source:publication_name": "The Courier"},
    {"source:access_point_id:admin": S3, "source:title": "Year book", "source:published_timestamp": "2015",
     "source:restricted:admin": "1"},
]  # fmt: skip


def sheet(path: Path, rows: Sequence[dict[str, str]], columns: Sequence[str] = ()) -> Path:
    header = list(dict.fromkeys([*columns, *(key for row in rows for key in row)]))
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, header, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def unit(id_: str, name: str, source: str = S1, **more: str) -> dict[str, str]:
    row = {"unit:id:admin": id_, "unit:name": name, "unit:name:source": source, "unit:name:confidence": "High"}
    return {**UNIT, **row, **{f"unit:{key}": value for key, value in more.items()}}


def tie(superior: str, name: str, first: str = "", last: str = "", flags: str = "NY", **more: str) -> dict[str, str]:
    found = {
        "relation_type": "child", "related_unit_id:admin": superior, "related_unit": name,
        "related_unit:source": S1, "related_unit:confidence": "Medium", "related_unit_class": "Command",
        "related_unit_class:source": S2, "related_unit_first_cited_date": first,
        "related_unit_first_cited_date:source": S1 if first else "", "related_unit_first_cited_date_start": flags[0],
        "related_unit_last_cited_date": last, "related_unit_last_cited_date:source": S2 if last else "",
        "related_unit_open": flags[1],
    }  # fmt: skip
    return found | more


def posting(person: str, name: str, in_unit: str, **more: str) -> dict[str, str]:
    row = {
        "person:id:admin": person, "person:name": name, "person:name:source": S1, "person:status:admin": "3",
        "person:posting_unit_id:admin": in_unit, "person:posting_unit_name": "Hill Brigade",
        "person:posting_unit:source": S2, "person:posting_role": "Commander", "person:posting_role:source": S2,
        "person:posting_rank": "Colonel", "person:posting_rank:source": S2, "person:posting_rank:confidence": "Low",
    }  # fmt: skip
    return row | {f"person:posting_{key}": value for key, value in more.items()}


def readings(folder: Path, units: Sequence[dict[str, str]], **sheets: Sequence[dict[str, str]]) -> dict[str, Reading]:
    paths = [sheet(folder / "units.csv", units)] if units else []
    paths += [sheet(folder / f"{name}.csv", rows) for name, rows in {"sources": SOURCES, **sheets}.items()]
    return {one.part: one for one in read_paths(paths, published="2016-01-01")}


def claims(reading: Reading, predicate: str = "", subject: str = "") -> list[Claim]:
    found = list(reading.claims)
    for one in found:
        check(one)
    wanted = [one for one in found if one.predicate == predicate or not predicate]
    return [one for one in wanted if one.subject == f"sfm-{subject}" or not subject]


def noted(reading: Reading, text: str) -> str:
    return next((one for one in reading.notes if text in one), "")


# --- cells ----------------------------------------------------------------------------------------------


def test_each_name_cites_every_source_of_its_cell_with_the_confidence(tmp_path: Path) -> None:
    row = unit(HILL, "Hill Brigade", f"{S1}; {S2}", other_names="1 Brigade;Hill Bde", **{"other_names:source": S3})
    found = readings(tmp_path, [row])["units"]
    names = claims(found, "name")
    assert [(one.value, one.qualifier("kind")) for one in names] == [
        ("Hill Brigade", "primary"), ("1 Brigade", "strong"), ("Hill Bde", "strong"),
    ]  # fmt: skip
    assert [(one.source, one.page, one.note) for one in names[0].citations] == [
        (f"sfm-source-{S1}", "7", "name, confidence High"),
        (f"sfm-source-{S2}", "", "name, confidence High"),
    ]
    assert [one.source for one in names[1].citations] == [f"sfm-source-{S3}"]
    assert {one.speaker for one in names} == {"Security Force Monitor"}
    by_id = {one.id: one for one in found.sources}
    assert (by_id[f"sfm-source-{S1}"].publisher, by_id[f"sfm-source-{S1}"].published) == ("The Gazette", "2010-06-01")
    assert "restricted" in by_id[f"sfm-source-{S3}"].note


def test_rows_of_one_unit_are_one_unit(tmp_path: Path) -> None:
    rows = [unit(HILL, "Hill Brigade", S1), unit(HILL, "Hill Brigade", S2), unit(LAKE, "Lake Brigade")]
    (hill,) = claims(readings(tmp_path, rows)["units"], "name", HILL)
    assert [one.source for one in hill.citations] == [f"sfm-source-{S1}", f"sfm-source-{S2}"]


def test_a_value_without_a_source_cites_the_sheet_and_is_told(tmp_path: Path) -> None:
    found = readings(tmp_path, [unit(HILL, "Hill Brigade", "nan"), unit(LAKE, "Lake Brigade", "")])["units"]
    assert [one.citations[0].source for one in claims(found, "name")] == ["sfm-nl", "sfm-nl"]
    assert "line 2" in noted(found, "sources are no ids")
    assert "line 3" in noted(found, "values have no source")


def test_rows_that_the_researchers_hold_back(tmp_path: Path) -> None:
    rows = [unit(HILL, "Hill Brigade"), unit(LAKE, "Lake Brigade"), unit(DEPOT, "Depot")]
    rows[1]["unit:status:admin"], rows[2]["unit:status:admin"] = "2", "1"
    found = readings(tmp_path, rows)["units"]
    assert [one.value for one in claims(found, "name")] == ["Hill Brigade", "Lake Brigade"]
    assert "row not released: status 2" in claims(found, "name")[1].citations[0].note
    assert "line 4" in noted(found, "left out")


# --- times ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "flags", "days"),
    [
        (
            "2010-01-05",
            "2012-02-03",
            "NY",
            {"2010-01-04": "unknown", "2011-01-01": "attested", "2015-01-01": "presumed"},
        ),
        ("2010-01-05", "2012-02-03", "YN", {"2010-01-04": "no", "2012-02-03": "attested", "2012-02-04": "unknown"}),
        ("2010-01-05", "2012-02-03", "NE", {"2012-02-03": "attested", "2012-02-04": "no"}),
        ("2010-01-05", "", "NY", {"2010-01-05": "attested", "2013-01-01": "presumed"}),
        ("2009-05", "2012", "NY", {"2009-05-10": "unknown", "2009-06-01": "attested", "2012-06-01": "presumed"}),
        ("2009-05", "2012", "NN", {"2009-05-31": "attested", "2012-01-01": "attested", "2012-06-01": "unknown"}),
    ],
)
def test_first_and_last_citations_are_no_start_and_end_unless_flagged(
    tmp_path: Path, first: str, last: str, flags: str, days: dict[str, str]
) -> None:
    rows = [unit(LAKE, "Lake Brigade", **tie(HILL, "Hill Brigade", first, last, flags)), unit(HILL, "Hill Brigade")]
    (relation,) = claims(readings(tmp_path, rows)["units"], "subordinate_to")
    assert relation.object == f"sfm-{HILL}"
    assert relation.qualifier("kind") == "command"
    found = {day: relation.time.on(date.fromisoformat(day)).value for day in days}
    assert found == days


def test_no_citation_reaches_beyond_its_publication(tmp_path: Path) -> None:
    late = tie(HILL, "Hill Brigade", "2010-01-05", "2014-09-09", "NE")  # the source of the end is of March 2014
    found = readings(tmp_path, [unit(LAKE, "Lake Brigade", **late), unit(HILL, "Hill Brigade")])["units"]
    (relation,) = claims(found, "subordinate_to")
    assert relation.time.last_cited == date(2014, 3, 2)
    assert relation.time.end.unknown
    assert "line 2" in noted(found, "later than the publication")
    assert any("last cited 2014-09-09" in one.note for one in relation.citations)


def test_a_last_citation_before_the_first_is_used_for_nothing(tmp_path: Path) -> None:
    odd = tie(HILL, "Hill Brigade", "2010-01-05", "2008-09-09", "NY")
    found = readings(tmp_path, [unit(LAKE, "Lake Brigade", **odd), unit(HILL, "Hill Brigade")])["units"]
    (relation,) = claims(found, "subordinate_to")
    assert relation.time.on(date(2009, 1, 1)) is Certainty.UNKNOWN
    assert "line 2" in noted(found, "before the first")


@pytest.mark.parametrize(
    ("text", "parts", "value", "problem"),
    [
        ("4/21/2013", ("4", "21", "2013"), "2013-04-21", ""),
        ("May 2010", ("5", "", "2010"), "2010-05", ""),
        ("2008", ("", "", "2008"), "2008", ""),
        ("5/13/2013", ("5", "15", "2013"), "[2013-05-13..2013-05-15]", "differs"),
        ("4/4/42016", ("4", "4", "2016"), "2016-04-04", "cannot be read"),
        ("3/30/3006", ("3", "30", "2006"), "2006-03-30", "cannot be read"),
        ("some day", ("", "", ""), "", "cannot be read"),
        ("2018-02-", ("", "", ""), "2018-02", ""),
    ],
)
def test_a_date_that_contradicts_itself_lies_between_its_readings(
    text: str, parts: tuple[str, str, str], value: str, problem: str
) -> None:
    found = dated(text, *parts)
    assert found.value.text == value
    assert problem in found.problem if problem else not found.problem


# --- rules of research ----------------------------------------------------------------------------------


def test_relations_that_join_are_told_and_kept_apart(tmp_path: Path) -> None:
    rows = [
        unit(LAKE, "Lake Brigade", **tie(HILL, "Hill Brigade", "2010-01-01", "2010-02-01", "NN")),
        unit(LAKE, "Lake Brigade", **tie(HILL, "Hill Brigade", "2010-02-02", "2010-03-01", "NN")),
        unit(DEPOT, "Depot", **tie(HILL, "Hill Brigade", "2010-01-01", "2010-02-01", "NN")),
        unit(DEPOT, "Depot", **tie(HILL, "Hill Brigade", "2011-02-02", "2011-03-01", "NN")),
        unit(HILL, "Hill Brigade"),
    ]
    found = readings(tmp_path, rows)["units"]
    assert len(claims(found, "subordinate_to")) == 4
    assert noted(found, "join within a day").startswith("1 relations")
    assert "line 3: with line 2" in noted(found, "join within a day")


def test_circles_loops_and_missing_superiors_are_told(tmp_path: Path) -> None:
    rows = [
        unit(LAKE, "Lake Brigade", **tie(HILL, "Hill Brigade")),
        unit(HILL, "Hill Brigade", **tie(LAKE, "Lake Brigade")),
        unit(HILL, "Hill Brigade", **tie(HILL, "Hill Brigade")),
        unit(DEPOT, "Depot", **tie(UNKNOWN, "Far Command")),
    ]
    found = readings(tmp_path, rows)["units"]
    assert noted(found, "circle")
    assert "line 4" in noted(found, "to itself")
    assert "line 5: Far Command" in noted(found, "no row of their own")
    assert [one.value for one in claims(found, "name", UNKNOWN)] == ["Far Command"]


def test_placeholders_are_marked_and_nobody_may_be_posted_to_one(tmp_path: Path) -> None:
    rows = [
        unit(UNKNOWN, "Unknown Brigade", classification="Army;Placeholder", **{"classification:source": S1}),
        unit(HILL, "Unnamed Battalion (Hill)"),
        unit(LAKE, "Lake Brigade"),
    ]
    found = readings(
        tmp_path, rows, persons=[posting(ALI, "Ali Example", UNKNOWN), posting(OMAR, "Omar Example", HILL)]
    )
    assert [(one.subject, one.value) for one in claims(found["units"], "placeholder")] == [
        (f"sfm-{UNKNOWN}", "unknown"), (f"sfm-{HILL}", "unnamed"),
    ]  # fmt: skip
    assert "line 2" in noted(found["persons"], "placeholder")
    assert len(claims(found["persons"], "posted_to")) == 2


def test_a_posting_has_role_rank_and_the_kind_of_its_start(tmp_path: Path) -> None:
    dates = {
        "first_cited_date": "2010-05-01", "first_cited_date:source": S1, "first_cited_date_start": "Y",
        "first_cited_date_start_context": "Appointed", "first_cited_date_start_context:source": S1,
        "last_cited_date": "2013-02-01", "last_cited_date:source": S2, "last_cited_date_end": "Y",
        "last_cited_date_end_context": "retired", "last_cited_date_end_context:source": S2,
    }  # fmt: skip
    rows = [posting(ALI, "Ali Example", HILL, **dates), posting(OMAR, "Omar Example", HILL)]
    found = readings(tmp_path, [unit(HILL, "Hill Brigade")], persons=rows)["persons"]
    one, other = claims(found, "posted_to")
    assert (one.object, one.qualifier("role"), one.qualifier("rank")) == (f"sfm-{HILL}", "Commander", "Colonel")
    assert (one.qualifier("start_kind"), other.qualifier("start_kind")) == ("appointed", "")
    assert (one.time.start.text, one.time.end.text) == ("2010-05-01", "2013-02-01")
    assert one.note == "start: Appointed; end: retired"
    assert "rank, confidence Low" in one.citations[0].note
    assert other.time.on(date(2011, 1, 1)) is Certainty.UNKNOWN


def test_commanders_who_overlap_or_were_followed_without_an_end(tmp_path: Path) -> None:
    def held(first: str, last: str, start: str) -> dict[str, str]:
        return {
            "first_cited_date": first, "first_cited_date:source": S3, "first_cited_date_start": start,
            "last_cited_date": last, "last_cited_date:source": S3, "last_cited_date_end": "N",
        }  # fmt: skip

    rows = [
        posting(ALI, "Ali Example", HILL, **held("2010-01-01", "2011-01-01", "N")),
        posting(OMAR, "Omar Example", HILL, **held("2010-06-01", "2012-01-01", "Y")),
    ]
    found = readings(tmp_path, [unit(HILL, "Hill Brigade")], persons=rows)["persons"]
    assert "line 3: with line 2" in noted(found, "overlap in time")
    assert "lines 2" in noted(found, "no recorded end")


def test_incidents_are_alleged_and_a_placeholder_is_no_perpetrator(tmp_path: Path) -> None:
    incident = {
        "incident:id:admin": RIOT, "incident:status:admin": "3", "incident:start_date": "2/1/2012",
        "incident:end_date": "2/3/2012", "incident:violation_type": "Torture; illegal detention",
        "incident:location": "Lake Town", "incident:perpetrator_classification": "soldiers",
        "incident:perpetrator_unit_id:admin": HILL, "incident:perpetrator_unit_name": "Hill Brigade",
        "incident:all:source": S2,
    }  # fmt: skip
    by_nobody = {
        **incident,
        "incident:id:admin": RIOT.replace("c", "d"),
        "incident:perpetrator_unit_id:admin": UNKNOWN,
        "incident:perpetrator_unit_name": "Unknown Brigade",
    }
    units = [unit(HILL, "Hill Brigade"), unit(UNKNOWN, "Unknown Brigade")]
    found = readings(tmp_path, units, incidents=[incident, by_nobody])["incidents"]
    (done,) = claims(found, "perpetrator_of")
    assert (done.subject, done.object, done.stance.value) == (f"sfm-{HILL}", f"sfm-{RIOT}", "alleged")
    assert [one.value for one in claims(found, "incident_type", RIOT)] == ["Torture", "illegal detention"]
    assert claims(found, "occurred", RIOT)[0].value == "[2012-02-01..2012-02-03]"
    assert "line 3" in noted(found, "perpetrators are placeholders")


# --- files ----------------------------------------------------------------------------------------------


def test_claims_do_not_depend_on_the_order_of_rows(tmp_path: Path) -> None:
    rows = [unit(LAKE, "Lake Brigade", **tie(HILL, "Hill Brigade", "2010-01-05")), unit(HILL, "Hill Brigade")]
    one = {claim.id for claim in claims(readings(tmp_path, rows)["units"])}
    assert one == {claim.id for claim in claims(readings(tmp_path, rows[::-1])["units"])}


def test_a_sheet_cut_anywhere_is_refused_or_whole_rows(tmp_path: Path) -> None:
    rows = [unit(LAKE, "Lake Brigade", **tie(HILL, "Hill Brigade", "2010-01-05")), unit(HILL, "Hill Brigade")]
    path = sheet(tmp_path / "units.csv", rows)
    whole = path.read_bytes()
    ends = {len(whole), len(whole) - 1, len(whole) - 2, whole[:-2].rindex(b"\n") + 1, whole[:-2].rindex(b"\n"),
            whole[:-2].rindex(b"\n") - 1}  # fmt: skip
    for size in range(0, len(whole), 7):
        path.write_bytes(whole[:size])
        if size in ends:
            continue
        with pytest.raises(BadInput) as caught:
            sfm.read([InputFile(path)])
        assert caught.value.place.startswith("units.csv")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"unit:id:admin": "not-an-id"}, "not an id"),
        ({"unit:name": ""}, "without a name"),
    ],
)
def test_a_broken_row_is_named_with_its_line(tmp_path: Path, change: dict[str, str], problem: str) -> None:
    path = sheet(tmp_path / "units.csv", [unit(HILL, "Hill Brigade"), unit(LAKE, "Lake Brigade") | change])
    with pytest.raises(BadInput, match=problem) as caught:
        sfm.read([InputFile(path)])
    assert caught.value.place == "units.csv line 3"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_hostile_bytes_below_a_header_are_refused_or_read(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.mktemp("sheet") / "units.csv"
    path.write_bytes(b"unit:id:admin,unit:name\n" + data)
    try:
        for reading in sfm.read([InputFile(path)]):
            claims(reading)
    except BadInput:
        pass


def test_sources_alone_make_no_register(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no sheet of units"):
        sfm.read([InputFile(sheet(tmp_path / "sources.csv", SOURCES))])
