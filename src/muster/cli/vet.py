"""`muster vet`: one unit, or a roster of units, under one policy or several."""

from __future__ import annotations

from pathlib import Path

import click

from muster.cli.common import (
    as_of_option,
    busy,
    codec,
    common,
    day,
    known_at_option,
    opened,
    outcome,
    print_json,
    say,
    searched,
)
from muster.cli.vet_out import check_out, write_decisions
from muster.cli.vet_roster import vet_all
from muster.errors import UsageError
from muster.snapshot import Snapshot
from muster.sources import InputFile, read_roster
from muster.vetting import Decision, Desk, Request, keep

_EPILOG = """\b
Examples:
  muster vet "Asa'ib Ahl al-Haq" --policy us-ndaa-2015-1236 --as-of 2018-11-28
  muster vet "3rd Battalion" --country Iraq --leader "Ali Example" --policy us-leahy-state
  muster vet --roster units.csv --policy us-leahy-state --policy us-leahy-dod -o result/
  muster vet --roster units.xlsx --policy list-screening -o outcomes.csv

No outcome approves a unit: only a named person's sign-off does."""


@click.command("vet", epilog=_EPILOG)
@click.argument("unit", required=False)
@click.option("--leader", "leaders", multiple=True, metavar="NAME", help="A leader of the unit; may be repeated.")
@click.option("--individual", default="", metavar="NAME", help="A person to be vetted, with the unit.")
@click.option("--country", default="", help="The unit's country.")
@click.option("--commitment", default="", help="The unit's commitment to human rights, as the request cites it.")
@click.option("--roster", type=click.Path(path_type=Path), help="A CSV, TSV or XLSX file with a column of units.")
@click.option("--encoding", default="", help="The roster's encoding, such as windows-1256 (default: found out).")
@click.option("--policy", "policies", multiple=True, required=True, help="A policy id or file; may be repeated.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="A .csv, .xlsx, .jsonl or .html file, or a folder.")
@click.option("--threshold", type=click.FloatRange(0.5, 1), default=0.7, show_default=True, help="Lowest name score.")
@click.option(
    "--workers", type=click.IntRange(1, 64), help="Processes that decide a roster [default: as many as help]."
)
@click.option("--explain", is_flag=True, help="Print the whole memo instead of a summary.")
@click.option("--no-record", is_flag=True, help="Do not keep the decisions in the register.")
@as_of_option
@known_at_option
@common
def command(
    unit: str | None,
    leaders: tuple[str, ...],
    individual: str,
    country: str,
    commitment: str,
    roster: Path | None,
    encoding: str,
    policies: tuple[str, ...],
    out: Path | None,
    threshold: float,
    workers: int | None,
    explain: bool,
    no_record: bool,
    as_of: str | None,
    known_at: str | None,
    register_option: str | None,
    as_json: bool,
) -> None:
    """Vet UNIT, or every unit of a roster, and explain the outcome clause by clause."""
    if roster and (leaders or individual or country or commitment):
        raise UsageError(
            "--leader, --individual, --country and --commitment belong to one unit",
            hint="a roster has columns for leaders, country and commitment",
        )
    if workers and not roster:
        raise UsageError("--workers is for a roster", hint="one unit is decided by one process")
    if not roster and unit is None and individual:
        unit = ""
    if (unit is None) == (roster is None):
        raise UsageError("give either UNIT or --roster", hint='muster vet "UNIT" --policy ... or --roster FILE')
    on = day(as_of)
    if out:
        check_out(out)
    rows = None
    if roster:
        with busy("reading the roster"):
            rows = read_roster(InputFile(roster, codec(encoding)))
    with opened(register_option) as register:
        with busy("reading the register"):
            desk = Desk(Snapshot(register, known_at), threshold)
        if rows is not None:
            vet_all(register if not no_record else None, desk, rows, policies, on, out, as_json, workers)
            return
        requests = [
            Request(str(unit), one, on, tuple(leaders), country, commitment, individual=individual) for one in policies
        ]
        decisions = desk.decide_all(requests)
        if out and out.suffix.lower() == ".html" and len(decisions) != 1:
            raise UsageError("one decision fits an .html file", hint="give a folder for several")
        if not no_record:
            keep(register, desk, decisions)
        if out:
            write_decisions(out, decisions, desk.snapshot)
    _unit_result(decisions, out, as_json, explain)


def _unit_result(decisions: list[Decision], out: Path | None, as_json: bool, explain: bool) -> None:
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
    from muster.reports.content import deadline

    unit = decision.subject.unit
    say(f"{decision.policy.title}, as of {decision.request.as_of}", "bold")
    say(outcome(decision.outcome.value))
    resolved = f" = {unit.entity}" if unit.entity else ""
    say(f"  unit: {unit.text}{resolved} ({unit.resolved_by})")
    if person := decision.subject.individual:
        say(f"  individual: {person.text}{f' = {person.entity}' if person.entity else ''} ({person.resolved_by})")
    for leader in (*decision.subject.leaders, *decision.subject.superiors):
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
        for one in finding.weighed:
            say(f"      weighed: {one.spoken()}")
    data = decision.as_dict()
    if data["risk"]:
        say(f"  risk of {data['risk']['of']}: {data['risk']['level']} ({', '.join(data['risk']['raised_by'])})")
        for one in data["risk"]["mitigations"]:
            say(f"      measure: {one['what']}")
    for one in data["duties"]:
        say(f"  duty: {one['what']}{f' ({until})' if (until := deadline(one)) else ''}")
    for text in data["gaps"]:
        say(f"  missing: {text}")
    _searched(decision)
    say(f"  decision {decision.id}. Muster advises; people decide.")


def _searched(decision: Decision) -> None:
    """Coverage, in one line: what was searched, and of which day it is."""
    say(f"  Searched: {searched((one.list, one.edition) for one in decision.coverage)}.")
