"""The page of a task: what it shows, the form of its decision, and what else one may do with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import SimpleNamespace as View
from typing import Any

import sqlalchemy as sa

from domain.calendar import add_working_days, local_date
from domain.deadlines import Deadline
from domain.errors import Refusal
from domain.policies import Policies
from domain.programmes import PROGRAMMES, kind_named
from domain.tasks import FINAL, STATE_TITLES, Operation, TaskState
from domain.text import Text, da_date, en_date
from store import casefile, cases, escalations, substitutions, tasks, users
from store.dossier import Dossier
from store.tables import memberships, teams
from store.users import User
from web import (
    actions,
    area_map,
    cases_named,
    citizen,
    drafts,
    evidence,
    letters,
    line_of_case,
    mending,
    mentions,
    policy,
    proposals,
    reaching,
    steering,
    whole,
    words,
)
from web.history import event_view, is_rung, people_in
from web.house import House
from web.offers import offers_to
from web.place import Place
from web.read_back import read_back
from web.views import (
    Names,
    case_map,
    covering,
    documents,
    due_badge,
    stage_title,
    subject_view,
    team_name,
)
from web.written import written

Row = sa.Row[Any]
NEEDS: dict[Operation, set[str]] = {
    Operation.delegate: {"person", "reason"}, Operation.forward: {"team", "reason"},
    Operation.suspend: {"date", "reason"}, Operation.skip: {"reason"},
    Operation.reopen: {"reason"},
}  # fmt: skip


@dataclass(frozen=True)
class Typed:
    """What somebody has just sent in and what is wrong with it; nothing of it may be lost."""

    fields: dict[str, Any]
    errors: dict[str, Text] = field(default_factory=dict)
    refusal: Refusal | None = None
    page: tasks.Page | None = None
    """On which it was typed."""


def task_context(db: sa.Connection, store: Any, user: User, task: Row, now: datetime, policies: Policies,
                 typed: Typed | None = None, *, place: Place | None = None) -> dict[str, Any]:  # fmt: skip
    """Everything that _task.html shows. `place`: the list that it was opened from."""
    kind, case = kind_named(task.kind), cases.get(db, task.case_id)
    assert case is not None
    events = casefile.events_of_task(db, task.id)
    offers = offers_to(db, store.secrets, kind.decision, case, local_date(now), policies, task.data)
    ruling = evidence.ruling_of(db, task, kind, local_date(now), policies)
    name = Names(db, {task.assignee_id, task.acting_for, task.acknowledged_by, *people_in(events)})
    return {
        "place": place, "suffix": place.suffix if place else "",
        "task": _task(task, kind, team_name(db, task.team_id), name, user, now, policies, events),
        "sees_case": policy.may_see_case(user, case), "alike": [says for _, says in offers.get("alike", ())],
        "person": subject_view(db, store, user, case),
        "lacks_phone": citizen.lacks_phone(db, store, user, case) if task.state not in FINAL else None,
        "reaching": reaching.shown(db, store, user, case) if task.state not in FINAL else [],
        "evidence": [*evidence.shown(db, task, kind, ruling), *_line(db, user, case, kind, task, now, policies)],
        "rules": evidence.rules_used(ruling, policies),
        "areas": area_map.shown(db, user, case, local_date(now), policies, task.kind),
        "map": case_map(db, case), "events": [event_view(e, name) for e in events],
        "comments": mentions.comments(db, task.id),
        "colleagues": mentions.offered(mentions.colleagues(db, task), user.id),
        "decision": _decided(db, user, case, kind, task, offers) if task.decision else [],
        "may_correct": case.closed_at is None and task.state not in FINAL and policy.may_correct(user, case),
        "documents": documents(user, case) if kind.uses_file else None,
        "proposals": proposals.of_task(db, task, case, now, policies) if task.state not in FINAL else None,
        "about_letter": letters.above(db, user, case, kind.about_letter),
        "mend": mending.way(user, case, typed.refusal if typed else None),
        "days": often_until(now, policies),
        "may_take_in_hand": task.state not in FINAL and task.acknowledged_by != user.id
                            and escalations.was_told(db, user.id, task.id),
        **_answering(db, user, task, kind, typed, offers), **_operating(db, user, task, local_date(now)),
    }  # fmt: skip


def _line(db: sa.Connection, user: User, case: Row, kind: Any, task: Row, now: datetime,
          policies: Policies) -> list[dict[str, Any]]:  # fmt: skip
    """Nothing beside what has been decided: the money has gone on since."""
    if not kind.shows_line or task.state in FINAL:
        return []
    return line_of_case.rows(db, user, case, local_date(now), policies)


def _decided(db: sa.Connection, user: User, case: Row, kind: Any, task: Row,
             offers: whole.Offers) -> list[dict[str, Any]]:  # fmt: skip
    """The answer that was given; another case that it names is a way there."""
    named = cases_named.with_named(db, user, [(kind.decision, task.decision)], offers)
    return read_back(db, case, named)(task)


def _answering(db: sa.Connection, user: User, task: Row, kind: Any, typed: Typed | None,
               offers: whole.Offers) -> dict[str, Any]:  # fmt: skip
    """The form with what was typed, else the draft; only for who may complete. Others get their text back to read."""
    draft, mine = tasks.draft(db, task.id), policy.may(user, task, Operation.complete)
    values = typed.fields if typed else draft.fields if draft else _begun(db, task, kind, offers)
    by_other = draft.user_id if draft and draft.user_id != user.id and mine else None
    return {
        "form": whole.build(kind.decision, values, typed.errors if typed else {}, offers) if mine else None,
        "four_eyes": policy.FourEyes().text if policy.is_excluded(user.id, task) else None,
        "outcomes": [{"answer": a, "leads_to": t} for a, t in kind.outcomes] if mine else [],
        "sends_letter": kind.letter is not None,
        "refusal": typed.refusal.text if typed and typed.refusal else None,
        "returned": written(kind.decision, typed.fields, offers) if typed and not mine else [],
        "draft_saved_at": draft.saved_at if draft and mine else None, "draft_by_other": Names(db, {by_other})(by_other),
        "draft_seen": draft.version if draft else 0,
        "other_draft": _other_draft(db, kind, draft, offers) if typed and _is_another(draft, kind, typed) else None,
    }  # fmt: skip


def _begun(db: sa.Connection, task: Row, kind: Any, offers: whole.Offers) -> dict[str, Any]:
    case = cases.get(db, task.case_id)
    last = Dossier(db, case).done(task.kind)[-1:] if case is not None and kind.mends else []
    found: dict[str, Any] = kind.decision.beginning(offers)
    return found | {name: one.answer[name] for one in last for name in kind.mends if one.answer.get(name)}


def _is_another(draft: Row | None, kind: Any, typed: Typed) -> bool:
    """Whether there is a draft that the page on which this was typed had not seen."""
    if draft is None or typed.page is None or typed.page.knows(draft):
        return False
    return bool(draft.fields != drafts.draftable(kind, typed.fields))


def other_draft(db: sa.Connection, house: House, task: Row) -> dict[str, Any]:
    """The draft that was saved by another page, to be read beside one's own text."""
    kind, case, draft = kind_named(task.kind), cases.get(db, task.case_id), tasks.draft(db, task.id)
    assert case is not None
    offers = offers_to(db, house.store.secrets, kind.decision, case, local_date(house.now()), house.policies, task.data)
    return _other_draft(db, kind, draft, offers)


def _other_draft(db: sa.Connection, kind: Any, draft: Row | None, offers: whole.Offers) -> dict[str, Any]:
    assert draft is not None
    return {"by": Names(db, {draft.user_id})(draft.user_id), "at": draft.saved_at,
            "says": written(kind.decision, draft.fields, offers)}  # fmt: skip


def _operating(db: sa.Connection, user: User, task: Row, today: date) -> dict[str, Any]:
    near = [h for h in users.holders(db, task.role, task.team_id)
            if h.id != task.assignee_id and h.id not in task.excluded]  # fmt: skip
    gone = substitutions.away(db, today, [h.id for h in near]) if near else set()
    colleagues = [(h.id, words.away(h.display_name) if h.id in gone else h.display_name) for h in near]
    others = _other_teams(db, task)
    senseless = {Operation.complete} | (set() if colleagues else {Operation.delegate})
    senseless |= set() if others else {Operation.forward}
    held = [operation_view(o) for o in actions.possible(db, user, task) if o not in senseless]
    buttons = [as_button("deadline", words.MOVE_DEADLINE, {"date", "reason"}),
                as_button("priority", words.PRIORITISE, {"priority", "reason"})]  # fmt: skip
    return {"operations": held, "people": colleagues, "teams": others,
            "steering": buttons if policy.may_steer(user, task) else [],
            "priorities": [(p, words.priority(p)) for p in steering.PRIORITIES]}  # fmt: skip


def _task(task: Row, kind: Any, team: str, name: Names, user: User, now: datetime, policies: Policies,
          events: list[Row]) -> View:  # fmt: skip
    final, programme = task.state in FINAL, PROGRAMMES[task.programme]
    acute = programme.is_acute(task.due)
    return View(
        id=task.id, title=kind.title, why=kind.why, case_id=task.case_id, case_url=f"/cases/{task.case_id}",
        programme_title=programme.title, confidential=programme.confidential,
        kind_title=stage_title(task.programme, task.stage), state=task.state,
        state_title=STATE_TITLES[TaskState(task.state)], team_name=team,
        assignee_name=name(task.assignee_id), done_for=name(covering(user, task)),
        priority=words.priority(task.priority),
        priority_because=words.priority_because(task.escalation_level, _prioritised(events), acute=acute), acute=acute,
        received_at=task.received_at, follow_up_on=task.follow_up_on, due=Deadline.model_validate(task.due),
        due_badge=due_badge(task.due_at, now, policies, final=final), escalation_level=task.escalation_level,
        told=[event_view(e, name) for e in events if is_rung(e)],
        in_hand=name(task.acknowledged_by), in_hand_by=task.acknowledged_by,
        version=task.version, is_mine=task.assignee_id == user.id, final=final, suspended_until=task.suspended_until,
    )  # fmt: skip


def _prioritised(events: list[Row]) -> dict[str, Any] | None:
    """What a person said of how urgent it is, where somebody did."""
    return next((e.details for e in reversed(events) if e.what == "prioritise"), None)


def often_until(now: datetime, policies: Policies) -> list[tuple[str, Text]]:
    """Days that a task is often put on hold until: the date as it is typed, and what it is called."""
    today = local_date(now)
    tomorrow = add_working_days(today, 1, policies)
    week, fortnight = (add_working_days(today + timedelta(days=n - 1), 1, policies) for n in (7, 14))
    return [(da_date(day), Text(da=f"{says.da}, {da_date(day)}", en=f"{says.en}, {en_date(day)}"))
            for day, says in ((tomorrow, words.TOMORROW), (week, words.IN_A_WEEK), (fortnight, words.IN_TWO_WEEKS))
            ]  # fmt: skip


def _other_teams(db: sa.Connection, task: Row) -> list[tuple[str, str]]:
    m, t = memberships, teams
    fits = [m.c.role == task.role, t.c.id != task.team_id]
    query = sa.select(t.c.id, t.c.name).join(m, m.c.team_id == t.c.id).where(*fits)
    return sorted({(r.id, r.name) for r in db.execute(query)}, key=lambda r: r[1])


def operation_view(operation: Operation) -> dict[str, Any]:
    primary = operation is Operation.claim
    return as_button(operation.value, words.OPERATIONS[operation], NEEDS.get(operation, set()), primary=primary,
                     optional_reason=operation in (Operation.suspend, Operation.delegate))  # fmt: skip


def as_button(name: str, title: Text, needs: set[str], *, primary: bool = False,
              shut: Sequence[Text] = (), optional_reason: bool = False) -> dict[str, Any]:  # fmt: skip
    """Something to do, with what it asks for first; or why it cannot be done yet."""
    asks = {f"needs_{n}": n in needs for n in ("reason", "person", "team", "date", "priority")}
    return {"name": name, "title": title, "primary": primary, "shut": shut, "optional_reason": optional_reason, **asks}
