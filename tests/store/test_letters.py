"""Who gets a letter and how, and how it is kept. On both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from cryptography.exceptions import InvalidTag

from domain.errors import Refusal
from domain.letters import Paragraph, Way, written
from domain.policies import policies
from store import cases, letters, letters_again, parties, people, posting
from store.tables import audit, task_events
from store.tables import cases as cases_table
from store.tables_letters import letters as letters_table
from store.tables_letters import parties as parties_table
from tests.support.house import House
from tests.support.letters import NOW, PLAIN, compose, get, pages, put, represent, set_person

SECRET = "Møllers hemmelige sti 7\n2450 København SV"


def audited(house: House, action: str) -> list[sa.Row[Any]]:
    with house.store.read() as db:
        return list(db.execute(sa.select(audit).where(audit.c.action == action)))


def protect(house: House, case_id: str) -> None:
    set_person(house, case_id, protected=True)


def going(way: Way, **more: Any) -> Any:
    return written("Vejledning", Paragraph(text="x"), way=way, **more)


# -- to whom, and how --------------------------------------------------------------------------------------------


def test_the_citizen_gets_digital_post(house: House) -> None:
    outgoing = compose(house, house.put())
    assert (outgoing.recipient, outgoing.channel) == ("citizen", "digital_post")
    assert outgoing.content["recipient"] == {"name": "Zeynep Ørskov", "address": "Prøvevej 1"}
    assert outgoing.content["sender"]["unit"] == "Arbejdspligt"


def test_who_is_exempt_from_digital_post_gets_a_letter(house: House) -> None:
    case_id = house.put()
    set_person(house, case_id, post_exempt=True)
    assert compose(house, case_id).channel == "letter"


@pytest.mark.parametrize(
    ("since", "until", "who"),
    [
        (date(2026, 11, 19), None, "representative"), (date(2026, 11, 20), None, "citizen"),
        (date(2026, 1, 1), date(2026, 11, 19), "representative"), (date(2026, 1, 1), date(2026, 11, 18), "citizen"),
    ],
)  # fmt: skip
def test_the_representative_gets_the_letter_while_standing(house: House, since: date, until: date | None,
                                                           who: str) -> None:  # fmt: skip
    case_id = house.put()
    represent(house, case_id, since, until)
    outgoing = compose(house, case_id)
    assert outgoing.recipient == who
    # Nobody but the citizen can be reached by Digital Post: only the citizen's CPR number is known.
    assert outgoing.channel == ("letter" if who == "representative" else "digital_post")


def test_a_representative_of_the_case_above_gets_the_letters_of_the_case_below(house: House) -> None:
    above, below = house.put(), house.put()
    represent(house, above)
    with house.store.write() as db:
        db.execute(sa.update(cases_table).where(cases_table.c.id == below).values(parent_id=above))
    assert compose(house, below).content["recipient"]["name"] == "Rita Ravn"


@pytest.mark.parametrize(
    ("cpr", "refused"),
    [("2011115000", True), ("1911115000", False), ("1811115000", False)],  # 15 tomorrow, today, yesterday
)
def test_a_child_under_15_is_written_to_through_a_representative(house: House, cpr: str, refused: bool) -> None:
    case_id = house.put(cpr=cpr)
    if not refused:
        assert compose(house, case_id).recipient == "citizen"
        return
    with pytest.raises(Refusal, match="recipient_too_young"):
        compose(house, case_id)
    represent(house, case_id)
    assert compose(house, case_id).recipient == "representative"


def test_a_number_that_gives_no_possible_age_does_not_keep_a_letter_back(house: House) -> None:
    assert compose(house, house.put(cpr="0101000000")).recipient == "citizen"


def test_a_letter_on_paper_without_an_address_is_refused(house: House) -> None:
    case_id = house.put(address="  ")
    assert compose(house, case_id).channel == "digital_post"
    with pytest.raises(Refusal, match="address_missing"):
        compose(house, case_id, going("letter"))


def test_a_case_without_a_citizen_has_nobody_to_write_to(house: House) -> None:
    case_id = house.put()
    with house.store.write() as db:
        db.execute(sa.update(cases_table).where(cases_table.c.id == case_id).values(person_id=None))
    with pytest.raises(Refusal, match="no_recipient"):
        compose(house, case_id)


@pytest.mark.parametrize(
    ("way", "stands_there"), [("post", False), ("handed_over", False), ("letter", True), ("quick_letter", True)]
)
def test_a_protected_address_is_written_only_where_the_post_needs_it(house: House, way: Way, stands_there: bool) -> None:
    case_id = house.put(address=SECRET)
    protect(house, case_id)
    assert ("sti 7" in str(compose(house, case_id, going(way)).content)) is stands_there


def test_the_digest_changes_with_the_text_the_recipient_and_the_channel(house: House) -> None:
    case_id, secrets = house.put(), house.store.secrets
    before = compose(house, case_id).digest(secrets)
    assert compose(house, case_id).digest(secrets) == before
    assert compose(house, case_id, going("post")).digest(secrets) != before
    set_person(house, case_id, post_exempt=True)
    on_paper = compose(house, case_id).digest(secrets)
    represent(house, case_id)
    assert len({before, on_paper, compose(house, case_id).digest(secrets)}) == 3


# -- how it is kept ----------------------------------------------------------------------------------------------


def test_a_task_sends_one_letter_however_often_it_is_put(house: House) -> None:
    case_id = house.put()
    first, again = put(house, case_id), put(house, case_id, letter=going("letter"))
    assert first.id == again.id
    assert again.channel == "digital_post"
    assert len(audited(house, "letter.written")) == 1


def test_a_letter_waits_for_the_postman_and_is_not_received_yet(house: House) -> None:
    letter = put(house, house.put())
    assert (letter.state, letter.received_on, letter.handed_over_at) == ("waiting", None, None)


@pytest.mark.parametrize(("handed_on", "received"), [(date(2026, 11, 17), date(2026, 11, 17)), (None, NOW.date())])
def test_a_letter_handed_over_in_person_is_received_that_day(house: House, handed_on: date | None,
                                                             received: date) -> None:  # fmt: skip
    letter = put(house, house.put(), letter=going("handed_over", handed_on=handed_on))
    assert (letter.channel, letter.state, letter.received_on) == ("handed_over", "delivered", received)


def test_a_late_evening_in_copenhagen_is_that_day_and_not_the_next(house: House) -> None:
    late = datetime(2026, 11, 19, 22, 30, tzinfo=UTC)  # 23.30 in Copenhagen
    assert put(house, house.put(), letter=going("handed_over"), now=late).received_on == date(2026, 11, 19)
    night = datetime(2026, 11, 19, 23, 30, tzinfo=UTC)
    assert put(house, house.put(), "t2", going("handed_over"), night).received_on == date(2026, 11, 20)


def test_the_document_and_its_content_are_sealed_and_come_back_whole(house: House) -> None:
    letter = put(house, house.put(name="Zeynep Ørskov"))
    with house.store.read() as db:
        row = db.execute(sa.select(letters_table)).one()
        document = letters.pdf_of(db, house.store.secrets, letter.id)
        content = letters.content_of(db, house.store.secrets, letter.id)
    for kept in (row.content, row.pdf):
        assert not any(word in kept for word in (b"%PDF", "Ørskov".encode(), b"Vejledning"))
    assert "Zeynep Ørskov" in pages(document)[0]
    assert content["recipient"]["name"] == "Zeynep Ørskov"
    with pytest.raises(InvalidTag):
        house.store.secrets.open_bytes(row.pdf, f"letters.{letter.id}.content")


def test_neither_log_nor_history_of_a_letter_names_anybody(house: House) -> None:
    put(house, house.put(name="Zeynep Ørskov"))
    with house.store.read() as db:
        said = [str(row) for table in (audit, task_events) for row in db.execute(sa.select(table))]
    assert not [row for row in said if "Ørskov" in row or "Prøvevej" in row]


def test_a_letter_knows_the_rules_that_it_rests_on(house: House) -> None:
    letter = put(house, house.put(), letter=PLAIN.model_copy(update={"versions": ("complaint.period@2025-01-01",)}))
    assert letter.versions == ["complaint.period@2025-01-01"]


# -- the people beside the citizen -------------------------------------------------------------------------------


def test_people_of_a_case_are_sealed(house: House) -> None:
    represent(house, house.put())
    with house.store.read() as db:
        row = db.execute(sa.select(parties_table)).one()
    assert not any(word in bytes(field) for field in (row.name, row.address) for word in (b"Ravn", b"Gade"))


def test_a_case_has_one_representative_at_a_time(house: House) -> None:
    case_id = house.put()
    represent(house, case_id)
    with pytest.raises(Refusal, match="representative_known"):
        represent(house, case_id)
    represent(house, house.put())


def test_a_party_ends_once_and_the_log_says_who_began_and_ended(house: House) -> None:
    case_id = house.put()
    made = represent(house, case_id, until=date(2026, 6, 1))
    with house.store.write() as db:
        row = parties.get(db, made)
        assert row is not None
        parties.end(db, row, date(2026, 9, 1), house.ids["caseworker"], NOW)
    with house.store.read() as db:
        assert parties.of_case(db, house.store.secrets, case_id)[0].until == date(2026, 6, 1)
    assert len(audited(house, "case.party_added")) == len(audited(house, "case.party_ended")) == 1


def test_a_file_that_names_the_citizen_again_does_not_end_the_exemption(house: House) -> None:
    case_id = house.put(cpr="0101901234")
    set_person(house, case_id, post_exempt=True)
    with house.store.write() as db:
        people.put(db, house.store.secrets, cpr="0101901234", name="Nyt Navn", address="Vej 2", protected=False,
                   language="", now=NOW)  # fmt: skip
    assert compose(house, case_id).channel == "letter"


def test_what_is_sealed_is_never_fetched_for_a_list(house: House) -> None:
    letter = put(house, house.put())
    assert not {"pdf", "content"} & set(get(house, letter.id)._mapping)


# -- sent again --------------------------------------------------------------------------------------------------


def again(house: House, letter_id: str) -> str:
    """As the web does it."""
    with house.store.write() as db:
        letter = letters.get(db, letter_id)
        assert letter is not None
        cases.lock(db, letter.case_id)
        case = cases.get(db, letter.case_id)
        assert case is not None
        if refusal := letters_again.why_not(db, letter, case):
            raise refusal
        outgoing = letters_again.compose(db, house.store.secrets, letter, "København", "", NOW, policies())
        return letters_again.put(db, house.store.secrets, letter, outgoing, house.ids["caseworker"], NOW)


def failed(house: House, letter: sa.Row[Any]) -> None:
    with house.store.write() as db:
        posting.failed(db, letter, "Ukendt", NOW)


def test_of_many_at_once_one_sends_a_failed_letter_again_and_the_others_are_told(house: House) -> None:
    first = put(house, house.put())
    failed(house, first)

    def one(_: int) -> str:
        try:
            return again(house, first.id)
        except Refusal as refusal:
            return refusal.code

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(one, range(4)))
    assert answers.count("letter_sent_again") == 3
    with house.store.read() as db:
        assert db.execute(sa.select(sa.func.count()).select_from(letters_table)).scalar_one() == 2


def test_a_letter_on_paper_on_purpose_stays_one_and_one_for_the_exempt_follows_the_citizen(house: House) -> None:
    """How it is meant to go is kept beside how it went."""
    paper, exempt = house.put(), house.put()
    set_person(house, exempt, post_exempt=True)
    went = [put(house, paper, "t1", going("letter")), put(house, exempt, "t2")]
    assert [one.channel for one in went] == ["letter", "letter"]
    for one in went:
        failed(house, one)
    set_person(house, exempt, post_exempt=False)
    assert [get(house, again(house, one.id)).channel for one in went] == ["letter", "digital_post"]


def test_a_letter_that_fails_again_is_sent_a_third_time(house: House) -> None:
    first = put(house, house.put())
    failed(house, first)
    second = get(house, again(house, first.id))
    with pytest.raises(Refusal, match="letter_not_failed"):
        again(house, second.id)
    failed(house, second)
    with pytest.raises(Refusal, match="letter_sent_again"):
        again(house, first.id)
    third = get(house, again(house, second.id))
    assert (second.number, third.number) == (2, 3)
    with house.store.read() as db:
        newest = letters.newest_of(db, first.task_id)
    assert newest is not None
    assert newest.id == third.id


def test_completing_the_task_once_more_never_writes_over_a_letter_that_was_sent_again(house: House) -> None:
    case_id = house.put()
    first = put(house, case_id)
    failed(house, first)
    again(house, first.id)
    assert put(house, case_id).id == first.id


def test_at_once_corrected_citizens_keep_every_old_value(house: House) -> None:
    case_id = house.put()
    with house.store.read() as db:
        person_id = db.execute(sa.select(cases_table.c.person_id).where(cases_table.c.id == case_id)).scalar_one()

    def move(n: int) -> None:
        with house.store.write() as db:
            person = people.get(db, house.store.secrets, person_id, lock=True)
            wanted = {name: getattr(person, name) for name in people.DETAILS} | {"address": f"Gade {n}"}
            people.correct(db, house.store.secrets, person, wanted, case_id, house.ids["caseworker"], NOW)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(move, range(4)))
    with house.store.read() as db:
        old = [one.before["address"] for one in people.corrections(db, house.store.secrets, person_id)]
        now = people.get(db, house.store.secrets, person_id).address
    assert sorted([*old, now]) == ["Gade 0", "Gade 1", "Gade 2", "Gade 3", "Prøvevej 1"]
