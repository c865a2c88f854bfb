"""Tables of claims of the Security Force Monitor: ends by name, ranges, statuses, and what the handbook forbids."""

from __future__ import annotations

import csv
import uuid
from collections.abc import Iterable
from pathlib import Path

import pytest

from muster.claims import Claim, Stance
from muster.errors import BadInput
from muster.sources import read_paths
from muster.sources.sfm.claim_columns import role_of
from muster.sources.sfm.ranges import range_of

ONE, TWO, THREE, ANN, EVENT, TOWN, PAPER, LATER = (str(uuid.UUID(int=number)) for number in range(1, 9))
RELATION = str(uuid.UUID(int=77))


def table(path: Path, rows: Iterable[dict[str, str]]) -> None:
    rows = list(rows)
    columns = list(dict.fromkeys(key for row in rows for key in row))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


def claim(kind: str, about: str, **cells: str) -> dict[str, str]:
    row = {"type:claim": kind, "status:meta": "accepted", "citation:refs:claim": PAPER, "about_entity:ref:claim": about}
    return row | {key.replace("__", ":"): text for key, text in cells.items()}


def unit(about: str, name: str, *others: str) -> dict[str, str]:
    return claim(
        "unit", about, name__annotation=name, unit__names__assertion="; ".join(others), country__annotation="ng"
    )


def relation(unit_: str, other: str, kind: str = "child-of", **cells: str) -> dict[str, str]:
    ends = {"relation:unit:refs:assertion": unit_, "relation:related_unit:refs:assertion": other}
    return claim("relation", RELATION, **cells) | ends | {"relation:types:assertion": kind}


SOURCES = [
    {"source:access_point_id:admin": PAPER, "source:title": "A paper", "source:published_timestamp": "2024-03-24"},
    {"source:access_point_id:admin": LATER, "source:title": "A later one", "source:published_timestamp": "2025-01-01"},
]


def read(folder: Path, *rows: dict[str, str]) -> tuple[list[Claim], str]:
    table(folder / "claims.csv", rows)
    table(folder / "sources.csv", SOURCES)
    readings = read_paths([folder])
    return [one for reading in readings for one in reading.claims], " | ".join(
        note for reading in readings for note in reading.notes
    )


def said(claims: list[Claim], predicate: str) -> list[Claim]:
    return [one for one in claims if one.predicate == predicate]


def test_the_related_unit_is_the_superior_in_whatever_order_the_columns_stand(tmp_path: Path) -> None:
    row = relation(ONE, TWO, relation__related_unit_classes__assertion="command")
    for number, order in enumerate((row, dict(reversed(row.items())))):
        folder = tmp_path / str(number)
        folder.mkdir()
        claims, _ = read(folder, unit(ONE, "1 Brigade"), unit(TWO, "1 Division"), order)
        (edge,) = said(claims, "subordinate_to")
        assert (edge.subject, edge.object, edge.qualifier("kind")) == (f"sfm-{ONE}", f"sfm-{TWO}", "command")
        assert [one.source for one in edge.citations] == [f"sfm-source-{PAPER}"]
        assert RELATION in edge.citations[0].note


def test_members_and_intakes_are_part_of_a_whole(tmp_path: Path) -> None:
    intake = relation(ONE, THREE, relation__related_unit_classes__assertion="class")
    claims, _ = read(tmp_path, unit(ONE, "Intake 30"), relation(ONE, TWO, "member-of"), intake)
    assert [(one.object, one.qualifier("role")) for one in said(claims, "member_of")] == [
        (f"sfm-{TWO}", ""),
        (f"sfm-{THREE}", "class"),
    ]
    assert said(claims, "subordinate_to") == []


def test_all_types_are_read_and_conflicts_are_denied(tmp_path: Path) -> None:
    posting = claim(
        "posting", str(uuid.UUID(int=88)), posting__person__refs__assertion=ANN, posting__unit__refs__assertion=ONE,
        posting__roles__assertion="Commander", posting__ranks__assertion="Colonel", starting__range="Y",
        starting_context__range="Assumed", first_precise__range="2014-08-01", last_precise__range="2014-08-03",
    )  # fmt: skip
    site = claim(
        "positioning", str(uuid.UUID(int=89)), positioning__unit__refs__assertion=ONE,
        positioning__types__assertion="site", positioning__location__refs__assertion=TOWN,
        positioning__location__names__qa="Kaduna", positioning__base_names__assertion="Fort A",
    )  # fmt: skip
    event = claim(
        "incident", EVENT, incident__violation__types__assertion="Torture", incident__location__names__qa="Kaduna",
        incident__violation__descriptions__assertion="What was done.", incident__perpetrator__refs__assertion=ONE,
        first_imprecise__range="2014-02-01", last_imprecise__range="2014-02-28",
    )  # fmt: skip
    false = relation(ONE, TWO) | {"status:meta": "conflict", "public_notes:meta": "other sources list it elsewhere"}
    person = claim("person", ANN, name__annotation="Ann Madeup", person__names__assertion="Ann Madeup; A. Madeup")
    work = unit(THREE, "3 Brigade") | {"status:meta": "work_needed"}
    claims, notes = read(
        tmp_path, unit(ONE, "1 Brigade", "1 Brigade", "First Bde"), person, posting, site, event, false, work
    )
    assert {one.value for one in said(claims, "name")} >= {
        "1 Brigade",
        "First Bde",
        "Ann Madeup",
        "A. Madeup",
        "Kaduna",
    }
    (post,) = said(claims, "posted_to")
    assert dict(post.qualifiers) == {"role": "Commander", "rank": "Colonel", "start_kind": "assumed"}
    assert post.time.texts() == ("2014-08-01", "", "2014-08-01", "2014-08-03")
    assert said(claims, "based_at")[0].object == f"sfm-{TOWN}"
    assert said(claims, "occurred")[0].value == "[2014-02-01..2014-02-28]"
    assert {one.stance for one in claims if one.subject == f"sfm-{EVENT}" and one.predicate != "kind"} == {
        Stance.ALLEGED
    }
    assert [one.stance for one in said(claims, "perpetrator_of")] == [Stance.ALLEGED]
    (denied,) = said(claims, "subordinate_to")
    assert (denied.stance, denied.note) == (Stance.DENIED, "other sources list it elsewhere")
    assert "claims still need work" in notes
    third = next(one for one in said(claims, "kind") if one.subject == f"sfm-{THREE}")
    assert "status work_needed" in third.citations[0].note


@pytest.mark.parametrize(
    ("ranges", "starting", "ending", "time"),
    [
        (("2014-08-01", "2014-08-01", "", ""), True, False, ("2014-08-01", "", "2014-08-01", "2014-08-01")),
        (("2014-08-01", "2014-08-05", "", ""), False, True, ("", "2014-08-05", "2014-08-01", "2014-08-05")),
        (("", "", "2024-02-15", "2024-03-24"), False, False, ("[..2024-03-24]", "[2024-02-15..]", "", "")),
        (("", "", "since_beginning_of_time", "2014-08-01"), False, False, ("[..2014-08-01]", "", "", "")),
        (("", "", "since_beginning_of_time", "2014-07-31"), False, True, ("[..2014-07-31]", "[..2014-07-31]", "", "")),
        (
            ("2005-06-01", "2005-06-03", "2005-05-01", "2005-05-31"), True, False,
            ("[2005-05-01..2005-05-31]", "", "2005-06-01", "2005-06-03"),
        ),
        (
            ("2005-06-01", "2005-06-03", "2005-06-04", "2005-06-30"), False, True,
            ("", "[2005-06-04..2005-06-30]", "2005-06-01", "2005-06-03"),
        ),
        (("2014-08-05", "2014-08-01", "", ""), True, True, ("", "", "", "")),
        (("soon", "", "", ""), True, False, ("", "", "", "")),
    ],
)  # fmt: skip
def test_ranges_say_no_more_than_their_citations(
    ranges: tuple[str, str, str, str], starting: bool, ending: bool, time: tuple[str, ...]
) -> None:
    assert range_of(*ranges, starting=starting, ending=ending).time.texts() == time


def test_no_citation_proves_a_day_after_its_publication_and_rules_are_checked(tmp_path: Path) -> None:
    late = unit(ONE, "Unknown Battalion") | {"first_precise:range": "2024-01-01", "last_precise:range": "2024-06-01"}
    posting = claim("posting", RELATION, posting__person__refs__assertion=ANN, posting__unit__refs__assertion=ONE)
    two = unit(TWO, "2 Battalion") | {"citation:refs:claim": f"{PAPER};{LATER}", "training:cost:assertion": "5"}
    bare = unit(THREE, "3 Battalion") | {"citation:refs:claim": ""}
    apart = relation(TWO, THREE) | {
        "first_precise:range": "2020-05-01",
        "last_precise:range": "2020-05-02",
        "first_imprecise:range": "2020-01-01",
        "last_imprecise:range": "2020-02-01",
    }
    claims, notes = read(tmp_path, late, posting, two, bare, apart, claim("equipment", EVENT))
    kind = next(one for one in said(claims, "kind") if one.subject == f"sfm-{ONE}")
    assert kind.time.texts()[2:] == ("2024-01-01", "2024-03-24")
    assert [one.value for one in said(claims, "placeholder")] == ["unknown"]
    for told in (
        *("cited up to that day only", "persons are posted to a placeholder", "without a public note"),
        *("values have no source", "ranges do not join", "of a type that is not read", "training:cost:assertion"),
    ):
        assert told in notes, told


@pytest.mark.parametrize(
    "change", [{"about_entity:ref:claim": ""}, {"about_entity:ref:claim": "x"}, {"relation:unit:refs:assertion": "x"}]
)
def test_a_row_that_names_no_entity_is_refused_with_its_line(tmp_path: Path, change: dict[str, str]) -> None:
    with pytest.raises(BadInput, match=r"claims\.csv line 3"):
        read(tmp_path, unit(ONE, "1 Brigade"), relation(ONE, TWO) | change)


def test_the_columns_of_the_handbook_are_those_that_are_read(data: Path) -> None:
    folder = data / "sfm" / "handbook"
    read_types = {"unit", "person", "relation", "postings", "positioning", "incident"}
    for kind in read_types:
        with (folder / f"cluster-{kind}-fields.csv").open(encoding="utf-8", newline="") as stream:
            header = [row[0].strip().strip("`") for row in csv.reader(stream) if row][1:]
        assert role_of(header) == f"{kind.removesuffix('s')} claims", kind
        from muster.sources.sfm.claim_columns import unread

        assert [one for one in unread(header) if not one.startswith("person:media")] == [], kind
    with (folder / "cluster-locations-attributes.csv").open(encoding="utf-8", newline="") as stream:
        assert role_of(row[0].strip().strip("`") for row in csv.reader(stream) if row) == "places"


def test_a_table_for_each_type_is_read_with_the_same_sources(tmp_path: Path) -> None:
    table(tmp_path / "units.csv", [unit(ONE, "1 Brigade"), unit(TWO, "1 Division")])
    table(tmp_path / "relations.csv", [relation(ONE, TWO)])
    place = {"id:entity": TOWN, "name:annotation": "Kaduna", "origin:location": "osm", "origin_id:location": "42"}
    table(tmp_path / "places.csv", [place | {"country:annotation": "ng"}])
    table(tmp_path / "sources.csv", SOURCES)
    readings = {one.part: list(one.claims) for one in read_paths([tmp_path])}
    assert set(readings) == {"unit-claims", "relation-claims", "places"}
    assert [one.object for one in readings["relation-claims"]] == [f"sfm-{TWO}"]
    assert {one.value for one in said(readings["places"], "identifier")} == {"42"}
