"""Letters: what they say as data, how they travel, and when they count as received."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from domain.calendar import add_working_days
from domain.dossier import Dossier
from domain.policies import Policies, PolicyValue
from domain.text import Text

Way = Literal["post", "letter", "quick_letter", "handed_over"]
"""How a letter is meant to go. `post`: Digital Post, or a letter for who is exempt from it."""
Channel = Literal["digital_post", "letter", "quick_letter", "handed_over"]
"""How it goes."""
CHANNELS: dict[str, Text] = {
    "digital_post": Text(da="Digital Post", en="Digital Post"),
    "letter": Text(da="Brev", en="Letter"),
    "quick_letter": Text(da="Quickbrev", en="Priority letter"),
    "handed_over": Text(da="Udleveret personligt", en="Handed over in person"),
}
STATES: dict[str, Text] = {
    "waiting": Text(da="Venter på at blive sendt", en="Waiting to be sent"),
    "handed_over": Text(da="Afleveret til forsendelse", en="Handed over for delivery"),
    "delivered": Text(da="Leveret", en="Delivered"),
    "failed": Text(da="Kunne ikke leveres", en="Could not be delivered"),
}
RECIPIENTS: dict[str, Text] = {
    "citizen": Text(da="Borgeren", en="The citizen"),
    "representative": Text(da="Partsrepræsentanten", en="The representative"),
}
RECEIPT = {
    "digital_post": "post.receipt_digital", "quick_letter": "post.receipt_quick", "letter": "post.receipt_letter",
}  # fmt: skip
LONGEST_SUBJECT = 300


class _Block(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Heading(_Block):
    kind: Literal["heading"] = "heading"
    text: str


class Paragraph(_Block):
    kind: Literal["paragraph"] = "paragraph"
    text: str


class Bullets(_Block):
    kind: Literal["bullets"] = "bullets"
    items: tuple[str, ...]


class Facts(_Block):
    """Names with what they are: "Timer om ugen: 37"."""

    kind: Literal["facts"] = "facts"
    rows: tuple[tuple[str, str], ...]


Block = Annotated[Heading | Paragraph | Bullets | Facts, Field(discriminator="kind")]


class Part(NamedTuple):
    """Blocks that belong together, and the policy rows that they rest on."""

    blocks: tuple[Block, ...]
    versions: tuple[str, ...] = ()


class Letter(BaseModel):
    """What one letter says, in Danish. Text is text: nothing in it is markup.

    The store adds who it goes to, the case number and who signs it.
    """

    model_config = ConfigDict(frozen=True)

    subject: str = Field(min_length=1, max_length=LONGEST_SUBJECT)
    blocks: tuple[Block, ...]
    versions: tuple[str, ...] = ()
    """The policy rows that it rests on."""
    way: Way = "post"
    handed_on: date | None = None
    """The day of a letter that was handed over in person; else it is dated when it is sent."""


LetterOf = Callable[[Dossier, Mapping[str, Any], date, Policies], Letter | None]
"""Writes a letter from the case and the decision that sends it: whole and valid, as `model_dump(mode="json")` has it.

None: this answer sends nothing. The decision may not stand in the dossier yet: take it from the argument.
"""


def written(subject: str, *parts: Heading | Paragraph | Bullets | Facts | Part, way: Way = "post",
            handed_on: date | None = None) -> Letter:  # fmt: skip
    """A letter of these blocks and parts, in this order."""
    whole = [part if isinstance(part, Part) else Part((part,)) for part in parts]
    blocks = tuple(block for part in whole for block in part.blocks)
    versions = tuple(sorted({version for part in whole for version in part.versions}))
    return Letter(subject=subject, blocks=blocks, versions=versions, way=way, handed_on=handed_on)


def channel_of(way: Way, *, digital: bool) -> Channel:
    """`digital`: the recipient can be reached by Digital Post."""
    if way == "post":
        return "digital_post" if digital else "letter"
    return way


def received_on(channel: str, sent_on: date, policies: Policies) -> date:
    """The day on which a letter that was sent on `sent_on` counts as received: its deadlines run from then."""
    if channel == "handed_over":
        return sent_on
    row = policies.at(RECEIPT[channel], sent_on)
    days = row.as_(int)
    if row.unit == "days":
        return sent_on + timedelta(days=days)
    return add_working_days(sent_on, days, policies)


def amount(row: PolicyValue) -> str:
    """A count with its unit, as a letter says it: "4 uger"."""
    one, many = _UNITS[row.unit]
    count = row.as_(int)
    return f"{count} {one if count == 1 else many}"


_UNITS = {"days": ("dag", "dage"), "working_days": ("hverdag", "hverdage"), "weeks": ("uge", "uger"),
          "months": ("måned", "måneder")}  # fmt: skip


def complaint_guidance(on: date, policies: Policies) -> Part:
    """How to complain (forvaltningsloven § 25; retssikkerhedsloven §§ 60, 66, 67)."""
    period, again = policies.at("complaint.period", on), policies.at("deadline.complaint.reassessment", on)
    return Part(
        (
            Heading(text="Sådan klager du"),
            Paragraph(text=(
                f"Du kan klage over afgørelsen. Du skal klage til kommunen senest {amount(period)} efter, at du har "
                "modtaget den. Du kan klage skriftligt eller mundtligt, og du behøver ikke at begrunde klagen.")),
            Paragraph(text=(
                f"Kommunen ser først på sagen igen senest {amount(again)} efter, at vi har modtaget klagen. Holder vi "
                "fast ved afgørelsen, sender vi klagen videre til Ankestyrelsen, som behandler den.")),
        ),
        (period.version, again.version),
    )  # fmt: skip


def rights_of_a_party(on: date, policies: Policies) -> Part:
    """Access to the file and representation (forvaltningsloven §§ 7-9 and 16)."""
    access = policies.at("deadline.access_to_file.decide", on)
    return Part(
        (
            Heading(text="Dine rettigheder i sagen"),
            Bullets(items=(
                "Du kan få aktindsigt: du har ret til at se dokumenterne i din sag. Vi svarer som udgangspunkt inden "
                f"{amount(access)}.",
                "Du kan lade dig repræsentere eller tage en anden person med (partsrepræsentant og bisidder).",
                "Du kan få en tolk, hvis der er brug for det. Børn og unge under 18 år må ikke tolke for dig.",
                "Spørg os, hvis der er noget, du er i tvivl om. Vi har pligt til at vejlede dig.",
            )),
        ),
        (access.version,),
    )  # fmt: skip
