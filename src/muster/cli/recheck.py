"""`muster recheck`: which standing decisions come out otherwise now, and why."""

from __future__ import annotations

import click

from muster.cli.common import as_of_option, common, day, opened, outcome, print_json, progress, say, table
from muster.policy import load_policy
from muster.vetting import Recheck, recheck

_EPILOG = """\b
Example:
  muster import later.yaml
  muster recheck --as-of 2020-01-03"""
_REASONS = 4  # shown of each decision; --json gives all


@click.command("recheck", epilog=_EPILOG)
@click.option("--policy", "policies", multiple=True, help="The file of a policy that is not shipped; may be repeated.")
@click.option("--all", "everything", is_flag=True, help="Put every standing request again, touched or not.")
@as_of_option
@common
def command(
    policies: tuple[str, ...], everything: bool, as_of: str | None, register_option: str | None, as_json: bool
) -> None:
    """Find the standing decisions that come out otherwise with today's knowledge, as of a day, and say why.

    Only those are put again that depend on something that changed: a claim, a name, a judgement, the policy's text, a
    day. --all puts every one again, and comes to the same list.
    """
    on = day(as_of)
    given = [load_policy(one) for one in policies]
    with opened(register_option) as register, progress("decisions", None) as step:
        found = recheck(register, on, given, lambda done, total: step(1, total), everything=everything)
    if as_json:
        print_json([one.as_dict() for one in found.again])
        return
    if not found.again:
        say(f"None of {found.standing:,} standing decisions needs vetting again on {on}. This is not a clearance.")
    else:
        rows = [
            (
                _asked(one),
                one.policy,
                f"{one.was} ({one.was_as_of})",
                outcome(one.now.outcome.value) if one.now else "not decided",
                "\n".join(one.why[:_REASONS]),
            )
            for one in found.again
        ]
        title = f"To be vetted again, as of {on}: {len(rows):,} of {found.standing:,} standing decisions"
        table(title, ("unit", "policy", "was", "now", "why"), rows)
        for one in found.again:
            if one.now and one.would_change and one.now.outcome.value != "no_adverse_information":
                say(f"  {_asked(one)}, {one.policy}: what would change it")
                for text in one.would_change[:_REASONS]:
                    say(f"    {text}")
    if found.expired:
        say(f"Of {len(found.expired):,} standing decisions the time of validity, if signed, has ended by {on}.")


def _asked(one: Recheck) -> str:
    """The unit, with the leaders that the request named: two requests on one unit are two lines."""
    leaders = one.now.request.leaders if one.now else ()
    return f"{one.unit} (led by {', '.join(leaders)})" if leaders else one.unit
