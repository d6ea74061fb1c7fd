"""Where new cases of a programme land."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from domain.errors import Refusal
from domain.programmes import PROGRAMMES
from domain.roles import Role
from store import teams, users
from store.db import Store
from store.placements import put_provider
from store.tables import teams as table

NOW = datetime(2026, 11, 19, 9, tzinfo=UTC)


def hire(db: sa.Connection, team: str, *roles: Role) -> None:
    for role in roles:
        user_id = users.put(db, f"{team} {role}", f"{team} {role}", NOW)
        users.join(db, user_id, role, users.team_named(db, team))


def team_of(store: Store, programme: str) -> str:
    with store.read() as db:
        found = teams.of_programme(db, programme)
        return str(db.execute(sa.select(table.c.name).where(table.c.id == found)).scalar_one())


def test_cases_land_with_those_who_do_their_work_and_not_in_the_first_team(store: Store) -> None:
    with store.write() as db:
        hire(db, "Afdelingen for valg", Role.civic_lead, Role.supervisor)
        hire(db, "Beskæftigelse", Role.benefit_officer)
        hire(db, "Jobcenter", Role.benefit_officer, Role.caseworker)
    assert team_of(store, "obligation") == "Jobcenter", "with most of its roles"
    assert team_of(store, "civic") == "Afdelingen for valg"


def test_a_team_that_is_named_for_a_programme_has_its_cases(store: Store) -> None:
    with store.write() as db:
        hire(db, "Jobcenter", Role.benefit_officer, Role.caseworker)
        teams.name_for(db, users.team_named(db, "Pligt"), "obligation")
    assert team_of(store, "obligation") == "Pligt"
    with store.write() as db:
        hire(db, "Pligt", Role.youth_consultant)
        hire(db, "Unge", Role.youth_consultant)
    assert team_of(store, "youth") == "Unge", "one that is named for another only where no other can"
    assert team_of(store, "session") == "Unge", "where its programme's cases are"


def test_no_case_lands_at_a_place(store: Store) -> None:
    with store.write() as db:
        put_provider(db, "Aktivitetshuset", "municipal", NOW)
        hire(db, "Aktivitetshuset", Role.partner)
        hire(db, "Ledelse", Role.supervisor)
    assert team_of(store, "civic") == "Ledelse", "the only team there is"
    with store.write() as db:
        hire(db, "Jura", Role.legal)
    with store.read() as db, pytest.raises(teams.NoTeam, match="team add NAME --programme civic"):
        teams.of_programme(db, "civic")


def test_a_confidential_case_lands_only_in_a_team_named_for_it_and_no_other_case_there(store: Store) -> None:
    with store.write() as db:
        hire(db, "Opsøgende", Role.outreach_worker)
    with store.read() as db, pytest.raises(Refusal):
        teams.of_programme(db, "concern")
    with store.write() as db:
        hire(db, "A-specialister", Role.outreach_worker)
        teams.name_for(db, users.team_named(db, "A-specialister"), "concern")
    assert team_of(store, "concern") == "A-specialister"
    assert team_of(store, "perspektiv") == "Opsøgende"


def test_every_programme_has_a_team_by_its_name_or_that_of_another(store: Store) -> None:
    named = teams.have_a_team()
    assert {"obligation", "youth", "vacancy", "civic", "perspektiv", "concern"} == set(named)
    assert all(one.worked_by for one in PROGRAMMES.values() if one.name in named)
