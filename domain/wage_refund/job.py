"""The jobs that a young person's case says were begun, and when each ran."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

from domain.dossier import Done, Dossier
from domain.youth.employment import ConfirmStart, FollowUp
from domain.youth.finding import FindMatch, FindPocketMoneyJob

MATCHES = (FindMatch.kind, FindPocketMoneyJob.kind)


class Job(NamedTuple):
    what: str
    employer: str
    """By its CVR number where it is known."""
    sector: str
    starts_on: date
    ends_on: date | None

    def ran_in(self, monday: date) -> bool:
        """Whether any day of the week from that Monday was within the job."""
        return self.starts_on <= monday + timedelta(days=6) and (self.ends_on is None or monday <= self.ends_on)


def jobs(youth: Dossier) -> list[Job]:
    """The oldest first. A job is over on its last day, or when a follow-up finds it stopped."""
    found: list[Job] = []
    match: dict[str, Any] | None = None
    for one in youth.done(*MATCHES, ConfirmStart.kind, FollowUp.kind):
        if one.kind in MATCHES:
            match = one.answer if one.answer["result"] == "matched" else None
        elif one.kind == ConfirmStart.kind:
            found += [_begun(match)] if match and one.answer["result"] == "started" else []
        elif found and one.answer["result"] != "there":
            found[-1] = _stopped(found[-1], one)
    return found


def _begun(match: dict[str, Any]) -> Job:
    ends = match.get("ends_on")
    return Job(match["what"], match.get("cvr") or match["employer"].strip().casefold(), match["sector"],
               date.fromisoformat(match["starts_on"]), date.fromisoformat(ends) if ends else None)  # fmt: skip


def _stopped(job: Job, follow_up: Done) -> Job:
    seen = date.fromisoformat(follow_up.answer["talked_on"])
    return job._replace(ends_on=min(job.ends_on or seen, seen))
