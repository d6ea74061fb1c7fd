"""Registering attendance, the same for pages and API: whose place is it, do."""

from __future__ import annotations

from collections.abc import Sequence

from domain.attendance import Item
from store import attendance, places
from store.attendance import Result
from store.places import Line
from store.users import User
from web import actions, policy
from web.house import House


def register(house: House, user: User, items: Sequence[Item], where: str) -> list[Result]:
    """Each item by itself. A placement that is not theirs is answered as one that does not exist, and logged."""
    with house.store.write() as db:
        known = places.by_ids(db, {item.placement_id for item in items})
        mine = {key: line for key, line in known.items() if policy.may_register(user, line)}
        results = attendance.register(db, mine, items, by=user.id, now=house.now(), policies=house.policies)
    refused = [one.item.placement_id for one in results if one.code == "not_found"]
    if refused:
        about: set[str | None] = {known[one].case_id if one in known else None for one in refused}
        actions.look_up(house, user, "refused", "not_found", *((where, case_id) for case_id in about))
    return results


def look_up(house: House, user: User, lines: Sequence[Line]) -> None:
    """Whose attendance was shown."""
    seen = dict.fromkeys((line.citizen, line.case_id) for line in lines)
    actions.look_up(house, user, "view.attendance", "attendance of a week", *seen)
