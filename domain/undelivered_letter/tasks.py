"""What a person does about a letter that reached nobody."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from domain.labels import Label
from domain.roles import ROLE_TITLES, Role
from domain.tasks import Decision, Reason, Task
from domain.text import Text


class Otherwise(Decision):
    otherwise: Annotated[Literal["personally", "authority", "impossible"], Label(
        Text(da="Hvordan fik borgeren besked uden brevet?", en="How was the citizen told without the letter?"),
        options={
            "personally": Text(da="Personligt: ved et møde, et besøg eller i telefonen",
                               en="Personally: at a meeting, on a visit or by phone"),
            "authority": Text(da="Gennem en anden myndighed", en="Through another authority"),
            "impossible": Text(da="Det er ikke muligt at give borgeren besked", en="The citizen cannot be told"),
        })]  # fmt: skip
    reason: Annotated[Reason, Label(
        Text(da="Hvad er der gjort?", en="What was done?"),
        Text(da="Mindst 20 tegn: hvornår, hvordan og af hvem, eller hvorfor det ikke kan lade sig gøre.",
             en="At least 20 characters: when, how and by whom, or why it cannot be done."))]  # fmt: skip


class ReachCitizen(Task[Otherwise]):
    kind: ClassVar[str] = "undelivered_letter.reach"
    title: ClassVar[Text] = Text(da="Få brevet frem til borgeren", en="Get the letter to the citizen")
    why: ClassVar[Text] = Text(
        da="Et brev til borgeren kom ikke frem. Find ud af hvorfor, ret det, der er galt, og vælg »Send igen« "
        "ved brevet: så er opgaven løst af sig selv. Svar kun her, hvis brevet ikke skal sendes igen. Et brev, der "
        "ikke kom frem, regnes ikke for modtaget, og det ændrer et svar her ikke på.",
        en="A letter did not reach the citizen. Find out why, correct what is wrong, and choose 'Send again' beside "
        "the letter: that solves the task by itself. Answer here only if the letter is not to be sent again. A "
        "letter that did not arrive does not count as received, and an answer here does not change that.",
    )
    role: ClassVar[Role] = Role.caseworker
    role_from: ClassVar[str | None] = "sent_by"
    deadline: ClassVar[str] = "undelivered_letter.reach"
    decision: ClassVar[type[Decision]] = Otherwise
    about_letter: ClassVar[str | None] = "letter"
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Brevet sendes igen", en="The letter is sent again"),
         Text(da="opgaven forsvinder, og sagen om brevet lukkes", en="the task goes away, this case closes")),
        (Text(da="Besked uden brevet, eller slet ikke", en="Told without the letter, or not at all"),
         Text(da="sagen om brevet lukkes med din begrundelse", en="this case closes with your reason")),
    ]  # fmt: skip
    sent_by: Annotated[Role, Label(Text(da="Sendt af", en="Sent by"), options=dict(ROLE_TITLES))]


KINDS: tuple[type[Task[Any]], ...] = (ReachCitizen,)
