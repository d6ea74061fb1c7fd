"""What the machine must give before anything starts: a writable folder of one's own and a free port."""

from __future__ import annotations

import errno
import fcntl
import os
import socket
from pathlib import Path

from cli.stop import Stop

BACKLOG = 512


def prepare(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = folder / f".probe-{os.getpid()}"
        probe.write_text("")
        probe.unlink()
        (folder / "logs").mkdir(exist_ok=True, mode=0o700)
    except OSError as error:
        raise Stop(f"The data folder {folder} cannot be written: {error.strerror}.") from None


def lock(folder: Path) -> int:
    """The folder is this process's until it ends, however it ends. Returns the descriptor that holds it."""
    held = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(held)
        raise Stop(f"Handleplan already runs on the data folder {folder}. Stop it, or give another --data.") from None
    except OSError as error:
        os.close(held)
        raise Stop(f"The data folder {folder} cannot be locked: {error.strerror}.") from None
    return held


def listen(host: str, port: int) -> socket.socket:
    """The web's socket, held by the supervisor: callers queue while a killed web is started again."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror:
        raise Stop(f"The address {host} is not known on this machine. Give another --host.") from None
    # Without the protocol asyncio leaves Nagle's algorithm on, and each answer waits 40 ms for the other side.
    sock = socket.socket(family, kind, protocol)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(address)
        sock.listen(BACKLOG)
    except OSError as error:
        sock.close()
        raise Stop(_busy(host, port, error)) from None
    return sock


def _busy(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is busy: another program listens on {host}:{port}. Give another --port."
    if error.errno == errno.EACCES:
        return f"Port {port} needs more rights than this user has. Give a --port of 1024 or higher."
    return f"The address {host}:{port} cannot be used: {error.strerror}."


def address_of(sock: socket.socket) -> str:
    host, port = sock.getsockname()[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
