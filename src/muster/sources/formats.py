"""From paths to readings: which format a file is in, which files belong together, and which day they are of.

Each format is a module that is loaded when a file must be recognised. To add one, write the module (contract:
`model.Format`) and put its name into `_MODULES`, before formats with a weaker test.
"""

from __future__ import annotations

import difflib
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, cast

from muster.dates import parse_date
from muster.errors import BadDate, BadInput, UsageError
from muster.sources.examine import examined
from muster.sources.files import InputFile
from muster.sources.mapped import MappedTable
from muster.sources.mapping import read_mapping
from muster.sources.model import Format, Reading

_MODULES = (
    *("ofac_xml", "un", "ca_sema", "eu_fsf", "ofac", "eu_journal", "uk", "uk_index", "us_csl", "us_dpl", "au_dfat"),
    *("ucdp", "claims_file", "ftm", "ftm.statements", "ftm.simple", "ftm.senzing", "sfm", "fmtrpt", "rosters"),
)
_UNDATED = "muster-claims"  # its claims carry their own days; no day is inferred for the file
_ABOUT = re.compile(r"^(readme|licen[cs]e|changelog)|\.(md|txt|rst|json|graphml|pdf|png|svg)$", re.IGNORECASE)

_YEAR = r"(?P<y>(?:19|20)\d\d)"
_MONTH = r"[-_.]?(?P<m>0[1-9]|1[0-2])"
_DAY = r"[-_.]?(?P<d>0[1-9]|[12]\d|3[01])"
_ACT = re.compile(r"(?<![0-9A-Za-z])[0-9]{5}[A-Z]{1,2}[0-9]{4}(?![0-9])")  # of the EU, ending as a year does
_CLOCK = r"(?:[T_-]?\d{6}(?!\d)|(?!\d))"  # a time of day may follow
_SHORT_CLOCK = r"(?:[T_-]?(?:\d{6}|\d{4})(?!\d)|(?!\d))"
_DAYS = tuple(
    re.compile(rf"(?<!\d){form}{clock}")
    for form, clock in ((_YEAR + _MONTH + _DAY, _SHORT_CLOCK), (_YEAR + _MONTH, _CLOCK), (_YEAR, _CLOCK))
)


def __getattr__(attribute: str) -> Any:
    if attribute == "FORMATS":
        return formats()
    raise AttributeError(attribute)


@cache
def formats() -> tuple[Format, ...]:
    """All formats, in the order in which they are asked; also to be had as `FORMATS`."""
    return tuple(cast(Format, import_module(f"muster.sources.{module}")) for module in _MODULES)


def by_name(name: str) -> Format:
    """The format of that name. Raises UsageError, naming the formats, if there is none."""
    known = {format_.name: format_ for format_ in formats()}
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"formats: {', '.join(known)}"
    raise UsageError(f"no such format: {name!r}", hint=hint)


# --- recognition ----------------------------------------------------------------------------------------


def recognise(file: InputFile) -> tuple[Format, str]:
    """The format of a file and its role in it, from its content alone. Raises BadInput if there is none."""
    refuse_early(file)
    for format_ in formats():
        if role := format_.recognise(file):
            return format_, role
    what = looks_like(file) or ("JSON" if file.head.lstrip()[:1] in (b"{", b"[") else "")
    found = f" ({what})" if what else ""
    problem = f"not a list, register, roster or claims file that Muster knows{found}"
    hint = (
        "`muster sources formats` lists the formats; another table can be read by a mapping: `muster sources mapping`"
    )
    raise BadInput(problem, place=file.name, hint=hint)


_PAGE = re.compile(rb"(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html)\b", re.DOTALL)


def refuse_early(file: InputFile) -> None:
    """Files that no reader should have to refuse: empty ones, and pages saved in place of the file."""
    head = file.head.lstrip(b"\xef\xbb\xbf \t\r\n\x1a")
    if not head:
        raise BadInput("the file is empty", place=file.name, hint="fetch it again")
    start = head[:1000].replace(b"\x00", b"").lower().lstrip(b"\xff\xfe")
    if _PAGE.match(start):
        hint = "the server sent a page (an error, a login?); fetch the file itself"
        raise BadInput("a web page, not the file it should be", place=file.name, hint=hint)


_SIGNS = (
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file (save it as XLSX or CSV)"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"SQLite format 3\x00", "an SQLite database"),
)


def looks_like(file: InputFile) -> str:
    """What a file is that is no list, as far as its first bytes tell; empty for a table, or what may be one."""
    head = file.head
    for sign, what in _SIGNS:
        if head.startswith(sign):
            return what
    if head.startswith(b"PK\x03\x04"):
        with suppress(zipfile.BadZipFile, OSError), zipfile.ZipFile(file.path) as archive:
            if {"[Content_Types].xml", "content.xml"}.isdisjoint(archive.namelist()):
                return "a ZIP archive: unpack it, and name what was in it"
        return ""
    text = head.decode("utf-8", "replace").lstrip("\ufeff \r\n\t")
    if "\x00" in text:
        return "binary data"
    if re.search(r"<!\s*(DOCTYPE|ENTITY)", text):
        return "XML with a document type, which is refused"
    if root := re.match(r"(?:<\?.*?\?>\s*|<!--.*?-->\s*)*<([A-Za-z_][\w.:-]*)", text, re.DOTALL):
        return f"XML with the root element <{root[1]}>"
    return ""


# --- which files ----------------------------------------------------------------------------------------


def expand(paths: Sequence[Path], notes: list[str] | None = None) -> list[InputFile]:
    """The files to read: those named, and the files of folders that are named, in order of name.

    In a folder, hidden files are passed over, and so are texts about the data (README, *.md, *.txt, *.json)
    unless they are in a known format; each of these is told in `notes`. A file that is named is never skipped.
    """
    told = notes if notes is not None else []
    found: dict[Path, InputFile] = {}
    for path in paths:
        files = _of_folder(path, told) if path.is_dir() else [InputFile(path)]
        for file in files:
            found.setdefault(file.path.resolve(), file)
    return list(found.values())


def _visible(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as fault:
        raise BadInput(f"cannot be read: {fault.strerror}", place=str(folder), hint="check the rights") from None


def files_of(folder: Path) -> list[Path]:
    """All files of a folder that are looked at when it is named, in order of name."""
    return [path for path in _visible(folder) if path.is_file()]


def _of_folder(folder: Path, notes: list[str]) -> list[InputFile]:
    files = []
    for path in _visible(folder):
        if path.is_dir():
            notes.append(f"the folder {path.name} inside {folder.name} was not read; name it to read it")
        elif path.is_file() and not _only_about(file := InputFile(path), notes):
            files.append(file)
    if not files:
        raise BadInput("the folder holds no file to read", place=str(folder), hint="name the files")
    return files


def _only_about(file: InputFile, notes: list[str]) -> bool:
    if not _ABOUT.search(file.name):
        return False
    try:
        recognise(file)
    except BadInput:
        notes.append(f"{file.name} was passed over: not in a known format")
        return True
    return False


class _Part(NamedTuple):
    """A file with its format and its role in it."""

    file: InputFile
    format: Format
    role: str


def _groups(parts: Iterable[_Part]) -> list[list[_Part]]:
    """Files that make one edition together: of one format and folder, each with another role.

    Where a role occurs twice there are several lists or editions, and only files are joined whose names begin
    alike (`cons_prim`, `cons_alt`) or carry the same day. A companion that could belong to two stays alone.
    """
    groups = []
    for members in _split(parts, _home):
        if getattr(members[0].format, "anywhere", False):
            groups.append(members)
            continue
        for family in [members] if _distinct(members) else _families(members):
            days = [family] if _distinct(family) else _split(family, lambda part: _day_in(part.file.name))
            for files in days:
                groups.extend([files] if _distinct(files) else [[part] for part in files])
    return groups


def _home(part: _Part) -> tuple[str, Path | None]:
    """What files must share to be read together: their format, and their folder unless the format says otherwise."""
    spread = getattr(part.format, "anywhere", False)
    return part.format.name, None if spread else part.file.path.resolve().parent


def _split(parts: Iterable[_Part], key: Callable[[_Part], object]) -> list[list[_Part]]:
    found: dict[object, list[_Part]] = {}
    for part in parts:
        found.setdefault(key(part), []).append(part)
    return list(found.values())


def _families(parts: Iterable[_Part]) -> list[list[_Part]]:
    """Split by the first word of the files' names, unless that is a role: `cons` of cons_alt, none of alt."""
    roles = {part.role for part in parts}

    def family(part: _Part) -> str:
        first = re.split(r"[^a-z]+", part.file.name.lower(), maxsplit=1)[0]
        return "" if first in roles else first

    return _split(parts, family)


def _distinct(parts: Sequence[_Part]) -> bool:
    return len({part.role for part in parts}) == len(parts)


# --- reading --------------------------------------------------------------------------------------------


def read_paths(
    paths: Sequence[Path],
    *,
    format: str | None = None,  # noqa: A002 - as `--format`
    mapping: Path | None = None,
    published: str = "",
) -> list[Reading]:
    """Read files and folders; older editions come first.

    `format` names the format where recognition is not wanted; `mapping` is a file that says what the columns of a table
    mean, for a list in no known format. `published` (EDTF) is the day of readings whose
    content gives none; without it a date in the file's or folder's name is taken, and a note says so.
    """
    if published and parse_date(published).open:
        raise BadDate("a day of publication cannot be open", hint="write it as 2018-11-28, 2018-11 or 2018")
    forced = by_name(format) if format else None
    if mapping:
        forced = cast(Format, MappedTable(read_mapping(mapping)))
    notes: list[str] = []
    parts = [_part(file, forced) for file in expand(paths, notes)]
    if not forced:
        parts = _without_rosters(parts, paths, notes)
    readings = []
    for group in _groups(parts):
        files = tuple(part.file for part in group)
        for reading in group[0].format.read(files):
            readings.append(examined(_dated(reading, group[0].format.name, published, files)))
            reading.notes.extend(_unended(group[0].format.name, readings[-1].files))
    if readings:
        readings[0].notes[:0] = notes
    return sorted(readings, key=_age)


def _without_rosters(parts: list[_Part], paths: Sequence[Path], notes: list[str]) -> list[_Part]:
    """The parts without the rosters that only stand beside lists in a folder: they are asked about, not known."""
    named = {path.resolve() for path in paths}
    beside = [part for part in parts if part.format.name == "roster" and part.file.path.resolve() not in named]
    if len(beside) == len(parts):
        return parts
    for part in beside:
        notes.append(f"{part.file.name} was passed over: a roster beside lists; name it to import its units")
    return [part for part in parts if part not in beside]


def _part(file: InputFile, forced: Format | None) -> _Part:
    if forced is None:
        return _Part(file, *recognise(file))
    refuse_early(file)
    return _Part(file, forced, forced.recognise(file) or file.name)


def _dated(reading: Reading, format_name: str, published: str, files: tuple[InputFile, ...]) -> Reading:
    """The reading with a day, if its content gives none."""
    files = reading.files or files
    if not reading.published and published:
        return replace(reading, published=parse_date(published).text, files=files)
    if not reading.published and format_name != _UNDATED:
        for text, what in ((files[0].name, "file's"), (files[0].path.resolve().parent.name, "folder's")):
            if (day := _day_in(text)) and day <= date.today().isoformat():  # no list is of a day that has not come
                reading.notes.append(
                    f"the file carries no date; {day} was taken from the {what} name; --published sets it"
                )
                return replace(reading, published=day, files=files)
    return replace(reading, files=files)


def _day_in(text: str) -> str:
    """The day, month or year written in a file's name, in EDTF; empty if there is none.

    >>> _day_in("sdn_20240503.csv.gz"), _day_in("alt_202508.csv"), _day_in("coherent_2022"), _day_in("sdn.csv")
    ('2024-05-03', '2025-08', '2022', '')
    >>> _day_in("32017R2063.csv"), _day_in("02017R2063-20240115.csv")
    ('', '2024-01-15')
    """
    for pattern in _DAYS:
        for match in pattern.finditer(_ACT.sub("", text)):
            day = "-".join(match.groups())
            try:
                return parse_date(day).text
            except BadDate:  # such as 2024-02-31
                continue
    return ""


_LINES = frozenset(
    {
        *("eu-journal", "uk-conlist", "us-csl", "us-dpl", "opensanctions-csv", "senzing-json", "ftm-statements"),
        *("ucdp-actors", "sfm", "fmtrpt", "roster"),
    }
)
"""Formats whose last row looks whole if it was cut off in its last cell."""


def _unended(format_name: str, files: tuple[InputFile, ...]) -> Iterator[str]:
    """What to say of files that may have been cut off."""
    for file in files if format_name in _LINES else ():
        if not file.ended:
            yield f"the last line of {file.name} has no end: whether the file is whole cannot be told"


def _age(reading: Reading) -> tuple[bool, str, str]:
    """Sorts older editions first, undated ones last: the day of import is later than any other."""
    day = parse_date(reading.published).earliest if reading.published else None
    name = reading.files[0].name if reading.files else ""
    return (day is None, day.isoformat() if day else "", name)
