"""Places where citizens are to be, and the people who register there."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from domain.placements import Placement
from domain.roles import Role
from store import placements, users
from store.tables_effort import providers
from tests.support.site import Site

MONDAY = date(2026, 11, 16)
"""Of the week that a site's clock stands in, on its Thursday."""
WEEKDAYS = dict.fromkeys(range(1, 6), 360)


def place(site: Site, name: str = "Parken", partner: str | None = "partner", *, active: bool = True) -> str:
    """The id of a provider, with this person registering there."""
    with site.store.write() as db:
        provider = placements.put_provider(db, name, "public", site.clock.at)
        db.execute(providers.update().where(providers.c.id == provider).values(active=active))
        if partner:
            users.join(db, site.ids[partner], Role.partner, users.team_named(db, name))
    return provider


def placement(site: Site, provider: str | None, case_id: str | None = None, **more: Any) -> str:
    """The id of a placement of six hours a day from Monday to Friday."""
    plan, case_id = str(uuid4()), case_id or site.case()
    line = Placement(**{"activity": "utility_work", "title": "Parkhold", "provider": provider, "starts_on": MONDAY,
                        "minutes": WEEKDAYS} | more)  # fmt: skip
    with site.store.write() as db:
        placements.put_plan(db, case_id, plan, [line], site.clock.at)
        return str(db.execute(placements.placements.select().where(placements.placements.c.task_id == plan)).one().id)
