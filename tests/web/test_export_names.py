"""The files in the zip of a case: named after their titles, whatever those are, and never outside their folder."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup

from domain.parties import REPRESENTATIVE
from domain.programmes import kind_named
from domain.text import Text
from store import parties
from store.tables_letters import letters
from tests.support.site import NOW, REASON, Site
from tests.web.test_export import decided, fetched

NASTY = {
    "Ændret støtte på årsdagen": "aendret-stoette-paa-aarsdagen", "A\u030ard i NFD": "aard-i-nfd", "Café Münster": "cafe-munster",
    "../../etc/passwd": "etc-passwd", "..": "uden-titel", ".": "uden-titel", "": "uden-titel", "  ": "uden-titel", "🙂": "uden-titel",
    "/rod/af/alt": "rod-af-alt", "C:\\Windows\\win.ini": "c-windows-win-ini", "CON": "con", "a\tb\nc": "a-b-c",
    "gpj.\u202egpd": "gpj-gpd", "=1+1;\"x\"": "1-1-x", "<script>": "script", "%2e%2e%2f": "2e-2e-2f",
    "x" * 300: "x" * 50, "ordet " * 40: "ordet-ordet-ordet-ordet-ordet-ordet-ordet-ordet-or", "a" * 49 + " bc": "a" * 49,
    "To ens": "to-ens",
}  # fmt: skip
SAFE = re.compile(r"(breve|afgoerelser)/[0-9]{4}-[a-z0-9]+(-[a-z0-9]+)*\.(pdf|html)")


def written(site: Site, case_id: str, subject: str, number: int, recipient: str = "citizen") -> None:
    letter, secrets = str(uuid4()), site.store.secrets
    with site.store.write() as db:
        db.execute(sa.insert(letters).values(
            id=letter, case_id=case_id, task_id=letter, kind="k", subject=subject, recipient=recipient,
            channel="digital_post", state="delivered", versions=[], created_at=NOW + timedelta(minutes=number),
            sent_by=site.ids["caseworker"], content=secrets.seal('{"blocks": []}', f"letters.{letter}.content"),
            pdf=secrets.seal_bytes(f"%PDF {number}".encode(), f"letters.{letter}.pdf")))  # fmt: skip


async def test_a_letter_has_a_safe_name_of_its_own_whatever_its_title(site: Site, tmp_path: Path) -> None:
    case_id, titles = site.case(), [*NASTY, "To ens"]
    for number, title in enumerate(titles, 1):
        written(site, case_id, title, number)
    archive = await fetched(site, case_id)
    names = [name for name in archive.namelist() if name.startswith("breve/")]
    assert names == [f"breve/{n:04}-{NASTY[title]}.pdf" for n, title in enumerate(titles, 1)]
    assert all(SAFE.fullmatch(name) and len(name) < 80 for name in names)
    archive.extractall(tmp_path)
    assert [(tmp_path / name).read_bytes() for name in names] == [f"%PDF {n}".encode() for n in range(1, len(names) + 1)]
    links = [str(a["href"]) for a in BeautifulSoup(archive.read("index.html"), "html.parser").select("a")]
    assert [link for link in links if link.startswith("breve/")] == names


@pytest.mark.parametrize(("title", "name"), list(NASTY.items()))
async def test_a_decision_has_a_safe_name_whatever_its_kind_is_called(
    site: Site, title: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = site.case()
    task_id = decided(site, case_id, "jobconsultant", effort="full", reason=REASON)
    monkeypatch.setattr(kind_named(site.row(task_id).kind), "title", Text(da=title, en=title))
    found = [n for n in (await fetched(site, case_id)).namelist() if n.startswith("afgoerelser/")]
    assert found == [f"afgoerelser/0001-{name}.html"]
    assert SAFE.fullmatch(found[0])


async def test_what_is_hidden_stands_in_no_name_and_no_heading_of_a_letter(site: Site) -> None:
    case_id = site.case()
    with site.store.write() as db:
        parties.add(db, site.store.secrets, case_id, REPRESENTATIVE, name="Rita Repræsentant", address="Repvej 9",
                    since=date(2026, 1, 1), actor=site.ids["caseworker"], now=NOW)  # fmt: skip
    written(site, case_id, "Til Rita Repræsentant om 020202-0202", 1, "representative")
    archive = await fetched(site, case_id)
    [name] = [n for n in archive.namelist() if n.startswith("breve/")]
    assert name == "breve/0001-til-navn-udeladt-om-xxxxxx-xxxx.html"
    assert "Rita" not in archive.read(name).decode()
    assert "020202" not in archive.read(name).decode()
