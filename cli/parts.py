"""Commands that run the system or one part of it."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[Path | None, typer.Option("--data", help="Data folder of the embedded mode.", show_default=".data")]
Host = Annotated[str | None, typer.Option(help="Address to listen on.", show_default="127.0.0.1")]
Port = Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.", show_default="8080")]


def up(
    demo: Annotated[bool, typer.Option("--demo", help="Load demo cases and logins into an empty data folder.")] = False,
    host: Host = None, port: Port = None, data: Data = None,
    engine_port: Annotated[int | None, typer.Option(help="Port of the engine.", show_default="a free one")] = None,
    ui_port: Annotated[int | None, typer.Option(help="Port of the engine's own UI.", show_default="a free one")] = None,
) -> None:  # fmt: skip
    """Run engine, worker, courier and web together; print `ready URL` when all answer."""
    from cli.context import run
    from cli.settings import load
    from cli.up import up as everything

    settings = load(data=data, host=host, port=port, demo=demo or None)
    run(everything(settings, engine_port=engine_port, ui_port=ui_port))


def engine(
    data: Data = None,
    port: Annotated[int, typer.Option(help="Port of the engine.")] = 7233,
    ui_port: Annotated[int | None, typer.Option(help="Port of the engine's own UI.", show_default="none")] = None,
) -> None:
    """Run the embedded engine alone, on the data folder's engine.db."""
    from cli import folder
    from cli.settings import load
    from workers import embedded

    settings = load(data=data)
    folder.prepare(settings.data)
    # The lock lives as long as the engine: its descriptor goes with exec.
    os.set_inheritable(folder.lock(settings.data), True)
    folder.listen("127.0.0.1", port).close()
    command = embedded.command(port, settings.data.resolve() / "engine.db", ui_port=ui_port)
    os.execve(command[0], command, embedded.environment(dict(os.environ)))  # noqa: S606


def worker(data: Data = None) -> None:
    """Run a worker with a courier until SIGTERM."""
    from cli import working
    from cli.context import make_store, refuse_old_tables, run
    from cli.logs import to_stderr
    from cli.settings import load

    settings = load(data=data)
    store = make_store(settings)
    refuse_old_tables(store)
    to_stderr(settings.log_level)
    run(working.worker(settings, store))
    store.close()


def web(
    data: Data = None, host: Host = None, port: Port = None,
    fd: Annotated[int | None, typer.Option(hidden=True, help="A listening socket that was handed over.")] = None,
) -> None:  # fmt: skip
    """Run the web until SIGTERM."""
    from cli import folder
    from cli.context import make_store, refuse_old_tables, run
    from cli.logs import to_stderr
    from cli.settings import load

    settings = load(data=data, host=host, port=port)
    store = make_store(settings)
    refuse_old_tables(store)
    to_stderr(settings.log_level)
    from cli import serving  # the web's own modules, after everything that can be refused

    sock = socket.socket(fileno=fd) if fd is not None else folder.listen(settings.host, settings.port)
    run(serving.web(settings, store, sock))
    store.close()
