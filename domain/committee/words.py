"""What the committee's report says, and under each table what its numbers count."""

from __future__ import annotations

from datetime import date

from domain.text import Text, month_name

TITLE = Text(da="Udvalgsrapport", en="Committee report")
SAYS = Text(
    da="Sager, udfald, frister, efterslæb og penge for alle forløb, måned for måned.",
    en="Cases, outcomes, deadlines, backlog and money of all programmes, month by month.",
)
MONEY, LINES = Text(da="Penge", en="Money"), Text(da="Budgetlinjer", en="Budget lines")
MONTHS, OUTCOME, LINE = Text(da="Måned", en="Month"), Text(da="Udfald", en="Outcome"), Text(da="Budgetlinje", en="Line")
SHOWN = Text(da="I alt vist", en="All shown")
NOTHING = Text(
    da="Intet at vise for perioden; en måned kommer først med, når den er gået.",
    en="Nothing to show of the period; a month is in it only once it is over.",
)
OTHERS, PROGRAMME = Text(da="Andre forløb", en="Other programmes"), Text(da="Forløb", en="Programme")
WITH_NOTHING = Text(da="Forløb uden tal i perioden", en="Programmes without numbers in the period")
COLUMNS = {
    "opened": Text(da="Oprettet", en="Opened"), "closed": Text(da="Lukket", en="Closed"),
    "open": Text(da="Åbne til sidst", en="Open at the end"),
    "legal_in_time": Text(da="Lovfrist, til tiden", en="Legal, in time"),
    "legal_late": Text(da="Lovfrist, ikke til tiden", en="Legal, not in time"),
    "other_in_time": Text(da="Anden frist, til tiden", en="Other, in time"),
    "other_late": Text(da="Anden frist, ikke til tiden", en="Other, not in time"),
    "share": Text(da="Til tiden", en="In time"),
    "tasks": Text(da="Åbne opgaver", en="Open tasks"), "overdue": Text(da="Heraf over fristen", en="Overdue of these"),
    "oldest_days": Text(da="De ældste har ventet", en="The oldest have waited"),
    "allotted": Text(da="Bevilling", en="Appropriation"), "reserved": Text(da="Reserveret", en="Reserved"),
    "committed": Text(da="Disponeret", en="Committed"), "paid": Text(da="Betalt", en="Paid"),
    "left": Text(da="Tilbage", en="Left"), "used": Text(da="Brugt", en="Used"),
    "paid_now": Text(da="Betalt i perioden", en="Paid in the period"),
}  # fmt: skip
ACTIVITY_COUNTS = Text(
    da="Tæller alle sager i forløbet, også dem, der hører til en anden sag, efter dagen, de blev oprettet eller "
    "lukket. »Åbne til sidst« er dem, der var åbne ved udgangen af rækkens sidste måned.",
    en="Counts all cases of the programme, also those that belong to another case, by the day they were opened or "
    "closed. “Open at the end” are those open when the last month of the row ended.",
)
OUTCOMES_COUNT = Text(
    da="Tæller de sager, der er lukket i rækkerne ovenfor, efter det udfald, de sluttede med. Dækker en række to "
    "år, står de to år samlet.",
    en="Counts the cases closed in the rows above by the outcome they ended with. Where a row lies across two years, "
    "both years stand together.",
)
DEADLINES_COUNT = Text(
    da="Tæller opgaver efter den måned, de havde frist i, eller kom i, hvis fristen da var gået. »Ikke til tiden« er "
    "udført efter fristen eller ikke udført endnu. Opgaver, der blev trukket tilbage inden fristen, er ikke med. En "
    "frist, der flyttes, når den er gået, tæller, som den stod, også hvor sagen var sat i bero; en opgave, der er "
    "åbnet igen efter fristen, tæller kun som første gang. Gælder fristen efter loven, står opgaven under lovfrist, og "
    "det er lovens dag, der tæller. »Til tiden« er rundet til nærmeste hele procent.",
    en="Counts tasks by the month they were due in, or came in where that was over. “Not in time” are done after they "
    "were due or not done yet. Tasks that were withdrawn before they were due are not in it. A deadline that is moved "
    "once it has passed counts as it stood, also where the case was suspended; a task that was opened again after it "
    "was due counts only as the first time. A task is under legal where the law says when it is due, and the law's day "
    "counts. “In time” is rounded to the nearest whole per cent.",
)
BACKLOG_COUNTS = Text(
    da="Tæller opgaver, der var åbne ved månedens udgang, og dem af dem, hvis frist da var gået, også hvis den blev "
    "flyttet siden.",
    en="Counts tasks that were open when the month ended, and those of them whose deadline had then passed, also where "
    "it was moved afterwards.",
)
ROW_HIDDEN = Text(
    da="Er de åbne opgaver i en måned skjult, er resten af rækken det også, selv et nul.",
    en="Where the open tasks of a month are hidden, so is the rest of its row, even a zero.",
)
OLDEST_ONE = Text(
    da="»De ældste har ventet« er dage siden den ældste opgave blev modtaget.",
    en="“The oldest have waited” is days since the oldest task was received.",
)
NOBODY = Text(
    da="Sagerne handler ikke om personer, så ingen tal er samlet. Måneder, der ikke er gået, er ikke med.",
    en="The cases are not about people, so no numbers are joined. Months that are not over are not in it.",
)
MONEY_COUNTS = Text(
    da="Summer af alle posteringer på budgetlinjerne, som de står i dag under Budgetter, for de år, perioden ligger i, "
    "og for andre år, hvis der blev betalt af dem i perioden. Beløb skjules ikke, heller ikke hvor der er få sager.",
    en="Sums of all entries on the budget lines as they stand today under Budgets, of the years the period lies in, "
    "and of others if something was paid of them in it. Amounts are not hidden, not even where few cases lie behind.",
)
PAID_COUNTS = Text(
    da="»Betalt i perioden« er betalinger bogført på linjen i de viste måneder, minus dem, der er ført tilbage i dem. "
    "»Brugt« er reserveret, disponeret og betalt i procent af bevillingen, rundet til nærmeste tiendedel.",
    en="“Paid in the period” are payments entered on the line in the months shown, less those taken back in them. "
    "“Used” is reserved, committed and paid in per cent of the appropriation, rounded to the nearest tenth.",
)


def joined(least: int) -> Text:
    return Text(
        da=f"En måned, hvor et tal ville stå for færre end {least} personer, vises sammen med de næste, og de seneste "
        "først, når de bliver til nok. Måneder, der ikke er gået, er ikke med.",
        en=f"A month in which a number would stand for fewer than {least} people is shown together with the next, and "
        "the latest only once they are enough. Months that are not over are not in it.",
    )


def oldest(least: int) -> Text:
    """No number of one person alone: so many at least have waited as long."""
    return Text(
        da=f"»De ældste har ventet« er dage, som opgaver om mindst {least} personer havde ventet, siden de kom.",
        en=f"“The oldest have waited” is days that tasks about at least {least} people had waited since received.",
    )


def nothing_of(programmes: Text) -> Text:
    return Text(da=f"Der er intet at fortælle for perioden om: {programmes.da}.",
                en=f"There is nothing to tell of the period about: {programmes.en}.")  # fmt: skip


def titled(programme: Text, what: Text) -> Text:
    return Text(da=f"{programme.da}: {what.da}", en=f"{programme.en}: {what.en}")


def months(first: date, last: date) -> Text:
    """marts 2026; marts–maj 2026; november 2025–februar 2026"""
    begins, ends = month_name(first), month_name(last)
    until = Text(da=f"{ends.da} {last.year}", en=f"{ends.en} {last.year}")
    if first == last:
        return until
    year = "" if first.year == last.year else f" {first.year}"
    return Text(da=f"{begins.da}{year}–{until.da}", en=f"{begins.en}{year}–{until.en}")
