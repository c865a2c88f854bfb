"""Files many times as large as the real ones, made by repeating their entries under other numbers."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook, load_workbook
from tests.sources.excerpts import content

Make = Callable[[Path, Path, int], None]
_STEP = 1_000_000  # added to the numbers of each repetition


def _again(text: str, time: int) -> str:
    """Another value for an id: a number of its own, or the text with the repetition after it."""
    if not time or not text.strip():
        return text
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
                    if len(row) > 1:  # the end mark of OFAC's files stands alone
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
    found = re.findall(r"<table:table-row .*?</table:table-row>", document, re.DOTALL)
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


_ADVANCED = r'(\b(?:[\w-]*(?:Profile|Identity|Location|IDRegDocument|NamePartGroup|Entry)ID|ID|FixedRef)=")(\d+)(")'

# Family: the file below the data folder, how it is enlarged, and the name of the result
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
        rows("Organization:Name", head=1, delimiter="\t", quotes=False),
        "ng_orgs.tsv",
    ),
    "fmtrpt": (
        "sfm/fmtrpt/fmtrpt_trainings.tsv.gz",
        rows("student_unit", head=1, delimiter="\t", quotes=False),
        "fmtrpt.tsv",
    ),
}
