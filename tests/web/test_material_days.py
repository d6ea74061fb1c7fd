"""What follows a dispatch comes after it: nothing is taken down before it hung, no list is deleted before it was used."""

from __future__ import annotations

import pytest

from tests.support.site import Site
from tests.web.test_civic import asked, begun, material

DOWN = ("road_poster", "material.take_down", {"hung_on": "2026-11-10", "down_by": "2026-11-18"}, "down_on")
DELETED = ("message", "material.delete_list", {"sent_on": "2026-11-10"}, "deleted_on")


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
