"""What the committee is told of the work of campaigns, and under each table what its numbers count."""

from __future__ import annotations

from domain.text import Text

WORK = Text(da="udført arbejde", en="work done")
HELD = Text(da="arrangementer", en="events")
BY_AREA = Text(da="arbejde og arrangementer efter område", en="work and events by area")
AREA = Text(da="Område", en="Area")
EVENTS = Text(da="Arrangementer holdt", en="Events held")
PEOPLE = Text(da="Deltagere talt", en="Heads counted")
TURNOUT = Text(da="valgdeltagelse, hvor der blev ført kampagne", en="turnout where campaigns were run")
PLACE = Text(da="Valgsted", en="Polling place")
BEFORE = Text(da="Ved valget før", en="At the election before")
AFTER = Text(da="Ved valget", en="At the election")
MOVED = Text(da="Forskel", en="Difference")
TURNOUT_COUNTS = Text(
    da="Valgstederne i de områder, som kampagnerne blev ført i, ved valget i parentesen og ved det valg, områderne "
    "blev valgt efter. En kampagne, der blev standset, før den kom ud i områderne, er ikke med. En streg betyder, at "
    "tallet ikke er læst ind.",
    en="The polling places of the areas that campaigns were run in, at the election in brackets and at the one the "
    "areas were chosen by. A campaign that was stopped before it came to its areas is left out. A dash means that the "
    "figure has not been read in.",
)
WORK_COUNTS = Text(
    da="Tæller opgange, plakater og opslag, som de er skrevet ned på kampagnernes sager, efter den dag, arbejdet blev "
    "udført. En opgang, der er besøgt to gange, tæller to gange.",
    en="Counts stairwells, posters and posts as they are written down on the cases of the campaigns, by the day the "
    "work was done. A stairwell that was visited twice counts twice.",
)
EVENTS_COUNT = Text(
    da="Tæller arrangementer, der blev holdt, efter deres dag, og de hoveder, der blev talt ved dem: ingen er skrevet "
    "op, og den, der kom til to, er talt to gange.",
    en="Counts events that were held by their day, and the heads that were counted there: nobody is written down, and "
    "whoever came to two was counted twice.",
)
LATER = Text(
    da="Arbejde, der skrives ned senere, kommer til den måned, det er udført i.",
    en="Work that is written down later is added to the month it was done in.",
)
NO_EFFECT = Text(
    da="Rækkerne er de viste måneder tilsammen. Tallene er det, der blev gjort, og siger ikke, om det har haft en "
    "virkning.",
    en="The rows are the months shown together. The numbers are what was done, and say nothing of an effect.",
)
