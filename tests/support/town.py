"""A municipality in which each page of the web has its fullest content, filled through the pages and the activities
themselves; and what stands in the curly brackets of each page's address."""

from __future__ import annotations

from datetime import timedelta

from activities.messages import OpenTask, Pause, Waiting
from domain.calendar import local_date
from domain.event.programme import EVENT
from domain.roles import Role
from domain.text import Text
from store import cases, escalations, incidents, notices, posting, substitutions
from tests.support.areas import under, whole
from tests.support.ladders import RUNGS, nobody_came
from tests.support.letters import put
from tests.support.places import place, placement
from tests.support.site import APPROVE, ASSESS, CONFIRM, GUIDE, NOW, OWN, YOUNG, Site
from tests.web.test_bookkeeping import changed
from tests.web.test_bulk import do, look
from tests.web.test_civic import asked as areas_asked
from tests.web.test_civic import begun, material
from tests.web.test_complaint import complained
from tests.web.test_effort import REPORT, closed
from tests.web.test_expense import bills, registered
from tests.web.test_kept_filters import keep
from tests.web.test_perspektiv import asked
from tests.web.test_perspektiv import opened as lead_of
from tests.web.test_plan_page import DANISH, SEARCH, WORK, planned
from tests.web.test_proposals import LATE, searching
from tests.web.test_vacancies import offered
from tests.web.test_wage_refund import charge, claim, claims, opened, youth
from tests.web.test_youth import consented, refer, young

GUIDED = {"given_on": "18.11.2026", "channel": "digital_post", "interpreter": "not_needed", "proof": "Journal 2026-17"}
LONG = "Alexandra-Josephine Vandborg-Thorsteinsdóttir"
"""A name that does not fit everywhere."""
Names = dict[str, str]


async def filled(site: Site) -> Names:
    """Fills the site; the ids that lead to its pages."""
    for role in (Role.caseworker, Role.benefit_officer, Role.job_consultant):
        site.give("legal", role, OWN)
    site.give("supervisor", Role.supervisor, YOUNG)
    effort = await an_effort(site)
    return effort | a_workload(site) | await letters(site) | await the_young(site) | await money(site) \
        | await perspektiv(site) | await campaigns(site) | await lists(site)


async def an_effort(site: Site) -> Names:
    """A citizen with a plan, closed weeks, sickness, a complaint and an absence; a place that registers."""
    complaint, again = complained(site)
    case_id = str(site.case_row(complaint).parent_id)
    with site.store.write() as db:
        cases.enter(db, case_id, "running", 7, site.clock.at)
    planned(site, case_id, WORK, SEARCH, DANISH | {"monday": "2"}, visit=7)
    park = place(site, "Park og Miljø, Østerbro og Nordhavn")
    closed(site, case_id, placement(site, park, case_id))
    for name in (LONG, "Bo Bang"):
        placement(site, park, site.case(name))
    person = site.as_("legal")
    await person.submit(await person.get(f"/cases/{case_id}/spells"), f"/cases/{case_id}/spells", **REPORT)
    lost = site.case(LONG, protected=True)
    approve = site.task(lost, APPROVE, not_by="supervisor")
    return {"case": case_id, "complaint": complaint, "reassess": again, "protected": lost, "approve": approve}


def a_workload(site: Site) -> Names:
    """Tasks of every urgency, held and free; somebody who is away; what stands still."""
    late = site.held("benefit", site.case(LONG), age=timedelta(days=60))
    free = site.task(age=timedelta(days=60))
    for who in ("benefit", "benefit", "benefit", "benefit2"):
        site.held(who)
    for kind in (ASSESS, GUIDE, CONFIRM, CONFIRM):
        site.task(kind=kind)
    today, failing = local_date(site.clock.at), site.case()
    with site.store.write() as db:
        for task_id in (late, free):
            escalations.climb(db, task_id, "supervisor", site.row(task_id).due_at, site.clock.at)
        notices.tell(db, [site.ids["benefit"], site.ids["supervisor"]], "mention", late, site.clock.at,
                     actor=site.ids["caseworker"])  # fmt: skip
        for name, cover in (("benefit", "benefit2"), ("caseworker", None)):
            substitutions.put(db, site.ids[name], substitute=site.ids[cover] if cover else None, first_on=today,
                              last_on=today + timedelta(days=5), kinds=None, reason="Ferie", by=site.ids[name],
                              now=site.clock.at)  # fmt: skip
        incidents.note(db, failing, "7", "judge", "KeyError", NOW)
    paused = site.case()
    site.activities.pause(Pause(case_id=paused, stage="intake", visit=1, now=NOW, until=None))
    what = Text(da="De første seks måneder", en="The first six months")
    site.activities.waiting(Waiting(case_id=site.case(), stage="phase_gate", visit=3, now=NOW, kind="timer",
                                    until=NOW + timedelta(days=4), what=what, because=what))  # fmt: skip
    return {"late": late, "free": free, "team": site.teams[OWN], "away": site.ids["benefit"]}


async def letters(site: Site) -> Names:
    """A letter that reached nobody, and one that waits to be looked at before it is sent."""
    case_id = site.case(LONG)
    letter = put(site, case_id, site.task(case_id, GUIDE))  # type: ignore[arg-type]
    with site.store.write() as db:
        posting.failed(db, letter, "Ukendt modtager", NOW)
        [lost] = [one.id for one in cases.below(db, case_id)]
    site.activities.open_task(OpenTask(case_id=lost, stage="undelivered", visit=1, now=NOW, task_id="reach",
                                       kind="undelivered_letter.reach", data={"sent_by": "caseworker"}))  # fmt: skip
    task_id, person = site.held("legal", kind=GUIDE), site.as_("legal")
    page = await person.submit(await person.get(f"/tasks/{task_id}"), f"/tasks/{task_id}/complete", **GUIDED)
    return {"letter": letter.id, "reach": "reach", "sending": str(page.response.url.raw_path.decode()), "sent_case": case_id}


async def the_young(site: Site) -> Names:
    """A referral with a consent, vacancies, somebody who seeks one."""
    await refer(site, name=LONG)
    await refer(site, name="Bo Dahl", reference="K-18")
    referred = str(young(site)[0].id)
    await consented(site, referred)
    await offered(site, week=LATE, employer="Natcaféen")
    await offered(site, industry="shop", area="Havnen", employer="Kiosken ved Den Lange Bro og Søsterhuset")
    vacancy, match = await offered(site), await searching(site, LONG)
    return {"referred": referred, "vacancy": vacancy, "match": match}


async def money(site: Site) -> Names:
    """A claim that was paid, one to be approved, and the line that both are charged to."""
    case_id = await youth(site)
    await claim(site, case_id)
    paid = claims(site, case_id)[0].id
    for step in ("reserve", "commit", "pay"):
        charge(site, paid, step)
    await changed(site, programme="youth", year="2026")
    economy = site.as_("economy")
    page = await economy.get("/budgets")
    lines = [str(a["href"]) for a in page.soup.select("main a[href^='/budgets/']") if "change" not in str(a["href"])]
    counters = []
    for address in lines:
        counters += [(address, a["href"]) for a in (await economy.get(address)).soup.select("a[href$='/counter']")]
    check = opened(site, paid, "wage_refund.check", 1, rule="wage_refund.claim")
    return {"employed": case_id, "refund": paid, "check": check, "line": counters[0][0], "counter": str(counters[0][1])}


async def perspektiv(site: Site) -> Names:
    """A citizen who is reached, whose plan is to be made, and for whom an interpreter was paid."""
    lead = await lead_of(site)
    await registered(site, lead)
    plan = asked(site, lead, "perspektiv.plan")
    await site.api("outreach").post(f"tasks/{plan}/claim", json={})
    return {"lead": lead, "offers": plan, "bill": bills(site)[0].id}


async def campaigns(site: Site) -> Names:
    """A campaign in three of fourteen areas that is late, one that waits for its areas, a message that is checked."""
    held = whole(site)
    fresh = await begun(site)
    choice = areas_asked(site, fresh, "civic.areas", "civic.areas", "areas")
    message = await material(site, fresh, "message")
    listed = areas_asked(site, message, "material.list", "material.form", "recipients")
    work = areas_asked(site, held, "civic.work", "civic.milestones", "running")
    evaluate = areas_asked(site, held, "civic.evaluate", "civic.association", "evaluation", due_on="2027-01-30")
    met = under(site, held, EVENT, name="Vælgermøde for unge", area="Husum", place="Beboerhuset", held_on="2026-11-27",
                start="17:00", end="19:30")  # fmt: skip
    areas_asked(site, met, "event.prepare", "event.standing", "preparing", held_on="2026-11-27", due_on="2026-11-20")
    site.clock.at -= timedelta(days=len(RUNGS))
    left = [areas_asked(site, held, f"civic.{kind}", "civic.milestones", kind, due_on="2026-11-16")
            for kind in ("plan", "partners")]  # fmt: skip
    nobody_came(site, *left)
    return {"campaign": held, "event": met, "areas": choice, "fresh": fresh, "message": message, "list": listed,
            "work": work, "evaluate": evaluate}  # fmt: skip


async def lists(site: Site) -> Names:
    """Kept filters and what became of many tasks at once."""
    person = site.as_("supervisor")
    await keep(person, "/inbox?view=all&due=today", "Dagens", share=site.teams[OWN])
    await keep(person, "/inbox?view=all&due=overdue", "De sene, som ingen endnu har taget sig af i denne uge")
    ids = [site.held("benefit"), site.held("benefit")]
    page = await look(person, await person.get("/inbox?view=all"), "release", ids)
    await do(person, page)
    with site.store.read() as db:
        run = db.exec_driver_sql("select id from bulk_runs").scalar_one()
    return {"run": str(run)}

