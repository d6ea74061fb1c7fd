"""P5: no name, number, address or free text in any history, identity or log of the engine."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.message import Message
from temporalio.api.common.v1 import Payload
from temporalio.client import Client

from store.db import Store
from tests.support.engine import SECRETS, connected
from tests.support.world import COVERED, GUIDED, PLANNED, World, eventually, today, world
from workers import embedded
from workers.codec import AesGcmCodec

CPR, NAME, ADDRESS = "0101907777", "Ngọc-Ánh O'Brien Ægidius 王小明", "Hemmelig Allé 13, 2. th"
TYPED = "Fortroligt: borgeren lider af svær kronisk ryglidelse"
FREE = {"reason": TYPED, "note": TYPED, "content": TYPED, "reference": "KY-FORTROLIG-1", "proof": "Journal-FORTROLIG-2"}
WORD = "Barselsorlov er fortrolig"
SECRET = [CPR, f"{CPR[:6]}-{CPR[6:]}", NAME, "Ngọc", "Brien", "Ægidius", "王小明", "Hemmelig", TYPED, "ryglidelse",
          "FORTROLIG", "Barselsorlov", "010190-****"]  # fmt: skip


def found(text: str) -> list[str]:
    return [secret for secret in SECRET if secret.casefold() in text.casefold()]


def payloads(message: Message) -> Iterator[Payload]:
    if isinstance(message, Payload):
        yield message
        return
    for field, value in message.ListFields():
        if field.message_type is None:
            continue
        if field.message_type.GetOptions().map_entry:
            values = [v for v in value.values() if isinstance(v, Message)]
        else:
            values = value if field.is_repeated else [value]
        for each in values:
            yield from payloads(each)


async def a_life_with_secrets(w: World) -> str:
    case = await w.open(cpr=CPR, name=NAME, address=ADDRESS, entered_on=None)
    await w.decide(case, "obligation.data_quality", "caseworker", usable=True, note=TYPED)
    await w.decide(case, "obligation.confirm_coverage", "benefit", **COVERED | only(COVERED))
    await w.decide(case, "obligation.guidance", "caseworker", **GUIDED | only(GUIDED))
    until = (await w.now(case) + timedelta(weeks=20)).date()
    await w.decide(case, "obligation.individual_assessment", "jobconsultant", effort="reduced", weekly_hours=9,
                   until=str(until), reason=TYPED)  # fmt: skip
    await w.decide(case, "obligation.approve_exemption", "supervisor", approved=True, reason=TYPED)
    await w.decide(case, "obligation.plan", "jobconsultant", **PLANNED | only(PLANNED) | {
        "lines": [line | {"title": TYPED[:200]} for line in PLANNED["lines"]]})  # fmt: skip
    await w.stands_at(case, "running")
    for word in ("suspend", "resume", "correct"):
        await w.say(case, word, reason=WORD)
    await w.say(case, "move", to="leaving", reason=WORD)
    await w.decide(case, "obligation.exit", "caseworker", because="moved", ended_on=str(today()), handed_over=True,
                   reason=TYPED)  # fmt: skip
    await w.stands_at(case, "moved")
    return case


def only(fields: dict[str, Any]) -> dict[str, str]:
    return {name: text for name, text in FREE.items() if name in fields}


async def test_nothing_that_a_person_is_or_typed_reaches_the_engine(
    store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    port, file = embedded.free_port(), tmp_path / "engine.db"
    engine = embedded.start(port, file, tmp_path / "engine.log")
    try:
        client = await connected(f"127.0.0.1:{port}")
        async with world(store, client) as w:
            case = await a_life_with_secrets(w)
            raw, plain = await everything_the_engine_knows(client)
            assert found(w.tasks(case)[0].decision["note"])
    finally:
        engine.terminate()
        engine.wait()
    assert case in raw
    assert "effort" not in raw
    assert "effort" in plain
    assert found(raw) == []
    assert found(plain) == []
    assert found(caplog.text + (tmp_path / "engine.log").read_text()) == []
    for part in tmp_path.glob("engine.db*"):
        content = part.read_bytes()
        assert [s for s in SECRET if s.encode() in content] == []


async def everything_the_engine_knows(client: Client) -> tuple[str, str]:
    """All it would show, as stored and as decoded: histories, ids, search attributes, memos, summaries."""
    codec, raw, plain = AesGcmCodec(SECRETS.key("payloads")), [], []
    async for run in client.list_workflows():
        handle = client.get_workflow_handle(run.id, run_id=run.run_id)
        described = (await handle.describe()).raw_description
        raw += [run.id, str(run.typed_search_attributes), str(described)]
        for event in [e async for e in handle.fetch_history_events()]:
            raw.append(event.SerializeToString().decode("latin-1") + str(event))
            for payload in await codec.decode(list(payloads(event))):
                plain.append(payload.data.decode())
    return "\n".join(raw), "\n".join(plain)


async def test_the_search_would_find_what_is_there(store: Store, client: Client) -> None:
    """Guards the test above: a name put where it must not be is seen, in the clear and in the payload."""
    async with world(store, client) as w:
        case = await w.at("coverage")
        await w.tell(case, "decided", {"task_id": NAME, "by": CPR, "at": await w.now(case), "answer": {"x": TYPED}})
        await eventually(lambda: seen(client))


async def seen(client: Client) -> bool:
    raw, plain = await everything_the_engine_knows(client)
    return not found(raw) and {CPR, TYPED, NAME} <= set(found(plain))
