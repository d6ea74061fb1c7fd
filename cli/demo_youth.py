"""The demo's young people: one at each step of the path, one referred twice, one whose consent was withdrawn, three
whose employers ask for the wages."""

from __future__ import annotations

from datetime import date, timedelta

from cli.demo_events import Asked, Beside, Event, Fields, Referred, Shared, Step, Story, ago, today
from cli.demo_people import CLUB, FAMILY, GIVEN, SCHOOL
from cli.demo_sessions import COMING, HELD
from cli.demo_vacancies import BAKERY, SHOP

NOTE = "Den unge er glad for aftalen, og vi taler sammen igen om to uger."
SATURDAY = {"day": "saturday", "start": "10:00", "end": "14:00"}
TUESDAY = {"day": "tuesday", "start": "15:30", "end": "17:30"}
EMPLOYER = {"employer": BAKERY, "sector": "private"}
MUNICIPAL = {"employer": "Prøvebiblioteket (opdigtet)", "sector": "municipal"}
MATCHED = EMPLOYER | {"result": "matched", "what": "leisure_job", "industry": "restaurant", "dangerous": False,
                      "reason": NOTE}  # fmt: skip
CLUB_SAYS = "Vil gerne tjene egne penge og kan godt lide at tale med mennesker."


def born(years: int, days: int = 100) -> date:
    """Someone who turned so old so many days ago."""
    turned = today() - timedelta(days=days)
    return date(turned.year - years, turned.month, min(turned.day, 28))


def story(n: int, opened: int, years: int, *events: Event, name: str = "", by: str = "club", **facts: object) -> Story:
    """By the club or the school, where nothing else is said."""
    said = {"club": ("youth_club", "partner", CLUB), "school": ("school", "sofus.prøve", SCHOOL)}[by]
    referral = Referred(opened, said[1], said[2], f"{by.upper()}-{n:02}")
    person = {"cpr": "", "name": name or f"{GIVEN[n * 3 % len(GIVEN)]} {FAMILY[n * 5 % len(FAMILY)]}", "address": "",
              "phone": "00 00 00 00", "protected": False, "language": ""}  # fmt: skip
    typed: Fields = {"born_on": born(years).isoformat(), "referred_by": said[0], "area": "Nordparken",
                     "wish": CLUB_SAYS, **facts}  # fmt: skip
    places = [event.fields["session"] for event in events if isinstance(event, Step) and "session" in event.fields]
    return Story(opened, typed, (referral, *events), programme="youth", person=person, together="".join(places))


def receive(days_ago: int) -> Step:
    return Step(days_ago, "youth", "youth.receive", {"result": "new"})


def reach(days_ago: int, result: str = "reached", channel: str = "phone") -> Step:
    return Step(days_ago, "youth", "youth.reach",
                {"tried_on": ago(days_ago).isoformat(), "channel": channel, "result": result})  # fmt: skip


def talk(days_ago: int, result: str = "goes_on", seeks: str = "leisure_job", **support: bool) -> Step:
    more = {"seeks": seeks, "hours": "8", "wishes": [{"industry": "restaurant"}, {"industry": "shop"}]}
    return Step(days_ago, "youth", "youth.first_talk",
                {"held_on": ago(days_ago).isoformat(), "result": result, "note": NOTE}
                | (more | support if result == "goes_on" else {}))  # fmt: skip


def support(days_ago: int, result: str = "took_part") -> Step:
    return Step(days_ago, "youth", "youth.support", {"held_on": ago(days_ago).isoformat(), "result": result})


def sign_up(days_ago: int, place: str) -> Step:
    return Step(days_ago, "youth", "youth.support", {"result": "signed_up", "session": place})


def match(days_ago: int, starts: int, *week: Fields, kind: str = "match", **more: object) -> Step:
    """`starts`: how many days ago the first day of work is; negative ahead."""
    return Step(days_ago, "youth", f"youth.{kind}", MATCHED | {
        "starts_on": ago(starts).isoformat(), "week": list(week) or [SATURDAY], **more})  # fmt: skip


def agree(days_ago: int, **more: object) -> Step:
    return Step(days_ago, "youth", "youth.agreement",
                {"result": "agreed", "parents_informed_on": ago(days_ago).isoformat(), **more})  # fmt: skip


def start(days_ago: int) -> Step:
    return Step(days_ago, "youth", "youth.start", {"result": "started"})


def follow(days_ago: int, result: str = "there") -> Step:
    return Step(days_ago, "youth", "youth.follow_up",
                {"talked_on": ago(days_ago).isoformat(), "result": result, "note": NOTE})  # fmt: skip


def claim(days_ago: int, month: int, since: int, pay: str, invoice: str, hours: str = "4.5") -> Asked:
    """For the weeks of the month so many days ago, in a job that began `since` days ago."""
    first = ago(month).replace(day=1)
    days = [first + timedelta(days=n) for n in range(31)]
    weeks = [day for day in days if day.weekday() == 0 and day.month == first.month and day >= ago(since)]
    facts = {"received_on": ago(days_ago).isoformat(), "month": first.isoformat(), "hourly_pay": pay,
             "weeks": [{"monday": day.isoformat(), "hours": hours} for day in weeks], "invoice": invoice}  # fmt: skip
    return Asked(days_ago, "wage_refund", facts, who="youth")


def checked(days_ago: int) -> Step:
    return Step(days_ago, "youth", "wage_refund.check", {"result": "correct"})


def approved(days_ago: int) -> Step:
    return Step(days_ago, "economy", "wage_refund.approve", {"result": "approved"})


def paid(days_ago: int) -> Step:
    return Step(days_ago, "economy", "wage_refund.pay", {
        "result": "paid", "paid_on": ago(days_ago).isoformat(), "reference": "BET-2026-0117"})  # fmt: skip


def young() -> list[Story]:
    return [*_outreach(), *_finding(), *_working(), *_refunded(), *_over()]


def _outreach() -> list[Story]:
    double = "Noor Østervang"
    return [
        story(1, 6, 16, receive(5), name=double),
        story(2, 1, 16, name=double, by="school"),
        story(3, 0, 17),
        story(4, 10, 15, receive(9), reach(7, "not_reached"), by="school"),
        story(5, 26, 17, receive(25), reach(20, "not_reached"), reach(8, "not_reached", "visit")),
        story(6, 30, 16, receive(29), reach(25, "not_reached"), reach(12, "not_reached"),
              reach(8, "not_reached", "school")),
        story(7, 8, 14, receive(7), reach(5)),
        story(8, 7, 16, receive(6), reach(4), Shared(4, CLUB, "progress", "person")),
    ]


def _finding() -> list[Story]:
    begun = (receive(39), reach(37))
    guardian = Beside(36, "guardian", "Mona Østervang", "Telefon 00 00 00 00")
    return [
        story(9, 40, 16, *begun, talk(33, cv=True, workshop=True), sign_up(10, COMING)),
        story(10, 40, 17, *begun, talk(33, interview=True), support(25, "stayed_away"),
              Shared(33, CLUB, "both", "person", ended=3)),
        story(11, 40, 17, *begun, talk(33)),
        story(12, 100, 16, receive(99), reach(97), talk(90), by="school"),
        story(13, 40, 14, guardian, *begun, talk(33), Shared(33, CLUB, "both", "guardian")),
        story(14, 35, 16, receive(34), reach(32), talk(30), by="school", pocket_money_job=True,
              pocket_money_talk_on=ago(36).isoformat()),
    ]  # fmt: skip


def _working() -> list[Story]:
    begun = (receive(79), reach(77), talk(70, workshop=True), sign_up(66, HELD))
    consent = Shared(70, CLUB, "both", "person")
    return [
        story(15, 80, 16, *begun, match(4, -10, vacancy=SHOP, employer=SHOP, industry="shop"), consent),
        story(16, 80, 17, *begun, match(9, -6), agree(5)),
        story(17, 80, 16, *begun, match(30, 20, SATURDAY, TUESDAY, vacancy=BAKERY), agree(24), start(19), consent),
        story(18, 80, 17, *begun, match(50, 44, what="apprenticeship", industry="hotel"),
              agree(47, signed_on=ago(47).isoformat(), approved_firm=True, school_informed_on=ago(47).isoformat()),
              start(43), follow(28), consent, finished_ninth=True),
    ]  # fmt: skip


def _refunded() -> list[Story]:
    """Municipal jobs whose employers ask for the wages: one claim waits for approval, one needs two people."""
    begun = (receive(119), reach(117), talk(110, cv=True), support(100))
    job = (match(75, 70, **MUNICIPAL), agree(72), start(69), follow(56), follow(28))
    return [
        story(22, 120, 17, *begun, *job, claim(8, 40, 70, "118,50", "KK-2041"), checked(6)),
        story(23, 120, 19, *begun, *job, claim(9, 40, 70, "262,50", "KK-2077", hours="6"), checked(7), by="school",
              finished_ninth=True),
    ]  # fmt: skip


def _over() -> list[Story]:
    begun = (receive(199), reach(197), talk(190, cv=True), support(180))
    kept = (match(160, 150, **MUNICIPAL), agree(155), start(149), follow(134), follow(106), follow(56))
    refund = (claim(88, 125, 150, "112,75", "KK-1893"), checked(85), approved(83), paid(80))
    return [
        story(19, 200, 16, *begun, *kept, *refund, Shared(190, CLUB, "both", "person")),
        story(20, 200, 17, *begun, match(160, 150), agree(155), start(149), follow(134, "education")),
        story(21, 60, 16, receive(59), reach(55, "declines"), by="school"),
    ]
