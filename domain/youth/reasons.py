"""What speaks for and against a match that nothing rules out: a table of reasons, each with a weight of the policy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from domain.policies import Policies, RulesOn
from domain.text import Text, amount, dated
from domain.youth.industries import INDUSTRIES
from domain.youth.lawful import FROM_15
from domain.youth.matching import Offer, Seeker
from domain.youth.outreach import Sought


class Terms:
    """The weights and limits of a day."""

    def __init__(self, policies: Policies, on: date) -> None:
        rules = RulesOn(policies, on)
        number = {name: rules.whole(f"youth.matching.{name}") for name in (*REASONS, "close_hours", "soon_days",
                                                                          "late_days")}  # fmt: skip
        self.weights = [(number[name], reason) for name, reason in REASONS.items() if number[name]]
        self.close = Decimal(number["close_hours"])
        self.soon, self.late = (on + timedelta(days=number[name]) for name in ("soon_days", "late_days"))
        self.versions = rules.versions


class Reason(NamedTuple):
    holds: Callable[[Seeker, Offer, Terms], bool]
    says: Callable[[Seeker, Offer], Text]


def worth(seeker: Seeker, offer: Offer, terms: Terms) -> int:
    total = 0
    for weight, (holds, _) in terms.weights:
        if holds(seeker, offer, terms):
            total += weight
    return total


def reasons(seeker: Seeker, offer: Offer, terms: Terms) -> tuple[list[Text], list[Text]]:
    """For and against, what weighs most first."""
    held = [(weight, reason) for weight, reason in terms.weights if reason.holds(seeker, offer, terms)]
    held.sort(key=lambda pair: -abs(pair[0]))
    return ([reason.says(seeker, offer) for weight, reason in held if weight > 0],
            [reason.says(seeker, offer) for weight, reason in held if weight < 0])  # fmt: skip


def _rank(seeker: Seeker, offer: Offer) -> Text:
    industry = offer.vacancy.industry
    name, number = INDUSTRIES[industry], seeker.wishes.index(industry) + 1
    return Text(da=f"{name.da} er ønske nr. {number}.", en=f"{name.en} is wish no. {number}.")


def _no_wish(_: Seeker, offer: Offer) -> Text:
    name = INDUSTRIES[offer.vacancy.industry]
    return Text(da=f"{name.da} er ikke blandt ønskerne.", en=f"{name.en} is not among the wishes.")


def _area(da: str, en: str) -> Callable[[Seeker, Offer], Text]:
    return lambda _, offer: Text(da=f"{da}: {offer.vacancy.area}.", en=f"{en}: {offer.vacancy.area}.")


def _hours(seeker: Seeker, offer: Offer) -> Text:
    week, can = amount(offer.hours), amount(seeker.hours)
    return Text(da=f"{week.da} timer om ugen; den unge kan {can.da}.",
                en=f"{week.en} hours a week; the young person can work {can.en}.")  # fmt: skip


def _starts(_: Seeker, offer: Offer) -> Text:
    first = dated(offer.contract.starts_on)
    return Text(da=f"Begynder {first.da}.", en=f"Starts on {first.en}.")


def _turns(years: int, da: str, en: str) -> Callable[[Seeker, Offer], Text]:
    return lambda _, __: Text(da=f"Fylder {years} år i ansættelsen: {da}.", en=f"Turns {years} within it: {en}.")


def _always(da: str, en: str) -> Callable[[Seeker, Offer], Text]:
    return lambda _, __: Text(da=da, en=en)


def _same_area(seeker: Seeker, offer: Offer) -> bool:
    return bool(seeker.area) and seeker.area.casefold() == offer.vacancy.area.casefold()


def _other_area(seeker: Seeker, offer: Offer) -> bool:
    return bool(seeker.area and offer.vacancy.area) and seeker.area.casefold() != offer.vacancy.area.casefold()


REASONS: dict[str, Reason] = {
    "wished_first": Reason(lambda s, o, _: s.wishes[:1] == (o.vacancy.industry,), _rank),
    "wished": Reason(lambda s, o, _: o.vacancy.industry in s.wishes[1:] and o.vacancy.industry != s.wishes[0], _rank),
    "not_wished": Reason(lambda s, o, _: bool(s.wishes) and o.vacancy.industry not in s.wishes, _no_wish),
    "same_area": Reason(lambda s, o, _: _same_area(s, o), _area("Ligger i den unges område", "In the same area")),
    "other_area": Reason(lambda s, o, _: _other_area(s, o), _area("Ligger i et andet område", "In another area")),
    "hours_close": Reason(lambda s, o, terms: s.hours - o.hours <= terms.close, _hours),
    "hours_few": Reason(lambda s, o, terms: s.hours - o.hours > terms.close, _hours),
    "starts_soon": Reason(lambda _, o, terms: o.contract.starts_on <= terms.soon, _starts),
    "starts_late": Reason(lambda _, o, terms: o.contract.starts_on > terms.late, _starts),
    "municipal": Reason(
        lambda _, o, __: o.vacancy.sector == "municipal" and o.vacancy.offers == Sought.leisure_job,
        _always("Kommunalt fritidsjob: lønnen kan refunderes.", "Municipal leisure job: the wage can be refunded.")),
    "turns_15": Reason(
        lambda s, o, _: o.turns_within(s, FROM_15),
        _turns(FROM_15, "må arbejde mere derefter", "may work more from then on")),
    "turns_18": Reason(
        lambda s, o, _: o.turns_within(s, o.adult),
        lambda s, o: _turns(o.adult, "se aftalen igennem til den dag", "look through the agreement by then")(s, o)),
    "weeks_unknown": Reason(
        lambda s, o, _: o.is_young(s) and not o.weeks_are_known,
        _always("Ferieplanen rækker ikke til hele ansættelsen: de uger er regnet som skoleuger.",
                "The holiday plan does not reach over the whole contract: those weeks were counted as school weeks.")),
    "ninth_unknown": Reason(
        lambda s, o, _: o.is_young(s) and s.finished_ninth is None,
        _always("Det vides ikke, om 9. klasse er afsluttet: reglerne for skoleelever er brugt.",
                "Whether year 9 is finished is not known: the rules for pupils were applied.")),
    "alone_unknown": Reason(
        lambda s, o, _: o.is_young(s) and o.leaves_alone_open,
        _always("Spørg, om den unge er alene på arbejde.", "Ask whether the young person is alone at work.")),
    "danger_unknown": Reason(
        lambda s, o, _: o.is_young(s) and o.vacancy.dangerous is None,
        _always("Spørg, om der er farligt arbejde.", "Ask whether there is dangerous work.")),
}  # fmt: skip
