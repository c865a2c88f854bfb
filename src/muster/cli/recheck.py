"""`muster recheck`: which earlier decisions no longer stand, and why."""

from __future__ import annotations

import click

from muster.cli.common import as_of_option, common, day, opened, outcome, print_json, progress, say, table
from muster.policy import load_policy
from muster.snapshot import Snapshot
from muster.vetting import Desk, Recheck, recheck

_EPILOG = """\b
Example:
  muster import later.yaml
  muster recheck --as-of 2020-01-03"""


@click.command("recheck", epilog=_EPILOG)
@click.option("--policy", "policies", multiple=True, help="The file of a policy that is not shipped; may be repeated.")
@as_of_option
@common
def command(policies: tuple[str, ...], as_of: str | None, register_option: str | None, as_json: bool) -> None:
    """Put every request decided before again, with today's knowledge and as of a day."""
    on = day(as_of)
    files = {load_policy(one).id: one for one in policies}
    with opened(register_option) as register:
        decisions = register.decisions()
        with progress("decisions", len(decisions)) as step:
            found = recheck(Desk(Snapshot(register)), decisions, on, lambda: step(1), files)
    if as_json:
        print_json([one.as_dict() for one in found])
        return
    if not found:
        say(f"None of {len(decisions)} earlier decisions needs vetting again on {on}. This is not a clearance.")
        return
    rows = [
        (
            _asked(one),
            one.policy,
            f"{one.was} ({one.was_as_of})",
            outcome(one.now.outcome.value) if one.now else "not decided",
            "\n".join(one.why[:4]),
        )
        for one in found
    ]
    table(f"To be vetted again, as of {on}", ("unit", "policy", "was", "now", "why"), rows)


def _asked(one: Recheck) -> str:
    """The unit, with the leaders that the request named: two requests on one unit are two lines."""
    leaders = one.now.request.leaders if one.now else ()
    return f"{one.unit} (led by {', '.join(leaders)})" if leaders else one.unit
