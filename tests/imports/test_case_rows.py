"""A row of a file that opens cases is the form of a new case: the same fields, the same rules, the same words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

import domain.all
from domain.case_rows import CaseRows, NewCase
from domain.citizen_rows import RowProblem
from domain.columns import columns_of as found_in
from domain.errors import BadInput
from domain.fields import choices, label_of
from domain.newcomers import Newcomer
from domain.policies import policies
from store.tabular import Row
from tests.support.rows import CVRS, FILES, GOOD, employer, opening, opens, young

assert domain.all
ON = date(2026, 11, 19)


def reader(name: str) -> CaseRows:
    return CaseRows(*opens(name), ON, policies())


def parse(name: str, *rows: Mapping[str, str]) -> list[Any]:
    return list(reader(name).parse(Row(n, dict(row)) for n, row in enumerate(rows, start=2)))


def good(name: str, row: Mapping[str, str]) -> NewCase:
    [one] = parse(name, row)
    assert isinstance(one, NewCase), one.reason.da
    return one


def refused(name: str, row: Mapping[str, str]) -> RowProblem:
    [one] = parse(name, row)
    assert isinstance(one, RowProblem)
    assert not one.skipped
    return one


# -- columns and headers -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_a_column_is_found_by_its_fields_name_and_by_its_words_in_both_languages(name: str) -> None:
    programme, file = opens(name)
    fields = (dict(Newcomer.model_fields) if programme.about_person else {}) | {
        key: programme.facts.model_fields[key] for key in file.facts or programme.facts.model_fields}  # fmt: skip
    known = reader(name).columns
    assert [one.name for one in known] == list(fields), "every field of the form has its column"
    for key, info in fields.items():
        title = label_of(key, info).title
        for header in (key, title.da, title.en.upper(), title.da.replace(" ", "_")):
            found = found_in([header, *(c.name for c in known if c.required and c.name != key)], known)
            assert found[header].name == key


@pytest.mark.parametrize("name", FILES)
def test_no_header_means_two_columns(name: str) -> None:
    meant: dict[str, str] = {}
    for one in reader(name).columns:
        for header in {one.name, one.title.da.lower(), one.title.en.lower(), *one.headers.split()}:
            assert meant.setdefault(header.replace(" ", "_"), one.name) == one.name


@pytest.mark.parametrize("name", FILES)
def test_every_option_is_read_by_its_code_and_by_its_words(name: str) -> None:
    programme = opens(name)[0]
    known = {one.name: one for one in reader(name).columns}
    seen = 0
    for key, info in programme.facts.model_fields.items():
        for code in choices(info) if key in known else ():
            words = (label_of(key, info).options or {})[code]
            for cell in (code, words.da, words.en.upper(), f" {words.da}  "):
                assert known[key].parse(cell) == code
                seen += 1
    assert seen > 20


@pytest.mark.parametrize("word", ["ungdomsklub", "Youth club", "youth club", "YOUTH_CLUB"])
def test_an_option_is_read_without_its_article_and_without_the_line_of_its_code(word: str) -> None:
    assert good("young", young(**{"hvem henviser?": word})).essence == good("young", young()).essence


@pytest.mark.parametrize("name", FILES)
def test_every_column_says_what_a_cell_may_hold(name: str) -> None:
    for one in reader(name).columns:
        assert one.help.da.endswith((".", "!")), one.name
        assert one.help.en.endswith((".", "!")), one.name


def test_a_header_that_nobody_knows_is_told_and_those_put_before_a_rejected_row_are_not() -> None:
    assert reader("young").unknown_headers(["linje", "årsag", "navn", "hårfarve"]) == ["hårfarve"]
    assert reader("employers").unknown_headers(["virksomhed", "arbejdsopgaver"]) == ["arbejdsopgaver"]


@pytest.mark.parametrize(("name", "without", "says"), [
    ("young", "navn", "Navn"), ("young", "hvem henviser?", "Hvem henviser?"), ("employers", "virksomhed", "Arbejdsplads"),
    ("employers", "sektor", "Arbejdsgiver"), ("openings", "branche", "Branche"),
])  # fmt: skip
def test_a_file_without_a_needed_column_is_refused_whole(name: str, without: str, says: str) -> None:
    with pytest.raises(BadInput, match="header_missing") as refusal:
        parse(name, {key: cell for key, cell in GOOD[name]().items() if key != without})
    assert refusal.value.text.da == f"Disse kolonner mangler: {says}"


def test_two_headers_of_one_column_are_refused_naming_it() -> None:
    with pytest.raises(BadInput, match="header_repeated") as refusal:
        parse("young", young() | {"name": "x"})
    assert refusal.value.text.da.endswith(": Navn")


# -- what is read --------------------------------------------------------------------------------------------------


def test_a_young_person_is_read_as_the_form_would_be() -> None:
    one = good("young", young(afsluttet_9_klasse="nej", lommepengejob="ja", lommepengesamtale="1.11.2026",
                              adressebeskyttelse="ja", reference="K-17", sprog="arabisk"))  # fmt: skip
    assert one.who == Newcomer(name="Amal Øland 0", phone="20 30 40 50", protected=True, reference="K-17", language="arabisk")
    assert one.facts.model_dump() == {
        "born_on": date(2010, 1, 15), "finished_ninth": False, "school": "", "area": "Nordparken",
        "referred_by": "youth_club", "pocket_money_job": True, "pocket_money_talk_on": date(2026, 11, 1),
        "wish": "En butik"}  # fmt: skip
    assert one.doubts == []


def test_a_vacancy_is_read_with_its_week_of_shifts() -> None:
    facts = good("openings", opening(arbejdstid="man-ons 15.00-16.30; lør 10-13 alene", alder_fra="13", alder_til="17")).facts
    assert (facts.hours, facts.places, facts.age_from, facts.age_to) == (Decimal("7.5"), 1, 13, 17)  # type: ignore[attr-defined]
    assert [(s.day, s.start, s.end, s.alone) for s in facts.week] == [  # type: ignore[attr-defined]
        ("monday", "15:00", "16:30", None), ("tuesday", "15:00", "16:30", None), ("wednesday", "15:00", "16:30", None),
        ("saturday", "10:00", "13:00", True)]  # fmt: skip


@pytest.mark.parametrize("written", ["7,5", "7.5", "7,50", "07.5"])
def test_a_number_is_the_same_however_it_is_written(written: str) -> None:
    assert good("openings", opening(**{"timer om ugen": written})).essence == good("openings", opening()).essence


@pytest.mark.parametrize("written", ["15.01.2010", "2010-01-15", "15/1/2010", "15-01-2010", "40193", "2010-01-15 00:00:00"])
def test_a_date_is_the_same_however_it_is_written_also_as_a_days_number_in_a_spreadsheet(written: str) -> None:
    assert good("young", young(fødselsdato=written)).essence == good("young", young()).essence


def test_a_late_shift_is_no_fault_of_a_vacancy_for_the_age_of_who_takes_it_decides() -> None:
    assert good("openings", opening(arbejdstid="fre 20:30-23:00", **{"timer om ugen": "2,5"}))


def test_the_birth_date_is_taken_from_the_cpr_number_where_it_is_missing() -> None:
    [one] = parse("young", young(cpr="1501105002", fødselsdato=""))
    assert one.facts == good("young", young()).facts
    [one] = parse("young", {k: v for k, v in young(cpr="1501105002").items() if k != "fødselsdato"})
    assert one.facts == good("young", young()).facts, "a file without the column"


def test_a_cpr_number_without_its_zero_is_restored_and_looked_at() -> None:
    one = good("young", young(cpr="101105003", fødselsdato=""))
    assert (one.cpr, len(one.doubts)) == ("0101105003", 1)


def test_a_text_may_have_lines_and_a_name_has_none() -> None:
    one = good("young", young(navn="Amal\n Øland  0", ønske="En butik.\nEller lager."))
    assert (one.who.name, one.facts.wish) == ("Amal Øland 0", "En butik.\nEller lager.")  # type: ignore[union-attr, attr-defined]


def test_a_sign_that_guarded_the_cell_when_it_was_handed_back_is_no_part_of_it() -> None:
    assert good("young", young(telefon="'+45 20 30 40 50")).who.phone == "+45 20 30 40 50"  # type: ignore[union-attr]
    assert refused("young", young(telefon="'=1+1")).code == "formula"


# -- what is refused, and in which words ---------------------------------------------------------------------------


@pytest.mark.parametrize(("changes", "says"), [
    ({"navn": ""}, "Navn: Feltet skal udfyldes."), ({"navn": "A"}, "Navn: Skriv mindst 2 tegn."),
    ({"navn": "x" * 201}, "Navn: Skriv højst 200 tegn."), ({"telefon": "1" * 41}, "Telefon: Skriv højst 40 tegn."),
    ({"ønske": "x" * 4_001}, "Hvad håber den unge på?: er for lang."),
    ({"fødselsdato": ""}, "Fødselsdato: Feltet skal udfyldes."), ({"fødselsdato": "15.01.10"}, "årstallet skal have fire cifre."),
    ({"fødselsdato": "31.02.2010"}, "Fødselsdato: er en dag, der ikke findes"), ({"fødselsdato": "20.11.2026"}, "Datoen er ikke kommet endnu."),
    ({"fødselsdato": "15.01.1910"}, "Fødselsdato: Datoen ligger for tidligt."),
    ({"fødselsdato": "20.11.2013"}, "Den unge er under 13 år og kan ikke henvises"),
    ({"cpr": "150110-5002", "fødselsdato": "16.01.2010"}, "Fødselsdatoen er en anden end den i CPR-nummeret."),
    ({"cpr": "3201105002"}, "CPR-nummerets dato findes ikke."), ({"cpr": "Amal Berg", "navn": "1501105002"}, "kun have tal"),
    ({"cpr": "15011"}, "skal have ti cifre"), ({"hvem henviser?": "naboen"}, "Hvem henviser?: værdien kendes ikke."),
    ({"lommepengejob": "ja"}, "Samtalen om lommepengejob blev holdt: Skriv, hvornår samtalen blev holdt."),
    ({"lommepengejob": "måske"}, "værdien kendes ikke."), ({"bydel": "=HYPERLINK(1)"}, "Bydel eller boligområde: har en formel"),
    ({"navn": "Amal\x01"}, "Navn: har usynlige styretegn."), ({"": "rest"}, "Rækken har celler uden overskrift."),
    ({"bydel": "x" * 81}, "Bydel eller boligområde: Skriv højst 80 tegn."), ({"navn": "Am\ufffdl"}, "bogstaver, der ikke kan læses"),
])  # fmt: skip
def test_a_bad_row_of_a_young_person_is_refused_with_the_reason(changes: dict[str, str], says: str) -> None:
    one = refused("young", young(**changes))
    assert says in one.reason.da, one.reason.da
    assert one.reason.en != one.reason.da
    assert one.cells == young(**changes), "nothing is lost"


@pytest.mark.parametrize(("changes", "says"), [
    ({"cvr": "12345675"}, "CVR-nummer: CVR-nummeret har otte cifre"), ({"cvr": "2000001"}, "CVR-nummeret har otte cifre"),
    ({"cvr": "", "sektor": "Kommunal"}, "CVR-nummer: En offentlig arbejdsgiver har et CVR-nummer."),
    ({"p-nummer": "12345"}, "P-nummer: P-nummeret har ti cifre."), ({"p-nummer": "0123456789"}, "P-nummeret har ti cifre."),
    ({"virksomhed": ""}, "Arbejdsplads: Feltet skal udfyldes."), ({"sektor": "kirkelig"}, "Arbejdsgiver: værdien kendes ikke."),
    ({"hvad tilbydes?": ""}, "Hvad tilbydes?: Feltet skal udfyldes."), ({"branche": "smedje"}, "Branche: værdien kendes ikke."),
    ({"timer om ugen": "-3"}, "Timer om ugen: Skal være over 0."), ({"timer om ugen": "750"}, "Timer om ugen: Tallet er for stort."), ({"timer om ugen": "41"}, "Timer om ugen: Højst 40."),
    ({"timer om ugen": "mange"}, "Timer om ugen: Skriv et tal."), ({"timer om ugen": "1.000,5"}, "Timer om ugen: Skriv et tal."),
    ({"timer om ugen": "NaN"}, "Timer om ugen: Skriv et tal."), ({"timer om ugen": "7,125"}, "Timer om ugen: Skriv højst to decimaler."),
    ({"antal pladser": "-1"}, "Antal pladser: Mindst 1."), ({"antal pladser": "1,5"}, "Antal pladser: Skriv et helt tal."),
    ({"antal pladser": "99999999999999"}, "Antal pladser: Højst 50."), ({"alder_fra": "17", "alder_til": "15"}, "Alder til: Lavere end alderen fra."),
    ({"alder_fra": "9"}, "Alder fra: Mindst 13."), ({"sidste arbejdsdag": "30.11.2026"}, "Sidste arbejdsdag: Slutter, før det begynder."),
    ({"første arbejdsdag": "01.12.2036"}, "Første arbejdsdag: Datoen ligger for sent."), ({"første arbejdsdag": "1.12.26"}, "fire cifre."),
    ({"arbejdstid": "lør 10-14"}, "Timer om ugen: Vagterne giver 4 timer om ugen."), ({"arbejdstid": "lørdag"}, "Arbejdstid: skriv arbejdstiden"),
    ({"arbejdstid": "man 10-14; lør 25-26"}, "Arbejdstid 2: Fra kl.: Skriv tiden som 16.00."),
    ({"arbejdstid": "man 10-10"}, "Arbejdstid 1: Skriv tiden som 16.00."), ({"arbejdstid": "man-søn 1-2; " * 3}, "Arbejdstid: Der er for mange linjer."),
])  # fmt: skip
def test_a_bad_row_of_an_opening_is_refused_with_the_reason(changes: dict[str, str], says: str) -> None:
    one = refused("openings", opening(**changes))
    assert says in one.reason.da, one.reason.da
    assert "kan ikke bruges" not in one.reason.da
    assert one.reason.en != one.reason.da


def test_all_that_is_wrong_is_said_at_once_and_a_cell_that_cannot_be_read_is_not_missing_too() -> None:
    one = refused("openings", opening(cvr="1", **{"første arbejdsdag": "snart", "branche": "smedje", "hvad tilbydes?": ""}))
    assert one.reason.da.count(": ") == 4, one.reason.da
    assert "Branche: Feltet" not in one.reason.da


@pytest.mark.parametrize(("changes", "lacks"), [
    ({"arbejdsopgaver": ""}, "arbejdsopgaver."), ({"bydel": "", "timer om ugen": ""}, "sted, timer om ugen."),
    ({"første arbejdsdag": ""}, "første arbejdsdag."),
    ({"hvad tilbydes?": "Læreplads"}, "virksomheden skal være godkendt som praktiksted."),
])  # fmt: skip
def test_an_opening_that_cannot_be_offered_yet_is_refused_with_what_it_lacks(changes: dict[str, str], lacks: str) -> None:
    assert refused("openings", opening(**changes)).reason.da == f"Før pladsen kan tilbydes, mangler: {lacks}"


def test_an_employer_to_approach_needs_none_of_that_and_tells_no_more() -> None:
    one = good("employers", employer(arbejdsopgaver="x", start="01.12.2026"))
    assert one.who is None
    assert (one.facts.tasks, one.facts.starts_on) == ("", None)  # type: ignore[attr-defined]


def test_only_a_private_household_has_no_cvr_number() -> None:
    assert good("employers", employer(cvr="", sektor="Privat"))
    assert refused("employers", employer(cvr="", sektor="Anden offentlig")).code == "missing"


# -- the rows of one file among themselves -------------------------------------------------------------------------


def test_a_row_that_stands_there_already_is_skipped_and_one_that_says_otherwise_is_refused() -> None:
    rows = [young(), young(navn="AMAL  øland 0"), young(telefon="11 11 11 11"), young(1), young(2, cpr="1501105002"),
            young(3, cpr="150110-5002"), young(2, cpr="1501105002")]  # fmt: skip
    found = parse("young", *rows)
    assert [one.code if isinstance(one, RowProblem) else "good" for one in found] == (
        ["good", "row_disagrees", "row_disagrees", "good", "good", "row_disagrees", "row_repeated"])  # fmt: skip
    assert "linje 2 med andre oplysninger" in found[2].reason.da


def test_people_of_one_name_or_one_birthday_are_each_taken() -> None:
    rows = [young(), young(fødselsdato="16.01.2010"), young(1), young(bydel="Søparken")]
    assert all(isinstance(one, NewCase) for one in parse("young", *rows))


def test_two_rows_of_one_vacancy_must_agree_and_other_places_of_the_firm_are_others() -> None:
    rows = [opening(), opening(arbejdsopgaver="Andet"), opening(bydel="Søparken"), opening(**{"første arbejdsdag": "02.12.2026"}),
            opening(branche="Butik"), opening(cvr=CVRS[1], virksomhed="x"), opening(**{"p-nummer": "1012345678"}), opening()]  # fmt: skip
    found = parse("openings", *rows)
    assert [one.code if isinstance(one, RowProblem) else "good" for one in found] == (
        ["good", "row_disagrees", "good", "good", "good", "good", "row_disagrees", "row_repeated"])  # fmt: skip


def test_a_firm_with_many_places_is_not_held_against_itself_row_by_row() -> None:
    programme, file = opens("openings")
    assert file.same is not None
    looked: list[Any] = []
    counting = replace(file.same, apart=lambda one, other: bool(looked.append(one)))
    rows = CaseRows(programme, replace(file, same=counting), ON, policies())
    found = list(rows.parse(Row(n, opening(bydel=f"Kvarter {n}")) for n in range(200)))
    assert all(isinstance(one, NewCase) for one in found)
    assert looked == []


def test_two_places_of_one_firm_are_told_apart_by_their_p_numbers() -> None:
    found = parse("openings", opening(**{"p-nummer": "1012345678"}), opening(**{"p-nummer": "1012345679"}),
                  opening(**{"p-nummer": "1012345678", "cvr": CVRS[3]}))  # fmt: skip
    assert [isinstance(one, NewCase) for one in found] == [True, True, False]


def test_households_without_a_number_are_told_apart_by_name() -> None:
    found = parse("employers", employer(cvr=""), employer(cvr="", virksomhed="Familien Ager"), employer(cvr="", telefon="99 99 99 99"))
    assert [isinstance(one, NewCase) for one in found] == [True, True, False]


def test_a_totals_row_is_skipped_but_not_a_faulty_row_of_a_firm_called_total() -> None:
    found = parse("employers", employer(), {"virksomhed": "I alt", "sektor": "17", "cvr": "4"},
                  employer(virksomhed="Total", cvr="1"))  # fmt: skip
    assert [getattr(one, "code", "good") for one in found] == ["good", "totals_row", "cvr_wrong"]


def test_the_reason_never_repeats_a_cell() -> None:
    secret = young(navn="Zebulon Quistgaard", cpr="3201105002", telefon="1" * 41, bydel="=Hemmelig", fødselsdato="15.01.10")
    reason = refused("young", secret).reason
    for word in ("Zebulon", "320110", "1111", "Hemmelig", "15.01"):
        assert word not in reason.da + reason.en


def test_the_essence_of_a_case_is_the_same_when_a_later_version_knows_more_facts() -> None:
    one = good("young", young())
    later = type("Later", (type(one.facts),), {"__annotations__": {"new": str}, "new": "", "__module__": __name__})
    assert replace(one, facts=later.model_validate(one.facts.model_dump(mode="json"))).essence == one.essence


def test_birthdays_count_on_the_day_of_the_import() -> None:
    turns = ON.replace(year=ON.year - 13)
    assert good("young", young(fødselsdato=f"{turns:%d.%m.%Y}"))
    assert refused("young", young(fødselsdato=f"{turns + timedelta(days=1):%d.%m.%Y}")).code == "too_young"
