"""The shortcuts of the page are those of the table, and can be switched off."""

from __future__ import annotations

import re
from pathlib import Path

from tests.support.site import Site
from web.keys import SHORTCUTS

SCRIPT = Path(__file__).parents[2] / "web" / "static" / "keys.js"


async def test_every_shortcut_stands_on_every_page_with_what_it_does(site: Site) -> None:
    page = await site.as_("benefit").get("/cases")
    assert len(page.soup.select("#keys [data-key]")) == len(SHORTCUTS)
    shown = page.texts("#keys [data-key]")
    assert "j Næste række" in shown
    assert "g så f Gå til den fælles kø" in shown
    assert "Tast ? for genveje" in page.text(".side")


def test_the_script_knows_no_key_by_itself() -> None:
    does = {one.does for one in SHORTCUTS} - {"browser"}
    script = SCRIPT.read_text()
    assert all(re.search(rf"^    {one}[(:]", script, re.MULTILINE) for one in does)
    assert not re.search(r"""event\.key\s*===?|case ["']""", script)


def test_no_key_is_given_twice_nor_begins_another() -> None:
    keys = [one.keys for one in SHORTCUTS]
    assert len(set(keys)) == len(keys)
    assert not [a for a in keys for b in keys if b.startswith(f"{a} ")]


async def test_they_are_switched_off_and_on_again_for_one_person_on_every_machine(site: Site) -> None:
    person = site.as_("benefit")
    await person.submit(await person.get("/me"), "/me/preferences", shortcuts=None)
    elsewhere = site.as_("benefit")
    page = await elsewhere.get("/me")
    assert not page.has("#keys")
    assert not page.one("#prefer-shortcuts").has_attr("checked")
    assert (await site.as_("benefit2").get("/me")).has("#keys")
    page = await elsewhere.submit(page, "/me/preferences", shortcuts="on")
    assert page.has("#keys")


async def test_who_has_no_tasks_has_no_shortcuts(site: Site) -> None:
    assert not (await site.as_("partner").get("/me")).has("#keys, #shortcuts")
