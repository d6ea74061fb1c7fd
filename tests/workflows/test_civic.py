"""A campaign goes where fewest voted, freezes the day before, stops when the polls close, and claims no effect."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from typing import Any

import pytest
from pydantic import ValidationError

from domain.calendar import add_working_days, at_local, local_date
from domain.civic import rules
from domain.civic.facts import CampaignFacts
from domain.civic.programme import CIVIC
from domain.civic.tasks import AreasChosen, Evaluated, Planned, Registered
from domain.civic.where import districts
from domain.deadlines import work_out
from domain.dossier import Done, PollingPlace
from domain.material.facts import MaterialFacts
from domain.policies import policies
from domain.tasks import Decision
from domain.text import dated
from tests.support.civic import (
    AGREED,
    AREAS,
    BEFORE,
    CHOSEN,
    COORDINATE,
    DONE,
    EVALUATE,
    KV21,
    NOTE,
    PARTNERS,
    PLAN,
    PLANNED,
    PREPARE,
    STAIRS,
    WORK,
    campaign,
    event,
    frozen_late,
    higher,
    in_the_areas,
    vote,
)
from tests.support.dossier import Case
from tests.support.world import World, eventually, today

FACTS = CampaignFacts.model_validate({
    "name": "KV25", "election": "municipal", "election_on": "2025-11-18", "compares_with": "2021-11-16"})
PLACES = [PollingPlace(place, area, int(percent.replace(",", "")) * 10, None, None)
          for (place, area), percent in KV21.items()]  # fmt: skip


def judged(case: Case, rule: Any) -> Any:
    return rule(case, date(2025, 5, 1), policies())


def test_no_field_of_a_campaign_asks_for_origin_religion_or_party() -> None:
    assert set(CampaignFacts.model_fields) == {"name", "election", "election_on", "compares_with", "audience"}
    with pytest.raises(ValidationError):
        CampaignFacts.model_validate(FACTS.model_dump(mode="json") | {"origin": "x"})


def test_areas_cannot_be_chosen_before_the_turnout_is_there() -> None:
    assert judged(Case(FACTS), rules.judge_areas).answer == {
        "met": False, "missing": ["turnout"], "low": 0, "plan_by": "2025-07-01",
        "closes_at": "2025-11-18T19:00:00+00:00"}  # fmt: skip


def test_polling_places_below_the_limit_are_named_the_lowest_first() -> None:
    ruling = judged(Case(FACTS, voted={BEFORE: PLACES}), rules.judge_areas)
    assert ruling.answer["low"] == 2
    said = ruling.ruling["because"]["da"]
    assert said.index("Tingbjerg Skole (Brønshøj-Husum): 33,3 %") < said.index("EnergiCenter Voldparken")
    assert "Bellahøj" not in said


def test_milestones_are_counted_back_from_election_day() -> None:
    found = judged(Case(FACTS), rules.judge_milestones).answer
    assert found == {
        "plan": "2025-07-01", "coordinate": "2025-07-29", "partners": "2025-08-26", "evaluate": "2026-01-30",
            "last_on": "2025-11-14",
        "freezes_at": "2025-11-16T23:00:00+00:00", "closes_at": "2025-11-18T19:00:00+00:00"}  # fmt: skip


def test_a_campaign_that_is_frozen_and_then_suspended_has_missed_nothing() -> None:
    told = [rules.misses(Case(FACTS), date(2025, 11, day), None, policies()) for day in (16, 17, 18)]
    assert [bool(one) for one in told] == [True, False, False]


def test_a_campaign_that_is_begun_late_is_not_late_from_the_start() -> None:
    found = rules.judge_milestones(Case(FACTS), date(2025, 10, 20), policies()).answer
    assert {found[name] for name in ("plan", "coordinate", "partners")} == {"2025-10-27"}


@pytest.mark.parametrize(("on", "due"), [("2025-11-12", "2025-11-14"), ("2025-11-14", "2025-11-14"),
                                         ("2025-11-15", "2025-11-15")])  # fmt: skip
def test_what_is_begun_late_is_due_on_the_last_working_day_before_nothing_new_begins(on: str, due: str) -> None:
    """The freeze is a Monday's midnight. On the Saturday before it nobody is late from the start either."""
    found = rules.judge_milestones(Case(FACTS), date.fromisoformat(on), policies()).answer
    assert {found[name] for name in ("plan", "coordinate", "partners")} == {due}


def test_a_chosen_area_without_figures_is_named() -> None:
    chosen = Done("t", "civic.areas", datetime(2025, 5, 1, tzinfo=UTC), "u", CHOSEN | {"areas": [
        {"area": "Sydhavn"}, {"area": "brønshøj-husum "}]})  # fmt: skip
    new = [PollingPlace("Tingbjerg Skole", "Brønshøj-Husum", 4010, None, None)]
    case = Case(FACTS, voted={BEFORE: PLACES, FACTS.election_on: new}, decisions=[chosen])
    assert "ingen tal fra valget for: Sydhavn." in judged(case, rules.judge_association).ruling["because"]["da"]


@pytest.mark.parametrize(("work", "note", "fits"), [
    ([], "", False), ([], "Ingen frivillige i denne uge på grund af ferie.", True), ([STAIRS, STAIRS], "", False),
    ([STAIRS, STAIRS | {"number": 3}], "", True),
])  # fmt: skip
def test_a_report_says_what_was_done_once_or_why_nothing_was(work: list[Any], note: str, fits: bool) -> None:
    said = DONE | {"work": work, "note": note}
    if fits:
        Registered.model_validate(said, context={"today": today()})
    else:
        with pytest.raises(ValidationError, match=r"work_missing|work_twice"):
            Registered.model_validate(said, context={"today": today()})


def test_turnout_after_is_told_as_an_association_place_by_place() -> None:
    new = [PollingPlace("tingbjerg  skole", "Brønshøj-Husum", 4010, None, None),
           PollingPlace("Et nyt valgsted", "Valby", 5000, None, None)]  # fmt: skip
    ruling = judged(Case(FACTS, voted={BEFORE: PLACES, FACTS.election_on: new}), rules.judge_association)
    assert ruling.answer == {"met": True, "missing": [], "compared": 1}
    assert "Af 1 valgsteder, der er i begge valg, steg valgdeltagelsen ved 1 og faldt ved 0." in ruling.ruling["because"]["da"]
    assert "association" in ruling.ruling["because"]["en"]


@pytest.mark.parametrize(("before", "after", "says"), [
    (PLACES, [], dated(FACTS.election_on).da), ([], PLACES, dated(BEFORE).da), ([PLACES[0]], [PLACES[1]], "intet at sammenligne"),
])  # fmt: skip
def test_a_campaign_is_not_evaluated_before_there_is_a_polling_place_to_compare(
    before: list[PollingPlace], after: list[PollingPlace], says: str
) -> None:
    ruling = judged(Case(FACTS, voted={BEFORE: before, FACTS.election_on: after}), rules.judge_association)
    assert ruling.answer == {"met": False, "missing": ["turnout"], "compared": 0}
    assert says in ruling.ruling["because"]["da"]


def test_nothing_is_handed_out_in_a_stairwell_without_its_owners_consent() -> None:
    late = str(today() + timedelta(days=1))
    for lacking, code in (({"owner": ""}, "owner_missing"), ({"address": ""}, "address_missing"),
                          ({"consented_on": None}, "consent_missing"), ({"consented_on": late}, "consent_later")):  # fmt: skip
        with pytest.raises(ValidationError, match=code):
            Registered.model_validate(DONE | {"work": [STAIRS | lacking]}, context={"today": today() + timedelta(days=2)})
    assert Registered.model_validate(DONE, context={"today": today()}).work[0].number == 40


@pytest.mark.parametrize("decision", [Registered, Evaluated])
def test_work_begun_the_day_before_the_election_or_later_is_refused_but_earlier_work_may_be_late(
    decision: type[Decision]
) -> None:
    said = DONE if decision is Registered else {"learning": NOTE, "work": DONE["work"]}
    context = {"today": date(2025, 12, 1), "facts": FACTS, "policies": policies()}
    for day, fits in (("2025-11-16", True), ("2025-11-17", False), ("2025-11-19", False)):
        filled = said | {"work": [STAIRS | {"done_on": day, "consented_on": "2025-09-01"}]}
        if fits:
            decision.model_validate(filled, context=context)
        else:
            with pytest.raises(ValidationError, match="work_frozen"):
                decision.model_validate(filled, context=context)


def campaign_with(*used: tuple[str, str, str, dict[str, str]]) -> Case:
    """`used`: number, form and day of dispatch of material, and what else its decision says."""
    below = [Case(MaterialFacts.model_validate({"form": form, "name": "Stem, hvor du bor"}), case_id=case_id, decisions=[
        Done("d", "material.dispatch", datetime(2025, 10, 1, tzinfo=UTC), "u", {"result": "sent", "sent_on": day} | more)])
        for case_id, form, day, more in used]  # fmt: skip
    return Case(FACTS, below=below)


@pytest.mark.parametrize(("material", "code"), [
    ("MAT-1", None), ("", "material_missing"), ("MAT-2", "material_of_another_kind"), ("MAT-3", "before_material"),
    ("MAT-4", "material_not_in_use"), ("MAT-9", "material_not_in_use"),
])  # fmt: skip
def test_only_material_that_is_in_use_is_handed_out_for_what_it_is_meant(material: str, code: str | None) -> None:
    case = campaign_with(("MAT-1", "flyer", "2025-10-01", {}), ("MAT-2", "poster", "2025-10-01", {}),
                         ("MAT-3", "flyer", "2025-10-10", {}), ("MAT-4", "flyer", "", {"result": "withdrawn"}))  # fmt: skip
    said = DONE | {"work": [STAIRS | {"material": material, "done_on": "2025-10-05", "consented_on": "2025-10-05"}]}
    context = {"today": date(2025, 10, 6), "case": case}
    if code is None:
        Registered.model_validate(said, context=context)
    else:
        with pytest.raises(ValidationError, match=code):
            Registered.model_validate(said, context=context)


def spread(before: int, *numbers: int, printed: int | None = 400) -> dict[str, Any]:
    """A report of so many stairwells row by row, and what is known when it is sent: so many were written down before."""
    case = campaign_with(("MAT-1", "flyer", "2025-10-01", {}))
    at = datetime(2025, 9, 1, tzinfo=UTC)
    if printed:
        case.below[0].decisions.append(Done("p", "material.print", at, "u", {"result": "printed", "number": printed}))
    reported = dict(STAIRS | {"material": "MAT-1", "number": before})
    case.decisions.append(Done("w", "civic.work", at, "u", {"work": [reported]}))
    rows = [STAIRS | {"material": "MAT-1", "done_on": "2025-10-05", "consented_on": "2025-10-05", "number": one,
                      "address": f"Ruten {one}"} for one in numbers]  # fmt: skip
    return {"work": rows, "context": {"today": date(2025, 10, 6), "case": case}}


@pytest.mark.parametrize(("report", "fits"), [
    (spread(300, 100), True), (spread(300, 101), False), (spread(0, 250, 150), True), (spread(0, 250, 151), False),
    (spread(300, 5000, printed=None), True),
])  # fmt: skip
def test_no_more_is_handed_out_than_was_printed_over_all_reports(report: dict[str, Any], fits: bool) -> None:
    said = DONE | {"work": report["work"]}
    if fits:
        Registered.model_validate(said, context=report["context"])
        return
    with pytest.raises(ValidationError) as refused:
        Registered.model_validate(said, context=report["context"])
    (wrong,) = refused.value.errors()
    assert wrong["loc"] == ("work", len(said["work"]) - 1, "number")
    assert wrong["ctx"]["says"].da == "Bliver 401 i alt, men der er kun trykt 400 af det materiale"


def test_what_is_put_up_again_after_it_was_taken_down_counts_anew() -> None:
    report = spread(400, 400)
    (used,) = report["context"]["case"].below
    again = datetime(2025, 10, 4, tzinfo=UTC)
    used.decisions.append(Done("d2", "material.dispatch", again, "u", {"result": "sent", "sent_on": "2025-10-04"}))
    before = report["context"]["case"].decisions[0].answer["work"][0]
    before |= {"done_on": "2025-10-02"}
    Registered.model_validate(DONE | {"work": report["work"]}, context=report["context"])
    before |= {"done_on": "2025-10-04"}
    with pytest.raises(ValidationError, match="800"):
        Registered.model_validate(DONE | {"work": report["work"]}, context=report["context"])


def test_a_campaign_is_not_stopped_or_evaluated_over_what_it_has_begun_nor_stopped_without_a_reason() -> None:
    begun = Case(MaterialFacts.model_validate({"form": "flyer", "name": "Stem, hvor du bor"}), case_id="MAT-2025-000001")
    case = Case(FACTS, voted={BEFORE: PLACES, FACTS.election_on: PLACES}, below=[begun])
    stopped = {"result": "cancelled", "note": NOTE}
    for decision, said in ((Registered, stopped), (AreasChosen, stopped), (Planned, {"result": "cancelled", "plan": NOTE})):
        with pytest.raises(ValidationError, match="MAT-2025-000001"):
            decision.model_validate(said, context={"today": today(), "case": case})
        decision.model_validate(said, context={"today": today(), "case": Case(FACTS)})
    assert judged(case, rules.judge_association).answer["missing"] == ["open_ends"]
    ended = replace(case, below=[replace(begun, is_open=False)])
    assert judged(ended, rules.judge_association).answer["met"]
    with pytest.raises(ValidationError, match="note_missing"):
        Registered.model_validate(stopped | {"note": ""}, context={"today": today()})


def test_a_campaign_is_closed_by_hand_over_no_more_than_it_is_stopped_over_but_a_bill_may_come_late() -> None:
    begun = Case(MaterialFacts.model_validate({"form": "flyer", "name": "Stem, hvor du bor"}), case_id="MAT-2025-000001")
    bill = Case(FACTS, case_id="UDG-2025-000001")
    for below, says in (([begun, bill], ["MAT-2025-000001 is not closed."]), ([replace(begun, is_open=False), bill], [])):
        case = Case(FACTS, below=below)
        assert [one.en for one in CIVIC.left_undone(case)] == says
        assert judged(case, rules.judge_closing).answer == {"may_close": not says}


async def test_what_was_begun_under_a_campaign_after_somebody_asked_to_close_it_keeps_it_open(w: World) -> None:
    begun = await event(w)
    above = str(w.case(begun).parent_id)
    await w.say(above, "close")
    await eventually(lambda: "civic.closing" in w.rules_asked(above))
    assert (await w.armed(above)).stage == "running"
    await w.decide(begun, PREPARE, "civic", result="cancelled", note=NOTE)
    await w.stands_at(begun, "cancelled")
    await w.say(above, "close")
    await w.stands_at(above, "closed")


async def test_a_frozen_campaign_whose_election_turns_out_to_be_over_is_evaluated_and_takes_up_no_work(w: World) -> None:
    case = await in_the_areas(w, days_until=20)
    await w.skip_until(case, at_local(today() + timedelta(days=20), time(12)))
    await w.stands_at(case, "frozen")
    await w.correct(case, election_on=str(today() + timedelta(days=19)))
    await w.stands_at(case, "evaluation")
    assert w.stages(case) == ["areas", "plan", "partners", "running", "frozen", "evaluation"]


def test_work_is_done_in_the_areas_that_were_chosen() -> None:
    for areas, fits in (({"Brønshøj-Husum"}, True), ({"brønshøj-husum "}, True), ({"Valby"}, False), (set(), False)):
        context = {"today": today(), "areas": areas}
        if fits:
            Registered.model_validate(DONE, context=context)
        else:
            with pytest.raises(ValidationError, match="area_not_chosen"):
                Registered.model_validate(DONE, context=context)


def test_areas_are_chosen_among_those_with_turnout_the_lowest_first() -> None:
    case = Case(FACTS, voted={BEFORE: PLACES})
    offered = districts(case)
    assert [(name, says.da) for name, says in offered] == [
        ("Brønshøj-Husum", "Brønshøj-Husum (Tingbjerg Skole: 33,3 %)"), ("Bispebjerg", "Bispebjerg (Bellahøj: 61,6 %)")]
    context = {"today": today(), "districts": {name for name, _ in offered}}
    AreasChosen.model_validate(CHOSEN, context=context)
    by_hand = AreasChosen.model_validate(CHOSEN | {"areas": [{"area": " brønshøj-HUSUM"}]}, context=context)
    assert [one.area for one in by_hand.areas] == ["Brønshøj-Husum"]
    with pytest.raises(ValidationError, match="area_unknown"):
        AreasChosen.model_validate(CHOSEN | {"areas": [{"area": "Sydhavn"}]}, context=context)


def test_an_area_is_chosen_once() -> None:
    twice = {"areas": [{"area": "Husum"}, {"area": "husum"}]}
    with pytest.raises(ValidationError, match="already"):
        AreasChosen.model_validate(CHOSEN | twice, context={"today": today()})


async def test_a_campaign_goes_from_turnout_to_evaluation(w: World) -> None:
    case = await in_the_areas(w)
    for kind in COORDINATE:
        await w.decide(case, kind, "civic", talked_on=str(today()), note=NOTE)
    await w.decide(case, WORK, "civic", **DONE)
    await w.task(case, WORK)
    election = today() + timedelta(days=200)
    await w.skip(case, days=199, hours=1)
    await w.stands_at(case, "frozen")
    assert [t.state for t in w.tasks(case, WORK)] == ["completed", "exited"]
    closing = (await w.waits_for_date(case)).waiting_until
    assert local_date(closing) == election
    await w.skip_until(case, closing + timedelta(minutes=1))
    await w.stands_at(case, "evaluation")
    vote(w, election, higher(4))
    await w.at_time(case)
    await w.decide(case, EVALUATE, "civic", learning=NOTE)
    await w.stands_at(case, "evaluated")


async def test_areas_and_partners_are_put_right_on_the_way_and_what_was_coordinated_stands(w: World) -> None:
    case = await in_the_areas(w)
    for kind in COORDINATE:
        await w.decide(case, kind, "civic", talked_on=str(today()), note=NOTE)
    await w.decide(case, WORK, "civic", **DONE | {"result": "partners"})
    await w.decide(case, PARTNERS, "civic", **AGREED)
    await w.decide(case, WORK, "civic", **DONE | {"result": "areas", "work": []})
    two = [*CHOSEN["areas"], {"area": "Bispebjerg"}]
    await w.decide(case, AREAS, "civicboss", **CHOSEN | {"areas": two})
    await w.decide(case, PLAN, "civic", **PLANNED)
    await w.decide(case, PARTNERS, "civic", **AGREED)
    await w.task(case, WORK)
    assert w.stages(case) == ["areas", "plan", "partners", "running", "partners", "running", "areas", "plan", "partners", "running"]
    assert [len(w.tasks(case, kind)) for kind in COORDINATE] == [1] * len(COORDINATE)


async def test_a_campaign_whose_areas_are_chosen_anew_is_frozen_all_the_same_and_goes_on_there(w: World) -> None:
    case = await in_the_areas(w, days_until=20)
    await w.decide(case, WORK, "civic", **DONE | {"result": "areas"})
    await w.task(case, AREAS)
    await w.correct(case, election_on=str(today() + timedelta(days=10)))
    await w.skip(case, days=9, hours=1)
    await w.stands_at(case, "frozen")
    await w.correct(case, election_on=str(today() + timedelta(days=60)))
    await w.stands_at(case, "areas")


async def test_turnout_that_is_read_in_is_looked_at_by_every_open_campaign(w: World) -> None:
    case = await campaign(w)
    await w.task(case, AREAS)
    vote(w, BEFORE, KV21)
    await w.courier.deliver(case)
    await eventually(lambda: w.ruling(case, "civic.areas")["met"])
    vote(w, date(2019, 6, 5), KV21)
    assert [one.name for one in w.messages(case)].count("interrupt") == 1, "an election that it does not name"
    await w.decide(case, AREAS, "civicboss", **CHOSEN)
    await w.task(case, PLAN)


async def test_an_election_that_is_put_off_takes_a_campaign_back_from_its_evaluation(w: World) -> None:
    case = await in_the_areas(w, days_until=20)
    await w.skip(case, days=21)
    await w.stands_at(case, "evaluation")
    w.correct_facts(case, election_on=str(today() + timedelta(days=60)))
    await w.say(case, "correct")
    await w.stands_at(case, "running")


async def test_an_evaluation_of_an_election_that_was_a_day_earlier_stays_as_it_is(w: World) -> None:
    case = await in_the_areas(w, days_until=20)
    await w.skip(case, days=21)
    asked = await w.task(case, EVALUATE)
    for days in (19, 18):
        w.correct_facts(case, election_on=str(today() + timedelta(days=days)))
        await w.say(case, "correct")
        await w.armed(case)
    assert [(one.id, one.state) for one in w.tasks(case, EVALUATE)] == [(asked.id, "ready")]
    assert w.case(case).stage == "evaluation"


async def test_an_election_that_is_put_off_takes_a_campaign_back_to_where_it_was_frozen_and_to_the_talks_it_had_not_had(
    w: World,
) -> None:
    case = await frozen_late(w)
    await w.decide(case, COORDINATE[0], "civic", talked_on=str(today()), note=NOTE)
    await w.skip_until(case, (await w.waits_for_date(case)).waiting_until + timedelta(minutes=1))
    await w.stands_at(case, "evaluation")
    await eventually(lambda: w.tasks(case, COORDINATE[1])[-1].state == "exited")
    w.correct_facts(case, election_on=str(today() + timedelta(days=90)))
    await w.say(case, "correct")
    await w.stands_at(case, "plan")
    await w.decide(case, COORDINATE[1], "civic", talked_on=str(today()), note=NOTE)
    await w.decide(case, PLAN, "civic", **PLANNED)
    await w.stands_at(case, "partners")
    assert [len(w.tasks(case, one)) for one in COORDINATE] == [1, 2], "what was agreed stands"


async def test_a_campaign_that_is_late_is_frozen_all_the_same(w: World) -> None:
    case = await frozen_late(w)
    assert not w.tasks(case, PARTNERS)


@pytest.mark.parametrize(("days_until", "earlier"), [(12, True), (200, False)])
async def test_work_is_due_before_nothing_new_may_begin(w: World, days_until: int, earlier: bool) -> None:
    task = await w.task(await in_the_areas(w, days_until=days_until), WORK)
    last = add_working_days(today() + timedelta(days=days_until - 1), -1)
    by_rule = local_date(work_out("civic.work", task.received_at, policies()).at)
    assert local_date(task.due_at) == (last if earlier else by_rule)
    assert ("Dog senest" in task.due["because"]["da"]) is earlier


async def test_a_campaign_that_is_frozen_from_its_plan_on_has_no_talks_unless_its_election_is_put_off(w: World) -> None:
    vote(w, BEFORE, KV21)
    case = await campaign(w, days_until=1)
    await w.decide(case, AREAS, "civicboss", **CHOSEN)
    await w.stands_at(case, "frozen")
    assert not [one for kind in COORDINATE for one in w.tasks(case, kind)]
    await w.correct(case, election_on=str(today() + timedelta(days=90)))
    for kind in COORDINATE:
        await w.decide(case, kind, "civic", talked_on=str(today()), note=NOTE)
    await w.decide(case, PLAN, "civic", **PLANNED)
    await w.stands_at(case, "partners")


async def test_who_waits_for_the_polls_to_close_knows_that_an_evaluation_follows_and_what_it_needs(w: World) -> None:
    case = await frozen_late(w)
    because = (await w.waits_for_date(case)).waiting_for["because"]["da"]
    assert "Så evalueres kampagnen" in because
    assert "valgets fil" in because


async def test_another_election_day_moves_the_freeze(w: World) -> None:
    case = await in_the_areas(w, days_until=60)
    await w.task(case, WORK)
    w.correct_facts(case, election_on=str(today() + timedelta(days=90)))
    await w.say(case, "correct")
    await w.armed(case)
    await w.skip(case, days=60)
    assert w.case(case).stage == "running"
    await w.skip(case, days=29, hours=1)  # in autumn an hour more passes until that midnight
    await w.stands_at(case, "frozen")


@pytest.mark.parametrize(("kind", "milestone"), [(AREAS, "plan"), (PLAN, "plan"), (PARTNERS, "partners")])
async def test_another_election_day_moves_the_deadline_of_what_is_open(w: World, kind: str, milestone: str) -> None:
    vote(w, BEFORE, KV21)
    case = await campaign(w)
    before_it = takewhile(lambda one: one[0] != kind, ((AREAS, "civicboss", CHOSEN), (PLAN, "civic", PLANNED)))
    for one, who, answer in before_it:
        await w.decide(case, one, who, **answer)
    before = await w.task(case, kind)
    for days in (300, 60):
        await put_off(w, case, days, kind, milestone)
    assert [one.state for one in w.tasks(case, kind)] == ["exited", "exited", "ready"]
    assert (await w.task(case, kind)).due_at < before.due_at


async def test_another_election_day_moves_the_talks_that_are_still_to_be_had_and_keeps_the_task_of_work(w: World) -> None:
    case = await in_the_areas(w)
    had, left = COORDINATE
    await w.decide(case, had, "civic", talked_on=str(today()), note=NOTE)
    work = await w.task(case, WORK)
    for days in (300, 250, 300):
        await put_off(w, case, days, left, "coordinate")
    assert [len(w.tasks(case, one)) for one in COORDINATE] == [1, 4]
    assert [one.id for one in w.tasks(case, WORK)] == [work.id]
    async with w.worker_away():
        await w.decide(case, left, "civic", talked_on=str(today()), note=NOTE)
        await w.correct(case, election_on=str(today() + timedelta(days=400)))
    await w.armed(case)
    assert len(w.tasks(case, left)) == 4, "what was agreed stands, also where the case hears of both at once"


async def put_off(w: World, case: str, days: int, kind: str, milestone: str) -> None:
    """To an election in so many days; its open task of this kind is due by the milestone of that one."""
    election = today() + timedelta(days=days)
    facts = FACTS.model_copy(update={"election_on": election})
    by = rules.judge_milestones(Case(facts), today(), policies()).answer[milestone]
    await w.correct(case, election_on=str(election))
    await eventually(lambda: [one.data.get("due_on", one.data.get("plan_by")) for one in w.tasks(case, kind)
                              if one.state == "ready"] == [by])  # fmt: skip


async def test_a_campaign_can_be_left_undone(w: World) -> None:
    vote(w, BEFORE, KV21)
    case = await campaign(w)
    await w.decide(case, AREAS, "civicboss", result="cancelled", note=NOTE)
    await w.stands_at(case, "cancelled")
    assert not w.tasks(case, PARTNERS)


@pytest.mark.parametrize(("days_until", "earlier"), [(20, True), (400, False)])
async def test_areas_are_chosen_before_the_plan_is_due_where_election_day_is_near(
    w: World, days_until: int, earlier: bool
) -> None:
    vote(w, BEFORE, KV21)
    task = await w.task(await campaign(w, days_until=days_until), AREAS)
    rule, plan_by = work_out("civic.areas", task.received_at, policies()), date.fromisoformat(task.data["plan_by"])
    assert (local_date(task.due_at) < local_date(rule.at)) is earlier
    assert today() < local_date(task.due_at) <= plan_by
