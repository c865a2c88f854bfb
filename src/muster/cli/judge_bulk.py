"""Proposals by the thousand: seen in groups, written as a table, and that table read again with a person's verdicts."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from muster.claims import Judgement
from muster.cli.common import note
from muster.cli.outfile import replacing
from muster.errors import BadInput, NotFound, UsageError
from muster.names.evidence import Verdict
from muster.names.identity import Proposal
from muster.register import Contradiction, Register
from muster.sources import InputFile, resolver
from muster.vetting.spreadsheet import spreadsheet_safe

COLUMNS = (
    *("left", "right", "verdict", "reason", "proposed", "evidence", "band", "score", "name_score"),
    *("left_name", "right_name", "left_list", "right_list", "why"),
)
_BANDS = ((0.99, "0.99 and more"), (0.95, "0.95 to 0.99"), (0.9, "0.90 to 0.95"), (0.0, "below 0.90"))
_NUMBERED_OTHERWISE = {"ca-sema": "ca-sema-"}  # our list → the beginning of ids by which others mean other entries
_VERDICTS = ("same", "different", "unsure")


def evidence_of(one: Proposal) -> str:
    """What agrees beside the names, and what does not: `birth_place+born`, `country-gender`, `name`."""
    fields = {piece.field.replace(" ", "_"): piece.verdict for piece in one.pieces if piece.field != "kind"}
    agree = sorted(name for name, verdict in fields.items() if verdict in (Verdict.AGREES, Verdict.NEAR))
    against = sorted(piece.field.replace(" ", "_") for piece in one.pieces if piece.verdict is Verdict.DISAGREES)
    return ("+".join(agree) or "name") + "".join(f"-{name}" for name in against)


def band_of(score: float) -> str:
    """The band of scores that one is in."""
    return next(name for least, name in _BANDS if score >= least)


@dataclass(slots=True)
class Group:
    """Proposals of one kind of evidence and one band of scores."""

    evidence: str
    band: str
    decided: int = 0
    members: list[Proposal] = field(default_factory=list)


def groups(found: Iterable[Proposal]) -> list[Group]:
    """The proposals in groups, the largest first."""
    made: dict[tuple[str, str], Group] = {}
    for one in found:
        key = evidence_of(one), band_of(one.score)
        group = made.setdefault(key, Group(*key))
        group.members.append(one)
        group.decided += one.verdict == "same"
    return sorted(made.values(), key=lambda group: (-len(group.members), group.evidence, group.band))


def write_table(found: Iterable[Proposal], path: Path) -> None:
    """The proposals as CSV, `verdict` and `reason` left for a person to fill in. Raises as `replacing` does."""
    by_group: dict[str, list[Proposal]] = defaultdict(list)
    for one in found:
        by_group[evidence_of(one)].append(one)
    with replacing(path, encoding="utf-8-sig") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        for evidence, members in sorted(by_group.items()):
            for one in members:
                writer.writerow(map(spreadsheet_safe, _row(one, evidence)))


def _row(one: Proposal, evidence: str) -> Sequence[str]:
    return (
        *(one.left.id, one.right.id, "", "", one.verdict, evidence, band_of(one.score)),
        *(f"{one.score:.4f}", f"{one.name_score:.4f}"),
        *(one.left.caption, one.right.caption, one.left.list, one.right.list, one.reason),
    )


# --- reading ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a file of judgements: `left_out` counts those not recorded, by reason."""

    rows: int
    new: int
    left_out: dict[str, int]


def record(register: Register, path: Path, by: str, reason: str) -> Recorded:
    """Record the judgements of a table filled in by a person, or of a resolver. Raises BadInput or NotFound, with the
    line, and then nothing is recorded."""
    file = InputFile(path)
    if resolver.recognise(file):
        if reason:
            raise UsageError("a resolver's judgements have their own reasons", hint="leave --reason out")
        return _resolved(register, file)
    return _filled(register, file, by, reason)


def _resolved(register: Register, file: InputFile) -> Recorded:
    entries = {one: one for one in register.mentioned()}
    known = {one.dataset for one in register.editions()}
    for held in register.claims(predicates=["identifier"]):
        if made := resolver.NATIVE.get(held.claim.qualifier("type")):
            entries.setdefault(made(held.claim.value), held.claim.subject)
    foreign = [start for dataset, start in _NUMBERED_OTHERWISE.items() if dataset in known]
    found = resolver.resolve(file, entries, foreign)
    new, left_out = register.judge_fitting(found.judgements)
    return Recorded(found.lines, new, {**found.counts, **left_out})


def _filled(register: Register, file: InputFile, by: str, reason: str) -> Recorded:
    held = register.mentioned()
    judgements: list[Judgement] = []
    seen: dict[tuple[str, str], str] = {}
    places: dict[tuple[str, str], str] = {}
    columns: dict[str, int] = {}
    rows = blank = 0
    delimiter = ";" if file.head.split(b"\n", 1)[0].count(b";") > 3 else ","
    for line, cells in file.rows(delimiter):
        place = f"{file.name} line {line}"
        if not columns:
            columns = {name.strip().lstrip("\ufeff").casefold(): at for at, name in enumerate(cells)}
            if missing := [name for name in COLUMNS[:4] if name not in columns]:
                hint = "a table of `muster judge --propose --out FILE.csv`, or a resolver's file"
                raise BadInput(f"the column {missing[0]!r} is missing", place=place, hint=hint)
            continue
        if not any(cells):
            continue
        rows += 1
        left, right, verdict, why = (_cell(cells, columns[name]) for name in COLUMNS[:4])
        if not verdict:
            blank += 1
            continue
        if verdict.casefold() not in _VERDICTS:
            raise BadInput(f"{verdict[:40]!r} is not a verdict", place=place, hint=f"one of {', '.join(_VERDICTS)}")
        why = why or reason
        if not why:
            raise BadInput("a verdict without a reason", place=place, hint="fill it in, or give one with --reason")
        for one in (left, right):
            if one not in held:
                raise NotFound(f"no entity {one!r} in this register", place=place, hint="leave the ids as they were")
        judgement = Judgement(left, right, verdict.casefold(), why, by)
        if seen.setdefault(judgement.pair, judgement.verdict) != judgement.verdict:
            raise BadInput("the pair stands in the table with another verdict", place=place, hint="leave one of them")
        judgements.append(judgement)
        places[judgement.pair] = place
    if not columns:
        raise BadInput("holds no table", place=file.name, hint="write one with `muster judge --propose --out FILE.csv`")
    try:
        new = register.judge(*judgements) if judgements else 0
    except Contradiction as fault:
        raise fault.at(next(places[pair] for pair in fault.pairs if pair in places)) from None
    left_out = {"have no verdict yet": blank, "say what is already judged here": len(judgements) - new}
    return Recorded(rows, new, {name: count for name, count in left_out.items() if count})


def _cell(cells: Sequence[str], at: int) -> str:
    """A cell, without the apostrophe that kept a spreadsheet from taking it for a formula."""
    text = cells[at].strip() if at < len(cells) else ""
    return text[1:] if text.startswith("'") and spreadsheet_safe(text[1:]) == text else text


def tell(found: Recorded) -> None:
    """What was not recorded, on standard error."""
    for what, count in found.left_out.items():
        note(f"{count:,} {what}")
