"""Every file under the lists is counted by some census, or is no list and refused: nothing is left unlooked at.

Where the counting is done, by what it counts:

- OFAC CSV and XML: `test_ofac_census.py` (entries by type, names by kind and script, births, papers by type, remarks)
- UN: `test_un_census.py` (entries, names by kind and script, births by form, identifiers by type, every word)
- UK: `test_uk.py`, `test_uk_index.py` (names by kind and script, births by form, identifiers by type, every word)
- EU, Australia, Canada: `test_census_eu_au_ca.py` (the same, every word)
- US Consolidated Screening List, Denied Persons: `test_us_csl.py`; UCDP: `test_ucdp.py`
- OpenSanctions' forms: `test_ftm_tables.py`, `test_ftm.py`; judgements: `test_resolver.py`

Here, of each file whatever its form: no column, element or key loses its words, but for those named with the reason.
"""

from __future__ import annotations

import calendar
import csv
import gzip
import io
import json
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from muster.errors import BadInput
from muster.sources import InputFile, read_paths, resolver
from muster.sources.formats import recognise

DATA = Path(os.environ.get("MUSTER_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
LISTS = DATA / "lists"
pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not LISTS.is_dir(), reason=f"the real lists are not at {LISTS} (set MUSTER_DATA)"),
]
# What lies beside the lists and is none of the formats that are read: told so in one error, never taken for a list.
NO_LIST = re.compile(r"\.md$|MANIFEST|dat_spec|sdn_entities_202511|^other/|small_export/(names|index|statistics)")
BESIDE = {"sdn_comments.csv": "sdn.csv", "cons_comments.csv": "cons_prim.csv"}
# Columns and elements whose words need not be there: numbers of the publisher's own tables, and what is said in the
# vocabulary's words instead (kinds, qualities, true and false).
CODED = re.compile(
    r"(?i)(^|[/@.])(\w*id|uid|\w*refid|type|schema|quality|category|\w*type|mainentry|is\w+|script|primary|lowquality"
    r"|approximate|false|former|acronym|first_seen|last_\w+|last_change|versionnum|list_type|sort_key\w*|\w*fixed"
    r"|last_day_updated|record_count|dataasof|\w*version\w*|datasource|data_source|\w*domain|url|source_\w+_url|target"
    r"|reliability|quality|expires|code|isocode|detailtype|publish\w+|featuretype|referencevalue\w*|_id)$"
    r"|referenceValue|ReferenceValueSets|Values/|sanctionsLists/|featureType|schemaLocation|@ID|ID$|relatedEntity"
    r"|IDRegDocumentReference|xsi|noNamespace|dateGenerated|#comment|NameChange|PrimaryParty|Coalition|Splinter"
    r"|SplitTemp|Alliance|JoinGroup|^source$|properties\.|REL_|LAST_CHANGE|ADVANCED"
)
# Numbers of rows that hold nothing else; comments of another day than their entries, which a note tells.
EMPTY_ROWS = re.compile(r"add\w*\.csv column [01]$|watchman/sdn_comments.csv ")
COMMON = {"or", "and", "of", "in", "the", "as", "aka", "circa", "exact", "approximative", "expires", "gender", "farsi"}
COMMON |= {"to", *(name[:length].casefold() for name in calendar.month_name if name for length in (3, None))}
SHARE = 0.012  # of the different words of a column


def files() -> list[str]:
    return sorted(str(path.relative_to(LISTS)) for path in LISTS.rglob("*") if path.is_file()) or ["none"]


def content(path: Path) -> bytes:
    raw = path.read_bytes()
    return gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw


@pytest.mark.parametrize("name", [name for name in files() if NO_LIST.search(name)])
def test_what_is_no_list_is_refused_and_said_so(name: str) -> None:
    with pytest.raises(BadInput) as caught:
        recognise(InputFile(LISTS / name))
    assert caught.value.hint


@pytest.mark.parametrize("name", [name for name in files() if not NO_LIST.search(name)])
def test_every_other_file_is_one_that_is_read(name: str) -> None:
    file = InputFile(LISTS / name)
    assert resolver.recognise(file) or recognise(file)[1]


def words(text: str) -> Iterator[str]:
    return (one for one in re.findall(r"[^\W_]{2,}", text.casefold()) if not one.isdigit() or len(one) > 4)


def cells(path: Path) -> Iterator[tuple[str, str]]:
    """Every text of a file with the column, element or key in which it stands."""
    data = content(path)
    start = data.lstrip(b"\xef\xbb\xbf \r\n")[:1]
    if start == b"<":
        for one in etree.fromstring(data).iter("{*}*"):
            up = one.getparent()
            place = f"{etree.QName(up).localname if up is not None else ''}/{etree.QName(one).localname}"
            yield place, one.text or ""
            yield from ((f"{place}@{key}", value) for key, value in one.attrib.items())
    elif start == b"[":
        yield from walked(json.loads(data), "")
    elif start == b"{":
        for line in data.decode("utf-8").splitlines():
            yield from walked(json.loads(line), "")
    else:
        codec = "cp1252" if "ConList" in path.name or "csvFull" in path.name else "utf-8-sig"
        text = data.replace(b"\x1a", b"").decode(codec)
        table = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if path.suffix == ".txt" else ",")
        header = [] if "ofac" in path.parts else next(table)
        header = next(table) if header[:1] == ["Last Updated"] else header
        for row in table:
            for place, cell in enumerate(row):
                yield header[place] if place < len(header) else f"column {place}", cell


def walked(found: Any, place: str) -> Iterator[tuple[str, str]]:
    for key, value in found.items() if isinstance(found, dict) else ():
        yield from walked(value, key if key in ("properties",) else f"{place}.{key}")
    for value in found if isinstance(found, list) else ():
        yield from walked(value, place)
    if isinstance(found, str):
        yield place, found


TEXTS = [
    name
    for name in files()
    if not NO_LIST.search(name) and not re.search(r"\.xlsx|\.ods|resolver|watchman_new/sdn_comments|ftm.json", name)
]


@pytest.mark.parametrize("name", TEXTS)
def test_no_column_loses_its_words(name: str) -> None:
    path = LISTS / name
    beside = path.parent / BESIDE.get(path.name, path.name)
    kept: set[str] = set()
    told = ""
    for reading in read_paths(list(dict.fromkeys([path, beside])), published="2025-01-01"):
        for claim in reading.claims:
            details = " ".join(value for _, value in claim.qualifiers)
            cited = " ".join(one.json for one in claim.citations)
            text = f"{claim.value} {claim.note} {details} {claim.subject} {claim.object} {claim.predicate}"
            kept.update(re.findall(r"[^\W_]+", f"{text} {cited} {' '.join(claim.time.texts())}".casefold()))
        told += " ".join(reading.notes).casefold()
    every: dict[str, Counter[str]] = defaultdict(Counter)
    for place, text in cells(path):
        if text.strip() and not CODED.search(place) and not EMPTY_ROWS.search(f"{name} {place}"):
            every[place].update(words(text))
    for place, found in every.items():
        missing = {one for one in found if one not in kept and one not in COMMON and one not in told}
        few = 12 if re.search(r"column|sdn", place) else 4
        assert len(missing) <= max(few, SHARE * len(found)), (place, sorted(missing, key=found.__getitem__)[-10:])
