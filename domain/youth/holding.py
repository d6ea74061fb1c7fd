"""Whether a young person's case has taken a place of a vacancy."""

from __future__ import annotations

from typing import Literal

from domain.dossier import Dossier
from domain.youth.employment import ConfirmStart, FollowUp, MakeAgreement
from domain.youth.finding import FindMatch, FindPocketMoneyJob

MATCHES = (FindMatch.kind, FindPocketMoneyJob.kind)
GIVES_BACK = {
    (MakeAgreement.kind, "fell_through"), (ConfirmStart.kind, "not_started"), (FollowUp.kind, "looks_again"),
    (FollowUp.kind, "education"), (FollowUp.kind, "ended"),
}  # fmt: skip
"""Answers after which the place is free again."""


def holds(case: Dossier, vacancy: str) -> Literal["proposed", "agreed"] | None:
    """By its newest match alone, and what was decided since; a case closed before the agreement holds nothing."""
    done = case.done()
    newest = max((n for n, one in enumerate(done) if one.kind in MATCHES), default=None)
    if newest is None or done[newest].answer.get("vacancy") != vacancy:
        return None
    since = {(one.kind, one.answer["result"]) for one in done[newest + 1 :] if "result" in one.answer}
    if since & GIVES_BACK:
        return None
    if (MakeAgreement.kind, "agreed") in since:
        return "agreed"
    return "proposed" if case.is_open else None
