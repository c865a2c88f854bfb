"""FollowTheMoney out: what goes, what stays, that the real library takes it, and that it comes back."""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from muster.claims import Citation, Claim, Judgement, Stance, digest, qualify, vocabulary
from muster.dates import Interval, parse_date
from muster.register import Incoming, Register
from muster.sources import read_paths
from muster.sources.ftm.own import edge_id, edge_predicate, read_id, write_id
from tests.conftest import Muster

CITE = (Citation("made", record="1"),)


def said(subject: str, word: str, to: str, start: str = "", end: str = "", **details: str) -> Claim:
    relation = vocabulary()[word].relation
    return Claim(
        subject,
        word,
        object=to if relation else "",
        value="" if relation else to,
        qualifiers=qualify(details),
        time=Interval(parse_date(start), parse_date(end)),
        speaker="made",
        citations=CITE,
    )


KINDS = {
    "battalion": "unit",
    "ministry": "government",
    "attack": "incident",
    "a:person": "person",
    "b/ann": "person",
    "brigade": "organization",
    "corps": "organization",
    "firm": "organization",
    "post": "office",
    "town": "place",
    "ship": "vessel",
    "plane": "aircraft",
}
# What FollowTheMoney holds whole: each claim must come back as it was.
KEPT = [
    *(said(entity, "kind", kind) for entity, kind in KINDS.items()),
    *(said(entity, "name", f"The {entity}", kind="primary") for entity in KINDS),
    said("a:person", "name", "=Abu Ali", kind="strong"),
    said("a:person", "name", "Ali", kind="weak"),
    said("a:person", "name", "علي", kind="former"),
    said("brigade", "name", "BRG", kind="acronym"),
    said("a:person", "birth_date", "1970-05"),
    said("a:person", "death_date", "2020-01-03"),
    said("a:person", "birth_place", "Basra", country="iq"),
    said("a:person", "gender", "male"),
    said("a:person", "nationality", "iq"),
    said("a:person", "citizenship", "lb"),
    said("corps", "country", "ir"),
    said("a:person", "title", "Sheikh"),
    said("a:person", "position", "Commander"),
    said("a:person", "topic", "crime.terror"),
    said("a:person", "identifier", "A123", type="passport", country="iq", issued="2010-02-01", expires="2020"),
    said("a:person", "identifier", "77-88", type="C.U.R.P."),
    said("a:person", "identifier", "990", type="national id"),
    said("ship", "identifier", "IMO 9074729", type="IMO"),
    said("a:person", "identifier", "older-id", type="referent"),
    said("ship", "vessel_detail", "tanker", type="type"),
    said("corps", "address", "1 Street, Basra", city="Basra", country="iq", note="by the river"),
    said("corps", "address", "2 Street"),
    said("corps", "contact", "office@example.org", type="email"),
    said("corps", "classification", "militia"),
    said("corps", "legal_status", "dissolved"),
    said("corps", "remark", "A remark."),
    said("a:person", "posted_to", "brigade", "2014-06", "2016", role="commander", rank="colonel"),
    said("a:person", "posted_to", "post", "2017"),
    said("brigade", "subordinate_to", "corps", "2014", kind="command", basis="de_facto"),
    said("a:person", "member_of", "corps", role="fighter"),
    said("brigade", "faction_of", "corps"),
    said("corps", "owns", "firm", percentage="51%"),
    said("corps", "owns", "ship"),
    said("corps", "controls", "brigade", how="money"),
    said("town", "controls", "brigade", how="votes"),  # no such end there: a link of unknown kind
    said("corps", "supports", "brigade", how="arms"),
    said("corps", "affiliated_with", "plane", how="operator"),
    said("corps", "linked_to", "brigade"),
    said("brigade", "successor_of", "firm", "2011-01-01"),
    said("a:person", "family_of", "b/ann", how="brother"),
    said("brigade", "based_at", "town", "2015"),
    said("brigade", "operates_in", "town"),
    said("brigade", "assisted_by", "corps", condition="on request"),
    said("a:person", "possibly_same_as", "b/ann"),
    said("battalion", "placeholder", "unknown"),
    said("battalion", "level", "component"),
    said("attack", "occurred", "2014-06"),
    said("attack", "occurred_in", "Basra"),
    said("attack", "incident_type", "shelling"),
    said("battalion", "perpetrator_of", "attack", how="claimed"),
    said("town", "perpetrator_of", "attack"),
    # What a property says less exactly, the description keeps.
    said("battalion", "subordinate_to", "brigade", "[2013-01-01..2014-05-31]", "..", kind="command"),
    replace(
        said("battalion", "operates_in", "town", "2015~", "2016-02-03"),
        time=Interval(parse_date("2015~"), parse_date("2016-02-03"), date(2015, 3, 4), date(2015, 5, 6)),
        note="as the map shows",
    ),
    said("ministry", "address", "3 Street", country="Republic of Iraq"),
    said("b/ann", "identifier", "B-77", type="Diplomatic passport", country="Republic of Iraq", issued="2010~"),
    said("b/ann", "identifier", "305439019", type="INN"),  # which the library refuses as an INN
    said("ship", "vessel_detail", "lb", type="former flag"),
]
LISTED = said(
    "corps",
    "listed_under",
    "SDGT",
    "2019-04-15",
    authority="OFAC",
    reference="X-1",
    published="2019-04-15",
    decided="2019-04-08",
    announced="2019",
    list="an older list",
    kind="block",
)
BECAUSE = said("corps", "reason", "It gave arms.")


def essence(claim: Claim) -> tuple[Any, ...]:
    """What a claim says, without who says it where. A name's script is read from its letters each time."""
    details = qualify({key: value for key, value in claim.qualifiers if (claim.predicate, key) != ("name", "script")})
    note = claim.note if claim.object or claim.predicate == "listed_under" else ""
    time = claim.time.texts() if claim.object or claim.predicate == "listed_under" else claim.time.texts()[:2]
    return claim.subject, claim.predicate, claim.object, claim.value, details, time, note


def store(path: Path, claims: Iterable[Claim], judgements: Iterable[Judgement] = ()) -> Muster:
    with Register(str(path), create=True) as register:
        register.import_editions([Incoming("made", "Made", "claims", "2020", "", list(claims))])
        for one in judgements:
            register.judge(one)
    return Muster(path)


def exported(muster: Muster) -> list[dict[str, Any]]:
    ran = muster("export", "ftm")
    assert ran.status == 0, ran.err
    return [json.loads(line) for line in ran.out.splitlines()]


def again(muster: Muster, folder: Path, *options: str) -> set[tuple[Any, ...]]:
    """What a fresh register holds after the export is read into it."""
    out = folder / ("made.csv" if options else "made.json")
    assert muster("export", "ftm", "-o", out, *options).status == 0
    fresh = Muster(folder / f"fresh{len(options)}.db")
    ran = fresh("import", out)
    assert ran.status == 0, ran.err
    with Register(str(fresh.register)) as register:
        return {essence(held.claim) for held in register.claims()}


@pytest.mark.parametrize("options", [(), ("--statements",)])
def test_what_it_can_hold_comes_back(tmp_path: Path, options: tuple[str, ...]) -> None:
    muster = store(tmp_path / "muster.db", [*KEPT, LISTED, BECAUSE])
    found = again(muster, tmp_path, *options)
    statement_only = {"referent"} if options else set()  # statements name merged ids only with a value of theirs
    missing = {essence(one) for one in KEPT if one.qualifier("type") not in statement_only} - found
    assert missing == set()
    listed = next(one for one in found if one[1] == "listed_under")
    assert listed == essence(LISTED)
    assert essence(BECAUSE) in found
    assert {one[1] for one in found} == {one.predicate for one in (*KEPT, LISTED, BECAUSE)}
    assert len(found) == len({essence(one) for one in KEPT}) + 2 - len(statement_only)


@pytest.mark.parametrize("stance", [stance for stance in Stance if stance is not Stance.ASSERTED])
def test_only_what_is_asserted_comes_out(tmp_path: Path, stance: Stance) -> None:
    named = [said("brigade", "kind", "organization"), said("brigade", "name", "Brigade", kind="primary")]
    claims = [replace(one, stance=stance) for one in (*KEPT, LISTED, BECAUSE) if one.subject != "town"]
    muster = store(tmp_path / "muster.db", [*named, *claims])
    found = exported(muster)
    assert [one["id"] for one in found] == ["brigade"]
    assert found[0]["properties"] == {"name": ["Brigade"]}
    summary = muster("export", "ftm", "--json", "-o", tmp_path / "out.json").json
    assert sum(summary["left_out"][f"{stance.value}, not asserted"].values()) == len(claims)
    assert summary["entities"] == 1


def test_the_demo_leaves_out_what_is_denied_or_demanded(example: Muster) -> None:
    with Register(str(example.register)) as register:
        held = register.claims()
    ids: dict[bool, set[str]] = {True: set(), False: set()}
    for one in held:
        mark = edge_id(one.claim.predicate, digest(one.claim.id)[:24])
        ids[one.claim.stance is Stance.ASSERTED and one.withdrawn is None].add(mark)
    assert {Stance.DENIED, Stance.NORMATIVE} <= {one.claim.stance for one in held}
    edges = {one["id"] for one in exported(example) if edge_predicate(one["id"])}
    assert edges
    assert edges <= ids[True]
    assert not edges & ids[False]


def test_those_judged_the_same_are_one_with_referents(tmp_path: Path) -> None:
    judgement = Judgement("corps", "x:corps", "same", "same number", "a person")
    claims = [*KEPT, said("x:corps", "name", "The Corps", kind="strong"), said("x:corps", "supports", "firm")]
    muster = store(tmp_path / "muster.db", claims, [judgement])
    found = {one["id"]: one for one in exported(muster)}
    assert found["corps"]["referents"] == ["x:corps"]
    assert found["corps"]["properties"]["alias"] == ["The Corps"]
    assert write_id("x:corps") not in found
    assert any(
        one["properties"].get("role") == ["supports"]
        and one["properties"]["subject"] == ["corps"]
        and one["properties"]["object"] == ["firm"]
        for one in found.values()
    )
    out = tmp_path / "statements.csv"
    assert muster("export", "ftm", "--statements", "-o", out).status == 0
    with out.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [one["entity_id"] for one in rows if one["value"] == "The Corps"] == [write_id("x:corps")]


def test_dates_beyond_the_format_are_counted(tmp_path: Path) -> None:
    claims = [
        *(
            said(f"p{number}", "birth_date", text)
            for number, text in enumerate(["1970~", "[1970..1975]", "1970-05-20~"])
        ),
        said("p0", "family_of", "p1", "2000?", ".."),
    ]
    muster = store(tmp_path / "muster.db", claims)
    out = tmp_path / "out.json"
    left = muster("export", "ftm", "--json", "-o", out).json["left_out"]
    counts = next(counts for reason, counts in left.items() if reason.startswith("dates"))
    assert counts == {"birth_date": 3}
    text = out.read_text("utf-8")
    assert "1975" not in text
    assert "~" not in text
    link = next(json.loads(line) for line in text.splitlines() if "muster-rel" in line)
    assert link["properties"]["description"] == ["start: 2000?", "end: .."]
    assert not {"startDate", "endDate"} & link["properties"].keys()


@pytest.mark.parametrize("ident", ["a:b", "a_b", "علي", "-", "a.", "muster-id.a", "a b", "ok-1.x", "ä-3a"])
def test_an_id_is_written_so_that_it_can_be_read_again(ident: str) -> None:
    assert read_id(write_id(ident)) == ident


def test_the_id_of_a_relation_names_its_predicate() -> None:
    for word, rule in vocabulary().items():
        assert edge_predicate(edge_id(word, "0" * 24)) == (word if rule.relation else "")
    assert edge_predicate("NK-1") == ""


# --- the library itself ---------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def library() -> str:
    """A Python that has the followthemoney library."""
    named = os.environ.get("MUSTER_FTM_PYTHON", "")
    if not named and importlib.util.find_spec("followthemoney") is None:
        pytest.skip("the followthemoney library is not installed: set MUSTER_FTM_PYTHON to a Python that has it")
    return named or sys.executable


def checked(library: str, path: Path) -> list[str]:
    script = Path(__file__).with_name("validate_ftm.py")
    ran = subprocess.run([library, "-E", str(script), str(path)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()


def test_the_library_takes_every_entity(library: str, example: Muster, tmp_path: Path) -> None:
    long = [said("corps", "address", "1 Street, " * 30), said("corps", "identifier", "7" * 65)]
    made = store(tmp_path / "muster.db", [*KEPT, LISTED, BECAUSE, *long])
    for number, muster in enumerate((made, example)):
        out = tmp_path / f"{number}.json"
        assert muster("export", "ftm", "-o", out).status == 0
        count = len(out.read_text("utf-8").splitlines())
        assert checked(library, out) == [f"{count} entities checked"]


def test_the_library_would_refuse_a_wrong_entity(library: str, tmp_path: Path) -> None:
    """Without this, a check that sees nothing would pass."""
    out = tmp_path / "wrong.json"
    out.write_text('{"id": "x", "schema": "Person", "properties": {"birthDate": ["soon"], "imo": ["1"]}}\n', "utf-8")
    assert len(checked(library, out)) > 2


# --- real lists -----------------------------------------------------------------------------------------

# What stays out of any entity, whatever it says.
_ALWAYS = ("citations", "speakers", "the way by which it was reported")
_REAL = (
    "lists/un/consolidated_20260227.xml",
    "lists/ca/sema-lmes_2025.xml",
    "lists/ofac/enhanced_irgc_20240828.xml",
    "lists/eu/global_20160211_subset.xml",
    "lists/uk/ConList_20180413.csv.gz",
    "sfm/register_nigeria/ng_orgs_20191024.tsv.gz",
    "sfm/register_nigeria/ng_persons_20190501.csv.gz",
)


@pytest.fixture(scope="module")
def real(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Muster:
    """A register of every fifteenth entity of real lists, with all that is said of it."""
    if missing := [name for name in _REAL if not (data / name).exists()]:
        pytest.skip(f"no {missing[0]}")
    found: dict[str, list[Claim]] = {}
    for reading in read_paths([data / name for name in _REAL]):
        claims = [one for one in reading.claims if int(digest(one.subject)[:8], 16) % 15 == 0]
        found.setdefault(reading.dataset, []).extend(claims)
    path = tmp_path_factory.mktemp("real") / "muster.db"
    with Register(str(path), create=True) as register:
        register.import_editions(Incoming(name, name, "claims", "2025", name, claims) for name, claims in found.items())
    return Muster(path)


@pytest.mark.data
@pytest.mark.parametrize("options", [(), ("--statements",)])
def test_of_real_lists_all_comes_back_but_what_is_told(real: Muster, tmp_path: Path, options: tuple[str, ...]) -> None:
    found = again(real, tmp_path, *options)
    left = real("export", "ftm", "--json", "-o", tmp_path / "again", *options).json["left_out"]
    told: Counter[str] = Counter()
    for reason, counts in left.items():
        told.update({} if reason in _ALWAYS else counts)
    assert not options or not [reason for reason in left if "in statements" in reason]
    with Register(str(real.register)) as register:
        before = {essence(held.claim) for held in register.each_claim()}
    missing = Counter(one[1] for one in before - found)
    assert len(before) > 5_000
    assert {word: count for word, count in missing.items() if count > told[word]} == {}
    assert sum(missing.values()) < len(before) * 0.12


@pytest.mark.data
def test_the_library_takes_every_entity_of_real_lists(library: str, real: Muster, tmp_path: Path) -> None:
    out = tmp_path / "real.json"
    assert real("export", "ftm", "-o", out).status == 0
    count = len(out.read_text("utf-8").splitlines())
    assert count > 2_000
    assert checked(library, out) == [f"{count} entities checked"]
