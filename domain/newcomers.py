"""Who a new case is about, as a person types it or a file says it."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from domain.errors import BadInput
from domain.labels import Label
from domain.people import Cpr
from domain.phones import A_PHONE
from domain.programmes import Programme
from domain.tasks import Decision
from domain.text import Text


class Newcomer(Decision):
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200), Label(
        Text(da="Navn", en="Name"))]  # fmt: skip
    cpr: Annotated[str, StringConstraints(strip_whitespace=True, max_length=20), Label(
        Text(da="CPR-nummer", en="CPR number"), Text(da="Hvis det kendes.", en="If it is known."))] = ""  # fmt: skip
    phone: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40), A_PHONE, Label(
        Text(da="Telefon", en="Phone"))] = ""  # fmt: skip
    address: Annotated[str, StringConstraints(strip_whitespace=True, max_length=400), Label(
        Text(da="Adresse", en="Address"))] = ""  # fmt: skip
    protected: Annotated[bool, Label(Text(da="Er adressen beskyttet?", en="Is the address protected?"))] = False
    language: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40), Label(
        Text(da="Sprog, hvis der er brug for tolk", en="Language, if an interpreter is needed"))] = ""  # fmt: skip
    reference: Annotated[str, Field(max_length=80), Label(
        Text(da="Jeres egen reference", en="Your own reference"),
        Text(da="Et journalnummer eller andet, I kan kende henvisningen på. Ikke navn eller CPR.",
             en="A file number or the like by which you know the referral. No name or CPR."))] = ""  # fmt: skip


def check_birth(programme: Programme, cpr: Cpr, facts: BaseModel) -> None:
    """Raises BadInput where the facts tell another birth date than the CPR number."""
    if programme.born_on is not None and programme.born_on(facts) != cpr.born_on:
        raise BadInput("born_on_differs", Text(
            da="Fødselsdatoen er en anden end den i CPR-nummeret.",
            en="The birth date is not the one in the CPR number."))  # fmt: skip
