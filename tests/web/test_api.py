"""Muster's own resources: the answers of the commands, with pages, tags and problems."""

from __future__ import annotations

import pytest

from tests.conftest import Muster
from tests.web.conftest import Served

DAY = "2018-11-28"


@pytest.mark.parametrize(
    ("path", "arguments"),
    [
        ("entities/aah?as_of=2018-11-28", ("show", "aah", "--as-of", DAY)),
        ("chain/pmf?as_of=2018-11-28", ("chain", "pmf", "--as-of", DAY)),
        ("paths?from=aah&to=iran&as_of=2018-11-28", ("paths", "aah", "iran", "--as-of", DAY)),
        ("screen?name=Shibl%20al-Zaydi&as_of=2018-11-28", ("screen", "Shibl al-Zaydi", "--as-of", DAY)),
    ],
)
def test_the_api_says_what_the_command_says(
    served: Served, example: Muster, path: str, arguments: tuple[str, ...]
) -> None:
    assert served.client.get(f"/api/v1/{path}").json() == example(*arguments, "--json").json


def test_an_answer_that_the_client_has_is_not_sent_again(served: Served) -> None:
    first = served.client.get(f"/api/v1/entities/aah?as_of={DAY}")
    again = served.client.get(f"/api/v1/entities/aah?as_of={DAY}", headers={"If-None-Match": first.headers["etag"]})
    other = served.client.get("/api/v1/entities/aah?as_of=2018-11-27", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 200


def test_lists_come_in_pages(served: Served) -> None:
    whole = served.client.get("/api/v1/claims?entity=aah&limit=500").json()
    parts = [
        one
        for offset in range(0, whole["total"], 5)
        for one in served.client.get(f"/api/v1/claims?entity=aah&limit=5&offset={offset}").json()["items"]
    ]
    assert parts == whole["items"]
    one = served.client.get(f"/api/v1/claims/{parts[0]['claim']}").json()
    assert one["text"] == parts[0]["text"]


def test_the_register_can_be_read(served: Served) -> None:
    get = served.client.get
    editions = get("/api/v1/editions?stream=us-ofac-sdn").json()["items"]
    days = sorted({(one["stream"], one["id"]) for one in editions})
    stream = days[0][0]
    older, newer = [ident for name, ident in days if name == stream][:2]
    assert set(get("/api/v1/editions/difference", params={"older": older, "newer": newer}).json()) >= {"came", "went"}
    source = get("/api/v1/sources").json()["items"][0]
    assert get(f"/api/v1/sources/{source['id']}").json() == source
    assert {one["name"] for one in get("/api/v1/predicates").json()["items"]} >= {"posted_to", "name"}
    assert get("/api/v1/judgements?entity=shibl-al-zaydi").json()["total"] > 0
    assert {one["id"] for one in get("/api/v1/policies").json()["items"]} >= {"us-leahy-state", "list-screening"}
    assert "clauses:" in get("/api/v1/policies/us-leahy-state").json()["text"]


def test_drawings_are_svg(served: Served) -> None:
    for path in ("entities/aah/timeline.svg", "chain/pmf/chart.svg"):
        found = served.client.get(f"/api/v1/{path}?as_of={DAY}")
        assert found.headers["content-type"] == "image/svg+xml"
        assert found.text.startswith("<svg")


def test_a_unit_is_vetted_and_the_decision_kept(own_server: Served) -> None:
    body = {"unit": "Asa'ib Ahl al-Haq", "policy": "us-ndaa-2015-1236", "as_of": DAY}
    made = own_server.client.post("/api/v1/decisions", json=body)
    assert made.status_code == 201
    assert made.json()["outcome"] == "not_cleared"
    assert own_server.client.get(made.headers["location"]).json() == made.json()
    assert "not cleared" in own_server.client.get(f"{made.headers['location']}/memo.txt").text.lower()
    assert own_server.client.get(f"{made.headers['location']}/replay").json()["same"] is True
    page = own_server.client.get(f"{made.headers['location']}/dossier.html")
    assert "Asa&#39;ib" in page.text
    assert "script" not in page.headers["content-security-policy"]
    listed = own_server.client.get("/api/v1/decisions?outcome=not_cleared").json()["items"]
    assert made.json()["decision"] in {one["decision"] for one in listed}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("entities/nobody", 404),
        ("entities/aah?as_of=yesterday", 422),
        ("entities/aah?known_at=x", 422),
        ("claims/c-none", 404),
        ("claims?entity=aah&predicate=zzz", 404),
        ("claims?entity=aah&limit=0", 422),
        ("paths?from=aah", 400),
        ("paths?from=aah&policy=..%2f..%2fx", 404),
        ("chain/pmf?over=x", 400),
        ("editions/difference?older=a&newer=b", 404),
        ("decisions/d-none", 404),
        ("screen?name=x&kind=fish", 400),
    ],
)
def test_what_cannot_be_answered_is_told(served: Served, path: str, status: int) -> None:
    found = served.client.get(f"/api/v1/{path}")
    assert found.status_code == status, found.text
    assert found.json()["status"] == status


def test_the_server_sees_what_is_imported_beside_it(own_server: Served, tmp_path: object) -> None:
    from muster.claims import Judgement
    from muster.register import Register

    get = own_server.client.get
    before = get("/api/v1/judgements").json()["total"]
    with Register(str(own_server.register)) as register:
        register.judge(Judgement("aah", "pmf", "different", "a group of its own", "Test"))
    assert get("/api/v1/judgements").json()["total"] == before + 1


def test_every_operation_is_documented(served: Served) -> None:
    document = served.client.get("/openapi.json").json()
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert operation.get("summary"), (method, path)
            assert "application/problem+json" in operation["responses"]["4XX"]["content"], (method, path)
