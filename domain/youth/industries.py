"""Where young people work, as the rules on their working time tell it apart."""

from __future__ import annotations

from enum import StrEnum

from domain.labels import Label
from domain.text import Text


class Industry(StrEnum):
    shop = "shop"
    petrol_station = "petrol_station"
    office = "office"
    hotel = "hotel"
    restaurant = "restaurant"
    cinema = "cinema"
    bar = "bar"
    warehouse = "warehouse"
    care = "care"
    culture = "culture"
    sport = "sport"
    other = "other"


INDUSTRIES: dict[Industry, Text] = {
    Industry.shop: Text(da="Butik", en="Shop"),
    Industry.petrol_station: Text(da="Tankstation", en="Petrol station"),
    Industry.office: Text(da="Kontor", en="Office"),
    Industry.hotel: Text(da="Hotel", en="Hotel"),
    Industry.restaurant: Text(da="Restaurant, café eller bageri", en="Restaurant, café or bakery"),
    Industry.cinema: Text(da="Biograf", en="Cinema"),
    Industry.bar: Text(da="Bar eller værtshus", en="Bar or pub"),
    Industry.warehouse: Text(da="Lager", en="Warehouse"),
    Industry.care: Text(da="Pleje og omsorg", en="Care"),
    Industry.culture: Text(da="Kultur og fritid", en="Culture and leisure"),
    Industry.sport: Text(da="Idræt", en="Sport"),
    Industry.other: Text(da="Andet", en="Other"),
}


def industry_of(written: str | None) -> Industry | None:
    """None: not one of ours, and the limits that hold everywhere are applied."""
    return Industry(written) if written in set(Industry) else None


SERVES_ALCOHOL = frozenset({Industry.bar})
"""Places that mainly serve alcohol."""
ALONE = frozenset({Industry.shop, Industry.petrol_station, Industry.restaurant})
"""Where working alone at late hours is limited."""
DANGEROUS = Label(
    Text(da="Er der farligt arbejde?", en="Is there dangerous work?"),
    Text(da="Fx farlige maskiner, kemikalier eller tunge løft. Under 18 år kun som led i en uddannelse.",
         en="Such as dangerous machines, chemicals or heavy lifting. Below 18 only within an education."),
)  # fmt: skip
