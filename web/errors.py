"""Every refusal and every fault as a page, a line for htmx, or JSON: the same words in each."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import uuid4

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from sqlalchemy.exc import DataError, IntegrityError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from domain.errors import Refusal
from domain.text import Text
from store.users import User
from web import actions
from web.access import Caller, identify
from web.again import Typed, sealed, typed
from web.api.errors import details, faults
from web.house import House
from web.limits import security_headers
from web.page import Pages, language
from web.place import place_of, task_url
from web.policy import STAFF, Forbidden, NotFound
from web.readable import Unreadable

HEADINGS = {
    400: Text(da="Forespørgslen kan ikke forstås", en="The request cannot be understood"),
    401: Text(da="Log ind", en="Log in"),
    403: Text(da="Ingen adgang", en="No access"),
    404: Text(da="Siden findes ikke", en="Page not found"),
    405: Text(da="Det kan man ikke her", en="That cannot be done here"),
    409: Text(da="Det kunne ikke lade sig gøre", en="It could not be done"),
    413: Text(da="Indholdet er for stort", en="The content is too large"),
    422: Text(da="Noget mangler eller er forkert", en="Something is missing or wrong"),
    429: Text(da="For mange forsøg", en="Too many attempts"),
    503: Text(da="Midlertidigt utilgængelig", en="Temporarily unavailable"),
}
SENTENCES = HEADINGS | {
    404: Text(da="Adressen fører ikke til noget her.", en="The address leads to nothing here."),
    413: Text(da="Send mindre ad gangen. Filer må fylde 50 MB.", en="Send less at a time. Files may be 50 MB."),
}
CODES = {400: "invalid", 404: "not_found", 405: "method_not_allowed", 413: "too_large", 422: "invalid"}
BROKEN = Text(da="Noget gik galt", en="Something went wrong")
TRY_AGAIN = Text(da="Prøv igen, eller oplys nummeret nedenfor.", en="Try again, or quote the number below.")
LOGGED_OUT = Text(
    da="Du er logget ud. Det, du skrev, er her endnu: log ind for at fortsætte.",
    en="You are logged out. What you wrote is still here: log in to go on.",
)
SENT, PASSES = (405, 409, 422), (429, 500, 503)
"""Statuses of a form that was refused, and of what will be over in a while."""
TO_TASK = Text(da="Tilbage til opgaven", en="Back to the task")
TO_CASE = Text(da="Tilbage til sagen", en="Back to the case")
TO_LIST = Text(da="Tilbage til listen", en="Back to the list")
TO_INBOX = Text(da="Tilbage til indbakken", en="Back to the inbox")
TO_FRONT = Text(da="Tilbage til forsiden", en="Back to the front page")
TO_LOGIN = Text(da="Log på", en="Log in")
SECONDS = "5"
logger = logging.getLogger("handleplan.web")


class Collided(Refusal):
    def __init__(self) -> None:
        super().__init__("conflict", Text(
            da="En anden ændrede det samme i samme øjeblik. Prøv igen.",
            en="Somebody else changed the same at the same moment. Try again."))  # fmt: skip


def register(app: FastAPI) -> None:
    app.add_exception_handler(Refusal, refused)
    app.add_exception_handler(RequestValidationError, unreadable)
    app.add_exception_handler(HTTPException, plain)
    app.add_exception_handler(IntegrityError, lambda request, _: _refused(request, Collided(), None))
    for unwritable in (DataError, UnicodeError, OverflowError):
        app.add_exception_handler(unwritable, lambda request, _: _refused(request, Unreadable(), None))
    app.add_exception_handler(Exception, broken)


async def refused(request: Request, error: Exception) -> Response:
    """An expected refusal is never a 500, and gives back what was typed."""
    assert isinstance(error, Refusal)
    again = await typed(request) if error.status in (401, 403, 409, 422, 503) and not _is_api(request) else None
    return await run_in_threadpool(_refused, request, error, again)


def _refused(request: Request, error: Refusal, again: Typed | None) -> Response:
    _note(request, error)
    if error.status == 401 and not _is_api(request):
        return _to_login(request, again)
    extra = {"Retry-After": SECONDS} if error.status in (429, 503) else {}
    extra |= {"WWW-Authenticate": "Bearer"} if error.status == 401 else {}
    if _is_api(request):
        lang = language(request)
        return _json(error.status, error.code, error.text.in_(lang), extra, **details(error, lang))
    return _page(request, error.status, error.text, extra, again=again)


def _note(request: Request, error: Refusal) -> None:
    """A refusal to a person who is logged in stands in the look-up log, whether or not the thing exists."""
    caller, route = _caller(request), request.scope.get("route")
    if caller and route and isinstance(error, NotFound | Forbidden):
        house: House = request.app.state.house
        with suppress(Refusal):
            actions.look_up(house, caller.user, "refused", error.code, (route.path[:100], error.about))


def _to_login(request: Request, again: Typed | None) -> Response:
    """The place survives the login, and so does what was typed."""
    from_htmx, house = "hx-request" in request.headers, request.app.state.house
    if from_htmx and request.method != "GET":
        return _page(request, 401, LOGGED_OUT)
    if again and (kept := sealed(request, house, again)):
        pages: Pages = request.app.state.pages
        return pages.answer(request, "login.html", None, 401, next="/", error=LOGGED_OUT, kept=kept)
    place = urlsplit(request.headers.get("hx-current-url", "/") if from_htmx else str(request.url))
    where = place.path + (f"?{place.query}" if place.query else "")
    if request.method != "GET" and not from_htmx:
        where = _page_of(place.path)
    to = "/login" if where == "/" else f"/login?next={quote(where)}"
    return Response(status_code=401, headers={"HX-Redirect": to}) if from_htmx else RedirectResponse(to, 303)


def _way_back(request: Request, status: int, user: User | None) -> tuple[str, Text]:
    """From a form that was refused to its task, case or list, as its address tells; else to where one begins."""
    place, begin = place_of(request), _page_of(request.url.path)
    if user and status in SENT:
        if begin.startswith("/tasks/"):
            return task_url(request, begin.removeprefix("/tasks/")), TO_TASK
        if begin.startswith("/cases/"):
            return begin, TO_CASE
        if place is not None:
            return place.list_url(), TO_LIST
    if status in PASSES:
        return "/", TO_FRONT
    return "/", (TO_INBOX if user.roles & STAFF else TO_FRONT) if user else TO_LOGIN


def _page_of(path: str) -> str:
    """The page whose form was sent: its task or case, else where one begins."""
    part, _, rest = path.strip("/").partition("/")
    thing = rest.partition("/")[0]
    return f"/{part}/{thing}" if part in ("tasks", "cases") and thing not in ("bulk", "next", "") else "/"


def unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    text, lang = Unreadable().text, language(request)
    if not _is_api(request):
        return _page(request, 422, text)
    return _json(422, "invalid", text.in_(lang), errors=faults(error.errors(), lang))


def plain(request: Request, error: Exception) -> Response:
    """What the framework refuses: an unknown path, a wrong method, a body too large."""
    assert isinstance(error, HTTPException)
    status, extra = error.status_code, dict(error.headers or {})
    text = SENTENCES.get(status, BROKEN)
    if _is_api(request):
        return _json(status, CODES.get(status, "refused"), text.in_(language(request)), extra)
    return _page(request, status, text, extra)


def broken(request: Request, error: Exception) -> Response:
    """The last resort, outside all middleware: it dresses itself."""
    reference, house = uuid4().hex[:8], request.app.state.house
    logger.error("reference %s", reference, exc_info=error)
    extra = security_headers(house.production) | {"Cache-Control": "no-store"}
    if _is_api(request):
        return _json(500, "internal", f"{BROKEN.in_(language(request))}: {reference}", extra)
    return _page(request, 500, TRY_AGAIN, extra, reference)


def _json(status: int, code: str, message: str, extra: dict[str, str] | None = None, **more: Any) -> Response:
    return JSONResponse({"code": code, "message": message, "errors": [], **more}, status, headers=extra)


def _page(request: Request, status: int, text: Text, extra: dict[str, str] | None = None,
          reference: str = "", again: Typed | None = None) -> Response:  # fmt: skip
    pages: Pages = request.app.state.pages
    template = "_refusal.html" if "hx-request" in request.headers else "error.html"
    caller = None
    if status not in (500, 503):
        with suppress(Refusal):
            caller = _caller(request) or identify(request, request.app.state.house)
    response = pages.answer(request, template, caller, status, status=status, heading=HEADINGS.get(status, BROKEN),
                            message=text, reference=reference, again=again, passes=status in PASSES,
                            way_back=_way_back(request, status, caller.user if caller else None))  # fmt: skip
    response.headers.update(extra or {})
    return response


def _caller(request: Request) -> Caller | None:
    found: Caller | None = getattr(request.state, "caller", None)
    return found


def _is_api(request: Request) -> bool:
    return request.url.path.startswith(("/api/", "/healthz", "/readyz", "/metrics", "/openapi.json"))
