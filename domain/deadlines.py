"""Deadlines that carry their reason."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Literal, NamedTuple

from pydantic import AwareDatetime, BaseModel, ConfigDict

from domain.calendar import (
    COPENHAGEN,
    add_months,
    add_working_days,
    at_local,
    closed_name,
    local_date,
    next_working_day,
    not_too_far_ahead,
)
from domain.errors import BadInput, Refusal
from domain.policies import Policies, PolicyValue
from domain.text import Text, dated, joined, weekday

Kind = Literal["legal", "target", "planned", "acute"]

_UNITS = {
    "working_days": (Text(da="hverdag", en="working day"), Text(da="hverdage", en="working days")),
    "days": (Text(da="dag", en="day"), Text(da="dage", en="days")),
    "weeks": (Text(da="uge", en="week"), Text(da="uger", en="weeks")),
    "months": (Text(da="måned", en="month"), Text(da="måneder", en="months")),
}
_ON_CLOSED_DAYS = ("date", "same_day")
"""Units whose deadline may fall on a day on which the municipality is closed."""
_KINDS = {
    "legal": Text(da="Lovfrist", en="Legal deadline"),
    "target": Text(da="Lokal frist", en="Local target"),
    "planned": Text(da="Planlagt dato", en="Planned date"),
    "acute": Text(da="Akut frist", en="Acute deadline"),
}


class Deadline(BaseModel):
    """When something is due, and why then. `limit` is the law's own instant, which no move may pass."""

    model_config = ConfigDict(frozen=True)

    at: AwareDatetime
    rule: str
    version: str
    because: Text
    kind: Kind
    limit: AwareDatetime | None = None


class Rung(NamedTuple):
    """One step of the ladder: who is disturbed when."""

    name: Literal["reminder", "due", "supervisor", "reassign"]
    at: datetime


class DeadlineSetByLaw(Refusal):
    """A legal deadline cannot be moved past the law's own date."""

    def __init__(self, limit: date) -> None:
        day = dated(limit)
        text = Text(
            da=f"Loven sætter fristen til {day.da}; den kan ikke flyttes til senere.",
            en=f"The law sets this deadline at {day.en}; it cannot be moved to a later day.",
        )
        super().__init__("legal_deadline", text)


def work_out(rule: str, start: datetime | date, policies: Policies, jitter_key: str | None = None) -> Deadline:
    """The deadline that `rule` gives when its clock starts at `start`.

    With a `jitter_key` it falls up to 15 minutes earlier, always the same for the same key,
    so that thousands do not fire at one instant. Raises NoPolicy for an unknown rule.
    """
    begun = not_too_far_ahead(local_date(start))
    return _worked_out(rule, policies.at(f"deadline.{rule}", begun), begun, policies, jitter_key)


def work_out_ahead(rule: str, start: date, opened: datetime, policies: Policies,
                   jitter_key: str | None = None) -> Deadline:  # fmt: skip
    """The deadline of what may be written down afterwards: it counts from today where its own day is over, and is
    never past when the task is opened."""
    first = max(start, local_date(opened))
    deadline = work_out(rule, first, policies, jitter_key)
    return deadline if deadline.at > opened else work_out(rule, first + timedelta(days=1), policies, jitter_key)


def no_later(deadline: Deadline, day: date, opened: datetime, policies: Policies, why: Text) -> Deadline:
    """The deadline, or `day` where that is earlier; never one that is past when the task is opened."""
    last = next_working_day(max(day, local_date(opened)), policies)
    if _same_clock(deadline.at, last) <= opened:
        last = add_working_days(last, 1, policies)
    if (at := _same_clock(deadline.at, last)) >= deadline.at:
        return deadline
    by = dated(last)
    sentence = Text(da=f"Dog senest {by.da} ({why.da}).", en=f"But by {by.en} at the latest ({why.en}).")
    return deadline.model_copy(update={"at": at, "because": deadline.because.then(sentence)})


def of_row(row: PolicyValue, begun: date, policies: Policies) -> Deadline:
    """The deadline that a row gives which is nobody's task: until when somebody outside may act."""
    return _worked_out(row.name, row, begun, policies, None)


def _worked_out(rule: str, row: PolicyValue, begun: date, policies: Policies, jitter_key: str | None) -> Deadline:
    kind: Kind = row.kind or "target"
    counted = _counted(row, begun, policies)
    day = counted if row.unit in _ON_CLOSED_DAYS else next_working_day(counted, policies)
    clock = policies.at(f"clock.{kind}", day).as_(time)
    at = at_local(day, clock) - _jitter(jitter_key, policies.at("clock.spread", day).as_(int))
    because = joined(_reasons(row, begun, counted, day, policies))
    limit = at_local(day, clock) if kind == "legal" else None
    return Deadline(at=at, rule=rule, version=row.version, because=because, kind=kind, limit=limit)


def moved(deadline: Deadline, to: date, policies: Policies, reason: Text | None = None) -> Deadline:
    """The deadline moved by a person to `to`, or the next working day; the earlier reason is kept.

    Raises DeadlineSetByLaw where that would be later than the law allows.
    """
    day = next_working_day(not_too_far_ahead(to), policies)
    if deadline.limit is not None and day > local_date(deadline.limit):
        raise DeadlineSetByLaw(local_date(deadline.limit))
    old, new = dated(local_date(deadline.at)), dated(day)
    sentence = Text(da=f"Flyttet fra {old.da} til {new.da}.", en=f"Moved from {old.en} to {new.en}.")
    because = deadline.because.then(sentence, _closed_sentence(to, day, policies), reason)
    return deadline.model_copy(update={"at": _same_clock(deadline.at, day), "because": because, "kind": "planned"})


def paused(deadline: Deadline, days: int, policies: Policies, reason: Text | None = None) -> Deadline:
    """The deadline after its clock stood still for `days` calendar days. The law's clock does not: nothing moves past
    the limit, and what is due there already stands as it was.
    """
    if days < 0:
        raise BadInput("negative_pause", Text(da="En pause kan ikke være negativ.", en="A pause cannot be negative."))
    counted = not_too_far_ahead(local_date(deadline.at) + timedelta(days=days))
    day, last = next_working_day(counted, policies), deadline.limit and local_date(deadline.limit)
    if last is None or day <= last:
        more = _closed_sentence(counted, day, policies)
    elif last > local_date(deadline.at):
        day, more = last, Text(da="Loven giver ikke længere.", en="The law gives no longer.")
    else:
        return deadline
    amount, new = _amount(days, "days"), dated(day)
    sentence = Text(
        da=f"Fristen stod stille i {amount.da} og er nu {new.da}.",
        en=f"The clock stood still for {amount.en}; the deadline is now {new.en}.",
    )
    because = deadline.because.then(sentence, more, reason)
    return deadline.model_copy(update={"at": _same_clock(deadline.at, day), "because": because})


def ladder(deadline: Deadline, policies: Policies) -> list[Rung]:
    """Reminder, due, supervisor, reassign: ascending, at the deadline's own time of day."""
    due = local_date(deadline.at)

    def at(name: str) -> datetime:
        steps = policies.at(f"escalation.{name}", due).as_(int)
        return _same_clock(deadline.at, add_working_days(due, steps, policies))

    return [
        Rung("reminder", at("reminder")),
        Rung("due", deadline.at),
        Rung("supervisor", at("supervisor")),
        Rung("reassign", at("reassign")),
    ]


def first_ladder(deadline: Deadline, opened: datetime, policies: Policies) -> list[Rung]:
    """The ladder of a task just opened: a reminder that would come with the task itself says nothing."""
    return [rung for rung in ladder(deadline, policies) if rung.name != "reminder" or rung.at > opened]


def _counted(row: PolicyValue, begun: date, policies: Policies) -> date:
    if row.unit == "date":
        return row.as_(date)
    if row.unit == "same_day":
        return begun
    count = row.as_(int)
    match row.unit:
        case "working_days":
            return add_working_days(begun, count, policies)
        case "days":
            return begun + timedelta(days=count)
        case "weeks":
            return begun + timedelta(weeks=count)
        case "months":
            return add_months(begun, count)
    raise ValueError(f"{row.version}: unknown unit {row.unit}")


def _reasons(row: PolicyValue, begun: date, counted: date, day: date, policies: Policies) -> Iterator[Text]:
    due = dated(counted)
    yield Text(da=f"{row.says.da}.", en=f"{row.says.en}.")
    if row.unit == "date":
        yield Text(da=f"Datoen er fast: {due.da}.", en=f"The date is fixed: {due.en}.")
        yield from _fixed_on_closed_day(day, policies)
    elif row.unit == "same_day":
        yield Text(da=f"Samme dag, også når kommunen har lukket: {due.da}.",
                   en=f"The same day, also when the municipality is closed: {due.en}.")  # fmt: skip
    else:
        yield _count_sentence(row, begun, counted)
        if row.unit == "working_days":
            yield from _skipped(begun, day, policies)
        if (sentence := _closed_sentence(counted, day, policies)) is not None:
            yield sentence
    kind = _KINDS[row.kind or "target"]
    where = row.version if row.local else f"{row.version}; {row.source}"
    yield Text(da=f"{kind.da} ({where}).", en=f"{kind.en} ({where}).")


def _count_sentence(row: PolicyValue, begun: date, counted: date) -> Text:
    started, due, count = dated(begun), dated(counted), row.as_(int)
    if count == 0:
        return Text(
            da=f"Første hverdag fra {started.da}: {due.da}.", en=f"First working day from {started.en}: {due.en}."
        )
    amount = _amount(count, row.unit)
    return Text(
        da=f"Regnet fra {started.da}: {amount.da}, altså {due.da}.",
        en=f"Counted from {started.en}: {amount.en}, that is {due.en}.",
    )


def _skipped(begun: date, day: date, policies: Policies) -> Iterator[Text]:
    between = [begun + timedelta(days=n) for n in range(1, (day - begun).days)]
    closed = [(each, closed_name(each, policies)) for each in between if each.weekday() < 5]
    named = [_named(each, name) for each, name in closed if name is not None]
    if named:
        listed = joined(named, ", ")
        yield Text(da=f"Ikke talt med: {listed.da}.", en=f"Not counted: {listed.en}.")


def _closed_sentence(counted: date, day: date, policies: Policies) -> Text | None:
    if counted == day:
        return None
    closed, new = _named(counted, closed_name(counted, policies)), dated(day)
    return Text(
        da=f"Dagen er ikke en hverdag ({closed.da}), så fristen er næste hverdag, {new.da}.",
        en=f"That is no working day ({closed.en}), so the next working day counts, {new.en}.",
    )


def _fixed_on_closed_day(day: date, policies: Policies) -> Iterator[Text]:
    """A date fixed by law is not moved when it is a holiday: the authority must be done by then."""
    if next_working_day(day, policies) != day:
        closed, before = _named(day, closed_name(day, policies)), dated(add_working_days(day, -1, policies))
        yield Text(
            da=f"Dagen er ikke en hverdag ({closed.da}) og flyttes ikke; sidste hverdag før er {before.da}.",
            en=f"That is no working day ({closed.en}) and is not moved; the last working day before is {before.en}.",
        )


def _named(day: date, closed: Text | None) -> Text:
    name, written = closed or weekday(day), dated(day)
    return Text(da=f"{name.da} {written.da}", en=f"{name.en} {written.en}")


def _amount(count: int, unit: str) -> Text:
    one, many = _UNITS[unit]
    word = one if count == 1 else many
    return Text(da=f"{count} {word.da}", en=f"{count} {word.en}")


def _same_clock(at: datetime, day: date) -> datetime:
    return at_local(day, at.astimezone(COPENHAGEN).time())


def _jitter(key: str | None, minutes: int) -> timedelta:
    if key is None:
        return timedelta()
    return timedelta(seconds=int.from_bytes(sha256(key.encode()).digest()[:4]) % (minutes * 60 + 1))
