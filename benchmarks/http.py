"""A caller with one connection that is kept open, and as little of its own work as possible."""

from __future__ import annotations

import json
from http.client import HTTPConnection, HTTPException, RemoteDisconnected
from typing import Any


class Caller:
    def __init__(self, address: str, *, token: str = "", session: str = "") -> None:
        self._connection = HTTPConnection(address)
        self._headers = {"Authorization": f"Bearer {token}"} if token else {"Cookie": f"handleplan_session={session}"}

    def get(self, path: str) -> bytes:
        try:
            return self._call("GET", path, None)
        except RemoteDisconnected:
            # It lay idle for so long that the web closed it; the next call opens it again.
            return self._call("GET", path, None)

    def post(self, path: str, body: dict[str, Any]) -> bytes:
        return self._call("POST", path, json.dumps(body))

    def close(self) -> None:
        self._connection.close()

    def _call(self, method: str, path: str, body: str | None) -> bytes:
        more = {"Content-Type": "application/json"} if body else {}
        self._connection.request(method, path, body, self._headers | more)
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{method} {path}: {answer.status} {content[:200]!r}")
        return content


def answers(address: str, path: str) -> bool:
    caller = Caller(address)
    try:
        caller.get(path)
    except (OSError, HTTPException, RuntimeError):
        return False
    finally:
        caller.close()
    return True
