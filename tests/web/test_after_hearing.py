"""A citizen was heard on a deduction: what people are told before they send the letter again or close the case."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from activities.messages import OpenTask
from domain.policies import policies
from domain.programmes import PROGRAMMES
from domain.tasks import Operation
from store import cases, letters, posting, tasks
from store.tables_letters import letters as letters_table
from tests.support.letters import PLAIN, SENDER
from tests.support.site import NOW, REASON, Site

SEND = "absence.send_hearing"
FACTS = {"days": [{"day": "2026-11-16", "placement_id": "p"}]}
UNTOLD = "Borgeren er hørt om et fradrag"


def absent(site: Site) -> str:
    above = site.case()
    with site.store.write() as db:
        parent = cases.get(db, above)
        assert parent
        return cases.open_belonging(db, PROGRAMMES["absence"], parent, facts=FACTS, key="k", actor=None, now=NOW)


def hearing(site: Site, case_id: str, visit: int = 3) -> str:
    """The hearing letter that completing this visit's task sends."""
    task_id = f"hearing {visit}"
    here: dict[str, Any] = {"case_id": case_id, "stage": "hearing_letter", "visit": visit, "now": NOW}
    site.activities.open_task(OpenTask(**here, task_id=task_id, kind=SEND, data={}))
    site.move(task_id, Operation.claim, "caseworker", assignee_id=site.ids["caseworker"])
    with site.store.write() as db:
        tasks.complete(db, site.row(task_id), site.ids["caseworker"], {"account": REASON}, {}, None, NOW)
        case = cases.get(db, case_id)
        assert case
        outgoing = letters.compose(db, site.store.secrets, case, "absence.hearing", PLAIN, SENDER, NOW, policies())
        return letters.put(db, site.store.secrets, case_id, task_id, outgoing, site.ids["caseworker"], NOW)


def change(site: Site, letter_id: str, **values: Any) -> None:
    with site.store.write() as db:
        db.execute(sa.update(letters_table).where(letters_table.c.id == letter_id).values(**values))


def fail(site: Site, letter_id: str) -> None:
    with site.store.write() as db:
        posting.failed(db, letters.get(db, letter_id), "Ukendt modtager", NOW)


async def is_offered(site: Site, case_id: str, letter_id: str) -> bool:
    page = await site.as_("caseworker").get(f"/cases/{case_id}")
    offered = page.has(f"#letters a[href='/letters/{letter_id}/again']")
    again = await site.as_("caseworker").get(f"/letters/{letter_id}/again", status=200 if offered else 409)
    assert ("kommet videre siden brevet" in again.text()) is not offered
    assert again.text("h1") == ("Du er ved at sende et brev igen" if offered else "Brevet sendes ikke igen")
    return offered


async def test_a_hearing_is_sent_again_while_its_case_is_open_and_no_longer(site: Site) -> None:
    case_id = absent(site)
    letter_id = hearing(site, case_id)
    fail(site, letter_id)
    assert await is_offered(site, case_id, letter_id)
    with site.store.write() as db:
        cases.close(db, case_id, "hearing", 4, "excused", NOW)
    assert not await is_offered(site, case_id, letter_id)


async def test_a_hearing_that_was_repeated_is_not_sent_again(site: Site) -> None:
    case_id = absent(site)
    first = hearing(site, case_id)
    fail(site, first)
    second = hearing(site, case_id, visit=5)
    change(site, second, created_at=NOW.replace(hour=11))
    assert not await is_offered(site, case_id, first)
    fail(site, second)
    assert await is_offered(site, case_id, second)


async def test_nobody_closes_the_case_by_hand_before_who_was_heard_has_been_told(site: Site) -> None:
    case_id = absent(site)
    boss, program = site.as_("supervisor"), site.api("supervisor")
    close = f"/cases/{case_id}/close"
    assert (await boss.get(f"/cases/{case_id}")).has(f"form[action='{close}']")
    letter_id = hearing(site, case_id)
    page = await boss.get(f"/cases/{case_id}")
    assert UNTOLD in page.text()
    assert not page.has(f"form[action='{close}']")
    answer = await program.post(close.removeprefix("/"), json={"reason": REASON})
    assert (answer.status_code, answer.json()["code"]) == (409, "left_undone")
    fail(site, letter_id)
    assert UNTOLD not in (await boss.get(f"/cases/{case_id}")).text(), "nobody was heard"
    assert (await program.post(close.removeprefix("/"), json={"reason": REASON})).status_code == 200
