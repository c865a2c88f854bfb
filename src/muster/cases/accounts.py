"""Who people are: accounts with one role each, passwords under Argon2id, API tokens and sessions stored as digests.

A wrong name and a wrong password take the same time and get the same answer, and too many of either make everyone who
guesses from that place, or at that account, wait.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from muster.cases.states import ROLES
from muster.claims import canonical
from muster.errors import BadInput, NotAllowed, NotFound, TooManyTries
from muster.register import Register, schema

SESSION_HOURS = 12
TOKEN_DAYS = 90
WINDOW_MINUTES = 15  # failed logins count for so long
PER_ACCOUNT = 5  # failed logins on one account before it waits
PER_ORIGIN = 20  # failed logins from one place before it waits
MIN_PASSWORD, MAX_PASSWORD = 12, 1000  # characters
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may use the register, in one role."""

    name: str
    full_name: str
    role: str
    active: bool

    def as_dict(self) -> dict[str, Any]:
        return {"name": self.name, "full_name": self.full_name, "role": self.role, "active": self.active}


@dataclass(frozen=True, slots=True)
class Token:
    """An API token: whose, what for, until when. Its secret is shown once and is stored only as a digest."""

    id: str
    account: str
    label: str
    expires: str

    def as_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


class Accounts:
    """The accounts of a register."""

    def __init__(self, register: Register) -> None:
        self._register = register

    # --- accounts ----------------------------------------------------------------------------------------

    def all(self) -> list[Account]:
        """Every account, by name."""
        with self._register.transaction() as connection:
            return [_account(row) for row in _newest(connection)]

    def get(self, name: str) -> Account:
        """The account of this name. Raises NotFound."""
        with self._register.transaction() as connection:
            row = _row(connection, name)
        if row is None:
            raise NotFound(f"no user {name!r}", hint="`muster user list` shows them")
        return _account(row)

    def add(
        self, name: str, role: str, *, full_name: str = "", password: str = "", by: Account | None = None
    ) -> Account:
        """Make an account. Only an administrator may, except for the first one, which must be an administrator's.

        Without a password nobody can log in to it until `change` sets one. Raises BadInput, NotAllowed.
        """
        name = name.strip().lower()
        if not _NAME.fullmatch(name):
            raise BadInput(f"not a user name: {name!r}", hint="letters, digits, dot, dash and underscore, up to 64")
        _check_role(role)
        hashed = _hashed(password) if password else ""
        with self._register.transaction(write=True) as connection:
            if _newest(connection):
                _must_administer(connection, by)
            elif role != "administrator":
                raise NotAllowed("the first user keeps the others", hint="make an administrator first")
            if _row(connection, name):
                raise BadInput(f"there is a user {name!r} already", hint="choose another name, or change that one")
            self._write(connection, "user added", by or name, name, full_name, role, hashed, True)
        return Account(name, full_name, role, True)

    def change(
        self,
        name: str,
        *,
        by: Account,
        role: str | None = None,
        full_name: str | None = None,
        password: str | None = None,
        active: bool | None = None,
    ) -> Account:
        """Change an account; what is None stays. Everyone may change their own password, an administrator all else.

        Sessions and tokens of an account that is closed no longer open it; a new password ends its sessions. The last
        administrator cannot be closed or given another role. Raises BadInput, NotAllowed, NotFound.
        """
        own = by.name == name and role is None and full_name is None and active is None
        if role is not None:
            _check_role(role)
        hashed = _hashed(password) if password is not None else None
        with self._register.transaction(write=True) as connection:
            if own:
                _must_be_active(connection, by)
            else:
                _must_administer(connection, by)
            row = _row(connection, name)
            if row is None:
                raise NotFound(f"no user {name!r}", hint="`muster user list` shows them")
            now_role = row.role if role is None else role
            now_active = bool(row.active) if active is None else active
            left = [
                one for one in _newest(connection) if one.active and one.role == "administrator" and one.name != name
            ]
            if row.active and row.role == "administrator" and not left and (now_role != row.role or not now_active):
                raise NotAllowed("this is the last administrator", hint="make another one first")
            full = row.full_name if full_name is None else full_name
            kept = row.password if hashed is None else hashed
            self._write(connection, "user changed", by, name, full, now_role, kept, now_active)
            if hashed is not None or not now_active:
                connection.execute(schema.session.delete().where(schema.session.c.account == name))
        return Account(name, full, now_role, now_active)

    def _write(
        self,
        connection: sa.Connection,
        action: str,
        by: Account | str,
        name: str,
        full_name: str,
        role: str,
        password: str,
        active: bool,
    ) -> None:
        act = self._register.act(connection, action, by if isinstance(by, str) else by.name)
        values = {"name": name, "full_name": full_name, "role": role, "password": password, "active": int(active)}
        connection.execute(schema.account.insert().values(**values, tx=act))

    # --- passwords and sessions --------------------------------------------------------------------------

    def check(self, name: str, password: str, origin: str = "local") -> Account:
        """The account that this password opens. Raises NotAllowed, or TooManyTries after too many failures.

        `origin` says from where: an address, or `local`.
        """
        name = name.strip().lower()
        with self._register.transaction(write=True) as connection:
            self._refuse_guessing(connection, name, origin)
            row = _row(connection, name)
            # The try is noted before the password is looked at, so that guesses sent at once all count.
            noted = connection.execute(
                schema.attempt.insert().values(account=name[:64], origin=origin[:64], at=self._register.now())
            ).inserted_primary_key
        right = _matches(row.password if row is not None else "", password) and row is not None and bool(row.active)
        if not right or row is None:
            raise NotAllowed("the name or the password is wrong", hint="try again, or ask an administrator")
        with self._register.transaction(write=True) as connection:
            assert noted is not None
            connection.execute(schema.attempt.delete().where(schema.attempt.c.seq == noted[0]))
        return _account(row)

    def login(self, name: str, password: str, origin: str = "local") -> str:
        """Open a session and return its secret, which is stored only as a digest. Raises as `check` does."""
        account = self.check(name, password, origin)
        secret = secrets.token_urlsafe(32)
        now = self._register.now()
        with self._register.transaction(write=True) as connection:
            act = self._register.act(connection, "login", account.name)
            connection.execute(schema.remark.insert().values(body=canonical({"origin": origin}), tx=act))
            connection.execute(schema.session.delete().where(schema.session.c.expires <= now))
            values = {"account": account.name, "opened": now, "expires": _later(now, hours=SESSION_HOURS)}
            connection.execute(schema.session.insert().values(hash=_digest(secret), **values))
        return secret

    def by_session(self, secret: str) -> Account:
        """Whose session this is. Raises NotAllowed if it is none, has expired, or the account was closed."""
        now = self._register.now()
        with self._register.transaction() as connection:
            query = sa.select(schema.session).where(schema.session.c.hash == _digest(secret))
            found = connection.execute(query.where(schema.session.c.expires > now)).first()
            row = _row(connection, found.account) if found else None
        if row is None or not row.active:
            raise NotAllowed("not logged in", hint="log in again")
        return _account(row)

    def logout(self, secret: str) -> None:
        """End a session, if there is one."""
        with self._register.transaction(write=True) as connection:
            connection.execute(schema.session.delete().where(schema.session.c.hash == _digest(secret)))

    def _refuse_guessing(self, connection: sa.Connection, name: str, origin: str) -> None:
        since = _later(self._register.now(), minutes=-WINDOW_MINUTES)
        connection.execute(schema.attempt.delete().where(schema.attempt.c.at <= since))
        for column, value, allowed in (
            (schema.attempt.c.account, name[:64], PER_ACCOUNT),
            (schema.attempt.c.origin, origin[:64], PER_ORIGIN),
        ):
            count = connection.execute(
                sa.select(sa.func.count()).select_from(schema.attempt).where(column == value)
            ).scalar()
            if (count or 0) >= allowed:
                raise TooManyTries("too many failed logins", hint=f"wait {WINDOW_MINUTES} minutes")

    # --- API tokens --------------------------------------------------------------------------------------

    def make_token(self, who: Account, label: str, days: int = TOKEN_DAYS) -> tuple[Token, str]:
        """A new token for one's own account, and its secret, which cannot be shown again. Raises BadInput."""
        if not label.strip():
            raise BadInput("a token needs a label", hint="say what it is for")
        if not 1 <= days <= 366:
            raise BadInput(f"a token lasts 1 to 366 days, not {days}")
        id_ = secrets.token_hex(6)
        secret = f"muster_{id_}_{secrets.token_urlsafe(32)}"
        made = Token(id_, who.name, label.strip(), _later(self._register.now(), days=days))
        with self._register.transaction(write=True) as connection:
            _must_be_active(connection, who)
            act = self._register.act(connection, "token made", who.name)
            values = {**made.as_dict(), "hash": _digest(secret), "ended": 0}
            connection.execute(schema.token.insert().values(**values, tx=act))
        return made, secret

    def tokens(self, name: str | None = None) -> list[Token]:
        """The tokens that are in force, of one account or of all."""
        now = self._register.now()
        with self._register.transaction() as connection:
            return [
                Token(row.id, row.account, row.label, row.expires)
                for row in _newest_tokens(connection)
                if not row.ended and row.expires > now and name in (None, row.account)
            ]

    def end_token(self, id_: str, by: Account) -> None:
        """End a token: one's own, or anyone's for an administrator. Raises NotFound, NotAllowed."""
        with self._register.transaction(write=True) as connection:
            row = next((one for one in _newest_tokens(connection) if one.id == id_ and not one.ended), None)
            if row is None:
                raise NotFound(f"no token {id_!r}")
            if row.account != by.name:
                _must_administer(connection, by)
            act = self._register.act(connection, "token ended", by.name)
            values = {name: getattr(row, name) for name in ("id", "account", "label", "hash", "expires")}
            connection.execute(schema.token.insert().values(**values, ended=1, tx=act))

    def by_token(self, secret: str) -> Account:
        """Whose token this is. Raises NotAllowed if it is none, has ended or expired, or the account was closed."""
        id_ = [*secret.split("_"), "", ""][1]
        now = self._register.now()
        with self._register.transaction() as connection:
            query = sa.select(schema.token).where(schema.token.c.id == id_).order_by(schema.token.c.seq.desc()).limit(1)
            found = connection.execute(query).first()
            valid = found is not None and secrets.compare_digest(found.hash, _digest(secret))
            row = (
                _row(connection, found.account) if found and valid and not found.ended and found.expires > now else None
            )
        if row is None or not row.active:
            raise NotAllowed("not a valid token", hint="make one with `muster user token`")
        return _account(row)


def _newest(connection: sa.Connection) -> list[Any]:
    newest = sa.select(sa.func.max(schema.account.c.seq)).group_by(schema.account.c.name)
    query = sa.select(schema.account).where(schema.account.c.seq.in_(newest)).order_by(schema.account.c.name)
    return list(connection.execute(query))


def _newest_tokens(connection: sa.Connection) -> Iterator[Any]:
    newest = sa.select(sa.func.max(schema.token.c.seq)).group_by(schema.token.c.id)
    yield from connection.execute(sa.select(schema.token).where(schema.token.c.seq.in_(newest)))


def _row(connection: sa.Connection, name: str) -> Any:
    query = sa.select(schema.account).where(schema.account.c.name == name).order_by(schema.account.c.seq.desc())
    return connection.execute(query.limit(1)).first()


def _account(row: Any) -> Account:
    return Account(row.name, row.full_name, row.role, bool(row.active))


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise BadInput(f"not a role: {role!r}", hint=f"one of {', '.join(ROLES)}")


def _must_administer(connection: sa.Connection, by: Account | None) -> None:
    row = _row(connection, by.name) if by else None
    if row is None or row.role != "administrator" or not row.active:
        raise NotAllowed("only an administrator keeps the accounts", hint="ask one")


def _must_be_active(connection: sa.Connection, who: Account) -> None:
    row = _row(connection, who.name)
    if row is None or not row.active:
        raise NotAllowed(f"the account {who.name} is closed", hint="ask an administrator")


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobodys() -> str:
    return _hasher().hash(secrets.token_urlsafe(16))


def _hashed(password: str) -> str:
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise BadInput(f"a password has {MIN_PASSWORD} to {MAX_PASSWORD} characters", hint="a few words will do")
    return _hasher().hash(password.encode("utf-8", "surrogatepass"))


def _matches(stored: str, password: str) -> bool:
    try:
        verified = _hasher().verify(stored or _nobodys(), password[:MAX_PASSWORD].encode("utf-8", "surrogatepass"))
    except (Argon2Error, InvalidHashError):
        return False
    return verified and bool(stored) and len(password) <= MAX_PASSWORD


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _later(moment: str, **by: float) -> str:
    return (datetime.fromisoformat(moment) + timedelta(**by)).isoformat(timespec="microseconds")
