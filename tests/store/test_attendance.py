"""Attendance in the store: guarded, once, and nothing that stood is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from domain.attendance import AttendanceChanged, Item
from domain.placements import Placement
from domain.policies import policies
from store import attendance, placements, places
from store.attendance import Result
from store.audit import first_broken
from store.tables import audit, outbox
from store.tables_effort import attendance as table
from store.tables_effort import attendance_changes, providers
from tests.support.house import House

MONDAY = date(2026, 11, 16)
NOW = datetime(2026, 11, 19, 9, tzinfo=UTC)
CLOSES = datetime(2026, 11, 23, 11, tzinfo=UTC)
WHOLE_WEEK = dict.fromkeys(range(1, 6), 360)


class Places:
    """A case with two placements: one at a provider, one of the case's own team."""

    def __init__(self, house: House) -> None:
        self.house, self.store = house, house.store
        self.case_id = house.put(now=NOW)
        task = house.open_task(self.case_id, now=NOW)
        with self.store.write() as db:
            self.provider = placements.put_provider(db, "Parken", "public", NOW)
            line = Placement(activity="utility_work", title="Park", provider=self.provider, starts_on=MONDAY,
                             minutes=WHOLE_WEEK)  # fmt: skip
            own = line.model_copy(update={"provider": None, "title": "Dansk"})
            placements.put_plan(db, self.case_id, task.id, [line, own], NOW)
            self.all = {one.placement.id: one for one in places.lines(db, places.of_case(self.case_id))}
        self.park, self.danish = (next(k for k, v in self.all.items() if v.placement.title == title)
                                  for title in ("Park", "Dansk"))  # fmt: skip

    def say(self, *items: Item, now: datetime = NOW, by: str = "caseworker", **more: timedelta) -> list[Result]:
        with self.store.write() as db:
            return attendance.register(db, self.all, items, by=self.house.ids[by], now=now, policies=policies(), **more)

    def codes(self, *items: Item, now: datetime = NOW) -> list[str]:
        return [one.code for one in self.say(*items, now=now)]

    def present(self, hours: str = "6", **more: object) -> Item:
        return Item(self.park, MONDAY, "present", hours, **more)  # type: ignore[arg-type]

    def count(self, of: sa.Table) -> int:
        with self.store.read() as db:
            return db.execute(sa.select(sa.func.count()).select_from(of)).scalar_one()

    def actions(self) -> list[str]:
        query = sa.select(audit.c.action).where(audit.c.action.like("a%e.%")).order_by(audit.c.seq)
        with self.store.read() as db:
            return [a for a in db.execute(query).scalars() if a.startswith(("attendance.", "absence."))]


@pytest.fixture
def here(house: House) -> Places:
    return Places(house)


def test_the_same_again_is_unchanged_and_writes_nothing(here: Places) -> None:
    assert here.codes(here.present(note="fin dag")) == ["registered"]
    before = here.actions()
    assert here.codes(here.present(note="fin dag"), here.present("6.0"), here.present("6:00", reason="fordi"),
                      now=CLOSES + timedelta(days=90)) == ["unchanged"] * 3  # fmt: skip
    assert here.actions() == before == ["attendance.registered"]
    assert here.count(attendance_changes) == 0


def test_every_item_stands_by_itself_in_the_order_given(here: Places) -> None:
    tomorrow = NOW.date() + timedelta(days=1)
    found = here.say(
        here.present(), Item("nowhere", MONDAY, "present", "6"), Item(here.park, tomorrow, "present", "6"),
        Item(here.danish, MONDAY, "absent"), Item(here.danish, MONDAY, "sick"), Item(here.danish, MONDAY, "absent"),
    )  # fmt: skip
    assert [one.code for one in found] == [
        "registered",
        "not_found",
        "future_day",
        "registered",
        "repeated",
        "unchanged",
    ]
    assert [one.ok for one in found] == [True, False, False, True, False, True]
    assert here.count(table) == 2


def test_a_changed_value_keeps_the_old_one_also_before_the_week_is_closed(here: Places) -> None:
    here.say(here.present("6", note="først"), by="jobconsultant")
    assert here.codes(here.present("5,5")) == ["changed"]
    with here.store.read() as db:
        [change] = attendance.changes(db, [here.park], MONDAY, MONDAY)[here.park, MONDAY]
        stands = attendance.registered(db, [here.park], MONDAY, MONDAY)[here.park, MONDAY]
    assert (change.before["minutes"], change.before["note"]) == (360, "først")
    assert change.before["by"] == here.house.ids["jobconsultant"]
    assert (stands.minutes, stands.note, stands.version) == (330, "først", 2)


def test_from_the_minute_of_closing_a_registration_needs_a_reason(here: Places) -> None:
    assert here.codes(here.present("6"), now=CLOSES - timedelta(minutes=1)) == ["registered"]
    assert here.codes(here.present("5"), now=CLOSES) == ["reason_missing"]
    assert here.codes(here.present("5", reason="talt forkert"), now=CLOSES) == ["changed"]
    late = Item(here.danish, MONDAY, "present", "6")
    assert here.codes(late, now=CLOSES) == ["reason_missing"], "a late registration is a correction too"
    assert here.codes(late._replace(reason="listen kom for sent"), now=CLOSES) == ["registered"]
    with here.store.read() as db:
        [change] = attendance.changes(db, [here.danish], MONDAY, MONDAY)[here.danish, MONDAY]
    assert (change.before, change.reason) == ({}, "listen kom for sent")


def test_a_day_of_the_citizen_has_24_hours_over_all_placements(here: Places) -> None:
    assert here.codes(here.present("20"), Item(here.danish, MONDAY, "present", "4,5")) == ["registered", "day_full"]
    assert here.codes(Item(here.danish, MONDAY, "present", "4")) == ["registered"]


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(here: Places) -> None:
    assert here.codes(here.present("6", seen=0)) == ["registered"]
    [stale] = here.say(here.present("7", seen=0))
    assert (stale.code, stale.stands.minutes if stale.stands else None) == ("stale_version", 360)
    assert here.codes(here.present("6", seen=0)) == ["unchanged"], "a double click"
    assert here.codes(here.present("7", seen=1)) == ["changed"]


def test_a_registration_taken_back_is_kept_and_no_version_comes_twice(here: Places) -> None:
    here.say(here.present())
    assert here.codes(Item(here.park, MONDAY, "", seen=1)) == ["removed"]
    assert here.count(table) == 0
    [again] = here.say(here.present("3"))
    assert again.stands
    assert again.stands.version == 2
    assert here.codes(here.present("4", seen=1)) == ["stale_version"]


def test_each_day_that_changed_is_told_once_to_what_follows_an_absence(
    here: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[AttendanceChanged] = []
    monkeypatch.setattr(attendance.offences, "heard", lambda db, changes, now, policies, shift: told.extend(changes))
    away = Item(here.park, MONDAY, "absent")
    for item in (away, away, away._replace(status="sick"), away._replace(status="present", hours="6")):
        here.say(item)
    here.say(away._replace(reason="kom alligevel ikke"), now=CLOSES)
    assert [(one.before, one.after) for one in told] == [
        (None, "absent"), ("absent", "sick"), ("sick", "present"), ("present", "absent")]  # fmt: skip
    assert [one.is_about_absence for one in told] == [True, True, True, True]
    assert [one.after_closing for one in told] == [False, False, False, True]
    assert {(one.case_id, one.placement_id, one.by) for one in told} == {
        (here.case_id, here.park, here.house.ids["caseworker"])}  # fmt: skip


@pytest.mark.parametrize(("before", "after", "is_about"), [
    (None, "present", False), ("present", "present", False), ("sick", "sick", False), ("present", None, False),
    (None, "absent", True), ("absent", "present", True), (None, "sick", True), ("sick", "present", True),
])  # fmt: skip
def test_who_is_newly_absent_or_sick_or_no_longer_is_looked_at_again(before: Any, after: Any, is_about: bool) -> None:
    assert AttendanceChanged("ARB-1", "p1", MONDAY, before, after, False, None).is_about_absence is is_about


def test_no_free_text_is_in_the_log(here: Places) -> None:
    here.say(here.present(note="hemmelig"), now=CLOSES)
    here.say(here.present(note="hemmelig", reason="fortroligt"), now=CLOSES)
    with here.store.read() as db:
        rows = str(db.execute(sa.select(audit)).all())
        assert first_broken(db) is None
    assert "hemmelig" not in rows
    assert "fortroligt" not in rows


def test_two_at_once_register_one_day_once(here: Places) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: here.codes(here.present(str(1 + n % 2), seen=0))[0], range(8)))
    assert found.count("registered") == 1
    assert set(found) <= {"registered", "unchanged", "stale_version"}
    assert (here.count(table), here.count(attendance_changes)) == (1, 0)


def test_two_at_once_do_not_fill_a_day_beyond_24_hours(here: Places) -> None:
    with ThreadPoolExecutor(2) as pool:
        found = sorted(pool.map(lambda p: here.codes(Item(p, MONDAY, "present", "13"))[0], (here.park, here.danish)))
    assert found == ["day_full", "registered"]


def test_the_week_of_a_place_is_its_own_lines_only_and_none_when_it_is_closed_down(here: Places) -> None:
    def titles(*where: sa.ColumnElement[bool]) -> list[str]:
        with here.store.read() as db:
            return sorted(line.placement.title for line in places.lines(db, *where))

    team = here.all[here.park].provider_team
    assert team
    assert titles(places.of_teams([team])) == ["Park"]
    assert titles(places.of_teams([here.all[here.park].case_team])) == []
    assert titles(places.of_case(here.case_id)) == ["Dansk", "Park"]
    assert titles(places.in_week(MONDAY)) == ["Dansk", "Park"]
    assert titles(places.in_week(MONDAY - timedelta(days=7))) == []
    with here.store.write() as db:
        db.execute(sa.update(providers).values(active=False))
    assert titles(places.of_teams([team])) == []


def test_a_line_that_a_later_plan_replaced_is_shown_where_something_was_registered(here: Places) -> None:
    here.say(Item(here.park, MONDAY + timedelta(days=2), "present", "6"))
    with here.store.write() as db:
        placements.end_plan(db, here.case_id, MONDAY)
        shown = places.lines(db, places.in_week(MONDAY))
    assert [line.placement.title for line in shown] == ["Park"]


@pytest.mark.parametrize(("more", "state"), [({}, {}), ({"shift": timedelta(days=-9)}, {"shift": "-P9D"})])
def test_a_case_of_absence_begins_with_the_clock_of_the_one_who_registers(
    here: Places, more: dict[str, timedelta], state: dict[str, str]
) -> None:
    here.say(Item(here.park, MONDAY, "absent"), **more)
    with here.store.read() as db:
        started = db.execute(sa.select(outbox.c.payload).where(outbox.c.name == "absence")).scalar_one()
    assert {name: value for name, value in started.items() if name == "shift"} == state
