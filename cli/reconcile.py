"""Every open case, asked one by one, and what is wrong mended where that is wished."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from cli.context import engine
from cli.settings import Settings
from store import reconcile as proof
from store.db import Store
from store.reconcile import Violation
from workers.reconcile import violations
from workers.repair import repair as mend


@dataclass
class Found:
    checked: int = 0
    violations: list[Violation] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {"checked": self.checked, "violations": [v.as_json() for v in self.violations]}


async def reconcile(settings: Settings, store: Store, *, repair: bool) -> Found:
    client = await engine(settings, store)
    with store.read() as db:
        ids = [case.id for case in proof.open_cases(db)]
    found = Found(len(ids), await violations(client, store, ids))
    if repair:
        # A lost case first: its messages cannot reach it before it lives again.
        found.violations.sort(key=lambda v: (not v.code.startswith("workflow_"), v.case_id))
        found.violations = [replace(v, repaired=await mend(client, store, v)) for v in found.violations]
    return found
