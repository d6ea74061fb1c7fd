"""Login, logout, own sessions."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from domain.errors import Refusal
from domain.text import Text
from store import attempts, preferences, users
from store.audit import Entry, log
from web.access import Anyone, Caller, ForeignRequest, cookie_name, identify, public, same_origin
from web.again import Typed, opened
from web.house import House, TheHouse
from web.keys import PREFERENCE
from web.page import Pages
from web.policy import NotFound

router = APIRouter(include_in_schema=False)
WRONG = Text(da="Brugernavn eller adgangskode er forkert.", en="The user name or password is wrong.")
TOO_MANY = Text(da="For mange forsøg. Vent fem minutter.", en="Too many attempts. Wait five minutes.")


class TooManyAttempts(Refusal):
    def __init__(self) -> None:
        super().__init__("too_many_attempts", TOO_MANY, status=429)


def log_in(request: Request, house: House, username: str, password: str) -> str | None:
    """The user's id, None when refused; both leave a line in the audit."""
    now, address = house.now(), request.client.host if request.client else ""
    with house.store.write() as db:
        if attempts.too_many(db, username, address, now):
            raise TooManyAttempts
    with house.store.read() as db:
        user_id = users.authenticate(db, username, password)
    with house.store.write() as db:
        if user_id is None:
            attempts.note(db, username, address, now)
        log(db, Entry(now, user_id, "login" if user_id else "login.refused", user_id or "unknown"))
    return user_id


def inside(target: str) -> str:
    """Only a path of this site; anything else goes to where the role begins."""
    fine = target.startswith("/") and not target.startswith("//") and "\\" not in target
    return target if fine and target.isprintable() and target.isascii() else "/"


@router.get("/login", dependencies=[Depends(public)])
def login_page(request: Request, house: TheHouse, next: str = "/") -> Response:  # noqa: A002
    if identify(request, house):
        return RedirectResponse(inside(next), 303)
    pages: Pages = request.app.state.pages
    return pages.answer(request, "login.html", None, next=inside(next), error=None)


@router.post("/login", dependencies=[Depends(public)])
def login(
    request: Request, house: TheHouse, username: Annotated[str, Form(max_length=100)] = "",
    password: Annotated[str, Form(max_length=500)] = "", next: Annotated[str, Form()] = "/",  # noqa: A002
    kept: Annotated[str, Form(max_length=900_000)] = "",
) -> Response:  # fmt: skip
    """`kept`: what somebody had typed when the session was over."""
    if not same_origin(request):
        raise ForeignRequest
    user_id = log_in(request, house, username.strip(), password)
    if user_id is None:
        pages: Pages = request.app.state.pages
        return pages.answer(request, "login.html", None, 401, next=inside(next), error=WRONG, username=username,
                            kept=kept)  # fmt: skip
    with house.store.write() as db:
        old = request.cookies.get(cookie_name(house))
        if old:
            users.end_session(db, users.digest(old), house.now())
        token, _ = users.open_session(db, user_id, house.now(), request.headers.get("user-agent", ""))
    response = _back_to_work(request, house, user_id, token, opened(house, kept, user_id)) or RedirectResponse(
        inside(next), 303
    )
    response.set_cookie(cookie_name(house), token, httponly=True, samesite="lax", path="/", secure=house.production,
                        max_age=int(users.ABSOLUTE.total_seconds()))  # fmt: skip
    return response


def _back_to_work(request: Request, house: House, user_id: str, token: str, again: Typed | None) -> Response | None:
    """What was typed before, to be looked at and sent again."""
    if again is None:
        return None
    with house.store.read() as db:
        user, session = users.get(db, user_id), users.session_of(db, token, house.now())
        lines = again.labelled(db)
    assert user
    assert session
    pages: Pages = request.app.state.pages
    return pages.answer(request, "again.html", Caller(user, session.csrf, session.token_hash), again=again, lines=lines)


@router.post("/logout")
def logout(request: Request, house: TheHouse, caller: Anyone) -> Response:
    if caller.session:
        with house.store.write() as db:
            users.end_session(db, caller.session, house.now())
            log(db, Entry(house.now(), caller.user.id, "logout", caller.user.id))
    response = RedirectResponse("/login", 303)
    response.delete_cookie(cookie_name(house), path="/", secure=house.production, httponly=True)
    return response


@router.get("/me")
def me(request: Request, house: TheHouse, caller: Anyone) -> HTMLResponse:
    with house.store.read() as db:
        held = users.own_sessions(db, caller.user.id, house.now())
    sessions = [
        {"id": s.token_hash[:16], "created_at": s.created_at, "seen_at": s.seen_at, "where": s.agent,
         "current": s.token_hash == caller.session} for s in held
    ]  # fmt: skip
    pages: Pages = request.app.state.pages
    return pages.answer(request, "me.html", caller, sessions=sessions)


@router.post("/me/preferences")
def prefer(house: TheHouse, caller: Anyone, shortcuts: Annotated[str, Form(max_length=10)] = "") -> Response:
    with house.store.write() as db:
        preferences.put(db, caller.user.id, PREFERENCE, shortcuts == "on")
    return RedirectResponse("/me?notice=done", 303)


@router.post("/me/sessions/{start}/end")
def end_session(start: str, house: TheHouse, caller: Anyone) -> Response:
    with house.store.write() as db:
        held = [s.token_hash for s in users.own_sessions(db, caller.user.id, house.now()) if s.token_hash[:16] == start]
        if not held:
            raise NotFound
        users.end_session(db, held[0], house.now(), caller.user.id)
    return RedirectResponse("/me", 303)


__all__ = ["Caller", "log_in", "router"]
