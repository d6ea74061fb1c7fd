"""The people beside a citizen in a case: who represents them, who interprets."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Annotated

from pydantic import StringConstraints

from domain.errors import BadInput
from domain.labels import Label
from domain.policies import Policies
from domain.tasks import HAPPENED, Between, Decision
from domain.text import Text, dated

REPRESENTATIVE, INTERPRETER, GUARDIAN = "representative", "interpreter", "guardian"
PARTIES: dict[str, Text] = {
    REPRESENTATIVE: Text(da="Partsrepræsentant", en="Representative"),
    INTERPRETER: Text(da="Tolk", en="Interpreter"),
    GUARDIAN: Text(da="Forælder eller værge", en="Parent or guardian"),
}
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200)]
NAME = Label(Text(da="Navn", en="Name"))


class Representative(Decision):
    """Gets the letters of the case in the citizen's place (forvaltningsloven § 8)."""

    name: Annotated[Name, NAME]
    address: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=5, max_length=400),
        Label(
            Text(da="Adresse", en="Address"),
            Text(da="Breve i sagen sendes hertil.", en="The letters of the case are sent there."),
        ),
    ]
    since: Annotated[
        date,
        Between(earliest=date(2000, 1, 1), latest=0),
        Label(Text(da="Siden", en="Since"), Text(da="Fuldmagtens dato.", en="The date of the authority.")),
    ]


class Interpreter(Decision):
    name: Annotated[Name, NAME]
    since: Annotated[
        date | None,
        HAPPENED,
        Label(
            Text(da="Har tolket siden", en="Has interpreted since"),
            Text(da="Lad feltet stå tomt, hvis det er fra i dag. Er en samtale allerede tolket, så skriv den dag.",
                 en="Leave this empty where it is from today on. Was a talk interpreted already, write that day."),
        ),
    ] = None  # fmt: skip
    language: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=2, max_length=40),
        Label(Text(da="Sprog", en="Language")),
    ]
    born_on: Annotated[
        date | None,
        Between(earliest=date(1900, 1, 1), latest=0),
        Label(Text(da="Fødselsdato", en="Birth date")),
    ] = None
    of_age: Annotated[
        bool | None,
        Label(
            Text(da="Har du set, at tolken er fyldt 18 år?", en="Have you seen that the interpreter has turned 18?"),
            Text(da="Når fødselsdatoen ikke skrives her.", en="Where the birth date is not written here."),
        ),
    ] = None
    professional: Annotated[
        bool,
        Label(
            Text(da="Er tolken professionel og ikke i familie med borgeren?",
                 en="Is the interpreter a professional, and no relative of the citizen?"),
            Text(da="Professionel: fra et tolkebureau eller ansat som tolk. Aldrig ægtefællen, et barn eller en anden "
                 "i familien, og aldrig en anden borger i indsatsen.",
                 en="Professional: from an agency, or employed as an interpreter. Never the spouse, a child or another "
                 "of the family, and never another citizen of the effort."),
        ),
    ]  # fmt: skip


class Guardian(Decision):
    """Speaks for a young person who is too young to consent alone. Both parents may stand on a case."""

    name: Annotated[Name, NAME]
    address: Annotated[str, StringConstraints(strip_whitespace=True, min_length=5, max_length=400), Label(
        Text(da="Telefon eller adresse", en="Phone or address"))]  # fmt: skip
    language: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40), Label(
        Text(da="Sprog, hvis der er brug for tolk", en="Language, if an interpreter is needed"))] = ""  # fmt: skip


def refuse_a_minor(interpreter: Interpreter, on: date, policies: Policies) -> None:
    """Nobody under age interprets (lov nr. 469 af 14/5/2025): a birth date says so, or somebody has seen it."""
    row = policies.at("interpreter.min_age", on)
    years, born_on = row.as_(int), interpreter.born_on
    if born_on is None and not interpreter.of_age:
        raise BadInput("interpreter_age_unknown", Text(
            da=f"Skriv tolkens fødselsdato, eller bekræft, at tolken er fyldt {years} år.",
            en=f"Write the interpreter's birth date, or confirm that the interpreter has turned {years}."))  # fmt: skip
    if born_on is not None and age(born_on, on) < years:
        day = dated(on)
        raise BadInput("interpreter_too_young", Text(
            da=f"Tolken er under {years} år den {day.da} og må ikke tolke ({row.source}). Find en anden tolk.",
            en=f"The interpreter is under {years} on {day.en} and must not interpret ({row.source}). "
               "Find another one."))  # fmt: skip


def refuse_the_citizen(interpreter: Interpreter, citizen: str) -> None:
    """Nobody interprets for themselves. Who bears the same name is told apart by what is written beside it."""
    if _words(interpreter.name) == _words(citizen):
        raise BadInput("interpreter_is_citizen", Text(
            da="Det er borgerens eget navn: borgeren kan ikke være sin egen tolk. Hedder tolken det samme, så skriv "
               "også tolkebureauet ved navnet.",
            en="That is the citizen's own name: nobody interprets for themselves. If the interpreter bears the same "
               "name, write the agency beside it."))  # fmt: skip


def _words(name: str) -> list[str]:
    """In whatever order and case: »Holm, Samira« is Samira Holm."""
    return sorted(re.findall(r"\w+", unicodedata.normalize("NFC", name).casefold()))


def age(born_on: date, on: date) -> int:
    """Whole years; who was born on 29 February has a birthday on 1 March in other years."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


FORMS: dict[str, type[Decision]] = {
    REPRESENTATIVE: Representative, INTERPRETER: Interpreter, GUARDIAN: Guardian,
}  # fmt: skip


def birthday(born_on: date, years: int) -> date:
    """Who was born on 29 February turns on 1 March in other years."""
    try:
        return born_on.replace(year=born_on.year + years)
    except ValueError:
        return date(born_on.year + years, 3, 1)
