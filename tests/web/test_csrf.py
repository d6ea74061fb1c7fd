"""No other site may act in the name of who is logged in."""

from __future__ import annotations

import pytest

from tests.support.site import Person, Site


async def claim(person: Person, task_id: str, token: str | None, **headers: str) -> int:
    data = {} if token is None else {"csrf": token}
    sent = {k.replace("_", "-"): v for k, v in headers.items()}
    answer = await person.client.post(f"/tasks/{task_id}/claim", data=data, headers=sent)
    return answer.status_code


@pytest.mark.parametrize("headers", [
    {"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site"}, {"Sec_Fetch_Site": "none"},
    {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "http://handleplan.test.evil.example"},
    {"Origin": "http://handleplan.test:81"},
])  # fmt: skip
async def test_a_request_from_elsewhere_is_refused_even_with_the_token(site: Site, headers: dict[str, str]) -> None:
    task_id, person = site.task(), site.as_("benefit")
    assert await claim(person, task_id, await person.csrf(), **headers) == 403
    assert site.row(task_id).state == "ready"


@pytest.mark.parametrize("token", [None, "", "guessed", "æøå"])
async def test_a_post_without_the_right_token_is_refused(site: Site, token: str | None) -> None:
    task_id, person = site.task(), site.as_("benefit")
    assert await claim(person, task_id, token, Sec_Fetch_Site="same-origin") == 403
    assert site.row(task_id).state == "ready"


async def test_the_token_of_another_session_is_refused(site: Site) -> None:
    task_id, person, same_person_elsewhere = site.task(), site.as_("benefit"), site.as_("benefit")
    token = await same_person_elsewhere.csrf()
    assert await claim(person, task_id, token, Sec_Fetch_Site="same-origin") == 403
    assert site.row(task_id).state == "ready"


@pytest.mark.parametrize("headers", [{"Sec_Fetch_Site": "same-origin"}, {"Origin": "http://handleplan.test"}, {}])
async def test_the_own_page_may_post(site: Site, headers: dict[str, str]) -> None:
    task_id, person = site.task(), site.as_("benefit")
    assert await claim(person, task_id, await person.csrf(), **headers) == 303
    assert site.row(task_id).state == "reserved"


async def test_login_from_another_site_is_refused(site: Site) -> None:
    fields = {"username": "benefit", "password": site.password("benefit")}
    person = site.browser()
    answer = await person.client.post("/login", data=fields, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert person.session is None


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("action", ["claim", "complete", "release", "draft", "comment"])
async def test_only_post_changes_a_task(site: Site, method: str, action: str) -> None:
    task_id, person = site.held("benefit"), site.as_("benefit")
    before = site.everything()
    headers = {"X-HTTP-Method-Override": "POST", "X-CSRF-Token": await person.csrf()}
    answer = await person.client.request(method, f"/tasks/{task_id}/{action}?_method=POST", headers=headers)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"
    assert site.everything() == before


async def test_the_api_with_a_cookie_needs_the_token_in_a_header(site: Site) -> None:
    task_id, person = site.task(), site.as_("benefit")
    where, own = f"/api/v1/tasks/{task_id}/claim", {"Sec-Fetch-Site": "same-origin"}
    assert (await person.client.post(where, json={}, headers=own)).status_code == 403
    answer = await person.client.post(where, json={}, headers=own | {"X-CSRF-Token": await person.csrf()})
    assert answer.status_code == 200
