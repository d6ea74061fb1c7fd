"""Areas as they lie, and what a campaign says of each."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.areas import Area, Areas, Place, laid_out, percent, points, same
from domain.civic import work
from domain.civic.areas import ASSOCIATION, COUNTED, areas_of
from domain.civic.facts import CampaignFacts
from domain.dossier import Done, PollingPlace
from domain.event.facts import EventFacts
from domain.policies import policies
from tests.support.dossier import Case

BEFORE, ELECTION, TODAY = date(2021, 11, 16), date(2025, 11, 18), date(2025, 9, 1)
GRID = policies().at("civic.map", TODAY).value
NAMES = [name for line in GRID for name in line if name]
named = st.lists(st.one_of(st.sampled_from(NAMES), st.text("abcæøå -", min_size=1).filter(str.strip)), max_size=25,
                 unique_by=same)  # fmt: skip


def campaign(*decisions: tuple[str, dict[str, Any]], before: Any = (), after: Any = (), events: Any = ()) -> Areas:
    case = Case(CampaignFacts(name="Stem", election="municipal", election_on=ELECTION, compares_with=BEFORE))
    case.voted = {BEFORE: [voted(*one) for one in before], ELECTION: [voted(*one) for one in after]}
    case.decisions = [Done(str(n), kind, datetime(2025, 9, 1, 9, n, tzinfo=UTC), "x", answer)
                      for n, (kind, answer) in enumerate(decisions)]  # fmt: skip
    case.below = [event(*one) for one in events]
    return areas_of(case, TODAY, policies())


def event(area: str, people: int, outcome: str = "held") -> Case:
    facts = EventFacts.model_validate({"name": "Vælgermøde", "area": area, "place": "Beboerhuset", "start": "17:00",
                                       "end": "19:00", "held_on": "2025-08-20"})  # fmt: skip
    done = Done("e", "event.hold", datetime(2025, 8, 21, tzinfo=UTC), "x", {"result": outcome, "people": people})
    return Case(facts, decisions=[done], outcome=outcome, is_open=False)


def voted(place: str, area: str, hundredths: int, source: str = "") -> PollingPlace:
    return PollingPlace(place, area, hundredths, None, None, source)


def choose(*areas: str) -> tuple[str, dict[str, Any]]:
    return "civic.areas", {"result": "chosen", "areas": [{"area": one} for one in areas], "note": ""}


def worked(*rows: tuple[str, str, int]) -> tuple[str, dict[str, Any]]:
    return "civic.work", {"result": "more", "work": [{"kind": k, "area": a, "number": n} for k, a, n in rows]}


def by_name(areas: Areas) -> dict[str, Area]:
    return {one.name: one for one in areas.areas}


@given(named)
def test_no_two_areas_lie_on_each_other_and_no_row_or_column_of_the_map_is_empty(names: list[str]) -> None:
    laid = laid_out(names, GRID)
    assert set(laid) == set(names)
    assert len(set(laid.values())) == len(names)
    for axis in (0, 1):
        taken = {one[axis] for one in laid.values()}
        assert taken == set(range(len(taken)))


@given(named)
def test_areas_keep_their_order_from_west_to_east_and_north_to_south(names: list[str]) -> None:
    laid = laid_out(names, GRID)
    at = {name: (line.index(name), row) for row, line in enumerate(GRID) for name in line if name in names}
    for one in at:
        for other in at:
            for axis in (0, 1):
                assert (at[one][axis] < at[other][axis]) == (laid[one][axis] < laid[other][axis])


def test_an_area_that_is_not_on_the_map_lies_below_it() -> None:
    laid = laid_out(["Nordhavn", "Tingbjerg", "Sydhavn", "Østbyen", "Vestbyen"], GRID)
    assert laid["Tingbjerg"] == (0, 0)
    assert [laid[one] for one in ("Nordhavn", "Sydhavn", "Østbyen", "Vestbyen")] == [(0, 1), (1, 1), (2, 1), (0, 2)]


rows = st.lists(st.tuples(st.text("abc ", min_size=1).filter(str.strip), st.sampled_from(["Husum", "husum ", "Valby", "X"]),
                          st.integers(0, 10000)), max_size=12, unique_by=lambda one: same(one[0]))  # fmt: skip


@given(rows, rows)
def test_every_polling_place_stands_once_with_the_figures_of_both_elections(before: Any, after: Any) -> None:
    shown = [one for area in campaign(before=before, after=after).areas for one in area.places]
    assert len(shown) == len({same(one.name) for one in shown}) == len({same(p) for p, _, _ in (*before, *after)})
    assert {same(p.name): p.before for p in shown if p.before is not None} == {same(p): n for p, _, n in before}
    assert {same(p.name): p.after for p in shown if p.after is not None} == {same(p): n for p, _, n in after}


def test_a_place_stays_in_the_area_that_it_had_at_the_earlier_election() -> None:
    areas = by_name(campaign(before=[("Skolen", "Husum", 4000)], after=[("SKOLEN", "Valby", 4500)]))
    assert areas["Husum"].places == (Place("Skolen", 4000, 4500),)
    assert set(areas) == {"Husum"}, "an area without anything in it is not drawn"


def test_an_area_without_anything_in_it_takes_no_room() -> None:
    moved = campaign(before=[("Skolen", "Husum", 4000), ("Hallen", "Amager Øst", 5000)], after=[("Skolen", "Valby", 4500)])
    assert {(one.name, one.column, one.row) for one in moved.areas} == {("Husum", 0, 0), ("Amager Øst", 1, 1)}


def test_capitals_and_spaces_make_no_other_area() -> None:
    areas = campaign(choose("HUSUM"), worked(("posters", " husum", 3), ("posters", "Husum ", 4)),
                     before=[("Skolen", "Husum", 4000)])  # fmt: skip
    (husum,) = areas.areas
    assert (husum.name, husum.chosen) == ("Husum", True)
    assert [(what.da, number) for what, number in husum.work] == [("plakater", 7)]


def test_an_area_that_is_chosen_or_worked_in_is_shown_without_any_turnout() -> None:
    areas = by_name(campaign(choose("Tingbjerg"), before=[("Skolen", "Husum", 4000)], events=[("Valby", 1)]))
    assert (areas["Tingbjerg"].chosen, areas["Tingbjerg"].places) == (True, ())
    assert [(what.en, number) for what, number in areas["Valby"].work] == [("person at events", 1)]
    assert not areas["Husum"].chosen


def test_the_last_choice_that_stands_is_shown() -> None:
    assert {a.name for a in campaign(choose("Husum", "Valby"), choose("Valby")).areas} == {"Valby"}
    stopped = campaign(choose("Husum"), ("civic.areas", {"result": "cancelled", "areas": [{"area": "Husum"}], "note": ""}))
    assert stopped.areas == ()


def test_work_of_all_registrations_and_of_events_that_were_held_is_added_up_by_kind() -> None:
    (area,) = campaign(worked(("stairwells", "Husum", 40)), worked(("stairwells", "Husum", 2)),
                       events=[("Husum", 5), ("husum ", 7), ("Husum", 90, "cancelled")]).areas  # fmt: skip
    assert [(what.da, number) for what, number in area.work] == [("opgange", 42), ("deltagere", 12)]


def test_every_kind_of_work_has_its_words() -> None:
    assert set(COUNTED) == {*work.KINDS, "event"}


@pytest.mark.parametrize(("hundredths", "shade"), [(0, 0), (3999, 0), (4000, 1), (4999, 1), (5000, 2), (7000, 4), (10000, 4)])
def test_an_area_is_shaded_by_its_lowest_turnout(hundredths: int, shade: int) -> None:
    areas = campaign(before=[("Høj", "Husum", 10000), ("Lav", "Husum", hundredths)])
    assert areas.shade(areas.areas[0]) == shade


def test_turnout_of_the_later_election_alone_gives_no_shade() -> None:
    areas = campaign(before=[("Skolen", "Valby", 4000)], after=[("Hallen", "Husum", 3000)])
    assert areas.shade(by_name(areas)["Husum"]) is None


def test_the_areas_where_fewest_voted_stand_first_and_those_without_figures_last() -> None:
    areas = campaign(choose("Tingbjerg"), before=[("A", "Valby", 6000), ("B", "Husum", 4000)], after=[("C", "Vanløse", 100)])
    assert [one.name for one in areas.lowest_first] == ["Husum", "Valby", "Vanløse", "Tingbjerg"]


def test_only_a_comparison_is_called_an_association() -> None:
    figures = [("Skolen", "Husum", 4000, "Statistikbanken")]
    then, both = campaign(before=figures), campaign(before=figures, after=[("Skolen", "Husum", 4500, "kk.dk")])
    assert (then.after_on, ASSOCIATION in then.notes) == (None, False)
    assert (both.after_on, ASSOCIATION in both.notes) == (ELECTION, True)
    assert both.sources == ("Statistikbanken", "kk.dk")


@pytest.mark.parametrize(("names", "says", "never"), [
    (("Husum", "Valby"), "cirka som bydelene", "kender tegningen ikke"),
    (("Husum", "Østerbrogade"), "kender tegningen ikke, og de står nederst: Østerbrogade.", "Felterne ligger ikke"),
    (("Nordbyen", "Sydbyen"), "Felterne ligger ikke, som områderne gør", "cirka som bydelene"),
])  # fmt: skip
def test_fields_are_said_to_lie_as_the_districts_do_only_where_they_do(names: Any, says: str, never: str) -> None:
    notes = " ".join(one.da for one in campaign(choose(*names)).notes)
    assert says in notes
    assert never not in notes


def test_a_turnout_that_is_not_read_in_is_said_with_its_day() -> None:
    unread = campaign().unread
    assert unread is not None
    assert ("16.11.2021" in unread.da, "16 November 2021" in unread.en) == (True, True)
    assert campaign(before=[("Skolen", "Husum", 4000)]).unread is None


@pytest.mark.parametrize(("hundredths", "da", "en"), [
    (490, "+4,9", "+4.9"), (-75, "−0,8", "−0.8"), (4, "0,0", "0.0"), (-4, "0,0", "0.0")])  # noqa: RUF001  # fmt: skip
def test_a_difference_has_its_sign_and_one_decimal(hundredths: int, da: str, en: str) -> None:
    assert (points(hundredths).da, points(hundredths).en) == (da, en)


def test_a_share_has_one_decimal_rounded_half_up() -> None:
    assert (percent(3335).da, percent(3334).en, percent(10000).da) == ("33,4 %", "33.3 %", "100,0 %")
