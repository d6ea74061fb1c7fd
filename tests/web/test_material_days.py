"""Each day after the one that it follows: nothing hangs too early, is down before it hung, or is deleted before it was used."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest

from domain.calendar import local_date
from tests.support.civic import NEUTRAL, VERSIONS, WORDING
from tests.support.site import Site
from tests.web.test_civic import asked, begun, material

DOWN = ("road_poster", "material.take_down", {"hung_on": "2026-11-10", "down_by": "2026-11-18"}, "down_on")
SENT = {"result": "sent", "sent_on": "2026-11-19"}
DELETED = ("message", "material.delete_list", {"sent_on": "2026-11-10"}, "deleted_on")


async def ready(site: Site, form: str = "flyer", **facts: Any) -> tuple[str, str]:
    """A piece of material that was found neutral, each step a minute after the other, and its open dispatch."""
    case_id = await material(site, await begun(site, **facts), form)
    for kind, who, answer in (("draft", "civic", WORDING), ("translate", "civic", VERSIONS),
                              ("neutrality", "jurist", NEUTRAL)):  # fmt: skip
        task_id = asked(site, case_id, f"material.{kind}", "material.form", kind)
        await completed(site, task_id, who, answer)
        site.clock.at += timedelta(minutes=1)
    task_id = asked(site, case_id, "material.dispatch", "material.may_send", "dispatch")
    await site.api("civic").post(f"tasks/{task_id}/claim", json={})
    return case_id, task_id


async def completed(site: Site, task_id: str, who: str, answer: dict[str, Any]) -> None:
    done = await decided(site, task_id, who, answer)
    assert done.status_code == 200, done.text


async def decided(site: Site, task_id: str, who: str, answer: dict[str, Any]) -> httpx.Response:
    return await site.api(who).post(f"tasks/{task_id}/complete", json={"decision": answer})


@pytest.mark.parametrize(("form", "kind", "told", "field", "says"), [
    (*DOWN, "Ligger før dagen, hvor de blev hængt op: 10.11.2026"),
    (*DELETED, "Ligger før dagen, hvor beskeden blev sendt: 10.11.2026"),
])  # fmt: skip
async def test_the_day_is_refused_beside_its_field_with_the_day_that_it_follows(
    site: Site, form: str, kind: str, told: dict[str, str], field: str, says: str
) -> None:
    case_id = await material(site, await begun(site), form)
    task_id = asked(site, case_id, kind, "material.form", "takedown", **told)
    person = site.as_("civic")
    page = await person.get(f"/tasks/{task_id}")
    assert "10.11.2026" in page.text("#task"), "the day is told beside the form"
    more = {"declined": "3"} if form == "message" else {}
    page = await person.submit(page, f"/tasks/{task_id}/complete", press="complete", status=422,
                               **more | {field: "09.11.2026"})  # fmt: skip
    assert says in page.text(f"#error-summary a[href='#f-{field}']")
    assert page.one(f"#f-{field}")["value"] == "09.11.2026"
    assert site.row(task_id).state != "completed"
    await person.submit(page, f"/tasks/{task_id}/complete", press="complete", **{field: "10.11.2026"})
    assert site.row(task_id).state == "completed"


@pytest.mark.parametrize(("at", "sent_on", "says"), [
    (datetime(2026, 11, 20, 14, tzinfo=UTC), "2026-11-20", "Valgplakater må først hænge ved vej fra 21.11.2026 kl. 12.00."),
    (datetime(2026, 11, 21, 10, 59, tzinfo=UTC), "2026-11-21", "hænge ved vej fra 21.11.2026 kl. 12.00."),
    (datetime(2026, 11, 21, 11, tzinfo=UTC), "2026-11-21", ""), (datetime(2026, 11, 22, 8, tzinfo=UTC), "2026-11-21", ""),
])  # fmt: skip
async def test_nobody_says_before_noon_of_the_first_day_that_posters_hang_by_a_road(
    site: Site, at: datetime, sent_on: str, says: str
) -> None:
    _, task_id = await ready(site, "road_poster", election_on="2026-12-15")
    site.clock.at = at
    sent = await decided(site, task_id, "civic", {"result": "sent", "sent_on": sent_on})
    assert (sent.status_code, says in sent.text) == (409 if says else 200, True)
    assert (site.row(task_id).state == "completed") is not bool(says)


@pytest.mark.parametrize(("sent_on", "due"), [("2026-11-19", date(2026, 12, 21)), ("2026-10-01", date(2026, 11, 2))])
async def test_the_list_is_to_be_deleted_30_days_after_the_message_however_late_that_is_written_down(
    site: Site, sent_on: str, due: date
) -> None:
    """One that is over already is kept too long: its task is late from the start."""
    case_id = await material(site, await begun(site), "message")
    task_id = asked(site, case_id, "material.delete_list", "material.form", "deletion", sent_on=sent_on)
    assert local_date(site.row(task_id).due_at) == due
