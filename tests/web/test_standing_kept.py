"""When the standing is made anew: at once where it is cheap, else beside the requests and not too often."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import pytest

from domain.errors import Refusal
from domain.text import Text
from store.standing import Standing
from web import standing
from web.standing import OLD, REST, Kept

AT = datetime(2026, 11, 19, 9, tzinfo=UTC)


class Made:
    """Counts how often it was asked; each takes `costs` seconds of the clock that the test holds."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, costs: float) -> None:
        self.times, self.clock, self.costs, self.go = 0, 1000.0, costs, Event()
        self.go.set()
        monkeypatch.setattr(standing.time, "monotonic", lambda: self.clock)

    def __call__(self) -> Standing:
        assert self.go.wait(10)
        self.times += 1
        self.clock += self.costs
        return Standing(AT + timedelta(hours=self.times))


def settled(kept: Kept) -> None:
    with kept._making:
        pass


def test_a_cheap_one_is_made_for_each_request(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Made(monkeypatch, costs=0.01)
    kept = Kept(made)
    assert [kept.get().at.hour for _ in range(3)] == [10, 11, 12]


def test_a_dear_one_is_kept_until_it_has_rested_and_is_then_made_beside_the_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = Made(monkeypatch, costs=1.0)
    kept = Kept(made)
    first = kept.get()
    made.clock += REST - 1
    assert kept.get() is first
    made.clock += 2
    made.go.clear()
    assert kept.get() is first, "nobody waits for the new one"
    assert kept.is_underway
    assert kept.get() is first
    made.go.set()
    settled(kept)
    assert made.times == 2, "one at a time, however many ask"
    assert kept.get().at.hour == 11


def test_for_a_new_one_in_place_of_an_old_one_a_request_waits_a_little(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Made(monkeypatch, costs=1.0)
    kept = Kept(made)
    first = kept.get()
    made.clock += 2 * REST + OLD
    assert kept.get().at > first.at
    made.clock += 2 * REST + OLD
    made.go.clear()
    monkeypatch.setattr(standing, "PATIENCE", 0.01)
    assert kept.get().at.hour == 11, "and no longer than that"
    made.go.set()
    settled(kept)


def test_an_outage_while_it_is_made_leaves_the_last_one_and_the_next_try_is_free(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = Made(monkeypatch, costs=1.0)
    kept = Kept(made)
    first = kept.get()
    made.clock += REST * 2

    def away() -> Standing:
        raise Refusal("database_away", Text(da="Væk", en="Away"), status=503)

    kept._make = away
    assert kept.get() is first
    settled(kept)
    kept._make = made
    kept.get()
    settled(kept)
    assert made.times == 2


def test_two_first_requests_make_one(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Made(monkeypatch, costs=1.0)
    kept = Kept(made)
    made.go.clear()
    found: list[Standing] = []
    both = [Thread(target=lambda: found.append(kept.get())) for _ in range(2)]
    for one in both:
        one.start()
    made.go.set()
    for one in both:
        one.join(10)
    assert made.times == 1
    assert found[0] is found[1]


def test_what_changes_seldom_stands_for_as_many_times_its_cost_as_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Made(monkeypatch, costs=1.0)
    kept = Kept(made, rest=3600)
    kept.get()
    made.clock += 3000
    kept.get()
    settled(kept)
    assert made.times == 1
    made.clock += 1000
    kept.get()
    settled(kept)
    assert made.times == 2
