"""(i) 200 lists that stand open: what they cost those who work, and how soon they hear of a change."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from select import select

from benchmarks import processes, towns
from benchmarks.harness import Row, Scale, p50, p99, say, timed
from benchmarks.http import Caller
from store import changes, tasks, users
from store.db import Store
from web import live

LISTENERS, ROUNDS, CHANGES = 200, 300, 5
DEAREST, SOONEST = 1.5, 2_500
TASKS = 1000
PATIENCE = 10.0


def rows(scale: Scale) -> list[Row]:
    rounds = scale(ROUNDS)
    with ExitStack() as held:
        town = held.enter_context(towns.town())
        towns.fill(town, open_tasks=TASKS, done_tasks=TASKS)
        sessions = _sessions(town.store, town.team_id)
        address = held.enter_context(processes.web(town.data, HANDLEPLAN_LOG_LEVEL="error"))
        page = timed(lambda: Caller(address, session=town.session).get("/inbox?view=team"))
        quiet = [page() for _ in range(rounds)]
        say(f"i: {LISTENERS} lists stand open")
        with town.store.read() as db:
            since = changes.mark(db).newest
        with listening(address, sessions, since) as streams:
            busy = [page() for _ in range(rounds)]
            heard = [_heard(town, streams) for _ in range(CHANGES)]
    return [
        Row(f"i  inbox beside {LISTENERS} open lists, p50", p50(busy), "ms", p50(quiet), "no list open",
            f"at most {DEAREST} times", p50(busy) <= DEAREST * p50(quiet)),
        Row(f"i  inbox beside {LISTENERS} open lists, p99", p99(busy), "ms", p99(quiet), "no list open"),
        Row(f"i  until the last of {LISTENERS} has heard of a change", p50(heard), "ms", aim=f"under {SOONEST:,} ms",
            met=p50(heard) < SOONEST),
    ]  # fmt: skip


def _sessions(store: Store, team_id: str) -> list[str]:
    """As many people as lists: each has one open."""
    now, found = datetime.now(UTC), []
    with store.write() as db:
        role = towns.Role.benefit_officer
        for n in range(LISTENERS):
            user_id = users.put(db, f"listener{n}", f"Listener {n}", now)
            users.join(db, user_id, role, team_id)
            found.append(users.open_session(db, user_id, now)[0])
    return found


@contextmanager
def listening(address: str, sessions: list[str], since: int) -> Iterator[list[socket.socket]]:
    host, _, port = address.partition(":")
    with ExitStack() as held:
        streams = [held.enter_context(socket.create_connection((host, int(port)))) for _ in sessions]
        for stream, session in zip(streams, sessions, strict=True):
            stream.sendall(f"GET /inbox/changes?part=changes&view=team&since={since} HTTP/1.1\r\nHost: {address}\r\n"
                           f"Cookie: handleplan_session={session}\r\nAccept: text/event-stream\r\n\r\n".encode())
        _read(streams, b"200 OK")
        yield streams


def _read(streams: list[socket.socket], wanted: bytes) -> None:
    """Until each has brought this."""
    left, until, brought = set(streams), time.monotonic() + PATIENCE, dict.fromkeys(streams, b"")
    while left:
        ready, _, _ = select(list(left), [], [], max(until - time.monotonic(), 0))
        if not ready:
            raise TimeoutError(f"{len(left)} lists have not heard")
        for stream in ready:
            brought[stream] += stream.recv(65_536)
            if wanted in brought[stream]:
                left.remove(stream)


def _heard(town: towns.Town, streams: list[socket.socket]) -> float:
    """Milliseconds from a change until the last has heard."""
    time.sleep(live.PAUSE)  # whoever has just been told is left in peace
    with town.store.write() as db:
        tasks.event(db, "open-00000001", towns._number(1), "start", datetime.now(UTC))
    began = time.perf_counter()
    _read(streams, b"event: inbox")
    return (time.perf_counter() - began) * 1000
