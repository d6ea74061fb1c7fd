"""The whole way of a young person, as those who take part in it go it: partner, consultants, economy."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from domain.calendar import monday_of
from tests.browser.walking import complete, decide, fill, new_case, pass_time, take, until
from tests.support.youth import NOTE

Opened = Callable[..., Page]
Seen = Callable[[Page], None]
"""Looks at a page that was reached."""
NAME, CLUB = "Vilde Vandring", "Prøveklubben"


def written(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def walk(as_user: Opened, data: Path, today: date, seen: Seen) -> None:
    club, youth, company, economy = (as_user(who) for who in ("partner", "youth", "company", "economy"))
    case = referred(club, youth, today)
    consents(youth, club, case, today)
    talk_and_support(youth, case, today, seen)
    vacancy = offered(company, today)
    at_work(youth, case, vacancy, today, data, seen)
    refunded(youth, economy, case, today, seen)
    goes_dark(youth, club, case)


def referred(club: Page, youth: Page, today: date) -> str:
    """The partner refers, the consultant receives it and makes contact; the case's number."""
    club.goto("/new/youth")
    fill(club, name=NAME, born_on=f"15.01.{today.year - 16}", referred_by="youth_club", area="Nordparken",
         reference="KLUB-GÅTUR")  # fmt: skip
    club.get_by_role("button", name="Henvis en ung").click()
    expect(club.get_by_text("Henvisningen er sendt.")).to_be_visible()
    expect(club.get_by_text(NAME)).to_have_count(0)
    youth.get_by_role("searchbox").first.fill(NAME)
    youth.get_by_role("searchbox").first.press("Enter")
    case = youth.locator("main a[href^='/cases/UNG-']").first.inner_text().split()[0]
    decide(youth, case, "Modtag henvisning", result="new")
    decide(youth, case, "Tag kontakt", tried_on=written(today), channel="phone", result="reached")
    return case


def consents(youth: Page, club: Page, case: str, today: date) -> None:
    youth.goto(f"/cases/{case}/consents")
    fill(youth, scope="both", given_by="person", given_on=written(today))
    recipient = youth.locator("select[name=recipient]")
    recipient.select_option(label=recipient.locator("option", has_text="klub").first.inner_text())
    youth.get_by_role("button", name="Skriv samtykket ned").click()
    club.goto("/referrals")
    expect(club.get_by_text(NAME)).to_be_visible()


def talk_and_support(youth: Page, case: str, today: date, seen: Seen) -> None:
    """Talk, a workshop among others, interview training alone."""
    decide(youth, case, "Hold første samtale", held_on=written(today), result="goes_on", seeks="leisure_job", hours="6",
           workshop="true", cv="false", application="false", interview="true", note=NOTE)  # fmt: skip
    session = new_case(youth, "/new/session", "Planlæg en workshop", support="workshop", held_on=written(today),
                       start="15.00", end="17.00", place="Prøvesalen ved åen (opdigtet)", seats="5")  # fmt: skip
    decide(youth, case, "Giv den aftalte støtte", result="signed_up", session=session)
    take(youth, session, "Hold det, og skriv fremmøde")
    seen(youth)
    expect(youth.locator("select[name='attended.0.case'] option[selected]")).to_contain_text(NAME)
    fill(youth, result="held", attended__0__result="took_part")
    complete(youth, session)
    take(youth, case, "Giv den aftalte støtte")
    expect(youth.locator("#task")).to_contain_text("Samtaletræning")
    fill(youth, result="took_part", held_on=written(today))
    complete(youth, case)


def offered(company: Page, today: date) -> str:
    """A municipal leisure job that begins today; the vacancy's number."""
    vacancy = new_case(
        company, "/new/vacancy", "Opret et ledigt job", employer="Prøvearkivet (opdigtet)", sector="municipal",
        cvr="10000009", p_number="1000000001", what="leisure_job", industry="office", dangerous="false",
        tasks="Sætte bøger på plads.", area="Nordparken", age_from="15", age_to="17", hours="4",
        starts_on=written(today), places="1", week__0__day="saturday", week__0__start="10.00",
        week__0__end="14.00")  # fmt: skip
    decide(company, vacancy, "Kontakt arbejdsgiveren", talked_on=written(today), channel="phone", demand="false",
           result="offers")  # fmt: skip
    return vacancy


def at_work(youth: Page, case: str, vacancy: str, today: date, data: Path, seen: Seen) -> None:
    """The match is explained and agreed, the job starts, and the follow-up comes by itself."""
    take(youth, case, "Find et match")
    proposed = youth.locator("#proposals ol > li").filter(has_text=vacancy)
    expect(proposed).to_contain_text("Ligger i den unges område: Nordparken.")
    expect(proposed).to_contain_text("lønnen kan refunderes")
    seen(youth)
    fill(youth, result="matched", vacancy=vacancy, reason=NOTE)
    complete(youth, case)
    decide(youth, case, "Lav aftalen", result="agreed", parents_informed_on=written(today))
    pass_time(data, case, timedelta(hours=12))
    decide(youth, case, "Bekræft, at den unge er begyndt", result="started")
    pass_time(data, case, timedelta(days=15))
    decide(youth, case, "Følg op", talked_on=written(today), result="there", note=NOTE)


def refunded(youth: Page, economy: Page, case: str, today: date, seen: Seen) -> None:
    """Claimed, checked, approved, paid, and on the line of the year of the work."""
    monday = monday_of(today)
    youth.goto(f"/cases/{case}")
    youth.get_by_role("link", name=re.compile("lønrefusion")).first.click()
    seen(youth)
    fill(youth, received_on=written(today), month=written(monday), weeks__0__monday=written(monday), weeks__0__hours="4",
         hourly_pay="123,45", invoice="GÅTUR-1")  # fmt: skip
    youth.locator("main form.answer button[type=submit]").first.click()
    expect(youth.get_by_role("heading", level=1)).to_contain_text("Sag REF-")
    claim = youth.locator("h1").inner_text().removeprefix("Sag ").strip()
    decide(youth, claim, "Kontrollér krav", result="correct")
    for title, answer in (("Godkend lønrefusion", {"result": "approved"}),
                          ("Betal lønrefusion", {"result": "paid", "paid_on": written(today), "reference": "BET-1"})):
        from_the_queue(economy, claim, title, answer)
    economy.goto("/budgets")
    line = re.compile(rf"Unge i job og uddannelse\s*{monday.year}")
    economy.get_by_role("row").filter(has_text=line).get_by_role("link").click()
    paid = economy.locator("section tbody tr").filter(has_text=claim).filter(has_text="Betalt").filter(has_text="493,80")
    until(economy, lambda: paid.count() == 1)
    seen(economy)


def from_the_queue(economy: Page, claim: str, title: str, answer: dict[str, str]) -> None:
    """Economy has the tasks of a claim, and no access to the young person's case."""
    economy.goto(f"/inbox?view=all&q={claim}")
    found = economy.locator(".row-title").filter(has_text=title)
    until(economy, lambda: found.count() > 0)
    economy.goto(str(found.first.get_attribute("href")))
    fill(economy, **answer)  # the only one of economy has the task without taking it
    economy.get_by_role("button", name="Udfør opgave").click()
    expect(economy.get_by_role("button", name="Udfør opgave")).to_have_count(0)


def goes_dark(youth: Page, club: Page, case: str) -> None:
    """The partner's page is open, and is not reloaded."""
    expect(club.get_by_text(NAME)).to_be_visible()
    youth.goto(f"/cases/{case}/consents")
    youth.get_by_role("button", name=re.compile("Træk tilbage")).click()
    expect(club.get_by_text(NAME)).to_have_count(0)
    expect(club.get_by_text("KLUB-GÅTUR").first).to_be_visible()
