"""The decision that makes a plan, and the task that asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, ValidationInfo, model_validator

from domain.labels import Label
from domain.obligation.activities import Track
from domain.obligation.facts import READINESS, TRACK, Readiness
from domain.obligation.plan import check_plan, warnings_of
from domain.obligation.plan_line import PlanLine
from domain.obligation.tasks import WEEKLY_HOURS
from domain.placements import Placement
from domain.policies import policies
from domain.roles import Role
from domain.tasks import Between, Decision, Reason, Task, refuse
from domain.text import Text, dated

MOST_LINES = 30


class PlanMade(Decision):
    starts_on: Annotated[
        date, Between(earliest=-366, latest=366), Label(Text(da="Planen starter", en="The plan starts"))
    ]
    lines: Annotated[
        tuple[PlanLine, ...],
        Field(max_length=MOST_LINES, json_schema_extra={"minItems": 1}),
        Label(
            Text(da="Aktiviteter", en="Activities"),
            Text(da="Ugen, som den ser ud hver uge.", en="The week as it is every week."),
            unit=Text(da="Aktivitet", en="Activity"),
        ),
    ]
    content: Annotated[
        Reason,
        Label(
            Text(da="Begrundelse og mål", en="Reasons and aim"),
            Text(
                da="Mindst 20 tegn. Hvorfor netop denne indsats, og hvorfor eventuelle advarsler kan accepteres.",
                en="At least 20 characters. Why this effort, and why any warnings are acceptable.",
            ),
        ),
    ]
    warnings_seen: Annotated[
        bool,
        Label(Text(da="Skal planen gælde alligevel?", en="Is the plan to stand all the same?"), late=True),
    ] = False

    @model_validator(mode="after")
    def _lawful(self, info: ValidationInfo) -> Self:
        """Only where the day of the decision is known: an old plan stays what it was."""
        known = info.context or {}
        if "today" in known:
            refuse(self._wrong(known), type(self).__name__)
        return self

    def _wrong(self, known: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str, Text]]:
        """What refuses the plan: where, a code, and words."""
        if not self.lines:
            yield ("lines",), "no_lines", Text(da="Skriv mindst én aktivitet.", en="Write at least one activity.")
            return
        task = known.get("task", {})
        findings = check_plan(
            self.lines, starts_on=self.starts_on, policies=known.get("policies") or policies(),
            readiness=task.get("readiness"), track=task.get("track") or "lab", weekly_target=task.get("weekly_hours"),
            covered_since=_day(task.get("covered_since")), providers=known.get("providers"))  # fmt: skip
        for one in findings:
            if one.hard:
                yield ("lines", *(part for part in (one.line, one.field) if part is not None)), one.code, one.message
        warnings = [*self._late(known["today"]), *warnings_of(findings)]
        if warnings and not self.warnings_seen:
            opening = Text(da="Vælg Ja, hvis planen skal gælde med disse advarsler:",
                           en="Choose yes if the plan is to stand with these warnings:")  # fmt: skip
            yield ("warnings_seen",), "warnings_unseen", opening.then(*warnings)

    def _late(self, today: date) -> Iterator[Text]:
        if self.starts_on < today:
            first, now = dated(self.starts_on), dated(today)
            yield Text(
                da=f"Planen starter {first.da}, før den er lavet. Først fra dagen efter {now.da} kan noget kræves.",
                en=f"The plan starts on {first.en}, before it is made. Nothing can be demanded until after {now.en}.",
            )

    def placements(self) -> list[Placement]:
        return [line.placement(self.starts_on) for line in self.lines]


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


class MakePlan(Task[PlanMade]):
    kind: ClassVar[str] = "obligation.plan"
    title: ClassVar[Text] = Text(da="Lav plan", en="Make the plan")
    why: ClassVar[Text] = Text(
        da="Borgeren er omfattet og vurderet. Indsatsen skal stå i en plan, før den kan kræves.",
        en="The citizen is covered and assessed. The effort must stand in a plan before it can be required.",
    )
    role: ClassVar[Role] = Role.job_consultant
    deadline: ClassVar[str] = "obligation.plan"
    decision: ClassVar[type[Decision]] = PlanMade
    appealable: ClassVar[bool] = True
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Plan lavet", en="Plan made"), Text(da="sagen løber", en="the case runs")),
    ]
    weekly_hours: Annotated[int, WEEKLY_HOURS]
    readiness: Annotated[Readiness | None, READINESS] = None
    track: Annotated[Track, TRACK] = "lab"
    covered_since: Annotated[date | None, Label(
        Text(da="Frist for første virksomhedsrettede tilbud regnes fra",
             en="The first company-oriented offer is due counted from"))] = None  # fmt: skip
