"""What a person sees before deciding: what the rule says, by which rows of law, and the facts of the case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from domain.policies import Policies
from domain.programmes import PROGRAMMES, kind_named
from domain.tasks import FINAL
from domain.text import Text
from store import cases
from store.dossier import Dossier
from web import whole, words
from web.offers import offers_of
from web.written import written

Row = sa.Row[Any]


def rules_used(ruling: Mapping[str, Any], policies: Policies) -> list[dict[str, Any]]:
    """Each rule that the ruling applied, in words; by its bare name where its row is no longer on file."""
    versions: list[str] = ruling.get("policy_versions", [])
    said = [words.rule(row) for row in policies.rows(versions)]
    rows: list[dict[str, Any]] = [{"label": words.RULE, "value": says, "because": source} for says, source in said]
    gone = sorted(set(versions) - {row.version for row in policies.rows(versions)})
    return rows + ([{"label": words.RULES_USED, "value": words.versions(gone), "because": None}] if gone else [])


def ruling_of(db: sa.Connection, task: Row, kind: Any, today: date, policies: Policies) -> dict[str, Any]:
    """The newest on file; while the task is open, what holds it shut is judged as it will be when it is decided."""
    ruling = cases.newest_ruling(db, task.case_id, kind.rule) if kind.rule else None
    if ruling is not None and kind.guard == kind.rule and task.state not in FINAL:
        case = cases.get(db, task.case_id)
        assert case is not None
        return PROGRAMMES[case.programme].rules[kind.rule](Dossier(db, case), today, policies).ruling
    return dict(ruling.ruling) if ruling else {}


def shown(db: sa.Connection, task: Row, kind: Any, ruling: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the person needs to see before deciding: the ruling, and what the workflow says."""
    rows: list[dict[str, Any]] = []
    if ruling:
        because = Text.model_validate(ruling["because"])
        rows.append({"label": words.INDICATION, "value": because, "because": None})
        for one in ruling.get("requirements", []):
            title = Text.model_validate(one["title"]) if "title" in one else words.REQUIREMENTS[one["name"]]
            rows.append({"label": title, "value": words.met(one["met"]),
                         "because": Text.model_validate(one["because"])})  # fmt: skip
    rows += [{**one, "because": None} for one in written(kind, task.data)]
    case = cases.get(db, task.case_id)
    if case is not None and (kind.shows_facts or PROGRAMMES[case.programme].by_hand):
        rows += facts_shown(db, case, offers_of(db, PROGRAMMES[case.programme], case.parent_id))
    if case is not None and kind.shows:
        rows += _earlier(db, case, kind.shows)
    if task.kind.endswith(".data_quality"):
        doubts = case.doubts if case else []
        rows += [{"label": words.DOUBT, "value": Text.model_validate(d), "because": None} for d in doubts]
    return rows


def _earlier(db: sa.Connection, case: Row, kinds: tuple[str, ...]) -> list[dict[str, Any]]:
    newest = {one.kind: one.answer for one in Dossier(db, case).done(*kinds)}
    return [{**row, "because": None} for name in kinds if name in newest
            for row in written(kind_named(name).decision, newest[name])]  # fmt: skip


def facts_shown(db: sa.Connection, case: Row, offers: whole.Offers) -> list[dict[str, Any]]:
    """The facts, and what stands beside them."""
    beside = PROGRAMMES[case.programme].beside
    return fact_rows(case, offers) + ([one._asdict() for one in beside(Dossier(db, case))] if beside else [])


def fact_rows(case: Row, offers: whole.Offers) -> list[dict[str, Any]]:
    """The facts in words; an id that was picked from a list, in the words of the list."""
    said = written(PROGRAMMES[case.programme].facts, case.facts, offers)
    return said + [{"label": words.EXTRA[k], "value": words.said(v)} for k, v in case.extra.items() if k in words.EXTRA]
