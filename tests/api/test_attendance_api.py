"""POST /api/v1/attendance: a result for each row, in the order given."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from tests.support.places import place, placement
from tests.support.site import Site

CLOSED = datetime(2026, 11, 23, 11, tzinfo=UTC)


def row(placement_id: str, **more: Any) -> dict[str, Any]:
    return {"placement_id": placement_id, "date": "2026-11-16", "hours": 6, "status": "present"} | more


async def sent(program: httpx.AsyncClient, *rows: dict[str, Any], **headers: str) -> list[dict[str, Any]]:
    answer = await program.post("attendance", json={"items": list(rows)}, headers=headers)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["results"])


@pytest.fixture
def park(site: Site) -> str:
    return placement(site, place(site), site.case("Zeynep Ørskov"))


async def test_each_row_is_answered_by_itself_in_the_order_given(site: Site, park: str) -> None:
    rows = (row(park, hours="7,5", note="fin"), row(park, date="2026-11-20"), row("nowhere"),
            row(park, date="2026-11-17", status="absent", hours=0),
            row(park, date="2026-11-18", status="sick", hours=2.5))  # fmt: skip
    found = await sent(site.api("partner"), *rows)
    assert [one["code"] for one in found] == ["registered", "future_day", "not_found", "registered", "hours_when_away"]
    assert [one["ok"] for one in found] == [True, False, False, True, False]
    assert [(one["placement_id"], one["date"]) for one in found] == [(r["placement_id"], r["date"]) for r in rows]
    assert set(found[0]) == {"placement_id", "date", "ok", "code", "message"}
    assert found[0]["message"] == "Flere timer end planlagt."
    assert found[1]["message"] == "Dagen er ikke kommet endnu."
    assert [one["code"] for one in await sent(site.api("partner"), *rows[:1])] == ["unchanged"]


async def test_the_sentences_are_in_the_language_that_was_asked_for(site: Site, park: str) -> None:
    [found] = await sent(site.api("partner"), row(park, hours=25), **{"Accept-Language": "en"})
    assert found["message"] == "A day has only 24 hours."


@pytest.mark.parametrize("who", ["partner", "integration", "caseworker", "economy"])
async def test_the_place_the_program_and_the_team_may_register(site: Site, park: str, who: str) -> None:
    assert [one["ok"] for one in await sent(site.api(who), row(park))] == [True]


@pytest.mark.parametrize("who", ["partner", "stranger"])
async def test_a_placement_that_is_not_theirs_is_answered_like_none(site: Site, who: str) -> None:
    theirs = placement(site, place(site, "Genbrug", None), site.case("En Anden"))
    place(site)
    before = site.everything()
    found = [dict(one) for one in await sent(site.api(who), row(theirs), row("nowhere"))]
    assert {one.pop("placement_id") for one in found} == {theirs, "nowhere"}
    assert (
        found[0] == found[1] == {"date": "2026-11-16", "ok": False, "code": "not_found", "message": "Det findes ikke."}
    )
    assert site.everything() == before
    assert {row.action for row in site.lookups(who)} == {"refused"}


async def test_a_role_without_attendance_is_refused(site: Site, park: str) -> None:
    answer = await site.api("auditor").post("attendance", json={"items": [row(park)]})
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_a_correction_after_closing_needs_a_reason_in_its_row(site: Site, park: str) -> None:
    site.clock.at = CLOSED
    program = site.api("partner")
    assert [one["code"] for one in await sent(program, row(park))] == ["reason_missing"]
    assert [one["code"] for one in await sent(program, row(park, reason="listen kom sent"))] == ["registered"]


async def test_the_same_key_gives_the_same_answer(site: Site, park: str) -> None:
    program, key = site.api("partner"), {"Idempotency-Key": "uge-47"}
    first = await sent(program, row(park), **key)
    assert first[0]["code"] == "registered"
    assert await sent(program, row(park), **key) == first
    answer = await program.post("attendance", json={"items": [row(park, hours=5)]}, headers=key)
    assert (answer.status_code, answer.json()["code"]) == (422, "key_used")


async def test_500_rows_are_taken_and_501_are_not(site: Site, park: str) -> None:
    program = site.api("partner")
    rows = [row(park, hours=f"0:{1 + n % 59:02}") for n in range(500)]
    found = await sent(program, *rows)
    assert [one["code"] for one in found[:2]] == ["registered", "repeated"]
    assert (await program.post("attendance", json={"items": [*rows, row(park)]})).status_code == 422


@pytest.mark.parametrize("wrong", [
    {"date": "16.11.2026"}, {"status": "late"}, {"hours": [7]}, {"hours": None}, {"cpr": "0101900000"},
    {"note": "x" * 501}, {"note": "\0"}, {"placement_id": None},
])  # fmt: skip
async def test_a_row_that_cannot_be_read_refuses_the_whole_call_and_says_where(
    site: Site, park: str, wrong: dict[str, Any]
) -> None:
    before = site.everything()
    answer = await site.api("partner").post("attendance", json={"items": [row(park), row(park) | wrong]})
    assert answer.status_code == 422
    assert answer.json()["errors"]
    assert site.everything() == before


async def test_neither_name_nor_number_is_in_the_answer(site: Site, park: str) -> None:
    answer = await site.api("integration").post("attendance", json={"items": [row(park), row(park, status="absent")]})
    assert "Zeynep" not in answer.text
    assert not any(cpr in answer.text for cpr in site.cprs)
