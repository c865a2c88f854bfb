"""The EU list as CSV: one row for each name, birth, address, paper or citizenship of an entry, with its act.

The publisher's file has `;` between cells. Copies exist whose lines were wrapped in quotes whole and whose commas
became tabs; they are mended, and a note says so.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from muster.dates import parse_day
from muster.errors import BadDate, BadInput
from muster.sources.eu_fsf_parts import Act, Party, Piece
from muster.sources.files import InputFile
from muster.sources.un_names import tidy

_START = re.compile(rb'^(?:\xef\xbb\xbf)?"?Date_file\w*"?;"?Entity_logical_id', re.IGNORECASE)
_PIECES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "naal": (
        "name",
        {
            "lastname": "last",
            "firstname": "first",
            "middlename": "middle",
            "wholename": "whole",
            "gender": "gender",
            "title": "title",
            "function": "function",
            "language": "language",
        },
    ),
    "addr": (
        "address",
        {
            "number": "number",
            "street": "street",
            "zipcode": "zip",
            "city": "city",
            "country": "country",
            "other": "remark",
        },
    ),
    "birt": ("birth", {"date": "date", "place": "city", "country": "country"}),
    "iden": ("identifier", {"number": "number", "country": "country"}),
    "citi": ("citizen", {"country": "country"}),
}
_NEEDED = ("subject_type", "leba_numtitle", "leba_publication_date", "leba_url", "programme", "entity_remark")
_OWN = (*_NEEDED, "eu_ref_num")
_ACT = {"leba_numtitle": 0, "leba_publication_date": 1, "programme": 2, "leba_url": 3}


def is_csv(file: InputFile) -> bool:
    """True if the first line is the header of the list."""
    return bool(_START.match(file.head))


def csv_published(file: InputFile) -> str:
    """The day in the first column (`04/07/2018`). Raises BadInput if there is none."""
    for line, row in _rows(file, Counter()):
        if line > 1:
            day = re.sub(r"^(\d{2})/(\d{2})/(\d{4})$", r"\3-\2-\1", row[0].strip())
            try:
                return parse_day(day).isoformat()
            except BadDate:
                place = f"{file.name} line {line}"
                problem = f"no day in the first column: {row[0][:40]!r}"
                raise BadInput(problem, place=place, hint="fetch it again") from None
    hint = "an empty list would withdraw everything: fetch it again"
    raise BadInput("holds no entries", place=file.name, hint=hint)


def csv_parties(file: InputFile, oddities: Counter[str]) -> Iterator[Party]:
    """The entries; the rows of one stand together. Raises BadInput with the line of a broken row."""
    party: Party | None = None
    columns: _Columns | None = None
    for line, row in _rows(file, oddities):
        place = f"{file.name} line {line}"
        if columns is None:
            columns = _Columns(row, oddities)
            continue
        if len(row) != columns.count:
            problem = f"{len(row)} cells where the header has {columns.count}"
            raise BadInput(problem, place=place, hint="the file may be cut off: fetch it again")
        number = row[1].strip()
        if not number.isdigit():
            raise BadInput("a row without its entry's number", place=place, hint="fetch it again")
        if party is None or party.number != number:
            if party is not None:
                yield party
            party = Party(number, row[columns.own["subject_type"]].strip())
        columns.add(row, party)
    if party is not None:
        yield party


def _rows(file: InputFile, oddities: Counter[str]) -> Iterator[tuple[int, list[str]]]:
    wrapped = tabs = 0
    for line, row in file.rows(";"):
        if len(row) == 1 and ";" in row[0]:
            text = row[0].rstrip("\t")
            wrapped += 1
            tabs += "\t" in text
            try:
                row = next(csv.reader([text.replace("\t", ",")], delimiter=";", strict=True))
            except csv.Error as fault:
                place = f"{file.name} line {line}"
                raise BadInput(f"broken CSV: {fault}", place=place, hint="fetch it again") from None
        if any(row):
            yield line, row
    if wrapped:
        oddities["lines wrapped in quotes whole: taken apart"] += wrapped
    if tabs:
        oddities["lines with tabs where commas were: put back"] += tabs


class _Columns:
    """Where each cell stands. A column that is not known is counted if it holds anything."""

    def __init__(self, header: Sequence[str], oddities: Counter[str]) -> None:
        names = [tidy(name).casefold() for name in header]
        self.count = len(names)
        self.own = {name: names.index(name) for name in _OWN if name in names}
        self._oddities = oddities
        self._pieces = []
        used = {0, 1, *self.own.values()}
        for prefix, (kind, keys) in _PIECES.items():
            start = f"{prefix}_"
            own = {name.removeprefix(start): place for place, name in enumerate(names) if name.startswith(start)}
            cells = {own[key]: field for key, field in keys.items() if key in own}
            act = {own[key]: which for key, which in _ACT.items() if key in own}
            mark = own.get("logical_id", -1)
            used |= {*cells, *act, mark}
            self._pieces.append((kind, mark, cells, act))
        self._strange = [
            (place, name) for place, name in enumerate(names) if place not in used and name != "entity_logical_id"
        ]
        missing = [name for name in _NEEDED if name not in self.own]
        if missing or any(mark < 0 for _, mark, _, _ in self._pieces):
            hint = f"missing: {', '.join(missing) or 'logical ids'}"
            raise BadInput("the header lacks columns of the list", hint=hint)

    def add(self, row: Sequence[str], party: Party) -> None:
        """What one row says of its party."""
        own = {name: _unescaped(row[place]) for name, place in self.own.items()}
        party.reference = party.reference or tidy(own.get("eu_ref_num", ""))
        act = Act(*(tidy(own[name]) for name in ("leba_numtitle", "leba_publication_date", "programme", "leba_url")))
        if act and act not in party.acts:
            party.acts.append(act)
        if own["entity_remark"].strip() and own["entity_remark"] not in party.remarks:
            party.remarks.append(own["entity_remark"])
        for kind, mark, cells, acts in self._pieces:
            if row[mark].strip():
                fields = {key: text for place, key in cells.items() if (text := _cell(row[place], key))}
                told = ["", "", "", ""]
                for place, which in acts.items():
                    told[which] = tidy(row[place])
                remark = fields.pop("remark", "")
                party.pieces.append(Piece(kind, fields, Act(*told), (remark,) if remark else ()))
        for place, name in self._strange:
            if row[place].strip():
                self._oddities[f"column {name} is unknown here"] += 1


def _unescaped(text: str) -> str:
    return text.replace("\\n", "\n")


def _cell(text: str, key: str) -> str:
    """A cell in single blanks; the lines of a number's asides are kept apart."""
    text = _unescaped(text)
    return text.strip() if key == "number" else tidy(text)
