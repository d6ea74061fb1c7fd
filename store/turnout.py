"""Turnout by polling place, as it was read in."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from domain.areas import same
from domain.dossier import PollingPlace
from store.tables_civic import turnout


def polled(db: sa.Connection, election_on: date) -> list[PollingPlace]:
    """Each place once, as it was read in last; none where the election has not been read in."""
    c = turnout.c
    query = sa.select(c.place, c.area, c.hundredths, c.electors, c.votes, c.source)
    query = query.where(c.election_on == election_on).order_by(c.at, c.place)
    found = {same(row.place): PollingPlace(*row) for row in db.execute(query)}
    return sorted(found.values(), key=lambda one: one.place)
