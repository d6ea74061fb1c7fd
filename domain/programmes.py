"""The programmes, by their one name. Web, activities and store find everything about a programme here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from pydantic import BaseModel

from domain.areas import Areas
from domain.budget import Cost
from domain.case_files import CaseFile
from domain.citizen_rows import Citizen
from domain.dossier import Dossier
from domain.letters import LetterOf
from domain.parties import INTERPRETER, REPRESENTATIVE
from domain.placements import Placement
from domain.plans import PlannedWeek
from domain.policies import Policies, RulesOn
from domain.proposals import Assigns, Ranks
from domain.reports.report import Activity, Report
from domain.roles import OF_EVERY_PROGRAMME, Role
from domain.tasks import Task
from domain.text import Text
from domain.weeks import WeekSummary


class Judgement(BaseModel):
    """What a rule says of a case: the public answer for the workflow, the whole ruling for the case file."""

    answer: dict[str, Any]
    ruling: dict[str, Any]
    opens_at: datetime | None = None
    """Where it guards a decision: until this instant that is refused all the same, whatever day it is of."""

    @classmethod
    def of(cls, answer: dict[str, Any], because: Text, rules: RulesOn, opens_at: datetime | None = None) -> Judgement:
        """A ruling that says no more than the answer, why, and by which rows of the policy."""
        ruling = answer | {"because": because.model_dump(), "requirements": [], "policy_versions": rules.versions}
        return cls(answer=answer, ruling=ruling, opens_at=opens_at)


class Asked(NamedTuple):
    """When facts are given and by which law; of which case, where they are corrected."""

    on: date
    policies: Policies
    case_id: str | None = None


class Heed(NamedTuple):
    """What to know before a case is begun under another; where it `shuts`, nobody may, whatever its facts."""

    says: Text
    shuts: bool
    by_hand: Text | None = None
    """What the button says then, where it opens only some of what it does otherwise."""


Rule = Callable[[Dossier, date, Policies], Judgement]
Offered = list[tuple[str, Text | str]]
"""What can be chosen: the value, and what it is called."""
OffersPlaces = Callable[[Dossier, date, Policies, str | None, Mapping[str, Any]], Text | None]
ANY = "any"
"""For programmes whose cases may belong to a case of every other."""


class Told(NamedTuple):
    """A line of what somebody needs to know, with why or with a warning."""

    label: Text
    value: Text | str
    because: Text | None = None


def row_id(task_id: str, field: str, number: int) -> str:
    """What names one row of a decision, for a later one to choose it."""
    return f"{task_id}.{field}.{number}"


class Gone(NamedTuple):
    """A row of a decision that a later one has taken back."""

    called: Text
    because: Text


class Acute(NamedTuple):
    """`when` the facts of a case say that nobody can wait, its tasks are due by the rule `deadline`."""

    when: Callable[[Any], bool]
    deadline: str


@dataclass(frozen=True)
class Programme:
    name: str
    title: Text
    workflow: str
    number_prefix: str
    facts: type[BaseModel]
    opened_by: frozenset[Role]
    kinds: tuple[type[Task[Any]], ...]
    rules: dict[str, Rule]
    doubts: Callable[[BaseModel, date], list[Text]] = lambda facts, on: []
    """What cannot be right in the facts of a new case, for a person to look at."""
    citizen_facts: Callable[[Citizen], BaseModel] | None = None
    """For the programme that `import citizens` opens cases of."""
    imports: tuple[CaseFile, ...] = ()
    """Files of which each row opens a case that stands alone."""
    week: Callable[[Dossier, date, Policies], WeekSummary] | None = None
    """Adds up the week that begins on a Monday; for programmes with a plan."""
    plan: Callable[[Dossier, Sequence[Placement], date, Policies], PlannedWeek] | None = None
    """The week that the lines of one plan make on a day, to be looked at."""
    on_absence: str | None = None
    """The programme whose case a day of absence without a reason begins; its facts are `domain.offences.Offences`."""
    unsettled: frozenset[str] = frozenset()
    """Outcomes after which the same day may begin a case again."""
    in_effect: Callable[[Dossier], bool] = lambda case: False
    """Whether a case, open or closed, has had its effect on the citizen: a later correction brings it up for review."""
    reviewed_by: str | None = None
    """The programme whose case such a correction begins; its facts are `domain.offences.Corrected`."""
    ended_on: Callable[[Dossier], date | None] = lambda case: None
    """From which day on a closed case asks nothing more of the citizen, by the decision that ended it."""
    refuses: Callable[[Any, Dossier, Asked], None] | None = None
    """Raises BadInput where facts of a case that belongs to another cannot be so, seen from the case above."""
    heed: Callable[[Dossier, Asked], Heed | None] = lambda above, asked: None
    """Said before the form of such a case is filled in, seen from the case above; what it shuts, `refuses` refuses."""
    cost: Callable[[Dossier, Policies], Cost] | None = None
    """What a case costs; for programmes whose cases are charged to a budget line."""
    taken_back: str | None = None
    """How a case ended whose payment was taken back since: as if it had never been paid."""
    left_undone: Callable[[Dossier], list[Text]] = lambda case: []
    """Why nobody may close this open case by hand yet: what is still owed to somebody."""
    misses: Callable[[Dossier, date, date | None, Policies], Text | None] = lambda case, since, until, policies: None
    """What passes while such a case is suspended since a day until another (None: until somebody resumes it)."""
    afterwards: Callable[[Dossier], list[Text]] = lambda case: []
    """What has come of the case since, in others."""
    first_stage: str = "intake"
    team_with: str | None = None
    """The programme whose team has these cases too; None: a team of its own."""
    begins: Text | None = None
    """The button by which a person opens a case that stands alone; None: files and programs open them."""
    begun_by_own_team: bool = False
    """Whether nobody else of the staff opens one by hand: they hand nobody over, and would not see what they wrote."""
    needs_cpr: bool = True
    """Whether nobody may have a case without a CPR number."""
    about_person: bool = True
    """Whether a case is about somebody; else about what its facts say alone."""
    named: Callable[[Any], str] | None = None
    """What a case without a person is called, by its facts."""
    found_by: str | None = None
    """The fact by which a case without a person is searched for."""
    offers: dict[str, Callable[[Dossier], Offered]] = field(default_factory=dict)
    """What its decisions, and the facts of cases that belong to it, may choose from, by the name that a label gives."""
    gone: Callable[[Dossier], dict[str, Gone]] = lambda case: {}
    """Rows of its decisions that count no more, by `row_id`."""
    offers_places: OffersPlaces | None = None
    """What an open case that others may choose today is called; None where it has no place left for the case whose id
    is given, by what the task that chooses says."""
    participants: Callable[[Dossier], list[str]] | None = None
    """The cases that take part in this one, of which a decision says how."""
    ranks: dict[str, Ranks] = field(default_factory=dict)
    """By the task kind whose decision chooses such a place: what is proposed for the case of the task."""
    assigns: Assigns | None = None
    """What is proposed for all cases of the programme that have such a task open."""
    admits: Callable[[BaseModel, date, Policies], None] = lambda facts, on, policies: None
    """Raises BadInput where nobody may have a case on such facts."""
    born_on: Callable[[BaseModel], date] | None = None
    """The birth date, for programmes that share a case with partners by consent."""
    reached_by_phone: Callable[[Any], bool] = lambda facts: False
    """Whether such facts say that the person is to be reached by their own phone: then its number must be known."""
    parties: tuple[str, ...] = (REPRESENTATIVE, INTERPRETER)
    """Who may stand beside the person in a case, by their names in `domain.parties`."""
    belongs_to: tuple[str, ...] = ()
    """The programmes whose cases these belong to, or ANY; none: they stand alone, one open at a time for a person."""
    confidential: bool = False
    """Whether its cases are its own team's alone: who sees the case that they belong to learns nothing of them."""
    acute: Acute | None = None
    """When nobody can wait: then its tasks come first, and their team is told at once."""
    letters: dict[str, LetterOf] = field(default_factory=dict)
    """By the name that a task kind's `letter` says."""
    on_failed_letter: str | None = None
    """The programme whose case, under the letter's own, a letter that reached nobody begins; its facts name the
    `letter`. Every programme with letters has one."""
    by_hand: Text | None = None
    """The button by which a person opens such a case on the page of the case that it belongs to; None: nobody does."""
    heeds_above: bool = False
    """Whether an open case looks again when the facts of the case that it belongs to are corrected."""
    reached: Callable[[Dossier, str | None], Iterable[Told]] | None = None
    """For cases whose team may not read the case above but must reach the person: what they need to know of it for
    that, read anew at each look and kept nowhere else. Given the phone number, None for who may not read it."""
    beside: Callable[[Dossier], Iterable[Told]] | None = None
    """What is written elsewhere and whoever reads the facts of the case needs too, read anew at each look."""
    only_while_open: bool = False
    """Whether nobody opens such a case by hand any more once the case above is closed."""
    areas: Callable[[Dossier, date, Policies], Areas] | None = None
    """The areas of a town that a case is about, to be looked at."""
    areas_at: frozenset[str] = frozenset()
    """The task kinds whose page shows them."""
    reports: tuple[Report, ...] = ()
    """Figures of all its cases, for those who answer for them."""
    activity: Activity | None = None
    """What the committee's report tells of its work, besides what it tells of every programme."""

    @property
    def worked_by(self) -> frozenset[Role]:
        """The roles that are its own."""
        return frozenset(kind.role for kind in self.kinds) - OF_EVERY_PROGRAMME

    def acute_rule(self, facts: Mapping[str, Any]) -> str | None:
        """The rule by which its tasks are due, where these facts are acute."""
        if self.acute is None or not self.acute.when(self.facts.model_validate(facts)):
            return None
        return self.acute.deadline

    def is_acute(self, due: Mapping[str, Any]) -> bool:
        """Whether a task with this deadline was acute when it was opened."""
        return self.acute is not None and due["rule"] == self.acute.deadline


PROGRAMMES: dict[str, Programme] = {}
"""Filled by importing `domain.all`."""


def register(programme: Programme) -> Programme:
    PROGRAMMES[programme.name] = programme
    return programme


def case_file(name: str) -> tuple[Programme, CaseFile] | None:
    """The file of that name, and the programme that it opens cases of."""
    every = ((one, file) for one in PROGRAMMES.values() for file in one.imports)
    return next((found for found in every if found[1].name == name), None)


def confidential() -> frozenset[str]:
    """The programmes of whose cases nobody else is told."""
    return frozenset(one.name for one in PROGRAMMES.values() if one.confidential)


def paid_for() -> frozenset[str]:
    """The programmes whose cases cost money of a budget line."""
    return frozenset(one.name for one in PROGRAMMES.values() if one.cost is not None)


def is_about_people(programme: str) -> bool:
    """Whether its cases are about somebody, themselves or through the case that they belong to."""
    mine = PROGRAMMES[programme]
    return mine.about_person or any(above == ANY or is_about_people(above) for above in mine.belongs_to)


def kind_named(kind: str) -> type[Task[Any]]:
    for programme in PROGRAMMES.values():
        for task in programme.kinds:
            if task.kind == kind:
                return task
    raise KeyError(kind)


def activities() -> dict[str, Activity]:
    """By programme, what it tells the committee of its work."""
    return {one.name: one.activity for one in PROGRAMMES.values() if one.activity}


def reports() -> dict[str, tuple[Programme, Report]]:
    """Every report by its name, with the programme that it is of."""
    return {one.name: (programme, one) for programme in PROGRAMMES.values() for one in programme.reports}
