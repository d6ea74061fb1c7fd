"""Bearer tokens of programs: made, listed and ended one by one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from cli.admin import known_user
from cli.parts import Data
from cli.stop import Stop

LONGEST_DAYS = 3650


class IssueUnlessSaid(TyperGroup):
    """`handleplan token NAME` makes one, as it always did."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        said = bool(args) and args[0] not in self.commands and "--help" not in args
        return super().parse_args(ctx, ["issue", *args] if said else args)


token = typer.Typer(cls=IssueUnlessSaid, no_args_is_help=True, help="Bearer tokens, each with all rights of its user.")


@token.command("issue")
def token_issue(
    name: str,
    days: Annotated[int, typer.Option(min=1, max=LONGEST_DAYS, help="Days that the token is good for.")] = 90,
    data: Data = None,
) -> None:
    """Print a new bearer token of a user, once: it is stored only as a digest. The word issue may be left out."""
    from cli.context import opened_store
    from cli.settings import load
    from store import users
    from store.audit import Entry, log

    now = datetime.now(UTC)
    with opened_store(load(data=data)) as store, store.write() as connection:
        user_id = known_user(connection, name)
        made, until = users.issue_token(connection, user_id, days, now)
        called = users.token_id(users.digest(made))
        details = {"token": called, "until": until.isoformat(), "by": "terminal"}
        log(connection, Entry(now, None, "token.issue", user_id, None, details))
    typer.echo(made)
    typer.echo(f"Good until {until:%Y-%m-%d %H:%M} UTC. It is not shown again; its id is {called}.", err=True)


@token.command("list")
def token_list(name: str, data: Data = None) -> None:
    """The tokens of a user that are good today: id, made, good until."""
    from cli.context import opened_store
    from cli.settings import load
    from store import users

    with opened_store(load(data=data)) as store, store.read() as connection:
        found = users.live_tokens(connection, known_user(connection, name), datetime.now(UTC))
    for one in found:
        made, until = (f"{at:%Y-%m-%d %H:%M}" for at in (one.created_at, one.expires_at))
        typer.echo(f"{users.token_id(one.token_hash)}  {made}  {until}")


@token.command("revoke")
def token_revoke(
    name: str,
    which: Annotated[str, typer.Argument(metavar="ID", help="The token's id, as `token list` shows it.")],
    data: Data = None,
) -> None:
    """End one token, at once; the account and its other tokens stay."""
    from cli.context import opened_store
    from cli.settings import load
    from store import users
    from store.audit import Entry, log

    now = datetime.now(UTC)
    with opened_store(load(data=data)) as store, store.write() as connection:
        user_id = known_user(connection, name)
        live = users.live_tokens(connection, user_id, now)
        found = next((one for one in live if users.token_id(one.token_hash) == which), None)
        if found is None:
            raise Stop(f"{name} has no token {which}.")
        users.revoke_token(connection, found.token_hash)
        details = {"token": which, "by": "terminal"}
        log(connection, Entry(now, None, "token.revoke", user_id, None, details))
    typer.echo(f"The token {which} of {name} is revoked.")
