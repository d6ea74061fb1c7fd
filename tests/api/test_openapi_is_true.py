"""/openapi.json against the running system: each answer is one that it describes, whatever is sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import CHECKS, load_all_checks

from store.db import Store
from tests.cli.running import handleplan, up
from tests.support.engine import SECRETS
from web.app import create_app

pytestmark = pytest.mark.engine
DOCUMENT = create_app(Store("sqlite:///never-opened.db", SECRETS), None).openapi()  # type: ignore[arg-type]
schema = schemathesis.openapi.from_dict(DOCUMENT)
PASSWORD = "et langt kodeord"
TRIES = 12
load_all_checks()
DESCRIBED = CHECKS.get_by_names(
    ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
     "response_schema_conformance", "ignored_auth"])  # fmt: skip


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a running system with one case, and a supervisor's token."""
    data: Path = tmp_path_factory.mktemp("openapi") / "data"
    with up(data) as running:
        address = running.address()
        for role in ("supervisor", "benefit_officer", "caseworker", "economy"):
            words = ("user", "add", "mette", "--role", role, "--team", "Arbejdspligt", "--data", str(data))
            assert handleplan(*words, stdin=f"{PASSWORD}\n").returncode == 0
        made = call(address, "session", {"username": "mette", "password": PASSWORD})["token"]
        person = {"cpr": "0101900000", "name": "Ida Prøve"}
        facts = {"benefit": "cash_assistance", "entered_on": "2019-05-01"}
        call(address, "cases", {"programme": "obligation", "person": person, "facts": facts}, made)
        yield address, made


def call(address: str, path: str, body: object, token: str = "") -> dict[str, str]:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    with urlopen(Request(f"{address}/api/v1/{path}", json.dumps(body).encode(), headers), timeout=20) as answer:
        return dict(json.load(answer))


@schema.parametrize()
@settings(max_examples=TRIES, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_one_that_the_document_describes(case: schemathesis.Case, token: tuple[str, str]) -> None:
    address, bearer = token
    case.call_and_validate(address, headers={"Authorization": f"Bearer {bearer}"}, checks=DESCRIBED)


def test_the_document_served_is_this_one(token: tuple[str, str]) -> None:
    with urlopen(f"{token[0]}/openapi.json", timeout=20) as answer:
        assert json.load(answer) == json.loads(json.dumps(DOCUMENT))


def test_every_call_of_the_contract_that_this_version_has_is_described() -> None:
    expected = {
        "/api/v1/session", "/api/v1/cases", "/api/v1/cases/{case_id}", "/api/v1/cases/{case_id}/{change}",
        "/api/v1/tasks", "/api/v1/tasks/next", "/api/v1/tasks/bulk", "/api/v1/tasks/{task_id}",
        "/api/v1/tasks/{task_id}/{operation}", "/api/v1/people/{person_id}/lookups",
        "/api/v1/rules/obligation/coverage", "/api/v1/rules/obligation/week",
        "/api/v1/rules/youth/work", "/api/v1/rules/deadline",
        "/api/v1/reports/{name}",
        "/api/v1/attendance", "/api/v1/cases/{case_id}/spells", "/api/v1/cases/{case_id}/spells/{spell_id}/end",
        "/api/v1/cases/{case_id}/spells/{spell_id}/revoke", "/healthz", "/readyz", "/metrics",
    }  # fmt: skip
    assert expected <= set(DOCUMENT["paths"])
