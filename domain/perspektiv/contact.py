"""The ways to reach somebody without anybody else hearing of it: never through the spouse, the children or a letter."""

from __future__ import annotations

from enum import StrEnum

from domain.text import Text


class SafeWay(StrEnum):
    own_phone = "own_phone"
    referrer = "referrer"
    language_centre = "language_centre"
    school = "school"
    health_visitor = "health_visitor"
    association = "association"


SAFE_WAYS: dict[str, Text] = {
    "own_phone": Text(da="Borgerens egen telefon", en="The citizen's own phone"),
    "referrer": Text(da="Gennem den, der gav os kontakten", en="Through whoever gave us the lead"),
    "language_centre": Text(da="På sprogcentret", en="At the language centre"),
    "school": Text(da="På barnets skole eller institution", en="At the child's school or day care"),
    "health_visitor": Text(da="Gennem sundhedsplejersken", en="Through the health visitor"),
    "association": Text(da="I foreningen", en="At the association"),
}  # fmt: skip
