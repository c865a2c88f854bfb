"""Accounts: what is stored cannot be used to log in, guessing is slowed, and every act re-reads who may do it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from muster.cases import Account, Accounts
from muster.cases.accounts import PER_ACCOUNT, PER_ORIGIN, SESSION_HOURS, WINDOW_MINUTES
from muster.cases.audit import entries, verify
from muster.errors import BadInput, NotAllowed, NotFound, TooManyTries

from .made import hands
from .made_cases import PASSWORD, Office


@pytest.fixture
def accounts(office: Office) -> Accounts:
    office.accounts.change("bilal", by=office["amina"], password=PASSWORD)
    return office.accounts


def test_a_password_opens_a_session_and_the_login_is_recorded(office: Office, accounts: Accounts) -> None:
    secret = accounts.login("Bilal ", PASSWORD, "10.0.0.7")
    assert accounts.by_session(secret) == Account("bilal", "", "analyst", True)
    newest = list(entries(office.register))[-1]
    assert (newest["action"], newest["actor"]) == ("login", "bilal")
    accounts.logout(secret)
    with pytest.raises(NotAllowed):
        accounts.by_session(secret)
    assert verify(office.register).sound


def test_a_wrong_name_and_a_wrong_password_get_one_answer(office: Office, accounts: Accounts) -> None:
    for name in ("bilal", "basma", "nobody", "", "x" * 10_000):
        for password in ("", PASSWORD + " ", PASSWORD.upper(), "x" * 5000, "\ud800"):
            with pytest.raises(NotAllowed, match="the name or the password is wrong"):
                accounts.login(name, password)
        office.now += timedelta(minutes=WINDOW_MINUTES)


def test_an_account_without_a_password_is_not_opened_by_an_empty_one(accounts: Accounts) -> None:
    with pytest.raises(NotAllowed):
        accounts.check("basma", "")


def test_nothing_stored_is_a_password_a_token_or_a_session(office: Office, accounts: Accounts) -> None:
    session = accounts.login("bilal", PASSWORD)
    _, token = accounts.make_token(accounts.by_session(session), "desk")
    with hands(office.register.path) as connection:
        dump = "\n".join(connection.iterdump())
    for secret in (PASSWORD, session, token, token.split("_", 2)[2]):
        assert secret not in dump
    assert "$argon2id$" in dump


def test_guessing_at_an_account_waits_and_then_goes_on(office: Office, accounts: Accounts) -> None:
    for _ in range(PER_ACCOUNT):
        with pytest.raises(NotAllowed, match="wrong"):
            accounts.check("bilal", "wrong", "10.0.0.1")
    with pytest.raises(TooManyTries) as caught:
        accounts.check("bilal", PASSWORD, "10.0.0.2")
    assert caught.value.http_status == 429
    assert "15 minutes" in caught.value.hint
    office.now += timedelta(minutes=WINDOW_MINUTES + 1)
    assert accounts.check("bilal", PASSWORD).name == "bilal"


def test_guessing_names_from_one_place_waits_and_others_do_not(accounts: Accounts) -> None:
    for number in range(PER_ORIGIN):
        with pytest.raises(NotAllowed, match="wrong"):
            accounts.check(f"guess{number}", "wrong", "10.0.0.1")
    with pytest.raises(TooManyTries):
        accounts.check("bilal", PASSWORD, "10.0.0.1")
    assert accounts.check("bilal", PASSWORD, "10.0.0.2").name == "bilal"


def test_logging_in_rightly_never_waits(accounts: Accounts) -> None:
    for _ in range(PER_ACCOUNT + 2):
        accounts.check("bilal", PASSWORD)


def test_a_session_ends_by_time_by_closing_and_by_a_new_password(office: Office, accounts: Accounts) -> None:
    first = accounts.login("bilal", PASSWORD)
    office.now += timedelta(hours=SESSION_HOURS)
    with pytest.raises(NotAllowed):
        accounts.by_session(first)
    second = accounts.login("bilal", PASSWORD)
    accounts.change("bilal", by=office["bilal"], password="another long password")
    with pytest.raises(NotAllowed):
        accounts.by_session(second)
    third = accounts.login("bilal", "another long password")
    _, token = accounts.make_token(office["bilal"], "desk")
    accounts.change("bilal", by=office["amina"], active=False)
    for open_it in (lambda: accounts.by_session(third), lambda: accounts.by_token(token)):
        with pytest.raises(NotAllowed):
            open_it()
    with pytest.raises(NotAllowed):
        accounts.check("bilal", "another long password")


def test_a_token_opens_until_it_ends(office: Office, accounts: Accounts) -> None:
    made, secret = accounts.make_token(office["bilal"], "desk", days=30)
    assert accounts.by_token(secret).name == "bilal"
    assert [one.id for one in accounts.tokens("bilal")] == [made.id]
    for bent in ("", "muster", secret[:-1], secret + "x", secret.replace(made.id, "0" * 12), f"muster_{made.id}_"):
        with pytest.raises(NotAllowed, match="not a valid token"):
            accounts.by_token(bent)
    with pytest.raises(NotAllowed):
        accounts.end_token(made.id, office["basma"])
    accounts.end_token(made.id, office["amina"])
    with pytest.raises(NotAllowed):
        accounts.by_token(secret)
    with pytest.raises(NotFound):
        accounts.end_token(made.id, office["amina"])
    _, late = accounts.make_token(office["bilal"], "desk", days=30)
    office.now += timedelta(days=30)
    with pytest.raises(NotAllowed):
        accounts.by_token(late)
    assert accounts.tokens() == []


def test_only_an_administrator_keeps_the_accounts(office: Office, accounts: Accounts) -> None:
    for act in (
        lambda: accounts.add("new", "viewer", by=office["bilal"]),
        lambda: accounts.add("new", "viewer"),
        lambda: accounts.change("bilal", by=office["bilal"], role="administrator"),
        lambda: accounts.change("basma", by=office["bilal"], password="a long new password"),
        lambda: accounts.change("amina", by=office["amina"], role="viewer"),
        lambda: accounts.change("amina", by=office["amina"], active=False),
        lambda: accounts.add("new", "viewer", by=Account("bilal", "", "administrator", True)),
    ):
        with pytest.raises(NotAllowed):
            act()
    accounts.add("alia", "administrator", by=office["amina"])
    assert not accounts.change("amina", by=office["amina"], active=False).active
    with pytest.raises(NotAllowed):
        accounts.add("new", "viewer", by=office["amina"])


@pytest.mark.parametrize(
    ("name", "role", "password"),
    [
        ("", "viewer", ""), ("a b", "viewer", ""), ("../x", "viewer", ""), ("x" * 65, "viewer", ""),
        ("new", "boss", ""), ("new", "viewer", "short"), ("new", "viewer", "x" * 1001), ("bilal", "viewer", ""),
    ],
)  # fmt: skip
def test_what_is_no_account_is_refused(office: Office, name: str, role: str, password: str) -> None:
    before = office.accounts.all()
    with pytest.raises(BadInput):
        office.accounts.add(name, role, password=password, by=office["amina"])
    assert office.accounts.all() == before
