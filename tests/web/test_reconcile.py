"""What OpenRefine asks, in the order in which it asks."""

from __future__ import annotations

import json

from tests.web.conftest import Served


def _queries(served: Served, queries: object) -> dict[str, dict[str, list[dict[str, object]]]]:
    found = served.client.post("/reconcile/default", data={"queries": json.dumps(queries)})
    assert found.status_code == 200, found.text
    body: dict[str, dict[str, list[dict[str, object]]]] = found.json()
    return body


def test_the_manifest_says_where_everything_is(served: Served) -> None:
    body = served.client.get("/reconcile/default").json()
    assert "0.2" in body["versions"]
    for kind in ("entity", "property", "type"):
        where = body["suggest"][kind]
        assert where["service_url"].startswith(served.url)
        assert (
            served.client.get(where["service_url"] + where["service_path"], params={"prefix": "n"}).status_code == 200
        )


def test_cells_are_matched_with_scores(served: Served) -> None:
    body = _queries(
        served,
        {
            "q0": {"query": "Asaib Ahl al-Haq", "type": "Organization", "limit": 3},
            "q1": {"query": "", "type": "Person"},
            "q2": {"query": "Zzyzx Qwertyuiop"},
        },
    )
    best = body["q0"]["result"][0]
    assert best["id"] == "aah"
    assert 70 < float(str(best["score"])) <= 100
    assert body["q1"]["result"] == body["q2"]["result"] == []


def test_other_columns_weigh(served: Served) -> None:
    plain = _queries(served, {"q": {"query": "Shibl al-Zaydi", "type": "Person"}})["q"]["result"]
    other = [{"pid": "birthDate", "v": "1921"}]
    weighed = _queries(served, {"q": {"query": "Shibl al-Zaydi", "type": "Person", "properties": other}})["q"]["result"]
    assert float(str(weighed[0]["score"])) < float(str(plain[0]["score"])) if weighed else plain


def test_columns_are_extended(served: Served) -> None:
    asked = {"ids": ["aah", "nobody"], "properties": [{"id": "name"}, {"id": "country"}]}
    body = served.client.post("/reconcile/default", data={"extend": json.dumps(asked)}).json()
    assert {"str": "Asa'ib Ahl al-Haq"} in body["rows"]["aah"]["name"]
    assert {"str": "Iraq"} in body["rows"]["aah"]["country"]
    assert body["rows"]["nobody"] == {"name": [], "country": []}
    proposed = served.client.get("/reconcile/default/extend/property", params={"type": "Person"}).json()
    assert "birthDate" in {one["id"] for one in proposed["properties"]}


def test_a_party_is_previewed_and_its_name_cannot_be_script(served: Served) -> None:
    found = served.client.get("/reconcile/default/preview/aah")
    assert "Asa&#x27;ib Ahl al-Haq" in found.text
    assert "script-src" not in found.headers["content-security-policy"]


def test_bad_questions_are_told(served: Served) -> None:
    for data in ({"queries": "{"}, {"queries": "[]"}, {"extend": "{}"}, {"queries": json.dumps({"q": 3})}):
        assert served.client.post("/reconcile/default", data=data).status_code == 422
