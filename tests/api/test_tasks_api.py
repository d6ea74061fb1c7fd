"""contract.md § 2: tasks."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from domain.programmes import PROGRAMMES
from domain.tasks import Operation
from tests.support.site import APPROVE, ASSESS, CONFIRM, COVERED_JSON, GUIDE, OTHER, OWN, PLAN, REASON, Site
from tests.support.world import DANISH, PARK, PLANNED

ITEM = {"id", "case_id", "programme", "kind", "title", "state", "role", "team", "assignee", "priority", "received_at",
        "follow_up_on", "due", "overdue", "escalation_level", "acknowledged_by", "acting_for", "version"}  # fmt: skip
DETAIL = ITEM | {"why", "form", "draft", "decision", "events", "comments", "operations"}


async def test_a_task_in_a_list_has_the_contracts_fields(site: Site) -> None:
    task_id = site.task(age=timedelta(days=60))
    answer = await site.api("benefit").get("tasks", params={"view": "team"})
    assert answer.status_code == 200
    body = answer.json()
    assert set(body) == {"items", "next", "counts"}
    item = body["items"][0]
    assert set(item) == ITEM
    assert set(item["due"]) == {"at", "rule", "version", "kind", "because"}
    assert (item["id"], item["kind"], item["title"]) == (task_id, CONFIRM, "Bekræft omfattet")
    assert (item["state"], item["role"], item["team"]) == ("ready", "benefit_officer", site.teams[OWN])
    assert (item["overdue"], item["assignee"], item["escalation_level"], item["version"]) == (True, None, 0, 1)
    assert item["due"]["rule"] == "obligation.confirm_coverage"
    assert body["counts"] == {"mine": 0, "team": 1, "overdue": 1, "due_today": 0}


async def test_one_task_has_form_draft_events_comments_and_what_one_may_do(site: Site) -> None:
    task_id = site.held("benefit")
    client = site.api("benefit")
    task = (await client.get(f"tasks/{task_id}")).json()
    assert set(task) == DETAIL
    assert task["form"]["required"] == ["covered", "decided_on", "reference", "reason"]
    assert task["operations"] == ["start", "release", "delegate", "forward", "suspend", "complete"]
    assert [e["what"] for e in task["events"]] == ["Opgaven er oprettet", "Taget"]
    assert (task["draft"], task["comments"]) == (None, [])
    assert site.lookups("benefit")[-1].action == "view.task"
    others = (await site.api("benefit2").get(f"tasks/{task_id}")).json()
    assert others["operations"] == []


async def test_accept_language_picks_the_sentences(site: Site) -> None:
    task_id = site.task()
    client = site.api("benefit", **{"Accept-Language": "en"})
    task = (await client.get(f"tasks/{task_id}")).json()
    assert task["title"] == "Confirm coverage"
    assert "working days" in task["due"]["because"]
    assert (await client.get("tasks/none")).json()["message"] == "It does not exist."
    answer = await client.post(f"tasks/{task_id}/suspend", json={"until": "i morgen"})
    assert answer.json()["message"] == "The request cannot be understood."


@pytest.mark.parametrize(("query", "found"), [
    ({}, 1), ({"view": "mine"}, 1), ({"view": "team"}, 1), ({"view": "all"}, 4), ({"view": "done"}, 0),
    ({"view": "all", "kind": GUIDE}, 1), ({"view": "all", "programme": "obligation"}, 4),
    ({"view": "all", "programme": "youth"}, 0), ({"view": "all", "overdue": "true"}, 1), ({"view": "all", "q": "åse"}, 1),
    ({"view": "all", "q": "Nobody"}, 0), ({"view": "all", "sort": "-due"}, 4), ({"view": "all", "sort": "received"}, 4),
    ({"view": "all", "sort": "priority"}, 4), ({"view": "all", "sort": "follow_up"}, 4),
])  # fmt: skip
async def test_views_and_filters(site: Site, query: dict[str, str], found: int) -> None:
    site.held("benefit", site.case("Åse Holm"))
    site.held("benefit2")
    site.task(age=timedelta(days=60))
    site.task(kind=GUIDE)
    site.task(site.case(team=OTHER))
    answer = await site.api("benefit").get("tasks", params=query)
    assert len(answer.json()["items"]) == found


async def test_q_is_a_name_or_a_case_number_and_never_a_cpr(site: Site) -> None:
    case_id = site.case("Omar Said", cpr="0301900000")
    task_id = site.task(case_id)
    client = site.api("benefit")
    for q in ("omar", "Said Omar", case_id, case_id.lower()):
        assert [t["id"] for t in (await client.get("tasks", params={"view": "all", "q": q})).json()["items"]] == [
            task_id
        ]
    for address in ("tasks", "cases"):
        answer = await client.get(address, params={"q": "030190-0000"})
        assert (answer.status_code, answer.json()["code"]) == (422, "cpr_in_url")
    by_case = await client.get("tasks", params={"view": "all", "case": case_id})
    assert len(by_case.json()["items"]) == 1
    assert [e.action for e in site.lookups("benefit")] == ["search", "search"], (
        "a case number is no search for a person"
    )


@pytest.mark.parametrize("sort", ["due", "-due", "received", "-received", "priority", "follow_up"])
async def test_cursors_walk_the_whole_list_once(site: Site, sort: str) -> None:
    case_id = site.case()
    made = {site.task(case_id, age=timedelta(hours=n)) for n in range(23)}
    client, found, cursor = site.api("benefit"), [], None
    for _ in range(10):
        query = {"view": "team", "sort": sort, "limit": 5} | ({"cursor": cursor} if cursor else {})
        body = (await client.get("tasks", params=query)).json()
        found += [t["id"] for t in body["items"]]
        cursor = body["next"]
        if cursor is None:
            break
    assert (len(found), set(found)) == (23, made)


@pytest.mark.parametrize("query", [
    {"limit": 0}, {"limit": 201}, {"limit": "x"}, {"sort": "state"}, {"sort": "id;drop"}, {"view": "everything"},
    {"overdue": "maybe"}, {"cursor": "x"}, {"q": "x" * 201},
])  # fmt: skip
async def test_a_question_that_makes_no_sense_is_422_in_the_contracts_shape(site: Site, query: dict[str, str]) -> None:
    answer = await site.api("benefit").get("tasks", params=query)
    assert answer.status_code == 422
    body = answer.json()
    assert {"code", "message", "errors"} <= set(body)
    for error in body["errors"]:
        assert set(error) == {"loc", "code", "message"}


async def test_a_reason_of_signs_that_nobody_sees_is_none(site: Site) -> None:
    task_id, blank = site.held("benefit"), "\u200b" * 30
    sent = {"decision": COVERED_JSON | {"reason": blank}, "version": 2}
    answer = await site.api("benefit").post(f"tasks/{task_id}/complete", json=sent)
    assert (answer.status_code, site.row(task_id).state) == (422, "reserved")
    sent["decision"] = COVERED_JSON | {"reason": f"\u202e{REASON}\u3164"}
    await site.api("benefit").post(f"tasks/{task_id}/complete", json=sent)
    assert site.row(task_id).decision["reason"] == REASON


async def test_those_not_overdue_are_asked_for_apart_from_all(site: Site) -> None:
    late, soon, client = site.task(age=timedelta(days=40)), site.task(), site.api("benefit")

    async def listed(**asked: str) -> set[str]:
        return {one["id"] for one in (await client.get("tasks", params={"view": "team"} | asked)).json()["items"]}

    assert (await listed(overdue="true"), await listed(overdue="false"), await listed()) == ({late}, {soon}, {late, soon})


async def test_an_empty_draft_takes_the_place_of_nothing(site: Site) -> None:
    task_id, client = site.held("benefit"), site.api("benefit")
    await client.post(f"tasks/{task_id}/draft", json={"draft": {"reason": "halvt"}})
    assert (await client.post(f"tasks/{task_id}/draft", json={})).json()["code"] == "draft_missing"
    assert (await client.get(f"tasks/{task_id}")).json()["draft"] == {"reason": "halvt"}


async def test_a_cursor_of_another_order_or_of_nothing_is_refused(site: Site) -> None:
    for _ in range(3):
        site.task()
    client = site.api("benefit")
    following = (await client.get("tasks", params={"view": "team", "limit": 1})).json()["next"]
    asked = {"view": "team", "cursor": following}
    assert (await client.get("tasks", params=asked)).status_code == 200
    assert (await client.get("tasks", params=asked | {"sort": "-due"})).json()["code"] == "bad_cursor"
    assert (await site.api("caseworker").get("cases", params={"cursor": "x' --"})).json()["code"] == "bad_cursor"


async def test_claim_answers_the_task_and_the_second_is_told_who_has_it(site: Site) -> None:
    task_id = site.task()
    answer = await site.api("benefit").post(f"tasks/{task_id}/claim")
    assert answer.status_code == 200
    assert (answer.json()["state"], answer.json()["assignee"]) == ("reserved", site.ids["benefit"])
    answer = await site.api("benefit2").post(f"tasks/{task_id}/claim", json={})
    assert answer.status_code == 409
    assert answer.json()["code"] == "already_claimed"
    assert answer.json()["assignee"] == site.ids["benefit"]
    assert answer.json()["message"] == "Birgit Bang har allerede taget opgaven."


async def test_of_twenty_who_claim_at_once_one_wins(site: Site) -> None:
    task_id = site.task()
    clients = [site.api(name) for name in ("benefit", "benefit2") for _ in range(10)]
    answers = await asyncio.gather(*(c.post(f"tasks/{task_id}/claim", json={"version": 1}) for c in clients))
    assert len(site.audited("task.claim")) == 1
    winner = site.row(task_id).assignee_id
    for _client, answer in zip(clients, answers, strict=True):
        assert answer.status_code in (200, 409)
        if answer.status_code == 200:
            assert answer.json()["assignee"] == winner


@pytest.mark.parametrize(("operation", "body", "state"), [
    ("start", {}, "in_progress"), ("release", {}, "ready"), ("suspend", {"until": "2026-12-01", "reason": "x"}, "suspended"),
    ("suspend", {}, "suspended"), ("comment", {"text": "Hej"}, "reserved"), ("draft", {"draft": {"reason": "x"}}, "reserved"),
])  # fmt: skip
async def test_each_operation_answers_the_task(site: Site, operation: str, body: dict[str, object], state: str) -> None:
    task_id = site.held("benefit")
    answer = await site.api("benefit").post(f"tasks/{task_id}/{operation}", json=body)
    assert (answer.status_code, answer.json()["state"]) == (200, state)
    assert set(answer.json()) == DETAIL


async def test_delegate_forward_stop_and_resume(site: Site) -> None:
    task_id, client = site.held("benefit"), site.api("benefit")
    await client.post(f"tasks/{task_id}/start")
    assert (await client.post(f"tasks/{task_id}/stop")).json()["state"] == "reserved"
    await client.post(f"tasks/{task_id}/suspend", json={"reason": "venter"})
    assert (await client.post(f"tasks/{task_id}/resume")).json()["state"] == "reserved"
    answer = await client.post(f"tasks/{task_id}/delegate", json={"person": site.ids["benefit2"], "reason": "ferie"})
    assert answer.json()["assignee"] == site.ids["benefit2"]
    boss = site.api("supervisor")
    answer = await boss.post(f"tasks/{task_id}/forward", json={"team": site.teams[OTHER], "reason": "deres"})
    assert (answer.status_code, answer.json()["team"]) == (200, site.teams[OTHER]), "also when one sees it no more"
    assert (site.row(task_id).state, site.row(task_id).team_id) == ("ready", site.teams[OTHER])


async def test_complete_takes_decision_and_version(site: Site) -> None:
    task_id = site.held("benefit")
    answer = await site.api("benefit").post(f"tasks/{task_id}/complete", json={"decision": COVERED_JSON, "version": 2})
    assert answer.status_code == 200
    assert answer.json()["state"] == "completed"
    assert answer.json()["decision"] == COVERED_JSON
    assert (await site.api("benefit").get("tasks?view=done")).json()["items"][0]["id"] == task_id


async def test_a_stale_version_is_refused_with_both(site: Site) -> None:
    task_id = site.held("benefit")
    answer = await site.api("benefit").post(f"tasks/{task_id}/complete", json={"decision": COVERED_JSON, "version": 1})
    assert (answer.status_code, answer.json()["code"]) == (409, "stale_version")
    assert (answer.json()["version"], answer.json()["current_version"]) == (1, 2)
    assert site.row(task_id).state == "reserved"


@pytest.mark.parametrize(("change", "loc", "code"), [
    ({"reason": "kort"}, ["decision", "reason"], "string_too_short"), ({"covered": None}, ["decision", "covered"], "bool_type"),
    ({"decided_on": "18.11.2026"}, ["decision", "decided_on"], "date_parsing"),
    ({"decided_on": 0}, ["decision", "decided_on"], "date_parsing"),
    ({"decided_on": "2026-02-31"}, ["decision", "decided_on"], "date_from_datetime_parsing"),
    ({"assignee": "me"}, ["decision", "assignee"], "extra_forbidden"),
])  # fmt: skip
async def test_a_decision_that_does_not_hold_says_where(
    site: Site, change: dict[str, object], loc: list[str], code: str
) -> None:
    task_id = site.held("benefit")
    answer = await site.api("benefit").post(f"tasks/{task_id}/complete", json={"decision": COVERED_JSON | change})
    assert answer.status_code == 422
    body = answer.json()
    assert body["code"] == "invalid"
    assert [(e["loc"], e["code"]) for e in body["errors"]] == [(loc, code)]
    assert body["errors"][0]["message"]
    assert site.row(task_id).state == "reserved"


@pytest.mark.parametrize(("day", "says"), [
    ("2026-02-31", "The calendar has no such day"), ("31.02.2026", "The calendar has no such day"),
    ("28.02.2026", "Write the date as yyyy-mm-dd"), ("2026-13-01", "Write the date as yyyy-mm-dd"),
])  # fmt: skip
async def test_a_day_that_no_calendar_has_is_not_told_how_dates_are_written(site: Site, day: str, says: str) -> None:
    task_id = site.held("benefit")
    answer = await site.api("benefit").post(
        f"tasks/{task_id}/complete", json={"decision": COVERED_JSON | {"decided_on": day}}, headers={"Accept-Language": "en"})
    assert answer.json()["errors"][0]["message"] == says


async def test_a_rule_across_fields_has_its_own_code(site: Site) -> None:
    task_id = site.held("jobconsultant", kind=ASSESS)
    body = {"decision": {"effort": "reduced", "reason": REASON}}
    answer = await site.api("jobconsultant").post(f"tasks/{task_id}/complete", json=body)
    said = {"loc": ["decision", "weekly_hours"], "code": "hours_missing", "message": "Skriv timetallet"}
    assert answer.json()["errors"] == [said]


@pytest.mark.parametrize(("kind", "who", "fields", "code"), [
    (CONFIRM, "benefit", {"decided_on": "2026-11-20"}, "date_in_future"),
    (CONFIRM, "benefit", {"decided_on": "2024-12-31"}, "date_too_early"),
    (ASSESS, "jobconsultant", {"effort": "exempt", "until": "2026-11-19"}, "date_too_early"),
    (PLAN, "jobconsultant", {"starts_on": "1990-01-01"}, "date_too_early"),
    (PLAN, "jobconsultant", {"starts_on": "2028-01-01"}, "date_too_late"),
    (PLAN, "jobconsultant", {"starts_on": "2026-11-23", "lines": [PARK, DANISH]}, "hours_over_target"),
])  # fmt: skip
async def test_a_day_or_a_figure_that_cannot_be_meant_is_refused_at_its_field(
    site: Site, kind: str, who: str, fields: dict[str, object], code: str
) -> None:
    task_id = site.held(who, kind=kind)
    whole = {CONFIRM: COVERED_JSON, ASSESS: {"reason": REASON}, PLAN: PLANNED}[kind]
    answer = await site.api(who).post(f"tasks/{task_id}/complete", json={"decision": {**whole, **fields}})
    assert answer.status_code == 422
    assert [e["code"] for e in answer.json()["errors"]] == [code]
    assert answer.json()["errors"][0]["loc"][1] in fields


async def test_a_program_is_told_how_a_program_writes_dates(site: Site) -> None:
    decision = COVERED_JSON | {"decided_on": "18.11.2026"}
    answer = await site.api("benefit").post(f"tasks/{site.held('benefit')}/complete", json={"decision": decision})
    assert answer.json()["errors"][0]["message"] == "Skriv datoen som åååå-mm-dd"


async def test_the_same_decision_again_is_the_same_answer_and_another_is_a_conflict(site: Site) -> None:
    task_id, client = site.held("benefit"), site.api("benefit")
    first = await client.post(f"tasks/{task_id}/complete", json={"decision": COVERED_JSON})
    again = await client.post(f"tasks/{task_id}/complete", json={"decision": COVERED_JSON})
    assert again.status_code == 200
    assert again.json() == first.json()
    answer = await client.post(f"tasks/{task_id}/complete", json={"decision": COVERED_JSON | {"covered": False}})
    assert (answer.status_code, answer.json()["code"], answer.json()["state"]) == (409, "task_not_open", "completed")
    assert len(site.audited("task.complete")) == 1


async def test_the_proposer_gets_four_eyes(site: Site) -> None:
    task_id = site.task(kind=APPROVE, not_by="supervisor")
    for operation in ("claim", "start", "complete"):
        answer = await site.api("supervisor").post(f"tasks/{task_id}/{operation}", json={})
        assert (answer.status_code, answer.json()["code"]) == (409, "four_eyes")


async def test_roles_and_teams(site: Site) -> None:
    task_id = site.task()
    answer = await site.api("caseworker").post(f"tasks/{task_id}/claim")
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    foreign = await site.api("stranger").post(f"tasks/{task_id}/claim")
    unknown = await site.api("stranger").post("tasks/none/claim")
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.json() == unknown.json() == {"code": "not_found", "message": "Det findes ikke.", "errors": []}
    for name in ("partner", "auditor"):
        assert (await site.api(name).get("tasks")).status_code == 403
    assert (await site.api("integration").get("tasks?view=all")).json()["items"][0]["id"] == task_id


async def test_without_or_with_a_dead_token_it_is_401(site: Site) -> None:
    client = site.browser(Authorization="Bearer hp_wrong").client
    for address in ("tasks", "cases", "tasks/x"):
        answer = await client.get(f"/api/v1/{address}")
        assert (answer.status_code, answer.json()["code"]) == (401, "not_logged_in")
        assert answer.headers["www-authenticate"] == "Bearer"
    alive = site.api("benefit")
    site.clock.at += timedelta(days=1)
    assert (await alive.get("tasks")).status_code == 401


async def test_a_session_gives_a_token(site: Site) -> None:
    client = site.browser().client
    body = {"username": "benefit", "password": site.password("benefit")}
    answer = await client.post("/api/v1/session", json=body)
    assert answer.status_code == 200
    assert set(answer.json()) == {"token", "expires_at"}
    client.headers["Authorization"] = f"Bearer {answer.json()['token']}"
    assert (await client.get("/api/v1/tasks")).status_code == 200
    answer = await client.post("/api/v1/session", json=body | {"password": "wrong"})
    assert (answer.status_code, answer.json()["code"]) == (401, "wrong_password")


async def test_next_gives_the_most_urgent_one_and_204_when_there_is_none(site: Site) -> None:
    site.task()
    urgent = site.task(age=timedelta(days=3))
    client = site.api("benefit")
    answer = await client.post("tasks/next")
    assert (answer.status_code, answer.json()["id"], answer.json()["state"]) == (200, urgent, "reserved")
    await client.post("tasks/next")
    answer = await client.post("tasks/next")
    assert (answer.status_code, answer.content) == (204, b"")


async def test_the_same_key_takes_one_task_only(site: Site) -> None:
    site.task()
    site.task()
    client = site.api("benefit", **{"Idempotency-Key": "monday-1"})
    first, again = [(await client.post("tasks/next")).json()["id"] for _ in range(2)]
    assert first == again
    assert len(site.audited("task.claim")) == 1


async def test_the_same_key_comments_once_even_at_once(site: Site) -> None:
    task_id = site.task()
    client = site.api("benefit", **{"Idempotency-Key": "k"})
    answers = await asyncio.gather(*(client.post(f"tasks/{task_id}/comment", json={"text": "Hej"}) for _ in range(5)))
    assert {a.status_code for a in answers} == {200}
    assert len((await client.get(f"tasks/{task_id}")).json()["comments"]) == 1
    other = site.api("benefit2", **{"Idempotency-Key": "k"})
    await other.post(f"tasks/{task_id}/comment", json={"text": "Også hej"})
    assert len((await client.get(f"tasks/{task_id}")).json()["comments"]) == 2, "a key is one person's"


async def test_one_key_with_other_words_is_refused_and_the_first_words_stand(site: Site) -> None:
    task_id = site.held("benefit")
    client = site.api("benefit", **{"Idempotency-Key": "k"})
    assert (await client.post(f"tasks/{task_id}/complete", json={"decision": COVERED_JSON})).status_code == 200
    other = COVERED_JSON | {"covered": False}
    answer = await client.post(f"tasks/{task_id}/complete", json={"decision": other})
    assert (answer.status_code, answer.json()["code"]) == (422, "key_used")
    assert site.row(task_id).decision["covered"] is True


async def test_a_bulk_call_may_be_sent_twice_with_its_key(site: Site) -> None:
    ids = [site.task(), site.task()]
    client = site.api("benefit", **{"Idempotency-Key": "k"})
    first, again = [await client.post("tasks/bulk", json={"operation": "claim", "ids": ids}) for _ in range(2)]
    assert first.json() == again.json()
    assert len(site.audited("task.claim")) == 2


async def test_a_refused_call_may_be_tried_again_with_its_key(site: Site) -> None:
    task_id = site.held("benefit")
    client = site.api("benefit", **{"Idempotency-Key": "once"})
    assert (await client.post(f"tasks/{task_id}/complete", json={"decision": {}})).status_code == 422
    assert (await client.post(f"tasks/{task_id}/complete", json={"decision": COVERED_JSON})).status_code == 200
    assert (await client.post(f"tasks/{task_id}/comment", headers={"Idempotency-Key": "x" * 101})).status_code == 422


async def test_bulk_answers_row_by_row_in_the_order_given(site: Site) -> None:
    mine, theirs, foreign = site.task(), site.held("benefit2"), site.task(site.case(team=OTHER))
    body = {"operation": "claim", "ids": [theirs, "none", mine, foreign], "args": {}, "reason": ""}
    answer = await site.api("benefit").post("tasks/bulk", json=body)
    assert answer.json() == {"results": [
        {"id": theirs, "ok": False, "code": "already_claimed"}, {"id": "none", "ok": False, "code": "not_found"},
        {"id": mine, "ok": True, "code": None}, {"id": foreign, "ok": False, "code": "not_found"},
    ]}  # fmt: skip
    assert site.row(mine).assignee_id == site.ids["benefit"]
    assert site.row(foreign).state == "ready"


async def test_bulk_takes_arguments_and_one_reason_for_all(site: Site) -> None:
    ids = [site.held("benefit") for _ in range(3)]
    body = {"operation": "delegate", "ids": ids, "args": {"person": site.ids["benefit2"]}, "reason": "Birgit er syg"}
    answer = await site.api("supervisor").post("tasks/bulk", json=body)
    assert all(r["ok"] for r in answer.json()["results"])
    assert {site.row(i).assignee_id for i in ids} == {site.ids["benefit2"]}
    assert site.audited("task.delegate")[0].details["reason"] == "Birgit er syg"


@pytest.mark.parametrize("body", [
    {"operation": "fly", "ids": []}, {"operation": "exit", "ids": ["x"]}, {"operation": "claim", "ids": ["x"] * 201},
    {"operation": "claim"}, {"ids": []}, {"operation": "claim", "ids": [], "more": 1},
])  # fmt: skip
async def test_bulk_refuses_what_it_does_not_know_and_too_many(site: Site, body: dict[str, object]) -> None:
    assert (await site.api("benefit").post("tasks/bulk", json=body)).status_code == 422


async def test_a_supervisor_moves_a_deadline_and_the_case_is_told(site: Site) -> None:
    task_id = site.task()
    body = {"until": "2026-12-14", "reason": "Afventer opholdsbevis"}
    answer = await site.api("supervisor").post(f"tasks/{task_id}/deadline", json=body)
    assert answer.status_code == 200
    assert answer.json()["due"]["at"].startswith("2026-12-14")
    assert "Flyttet fra 26.11.2026 til 14.12.2026." in answer.json()["due"]["because"]
    assert (await site.api("benefit").post(f"tasks/{task_id}/deadline", json=body)).status_code == 403
    assert (await site.api("supervisor").post(f"tasks/{task_id}/deadline", json={"reason": "fordi"})).status_code == 422


async def test_a_draft_is_kept_and_only_the_kinds_own_fields(site: Site) -> None:
    task_id = site.held("benefit")
    body = {"draft": {"reason": "halv", "covered": True, "state": "completed", "reference": [1, {"x": 2}]}}
    answer = await site.api("benefit").post(f"tasks/{task_id}/draft", json=body)
    assert answer.json()["draft"] == {"reason": "halv", "covered": True}
    site.move(task_id, Operation.release, "benefit", assignee_id=None)
    assert (await site.api("benefit2").get(f"tasks/{task_id}")).json()["draft"]["reason"] == "halv"


async def test_a_draft_that_grew_longer_than_an_answer_may_be_is_kept_whole(site: Site) -> None:
    """So that whoever wrote too much can shorten it."""
    task_id, long = site.held("benefit"), "Ø" * 6000
    answer = await site.api("benefit").post(f"tasks/{task_id}/draft", json={"draft": {"reason": long}})
    assert answer.json()["draft"] == {"reason": long}


@pytest.mark.parametrize("name", ["absence", "nothing"])
async def test_a_program_opens_cases_of_programmes_that_stand_alone_and_the_document_names_them(site: Site, name: str) -> None:
    sent = await site.api("supervisor").post("cases", json={"programme": name, "facts": {}})
    [error] = sent.json()["errors"]
    assert (sent.status_code, error["loc"], error["code"]) == (422, ["body", "programme"], "literal_error")
    offered = site.app.openapi()["components"]["schemas"]["CaseIn"]["properties"]["programme"]["enum"]
    assert offered == sorted(one.name for one in PROGRAMMES.values() if not one.belongs_to)
