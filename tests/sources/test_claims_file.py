"""The claims file: what it says, every mistake with its line, and that writing and reading agree."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.claims import Citation, Claim, Judgement, Source, Stance, qualify
from muster.dates import Interval, parse_date
from muster.errors import BadClaim, BadDate, BadInput
from muster.sources import InputFile, Reading, claims_file
from muster.sources.claims_file import dump

HEAD = """\
muster: claims/1
dataset: demo
title: A demonstration
sources:
  article: {title: An article, published: 2018-11-28}
  undated: {title: A flyer, retrieved: 2019-02}
entities:
  pmf: {kind: organization, name: Popular Forces, country: iq, cite: {source: article}, speaker: paper}
  aah: {kind: organization, name: The League, cite: {source: article, paragraph: P2}}
claims:
"""


def read(folder: Path, text: str) -> Reading:
    path = folder / "demo.yaml"
    path.write_text(text, "utf-8")
    file = InputFile(path)
    assert claims_file.recognise(file) == "claims"
    (reading,) = claims_file.read([file])
    return reading


def last(folder: Path, claim: str) -> Claim:
    return list(read(folder, HEAD + claim).claims)[-1]


def test_the_short_form_gives_kind_name_and_country(tmp_path: Path) -> None:
    reading = read(tmp_path, HEAD)
    said = [(c.subject, c.predicate, c.value, c.speaker) for c in reading.claims][:3]
    assert said == [
        ("pmf", "kind", "organization", "paper"),
        ("pmf", "name", "Popular Forces", "paper"),
        ("pmf", "country", "iq", "paper"),
    ]
    assert reading.kind == "claims"
    assert [source.id for source in reading.sources] == ["demo:article", "demo:undated"]


def test_a_relation_with_all_its_parts(tmp_path: Path) -> None:
    claim = last(
        tmp_path,
        """\
  - faction_of: {faction: aah, whole: pmf, number: 41}
    when: 2014-06/..
    cited: 2018-11-20/2018-11-28
    stance: denied
    speaker: aah
    via: [reuters, paper]
    cite:
      - {source: article, paragraph: P17, start: 10, end: 40}
      - {source: article, paragraph: P18}
    note: P18 gives the number
""",
    )
    assert (claim.subject, claim.object, claim.qualifier("number")) == ("aah", "pmf", "41")
    assert (claim.time.start.text, claim.time.end.open) == ("2014-06", True)
    assert (claim.time.first_cited, claim.time.last_cited) == (date(2018, 11, 20), date(2018, 11, 28))
    assert claim.stance is Stance.DENIED
    assert claim.via == ("reuters", "paper")
    assert claim.citations[0] == Citation("demo:article", paragraph="P17", start=10, end=40)


def test_words_that_look_like_numbers_and_truth_values_stay_words(tmp_path: Path) -> None:
    claim = last(tmp_path, "  - name: {of: pmf, value: no}\n    cite: {source: article, page: 012}\n")
    assert claim.value == "no"
    assert claim.citations[0].page == "012"


def test_a_claim_is_cited_for_the_day_of_publication_unless_it_says_otherwise(tmp_path: Path) -> None:
    body = "  - name: {of: pmf, value: PMU}\n    cite: {source: %s}\n%s"
    assert last(tmp_path, body % ("article", "")).time.last_cited == date(2018, 11, 28)
    assert last(tmp_path, body % ("undated", "")).time.last_cited is None
    assert last(tmp_path, body % ("article", "    cited: unknown\n")).time.last_cited is None


def test_a_plan_may_lie_after_the_publication(tmp_path: Path) -> None:
    plan = FACTION + "when: 2020/..\n    stance: pending\n"
    assert last(tmp_path, plan).time.start.text == "2020"


def test_an_entity_of_a_list_may_be_named_and_is_noted(tmp_path: Path) -> None:
    text = "judgements:\n  - {left: aah, right: ofac-26057, verdict: same, reason: same leader, by: analyst}\n"
    reading = read(tmp_path, HEAD.replace("claims:\n", text))
    assert reading.judgements == (Judgement("aah", "ofac-26057", "same", "same leader", "analyst"),)
    assert any("ofac-26057" in note for note in reading.notes)


NAME = "  - name: {of: pmf, value: PMU}\n    "
FACTION = "  - faction_of: {faction: aah, whole: pmf}\n    cite: {source: article}\n    "


@pytest.mark.parametrize(
    ("claims", "problem", "line", "hint"),
    [
        ("  - nmae: {of: pmf, value: PMU}\n    cite: {source: article}\n", "unknown predicate 'nmae'", 11, "mean name"),
        ("  - cite: {source: article}\n    zzqx: {of: pmf, value: x}\n", "unknown predicate 'zzqx'", 12, "known: "),
        (NAME + "cite: {source: article}\n    stnace: denied\n", "has no 'stnace'", 13, "stance"),
        (NAME + "cite: {source: artcle}\n", "no such source", 12, "article"),
        (NAME + "speaker: paper\n", "claim without citation", 11, "cite"),
        (NAME + "cite: {source: article, pragraph: P1}\n", "has no 'pragraph'", 12, "paragraph"),
        (NAME + "cite: {source: article}\n    stance: certain\n", "'certain' is not allowed", 13, "asserted"),
        (NAME + "cite: [{source: article}, {source: undated}]\n", "needs a note", 11, "note"),
        (NAME + "cite: {source: article, quote_sha256: abc}\n", "SHA-256", 12, "64"),
        (NAME + "cite: {source: article, start: ten}\n", "not a position", 12, "number"),
        (NAME + "cite: {source: article, start: 40, end: 10}\n", "ends at 10, before its start 40", 12, "order"),
        ("  - name: {of: pmf}\n    cite: {source: article}\n", "without 'value'", 11, "value"),
        ("  - name: {of: pmf, value: [a, b]}\n    cite: {source: article}\n", "text is expected", 11, "one value"),
        ("  - name: {of: pmf, value: x, kind: nick}\n    cite: {source: article}\n", "not allowed", 11, "weak"),
        ("  - kind: {of: pmf, value: army}\n    cite: {source: article}\n", "not allowed", 11, "unit"),
        ("  - name: {of: pfm, value: PMU}\n", "without citation", 11, "cite"),
        ("  - country: {of: pfm, value: iq}\n    cite: {source: article}\n", "no entity 'pfm'", 11, "pmf"),
        ("  - country: {of: a b, value: iq}\n    cite: {source: article}\n", "not an id", 11, "letters"),
        ("  - faction_of: {faction: aah, whole: aah}\n    cite: {source: article}\n", "both ends", 11, ""),
        ("  - {name: {of: pmf, value: x}, kind: {of: pmf, value: unit}}\n", "one predicate", 11, "name"),
        (FACTION + "when: 2018-13\n", "no such month", 13, "EDTF|2018"),
        (FACTION + "when: 2018/2014\n", "ends before", 13, "order"),
        (FACTION + "when: /2019-01\n", "later than the publication", 13, "pending"),
        (FACTION + "when: 2018-12-01/..\n", "later than the publication", 13, "pending"),
        (FACTION + "cited: 2018-11-29\n", "cited for 2018-11-29", 13, "never proves"),
        (FACTION + "cited: 2018-11-28/2018-11-01\n", "backwards", 13, "first"),
        (FACTION + "cited: 2018\n", "one exact day", 13, "YYYY"),
        (FACTION + "note: &a x\n", "anchors and aliases", 13, "write"),
        (FACTION + "note: *a\n", "anchors and aliases", 13, "write"),
        (FACTION + "note: !!str x\n", "tag", 13, "plain"),
        (FACTION + "note: x\n    note: y\n", "occurs twice", 14, "one"),
        (FACTION + "note: " + "[" * 30 + "]" * 30 + "\n", "deep", 13, "never"),
        (FACTION + "note: a: b\n", "not valid YAML", 13, "quotes"),
        (FACTION + "note: 'open\n", "not valid YAML", 14, "quotes"),
        (FACTION + 'note: "\\0"\n', "cannot hold", 13, "NUL"),
        (FACTION + "note: x\n---\nmuster: claims/1\n", "second document", 14, "one document"),
        ("  - name\n", "a table is expected", 11, "key"),
        ("  name: {of: pmf, value: x}\n", "a list is expected", 10, "- "),
    ],
)
def test_every_mistake_is_told_with_its_line(tmp_path: Path, claims: str, problem: str, line: int, hint: str) -> None:
    with pytest.raises(BadInput, match=problem) as error:
        read(tmp_path, HEAD + claims)
    assert error.value.place == f"demo.yaml line {line}"
    assert not hint or any(word in error.value.hint for word in hint.split("|"))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("claims/1", "claims/2", "not a version"),
        ("dataset: demo\n", "", "without 'dataset'"),
        ("title: An article", "titel: An article", "has no 'titel'"),
        ("2018-11-28", "28.11.2018", "not a date"),
        ("{title: A flyer", "{grade: G, title: A flyer", "'G' is not allowed"),
        ("name: The League", "nom: The League", "has no 'nom'"),
        ("cite: {source: article, paragraph: P2}", "cite: [{source: article}, {source: article}]", "one citation"),
        ("claims:\n", "claim:\n", "has no 'claim'"),
    ],
)
def test_mistakes_in_the_head_are_told(tmp_path: Path, old: str, new: str, problem: str) -> None:
    with pytest.raises(BadInput, match=problem) as error:
        read(tmp_path, HEAD.replace(old, new, 1))
    assert error.value.place.startswith("demo.yaml line ")


def test_a_file_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    path = tmp_path / "demo.yaml"
    path.write_bytes(HEAD.encode() + b"# caf\xe9\n")
    with pytest.raises(BadInput, match="not text") as error:
        claims_file.read([InputFile(path)])
    assert "UTF-8" in error.value.hint


def test_bad_dates_and_bad_claims_keep_their_codes(tmp_path: Path) -> None:
    with pytest.raises(BadDate):
        read(tmp_path, HEAD + FACTION + "when: soon\n")
    with pytest.raises(BadClaim):
        read(tmp_path, HEAD + FACTION + "cited: 2019-01-01\n")


# --- writing and reading agree --------------------------------------------------------------------------

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=30)
SOURCES = (
    Source("demo:article", "An article", published="2018-11-28", grade="B", note="kept"),
    Source("other:report", "A report", retrieved="2020"),
    Source("us-ofac-sdn", "A list"),
)
DATES = st.sampled_from(["", "2014", "2014-06~", "201X", "[2013..2014]", "2018-11-28"])
CITED = st.one_of(st.none(), st.dates(date(2015, 1, 1), date(2018, 11, 28)))
CITATIONS = st.builds(
    Citation,
    source=st.sampled_from([source.id for source in SOURCES]),
    record=st.one_of(st.just(""), TEXT),
    start=st.one_of(st.none(), st.integers(0, 999)),
    quote=st.one_of(st.just(""), TEXT),
)


@st.composite
def some_claims(draw: st.DrawFn) -> Claim:
    start, first, second = draw(DATES), draw(CITED), draw(CITED)
    days = sorted(day for day in (first, second) if day)
    relation = draw(st.booleans())
    qualifiers = {"role": draw(TEXT)} if relation else {"comparison": "about", "of": draw(TEXT)}
    return Claim(
        subject="al-zaydi",
        predicate="posted_to" if relation else "strength",
        object="unit-1" if relation else "",
        value="" if relation else draw(TEXT),
        qualifiers=qualify(qualifiers),
        time=Interval(
            parse_date(start),
            parse_date(draw(st.sampled_from(["", "..", "2018-11-28"]))),
            days[0] if days else None,
            days[-1] if days else None,
        ),
        stance=draw(st.sampled_from(list(Stance))),
        speaker=draw(st.one_of(st.just(""), TEXT)),
        via=tuple(draw(st.lists(TEXT, max_size=2))),
        citations=tuple(draw(st.lists(CITATIONS, min_size=1, max_size=3))),
        note=draw(TEXT),
    )


@settings(max_examples=200, deadline=None)
@given(claims=st.lists(some_claims(), max_size=4), title=TEXT, reason=TEXT.filter(str.strip))
def test_what_is_written_is_read_back_equal(claims: list[Claim], title: str, reason: str) -> None:
    judgements = (Judgement("ofac-1", "un-2", "unsure", reason, "analyst"),)
    # dump reads its own text again and raises if anything differs.
    text = dump("demo", title, SOURCES, claims, judgements)
    assert text.startswith("muster: claims/1\ndataset: demo\n")


def test_the_written_file_reads_as_a_person_would_write_it(tmp_path: Path) -> None:
    reading = read(tmp_path, HEAD + FACTION + "when: 2014/..\n")
    text = dump("demo", reading.title, reading.sources, list(reading.claims))
    assert "- faction_of: {faction: aah, whole: pmf}\n  when: 2014/..\n  cite: {source: article}\n" in text
    assert list(read(tmp_path, text).claims) == list(reading.claims)


def test_what_the_format_cannot_hold_is_refused_when_written() -> None:
    cite = Citation("demo:article")
    two = Claim("unit-1", "name", value="x", citations=(cite, Citation("us-ofac-sdn")))
    with pytest.raises(BadClaim, match="needs a note"):
        dump("demo", "t", SOURCES, [two])
    with pytest.raises(BadClaim, match="not among the sources"):
        dump("demo", "t", (), [Claim("unit-1", "name", value="x", citations=(cite,))])


def test_the_example_of_the_guide_is_read(tmp_path: Path) -> None:
    guide = (Path(__file__).resolve().parents[2] / "docs" / "claims-file.md").read_text("utf-8")
    example = guide.split("```yaml\n")[1].split("```")[0]
    reading = read(tmp_path, example)
    assert {claim.stance for claim in reading.claims} >= {Stance.DENIED, Stance.PENDING}
    assert len(reading.judgements) == 1
