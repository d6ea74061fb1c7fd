from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from cryptography.exceptions import InvalidTag

from domain.errors import DuplicateCase
from store import cases, people
from store.cases import CaseIsClosed
from store.db import Store
from store.tables import metadata
from tests.support.house import House
from tests.support.world import today

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CPR, NAME, ADDRESS = "0101901111", "Ngọc-Ánh Ægidius Østergård-Ibn Sīnā", "Ellebjergvej 17, 3. tv"


def put(store: Store, cpr: str = CPR, name: str = NAME) -> str:
    with store.write() as db:
        return people.put(
            db, store.secrets, cpr=cpr, name=name, address=ADDRESS, protected=True, language="vi", now=NOW
        )


def found(store: Store, text: str) -> list[str]:
    query = people.matching_name(store.secrets, text)
    with store.read() as db:
        return [] if query is None else list(db.execute(query).scalars())


def every_byte(store: Store) -> bytes:
    """The database as its disk has it, or as its tables would be dumped."""
    if store.is_sqlite:
        store.close()
        return b"".join(p.read_bytes() for p in Path(str(store.url.database)).parent.iterdir())
    with store.read() as db:
        rows = [db.execute(sa.select(sa.cast(sa.literal_column(f'"{t.name}"'), sa.Text)).select_from(t)).scalars().all()
                for t in metadata.sorted_tables]  # fmt: skip
    return "\n".join(row for table in rows for row in table).encode()


def test_nobody_reads_a_name_a_number_or_an_address_from_the_disk(store: Store) -> None:
    person = put(store)
    disk = every_byte(store)
    assert person.encode() in disk
    for secret in (CPR, f"{CPR[:6]}-{CPR[6:]}", *NAME.replace("-", " ").split(), "Ellebjergvej"):
        for encoding in ("utf-8", "utf-16-le"):
            assert secret.encode(encoding) not in disk
        assert secret.encode().hex().encode() not in disk
    with store.read() as db:
        read = people.get(db, store.secrets, person)
    assert (read.cpr, read.name, read.address, read.masked_cpr) == (CPR, NAME, ADDRESS, "010190-****")


def test_a_sealed_field_cannot_be_moved_to_another_person(store: Store) -> None:
    first, second = put(store), put(store, "0202902222", "En Anden")
    table = metadata.tables["people"]
    with store.write() as db:
        stolen = db.execute(sa.select(table.c.name).where(table.c.id == first)).scalar_one()
        db.execute(sa.update(table).where(table.c.id == second).values(name=stolen))
    with pytest.raises(InvalidTag), store.read() as db:
        people.get(db, store.secrets, second)


@pytest.mark.parametrize("text", ["østergård", "ÆGIDIUS", "ibn", "Ngọc Sīnā", NAME])
def test_a_person_is_found_by_whole_words_of_the_name_in_any_case(store: Store, text: str) -> None:
    person, _ = put(store), put(store, "0202902222", "Ægidius Jensen")
    assert person in found(store, text)
    assert len(found(store, text)) == (2 if text == "ÆGIDIUS" else 1)


@pytest.mark.parametrize("text", ["øster", "Ægidius Nielsen", "", "  -  "])
def test_a_part_of_a_word_or_one_wrong_word_finds_nobody(store: Store, text: str) -> None:
    put(store)
    assert found(store, text) == []


def test_a_new_name_replaces_the_old_one_in_the_search(store: Store) -> None:
    person = put(store)
    assert put(store, name="Anna Holm") == person
    assert (found(store, "Østergård"), found(store, "anna holm")) == ([], [person])


def test_a_person_is_found_by_the_whole_number_only(store: Store) -> None:
    person = put(store)
    with store.read() as db:
        assert people.by_cpr(db, store.secrets, CPR) == person
        assert people.by_cpr(db, store.secrets, "0101901112") is None


def test_whoever_has_no_number_yet_is_a_person_of_their_own_and_no_search_for_a_number_finds_them(store: Store) -> None:
    with store.write() as db:
        said = people.Identity(cpr="", name="Amal Berg", address="", protected=None, language="")
        first, second = people.put_all(db, store.secrets, [said, said], datetime.now(UTC), [])
    assert first != second
    with store.read() as db:
        assert people.by_cprs(db, store.secrets, ["", "0000000000"]) == {}
        person = people.get(db, store.secrets, first)
        assert (person.cpr, person.masked_cpr, person.written_cpr) == ("", "", "")


def test_a_person_has_one_open_case_and_the_refusal_names_it(house: House) -> None:
    case = house.put(cpr=CPR)
    with pytest.raises(DuplicateCase) as refused:
        house.put(cpr=CPR)
    assert refused.value.case_id == case
    assert case in refused.value.text.da
    with house.store.write() as db:
        cases.close(db, case, "closed", 2, "closed", NOW)
    assert house.put(cpr=CPR) != case


def test_two_who_open_a_case_for_one_person_at_once_make_one(house: House) -> None:
    put(house.store)

    def open_one(_: int) -> str:
        try:
            return house.put(cpr=CPR)
        except DuplicateCase as refusal:
            return refusal.case_id

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(open_one, range(6)))) == 1


def test_case_numbers_have_no_gap_and_no_double(house: House) -> None:
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda n: house.put(cpr=f"010190{n:04}"), range(24)))
    assert sorted(opened) == [f"ARB-{today().year}-{n:06}" for n in range(1, 25)]


def test_a_case_is_numbered_in_the_year_that_it_is_in_copenhagen(house: House) -> None:
    new_year = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert house.put(cpr=CPR, now=new_year) == "ARB-2027-000001"


def test_a_word_to_a_closed_case_is_refused_and_one_to_an_open_case_keeps_its_reason_here(house: House) -> None:
    case = house.put()
    with house.store.write() as db:
        cases.tell(db, house.case(case), "suspend", {"until": None}, house.ids["supervisor"], "Barsel", NOW)
    word = house.messages(case)[-1]
    assert (word.name, word.payload["kind"]) == ("interrupt", "suspend")
    assert "Barsel" not in str(word.payload)
    with house.store.write() as db:
        cases.close(db, case, "closed", 2, "closed", NOW)
    with pytest.raises(CaseIsClosed), house.store.write() as db:
        cases.tell(db, house.case(case), "resume", {}, house.ids["supervisor"], "Færdig", NOW)


def test_an_older_word_of_the_workflow_moves_no_case_back(house: House) -> None:
    case = house.put()
    with house.store.write() as db:
        cases.enter(db, case, "guidance", 3, NOW)
        cases.enter(db, case, "coverage", 2, NOW)
    assert (house.case(case).stage, house.case(case).visit) == ("guidance", 3)
