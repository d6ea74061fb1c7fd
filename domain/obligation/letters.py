"""The letters of a work-obligation case. Each is written from the case and the decision that sends it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.dossier import Dossier
from domain.letters import Bullets, Facts, Heading, Letter, Paragraph, Part, Way, rights_of_a_party, written
from domain.policies import Policies
from domain.text import da_date

WAYS: dict[str, Way] = {"meeting": "handed_over", "digital_post": "post", "letter": "letter"}
"""How the guidance goes, by the answer of the person who gave it. Digital Post becomes a letter for who is exempt."""
TRACKS = {"lab": "lov om en aktiv beskæftigelsesindsats", "integration": "integrationsloven"}
READINESS = {"job_ready": "Jobparat", "activity_ready": "Aktivitetsparat"}


def guidance(case: Dossier, answer: Mapping[str, Any], on: date, rules: Policies) -> Letter:
    """Guidance on rights and duties, in writing: without it no absence may have consequences (LAS § 35)."""
    given_on, way = date.fromisoformat(answer["given_on"]), WAYS[answer["channel"]]
    return written(
        "Vejledning om dine rettigheder og pligter – arbejdspligt",
        Paragraph(text=_how_given(answer["channel"], given_on, interpreted=answer["interpreter"] != "not_needed")),
        _obligation(case, on, rules),
        _duties(),
        _consequences(case),
        rights_of_a_party(on, rules),
        _repeated(on, rules),
        way=way,
        handed_on=given_on if way == "handed_over" else None,
    )


def _how_given(channel: str, given_on: date, *, interpreted: bool) -> str:
    helped = " med tolk" if interpreted else ""
    if channel == "meeting":
        return f"Vi har vejledt dig ved en samtale{helped} den {da_date(given_on)}. Her står det, vi talte om."
    return f"Vi har vejledt dig{helped} den {da_date(given_on)}. Her er vejledningen på skrift."


def _obligation(case: Dossier, on: date, rules: Policies) -> Part:
    full = rules.at("hours.weekly_full", on)
    facts = [("Arbejdspligt", f"som udgangspunkt op til {full.as_(int)} timer om ugen")]
    known = ((READINESS, "Visitation", getattr(case.facts, "readiness", None)),
             (TRACKS, "Indsats efter", getattr(case.facts, "track", None)))  # fmt: skip
    facts += [(label, words[value]) for words, label, value in known if value in words]
    return Part(
        (
            Heading(text="Hvad er arbejdspligten?"),
            Paragraph(text=(
                "Du er omfattet af arbejdspligten, når du får kontanthjælp eller en tilsvarende ydelse og mangler at "
                "opfylde mindst ét af to krav: opholdskravet og beskæftigelseskravet. Du skal deltage i de "
                "aktiviteter, som står i din plan.")),
            Facts(rows=tuple(facts)),
            Paragraph(text=(
                "Vi fastsætter dit timetal efter en individuel vurdering af dit helbred og dine sociale forhold. "
                "Timetallet kan sættes ned, og du kan blive fritaget, når der er grund til det. Behandling og "
                "hjælp efter den sociale lovgivning kan tælle med.")),
        ),
        (full.version,),
    )  # fmt: skip


def _duties() -> Part:
    return Part((
        Heading(text="Det skal du"),
        Bullets(items=(
            "Møde til de aktiviteter og samtaler, som vi har aftalt eller indkaldt dig til.",
            "Melde det til os og til det sted, hvor du skulle møde, samme dag, hvis du bliver syg eller ikke kan "
            "komme. Det gælder hver gang.",
            "Fortælle os, hvis noget ændrer sig, som har betydning for din ydelse eller din plan: arbejde, helbred, "
            "familie eller bopæl.",
        )),
    ))  # fmt: skip


def _consequences(case: Dossier) -> Part:
    """LAS §§ 13, 35-37; before anything is decided the citizen is heard (forvaltningsloven § 19)."""
    contact = (
        Paragraph(text=(
            "Du er aktivitetsparat. Vi skal derfor først gøre, hvad vi kan, for at få personlig kontakt med dig, og vi "
            "trækker kun i ydelsen, hvis det fremmer din rådighed.")),
    ) if getattr(case.facts, "readiness", None) == "activity_ready" else ()  # fmt: skip
    return Part((
        Heading(text="Hvis du ikke møder"),
        Paragraph(text=(
            "Udebliver du uden en rimelig grund, kan kommunen træffe afgørelse om at trække i din ydelse. Fra et "
            "tilbud trækkes der for hver dag, du er udeblevet. Fra en samtale trækkes der for hver dag, indtil du har "
            "fået kontakt med os igen.")),
        Paragraph(text=(
            "Sygdom, pasning af et sygt barn og andre forhold i lov om aktiv socialpolitik § 13 er rimelige grunde. "
            "Vi kontakter dig, og du kan fortælle, hvorfor du ikke kom, før vi træffer en afgørelse. Afgørelsen er "
            "skriftlig, og du kan klage over den.")),
        *contact,
    ))  # fmt: skip


def _repeated(on: date, rules: Policies) -> Part:
    again = rules.at("guidance.repeat", on)
    return Part(
        (
            Heading(text="Spørgsmål"),
            Paragraph(text=(
                "Kontakt den medarbejder, som har skrevet under, hvis du er i tvivl om noget. "
                f"Vi gentager vejledningen mindst hver {again.as_(int)}. måned.")),
        ),
        (again.version,),
    )  # fmt: skip
