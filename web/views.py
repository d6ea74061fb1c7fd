"""What the templates are given: rows, a task, a case, a map. Both languages until the last step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import SimpleNamespace as View
from typing import Any

import sqlalchemy as sa

from domain.calendar import add_working_days, local_date, working_days_between
from domain.deadlines import Deadline
from domain.errors import Refusal
from domain.parties import PARTIES
from domain.policies import Policies
from domain.programmes import PROGRAMMES, kind_named
from domain.tasks import FINAL, STATE_TITLES, Operation, TaskState
from domain.text import Text, da_date, joined
from store import casefile, cases, escalations, outbox, people, substitutions, tasks, users
from store.tables import cases as cases_table
from store.tables import memberships, teams
from store.users import User
from web import actions, evidence, forms, letters, mending, mentions, policy, proposals, steering, whole, words
from web.citizen import Citizen
from web.house import House
from web.offers import offers_to
from web.place import Place
from web.written import written
from workflows.map import process_map
from workflows.registry import CASES

Row = sa.Row[Any]
GIVEN = ("delegate", "nominate")
"""Events that name who has the task then."""
SOON = 2
"""Working days left from which a deadline is near."""
NEEDS: dict[Operation, set[str]] = {
    Operation.delegate: {"person", "reason"}, Operation.forward: {"team", "reason"},
    Operation.suspend: {"date", "reason"}, Operation.skip: {"reason"},
    Operation.reopen: {"reason"},
}  # fmt: skip


def due_badge(due_at: datetime | None, now: datetime, policies: Policies, *, final: bool = False) -> View | None:
    """How near the deadline is, in words."""
    if due_at is None or final:
        return None
    today, due = local_date(now), local_date(due_at)
    days = abs(working_days_between(today, due, policies))
    one, many = (Text(da="hverdag", en="working day"), Text(da="hverdage", en="working days"))
    unit = one if days == 1 else many
    if due_at < now:
        late = Text(da=f"{days} {unit.da} over frist", en=f"{days} {unit.en} overdue")
        return View(level="overdue", text=late if days else Text(da="Over frist", en="Overdue"))
    if due == today:
        return View(level="today", text=Text(da="Frist i dag", en="Due today"))
    if days <= SOON:
        return View(level="soon", text=Text(da=f"{days} {unit.da} tilbage", en=f"{days} {unit.en} left"))
    return None


class Names:
    """Display names of the people that a page mentions, fetched at once."""

    def __init__(self, db: sa.Connection, ids: set[str | None]) -> None:
        self._of = users.display_names(db, {i for i in ids if i})

    def __call__(self, user_id: str | None) -> str | None:
        return self._of.get(user_id) if user_id else None

    def both(self, actor: str | None, acting_for: str | None) -> str | None:
        """Who did it, and for whom."""
        name, other = self(actor), self(acting_for)
        return f"{name} for {other}" if name and other else name


def task_rows(db: sa.Connection, user: User, rows: list[Row], now: datetime, policies: Policies,
              person_names: dict[str, str] | None = None, place: Place | None = None) -> list[View]:  # fmt: skip
    """`place`: the list that the tasks are opened from."""
    suffix = place.suffix if place else ""
    name = Names(db, {r.assignee_id for r in rows} | {r.acting_for for r in rows})
    return [
        View(
            id=r.id, title=kind_named(r.kind).title, case_id=r.case_id, programme_title=PROGRAMMES[r.programme].title,
            person_name=(person_names or {}).get(r.case_id), due_at=r.due_at,
            due_badge=due_badge(r.due_at, now, policies, final=r.state in FINAL), assignee_name=name(r.assignee_id),
            received_at=r.received_at, follow_up_on=r.follow_up_on, claimable=policy.may(user, r, Operation.claim),
            state_title=STATE_TITLES[TaskState(r.state)], escalation_level=r.escalation_level,
            priority=words.priority(r.priority) if r.priority else None,
            suspended_until=r.suspended_until if r.state == TaskState.suspended else None,
            final=r.state in FINAL, url=f"/tasks/{r.id}{suffix}", claim_url=f"/tasks/{r.id}/claim{suffix}",
            done_for=name(covering(user, r)),
        )
        for r in rows
    ]  # fmt: skip


def covering(user: User, task: Row) -> str | None:
    """For whom this person has the task, or did it."""
    return task.acting_for if task.state in FINAL else policy.covered(user, task)


def names_of_cases(db: sa.Connection, store: Any, case_ids: set[str]) -> dict[str, str]:
    """Case id to the person's name, or to what else it is about."""
    if not case_ids:
        return {}
    table = cases_table
    rows: list[Row] = list(db.execute(sa.select(table).where(table.c.id.in_(case_ids))))
    known = people.names(db, store.secrets, {r.person_id for r in rows if r.person_id})
    return {r.id: known[r.person_id] for r in rows if r.person_id} | {
        r.id: name for r in rows if r.person_id is None and (name := name_by_facts(r))}  # fmt: skip


def name_by_facts(case: Row) -> str | None:
    """What a case without a person is called."""
    programme = PROGRAMMES[case.programme]
    return programme.named(programme.facts.model_validate(case.facts)) if programme.named else None


def case_links(user: User, case: Row) -> list[dict[str, Any]]:
    """The pages beside the case's own."""
    if PROGRAMMES[case.programme].week is None:
        return []
    keeps = case.closed_at is None and policy.may_keep_effort(user, case)
    return [{"url": f"/cases/{case.id}/{name}", "title": title}
            for name, title in words.EFFORT_PAGES.items() if keeps or name != "spells"]  # fmt: skip


def person_view(db: sa.Connection, store: Any, user: User, person_id: str | None) -> View | None:
    if person_id is None:
        return None
    person = people.get(db, store.secrets, person_id)
    full = policy.may_read_identity(user)
    address: Text | str = Text(da="Adressebeskyttet", en="Protected address") if person.protected else person.address
    cpr = person.written_cpr if full else person.masked_cpr
    phone = person.phone if full else ""
    return View(name=person.name, cpr=cpr, address=address if full else "", phone=phone)


def subject_view(db: sa.Connection, store: Any, user: User, case: Row) -> View | None:
    """Whom or what the case is about."""
    name = name_by_facts(case) if case.person_id is None else None
    return View(name=name, cpr="", address="", phone="") if name else person_view(db, store, user, case.person_id)


def documents(user: User, case: Row) -> dict[str, str] | None:
    """The collected documents: of the whole case, also where one looks from a case under it."""
    whole = case.parent_id or case.id
    return {"case_id": whole, "url": f"/cases/{whole}/export.zip"} if policy.may_export(user, case) else None


def map_view(case_programme: str, visited: list[str], current: str | None,
             counts: dict[str, tuple[int, int]] | None = None) -> list[dict[str, Any]]:  # fmt: skip
    """The process with where this case has been and is, or with how many cases stand in each stage."""
    nodes = process_map(CASES[case_programme])
    return [
        {"stage": n.stage, "says": n.says, "next": list(n.next), "visited": n.stage in visited, "is_end": n.is_end,
         "current": n.stage == current, "count": counts.get(n.stage, (0, 0))[0] if counts is not None else None,
         "overdue": counts.get(n.stage, (0, 0))[1] if counts is not None else None}
        for n in nodes if n.stage != "closed" or n.stage in visited or n.stage == current
    ]  # fmt: skip


def case_map(db: sa.Connection, case: Row) -> list[dict[str, Any]]:
    first = process_map(CASES[case.programme])[0].stage
    visited = [first, *(v.stage for v in casefile.visits(db, case.id))]
    current = case.outcome or case.stage
    return map_view(case.programme, visited + ([case.outcome] if case.outcome else []), current)


def stage_title(programme: str, stage: str) -> Text:
    found = {n.stage: n.says for n in process_map(CASES[programme])}
    return found.get(stage, Text(da=stage, en=stage))


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
    name = Names(db, {task.assignee_id, task.acting_for, task.acknowledged_by, *people_in(events)})
    return {
        "place": place, "suffix": place.suffix if place else "",
        "task": _task(task, kind, team_name(db, task.team_id), name, user, now, policies, events),
        "sees_case": policy.may_see_case(user, case), "alike": [says for _, says in offers.get("alike", ())],
        "person": subject_view(db, store, user, case), "evidence": evidence.shown(db, task, kind),
        "rules": evidence.rules_used(db, task, kind, policies),
        "map": case_map(db, case), "events": [event_view(e, name) for e in events],
        "comments": mentions.comments(db, task.id),
        "colleagues": mentions.offered(mentions.colleagues(db, task), user.id),
        "decision": written(kind.decision, task.decision, offers) if task.decision else [],
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


def _answering(db: sa.Connection, user: User, task: Row, kind: Any, typed: Typed | None,
               offers: whole.Offers) -> dict[str, Any]:  # fmt: skip
    """The form with what was typed, else the draft; only for who may complete. Others get their text back to read."""
    draft, mine = tasks.draft(db, task.id), policy.may(user, task, Operation.complete)
    values = typed.fields if typed else draft.fields if draft else kind.decision.beginning(offers)
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


def _is_another(draft: Row | None, kind: Any, typed: Typed) -> bool:
    """Whether there is a draft that the page on which this was typed had not seen."""
    if draft is None or typed.page is None or typed.page.knows(draft):
        return False
    return bool(draft.fields != actions.draftable(kind, typed.fields))


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


def people_in(events: list[Row]) -> set[str | None]:
    told = {person for e in events for person in e.details.get("told", ())}
    return {e.actor_id for e in events} | {e.details.get("to") for e in events if e.what in GIVEN} | told | {
        e.details.get("for") for e in events}  # fmt: skip


def event_view(event: Row, name: Names, about: Text | None = None) -> dict[str, Any]:
    to = name(event.details.get("to")) if event.what in GIVEN else None
    what = words.event(event.what, event.details, about, to)
    if "told" in event.details:
        what = joined([what, words.told([one for one in map(name, event.details["told"]) if one])], ". ")
    return {"at": event.at, "actor": name.both(event.actor_id, event.details.get("for")) or words.SYSTEM, "what": what}


def _task(task: Row, kind: Any, team: str, name: Names, user: User, now: datetime, policies: Policies,
          events: list[Row]) -> View:  # fmt: skip
    final = task.state in FINAL
    return View(
        id=task.id, title=kind.title, why=kind.why, case_id=task.case_id, case_url=f"/cases/{task.case_id}",
        programme_title=PROGRAMMES[task.programme].title, kind_title=stage_title(task.programme, task.stage),
        state=task.state, state_title=STATE_TITLES[TaskState(task.state)], team_name=team,
        assignee_name=name(task.assignee_id), done_for=name(covering(user, task)),
        priority=words.priority(task.priority),
        priority_because=words.priority_because(task.escalation_level, _prioritised(events)),
        received_at=task.received_at, follow_up_on=task.follow_up_on, due=Deadline.model_validate(task.due),
        due_badge=due_badge(task.due_at, now, policies, final=final), escalation_level=task.escalation_level,
        told=[event_view(e, name) for e in events if e.what.startswith("rung.")],
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
    return [(da_date(day), Text(da=f"{says.da}, {da_date(day)}", en=f"{says.en}, {da_date(day)}"))
            for day, says in ((tomorrow, words.TOMORROW), (week, words.IN_A_WEEK), (fortnight, words.IN_TWO_WEEKS))
            ]  # fmt: skip


def team_name(db: sa.Connection, team_id: str) -> str:
    return str(db.execute(sa.select(teams.c.name).where(teams.c.id == team_id)).scalar_one())


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


def waiting_for(db: sa.Connection, case: Row, case_tasks: list[Row]) -> list[dict[str, Any]]:
    """What the case waits for and why, from the store alone."""
    if case.closed_at is not None:
        return []
    if case.suspended_at is not None:
        return [{"kind": "timer" if case.suspended_until else "outside", "what": words.SUSPENDED,
                 "until": case.suspended_until, "because": words.SUSPENDED_BECAUSE}]  # fmt: skip
    found = [
        {"kind": "task", "what": kind_named(t.kind).title, "until": t.due_at,
         "because": Deadline.model_validate(t.due).because} for t in case_tasks if t.state not in FINAL
    ]  # fmt: skip
    if case.waiting_kind:
        said = {k: Text.model_validate(case.waiting_for[k]) for k in ("what", "because")}
        found.append({"kind": case.waiting_kind, "until": case.waiting_until, **said})
    if not found and outbox.on_its_way(db, case.id):
        found.append({"kind": "outside", "what": words.ON_ITS_WAY, "until": None,
                      "because": words.ON_ITS_WAY_BECAUSE})  # fmt: skip
    return found


def timeline(db: sa.Connection, case: Row) -> list[dict[str, Any]]:
    """Everything that happened to the case: people, timers, stages; newest first."""
    events, acts = casefile.events_of_case(db, case.id), casefile.actions_of_case(db, case.id)
    name = Names(db, people_in(events) | {a.actor_id for a in acts})
    found = [
        {"at": v.entered_at, "actor": words.SYSTEM, "what": words.entered(stage_title(case.programme, v.stage))}
        for v in casefile.visits(db, case.id)
    ]
    found += [event_view(e, name, kind_named(e.kind).title if e.kind else None) for e in events]
    for a in acts:
        what = words.action(a.action, a.details, _about(case, a.details))
        found.append({"at": a.at, "actor": name(a.actor_id) or words.SYSTEM, "what": what})
    return sorted(found, key=lambda one: one["at"], reverse=True)


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
