"""Who has a task open is known while the page says so; a draft is replaced by a page that has seen it only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from store import openers, tasks
from tests.support.house import House

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_others_are_those_who_have_said_so_within_a_minute_in_the_order_they_came(house: House) -> None:
    task, (one, two, three) = house.opened(), (house.ids[who] for who in ("benefit", "legal", "caseworker"))
    with house.store.write() as db:
        openers.note(db, task.id, one, NOW)
        openers.note(db, task.id, two, NOW + timedelta(seconds=30))
        openers.note(db, task.id, three, NOW + timedelta(seconds=40))
        openers.note(db, task.id, two, NOW + timedelta(seconds=50))
        assert [o.user_id for o in openers.others(db, task.id, three, NOW + timedelta(seconds=60))] == [one, two]
        later = openers.others(db, task.id, three, NOW + timedelta(seconds=61))
        assert [(o.user_id, o.opened_at) for o in later] == [(two, NOW + timedelta(seconds=30))]


def test_who_comes_back_has_opened_it_anew(house: House) -> None:
    task, one, two = house.opened(), house.ids["benefit"], house.ids["legal"]
    back = NOW + timedelta(minutes=5)
    with house.store.write() as db:
        openers.note(db, task.id, one, NOW)
        openers.note(db, task.id, one, back)
        assert [o.opened_at for o in openers.others(db, task.id, two, back)] == [back]


def test_a_draft_is_replaced_by_a_page_that_made_it_or_has_seen_it(house: House) -> None:
    task, me = house.opened(), house.ids["benefit"]
    with house.store.write() as db:
        def save(text: str, page: tasks.Page | None) -> None:
            tasks.save_draft(db, task.id, me, {"reason": text}, NOW, page)

        save("a", tasks.Page("first", 0))
        save("b", tasks.Page("first", 0))
        save("c", tasks.Page("second", 2))
        with pytest.raises(tasks.DraftOvertaken):
            save("d", tasks.Page("first", 0))
        save("c", tasks.Page("first", 0))
        save("e", None)
        draft = tasks.draft(db, task.id)
        assert draft is not None
        assert (draft.fields, draft.version) == ({"reason": "e"}, 5)
