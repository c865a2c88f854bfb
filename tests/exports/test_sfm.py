"""Sheets of the Security Force Monitor out and in again: what comes back is the same, and the rest is told."""

from __future__ import annotations

import csv
import json
import re
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from muster.claims import Citation, Claim, Source, qualify
from muster.dates import Interval, parse_date
from muster.exports.sfm_cells import written_id
from muster.register import Incoming, Register
from muster.sources import read_paths
from tests.conftest import Muster

_ALIKE = {"related unit": "superior", "country of the register": "country"}
_WORDS = re.compile("|".join(_ALIKE))


def essence(claim: Claim) -> tuple[Any, ...]:
    """What a claim says, and which source says which cell of it with what confidence."""
    cited = sorted(
        (one.source, one.page, *sorted(_WORDS.sub(lambda found: _ALIKE[found[0]], one.note).split("; ")))
        for one in claim.citations
    )
    parts = (claim.subject, claim.predicate, claim.object, claim.value, claim.qualifiers, claim.time.texts())
    return (*parts, claim.stance, claim.speaker, claim.note, tuple(cited))


def imported(paths: Sequence[Path], register: Path) -> list[Claim]:
    """The claims of files, read into a new register."""
    ran = Muster(register)("import", *paths)
    assert ran.status == 0, ran.err
    with Register(str(register)) as opened:
        return [held.claim for held in opened.each_claim()]


def again(register: Path, folder: Path, *options: str) -> tuple[list[Claim], dict[str, dict[str, int]]]:
    """The claims of the sheets exported from a register, and what the export told as left out."""
    ran = Muster(register)("export", "sfm", "-o", folder, *options, "--json")
    readings = read_paths(sorted(folder.iterdir()) if ran.status == 0 else [])
    return [claim for reading in readings for claim in reading.claims], ran.json["left_out"]


def lost(before: Iterable[Claim], after: Iterable[Claim]) -> Counter[str]:
    gone = Counter(map(essence, before)) - Counter(map(essence, after))
    return Counter(one[1] for one in gone.elements())


@pytest.mark.data
@pytest.mark.parametrize(
    ("folder", "names", "told"),
    [
        (
            "register_nigeria",
            ("ng_orgs_20191024.tsv.gz", "ng_persons_20190501.csv.gz", "sources_20190501.csv.gz"),
            {"times that a first and a last citation cannot say": {"based_at": 2, "operates_in": 13}},
        ),
        ("register_mali", ("202106251341-HEAD-Mali-Backup-slim.tsv",), {}),
    ],
)
def test_the_real_registers_come_back(
    data: Path, tmp_path: Path, folder: str, names: tuple[str, ...], told: dict[str, dict[str, int]]
) -> None:
    before = imported([data / "sfm" / folder / name for name in names], tmp_path / "one.db")
    after, left_out = again(tmp_path / "one.db", tmp_path / "sheets")
    assert left_out == told
    said = [{essence(one)[:9] for one in claims} for claims in (before, after)]
    missing = Counter(one[1] for one in said[0] - said[1])
    assert missing == Counter({word: count for counts in told.values() for word, count in counts.items()})
    # Beside what they say, also who says it with what confidence: but for a few that several rows say differently.
    assert sum(lost(before, after).values()) <= len(before) * 0.004
    assert len(after) == len(before)


# --- made sheets --------------------------------------------------------------------------------------------

_UNITS = [str(uuid.UUID(int=number)) for number in range(1, 5)]
_SOURCES = [str(uuid.UUID(int=number)) for number in range(101, 105)]
_CITED = st.lists(st.sampled_from(_SOURCES), max_size=2, unique=True).map("; ".join)
_SURE = st.sampled_from(["Low", "Medium", "High"])
_DATES = st.sampled_from(["", "2010", "2011-05", "2012-03-04", "6/27/2013", "April 2014", "2016-01-01"])


@st.composite
def _cells(draw: st.DrawFn, stem: str, text: str) -> dict[str, str]:
    if not text:
        return {}
    return {stem: text, f"{stem}:source": draw(_CITED), f"{stem}:confidence": draw(_SURE)}


@st.composite
def _span(draw: st.DrawFn, stem: str, started: str, ended: str) -> dict[str, str]:
    row: dict[str, str] = {}
    for end in ("first", "last"):
        row |= draw(_cells(f"{stem}{end}_cited_date", draw(_DATES)))
    return {**row, started: draw(st.sampled_from(["Y", "N"])), ended: draw(st.sampled_from(["Y", "N", "E"]))}


@st.composite
def _unit_row(draw: st.DrawFn) -> dict[str, str]:
    at = draw(st.integers(0, 3))
    other = draw(st.integers(0, 3))
    row = {"unit:id:admin": _UNITS[at], "unit:country": "ng"}
    row |= draw(_cells("unit:name", f"{at} Battalion"))
    row |= draw(_cells("unit:other_names", draw(st.sampled_from(["", "Alpha", "Alpha; Beta", "Gamma"]))))
    row |= draw(_cells("unit:classification", draw(st.sampled_from(["", "Army", "Army; Infantry", "Police"]))))
    row |= draw(_span("unit:", "unit:first_cited_date_start", "unit:last_cited_date_open"))
    if other != at:
        row["unit:related_unit_id:admin"] = _UNITS[other]
        row |= draw(_cells("unit:related_unit", f"{other} Battalion"))
        row |= draw(_cells("unit:related_unit_class", draw(st.sampled_from(["", "Command", "Administrative"]))))
        row |= draw(_span("unit:related_unit_", "unit:related_unit_first_cited_date_start", "unit:related_unit_open"))
    if draw(st.booleans()):
        row |= draw(_cells("unit:base_name", draw(st.sampled_from(["", "Fort A"]))))
        row |= draw(_cells("unit:site_nearest_settlement_name", "Kaduna"))
        row |= {"unit:site_nearest_settlement_id": "2335727", "unit:site_country": "ng"}
        row |= draw(_span("unit:site_", "unit:site_first_cited_date_founding", "unit:site_open"))
    return row


@st.composite
def _person_row(draw: st.DrawFn) -> dict[str, str]:
    at, unit = draw(st.integers(0, 2)), draw(st.integers(0, 3))
    row = {"person:id:admin": str(uuid.UUID(int=200 + at)), "person:country": "ng"}
    row |= draw(_cells("person:name", f"Person {at} Madeup"))
    row |= {"person:posting_unit_id:admin": _UNITS[unit], "person:posting_unit_name": f"{unit} Battalion"}
    row |= {"person:posting_unit:source": draw(_CITED), "person:posting_unit:confidence": draw(_SURE)}
    row |= draw(_cells("person:posting_role", draw(st.sampled_from(["", "Commander", "Chief of Staff"]))))
    row |= draw(_cells("person:posting_rank", draw(st.sampled_from(["", "Colonel"]))))
    row |= draw(
        _cells(
            "person:posting_first_cited_date_start_context", draw(st.sampled_from(["", "Appointed", "took command"]))
        )
    )
    row |= draw(_span("person:posting_", "person:posting_first_cited_date_start", "person:posting_last_cited_date_end"))
    return row


def _sheet(path: Path, columns: Sequence[str], rows: Iterable[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


def _columns(rows: Sequence[dict[str, str]], *needed: str) -> list[str]:
    return list(dict.fromkeys([*needed, *(key for row in rows for key in row)]))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(
    st.lists(_unit_row(), min_size=1, max_size=5),
    st.lists(_person_row(), max_size=3),
    st.lists(st.sampled_from(["", "2011-01-01", "2013", "2015-06-07"]), min_size=4, max_size=4),
)
def test_what_a_sheet_says_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    units: list[dict[str, str]],
    people: list[dict[str, str]],
    published: list[str],
) -> None:
    folder = tmp_path_factory.mktemp("made")
    made = folder / "given"
    made.mkdir()
    known = {one["unit:id:admin"] for one in units}
    needed = [one for one in units if one.get("unit:related_unit_id:admin", next(iter(known))) in known]
    if not needed:
        return
    units = needed
    _sheet(made / "units.csv", _columns(units, "unit:id:admin", "unit:site_nearest_settlement_name"), units)
    if people:
        _sheet(made / "persons.csv", _columns(people), people)
    sources = [
        {"source:access_point_id:admin": id_, "source:title": "A title", "source:published_timestamp": day}
        for id_, day in zip(_SOURCES, published, strict=True)
    ]
    _sheet(made / "sources.csv", list(sources[0]), sources)
    before = imported([made], folder / "one.db")
    after, left_out = again(folder / "one.db", folder / "sheets")
    said = [{essence(one)[:9] for one in claims} for claims in (before, after)]
    gone = Counter(one[1] for one in said[0] - said[1])
    counted = Counter({word: sum(counts.get(word, 0) for counts in left_out.values()) for word in gone})
    assert all(count <= counted[word] for word, count in gone.items()), (gone, left_out)
    assert not left_out.keys() - {"times that a first and a last citation cannot say"}


# --- from elsewhere -----------------------------------------------------------------------------------------


def said(subject: str, word: str, to: str, start: str = "", end: str = "", **details: str) -> Claim:
    relation = word in ("subordinate_to", "posted_to", "based_at", "perpetrator_of", "supports")
    return Claim(
        subject,
        word,
        object=to if relation else "",
        value="" if relation else to,
        qualifiers=qualify(details),
        time=Interval(parse_date(start), parse_date(end)),
        speaker="Security Force Monitor",
        citations=(Citation("paper", page="3"),),
    )


KEPT = [
    said("north:1", "kind", "unit"),
    said("north:1", "name", "First Brigade", kind="primary"),
    said("north:1", "name", "1 Bde", kind="strong"),
    said("north:1", "country", "iq"),
    said("north:1", "classification", "Army"),
    said("corps", "kind", "unit"),
    said("corps", "name", "The Corps", kind="primary"),
    said("north:1", "subordinate_to", "corps", "2014-06", "2016", kind="command"),
    said("north:1", "subordinate_to", "corps", "2017-01-01", "..", kind="administrative"),
    said("ann", "kind", "person"),
    said("ann", "name", "Ann Madeup", kind="primary"),
    said("ann", "posted_to", "north:1", "2015", "2016-01", role="Commander", rank="Colonel"),
    said("ann", "gender", "female"),
    said("ann", "birth_date", "1970-05"),
]
NOT_KEPT = [
    said("north:1", "supports", "corps"),
    said("north:1", "name", "Weakname", kind="weak"),
    said("north:1", "name", "One; Two", kind="strong"),
    said("ann", "birth_date", "1971~"),
    said("ship", "kind", "vessel"),
    said("north:1", "country", "iq", "2010"),
    said("north:1", "subordinate_to", "corps", "[2010-02-03..2010-04-09]", kind="command"),
]


def _moved(claim: Claim) -> tuple[Any, ...]:
    """A claim's content with the ids and sources that sheets have for it."""
    moved = essence(claim)
    subject, other = (one and f"sfm-{written_id(one)}" for one in (claim.subject, claim.object))
    return (subject, moved[1], other, *moved[3:9])


def test_what_comes_from_elsewhere_goes_out_as_far_as_there_are_cells(tmp_path: Path) -> None:
    source = Source("paper", "A paper", "A press", "2020-02-03", address="https://example.org/a", note="by A. Writer")
    with Register(str(tmp_path / "one.db"), create=True) as register:
        claims = [*KEPT, *NOT_KEPT]
        register.import_editions([Incoming("made", "Made", "claims", "2020", "", claims, sources=(source,))])
    after, left_out = again(tmp_path / "one.db", tmp_path / "sheets")
    # Days cited are left aside: in the sheets a start or an end is always one.
    found = {(*essence(one)[:5], essence(one)[5][:2]) for one in after}
    assert {(*_moved(one)[:5], _moved(one)[5][:2]) for one in KEPT} <= found
    for one in NOT_KEPT:
        assert sum(counts.get(one.predicate, 0) for counts in left_out.values()) > 0, one.predicate
    assert left_out["no cell for it"] == {"supports": 1}
    assert left_out["values that a cell cannot hold"] == {"name": 1}
    assert left_out["said of vessel: no sheet for it"] == {"kind": 1}
    with (tmp_path / "sheets" / "sources.csv").open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["source:title"], row["source:author"]) == ("A paper", "by A. Writer")
    assert row["source:access_point_trigger"] == "3"
    assert {cited.page for one in after for cited in one.citations if cited.source != "sfm-iq"} == {"3"}


def test_incidents_are_alleged_and_every_loss_is_told(example: Muster, tmp_path: Path) -> None:
    with Register(str(example.register)) as register:
        before = [held.claim for held in register.each_claim()]
    after, left_out = again(example.register, tmp_path / "sheets")
    found = {essence(one)[:6] for one in after}
    gone = Counter(one.predicate for one in before if _moved(one)[:6] not in found)
    told = Counter[str]()
    for counts in left_out.values():
        told.update(counts)
    assert all(told[word] > 0 for word in gone), {word for word in gone if not told[word]}
    incidents = {one.subject for one in after if one.predicate == "incident_type"}
    assert len(incidents) == len({one.subject for one in before if one.predicate == "incident_type"}) > 0
    assert {one.stance.value for one in after if one.subject in incidents and one.predicate != "kind"} == {"alleged"}


def test_a_folder_is_written_whole_or_not_at_all(example: Muster, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    assert example("export", "sfm", "-o", tmp_path / "there").status == 3
    assert example("export", "sfm", "-o", tmp_path / "new", "--dataset", "nosuch").status == 4
    assert example("export", "sfm", "-o", tmp_path / "no" / "where").status == 3
    assert sorted(one.name for one in tmp_path.iterdir()) == ["there"]
    ran = example("export", "sfm", "-o", tmp_path / "new", "--json")
    rows = json.loads(ran.out)["rows"]
    for name, count in rows.items():
        with (tmp_path / "new" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            assert len(list(csv.DictReader(stream))) == count
