"""By which ways contact is made: as agreed, and never again by one that was not safe until it is another."""

from __future__ import annotations

from domain.dossier import Done, Dossier
from domain.perspektiv.contact import SafeWay
from domain.perspektiv.facts import PerspektivFacts
from domain.text import Text

REACH = "perspektiv.reach"
PHONE = "phone"
"""The detail of the citizen that holds the number."""
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
    """Places and people by whom contact was not safe and that stand unchanged since."""
    unsafe = [one for one in case.done(REACH) if one.answer["result"] == "unsafe"]
    return {place for one in unsafe if not _is_another(case, one, place := _tried(case, one))}


def _tried(case: Dossier, attempt: Done) -> str:
    return _place(SafeWay(attempt.answer["way"]), _facts_then(case, attempt))


def _is_another(case: Dossier, attempt: Done, place: str) -> bool:
    """Another number; or where this way is agreed, another time or person to ask for."""
    now, then = facts_of(case), _facts_then(case, attempt)
    if place == SafeWay.own_phone and PHONE in case.citizen_changed(attempt.at):
        return True
    return _place(now.safe_way, now) == place and now.safe_when not in ("", then.safe_when)


def _facts_then(case: Dossier, attempt: Done) -> PerspektivFacts:
    found = case.facts_at(attempt.at)
    assert isinstance(found, PerspektivFacts)
    return found


def _place(way: SafeWay, facts: PerspektivFacts) -> str:
    """Whoever gave us the lead is found where they work: the school is the school by either name."""
    return facts.lead_from if way is SafeWay.referrer else way.value
