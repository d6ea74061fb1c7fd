"""From a data folder to a running system: checks, tables, parts, demo data, the ready line."""

from __future__ import annotations

import asyncio
import os
import socket
from contextlib import ExitStack

import sqlalchemy as sa
from alembic.util.exc import CommandError

from cli import demo, folder
from cli.context import make_store
from cli.progress import Steps, bars, console
from cli.settings import Settings
from cli.stop import Stop
from cli.supervisor import Supervisor, keep_to_own_engine
from domain.errors import Refusal
from store.db import Store
from store.tables import cases
from workers import embedded
from workers.connection import connect


async def up(settings: Settings, *, engine_port: int | None, ui_port: int | None) -> None:
    folder.prepare(settings.data)
    with ExitStack() as held:
        held.callback(os.close, folder.lock(settings.data))
        sock = held.enter_context(folder.listen(settings.host, settings.port))
        store = make_store(settings)
        held.callback(store.close)
        ports = {"engine_port": engine_port or embedded.free_port(), "ui_port": ui_port or embedded.free_port()}
        supervisor = Supervisor(settings, sock, **ports)
        keep_to_own_engine(supervisor.engine)
        supervisor.listen_to_signals()
        try:
            await _live(settings, store, supervisor, sock)
        finally:
            await supervisor.stop()


async def _live(settings: Settings, store: Store, supervisor: Supervisor, sock: socket.socket) -> None:
    steps = Steps(2)
    try:
        steps.next(f"preparing the database in {settings.data}")
        supervisor.start("engine")
        await asyncio.to_thread(upgrade, store)
        steps.next("starting engine, worker, courier and web")
        supervisor.start("worker", "web")
        if not await supervisor.until_ready():
            return
    finally:
        steps.done()
    if settings.demo and not await supervisor.unless_stopped(_load_demo(settings, store, supervisor.engine)):
        return
    print(f"ready http://{folder.address_of(sock)}", flush=True)
    console.print(f"log files: {settings.data / 'logs'} · the engine's own pages: {supervisor.ui} · stop with Ctrl-C")
    await supervisor.until_stopped()
    console.print("stopping")


def upgrade(store: Store) -> None:
    try:
        store.upgrade()
    except CommandError:
        raise Stop("The database was made by a newer version of Handleplan. Use that version or newer.") from None
    except Refusal as refusal:
        raise Stop(refusal.text.en) from None


async def _load_demo(settings: Settings, store: Store, address: str) -> None:
    """Into an empty store, once. A mark stands while it loads, so that half a demo is not taken for a whole one."""
    mark = settings.data / "demo.loading"
    with store.read() as db:
        is_empty = db.execute(sa.select(cases.c.id).limit(1)).first() is None
    if is_empty:
        mark.touch()
        client = await connect(store.secrets, lazy=False, address=address)
        with bars() as say:
            await demo.load(store, client, say)
        mark.unlink()
    elif mark.exists():
        console.print(f"The demo data was not loaded to its end. Remove {settings.data} and start again to have all.")
    demo.print_logins(store)
