"""The tables of a case's documents: each a csv, written row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from heapq import merge
from typing import Any, NamedTuple

import sqlalchemy as sa

from domain.attendance import STATUS_TITLES
from domain.deadlines import Deadline
from domain.parties import PARTIES
from domain.programmes import PROGRAMMES, kind_named
from domain.roles import ROLE_TITLES, Role
from domain.spells import SPELLS
from domain.tasks import STATE_TITLES, TaskState
from domain.text import Text
from store import export
from store.export import Row
from web import evidence, forms, views, whole, words
from web.export.mask import Mask
from web.looked_up import said_of
from web.offers import offers_of
from web.page import written_date, written_moment
from web.written import written

DAYS = ("ma", "ti", "on", "to", "fr", "lø", "sø")
Cells = tuple[Any, ...]


@dataclass(frozen=True)
class Source:
    """One case, and what may be read of it."""

    db: sa.Connection
    case: Row
    mask: Mask


class Sheet(NamedTuple):
    name: str
    title: str
    columns: Cells
    rows: Callable[[Source], Iterator[Cells]]


def _events(of: Source) -> Iterator[Cells]:
    """People, timers and stages in the order of time, from three streams."""
    db, case = of.db, of.case
    steps = ((v.entered_at, (None, None), words.entered(views.stage_title(case.programme, v.stage)), "")
             for v in export.visits(db, case.id))  # fmt: skip
    told = ((e.at, (e.actor_id, e.details.get("for")), _said(e.what, e.details, e.kind), words.reason(e.details))
            for e in export.events(db, case.id))  # fmt: skip
    acts = ((a.at, (a.actor_id, None), words.action(a.action, _plain(a.details)), words.reason(a.details))
            for a in export.acts(db, case.id))  # fmt: skip
    for at, who, what, reason in merge(steps, told, acts, key=lambda one: one[0]):
        yield at, of.mask.both(*who), what, reason


def _said(what: str, details: dict[str, Any], kind: str | None) -> Text:
    return words.event(what, _plain(details), kind_named(kind).title if kind else None)


def _plain(details: dict[str, Any]) -> dict[str, Any]:
    """The reason has a column of its own."""
    return {name: value for name, value in details.items() if name != "reason"}


def _facts(of: Source) -> Iterator[Cells]:
    offers = offers_of(of.db, PROGRAMMES[of.case.programme], of.case.parent_id)
    for row in evidence.fact_rows(of.case, offers):
        yield row["label"], row["value"]


def _corrections(of: Source) -> Iterator[Cells]:
    """Each corrected fact before and after: what stood until the next correction, else what stands now."""
    known = dict(whole.keys(PROGRAMMES[of.case.programme].facts))
    now, found = dict(of.case.facts), list[Cells]()
    for act in reversed(list(export.acts(of.db, of.case.id, "case.correct"))):
        for name, before in reversed(list(act.details.get("before", {}).items())):
            info = known.get(name)
            label = forms.label_of(name, info).title if info else name
            found.append((act.at, of.mask.staff(act.actor_id), label, _fact(of, name, before),
                          _fact(of, name, now.get(name)), act.details.get("reason", "")))  # fmt: skip
            now[name] = before
    yield from reversed(found)


def _fact(of: Source, name: str, value: Any) -> Text | str:
    model = PROGRAMMES[of.case.programme].facts
    said = [one["value"] for one in written(model, {name: value}) if one["value"]] if value is not None else []
    return said[0] if said else ""


def _tasks(of: Source) -> Iterator[Cells]:
    for task in export.all_tasks(of.db, of.case.id):
        due = Deadline.model_validate(task.due)
        yield (kind_named(task.kind).title, STATE_TITLES[TaskState(task.state)], ROLE_TITLES[Role(task.role)],
               task.received_at, due.at, due.because, task.completed_at,
               of.mask.both(task.decided_by, task.acting_for) if task.decided_by else "")  # fmt: skip


def _rulings(of: Source) -> Iterator[Cells]:
    for row in export.all_rulings(of.db, of.case.id):
        because = row.ruling.get("because")
        each = [Text.model_validate(one["because"]).da for one in row.ruling.get("requirements", [])]
        yield (row.at, row.rule, Text.model_validate(because) if because else "", " ".join(each),
               words.versions(row.ruling.get("policy_versions", [])))  # fmt: skip


def _plan(of: Source) -> Iterator[Cells]:
    for line in export.plan_lines(of.db, of.case.id):
        hours = (_hours(line.minutes.get(str(n))) for n in range(1, 8))
        yield line.created_at, line.title, line.provider or "", line.starts_on, line.ends_on, *hours


def _attendance(of: Source) -> Iterator[Cells]:
    for row in export.attended(of.db, of.case.id):
        yield (row.day, row.title, STATUS_TITLES[row.status], _hours(row.minutes), row.note,
               of.mask.staff(row.by_id), row.at)  # fmt: skip


def _attendance_before(of: Source) -> Iterator[Cells]:
    for row in export.attended_before(of.db, of.case.id):
        status = STATUS_TITLES.get(row.before.get("status", ""), Text(da="ikke registreret", en="not registered"))
        yield (row.day, row.title, status, _hours(row.before.get("minutes")), row.before.get("note", ""),
               of.mask.staff(row.by_id), row.at, row.reason)  # fmt: skip


def _weeks(of: Source) -> Iterator[Cells]:
    for week in export.closed_weeks(of.db, of.case.id):
        for when, at, summary in (("ved lukningen", week.closed_at, week.first_summary),
                                  ("nu", week.summed_at, week.summary)):  # fmt: skip
            lines = summary.get("lines", [])
            sums = (_hours(sum(line.get(what, 0) for line in lines))
                    for what in ("planned", "attended", "counted", "excused", "absent", "missing"))  # fmt: skip
            yield week.monday, when, at, _hours(summary.get("target")), *sums


def _spells(of: Source) -> Iterator[Cells]:
    for row in export.all_spells(of.db, of.case.id):
        yield (SPELLS.get(row.kind, row.kind), row.from_on, row.to_on, row.reported_at, of.mask.staff(row.by_id),
               row.note, row.revoked_at)  # fmt: skip


def _comments(of: Source) -> Iterator[Cells]:
    for row in export.all_comments(of.db, of.case.id):
        yield row.at, of.mask.staff(row.user_id), kind_named(row.kind).title, row.text


def _parties(of: Source) -> Iterator[Cells]:
    for row in export.all_parties(of.db, of.case.id):
        yield PARTIES.get(row.kind, row.kind), row.since, row.until


def _lookups(of: Source) -> Iterator[Cells]:
    """When and why somebody looked; who it was is for the look-up log of the municipality."""
    for row in export.looked(of.db, of.case.id):
        what, why = said_of(row)
        yield row.at, what, why


WHEN, WHO = "tidspunkt", "hvem"
SHEETS = (
    Sheet("oplysninger.csv", "Sagens oplysninger", ("oplysning", "værdi"), _facts),
    Sheet("rettelser.csv", "Rettelser af oplysninger", (WHEN, WHO, "oplysning", "før", "efter", "begrundelse"),
          _corrections),
    Sheet("handelser.csv", "Alt, hvad der er sket", (WHEN, WHO, "hvad", "begrundelse"), _events),
    Sheet("opgaver.csv", "Opgaver og frister",
          ("opgave", "status", "rolle", "modtaget", "frist", "hvorfor", "udført", "afgjort af"), _tasks),
    Sheet("regler.csv", "Reglernes beregninger", (WHEN, "regel", "resultat", "krav", "regler anvendt"), _rulings),
    Sheet("planer.csv", "Planer", ("lavet", "aktivitet", "sted", "fra", "til", *DAYS), _plan),
    Sheet("fremmoede.csv", "Fremmøde", ("dag", "aktivitet", "status", "timer", "bemærkning", "registreret af", WHEN),
          _attendance),
    Sheet("fremmoede_foer.csv", "Fremmøde, som det stod før rettelser",
          ("dag", "aktivitet", "status før", "timer før", "bemærkning før", "rettet af", WHEN, "begrundelse"),
          _attendance_before),
    Sheet("uger.csv", "Uger", ("mandag", "opgjort", WHEN, "mål", "planlagt", "mødt", "tæller", "undskyldt", "udeblevet",
                               "ikke registreret"), _weeks),
    Sheet("perioder.csv", "Sygdom, fravær og fritagelse",
          ("hvad", "fra", "til", "meldt", "registreret af", "bemærkning", "taget tilbage"), _spells),
    Sheet("kommentarer.csv", "Kommentarer", (WHEN, WHO, "opgave", "kommentar"), _comments),
    Sheet("parter.csv", "Repræsentanter og tolke (uden navne)", ("hvad", "fra", "til"), _parties),
    Sheet("opslag.csv", "Opslag i sagen", (WHEN, "hvad", "hvorfor"), _lookups),
)  # fmt: skip


def shown(value: Any, mask: Mask) -> str:
    """A cell as people write it."""
    if isinstance(value, datetime):
        return written_moment(value)
    if isinstance(value, date):
        return written_date(value)
    return mask.text(value if isinstance(value, Text) or value is None else str(value))


def _hours(minutes: int | None) -> str:
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".").replace(".", ",") if minutes else "0"
