"""Ugly requests: each is refused with a clear problem, and the server goes on."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import pytest

from tests.web.conftest import Served

QUERY = {"schema": "Person", "properties": {"name": ["Shibl al-Zaydi"]}}


def _problem(served: Served, status: int, method: str, path: str, **more: object) -> str:
    found = served.client.request(method, path, **more)  # type: ignore[arg-type]
    assert found.status_code == status, found.text
    assert found.headers["content-type"] == "application/problem+json"
    body = found.json()
    assert body["status"] == status
    assert served.client.get("/healthz").status_code == 200
    return str(body["detail"])


def test_a_large_body_is_refused_by_its_header(served: Served) -> None:
    assert "10 MB" in _problem(served, 413, "POST", "/match/default", content=b" " * (11 << 20))


def test_a_large_body_without_a_length_is_refused_when_it_grows(served: Served) -> None:
    parts = (b" " * (1 << 20) for _ in range(12))
    assert "10 MB" in _problem(served, 413, "POST", "/match/default", content=parts)


def test_deep_json_is_refused(served: Served) -> None:
    deep = b'{"queries":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    assert "deep" in _problem(served, 422, "POST", "/match/default", content=deep)


def test_ten_thousand_queries_are_refused(served: Served) -> None:
    body = {"queries": {str(number): QUERY for number in range(10_000)}}
    assert "at most 100" in _problem(served, 413, "POST", "/match/default", json=body)


@pytest.mark.parametrize(
    "content",
    [b"", b"null", b"[]", b'{"queries": 3}', b'{"queries":{"q":{}}}', b"\xff\xfe", b'{"queries":{"q":"\xc3"}}'],
)
def test_what_is_no_query_is_refused(served: Served, content: bytes) -> None:
    _problem(served, 422, "POST", "/match/default", content=content)


def test_a_lone_surrogate_is_answered(served: Served) -> None:
    body = b'{"queries":{"q":{"schema":"Person","properties":{"name":["\\ud800 Zaydi"]}}}}'
    assert served.client.post("/match/default", content=body).status_code in (200, 422)


def test_a_long_address_is_refused(served: Served) -> None:
    _problem(served, 414, "GET", "/search/default?q=" + "a" * 20_000)


@pytest.mark.parametrize("path", ["/entities/..%2f..%2fetc%2fpasswd", "/api/v1/policies/..%2f..%2fsetup", "/%2e%2e/x"])
def test_paths_lead_to_no_file(served: Served, path: str) -> None:
    _problem(served, 404, "GET", path)


def test_a_post_from_another_site_is_refused(served: Served) -> None:
    for headers in ({"Origin": "https://example.org"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        assert "another site" in _problem(
            served, 403, "POST", "/match/default", json={"queries": {"q": QUERY}}, headers=headers
        )


def test_a_refusal_is_logged_without_what_was_asked(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("WARNING", "muster.web"):
        served.client.post("/match/default?q=secret", json={"queries": {"q": QUERY}}, headers={"Origin": "null"})
        served.client.post("/match/default", json={"queries": {str(number): QUERY for number in range(101)}})
    told = [one.getMessage() for one in caplog.records if one.name == "muster.web"]
    assert len(told) == 2
    assert all("POST /match/default from 127.0.0.1" in one and "secret" not in one for one in told)


def test_a_name_that_is_not_the_servers_is_refused(served: Served) -> None:
    _problem(served, 421, "GET", "/search/default?q=x", headers={"Host": "evil.example.org"})


def test_pages_of_the_server_may_post(served: Served) -> None:
    found = served.client.post("/match/default", json={"queries": {"q": QUERY}}, headers={"Origin": served.url})
    assert found.status_code == 200


def test_every_answer_keeps_to_itself(served: Served) -> None:
    headers = served.client.get("/catalog").headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_bytes_that_are_no_http_do_not_stop_the_server(served: Served) -> None:
    where = urlsplit(served.url)
    with socket.create_connection((where.hostname, where.port), timeout=10) as connection:
        connection.sendall(b"\x16\x03\x01\x00\xff" * 100 + b"\r\n\r\n")
        connection.recv(100)
    assert served.client.get("/healthz").status_code == 200
