"""A bearer token for a local account."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request

from domain.errors import Refusal
from store import users
from web.access import public
from web.api.models import PROBLEMS, Login, Token
from web.house import TheHouse
from web.pages.session import WRONG, log_in

router = APIRouter(prefix="/api/v1", tags=["session"], responses=PROBLEMS)


@router.post("/session", dependencies=[Depends(public)])
def open_session(request: Request, house: TheHouse, body: Login) -> Token:
    user_id = log_in(request, house, body.username.strip(), body.password)
    if user_id is None:
        raise Refusal("wrong_password", WRONG, status=401)
    with house.store.write() as db:
        token, until = users.issue_token(db, user_id, 1, house.now())
    return Token(token=token, expires_at=until)
