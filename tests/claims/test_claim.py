"""A claim's id is the digest of all that it says, so the same assertion is one claim and nothing changes unseen."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.claims import Citation, Claim, Judgement, Stance, canonical, digest, qualify, value_claim
from muster.dates import OPEN, UNKNOWN, Interval, parse_date
from muster.register import schema

PLACE = Citation("article", paragraph="P17", start=0, end=12, quote="Qais leads it")
CLAIM = Claim(
    subject="qais",
    predicate="posted_to",
    object="aah",
    qualifiers=(("role", "commander"),),
    time=Interval(parse_date("2016-11"), OPEN, date(2018, 1, 1), date(2018, 11, 28)),
    stance=Stance.ALLEGED,
    speaker="reuters",
    via=("breitbart",),
    citations=(PLACE,),
    note="as quoted",
)

WORDS = st.text(st.characters(codec="utf-8"), max_size=8)
FILLED = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
DAYS = st.none() | st.dates()
CITATIONS = st.builds(
    Citation,
    source=FILLED,
    record=WORDS,
    page=WORDS,
    paragraph=WORDS,
    start=st.none() | st.integers(0, 9),
    end=st.none() | st.integers(0, 9),
    quote=WORDS,
    quote_sha256=WORDS,
    note=WORDS,
)
CLAIMS = st.builds(
    Claim,
    subject=WORDS,
    predicate=WORDS,
    object=WORDS,
    value=WORDS,
    qualifiers=st.dictionaries(FILLED, WORDS, max_size=3).map(qualify),
    time=st.builds(
        Interval,
        st.sampled_from([UNKNOWN, *map(parse_date, ("2016-11", "201X", "[..2018]"))]),
        st.sampled_from([UNKNOWN, OPEN, parse_date("2019~")]),
        DAYS,
        DAYS,
    ),
    stance=st.sampled_from(Stance),
    speaker=WORDS,
    via=st.lists(WORDS, max_size=2).map(tuple),
    citations=st.lists(CITATIONS, max_size=2).map(tuple),
    note=WORDS,
)


@given(CLAIMS)
def test_a_claim_written_as_json_reads_back_as_the_same_claim(claim: Claim) -> None:
    again = Claim.from_content(json.loads(canonical(claim.content())))
    assert again == claim
    assert again.id == claim.id


@given(CLAIMS)
def test_the_id_is_the_digest_of_the_content_in_canonical_json(claim: Claim) -> None:
    assert claim.id == f"c-{digest(canonical(claim.content()))[:24]}"


@given(CLAIMS)
def test_the_columns_of_a_register_hold_the_content(claim: Claim) -> None:
    content = claim.content()
    stored = dict(zip(("id", *content), _in_order(claim), strict=True))
    assert stored.pop("id") == claim.id
    for name in ("qualifiers", "via", "citations"):
        assert stored[name] == (canonical(content[name]) if content[name] or name == "citations" else "")
    assert all(stored[name] == content[name] for name in content if isinstance(content[name], str))


def _in_order(claim: Claim) -> list[str]:
    """The columns in the order of the content's fields."""
    table = [column.name for column in schema.claim.columns if column.name not in ("seq", "tx")]
    named = dict(zip(table, claim.columns(), strict=True))
    return [named["id"], *(named[name] for name in claim.content())]


@given(CLAIMS, CLAIMS)
def test_two_claims_have_one_id_only_if_they_say_the_same(one: Claim, other: Claim) -> None:
    assert (one.id == other.id) == (one == other)


CHANGED = [
    {"subject": "laith"},
    {"predicate": "member_of"},
    {"object": "pmf"},
    {"value": "x"},
    {"qualifiers": (("role", "deputy"),)},
    {"qualifiers": ()},
    {"time": replace(CLAIM.time, start=parse_date("2016-12"))},
    {"time": replace(CLAIM.time, end=UNKNOWN)},
    {"time": replace(CLAIM.time, first_cited=None)},
    {"time": replace(CLAIM.time, last_cited=date(2018, 11, 27))},
    {"stance": Stance.ASSERTED},
    {"speaker": ""},
    {"via": ()},
    {"via": ("breitbart", "afp")},
    {"note": ""},
    {"citations": ()},
    {"citations": (PLACE, Citation("other"))},
    {"citations": (replace(PLACE, source="other"),)},
    {"citations": (replace(PLACE, record="1"),)},
    {"citations": (replace(PLACE, page="1"),)},
    {"citations": (replace(PLACE, paragraph="P18"),)},
    {"citations": (replace(PLACE, start=None),)},
    {"citations": (replace(PLACE, end=13),)},
    {"citations": (replace(PLACE, quote=""),)},
    {"citations": (replace(PLACE, quote="", quote_sha256="Qais leads it"),)},
    {"citations": (replace(PLACE, note="x"),)},
]


@pytest.mark.parametrize("change", CHANGED, ids=str)
def test_every_field_counts_for_the_id(change: dict[str, object]) -> None:
    assert replace(CLAIM, **change).id != CLAIM.id  # type: ignore[arg-type]


def test_the_fields_above_are_all_there_are() -> None:
    """A field that is added later must enter the id, and the list above."""
    assert {key for change in CHANGED for key in change} == {one.name for one in fields(Claim) if one.init}


def test_the_order_in_which_qualifiers_are_written_does_not_matter() -> None:
    one, other = {"role": "commander", "rank": "colonel", "title": ""}, {"rank": "colonel", "role": "commander"}
    first, second = (replace(CLAIM, qualifiers=qualify(details)) for details in (one, other))
    assert first == second
    assert first.id == second.id


def test_the_id_is_the_same_in_every_process() -> None:
    code = f"from muster.claims import Claim; import json; print(Claim.from_content({CLAIM.content()!r}).id)"
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, env={"PYTHONHASHSEED": seed}
        )
        assert done.stdout.strip() == CLAIM.id, done.stderr


@given(st.dictionaries(WORDS, WORDS, max_size=4))
def test_equal_data_have_one_canonical_form(data: dict[str, str]) -> None:
    backwards = dict(reversed(data.items()))
    assert canonical(data) == canonical(backwards)
    assert json.loads(canonical(data)) == data


def test_text_that_is_no_unicode_still_has_a_digest() -> None:
    assert digest("\ud800") != digest("\ud801")


def test_a_citation_keeps_only_what_is_set() -> None:
    assert PLACE.as_dict() == {"source": "article", "paragraph": "P17", "start": 0, "end": 12, "quote": "Qais leads it"}


@pytest.mark.parametrize(
    ("citation", "says"),
    [
        (Citation("s", record="4711", page="2"), "record 4711"),
        (Citation("s", page="2", paragraph="P4"), "p. 2, par. P4"),
        (Citation("s", paragraph="P4"), "par. P4"),
        (Citation("s"), ""),
    ],
)
def test_a_place_reads_as_a_person_would_say_it(citation: Citation, says: str) -> None:
    assert citation.spoken() == says


def test_the_short_form_of_list_readers_makes_the_same_claim() -> None:
    short = value_claim("e", "name", "Qais", cite=Citation("s"), speaker="ofac", lang="", kind="strong")
    assert short == Claim(
        "e", "name", value="Qais", qualifiers=(("kind", "strong"),), speaker="ofac", citations=(Citation("s"),)
    )
    assert short.source == "s"
    assert short.qualifier("kind") == "strong"
    assert short.qualifier("lang", "none") == "none"


@given(FILLED, FILLED)
def test_a_judgement_is_on_the_pair_whichever_is_named_first(left: str, right: str) -> None:
    assert Judgement(left, right, "same", "r", "me").pair == Judgement(right, left, "same", "r", "me").pair
