"""The way of a campaign, as those who take part in it go it: civic lead, supervisor, jurist, economy."""

from __future__ import annotations

import re
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.browser import bill_walk
from tests.browser.walking import complete, decide, fill, new_case, take, until
from tests.browser.youth_walk import Opened, Seen, written

NAME, AREA, PLACE = "Stem ved Gåturen", "Gåkvarteret", "Gåskolen"
NOTE = "Besluttet ud fra valgdeltagelsen pr. valgsted."
EARLIER = date(2024, 6, 9)


def walk(as_user: Opened, today: date, seen: Seen) -> None:
    civic, boss, legal, economy = (as_user(who) for who in ("civic", "supervisor", "legal", "economy"))
    handed_in(civic, EARLIER, "41,2", seen)
    case = placed(civic, boss, today, seen)
    planned(civic, case, today)
    checked_before_it_is_sent(civic, legal, case, today, seen)
    met(civic, case, today, seen)
    worked(civic, case, today, seen)
    bill_walk.walk(civic, economy, case, today, what="print", amount="2.345,50", invoice="GÅTUR-3",
                   effort="Demokratisk deltagelse", overrun=NOTE)  # fmt: skip
    evaluated(civic, case, today, seen)


def handed_in(civic: Page, election: date, percent: str, seen: Seen) -> None:
    """The turnout of an election, by polling place."""
    text = f"Valgdag;Valgsted;Bydel;Valgdeltagelse;Kilde\n{election};{PLACE};{AREA};{percent};Opdigtet\n"
    civic.goto("/import")
    civic.locator("input[type=file]").set_input_files(
        {"name": "valg.csv", "mimeType": "text/csv", "buffer": text.encode()})  # fmt: skip
    civic.locator("[name=dry_run]").uncheck()
    civic.get_by_role("button", name="Indlæs filen").click()
    expect(civic.locator("main")).to_contain_text("afvist: 0")
    seen(civic)


def placed(civic: Page, boss: Page, today: date, seen: Seen) -> str:
    """Begun by the lead, placed by the supervisor."""
    case = new_case(civic, "/new/civic", "Begynd en kampagne", name=NAME, election="european", audience="first_time",
                    election_on=written(today + timedelta(days=70)), compares_with=written(EARLIER))  # fmt: skip
    take(boss, case, "Vælg områder efter valgdeltagelsen")
    expect(boss.locator("#task")).to_contain_text(f"{PLACE} ({AREA}): 41,2 %")
    seen(boss)
    fill(boss, result="chosen", areas__0__area=AREA, areas__0__languages="arabisk", note=NOTE)
    complete(boss, case)
    return case


def planned(civic: Page, case: str, today: date) -> None:
    decide(civic, case, "Læg kampagnens plan", result="planned", plan="Opgange først, så arrangementer i beboerhuset.")
    for counterpart in ("Kultur- og Fritidsforvaltningen", "valgbestyrelsen"):
        decide(civic, case, f"Koordinér med {counterpart}", talked_on=written(today), note=NOTE)
    decide(civic, case, "Indgå aftaler med partnere", partners__0__kind="youth_council", partners__0__name="Ungeråd (prøve)",
           partners__0__agreed_on=written(today), partners__0__what="Et vælgermøde")  # fmt: skip


def checked_before_it_is_sent(civic: Page, legal: Page, case: str, today: date, seen: Seen) -> None:
    civic.goto(f"/cases/{case}/open/material")
    fill(civic, form="flyer", name="Stem, hvor du bor")
    civic.locator("main form.answer button[type=submit]").first.click()
    expect(civic.get_by_role("heading", level=1)).to_contain_text("Sag MAT-")
    flyer = civic.locator("h1").inner_text().removeprefix("Sag ").strip()
    decide(civic, flyer, "Skriv udkastet", result="ready", wording="Du kan stemme. Stem, hvor du bor.")
    decide(civic, flyer, "Lav sprogversionerne", result="versions", checked="yes",
           versions__0__language="arabisk", versions__0__wording="يمكنك التصويت. صوّت حيث تسكن.")  # fmt: skip
    decide(legal, flyer, "Se materialet efter for neutralitet", result="neutral", note=NOTE)
    decide(civic, flyer, "Få det trykt", result="printed", number="200")
    take(civic, flyer, "Del det ud eller send det")
    seen(civic)
    fill(civic, result="sent", sent_on=written(today))
    complete(civic, flyer)
    until(civic, lambda: civic.locator(".marks").filter(has_text="Brugt").count() > 0)


def met(civic: Page, case: str, today: date, seen: Seen) -> None:
    """An event is planned in the area, made ready, held, and those who came are counted."""
    civic.goto(f"/cases/{case}/open/event")
    fill(civic, name="Vælgermøde", area=AREA, place="Beboerhuset (prøve)", held_on=written(today), start="0:00", end="19:00")
    seen(civic)
    civic.locator("main form.answer button[type=submit]").first.click()
    expect(civic.get_by_role("heading", level=1)).to_contain_text("Sag ARR-")
    event = civic.locator("h1").inner_text().removeprefix("Sag ").strip()
    take(civic, event, "Gør arrangementet klar")
    expect(civic.locator("#task")).to_contain_text("Sprog i området: arabisk")
    fill(civic, result="ready", permit="given", permit_by="Boligforeningen", interpreters="arabisk")
    complete(civic, event)
    decide(civic, event, "Hold arrangementet, og tæl deltagerne", result="held", people="31")
    until(civic, lambda: civic.locator(".marks").filter(has_text="Holdt").count() > 0)


def worked(civic: Page, case: str, today: date, seen: Seen) -> None:
    """Refused without the owner's consent; nothing that was typed is lost."""
    take(civic, case, "Registrér arbejdet i områderne")
    offered = civic.locator("[name='work.0.material'] option").filter(has_text="Flyer til opgange: Stem, hvor du bor")
    fill(civic, result="more", work__0__kind="stairwells", work__0__area=AREA, work__0__done_on=written(today),
         work__0__number="24", work__0__material=str(offered.get_attribute("value")))  # fmt: skip
    civic.get_by_role("button", name="Udfør opgave").click()
    expect(civic.locator("#error-summary")).to_contain_text("Skriv, hvilken ejer der har sagt ja")
    expect(civic.locator("[name='work.0.number']")).to_have_value("24")
    seen(civic)
    fill(civic, work__0__owner="Boligforeningen", work__0__address="Gågaden 2-20", work__0__consented_on=written(today))
    complete(civic, case)
    civic.goto(f"/cases/{case}")
    expect(civic.locator(".areas table")).to_contain_text(re.compile(rf"{AREA}.*24 opgange.*31 deltagere", re.S))
    seen(civic)


def evaluated(civic: Page, case: str, today: date, seen: Seen) -> None:
    """The election was brought forward: on its day, and no sooner, it is put right that it is over already."""
    election = today - timedelta(days=1)
    for day in (today, election):
        civic.goto(f"/cases/{case}/facts")
        fill(civic, election_on=written(day), reason="Valget blev fremrykket.")
        civic.locator("main form.answer button[type=submit]").first.click()
        expect(civic.get_by_role("heading", level=1)).to_have_text(f"Sag {case}")
    take(civic, case, "Evaluér kampagnen")
    expect(civic.locator("#task")).to_contain_text("er ikke læst ind endnu")
    handed_in(civic, election, "44,0", seen)
    take_up(civic, case)
    fill(civic, learning=NOTE)
    complete(civic, case)
    until(civic, lambda: civic.locator(".marks").filter(has_text="Evalueret").count() > 0)
    expect(civic.locator(".areas table")).to_contain_text("44,0")
    expect(civic.locator("main")).to_contain_text("sammenhæng")
    seen(civic)


def take_up(civic: Page, case: str) -> None:
    civic.goto(f"/cases/{case}")
    civic.locator("main tr").filter(has_text="Evaluér kampagnen").locator("a[href^='/tasks/']").first.click()
