"""Commands for whoever looks after an installation: tables, people, tokens, the audit chain."""

from __future__ import annotations

import getpass
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli.parts import Data
from cli.stop import Stop
from domain.roles import Role

if TYPE_CHECKING:
    import sqlalchemy as sa

SHORTEST_PASSWORD = 8
LONGEST_TOKEN_DAYS = 3650
UNKNOWN = "There is no user {}."
db, user, audit = (typer.Typer(no_args_is_help=True, help=h) for h in (
    "The database's tables.", "People who log in with a local account.", "The log of what was done and seen."
))  # fmt: skip


@db.command("upgrade")
def db_upgrade(data: Data = None) -> None:
    """Bring the tables to this version, without losing data."""
    from cli import folder
    from cli.context import make_store
    from cli.settings import load
    from cli.up import upgrade

    settings = load(data=data)
    if settings.is_embedded:
        folder.prepare(settings.data)
    store = make_store(settings)
    upgrade(store)
    store.close()
    typer.echo("The database has this version's tables.")


@user.command("add")
def user_add(
    name: str,
    role: Annotated[Role, typer.Option(help="What the person may do.")],
    team: Annotated[str, typer.Option(help="The team's name; a new team is made.")],
    data: Data = None,
) -> None:
    """Make an account; its password comes on stdin. One that is there gets one more role and keeps the rest."""
    from cli.context import opened_store
    from cli.settings import load
    from store import users
    from store.audit import Entry, log

    password, now = _password(), datetime.now(UTC)
    with opened_store(load(data=data)) as store, store.write() as connection:
        known = users.active_id(connection, name)
        if known:
            users.join(connection, known, role, users.team_named(connection, team))
        user_id = known or users.add(connection, name, password, name, role, team, now)
        log(connection, Entry(now, None, "user.add", user_id, None, {"role": role.value, "by": "terminal"}))
    typer.echo(f"{name} is {role.value} in {team}." + (" The password is as before." if known else ""))


@user.command("disable")
def user_disable(name: str, data: Data = None) -> None:
    """End an account with its sessions and tokens, at once."""
    from cli.context import opened_store
    from cli.settings import load
    from store import users
    from store.audit import Entry, log

    with opened_store(load(data=data)) as store, store.write() as connection:
        user_id = _user_id(connection, name)
        users.disable(connection, name)
        log(connection, Entry(datetime.now(UTC), None, "user.disable", user_id, None, {"by": "terminal"}))
    typer.echo(f"{name} is disabled.")


def token(
    name: str,
    days: Annotated[int, typer.Option(min=1, max=LONGEST_TOKEN_DAYS, help="Days that the token is good for.")] = 90,
    data: Data = None,
) -> None:
    """Print a new bearer token of a user, once: it is stored only as a digest."""
    from cli.context import opened_store
    from cli.settings import load
    from store import users
    from store.audit import Entry, log

    now = datetime.now(UTC)
    with opened_store(load(data=data)) as store, store.write() as connection:
        user_id = _user_id(connection, name)
        made, until = users.issue_token(connection, user_id, days, now)
        log(connection, Entry(now, None, "token.issue", user_id, None, {"until": until.isoformat(), "by": "terminal"}))
    typer.echo(made)
    typer.echo(f"Good until {until:%Y-%m-%d %H:%M} UTC. It is not shown again.", err=True)


@audit.command("verify")
def audit_verify(data: Data = None) -> None:
    """Check the hash chains of what was done and whose data was seen."""
    from cli.context import opened_store
    from cli.settings import load
    from store.audit import first_broken

    with opened_store(load(data=data)) as store, store.read() as connection:
        broken = first_broken(connection)
    if broken:
        raise Stop(f"The log {broken[0]} is broken at row {broken[1]}: it was changed from outside.", 1)
    typer.echo("The logs are whole: every row follows from the row before it.")


def _password() -> str:
    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    if len(password) < SHORTEST_PASSWORD:
        raise Stop(f"The password must have at least {SHORTEST_PASSWORD} characters; it is read from stdin.")
    return password


def _user_id(connection: sa.Connection, name: str) -> str:
    import sqlalchemy as sa

    from store.tables import users

    query = sa.select(users.c.id).where(users.c.username == name, users.c.active)
    found = connection.execute(query).scalar_one_or_none()
    if found is None:
        raise Stop(UNKNOWN.format(name))
    return str(found)
