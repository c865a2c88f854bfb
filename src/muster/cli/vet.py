"""`muster vet`: one unit, or a roster of units, under one policy or several."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from muster.cli.common import (
    as_of_option,
    busy,
    common,
    day,
    known_at_option,
    note,
    opened,
    outcome,
    print_json,
    progress,
    say,
    table,
)
from muster.errors import BadInput, UsageError
from muster.policy import Outcome
from muster.register import Register
from muster.snapshot import Snapshot
from muster.sources import InputFile, read_roster
from muster.vetting import Decision, Desk, Request, Vetted, as_csv, as_xlsx, distinct, vet_roster

_EPILOG = """\b
Examples:
  muster vet "Asa'ib Ahl al-Haq" --policy us-ndaa-2015-1236 --as-of 2018-11-28
  muster vet "3rd Battalion" --country Iraq --leader "Ali Example" --policy us-leahy-state
  muster vet --roster units.csv --policy us-leahy-state --policy us-leahy-dod -o result/
  muster vet --roster units.xlsx --policy list-screening -o outcomes.csv

No outcome approves a unit: only a named person's sign-off does."""


_WRITTEN = (".csv", ".xlsx", ".jsonl", ".html")
_TABLE_ROWS = 60  # units shown one by one; of a longer roster only those that are not cleared or referred


@click.command("vet", epilog=_EPILOG)
@click.argument("unit", required=False)
@click.option("--leader", "leaders", multiple=True, metavar="NAME", help="A leader of the unit; may be repeated.")
@click.option("--country", default="", help="The unit's country.")
@click.option("--commitment", default="", help="The unit's commitment to human rights, as the request cites it.")
@click.option("--roster", type=click.Path(path_type=Path), help="A CSV, TSV or XLSX file with a column of units.")
@click.option("--policy", "policies", multiple=True, required=True, help="A policy id or file; may be repeated.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="A .csv, .xlsx, .jsonl or .html file, or a folder.")
@click.option("--threshold", type=click.FloatRange(0.5, 1), default=0.7, show_default=True, help="Lowest name score.")
@click.option("--explain", is_flag=True, help="Print the whole memo instead of a summary.")
@click.option("--no-record", is_flag=True, help="Do not keep the decisions in the register.")
@as_of_option
@known_at_option
@common
def command(
    unit: str | None,
    leaders: tuple[str, ...],
    country: str,
    commitment: str,
    roster: Path | None,
    policies: tuple[str, ...],
    out: Path | None,
    threshold: float,
    explain: bool,
    no_record: bool,
    as_of: str | None,
    known_at: str | None,
    register_option: str | None,
    as_json: bool,
) -> None:
    """Vet UNIT, or every unit of a roster, and explain the outcome clause by clause."""
    if roster and (leaders or country or commitment):
        raise UsageError(
            "--leader, --country and --commitment belong to one unit", hint="a roster has columns for them"
        )
    if (unit is None) == (roster is None):
        raise UsageError("give either UNIT or --roster", hint='muster vet "UNIT" --policy ... or --roster FILE')
    on = day(as_of)
    if out:
        _check_out(out)
    rows = read_roster(InputFile(roster)) if roster else None
    with opened(register_option) as register:
        with busy("reading the register"):
            desk = Desk(Snapshot(register, known_at), threshold)
        if rows is not None:
            with progress("requests", None) as step:
                vetted = vet_roster(desk, rows, policies, on, lambda done, total: step(1, total))
            decisions = distinct(vetted)
        else:
            vetted = []
            requests = [Request(str(unit), one, on, tuple(leaders), country, commitment) for one in policies]
            decisions = desk.decide_all(requests)
        if out and out.suffix.lower() == ".html" and len(decisions) != 1:
            raise UsageError("one decision fits an .html file", hint="give a folder for several")
        if not no_record:
            _record(register, decisions)
    if rows is not None:
        _roster_result(vetted, decisions, out, as_json, rows.notes)
    else:
        _unit_result(decisions, out, as_json, explain)


def _check_out(out: Path) -> None:
    """Refuse a file that cannot be written before anything is decided and recorded."""
    if not _is_folder(out) and out.suffix.lower() not in _WRITTEN:
        raise UsageError(f"cannot write {out.suffix} files", hint=f"use {', '.join(_WRITTEN)} or a folder")
    if not _is_folder(out) and not out.parent.is_dir():
        raise BadInput("cannot be written: there is no such folder", place=str(out), hint="make the folder first")


def _is_folder(out: Path) -> bool:
    return out.is_dir() or not out.suffix


def _record(register: Register, decisions: list[Decision]) -> None:
    register.record_decisions(one.as_dict() for one in decisions)


def _unit_result(decisions: list[Decision], out: Path | None, as_json: bool, explain: bool) -> None:
    if out:
        _write(out, decisions, [])
    if as_json:
        data = [one.as_dict() for one in decisions]
        print_json(data[0] if len(data) == 1 else data)
        return
    for decision in decisions:
        if explain:
            from muster.reports import memo

            say(memo(decision.as_dict()))
        else:
            _summary(decision)


def _summary(decision: Decision) -> None:
    unit = decision.subject.unit
    say(f"{decision.policy.title}, as of {decision.request.as_of}", "bold")
    say(outcome(decision.outcome.value))
    resolved = f" = {unit.entity}" if unit.entity else ""
    say(f"  unit: {unit.text}{resolved} ({unit.resolved_by})")
    for leader in decision.subject.leaders:
        say(f"  {leader.role}: {leader.text} ({leader.resolved_by})")
    for text in unit.set_aside:
        say(f"  set aside: {text}")
    for finding in decision.result.findings:
        say(f"  [{finding.kind.value}] {finding.clause.id}: {finding.says}")
        for title, claims in (("for", finding.because), ("against", finding.against), ("lead", finding.leads)):
            for one in claims[:4]:
                say(f"      {title}: {one.spoken()}")
            if len(claims) > 4:
                say(f"      {title}: {len(claims) - 4} more (see --explain)")
    for text in decision.as_dict()["gaps"]:
        say(f"  missing: {text}")
    _searched(decision)
    say(f"  decision {decision.id}. Muster advises; people decide.")


def _searched(decision: Decision) -> None:
    """Coverage, in one line: what was searched, and of which day it is."""
    lists = "; ".join(f"{one.list} of {one.edition}" for one in decision.coverage) or "nothing"
    say(f"  Searched: {lists}.")


def _roster_result(
    vetted: list[Vetted], decisions: list[Decision], out: Path | None, as_json: bool, notes: Sequence[str]
) -> None:
    if out:
        _write(out, decisions, vetted)
    if as_json:
        print_json([{**one.as_row(), "line": one.row.line} for one in vetted])
        return
    for text in notes:
        note(text)
    _outcomes(vetted)
    _counts(decisions, vetted)
    if out:
        say(f"Written: {out}")


def _outcomes(vetted: list[Vetted]) -> None:
    """One line a unit, one column a policy, and the first reason of its worst outcome."""
    by_unit: dict[tuple[str, ...], list[Decision]] = {}
    for one in vetted:
        request = one.decision.request
        found = by_unit.setdefault((request.unit, request.country, *request.leaders), [])
        if one.decision not in found:
            found.append(one.decision)
    title = "Outcomes"
    if len(by_unit) > _TABLE_ROWS:
        adverse = (Outcome.NOT_CLEARED, Outcome.REFER)
        by_unit = {key: found for key, found in by_unit.items() if any(one.outcome in adverse for one in found)}
        title = f"Units for a person to look at: {len(by_unit)}"
        by_unit = dict(list(by_unit.items())[:_TABLE_ROWS])
    policies = list(dict.fromkeys(one.decision.policy.id for one in vetted))
    rows = []
    for decisions in by_unit.values():
        worst = min(decisions, key=lambda one: one.outcome.severity)
        by_policy = {one.policy.id: outcome(one.outcome.value) for one in decisions}
        unit, country = worst.request.unit or "(blank)", worst.request.country
        rows.append((unit, country, *(by_policy.get(one, "") for one in policies), worst.reasons[0]))
    table(title, ("unit", "country", *policies, "why, for the worst"), rows)


def _counts(decisions: list[Decision], vetted: list[Vetted]) -> None:
    policies = list(dict.fromkeys(one.policy.id for one in decisions))
    units = Counter((one.policy.id, one.outcome) for one in decisions)
    lines = Counter((one.decision.policy.id, one.decision.outcome) for one in vetted)
    rows = [
        (outcome(word.value), *(f"{units[policy, word]} ({lines[policy, word]})" for policy in policies))
        for word in Outcome
    ]
    distinct_units = len({(one.subject.unit.text, one.request.country, one.request.leaders) for one in decisions})
    title = f"{distinct_units} distinct units on {len({one.row.line for one in vetted})} rows: units (rows) by outcome"
    table(title, ("outcome", *policies), rows)
    if decisions:
        _searched(decisions[0])
    say("No outcome approves a unit. Muster advises; people decide.")


def _write(out: Path, decisions: list[Decision], vetted: list[Vetted]) -> None:
    import json

    from muster.reports import dossier

    suffix = out.suffix.lower()
    lines = "".join(json.dumps(one.as_dict(), ensure_ascii=False) + "\n" for one in decisions)
    try:
        if _is_folder(out):
            _folder(out, decisions, vetted or _alone(decisions), lines)
        elif suffix == ".csv":
            _replace(out, as_csv(vetted or _alone(decisions)).encode())
        elif suffix == ".xlsx":
            _replace(out, as_xlsx(vetted or _alone(decisions)))
        elif suffix == ".jsonl":
            _replace(out, lines.encode())
        else:
            _replace(out, dossier(decisions[0].as_dict()).encode())
    except OSError as fault:
        hint = "check that there is room and that you may write there"
        raise BadInput(f"cannot be written: {fault.strerror}", place=str(out), hint=hint) from None


def _folder(out: Path, decisions: list[Decision], vetted: list[Vetted], lines: str) -> None:
    """Dossiers, an index page, the outcome table and the decisions as JSON lines."""
    from muster.reports import dossier, index

    (out / "dossiers").mkdir(parents=True, exist_ok=True)
    links = {}
    for number, one in enumerate(decisions, 1):
        slug = re.sub(r"[^a-z0-9]+", "-", one.subject.unit.text.casefold()).strip("-")[:50] or "blank"
        name = f"dossiers/{number:03}-{slug}-{one.policy.id}.html"
        _replace(out / name, dossier(one.as_dict()).encode())
        links[one.id] = name
    title = f"Outcomes as of {decisions[0].request.as_of if decisions else date.today()}"
    _replace(out / "index.html", index([one.as_dict() for one in decisions], title, links).encode())
    _replace(out / "outcomes.csv", as_csv(vetted).encode())
    _replace(out / "decisions.jsonl", lines.encode())


def _alone(decisions: list[Decision]) -> list[Vetted]:
    from muster.sources import RosterRow

    return [
        Vetted(
            RosterRow(
                line=number,
                unit=one.request.unit,
                country=one.request.country,
                leaders=one.request.leaders,
                location="",
                commitment=one.request.commitment,
                identifier=one.request.identifier,
                note="",
                raw={},
            ),
            one,
        )
        for number, one in enumerate(decisions, 1)
    ]


def _replace(path: Path, content: bytes) -> None:
    """Write a file whole: a reader sees the old one or the new one, never half."""
    temporary = path.with_name(f"{path.name}.part")
    temporary.write_bytes(content)
    temporary.replace(path)
