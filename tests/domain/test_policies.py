from datetime import date, time

import pytest
from pydantic import ValidationError

from domain.policies import NoPolicy, Policies, PolicyConflict, PolicyValue, load, policies
from domain.text import Text

EVERY = policies().all()


def row(name="x.y", since=date(2025, 1, 1), value=1, to=None):
    says = Text(da="a", en="b")
    return PolicyValue(name=name, from_=since, to=to, value=value, unit="u", says=says, source="s", confidence="low")


@pytest.mark.parametrize("each", EVERY, ids=lambda each: each.version)
def test_every_row_says_what_it_is_where_it_comes_from_and_how_sure_it_is(each):
    assert each.source.strip()
    assert each.confidence in {"high", "med", "low"}
    assert each.says.da.strip()
    assert each.says.en.strip()
    assert each.unit.strip()


@pytest.mark.parametrize("each", EVERY, ids=lambda each: each.version)
def test_every_row_without_a_public_source_is_local(each):
    assert each.local or "LOCAL DEFAULT" not in each.source


def test_a_number_is_in_force_from_its_first_day_and_not_the_day_before():
    assert policies().at("coverage.employment_hours", date(2025, 1, 1)).value == 4810
    with pytest.raises(NoPolicy) as refused:
        policies().at("coverage.employment_hours", date(2024, 12, 31))
    assert refused.value.status == 422
    assert "31.12.2024" in refused.value.text.da
    assert "31 December 2024" in refused.value.text.en


@pytest.mark.parametrize(
    ("on", "cutoff"), [(date(2025, 6, 30), date(2008, 1, 1)), (date(2025, 7, 1), date(1968, 4, 2))]
)
def test_the_entry_cutoff_changes_on_1_july_2025(on, cutoff):
    assert policies().at("coverage.entry_cutoff", on).value == cutoff


@pytest.mark.parametrize(("on", "there"), [(date(2025, 6, 30), True), (date(2025, 7, 1), False)])
def test_sho_is_a_benefit_only_before_1_july_2025(on, there):
    assert ("sho" in policies().at("benefit.names", on).value) is there


def test_an_unknown_name_is_refused():
    with pytest.raises(NoPolicy):
        policies().at("no.such.rule", date(2025, 1, 1))


def test_a_row_ends_after_its_own_last_day():
    some = Policies([row(to=date(2025, 6, 30))])
    assert some.at("x.y", date(2025, 6, 30)).value == 1
    with pytest.raises(NoPolicy):
        some.at("x.y", date(2025, 7, 1))


def test_two_rows_on_the_same_day_are_a_conflict_at_load():
    with pytest.raises(PolicyConflict, match=r"x\.y@2025-01-01"):
        Policies([row(value=1), row(value=2)])


def test_a_municipality_adds_rows_in_a_folder_of_its_own(tmp_path):
    (tmp_path / "mine.toml").write_text(
        '[[deadline.local]]\nfrom = 2025-01-01\nvalue = 3\nunit = "days"\nsource = "BIU"\nconfidence = "high"\n'
        'says = { da = "a", en = "b" }\n',
        encoding="utf-8",
    )
    assert load(tmp_path).names() == ["deadline.local"]


def test_a_row_without_source_is_refused_at_load(tmp_path):
    (tmp_path / "bad.toml").write_text(
        '[[a.b]]\nfrom = 2025-01-01\nvalue = 3\nunit = "days"\nconfidence = "high"\nsays = { da = "a", en = "b" }\n',
        encoding="utf-8",
    )
    with pytest.raises(ValidationError):
        load(tmp_path)


def test_a_number_outside_a_table_is_refused_at_load(tmp_path):
    (tmp_path / "bad.toml").write_text("[a]\nb = 3\n", encoding="utf-8")
    with pytest.raises(PolicyConflict):
        load(tmp_path)


def test_a_value_of_another_type_is_a_bug():
    with pytest.raises(TypeError):
        policies().at("coverage.employment_hours", date(2025, 1, 1)).as_(time)


def test_the_version_names_the_row_for_ever():
    assert (
        policies().at("coverage.employment_hours", date(2026, 5, 5)).version == "coverage.employment_hours@2025-01-01"
    )
