"""Who a new case is about, as a person types it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from domain.labels import Label
from domain.tasks import Decision
from domain.text import Text


class Newcomer(Decision):
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200), Label(
        Text(da="Navn", en="Name"))]  # fmt: skip
    cpr: Annotated[str, StringConstraints(strip_whitespace=True, max_length=20), Label(
        Text(da="CPR-nummer", en="CPR number"), Text(da="Hvis det kendes.", en="If it is known."))] = ""  # fmt: skip
    phone: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40), Label(
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
