"""Spreadsheets: what the cells of an ODS file become, and what is refused."""

import zipfile
from pathlib import Path

import pytest

from muster.errors import BadInput
from muster.sources.files import InputFile
from muster.sources.sheets import MAX_SHEET_ROWS, is_ods, is_xlsx, sheets, top

SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("table", "table"), ("office", "office"), ("text", "text"))
)
TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def cell(*lines: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{''.join(f'<text:p>{line}</text:p>' for line in lines)}</table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def ods(folder: Path, *tables: str, head: str = "") -> InputFile:
    path = folder / "list.ods"
    body = "".join(f'<table:table table:name="T{place}">{rows}</table:table>' for place, rows in enumerate(tables, 1))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), TYPE)
        document = (
            f"{head}<office:document-content {SPACES}><office:body>{body}</office:body></office:document-content>"
        )
        archive.writestr("content.xml", document)
    return InputFile(path)


def read(file: InputFile) -> dict[str, list[tuple[int, list[str]]]]:
    return {name: list(lines) for name, lines in sheets(file)}


def test_cells_are_read_as_a_person_sees_them(tmp_path: Path) -> None:
    file = ods(
        tmp_path,
        row(
            cell("first", "second"),
            cell("a<text:s text:c='2'/>b<text:span>c</text:span>d"),
            cell("01/02/18", attributes='office:date-value="2018-02-01T00:00:00"'),
            cell(attributes='table:number-columns-repeated="16000"'),
        ),
    )
    assert is_ods(file)
    assert not is_xlsx(file)
    assert read(file) == {"T1": [(1, ["first\nsecond", "a bcd", "2018-02-01"])]}


def test_repeated_cells_and_rows_keep_their_place(tmp_path: Path) -> None:
    blank = cell(attributes='table:number-columns-repeated="2"')
    file = ods(
        tmp_path,
        row(cell("x", attributes='table:number-columns-repeated="2"'), blank, cell("y"))
        + row(blank, attributes='table:number-rows-repeated="40"')
        + row(cell("z"), attributes='table:number-rows-repeated="2"'),
        f"<table:table-header-rows>{row(cell('head'))}</table:table-header-rows>{row(cell('q'))}",
    )
    assert read(file) == {
        "T1": [(1, ["x", "x", "", "", "y"]), (42, ["z"]), (43, ["z"])],
        "T2": [(1, ["head"]), (2, ["q"])],
    }
    assert top(file, 2) == (("x", "x", "", "", "y"), ("z",))


def test_a_sheet_that_is_not_read_through_is_passed_over(tmp_path: Path) -> None:
    file = ods(tmp_path, row(cell("a")) + row(cell("b")), row(cell("c")))
    assert [(name, next(lines)) for name, lines in sheets(file)] == [("T1", (1, ["a"])), ("T2", (1, ["c"]))]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (row(cell("x"), attributes=f'table:number-rows-repeated="{MAX_SHEET_ROWS + 1}"'), "larger than any sheet"),
        (row(cell("x", attributes='table:number-columns-repeated="99999"')), "larger than any sheet"),
        (row(cell("x", attributes='table:number-columns-repeated="-1"')), "repeated '-1'"),
        ("<table:table-row>", "broken XML"),
    ],
)
def test_a_hostile_sheet_is_one_clear_error(tmp_path: Path, rows: str, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        read(ods(tmp_path, rows))


def test_entities_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="DOCTYPE"):
        read(ods(tmp_path, row(cell("x")), head='<!DOCTYPE a [<!ENTITY b "c">]>'))


def test_a_container_without_its_content_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", TYPE)
    with pytest.raises(BadInput, match="broken spreadsheet"):
        read(InputFile(path))
