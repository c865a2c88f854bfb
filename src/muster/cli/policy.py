"""`muster policy`: the shipped policies, their clauses, and their own tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

import click

from muster.cli.common import common, print_json, say, table
from muster.policy import Policy, load_policy, policy_folder, policy_ids

_EPILOG = """\b
Examples:
  muster policy list
  muster policy show us-ndaa-2015-1236
  muster policy test            all shipped policies
  muster policy test my.yaml
  muster policy schema > policy.schema.json"""


@click.group("policy", epilog=_EPILOG)
def command() -> None:
    """Policies: a law stated as clauses that each cite their text."""


@command.command("list", epilog="\b\nExample:\n  muster policy list --json")
@common
def list_(register_option: str | None, as_json: bool) -> None:
    """List the shipped policies."""
    policies = [load_policy(one) for one in policy_ids()]
    if as_json:
        print_json([_summary(one) for one in policies])
        return
    rows = [(one.id, one.title, str(len(one.clauses)), _wording(one)) for one in policies]
    table("Policies", ("id", "title", "clauses", "wording"), rows)


@command.command("show", epilog="\b\nExample:\n  muster policy show us-ndaa-2015-1236")
@click.argument("policy")
@common
def show(policy: str, register_option: str | None, as_json: bool) -> None:
    """Show POLICY (an id or a file) clause by clause."""
    loaded = load_policy(policy)
    if as_json:
        print_json({**_summary(loaded), "text": loaded.text})
        return
    say(loaded.title, "bold")
    say(f"{loaded.authority}. {loaded.summary}")
    for text in _vetted(loaded):
        say(text)
    for clause in loaded.clauses:
        leads = ", ".join(f"{kind.value} -> {outcome.value}" for kind, outcome in clause.then.items())
        levels = ", ".join(f"{kind.value} -> {level.value}" for kind, level in clause.risk.items())
        say(f"\n{clause.id}: {clause.question}", "bold")
        say(f"  cites: {clause.cites} (wording {clause.wording})")
        say(f"  finder: {clause.finder}; {leads or 'leads to nothing by itself'}")
        if clause.settings:
            say(f"  with: {'; '.join(f'{key}: {_set_to(value)}' for key, value in clause.settings.items())}")
        if levels:
            say(f"  risk: {levels}")
        if clause.exempts:
            say(f"  lifts: {', '.join(clause.exempts)}")
    for duty in loaded.duties:
        within = f", within {duty.within_days} days of {duty.counts_from}" if duty.counts_from else ""
        say(f"\nduty {duty.id}: {duty.what}{within}", "bold")
        say(f"  when: {', '.join(one.value for one in duty.when)}")
        say(f"  cites: {duty.cites} (wording {duty.wording})")
    for measure in loaded.risk.mitigations if loaded.risk else ():
        say(f"\nmeasure {measure.id}: {measure.what}", "bold")
        say(f"  at risk: {', '.join(one.value for one in measure.at)}")
        say(f"  cites: {measure.cites} (wording {measure.wording})")
    for text in loaded.notes:
        say(f"\nnote: {text}")


@command.command("schema", epilog="\b\nExample:\n  muster policy schema > policy.schema.json")
@common
def schema_(register_option: str | None, as_json: bool) -> None:
    """Print the JSON Schema of policy files, for an editor to check them while they are written."""
    from muster.policy.schema import schema

    print_json(schema())


@command.command("template", epilog="\b\nExample:\n  muster policy template > mine.yaml")
@common
def template(register_option: str | None, as_json: bool) -> None:
    """Print a whole policy with tests, to begin your own with."""
    text = (policy_folder() / "template" / "policy.yaml").read_text("utf-8")
    if as_json:
        print_json({"text": text})
    else:
        click.echo(text, nl=False)


@command.command("test", epilog="\b\nExamples:\n  muster policy test\n  muster policy test my.yaml")
@click.argument("policies", nargs=-1)
@common
@click.pass_context
def test(ctx: click.Context, policies: tuple[str, ...], register_option: str | None, as_json: bool) -> int:
    """Run the test vectors of POLICIES (ids or files; all shipped ones if none is named)."""
    from muster.vetting import run_vectors

    results = {name: run_vectors(load_policy(name)) for name in policies or policy_ids()}
    failed = sum(bool(one.problems) for found in results.values() for one in found)
    if as_json:
        print_json(
            {
                name: [{"case": one.case, "problems": list(one.problems)} for one in found]
                for name, found in results.items()
            }
        )
        return 1 if failed else 0
    for name, found in results.items():
        say(f"{name}: {sum(not one.problems for one in found)} of {len(found)} passed", "bold")
        for one in found:
            for problem in one.problems:
                say(f"  {one.case}: {problem}", "red")
    return 1 if failed else 0


def _vetted(policy: Policy) -> Iterator[str]:
    yield f"vetted with a unit: {', '.join(policy.vets.unit)}; with an individual: {', '.join(policy.vets.individual)}"
    if policy.vets.superiors:
        yield f"vetted too: those who lead the units up to {policy.vets.superiors} levels above"


def _set_to(value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{key} {_set_to(one)}" for key, one in value.items())
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _wording(policy: Policy) -> str:
    unverified = sum(clause.wording == "unverified" for clause in policy.clauses)
    return f"{unverified} of {len(policy.clauses)} unverified" if unverified else "verified"


def _summary(policy: Policy) -> dict[str, object]:
    return {
        "id": policy.id,
        "title": policy.title,
        "authority": policy.authority,
        "summary": policy.summary,
        "digest": policy.digest,
        "clauses": [
            {
                "id": clause.id,
                "cites": clause.cites,
                "wording": clause.wording,
                "question": clause.question,
                "finder": clause.finder,
                "with": {
                    key: list(value) if isinstance(value, tuple) else value for key, value in clause.settings.items()
                },
                "then": {kind.value: outcome.value for kind, outcome in clause.then.items()},
                "exempts": list(clause.exempts),
                "risk": {kind.value: level.value for kind, level in clause.risk.items()},
            }
            for clause in policy.clauses
        ],
        "notes": list(policy.notes),
        "validity_days": policy.validity_days,
        "vets": asdict(policy.vets),
        "duties": [asdict(one) for one in policy.duties],
        "risk": asdict(policy.risk) if policy.risk else None,
    }
