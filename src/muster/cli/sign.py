"""`muster sign`: a person's name under a case: the analyst's first, then a second person's."""

from __future__ import annotations

from datetime import date

import click

from muster.cli.acting import acting, as_option
from muster.cli.common import busy, common, opened, print_json, say

_EPILOG = """\b
Examples:
  muster sign 12 --as bilal          the analyst signs first
  muster sign 12 --as chidi          an approver, who did not work on the case, signs second
  muster sign 12 --as bilal --valid-until 2027-01-31

The outcome must be one that can be approved, and no hit may be left open. Before the second signature the request is
decided again: if the facts changed for the worse, it is refused."""


@click.command("sign", epilog=_EPILOG)
@click.argument("case", type=int)
@click.option("--valid-until", default="", metavar="DAY", help="A day within the policy's validity (analyst only).")
@as_option
@common
def command(case: int, valid_until: str, who: str | None, register_option: str | None, as_json: bool) -> None:
    """Sign CASE: its decision and memo, as they stand. Two different people must."""
    from muster.cases import Cases
    from muster.errors import UsageError
    from muster.snapshot import Snapshot
    from muster.vetting import Desk

    on = date.today()
    with opened(register_option) as register:
        by = acting(register, who)
        cases = Cases(register)
        if by.role == "approver":
            if valid_until:
                raise UsageError("--valid-until belongs to the first signature")
            with busy("reading the register"):
                desk = Desk(Snapshot(register))
            found = cases.approve(case, by, desk, on)
        else:
            found = cases.sign(case, by, valid_until)
    if as_json:
        print_json(found.as_dict(on))
    elif found.state == "approved":
        say(f"Case {case} is approved until {found.valid_until}: muster case certificate {case}")
    else:
        say(f"Signed as {by.role}. Another person, with the role approver, must sign: muster sign {case} --as NAME")
