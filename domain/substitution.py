"""Fravær og afløsning: who does somebody's tasks while they are away. The citizen's absence is `domain.absence`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, NamedTuple

from pydantic import StringConstraints

from domain.fields import choices
from domain.labels import Label
from domain.programmes import PROGRAMMES, confidential, kind_named
from domain.roles import OUTSIDERS, ROLE_TITLES, Role
from domain.tasks import FREE_TEXT, Between, Sheet, Task, Wrong
from domain.text import Text, dated, joined

Membership = tuple[str, Role]
"""A team's id, and the role held in it."""
LONGEST = 366
"""Days ahead, and back, within which somebody can be said to be away."""


class Cover(NamedTuple):
    """Somebody who is away, whose tasks one may do in their place; `kinds`: None for all."""

    person: str
    name: str
    kinds: frozenset[str] | None = None

    def includes(self, kind: str) -> bool:
        return self.kinds is None or kind in self.kinds


class Away(NamedTuple):
    """One substitution as it is written down, both days included; nobody covers where there is no substitute."""

    id: str
    person: str
    substitute: str | None
    first_on: date
    last_on: date
    kinds: frozenset[str] | None = None

    def meets(self, first: date, last: date) -> bool:
        return self.first_on <= last and first <= self.last_on and self.first_on <= self.last_on

    def includes(self, kind: str) -> bool:
        return self.substitute is not None and (self.kinds is None or kind in self.kinds)


@dataclass(frozen=True)
class Colleague:
    id: str
    name: str
    memberships: frozenset[Membership]
    team_names: dict[str, str]
    away: Sequence[Away] = ()
    own: frozenset[str] = frozenset()
    """The programmes that have a team of their own, of which they are."""

    @property
    def kinds(self) -> list[type[Task[Any]]]:
        """The kinds of task that come to them: of a confidential programme to its own team alone."""
        return kinds_of({role for _, role in self.memberships if role not in OUTSIDERS}, confidential() - self.own)


class Substitution(Sheet):
    """What is asked of whoever writes an absence down. `kinds`: none chosen are all."""

    first_on: Annotated[date, Between(-LONGEST, LONGEST), Label(Text(da="Væk fra", en="Away from"), short=True)]
    last_on: Annotated[date, Between(0, LONGEST), Label(
        Text(da="Til og med", en="Until"), Text(da="Den sidste dag med fravær.", en="The last day away."), short=True)]
    substitute: Annotated[str | None, Label(
        Text(da="Afløser", en="Substitute"),
        Text(da="Kan tage de samme opgaver i de samme teams. Tomt: ingen afløser.",
             en="May hold the same tasks in the same teams. Empty: nobody covers."),
        options_from="substitutes")] = None  # fmt: skip
    kinds: frozenset[str] = frozenset()
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=400), FREE_TEXT, Label(
        Text(da="Begrundelse", en="Reason"))] = ""

    @property
    def chosen(self) -> frozenset[str] | None:
        return self.kinds or None


def roles_of(kind: type[Task[Any]]) -> frozenset[Role]:
    """Who may hold a task of this kind: where the case says who, whoever it can name."""
    named = choices(kind.model_fields[kind.role_from]) if kind.role_from else [kind.role]
    return frozenset(Role(one) for one in named) or frozenset(Role)


def kinds_of(roles: Collection[Role], but: Collection[str] = ()) -> list[type[Task[Any]]]:
    """The kinds of task that come to people of these roles, in the order of the programmes; `but` not of these."""
    every = (kind for one in PROGRAMMES.values() if one.name not in but for kind in one.kinds)
    return [kind for kind in every if roles_of(kind) & frozenset(roles)]


def needed(memberships: Iterable[Membership], kinds: frozenset[str] | None) -> frozenset[Membership]:
    """What a substitute must hold too: every role in every team to which such tasks come."""
    held = frozenset((team, role) for team, role in memberships if role not in OUTSIDERS)
    if kinds is None:
        return held
    asked = frozenset[Role]().union(*(roles_of(kind_named(kind)) for kind in kinds))
    return frozenset((team, role) for team, role in held if role in asked)


def fits(person: Colleague, substitute: Colleague, kinds: frozenset[str] | None) -> bool:
    return needed(person.memberships, kinds) <= substitute.memberships


def uncovered(person: Colleague, on: date, present: Collection[str]) -> list[type[Task[Any]]]:
    """Kinds of this person's tasks that nobody does that day; `present`: who is there."""
    here = [one for one in person.away if one.meets(on, on) and one.substitute in present]
    return [kind for kind in person.kinds if not any(one.includes(kind.kind) for one in here)]


def wrong(asked: Substitution, person: Colleague, substitute: Colleague | None, but: str | None = None) -> list[Wrong]:
    """Why it cannot be so, each reason at its field; `but`: the one that is being changed."""
    if asked.last_on < asked.first_on:
        return [(("last_on",), "ends_before_start", Text(da="Slutter, før det begynder", en="Ends before it begins"))]
    unknown = asked.kinds - {kind.kind for kind in person.kinds}
    if unknown:
        return [(("kinds",), "unknown_kind", Text(
            da="Vælg blandt de opgaver, der kan komme.", en="Choose among the tasks that can come."))]  # fmt: skip
    unfit = _unfit(asked, person, substitute, but) if substitute else ()
    return [*_covered_already(asked, person, but), *unfit]


def _covered_already(asked: Substitution, person: Colleague, but: str | None) -> list[Wrong]:
    """Two who do the same tasks on the same day would not know of each other."""
    for one in person.away:
        same = one.kinds is None or not asked.kinds or one.kinds & asked.kinds
        if one.id != but and one.meets(asked.first_on, asked.last_on) and one.substitute and asked.substitute and same:
            days = _days(one)
            return [(("first_on",), "covered_already", Text(
                da=f"De samme opgaver har allerede en afløser {days.da}.",
                en=f"The same tasks have a substitute already {days.en}."))]  # fmt: skip
    return []


def _unfit(asked: Substitution, person: Colleague, substitute: Colleague, but: str | None) -> list[Wrong]:
    at = ("substitute",)
    if substitute.id == person.id:
        return [(at, "own_substitute", Text(da="Vælg en anden end den, der er væk.",
                                            en="Choose somebody else than whoever is away."))]  # fmt: skip
    lacking = sorted(needed(person.memberships, asked.chosen) - substitute.memberships)
    if lacking:
        listed = joined([_role_in(role, person.team_names[team]) for team, role in lacking], ", ")
        return [(at, "substitute_unfit", Text(
            da=f"{substitute.name} må ikke tage de samme opgaver. Mangler: {listed.da}.",
            en=f"{substitute.name} may not hold the same tasks. Missing: {listed.en}."))]  # fmt: skip
    gone = next((one for one in substitute.away if one.meets(asked.first_on, asked.last_on)), None)
    if gone and not _stood_so(asked, person, but):
        days = _days(gone)
        return [(at, "substitute_away", Text(
            da=f"{substitute.name} er selv væk {days.da}.",
            en=f"{substitute.name} is away too {days.en}."))]  # fmt: skip
    return []


def _stood_so(asked: Substitution, person: Colleague, but: str | None) -> bool:
    """Whoever covered already on all these days, and has gone away since: the rest of it can be changed."""
    stood = next((one for one in person.away if one.id == but), None)
    return (stood is not None and stood.substitute == asked.substitute
            and stood.first_on <= asked.first_on and asked.last_on <= stood.last_on)  # fmt: skip


def _role_in(role: Role, team: str) -> Text:
    title = ROLE_TITLES[role]
    return Text(da=f"{title.da} i {team}", en=f"{title.en} in {team}")


def _days(one: Away) -> Text:
    first, last = dated(one.first_on), dated(one.last_on)
    return Text(da=f"fra {first.da} til {last.da}", en=f"from {first.en} to {last.en}")
