"""Whether a piece of material may be sent that day: approved as it stands, not too late, posters in their days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from domain.calendar import COPENHAGEN, add_working_days, at_local, local_date
from domain.civic.freezing import against, facts_of, freeze_of, nothing_new
from domain.civic.where import CHOICE, chosen
from domain.dossier import Done, Dossier
from domain.errors import BadInput
from domain.material.facts import MaterialFacts
from domain.material.lists import ApproveList
from domain.material.tasks import CheckNeutrality, Dispatch, Draft, Translate
from domain.policies import Policies, RulesOn
from domain.programmes import Asked, Heed, Judgement, Told
from domain.text import Text, dated, joined, verbatim

NOT_WRITTEN = Text(da="Ikke skrevet ned, da områderne blev valgt",
                   en="Not written down when the areas were chosen")  # fmt: skip


def judge_may_send(case: Dossier, on: date, policies: Policies) -> Judgement:
    rules = RulesOn(policies, on)
    wrong, hangs_at = dict(_against(case, on, rules)), _hangs_at(case, rules)
    ready = Text(da="Godkendt som neutralt og inden for tiden.", en="Approved as neutral and within its time.")
    if hangs_at and on == local_date(hangs_at):
        ready = Text(da="Godkendt som neutralt.", en="Approved as neutral.").then(_not_before(hangs_at))
    because = joined(wrong.values()) if wrong else ready
    opens_on = local_date(hangs_at).isoformat() if hangs_at else None
    return Judgement.of({"met": not wrong, "missing": sorted(wrong), "opens_on": opens_on}, because, rules, hangs_at)


def judge_form(case: Dossier, on: date, policies: Policies) -> Judgement:
    """Whether it is printed at all, from when it is too late, and whether it would hang by a road too early."""
    facts, rules = _facts(case), RulesOn(policies, on)
    assert case.parent is not None
    printed = facts.form in rules("material.printed").as_(list)
    because = Text(da="Trykkes.", en="Is printed.") if printed else Text(da="Trykkes ikke.", en="Is not printed.")
    hangs_at = _hangs_at(case, rules)
    answer = {"printed": printed, "to_many": facts.form == "message", "by_road": facts.form == "road_poster",
              "rewritten": is_rewritten(case),
              "closes_at": at_local(_election(case), rules("civic.polls_close").as_(time)).isoformat(),
              "last_on": add_working_days(freeze_of(facts_of(case.parent), rules), -1, policies).isoformat(),
              "down_by": road_until(_election(case), rules).isoformat(),
              "too_early": hangs_at is not None and on < local_date(hangs_at),
              "hangs_at": hangs_at.isoformat() if hangs_at else None}  # fmt: skip
    return Judgement.of(answer, because, rules)


def is_approved(case: Dossier, on: date) -> bool:
    """The newest of draft, languages and check is a check that said yes, by that day, of what it is now."""
    done = case.done(Draft.kind, Translate.kind, CheckNeutrality.kind)
    is_checked = bool(done) and done[-1].kind == CheckNeutrality.kind and _said_yes(done[-1], "neutral", on)
    return is_checked and not is_rewritten(case)


def is_rewritten(case: Dossier) -> bool:
    """Whether it has got another form or title since its draft was written."""
    drafts = case.done(Draft.kind)
    return bool(drafts and case.corrected_at and case.corrected_at > drafts[-1].at)


def may_use_list(case: Dossier, on: date) -> bool:
    """Whose message nobody wrote anew since its list was approved."""
    done = case.done(Draft.kind, ApproveList.kind)
    return bool(done) and done[-1].kind == ApproveList.kind and _said_yes(done[-1], "approved", on)


def _said_yes(done: Done, yes: str, on: date) -> bool:
    return done.answer.get("result") == yes and local_date(done.at) <= on


def _against(case: Dossier, on: date, rules: RulesOn) -> Iterator[tuple[str, Text]]:
    assert case.parent is not None
    day = dated(on)
    if not is_approved(case, on):
        yield "neutrality", Text(da=f"Neutraliteten var ikke godkendt {day.da}.",
                                 en=f"Its neutrality was not approved on {day.en}.")  # fmt: skip
    if _facts(case).form == "message" and not may_use_list(case, on):
        yield "list", Text(da=f"Listen over modtagere var ikke godkendt {day.da}.",
                           en=f"The list of recipients was not approved on {day.en}.")  # fmt: skip
    yield from against(case.parent, on, rules)
    hangs_at = _hangs_at(case, rules)
    if hangs_at and on < local_date(hangs_at):
        yield "too_early", _not_before(hangs_at)


def _hangs_at(case: Dossier, rules: RulesOn) -> datetime | None:
    """From when a poster may hang by a road; None for anything else."""
    if _facts(case).form != "road_poster":
        return None
    return at_local(road_from(_election(case), rules), rules("material.road_clock").as_(time))


def _not_before(hangs_at: datetime) -> Text:
    day, clock = dated(local_date(hangs_at)), hangs_at.astimezone(COPENHAGEN)
    return Text(da=f"Valgplakater må først hænge ved vej fra {day.da} kl. {clock:%H.%M}.",
                en=f"Election posters may hang by a road from {day.en}, {clock:%H:%M} on.")  # fmt: skip


def road_from(election_on: date, rules: RulesOn) -> date:
    """The fourth Saturday before election day (bekendtgørelse on posters, for 2025: 25 October)."""
    saturdays = rules.whole("material.road_saturdays")
    back = (election_on.weekday() - 5) % 7 or 7
    return election_on - timedelta(days=back + 7 * (saturdays - 1))


def road_until(election_on: date, rules: RulesOn) -> date:
    """The last working day on which a poster may hang: a deadline on a closed day would move past it."""
    last = election_on + timedelta(days=rules.whole("material.road_days_after"))
    return add_working_days(last + timedelta(days=1), -1, rules.policies)


def heed(above: Dossier, asked: Asked) -> Heed | None:
    freeze = freeze_of(facts_of(above), RulesOn(asked.policies, asked.on))
    return Heed(nothing_new(freeze), shuts=True) if asked.on >= freeze else None


def spoken(case: Dossier) -> Iterator[Told]:
    """In the areas of the campaign, as it was written when they were chosen."""
    assert case.parent is not None
    said = [f"{row['area']}: {row['languages']}" for row in chosen(case.parent.done(CHOICE)) if row.get("languages")]
    yield Told(Text(da="Sprog, der tales i kampagnens områder", en="Languages spoken in the campaign's areas"),
               verbatim(" · ".join(said)) if said else NOT_WRITTEN)  # fmt: skip


def refuse(facts: MaterialFacts, above: Dossier, asked: Asked) -> None:
    """Nobody begins material that could not be used any more; what was begun may still be corrected, until it is used:
    it stands as it was approved."""
    if asked.case_id is None and (frozen := heed(above, asked)):
        raise BadInput("frozen", frozen.says)
    if any(one.case_id == asked.case_id and is_used(one) for one in above.below):
        raise BadInput("used", Text(
            da="Materialet er brugt, som det var godkendt, og kan ikke rettes mere.",
            en="The material was used as it was approved and can no longer be corrected."))  # fmt: skip


def is_used(case: Dossier) -> bool:
    return any(one.answer.get("result") == "sent" for one in case.done(Dispatch.kind))


def _election(case: Dossier) -> date:
    assert case.parent is not None
    return facts_of(case.parent).election_on


def _facts(case: Dossier) -> MaterialFacts:
    assert isinstance(case.facts, MaterialFacts)
    return case.facts
