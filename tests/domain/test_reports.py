"""Every report of every programme: named, said, and for people of the house."""

from __future__ import annotations

import re
from collections import Counter

import pytest

import domain.all
from domain.programmes import PROGRAMMES, Programme, reports
from domain.reports.report import Report
from domain.roles import OUTSIDERS, Role

EVERY = [(programme, one) for programme in PROGRAMMES.values() for one in programme.reports]
assert domain.all


def test_a_name_is_of_one_report_and_fits_an_address() -> None:
    assert max(Counter(one.name for _, one in EVERY).values()) == 1
    assert all(re.fullmatch("[a-z_]+", one.name) for _, one in EVERY)
    assert reports()["youth_outcomes"][0].name == "youth"


@pytest.mark.parametrize(("programme", "report"), EVERY, ids=lambda one: one.name)
def test_it_says_what_it_is_about_and_is_read_by_people_of_the_house(programme: Programme, report: Report) -> None:
    for said in (report.title, report.says):
        assert said.da.strip()
        assert said.en.strip()
        assert said.da != said.en
    assert report.read_by
    assert not report.read_by & (OUTSIDERS | {Role.integration})


@pytest.mark.parametrize(("programme", "report"), EVERY, ids=lambda one: one.name)
def test_what_it_reads_are_fields_that_there_are(programme: Programme, report: Report) -> None:
    kinds = {one.kind: one for one in programme.kinds}
    assert set(report.wants.facts) <= set(programme.facts.model_fields)
    for kind, names in report.wants.answers.items():
        assert set(names) <= set(kinds[kind].decision.model_fields)
    for kind, names in report.wants.data.items():
        assert set(names) <= set(kinds[kind].model_fields)
