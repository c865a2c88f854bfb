"""Who acts: the account that a command acts for, shown by a token or a password."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from muster.errors import NotAllowed

if TYPE_CHECKING:
    from muster.cases import Account
    from muster.register import Register

F = TypeVar("F", bound=Callable[..., Any])


def as_option(command: F) -> F:
    """Add --as, the user who acts."""
    text = "The user who acts (default: your login name), shown by $MUSTER_TOKEN or by the password."
    return click.option("--as", "who", metavar="NAME", help=text)(command)


def acting(register: Register, name: str | None) -> Account:
    """The account that acts. Raises NotAllowed if it is not shown to be theirs."""
    from muster.cases import Accounts

    accounts = Accounts(register)
    if not accounts.all():
        raise NotAllowed("this register has no users yet", hint="muster user add NAME --role administrator")
    secret = os.environ.get("MUSTER_TOKEN")
    if secret:
        account = accounts.by_token(secret)
        if name and name.strip().lower() != account.name:
            raise NotAllowed(
                f"$MUSTER_TOKEN is {account.name}'s, not {name}'s", hint="leave --as out, or unset the token"
            )
        return account
    found = name or _login()
    return accounts.check(found, ask_password(f"Password of {found}"))


def ask_password(prompt: str, *, twice: bool = False) -> str:
    """A password typed unseen on a terminal, or the next line of a pipe."""
    if sys.stdin.isatty():
        typed: str = click.prompt(prompt, hide_input=True, confirmation_prompt=twice, err=True)
        return typed
    return sys.stdin.readline().rstrip("\r\n")


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise NotAllowed("nobody is named", hint="--as NAME") from None
