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
