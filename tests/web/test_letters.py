"""Letters on pages: a draft, the page before sending, the document, and who may see it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from activities.messages import OpenTask
from domain.policies import policies
from domain.programmes import PROGRAMMES
from domain.tasks import Operation
from store import cases, letters, tasks
from store.tables import drafts
from store.tables import people as people_table
from store.tables_letters import letters as letters_table
from tests.support.document import Document
from tests.support.letters import pages as pages_of
from tests.support.site import ASSESS, GUIDE, NOW, Person, Site
from workers.post import FolderPost
from workers.postman import Postman

GUIDED = {"given_on": "18.11.2026", "channel": "digital_post", "interpreter": "not_needed", "proof": "Journal 2026-17"}
GUIDED_JSON = GUIDED | {"given_on": "2026-11-18"}
SUBJECT = "Vejledning om dine rettigheder og pligter – arbejdspligt"


def sent(site: Site) -> list[sa.Row[Any]]:
    with site.store.read() as db:
        return list(db.execute(sa.select(letters_table)))


def exempt(site: Site, yes: bool = True) -> None:
    with site.store.write() as db:
        db.execute(sa.update(people_table).values(post_exempt=yes))


def held(site: Site, **more: Any) -> tuple[str, str, Person]:
    """A case, its guidance task in the hands of the caseworker, and that caseworker."""
    case_id = site.case(**more)
    return case_id, site.held("caseworker", case_id, kind=GUIDE), site.as_("caseworker")


async def ask(person: Person, task_id: str, **values: Any) -> Document:
    """As far as the page before sending."""
    page = await person.get(f"/tasks/{task_id}")
    return await person.submit(page, f"/tasks/{task_id}/complete", press="complete", **GUIDED | values)


async def send(person: Person, page: Document, task_id: str, **more: Any) -> Document:
    return await person.submit(page, f"/tasks/{task_id}/complete", press="complete", **more)


# -- the page before sending -------------------------------------------------------------------------------------


async def test_before_a_letter_goes_a_person_reads_to_whom_how_and_when_it_is_received(site: Site) -> None:
    case_id, task_id, person = held(site)
    page = await ask(person, task_id)
    assert page.h1 == "Du er ved at sende et brev"
    rows = page.texts("#letter-facts tr")
    assert rows[0] == "Til hvem Zeynep Ørskov Borgeren Prøvevej 1, 2400 København"
    assert rows[1] == "Hvordan Digital Post"
    assert rows[2].startswith("Regnes for modtaget 19.11.2026 Digital Post er modtaget, når den er tilgængelig")
    assert rows[3] == f"Emne {SUBJECT}"
    assert "Hvad er arbejdspligten?" in page.texts("article.letter h3")
    assert "op til 37 timer om ugen" in page.text("article.letter")
    assert page.one("article.letter")["lang"] == "da"
    assert sent(site) == []
    assert site.row(task_id).state == "reserved"
    assert site.lookups("caseworker")[-1].action == "view.letter"
    assert site.lookups("caseworker")[-1].case_id == case_id


async def test_the_second_press_completes_the_task_and_sends_the_letter_in_one_write(site: Site) -> None:
    case_id, task_id, person = held(site)
    page = await send(person, await ask(person, task_id), task_id)
    assert page.path == f"/cases/{case_id}"
    letter = sent(site)[0]
    assert (letter.task_id, letter.case_id, letter.sent_by) == (task_id, case_id, site.ids["caseworker"])
    assert (letter.channel, letter.recipient, letter.state) == ("digital_post", "citizen", "waiting")
    rows = [version.split("@")[0] for version in letter.versions]
    assert rows == ["deadline.access_to_file.decide", "guidance.repeat", "hours.weekly_full"]
    assert site.row(task_id).decision["proof"] == "Journal 2026-17"
    assert page.texts("#letters tbody tr") == [
        f"{SUBJECT} (PDF) 19.11.2026 10.00 Borgeren Digital Post Venter på at blive sendt Ikke endnu"
    ]
    assert any("brev skrevet og lagt til afsendelse" in line for line in page.texts(".timeline li"))


async def test_going_back_finds_what_was_typed(site: Site) -> None:
    _, task_id, person = held(site)
    page = await ask(person, task_id)
    assert "Tilbage og ret" in page.texts("main a")
    page = await person.get(f"/tasks/{task_id}")
    assert page.one("#f-proof")["value"] == "Journal 2026-17"
    assert page.one("#f-given_on")["value"] == "18.11.2026"


async def test_a_letter_handed_over_in_person_is_registered_as_received_that_day(site: Site) -> None:
    _, task_id, person = held(site)
    page = await ask(person, task_id, channel="meeting")
    assert page.h1 == "Du er ved at udlevere et brev"
    assert page.texts("#letter-facts tr")[2] == "Regnes for modtaget 18.11.2026 Udleveret samme dag"
    page = await send(person, page, task_id)
    letter = sent(site)[0]
    assert (letter.channel, letter.state, str(letter.received_on)) == ("handed_over", "delivered", "2026-11-18")
    assert "Udleveret personligt Leveret 18.11.2026" in page.texts("#letters tbody tr")[0]


async def test_a_letter_on_paper_counts_six_working_days(site: Site) -> None:
    _, task_id, person = held(site)
    page = await ask(person, task_id, channel="letter")
    assert page.texts("#letter-facts tr")[2].startswith("Regnes for modtaget 27.11.2026")


async def test_wrong_fields_are_corrected_before_any_letter_is_shown(site: Site) -> None:
    _, task_id, person = held(site)
    page = await person.get(f"/tasks/{task_id}")
    page = await person.submit(page, f"/tasks/{task_id}/complete", status=422, **GUIDED | {"given_on": "20.11.2026"})
    assert page.text("#f-given_on-error") == "Fejl: Datoen er ikke kommet endnu"
    assert not page.has("article.letter")


async def test_when_the_way_has_changed_meanwhile_the_page_is_shown_again(site: Site) -> None:
    _, task_id, person = held(site)
    page = await ask(person, task_id)
    exempt(site)
    page = await person.submit(page, f"/tasks/{task_id}/complete", status=409)
    assert "ændret, siden du så det" in page.text("#changed")
    assert page.texts("#letter-facts tr")[1] == "Hvordan Brev"
    assert sent(site) == []
    assert site.row(task_id).state == "reserved"
    await send(person, page, task_id)
    assert [letter.channel for letter in sent(site)] == ["letter"]


async def test_who_claims_to_have_read_a_letter_without_its_mark_is_shown_it(site: Site) -> None:
    _, task_id, person = held(site)
    page = await ask(person, task_id)
    page = await person.submit(page, f"/tasks/{task_id}/complete", status=409, confirm="1")
    assert page.has("#changed")
    assert sent(site) == []


async def test_an_answer_changed_after_the_page_was_read_is_shown_again(site: Site) -> None:
    _, task_id, person = held(site)
    page = await ask(person, task_id)
    page = await person.submit(page, f"/tasks/{task_id}/complete", status=409, channel="letter")
    assert sent(site) == []


async def test_a_double_press_sends_one_letter(site: Site) -> None:
    _, task_id, person = held(site)
    page = await ask(person, task_id)
    form = page.filled(page.form(f"/tasks/{task_id}/complete"), "complete")
    done = await asyncio.gather(*(person.post(f"/tasks/{task_id}/complete", form) for _ in range(3)))
    assert {p.path.split("/")[1] for p in done} == {"cases"}
    assert len(sent(site)) == len(site.audited("letter.written")) == 1


async def test_a_task_that_changed_after_the_page_was_read_sends_nothing(site: Site) -> None:
    _, task_id, person = held(site)
    page = await ask(person, task_id)
    with site.store.write() as db:
        tasks.evidence_changed(db, site.row(task_id).case_id, site.ids["benefit"], NOW)
    page = await person.submit(page, f"/tasks/{task_id}/complete", status=409)
    assert "Opgaven er ændret" in page.text("#refusal")
    assert page.one("#f-proof")["value"] == "Journal 2026-17"
    assert sent(site) == []


async def test_a_letter_that_nobody_can_get_keeps_the_task_open_and_the_text(site: Site) -> None:
    _, task_id, person = held(site, cpr="2011115000")
    page = await person.get(f"/tasks/{task_id}")
    page = await person.submit(page, f"/tasks/{task_id}/complete", press="complete", status=422, **GUIDED)
    assert "Borgeren er under 15 år" in page.text("#refusal")
    assert page.one("#f-proof")["value"] == "Journal 2026-17"
    assert site.row(task_id).state == "reserved"
    with site.store.read() as db:
        assert db.execute(sa.select(drafts.c.fields)).scalar_one()["proof"] == "Journal 2026-17"


async def test_a_failure_of_the_letter_takes_the_decision_back(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither stands without the other."""
    _, task_id, person = held(site)
    page = await ask(person, task_id)

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("broken")

    with monkeypatch.context() as patch:
        patch.setattr(letters, "put", broken)
        await person.submit(page, f"/tasks/{task_id}/complete", status=500)
    assert site.row(task_id).state == "reserved"
    await send(person, page, task_id)
    assert len(sent(site)) == 1


async def test_a_program_completes_at_once_and_the_letter_goes_all_the_same(site: Site) -> None:
    _, task_id, _ = held(site)
    done = await site.api("caseworker").post(f"tasks/{task_id}/complete", json={"decision": GUIDED_JSON})
    assert done.status_code == 200
    assert [letter.task_id for letter in sent(site)] == [task_id]


async def test_a_task_without_a_letter_is_completed_at_once(site: Site) -> None:
    task_id, person = site.held("jobconsultant", kind=ASSESS), site.as_("jobconsultant")
    page = await person.get(f"/tasks/{task_id}")
    page = await person.submit(page, f"/tasks/{task_id}/complete", press="complete", effort="full",
                               reason="En konkret og individuel begrundelse.")  # fmt: skip
    assert page.path.startswith("/cases/")
    assert sent(site) == []


async def test_the_page_speaks_english_and_the_letter_stays_danish(site: Site) -> None:
    _, task_id, person = held(site)
    await person.get(f"/tasks/{task_id}?lang=en")
    page = await ask(person, task_id)
    assert page.h1 == "You are about to send a letter"
    assert "Hvad er arbejdspligten?" in page.texts("article.letter h3")


async def test_a_protected_address_is_not_shown_before_sending(site: Site) -> None:
    _, task_id, person = held(site, protected=True)
    page = await ask(person, task_id, channel="letter")
    assert "Adressebeskyttet" in page.texts("#letter-facts tr")[0]
    assert "Prøvevej" not in page.response.text


# -- the draft ---------------------------------------------------------------------------------------------------


async def preview(person: Person, task_id: str, **values: Any) -> Any:
    form = GUIDED | values | {"csrf": await person.csrf()}
    return await person.client.post(f"/tasks/{task_id}/preview", data=form, headers={"Sec-Fetch-Site": "same-origin"})


async def test_a_draft_is_the_letter_with_a_mark_and_stores_nothing(site: Site) -> None:
    case_id, task_id, person = held(site)
    before = site.everything()
    answer = await preview(person, task_id)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == f'inline; filename="{case_id}-udkast.pdf"'
    assert answer.headers["cache-control"] == "no-store"
    text = "\n".join(pages_of(answer.content))
    for said in ("UDKAST", "Zeynep Ørskov", "Signe Sand", "Sagsbehandler", case_id, SUBJECT[:30]):
        assert said in text
    assert site.everything() == before
    assert site.lookups("caseworker")[-1].action == "view.letter"


async def test_a_draft_of_wrong_fields_says_what_is_wrong(site: Site) -> None:
    _, task_id, person = held(site)
    answer = await preview(person, task_id, given_on="31.02.2026")
    assert answer.status_code == 422
    assert Document(answer).one("#f-given_on")["value"] == "31.02.2026"


async def test_only_who_holds_the_task_sees_a_draft(site: Site) -> None:
    _, task_id, _ = held(site)
    assert (await preview(site.as_("caseworker2"), task_id)).status_code == 409
    assert (await preview(site.as_("supervisor"), task_id)).status_code == 403
    other = site.held("jobconsultant", kind=ASSESS)
    strange, unknown = await preview(site.as_("stranger"), task_id), await preview(site.as_("stranger"), "unknown")
    none = await preview(site.as_("jobconsultant"), other)
    assert {a.status_code for a in (strange, unknown, none)} == {404}
    assert bodies(strange) == bodies(unknown)


def bodies(answer: Any) -> str:
    return Document(answer).text("main")


# -- the document ------------------------------------------------------------------------------------------------


async def a_letter(site: Site, **more: Any) -> tuple[str, str]:
    """A case and the letter that was sent in it."""
    case_id, task_id, _ = held(site, **more)
    done = await site.api("caseworker").post(f"tasks/{task_id}/complete", json={"decision": GUIDED_JSON})
    assert done.status_code == 200, done.text
    return case_id, sent(site)[-1].id


async def test_the_document_is_what_was_sent(site: Site) -> None:
    case_id, letter_id = await a_letter(site)
    person = site.as_("caseworker2")
    answer = await person.client.get(f"/letters/{letter_id}.pdf")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'inline; filename="{case_id}-{letter_id[:8]}.pdf"'
    assert answer.headers["cache-control"] == "no-store"
    text = "\n".join(pages_of(answer.content))
    assert "UDKAST" not in text
    assert f"Sagsnr. {case_id}" in text
    seen = site.lookups("caseworker2")[-1]
    assert (seen.action, seen.case_id) == ("view.letter", case_id)


async def test_a_stranger_cannot_tell_a_letter_from_none(site: Site) -> None:
    case_id, letter_id = await a_letter(site)
    stranger = site.as_("stranger")
    first = await stranger.client.get(f"/letters/{letter_id}.pdf")
    second = await stranger.client.get("/letters/00000000-0000-4000-8000-000000000000.pdf")
    assert (first.status_code, second.status_code) == (404, 404)
    assert bodies(first) == bodies(second)
    assert site.lookups("stranger")[0].case_id == case_id
    assert site.lookups("stranger")[0].action == "refused"


async def test_who_may_not_read_identity_sees_the_list_but_no_document(site: Site) -> None:
    """A letter carries a name and an address."""
    case_id, letter_id = await a_letter(site)
    person = site.as_("economy")
    page = await person.get(f"/cases/{case_id}")
    assert page.texts("#letters tbody th") == [SUBJECT]
    assert not page.has("#letters a")
    assert (await person.client.get(f"/letters/{letter_id}.pdf")).status_code == 403


@pytest.mark.parametrize("name", ["partner", "auditor", "integration"])
async def test_outsiders_open_no_letter(site: Site, name: str) -> None:
    _, letter_id = await a_letter(site)
    assert (await site.as_(name).client.get(f"/letters/{letter_id}.pdf")).status_code in (403, 404)


async def test_a_name_that_looks_like_markup_is_a_name(site: Site) -> None:
    name = '#import "x" *fed* <script>alert(1)</script> \\ $x$'
    _, task_id, person = held(site, name=name)
    page = await ask(person, task_id)
    assert name in page.texts("#letter-facts tr")[0]
    await send(person, page, task_id)
    answer = await person.client.get(f"/letters/{sent(site)[0].id}.pdf")
    assert "".join(name.split()) in "".join("".join(pages_of(answer.content)).split())


# -- what became of it -------------------------------------------------------------------------------------------


async def metric(site: Site, name: str) -> float:
    lines = (await site.browser().client.get("/metrics")).text.splitlines()
    return float(next(line for line in lines if line.startswith(f"handleplan_{name} ")).split()[1])


async def test_a_failed_letter_stands_on_the_case_in_its_history_and_in_the_metrics(site: Site, tmp_path: Any) -> None:
    case_id, letter_id = await a_letter(site)
    assert (await metric(site, "letters_waiting"), await metric(site, "letters_failed")) == (1, 0)
    (tmp_path / "status").mkdir()
    said = '{"state": "failed", "at": "2026-11-19T10:00:00+00:00", "error": "Ukendt modtager"}'
    (tmp_path / "status" / f"{letter_id}.json").write_text(said)
    Postman(site.store, FolderPost(tmp_path), policies(), confirms=True).round(NOW)
    assert (await metric(site, "letters_waiting"), await metric(site, "letters_failed")) == (0, 1)
    page = await site.as_("caseworker").get(f"/cases/{case_id}")
    assert "Kunne ikke leveres Ukendt modtager Ikke endnu" in page.texts("#letters tbody tr")[0]
    assert any("brev kunne ikke leveres" in line for line in page.texts(".timeline li"))


async def test_a_case_without_letters_says_so(site: Site) -> None:
    page = await site.as_("caseworker").get(f"/cases/{site.case()}")
    assert "Der er ikke skrevet breve i sagen." in page.text()


# -- what the law asks for first ---------------------------------------------------------------------------------


async def test_a_letter_whose_preconditions_are_missing_is_never_shown_for_sending(site: Site) -> None:
    """Nobody reads a letter of a deduction that may not be decided."""
    above = site.case_row(site.case())
    with site.store.write() as db:
        facts = {"days": [{"day": "2026-11-17", "placement_id": "p1"}]}
        case_id = cases.open_belonging(db, PROGRAMMES["absence"], above, facts=facts, key="k", actor=None, now=NOW)
    site.activities.open_task(OpenTask(
        case_id=case_id, stage="letter", visit=1, now=NOW, task_id="t-decision", kind="absence.send_decision",
        data={"days": 1}))  # fmt: skip
    site.move("t-decision", Operation.claim, "caseworker", assignee_id=site.ids["caseworker"])
    person = site.as_("caseworker")
    typed = {"account": "Du blev væk uden at melde afbud til os."}
    page = await person.get("/tasks/t-decision")
    page = await person.submit(page, "/tasks/t-decision/complete", press="complete", status=409, **typed)
    assert "Det kan ikke afgøres nu." in page.text("#refusal")
    assert not page.has("article.letter")
    draft = typed | {"csrf": await person.csrf()}
    page = await person.post("/tasks/t-decision/preview", draft, 409)
    assert "Det kan ikke afgøres nu." in page.text("#refusal")
    assert sent(site) == []
