"""A colleague who is mentioned in a comment is told of it, if they can see the task."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from domain.roles import Role
from store import notices
from store.tables import comments, users
from tests.support.document import Document
from tests.support.site import OTHER, OWN, Site
from web import mentions


def unseen(site: Site, who: str) -> int:
    with site.store.read() as db:
        return notices.unseen(db, site.ids[who])


async def comment(site: Site, by: str, text: str, status: int = 200) -> Document:
    task_id, person = site.held("benefit"), site.as_(by)
    page = await person.get(f"/tasks/{task_id}")
    return await person.submit(page, f"/tasks/{task_id}/comment", text=text, status=status)


@pytest.mark.parametrize("text", [
    "@Bo Berg, ring til borgeren", "Spørg @benefit2.", "(@bo berg)", "Tak @BENEFIT2! Skriv til post@prøve.dk", "@Bo Berg @benefit2",
])  # fmt: skip
async def test_a_colleague_is_told_once_by_name_or_user_name(site: Site, text: str) -> None:
    page = await comment(site, "caseworker", text)
    assert unseen(site, "benefit2") == 1
    assert page.texts(".mention")[0].lower() in text.lower()
    with site.store.read() as db:
        assert db.execute(sa.select(comments.c.text)).scalar_one() == text, "what is kept is what was typed"


async def test_several_are_told_and_nobody_of_a_mention_of_oneself(site: Site) -> None:
    page = await comment(site, "caseworker", "@Birgit Bang og @Bo Berg: @Signe Sand er syg")
    assert [unseen(site, who) for who in ("benefit", "benefit2", "caseworker")] == [1, 1, 0]
    assert page.texts(".mention") == ["@Birgit Bang", "@Bo Berg"]


@pytest.mark.parametrize("name", ["Stine Stub", "partner", "Pia Palm", "Ingen Her", "Bo Bergstrøm"])
async def test_who_cannot_see_the_task_cannot_be_mentioned_and_the_text_is_kept(site: Site, name: str) -> None:
    """A colleague of another team, somebody outside, nobody: the same answer."""
    text = f"Ring, @{name}, i morgen"
    page = await comment(site, "caseworker", text, 422)
    assert "Vælg et navn fra listen, eller skriv uden @." in page.text("#comment-error")
    assert page.one("#comment-text").text.strip() == text
    with site.store.read() as db:
        assert db.execute(sa.select(sa.func.count()).select_from(comments)).scalar_one() == 0
        assert db.execute(sa.select(sa.func.count()).select_from(notices.notices)).scalar_one() == 0


async def test_who_holds_the_task_from_another_team_can_be_mentioned(site: Site) -> None:
    task_id = site.held("benefit", site.case(team=OTHER))
    stranger = site.as_("stranger")
    page = await stranger.get(f"/tasks/{task_id}")
    assert "Birgit Bang" in page.text("#task-comments")
    await stranger.submit(page, f"/tasks/{task_id}/comment", text="@Birgit Bang")
    assert unseen(site, "benefit") == 1


async def test_the_list_offers_those_who_can_see_the_task_without_oneself_and_tells_two_of_one_name_apart(site: Site) -> None:
    with site.store.write() as db:
        db.execute(sa.update(users).where(users.c.username == "benefit2").values(display_name="Birgit Bang"))
        db.execute(sa.update(users).where(users.c.username == "legal").values(active=False))
    page = await site.as_("caseworker").get(f"/tasks/{site.held('benefit')}")
    written = [str(one["data-writes"]) for one in page.soup.select("#mentions li")]
    assert {"benefit", "benefit2", "Svend Søby", "Tove Toft"} <= set(written)
    assert not {"Birgit Bang", "Signe Sand", "Line Lund", "Pia Palm", "Stine Stub"} & set(written)


async def test_a_program_mentions_by_the_same_rule(site: Site) -> None:
    task_id, api = site.held("benefit"), site.api("caseworker")
    assert (await api.post(f"tasks/{task_id}/comment", json={"text": "Spørg @benefit2"})).status_code == 200
    assert unseen(site, "benefit2") == 1
    refused = await api.post(f"tasks/{task_id}/comment", json={"text": "Spørg @stranger"})
    assert (refused.status_code, refused.json()["code"]) == (422, "not_a_colleague")


async def test_a_comment_that_is_sent_twice_tells_once(site: Site) -> None:
    task_id, person = site.held("benefit"), site.as_("caseworker")
    page = await person.get(f"/tasks/{task_id}")
    sent = page.filled(page.form(f"/tasks/{task_id}/comment"), text="@Bo Berg")
    for _ in range(2):
        await person.post(f"/tasks/{task_id}/comment", sent)
    assert unseen(site, "benefit2") == 1


async def test_everybody_offered_may_see_the_task(site: Site) -> None:
    """Else the list and the rule of who sees would drift apart."""
    from store import users as store_users
    from web import policy

    site.give("youth", Role.legal, OWN)
    for task_id in (site.held("benefit"), site.held("benefit", site.case(team=OTHER)), site.task()):
        with site.store.read() as db:
            task = site.row(task_id)
            offered = {one.id for one in mentions.colleagues(db, task)}
            everybody = [store_users.get(db, one) for one in site.ids.values()]
            assert offered == {user.id for user in everybody if user and policy.may_see(user, task)}
