"""All commands in one place, and the one place where their failures become sentences and exit codes."""

from __future__ import annotations

import logging

import typer

from cli import admin, checks, imports, parts, providers, teams, tokens
from cli.progress import console
from cli.stop import Stop
from domain.errors import Refusal

HELP = "Case system for the integration action plan."
app = typer.Typer(
    name="handleplan", no_args_is_help=True, add_completion=False, help=HELP, pretty_exceptions_enable=False
)
for command in (parts.up, parts.engine, parts.worker, parts.web, checks.reconcile, checks.replay):
    app.command()(command)
app.command("import")(imports.import_file)
app.add_typer(admin.db, name="db")
app.add_typer(admin.user, name="user")
app.add_typer(teams.team, name="team")
app.add_typer(tokens.token, name="token")
app.add_typer(providers.provider, name="provider")
app.add_typer(admin.audit, name="audit")


def run(arguments: list[str] | None = None) -> int:
    try:
        app(arguments)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    except Stop as stop:
        return _say(stop.sentence, stop.code)
    except Refusal as refusal:
        return _say(refusal.text.en, 2)
    except Exception:
        # A part writes its log without the error's own words (promise P5); a person at a terminal sees all.
        if not logging.getLogger().handlers:
            raise
        logging.getLogger("handleplan").exception("stopped by an error")
        return 1
    return 0


def _say(sentence: str, code: int) -> int:
    console.print(sentence, markup=False)
    return code
