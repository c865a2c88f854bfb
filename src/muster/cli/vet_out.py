"""Where `muster vet` writes: a table, decisions as JSON lines, a dossier, or a folder of all of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from muster.cli.outfile import replacing, target
from muster.errors import BadInput, UsageError
from muster.snapshot import Snapshot
from muster.vetting import Decision, Vetted, answer, write_csv, write_xlsx
from muster.vetting.spreadsheet import MAX_ROWS

if TYPE_CHECKING:
    from muster.reports.pictures import Picture

WRITTEN = (".csv", ".xlsx", ".jsonl", ".html")
_DOSSIERS = 500  # of more decisions only those that a person has to look at get a dossier
_ADVERSE = ("not_cleared", "refer")


def check_out(out: Path) -> None:
    """Refuse a file that cannot be written before anything is decided and recorded."""
    if not is_folder(out) and out.suffix.lower() not in WRITTEN:
        raise UsageError(f"cannot write {out.suffix} files", hint=f"use {', '.join(WRITTEN)} or a folder")
    if not is_folder(out) and not out.parent.is_dir():
        raise BadInput("cannot be written: there is no such folder", place=str(out), hint="make the folder first")
    if not is_folder(out):
        target(out)


def is_folder(out: Path) -> bool:
    """True if the output is a folder: it is one already, or its name has no suffix."""
    return out.is_dir() or not out.suffix


@contextmanager
def written(out: Path) -> Iterator[None]:
    """Turns a failure to write into an error that a person can act on."""
    try:
        yield
    except OSError as fault:
        hint = "check that there is room and that you may write there"
        raise BadInput(f"cannot be written: {fault.strerror}", place=str(out), hint=hint) from None


class Decided:
    """Writes decisions as they are made: as JSON lines, and as dossiers in a folder."""

    def __init__(self, out: Path | None, expected: int, snapshot: Snapshot, as_of: date) -> None:
        self._out = out
        self._snapshot = snapshot
        self._folder = out if out and is_folder(out) else None
        self._all = expected <= _DOSSIERS
        self._as_of = as_of
        self._stack = ExitStack()
        self._lines: IO[Any] | None = None
        self._shown: list[dict[str, Any]] = []
        self._links: dict[str, str] = {}
        self._drawn: dict[str, tuple[Picture, ...]] = {}
        self.left_out = 0

    @property
    def whole(self) -> bool:
        """True if anything is written that needs the whole of a decision; a table of outcomes does not."""
        return self._out is not None and (bool(self._folder) or self._out.suffix.lower() in (".jsonl", ".html"))

    def __enter__(self) -> Decided:
        if self._folder:
            (self._folder / "dossiers").mkdir(parents=True, exist_ok=True)
        lines = self._folder / "decisions.jsonl" if self._folder else self._out
        if lines and lines.suffix.lower() == ".jsonl":
            self._lines = self._stack.enter_context(replacing(lines))
        return self

    def __exit__(self, *fault: Any) -> None:
        self._stack.__exit__(*fault)

    def add(self, data: dict[str, Any], rows: Sequence[int] = ()) -> None:
        """Write one decision; `rows` are the lines of the roster that it answers."""
        if self._lines:
            joined = {**data, "rows": list(rows)} if rows else data
            self._lines.write(json.dumps(joined, ensure_ascii=False, default=str) + "\n")
        if not self._folder:
            return
        if not self._all and data["outcome"] not in _ADVERSE:
            self.left_out += 1
            return
        from muster.reports import dossier

        slug = re.sub(r"[^a-z0-9]+", "-", data["subject"]["text"].casefold()).strip("-")[:50] or "blank"
        name = f"dossiers/{len(self._shown) + 1:03}-{slug}-{data['policy']['id']}.html"
        with replacing(self._folder / name) as stream:
            stream.write(dossier(data, self._pictures(data)))
        self._links[data["decision"]] = name
        self._shown.append(data)

    def table(self, vetted: Sequence[Vetted]) -> None:
        """Write the table of outcomes, and the index of a folder."""
        if self._folder:
            from muster.reports import index

            title = f"Outcomes as of {self._as_of}"
            with replacing(self._folder / "index.html") as stream:
                stream.write(index(self._shown, title, self._links))
            _csv(self._folder / "outcomes.csv", vetted)
        elif self._out and self._out.suffix.lower() == ".csv":
            _csv(self._out, vetted)
        elif self._out and self._out.suffix.lower() == ".xlsx":
            if len(vetted) > MAX_ROWS:
                problem = f"a sheet holds {MAX_ROWS:,} rows, and there are {len(vetted):,}"
                raise BadInput(problem, place=str(self._out), hint="write a .csv file")
            with replacing(self._out, "wb") as stream:
                write_xlsx(vetted, stream)
        elif self._out and self._out.suffix.lower() == ".html":
            from muster.reports import dossier

            with replacing(self._out) as stream:
                stream.write(dossier(self._shown[0], self._pictures(self._shown[0])))

    def _pictures(self, data: dict[str, Any]) -> tuple[Picture, ...]:
        """The pictures of the unit, drawn once for all policies."""
        from muster.reports.pictures import pictures

        entity = data["subject"]["entity"]
        if entity and entity not in self._drawn:
            self._drawn[entity] = pictures(self._snapshot, entity, self._as_of)
        return self._drawn.get(entity, ())

    def keep(self, data: dict[str, Any]) -> None:
        """Hold a decision for the one dossier of an .html file."""
        self._shown.append(data)


def _csv(path: Path, vetted: Iterable[Vetted]) -> None:
    with replacing(path) as stream:
        write_csv(vetted, stream)


def write_decisions(out: Path, decisions: Sequence[Decision], snapshot: Snapshot) -> None:
    """Write the decisions on one unit."""
    with written(out), Decided(out, len(decisions), snapshot, decisions[0].request.as_of) as decided:
        for one in decisions:
            decided.add(one.as_dict())
            if out.suffix.lower() == ".html":
                decided.keep(one.as_dict())
        decided.table([_alone(number, one) for number, one in enumerate(decisions, 1)])


def _alone(number: int, decision: Decision) -> Vetted:
    from muster.sources import RosterRow

    request = decision.request
    row = RosterRow(
        line=number,
        unit=request.unit,
        country=request.country,
        leaders=request.leaders,
        commitment=request.commitment,
        identifier=request.identifier,
    )
    return Vetted(row, answer(decision))
