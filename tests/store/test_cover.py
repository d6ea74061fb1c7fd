"""What the list and its counter show of somebody else's tasks is what the policy lets one do: on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product

import sqlalchemy as sa

from domain.roles import Role
from domain.substitution import Cover
from store import inbox, substitutions, users
from store.tables import memberships
from store.tables import tasks as table
from store.users import User
from tests.support.house import KIND, House
from web import policy

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def put(house: House, who: str, substitute: str | None, first: int = 0, last: int = 0,
        kinds: frozenset[str] | None = None) -> str:  # fmt: skip
    with house.store.write() as db:
        return substitutions.put(
            db, house.ids[who], substitute=house.ids[substitute] if substitute else None,
            first_on=TODAY + timedelta(days=first), last_on=TODAY + timedelta(days=last), kinds=kinds, reason="",
            by=house.ids[who], now=NOW)  # fmt: skip


def loaded(house: House, who: str, on: date | None = TODAY) -> User:
    with house.store.read() as db:
        found = users.get(db, house.ids[who], on)
    assert found
    return found


def test_mine_shows_and_counts_exactly_what_is_mine_or_covered(house: House) -> None:
    me, mette, kept = house.ids["benefit2"], house.ids["benefit"], []
    roles, kinds, states = ("benefit_officer", "caseworker"), (KIND, "obligation.guidance"), ("reserved", "completed")
    excluded: list[list[str]] = [[], [me], [mette], [house.ids["supervisor"]]]
    for who, role, kind, state, apart in product((me, mette, house.ids["legal"]), roles, kinds, states, excluded):
        task = house.opened()
        with house.store.write() as db:
            db.execute(sa.update(table).where(table.c.id == task.id).values(
                assignee_id=who, role=role, kind=kind, state=state, excluded=apart))  # fmt: skip
        kept.append(task.id)
    put(house, "benefit", "benefit2", kinds=frozenset({KIND}))
    user = loaded(house, "benefit2")
    rows = [house.row(one) for one in kept]
    expected = {row.id for row in rows if row.state == "reserved" and (row.assignee_id == me or policy.covered(user, row))}
    with house.store.read() as db:
        found = inbox.find(db, user, inbox.Query(limit=200), NOW)
        assert {row.id for row in found.rows} == expected
        assert inbox.counts(db, user, NOW)["mine"] == len(expected)
    assert len(expected) == 16 + 2, "16 of my own, and Mette's of that kind and role from which neither is excluded"


def test_a_user_is_loaded_with_whom_they_cover_today_and_only_today(house: House) -> None:
    put(house, "benefit", "benefit2", first=1, last=2)
    found = {n: loaded(house, "benefit2", TODAY + timedelta(days=n)).covers for n in range(4)}
    cover = (Cover(house.ids["benefit"], "Benefit"),)
    assert found == {0: (), 1: cover, 2: cover, 3: ()}
    assert loaded(house, "benefit2", None).covers == ()


def test_whoever_covers_for_nobody_costs_no_query_more(house: House) -> None:
    asked: list[str] = []
    sa.event.listen(house.store.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    loaded(house, "benefit2")
    plain = len(asked)
    put(house, "benefit", "benefit2")
    asked.clear()
    loaded(house, "benefit2")
    assert (plain, len(asked)) == (2, 3)


def test_an_end_moves_the_last_day_and_is_noted_once(house: House) -> None:
    one = put(house, "benefit", "benefit2", last=4)
    for _ in range(2):
        with house.store.write() as db:
            away = substitutions.get(db, one)
            assert away
            substitutions.end(db, away, TODAY - timedelta(days=1), house.ids["benefit"], NOW)
    with house.store.read() as db:
        assert substitutions.away(db, TODAY) == set()
        person = substitutions.colleague(db, house.ids["benefit"], TODAY - timedelta(days=9))
        assert person
        assert person.away == ()
    assert house.chain_is_whole()


def test_who_is_away_who_stands_in_and_who_is_there(house: House) -> None:
    put(house, "benefit", "benefit2", kinds=frozenset({KIND}))
    put(house, "legal", None)
    ids = house.ids
    with house.store.read() as db:
        assert substitutions.away(db, TODAY) == {ids["benefit"], ids["legal"]}
        assert substitutions.away(db, TODAY, [ids["legal"], ids["legal2"]]) == {ids["legal"]}
        assert substitutions.standing_in(db, ids["benefit"], KIND, TODAY) == [ids["benefit2"]]
        assert substitutions.standing_in(db, ids["benefit"], "x", TODAY) == []
        assert substitutions.standing_in(db, ids["legal"], KIND, TODAY) == []
        assert substitutions.present(db, [ids["legal"], ids["legal2"]], TODAY) == [ids["legal2"]]
    put(house, "benefit2", None)
    with house.store.write() as db:
        assert substitutions.standing_in(db, ids["benefit"], KIND, TODAY) == []
        users.disable(db, "legal2")
        assert substitutions.present(db, [ids["legal2"]], TODAY) == []


def test_everybody_of_a_team_is_read_with_all_that_they_hold(house: House) -> None:
    house.hire("far", Role.legal, "Et andet team")
    with house.store.write() as db:
        team = users.team_named(db, "Et andet team")
        users.join(db, house.ids["benefit"], Role.caseworker, team)
        mine = set(db.execute(sa.select(memberships.c.team_id).where(
            memberships.c.user_id == house.ids["benefit"])).scalars())  # fmt: skip
        found = {one.id: one for one in substitutions.colleagues(db, [team], TODAY)}
    assert set(found) == {house.ids["far"], house.ids["benefit"]}
    assert {at for at, _ in found[house.ids["benefit"]].memberships} == mine
