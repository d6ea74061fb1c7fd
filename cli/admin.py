"""Commands for whoever looks after an installation: tables, people, the audit chain."""

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
    called: Annotated[str, typer.Option("--called", help="The person's name, as colleagues see it.")] = "",
    data: Data = None,
) -> None:
    """Make an account; its password comes on stdin. One that is there gets one more role and keeps the rest."""
    from cli.context import opened_store
    from cli.settings import load
    from store import leaving, users
    from store.audit import Entry, log

    password, now = _password(), datetime.now(UTC)
    with opened_store(load(data=data)) as store, store.write() as connection:
        is_new = leaving.team_id(connection, team) is None
        known = users.active_id(connection, name)
        if known:
            users.join(connection, known, role, users.team_named(connection, team))
            if called:
                users.put(connection, name, called, now)
        user_id = known or users.add(connection, name, password, called or name, role, team, now)
        log(connection, Entry(now, None, "user.add", user_id, None, {"role": role.value, "by": "terminal"}))
    typer.echo(f"{name} is {role.value} in {team}{', a new team' if is_new else ''}."
               + (" The password is as before. A new one: handleplan user password NAME." if known else ""))


@user.command("password")
def user_password(name: str, data: Data = None) -> None:
    """Give a new password, which comes on stdin, and end the person's sessions."""
    from cli.context import opened_store
    from cli.settings import load
    from store import users
    from store.audit import Entry, log

    password = _password()
    with opened_store(load(data=data)) as store, store.write() as connection:
        user_id = known_user(connection, name)
        users.set_password(connection, user_id, password)
        log(connection, Entry(datetime.now(UTC), None, "user.password", user_id, None, {"by": "terminal"}))
    typer.echo(f"{name} has a new password and logs in anew.")


@user.command("list")
def user_list(data: Data = None) -> None:
    """Who can log in, with their name and each role in its team."""
    from cli.context import opened_store
    from cli.settings import load
    from store import users

    with opened_store(load(data=data)) as store, store.read() as connection:
        for one in users.every(connection):
            typer.echo(f"{one.username}\t{one.display_name}\t{', '.join(one.roles)}")


@user.command("disable")
def user_disable(name: str, data: Data = None) -> None:
    """End an account with its sessions and tokens, at once."""
    from cli.context import opened_store
    from cli.settings import load
    from store import users
    from store.audit import Entry, log

    with opened_store(load(data=data)) as store, store.write() as connection:
        user_id = known_user(connection, name)
        users.disable(connection, name)
        log(connection, Entry(datetime.now(UTC), None, "user.disable", user_id, None, {"by": "terminal"}))
    typer.echo(f"{name} is disabled.")


@user.command("leave")
def user_leave(
    name: str,
    role: Annotated[Role, typer.Option(help="What the person may do no longer.")],
    team: Annotated[str, typer.Option(help="The team's name.")],
    data: Data = None,
) -> None:
    """End one role in one team, at once; open tasks that need it go back to the team."""
    from cli.context import opened_store
    from cli.settings import load
    from store import leaving
    from store.audit import Entry, log

    now = datetime.now(UTC)
    with opened_store(load(data=data)) as store, store.write() as connection:
        user_id, team_id = known_user(connection, name), leaving.team_id(connection, team)
        if team_id is None:
            raise Stop(f"There is no team {team}.")
        left = leaving.leave(connection, user_id, role, team_id, now)
        if left is None:
            raise Stop(f"{name} is not {role.value} in {team}.")
        details = {"role": role.value, "team": team_id, "returned": left.returned, "by": "terminal"}
        log(connection, Entry(now, None, "user.leave", user_id, None, details))
    typer.echo(f"{name} is no longer {role.value} in {team}. Open tasks held there: {left.held}, "
               f"of which given back to the team: {left.returned}.")  # fmt: skip
    if not left.others:
        typer.echo(f"Nobody is {role.value} in {team} now: tasks that need it wait for somebody.", err=True)


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


def known_user(connection: sa.Connection, name: str) -> str:
    """The id of this active account; stops with a sentence where there is none."""
    import sqlalchemy as sa

    from store.tables import users

    query = sa.select(users.c.id).where(users.c.username == name, users.c.active)
    found = connection.execute(query).scalar_one_or_none()
    if found is None:
        raise Stop(UNKNOWN.format(name))
    return str(found)
