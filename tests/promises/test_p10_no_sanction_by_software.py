"""P10: no deduction comes about by software, by one person, or while one precondition of the law is missing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from temporalio.client import Client

from activities.messages import OpenTask
from domain.absence import preconditions
from domain.absence.preconditions import CHECKS, PAST_DECISION
from domain.calendar import local_date
from domain.policies import policies
from domain.programmes import PROGRAMMES, kind_named
from domain.roles import Role
from domain.tasks import Operation
from domain.text import Text
from store import cases, outbox
from store.db import Store
from store.dossier import Dossier
from tests.support.absences import DECIDE, EVIDENCE, absent, contacted, heard
from tests.support.evidence import LOST, absence, done, morning, opened, register
from tests.support.places import placement
from tests.support.site import OWN, REASON, Site, site_over
from tests.support.world import World, eventually, world
from workflows.map import process_map
from workflows.registry import CASES

TODAY = "2026-11-19"
ALMIGHTY = "supervisor2"
"""An administrator who has every role on the way to a deduction."""
STEPS: dict[str, tuple[str, str, dict[str, Any], dict[str, Any]]] = {
    "absence.decision": ("decision", "caseworker", {"days": 1, "activity_ready": False},
                         {"deduct": True, "days": 1, "reason": REASON}),
    "absence.confirmation": ("confirmation", "supervisor", {"days": 1}, {"confirmed": True, "reason": REASON}),
    "absence.send_decision": ("sending", "caseworker", {"days": 1}, {"account": REASON}),
    "absence.instruction": ("instruction", "benefit", {"days": 1, "latest": "2027-01-31"},
                            {"carried_out": True, "on": TODAY, "reference": "KY-2026-9"}),
}  # fmt: skip
"""Every step of a deduction: its stage, who takes it, what its task says, and the answer that goes on with it."""
BACK = {
    "absence.decision": {"deduct": False, "reason": REASON},
    "absence.confirmation": {"confirmed": False, "reason": REASON},
    "absence.instruction": {"carried_out": False, "on": TODAY, "reference": "KY-2026-9"},
}
"""The answers that lead to no deduction: those are never shut."""


@pytest.fixture
async def site(store: Store) -> Any:
    async with site_over(store) as made:
        for role in (Role.administrator, Role.caseworker, Role.benefit_officer):
            made.give(ALMIGHTY, role, OWN)
        yield made


def held(site: Site, case: str, kind: str, by: str = "") -> str:
    stage, who, data, _ = STEPS[kind]
    if kind == "absence.send_decision":
        stage_of_decision, _, told, deducted = STEPS["absence.decision"]
        done(site, case, "absence.decision", stage_of_decision, site.clock.at, data=told, **deducted)
    return opened(site, case, kind, stage, site.clock.at, by or who, **data)


def stands(site: Site) -> dict[str, list[Any]]:
    """All that is written down but drafts: what is typed is kept also where it is refused."""
    return {name: rows for name, rows in site.everything().items() if name != "drafts"}


def missing(site: Site, case: str) -> list[str]:
    with site.store.read() as db:
        row = cases.get(db, case)
        assert row
        judged = PROGRAMMES["absence"].rules["absence.preconditions"](
            Dossier(db, row), local_date(site.clock.at), policies())  # fmt: skip
    return list(judged.answer["missing"])


async def posted(site: Site, who: str, task_id: str, answer: dict[str, Any]) -> httpx.Response:
    body = {"decision": answer, "version": site.row(task_id).version}
    return await site.api(who).post(f"tasks/{task_id}/complete", json=body)


def test_a_way_to_lose_each_precondition_is_known() -> None:
    assert list(LOST) == list(CHECKS)


def test_every_task_on_the_way_to_a_deduction_is_guarded_and_none_can_be_skipped() -> None:
    after = {kind.kind for kind in PROGRAMMES["absence"].kinds if kind.guard == "absence.preconditions"}
    assert after == set(STEPS)
    assert not any(kind_named(kind).skippable for kind in STEPS)


@pytest.mark.parametrize("kind", STEPS)
async def test_with_everything_in_evidence_a_person_takes_the_step(site: Site, kind: str) -> None:
    """Guards the tests below: they would pass for a system that refuses everything."""
    _, case = absence(site)
    assert missing(site, case) == []
    answer = await posted(site, STEPS[kind][1], held(site, case, kind), STEPS[kind][3])
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("name", LOST)
async def test_while_one_precondition_is_missing_no_step_can_be_taken_by_anybody_and_nothing_changes(
    site: Site, name: str
) -> None:
    """By program, by page and in bulk."""
    above, case = absence(site)
    tasks = {(kind, who): held(site, case, kind, who) for kind in STEPS for who in (STEPS[kind][1], ALMIGHTY)}
    LOST[name](site, above, case)
    assert missing(site, case) == [name]
    before = stands(site)
    for (kind, who), task_id in tasks.items():
        whole = STEPS[kind][3]
        refused = await posted(site, who, task_id, whole)
        assert (refused.status_code, refused.json()["code"]) == (409, "precondition_missing"), kind
        bulk = {"operation": "complete", "ids": [task_id], "args": {"decision": whole}}
        answered = await site.api(who).post("tasks/bulk", json=bulk)
        assert answered.json()["results"] == [{"id": task_id, "ok": False, "code": "precondition_missing"}]
        if who != ALMIGHTY:
            await by_page(site, who, task_id, kind)
    assert stands(site) == before, "no state, no event, nothing in the outbox"
    assert not site.audited("letter.written")[1:], "no letter but the hearing"


async def by_page(site: Site, who: str, task_id: str, kind: str) -> None:
    person, typed = site.as_(who), STEPS[kind][3]
    form = {k: {True: "true"}.get(v, str(v)) if isinstance(v, bool) else str(v) for k, v in typed.items()}
    form |= {"on": "19.11.2026"} if "on" in form else {}
    page = await person.get(f"/tasks/{task_id}")
    read_before = [{"confirm": "a letter that was read before"}] if kind_named(kind).letter else []
    for more in [dict[str, str](), *read_before]:
        filled = page.filled(page.form(f"/tasks/{task_id}/complete"), None, **form)
        refused = await person.post(f"/tasks/{task_id}/complete", filled | more, 409)
        assert "Det kan ikke afgøres nu." in refused.text()


@pytest.mark.parametrize("name", LOST)
async def test_an_answer_that_deducts_nothing_is_always_possible(site: Site, name: str) -> None:
    above, case = absence(site)
    tasks = {kind: held(site, case, kind) for kind in BACK}
    LOST[name](site, above, case)
    for kind, task_id in tasks.items():
        assert (await posted(site, STEPS[kind][1], task_id, BACK[kind])).status_code == 200


async def test_an_administrator_alone_has_no_part_in_it(site: Site) -> None:
    _, case = absence(site)
    task_id, (_, _, _, whole) = held(site, case, "absence.decision"), STEPS["absence.decision"]
    before = stands(site)
    assert (await posted(site, "admin", task_id, whole)).status_code in (403, 404)
    assert stands(site) == before


async def test_who_decided_cannot_confirm_whatever_else_they_are(site: Site) -> None:
    _, case = absence(site)
    stage, _, data, whole = STEPS["absence.confirmation"]
    site.activities.open_task(OpenTask(case_id=case, stage=stage, visit=3, now=site.clock.at, task_id="confirm",
                                       kind="absence.confirmation", data=data, not_by=site.ids[ALMIGHTY]))  # fmt: skip
    for operation in (Operation.claim, Operation.start, Operation.complete):
        body = {"decision": whole} if operation is Operation.complete else {}
        refused = await site.api(ALMIGHTY).post(f"tasks/confirm/{operation.value}", json=body)
        assert (refused.status_code, refused.json()["code"]) == (409, "four_eyes")


# -- the workflow ------------------------------------------------------------------------------------------------


async def test_the_case_does_not_go_past_its_preconditions_while_any_is_missing(
    store: Store, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of them in turn, on one case; also when told of a decision that nobody was asked for."""
    async with world(store, client) as w:
        _, case = await absent(w)
        await contacted(w, case)
        lost = {"name": next(iter(CHECKS))}
        for name, check in CHECKS.items():
            monkeypatch.setitem(preconditions.CHECKS, name, lambda look, name=name, check=check:
                                (False, Text(da="Mangler.", en="Missing.")) if lost["name"] == name else check(look))  # fmt: skip
        await heard(w, case)
        for name, following in zip(CHECKS, [*list(CHECKS)[1:], ""], strict=True):
            await eventually(lambda name=name: asked_for(w, case, name))
            with w.store.write() as db:
                stray = {"task_id": f"stray-{name}", "by": w.ids["supervisor"], "at": datetime.now(UTC).isoformat(),
                         "answer": {"deduct": True, "days": 1}}  # fmt: skip
                outbox.put(db, case, "signal", "decided", stray, datetime.now(UTC))
            await w.courier.deliver(case)
            assert not w.tasks(case, DECIDE)
            assert w.case(case).stage == "preconditions"
            lost["name"] = following
            await w.decide(case, EVIDENCE, "caseworker", next="check", reason=REASON)
        await w.task(case, DECIDE)


def asked_for(w: World, case: str, name: str) -> str | None:
    """The open task that asks for this precondition."""
    held = [t for t in w.tasks(case, EVIDENCE) if t.state == "ready"]
    return held[0].id if held and w.ruling(case, "absence.preconditions")["missing"] == [name] else None


# -- the maps ----------------------------------------------------------------------------------------------------


def reachable(programme: str, *, without: str) -> set[str]:
    ways = {node.stage: node.next for node in process_map(CASES[programme]) if node.stage != without}
    found, left = set[str](), [PROGRAMMES[programme].first_stage]
    while left:
        stage = left.pop()
        if stage in ways and stage not in found:
            found.add(stage)
            left += ways[stage]
    return found


@pytest.mark.parametrize("stage", ["contact", "hearing_letter", "hearing", "preconditions", "decision", "confirmation",
                                   "sending", "instruction"])  # fmt: skip
def test_no_way_leads_to_a_deduction_around_any_step_of_the_law(stage: str) -> None:
    assert "sanctioned" in reachable("absence", without="")
    assert "sanctioned" not in reachable("absence", without=stage)


def test_a_day_counts_as_taken_only_after_a_person_has_decided() -> None:
    beyond = reachable("absence", without="decision")
    assert not beyond & PAST_DECISION


def test_only_a_programme_that_names_it_reaches_the_absence_process() -> None:
    """A voluntary programme has no way there: not by its map, its tasks or its effects, nor by a person's hand."""
    leads = {name: p.on_absence for name, p in PROGRAMMES.items() if p.on_absence}
    assert leads == {"obligation": "absence"}
    for name in PROGRAMMES.keys() - {"absence"}:
        assert "sanctioned" not in {node.stage for node in process_map(CASES[name])}
        assert not {k.kind for k in PROGRAMMES[name].kinds} & {k.kind for k in PROGRAMMES["absence"].kinds}
        assert "absence.preconditions" not in PROGRAMMES[name].rules
    process = PROGRAMMES["absence"]
    assert (process.opened_by, process.by_hand, process.belongs_to) == (frozenset(), None, ("obligation",))


async def test_an_absence_under_a_programme_that_does_not_name_it_begins_nothing(site: Site) -> None:
    above = site.case()
    asked = {"received_on": TODAY, "asked_by": "citizen", "scope": "whole", "text": "Min sag, tak."}
    with site.store.write() as db:
        row = cases.get(db, above)
        assert row
        voluntary = cases.open_belonging(db, PROGRAMMES["access_to_file"], row, facts=asked, key="k", actor=None,
                                         now=site.clock.at)  # fmt: skip
    for case_id, count in ((voluntary, 0), (above, 1)):
        line = placement(site, None, case_id, starts_on=morning(-8).date())
        register(site, line, "absent", morning(0))
        with site.store.read() as db:
            row = cases.get(db, case_id)
            assert row
            assert len(Dossier(db, row).belonging("absence")) == count
