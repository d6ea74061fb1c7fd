from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.roles import Role
from store import attempts, users
from store.db import Store

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HERE, ELSEWHERE = "192.0.2.1", "192.0.2.2"
PASSWORD = "et langt kodeord 42"


@pytest.fixture
def anna(store: Store) -> str:
    with store.write() as db:
        return users.add(db, "anna", PASSWORD, "Anna Holm", Role.caseworker, "Arbejdspligt", NOW)


def session(store: Store, token: str, now: datetime) -> bool:
    with store.read() as db:
        return users.session_of(db, token, now) is not None


def log_in(store: Store, user: str) -> str:
    with store.write() as db:
        return users.open_session(db, user, NOW)[0]


def test_a_session_ends_after_an_hour_of_silence_and_each_use_prolongs_it(store: Store, anna: str) -> None:
    token = log_in(store, anna)
    assert session(store, token, NOW + timedelta(minutes=59))
    assert not session(store, token, NOW + timedelta(minutes=60))
    with store.write() as db:
        users.touch(db, users.digest(token), NOW + timedelta(minutes=59))
    assert session(store, token, NOW + timedelta(minutes=118))


def test_a_session_ends_after_twelve_hours_however_busy(store: Store, anna: str) -> None:
    token = log_in(store, anna)
    for minutes in range(0, 12 * 60, 30):
        with store.write() as db:
            users.touch(db, users.digest(token), NOW + timedelta(minutes=minutes))
    assert session(store, token, NOW + timedelta(hours=11, minutes=59))
    assert not session(store, token, NOW + timedelta(hours=12))


def test_a_disabled_account_loses_its_sessions_its_tokens_and_its_password_at_once(store: Store, anna: str) -> None:
    token = log_in(store, anna)
    with store.write() as db:
        key, _ = users.issue_token(db, anna, 30, NOW)
        assert users.bearer(db, key, NOW) == anna
        assert users.disable(db, "anna")
        assert users.bearer(db, key, NOW) is None
        assert users.get(db, anna) is None
        assert users.authenticate(db, "anna", PASSWORD) is None
    assert not session(store, token, NOW)


def test_only_the_right_password_of_an_active_account_opens_the_door(store: Store, anna: str) -> None:
    with store.read() as db:
        assert users.authenticate(db, "anna", PASSWORD) == anna
        assert users.authenticate(db, "anna", PASSWORD + " ") is None
        assert users.authenticate(db, "nobody", PASSWORD) is None


def test_the_tenth_failure_in_five_minutes_closes_the_door_for_that_name_until_they_have_passed(
    store: Store, anna: str
) -> None:
    with store.write() as db:
        for number in range(10):
            assert not attempts.too_many(db, "anna", HERE, NOW + timedelta(seconds=number))
            attempts.note(db, "anna", HERE, NOW + timedelta(seconds=number))
        assert attempts.too_many(db, "anna", ELSEWHERE, NOW + timedelta(seconds=10))
        assert not attempts.too_many(db, "bo", HERE, NOW + timedelta(seconds=10))
        assert not attempts.too_many(db, "anna", HERE, NOW + timedelta(minutes=5))


def test_one_password_tried_on_many_names_closes_the_door_for_that_address_alone(store: Store) -> None:
    with store.write() as db:
        for number in range(attempts.FROM_AN_ADDRESS):
            assert not attempts.too_many(db, f"user{number}", HERE, NOW)
            attempts.note(db, f"user{number}", HERE, NOW)
        assert attempts.too_many(db, "anna", HERE, NOW)
        assert not attempts.too_many(db, "anna", ELSEWHERE, NOW)
        assert not attempts.too_many(db, "anna", HERE, NOW + attempts.WINDOW)


@pytest.mark.parametrize(("other", "is_same"), [
    ("2001:db8:0:1::ffff", True), ("2001:db8:0:2::1", False), ("::ffff:192.0.2.1", False), ("", False)])  # fmt: skip
def test_all_addresses_of_one_network_of_ipv6_count_as_one(store: Store, other: str, is_same: bool) -> None:
    with store.write() as db:
        for number in range(attempts.FROM_AN_ADDRESS):
            attempts.note(db, f"user{number}", "2001:db8:0:1::1", NOW)
        assert attempts.too_many(db, "anna", other, NOW) == is_same


def test_nobody_is_known_by_an_address_that_is_not_there(store: Store) -> None:
    with store.write() as db:
        for number in range(attempts.FROM_AN_ADDRESS):
            attempts.note(db, f"user{number}", "", NOW)
        assert not attempts.too_many(db, "anna", "", NOW)


def test_an_old_token_is_no_token(store: Store, anna: str) -> None:
    with store.write() as db:
        key, until = users.issue_token(db, anna, 1, NOW)
        assert users.bearer(db, key, until - timedelta(seconds=1)) == anna
        assert users.bearer(db, key, until) is None


def test_a_session_that_ended_long_ago_is_forgotten_at_the_next_login(store: Store, anna: str) -> None:
    first = log_in(store, anna)
    with store.write() as db:
        users.open_session(db, anna, NOW + users.ABSOLUTE)
        assert users.last_user_of(db, first, "") == anna, "what was typed in it can still be given back"
        users.open_session(db, anna, NOW + 2 * users.ABSOLUTE + timedelta(seconds=1))
        assert users.last_user_of(db, first, "") is None


def test_no_token_stands_in_the_database_as_it_was_given(store: Store, anna: str) -> None:
    token = log_in(store, anna)
    with store.read() as db:
        row = users.session_of(db, token, NOW)
        assert row is not None
        assert token not in [str(value) for value in row]
        assert users.end_session(db, row.token_hash, NOW, "somebody else") is False
