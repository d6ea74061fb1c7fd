"""By which ways contact is made: as agreed, and never again by one that was not safe until it is another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime

from domain.dossier import Done, Dossier
from domain.perspektiv.contact import SafeWay
from domain.perspektiv.facts import PerspektivFacts
from domain.text import Text

REACH = "perspektiv.reach"
NOT_SAFE = Text(
    da="Den vej viste sig ikke at være sikker og bruges ikke, før den er rettet på sagen.",
    en="That way turned out not to be safe and is not used until it is corrected on the case.",
)


def safe_ways(case: Dossier) -> tuple[SafeWay, ...]:
    """The way agreed and whoever gave us the lead, without those that were not safe."""
    facts, spoilt = facts_of(case), unsafe_places(case)
    through = () if facts.lead_from == "self" else (SafeWay.referrer,)
    return tuple(way for way in dict.fromkeys((facts.safe_way, *through)) if _place(way, facts) not in spoilt)


def is_still_unsafe(case: Dossier) -> bool:
    """Whether the way that the case names is one that was not safe, as it stood then."""
    facts = facts_of(case)
    return _place(facts.safe_way, facts) in unsafe_places(case)


def facts_of(case: Dossier) -> PerspektivFacts:
    assert isinstance(case.facts, PerspektivFacts)
    return case.facts


def unsafe_places(case: Dossier) -> set[str]:
    """Places and people by whom contact was not safe, here or in an earlier case, and that are no other since."""
    return {place for there, attempt in _unsafe(case)
            if not _is_another(case, there, attempt, place := _tried(there, attempt))}  # fmt: skip


def _unsafe(case: Dossier) -> Iterator[tuple[Dossier, Done]]:
    """Attempts of which somebody said so, each with the case that it stands in."""
    others = (one for one in case.of_person("perspektiv") if one.case_id != case.case_id)
    for there in (case, *others):
        yield from ((there, one) for one in there.done(REACH) if one.answer["result"] == "unsafe")


def _tried(case: Dossier, attempt: Done) -> str:
    return _place(SafeWay(attempt.answer["way"]), _facts_then(case, attempt))


def _is_another(case: Dossier, there: Dossier, attempt: Done, place: str) -> bool:
    """Another number; or where this way is agreed, another time or person to ask for. Who wrote an earlier attempt's
    way down as agreed for a new case knew nothing of it: what that case began with is no answer to it."""
    now = facts_of(case)
    if place == SafeWay.own_phone and there.is_another_number(attempt.at):
        return True
    if _place(now.safe_way, now) != place or not _words(now.safe_when):
        return False
    before = [_facts_then(there, attempt).safe_when]
    if there is not case:
        before.append(_facts(case, case.opened_at).safe_when)
    return _words(now.safe_when) not in map(_words, before)


def _words(written: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFC", written).casefold())


def _facts_then(case: Dossier, attempt: Done) -> PerspektivFacts:
    return _facts(case, attempt.at)


def _facts(case: Dossier, at: datetime) -> PerspektivFacts:
    found = case.facts_at(at)
    assert isinstance(found, PerspektivFacts)
    return found


def _place(way: SafeWay, facts: PerspektivFacts) -> str:
    """Whoever gave us the lead is found where they work: the school is the school by either name."""
    return facts.lead_from if way is SafeWay.referrer else way.value
