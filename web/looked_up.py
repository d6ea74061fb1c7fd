"""What the log of look-ups says in words: what somebody did, and what for."""

from __future__ import annotations

from typing import Any, NamedTuple

import sqlalchemy as sa

from domain.programmes import PROGRAMMES
from domain.text import Text

WHAT = {
    "view.task": Text(da="Så opgaven", en="Saw the task"),
    "view.letter": Text(da="Så et brev", en="Saw a letter"),
    "view.case": Text(da="Så sagen", en="Saw the case"),
    "view.referral": Text(da="Så en henvisning med samtykke", en="Saw a referral by consent"),
    "view.attendance": Text(da="Så fremmødet", en="Saw the attendance"),
    "search": Text(da="Søgte efter en person", en="Searched for a person"),
    "search.hit": Text(da="Vist i søgeresultat", en="Shown in a search result"),
    "refused": Text(da="Afvist", en="Refused"),
    "export.case": Text(da="Hentede sagens dokumenter", en="Fetched the documents of the case"),
    "import": Text(da="Indlæste fil", en="Imported a file"),
}
WHY = {
    "case page": Text(da="Sagens side", en="The page of the case"),
    "people of the case": Text(da="Personer i sagen", en="The people of the case"),
    "citizen of the case": Text(da="Borgerens oplysninger", en="The citizen's details"),
    "letter of the case": Text(da="Brevet på sagen", en="The letter on the case"),
    "facts of the case": Text(da="Rettelse af oplysninger", en="Correction of facts"),
    "plan of the case": Text(da="Planen", en="The plan"),
    "weeks of the case": Text(da="Ugerne", en="The weeks"),
    "spells of the case": Text(da="Fravær og fritagelse", en="Absences and exemptions"),
    "attendance of a week": Text(da="Fremmøde i en uge", en="Attendance of a week"),
    "consents of the case": Text(da="Samtykker i sagen", en="The consents of the case"),
    "own referrals": Text(da="Egne henvisninger", en="The own referrals"),
    "file": Text(da="En fil", en="A file"),
    "documents of the case": Text(da="Aktindsigt, klage eller overdragelse", en="Access, complaint or handover"),
    "open a case under it": Text(da="En ny sag under sagen", en="A new case under the case"),
    "confidential": Text(da="En fortrolig sag", en="A confidential case"),
    "search for a person": Text(da="Søgefeltet", en="The search field"),
    "search": Text(da="Søgefeltet", en="The search field"),
    "api": Text(da="Et andet system", en="Another system"),
    "not_found": Text(da="Findes ikke, eller en andens", en="Not there, or somebody else's"),
    "forbidden": Text(da="Rollen giver ikke adgang", en="The role gives no access"),
}
KIND_TITLES = {kind.kind: kind.title for programme in PROGRAMMES.values() for kind in programme.kinds}


class About(NamedTuple):
    """What a look-up says of the case, to whoever reads the log."""

    case_id: str | None
    purpose: str


def about(row: sa.Row[Any], *, hidden: bool) -> About:
    """Of a case that is `hidden` from the reader neither the number nor what was done there."""
    return About(None, "confidential") if hidden else About(row.case_id, row.details.get("purpose", ""))


def said_of(row: sa.Row[Any], *, hidden: bool = False) -> tuple[Text | str, Text | str]:
    """What somebody did, and why, in words."""
    return WHAT.get(row.action, Text(da=row.action, en=row.action)), _why(about(row, hidden=hidden).purpose)


def _why(purpose: str) -> Text | str:
    """The purpose in words; a kind of task by its title."""
    kind = purpose.removeprefix("task ")
    if kind != purpose:
        return KIND_TITLES.get(kind, kind)
    return WHY.get(purpose, purpose)
