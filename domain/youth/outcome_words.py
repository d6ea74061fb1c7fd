"""What the numbers of the report count, and from which decisions: said under each table."""

from __future__ import annotations

from domain.reports.making import LATER_YEAR
from domain.text import Text

TITLE = Text(da="Unge: job og pladser", en="Young people: jobs and places")
SAYS = Text(
    da="Hvor mange job og pladser der begynder, om de holder, og hvor længe de unge venter.",
    en="How many jobs and places begin, whether they hold, and how long young people wait.",
)
STARTED = Text(
    da="Et job eller en plads tæller i den måned, hvor første arbejdsdag ligger, når starten er bekræftet med ja i "
    "opgaven »Bekræft, at den unge er begyndt«. Dagen kommer fra det valgte match. En ung, der begynder to gange, "
    "tæller to gange; et match, der faldt bort, tæller ikke.",
    en="A job or place counts in the month of its first day of work once the start is confirmed with yes in the task "
    "“Confirm the start”. The day is that of the chosen match. Whoever begins twice counts twice; a match that fell "
    "through does not count.",
).then(LATER_YEAR)
BY_KIND = Text(
    da="Arten (fritidsjob, studiejob, elevplads eller læreplads) står i beslutningen om matchet.",
    en="The kind (leisure job, student job, trainee place or apprenticeship) stands in the decision on the match.",
)
BY_SECTOR = Text(
    da="Arbejdsgiveren (privat, kommunal eller anden offentlig) står i beslutningen om matchet.",
    en="The employer (private, municipal or other public) stands in the decision on the match.",
)
BY_AREA = Text(
    da="Området er det, der i dag står i sagens oplysninger; store og små bogstaver gør ingen forskel.",
    en="The area is what the facts of the case say today; case makes no difference.",
)
AGE_AT_START = Text(da="Alderen er den på første arbejdsdag.", en="The age is that on the first day of work.")
AGE_AT_REFERRAL = Text(da="Alderen er den på dagen for henvisningen.", en="The age is that on the day of the referral.")
DAYS = Text(
    da="Dagene er kalenderdage fra henvisningen til første arbejdsdag og til det match, der førte til den, for de job "
    "og pladser, der er talt i rækken. Er flere sager om den unge samlet, regnes fra den første henvisning. De, der "
    "stadig venter, er ikke med her: se tabellerne om match inden for en frist.",
    en="The days are calendar days from the referral to the first day of work and to the match that led to it, of the "
    "jobs and places counted in the row. Where cases of one young person were joined, they run from the first "
    "referral. Whoever still waits is not in it: see the tables of matches within a time.",
)
KEPT = Text(
    da="Af de job og pladser, der tæller som begyndt i året: »der endnu« er de, hvor den sidste opfølgning (3 måneder "
    "efter starten, i et kortere job den sidste dag) er forfalden og besvaret med, at den unge er der. »Ikke der« er "
    "de, hvor en opfølgning har sagt andet, og den sidste er forfalden. Procenten er af de to tilsammen.",
    en="Of the jobs and places that count as begun in the year: “still there” are those whose last follow-up (3 months "
    "after the start, in a shorter job on its last day) is due and was answered with the young person being there. "
    "“Not there” are those where a follow-up has said otherwise, and the last one is due. The per cent is of both "
    "together.",
)
NOT_SETTLED = Text(
    da="»Ikke opgjort endnu« er de, hvis sidste opfølgning ikke er forfalden eller ikke er besvaret. De tæller ikke "
    "som tabt.",
    en="“Not settled yet” are those whose last follow-up is not due or not answered. They do not count as lost.",
)
KEPT_AT_LEAST = Text(
    da="Så få er ikke opgjort endnu, at de ikke kan vises for sig: de står sammen med dem, der ikke er der. Procenten "
    "er derfor det mindste, den kan være.",
    en="So few are not settled yet that they cannot be shown apart: they stand together with those who are not there. "
    "The per cent is therefore the least it can be.",
)
WAITED = Text(
    da="Tæller alle henviste, hvis 60. dag efter henvisningen ligger i året og er gået, også dem, der stadig venter, "
    "og dem, hvis sag er lukket uden match. Uden for målgruppen og samlede sager er ikke med.",
    en="Counts everybody referred whose 60th day after the referral lies in the year and has passed, also those who "
    "still wait and those whose case closed without a match. Those outside the target group and joined cases are not "
    "in it.",
)
HALF = Text(
    da="»Halvdelen havde match efter« er den dag, hvor halvdelen af alle i rækken havde et match. De ventende tæller "
    "med i de alle, så et område, der er langsomt, ikke kommer til at se hurtigt ud.",
    en="“Half had a match after” is the day by which half of all in the row had a match. Those who wait are part of "
    "all, so that an area that is slow does not look fast.",
)
ENDED = Text(
    da="»Lukket uden match« er sager, der var lukket på den 60. dag, uden at der var fundet et match: den unge sagde "
    "nej tak, begyndte på en uddannelse eller kunne ikke kontaktes.",
    en="“Closed without a match” are cases that were closed on the 60th day without one: the young person declined, "
    "began an education or could not be reached.",
)
BASELINE_DIFFERS = Text(
    da="Det er et andet mål end vores: en andel af alle unge i den alder, mens tabellerne nedenfor tæller de job og "
    "pladser, som sagerne har ført til. De to kan ikke trækkes fra hinanden.",
    en="It is another measure than ours: a share of all young people of that age, while the tables below count the "
    "jobs and places that cases have led to. One cannot be set against the other.",
)
