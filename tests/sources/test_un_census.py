"""Nothing lost: what each edition of the UN list holds, walked through with lxml alone, against its claims."""

from __future__ import annotations

import gzip
import os
import re
import unicodedata
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from muster.claims import Claim
from muster.sources import un
from muster.sources.files import InputFile

DATA = Path(os.environ.get("MUSTER_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
LISTS = DATA / "lists" / "un"
EDITIONS = sorted(path.name for path in LISTS.glob("*.xml*")) or ["none"]
pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not LISTS.is_dir(), reason=f"the real lists are not at {LISTS} (set MUSTER_DATA)"),
    pytest.mark.parametrize("name", EDITIONS),
]
# What the list is sorted by, and an entry's versions and the days on which it was changed: known and not read.
UNREAD = {"VERSIONNUM", "LIST_TYPE", "LAST_DAY_UPDATED", "SORT_KEY", "SORT_KEY_LAST_MOD"}
# Said by the kind of a claim instead of by a word.
SPOKEN = {"QUALITY", "TYPE_OF_DATE", "TYPE_OF_DOCUMENT", "TYPE_OF_DOCUMENT2"}


@cache
def entries(name: str) -> dict[str, Any]:
    raw = (LISTS / name).read_bytes()
    root = etree.fromstring(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw)
    return {
        f"un-{one.findtext('REFERENCE_NUMBER').strip()}": one
        for tag in ("INDIVIDUAL", "ENTITY")
        for one in root.iter(tag)
    }


@cache
def claims(name: str) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in un.read([InputFile(LISTS / name)])[0].claims:
        found[claim.subject].append(claim)
    return found


def said(name: str, predicate: str) -> set[tuple[str, str]]:
    return {(one.subject, one.value) for of in claims(name).values() for one in of if one.predicate == predicate}


def words(text: str | None) -> set[str]:
    return set(re.findall(r"[^\W_]+", (text or "").casefold()))


def squeezed(text: str | None) -> str:
    return " ".join((text or "").split())


def script(text: str) -> str:
    named = Counter(unicodedata.name(sign, "?").split()[0] for sign in text if sign.isalpha())
    return named.most_common(1)[0][0] if named else ""


def test_entries_by_type_and_listing(name: str) -> None:
    found = entries(name)
    assert set(claims(name)) == set(found)
    kinds = {"INDIVIDUAL": "person", "ENTITY": "organization"}
    assert said(name, "kind") == {(subject, kinds[one.tag]) for subject, one in found.items()}
    listed = {(subject, squeezed(one.findtext("UN_LIST_TYPE"))) for subject, one in found.items()}
    assert said(name, "listed_under") == listed
    days = {(c.subject, c.time.start.text) for of in claims(name).values() for c in of if c.predicate == "listed_under"}
    assert days == {(subject, one.findtext("LISTED_ON").strip()[:10]) for subject, one in found.items()}


def test_no_word_of_an_entry_is_lost(name: str) -> None:
    """Every word of every element is in some claim on its entry."""
    for subject, one in entries(name).items():
        kept: set[str] = set()
        for claim in claims(name)[subject]:
            for text in (claim.value, claim.note, *claim.time.texts(), *(value for _, value in claim.qualifiers)):
                kept |= words(text)
        for leaf in one.iter():
            above = {up.tag for up in (leaf, *leaf.iterancestors())}
            if len(leaf) == 0 and not above & (UNREAD | SPOKEN):
                missing = {
                    word for word in words(leaf.text) - kept if not re.fullmatch(r"\d{1,2}t?|\d\dt.*|or|[a-h]", word)
                }
                missing -= {"previously", "formerly", "listed", "as", "spelling", "script", "gender", "male", "female"}
                missing -= MONTHS | {"number", "no", "date", "of", "birth", "unknown", "null", "arabic", "original"}
                missing -= {"sub", "unit"} if subject == "un-QDe.137" else set()
                assert not missing, (subject, leaf.tag, leaf.text)


MONTHS = {
    *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november"),
    *("december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"),
}


def test_names_by_kind_and_script(name: str) -> None:
    named = [claim for of in claims(name).values() for claim in of if claim.predicate == "name"]
    assert sum(one.qualifier("kind") == "primary" for one in named) == len(entries(name))
    of_kind = {(one.subject, one.value, one.qualifier("kind")) for one in named}
    # Aliases of one plain name each, by their quality.
    quality = {"Low": "weak", "Good": "strong", "a.k.a.": "strong", "f.k.a.": "former"}
    plain = 0
    for subject, one in entries(name).items():
        own = {claim.value for claim in claims(name)[subject] if claim.predicate == "name"}
        for alias in (*one.iter("INDIVIDUAL_ALIAS"), *one.iter("ENTITY_ALIAS")):
            text = squeezed(alias.findtext("ALIAS_NAME")).strip(" ,")
            kind = quality.get(squeezed(alias.findtext("QUALITY")), "strong")
            if not text or re.search(
                r"[;()\[\]/:،“”\"']|(?i:listed| or |born)", text + squeezed(alias.findtext("NOTE"))
            ):
                continue
            if script(text) != "LATIN" or re.fullmatch(r"[A-Z.-]{2,10}", text):
                continue
            plain += 1
            kinds = (
                {kind for where, value, kind in of_kind if where == subject and value == text} if text in own else set()
            )
            assert kind in kinds or kinds & {"primary", "acronym"}, (subject, text, kind, kinds)
    assert plain > 1500
    raw = Counter(
        script(one.text) for of in entries(name).values() for one in of.iter("NAME_ORIGINAL_SCRIPT") if one.text
    )
    kept = Counter(script(one.value) for one in named if one.qualifier("kind") == "original_script")
    for letters in set(raw) - {"LATIN", ""}:  # a cell may hold two spellings
        assert kept[letters] >= raw[letters] > 0, letters


def test_birth_dates_by_form(name: str) -> None:
    """Each element as its typed fields say it, where its note says nothing more of the day."""
    counted = 0
    for subject, one in entries(name).items():
        own = {value for where, value in BORN(name) if where == subject}
        for born in one.iter("INDIVIDUAL_DATE_OF_BIRTH"):
            kind = squeezed(born.findtext("TYPE_OF_DATE"))
            day, year = (squeezed(born.findtext(tag)) for tag in ("DATE", "YEAR"))
            first, last = (squeezed(born.findtext(tag)) for tag in ("FROM_YEAR", "TO_YEAR"))
            if squeezed(born.findtext("NOTE")) or not (day or year or first):
                continue
            told = f"[{min(first, last)}..{max(first, last)}]" if first and last else day[:10] or year or first
            counted += 1
            assert f"{told}~" in own if kind == "APPROXIMATELY" and "[" not in told else told in own, (
                subject,
                told,
                own,
            )
    assert counted > 550


@cache
def BORN(name: str) -> frozenset[tuple[str, str]]:  # noqa: N802 - a table that is made when first needed
    return frozenset(said(name, "birth_date"))


def test_identifiers_by_type(name: str) -> None:
    typed: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for of in claims(name).values():
        for claim in of:
            if claim.predicate == "identifier":
                typed[claim.qualifier("type")].add((claim.subject, claim.value))
    found = entries(name)
    assert typed["UN DATAID"] == {(subject, one.findtext("DATAID").strip()) for subject, one in found.items()}
    assert typed["UN reference"] == {(subject, subject[3:]) for subject in found}
    every = set().union(*typed.values())
    passports = 0
    for subject, one in found.items():
        for paper in one.iter("INDIVIDUAL_DOCUMENT"):
            number = squeezed(paper.findtext("NUMBER"))
            if re.fullmatch(r"[\w/-]+", number) and re.search(r"\d", number):
                assert (subject, number) in every, (subject, number)
                if squeezed(paper.findtext("TYPE_OF_DOCUMENT")) == "Passport" and not paper.findtext(
                    "TYPE_OF_DOCUMENT2"
                ):
                    passports += 1
                    assert (subject, number) in typed["Passport"], (subject, number)
    assert passports > 100
