"""`muster user`: accounts, roles, passwords and tokens."""

from __future__ import annotations

import click

from muster.cli.acting import acting, as_option, ask_password
from muster.cli.common import common, examples, opened, print_json, say, table

_EPILOG = """\b
Examples:
  muster user add amina --role administrator      the first user keeps the others
  muster user add bilal --role analyst --as amina
  muster user list
  export MUSTER_TOKEN=$(muster user token --as bilal --label desk)

Roles: a viewer reads, an analyst works on cases and signs first, an approver signs second, an administrator keeps the
accounts and signs nothing. Each person has one role."""

_ROLES = click.Choice(["viewer", "analyst", "approver", "administrator"])


@click.group("user", epilog=_EPILOG)
def command() -> None:
    """Who may work on cases, in which role."""


@command.command("add", epilog=_EPILOG)
@click.argument("name")
@click.option("--role", required=True, type=_ROLES, help="What NAME may do.")
@click.option("--full-name", default="", help="As it stands on certificates' records.")
@click.option("--no-password", is_flag=True, help="Set none now; nobody can log in until one is set.")
@as_option
@common
def add(
    name: str,
    role: str,
    full_name: str,
    no_password: bool,
    who: str | None,
    register_option: str | None,
    as_json: bool,
) -> None:
    """Make an account for NAME. Asks for NAME's password, twice."""
    from muster.cases import Accounts

    with opened(register_option) as register:
        accounts = Accounts(register)
        by = acting(register, who) if accounts.all() else None
        password = "" if no_password else _new_password(name)
        made = accounts.add(name, role, full_name=full_name, password=password, by=by)
    if as_json:
        print_json(made.as_dict())
    else:
        say(f"{made.name} is now {made.role}.")


@command.command(
    "change",
    epilog=examples(
        "muster user change bilal --role approver --as amina",
        "muster user change bilal --close --as amina",
        "muster user change bilal --password --as bilal",
    ),
)
@click.argument("name")
@click.option("--role", type=_ROLES, help="Another role.")
@click.option("--full-name", help="Another full name.")
@click.option("--password", is_flag=True, help="Ask for a new password. Sessions end.")
@click.option("--close/--open", "close", default=None, help="Close the account, or open it again.")
@as_option
@common
def change(
    name: str,
    role: str | None,
    full_name: str | None,
    password: bool,
    close: bool | None,
    who: str | None,
    register_option: str | None,
    as_json: bool,
) -> None:
    """Change NAME's account. What they signed stays theirs."""
    from muster.cases import Accounts

    with opened(register_option) as register:
        by = acting(register, who)
        new = _new_password(name) if password else None
        active = None if close is None else not close
        made = Accounts(register).change(name, by=by, role=role, full_name=full_name, password=new, active=active)
    if as_json:
        print_json(made.as_dict())
    else:
        say(f"{made.name}: {made.role}{'' if made.active else ', closed'}.")


@command.command("list", epilog="\b\nExample:\n  muster user list --json")
@common
def list_(register_option: str | None, as_json: bool) -> None:
    """List the accounts."""
    from muster.cases import Accounts

    with opened(register_option) as register:
        found = Accounts(register).all()
    if as_json:
        print_json([one.as_dict() for one in found])
        return
    rows = [(one.name, one.full_name, one.role, "open" if one.active else "closed") for one in found]
    table("Users", ("name", "full name", "role", "account"), rows)


@command.command(
    "token",
    epilog=examples(
        "export MUSTER_TOKEN=$(muster user token --as bilal --label desk)",
        "muster user token --list",
        "muster user token --end 3f0c51d2a9b4 --as bilal",
    ),
)
@click.option("--label", help="Make a token for yourself; what it is for.")
@click.option("--days", type=click.IntRange(1, 366), default=90, show_default=True, help="How long it lasts.")
@click.option("--end", metavar="ID", help="End a token.")
@click.option("--list", "listed", is_flag=True, help="List the tokens in force.")
@as_option
@common
def token(
    label: str | None,
    days: int,
    end: str | None,
    listed: bool,
    who: str | None,
    register_option: str | None,
    as_json: bool,
) -> None:
    """Make, list or end API tokens. A token is shown once; the register keeps its digest."""
    from muster.cases import Accounts
    from muster.errors import UsageError

    if (label is not None) + bool(end) + listed != 1:
        raise UsageError("give one of --label, --end and --list")
    with opened(register_option) as register:
        accounts = Accounts(register)
        if listed:
            found = accounts.tokens()
            if as_json:
                print_json([one.as_dict() for one in found])
            else:
                rows = [(one.id, one.account, one.label, one.expires[:10]) for one in found]
                table("Tokens", ("id", "user", "for", "until"), rows)
            return
        by = acting(register, who)
        if end:
            accounts.end_token(end, by)
            say(f"Token {end} ended.")
            return
        made, secret = accounts.make_token(by, label or "", days)
    if as_json:
        print_json({**made.as_dict(), "token": secret})
    else:
        click.echo(secret)


def _new_password(name: str) -> str:
    return ask_password(f"New password of {name}", twice=True)
