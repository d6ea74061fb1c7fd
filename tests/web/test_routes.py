"""Every route declares who may call it, none vanishes silently, and no input breaks one."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import Mount, Route

from domain.roles import Role
from tests.support.site import Site
from web.access import MATCHES, MEASURES, SEES_LOOKUPS
from web.policy import EXPORTS, STAFF

PUBLIC: frozenset[Role] = frozenset()
WORK = STAFF | {Role.integration}
ECONOMY = frozenset({Role.economy})
MONEY = frozenset({Role.economy, Role.supervisor})
FIGURES = MONEY | {Role.youth_consultant, Role.outreach_worker, Role.administrator, Role.civic_lead}
BOSS = frozenset({Role.supervisor})
LOOK = frozenset(SEES_LOOKUPS)
IMPORT = frozenset({Role.caseworker, Role.benefit_officer, Role.supervisor, Role.administrator, Role.job_consultant,
                    Role.youth_consultant, Role.company_consultant, Role.civic_lead})
PLACE = frozenset({Role.partner})
REGISTER = WORK | PLACE
MATCH = frozenset(MATCHES)
ANYONE = frozenset(Role)
METRICS = ("GET", "/metrics")
ROUTES = {
    ("GET", "/"): PUBLIC, ("GET", "/accessibility"): PUBLIC, ("GET", "/login"): PUBLIC, ("POST", "/login"): PUBLIC,
    ("POST", "/logout"): ANYONE, ("GET", "/me"): ANYONE, ("POST", "/me/sessions/{start}/end"): ANYONE,
    ("GET", "/inbox"): STAFF, ("POST", "/tasks/next"): STAFF, ("GET", "/tasks/{task_id}"): STAFF,
    ("POST", "/tasks/{task_id}/complete"): STAFF, ("POST", "/tasks/{task_id}/draft"): STAFF,
    ("POST", "/tasks/{task_id}/comment"): STAFF, ("POST", "/tasks/{task_id}/{name}"): STAFF,
    ("POST", "/tasks/{task_id}/openers"): STAFF,
    ("GET", "/inbox/changes"): STAFF, ("GET", "/inbox/counts"): STAFF,
    ("POST", "/me/preferences"): ANYONE,
    ("GET", "/notices"): STAFF, ("POST", "/notices/{notice_id}/seen"): STAFF,
    ("GET", "/cases"): STAFF, ("GET", "/cases/{case_id}"): STAFF, ("POST", "/cases/{case_id}/{what}"): BOSS,
    ("GET", "/cases/{case_id}/open/{programme}"): STAFF, ("POST", "/cases/{case_id}/open/{programme}"): STAFF,
    ("POST", "/api/v1/cases/{case_id}/open/{programme}"): WORK,
    ("GET", "/cases/{case_id}/export.zip"): frozenset(EXPORTS),
    ("GET", "/cases/{case_id}/facts"): STAFF, ("POST", "/cases/{case_id}/facts"): STAFF,
    ("GET", "/new/{programme}"): REGISTER, ("POST", "/new/{programme}"): REGISTER,
    ("GET", "/referrals"): PLACE, ("GET", "/api/v1/referrals"): PLACE,
    ("GET", "/cases/{case_id}/consents"): STAFF, ("POST", "/cases/{case_id}/consents"): STAFF,
    ("POST", "/cases/{case_id}/consents/{consent_id}/withdraw"): STAFF,
    ("GET", "/places"): PLACE, ("POST", "/places"): PLACE,
    ("GET", "/places/import"): PLACE, ("POST", "/places/import"): PLACE,
    ("GET", "/places/import/{import_id}/rejected.csv"): PLACE,
    ("GET", "/cases/{case_id}/attendance"): STAFF, ("POST", "/cases/{case_id}/attendance"): STAFF,
    ("POST", "/tasks/{task_id}/deadline"): BOSS, ("POST", "/tasks/{task_id}/priority"): BOSS,
    ("POST", "/tasks/bulk"): STAFF, ("POST", "/tasks/bulk/run"): STAFF, ("GET", "/tasks/bulk/{run_id}"): STAFF,
    ("POST", "/tasks/bulk/{run_id}/undo"): STAFF,
    ("GET", "/filters"): STAFF, ("POST", "/filters"): STAFF, ("POST", "/filters/{filter_id}/forget"): STAFF,
    ("POST", "/tasks/{task_id}/preview"): STAFF, ("GET", "/letters/{letter_id}.pdf"): STAFF,
    ("POST", "/cases/{case_id}/move"): STAFF, ("GET", "/cases/{case_id}/weeks"): STAFF,
    ("GET", "/cases/{case_id}/plan"): STAFF,
    ("GET", "/cases/{case_id}/spells"): STAFF, ("POST", "/cases/{case_id}/spells"): STAFF,
    ("POST", "/cases/{case_id}/spells/{spell_id}"): STAFF,
    ("GET", "/cases/{case_id}/people"): STAFF, ("POST", "/cases/{case_id}/people/{form}"): STAFF,
    ("POST", "/cases/{case_id}/people/{party_id}/end"): STAFF,
    ("GET", "/tasks/{task_id}/send"): STAFF,
    ("GET", "/letters/{letter_id}/again"): STAFF, ("POST", "/letters/{letter_id}/again"): STAFF,
    ("POST", "/api/v1/letters/{letter_id}/again"): WORK,
    ("POST", "/cases/{case_id}/cpr"): STAFF,
    ("GET", "/cases/{case_id}/citizen"): STAFF, ("POST", "/cases/{case_id}/citizen"): STAFF,
    ("GET", "/api/v1/cases/{case_id}/citizen"): WORK, ("POST", "/api/v1/cases/{case_id}/citizen"): WORK,
    ("GET", "/proposals"): MATCH,
    ("GET", "/budgets/change"): ECONOMY, ("POST", "/budgets/change"): ECONOMY,
    ("GET", "/budgets/{line_id}/entries/{entry_id}/counter"): ECONOMY,
    ("POST", "/budgets/{line_id}/entries/{entry_id}/counter"): ECONOMY,
    ("GET", "/budgets"): MONEY, ("GET", "/budgets/{line_id}"): MONEY, ("GET", "/budgets/{line_id}/entries.csv"): MONEY,
    ("GET", "/api/v1/budgets"): MONEY, ("GET", "/api/v1/budgets/{line_id}/entries"): MONEY,
    ("GET", "/reports"): FIGURES, ("GET", "/reports/{name}"): FIGURES, ("GET", "/reports/{name}.{form}"): FIGURES,
    ("GET", "/api/v1/reports/{name}"): FIGURES,
    ("POST", "/search"): STAFF, ("GET", "/search/{search_id}"): STAFF, ("GET", "/overview"): BOSS, ("GET", "/overview/{programme}"): BOSS,
    ("GET", "/workload"): BOSS, ("GET", "/workload/{team}/share"): BOSS, ("POST", "/workload/{team}/share"): BOSS,
    ("GET", "/ahead"): BOSS, ("GET", "/forgotten"): BOSS, ("GET", "/forgotten/engine"): BOSS,
    ("GET", "/incidents"): BOSS, ("POST", "/incidents/{case_id}/retry"): BOSS,
    ("GET", "/lookups"): LOOK,
    ("POST", "/tasks/{task_id}/acknowledge"): STAFF,
    ("GET", "/me/away"): STAFF, ("GET", "/away"): BOSS, ("GET", "/away/{user_id}"): BOSS,
    ("POST", "/away/{user_id}"): STAFF, ("POST", "/away/{user_id}/{one_id}/end"): STAFF,
    ("GET", "/import"): IMPORT, ("POST", "/import"): IMPORT, ("GET", "/import/{import_id}/rejected.csv"): IMPORT,
    ("GET", "/healthz"): PUBLIC, ("GET", "/readyz"): PUBLIC, METRICS: frozenset(MEASURES),
    ("POST", "/api/v1/session"): PUBLIC,
    ("GET", "/api/v1/tasks"): WORK, ("POST", "/api/v1/tasks/next"): WORK, ("POST", "/api/v1/tasks/bulk"): WORK,
    ("GET", "/api/v1/tasks/{task_id}"): WORK, ("POST", "/api/v1/tasks/{task_id}/{operation}"): WORK,
    ("POST", "/api/v1/cases"): REGISTER, ("GET", "/api/v1/cases"): WORK, ("GET", "/api/v1/cases/{case_id}"): WORK,
    ("POST", "/api/v1/cases/{case_id}/{change}"): WORK, ("GET", "/api/v1/people/{person_id}/lookups"): LOOK,
    ("POST", "/api/v1/rules/obligation/coverage"): WORK, ("POST", "/api/v1/rules/obligation/week"): WORK,
    ("POST", "/api/v1/rules/youth/work"): WORK,
    ("POST", "/api/v1/rules/deadline"): WORK,
    ("POST", "/api/v1/attendance"): WORK | PLACE,
    ("GET", "/api/v1/cases/{case_id}/spells"): WORK, ("POST", "/api/v1/cases/{case_id}/spells"): WORK,
    ("POST", "/api/v1/cases/{case_id}/spells/{spell_id}/end"): WORK,
    ("POST", "/api/v1/cases/{case_id}/spells/{spell_id}/revoke"): WORK,
}  # fmt: skip
"""The permission of every route: a new one is added here with its roles, on purpose."""


def routes_of(app: FastAPI) -> Iterator[Any]:
    for route in app.routes:
        if isinstance(route, APIRoute):
            yield route
        elif not isinstance(route, Mount | Route):
            yield from route.effective_candidates()


def permission(route: Any) -> frozenset[Role] | None:
    found = [d.call.roles for d in _dependencies(route.dependant) if hasattr(d.call, "roles")]
    return found[0] if len(found) == 1 else None


def _dependencies(dependant: Any) -> Iterator[Any]:
    for one in dependant.dependencies:
        yield one
        yield from _dependencies(one)


def declared(app: FastAPI) -> dict[tuple[str, str], frozenset[Role] | None]:
    return {(method, route.path): permission(route) for route in routes_of(app) for method in route.methods}


async def test_every_route_declares_exactly_one_permission(site: Site) -> None:
    assert {key for key, roles in declared(site.app).items() if roles is None} == set()


async def test_no_route_comes_or_goes_or_changes_its_roles_silently(site: Site) -> None:
    assert declared(site.app) == ROUTES


def test_what_is_public_is_few() -> None:
    public = {path for (_, path), roles in ROUTES.items() if roles == PUBLIC}
    assert public == {"/", "/accessibility", "/login", "/healthz", "/readyz", "/api/v1/session"}


async def test_what_only_production_closes_is_the_numbers_alone(site: Site) -> None:
    found = {(method, route.path) for route in routes_of(site.app) for method in route.methods
             for one in _dependencies(route.dependant) if getattr(one.call, "in_production", False)}  # fmt: skip
    assert found == {METRICS}
    assert (await site.browser().client.get("/metrics")).status_code == 200


@pytest.mark.parametrize(("method", "path"), [
    key for key, roles in ROUTES.items() if roles != PUBLIC and key != METRICS])  # fmt: skip
async def test_without_a_login_every_route_is_closed(site: Site, method: str, path: str) -> None:
    answer = await site.browser().client.request(method, path.format_map(Ids(site)), json={} if "api" in path else None)
    if path.startswith("/api"):
        assert answer.status_code in (401, 422)
        assert answer.json()["code"] in ("not_logged_in", "invalid")
    else:
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/login")


class Ids(dict[str, str]):
    """What stands in the curly brackets of a path: things that exist."""

    def __init__(self, site: Site, **known: str) -> None:
        super().__init__({
            "operation": "complete", "name": "claim", "what": "suspend", "change": "correct",
            "programme": "complaint"} | known)

    def __missing__(self, key: str) -> str:
        return "x"


JSON_BODIES: list[bytes] = [
    b"", b"null", b"[]", b"1", b'"text"', b"{", b"\xff\xfe\x00", b"NaN", b'{"a":NaN}', b"\xef\xbb\xbf{}",
    b"[" * 20_000 + b"]" * 20_000, b'{"a":' * 900 + b"1" + b"}" * 900, b"1e400", b"9" * 5000, b'{"reason":"\\ud800"}',
    b'{"reason":"\\u0000xx","text":"\\u0000","draft":{"reason":"\\ud800"}}', b'{"draft":{"reason":[[[[1]]]]}}',
    b'{"draft":{"reason":NaN}}', b'{"version":' + b"9" * 60 + b"}", b'{"version":-1,"decision":{}}',
    b'{"until":"9999-12-31","reason":"fordi"}', b'{"until":"0001-01-01","reason":"fordi"}',
    b'{"decision":{"covered":{},"decided_on":[],"reference":1,"reason":true}}',
    b'{"reason":"fordi","facts":{"entered_on":"\\u0000","residence":[{"from":1e308}]}}',
    b'{"reason":"fordi","facts":{"employment":[{"from":"2020-01-01","hours_per_week":1e999,"ordinary":1}]}}',
    b'{"operation":"claim","ids":[""]}', b'{"operation":"\\u0000","ids":["\\u0000"]}', b'{"operation":"claim","ids":{}}',
    b'{"programme":"obligation","person":{"cpr":"\\u0661","name":"\\ud83d"},"facts":{}}',
    b'{"programme":"youth","person":{"cpr":"0101900000","name":"x"},"facts":{}}',
    b'{"rule":"obligation.guidance","from":"9999-12-31"}', b'{"rule":"\\u0000","from":"0001-01-01"}',
    b'{"rule":"x","from":99999999999999999999}', b'{"as_of":"0001-01-01","facts":{"benefit":"sho"}}',
    b'{"as_of":"9999-12-31","facts":{"benefit":"sho","residence":[{"from":"0001-01-01","to":"9999-12-31","country":"x"}]}}',
    b'{"as_of":"2026-01-01","facts":{"benefit":"sho","employment":[{"from":"2020-01-01","hours_per_week":"1e400","ordinary":true}]}}',
    b'{"as_of":"2026-01-01","track":"lab","weekly_target":1e400,"items":[{"activity":"transit","hours":1e400}]}',
    b'{"as_of":"9999-12-31","track":"lab","weekly_target":37,"items":[{"activity":"transit","hours":1e-300}]}',
    b'{"kind":"sick","from_on":"9999-12-31","to_on":"0001-01-01","note":"\\u0000"}', b'{"to_on":"9999-12-31"}',
    b'{"kind":"sick","from_on":"2026-11-16","to_on":"9999-12-31","note":"\\ud800"}', b'{"to_on":"0001-01-01"}',
    b'{"username":"\\u0000","password":"\\ud800"}', b'{"username":["x"],"password":{}}',
]  # fmt: skip
FORM_BODIES: list[tuple[str, bytes]] = [
    ("application/x-www-form-urlencoded", b"%00=%00&reason=%00&text=%00&q=%00&username=%00&password=%00"),
    ("application/x-www-form-urlencoded", b"reason=%ED%A0%80&text=%ED%A0%80&q=%ED%A0%80&date=%ED%A0%80&version=%C2%B2"),
    ("application/x-www-form-urlencoded", b"version=" + b"9" * 6000 + b"&date=99.99.9999&person=%00&team=x"),
    ("application/x-www-form-urlencoded", b"&&&===%%%\xff\xfe"),
    ("application/x-www-form-urlencoded; charset=utf-7", b"q=+AGE-"),
    ("multipart/form-data", b"--x\r\n"), ("multipart/form-data; boundary=", b"--\r\n"),
    ("multipart/form-data; boundary=x", b"garbage"), ("multipart/form-data; boundary=x; charset=idna", b"--x\r\n"),
    ("multipart/form-data; boundary=x; charset=idna",
     b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n\xff\xff.\xff\r\n--x--\r\n'),
    ("multipart/form-data; boundary=x; charset=unicode_escape",
     b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n\\ud800\r\n--x--\r\n'),
    ("multipart/form-data; boundary=x",
     b'--x\r\nContent-Disposition: form-data; name="reason"; filename="a"\r\n\r\nfile\r\n--x--\r\n'),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data\r\n\r\nx\r\n--x--\r\n'),
    ("multipart/form-data; boundary=" + "x" * 5000, b"--x--"),
    ("text/plain", b"hello"), ("application/json", b'{"q":1}'), ("", b"x"), ("nonsense", b"\x00"), ("a/b;;;=", b"="),
]  # fmt: skip
PLACES = ("x", "%00", "%ed%a0%80", "..%2f..", "a%0d%0ab", "x" * 3000, "'; drop table tasks--", "{{7*7}}", "%F0%9F%98%80")
QUERIES = (
    "limit=0", "limit=99999999999999999999", "cursor=%00", "cursor=W10%3D", "cursor=WyIyMDI2IiwgIngiXQ==", "cursor=" + "A" * 3000,
    "cursor=WyIyMDI2LTAxLTAxVDAwOjAwOjAwIiwgIngiXQ==", "cursor=bnVsbA==", "cursor=W251bGwsbnVsbF0=&sort=priority",
    "cursor=Wzk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTksMV0=&sort=priority", "cursor=-1", "cursor=99999999999999999999", "before=-1",
    "before=99999999999999999999", "sort=%00", "view=x", "overdue=maybe", "q=%00", "q=%ED%A0%80", "lang=%00", "notice=%00",
    "kind=%00&programme=%00&case=%00", "stage=%00&team=%00&responsible=%00", "pane=maybe", "done=%00", "next=%00%0d%0a", "open=7",
)  # fmt: skip


def broken(answer: httpx.Response) -> bool:
    return answer.status_code >= 500 and answer.status_code != 503


@pytest.mark.parametrize(("method", "path"), list(ROUTES))
async def test_no_input_whatever_gives_a_500(site: Site, method: str, path: str) -> None:
    site.app.state.live.stop()  # a stream ends at once
    case_id = site.case()
    task_id = site.held("supervisor", case_id, kind="obligation.approve_exemption")
    ids = Ids(site, case_id=case_id, task_id=task_id)
    person, robot = site.as_("supervisor"), site.api("supervisor")
    token = {"X-CSRF-Token": await person.csrf()}
    for place in PLACES:
        answer = await person.client.request(method, path.format_map(_all(ids, place)), headers=token)
        assert not broken(answer), place
    for query in QUERIES if method == "GET" else ():
        assert not broken(await person.client.get(f"{path.format_map(ids)}?{query}")), query
    for body in JSON_BODIES if "/api/" in path and method == "POST" else ():
        answer = await robot.post(f"http://handleplan.test{path.format_map(ids)}", content=body, headers={"Content-Type": "application/json"})
        assert not broken(answer), body[:100]
    for kind, body in FORM_BODIES if method == "POST" else ():
        answer = await person.client.post(path.format_map(ids), content=body, headers=token | {"Content-Type": kind})
        assert not broken(answer), (kind, body[:100])
    for address in (f"/tasks/{task_id}", f"/cases/{case_id}", f"/api/v1/tasks/{task_id}", f"/api/v1/cases/{case_id}"):
        assert (await site.as_("supervisor2").client.get(address)).status_code == 200, "what was sent in can be shown"


def _all(ids: Ids, place: str) -> dict[str, str]:
    class Everywhere(dict[str, str]):
        def __missing__(self, key: str) -> str:
            return place

    return Everywhere()


async def test_random_bytes_as_a_body_break_nothing(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    token, chance = {"X-CSRF-Token": await person.csrf()}, random.Random(7)
    for _ in range(60):
        body = chance.randbytes(chance.randrange(1, 400))
        for kind in ("application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
            for path in (f"/tasks/{task_id}/complete", f"/api/v1/tasks/{task_id}/draft", "/search"):
                answer = await person.client.post(path, content=body, headers=token | {"Content-Type": kind})
                assert not broken(answer), (kind, body)
