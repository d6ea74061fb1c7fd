"""What has happened, as people read it: to a task, to a case, and with the escalations of a task as one entry."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from domain.parties import PARTIES
from domain.programmes import PROGRAMMES, kind_named
from domain.text import Text, joined, verbatim
from store import casefile, cases
from store.users import User
from web import forms, policy, whole, words
from web.citizen import Citizen
from web.views import Names, stage_title
from web.written import written

Row = sa.Row[Any]
Entries = list[dict[str, Any]]
GIVEN = ("delegate", "nominate")
"""Events that name who has the task then."""


def people_in(events: list[Row]) -> set[str | None]:
    told = {person for e in events for person in e.details.get("told", ())}
    return {e.actor_id for e in events} | {e.details.get("to") for e in events if e.what in GIVEN} | told | {
        e.details.get("for") for e in events}  # fmt: skip


def is_rung(event: Row) -> bool:
    return str(event.what).startswith("rung.")


def event_view(event: Row, name: Names) -> dict[str, Any]:
    to = name(event.details.get("to")) if event.what in GIVEN else None
    what = words.event(event.what, event.details, to=to)
    if "told" in event.details:
        what = joined([what, words.told([one for one in map(name, event.details["told"]) if one])], ". ")
    return {"at": event.at, "actor": name.both(event.actor_id, event.details.get("for")) or words.SYSTEM, "what": what}


def timeline(db: sa.Connection, user: User, case: Row) -> Entries:
    """Everything that happened to the case: people, timers, stages; newest first."""
    events, acts = casefile.events_of_case(db, case.id), casefile.actions_of_case(db, case.id)
    name = Names(db, people_in(events) | {a.actor_id for a in acts})
    found = [{"at": a.at, "actor": name(a.actor_id) or words.SYSTEM, **_of_case(db, user, case, a)} for a in acts]
    found += [
        {"at": v.entered_at, "actor": words.SYSTEM, "what": words.entered(stage_title(case.programme, v.stage))}
        for v in casefile.visits(db, case.id)
    ]
    found += [_of_task(e, event_view(e, name)) for e in events]
    return sorted(found, key=lambda one: one["at"])[::-1]


def _of_case(db: sa.Connection, user: User, case: Row, act: Row) -> dict[str, Any]:
    """What was done to it; of one that it was joined with the number too, for who may see that `other`."""
    said = words.action(act.action, act.details, _about(case, act.details))
    other = cases.get(db, act.details["with"]) if "with" in act.details else None
    if other is None or not policy.may_see_case(user, other):
        return {"what": said}
    return {"what": joined([said, verbatim(other.id)], ": "), "said": said, "other": other.id}


def _of_task(event: Row, view: dict[str, Any]) -> dict[str, Any]:
    """With the task's name in front; `said` is without it."""
    what = words.of(kind_named(event.kind).title, view["what"]) if event.kind else view["what"]
    return view | {"what": what, "said": view["what"], "task": event.task_id, "is_rung": is_rung(event)}


def folded(entries: Entries) -> Entries:
    """The escalations of a task that nothing else of it stands between are one entry: the last, with the `earlier`."""
    shown: Entries = []
    last: dict[str | None, Entries] = {}
    for entry in entries:
        task, rung = entry.get("task"), entry.get("is_rung", False)
        if rung and task in last:
            last[task].append(entry)
            continue
        shown.append(entry | {"earlier": []})
        last.pop(task, None)
        if rung:
            last[task] = shown[-1]["earlier"]
    return shown


def _text(value: Any) -> Text:
    return value if isinstance(value, Text) else Text(da=str(value), en=str(value))


def _about(case: Row, details: dict[str, Any]) -> Text | None:
    """The facts that a correction changed, or what part somebody has in the case."""
    if "changed" in details:
        return joined([forms.label_of(k, Citizen.model_fields[k]).title for k in details["changed"]], ", ")
    if details.get("kind") in PARTIES:
        return PARTIES[details["kind"]]
    if "facts" in details:
        said = written(PROGRAMMES[case.programme].facts, details["facts"])
        return joined((joined([one["label"], _text(one["value"])], ": ") for one in said), "; ")
    infos = dict(whole.keys(PROGRAMMES[case.programme].facts))
    changed = [forms.label_of(k, infos[k]).title for k in details.get("before", ()) if k in infos]
    return joined(changed, ", ") if changed else None
