"""Rosters in bulk: each distinct unit is vetted once under each policy, and the outcome joined back to its rows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from muster.names import fold
from muster.sources import Roster, RosterRow
from muster.vetting.decision import Decision
from muster.vetting.request import Request
from muster.vetting.vet import Desk

COLUMNS = (
    "line", "unit", "country", "leaders", "policy", "as_of", "outcome", "reasons", "resolved_to", "resolved_by",
    "hits", "set_aside", "gaps", "decision",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Vetted:
    """One roster row under one policy, with the decision on its unit."""

    row: RosterRow
    decision: Decision

    def as_row(self) -> dict[str, Any]:
        """The row as a flat table has it, keyed by `COLUMNS`."""
        unit = self.decision.subject.unit
        return {
            "line": self.row.line,
            "unit": self.row.unit,
            "country": self.row.country,
            "leaders": "; ".join(self.row.leaders),
            "policy": self.decision.policy.id,
            "as_of": self.decision.request.as_of.isoformat(),
            "outcome": self.decision.outcome.value,
            "reasons": " ".join(self.decision.reasons),
            "resolved_to": unit.entity or "",
            "resolved_by": unit.resolved_by,
            "hits": "; ".join(f"{hit.name} ({hit.score:.2f})" for hit in unit.hits),
            "set_aside": "; ".join(unit.set_aside),
            "gaps": "; ".join(self.decision.as_dict()["gaps"]),
            "decision": self.decision.id,
        }


def vet_roster(
    desk: Desk,
    roster: Roster,
    policies: Sequence[str],
    as_of: date,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Vetted]:
    """Vet all rows under all policies; `progress` gets (distinct requests done, all)."""
    by_key: dict[tuple[Any, ...], Request] = {}
    keyed = []
    for row in roster.rows:
        for policy in policies:
            request = _request(row, policy, as_of)
            key = _key(request)
            by_key.setdefault(key, request)
            keyed.append((row, key))
    decided: dict[tuple[Any, ...], Decision] = {}
    for key, request in by_key.items():
        decided[key] = desk.decide(request)
        progress(len(decided), len(by_key))
    return [Vetted(row, decided[key]) for row, key in keyed]


def distinct(vetted: Iterable[Vetted]) -> list[Decision]:
    """The decisions behind the rows, each once, in the order of first appearance."""
    return list({one.decision.id: one.decision for one in vetted}.values())


def _request(row: RosterRow, policy: str, as_of: date) -> Request:
    return Request(
        unit=row.unit,
        policy=policy,
        as_of=as_of,
        leaders=row.leaders,
        country=row.country,
        commitment=row.commitment,
        identifier=row.identifier,
        place=f"line {row.line}",
    )


def _key(request: Request) -> tuple[Any, ...]:
    """What makes two rows one request: the folded names, so that case and punctuation do not split a unit."""
    folded = " ".join(fold(request.unit).tokens) or request.unit.strip()
    leaders = tuple(" ".join(fold(leader).tokens) for leader in request.leaders)
    return folded, leaders, request.country.casefold(), request.commitment, request.identifier, request.policy


_RISKY = re.compile(r"^[=+\-@\t\r]")


def spreadsheet_safe(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula: a leading apostrophe is put before = + - @ tab and return."""
    text = str(value)
    return f"'{text}" if _RISKY.match(text) else text


def as_csv(vetted: Iterable[Vetted]) -> str:
    """The rows as CSV, safe to open in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in vetted:
        row = one.as_row()
        writer.writerow([spreadsheet_safe(row[column]) for column in COLUMNS])
    return out.getvalue()


def as_xlsx(vetted: Iterable[Vetted]) -> bytes:
    """The rows as an XLSX file; every cell is typed text or a number, never a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("outcomes")
    sheet.append(list(COLUMNS))
    for one in vetted:
        row = one.as_row()
        cells = []
        for column in COLUMNS:
            value = row[column]
            cell = WriteOnlyCell(sheet, value=value if isinstance(value, int) else _printable(value))
            if not isinstance(value, int):
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff￾￿]")


def _printable(text: str) -> str:
    return _UNPRINTABLE.sub("�", text)[:32767]
