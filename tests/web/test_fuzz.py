"""The API under questions made from its own OpenAPI document: never a fault, errors in the promised form."""

from __future__ import annotations

from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance

from tests.web.conftest import Served
from tests.web.test_acts import Desk

_TRIES = 10  # of each operation
_ACTS = 6  # tries of each act on a case, by an analyst and by an approver


def asked(document: Any, tries: int, tag: str = "", about: int = 0, **headers: str) -> set[str]:
    """Put made-up questions to every operation (of a tag); those on a case are `about` this one."""
    done: set[str] = set()
    for found in document.get_all_operations():
        operation = found.ok()
        if tag and tag not in operation.definition.raw.get("tags", ()):
            continue

        @settings(
            max_examples=tries,
            deadline=None,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: schemathesis.Case) -> None:
            done.add(operation.label)  # noqa: B023
            if about and "number" in (case.path_parameters or {}):
                case.path_parameters = {**case.path_parameters, "number": about}
            case.call_and_validate(checks=[not_a_server_error, content_type_conformance], headers=headers or None)

        ask()
    return done


def test_no_question_makes_the_server_fail(served: Served) -> None:
    document = schemathesis.openapi.from_url(f"{served.url}/openapi.json")
    assert len(asked(document, _TRIES)) > 40
    assert served.client.get("/healthz").status_code == 200


def test_no_act_on_a_case_makes_the_server_fail(own_server: Served) -> None:
    desk = Desk(own_server)
    headers = {who: {"Authorization": f"Bearer {desk.tokens[who]}"} for who in ("bilal", "chidi")}
    document = schemathesis.openapi.from_url(f"{own_server.url}/openapi.json", headers=headers["bilal"])
    for who in headers:
        assert len(asked(document, _ACTS, "Acts on cases", desk.case(), **headers[who])) > 15
    assert own_server.client.get("/healthz").status_code == 200
