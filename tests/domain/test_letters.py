"""What letters say, how they travel and when they count as received; who may interpret."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import domain.all
from domain.errors import BadInput
from domain.letters import (
    Facts,
    Letter,
    Paragraph,
    channel_of,
    complaint_guidance,
    received_on,
    rights_of_a_party,
    written,
)
from domain.obligation.letters import guidance
from domain.obligation.programme import OBLIGATION
from domain.parties import Interpreter, age, refuse_a_minor
from domain.policies import Policies, policies
from domain.programmes import PROGRAMMES
from tests.support.dossier import Case

assert domain.all
DAY = date(2026, 11, 19)
GIVEN = {"given_on": "2026-11-18", "channel": "digital_post", "interpreter": "not_needed", "proof": "Journal 17"}


def text(letter: Letter) -> str:
    return "\n".join(str(block.model_dump()) for block in letter.blocks)


def guided(facts: dict[str, Any] | None = None, rules: Policies | None = None, **answer: str) -> Letter:
    case = Case(OBLIGATION.facts.model_validate({"benefit": "cash_assistance"} | (facts or {})))
    return guidance(case, GIVEN | answer, DAY, rules or policies())


def changed(name: str, value: Any) -> Policies:
    """The packaged rows with another value from 2026 on."""
    row = policies().at(name, DAY)
    return Policies([*policies().all(), row.model_copy(update={"from_": date(2026, 1, 1), "value": value})])


@pytest.mark.parametrize(
    ("channel", "sent", "received"),
    [
        ("digital_post", date(2026, 11, 19), date(2026, 11, 19)),
        ("digital_post", date(2026, 11, 21), date(2026, 11, 21)),  # a Saturday: available is received
        ("quick_letter", date(2026, 11, 19), date(2026, 11, 23)),
        ("letter", date(2026, 11, 19), date(2026, 11, 27)),
        ("letter", date(2026, 12, 22), date(2026, 12, 31)),  # 25 December and the weekends are not counted
        ("handed_over", date(2026, 11, 22), date(2026, 11, 22)),
    ],
)
def test_when_a_letter_counts_as_received(channel: str, sent: date, received: date) -> None:
    assert received_on(channel, sent, policies()) == received


def test_the_days_of_a_letter_are_policy() -> None:
    assert received_on("letter", date(2026, 11, 19), changed("post.receipt_letter", 3)) == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("way", "digital", "channel"),
    [
        ("post", True, "digital_post"), ("post", False, "letter"), ("letter", True, "letter"),
        ("quick_letter", True, "quick_letter"), ("handed_over", True, "handed_over"),
    ],
)  # fmt: skip
def test_digital_post_goes_to_who_can_get_it_and_paper_to_the_others(way: Any, digital: bool, channel: str) -> None:
    assert channel_of(way, digital=digital) == channel


def test_complaint_guidance_says_where_how_long_and_who_decides_then() -> None:
    part = complaint_guidance(DAY, policies())
    said = text(written("x", part))
    assert "klage til kommunen senest 4 uger efter, at du har modtaget" in said
    assert "igen senest 4 uger efter" in said
    assert "Ankestyrelsen" in said
    assert [v.split("@")[0] for v in part.versions] == ["complaint.period", "deadline.complaint.reassessment"]


def test_the_weeks_of_a_complaint_are_policy() -> None:
    part = complaint_guidance(DAY, changed("complaint.period", 1))
    assert "senest 1 uge efter, at du" in text(written("x", part))
    assert part.versions[0] == "complaint.period@2026-01-01"


def test_a_party_is_told_of_access_representation_and_interpreters() -> None:
    said = text(written("x", rights_of_a_party(DAY, policies())))
    assert all(word in said for word in ("aktindsigt", "7 hverdage", "partsrepræsentant", "under 18 år"))


def test_a_letter_rests_on_each_policy_row_once() -> None:
    part = complaint_guidance(DAY, policies())
    assert written("x", part, Paragraph(text="y"), part).versions == part.versions


@pytest.mark.parametrize(
    ("channel", "way", "handed_on"),
    [("meeting", "handed_over", date(2026, 11, 18)), ("digital_post", "post", None), ("letter", "letter", None)],
)
def test_guidance_goes_as_it_was_given(channel: str, way: str, handed_on: date | None) -> None:
    letter = guided(channel=channel)
    assert (letter.way, letter.handed_on) == (way, handed_on)


def test_guidance_says_the_duties_the_consequences_and_the_rights() -> None:
    letter = guided()
    said = text(letter)
    for words in ("op til 37 timer om ugen", "rimelig grund", "trækkes der for hver dag", "bliver syg",
                  "aktindsigt", "hver 6. måned"):  # fmt: skip
        assert words in said
    rows = {"hours.weekly_full", "guidance.repeat", "deadline.access_to_file.decide"}
    assert {version.split("@")[0] for version in letter.versions} == rows
    assert "opfylde mindst ét af to krav" in said, "failing one requirement is enough"


def test_the_hours_of_the_guidance_are_policy() -> None:
    assert "op til 30 timer om ugen" in text(guided(rules=changed("hours.weekly_full", 30)))


@pytest.mark.parametrize(("readiness", "promised"), [("activity_ready", True), ("job_ready", False), (None, False)])
def test_personal_contact_before_a_deduction_is_promised_to_the_activity_ready(
    readiness: str | None, promised: bool
) -> None:
    assert ("personlig kontakt" in text(guided({"readiness": readiness}))) is promised


def test_every_letter_of_a_task_kind_is_one_that_its_programme_writes() -> None:
    asked = {(p.name, kind.letter) for p in PROGRAMMES.values() for kind in p.kinds if kind.letter}
    assert asked
    assert asked <= {(p.name, letter) for p in PROGRAMMES.values() for letter in p.letters}


def test_a_subject_is_never_empty_nor_longer_than_its_column() -> None:
    for subject in ("", "x" * 301):
        with pytest.raises(ValueError, match="subject"):
            written(subject, Facts(rows=()))


# -- interpreters ------------------------------------------------------------------------------------------------


def interpreter(born_on: date | None = None, of_age: bool | None = None) -> Interpreter:
    return Interpreter(name="Ali Tolk", language="Arabisk", born_on=born_on, of_age=of_age, professional=True)


def test_who_turns_18_today_may_interpret() -> None:
    refuse_a_minor(interpreter(date(2008, 11, 19)), DAY, policies())


def test_who_turns_18_tomorrow_may_not_and_is_told_the_law() -> None:
    with pytest.raises(BadInput) as refused:
        refuse_a_minor(interpreter(date(2008, 11, 20)), DAY, policies())
    assert refused.value.code == "interpreter_too_young"
    assert "under 18 år den 19.11.2026" in refused.value.text.da
    assert "lov nr. 469 af 14/5/2025" in refused.value.text.da


def test_the_age_of_an_interpreter_is_policy() -> None:
    with pytest.raises(BadInput):
        refuse_a_minor(interpreter(date(2008, 11, 19)), DAY, changed("interpreter.min_age", 19))


def test_a_birth_date_that_says_minor_is_not_outweighed_by_a_confirmation() -> None:
    with pytest.raises(BadInput):
        refuse_a_minor(interpreter(date(2010, 1, 1), of_age=True), DAY, policies())


@pytest.mark.parametrize("of_age", [None, False])
def test_an_interpreter_of_unknown_age_is_refused(of_age: bool | None) -> None:
    with pytest.raises(BadInput) as refused:
        refuse_a_minor(interpreter(of_age=of_age), DAY, policies())
    assert refused.value.code == "interpreter_age_unknown"
    refuse_a_minor(interpreter(of_age=True), DAY, policies())


@pytest.mark.parametrize(("on", "years"), [(date(2026, 2, 28), 17), (date(2026, 3, 1), 18)])
def test_who_was_born_on_29_february_has_a_birthday_on_1_march(on: date, years: int) -> None:
    assert age(date(2008, 2, 29), on) == years
