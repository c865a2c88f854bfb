"""Every family of files with an excerpt of a real one, so that a try with a damaged copy takes milliseconds."""

from __future__ import annotations

import csv
import gzip
import io
import os
import re
import zipfile
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from lxml import etree
from openpyxl import Workbook, load_workbook

WHOLE = os.environ.get("MUSTER_WHOLE") == "1"  # the whole files instead of excerpts
ROWS = 25

Prepare = Callable[[Path, Path], Path]


def content(path: Path) -> bytes:
    """The bytes of a file, unpacked."""
    raw = path.read_bytes()
    return gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw


def lines(path: Path, target: Path) -> Path:
    """The first lines of a text file, unpacked."""
    whole = content(path)
    target.write_bytes(whole if WHOLE else b"".join(whole.splitlines(keepends=True)[:ROWS]))
    return target


def table(path: Path, target: Path) -> Path:
    """The first rows of a CSV whose cells hold line breaks."""
    if WHOLE:
        return lines(path, target)
    text = content(path).decode("utf-8-sig")
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(islice(csv.reader(io.StringIO(text)), ROWS))
    target.write_text(out.getvalue(), "utf-8")
    return target


def packed(path: Path, target: Path) -> Path:
    """The first lines of a text file, packed."""
    target.write_bytes(gzip.compress(lines(path, target).read_bytes(), mtime=0))
    return target


def workbook(path: Path, target: Path) -> Path:
    """The first rows of a sheet."""
    if WHOLE:
        target.write_bytes(path.read_bytes())
        return target
    book = Workbook()
    for row in load_workbook(path, read_only=True).worksheets[0].iter_rows(max_row=ROWS, values_only=True):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(target)
    return target


def opendocument(path: Path, target: Path) -> Path:
    """An ODS file whose sheet is not packed, so that a changed byte is met in the XML and not in the container."""
    old = zipfile.ZipFile(path)
    document = old.read("content.xml").decode("utf-8")
    if not WHOLE:
        rows = re.findall(r"<table:table-row .*?</table:table-row>", document, re.DOTALL)
        start, end = document.index(rows[0]), document.index(rows[-1])
        document = document[:start] + "".join(rows[:ROWS]) + document[end + len(rows[-1]) :]
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", old.read("mimetype"))
        archive.writestr("content.xml", document)
    return target


def elements(*tags: str) -> Prepare:
    """An XML file with the first elements of each of these names only."""

    def prepare(path: Path, target: Path) -> Path:
        whole = content(path)
        if not WHOLE:
            root = etree.fromstring(whole)
            for tag in tags:
                for element in [*root.iter(f"{{*}}{tag}")][ROWS:]:
                    element.getparent().remove(element)
            whole = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
        target.write_bytes(whole)
        return target

    return prepare


# Family: the file below the data folder, how its excerpt is made, and the name of that
FAMILIES: dict[str, tuple[str, Prepare, str]] = {
    "ofac-sdn": ("lists/ofac/coherent_2022/sdn.csv", lines, "sdn.csv"),
    "ofac-alt": ("lists/ofac/coherent_2022/alt.csv", lines, "alt.csv"),
    "ofac-add": ("lists/ofac/coherent_2022/add.csv", lines, "add.csv"),
    "ofac-legacy": ("lists/ofac/cons_20250328.xml", elements("sdnEntry"), "cons.xml"),
    "ofac-advanced": (
        "lists/ofac/cons_advanced.xml.gz",
        elements("DistinctParty", "SanctionsEntry", "Location", "IDRegDocument", "ProfileRelationship"),
        "advanced.xml",
    ),
    "ofac-enhanced": (
        "lists/ofac/enhanced_irgc_20240828.xml",
        elements("entity", "referenceValue"),
        "enhanced.xml",
    ),
    "un": ("lists/un/consolidated_20201130.xml", elements("INDIVIDUAL", "ENTITY"), "un.xml"),
    "eu-fsf-xml": ("lists/eu/global_20160211_subset.xml", elements("ENTITY"), "global.xml"),
    "eu-fsf-csv": ("lists/eu/csvFullSanctionsList_short_2018.csv", lines, "list.csv"),
    "eu-journal": ("lists/eu/journal/consolidated/32014R0269.csv.gz", table, "32014R0269.csv"),
    "uk-csv": ("lists/uk/ConList_20180413.csv.gz", lines, "list.csv"),
    "uk-csv-gz": ("lists/uk/ConList_20180413.csv.gz", packed, "list.csv.gz"),
    "uk-xlsx": ("lists/uk/ConList_20250414.xlsx", workbook, "list.xlsx"),
    "uk-ods": ("lists/uk/FCDO_SL_20250811.ods", opendocument, "list.ods"),
    "us-csl": ("lists/us_csl/consolidated.csv.gz", lines, "list.csv"),
    "us-dpl": ("lists/us_csl/dpl.txt", lines, "list.txt"),
    "ca": ("lists/ca/sema-lmes_2025.xml", elements("record"), "ca.xml"),
    "au": ("lists/au/regulation8_consolidated_2024.xlsx", workbook, "au.xlsx"),
    "ucdp": ("lists/armed_groups/ucdp-actor-221.csv", lines, "list.csv"),
    "ftm": ("lists/opensanctions/small_export/entities.ftm.json", lines, "entities.ftm.json"),
    "simple": ("lists/opensanctions/interpol_red_notices.targets.simple.csv", lines, "red.targets.simple.csv"),
    "senzing": ("lists/opensanctions/us_congress_senzing.json", lines, "senzing.json"),
    "sfm-units": ("sfm/register_nigeria/ng_orgs_20191024.tsv.gz", lines, "ng_orgs.tsv"),
    "sfm-persons": ("sfm/register_nigeria/ng_persons_20190501.csv.gz", table, "ng_persons.csv"),
    "fmtrpt": ("sfm/fmtrpt/fmtrpt_iraq.tsv", lines, "fmtrpt.tsv"),
}
