"""Material: nothing that nobody found neutral is ever sent, nor anything on the day before an election."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import ValidationError

from domain.calendar import add_working_days, local_date
from domain.civic.facts import CampaignFacts
from domain.errors import BadInput
from domain.material.facts import FORMS, MaterialFacts
from domain.material.rules import judge_may_send, refuse
from domain.material.tasks import Translated
from domain.policies import RulesOn, policies
from domain.programmes import Asked
from domain.roles import Role
from store import cases
from store.dossier import Dossier
from tests.support.civic import (
    CHECK,
    DISPATCH,
    DRAFT,
    NEUTRAL,
    NOTE,
    PRINT,
    PRINTED,
    SENT,
    TRANSLATE,
    VERSIONS,
    WORDING,
    checked,
    material,
)
from tests.support.dossier import Case
from tests.support.material import correct_above
from tests.support.world import REASON, World, eventually, today
from workflows.map import process_map
from workflows.material import Material

ELECTION = date(2025, 11, 18)
CAMPAIGN = Case(CampaignFacts.model_validate({
    "name": "KV25", "election": "municipal", "election_on": str(ELECTION), "compares_with": "2021-11-16"}))


def missing(w: World, case_id: str, on: date) -> list[str]:
    with w.store.read() as db:
        row = cases.get(db, case_id)
        assert row is not None
        found: list[str] = judge_may_send(Dossier(db, row), on, policies()).answer["missing"]
    return found


def test_no_way_leads_to_sent_but_through_the_check() -> None:
    ways = {node.stage: set(node.next) for node in process_map(Material) if node.stage != "neutrality"}
    reached, ahead = set(), {"draft"}
    while ahead:
        reached |= ahead
        ahead = {stage for one in ahead for stage in ways.get(one, set())} - reached
    assert "sent" not in reached


async def test_every_step_is_due_before_nothing_new_begins(w: World) -> None:
    case = await material(w, days_until=6)
    freeze = today() + timedelta(days=6 - RulesOn(policies(), today()).whole("civic.freeze_days"))
    last = add_working_days(freeze, -1)
    for kind, who, said in ((DRAFT, "civic", WORDING), (TRANSLATE, "civic", VERSIONS), (CHECK, "jurist", NEUTRAL),
                            (PRINT, "civic", PRINTED), (DISPATCH, "", None)):  # fmt: skip
        due = local_date((await w.task(case, kind)).due_at)
        assert due <= max(last, add_working_days(today(), 1)), kind
        if said:
            await w.decide(case, kind, who, **said)


@pytest.mark.parametrize("form", sorted(FORMS))
def test_whatever_was_never_checked_may_not_be_sent(form: str) -> None:
    facts = MaterialFacts.model_validate({"form": form, "name": "Stem i dag"})
    ruling = judge_may_send(Case(facts, parent=CAMPAIGN), date(2025, 11, 10), policies())
    lists = ["list"] if form == "message" else []
    assert (ruling.answer["met"], ruling.answer["missing"]) == (False, [*lists, "neutrality"])


@pytest.mark.parametrize(("on", "wrong"), [
    (date(2025, 10, 24), ["neutrality", "too_early"]), (date(2025, 10, 25), ["neutrality"]),
    (date(2025, 11, 16), ["neutrality"]), (date(2025, 11, 17), ["frozen", "neutrality"]),
])  # fmt: skip
def test_a_poster_hangs_by_a_road_from_the_fourth_saturday_and_nothing_begins_the_day_before(
    on: date, wrong: list[str]
) -> None:
    facts = MaterialFacts.model_validate({"form": "road_poster", "name": "Stem i dag"})
    assert judge_may_send(Case(facts, parent=CAMPAIGN), on, policies()).answer["missing"] == wrong


@pytest.mark.parametrize(("form", "opens_at"), [
    ("road_poster", datetime(2025, 10, 25, 10, tzinfo=UTC)), ("poster", None), ("flyer", None)])  # fmt: skip
def test_a_poster_hangs_by_a_road_from_noon_of_the_first_day(form: str, opens_at: datetime | None) -> None:
    facts = MaterialFacts.model_validate({"form": form, "name": "Stem i dag"})
    assert judge_may_send(Case(facts, parent=CAMPAIGN), date(2025, 10, 25), policies()).opens_at == opens_at


async def test_a_flyer_is_written_translated_checked_printed_and_handed_out(w: World) -> None:
    case = await checked(w)
    await w.decide(case, PRINT, "civic", **PRINTED)
    await w.task(case, DISPATCH)
    assert missing(w, case, today()) == []
    assert missing(w, case, today() + timedelta(days=199)) == ["frozen"]
    await w.decide(case, DISPATCH, "civic", **SENT)
    await w.stands_at(case, "sent")


async def test_a_post_is_not_printed(w: World) -> None:
    case = await checked(w, "post")
    await w.decide(case, DISPATCH, "civic", **SENT)
    await w.stands_at(case, "sent")
    assert not w.tasks(case, PRINT)


async def test_whoever_wrote_it_does_not_check_it(w: World) -> None:
    case = await material(w)
    await w.decide(case, DRAFT, "civic", **WORDING)
    await w.decide(case, TRANSLATE, "civic2", **VERSIONS)
    task = await w.task(case, CHECK)
    assert task.role == Role.legal
    assert {w.ids["civic"], w.ids["civic2"]} <= set(task.excluded)


async def test_whoever_wrote_what_was_sent_back_does_not_check_what_was_made_of_it(w: World) -> None:
    """A new draft begins with the words of the old."""
    case = await material(w)
    await w.decide(case, DRAFT, "civic", **WORDING)
    await w.decide(case, TRANSLATE, "civic", **VERSIONS)
    await w.decide(case, CHECK, "jurist", result="change", note=REASON)
    await w.decide(case, DRAFT, "civic2", **WORDING)
    await w.decide(case, TRANSLATE, "civic2", **VERSIONS)
    assert {w.ids["civic"], w.ids["civic2"]} <= set((await w.task(case, CHECK)).excluded)


async def test_what_is_written_anew_is_checked_anew(w: World) -> None:
    case = await material(w)
    await w.decide(case, DRAFT, "civic", **WORDING)
    await w.decide(case, TRANSLATE, "civic", **VERSIONS)
    await w.decide(case, CHECK, "jurist", result="change", note=NOTE)
    await w.decide(case, DRAFT, "civic", **WORDING)
    await w.decide(case, TRANSLATE, "civic", **VERSIONS)
    assert missing(w, case, today()) == ["neutrality"]
    await w.decide(case, CHECK, "jurist", **NEUTRAL)
    await w.task(case, PRINT)
    await w.say(case, "correct")
    await w.stands_at(case, "draft")
    await w.decide(case, DRAFT, "civic", **WORDING)
    assert missing(w, case, today()) == ["neutrality"]


async def test_what_must_not_be_used_is_not(w: World) -> None:
    case = await material(w)
    await w.decide(case, DRAFT, "civic", **WORDING)
    await w.decide(case, TRANSLATE, "civic", **VERSIONS)
    await w.decide(case, CHECK, "jurist", result="withdrawn", note=NOTE)
    await w.stands_at(case, "withdrawn")


async def test_what_is_not_ready_when_the_polls_close_is_not_used(w: World) -> None:
    case = await material(w, days_until=30)
    await w.decide(case, DRAFT, "civic", **WORDING)
    await w.task(case, TRANSLATE)
    await w.skip(case, days=30, hours=24)
    await w.stands_at(case, "withdrawn")


async def test_a_later_election_day_leaves_more_time(w: World) -> None:
    case = await material(w, days_until=30)
    await w.task(case, DRAFT)
    above = str(w.case(case).parent_id)
    w.correct_facts(above, election_on=str(today() + timedelta(days=60)))
    await w.skip(case, days=32)
    assert w.case(case).stage == "draft"
    await w.skip(case, days=30)
    await w.stands_at(case, "withdrawn")


async def test_what_may_have_been_used_is_answered_by_a_person(w: World) -> None:
    case = await checked(w, "post", days_until=30)
    await w.task(case, DISPATCH)
    await w.skip(case, days=32)
    assert w.case(case).stage == "dispatch"
    await w.decide(case, DISPATCH, "civic", **SENT)
    await w.stands_at(case, "sent")


def test_nothing_is_begun_for_an_election_that_is_frozen_but_what_was_begun_may_be_corrected() -> None:
    facts = MaterialFacts.model_validate({"form": "flyer", "name": "Stem i dag"})
    refuse(facts, CAMPAIGN, Asked(date(2025, 11, 16), policies()))
    refuse(facts, CAMPAIGN, Asked(date(2025, 11, 17), policies(), "MAT-2025-000001"))
    with pytest.raises(BadInput):
        refuse(facts, CAMPAIGN, Asked(date(2025, 11, 17), policies()))


@pytest.mark.parametrize("outcome", ["cancelled", "closed"])
def test_nothing_of_a_campaign_that_is_not_run_is_sent(outcome: str) -> None:
    facts = MaterialFacts.model_validate({"form": "flyer", "name": "Stem i dag"})
    stopped = replace(CAMPAIGN, outcome=outcome, is_open=False)
    answer = judge_may_send(Case(facts, parent=stopped), date(2025, 11, 10), policies()).answer
    assert answer["missing"] == ["cancelled", "neutrality"]


def test_versions_count_when_another_has_read_them() -> None:
    with pytest.raises(ValidationError):
        Translated.model_validate(VERSIONS | {"checked": "no"}, context={"today": today()})


async def test_nobody_is_late_with_a_poster_that_may_not_hang_yet(w: World) -> None:
    """Another election day moves the first day, and the task that counts from it."""
    case = await checked(w, "road_poster", days_until=80)
    await w.decide(case, PRINT, "civic", **PRINTED)
    task = await w.task(case, DISPATCH)
    assert (first := opens_on(w, case)) == date.fromisoformat(task.data["opens_on"])
    assert local_date(task.due_at) > first > today()
    await correct_above(w, case, election_on=str(today() + timedelta(days=110)))
    await eventually(lambda: len(w.tasks(case, DISPATCH)) == 2)
    new = w.tasks(case, DISPATCH)[1]
    assert date.fromisoformat(new.data["opens_on"]) == opens_on(w, case) > first
    assert local_date(new.due_at) > opens_on(w, case)


def opens_on(w: World, case: str) -> date:
    return date.fromisoformat(w.ruling(case, "material.may_send")["opens_on"])
