"""Young people and vacancies for tests of the matching: ordinary unless said otherwise, and drawn at random."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from domain.policies import Policies, policies
from domain.youth.contract import WEEKDAYS, WeeklyShift
from domain.youth.industries import Industry
from domain.youth.matching import Offer, Seeker, Vacancy
from domain.youth.outreach import TRAINS, Sought
from domain.youth.ranking import Proposal, ranking
from domain.youth.school_weeks import is_school_week
from domain.youth.work import work

TODAY = date(2026, 11, 25)
STARTS = date(2026, 12, 7)
AREAS = ("", "Nørrebro", "Valby")


def shift(day: str = "saturday", start: str = "10:00", end: str = "14:00", **more: Any) -> WeeklyShift:
    return WeeklyShift.model_validate({"day": day, "start": start, "end": end, **more})


def seeker(**more: Any) -> Seeker:
    """16 years old, in school."""
    usual = {"id": "young", "born_on": date(2010, 6, 1), "finished_ninth": False, "seeks": Sought.leisure_job,
             "hours": Decimal(6), "wishes": (Industry.shop, Industry.office), "area": "Nørrebro"}  # fmt: skip
    return Seeker(**{**usual, **more})


def vacancy(**more: Any) -> Vacancy:
    """Four hours on Saturdays, where a 13-year-old may work."""
    usual = {"id": "vacancy", "offers": Sought.leisure_job, "industry": Industry.shop, "sector": "private",
             "week": (shift(alone=False),), "starts_on": STARTS, "ends_on": date(2027, 5, 1), "area": "Nørrebro",
             "dangerous": False}  # fmt: skip
    return Vacancy(**{**usual, **more})


def breaks_no_rule(someone: Seeker, offered: Vacancy) -> bool:
    """Judged again, date by date, by the rules on working time themselves."""
    contract = Offer(offered, policies(), TODAY).contract
    shifts = [offered.week[line].on(day) for line, day in contract.dates()]
    return work(shifts, born_on=someone.born_on, finished_ninth=someone.finished_ninth, as_of=contract.starts_on,
                industry=offered.industry, policies=policies(),
                is_school_week=lambda monday: is_school_week(monday, contract.starts_on, policies()),
                dangerous=bool(offered.dangerous) and offered.offers not in TRAINS).allowed  # fmt: skip


shifts = st.builds(
    lambda day, start, length: shift(day, f"{start:02}:00", f"{(start + length) % 24:02}:00"),
    st.sampled_from(WEEKDAYS), st.integers(6, 20), st.integers(1, 2) | st.integers(1, 8))  # fmt: skip
seekers = st.builds(
    Seeker, id=st.uuids().map(str), born_on=st.dates(date(2007, 1, 1), date(2014, 12, 31)),
    finished_ninth=st.sampled_from((None, False, True)), seeks=st.sampled_from((Sought.leisure_job, Sought.student_job)),
    hours=st.integers(4, 37).map(Decimal), wishes=st.lists(st.sampled_from(Industry), max_size=3, unique=True).map(tuple),
    area=st.sampled_from(AREAS))  # fmt: skip
vacancies = st.builds(
    Vacancy, id=st.uuids().map(str), offers=st.sampled_from((Sought.leisure_job, Sought.student_job)),
    industry=st.sampled_from(Industry), sector=st.sampled_from(("private", "municipal", "other_public")),
    week=st.lists(shifts, min_size=1, max_size=3).map(tuple),
    starts_on=st.dates(TODAY - timedelta(days=30), TODAY + timedelta(days=200)),
    ends_on=st.none() | st.dates(TODAY, TODAY + timedelta(days=500)), ages_from=st.sampled_from((13, 15)),
    ages_to=st.sampled_from((17, 24)), dangerous=st.sampled_from((None, False, True)), area=st.sampled_from(AREAS), places=st.integers(0, 2))  # fmt: skip


def ranked(who: Seeker, offered: Iterable[Vacancy], law: Policies, on: date) -> list[Proposal]:
    return ranking(who, offered, law, on).proposed
