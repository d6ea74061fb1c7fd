"""Logins that failed a moment ago: too many for one name, or from one address, and both wait."""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

import sqlalchemy as sa

from store.tables import login_failures as table

FOR_A_NAME, FROM_AN_ADDRESS, WINDOW = 10, 100, timedelta(minutes=5)
"""A whole office may come from one address; one password tried on many names does too."""


def too_many(db: sa.Connection, username: str, address: str, now: datetime) -> bool:
    """`address`: who is calling; nobody is known by an empty one."""
    def failed(same: sa.ColumnElement[bool]) -> int:
        return db.execute(sa.select(sa.func.count()).where(same, table.c.at > now - WINDOW)).scalar_one()

    if failed(table.c.username == username[:100]) >= FOR_A_NAME:
        return True
    return bool(address) and failed(table.c.address == _network(address)) >= FROM_AN_ADDRESS


def note(db: sa.Connection, username: str, address: str, now: datetime) -> None:
    """Counted for as long as the window; what is older is forgotten."""
    db.execute(sa.delete(table).where(table.c.at < now - WINDOW))
    db.execute(sa.insert(table).values(username=username[:100], address=_network(address), at=now))


def _network(address: str) -> str:
    """Whoever has one address of IPv6 has 2^64 of them."""
    try:
        found = ip_address(address)
    except ValueError:
        return address[:64]
    found = found.ipv4_mapped or found if isinstance(found, IPv6Address) else found
    return str(ip_network((int(found), 64), strict=False)) if isinstance(found, IPv6Address) else str(found)
