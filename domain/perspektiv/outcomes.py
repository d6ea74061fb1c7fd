"""How a case of Perspektiv ends, and what its report says of it."""

from __future__ import annotations

from domain.reports.making import LATER_YEAR
from domain.text import Text

ENDS = {
    "job": Text(da="I job", en="In a job"),
    "education": Text(da="I uddannelse", en="In education"),
    "benefit": Text(da="Får selv en ydelse", en="Receives a benefit"),
    "moved": Text(da="Flyttet fra kommunen", en="Moved away"),
    "stopped": Text(da="Stoppede", en="Stopped"),
    "declined": Text(da="Sagde nej tak", en="Declined"),
    "no_contact": Text(da="Ingen kontakt, døren står åben", en="No contact, the door stays open"),
    "redirected": Text(da="Henvist til et andet tilbud", en="Referred to another offer"),
    "merged": Text(da="Samlet med en anden sag", en="Joined with another case"),
    "outside": Text(da="Uden for målgruppen", en="Outside the target group"),
}
TITLE = Text(da="Perspektiv: fra kontakt til plan", en="Perspektiv: from a lead to a plan")
SAYS = Text(
    da="Hvor mange der nås og efter hvor mange forsøg, samtaler, planer, og hvordan det ender.",
    en="How many are reached and after how many attempts, talks, plans, and how it ends.",
)
ATTEMPTS = {"1": Text(da="Ved 1. forsøg", en="At the 1st attempt"), "2": Text(da="Ved 2. forsøg", en="At the 2nd"),
            "3": Text(da="Ved 3. forsøg eller senere", en="At the 3rd or later")}  # fmt: skip
STOOD = {
    "closed": Text(da="Lukket uden kontakt", en="Closed without contact"),
    "sought": Text(da="Ikke nået endnu", en="Not reached yet"),
    "reached": Text(da="Nået, ingen samtale endnu", en="Reached, no talk yet"),
    "talked": Text(da="Første samtale holdt", en="First talk held"),
    "planned": Text(da="Plan lavet", en="Plan made"),
}  # fmt: skip
REACHED_COUNTS = Text(
    da="Tæller borgere i det år, de blev nået: et forsøg, hvor der blev aftalt en samtale, eller hvor "
    "borgeren sagde nej tak. Forsøg tælles fra kontakten kom.",
    en="Counts citizens in the year they were reached: an attempt at which a talk was agreed, or the citizen declined. "
    "Attempts are counted from the lead on.",
).then(LATER_YEAR)
TALKS_COUNT = Text(
    da="Tæller første samtaler efter den dag, de blev holdt. Dagene er kalenderdage fra kontakten blev skrevet ned.",
    en="Counts first talks by the day they were held. The days are calendar days since the lead was written down.",
).then(LATER_YEAR)
PLANS_COUNT = Text(
    da="Tæller borgere, hvis første plan blev lavet i året.",
    en="Counts citizens whose first plan was made in the year.",
)


def stood(days: int) -> Text:
    return Text(
        da=f"Tæller alle kontakter, hvis {days}. dag ligger i året og er gået, og viser, hvor de stod den dag. Samlede "
        "sager og borgere uden for målgruppen er ikke med.",
        en=f"Counts all leads whose day {days} lies in the year and has passed, and shows where they stood on it. "
        "Joined cases and citizens outside the target group are not in it.",
    ).then(LATER_YEAR)
