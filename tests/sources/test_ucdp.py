"""The UCDP actor list: names before and after a change, relations without time; counts on the real file."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from muster.claims import Claim, check
from muster.dates import Certainty, parse_day
from muster.errors import BadInput
from muster.sources import InputFile, ucdp
from muster.sources.formats import recognise

COLUMNS = next(
    csv.reader(
        [
            "ActorId,NameData,NameOrig,NameOrigFull,NameOrigFullEng,NameChange,NewName,NewNameFullMotherTongue,"
            "NewNameFullEng,Org,ConflictId,DyadId,PrimaryParty,OSID,OSCoalition,OSCoalitionID,NSID,NSCoalition,"
            "NSCoalitionID,Splinter,NamePrev,ActorIdPrev,SplitTemp,NameSplitTemp,ActorIdSplitTemp,Alliance,NameAlliance,"
            "ActorIdAlliance,JoinGroup,GroupName,ActorIdGroup,Location,GWNOLoc,Region,Version"
        ]
    )
)
BASE = {"NameChange": "0", "Org": "1", "Location": "Northland, Macedonia, FYR", "Region": "3, 1", "Version": "22.1"}


def write(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "ucdp-actor.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(BASE | row for row in rows)
    return path


def parse(path: Path) -> tuple[list[Claim], list[str]]:
    file = InputFile(path)
    assert recognise(file)[0] is ucdp
    (reading,) = ucdp.read([file])
    assert reading.published == "2022"
    found = list(reading.claims)
    for claim in found:
        check(claim)
    assert len({claim.id for claim in found}) == len(found)
    return found, reading.notes


def names(found: list[Claim], actor: str) -> list[tuple[str, str]]:
    return [(c.value, c.qualifier("kind")) for c in found if c.subject == actor and c.predicate == "name"]


HILL = {
    "ActorId": "1",
    "NameData": "HFN",
    "NameOrig": "HF",
    "NameOrigFull": "Фронт холма / Front kholma",
    "NameOrigFullEng": "Hill Front",
    "NameChange": "1",
    "NewName": "HFU, HFN",
    "NewNameFullMotherTongue": "",
    "NewNameFullEng": "Hill Front Union, Hill Front of Northland",
}


def test_names_of_before_a_change_are_former(tmp_path: Path) -> None:
    brook = {"ActorId": "2", "NameData": "Brook Guard", "NameOrigFull": "n/a", "NameOrigFullEng": "Guard of the Brook"}
    found, _ = parse(write(tmp_path, HILL, brook))
    assert names(found, "ucdp-1") == [
        ("HFN", "acronym"),
        ("Hill Front of Northland", "primary"),
        ("HF", "former"),
        ("Hill Front", "former"),
        ("Фронт холма", "former"),
        ("Front kholma", "former"),
        ("HFU", "former"),
        ("Hill Front Union", "former"),
    ]
    assert names(found, "ucdp-2") == [("Brook Guard", "primary"), ("Guard of the Brook", "strong")]


def test_relations_say_how_and_claim_no_time(tmp_path: Path) -> None:
    other = {
        "ActorId": "2",
        "NameData": "Mill Guard",
        "NamePrev": "HFN, Gone",
        "ActorIdPrev": "1, 99",
        "NameAlliance": "HFN",
        "ActorIdAlliance": "1",
        "GroupName": "HFN",
        "ActorIdGroup": "1",
    }
    found, notes = parse(write(tmp_path, HILL, other))
    relations = [claim for claim in found if claim.object == "ucdp-1"]
    assert [(c.subject, c.predicate, dict(c.qualifiers)) for c in relations] == [
        ("ucdp-2", "linked_to", {"how": "splinter of"}),
        ("ucdp-2", "member_of", {"role": "alliance"}),
        ("ucdp-2", "member_of", {"role": "joined"}),
    ]
    assert {claim.time.on(parse_day("2021-06-01")) for claim in relations} == {Certainty.UNKNOWN}
    assert "Splinter of: Gone (actor 99)" in [claim.value for claim in found if claim.predicate == "remark"]
    assert notes == ["1 relations name an actor that the file does not hold and stay remarks"]


def test_a_government_has_its_country_and_places_are_entities(tmp_path: Path) -> None:
    state = {"ActorId": "3", "NameData": "Government of Northland (Old Northland)", "Org": "4"}
    found, _ = parse(write(tmp_path, state))
    said = {(c.predicate, c.value or c.object) for c in found if c.subject == "ucdp-3"}
    assert {("kind", "government"), ("country", "Northland"), ("operates_in", "ucdp-place-northland")} <= said
    assert ("operates_in", "ucdp-place-macedonia-fyr") in said
    assert names(found, "ucdp-place-macedonia-fyr") == [("Macedonia FYR", "primary")]


@pytest.mark.parametrize(("cells", "told"), [({}, "a second row"), ({"ActorId": "x"}, "not an actor")])
def test_a_broken_row_is_named_with_its_line(tmp_path: Path, cells: dict[str, str], told: str) -> None:
    path = write(tmp_path, HILL, HILL | cells)
    with pytest.raises(BadInput, match=told) as caught:
        ucdp.read([InputFile(path)])
    assert caught.value.place == "ucdp-actor.csv line 3"


@pytest.mark.data
def test_census(data: Path) -> None:
    path = data / "lists" / "armed_groups" / "ucdp-actor-221.csv"
    rows = list(csv.DictReader(path.open(encoding="utf-8-sig", newline="")))
    found, _ = parse(path)
    actors = [claim for claim in found if not claim.subject.startswith("ucdp-place")]
    of = Counter(claim.predicate for claim in actors)
    assert of["kind"] == of["identifier"] == of["classification"] == len(rows) == 1725
    assert Counter(c.value for c in actors if c.predicate == "kind")["government"] == sum(r["Org"] == "4" for r in rows)
    ids = {row["ActorId"] for row in rows}
    splits = {
        (row["ActorId"], column, other)
        for row in rows
        for column in ("ActorIdPrev", "ActorIdSplitTemp", "ActorIdAlliance", "ActorIdGroup")
        for other in row[column].split(", ")
        if other in ids and other != row["ActorId"]
    }
    assert of["linked_to"] + of["member_of"] == len(splits)
    assert of["linked_to"] == sum(column in ("ActorIdPrev", "ActorIdSplitTemp") for _, column, _ in splits)
    places = {(r["ActorId"], p) for r in rows for p in r["Location"].replace(", FYR", "").split(", ") if p}
    assert of["operates_in"] == len(places)
    # Every name of every column is there, whole or taken one after another.
    spoken: dict[str, str] = {}
    for claim in actors:
        if claim.predicate == "name":
            spoken[claim.subject[5:]] = spoken.get(claim.subject[5:], "") + f" | {claim.value}"
    for row in rows:
        for column in ("NameData", "NameOrig", "NameOrigFull", "NameOrigFullEng", "NewName", "NewNameFullEng"):
            for part in re.sub("[\u200e\u200f]", "", row[column]).replace(" / ", ", ").split(","):
                text = " ".join(part.split())
                assert text in ("", "n/a") or text in spoken[row["ActorId"]], (row["ActorId"], column, text)
