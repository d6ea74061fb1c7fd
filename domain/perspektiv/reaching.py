"""How a citizen is reached safely, for who must act at once and may not read the case: this and no more of it."""

from __future__ import annotations

from collections.abc import Iterator

from domain.dossier import Dossier
from domain.perspektiv.contact import SAFE_WAYS, SafeWay
from domain.perspektiv.facts import FROM, PerspektivFacts
from domain.perspektiv.safety import NOT_SAFE, facts_of, safe_ways, unsafe_places
from domain.programmes import Told
from domain.text import Text, joined, verbatim

NOT_WRITTEN = Text(da="Ikke skrevet ned", en="Not written down")
NO_WAY = Text(da="Ingen vej er sikker nu: kontakt ikke borgeren, før en anden er fundet",
              en="No way is safe now: do not contact the citizen until another is found")  # fmt: skip
NOT_AGREED = Text(da="Er ikke aftalt som en sikker vej: ring ikke til det.",
                  en="Is not agreed as a safe way: do not call it.")  # fmt: skip
ALONE = Text(da="Voksen og professionel, aldrig en af familien.", en="Adult and professional, never one of the family.")
PLACES: dict[str, Text] = {**FROM, **SAFE_WAYS}


def ways_to(case: Dossier, phone: str | None) -> Iterator[Told]:
    """`phone`: the citizen's number, empty where nobody has written it down; None for who may not read it."""
    facts, safe, unsafe = facts_of(case), safe_ways(case), unsafe_places(case)
    ways, spoilt = (_said(way, facts) for way in safe), (PLACES[one] for one in sorted(unsafe))
    yield Told(Text(da="Sikker vej", en="Safe way"), joined(ways, " · ") if safe else NO_WAY)
    if unsafe:
        yield Told(Text(da="Ikke sikker", en="Not safe"), joined(spoilt, " · "), NOT_SAFE)
    when = facts.safe_when
    yield Told(Text(da="Hvornår og hvordan, og hvem der må spørges efter", en="When and how, and who may be asked for"),
               verbatim(when) if when else NOT_WRITTEN)  # fmt: skip
    if phone or (phone is not None and SafeWay.own_phone in safe):
        yield Told(Text(da="Borgerens telefon", en="The citizen's phone"), phone or NOT_WRITTEN,
                   None if SafeWay.own_phone in safe else NOT_AGREED)  # fmt: skip
    yield _interpreter(facts, case.language)


def spoken(case: Dossier) -> Iterator[Told]:
    """Beside whether an interpreter is needed: a talk does not count with one of another language."""
    if case.language or facts_of(case).needs_interpreter:
        yield Told(Text(da="Borgerens sprog", en="The citizen's language"),
                   verbatim(case.language) if case.language else NOT_WRITTEN)  # fmt: skip


def _said(way: SafeWay, facts: PerspektivFacts) -> Text:
    """Whoever gave us the lead, by who they are."""
    says, who = SAFE_WAYS[way], FROM[facts.lead_from]
    return says if way is not SafeWay.referrer else Text(da=f"{says.da} ({who.da})", en=f"{says.en} ({who.en})")


def _interpreter(facts: PerspektivFacts, language: str) -> Told:
    title = Text(da="Tolk", en="Interpreter")
    if not facts.needs_interpreter:
        return Told(title, Text(da="Der er ikke brug for tolk", en="None is needed"))
    spoken = verbatim(language) if language else Text(da="sproget er ikke skrevet ned",
                                                                  en="the language is not written down")  # fmt: skip
    return Told(title, Text(da=f"Der er brug for tolk: {spoken.da}", en=f"One is needed: {spoken.en}"), ALONE)
