"""Acts on cases over HTTP: the whole way to a certificate, the rules of the desk, and nothing lost or done twice."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from muster.cases import Accounts
from muster.reading import keep, names_of, propose, queue, read_document, reject
from muster.register import Register
from tests.docs.pages import DOCS, blocks
from tests.web.conftest import Served

ROLES = {"bilal": "analyst", "basma": "analyst", "chidi": "approver", "vera": "viewer"}


class Desk:
    """The API with a token for each person."""

    def __init__(self, served: Served) -> None:
        self.served = served
        with Register(str(served.register)) as register:
            accounts = Accounts(register)
            admin = accounts.add("amina", "administrator")
            self.tokens = {"amina": accounts.make_token(admin, "test")[1]}
            for name, role in ROLES.items():
                who = accounts.add(name, role, by=admin)
                self.tokens[name] = accounts.make_token(who, "test")[1]

    def __call__(self, who: str, path: str, body: Any = None, method: str = "POST", **headers: str) -> httpx.Response:
        sent = {"Authorization": f"Bearer {self.tokens[who]}"} | {k.replace("_", "-"): v for k, v in headers.items()}
        if method == "GET":
            return self.served.client.get(f"/api/v1/{path}", headers=sent)
        return self.served.client.request(
            method, f"/api/v1/{path}", json=body if body is not None else {}, headers=sent
        )

    def case(self, unit: str = "PNS BADR", **more: Any) -> int:
        request = {"unit": unit, "policy": "list-screening", **more}
        answer = self("bilal", "cases", {"requests": [request]})
        assert answer.status_code == 201, answer.text
        return int(answer.json()["cases"][0])

    def tag(self, number: int) -> str:
        return str(self("vera", f"cases/{number}", method="GET").headers["etag"])


@pytest.fixture
def desk(own_server: Served) -> Desk:
    return Desk(own_server)


def decided(desk: Desk) -> int:
    number = desk.case()
    assert desk("bilal", f"cases/{number}/decide").json()["outcome"] == "no_adverse_information"
    return number


def test_the_whole_way_to_a_certificate(desk: Desk) -> None:
    number = decided(desk)
    path = f"cases/{number}"
    text = "Nothing adverse was found in what was searched."
    written = desk("bilal", f"{path}/memo", {"text": text}, "PUT", If_Match=desk.tag(number))
    assert written.status_code == 200
    assert desk("vera", f"{path}/memo.txt", method="GET").text == text
    signed = desk("bilal", f"{path}/sign", If_Match=written.headers["etag"])
    assert (signed.status_code, signed.json()["state"]) == (200, "signed")
    assert desk("vera", f"{path}/certificate", method="GET").status_code == 409
    approved = desk("chidi", f"{path}/sign", If_Match=signed.headers["etag"])
    assert approved.json()["state"] == "approved"
    certificate = desk("vera", f"{path}/certificate", method="GET").json()
    assert [one["person"] for one in certificate["signatures"]] == ["bilal", "chidi"]
    assert "CERTIFICATE" in desk("vera", f"{path}/certificate.txt", method="GET").text
    assert desk("bilal", "cases/recheck").json() == {"ended": []}
    assert desk("vera", "register", method="GET").json()["approvals_in_force"] == 1
    again = desk("bilal", f"{path}/reopen", {"reason": "a new commander"})
    assert again.json()["state"] == "open"
    assert [one["act"] for one in again.json()["steps"]] == ["open", "decide", "memo", "sign", "approve", "reopen"]


def test_hits_facts_and_refusal(desk: Desk) -> None:
    number = desk.case("Lake Guard Company", leaders=["Shibl al Zaidy"], country="Iraq")
    path = f"cases/{number}"
    hits = [one for one in desk("bilal", f"{path}/decide").json()["hits"] if not one["verdict"]]
    assert hits
    waiting = desk("vera", "hits", method="GET").json()
    assert [(one["case"], one["entity"]) for one in waiting["items"]] == [(number, one["entity"]) for one in hits]
    verdict = {"text": hits[0]["text"], "entity": hits[0]["entity"], "verdict": "different", "reason": " "}
    assert desk("bilal", f"{path}/adjudicate", {"hits": [verdict]}).status_code == 422, "a reason is required"
    judged = desk("bilal", f"{path}/adjudicate", {"hits": [{**verdict, "reason": "another birth date"}]})
    assert [(one["verdict"], one["by"]) for one in judged.json()["adjudications"]] == [("different", "bilal")]
    assert desk("bilal", f"{path}/ask", {"missing": ["the commander's rank"]}).json()["state"] == "waiting"
    facts = desk("bilal", f"{path}/answer", {"country": "iq", "note": "by telephone"}).json()["request"]
    assert (facts["country"], facts["leaders"]) == ("iq", ["Shibl al Zaidy"])
    assert desk("bilal", f"{path}/decide", {"as_of": "2018-11-28"}).json()["decision"]
    refused = desk("chidi", f"{path}/refuse", {"reason": "the commander is unknown"})
    assert refused.json()["state"] == "refused"
    assert "would change the refusal" in desk("vera", f"{path}/remediation.txt", method="GET").text
    assert "DRAFT" in desk("vera", f"{path}/inform.txt", method="GET").text
    assert desk("bilal", f"{path}/reopen", {"reason": "he was named"}).json()["state"] == "open"
    assert desk("bilal", f"{path}/withdraw", {"reason": "over"}).json()["state"] == "withdrawn"


def test_proposed_claims_hold_a_case(desk: Desk, tmp_path: Any) -> None:
    article = tmp_path / "article.txt"
    article.write_text("Colonel Adil Example, the commander of the Lake Brigade, spoke on Monday.\n", "utf-8")
    with Register(str(desk.served.register)) as register:
        document = read_document(article, published="2018-10-01", title="He spoke")
        keep(register, document, propose(document, names_of(register)))
        proposals = [one.id for one in queue(register, document.id)]
    assert proposals
    assert document.id in [one["document"] for one in desk("vera", "documents", method="GET").json()["items"]]
    number = desk.case()
    held = desk("bilal", f"cases/{number}/attach", {"documents": [document.id]}).json()
    assert (held["state"], [one["proposal"] for one in held["proposals"]]) == ("reviewing", proposals)
    refused = desk("bilal", f"cases/{number}/decide")
    assert (refused.status_code, "not reviewed" in refused.json()["title"]) == (409, True)
    aside = desk("bilal", f"cases/{number}/set-aside", {"reason": "another unit", "proposals": proposals[:1]})
    assert aside.json()["proposals"][0]["verdict"] == "set aside"
    with Register(str(desk.served.register)) as register:
        for one in proposals[1:]:
            reject(register, one, "bilal")
    assert desk("bilal", f"cases/{number}/decide").json()["state"] == "decided"


def test_one_person_never_signs_twice_and_roles_hold(desk: Desk) -> None:
    number = decided(desk)
    path = f"cases/{number}"
    for who in ("vera", "amina", "chidi"):
        assert desk(who, f"{path}/decide").status_code == 403
    assert desk("vera", "cases", {"requests": [{"unit": "X", "policy": "list-screening"}]}).status_code == 403
    assert desk("bilal", f"{path}/sign", If_Match="*").status_code == 200
    assert desk("bilal", f"{path}/sign", If_Match="*").status_code in (403, 409)
    assert desk("basma", f"{path}/sign", If_Match="*").status_code in (403, 409), "the second must be an approver"
    assert desk("bilal", f"{path}/refuse", {"reason": "no"}).status_code == 403
    assert len(desk("vera", path, method="GET").json()["signatures"]) == 1
    assert desk("chidi", f"{path}/return", {"reason": "say more"}).json()["state"] == "open"


def test_nothing_is_signed_or_overwritten_unseen(desk: Desk) -> None:
    number = decided(desk)
    path = f"cases/{number}"
    seen = desk.tag(number)
    assert desk("bilal", f"{path}/memo", {"text": "mine"}, "PUT").status_code == 428
    assert desk("bilal", f"{path}/sign").status_code == 428
    assert desk("basma", f"{path}/memo", {"text": "hers"}, "PUT", If_Match=seen).status_code == 200
    lost = desk("bilal", f"{path}/memo", {"text": "mine"}, "PUT", If_Match=seen)
    assert (lost.status_code, lost.headers["content-type"]) == (412, "application/problem+json")
    assert desk("bilal", f"{path}/sign", If_Match=seen).status_code == 412
    assert desk("bilal", f"{path}/ask", {"missing": ["x"]}, If_Match='"nonsense"').status_code == 412
    assert desk("vera", path, method="GET").json()["memo"] == "hers"


def test_an_act_sent_again_is_answered_and_not_done_again(desk: Desk) -> None:
    body = {"requests": [{"unit": "PNS BADR", "policy": "list-screening"}, {"unit": "X", "policy": "list-screening"}]}
    first = desk("bilal", "cases", body, Idempotency_Key="opened once")
    again = desk("bilal", "cases", body, Idempotency_Key="opened once")
    assert (first.json(), first.status_code) == (again.json(), again.status_code)
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert desk("vera", "cases", method="GET").json()["total"] == 2
    number = first.json()["cases"][0]
    seen = desk.tag(number)
    one = desk("bilal", f"cases/{number}/decide", Idempotency_Key="k", If_Match=seen)
    two = desk("bilal", f"cases/{number}/decide", Idempotency_Key="k", If_Match=seen)
    assert (one.status_code, two.status_code, two.json()) == (200, 200, one.json())
    other = desk("bilal", f"cases/{number}/decide", {"as_of": "2018-01-01"}, Idempotency_Key="k")
    assert (other.status_code, "another act" in other.json()["title"]) == (422, True)


def test_acts_need_a_person_even_where_reading_is_free(own_server: Served) -> None:
    body = {"requests": [{"unit": "X", "policy": "list-screening"}]}
    assert own_server.client.get("/api/v1/cases").status_code == 200
    refused = own_server.client.post("/api/v1/cases", json=body)
    assert (refused.status_code, refused.json()["title"]) == (401, "an act on a case needs a person")


@pytest.mark.parametrize(
    ("path", "count"), [("stances", 6), ("outcomes", 5), ("findings", 4), ("certainties", 4), ("finders", 7)]
)
def test_the_words_of_answers_are_told(served: Served, path: str, count: int) -> None:
    items = served.client.get(f"/api/v1/{path}").json()["items"]
    assert len(items) >= count
    assert all(one["means"] for one in items)


def test_what_answers_is_told(served: Served) -> None:
    snapshot = served.client.get("/api/v1/snapshot?as_of=2018-11-28").json()
    assert snapshot["names"] > 0
    assert snapshot["digest"] == served.client.get("/api/v1/register").json()["digest"]
    assert {one["list"] for one in snapshot["coverage"]}
    acts = served.client.get("/api/v1/cases/transitions").json()["acts"]
    assert {one["then"] for one in acts if one["act"] == "approve"} == {"approved"}


def test_the_example_of_the_guide_runs(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = [one.text for one in blocks(DOCS / "api.md") if one.info == "python" and "Idempotency-Key" in one.text]
    here = example.replace("http://127.0.0.1:8040", desk.served.url)
    assert here != example
    exec(compile(here, "api.md", "exec"), {"token": desk.tokens["bilal"]})
    assert capsys.readouterr().out.splitlines()[-1] == "signed ['bilal']"


def test_the_guide_names_every_address(served: Served) -> None:
    text = (DOCS / "api.md").read_text("utf-8")
    paths = served.client.get("/openapi.json").json()["paths"]
    ends = {[part for part in path.split("/") if not part.startswith("{")][-1] for path in paths if "/api/v1/" in path}
    assert len(ends) > 30
    assert [end for end in sorted(ends) if end not in text] == []
