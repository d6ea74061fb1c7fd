"""How many voted where: figures of polling places, about nobody."""

from __future__ import annotations

from sqlalchemy import Column, Date, Integer, String, Table

from store.columns import Instant, metadata

turnout = Table(
    "turnout", metadata,
    Column("election_on", Date, primary_key=True),
    Column("place", String(200), primary_key=True),
    Column("area", String(200), nullable=False),
    Column("electors", Integer),
    Column("votes", Integer),
    Column("hundredths", Integer, nullable=False),
    Column("source", String(200), nullable=False),
    Column("at", Instant, nullable=False),
)  # fmt: skip
"""`hundredths` of a per cent: 33,30 % is 3330."""
