"""The outcomes of the work with young people: jobs and places, whether they hold, and how long it takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

from domain.companies import SECTORS
from domain.parties import age
from domain.policies import Policies
from domain.reports.counted import Counted
from domain.reports.dimensions import Dimension, areas, folded, months
from domain.reports.making import Making
from domain.reports.measures import count, count_of, half_within, share_of, spread
from domain.reports.period import Period
from domain.reports.report import Course, Report
from domain.reports.small_numbers import Outcomes
from domain.reports.tables import Cell, Column, Line, Table
from domain.roles import Role
from domain.text import Text
from domain.youth import outcome_words as says
from domain.youth.outcomes import WANTED, Start, Young, young
from domain.youth.outreach import SOUGHT

REST = "other"
THREE: Outcomes = {"there": False, "gone": False, "open": True}
TWO: Outcomes = {"there": False, REST: False}
AT_60: Outcomes = {"matched": False, "waiting": False, "closed": False}
MATCHED_OR_NOT: Outcomes = {"matched": False, "unmatched": False}


def tables(courses: Iterable[Course], period: Period, policies: Policies) -> list[Table]:
    everybody = young(courses, policies)
    of_area = areas(one.area for one in everybody)
    years = (Year(everybody, of_area, year, period, policies) for year in period.told_years)
    return [baseline(period.today, policies), *(table for one in years for table in one.tables())]


def baseline(on: date, policies: Policies) -> Table:
    """The plan's, said to be another measure than ours."""
    row = policies.at("youth.baseline", on)
    value = row.as_(dict)
    of_all = Text(da=f"{value['ages']}-årige med fritidsjob", en=f"Aged {value['ages']} with a leisure job")
    where = {"copenhagen": Text(da="København", en="Copenhagen"), "nation": Text(da="Hele landet", en="The nation")}
    return Table(
        "baseline", Text(da=f"Planens udgangspunkt, {value['year']}", en=f"The plan's baseline, {value['year']}"),
        Text(da="Sted", en="Place"), (Column("share", of_all, "share"),),
        tuple(Line(said, (Cell(value[name]),)) for name, said in where.items()), None,
        (Text(da=f"{row.says.da}. Kilde: {row.source}.", en=f"{row.says.en}. Source: {row.source}."),
         says.BASELINE_DIFFERS))  # fmt: skip


def age_groups(on: date, policies: Policies) -> Dimension:
    """13-14, 15-17, 18 and over; whoever is younger than the first group is in it."""
    begins = policies.at("youth.report_ages", on).as_(list)
    words = {str(first): Text(da=f"{first}-{after - 1} år", en=f"Aged {first}-{after - 1}")
             for first, after in pairwise(begins)}  # fmt: skip
    last = begins[-1]
    words[str(last)] = Text(da=f"{last} år og derover", en=f"Aged {last} and over")
    return Dimension("age", Text(da="Alder", en="Age"), words, ordered=True)


@dataclass(frozen=True)
class Year:
    """One calendar year: what happened in it, whatever months were asked for."""

    everybody: Sequence[Young]
    of_area: Dimension
    year: int
    period: Period
    policies: Policies

    @cached_property
    def making(self) -> Making:
        return Making(self.year, self.year < self.period.today.year, self._number("reports.least"))

    def tables(self) -> list[Table]:
        return [*self._begun(), *self._kept(), *self._waited()]

    def _number(self, name: str) -> int:
        return self.policies.at(name, self.period.today).as_(int)

    @cached_property
    def ages(self) -> Dimension:
        return age_groups(date(self.year, 1, 1), self.policies)

    def _words(self, one: Young, on: date) -> dict[str, str]:
        """What everything of a young person is counted under."""
        years, first, *later = age(one.born_on, on), *self.ages.words
        return {"area": folded(one.area), "age": max((w for w in later if int(w) <= years), key=int, default=first)}

    def _starts(self) -> list[tuple[Young, Start]]:
        return [(one, start) for one in self.everybody for start in one.starts
                if start.counts_on.year == self.year and start.counts_on < self.period.told_until]  # fmt: skip

    def _jobs(self) -> list[Counted]:
        return [
            Counted(one.person, {**self._words(one, start.on), "month": f"{start.counts_on:%Y-%m}", "kind": start.what,
                                 "sector": start.sector},
                    days={"start": (start.on - one.referred_on).days,
                          "match": (start.matched_on - one.referred_on).days})
            for one, start in self._starts()
        ]  # fmt: skip

    def _begun(self) -> list[Table]:
        things = self._jobs()
        make, begun = self.making.table, count("started", Text(da="Begyndt", en="Begun"))
        least = self._number("reports.least_spread")
        timed = [begun, *spread("start", Text(da="Til start", en="To the start"), least),
                 *spread("match", Text(da="Til match", en="To the match"), least)]  # fmt: skip
        kinds = Dimension("kind", Text(da="Art", en="Kind"), SOUGHT)
        sectors = Dimension("sector", Text(da="Arbejdsgiver", en="Employer"), SECTORS)
        return [
            make("starts_by_month", Text(da="Job og pladser begyndt, måned for måned",
                                         en="Jobs and places begun, month by month"), things,
                 months(self.period.months(self.year)), [begun], [says.STARTED], drawn="started", shown=self._asked),
            make("starts_by_kind", Text(da="Job og pladser begyndt, efter art", en="Jobs and places begun, by kind"),
                 things, kinds, [begun], [says.STARTED, says.BY_KIND], drawn="started"),
            make("starts_by_sector", Text(da="Job og pladser begyndt, efter arbejdsgiver",
                                          en="Jobs and places begun, by employer"), things, sectors, [begun],
                 [says.STARTED, says.BY_SECTOR], drawn="started"),
            make("starts_by_area", Text(da="Job og pladser begyndt, og dage fra henvisningen, efter område",
                                        en="Jobs and places begun, and days from the referral, by area"), things,
                 self.of_area, timed, [says.STARTED, says.BY_AREA, says.DAYS], drawn="started"),
            make("starts_by_age", Text(da="Job og pladser begyndt, og dage fra henvisningen, efter alder",
                                       en="Jobs and places begun, and days from the referral, by age"), things,
                 self.ages, timed, [says.STARTED, says.AGE_AT_START, says.DAYS], drawn="started"),
        ]  # fmt: skip

    def _asked(self, month: str) -> bool:
        return self.period.touches(date.fromisoformat(f"{month}-01"))

    def _kept(self) -> list[Table]:
        """Where too few are not settled to be shown apart they stand with those who are gone, and the text says so."""
        things = [Counted(one.person, self._words(one, start.on), self._held(start)) for one, start in self._starts()]
        there = count_of("there", Text(da="Der endnu", en="Still there"))
        began = count("started", Text(da="Begyndt", en="Begun"))
        per_cent = Text(da="Holdt", en="Kept")
        outcomes, measures, counts = THREE, [
            began, there, count_of("gone", Text(da="Ikke der", en="Not there")),
            count_of("open", Text(da="Ikke opgjort endnu", en="Not settled yet")),
            share_of("there", per_cent, ("there", "gone")),
        ], [says.KEPT, says.NOT_SETTLED]  # fmt: skip
        if not self.making.may_be_divided(things, THREE):
            things = [one if one.outcome == "there" else one._replace(outcome=REST) for one in things]
            outcomes, measures, counts = TWO, [
                began, there, count_of(REST, Text(da="Ikke der eller ikke opgjort", en="Not there or not settled")),
                share_of("there", Text(da="Holdt, mindst", en="Kept, at least"), TWO),
            ], [says.KEPT, says.KEPT_AT_LEAST]  # fmt: skip
        by_area = self.making.table(
            "kept_by_area", Text(da="Holdt i 3 måneder, efter område", en="Kept for 3 months, by area"), things,
            self.of_area, measures, [*counts, says.BY_AREA], outcomes=outcomes, drawn="there_share")  # fmt: skip
        by_age = self.making.table(
            "kept_by_age", Text(da="Holdt i 3 måneder, efter alder", en="Kept for 3 months, by age"), things, self.ages,
            measures, [*counts, says.AGE_AT_START], outcomes=outcomes, drawn="there_share")  # fmt: skip
        return [by_area, by_age]

    def _held(self, start: Start) -> str:
        if start.due_on >= self.period.told_until or start.there is None:
            return "open"
        return "there" if start.there else "gone"

    def _referred(self, days: int) -> list[Counted]:
        """Those whose day so long after the referral lies in the year and is over, as they stood on it."""
        looked_at = [(one, one.referred_on + timedelta(days=days)) for one in self.everybody]
        return [Counted(one.person, self._words(one, one.referred_on), _at(one, on), _to_match(one))
                for one, on in looked_at if on.year == self.year and on < self.period.told_until]  # fmt: skip

    def _waited(self) -> list[Table]:
        days = self._number("youth.report_match_days")
        things = self._referred(days)
        two = [one if one.outcome == "matched" else one._replace(outcome="unmatched") for one in things]
        referred = count("referred", Text(da="Henvist", en="Referred"))
        matched = count_of("matched", Text(da=f"Match inden {days} dage", en=f"Matched within {days} days"))
        measures = [
            referred, matched, count_of("unmatched", Text(da="Uden match da", en="Without one then")),
            share_of("matched", Text(da="Match", en="Matched"), MATCHED_OR_NOT),
            half_within("match", days, Text(da="Halvdelen havde match efter", en="Half had a match after")),
        ]  # fmt: skip
        title = Text(da=f"Match inden {days} dage fra henvisningen", en=f"Matched within {days} days of the referral")
        counts = [says.WAITED, says.HALF]
        make = self.making.table
        return [
            make("waiting_by_area", _by(title, Text(da="efter område", en="by area")), two, self.of_area, measures,
                 [*counts, says.BY_AREA], outcomes=MATCHED_OR_NOT, drawn="matched_share"),
            make("waiting_by_age", _by(title, Text(da="efter alder", en="by age")), two, self.ages, measures,
                 [*counts, says.AGE_AT_REFERRAL], outcomes=MATCHED_OR_NOT, drawn="matched_share"),
            make("after_so_many_days", Text(da=f"Hvor de henviste stod efter {days} dage",
                                            en=f"Where those referred stood after {days} days"), things, None,
                 [referred, matched, count_of("waiting", Text(da="Ventede stadig", en="Still waiting")),
                  count_of("closed", Text(da="Lukket uden match", en="Closed without a match"))],
                 [says.WAITED, says.ENDED], outcomes=AT_60),
        ]  # fmt: skip


def _at(one: Young, on: date) -> str:
    """How the young person stood at the end of that day."""
    if one.matched_on and one.matched_on <= on:
        return "matched"
    return "closed" if one.closed_on and one.closed_on <= on else "waiting"


def _to_match(one: Young) -> dict[str, int]:
    return {"match": (one.matched_on - one.referred_on).days} if one.matched_on else {}


def _by(title: Text, what: Text) -> Text:
    return Text(da=f"{title.da}, {what.da}", en=f"{title.en}, {what.en}")


REPORT = Report(
    name="youth_outcomes", title=says.TITLE, says=says.SAYS,
    read_by=frozenset({Role.supervisor, Role.youth_consultant, Role.economy}), wants=WANTED, makes=tables,
)  # fmt: skip
