"""Keeping a filter under a name, sharing it with a team, forgetting it."""

from __future__ import annotations

from domain.errors import BadInput, Refusal
from domain.text import Text
from store import filters
from store.users import User
from web import policy
from web.house import House
from web.inbox_filter import Filter

LONGEST = 80


class TooMany(Refusal):
    def __init__(self) -> None:
        super().__init__("too_many_filters", Text(
            da=f"Man kan gemme {filters.MOST} filtre. Slet et, du ikke bruger mere.",
            en=f"One can keep {filters.MOST} filters. Delete one that you no longer use."))  # fmt: skip


class NameTaken(Refusal):
    def __init__(self) -> None:
        super().__init__("name_taken", Text(
            da="Du har allerede et filter med det navn. Giv det nye et andet navn, eller slet det gamle først.",
            en="You have a filter of that name already. Name the new one differently, or delete the old one first."))


def keep_filter(house: House, user: User, name: str, wanted: Filter, team_id: str) -> str:
    """The id of what is kept. `team_id`: one of the person's own teams, or empty for nobody else."""
    name = " ".join("".join(sign for sign in name if sign.isprintable() or sign.isspace()).split())
    if not name or len(name) > LONGEST:
        raise BadInput("bad_name", Text(da=f"Giv filteret et navn på 1 til {LONGEST} tegn.",
                                        en=f"Give the filter a name of 1 to {LONGEST} characters."))  # fmt: skip
    if team_id and team_id not in user.teams:
        raise BadInput("not_a_team", Text(da="Del det med et af dine egne teams.",
                                          en="Share it with one of your own teams."))  # fmt: skip
    with house.store.write() as db:
        if filters.named(db, user.id, name) is not None:
            raise NameTaken
        if filters.count(db, user.id) >= filters.MOST:
            raise TooMany
        return filters.keep(db, user.id, name, wanted.kept, team_id or None, house.now())


def forget_filter(house: House, user: User, filter_id: str) -> None:
    with house.store.write() as db:
        if not filters.forget(db, user.id, filter_id):
            raise policy.NotFound
