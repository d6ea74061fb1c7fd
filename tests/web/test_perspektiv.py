"""Perspektiv as people use it: a lead is written down, made contact with safely, and nobody is written to."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from activities.messages import Join, Judge, OpenTask
from domain.calendar import local_date
from domain.perspektiv.rules import judge_path
from domain.policies import policies
from store import parties
from store.dossier import Dossier
from store.tables import cases
from tests.support.document import Document
from tests.support.site import OWN, Site

TYPED = {"lead_from": "language_centre", "agreed": "true", "safe_way": "language_centre", "needs_interpreter": "true",
         "safe_when": "Onsdag formiddag efter undervisningen", "language": "arabisk"}  # fmt: skip
FACTS: dict[str, Any] = {"lead_from": "language_centre", "agreed": True, "safe_way": "language_centre",
                         "needs_interpreter": True}  # fmt: skip
NOTE = "Talte alene med borgeren på sprogcentret om hendes ønsker."
TALKED = {"held_on": "2026-11-19", "told_voluntary": "yes", "result": "goes_on", "entitled": True, "note": NOTE}


async def written_down(site: Site, status: int = 200, **typed: str) -> Document:
    person = site.as_("outreach")
    page = await person.get("/new/perspektiv")
    return await person.submit(page, "/new/perspektiv", status=status, name="Samira Holm", **TYPED | typed)


def rows(site: Site) -> list[Any]:
    with site.store.read() as db:
        return list(db.execute(sa.select(cases).where(cases.c.programme == "perspektiv")))


def asked(site: Site, case_id: str, kind: str, rule: str = "perspektiv.path", **data: Any) -> str:
    task_id, here = str(uuid4()), {"case_id": case_id, "stage": kind.partition(".")[2], "visit": 2, "now": site.clock.at}
    site.activities.judge(Judge(**here, rule=rule))
    site.activities.open_task(OpenTask(**here, task_id=task_id, kind=kind, data=data))
    return task_id


async def opened(site: Site, person: dict[str, str] | None = None, **facts: Any) -> str:
    about = {"name": "Samira Holm", "language": "Arabic", **(person or {})}
    sent = await site.api("outreach").post("cases", json={
        "programme": "perspektiv", "person": about, "facts": FACTS | facts})  # fmt: skip
    assert sent.status_code == 201, sent.text
    return str(sent.json()["id"])


async def test_a_lead_is_written_down_without_a_cpr_number(site: Site) -> None:
    page = await written_down(site)
    (case,) = rows(site)
    assert page.response.url.path == f"/cases/{case.id}"
    assert case.id.startswith("PSP-")
    assert "På sprogcentret" in page.text()


async def test_who_has_not_agreed_is_not_written_down_and_nothing_typed_is_lost(site: Site) -> None:
    page = await written_down(site, 422, agreed="false")
    assert "Borgeren skal først have sagt ja" in page.text()
    assert page.one("#f-safe_when")["value"] == TYPED["safe_when"]
    assert rows(site) == []


async def test_another_way_than_the_safe_one_is_refused_with_what_to_do(site: Site) -> None:
    case_id = await opened(site)
    task_id = asked(site, case_id, "perspektiv.reach", safe=["language_centre", "referrer"], attempt=1, most=5)
    person = site.as_("outreach")
    await person.submit(await person.get(f"/tasks/{task_id}"), f"/tasks/{task_id}/claim")
    page = await person.submit(await person.get(f"/tasks/{task_id}"), f"/tasks/{task_id}/complete", status=422,
                               tried_on="19.11.2026", way="own_phone", result="not_reached")  # fmt: skip
    assert "Den vej er ikke aftalt som sikker: ret den først på sagen" in page.text()
    assert site.row(task_id).state != "completed"


async def corrected(site: Site, case_id: str, **facts: Any) -> None:
    site.clock.at += timedelta(minutes=1)
    sent = await site.api("outreach").post(f"cases/{case_id}/correct", json={"facts": facts, "reason": NOTE})
    assert sent.status_code == 200, sent.text


async def test_the_way_that_is_corrected_is_open_on_the_task_that_waits(site: Site) -> None:
    case_id = await opened(site)
    task_id = asked(site, case_id, "perspektiv.reach", safe=["language_centre", "referrer"], attempt=1, most=5)
    tried = {"tried_on": "2026-11-19", "way": "school", "result": "not_reached"}
    assert (await completed(site, task_id, **tried)).status_code == 422
    await corrected(site, case_id, safe_way="school")
    assert (await completed(site, task_id, **tried)).status_code == 200


@pytest.mark.parametrize("mended", ["phone", "fact"])
async def test_contact_goes_on_only_when_the_way_itself_is_another(site: Site, mended: str) -> None:
    """Since the attempt: what was corrected before it was the way that was not safe."""
    case_id = await opened(site, lead_from="self", safe_way="own_phone", safe_when="Aften")
    person, page = site.as_("outreach"), f"/cases/{case_id}/citizen"
    await corrected(site, case_id, safe_when="Formiddage")
    await person.submit(await person.get(page), page, phone="00 00 00 00")
    tried = {"tried_on": "2026-11-19", "way": "own_phone", "result": "unsafe"}
    reach = asked(site, case_id, "perspektiv.reach", safe=["own_phone"], attempt=1, most=5)
    assert (await completed(site, reach, **tried)).status_code == 200
    await corrected(site, case_id, area="Tingbjerg")
    boss = "outreachboss"
    await person.submit(await person.get(page), page, language="Somali")
    task_id = asked(site, case_id, "perspektiv.unreached", because="unsafe")
    sent = await completed(site, task_id, boss, result="try_on", note=NOTE)
    assert sent.status_code == 422, sent.text
    assert "Another correction is not enough" in sent.json()["errors"][0]["message"]
    if mended == "phone":
        await person.submit(await person.get(page), page, phone="00 00 00 01")
    else:
        await corrected(site, case_id, safe_way="association")
    assert (await completed(site, task_id, boss, result="try_on", note=NOTE)).status_code == 200


async def test_both_of_two_cases_that_were_joined_lead_to_the_other_for_who_may_see_it(site: Site) -> None:
    first, second = await opened(site), await opened(site)
    task_id = asked(site, second, "perspektiv.receive")
    assert (await completed(site, task_id, result="same", same_as=first)).status_code == 200
    site.activities.join(Join(case_id=second, stage="lead", visit=2, now=site.clock.at, task_id=task_id))
    for one, other in ((first, second), (second, first)):
        page = await site.as_("outreach").get(f"/cases/{one}")
        [line] = [line for line in page.soup.select(".timeline li") if "Samlet med" in line.get_text()]
        assert f"Samlet med en anden sag om samme person: {other}" in line.get_text(" ", strip=True).replace("  ", " ")
        assert line.select_one(f"a[href='/cases/{other}']")
        told = (await site.api("outreach").get(f"cases/{one}")).json()["timeline"]
        assert f"Samlet med en anden sag om samme person: {other}" in [event["what"] for event in told]
    with site.store.write() as db:
        db.execute(sa.update(cases).where(cases.c.id == second).values(team_id=site.teams[OWN]))
    page = await site.as_("outreach").get(f"/cases/{first}")
    assert "Samlet med en anden sag om samme person" in page.text(".timeline")
    assert second not in page.response.text


async def test_the_task_of_who_was_not_reached_promises_no_case_that_is_opened_again(site: Site) -> None:
    task_id = asked(site, await opened(site), "perspektiv.unreached", because="attempts")
    page = await site.as_("outreachboss").get(f"/tasks/{task_id}")
    assert "åbnes igen" not in page.text("main")
    assert "kan borgeren altid få en ny" in page.text("main")


async def test_the_first_talk_stays_shut_until_an_interpreter_is_on_the_case(site: Site) -> None:
    case_id = await opened(site)
    task_id = asked(site, case_id, "perspektiv.first_talk", rule="perspektiv.interpreter")
    api = site.api("outreach")
    await api.post(f"tasks/{task_id}/claim", json={})
    shut = await api.post(f"tasks/{task_id}/complete", json={"decision": TALKED})
    assert shut.status_code == 409, shut.text
    await interprets(site, case_id, "Arabisk")
    assert (await api.post(f"tasks/{task_id}/complete", json={"decision": TALKED})).status_code == 200


async def interprets(site: Site, case_id: str, language: str, professional: str = "true", since: str = "") -> None:
    person = site.as_("outreach")
    tolk = {"interpreter.name": "Tina Tolk", "interpreter.language": language, "interpreter.born_on": "01.02.1980",
            "interpreter.since": since, "interpreter.professional": professional}  # fmt: skip
    await person.submit(await person.get(f"/cases/{case_id}/people"), f"/cases/{case_id}/people/interpreter", **tolk)


async def test_an_interpreter_of_another_language_is_no_interpreter_for_this_citizen(site: Site) -> None:
    case_id = await opened(site, {"language": "Somali"})
    task_id = asked(site, case_id, "perspektiv.first_talk", rule="perspektiv.interpreter")
    api = site.api("outreach")
    await api.post(f"tasks/{task_id}/claim", json={})
    await interprets(site, case_id, "Arabisk")
    shut = await api.post(f"tasks/{task_id}/complete", json={"decision": TALKED})
    assert shut.status_code == 409, shut.text
    assert "Borgerens sprog er »Somali«, men tolken på sagen tolker »Arabisk«. Skriv en tolk" in shut.json()["message"]
    await interprets(site, case_id, "somali og swahili")
    assert (await api.post(f"tasks/{task_id}/complete", json={"decision": TALKED})).status_code == 200


@pytest.mark.parametrize(("known", "says"), [({"language": "Somali"}, "Somali"), ({"language": ""}, "Ikke skrevet ned")])
async def test_what_the_citizen_speaks_stands_on_the_case_and_its_tasks_before_anybody_is_refused(
    site: Site, known: dict[str, str], says: str
) -> None:
    case_id, person = await opened(site, known), site.as_("outreach")
    tasks = [asked(site, case_id, f"perspektiv.{kind}") for kind in ("receive", "first_talk")]
    for address in (f"/cases/{case_id}", *(f"/tasks/{one}" for one in tasks)):
        page = await person.get(address)
        assert [row for row in page.texts("table.facts tr") if row.startswith("Borgerens sprog")] == [f"Borgerens sprog {says}"]


async def test_who_needs_no_interpreter_is_not_asked_what_they_speak(site: Site) -> None:
    page = await site.as_("outreach").get(f"/cases/{await opened(site, {'language': ''}, needs_interpreter=False)}")
    assert "Borgerens sprog" not in page.text("main")


async def test_the_page_of_the_talk_says_at_once_that_the_interpreter_is_there(site: Site) -> None:
    case_id = await opened(site)
    task_id, person = asked(site, case_id, "perspektiv.first_talk", "perspektiv.interpreter"), site.as_("outreach")
    assert "Skriv først tolken på sagen" in (await person.get(f"/tasks/{task_id}")).text()
    await interprets(site, case_id, "Arabisk")
    page = await person.get(f"/tasks/{task_id}")
    assert "En voksen professionel tolk står på sagen" in page.text()
    assert "Skriv først tolken" not in page.text()


async def test_whoever_makes_contact_sees_when_it_is_safe_and_whoever_follows_up_sees_the_plan(site: Site) -> None:
    case_id = await opened(site, safe_when="Onsdag formiddag efter undervisningen", needs_interpreter=False)
    task_id, person = asked(site, case_id, "perspektiv.reach", safe=["language_centre"], attempt=1, most=5), site.as_("outreach")
    assert "Onsdag formiddag efter undervisningen" in (await person.get(f"/tasks/{task_id}")).text()
    planned = {"result": "agreed", "goal": "At tale dansk med kolleger.",
               "lines": [{"offer": "course", "what": "Syskolen", "starts_on": "2026-11-20"}]}  # fmt: skip
    assert (await completed(site, asked(site, case_id, "perspektiv.plan"), **planned)).status_code == 200
    page = await person.get(f"/tasks/{asked(site, case_id, 'perspektiv.follow_up', number=1)}")
    for said in ("Onsdag formiddag", "At tale dansk med kolleger.", "Syskolen"):
        assert said in page.text()


async def test_nobody_is_gone_through_where_the_citizen_came_alone(site: Site) -> None:
    page = await written_down(site, 422, lead_from="self", safe_way="referrer")
    assert "der er ingen at gå igennem: vælg en anden vej" in page.text()
    await written_down(site, lead_from="self", safe_way="association")
    (case,) = rows(site)
    with site.store.read() as db:
        judged = judge_path(Dossier(db, case), local_date(site.clock.at), policies())
    assert judged.answer["safe"] == ["association"]


async def test_a_case_to_which_no_letter_belongs_says_nothing_of_letters(site: Site) -> None:
    assert "Breve" not in (await site.as_("outreach").get(f"/cases/{await opened(site)}")).texts("h2")
    assert "Breve" in (await site.as_("caseworker").get(f"/cases/{site.case()}")).texts("h2")


async def test_the_first_talk_stays_shut_until_it_is_written_what_the_citizen_speaks(site: Site) -> None:
    case_id = await opened(site, {"language": ""})
    await interprets(site, case_id, "Arabisk")
    task_id, person = asked(site, case_id, "perspektiv.first_talk", "perspektiv.interpreter"), site.as_("outreach")
    says = "Borgerens sprog er ikke skrevet ned: skriv det i borgerens oplysninger"
    assert says in (await person.get(f"/tasks/{task_id}")).text()
    assert (await completed(site, task_id, **TALKED)).status_code == 409
    await person.submit(await person.get(f"/cases/{case_id}/citizen"), f"/cases/{case_id}/citizen", language="Arabic")
    assert (await completed(site, task_id, **TALKED)).status_code == 200


@pytest.mark.parametrize(("professional", "says"), [
    (None, "Ingen har svaret på, om tolken på sagen er professionel: afslut registreringen, og skriv tolken på sagen "
           "igen med svaret (Personer i sagen)"),
    (False, "Tolken på sagen er ikke professionel"),
])  # fmt: skip
async def test_nobody_but_a_professional_interprets_the_first_talk(
    site: Site, professional: bool | None, says: str
) -> None:
    """Of those who were added before that was asked, nobody has said."""
    case_id = await opened(site)
    with site.store.write() as db:
        parties.add(db, site.store.secrets, case_id, "interpreter", name="Tina Tolk", since=local_date(site.clock.at),
                    actor=site.ids["outreach"], now=site.clock.at, language="Arabisk", professional=professional)  # fmt: skip
    task_id = asked(site, case_id, "perspektiv.first_talk", rule="perspektiv.interpreter")
    assert says in (await site.as_("outreach").get(f"/tasks/{task_id}")).text()
    assert (await completed(site, task_id, **TALKED)).status_code == 409
    await interprets(site, case_id, "Arabisk")
    assert (await completed(site, task_id, **TALKED)).status_code == 200


async def test_a_professional_of_another_language_does_not_lend_their_word_to_a_relative(site: Site) -> None:
    case_id = await opened(site)
    await interprets(site, case_id, "Somali")
    await interprets(site, case_id, "Arabisk", "false")
    task_id = asked(site, case_id, "perspektiv.first_talk", rule="perspektiv.interpreter")
    assert (await completed(site, task_id, **TALKED)).status_code == 409


async def completed(site: Site, task_id: str, who: str = "outreach", **decision: Any) -> Any:
    api = site.api(who, **{"Accept-Language": "en"})
    site.clock.at += timedelta(minutes=1)
    await api.post(f"tasks/{task_id}/claim", json={})
    return await api.post(f"tasks/{task_id}/complete", json={"decision": decision})


async def refused(site: Site, task_id: str, field: str, says: str, **decision: Any) -> None:
    """On that day, and taken the day after."""
    day = date.fromisoformat(decision[field])
    sent = await completed(site, task_id, **decision)
    assert sent.status_code == 422, sent.text
    (error,) = sent.json()["errors"]
    assert error["loc"] == ["decision", field]
    assert says in error["message"]
    taken = await completed(site, task_id, **decision | {field: str(day + timedelta(days=1))})
    assert taken.status_code == 200, taken.text


async def test_nothing_happened_before_what_came_before_it(site: Site) -> None:
    """An attempt, a talk, the talks about the plan: each names the day that it cannot lie before."""
    case_id = await opened(site)
    task_id = asked(site, case_id, "perspektiv.reach", safe=["language_centre", "referrer"], attempt=1, most=5)
    tried = {"way": "language_centre", "result": "reached"}
    await refused(site, task_id, "tried_on", "before 19 November 2026, when the case was opened",
                  tried_on="2026-11-18", **tried)  # fmt: skip
    site.clock.at += timedelta(days=40)
    again = asked(site, case_id, "perspektiv.reach", safe=["language_centre", "referrer"], attempt=2, most=5)
    await refused(site, again, "tried_on", "before 19 November 2026, when contact was last sought",
                  tried_on="2026-11-18", **tried)  # fmt: skip
    third = asked(site, case_id, "perspektiv.reach", safe=["language_centre", "referrer"], attempt=3, most=5)
    assert (await completed(site, third, tried_on="2026-12-01", **tried)).status_code == 200
    await interprets(site, case_id, "Arabisk", since="01.12.2026")
    talk_id = asked(site, case_id, "perspektiv.first_talk", rule="perspektiv.interpreter")
    await refused(site, talk_id, "held_on", "before 1 December 2026, when contact was last sought",
                  **TALKED | {"held_on": "2026-11-30"})  # fmt: skip
    plan_id = asked(site, case_id, "perspektiv.plan")
    planned = {"result": "agreed", "goal": "At tale dansk.", "lines": [{"offer": "course", "starts_on": "2027-01-05"}]}
    assert (await completed(site, plan_id, **planned)).status_code == 200
    site.clock.at += timedelta(days=30)
    for number, (day, what) in enumerate([("2026-12-28", "29 December 2026, when the plan was made"),
                                          ("2026-12-28", "29 December 2026, when there was last a talk")], 1):
        await refused(site, asked(site, case_id, "perspektiv.follow_up", number=number), "talked_on", f"before {what}",
                      talked_on=day, result="goes_on", note=NOTE)  # fmt: skip


async def test_a_no_is_the_citizens_own_word_and_is_not_taken_without_an_interpreter(site: Site) -> None:
    task_id = asked(site, await opened(site), "perspektiv.first_talk", rule="perspektiv.interpreter")
    said = {"held_on": "2026-11-19", "note": NOTE}
    shut = await completed(site, task_id, **said, result="declines", told_voluntary="yes")
    assert (shut.status_code, shut.json()["code"]) == (409, "precondition_missing")
    untold = await completed(site, task_id, **said, result="declines")
    assert untold.json()["errors"][0]["loc"] == ["decision", "told_voluntary"]
    assert (await completed(site, task_id, **said, result="not_held")).status_code == 200


async def test_whoever_interprets_stood_on_the_case_when_the_talk_was_held(site: Site) -> None:
    """A talk may be written down first, and its interpreter after, with the day."""
    case_id = await opened(site)
    task_id = asked(site, case_id, "perspektiv.first_talk", rule="perspektiv.interpreter")
    site.clock.at += timedelta(days=1)
    await interprets(site, case_id, "Arabisk")
    shut = await completed(site, task_id, **TALKED)
    assert shut.status_code == 409, shut.text
    assert "On 19 November 2026 there is none: if somebody interpreted that day" in shut.json()["message"]
    await interprets(site, case_id, "Arabisk", since="19.11.2026")
    assert (await completed(site, task_id, **TALKED)).status_code == 200


async def test_what_is_said_in_a_talk_about_the_plan_counts_with_an_interpreter_too(site: Site) -> None:
    case_id = await opened(site)
    task_id = asked(site, case_id, "perspektiv.follow_up", rule="perspektiv.interpreter", number=1)
    assert "Skriv først tolken på sagen" in (await site.as_("outreach").get(f"/tasks/{task_id}")).text()
    said = {"talked_on": "2026-11-19", "note": NOTE}
    for result in ("goes_on", "new_plan", "job", "education", "benefit", "stops"):
        shut = await completed(site, task_id, **said, result=result)
        assert (shut.status_code, shut.json()["code"]) == (409, "precondition_missing"), result
    site.clock.at += timedelta(days=1)
    await interprets(site, case_id, "Arabisk")
    assert (await completed(site, task_id, **said, result="goes_on")).status_code == 409, "of another day"
    assert (await completed(site, task_id, **said | {"talked_on": "2026-11-20"}, result="goes_on")).status_code == 200


@pytest.mark.parametrize("result", ["not_held", "moved"])
async def test_what_nobody_said_in_a_talk_about_the_plan_needs_no_interpreter(site: Site, result: str) -> None:
    task_id = asked(site, await opened(site), "perspektiv.follow_up", rule="perspektiv.interpreter", number=1)
    assert (await completed(site, task_id, talked_on="2026-11-19", result=result, note=NOTE)).status_code == 200


@pytest.mark.parametrize("result", ["job", "education", "benefit", "moved", "stops"])
async def test_what_came_before_the_plan_was_made_is_told_in_words_and_asks_for_no_plan(site: Site, result: str) -> None:
    task_id = asked(site, await opened(site, needs_interpreter=False), "perspektiv.plan")
    untold = await completed(site, task_id, result=result)
    assert untold.json()["errors"][0]["loc"] == ["decision", "note"]
    assert (await completed(site, task_id, result=result, note=NOTE)).status_code == 200


async def test_a_plan_is_made_with_the_interpreter_that_is_needed_by_then(site: Site) -> None:
    """That one is needed may be seen after the first talk. Where somebody has moved is seen in the register."""
    case_id = await opened(site, needs_interpreter=False, safe_when="Onsdag formiddag")
    first = asked(site, case_id, "perspektiv.first_talk", rule="perspektiv.interpreter")
    assert (await completed(site, first, **TALKED)).status_code == 200
    await corrected(site, case_id, needs_interpreter=True)
    task_id = asked(site, case_id, "perspektiv.plan", rule="perspektiv.interpreter")
    page = (await site.as_("outreach").get(f"/tasks/{task_id}")).text()
    assert "Skriv først tolken på sagen (Personer i sagen)" in page
    assert "Onsdag formiddag" in page
    planned = {"result": "agreed", "goal": "At tale dansk.", "lines": [{"offer": "course", "starts_on": "2026-11-25"}]}
    for said in (planned, *({"result": one, "note": NOTE} for one in ("declines", "job", "benefit", "stops"))):
        shut = await completed(site, task_id, **said)
        assert (shut.status_code, shut.json()["code"]) == (409, "precondition_missing"), said
    await interprets(site, case_id, "Arabisk")
    assert (await completed(site, task_id, **planned)).status_code == 200
    moved = asked(site, await opened(site), "perspektiv.plan", rule="perspektiv.interpreter")
    assert (await completed(site, moved, result="moved", note=NOTE)).status_code == 200


async def test_without_an_answer_an_interpreter_is_counted_on_and_what_may_stay_empty_says_so(site: Site) -> None:
    await written_down(site, needs_interpreter="")
    assert rows(site)[-1].facts["needs_interpreter"] is True
    page = await site.as_("outreach").get("/new/perspektiv")
    assert "Svares der ikke, regnes der med en tolk." in page.text()
    task_id = asked(site, await opened(site, needs_interpreter=False), "perspektiv.plan")
    person = site.as_("outreach")
    await person.submit(await person.get(f"/tasks/{task_id}"), f"/tasks/{task_id}/claim")
    page = await person.get(f"/tasks/{task_id}")
    assert [page.text(f"label[for=f-lines-0-{name}]") for name in ("starts_on", "ends_on", "days")] == [
        "Fra", "Til (frivilligt)", "Dage om ugen (frivilligt)"]  # fmt: skip


async def test_an_own_phone_without_a_number_is_said_where_contact_is_made_until_it_is_known(site: Site) -> None:
    """Nobody is stopped by it: the number may be learnt later."""
    case_id = await opened(site, safe_way="own_phone")
    task_id = asked(site, case_id, "perspektiv.reach", safe=["own_phone", "referrer"], attempt=1, most=5)
    person, says = site.as_("outreach"), "der er ikke skrevet noget nummer"
    for address in (f"/cases/{case_id}", f"/tasks/{task_id}"):
        page = await person.get(address)
        assert says in page.text("#no-phone")
        assert page.one("#no-phone a")["href"] == f"/cases/{case_id}/citizen"
    form = await person.get(f"/cases/{case_id}/citizen")
    await person.submit(form, f"/cases/{case_id}/citizen", phone="00 00 00 00")
    for address in (f"/cases/{case_id}", f"/tasks/{task_id}"):
        assert says not in (await person.get(address)).text()


async def test_no_phone_is_asked_for_where_another_way_is_safe(site: Site) -> None:
    assert "noget nummer" not in (await site.as_("outreach").get(f"/cases/{await opened(site)}")).text()


async def test_a_case_on_the_work_obligation_is_told_of_before_contact(site: Site) -> None:
    cpr = "0107800000"
    site.case("Samira Holm", cpr=cpr)
    sent = await site.api("outreach").post("cases", json={
        "programme": "perspektiv", "person": {"name": "Samira Holm", "cpr": cpr}, "facts": FACTS})  # fmt: skip
    case_id = str(sent.json()["id"])
    page = await site.as_("outreach").get(f"/tasks/{asked(site, case_id, 'perspektiv.receive')}")
    assert "Der er allerede en åben sag om arbejdspligt" in page.text()
    assert "ARB-" not in page.text("main"), "which case it is concerns another team alone"


@pytest.mark.parametrize("who", ["caseworker", "supervisor", "youth", "economy"])
async def test_nobody_outside_the_team_sees_a_citizen_of_perspektiv(site: Site, who: str) -> None:
    case_id = await opened(site)
    await site.as_(who).get(f"/cases/{case_id}", 404)
    assert (await site.api(who).get(f"cases/{case_id}")).status_code == 404


@pytest.mark.parametrize("who", ["specialist", "supervisor", "specialistboss"])
async def test_whoever_would_not_see_a_lead_is_not_offered_to_write_one_down(site: Site, who: str) -> None:
    assert not (await site.as_(who).get("/cases")).has("a[href='/new/perspektiv']")
    await site.as_(who).get("/new/perspektiv", 403)
    sent = await site.api(who).post("cases", json={
        "programme": "perspektiv", "person": {"name": "Samira Holm"}, "facts": FACTS})  # fmt: skip
    assert sent.status_code == 403
    assert rows(site) == []


@pytest.mark.parametrize("who", ["outreach", "outreachboss"])
async def test_whoever_sees_a_lead_may_write_one_down(site: Site, who: str) -> None:
    assert (await site.as_(who).get("/cases")).has("a[href='/new/perspektiv']")
    await site.as_(who).get("/new/perspektiv")
