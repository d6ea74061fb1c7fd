"""What a list of tasks shows, with or without one of them beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from domain.programmes import PROGRAMMES, Programme, kind_named
from domain.roles import Role
from domain.tasks import STATE_TITLES, Task, TaskState
from domain.text import Text, dated
from store import changes, inbox, users
from store.users import User
from web import budgets, standing_links, views
from web.access import Caller
from web.bulk import OFFERED
from web.house import House
from web.inbox_filter import ON, Filter, day_of
from web.page import bounded
from web.place import Place

EMPTY = {
    "mine": Text(da="Du har ingen opgaver. Tag en fra den fælles kø.",
                 en="You have no tasks. Take one from the shared queue."),
    "team": Text(da="Der er ingen ledige opgaver til dit team.", en="There are no free tasks for your team."),
    "all": Text(da="Ingen opgaver passer til filteret.", en="No task matches the filter."),
    "done": Text(da="Du har ikke udført nogen opgaver endnu.", en="You have not completed any tasks yet."),
}  # fmt: skip
NO_MATCH = Text(da="Ingen opgaver passer til filteret. Fjern et filter for at se flere.",
                en="No task matches the filter. Remove a filter to see more.")  # fmt: skip
COLUMNS = {"due": ("due", "-due")}
SORTS = [
    ("due", Text(da="Nærmeste frist", en="Nearest deadline")),
    ("-due", Text(da="Fjerneste frist", en="Farthest deadline")),
    ("priority", Text(da="Højeste prioritet", en="Highest priority")),
    ("follow_up", Text(da="Tidligste opfølgning", en="Earliest follow-up")),
    ("received", Text(da="Ældste først", en="Oldest first")),
    ("-received", Text(da="Nyeste først", en="Newest first")),
]
"""Those done are always shown with the newest first."""
DUE = [
    ("overdue", Text(da="Over frist", en="Overdue")),
    ("escalated", Text(da="Eskaleret, ingen tager hånd om det", en="Escalated, nobody takes care of it")),
    ("today", Text(da="Frist i dag", en="Due today")),
    ("week", Text(da="Frist i denne uge", en="Due this week")),
]
STATES = [(s.value, STATE_TITLES[s]) for s in (TaskState.ready, TaskState.reserved, TaskState.in_progress,
                                               TaskState.suspended)]  # fmt: skip
PRIORITIES = [("raised", Text(da="Forhøjet eller høj", en="Raised or high"))]
NOBODY, OWN_TEAMS = Text(da="Ingen", en="Nobody"), Text(da="Egne team", en="Own teams")


def list_context(house: House, caller: Caller, wanted: Filter, cursor: str) -> dict[str, Any]:
    """Everything that inbox.html shows but what happened before."""
    now, user = house.now(), caller.user
    with house.store.read() as db:
        since = changes.mark(db)  # before the rows: what happens between is told again, not missed
        found = inbox.find(db, user, wanted.query(user, now, cursor or None), now)
        length = inbox.length(db, user, wanted.query(user, now), now) if found.next or cursor else len(found.rows)
        # A name is shown for one's own tasks only: taking them was logged. A shared queue shows case numbers.
        own = {r.case_id for r in found.rows if r.assignee_id == user.id} if wanted.view == "mine" else set()
        named = views.names_of_cases(db, house.store, own)
        rows = views.task_rows(db, user, found.rows, now, house.policies, named, place=Place(wanted, cursor))
        alarms = budgets.alarms(db, house, user) if wanted.view == "mine" else []
        choices = _choices(db, user, wanted)
    done = wanted.view == "done"
    return {
        "view": wanted.view, "rows": rows, "filters": wanted, "shown": len(rows), "cursor": cursor, "alarms": alarms,
        "total": bounded(length), "choices": choices, "kinds": _kinds(user, wanted), "tags": _tags(wanted, choices),
        "sorts": [] if done else SORTS, "sort_urls": {} if done else _sorts(wanted), "bulk": _in_bulk(user, wanted),
        "list_suffix": Place(wanted, cursor).suffix, "share_with": user.named_teams,
        "live_url": f"/inbox/changes?part=changes&view={wanted.view}&since={since}", "bulk_done": None, "beside": "",
        "next_url": wanted.url(found.next) if found.next else None, "prev_url": wanted.url() if cursor else None,
        "empty_reason": NO_MATCH if wanted.is_narrowed else EMPTY[wanted.view],
    }  # fmt: skip


def _in_bulk(user: User, wanted: Filter) -> list[tuple[str, Text]]:
    """What can be done to several of this list; taking a task from the queue is for who works in it."""
    names = {"mine": ("release", "delegate", "suspend"), "team": ("claim",), "all": tuple(OFFERED), "done": ()}
    leads = Role.supervisor in user.roles
    steered = {"prioritise"} if not leads else set()
    offered = (*names[wanted.view], "delegate", "prioritise") if leads and wanted.view == "team" else names[wanted.view]
    return [(name, OFFERED[name].title) for name in offered if name not in steered]


def _sorts(wanted: Filter) -> dict[str, dict[str, str]]:
    found = {}
    for column, (up, down) in COLUMNS.items():
        direction = {up: "asc", down: "desc"}.get(wanted.sort, "none")
        found[column] = {"url": wanted.url(sort=down if wanted.sort == up else up), "dir": direction}
    return found


def _choices(db: sa.Connection, user: User, wanted: Filter) -> dict[str, list[tuple[str, Text | str]]]:
    """What each field of the filter offers; people and teams where the list has those of others."""
    found: dict[str, list[tuple[str, Text | str]]] = {
        "programme": [(p.name, p.title) for p in PROGRAMMES.values() if _kinds_of(p, user, wanted)],
        "due": _due_choices(wanted), "stage": [(wanted.stage, _stage_title(wanted))] if wanted.stage else [],
        "state": [*STATES], "priority": [*PRIORITIES], "person": [], "team": [],
    }  # fmt: skip
    if wanted.view == "all":
        found["person"] = [(inbox.NOBODY, NOBODY), *users.colleagues(db, user.teams)]
    if wanted.view in ("all", "team") and (len(user.teams) > 1 or wanted.team):
        found["team"] = [(standing_links.OWN, OWN_TEAMS), *user.named_teams]
    return found


def _kinds(user: User, wanted: Filter) -> list[tuple[Text, list[tuple[str, Text]]]]:
    """The kinds of task that the filter offers, each programme with its own."""
    found = ((p, _kinds_of(p, user, wanted)) for p in PROGRAMMES.values() if wanted.programme in ("", p.name))
    return [(p.title, [(k.kind, k.title) for k in kinds]) for p, kinds in found if kinds]


def _kinds_of(programme: Programme, user: User, wanted: Filter) -> list[type[Task[Any]]]:
    """Of one's own work those that are for one's roles; of everybody's, and of what has been done, every one."""
    whole = wanted.view not in ("mine", "team")
    theirs = [k for k in programme.kinds if whole or k.role in user.roles or k.role_from or k.kind == wanted.kind]
    return theirs or [k for k in programme.kinds if wanted.programme == programme.name]


def _tags(wanted: Filter, choices: dict[str, list[tuple[str, Text | str]]]) -> list[dict[str, Any]]:
    """What the list is narrowed to, each with the address of the list without it."""
    words: dict[str, Callable[[str], Text | str]] = {"kind": _kind_title} | {
        name: lambda value, offered=dict(choices[name]): offered.get(value, value)
        for name in ("programme", "stage", "due", "state", "priority", "team", "person")
    } | {"q": lambda value: value}  # fmt: skip
    return [{"text": say(getattr(wanted, name)), "remove_url": wanted.url(**{name: ""})}
            for name, say in words.items() if getattr(wanted, name)]  # fmt: skip


def _due_choices(wanted: Filter) -> list[tuple[str, Text | str]]:
    """Those that one chooses from, and a day that a number of the look-ahead has led to."""
    if wanted.due in dict(DUE) or not wanted.due:
        return [*DUE]
    day, until = dated(day_of(wanted.due)), "" if wanted.due.startswith(ON) else "til og med "
    says = Text(da=f"Frist {until}{day.da}", en=f"Due {'by' if until else 'on'} {day.en}")
    return [*DUE, (wanted.due, says)]


def _stage_title(wanted: Filter) -> Text:
    title = views.stage_title(wanted.programme, wanted.stage) if wanted.programme in PROGRAMMES else None
    return title or Text(da=wanted.stage, en=wanted.stage)


def _kind_title(kind: str) -> Text | str:
    known = {k.kind for p in PROGRAMMES.values() for k in p.kinds}
    return kind_named(kind).title if kind in known else kind
