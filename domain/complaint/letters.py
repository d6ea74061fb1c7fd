"""The letters of a complaint: what came of the reassessment, and that what was won is carried out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.complaint.facts import ComplaintFacts
from domain.complaint.standing import judge_standing
from domain.dossier import Dossier
from domain.letters import Heading, Letter, LetterOf, Paragraph, Part, amount, rights_of_a_party, written
from domain.policies import Policies
from domain.text import da_date

SUBJECTS = {
    "upheld": "Du har fået medhold i din klage",
    "partly": "Du har fået delvist medhold i din klage",
    "maintained": "Vi fastholder afgørelsen og sender din klage til Ankestyrelsen",
}
TO_THE_BOARD = (
    "Vi sender nu klagen, vores genvurdering og sagens dokumenter til Ankestyrelsen, som behandler det, du ikke har "
    "fået medhold i. Du skal ikke selv gøre noget. Ankestyrelsen skriver til dig."
)


def reassessment(case: Dossier, answer: Mapping[str, Any], on: date, rules: Policies) -> Letter | None:
    """What the municipality decided when it looked again (retssikkerhedsloven § 66), with reasons."""
    subject = SUBJECTS.get(answer["result"])
    if subject is None:
        return None
    facts = case.facts
    assert isinstance(facts, ComplaintFacts)
    return written(
        subject,
        Paragraph(text=(
            f"Vi modtog din klage den {da_date(facts.received_on)}. En anden medarbejder end den, der traf afgørelsen, "
            "har set på sagen igen.")),
        Heading(text="Derfor har vi afgjort det sådan"),
        Paragraph(text=answer["reason"]),
        Heading(text="Det sker der nu"),
        *((_carried_out(on, rules),) if answer["result"] in ("upheld", "partly") else ()),
        *((_forwarded(case, on, rules),) if answer["result"] in ("partly", "maintained") else ()),
        rights_of_a_party(on, rules),
    )  # fmt: skip


def carried_out(case: Dossier, answer: Mapping[str, Any], on: date, rules: Policies) -> Letter:
    """What was changed, and since when."""
    done_on = da_date(date.fromisoformat(answer["done_on"]))
    return written(
        "Vi har gennemført ændringen efter din klage",
        Paragraph(text=f"Du har fået medhold. Ændringen blev gennemført den {done_on}."),
        Heading(text="Det er ændret"),
        Paragraph(text=answer["what"]),
        rights_of_a_party(on, rules),
    )


def _carried_out(on: date, rules: Policies) -> Part:
    row = rules.at("deadline.complaint.carry_out", on)
    return Part((Paragraph(text=f"Vi ændrer afgørelsen, så langt du har fået medhold, inden {amount(row)}."),),
                (row.version,))  # fmt: skip


def _forwarded(case: Dossier, on: date, rules: Policies) -> Part:
    """That the board may disregard lateness, and that nothing waits for it meanwhile."""
    standing = judge_standing(case, on, rules)
    late = ("Klagen kom for sent. Ankestyrelsen afgør, om den kan se bort fra det.",) if standing.answer["late"] else ()
    waits = "Afgørelsen gælder som udgangspunkt, mens Ankestyrelsen behandler klagen."
    return Part(tuple(Paragraph(text=one) for one in (TO_THE_BOARD, *late, waits)),
                tuple(standing.ruling["policy_versions"]))  # fmt: skip


LETTERS: dict[str, LetterOf] = {"complaint.reassessment": reassessment, "complaint.carried_out": carried_out}
