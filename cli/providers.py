"""Commands for the places where citizens are to be."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from cli.parts import Data
from cli.stop import Stop

provider = typer.Typer(no_args_is_help=True, help="Places where citizens are to be, and who registers there.")


class Kind(StrEnum):
    public = "public"
    municipal = "municipal"
    private = "private"


@provider.command("add")
def provider_add(
    name: str,
    kind: Annotated[
        Kind, typer.Option(help="public: another public employer; municipal: the municipality's own project.")
    ],
    cvr: Annotated[str, typer.Option(help="The company's number, eight digits.")] = "",
    p_number: Annotated[str, typer.Option("--p-number", help="The production unit's number, ten digits.")] = "",
    data: Data = None,
) -> None:
    """Make a place, or bring one of this name up to date; its people are the partners of the team of its name."""
    from cli.context import opened_store
    from cli.settings import load
    from domain.companies import is_cvr, is_p_number
    from store.audit import Entry, log
    from store.placements import put_provider

    cvr, p_number = ("".join(number.split()) for number in (cvr, p_number))
    if not name.strip():
        raise Stop("The place needs a name.")
    if cvr and not is_cvr(cvr):
        raise Stop("That is no CVR number: it has eight digits, and the last checks the others.")
    if p_number and not is_p_number(p_number):
        raise Stop("That is no P-number: it has ten digits.")
    now = datetime.now(UTC)
    with opened_store(load(data=data)) as store, store.write() as connection:
        provider_id = put_provider(connection, name.strip(), kind.value, now, cvr=cvr, p_number=p_number)
        log(connection, Entry(now, None, "provider.add", provider_id, None, {"kind": kind.value, "by": "terminal"}))
    typer.echo(f"{name.strip()} is a {kind.value} place. Who registers there: "
               f"handleplan user add USER --role partner --team \"{name.strip()}\"")  # fmt: skip


@provider.command("close")
def provider_close(name: str, data: Data = None) -> None:
    """Close a place down: its people see it no more, at once; what they registered stays."""
    import sqlalchemy as sa

    from cli.context import opened_store
    from cli.settings import load
    from store.audit import Entry, log
    from store.tables_effort import providers

    with opened_store(load(data=data)) as store, store.write() as connection:
        query = sa.update(providers).where(providers.c.name == name).values(active=False).returning(providers.c.id)
        closed = connection.execute(query).scalar_one_or_none()
        if closed is None:
            raise Stop(f"There is no place {name}.")
        log(connection, Entry(datetime.now(UTC), None, "provider.close", closed, None, {"by": "terminal"}))
    typer.echo(f"{name} is closed down.")
