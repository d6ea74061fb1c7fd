"""What somebody is to hear of waits until they have seen it."""

from __future__ import annotations

from datetime import UTC, datetime

from store import notices
from tests.support.house import House

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_each_who_is_told_has_a_notice_of_their_own(house: House) -> None:
    task, clerk, legal = house.opened(), house.ids["benefit"], house.ids["legal"]
    with house.store.write() as db:
        notices.tell(db, [clerk, legal, clerk], "mention", task.id, NOW, actor=legal, about=7)
        assert notices.see(db, clerk, NOW) == 1
        assert (notices.unseen(db, clerk), notices.unseen(db, legal)) == (0, 1)
        assert [(n.about, n.seen_at) for n in notices.of(db, legal)] == [(7, None)]


def test_seeing_the_mentions_of_a_task_leaves_its_escalation_unseen(house: House) -> None:
    task, other, clerk = house.opened(), house.opened(), house.ids["benefit"]
    with house.store.write() as db:
        for kind, about in (("mention", task), ("escalation", task), ("mention", other)):
            notices.tell(db, [clerk], kind, about.id, NOW)  # type: ignore[arg-type]
        assert notices.see(db, clerk, NOW, kind="mention", task_id=task.id) == 1
        assert {(n.kind, n.task_id) for n in notices.of(db, clerk) if n.seen_at is None} == {
            ("escalation", task.id), ("mention", other.id)}  # fmt: skip


def test_pages_of_notices_go_back_in_time(house: House) -> None:
    task, clerk = house.opened(), house.ids["benefit"]
    with house.store.write() as db:
        for about in range(5):
            notices.tell(db, [clerk], "mention", task.id, NOW, about=about)
        first = notices.of(db, clerk, 2)
        assert [n.about for n in first] == [4, 3]
        assert [n.about for n in notices.of(db, clerk, 2, first[-1].id)] == [2, 1]
