"""The letters of a case of absence: the hearing, and the decision with its reasons."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from domain.absence.look import latest_day
from domain.absence.preconditions import judge_preconditions
from domain.dossier import Dossier
from domain.letters import (
    Bullets,
    Facts,
    Heading,
    Letter,
    Paragraph,
    Part,
    amount,
    complaint_guidance,
    rights_of_a_party,
    written,
)
from domain.offences import Offences
from domain.policies import Policies
from domain.text import da_date


def hearing(case: Dossier, answer: Mapping[str, Any], on: date, rules: Policies) -> Letter:
    """The citizen is heard on the facts (forvaltningsloven § 19) before anybody decides."""
    period = rules.at("hearing.period", on)
    return written(
        "Vi vil høre, hvad du har at sige, før vi træffer afgørelse",
        Paragraph(text=(
            "Du er registreret som udeblevet. Vi overvejer, om der skal trækkes i din ydelse, og vil først høre din "
            "side af sagen.")),
        _days(case),
        Heading(text="Det ved vi"),
        Paragraph(text=answer["account"]),
        Heading(text="Sådan svarer du"),
        Part((
            Paragraph(text=(
                f"Du har {amount(period)} til at svare, fra du har modtaget brevet. Du kan svare skriftligt eller "
                "mundtligt. Fortæl, hvorfor du ikke kom, og send gerne dokumentation.")),
            Paragraph(text=(
                "Vi træffer ingen afgørelse, alene fordi du ikke svarer. Svarer du ikke, afgør en sagsbehandler sagen "
                "på det grundlag, vi har.")),
        ), (period.version,)),
        Heading(text="Det siger reglerne"),
        Paragraph(text=(
            "Udebliver du fra et tilbud i din plan uden en rimelig grund, kan kommunen trække i ydelsen for de dage, "
            "du er udeblevet (lov om aktiv socialpolitik §§ 35-37). Rimelige grunde står i lovens § 13, blandt andet "
            "sygdom og pasning af børn.")),
        rights_of_a_party(on, rules),
    )  # fmt: skip


def decision(case: Dossier, answer: Mapping[str, Any], on: date, rules: Policies) -> Letter:
    """The decision in writing: reasons, rules, main facts (FVL §§ 22-24) and how to complain (§ 25)."""
    decided = case.done("absence.decision")[-1]
    checked = judge_preconditions(case, on, rules).ruling
    days = int(decided.answer["days"] or 0)
    weighed = decided.answer.get("furthers_availability")
    return written(
        "Afgørelse: vi trækker i din ydelse, fordi du udeblev",
        Paragraph(text=f"Vi har afgjort, at der trækkes i din ydelse for {days} {'dag' if days == 1 else 'dage'}."),
        _days(case),
        Heading(text="Derfor har vi afgjort det sådan"),
        Paragraph(text=answer["account"]),
        *((Paragraph(text=weighed),) if weighed else ()),
        Heading(text="Det bygger afgørelsen på"),
        Part((Bullets(items=tuple(f"{r['title']['da']}: {r['because']['da']}" for r in checked["requirements"])),),
             tuple(checked["policy_versions"])),
        Heading(text="Regler"),
        Paragraph(text=(
            "Lov om aktiv socialpolitik § 36 om udeblivelse fra tilbud, § 35 om vejledning og frister, § 13 om "
            "rimelige grunde; forvaltningsloven § 19 om partshøring.")),
        _carried_out(case, on, rules),
        complaint_guidance(on, rules),
        rights_of_a_party(on, rules),
    )  # fmt: skip


def no_deduction(case: Dossier, answer: Mapping[str, Any], on: date, rules: Policies) -> Letter | None:
    """Who was heard on a deduction, or told of one, hears that it does not come."""
    if answer["how"] != "letter":
        return None
    announced = any(one.kind == "absence.decision" and one.state != "failed" for one in case.letters)
    before = "skrevet til dig, at der ville blive trukket" if announced else "hørt dig om et fradrag"
    return written(
        "Der bliver ikke trukket i din ydelse",
        Paragraph(text=f"Vi har tidligere {before} i din ydelse. Det sker ikke."),
        _days(case),
        Heading(text="Derfor"),
        Paragraph(text=answer["account"]),
        rights_of_a_party(on, rules),
    )  # fmt: skip


def _days(case: Dossier) -> Facts:
    """The days, with what the citizen was to take part in."""
    assert isinstance(case.facts, Offences)
    assert case.parent is not None
    placed = {p.id: p.title for p in case.parent.placements}
    return Facts(rows=tuple((da_date(one.day), placed.get(one.placement_id, "")) for one in case.facts.days))


def _carried_out(case: Dossier, on: date, rules: Policies) -> Part:
    assert isinstance(case.facts, Offences)
    row = rules.at("sanction.latest", case.facts.first)
    last = latest_day(case.facts.first, row.as_(int))
    month = (on.replace(day=28) + timedelta(days=4)).replace(day=1)
    return Part((
        Heading(text="Hvornår sker det?"),
        Paragraph(text=(
            f"Ydelsescenteret regner beløbet ud og trækker det tidligst fra ydelsen for {da_date(month)[3:]} og senest "
            f"{da_date(last)}. En klage udsætter normalt ikke fradraget.")),
    ), (row.version,))  # fmt: skip
