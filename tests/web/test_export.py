"""The documents of a case in one zip: complete, in order, without what concerns others, and logged."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from datetime import date, timedelta
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup

from domain.parties import REPRESENTATIVE
from domain.placements import Placement
from store import parties, placements, tasks
from store.export import family
from store.tables import cases
from store.tables_effort import attendance, attendance_changes
from store.tables_letters import letters
from tests.support.site import ASSESS, CONFIRM, NOW, REASON, Site
from web.export import bundle

OTHERS, REP = "0202020202", "Rita Repræsentant"
TYPED = {"received_on": "18.11.2026", "channel": "oral", "complainant": "citizen", "text": "Jeg er ikke enig."}


def decided(site: Site, case_id: str, who: str, kind: str = ASSESS, **answer: Any) -> str:
    task_id = site.held(who, case_id, kind, visit=6)
    with site.store.write() as db:
        tasks.complete(db, site.row(task_id), site.ids[who], answer, {}, None, site.clock.at)
    return task_id


def planned(site: Site, case_id: str, days: int = 1) -> str:
    line = Placement(id="", task_id="t", provider=None, activity="work_placement", title="Praktik i parken",
                     starts_on=date(2026, 1, 1), ends_on=None, minutes={1: 444}, details={})  # fmt: skip
    with site.store.write() as db:
        placements.put_plan(db, case_id, str(uuid4()), [line], NOW)
        place = db.execute(sa.select(placements.placements.c.id)).scalar_one()
        db.execute(sa.insert(attendance), [
            {"placement_id": place, "day": date(2000, 1, 1) + timedelta(days=n), "minutes": 450, "status": "present",
             "note": "=1+1", "by_id": site.ids["jobconsultant"], "at": NOW, "version": 1} for n in range(days)])  # fmt: skip
    return str(place)


async def fetched(site: Site, case_id: str, who: str = "legal") -> ZipFile:
    answer = await site.as_(who).client.get(f"/cases/{case_id}/export.zip")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    assert answer.headers["content-disposition"] == f'attachment; filename="{case_id}.zip"'
    return ZipFile(io.BytesIO(answer.content))


def sheet(archive: ZipFile, name: str) -> list[dict[str, str]]:
    raw = archive.read(name)
    assert raw.startswith(b"\xef\xbb\xbf"), "Excel reads it as UTF-8"
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))


def whole(archive: ZipFile) -> str:
    return "\n".join(archive.read(n).decode("utf-8-sig") for n in archive.namelist() if not n.endswith(".pdf"))


async def test_each_decision_is_a_page_with_its_answers_reasons_ruling_and_the_rules_applied(site: Site) -> None:
    case_id = site.case()
    decided(site, case_id, "benefit", CONFIRM, covered=True, decided_on="2026-11-18", reference="KY-1", reason=REASON)
    archive = await fetched(site, case_id)
    [name] = [n for n in archive.namelist() if n.startswith("afgoerelser/")]
    page = BeautifulSoup(archive.read(name), "html.parser").get_text(" ")
    for said in ("Bekræft omfattet", "Birgit Bang", "KY-1", REASON, "ikke opfyldt", "Regler anvendt", "18.11.2026"):
        assert said in page, said
    rules = sheet(archive, "regler.csv")
    assert rules[0]["regel"] == "obligation.coverage"
    assert "coverage." in rules[0]["regler anvendt"]


async def test_the_index_lists_every_document_with_date_and_title_and_each_link_leads_to_a_file(site: Site) -> None:
    case_id = site.case()
    decided(site, case_id, "jobconsultant", effort="full", reason=REASON)
    planned(site, case_id)
    archive = await fetched(site, case_id)
    names, index = archive.namelist(), BeautifulSoup(archive.read("index.html"), "html.parser")
    links = [str(a["href"]) for a in index.select("a")]
    assert links
    assert set(links) <= set(names)
    assert set(names) == {*links, "index.html", "index.csv"}, "nothing is in it that the index does not name"
    assert [r["fil"] for r in sheet(archive, "index.csv")] == links
    assert not index.select("script, style, link, img"), "it opens offline"


async def test_what_happened_stands_in_the_order_of_time_with_who_and_why(site: Site) -> None:
    case_id, boss = site.case(), site.as_("supervisor")
    decided(site, case_id, "jobconsultant", effort="full", reason=REASON)
    page = await boss.get(f"/cases/{case_id}")
    site.clock.at = NOW + timedelta(minutes=30)
    await boss.submit(page, f"/cases/{case_id}/close", reason="Flyttet til Aarhus")
    rows = sheet(await fetched(site, case_id), "handelser.csv")
    assert rows[-1] == {"tidspunkt": "19.11.2026 10.30", "hvem": "Teamleder", "hvad": "Sagen er lukket",
                        "begrundelse": "Flyttet til Aarhus"}  # fmt: skip
    done = next(r for r in rows if r["hvad"].endswith("udført"))
    assert done["hvem"] == "Jens Juul", "who decides signs; others are named by their role"
    assert "Tove Toft" not in whole(await fetched(site, case_id))


async def test_a_corrected_fact_stands_before_and_after(site: Site) -> None:
    case_id, person = site.case(), site.as_("caseworker")
    for day in ("01.05.2018", "01.05.2017"):
        page = await person.get(f"/cases/{case_id}/facts")
        await person.submit(page, f"/cases/{case_id}/facts", entered_on=day, reason=f"Pas vist {day}")
    rows = sheet(await fetched(site, case_id), "rettelser.csv")
    assert [(r["oplysning"], r["før"], r["efter"]) for r in rows] == [
        ("Indrejst", "01.05.2019", "01.05.2018"), ("Indrejst", "01.05.2018", "01.05.2017")]  # fmt: skip
    assert rows[0]["begrundelse"] == "Pas vist 01.05.2018"


async def test_attendance_stands_as_it_is_and_as_it_was_and_no_cell_is_a_formula(site: Site) -> None:
    case_id = site.case()
    place = planned(site, case_id)
    before = {"status": "absent", "minutes": 0, "note": "Kom ikke", "at": NOW.isoformat(), "by": None, "version": 1}
    with site.store.write() as db:
        db.execute(sa.insert(attendance_changes).values(
            placement_id=place, day=date(2000, 1, 1), at=NOW, by_id=site.ids["supervisor"], before=before,
            reason="Stedet tog fejl"))  # fmt: skip
    archive = await fetched(site, case_id)
    [now], [was] = sheet(archive, "fremmoede.csv"), sheet(archive, "fremmoede_foer.csv")
    assert (now["status"], now["timer"], now["bemærkning"]) == ("Mødt", "7,5", "'=1+1")
    assert (was["status før"], was["begrundelse"]) == ("Udeblevet", "Stedet tog fejl")
    assert sheet(archive, "planer.csv")[0]["ma"] == "7,4"


async def test_a_case_under_it_has_a_folder_of_its_own_with_the_same_documents(site: Site) -> None:
    case_id, person = site.case(), site.as_("caseworker")
    page = await person.get(f"/cases/{case_id}/open/complaint")
    await person.submit(page, f"/cases/{case_id}/open/complaint", **TYPED)
    with site.store.read() as db:
        made = db.execute(sa.select(cases.c.id).where(cases.c.parent_id == case_id)).scalar_one()
    archive = await fetched(site, case_id)
    facts = {r["oplysning"]: r["værdi"] for r in sheet(archive, f"sager/{made}/oplysninger.csv")}
    assert facts["Klagen"] == "Jeg er ikke enig."
    assert f'href="sager/{made}/index.html"' in archive.read("index.html").decode()
    assert made in archive.read(f"sager/{made}/index.html").decode()


async def test_others_are_hidden_and_the_citizen_is_not(site: Site) -> None:
    case_id = site.case(protected=True)
    own = site.cprs[0]
    said = f"Bror {OTHERS[:6]}-{OTHERS[6:]} og {REP.upper()} bor Prøvevej 1, 2400 København; borger {own}."
    with site.store.write() as db:
        parties.add(db, site.store.secrets, case_id, REPRESENTATIVE, name=REP, address="Repvej 9, 2200 København N",
                    since=date(2026, 1, 1), actor=site.ids["caseworker"], now=NOW)  # fmt: skip
    task_id = site.held("benefit", case_id)
    await site.api("benefit").post(f"tasks/{task_id}/comment", json={"text": said})
    archive = await fetched(site, case_id)
    text = whole(archive)
    for hidden in (OTHERS, f"{OTHERS[:6]}-{OTHERS[6:]}", REP, REP.upper(), "Repvej", "Prøvevej 1"):
        assert hidden not in text, hidden
    assert sheet(archive, "kommentarer.csv")[0]["kommentar"] == (
        f"Bror XXXXXX-XXXX og [navn udeladt] bor [adresse udeladt]; borger {own}.")  # fmt: skip
    assert sheet(archive, "parter.csv") == [{"hvad": "Partsrepræsentant", "fra": "01.01.2026", "til": ""}]
    assert "Zeynep Ørskov" in archive.read("index.html").decode()


async def test_who_looked_stands_by_time_and_purpose_without_names(site: Site) -> None:
    case_id = site.case()
    await site.as_("economy").get(f"/cases/{case_id}")
    archive = await fetched(site, case_id)
    rows = sheet(archive, "opslag.csv")
    assert rows[0] == {"tidspunkt": "19.11.2026 10.00", "hvad": "Så sagen", "hvorfor": "Sagens side"}
    assert rows[-1]["hvad"] == "Hentede sagens dokumenter", "this one too"
    assert "Erik Eng" not in whole(archive)


async def test_taking_the_documents_is_logged_and_the_same_case_gives_the_same_bytes(site: Site) -> None:
    case_id = site.case()
    decided(site, case_id, "jobconsultant", effort="full", reason=REASON)
    await fetched(site, case_id)
    entry = site.lookups("legal")[-1]
    assert (entry.action, entry.subject, entry.case_id) == ("export.case", site.case_row(case_id).person_id, case_id)
    made = []
    for _ in range(2):
        made.append(out := io.BytesIO())
        with site.store.read() as db:
            bundle.write(out, site.store, db, site.app.state.pages, site.case_row(case_id), NOW)
    assert made[0].getvalue() == made[1].getvalue()


@pytest.mark.parametrize(("who", "status"), [
    ("caseworker", 200), ("legal", 200), ("supervisor", 200), ("benefit", 403), ("economy", 403), ("admin", 403),
    ("partner", 403), ("otherboss", 404)])  # fmt: skip
async def test_who_may_take_the_documents_of_a_case(site: Site, who: str, status: int) -> None:
    case_id = site.case()
    answer = await site.as_(who).client.get(f"/cases/{case_id}/export.zip")
    assert answer.status_code == status


async def test_the_documents_are_offered_to_whom_may_take_them_and_of_the_whole_case_from_one_under_it(site: Site) -> None:
    case_id, person = site.case(), site.as_("caseworker")
    address = f"a[href='/cases/{case_id}/export.zip']"
    assert (await person.get(f"/cases/{case_id}")).has(address)
    assert not (await site.as_("benefit").get(f"/cases/{case_id}")).has(address)
    page = await person.get(f"/cases/{case_id}/open/access_to_file")
    page = await person.submit(page, f"/cases/{case_id}/open/access_to_file", received_on="18.11.2026",
                               asked_by="citizen", scope="whole", text="Jeg vil se min sag.")  # fmt: skip
    assert page.has(address)


async def test_a_big_case_needs_little_memory(site: Site) -> None:
    case_id = site.case()
    planned(site, case_id, days=10_000)
    with site.store.read() as db:
        case = family(db, site.case_row(case_id))[0]
        with open(site.store.url.database + ".zip", "wb") as out:
            tracemalloc.start()
            bundle.write(out, site.store, db, site.app.state.pages, case, NOW)
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
    with ZipFile(site.store.url.database + ".zip") as archive:
        assert len(sheet(archive, "fremmoede.csv")) == 10_000
    assert peak < 8_000_000, peak


@pytest.mark.parametrize(("recipient", "channel", "protected", "kept"), [
    ("citizen", "digital_post", True, True), ("citizen", "letter", False, True), ("citizen", "letter", True, False),
    ("representative", "letter", False, False)])  # fmt: skip
async def test_a_letter_is_there_as_it_was_sent_unless_it_bears_what_is_hidden(
    site: Site, recipient: str, channel: str, protected: bool, kept: bool
) -> None:
    case_id, letter, secrets = site.case(protected=protected), str(uuid4()), site.store.secrets
    content = json.dumps({"recipient": {"name": REP, "address": "Repvej 9"}, "blocks": [
        {"kind": "paragraph", "text": f"Kære {REP}"}, {"kind": "bullets", "items": ["Du kan klage."]},
        {"kind": "facts", "rows": [["Timer", "37"]]}]})  # fmt: skip
    with site.store.write() as db:
        parties.add(db, secrets, case_id, REPRESENTATIVE, name=REP, address="Repvej 9, 2200 København N",
                    since=date(2026, 1, 1), actor=site.ids["caseworker"], now=NOW)  # fmt: skip
        db.execute(sa.insert(letters).values(
            id=letter, case_id=case_id, task_id="t", kind="k", subject="Vejledning på dansk", recipient=recipient,
            channel=channel, state="delivered", versions=[], created_at=NOW, sent_by=site.ids["caseworker"],
            content=secrets.seal(content, f"letters.{letter}.content"),
            pdf=secrets.seal_bytes(b"%PDF-1.7", f"letters.{letter}.pdf")))  # fmt: skip
    archive = await fetched(site, case_id)
    [name] = [n for n in archive.namelist() if n.startswith("breve/")]
    assert name == f"breve/0001-vejledning-paa-dansk.{'pdf' if kept else 'html'}"
    if kept:
        assert archive.read(name) == b"%PDF-1.7"
    else:
        said = archive.read(name).decode()
        assert "Kære [navn udeladt]" in said
        assert "Du kan klage." in said
        assert "Timer: 37" in said
        assert "Repvej" not in said
