"""Who may ask what: the one-time address, users, tokens, forged sessions, and where a login leads."""

from __future__ import annotations

import time

import pytest

from muster.cases import Accounts
from muster.register import Register
from muster.web.access import COOKIE, Access, inside
from muster.web.settings import ENTRY_VARIABLE
from tests.web.conftest import Served
from tests.web.test_browser import PASSWORD, people


def test_pages_need_the_address_that_works_once(own_server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    get = own_server.client.get
    assert get("/").headers["location"].startswith("/login")
    assert get("/enter?token=guess").status_code == 403


def test_the_address_works_once(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENTRY_VARIABLE, "once")
    with Register(str(served.register)) as register:
        access = Access(register, local=True)
        assert access.enter("twice") is None
        assert access.enter("once") is not None
        assert access.enter("once") is None


def test_with_users_every_program_shows_a_token(own_server: Served) -> None:
    get = own_server.client.get
    assert get("/api/v1/entities/aah").status_code == 200, "without users, programs on this machine may ask"
    people(own_server)
    with Register(str(own_server.register)) as register:
        accounts = Accounts(register)
        _, secret = accounts.make_token(accounts.get("bilal"), "test")
    time.sleep(2.1)  # what the server knows of users holds for two seconds
    for path in ("/api/v1/entities/aah", "/catalog", "/search/default?q=x", "/reconcile/default", "/metrics"):
        assert get(path).status_code == 401, path
        assert get(path, headers={"Authorization": f"Bearer {secret}"}).status_code == 200, path
    assert get("/healthz").status_code == 200
    assert get("/catalog", headers={"Authorization": "Bearer muster_x_y"}).status_code == 401


def test_a_forged_session_opens_nothing(own_server: Served) -> None:
    people(own_server)
    for forged in ("x", "local_" + "0" * 64, "muster_x_y", "a" * 5000):
        found = own_server.client.get("/cases", headers={"Cookie": f"{COOKIE}={forged}"})
        assert found.status_code == 303


def test_a_login_is_slowed_after_some_failures(own_server: Served) -> None:
    people(own_server)
    codes = [
        own_server.client.post("/login", data={"name": "bilal", "password": "wrong wrong wrong"}).status_code
        for _ in range(7)
    ]
    assert codes[0] == 403
    assert codes[-1] == 429
    right = own_server.client.post("/login", data={"name": "bilal", "password": PASSWORD})
    assert right.status_code == 429, "the right password waits too"


def test_the_session_cookie_is_out_of_reach(own_server: Served) -> None:
    people(own_server)
    found = own_server.client.post("/login", data={"name": "bilal", "password": PASSWORD, "next": "//evil.example.org"})
    assert found.headers["location"] == "/"
    cookie = found.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_a_case_cannot_be_opened_from_another_site(own_server: Served) -> None:
    people(own_server)
    own_server.client.post("/login", data={"name": "bilal", "password": PASSWORD})
    data = {"unit": "Lake Brigade", "policy": "list-screening"}
    found = own_server.client.post("/cases", data=data, headers={"Sec-Fetch-Site": "cross-site"})
    assert found.status_code == 403
    assert own_server.client.post("/cases", data=data).status_code == 303


@pytest.mark.parametrize(
    "address", ["https://example.org", "//example.org", "/\\\\example.org", "javascript:x", "x", ""]
)
def test_a_login_leads_only_to_own_pages(address: str) -> None:
    assert inside(address) == "/"
    assert inside("/cases/3?x=1#now") == "/cases/3?x=1#now"


def test_an_uploaded_roster_that_is_none_is_told(own_server: Served) -> None:
    people(own_server)
    own_server.client.post("/login", data={"name": "bilal", "password": PASSWORD})
    for name, content in (("a.csv", b"\x00\x01"), ("a.xlsx", b"PK\x03\x04"), ("../../x.csv", b"colour\nred\n")):
        found = own_server.client.post(
            "/cases",
            data={"policy": "list-screening"},
            files={"roster": (name, content)},
            headers={"Accept": "text/html"},
        )
        assert found.status_code == 422, name
        assert 'role="alert"' in found.text
    assert own_server.client.get("/cases").text.count("No case was opened yet") == 1


def test_a_multipart_bomb_is_refused(own_server: Served) -> None:
    people(own_server)
    own_server.client.post("/login", data={"name": "bilal", "password": PASSWORD})
    parts = [("f", (None, "x"))] * 2000
    assert own_server.client.post("/cases", files=parts).status_code in (400, 413, 422)
    assert own_server.client.get("/healthz").status_code == 200
