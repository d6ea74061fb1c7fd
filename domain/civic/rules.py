"""Where fewest voted, by when what must be ready, and how turnout moved: an association, never called an effect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time, timedelta

from domain.areas import percent, same
from domain.calendar import add_working_days, at_local
from domain.civic.areas import unread
from domain.civic.facts import CampaignFacts
from domain.civic.freezing import freeze_of
from domain.civic.open_ends import open_ends
from domain.civic.where import chosen_areas
from domain.dossier import Dossier, PollingPlace
from domain.policies import Policies, RulesOn
from domain.programmes import Judgement
from domain.text import Text, dated, joined

NONE_IN_BOTH = Text(da="Ingen valgsteder er i begge valg: der er intet at sammenligne.",
                    en="No polling place is in both elections: there is nothing to compare.")  # fmt: skip


def judge_areas(case: Dossier, on: date, policies: Policies) -> Judgement:
    """The polling places below the limit, the lowest first; unmet until the turnout is there."""
    facts, rules = _facts(case), RulesOn(policies, on)
    below = rules.whole("civic.low_turnout")
    places = sorted(case.turnout(facts.compares_with), key=lambda one: (one.hundredths, one.place))
    low = [one for one in places if one.hundredths < below * 100]
    day = dated(facts.compares_with)
    if not places:
        because = unread(facts.compares_with)
    else:
        because = joined([Text(
            da=f"{len(low)} af {len(places)} valgsteder lå under {below} % den {day.da}.",
            en=f"{len(low)} of {len(places)} polling places were below {below} % on {day.en}."),
            *(_said(one) for one in low)])  # fmt: skip
    met, late = bool(places), _late(facts, on, rules, policies)
    answer = {"met": met, "missing": [] if met else ["turnout"], "low": len(low),
              "closes_at": facts.closes_at(rules).isoformat(),
              "plan_by": max(_milestones(facts, rules)["plan"], late).isoformat()}  # fmt: skip
    return Judgement.of(answer, because, rules)


def judge_milestones(case: Dossier, on: date, policies: Policies) -> Judgement:
    """Weeks counted back from election day; nothing new from the day before, nothing at all from 20:00 on the day.

    A campaign that is begun late has what is past already within a few working days: nobody is late from the start.
    """
    facts, rules = _facts(case), RulesOn(policies, on)
    days = _milestones(facts, rules)
    freeze = freeze_of(facts, rules)
    closes = rules("civic.polls_close").as_(time)
    report = facts.election_on + timedelta(days=rules.whole("civic.report_days"))
    notice, late = _soon(on, rules, policies), _late(facts, on, rules, policies)
    answer = {name: max(day, late).isoformat() for name, day in days.items()} | {
        "evaluate": max(report, notice).isoformat(), "last_on": _last_day(facts, rules, policies).isoformat(),
        "freezes_at": at_local(freeze, time(0)).isoformat(),
        "closes_at": facts.closes_at(rules).isoformat()}  # fmt: skip
    said = {name: dated(day) for name, day in days.items()}
    frozen, election = dated(freeze), dated(facts.election_on)
    because = Text(
        da=f"Valgdag {election.da}. Plan senest {said['plan'].da}, koordineret senest {said['coordinate'].da}, "
        f"partnere senest {said['partners'].da}. Intet nyt fra {frozen.da}; alt standser på dagen kl. {closes:%H.%M}.",
        en=f"Election day {election.en}. Plan by {said['plan'].en}, coordinated by {said['coordinate'].en}, "
        f"partners by {said['partners'].en}. Nothing new from {frozen.en}; all stops on the day at {closes:%H:%M}.",
    )
    return Judgement.of(answer, because, rules)


def _milestones(facts: CampaignFacts, rules: RulesOn) -> dict[str, date]:
    weeks = rules("civic.milestones").as_(dict)
    return {name: facts.election_on - timedelta(weeks=weeks[name]) for name in ("plan", "coordinate", "partners")}


def _late(facts: CampaignFacts, on: date, rules: RulesOn, policies: Policies) -> date:
    """By when a milestone that is past is to be ready: within a few working days, and before nothing new begins."""
    return min(_soon(on, rules, policies), max(on, _last_day(facts, rules, policies)))


def _last_day(facts: CampaignFacts, rules: RulesOn, policies: Policies) -> date:
    return add_working_days(freeze_of(facts, rules), -1, policies)


def _soon(on: date, rules: RulesOn, policies: Policies) -> date:
    return add_working_days(on, rules.whole("civic.short_notice"), policies)


def judge_association(case: Dossier, on: date, policies: Policies) -> Judgement:
    """Polling places that are in both elections, compared; what moved them cannot be read off the figures. Unmet until
    some are, and while something is open that the campaign has begun: posters hang, a list is kept."""
    facts, rules = _facts(case), RulesOn(policies, on)
    before = {same(one.place): one for one in case.turnout(facts.compares_with)}
    after = case.turnout(facts.election_on)
    both = [(before[same(one.place)], one) for one in after if same(one.place) in before]
    ends = open_ends(case)
    missing = [*([] if both else ["turnout"]), *(["open_ends"] if ends else [])]
    answer = {"met": not missing, "missing": missing, "compared": len(both)}
    if not after or not before:
        because = unread(facts.election_on if before else facts.compares_with)
    elif not both:
        because = NONE_IN_BOTH
    else:
        because = joined([_moved(both), *_without(case, after), Text(
            da="Tallene viser en sammenhæng i tid. De siger ikke, om kampagnen har haft en virkning.",
            en="The figures show an association in time. They do not say whether the campaign had an effect.")])
    return Judgement.of(answer, joined([*ends, because]), rules)


def _without(case: Dossier, after: Sequence[PollingPlace]) -> Iterator[Text]:
    """The areas that were chosen and of which the election's figures say nothing."""
    told = {same(one.area) for one in after}
    lacking = [name for name in chosen_areas(case) if same(name) not in told]
    if lacking:
        names = ", ".join(lacking)
        yield Text(da=f"Der er ingen tal fra valget for: {names}.", en=f"The election has no figures for: {names}.")


def misses(case: Dossier, since: date, until: date | None, policies: Policies) -> Text | None:
    """A campaign that is suspended is frozen only when it is resumed; its calendar waits for nobody."""
    facts = _facts(case)
    freeze = freeze_of(facts, RulesOn(policies, since))
    if since >= freeze or (until is not None and until <= freeze):
        return None
    frozen, election = dated(freeze), dated(facts.election_on)
    return Text(
        da=f"Kampagnen indefryses ikke, mens den er i bero: intet nyt begynder fra {frozen.da}, og alt standser, når "
        f"valgstederne lukker {election.da}.",
        en=f"The campaign is not frozen while it is suspended: nothing new begins from {frozen.en}, and all stops when "
        f"the polls close on {election.en}.")  # fmt: skip


def judge_closing(case: Dossier, on: date, policies: Policies) -> Judgement:
    """What was begun under the campaign is ended first, by whoever knows whether it was used; as when it is stopped."""
    answer = {"may_close": not open_ends(case)}
    return Judgement(answer=answer, ruling=answer)


def _moved(both: Iterable[tuple[PollingPlace, PollingPlace]]) -> Text:
    """How many went up and down; each place stands in the table of the areas."""
    moved = [new.hundredths - old.hundredths for old, new in both]
    up, down = sum(one > 0 for one in moved), sum(one < 0 for one in moved)
    return Text(
        da=f"Af {len(moved)} valgsteder, der er i begge valg, steg valgdeltagelsen ved {up} og faldt ved {down}.",
        en=f"Of {len(moved)} polling places in both elections turnout rose at {up} and fell at {down}.",
    )


def _said(one: PollingPlace) -> Text:
    share = percent(one.hundredths)
    return Text(da=f"{one.place} ({one.area}): {share.da}.", en=f"{one.place} ({one.area}): {share.en}.")


def _facts(case: Dossier) -> CampaignFacts:
    assert isinstance(case.facts, CampaignFacts)
    return case.facts
