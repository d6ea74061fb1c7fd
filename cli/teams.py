"""Commands for teams: which programme's cases land in which, and who is where."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from cli.parts import Data
from cli.stop import Stop

team = typer.Typer(no_args_is_help=True, help="Teams: where the cases of a programme land.")


@team.command("add")
def team_add(
    name: str,
    programme: Annotated[str, typer.Option(help="The programme whose new cases land in it.")],
    data: Data = None,
) -> None:
    """Make a team for a programme, or name one that is there for it."""
    from cli.context import opened_store
    from cli.settings import load
    from store import teams, users
    from store.audit import Entry, log

    known = teams.have_a_team()
    if programme not in known:
        raise Stop(f"No team is named for {programme}. It is one of: {', '.join(known)}.")
    with opened_store(load(data=data)) as store, store.write() as connection:
        team_id = users.team_named(connection, name.strip())
        teams.name_for(connection, team_id, programme)
        details = {"team": team_id, "programme": programme, "by": "terminal"}
        log(connection, Entry(datetime.now(UTC), None, "team.add", team_id, None, details))
    typer.echo(f"New cases of {programme} land in {name.strip()}. Who works there: "
               f"handleplan user add USER --role ROLE --team \"{name.strip()}\"")  # fmt: skip


@team.command("list")
def team_list(data: Data = None) -> None:
    """Each team with its programme and its people, and the programmes that no team has."""
    from cli.context import opened_store
    from cli.settings import load
    from domain.errors import Refusal
    from store import teams

    with opened_store(load(data=data)) as store, store.read() as connection:
        for one in teams.every(connection):
            people = ", ".join(f"{who} ({role})" for who, role in one.people)
            typer.echo(f"{one.name}\t{one.programme or '-'}\t{people}")
        for programme in teams.have_a_team():
            try:
                teams.of_programme(connection, programme)
            except Refusal:
                typer.echo(f"No team has {programme}: handleplan team add NAME --programme {programme}", err=True)
