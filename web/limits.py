"""What holds for every request and answer: bounds on bodies, headers for browsers."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY = 1_000_000
UPLOAD = 50_000_000
UPLOADS = ("/import", "/places/import")
"""Where files are handed in."""
LONGEST_LENGTH = 15

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY", "Cross-Origin-Opener-Policy": "same-origin",
}  # fmt: skip
HSTS = "max-age=31536000; includeSubDomains"


def security_headers(production: bool) -> dict[str, str]:
    return HEADERS | ({"Strict-Transport-Security": HSTS} if production else {})


class Dressed:
    """Security headers on every answer; only static files may be kept by the browser."""

    def __init__(self, app: ASGIApp, production: bool) -> None:
        self.app = app
        self.said = security_headers(production)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self.said)
                if not scope["path"].startswith("/static/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, dressed if scope["type"] == "http" else send)


class Limits:
    """Refuses to read a body over the limit, also one whose length is not said or is a lie."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        limit, read = UPLOAD if scope["path"] in UPLOADS else BODY, 0
        too_long = _says_more(Headers(scope=scope).get("content-length", "0"), limit)

        async def counted() -> Message:
            nonlocal read
            message = {} if too_long else await receive()
            read += len(message.get("body", b""))
            if too_long or read > limit:
                raise HTTPException(413)
            return message

        return await self.app(scope, counted, send)


def _says_more(length: str, limit: int) -> bool:
    return len(length) > LONGEST_LENGTH or not length.isdecimal() or int(length) > limit
