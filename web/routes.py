"""Every address of the web, put together once: what an address needs is worked out at its first use, for every app."""

from __future__ import annotations

from fastapi import APIRouter

from web.api import attendance as api_attendance
from web.api import budgets as api_budgets
from web.api import cases as api_cases
from web.api import health, post, rules, session, spells, tasks
from web.api import reports as api_reports
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
    home,
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

ROUTER = APIRouter()
for module in (
    session, tasks, post, spells, api_cases, api_attendance, rules, api_reports, api_budgets, health,
    session_pages, letters, sending, escalations, inbox, bulk, presence, live_pages, task_pages, notices, facts,
    case_people, citizen, attendance_pages, effort, opening, plan, export, consents, newcomers, referrals, proposals,
    bookkeeping, budgets, reports, substitutions, incidents, workload, ahead, forgotten, case_pages, overview, people,
    imports, home,
):  # fmt: skip
    ROUTER.include_router(module.router)
