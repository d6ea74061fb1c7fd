"""A letter that reached nobody is sent again; the page before sending has an address of its own."""

from __future__ import annotations

import asyncio
import io
from typing import Any
from zipfile import ZipFile

import pytest
import sqlalchemy as sa

from domain.deadlines import Deadline
from domain.policies import policies
from domain.roles import Role
from domain.tasks import Operation
from store import letters, posting, tasks
from store.dossier import Dossier
from store.tables_letters import letters as letters_table
from tests.support.document import Document
from tests.support.letters import pages as pages_of
from tests.support.letters import represent, set_person
from tests.support.site import NOW, OTHER, OWN, Person, Site
from tests.web.test_letters import GUIDED, SUBJECT, a_letter, ask, bodies, held, metric, send, sent


async def a_failed_letter(site: Site, **more: Any) -> tuple[str, str]:
    case_id, letter_id = await a_letter(site, **more)
    fail(site, letter_id)
    return case_id, letter_id


def fail(site: Site, letter_id: str) -> None:
    with site.store.write() as db:
        letter = letters.get(db, letter_id)
        assert letter is not None
        posting.failed(db, letter, "Ukendt modtager", NOW)


def in_order(site: Site) -> list[sa.Row[Any]]:
    with site.store.read() as db:
        return list(db.execute(sa.select(letters_table).order_by(letters_table.c.number)))


async def press(person: Person, letter_id: str, status: int = 200) -> Document:
    page = await person.get(f"/letters/{letter_id}/again")
    return await person.submit(page, f"/letters/{letter_id}/again", status=status)


# -- once more ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["caseworker", "caseworker2", "supervisor"])
async def test_a_failed_letter_is_sent_again_from_the_case_and_both_stay_on_file(site: Site, name: str) -> None:
    case_id, first = await a_failed_letter(site)
    site.clock.at = NOW.replace(day=23)
    person = site.as_(name)
    page = await person.get(f"/cases/{case_id}")
    assert page.one("#letters a[href$='/again']")["href"] == f"/letters/{first}/again"
    page = await press(person, first)
    assert (page.path, page.text(".alert-success")) == (f"/cases/{case_id}", "Brevet ligger klar til at blive sendt.")
    old, new = in_order(site)
    assert (old.id, old.state, old.error, old.number) == (first, "failed", "Ukendt modtager", 1)
    assert (new.state, new.number, new.task_id, new.kind) == ("waiting", 2, old.task_id, old.kind)
    assert (new.sent_by, new.versions) == (site.ids[name], old.versions)
    rows = page.texts("#letters tbody tr")
    assert "Venter på at blive sendt Ikke endnu" in rows[0]
    assert "Kunne ikke leveres Ukendt modtager Sendt igen 23.11.2026 10.00" in rows[1]
    assert not page.has("#letters a[href$='/again']")
    assert any("brev skrevet igen" in line for line in page.texts(".timeline li"))
    assert [a.details["number"] for a in site.audited("letter.again")] == [2]
    assert (await person.client.get(f"/letters/{first}.pdf")).content.startswith(b"%PDF")


async def test_the_text_and_who_signed_stay_and_the_day_is_new(site: Site) -> None:
    _, first = await a_failed_letter(site)
    site.clock.at = NOW.replace(day=23)
    await press(site.as_("supervisor"), first)
    with site.store.read() as db:
        old, new = (letters.content_of(db, site.store.secrets, one.id) for one in in_order(site))
    assert (new["written_on"], old["written_on"]) == ("23.11.2026", "19.11.2026")
    assert new | {"written_on": ""} == old | {"written_on": ""}
    assert new["signed"]["name"] == "Signe Sand"


async def test_it_goes_to_the_channel_and_the_address_as_they_are_now(site: Site) -> None:
    case_id, first = await a_failed_letter(site)
    set_person(site, case_id, post_exempt=True)
    page = await site.as_("caseworker").get(f"/letters/{first}/again")
    assert page.texts("#letter-facts tr")[1] == "Hvordan Brev"
    assert page.texts("#letter-facts tr")[4] == "Derfor kom det ikke frem Ukendt modtager"
    await press(site.as_("caseworker"), first)
    set_person(site, case_id, post_exempt=False)
    fail(site, in_order(site)[1].id)
    await press(site.as_("caseworker"), in_order(site)[1].id)
    assert [one.channel for one in in_order(site)] == ["digital_post", "letter", "digital_post"]


async def test_pressed_twice_it_is_sent_once(site: Site) -> None:
    _, first = await a_failed_letter(site)
    person = site.as_("caseworker")
    page = await person.get(f"/letters/{first}/again")
    form = page.filled(page.form(f"/letters/{first}/again"))
    done = await asyncio.gather(*(person.post(f"/letters/{first}/again", form) for _ in range(3)))
    assert {page.path.split("/")[1] for page in done} == {"cases"}
    assert len(in_order(site)) == 2


async def test_of_two_people_the_second_is_told_who_was_first(site: Site) -> None:
    _, first = await a_failed_letter(site)
    mine, other = site.as_("caseworker"), site.as_("caseworker2")
    page = await mine.get(f"/letters/{first}/again")
    await press(other, first)
    page = await mine.submit(page, f"/letters/{first}/again", status=409)
    assert "allerede sendt igen af Svend Søby" in page.text("#refusal")
    assert len(in_order(site)) == 2
    page = await mine.get(f"/letters/{first}/again", status=409)
    assert "allerede sendt igen af Svend Søby" in page.text("#refusal")


async def test_what_changed_after_the_page_was_read_is_shown_before_it_goes(site: Site) -> None:
    case_id, first = await a_failed_letter(site)
    person = site.as_("caseworker")
    page = await person.get(f"/letters/{first}/again")
    set_person(site, case_id, post_exempt=True)
    page = await person.submit(page, f"/letters/{first}/again", status=409)
    assert page.has("#changed")
    assert len(in_order(site)) == 1
    await person.submit(page, f"/letters/{first}/again")
    assert in_order(site)[1].channel == "letter"


@pytest.mark.parametrize("state", ["waiting", "handed_over", "delivered"])
async def test_only_a_letter_that_failed_is_sent_again(site: Site, state: str) -> None:
    case_id, letter_id = await a_letter(site)
    with site.store.write() as db:
        db.execute(sa.update(letters_table).values(state=state))
    person = site.as_("caseworker")
    assert not (await person.get(f"/cases/{case_id}")).has("#letters a[href$='/again']")
    page = await person.get(f"/letters/{letter_id}/again", status=409)
    assert "Kun et brev, der ikke kunne leveres" in page.text("#refusal")
    answer = await site.api("caseworker").post(f"letters/{letter_id}/again")
    assert (answer.status_code, answer.json()["code"]) == (409, "letter_not_failed")
    assert len(in_order(site)) == 1


async def test_the_letter_of_a_decision_that_was_taken_back_is_not_sent_again(site: Site) -> None:
    case_id, first = await a_failed_letter(site)
    again = {"id": "again", "reopened_from": in_order(site)[0].task_id}
    row = site.row(in_order(site)[0].task_id)
    same = ("case_id", "programme", "kind", "stage", "visit", "role", "team_id", "excluded", "data", "priority", "aside")
    with site.store.write() as db:
        tasks.insert(db, again | {k: getattr(row, k) for k in same}, Deadline.model_validate(row.due), NOW)
    page = await site.as_("caseworker").get(f"/letters/{first}/again", status=409)
    assert "er taget tilbage" in page.text("#refusal")
    assert not (await site.as_("caseworker").get(f"/cases/{case_id}")).has("#letters a[href$='/again']")


async def test_a_missing_address_leads_to_where_it_is_corrected(site: Site) -> None:
    case_id, first = await a_failed_letter(site)
    sealed = site.store.secrets.seal("", f"people.{site.case_row(case_id).person_id}.address")
    set_person(site, case_id, post_exempt=True, address=sealed)
    person = site.as_("caseworker")
    page = await person.get(f"/letters/{first}/again", status=422)
    assert "modtagerens adresse mangler" in page.text("#refusal")
    page = await person.get(str(page.one("#refusal a")["href"]))
    await person.submit(page, f"/cases/{case_id}/citizen", address="Nygade 7, 2450 København SV")
    await press(person, first)
    assert in_order(site)[1].channel == "letter"


@pytest.mark.parametrize(("name", "status"), [("benefit", 403), ("jobconsultant", 403), ("economy", 403),
                                              ("admin", 403), ("partner", 403), ("stranger", 404)])  # fmt: skip
async def test_whoever_may_not_send_the_letter_may_not_send_it_again(site: Site, name: str, status: int) -> None:
    case_id, first = await a_failed_letter(site)
    before, person = site.everything(), site.as_(name)
    await person.get(f"/letters/{first}/again", status=status)
    await person.post(f"/letters/{first}/again", {"csrf": await person.csrf(), "confirm": "x"}, status)
    assert (await site.api(name).post(f"letters/{first}/again")).status_code == status
    if name in ("benefit", "economy"):
        assert not (await person.get(f"/cases/{case_id}")).has("#letters a[href$='/again']")
    assert site.everything() == before


async def test_a_stranger_cannot_tell_a_failed_letter_from_none(site: Site) -> None:
    _, first = await a_failed_letter(site)
    stranger = site.as_("otherboss")
    there = await stranger.client.get(f"/letters/{first}/again")
    none = await stranger.client.get("/letters/00000000-0000-4000-8000-000000000000/again")
    assert (there.status_code, bodies(there)) == (none.status_code, bodies(none))


async def test_a_program_sends_it_again_once_for_one_key(site: Site) -> None:
    case_id, first = await a_failed_letter(site)
    api = site.api("caseworker", **{"Idempotency-Key": "k1"})
    answers = [await api.post(f"letters/{first}/again") for _ in range(2)]
    assert [a.status_code for a in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert (answers[0].json()["number"], answers[0].json()["state"]) == (2, "waiting")
    late = await site.api("caseworker2").post(f"letters/{first}/again")
    assert (late.status_code, late.json()["code"]) == (409, "letter_sent_again")
    listed = (await site.api("caseworker").get(f"cases/{case_id}")).json()["letters"]
    assert [(one["number"], one["state"], one["error"]) for one in listed] == [
        (2, "waiting", None), (1, "failed", "Ukendt modtager")]  # fmt: skip


async def test_the_last_letter_of_a_task_is_the_one_that_counts(site: Site) -> None:
    """By its day of receipt everything is counted; the failed one proves nothing and alarms nobody any more."""
    case_id, first = await a_failed_letter(site)
    assert await metric(site, "letters_failed") == 1
    await press(site.as_("caseworker"), first)
    assert (await metric(site, "letters_failed"), await metric(site, "letters_waiting")) == (0, 1)
    new = in_order(site)[1]
    with site.store.write() as db:
        assert [(one.id, one.received_on) for one in Dossier(db, site.case_row(case_id)).letters] == [(new.id, None)]
        posting.handed_over(db, new, NOW.replace(day=24), policies(), delivered=True)
    with site.store.read() as db:
        said = Dossier(db, site.case_row(case_id)).letters
    assert [(one.state, str(one.received_on)) for one in said] == [("delivered", "2026-11-24")]


async def test_the_collected_documents_hold_both_and_say_which_one_failed(site: Site) -> None:
    case_id, first = await a_failed_letter(site)
    await press(site.as_("caseworker"), first)
    answer = await site.as_("supervisor").client.get(f"/cases/{case_id}/export.zip")
    archive = ZipFile(io.BytesIO(answer.content))
    names = [name for name in archive.namelist() if name.startswith("breve/")]
    assert [archive.read(name)[:4] for name in names] == [b"%PDF"] * 2
    listed = archive.read("index.csv").decode("utf-8-sig")
    assert f"Brev: {SUBJECT} (kunne ikke leveres);{names[0]}" in listed
    assert f"Brev: {SUBJECT};{names[1]}" in listed


async def test_whoever_holds_the_role_in_another_team_only_is_refused(site: Site) -> None:
    _, first = await a_failed_letter(site)
    site.give("economy", Role.caseworker, OTHER)
    await site.as_("economy").get(f"/letters/{first}/again", status=403)
    site.give("economy", Role.caseworker, OWN)
    assert (await site.as_("economy").client.get(f"/letters/{first}/again")).status_code == 200


async def test_it_speaks_english(site: Site) -> None:
    _, first = await a_failed_letter(site)
    page = await site.as_("caseworker").get(f"/letters/{first}/again", lang="en")
    assert page.h1 == "You are about to send a letter again"


# -- the page before sending has an address ----------------------------------------------------------------------


async def test_the_page_before_sending_is_the_same_when_it_is_loaded_again(site: Site) -> None:
    case_id, task_id, person = held(site)
    page = await ask(person, task_id)
    assert page.path == f"/tasks/{task_id}/send"
    again = await person.get(f"{page.response.url}")
    assert again.texts("#letter-facts tr") == page.texts("#letter-facts tr")
    page = await send(person, again, task_id)
    assert page.path == f"/cases/{case_id}"
    assert site.row(task_id).decision["proof"] == "Journal 2026-17"


async def test_after_sending_back_shows_the_task_with_a_sentence(site: Site) -> None:
    _, task_id, person = held(site)
    page = await ask(person, task_id)
    await send(person, page, task_id)
    back = await person.get(f"{page.response.url}")
    assert back.path == f"/tasks/{task_id}"
    assert "Opgaven er afsluttet. Breve, der er sendt" in back.text("main .alert")
    assert len(sent(site)) == 1


async def test_without_an_answer_there_is_no_letter_to_show(site: Site) -> None:
    _, task_id, person = held(site)
    page = await person.get(f"/tasks/{task_id}/send")
    assert page.path == f"/tasks/{task_id}"
    assert "ikke noget brev at sende lige nu" in page.text("main .alert")


async def test_a_draft_with_errors_is_shown_with_them(site: Site) -> None:
    _, task_id, person = held(site)
    page = await ask(person, task_id)
    form = {**GUIDED, "given_on": "20.11.2026", "csrf": await person.csrf()}
    await person.post(f"/tasks/{task_id}/draft", form)
    page = await person.get(f"{page.response.url}", status=422)
    assert page.text("#f-given_on-error") == "Fejl: Datoen er ikke kommet endnu"


async def test_a_task_that_changed_since_it_was_answered_is_read_before_its_letter(site: Site) -> None:
    case_id, task_id, person = held(site)
    page = await ask(person, task_id)
    with site.store.write() as db:
        tasks.evidence_changed(db, case_id, site.ids["benefit"], NOW)
    again = await person.get(f"{page.response.url}")
    assert again.path == f"/tasks/{task_id}"


async def test_nobody_sends_from_the_draft_of_another(site: Site) -> None:
    _, task_id, person = held(site)
    page = await ask(person, task_id)
    other = site.as_("caseworker2")
    assert (await other.get(f"{page.response.url}")).path == f"/tasks/{task_id}"
    site.move(task_id, Operation.delegate, "caseworker", assignee_id=site.ids["caseworker2"])
    assert (await other.get(f"/tasks/{task_id}/send")).path == f"/tasks/{task_id}"
    await site.as_("stranger").get(f"/tasks/{task_id}/send", status=404)


async def test_looking_at_a_letter_before_sending_is_logged_each_time(site: Site) -> None:
    _, task_id, person = held(site)
    page = await ask(person, task_id)
    before = len(site.lookups("caseworker"))
    await person.get(f"{page.response.url}")
    assert [one.action for one in site.lookups("caseworker")[before:]] == ["view.letter"]


async def test_what_was_typed_arrives_whole(site: Site) -> None:
    """Through the draft, the page and back: quotes, line breaks and every letter."""
    _, task_id, person = held(site)
    proof = 'Journal "17" <b>& ’æøå’'
    page = await ask(person, task_id, proof=proof)
    await send(person, page, task_id)
    assert site.row(task_id).decision["proof"] == proof


async def test_a_representative_added_meanwhile_gets_it(site: Site) -> None:
    case_id, first = await a_failed_letter(site)
    represent(site, case_id)
    await press(site.as_("caseworker"), first)
    new = in_order(site)[1]
    assert (new.recipient, new.channel) == ("representative", "letter")
    answer = await site.as_("caseworker").client.get(f"/letters/{new.id}.pdf")
    assert "Rita Ravn" in "\n".join(pages_of(answer.content))


