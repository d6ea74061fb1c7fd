"""The way of a spouse-supported citizen, as those who take part in it go it: outreach, a specialist, economy."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import bill_walk
from tests.browser.walking import decide, fill, new_case, open_task, pass_time, take
from tests.browser.youth_walk import Opened, Seen, written
from tests.support.perspektiv import NOTE

NAME, SIGNS = "Vera Vandring", "Borgeren måtte ikke svare selv, og døren blev låst efter os."


def walk(as_user: Opened, data: Path, today: date, seen: Seen) -> None:
    outreach, specialist, economy = (as_user(who) for who in ("outreach", "specialist", "economy"))
    case = reached(outreach, today, seen)
    talked(outreach, case, today, seen)
    planned_and_followed(outreach, case, today, data, seen)
    bill_walk.walk(outreach, economy, case, today, what="interpreter", amount="1.450,50", invoice="GÅTUR-2",
                   effort="Perspektiv")  # fmt: skip
    expect(economy.locator("main")).not_to_contain_text(NAME)
    told_to_the_specialist_alone(outreach, specialist, case, today, seen)


def reached(outreach: Page, today: date, seen: Seen) -> str:
    """Refused without the citizen's word; then written down, and reached by the safe way."""
    outreach.goto("/new/perspektiv")
    said = {"name": NAME, "lead_from": "school", "agreed": "false", "safe_way": "school", "needs_interpreter": "true",
            "language": "Arabic"}  # fmt: skip
    fill(outreach, **said)
    outreach.get_by_role("button", name="Skriv en kontakt ned").click()
    expect(outreach.locator("main")).to_contain_text("Borgeren skal først have sagt ja")
    seen(outreach)
    case = new_case(outreach, "/new/perspektiv", "Skriv en kontakt ned", **said | {"agreed": "true"})
    decide(outreach, case, "Modtag kontakten", result="new")
    take(outreach, case, "Tag kontakt ad en sikker vej")
    fill(outreach, tried_on=written(today), way="own_phone", result="not_reached")
    outreach.get_by_role("button", name="Udfør opgave").click()
    expect(outreach.locator("#error-summary")).to_contain_text("ikke aftalt som sikker")
    fill(outreach, way="school", result="reached")
    outreach.get_by_role("button", name="Udfør opgave").click()
    expect(outreach.get_by_role("heading", level=1)).to_have_text(f"Sag {case}")
    return case


def talked(outreach: Page, case: str, today: date, seen: Seen) -> None:
    """Shut until the interpreter is on the case."""
    said = {"held_on": written(today), "result": "goes_on", "told_voluntary": "yes", "entitled": "true", "note": NOTE}
    take(outreach, case, "Hold første samtale")
    expect(outreach.locator("#task")).to_contain_text("Skriv først tolken på sagen")
    seen(outreach)
    outreach.goto(f"/cases/{case}/people")
    form = outreach.locator(f"form[action='/cases/{case}/people/interpreter']")
    form.locator("[name='interpreter.name']").fill("Tina Tolk")
    form.locator("[name='interpreter.language']").fill("arabisk")
    form.locator("[name='interpreter.born_on']").fill("01.02.1980")
    form.locator("[name='interpreter.professional'][value=true]").check()
    form.locator("button[type=submit]").click()
    open_task(outreach, case, "Hold første samtale")
    fill(outreach, **said)
    outreach.get_by_role("button", name="Udfør opgave").click()
    expect(outreach.get_by_role("heading", level=1)).to_have_text(f"Sag {case}")


def planned_and_followed(outreach: Page, case: str, today: date, data: Path, seen: Seen) -> None:
    take(outreach, case, "Lav en individuel plan")
    fill(outreach, result="agreed", goal="At tale dansk med kolleger.", lines__0__offer="danish_education",
         lines__0__what="Sprogcenter", lines__0__starts_on=written(today), lines__0__days="3")  # fmt: skip
    seen(outreach)
    outreach.get_by_role("button", name="Udfør opgave").click()
    expect(outreach.get_by_role("heading", level=1)).to_have_text(f"Sag {case}")
    pass_time(data, case, timedelta(weeks=5))
    decide(outreach, case, "Tal med borgeren om planen", talked_on=written(today), result="goes_on", note=NOTE)
    outreach.goto(f"/cases/{case}")
    seen(outreach)


def told_to_the_specialist_alone(outreach: Page, specialist: Page, case: str, today: date, seen: Seen) -> None:
    outreach.goto(f"/cases/{case}")
    outreach.get_by_role("link", name="Meld tegn på vold").first.click()
    fill(outreach, seen_on=written(today), acute="false", signs=SIGNS)
    seen(outreach)
    outreach.locator("main form.answer button[type=submit]").first.click()
    expect(outreach.locator(".alert")).to_contain_text("Kun specialisterne kan læse det nu")
    expect(outreach.locator("main")).not_to_contain_text("BEK-")
    specialist.goto("/cases?programme=concern&open=1")
    specialist.locator("main a[href^='/cases/BEK-']").first.click()
    expect(specialist.locator("main")).to_contain_text(SIGNS)
    concern = specialist.locator("h1").inner_text().removeprefix("Sag ").strip()
    seen(specialist)
    decide(specialist, concern, "Vurdér tegn på vold", result="acted", note=NOTE)
    outreach.goto(f"/cases/{concern}")
    expect(outreach.get_by_role("heading", level=1)).not_to_contain_text("BEK-")
