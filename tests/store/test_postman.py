"""Letters leave the house: at least once each, patiently, and what became of them is seen. On both databases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from domain.letters import Paragraph, written
from domain.policies import policies
from store import posting
from store.audit import first_broken
from store.tables import audit, task_events
from tests.support.house import House
from tests.support.letters import NOW, get, put, represent, set_person
from workers.post import FolderPost, Parcel, Status
from workers.postman import Postman

ON_PAPER = written("Brev", Paragraph(text="x"), way="letter")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "post"
    made.mkdir()
    return made


def postman(house: House, folder: Path, *, confirms: bool = False) -> Postman:
    return Postman(house.store, FolderPost(folder), policies(), confirms=confirms)


def tell(folder: Path, letter_id: str, said: Any) -> Path:
    """What a gateway drops back."""
    (folder / "status").mkdir(exist_ok=True)
    file = folder / "status" / f"{letter_id}.json"
    file.write_text(said if isinstance(said, str) else json.dumps(said))
    return file


def delivered(at: datetime = NOW) -> dict[str, str]:
    return {"state": "delivered", "at": at.isoformat()}


FAILED = {"state": "failed", "at": NOW.isoformat(), "error": "Modtageren er ikke tilmeldt"}


def events(house: House, case_id: str) -> list[str]:
    with house.store.read() as db:
        query = sa.select(task_events.c.what).where(task_events.c.case_id == case_id).order_by(task_events.c.id)
        return [what for what in db.execute(query).scalars() if what.startswith("letter.")]


def audited(house: House) -> list[str]:
    with house.store.read() as db:
        assert first_broken(db) is None
        found = db.execute(sa.select(audit.c.action).where(audit.c.action.like("letter.%")).order_by(audit.c.seq))
        return list(found.scalars())


# -- handing over ------------------------------------------------------------------------------------------------


def test_a_letter_is_handed_over_whole_with_what_a_gateway_needs(house: House, folder: Path) -> None:
    letter = put(house, house.put(cpr="0101901234"))
    assert postman(house, folder).round(NOW) == 1
    said = json.loads((folder / "out" / f"{letter.id}.json").read_text())
    assert said["id"] == letter.id
    assert said["channel"] == "digital_post"
    assert said["recipient"] == {
        "kind": "citizen", "name": "Zeynep Ørskov", "address": "Prøvevej 1", "cpr": "0101901234"
    }  # fmt: skip
    assert (folder / "out" / said["document"]).read_bytes().startswith(b"%PDF")
    assert sorted(f.name for f in (folder / "out").iterdir()) == sorted([said["document"], f"{letter.id}.json"])


def test_only_the_owner_may_read_what_is_handed_over(house: House, folder: Path) -> None:
    put(house, house.put())
    postman(house, folder).round(NOW)
    assert {file.stat().st_mode & 0o777 for file in (folder / "out").iterdir()} == {0o600}
    assert (folder / "out").stat().st_mode & 0o777 == 0o700


def test_a_representative_is_handed_over_without_a_cpr_number(house: House, folder: Path) -> None:
    case_id = house.put()
    represent(house, case_id)
    letter = put(house, case_id)
    postman(house, folder).round(NOW)
    said = json.loads((folder / "out" / f"{letter.id}.json").read_text())
    assert said["recipient"] == {"kind": "representative", "name": "Rita Ravn", "address": "Gade 2\n2100 København Ø"}


@pytest.mark.parametrize(
    ("exempt", "confirms", "state", "received"),
    [
        (False, False, "delivered", date(2026, 11, 19)),
        (False, True, "handed_over", date(2026, 11, 19)),
        (True, False, "handed_over", date(2026, 11, 27)),
        (True, True, "handed_over", date(2026, 11, 27)),
    ],
)
def test_the_days_of_receipt_are_counted_from_the_hand_over(house: House, folder: Path, exempt: bool, confirms: bool,
                                                            state: str, received: date) -> None:  # fmt: skip
    case_id = house.put()
    set_person(house, case_id, post_exempt=exempt)
    letter = put(house, case_id, now=NOW - timedelta(days=3))
    postman(house, folder, confirms=confirms).round(NOW)
    found = get(house, letter.id)
    assert (found.state, found.received_on, found.handed_over_at) == (state, received, NOW)
    assert (found.delivered_at is not None) is (state == "delivered")


def test_a_letter_handed_over_in_person_is_never_posted(house: House, folder: Path) -> None:
    put(house, house.put(), letter=written("Brev", Paragraph(text="x"), way="handed_over"))
    assert postman(house, folder).round(NOW) == 0
    assert not (folder / "out").exists()


def test_a_letter_is_handed_over_once(house: House, folder: Path) -> None:
    case_id = house.put()
    put(house, case_id)
    man = postman(house, folder)
    assert [man.round(NOW), man.round(NOW + timedelta(hours=1))] == [1, 0]
    assert events(house, case_id) == ["letter.written", "letter.handed_over"]
    assert audited(house) == ["letter.written", "letter.handed_over"]


def test_a_worker_killed_between_hand_over_and_note_writes_the_same_letter_again(house: House, folder: Path,
                                                                                 monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    case_id = house.put()
    letter = put(house, case_id)

    def killed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    man = postman(house, folder)
    with monkeypatch.context() as patch:
        patch.setattr(posting, "handed_over", killed)
        with pytest.raises(KeyboardInterrupt):
            man.round(NOW)
    before = {file.name: file.read_bytes() for file in (folder / "out").iterdir()}
    assert get(house, letter.id).state == "waiting"
    assert postman(house, folder).round(NOW + timedelta(seconds=1)) == 1
    assert {file.name: file.read_bytes() for file in (folder / "out").iterdir()} == before
    assert events(house, case_id) == ["letter.written", "letter.handed_over"]


def test_two_workers_hand_over_one_letter(house: House, folder: Path) -> None:
    """Both saw it waiting; the second note changes nothing."""
    case_id = house.put()
    letter = put(house, case_id)
    with house.store.read() as db:
        seen = posting.due(db, NOW)
    postman(house, folder).round(NOW)
    with house.store.write() as db:
        posting.handed_over(db, seen[0], NOW + timedelta(days=9), policies(), delivered=False)
    assert get(house, letter.id).handed_over_at == NOW
    assert audited(house).count("letter.handed_over") == 1


def test_while_the_folder_is_away_letters_wait_and_go_when_it_is_back(house: House, tmp_path: Path) -> None:
    letter, away, man = put(house, house.put()), tmp_path / "away", None
    man = postman(house, away)
    assert man.round(NOW) == 0
    assert not away.exists(), "a volume that is not there is not made up"
    found = get(house, letter.id)
    assert (found.state, found.attempts, found.error) == ("waiting", 1, "FileNotFoundError")
    away.mkdir()
    assert man.round(NOW + timedelta(seconds=4)) == 0, "the pause is not over"
    assert man.round(NOW + timedelta(seconds=5)) == 1
    assert get(house, letter.id).error is None


def test_the_pauses_double_up_to_ten_minutes(house: House, tmp_path: Path) -> None:
    letter, now, pauses = put(house, house.put()), NOW, []
    man = postman(house, tmp_path / "away")
    for _ in range(9):
        man.round(now)
        again = get(house, letter.id).retry_at
        pauses.append((again - now).total_seconds())
        now = again
    assert pauses == [5, 10, 20, 40, 80, 160, 320, 600, 600]


class Choosy:
    """A post that takes no letter with that subject."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    def hand_over(self, parcel: Parcel) -> None:
        if parcel.subject == "Brev":
            raise PermissionError
        self.taken.append(parcel.id)

    def statuses(self) -> Iterator[Status]:
        return iter(())

    def noted(self, status: Status) -> None: ...

    def refuse(self, status: Status) -> None: ...


def test_one_letter_that_is_not_taken_keeps_no_other_back(house: House) -> None:
    put(house, house.put(), "t1", ON_PAPER)
    other = put(house, house.put(), "t2", now=NOW + timedelta(seconds=1))
    post = Choosy()
    assert Postman(house.store, post, policies(), confirms=False).round(NOW) == 1
    assert post.taken == [other.id]


# -- what became of it -------------------------------------------------------------------------------------------


def test_a_gateway_says_that_a_letter_has_arrived(house: House, folder: Path) -> None:
    case_id = house.put()
    letter, man = put(house, case_id), postman(house, folder, confirms=True)
    man.round(NOW)
    file = tell(folder, letter.id, delivered(NOW + timedelta(minutes=5)))
    man.round(NOW + timedelta(minutes=9))
    found = get(house, letter.id)
    assert (found.state, found.delivered_at) == ("delivered", NOW + timedelta(minutes=5))
    assert not file.exists()
    assert events(house, case_id)[-1] == "letter.delivered"


@pytest.mark.parametrize("confirms", [True, False])
def test_a_letter_that_did_not_arrive_counts_as_not_received_and_is_seen(house: House, folder: Path,
                                                                         confirms: bool) -> None:  # fmt: skip
    case_id = house.put()
    letter, man = put(house, case_id), postman(house, folder, confirms=confirms)
    man.round(NOW)
    tell(folder, letter.id, FAILED)
    man.round(NOW)
    found = get(house, letter.id)
    assert (found.state, found.received_on, found.error) == ("failed", None, "Modtageren er ikke tilmeldt")
    assert events(house, case_id)[-1] == audited(house)[-1] == "letter.failed"
    with house.store.read() as db:
        assert posting.counts(db) == {"waiting": 0, "failed": 1}


def test_the_same_status_twice_is_noted_once(house: House, folder: Path) -> None:
    case_id = house.put()
    letter, man = put(house, case_id), postman(house, folder)
    man.round(NOW)
    for _ in range(2):
        tell(folder, letter.id, FAILED)
        man.round(NOW)
    assert audited(house).count("letter.failed") == 1
    assert list((folder / "status").iterdir()) == []


def test_a_status_that_comes_before_the_hand_over_was_noted_counts(house: House, folder: Path) -> None:
    letter = put(house, house.put())
    tell(folder, letter.id, delivered())
    man = Postman(house.store, NotYet(folder), policies(), confirms=True)
    man.round(NOW)
    found = get(house, letter.id)
    assert (found.state, found.received_on) == ("delivered", NOW.date())
    assert man.round(NOW + timedelta(hours=1)) == 0


class NotYet(FolderPost):
    def hand_over(self, parcel: Parcel) -> None:
        raise OSError


@pytest.mark.parametrize("said", [
    "", "null", "[]", "{", '{"state":"delivered"}', '{"state":"lost","at":"2026-11-19T09:00:00+00:00"}',
    '{"state":"failed","at":"i går"}', '{"state":"failed","at":"2026-11-19T09:00:00"}', '{"state":"failed","at":7}',
    "[" * 9000, '{"a":"' + "x" * 20_000 + '"}', "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
])  # fmt: skip
def test_a_status_that_is_not_understood_is_put_aside_and_changes_nothing(house: House, folder: Path, said: str) -> None:
    letter, man = put(house, house.put()), postman(house, folder)
    man.round(NOW)
    before = get(house, letter.id)
    tell(folder, letter.id, said)
    man.round(NOW)
    assert get(house, letter.id) == before
    assert [f.name for f in (folder / "status").iterdir()] == [f"{letter.id}.json.refused"]


@pytest.mark.parametrize("name", ["00000000-0000-4000-8000-000000000000", "x", "' or 1=1", ".hidden"])
def test_a_status_of_an_unknown_letter_is_put_aside(house: House, folder: Path, name: str) -> None:
    put(house, house.put())
    man = postman(house, folder)
    man.round(NOW)
    tell(folder, name, delivered())
    man.round(NOW)
    assert [f.name for f in (folder / "status").iterdir() if not f.name.startswith(".hidden")] in (
        [f"{name}.json.refused"], [])  # fmt: skip


def test_a_long_word_of_a_gateway_is_cut(house: House, folder: Path) -> None:
    letter, man = put(house, house.put()), postman(house, folder)
    man.round(NOW)
    tell(folder, letter.id, FAILED | {"error": "x" * 5000})
    man.round(NOW)
    assert len(get(house, letter.id).error) == 300
