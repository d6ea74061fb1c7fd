"""`handleplan reconcile` and `handleplan replay`: proofs that nothing is forgotten and nothing would be stranded."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from cli.parts import Data

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def reconcile(
    repair: Annotated[bool, typer.Option("--repair", help="Mend what can be mended.")] = False,
    as_json: Json = False, data: Data = None,
) -> None:  # fmt: skip
    """Prove that every open case has an open task, an armed timer or a named wait; exit 1 with those that have not."""
    from cli.context import opened_store, run
    from cli.reconcile import reconcile as check
    from cli.settings import load

    settings = load(data=data)
    with opened_store(settings) as store:
        found = run(check(settings, store, repair=repair))
    left = [f for f in found.violations if not f.repaired]
    if as_json:
        typer.echo(json.dumps(found.as_json(), ensure_ascii=False))
    else:
        for one in found.violations:
            typer.echo(f"{one.case_id}  {one.code}  {one.says.en}{'  (repaired)' if one.repaired else ''}")
        typer.echo(f"{found.checked} open cases checked, {len(found.violations)} violations, {len(left)} left.")
    if left:
        raise typer.Exit(1)


def replay(as_json: Json = False, data: Data = None) -> None:
    """Replay every open case against this code; exit 1 with the ids of those that would not go on."""
    from cli.context import opened_store, run
    from cli.replay import replay as check
    from cli.settings import load

    settings = load(data=data)
    with opened_store(settings) as store:
        found = run(check(settings, store))
    if as_json:
        typer.echo(json.dumps(found.as_json()))
    else:
        for case_id, why in found.stranded.items():
            typer.echo(f"{case_id}  {why}")
        typer.echo(f"{found.replayed} open cases replayed, {len(found.stranded)} would not go on.")
    if found.stranded:
        raise typer.Exit(1)
