"""A letter that reached nobody, and what people do then."""

from __future__ import annotations

from datetime import UTC, datetime

from domain.policies import policies
from store import letters, letters_again, posting
from tests.support.absences import REPLY, SEND, absent, contacted
from tests.support.world import GUIDED, World

REACH = "undelivered_letter.reach"
BY_POST = GUIDED | {"channel": "digital_post"}
ACCOUNT = "Du mødte ikke i Fælledparken mandag."


async def guided(w: World) -> tuple[str, str]:
    """A case whose citizen was sent the guidance, and the letter."""
    case = await w.at("guidance")
    await w.decide(case, "obligation.guidance", "caseworker", **BY_POST)
    return case, newest(w, case)


async def asked_to_reply(w: World) -> tuple[str, str, str]:
    """A citizen who was heard: the case above, the case of the absence, the hearing letter."""
    above, case = await absent(w)
    await contacted(w, case)
    await w.decide(case, SEND, "caseworker", account=ACCOUNT)
    await w.task(case, REPLY)
    return above, case, newest(w, case)


def newest(w: World, case: str) -> str:
    with w.store.read() as db:
        return str(letters.of_case(db, case)[0].id)


async def fail(w: World, case: str, letter: str) -> list[str]:
    """The cases that the failure has begun, started, the oldest first."""
    with w.store.write() as db:
        row = letters.get(db, letter)
        assert row
        posting.failed(db, row, "Ukendt modtager", w.clock.get(case) or datetime.now(UTC))
    begun = [one.id for one in w.belonging(case, "undelivered_letter")]
    for one in begun:
        await w.courier.deliver(one)
    return begun


async def send_again(w: World, letter: str) -> str:
    """As the button does; the new letter."""
    secrets, now = w.store.secrets, datetime.now(UTC)
    with w.store.write() as db:
        row = letters.get(db, letter)
        assert row
        outgoing = letters_again.compose(db, secrets, row, "Prøveby", "", now, policies())
        made = letters_again.put(db, secrets, row, outgoing, w.ids["caseworker"], now)
    for one in w.belonging(row.case_id, "undelivered_letter"):
        await w.courier.deliver(one.id)
    return made
