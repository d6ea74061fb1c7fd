"""Stories of letters that reached nobody: each ending, for the replay tests."""

from __future__ import annotations

from tests.support.unreached import REACH, asked_to_reply, fail, guided, send_again
from tests.support.world import REASON, World


async def undelivered_letter_sent_again(w: World) -> str:
    """Nobody does it for so long that the supervisor is warned; then the letter goes again."""
    case, letter = await guided(w)
    [lost] = await fail(w, case, letter)
    await w.task(lost, REACH)
    await w.skip(lost, days=10)
    await send_again(w, letter)
    await w.stands_at(lost, "sent_again")
    return lost


async def undelivered_letter_told_otherwise(w: World) -> str:
    case, letter = await guided(w)
    [lost] = await fail(w, case, letter)
    await w.decide(lost, REACH, "caseworker", otherwise="personally", reason=REASON)
    await w.stands_at(lost, "told_otherwise")
    return lost


async def undelivered_letter_overtaken(w: World) -> str:
    """The case that the letter asked something in ends first."""
    _, case, letter = await asked_to_reply(w)
    [lost] = await fail(w, case, letter)
    await w.task(lost, REACH)
    await w.say(case, "close")
    await w.stands_at(case, "closed")
    await w.courier.deliver(lost)
    await w.stands_at(lost, "overtaken")
    return lost


STORIES = [undelivered_letter_sent_again, undelivered_letter_told_otherwise, undelivered_letter_overtaken]
