"""Consents of a case: may I, do, write it down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError

from domain.calendar import local_date
from domain.consents import GIVERS, SCOPES, Consent, lasting
from domain.errors import BadInput
from domain.programmes import PROGRAMMES
from domain.text import Text
from store import cases, sharing
from store.dossier import Dossier
from store.users import User
from web import policy
from web.actions import Invalid, Row, seen_case
from web.house import House


def kept_case(db: sa.Connection, user: User, case_id: str) -> Row:
    """A case that one sees, whose programme shares with partners, and whose consents one may keep."""
    case = seen_case(db, user, case_id)
    if PROGRAMMES[case.programme].born_on is None:
        raise policy.NotFound(case.id)
    if not policy.may_correct(user, case):
        raise policy.Forbidden
    return case


def give(house: House, user: User, case_id: str, given: Mapping[str, Any]) -> str:
    """A consent to tell one partner; the id. It takes the place of an earlier one to the same partner."""
    now = house.now()
    today = local_date(now)
    with house.store.write() as db:
        cases.lock(db, case_id)
        case = kept_case(db, user, case_id)
        if case.closed_at is not None:
            raise cases.CaseIsClosed
        consent = _valid(given, house)
        if consent.recipient not in {team.id for team in sharing.partners(db)}:
            raise BadInput("unknown_partner", Text(
                da="Vælg en partner fra listen.", en="Choose a partner from the list."))  # fmt: skip
        born_on = PROGRAMMES[case.programme].born_on
        assert born_on is not None
        last = lasting(consent, born_on(Dossier(db, case).facts), today, house.policies)
        return sharing.consent(
            db, case.id, consent.recipient, scope=consent.scope, given_by=consent.given_by, given_on=consent.given_on,
            expires_on=last, by=user.id, now=now)  # fmt: skip


def withdraw(house: House, user: User, case_id: str, consent_id: str) -> str:
    """From now on the partner is told nothing; also of a case that is closed."""
    with house.store.write() as db:
        case = kept_case(db, user, case_id)
        consent = sharing.get(db, consent_id)
        if consent is None or consent.case_id != case.id:
            raise policy.NotFound(case.id)
        sharing.withdraw(db, consent, user.id, house.now())
    return consent_id


def _valid(given: Mapping[str, Any], house: House) -> Consent:
    try:
        return Consent.model_validate(given, context={"today": local_date(house.now())})
    except ValidationError as error:
        raise Invalid(error, "consent") from None


def rows(db: sa.Connection, house: House, case: Row) -> list[dict[str, Any]]:
    """Every consent of the case as pages show it."""
    today = local_date(house.now())
    return [
        {"id": one.id, "partner": one.name, "scope": SCOPES[one.scope], "given_by": GIVERS[one.given_by],
         "given_on": one.given_on, "expires_on": one.expires_on, "withdrawn_at": one.withdrawn_at,
         "stands": one.withdrawn_at is None and one.expires_on >= today}
        for one in sharing.of_case(db, case.id)
    ]  # fmt: skip


def sharing_of(db: sa.Connection, house: House, user: User, case: Row) -> dict[str, Any]:
    """What the case page shows of referrals and consents; nothing for programmes that share with nobody."""
    if PROGRAMMES[case.programme].born_on is None:
        return {"consents": None, "referrers": (), "may_keep_consents": False}
    return {"consents": rows(db, house, case), "may_keep_consents": policy.may_correct(user, case),
            "referrers": [{"name": one.name, "at": one.at} for one in sharing.referrers(db, case.id)]}  # fmt: skip
