"""Refusals and faults: the right code, a sentence that helps, and nothing given away."""

from __future__ import annotations

import logging
from datetime import timedelta

import httpx
import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from store.db import Store
from tests.support.document import Document
from tests.support.site import Site, site_over
from web.limits import BODY, HEADERS, UPLOAD

PAGES = ("/login", "/inbox", "/cases", "/overview", "/import", "/lookups", "/me", "/accessibility", "/nowhere")


@pytest.mark.parametrize("address", PAGES)
async def test_every_answer_carries_the_security_headers(site: Site, address: str) -> None:
    answer = await site.as_("supervisor").client.get(address)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert "'unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert "server" not in answer.headers


async def test_static_files_may_be_kept_and_lead_nowhere_else(site: Site) -> None:
    person = site.browser()
    answer = await person.client.get("/static/app.css")
    assert answer.status_code == 200
    assert "no-store" not in answer.headers.get("cache-control", "")
    for path in ("/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/page.py", "/static//etc/passwd"):
        assert (await person.client.get(path)).status_code == 404


@pytest.mark.parametrize("name", [None, "benefit"])
async def test_an_unknown_address_is_a_page_of_this_site(site: Site, name: str | None) -> None:
    person = site.as_(name) if name else site.browser()
    page = await person.get("/no/such/page", 404)
    assert page.h1 == "Siden findes ikke"
    assert page.has("form[action='/logout']") is (name is not None)
    assert page.texts("main .button") == ["Tilbage til indbakken" if name else "Log på"]


async def test_a_wrong_method_says_which_is_right(site: Site) -> None:
    answer = await site.as_("benefit").client.delete("/inbox")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET"
    assert "Det kan man ikke her" in answer.text


async def test_the_address_of_a_form_leads_to_the_page_that_it_stands_on(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    page = await person.get(f"/tasks/{task_id}/complete", 405)
    back = page.one("main a.button-secondary")
    assert (back["href"], back.get_text()) == (f"/tasks/{task_id}", "Tilbage til opgaven")
    assert (await person.get("/search", 405)).texts("main a.button-secondary") == ["Tilbage til indbakken"]


async def test_from_an_error_one_comes_back_to_the_task_in_its_list(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    page = await person.get(f"/inbox?view=mine&sort=-due&task={task_id}")
    page = await person.submit(page, f"/tasks/{task_id}/suspend", status=422, date="01.01.2020", reason="venter på svar")
    assert "venter på svar" in page.text()
    back = page.one("main a.button-secondary")
    assert back.get_text() == "Tilbage til opgaven"
    page = await person.get(str(back["href"]))
    assert page.one("#filter-sort option[selected]")["value"] == "-due"
    assert page.has("#detail h2.task-title")


async def test_what_is_given_back_is_what_somebody_wrote_and_no_code(site: Site) -> None:
    person = site.as_("benefit")
    for status in (200, 409):
        page = await person.submit(await person.get("/inbox?view=mine&due=week"), "/filters", status=status, name="Ugens")
    assert page.texts("main .bullets li") == ["Ugens"]


async def test_a_slash_at_the_end_is_no_redirect_to_a_forged_host(site: Site) -> None:
    answer = await site.browser().client.get("/inbox/", headers={"Host": "evil.example"})
    assert answer.status_code == 404
    assert "evil.example" not in answer.text


@pytest.mark.parametrize("said", [True, False])
async def test_a_body_over_the_limit_is_refused_whether_or_not_it_says_so(site: Site, said: bool) -> None:
    person = site.as_("benefit")

    async def endless():
        for _ in range(BODY // 50_000 + 1):
            yield b"x=" + b"y" * 49_998

    content = b"x" * (BODY + 1) if said else endless()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = await person.client.post("/search", content=content, headers=headers)
    page = Document(answer)
    assert page.status == 413
    assert page.h1 == "Indholdet er for stort"


async def test_a_body_that_lies_about_its_length_is_not_believed(site: Site) -> None:
    client = site.api("benefit")
    for length in ("-1", "1e9", "9" * 5000, "abc"):
        answer = await client.post("tasks/next", content=b"{}", headers={"Content-Length": length})
        assert answer.status_code in (204, 413)


async def test_json_over_the_limit_is_refused_in_json(site: Site) -> None:
    answer = await site.api("benefit").post("tasks/bulk", content=b'{"operation":"' + b"x" * BODY + b'"}')
    assert answer.status_code == 413
    assert answer.json()["code"] == "too_large"


async def test_a_file_may_be_larger_than_a_form(site: Site) -> None:
    person = site.as_("caseworker")
    big = b"cpr;navn;ydelse\r\n" + b"x" * (BODY + 1)
    page = await person.post("/import", {"csrf": await person.csrf()}, 422, files={"file": ("b.csv", big, "text/csv")})
    assert page.has("#import-error")
    assert UPLOAD > BODY


async def test_a_form_of_ten_thousand_fields_is_refused(site: Site) -> None:
    person = site.as_("benefit")
    body = "&".join(f"f{n}=1" for n in range(10_000)) + f"&csrf={await person.csrf()}"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = await person.client.post("/search", content=body, headers=headers)
    assert answer.status_code in (400, 413)


# -- the database is away ----------------------------------------------------------------------------------------


@pytest.fixture
def away(site: Site) -> Site:
    """The database gone while the web runs."""

    def broken(*_: object) -> None:
        raise sa.exc.OperationalError("select", {}, Exception("gone"))

    site.broken = broken  # type: ignore[attr-defined]
    sa.event.listen(site.store.engine, "engine_connect", broken)
    yield site
    sa.event.remove(site.store.engine, "engine_connect", broken)


async def test_without_its_database_the_site_says_so_in_danish_and_when_to_come_back(away: Site) -> None:
    person = away.browser()
    person.client.cookies.set("handleplan_session", "any")
    for address in ("/inbox", "/cases/OB-2026-000001", "/"):
        page = Document(await person.client.get(address))
        assert page.status == 503
        assert page.h1 == "Midlertidigt utilgængelig"
        assert "Databasen svarer ikke lige nu. Intet er gået tabt." in page.text()
        assert page.response.headers["retry-after"] == "5"


async def test_without_its_database_the_api_says_so_too(away: Site) -> None:
    client = away.browser(Authorization="Bearer hp_any").client
    for address in ("/api/v1/tasks", "/api/v1/cases"):
        answer = await client.get(address)
        assert (answer.status_code, answer.json()["code"]) == (503, "database_away")
        assert answer.headers["retry-after"] == "5"
    answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": False, "engine": False})
    assert (await client.get("/healthz")).status_code == 200


async def test_without_its_engine_the_inbox_works_and_only_readyz_tells(site: Site) -> None:
    await site.as_("benefit").get("/inbox")
    answer = await site.browser().client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": True, "engine": False})


# -- a fault -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/broken", "/api/v1/broken"])
async def test_a_fault_shows_a_number_and_nothing_of_itself(
    site: Site, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    app: FastAPI = site.app
    app.router.routes.insert(0, _route(app, address))
    with caplog.at_level(logging.ERROR):
        answer = await site.as_("benefit").client.get(address)
    assert answer.status_code == 500
    for hidden in ("secret-detail", "Traceback", "ZeroDivision", "/work/"):
        assert hidden not in answer.text
    reference = next(r.args[0] for r in caplog.records if r.name == "handleplan.web")
    assert str(reference) in answer.text
    for name, value in HEADERS.items():
        assert answer.headers[name] == value


def _route(app: FastAPI, address: str) -> object:
    from fastapi.routing import APIRoute

    def fails() -> None:
        raise ZeroDivisionError("secret-detail")

    return APIRoute(address, fails)


# -- production --------------------------------------------------------------------------------------------------


async def test_in_production_cookies_are_bound_to_this_host_and_https(production: Site) -> None:
    person = production.browser()
    fields = {"username": "benefit", "password": production.password("benefit"), "csrf": ""}
    answer = await person.client.post("/login?lang=en", data=fields, headers={"Sec-Fetch-Site": "same-origin"})
    cookie = next(c for c in answer.headers.get_list("set-cookie") if "session" in c)
    assert cookie.startswith("__Host-session=")
    parts = {p.strip().lower() for p in cookie.split(";")[1:]}
    assert {"secure", "httponly", "samesite=lax", "path=/"} <= parts
    assert not any(p.startswith("domain") for p in parts)
    page = await person.client.get("/login?lang=en")
    assert all("Secure" in c for c in page.headers.get_list("set-cookie"))


async def test_in_production_https_is_kept_to(production: Site) -> None:
    answer = await production.browser().client.get("/login")
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")


@pytest.mark.parametrize("address", ["/openapi.json", "/docs", "/redoc"])
async def test_in_production_the_description_is_closed(production: Site, address: str) -> None:
    assert (await production.as_("admin").client.get(address)).status_code == 404


@pytest.mark.parametrize(("name", "status"), [(None, 401), ("benefit", 403), ("admin", 200), ("integration", 200)])
async def test_in_production_the_metrics_need_a_role(production: Site, name: str | None, status: int) -> None:
    client = production.as_(name).client if name else production.browser().client
    assert (await client.get("/metrics")).status_code == status


async def test_the_metrics_count(site: Site) -> None:
    site.task(age=timedelta(days=60))
    said = (await site.browser().client.get("/metrics")).text
    for line in ("handleplan_open_tasks 1.0", "handleplan_overdue_tasks 1.0", "handleplan_open_cases 1.0",
                 "handleplan_outbox_waiting 1.0", 'handleplan_violations{code="undelivered"} 0.0'):  # fmt: skip
        assert line in said


async def test_the_metrics_count_what_is_forgotten(site: Site) -> None:
    """P2."""
    site.case()
    site.clock.at += timedelta(minutes=10)
    said = (await site.browser().client.get("/metrics")).text
    for code in ("undelivered", "waits_for_nothing"):
        assert f'handleplan_violations{{code="{code}"}} 1.0' in said


async def test_a_session_works_in_production(production: Site) -> None:
    assert (await production.as_("benefit").get("/inbox")).h1 == "Min indbakke"


async def test_a_demo_says_that_it_is_one(store: Store) -> None:
    async with site_over(store, demo=True, municipality="Prøve Kommune") as demo:
        page = await demo.browser().get("/login")
    assert "Demo: alle personer og sager er opdigtede." in page.text("header")
    assert "Prøve Kommune" in page.text("footer")


async def test_no_answer_tells_a_known_user_name_from_an_unknown_one(site: Site) -> None:
    site.password("benefit")
    told: list[httpx.Response] = []
    for name in ("benefit", "nobody"):
        told.append(await site.browser().client.post("/api/v1/session", json={"username": name, "password": "x"}))
    assert told[0].json() == told[1].json()
    assert told[0].status_code == told[1].status_code == 401
