"""(g) How long the best assignment of a town's young people to its vacancies takes, from nothing and once more."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from benchmarks.harness import Row, Scale, alternate, p50, say, timed
from domain import calendar
from domain.policies import policies
from domain.youth import lawful, roster
from domain.youth.contract import WEEKDAYS, WeeklyShift
from domain.youth.industries import Industry
from domain.youth.matching import Seeker, Vacancy
from domain.youth.outreach import Sought
from domain.youth.pool import assignment
from domain.youth.ranking import ranking

YOUNG, VACANCIES, ROUNDS = 500, 300, 7
ON = date(2026, 11, 25)
AREAS = ("Nørrebro", "Bispebjerg", "Valby", "Amager", "Vesterbro", "Tingbjerg")
KINDS = (Sought.leisure_job,) * 7 + (Sought.student_job, Sought.trainee_place, Sought.apprenticeship)
AIM = 2_000
CACHES = (lawful.latest_birth, lawful._telling_days, lawful._kind, roster.at, roster._hours, calendar._is_working_day)


def rows(scale: Scale) -> list[Row]:
    young, open_ = scale(YOUNG), scale(VACANCIES)
    say(f"g: {young} young people and {open_} vacancies, {ROUNDS} times")
    chance = Random(1)  # the same town in every run
    people = [_person(chance, n) for n in range(young)]
    vacancies = [_vacancy(chance, n) for n in range(open_)]
    law = policies()

    def first() -> None:
        for cache in CACHES:
            cache.cache_clear()
        again()

    def again() -> None:
        assignment(people, vacancies, law, ON)

    cold, floor = alternate(timed(first), timed(lambda: _bare(people, vacancies)), ROUNDS)
    warm, floor_again = alternate(timed(again), timed(lambda: _bare(people, vacancies)), ROUNDS)
    one, _ = alternate(timed(lambda: ranking(people[0], vacancies, law, ON)), lambda: 0.0, ROUNDS)
    least = "kind, age and hours alone"
    what = f"g  assignment of {young} to {open_} vacancies"
    return [
        Row(f"{what}, first", p50(cold), "ms", p50(floor), least, f"under {AIM:,} ms", p50(cold) < AIM),
        Row(f"{what}, again", p50(warm), "ms", p50(floor_again), least),
        Row(f"g  {open_} vacancies ranked for one, in words", p50(one), "ms"),
    ]


def _bare(people: list[Seeker], vacancies: list[Vacancy]) -> int:
    """The double loop with the comparisons that cost nothing."""
    hours = [sum((one.hours for one in vacancy.week), Decimal(0)) for vacancy in vacancies]
    return sum(1 for one in people for n, vacancy in enumerate(vacancies)
               if one.seeks == vacancy.offers and one.hours >= hours[n]
               and vacancy.ages_from <= (ON - one.born_on).days // 365 <= vacancy.ages_to)  # fmt: skip


def _person(chance: Random, n: int) -> Seeker:
    born_on = ON - timedelta(days=chance.randint(13 * 366, 20 * 365))
    return Seeker(id=f"young-{n}", born_on=born_on, finished_ninth=chance.choice((None, False, True)),
                  seeks=chance.choice(KINDS), hours=Decimal(chance.randint(4, 37)), area=chance.choice(AREAS),
                  wishes=tuple(chance.sample(list(Industry), 3)))  # fmt: skip


def _vacancy(chance: Random, n: int) -> Vacancy:
    days = chance.sample(WEEKDAYS, chance.randint(1, 4))
    starts_on = ON + timedelta(days=chance.randint(5, 120))
    return Vacancy(id=f"vacancy-{n}", offers=chance.choice(KINDS), industry=chance.choice(list(Industry)),
                   sector=chance.choice(("private", "municipal", "other_public")),
                   week=tuple(_shift(chance, day) for day in days), starts_on=starts_on,
                   ends_on=chance.choice((None, starts_on + timedelta(days=chance.randint(60, 360)))),
                   ages_from=chance.choice((13, 13, 15, 16, 18)), ages_to=24, area=chance.choice(AREAS),
                   places=chance.choice((1, 1, 1, 2, 3)))  # fmt: skip


def _shift(chance: Random, day: str) -> WeeklyShift:
    start, length = chance.randint(7, 18), chance.randint(1, 2) if day not in WEEKDAYS[5:] else chance.randint(2, 7)
    return WeeklyShift(day=day, start=f"{start:02}:00", end=f"{(start + length) % 24:02}:00")
