"""`muster case`: a request on its way: opened, adjudicated, decided, signed or refused, reopened."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from muster.cli.acting import acting, as_option
from muster.cli.case_hits import adjudicate, hits
from muster.cli.common import as_of_option, busy, common, day, examples, opened, outcome, print_json, say, table
from muster.cli.outfile import write
from muster.cli.sign import command as sign
from muster.errors import BadInput, UsageError

if TYPE_CHECKING:
    from muster.cases import Account, Case, Cases
    from muster.vetting import Desk

_EPILOG = """\b
Examples:
  muster case new "Lake Brigade" --policy us-leahy-state --leader "Sami Example Harun" --country iq --as bilal
  muster case decide 1 --as bilal
  muster case hits 1
  muster case adjudicate 1 ofac-1234 different --reason "another birth date" --as bilal
  muster case decide 1 --as bilal
  muster case sign 1 --as bilal
  muster case sign 1 --as chidi
  muster case certificate 1

No case is ever approved unless two different people have signed it."""


@click.group("case", epilog=_EPILOG)
def command() -> None:
    """Requests on their way, from adjudication to two signatures and to expiry."""


def _done(case: Case, as_json: bool) -> None:
    if as_json:
        print_json(case.as_dict(date.today()))
    else:
        say(f"Case {case.number} ({case.unit}): {case.standing(date.today())}.")


def _acting(act: Callable[[Cases, Account], Case], who: str | None, register_option: str | None, as_json: bool) -> None:
    """Do one act on a case and say where it stands then."""
    from muster.cases import Cases

    with opened(register_option) as register:
        found = act(Cases(register), acting(register, who))
    _done(found, as_json)


def _desk(register: Any) -> Desk:
    from muster.snapshot import Snapshot
    from muster.vetting import Desk

    with busy("reading the register"):
        return Desk(Snapshot(register))


@command.command("new", epilog=examples(
    'muster case new "Lake Brigade" --policy us-leahy-state --leader "Sami Example Harun" --as bilal',
    "muster case new --roster units.xlsx --policy us-leahy-state --due 2026-12-01 --as bilal",
))  # fmt: skip
@click.argument("unit", required=False)
@click.option("--roster", type=click.Path(path_type=Path), help="A case for each distinct request of this roster.")
@click.option("--policy", required=True, help="The policy's id, or its file.")
@click.option("--leader", "leaders", multiple=True, metavar="NAME", help="A leader of UNIT; may be repeated.")
@click.option("--country", default="", help="The unit's country.")
@click.option("--commitment", default="", help="The unit's commitment, and where it stands.")
@click.option("--identifier", default="", metavar="ENTITY", help="The register's entity that UNIT is.")
@click.option("--individual", default="", metavar="NAME", help="A person of UNIT who is to be assisted.")
@click.option("--due", default="", metavar="DAY", help="The day by which an answer is needed.")
@as_option
@common
def new(
    unit: str | None,
    roster: Path | None,
    policy: str,
    leaders: tuple[str, ...],
    country: str,
    commitment: str,
    identifier: str,
    individual: str,
    due: str,
    who: str | None,
    register_option: str | None,
    as_json: bool,
) -> None:
    """Open a case for UNIT, or one for each distinct request of a roster."""
    from muster.cases import Cases
    from muster.policy import load_policy
    from muster.sources import InputFile, read_roster
    from muster.vetting import Request, requests_in

    if (unit is None and not individual) == (roster is None):
        raise UsageError("give either UNIT or --roster", hint='muster case new "UNIT" --policy ... or --roster FILE')
    if roster and (unit or leaders or country or commitment or identifier or individual):
        raise UsageError("a roster has columns for what else is known of a unit", hint="give --roster alone")
    load_policy(policy)
    today = date.today()
    if roster:
        requests = requests_in(read_roster(InputFile(roster, "")), policy, today)
    else:
        requests = [Request(unit or "", policy, today, leaders, country, commitment, identifier, individual=individual)]
    with opened(register_option) as register:
        numbers = Cases(register).open(requests, acting(register, who), due)
    if as_json:
        print_json({"cases": numbers})
    elif len(numbers) == 1:
        say(f"Case {numbers[0]} opened. Next: muster case decide {numbers[0]}")
    else:
        say(f"{len(numbers)} cases opened, {numbers[0]} to {numbers[-1]}. Next: muster case decide --all")


@command.command("list", epilog=examples("muster case list", "muster case list --state approved --json"))
@click.option("--state", "states", multiple=True, help="Only cases in this state; may be repeated.")
@click.option("--all", "everything", is_flag=True, help="Closed cases too (default: those with something to do).")
@common
def list_(states: tuple[str, ...], everything: bool, register_option: str | None, as_json: bool) -> None:
    """List cases, the most urgent first."""
    from muster.cases import STATES, Cases

    if unknown := set(states) - STATES.keys():
        raise UsageError(f"no such state: {', '.join(sorted(unknown))}", hint=f"one of {', '.join(STATES)}")
    today = date.today()
    with opened(register_option) as register:
        found = Cases(register).all(states)
    if not states and not everything:
        found = [one for one in found if one.is_open or one.standing(today) == "expired"]
    found.sort(key=lambda one: (one.due or "9999", one.number))
    if as_json:
        print_json([one.as_dict(today) for one in found])
        return
    rows = [
        (str(one.number), one.unit, one.policy, one.standing(today), _outcome(one), one.due, one.opened[:10])
        for one in found
    ]
    table("Cases", ("case", "unit", "policy", "state", "outcome", "due", "opened"), rows)
    if not rows:
        say("Nothing waits. `muster case new` opens a case; --all shows the closed ones.")


def _outcome(case: Case) -> str:
    return outcome(case.decided.body["outcome"]) if case.decided else ""


@command.command("show", epilog=examples("muster case show 12", "muster case show 12 --json"))
@click.argument("case", type=int)
@common
def show(case: int, register_option: str | None, as_json: bool) -> None:
    """Show CASE: where it stands, what is missing, and every step."""
    from muster.cases import Cases

    today = date.today()
    with opened(register_option) as register:
        cases = Cases(register)
        found = cases.get(case)
        open_hits = [hit for hit in cases.hits(found) if not hit.verdict]
        gaps = cases.decision(found)["gaps"] if found.last_decided else []
        proposals = cases.proposals(found)
    if as_json:
        print_json(
            {
                **found.as_dict(today),
                "hits": [hit.as_dict() for hit in open_hits],
                "gaps": gaps,
                "proposals": [one.as_dict() for one in proposals],
            }
        )
        return
    say(f"Case {found.number}: {found.unit}, under {found.policy}", "bold")
    say(f"  state: {found.standing(today)}" + (f", due {found.due}" if found.due else ""))
    facts = found.facts
    say(f"  leaders: {', '.join(facts['leaders']) or 'none named'}; country: {facts['country'] or 'not stated'}")
    if found.decided:
        body = found.decided.body
        say(f"  decision {body['decision']} as of {body['as_of']}: {body['outcome']}")
    else:
        say(f"  not decided as it stands: muster case decide {found.number}")
    for text in gaps:
        say(f"  missing: {text}")
    if open_hits:
        say(f"  {len(open_hits)} hits to adjudicate: muster case hits {found.number}")
    waiting = [one for one in proposals if one.waits]
    for document in found.documents:
        count = sum(one.document == document for one in waiting)
        say(f"  text {document}: " + (f"{count} proposed claims wait: muster review" if count else "all reviewed"))
    for one in waiting:
        say(f"    {one.proposal}  {one.text}")
    for signature in found.signed_by:
        say(f"  signed by {signature.person} ({signature.role}), {signature.at[:16]}Z")
    if found.memo:
        say(f"  memo of {len(found.memo.splitlines())} lines: muster case memo {found.number}")
    say("\nSteps", "bold")
    for step in found.steps:
        body = step.body
        why = body.get("reason") or "; ".join(body.get("why", body.get("missing", body.get("documents", ()))))
        did = step.act.replace("_", " ") + (f" ({why})" if why else "")
        say(f"  {step.at[:16]}Z  {step.person}: {did} -> {step.state}")


@command.command("attach", epilog=examples("muster case attach 12 d-0f3a… --as bilal"))
@click.argument("case", type=int)
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT...")
@as_option
@common
def attach(case: int, documents: tuple[str, ...], who: str | None, register_option: str | None, as_json: bool) -> None:
    """Attach texts that `muster read` has read to CASE. It is decided once each claim they propose was reviewed."""
    _acting(lambda cases, by: cases.attach(case, by, documents), who, register_option, as_json)


@command.command("set-aside", epilog=examples('muster case set-aside 12 --reason "about another unit" --as bilal'))
@click.argument("case", type=int)
@click.argument("proposals", nargs=-1, metavar="[PROPOSAL]...")
@click.option("--reason", required=True, help="Why they do not matter here.")
@as_option
@common
def set_aside(
    case: int, proposals: tuple[str, ...], reason: str, who: str | None, register_option: str | None, as_json: bool
) -> None:
    """Leave proposed claims (default: all that wait) out of CASE without judging them."""
    _acting(lambda cases, by: cases.set_aside(case, by, reason, proposals), who, register_option, as_json)


@command.command("ask", epilog=examples('muster case ask 12 "the commander\'s name" --as bilal'))
@click.argument("case", type=int)
@click.argument("missing", nargs=-1)
@as_option
@common
def ask(case: int, missing: tuple[str, ...], who: str | None, register_option: str | None, as_json: bool) -> None:
    """Ask the requester for MISSING facts (default: what the decision lacks). The case waits for the answer."""

    def act(cases: Cases, by: Account) -> Case:
        wanted = missing or cases.decision(cases.get(case))["gaps"]
        return cases.ask(case, by, wanted)

    _acting(act, who, register_option, as_json)


@command.command("answer", epilog=examples('muster case answer 12 --leader "Sami Example Harun" --as bilal'))
@click.argument("case", type=int)
@click.option("--leader", "leaders", multiple=True, metavar="NAME", help="A leader; all of them, if any is given.")
@click.option("--country", help="The unit's country.")
@click.option("--commitment", help="The unit's commitment, and where it stands.")
@click.option("--identifier", metavar="ENTITY", help="The register's entity that the unit is.")
@click.option("--note", default="", help="Who answered, and how.")
@as_option
@common
def answer(
    case: int,
    leaders: tuple[str, ...],
    country: str | None,
    commitment: str | None,
    identifier: str | None,
    note: str,
    who: str | None,
    register_option: str | None,
    as_json: bool,
) -> None:
    """Take down what the requester answered; the case is open again."""
    facts = {"country": country, "commitment": commitment, "identifier": identifier}

    def act(cases: Cases, by: Account) -> Case:
        return cases.answer(case, by, note, leaders=list(leaders) or None, **facts)

    _acting(act, who, register_option, as_json)


@command.command("decide", epilog=examples("muster case decide 12 --as bilal", "muster case decide --all --as bilal"))
@click.argument("numbers", nargs=-1, type=int, metavar="[CASE]...")
@click.option("--all", "everything", is_flag=True, help="Every case that is open and holds no proposed claim.")
@as_of_option
@as_option
@common
def decide(
    numbers: tuple[int, ...],
    everything: bool,
    as_of: str | None,
    who: str | None,
    register_option: str | None,
    as_json: bool,
) -> None:
    """Compute the decision on CASE with all that is known and adjudicated, and write the first memo."""
    from muster.cases import Cases
    from muster.reports import memo

    if bool(numbers) == everything:
        raise UsageError("give either cases or --all")
    on = day(as_of)
    with opened(register_option) as register:
        by = acting(register, who)
        cases = Cases(register)
        ready = (one for one in cases.all(["open", "reviewing"]) if not any(p.waits for p in cases.proposals(one)))
        wanted = numbers or tuple(one.number for one in ready)
        desk = _desk(register)
        desk.search_ahead(cases.get(one).asked(on) for one in wanted)
        found = [cases.decide(one, by, desk, on, memo) for one in wanted]
        waiting = {one.number: sum(not hit.verdict for hit in cases.hits(one)) for one in found}
    if as_json:
        print_json([one.as_dict(date.today()) for one in found])
        return
    rows = [(str(one.number), one.unit, _outcome(one), str(waiting[one.number])) for one in found]
    table("Decided", ("case", "unit", "outcome", "hits to adjudicate"), rows)


@command.command(
    "memo",
    epilog=examples(
        "muster case memo 12", "muster case memo 12 --file memo.txt --as bilal", "muster case memo 12 --edit --as bilal"
    ),
)
@click.argument("case", type=int)
@click.option("--file", type=click.Path(path_type=Path), help="Replace the memo with this text (- for standard input).")
@click.option("--edit", is_flag=True, help="Open the memo in $EDITOR.")
@as_option
@common
def memo_(
    case: int, file: Path | None, edit: bool, who: str | None, register_option: str | None, as_json: bool
) -> None:
    """Print the memo of CASE, or replace it."""
    from muster.cases import Cases

    if not file and not edit:
        with opened(register_option) as register:
            text = Cases(register).get(case).memo
        print_json({"memo": text}) if as_json else click.echo(text, nl=not text.endswith("\n"))
        return

    def act(cases: Cases, by: Account) -> Case:
        new = _read(file) if file else click.edit(cases.get(case).memo)
        if new is None:
            raise UsageError("the memo was not saved", hint="save it in the editor, or give --file")
        return cases.memo(case, by, new)

    _acting(act, who, register_option, as_json)


def _read(file: Path) -> str:
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise BadInput(f"cannot be read: {getattr(fault, 'strerror', None) or fault}", place=str(file)) from None


def _closing(name: str, act: str, text: str) -> click.Command:
    """A command that ends or reopens a case for a reason."""

    @click.command(name, help=text, epilog=examples(f'muster case {name} 12 --reason "..." --as chidi'))
    @click.argument("case", type=int)
    @click.option("--reason", required=True, help="Why.")
    @as_option
    @common
    def made(case: int, reason: str, who: str | None, register_option: str | None, as_json: bool) -> None:
        def do(cases: Cases, by: Account) -> Case:
            found: Case = getattr(cases, act)(case, by, reason)
            return found

        _acting(do, who, register_option, as_json)

    return made


command.add_command(_closing("refuse", "refuse", "Refuse CASE. `muster case letter` then says what would change that."))
command.add_command(_closing("return", "send_back", "Do not sign CASE, and send it back to the analyst."))
command.add_command(_closing("reopen", "reopen", "Take CASE up again. An approval ends with it."))
command.add_command(_closing("withdraw", "withdraw", "Close CASE because the request was taken back."))
command.add_command(hits)
command.add_command(adjudicate)
command.add_command(sign)


@command.command(
    "recheck", epilog=examples("muster case recheck --as bilal", "muster case recheck --reopen --as bilal")
)
@click.option("--reopen", is_flag=True, help="Take the cases up again at once.")
@as_option
@common
def recheck(reopen: bool, who: str | None, register_option: str | None, as_json: bool) -> None:
    """End every approval that has expired, or whose unit, leaders or evidence changed; say why."""
    from muster.cases import Cases

    today = date.today()
    with opened(register_option) as register:
        by = acting(register, who)
        found = Cases(register).recheck(by, today, reopen=reopen)
    if as_json:
        print_json([{"case": case.number, "unit": case.unit, "state": case.state, "why": why} for case, why in found])
        return
    table(
        "Ended", ("case", "unit", "now", "why"), [(str(c.number), c.unit, c.state, "; ".join(why)) for c, why in found]
    )
    if not found:
        say("Every approval still stands.")


@command.command("certificate", epilog=examples("muster case certificate 12 -o certificate.txt"))
@click.argument("case", type=int)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write it to this file.")
@common
def certificate(case: int, output: Path | None, register_option: str | None, as_json: bool) -> None:
    """The certificate of an approval in force, as text (or JSON with --json)."""
    from muster.cases import Cases, certificate_text
    from muster.claims import canonical

    with opened(register_option) as register:
        data = Cases(register).certificate(case, date.today())
    if output:
        write(output, canonical(data) + "\n" if as_json else certificate_text(data))
    elif as_json:
        print_json(data)
    else:
        click.echo(certificate_text(data), nl=False)


@command.command("letter", epilog=examples("muster case letter 12", "muster case letter 12 --to-government"))
@click.argument("case", type=int)
@click.option("--to-government", is_flag=True, help="A draft of what the unit's government must be told instead.")
@common
def letter(case: int, to_government: bool, register_option: str | None, as_json: bool) -> None:
    """What would change a refusal, clause by clause; or the draft of the duty to inform."""
    from muster.cases import Cases, duty_to_inform, remediation

    with opened(register_option) as register:
        cases = Cases(register)
        found = cases.get(case)
        text = (duty_to_inform if to_government else remediation)(found, cases.decision(found))
    if as_json:
        print_json({"case": case, "text": text})
    else:
        click.echo(text, nl=False)
