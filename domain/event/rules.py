"""When an event is, by when it must be ready, and whether it may still be held in the campaign that it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from operator import attrgetter

from domain.areas import same
from domain.calendar import add_working_days
from domain.civic.freezing import against, facts_of, freeze_of, nothing_new
from domain.civic.where import chosen_areas, languages_of
from domain.dossier import Dossier
from domain.errors import BadInput
from domain.event.facts import LATE, EventFacts, event_facts
from domain.event.tasks import PrepareEvent
from domain.policies import Policies, RulesOn
from domain.programmes import Asked, Heed, Judgement
from domain.text import Text, dated, joined

agreed = attrgetter("area", "place", "held_on", "start", "end")
"""What an event is made ready for."""
WAS_HELD = Text(da="Skriv et arrangement ned, der blev holdt", en="Write down an event that was held")


def judge_standing(case: Dossier, on: date, policies: Policies) -> Judgement:
    assert case.parent is not None
    facts, rules = event_facts(case), RulesOn(policies, on)
    wrong = dict(against(case.parent, facts.held_on, rules))
    because = joined([*wrong.values(), called(facts), *_languages(case)])
    stands = _is_agreed(case) and (not wrong or facts.held_on <= on)
    answer = {"met": not wrong, "missing": sorted(wrong), "stands": stands, "held_on": facts.held_on.isoformat(),
              "ready_by": _ready_by(facts, on, rules).isoformat()}  # fmt: skip
    return Judgement.of(answer, because, rules)


def called(facts: EventFacts) -> Text:
    """Vælgermøde 12.12.2026 kl. 17:00-19:00, Beboerhuset (Tingbjerg)."""
    day, where = dated(facts.held_on), f"{facts.place} ({facts.area})."
    return Text(da=f"{facts.name} {day.da} kl. {facts.start}-{facts.end}, {where}",
                en=f"{facts.name} {day.en}, {facts.start}-{facts.end}, {where}")  # fmt: skip


def refuse_frozen(facts: EventFacts, above: Dossier, asked: Asked) -> None:
    """Nothing is held in the days in which a campaign begins nothing new."""
    freeze = freeze_of(facts_of(above), RulesOn(asked.policies, asked.on))
    if facts.held_on >= freeze:
        raise BadInput("frozen", nothing_new(freeze))


def heed(above: Dossier, asked: Asked) -> Heed | None:
    """From the freeze on, what was held before may be written down as long as any event may."""
    freeze = freeze_of(facts_of(above), RulesOn(asked.policies, asked.on))
    if not chosen_areas(above):
        return Heed(Text(da="Kampagnens områder er ikke valgt endnu: et arrangement holdes i et af dem.",
                         en="The campaign's areas are not chosen yet: an event is held in one of them."), shuts=True)
    if asked.on < freeze:
        return None
    if asked.on - timedelta(days=LATE) >= freeze:
        return Heed(nothing_new(freeze), shuts=True)
    return Heed(nothing_new(freeze).then(Text(
        da="Et arrangement, der blev holdt før, kan stadig skrives ned.",
        en="An event that was held before may still be written down.")), shuts=False, by_hand=WAS_HELD)  # fmt: skip


def _is_agreed(case: Dossier) -> bool:
    """Made ready as it is now: leave was given for the place and the time that stood there, whatever it is called."""
    last = [one for one in case.done(PrepareEvent.kind) if one.answer["result"] == "ready"][-1:]
    return any(agreed(case.facts_at(one.at)) == agreed(case.facts) for one in last)


def _ready_by(facts: EventFacts, on: date, rules: RulesOn) -> date:
    """Some working days before; what is planned late has a few from today, never past the day itself."""
    days = rules("event.ready").as_(dict)
    wanted = add_working_days(facts.held_on, -days["before"], rules.policies)
    return max(on, min(facts.held_on, max(wanted, add_working_days(on, days["at_least"], rules.policies))))


def _languages(case: Dossier) -> Iterator[Text]:
    """Those written beside the area when it was chosen."""
    assert case.parent is not None
    spoken = languages_of(case.parent).get(same(event_facts(case).area))
    if spoken:
        yield Text(da=f"Sprog i området: {spoken}.", en=f"Languages of the area: {spoken}.")
