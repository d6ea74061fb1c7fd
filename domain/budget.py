"""A line of money and what is left of it: reserved, committed, paid, released. All amounts are whole øre."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

from domain.errors import Refusal
from domain.money import kroner
from domain.policies import Policies
from domain.text import Text

Purse = Literal["service", "effort"]
PURSES: dict[str, Text] = {
    "service": Text(da="Servicemidler", en="Service funds"),
    "effort": Text(da="Indsatsmidler", en="Effort funds"),
}
NAMES = {
    "obligation": Text(da="Arbejdspligt", en="Work obligation"),
    "youth": Text(da="Unge i job og uddannelse", en="Young people into work"),
    "civic": Text(da="Demokratisk deltagelse", en="Democratic participation"),
    "perspektiv": Text(da="Perspektiv", en="Perspektiv"),
}
"""Of the efforts that the plan gives money to."""
Alarm = int | Literal["unallotted"]
"""At so many per cent of the allotment; or that there is none, and money is used all the same."""
UNALLOTTED: Literal["unallotted"] = "unallotted"
NO_ALLOTMENT = Text(da="Ingen bevilling", en="No appropriation")
Kind = Literal["allot", "reserve", "commit", "pay", "release", "accrue"]
DONE: dict[str, Text] = {
    "allot": Text(da="Bevilget", en="Allotted"), "reserve": Text(da="Reserveret", en="Reserved"),
    "commit": Text(da="Disponeret", en="Committed"), "pay": Text(da="Betalt", en="Paid"),
    "release": Text(da="Frigivet", en="Released"),
    "accrue": Text(da="Periodiseret: betalt i et senere år", en="Accrued: paid in a later year"),
}  # fmt: skip
"""What each kind of entry did."""
MOVES: dict[str, tuple[str | None, str | None]] = {
    "reserve": (None, "reserved"),
    "commit": ("reserved", "committed"),
    "pay": ("committed", "paid"),
    "accrue": ("committed", "paid"),
}
"""From which pot of a claim to which; what is in no pot is free. `release` empties a pot; `allot` fills the line."""


class Cost(NamedTuple):
    """What a case costs, in øre, and the line that bears it: of the year in which the work was done."""

    programme: str
    year: int
    purse: Purse
    amount: int


class Entry(NamedTuple):
    """One line of the ledger. `claim`: what belongs together, from its reservation on; None for an allotment."""

    kind: str
    claim: str | None
    amount: int
    pot: str | None = None
    """The pot that a release empties."""


class Balance(NamedTuple):
    """Sums of a line, in øre."""

    allotted: int = 0
    reserved: int = 0
    committed: int = 0
    paid: int = 0

    @property
    def used(self) -> int:
        return self.reserved + self.committed + self.paid

    @property
    def left(self) -> int:
        return self.allotted - self.used

    def share(self) -> int | None:
        """Hundredths of a per cent of the allotment that are used, rounded down; None where nothing is allotted."""
        return self.used * 10_000 // self.allotted if self.allotted > 0 else None


class NotEnough(Refusal):
    def __init__(self, left: int, wanted: int) -> None:
        self.left, self.wanted = left, wanted
        has, asks = kroner(left), kroner(wanted)
        super().__init__("over_budget", Text(
            da=f"Der er {has.da} kr. tilbage på budgetlinjen. {asks.da} kr. kræver økonomis godkendelse.",
            en=f"DKK {has.en} is left on the budget line. DKK {asks.en} needs the approval of economy."))  # fmt: skip


class NotThatMuch(Refusal):
    """A claim holds less in that pot than is to be taken out of it."""

    def __init__(self, pot: str, held: int) -> None:
        has, name = kroner(held), POTS[pot]
        super().__init__("pot_too_small", Text(
            da=f"Der er kun {has.da} kr. {name.da} på denne sag.", en=f"Only DKK {has.en} is {name.en} for this."
        ))  # fmt: skip


POTS = {
    "reserved": Text(da="reserveret", en="reserved"),
    "committed": Text(da="disponeret", en="committed"),
    "paid": Text(da="betalt", en="paid"),
}


def balance_of(entries: Iterable[Entry]) -> Balance:
    """The sums of these entries, whatever their order."""
    pots = dict.fromkeys(("allotted", "reserved", "committed", "paid"), 0)
    for one in entries:
        for pot, change in effect(one):
            pots[pot] += change
    return Balance(**pots)


def effect(entry: Entry) -> list[tuple[str, int]]:
    """What an entry takes out of and puts into the pots."""
    if entry.kind == "allot":
        return [("allotted", entry.amount)]
    if entry.kind == "release":
        assert entry.pot
        return [(entry.pot, -entry.amount)]
    out_of, into = MOVES[entry.kind]
    return [*([(out_of, -entry.amount)] if out_of else []), *([(into, entry.amount)] if into else [])]


def reached(stands: Balance, on: date, policies: Policies) -> list[Alarm]:
    """The alarms that the line has reached, the lowest first."""
    share = stands.share()
    if share is None:
        return [UNALLOTTED] if stands.used else []
    alarms: list[int] = policies.at("budget.alarm", on).as_(list)
    return [level for level in sorted(alarms) if level * 100 <= share]


def crossed(before: Balance, after: Balance, on: date, policies: Policies) -> list[Alarm]:
    """The alarms that this change sets off, the lowest first."""
    known = reached(before, on, policies)
    return [alarm for alarm in reached(after, on, policies) if alarm not in known]


def appropriations(on: date, policies: Policies) -> dict[tuple[str, int, str], int]:
    """The plan's money, in øre, by programme, year and purse."""
    rows = policies.at("budget.lines", on).as_(list)
    return {(row["programme"], row["year"], row["purse"]): row["kroner"] * 100 for row in rows}
