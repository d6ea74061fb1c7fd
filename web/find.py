"""What a search box was given: a case number, a CPR number, a name or an employer. Looking for a person is logged."""

from __future__ import annotations

import sqlalchemy as sa

from domain.calendar import local_date
from domain.errors import BadInput
from domain.people import parse_cpr
from domain.text import Text
from store import casefile, searches
from store import people as registry
from store.casefile import CaseQuery
from store.cases import CASE_NUMBER
from store.tables import people
from store.users import User
from web import actions, policy
from web.access import Caller
from web.house import House

NOTHING = CaseQuery(case="–")


class CprInAddress(BadInput):
    def __init__(self) -> None:
        text = Text(da="Et CPR-nummer må ikke stå i en adresse. Søg på navn eller sagsnummer.",
                    en="A CPR number must not stand in an address. Search by name or case number.")  # fmt: skip
        super().__init__("cpr_in_url", text)


def refuse_cpr_in_address(house: House, q: str) -> None:
    if _cpr(house, q):
        raise CprInAddress


def case_of_number(house: House, user: User, q: str) -> str | None:
    """The case whose whole number was typed, if this person sees it."""
    number = q.strip().upper()
    if not CASE_NUMBER.fullmatch(number):
        return None
    with house.store.read() as db:
        found, _ = casefile.find_cases(db, user, CaseQuery(case=number))
    return found[0].id if found else None


def keep(house: House, caller: Caller, q: str) -> str | None:
    """The address under which this login finds the same again; None for a program, which has no login."""
    if caller.session is None:
        return None
    with house.store.write() as db:
        return f"/search/{searches.put(db, house.store.secrets, caller.session, q, house.now())}"


def kept_words(house: House, caller: Caller, search_id: str) -> str | None:
    with house.store.read() as db:
        return searches.get(db, house.store.secrets, caller.session or "", search_id)


def search_query(house: House, user: User, q: str, *, in_url: bool = False) -> CaseQuery:
    q = q.strip()
    if CASE_NUMBER.fullmatch(q.upper()):
        return CaseQuery(case=q.upper())
    if in_url:
        refuse_cpr_in_address(house, q)
    cpr = _cpr(house, q)
    secrets = house.store.secrets
    if cpr:
        found = sa.select(people.c.id).where(people.c.cpr_index == secrets.blind(cpr, "cpr"))
    else:
        by_name = registry.matching_name(secrets, q)
        if by_name is None:
            return NOTHING
        if not policy.may_read_identity(user):
            return CaseQuery(called=q)
        found = by_name
    criteria = secrets.blind(cpr or q.casefold(), "search")[:32]
    actions.look_up(house, user, "search", "search for a person", (criteria, None))
    return CaseQuery(people=found, called=None if cpr else q)


def _cpr(house: House, q: str) -> str | None:
    try:
        return parse_cpr(q, local_date(house.now())).digits
    except BadInput:
        return None
