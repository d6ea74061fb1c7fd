"""The web's composition root: everything it needs is handed in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import Depends, FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from temporalio.client import Client

from domain.policies import policies
from domain.roles import Role
from store.db import Store
from web import errors
from web.access import SEES_LOOKUPS, identify, public
from web.api import attendance as api_attendance
from web.api import cases as api_cases
from web.api import health, post, rules, session, spells, tasks
from web.api import reports as api_reports
from web.house import Clock, House, TheHouse, WallClock
from web.limits import Dressed, Limits
from web.live import Live
from web.page import Pages, begins_at_places
from web.pages import (
    ahead,
    bookkeeping,
    budgets,
    bulk,
    case_people,
    citizen,
    consents,
    effort,
    escalations,
    export,
    facts,
    forgotten,
    imports,
    inbox,
    incidents,
    letters,
    newcomers,
    notices,
    opening,
    overview,
    people,
    plan,
    presence,
    proposals,
    referrals,
    reports,
    sending,
    substitutions,
    workload,
)
from web.pages import attendance as attendance_pages
from web.pages import cases as case_pages
from web.pages import live as live_pages
from web.pages import session as session_pages
from web.pages import tasks as task_pages
from web.policy import STAFF
from workers.courier import Courier

HERE = Path(__file__).parent


def create_app(
    store: Store, client: Client, *, production: bool = False, municipality: str = "Københavns Kommune",
    demo: bool = False, clock: Clock | None = None, contact: str = "",
    engine_ui: str = "",
) -> FastAPI:  # fmt: skip
    house = House(store, Courier(client, store), policies(), municipality, production, demo, clock or WallClock(),
                  contact, engine_ui)  # fmt: skip

    live = Live(store, house.now)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        house.loop = asyncio.get_running_loop()
        house.standing.warm()
        house.figures.warm()
        yield
        live.stop()

    # A redirect to the path with a slash would be made from the Host header.
    app = FastAPI(
        title="Handleplan", version="1", lifespan=lifespan, redoc_url=None, docs_url=None, redirect_slashes=False,
        openapi_url=None if production else "/openapi.json",
    )  # fmt: skip
    app.state.house, app.state.pages, app.state.live = house, Pages(), live
    for module in (session, tasks, post, spells, api_cases, api_attendance, rules, api_reports, health):
        app.include_router(module.router)
    for page in (session_pages, letters, sending, escalations, inbox, bulk, presence, live_pages, task_pages, notices,
                 facts, case_people, citizen, attendance_pages, effort, opening, plan, export, consents, newcomers,
                 referrals, proposals, bookkeeping, budgets, reports, substitutions, incidents, workload, ahead,
                 forgotten, case_pages, overview, people,
                 imports):  # fmt: skip
        app.include_router(page.router)
    app.add_api_route("/", home, include_in_schema=False, dependencies=[Depends(public)])
    app.add_api_route("/accessibility", accessibility, include_in_schema=False, dependencies=[Depends(public)])
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    errors.register(app)
    app.add_middleware(Limits)
    app.add_middleware(Dressed, production=production)
    return app


def home(request: Request, house: TheHouse) -> Response:
    """Where each role begins."""
    caller = identify(request, house)
    if caller is None:
        return RedirectResponse("/login", 303)
    roles = caller.user.roles
    if Role.supervisor in roles:
        return RedirectResponse("/overview", 303)
    if not roles & STAFF and begins_at_places(house, caller.user):
        return RedirectResponse("/places", 303)
    if not roles & STAFF and Role.partner in roles:
        return RedirectResponse("/referrals", 303)
    return RedirectResponse("/inbox" if roles & STAFF else "/lookups" if roles & set(SEES_LOOKUPS) else "/me", 303)


def accessibility(request: Request, house: TheHouse) -> Response:
    pages: Pages = request.app.state.pages
    return pages.answer(request, "accessibility.html", identify(request, house))
