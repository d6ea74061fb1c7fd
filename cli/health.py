"""Being asked "do you work?", and asking it: a few lines of HTTP, for the worker that has no web."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

PATIENCE = 3.0
ANSWERS = {True: b"200 OK", False: b"503 Service Unavailable"}


async def serve_health(host: str, port: int, is_ready: Callable[[], bool]) -> asyncio.Server:
    """/healthz: the process answers; /readyz: it works."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, TimeoutError, ValueError):
            async with asyncio.timeout(PATIENCE):
                request = await reader.readline()
                while (await reader.readline()).strip():
                    pass
                writer.write(_answer(request, is_ready()))
                await writer.drain()
        writer.close()

    return await asyncio.start_server(answer, host, port)


def _answer(request: bytes, ready: bool) -> bytes:
    path = [*request.split(b" "), b"", b""][1]
    status = {b"/healthz": ANSWERS[True], b"/readyz": ANSWERS[ready]}.get(path, b"404 Not Found")
    return b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


async def is_well(host: str, port: int, path: str = "/readyz") -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            reader, writer = await asyncio.open_connection(host, port)
            try:
                writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
                return (await reader.readline()).split(b" ")[1:2] == [b"200"]
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return False
