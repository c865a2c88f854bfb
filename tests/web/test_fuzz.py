"""The API under questions made from its own OpenAPI document: never a fault, errors in the promised form."""

from __future__ import annotations

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance

from tests.web.conftest import Served

_TRIES = 10  # of each operation


def test_no_question_makes_the_server_fail(served: Served) -> None:
    document = schemathesis.openapi.from_url(f"{served.url}/openapi.json")
    asked: dict[str, int] = {}
    for found in document.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=_TRIES,
            deadline=None,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: schemathesis.Case) -> None:
            asked[operation.label] = asked.get(operation.label, 0) + 1  # noqa: B023
            case.call_and_validate(checks=[not_a_server_error, content_type_conformance])

        ask()
    assert len(asked) > 25
    assert served.client.get("/healthz").status_code == 200
