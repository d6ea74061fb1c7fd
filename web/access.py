"""Who is calling, whether the call is theirs, and the permission that stands on each route line."""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlsplit

from anyio import to_thread
from fastapi import Depends, Request
from fastapi.security import HTTPBearer

import domain.all  # noqa: F401 - fills PROGRAMMES, of which the roles of a route are read
from domain.calendar import local_date
from domain.committee.report import COMMITTEE
from domain.errors import Refusal
from domain.programmes import reports
from domain.roles import Role
from domain.text import Text
from store import users
from store.users import User
from web.house import House, TheHouse
from web.policy import EXPORTS, STAFF, Forbidden, imports
from web.readable import Unreadable, writable

SAFE = {"GET", "HEAD", "OPTIONS"}
PARTS = ("list", "result", "openers", "changes", "counts")
"""Of a page that is open and asks for them by itself, which keeps nobody logged in."""


class NotLoggedIn(Refusal):
    def __init__(self) -> None:
        super().__init__("not_logged_in", Text(da="Log ind for at fortsætte.", en="Log in to go on."), status=401)


class ForeignRequest(Refusal):
    def __init__(self) -> None:
        text = Text(
            da="Siden er for gammel eller kom et andet sted fra. Genindlæs den og prøv igen.",
            en="The page is too old or came from elsewhere. Reload it and try again.",
        )
        super().__init__("foreign_request", text, status=403)


@dataclass(frozen=True)
class Caller:
    user: User
    csrf: str
    session: str | None
    """Hash of the session's token; None for a bearer token."""


def cookie_name(house: House) -> str:
    # __Host- needs https; the embedded mode speaks plain http on the loopback interface only.
    return "__Host-session" if house.production else "handleplan_session"


def identify(request: Request, house: House) -> Caller | None:
    """The caller, with rights read anew; None when nobody is logged in."""
    now = house.now()
    kind, _, bearer = request.headers.get("authorization", "").partition(" ")
    cookie = request.cookies.get(cookie_name(house), "")
    with house.store.read() as db:
        if kind.lower() == "bearer":
            owner = users.bearer(db, bearer.strip(), now)
            user = users.get(db, owner, local_date(now)) if owner else None
            return Caller(user, "", None) if user else None
        session = users.session_of(db, cookie, now) if cookie else None
        user = users.get(db, session.user_id, local_date(now)) if session else None
    if session is None or user is None:
        return None
    asks_by_itself = request.query_params.get("part") in PARTS
    if now - session.seen_at > users.SEEN_STEP and not asks_by_itself:
        with house.store.write() as db:
            users.touch(db, session.token_hash, now)
    return Caller(user, session.csrf, session.token_hash)


def same_origin(request: Request) -> bool:
    """`Sec-Fetch-Site` where the browser sends it, else the Origin's host must be ours."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


async def fields(request: Request) -> dict[str, str]:
    """The text fields of the form that was sent."""
    try:
        form = await request.form(max_files=1, max_fields=1000)
        return {k: writable(v) for k, v in form.items() if isinstance(v, str)}
    except (ValueError, LookupError):
        raise Unreadable from None


async def chosen(request: Request, name: str) -> list[str]:
    """Every value of a field that was sent more than once, as tick boxes are."""
    await fields(request)
    return [writable(value) for value in (await request.form()).getlist(name) if isinstance(value, str)]


async def _check_csrf(request: Request, caller: Caller) -> None:
    if request.method in SAFE or caller.session is None:
        return
    token = request.headers.get("x-csrf-token")
    if token is None and "form" in request.headers.get("content-type", ""):
        token = (await fields(request)).get("csrf")
    if not same_origin(request) or not hmac.compare_digest((token or "").encode(), caller.csrf.encode()):
        raise ForeignRequest


def needs(*roles: Role, in_production: bool = False) -> Callable[..., Any]:
    """The permission of a route: one of these roles; none named: any role of the staff. `in_production`: asked for
    there alone, where others than one's own machine reach it."""
    wanted = frozenset(roles) or STAFF

    async def permission(request: Request, house: TheHouse) -> AsyncIterator[Caller | None]:
        if in_production and not house.production:
            yield None
            return
        caller = await to_thread.run_sync(identify, request, house)
        if caller is None:
            raise NotLoggedIn
        request.state.caller = caller
        try:
            await _check_csrf(request, caller)
            if not caller.user.roles & wanted:
                raise Forbidden
            yield caller
        finally:
            await request.close()

    permission.roles, permission.in_production = wanted, in_production  # type: ignore[attr-defined]
    return permission


async def public() -> None:
    """The permission of a route that anyone may call."""


public.roles = frozenset()  # type: ignore[attr-defined]

BEARER = HTTPBearer(scheme_name="bearer", auto_error=False, description="A token of POST /api/v1/session.")
"""For the description of the API only: `needs` does the work."""
Staff = Annotated[Caller, Depends(needs())]
Worker = Annotated[Caller, Depends(needs(*STAFF, Role.integration))]
Registrar = Annotated[Caller, Depends(needs(*STAFF, Role.integration, Role.partner))]
Partner = Annotated[Caller, Depends(needs(Role.partner))]
MATCHES = (Role.youth_consultant, Role.company_consultant, Role.supervisor)
SEES_LOOKUPS = (Role.supervisor, Role.administrator, Role.auditor)
IMPORTS = tuple(sorted(imports()))
Exporter = Annotated[Caller, Depends(needs(*EXPORTS))]
Matcher = Annotated[Caller, Depends(needs(*MATCHES))]
Supervisor = Annotated[Caller, Depends(needs(Role.supervisor))]
Importer = Annotated[Caller, Depends(needs(*IMPORTS))]
Looker = Annotated[Caller, Depends(needs(*SEES_LOOKUPS))]
SEES_BUDGETS = (Role.economy, Role.supervisor)
Accountant = Annotated[Caller, Depends(needs(Role.economy))]
Bookkeeper = Annotated[Caller, Depends(needs(*SEES_BUDGETS))]
SEES_REPORTS = tuple(sorted(COMMITTEE.read_by.union(*(one.read_by for _, one in reports().values()))))
FigureReader = Annotated[Caller, Depends(needs(*SEES_REPORTS))]
MEASURES = (Role.administrator, Role.integration)
"""Prometheus comes with a token of one of these."""
Anyone = Annotated[Caller, Depends(needs(*Role))]
