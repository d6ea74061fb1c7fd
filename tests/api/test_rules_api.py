"""contract.md § 2: rules without a case."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.site import Site

WORK = {"activity": "utility_work", "hours": 20, "employer_type": "public", "at_home": False, "registered": True}
SEARCH = {"activity": "job_search_and_preparation", "hours": 5.5, "employer_type": None, "at_home": False,
          "registered": True}  # fmt: skip


def week(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"as_of": "2026-11-25", "track": "lab", "weekly_target": 37, "items": list(items)} | more


async def test_a_week_has_the_contracts_fields_and_its_hours_are_numbers(site: Site) -> None:
    answer = await site.api("integration").post("rules/obligation/week", json=week(WORK, SEARCH))
    body = answer.json()
    assert {"counted_hours", "missing_hours", "violations", "items"} <= set(body)
    assert (body["counted_hours"], body["missing_hours"]) == (24, 13)
    assert [i["counted"] for i in body["items"]] == [20, 4]
    assert (body["violations"][0]["code"], body["violations"][0]["item"]) == ("cap", 1)
    assert body["violations"][0]["message"].endswith("højst 4 timer om ugen tilsammen. Her er 5,5 timer.")


async def test_the_sentences_are_in_the_callers_language(site: Site) -> None:
    client = site.api("integration", **{"Accept-Language": "en"})
    body = (await client.post("rules/obligation/week", json=week(WORK | {"employer_type": "private"}))).json()
    assert body["violations"][0]["message"] == "Utility work needs a public employer."
    assert body["items"][0] == {"counted": 0, "because": "Utility work needs a public employer."}


@pytest.mark.parametrize(
    ("sent", "loc"),
    [
        (week(WORK | {"hours": -1}), ["body", "items", 0, "hours"]),
        (week(WORK | {"hours": 169}), ["body", "items", 0, "hours"]),
        (week(WORK | {"activity": "sleep"}), ["body", "items", 0, "activity"]),
        (week(WORK | {"employer_type": "church"}), ["body", "items", 0, "employer_type"]),
        (week(WORK | {"colour": "red"}), ["body", "items", 0, "colour"]),
        (week(WORK, weekly_target=-1), ["body", "weekly_target"]),
        (week(WORK, track="other"), ["body", "track"]),
    ],
)
async def test_what_cannot_be_is_refused_at_its_place(site: Site, sent: dict[str, Any], loc: list[Any]) -> None:
    answer = await site.api("integration").post("rules/obligation/week", json=sent)
    assert answer.status_code == 422
    assert [e["loc"] for e in answer.json()["errors"]] == [loc]


async def test_a_day_before_the_law_has_no_rule(site: Site) -> None:
    answer = await site.api("integration").post("rules/obligation/week", json=week(WORK, as_of="2024-12-31"))
    assert (answer.status_code, answer.json()["code"]) == (422, "no_policy")


SHIFT = {"start": "2026-11-23T16:00:00+01:00", "end": "2026-11-23T18:30:00+01:00"}


def work(*shifts: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"born_on": "2010-11-24", "finished_ninth": False, "as_of": "2026-11-25", "school_week": True,
            "shifts": list(shifts), "industry": "shop"} | more  # fmt: skip


async def test_working_time_of_a_young_person_is_judged_without_a_case(site: Site) -> None:
    client = site.api("integration")
    body = (await client.post("rules/youth/work", json=work(SHIFT))).json()
    assert body["allowed"] is False
    assert body["violations"] == [{
        "code": "hours_over_school_day", "shift": 0,
        "message": "23.11.2026: 2,5 timer. Højst 2 timer på en skoledag."}]  # fmt: skip
    assert "youth.limits_at_school@2025-01-01" in body["policy_versions"]
    assert (await client.post("rules/youth/work", json=work(SHIFT, school_week=False))).json()["allowed"] is True


async def test_a_shift_without_an_offset_is_danish_time_and_an_unknown_industry_is_said(site: Site) -> None:
    local = {name: at.removesuffix("+01:00") for name, at in SHIFT.items()}
    body = (await site.api("integration").post("rules/youth/work", json=work(local, industry="circus"))).json()
    assert [v["code"] for v in body["violations"]] == ["hours_over_school_day"]
    assert "Branchen kendes ikke" in body["notes"][0]


@pytest.mark.parametrize(("more", "loc"), [
    ({"shifts": [{"start": SHIFT["end"], "end": SHIFT["start"]}]}, ["body", "shifts", 0]),
    ({"shifts": [{"start": SHIFT["start"], "end": "2026-11-25T18:00:00Z"}]}, ["body", "shifts", 0]),
    ({"shifts": [SHIFT | {"colour": "red"}]}, ["body", "shifts", 0, "colour"]),
    ({"born_on": "0001-01-01"}, ["body", "born_on"]),
])  # fmt: skip
async def test_shifts_that_cannot_be_are_refused_at_their_place(site: Site, more: dict[str, Any], loc: list[Any]) -> None:
    answer = await site.api("integration").post("rules/youth/work", json=work(**more))
    assert answer.status_code == 422
    assert [e["loc"] for e in answer.json()["errors"]] == [loc]
