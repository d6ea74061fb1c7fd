"""The number that was agreed as safe is the one that stands, and one that was not safe is not safe again by itself."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from activities.messages import CloseCase
from store import people
from store.people import Person as Citizen
from store.tables import audit
from tests.support.document import Document
from tests.support.site import Site
from tests.web.test_concern import TYPED as CONCERN
from tests.web.test_perspektiv import NOTE, asked, completed, corrected, opened

CPR = "150185-0000"
OLD, AGREED = "11 22 33 44", "99 88 77 66"
ALONE = {"lead_from": "self", "safe_way": "own_phone", "safe_when": "Formiddage"}
UNSAFE = {"tried_on": "2026-11-19", "way": "own_phone", "result": "unsafe"}


async def lead(site: Site, name: str, phone: str, cpr: str = "", **facts: Any) -> str:
    site.clock.at += timedelta(minutes=1)
    return await opened(site, {"name": name, "phone": phone, "cpr": cpr}, **ALONE | facts)


def close(site: Site, case_id: str) -> None:
    ended = "no_contact"
    site.activities.close_case(CloseCase(case_id=case_id, stage=ended, visit=9, now=site.clock.at, outcome=ended))


async def earlier(site: Site, phone: str = OLD, *, is_unsafe: bool = False) -> str:
    """A closed case of the citizen, with what stood on it then."""
    case_id = await lead(site, "Lia Kendt", phone, CPR)
    if is_unsafe:
        await was_unsafe(site, case_id)
    close(site, case_id)
    return case_id


async def was_unsafe(site: Site, case_id: str) -> None:
    site.clock.at += timedelta(minutes=1)
    task_id = asked(site, case_id, "perspektiv.reach", safe=["own_phone"], attempt=1, most=5)
    assert (await completed(site, task_id, **UNSAFE)).status_code == 200
    site.clock.at += timedelta(minutes=1)


async def learnt(site: Site, case_id: str, status: int = 200) -> Document:
    person = site.as_("outreach")
    page = await person.get(f"/cases/{case_id}/citizen")
    return await person.submit(page, f"/cases/{case_id}/cpr", status=status, cpr=CPR)


async def written(site: Site, case_id: str, phone: str) -> None:
    site.clock.at += timedelta(minutes=1)
    person, page = site.as_("outreach"), f"/cases/{case_id}/citizen"
    await person.submit(await person.get(page), page, phone=phone)


async def may_call(site: Site, case_id: str) -> bool:
    """Whether an attempt by the citizen's own phone is taken now."""
    site.clock.at += timedelta(minutes=1)
    task_id = asked(site, case_id, "perspektiv.reach", safe=["own_phone"], attempt=1, most=5)
    sent = await completed(site, task_id, tried_on="2026-11-19", way="own_phone", result="not_reached")
    assert sent.status_code in (200, 422), sent.text
    return bool(sent.status_code == 200)


def citizen(site: Site, case_id: str) -> Citizen:
    with site.store.read() as db:
        return people.get(db, site.store.secrets, site.case_row(case_id).person_id)


async def test_the_number_agreed_on_the_case_stays_when_a_cpr_number_is_written_on_it(site: Site) -> None:
    await earlier(site)
    case_id = await lead(site, "Lia Ny", AGREED)
    page = await learnt(site, case_id)
    assert (citizen(site, case_id).name, citizen(site, case_id).phone) == ("Lia Kendt", AGREED)
    assert OLD in page.text("main section"), "what stood there before"
    assert "Omar Opsøg" in page.text("main section"), "and who wrote over it"
    case = await site.as_("outreach").get(f"/cases/{case_id}")
    assert any("Borgerens oplysninger er rettet: Telefon" in line for line in case.texts(".timeline li"))
    assert OLD not in case.text()


async def test_a_concern_below_shows_the_number_that_was_agreed(site: Site) -> None:
    await earlier(site)
    case_id = await lead(site, "Lia Ny", AGREED)
    worker = site.as_("outreach")
    page = await worker.get(f"/cases/{case_id}/open/concern")
    await worker.submit(page, f"/cases/{case_id}/open/concern", **CONCERN)
    await learnt(site, case_id)
    with site.store.read() as db:
        query = sa.select(audit.c.subject).where(audit.c.action == "case.open").order_by(audit.c.seq.desc())
        concern = db.execute(query.limit(1)).scalar_one()
    shown = (await site.as_("specialist").get(f"/cases/{concern}")).texts("#reaching tr")
    assert f"Borgerens telefon {AGREED}" in shown


async def test_every_detail_that_is_said_on_the_case_holds_and_nothing_that_protects_is_taken_back(site: Site) -> None:
    first = await earlier(site)
    person, page = site.as_("outreach"), f"/cases/{first}/citizen"
    with site.store.write() as db:
        known = citizen(site, first)
        people.correct(db, site.store.secrets, known, people_of(known) | {
            "address": "Gammelvej 1", "language": "Somali", "protected": True}, first, site.ids["outreach"], site.clock.at)  # fmt: skip
    case_id = await lead(site, "Lia Ny", AGREED)
    page = f"/cases/{case_id}/citizen"
    await person.submit(await person.get(page), page, address="Nyvej 2", language="Dari")
    await learnt(site, case_id)
    found = citizen(site, case_id)
    assert (found.address, found.language, found.phone, found.protected) == ("Nyvej 2", "Dari", AGREED, True)
    before = (await person.get(page)).text("main section")
    assert "Somali" in before
    assert "Arabic" in before, "also what stood on the case before its number was known"


def people_of(one: Citizen) -> dict[str, Any]:
    return {name: getattr(one, name) for name in people.DETAILS}


async def test_nobody_is_reached_by_an_old_number_because_none_was_written(site: Site) -> None:
    """It may be the spouse's."""
    await earlier(site)
    case_id = await lead(site, "Lia Ny", "")
    page = await learnt(site, case_id, 409)
    assert "Skriv først det nummer, der er aftalt" in page.text()
    assert OLD not in page.text()
    assert citizen(site, case_id).cpr == ""
    await written(site, case_id, AGREED)
    await learnt(site, case_id)
    assert citizen(site, case_id).phone == AGREED


async def test_a_new_lead_with_the_cpr_number_asks_for_the_number_and_keeps_what_stood_there(site: Site) -> None:
    await earlier(site)
    body = {"programme": "perspektiv", "person": {"name": "Lia Kendt", "cpr": CPR}, "facts": ALONE | {
        "needs_interpreter": False}}  # fmt: skip
    sent = await site.api("outreach").post("cases", json=body)
    assert (sent.status_code, sent.json()["code"]) == (409, "phone_needed")
    case_id = await lead(site, "Lia Kendt", AGREED, CPR)
    page = await site.as_("outreach").get(f"/cases/{case_id}/citizen")
    assert OLD in page.text("main section")
    assert any("Borgerens oplysninger er rettet: Telefon" in line
               for line in (await site.as_("outreach").get(f"/cases/{case_id}")).texts(".timeline li"))  # fmt: skip


async def test_a_number_that_was_not_safe_is_not_safe_in_the_next_case_until_it_is_another(site: Site) -> None:
    await earlier(site, OLD, is_unsafe=True)
    case_id = await lead(site, "Lia Kendt", OLD.replace(" ", ""), CPR, safe_when="Aftener")
    task_id = asked(site, case_id, "perspektiv.receive")
    page = await site.as_("outreach").get(f"/tasks/{task_id}")
    assert "Den vej viste sig ikke at være sikker" in page.text()
    assert not await may_call(site, case_id)
    await written(site, case_id, AGREED)
    assert await may_call(site, case_id)


async def test_what_was_not_safe_before_is_known_too_once_the_cpr_number_is(site: Site) -> None:
    await earlier(site, OLD, is_unsafe=True)
    case_id = await lead(site, "Lia Ny", "+45 " + OLD)
    await learnt(site, case_id)
    assert not await may_call(site, case_id)


async def test_what_was_not_safe_on_the_case_stays_so_when_another_number_stood_on_the_known_person(site: Site) -> None:
    """That the known person's number gave way is no other number for this case."""
    await earlier(site)
    case_id = await lead(site, "Lia Ny", AGREED)
    await was_unsafe(site, case_id)
    await learnt(site, case_id)
    assert not await may_call(site, case_id)
    await written(site, case_id, OLD)
    assert await may_call(site, case_id)


@pytest.mark.parametrize(("numbers", "is_safe"), [
    (["+45 40 50 60 70"], False), (["4050 6070 (mobil)"], False), (["33333334", "40506070"], False),
    (["40506070 eller 30303030"], False), ([""], False), (["33333334"], True), (["", "33333334"], True),
])  # fmt: skip
async def test_a_number_is_another_only_where_none_that_stood_there_stands_there(
    site: Site, numbers: list[str], is_safe: bool
) -> None:
    case_id = await lead(site, "Samira Holm", "40506070")
    await was_unsafe(site, case_id)
    assert not await may_call(site, case_id)
    for number in numbers:
        await written(site, case_id, number)
    assert await may_call(site, case_id) is is_safe


async def test_each_number_that_was_not_safe_stays_so(site: Site) -> None:
    case_id = await lead(site, "Samira Holm", "33333333")
    await was_unsafe(site, case_id)
    await written(site, case_id, "33333334")
    await was_unsafe(site, case_id)
    for number, is_safe in (("33333333", False), ("33333335", True), ("+4533333334", False)):
        await written(site, case_id, number)
        assert await may_call(site, case_id) is is_safe


async def test_other_capitals_are_no_other_time_or_person(site: Site) -> None:
    case_id = await lead(site, "Samira Holm", "33333333", safe_when="Spørg efter Amina")
    await was_unsafe(site, case_id)
    await corrected(site, case_id, safe_when="spørg efter amina.")
    assert not await may_call(site, case_id)
    await corrected(site, case_id, safe_when="Spørg efter Lone")
    assert await may_call(site, case_id)


async def test_of_a_number_the_log_keeps_keyed_digests_alone(site: Site) -> None:
    case_id = await lead(site, "Samira Holm", "33333333")
    await written(site, case_id, "44444444")
    (row,) = site.audited("case.citizen")
    assert not [one for one in ("33333333", "44444444") if one in json.dumps(row.details)]
    assert row.details["numbers"] == [[site.store.secrets.blind(one, "phone")] for one in ("33333333", "44444444")]


@pytest.mark.parametrize("phone", ["abc", "1234567"])
async def test_a_phone_of_too_few_digits_is_refused_in_words_wherever_it_is_typed(site: Site, phone: str) -> None:
    says = "Et telefonnummer har mindst 8 cifre"
    person = site.as_("outreach")
    page = await person.submit(await person.get("/new/perspektiv"), "/new/perspektiv", status=422,
                               name="Samira Holm", phone=phone, needs_interpreter="false", agreed="true",
                               **ALONE)  # fmt: skip
    assert says in page.text("#f-phone-error")
    body = {"programme": "perspektiv", "person": {"name": "Samira Holm", "phone": phone}, "facts": ALONE | {
        "needs_interpreter": False}}  # fmt: skip
    sent = await site.api("outreach").post("cases", json=body)
    assert sent.status_code == 422, sent.text
    assert says in sent.text
    case_id = await lead(site, "Samira Holm", "")
    page = await person.submit(await person.get(f"/cases/{case_id}/citizen"), f"/cases/{case_id}/citizen", status=422,
                               phone=phone)  # fmt: skip
    assert says in page.text("#f-phone-error")
    assert (await site.api("outreach").post(f"cases/{case_id}/citizen", json={"phone": phone})).status_code == 422


async def test_what_old_data_holds_stays_as_it_is_while_something_else_is_corrected(site: Site) -> None:
    case_id = await lead(site, "Samira Holm", "")
    with site.store.write() as db:
        known = citizen(site, case_id)
        people.correct(db, site.store.secrets, known, people_of(known) | {"phone": "spørg Amina"}, case_id,
                       site.ids["outreach"], site.clock.at)  # fmt: skip
    person, page = site.as_("outreach"), f"/cases/{case_id}/citizen"
    await person.submit(await person.get(page), page, language="Dari")
    assert (citizen(site, case_id).phone, citizen(site, case_id).language) == ("spørg Amina", "Dari")


async def test_contact_is_decided_on_by_what_stands_now(site: Site) -> None:
    """The supervisor's word to try on, as the attempt."""
    case_id = await lead(site, "Samira Holm", "33333333")
    await was_unsafe(site, case_id)
    await written(site, case_id, "+45 33 33 33 33")
    task_id = asked(site, case_id, "perspektiv.unreached", because="unsafe")
    assert (await completed(site, task_id, "outreachboss", result="try_on", note=NOTE)).status_code == 422
