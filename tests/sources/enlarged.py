"""Files many times as large as the real ones, made by repeating their entries under other numbers."""

from __future__ import annotations

import csv
import io
import json
import re
import uuid
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from tests.sources.excerpts import content

Make = Callable[[Path, Path, int], None]
_STEP = 1_000_000  # added to the numbers of each repetition


def _again(text: str, time: int) -> str:
    """Another value for an id: a number of its own, or the text with the repetition after it."""
    if not time or not text.strip():
        return text
    if _UUID.fullmatch(text):
        return str(uuid.UUID(int=(uuid.UUID(text).int + time) % (1 << 128)))
    return str(int(text) + time * _STEP) if text.strip().isdecimal() else f"{text}{time}"


def rows(*columns: int | str, delimiter: str = ",", head: int = 0, quotes: bool = True) -> Make:
    """A table whose columns of these places or names make the id; the first `head` rows come once."""

    def make(path: Path, target: Path, times: int) -> None:
        quoting = csv.QUOTE_MINIMAL if quotes else csv.QUOTE_NONE
        text = io.StringIO(content(path).decode("utf-8-sig", "surrogateescape"), newline="")
        table = list(csv.reader(text, delimiter=delimiter, quoting=quoting))
        ids = [column if isinstance(column, int) else table[head - 1].index(column) for column in columns]
        with target.open("w", encoding="utf-8", errors="surrogateescape", newline="") as out:
            writer = csv.writer(out, delimiter=delimiter, quoting=quoting, quotechar='"' if quotes else None)
            writer.writerows(table[:head])
            for time in range(times):
                for row in table[head:]:
                    if row != ["\x1a"]:  # the end mark of OFAC's files
                        writer.writerow([_again(cell, time) if at in ids else cell for at, cell in enumerate(row)])

    return make


def texts(pattern: str, *containers: str) -> Make:
    """A text in which what `containers` hold (all, if none are named) is repeated; ids are group 2 of `pattern`."""
    ids = re.compile(pattern)

    def repeated(found: re.Match[str], times: int) -> str:
        copies = [ids.sub(lambda id_, t=time: id_[1] + _again(id_[2], t) + id_[3], found[2]) for time in range(times)]
        return found[1] + "".join(copies) + found[3]

    def make(path: Path, target: Path, times: int) -> None:
        text = content(path).decode("utf-8-sig")
        for tag in containers or ("",):
            whole = rf"(<(?:\w+:)?{tag}\b[^>]*>)(.*)(</(?:\w+:)?{tag}>)" if tag else r"()(.*)()"
            text = re.sub(whole, lambda found: repeated(found, times), text, count=1, flags=re.DOTALL)
        target.write_text(text, "utf-8")

    return make


def sheet(column: str, head: int) -> Make:
    """A sheet whose column of that name makes the id; its header is row `head`."""

    def make(path: Path, target: Path, times: int) -> None:
        found = [list(row) for row in load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True)]
        at = [str(cell).strip() for cell in found[head - 1]].index(column)
        book = Workbook(write_only=True)
        out = book.create_sheet()
        for row in found[:head]:
            out.append(row)
        for time in range(times):
            for row in found[head:]:
                id_ = row[at]
                digits = re.match(r"\d+", str(id_)) if id_ is not None else None
                if time and digits:
                    row = [*row]
                    number = int(digits[0]) + time * _STEP
                    row[at] = number if isinstance(id_, int) else f"{number}{str(id_)[digits.end() :]}"
                out.append(row)
        book.save(target)

    return make


def opendocument(path: Path, target: Path, times: int) -> None:
    """The index of the UK list: Unique IDs and Group IDs are made other ones."""
    old = zipfile.ZipFile(path)
    document = old.read("content.xml").decode("utf-8")
    rows = re.findall(r"<table:table-row .*?</table:table-row>", document, re.DOTALL)
    found = [row for row in rows if "number-rows-repeated" not in row]  # blank rows to the end of the sheet
    start, end = document.index(found[1]), document.index(found[-1]) + len(found[-1])
    body = document[start:end]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", old.read("mimetype"))
        with archive.open("content.xml", "w") as out:
            out.write(document[:start].encode())
            for time in range(times):
                copy = re.sub(r">([A-Z]{2,4})(\d{4})<", lambda id_, t=time: f">{id_[1]}{t}{id_[2]}<", body)
                out.write(re.sub(r">(\d{4,6})<", lambda id_, t=time: f">{t + 1}0{id_[1]}<", copy).encode())
            out.write(document[end:].encode())


def entities(path: Path, times: int) -> Iterator[dict[str, Any]]:
    """The entities of a FollowTheMoney file, again and again under other ids."""
    found = [line for line in content(path).decode("utf-8").splitlines() if line.strip()]
    ids = re.compile("|".join(sorted({re.escape(json.loads(line)["id"]) for line in found}, key=len, reverse=True)))
    for time in range(times):
        for line in found:
            yield json.loads(ids.sub(lambda id_, t=time: _again(id_[0], t), line) if time else line)


def statements(path: Path, target: Path, times: int) -> None:
    """The same entities as statements, one row for each value."""
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        columns = "canonical_id,entity_id,prop,prop_type,schema,value,dataset,lang,original_value,external"
        writer.writerow([*columns.split(","), "first_seen", "last_seen", "id"])
        for number, one in enumerate(entities(path, times)):
            for prop, values in one["properties"].items():
                for value in filter(lambda one: isinstance(one, str), values if isinstance(values, list) else ()):
                    row = [one["id"], one["id"], prop, "", one["schema"], value, "demo", "", "", "f", "", "2024-01-01"]
                    writer.writerow([*row, number])


def nested(path: Path, target: Path, times: int) -> None:
    """Nested entities; the sample is small, so that it is repeated two hundred times as often."""
    with target.open("w", encoding="utf-8") as out:
        for one in entities(path, times * 200):
            out.write(json.dumps(one, ensure_ascii=False) + "\n")


def changes(path: Path, target: Path, times: int) -> None:
    """Entities, and five days of changes, each of which changes every fifth entity."""
    target.mkdir(exist_ok=True)
    versions = [target / f"2099010{day}101112-abc.delta.json" for day in range(1, 6)]
    base, *streams = [file.open("w", encoding="utf-8") for file in (target / "entities.ftm.json", *versions)]
    for number, one in enumerate(entities(path, times)):
        base.write(json.dumps(one) + "\n")
        changed = one | {"properties": one["properties"] | {"notes": [f"changed {number}"]}}
        streams[number % 5].write(json.dumps({"op": "MOD", "entity": changed}) + "\n")
    for stream in (base, *streams):
        stream.close()


_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def fixtures(path: Path, target: Path, times: int) -> None:
    """The sheets of WhoWasInCommand's own tests, small as they are ten times as often, under other ids and names."""

    def again(cell: str, time: int) -> str:
        cell = _UUID.sub(lambda id_: str(uuid.uuid5(uuid.UUID(id_[0]), str(time))), cell)
        return cell.replace("Importer Test", f"Importer Test {time}")

    target.mkdir(exist_ok=True)
    for name in ("units.csv", "persons.csv", "incidents.csv", "sources.csv"):
        header, *found = csv.reader(io.StringIO(content(path / name).decode("utf-8"), newline=""))
        with (target / name).open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(header)
            for time in range(times * 10):
                writer.writerows([again(cell, time) for cell in row] for row in found)


def claim_table(path: Path, target: Path, times: int) -> None:
    """A table of claims, a row for each unit of a sheet and one for its superior; and the source of all."""
    found = list(csv.DictReader(io.StringIO(content(path).decode("utf-8"), newline=""), delimiter="\t"))
    paper = str(uuid.UUID(int=1))
    target.mkdir(exist_ok=True)
    with (target / "sources.csv").open("w", encoding="utf-8", newline="") as out:
        columns = ("source:access_point_id:admin", "source:title", "source:published_timestamp")
        csv.writer(out).writerows([columns, (paper, "A paper", "2024-03-24")])
    with (target / "claims.csv").open("w", encoding="utf-8", newline="") as out:
        columns = (
            *("type:claim", "status:meta", "citation:refs:claim", "about_entity:ref:claim", "name:annotation"),
            *("unit:names:assertion", "country:annotation", "relation:unit:refs:assertion"),
            *("relation:related_unit:refs:assertion", "relation:types:assertion"),
        )
        writer = csv.writer(out)
        writer.writerow(columns)
        for time in range(times):
            above = ""
            for place, row in enumerate(found):
                number = str(uuid.UUID(int=(time + 1) << 32 | place))
                name = f"{row['Organization:Name']} {time}"
                writer.writerow(["unit", "accepted", paper, number, name, name, "ng", "", "", ""])
                if above:
                    tie = str(uuid.UUID(int=(time + 1) << 64 | place))
                    writer.writerow(["relation", "accepted", paper, tie, "", "", "", number, above, "child-of"])
                above = number


_ADVANCED = r'(\b(?:[\w-]*(?:Profile|Identity|Location|IDRegDocument|NamePartGroup|Entry)ID|ID|FixedRef)=")(\d+)(")'

# Family: the file or folder below the data folder, how it is enlarged, and the name of the result
FAMILIES: dict[str, tuple[str, Make, str]] = {
    "ofac-sdn": ("lists/ofac/coherent_2022/sdn.csv", rows(0), "sdn.csv"),
    "ofac-alt": ("lists/ofac/alt_202606.csv", rows(0), "alt.csv"),
    "ofac-add": ("lists/ofac/add_202606.csv", rows(0), "add.csv"),
    "ofac-legacy": ("lists/ofac/cons_20250328.xml", texts(r"(<uid>)(\d+)(</uid>)", "sdnList"), "cons.xml"),
    "ofac-advanced": (
        "lists/ofac/cons_advanced.xml.gz",
        texts(
            _ADVANCED,
            *("Locations", "IDRegDocuments", "DistinctParties", "ProfileRelationships", "SanctionsEntries"),
        ),
        "advanced.xml",
    ),
    "ofac-enhanced": (
        "lists/ofac/enhanced_irgc_20240828.xml",
        texts(r'(<(?:entity id|relatedEntity entityId)=")(\d+)(")', "entities"),
        "enhanced.xml",
    ),
    "un": (
        "lists/un/consolidated_20260227.xml",
        texts(r"(<(?:REFERENCE_NUMBER|DATAID)>)([^<]+)(<)", "INDIVIDUALS", "ENTITIES"),
        "un.xml",
    ),
    "eu-fsf-xml": ("lists/eu/global_20160211_subset.xml", texts(r'(\b(?:Entity_i|I)d=")(\d+)(")', "WHOLE"), "eu.xml"),
    "eu-journal": ("lists/eu/journal/consolidated/32014R0269.csv.gz", rows("name", head=1), "32014R0269.csv"),
    "uk-csv": ("lists/uk/ConList_20180413.csv.gz", rows("Group ID", head=2), "uk.csv"),
    "uk-xlsx": ("lists/uk/ConList_20250414.xlsx", sheet("Group ID", 2), "uk.xlsx"),
    "uk-ods": ("lists/uk/FCDO_SL_20250811.ods", opendocument, "uk.ods"),
    "us-csl": ("lists/us_csl/consolidated.csv.gz", rows("name", "entity_number", head=1), "csl.csv"),
    "us-dpl": ("lists/us_csl/dpl.txt", rows("Name", head=1, delimiter="\t"), "dpl.txt"),
    "ca": ("lists/ca/sema-lmes_2025.xml", texts(r"(<Item>)([^<]+)(<)", "data-set"), "ca.xml"),
    "au": ("lists/au/regulation8_consolidated_2024.xlsx", sheet("Reference", 1), "au.xlsx"),
    "ucdp": ("lists/armed_groups/ucdp-actor-221.csv", rows("ActorId", head=1), "ucdp.csv"),
    "ftm": (
        "lists/opensanctions/small_export/entities.ftm.json",
        texts(r'(")(Q\d{3,}|(?:[a-z-]+-)?[0-9a-f]{40})(")'),
        "all.ftm.json",
    ),
    "simple": (
        "lists/opensanctions/interpol_red_notices.targets.simple.csv",
        rows("id", head=1),
        "red.targets.simple.csv",
    ),
    "senzing": ("lists/opensanctions/us_congress_senzing.json", texts(r'("RECORD_ID":")([^"]+)(")'), "senzing.json"),
    "sfm-units": (
        "sfm/register_nigeria/ng_orgs_20191024.tsv.gz",
        rows("Organization:Name", "o_id", head=1, delimiter="\t", quotes=False),
        "ng_orgs.tsv",
    ),
    "ftm-nested": ("lists/opensanctions/small_export/targets.nested.json", nested, "targets.nested.json"),
    "ftm-changes": ("opensanctions/ftm/eu_journal_sanctions.ftm.json", changes, "changes"),
    "statements": ("lists/opensanctions/small_export/entities.ftm.json", statements, "statements.csv"),
    "sfm-fixtures": ("sfm/wwic_fixtures", fixtures, "fixtures"),
    "sfm-claims": ("sfm/register_nigeria/ng_orgs_20191024.tsv.gz", claim_table, "claims"),
    "fmtrpt": (
        "sfm/fmtrpt/fmtrpt_trainings.tsv.gz",
        rows("student_unit", head=1, delimiter="\t"),
        "fmtrpt.tsv",
    ),
    "roster": (
        "sfm/register_nigeria/dos_fmtrpt_nigeria_units.tsv",
        rows("student_unit", head=1, delimiter="\t"),
        "roster.tsv",
    ),
}
