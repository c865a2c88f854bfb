"""`muster report`: the overview of a period, as a page with plots or as JSON."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from muster.cli.common import common, day, examples, opened, print_json, say
from muster.cli.outfile import write
from muster.errors import UsageError


@click.command(
    "report",
    epilog=examples(
        "muster report --from 2026-07-01 --to 2026-09-30 -o third-quarter.html",
        "muster report --from 2026-07-01 --json",
    ),
)
@click.option("--from", "first", required=True, metavar="DAY", help="The first day of the period, YYYY-MM-DD.")
@click.option("--to", "last", metavar="DAY", help="Its last day (default: today).")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the page to this .html file.")
@common
def command(first: str, last: str | None, output: Path | None, register_option: str | None, as_json: bool) -> None:
    """Count what happened from one day to another: requests, outcomes, reasons, ages, approvals that expired or
    ended, cases reopened, contested claims; by country and policy."""
    from muster.cases.overview import overview

    if output is None and not as_json:
        raise UsageError("nothing to write", hint="-o FILE.html, or --json")
    with opened(register_option) as register:
        figures = overview(register, day(first), day(last) if last else date.today())
    if output:
        from muster.reports import overview_page

        write(output, overview_page(figures))
    if as_json:
        print_json(figures)
    elif output:
        say(f"{figures['decisions']:,} decisions and {figures['cases']['opened']:,} new cases: {output}")
