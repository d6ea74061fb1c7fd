"""The areas of a campaign: turnout before and after, which are chosen, what was done. An association, not an effect."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from domain.areas import Area, Areas, Grid, Place, first_spelled, laid_out, lowest_first, same
from domain.civic.answered import Answered
from domain.civic.facts import CampaignFacts
from domain.civic.standing import standing
from domain.civic.where import chosen_areas
from domain.dossier import Dossier, PollingPlace
from domain.event.facts import EventFacts
from domain.policies import Policies, RulesOn
from domain.roles import READS_TURNOUT, ROLE_TITLES
from domain.text import Text, dated

COUNTED: dict[str, tuple[Text, Text]] = {
    "stairwells": (Text(da="opgang", en="stairwell"), Text(da="opgange", en="stairwells")),
    "posters": (Text(da="plakat", en="poster"), Text(da="plakater", en="posters")),
    "social_media": (Text(da="opslag", en="post"), Text(da="opslag", en="posts")),
    "event": (Text(da="deltager", en="person at events"), Text(da="deltagere", en="people at events")),
}
"""One and several of what the number of a piece of work counts."""
HELD = "event.hold"
COUNTS = Text(
    da="Den laveste valgdeltagelse i området står i feltet. Arbejdet er talt sammen fra sagen og dens arrangementer.",
    en="The lowest turnout of the area stands in its field. Work is added up from the case and from its events.",
)
ASSOCIATION = Text(
    da="Forskellen er en sammenhæng i tid. Den siger ikke, om kampagnen har haft en virkning.",
    en="The difference is an association in time. It does not say whether the campaign had an effect.",
)
NARROW = Text(da="På en smal side står den laveste først.", en="On a narrow page the lowest is first.")
SCHEMATIC = Text(
    da="På en bred side ligger felterne cirka som bydelene, ikke i målestok.",
    en="On a wide page the fields lie roughly as the districts do, not to scale.",
)
ELSEWHERE = Text(
    da="Felterne ligger ikke, som områderne gør: hvor de ligger, kender tegningen ikke.",
    en="The fields do not lie as the areas do: where those lie the picture does not know.",
)


def areas_of(case: Dossier, on: date, policies: Policies) -> Areas:
    """Every area that has a polling place in either election, is chosen, or has had work done in it."""
    facts, rules = case.facts, RulesOn(policies, on)
    assert isinstance(facts, CampaignFacts)
    before, after = case.turnout(facts.compares_with), case.turnout(facts.election_on)
    chosen, places, work = chosen_areas(case), by_area(before, after), _work(case)
    names = first_spelled([*(name for name, _ in places.values()), *chosen, *work])
    grid: Grid = rules("civic.map").as_(list)
    laid, picked = laid_out(names.values(), grid), set(map(same, chosen))
    return Areas(
        tuple(Area(name, *laid[name], key in picked, lowest_first(places[key][1]) if key in places else (),
                   _counted(work, key)) for key, name in names.items()),
        facts.compares_with, facts.election_on if after else None, tuple(rules("civic.shades").as_(list)),
        tuple(sorted({one.source for one in (*before, *after) if one.source})),
        (COUNTS, _how_they_lie(names, grid), NARROW, *([ASSOCIATION] if after else [])),
        None if before else unread(facts.compares_with),
    )  # fmt: skip


def _how_they_lie(names: Mapping[str, str], grid: Grid) -> Text:
    """The picture knows some districts; other names stand below them, wherever they are."""
    known = {same(one) for line in grid for one in line if one}
    others = [name for key, name in names.items() if key not in known]
    if not others:
        return SCHEMATIC
    if len(others) == len(names):
        return ELSEWHERE
    said = ", ".join(others)
    return SCHEMATIC.then(Text(da=f"Hvor disse ligger, kender tegningen ikke, og de står nederst: {said}.",
                               en=f"Where these lie the picture does not know, and they stand below: {said}."))


def unread(election_on: date) -> Text:
    """And who can do something about it."""
    day, who = dated(election_on), [ROLE_TITLES[role] for role in sorted(READS_TURNOUT)]
    da, en = (" eller ".join(one.da.lower() for one in who), " or ".join(one.en.lower() for one in who))
    return Text(da=f"Valgdeltagelsen fra {day.da} er ikke læst ind endnu: det gør en {da} under Indlæsning.",
                en=f"The turnout of {day.en} has not been read in yet: a {en} does that under Import.")  # fmt: skip


def by_area(before: Sequence[PollingPlace], after: Sequence[PollingPlace]) -> dict[str, tuple[str, list[Place]]]:
    """By area, with its name: each polling place once, in the area that it had at the earlier election."""
    then, now = ({same(one.place): one for one in election} for election in (before, after))
    found: dict[str, tuple[str, list[Place]]] = {}
    for key, one in (now | then).items():
        old, new = (election[key].hundredths if key in election else None for election in (then, now))
        found.setdefault(same(one.area), (one.area, []))[1].append(Place(one.place, old, new))
    return found


def _work(case: Dossier) -> dict[str, Counter[str]]:
    """What was done by area as it is spelled, added up by kind."""
    done: dict[str, Counter[str]] = defaultdict(Counter)
    for _, row, _ in standing(case):
        done[row["area"]][row["kind"]] += row["number"]
    for event in case.below:
        if isinstance(event.facts, EventFacts) and event.outcome == "held":
            done[event.facts.area]["event"] += heads(event.done(HELD))
    return done


def heads(done: Iterable[Answered]) -> int:
    """How many came to an event; the last count stands."""
    return sum(int(one.answer["people"] or 0) for one in [one for one in done if one.kind == HELD][-1:])


def _counted(work: dict[str, Counter[str]], key: str) -> tuple[tuple[Text, int], ...]:
    total = sum((kinds for name, kinds in work.items() if same(name) == key), Counter[str]())
    return tuple((COUNTED[kind][total[kind] != 1], total[kind]) for kind in COUNTED if total[kind])
