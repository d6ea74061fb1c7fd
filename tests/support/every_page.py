"""Every page of the web: at which address it shows its fullest content, and who opens it."""

from __future__ import annotations

from typing import NamedTuple


class Shown(NamedTuple):
    """A page as somebody opens it. `address` has the ids of `tests.support.town` in curly brackets."""

    name: str
    route: str
    who: str | None
    address: str


PAGES = [Shown(*one) for one in (
    ("accessibility", "/accessibility", None, "/accessibility"),
    ("login", "/login", None, "/login"),
    ("me", "/me", "supervisor", "/me"),
    ("my-absence", "/me/away", "benefit", "/me/away"),
    ("inbox", "/inbox", "supervisor", "/inbox?view=all"),
    ("inbox-mine", "/inbox", "benefit2", "/inbox?view=mine"),
    ("inbox-beside", "/inbox", "supervisor", "/inbox?view=all&task={late}"),
    ("filters", "/filters", "supervisor", "/filters"),
    ("bulk", "/tasks/bulk/{run_id}", "supervisor", "/tasks/bulk/{run}"),
    ("notices", "/notices", "supervisor", "/notices"),
    ("task", "/tasks/{task_id}", "benefit", "/tasks/{late}"),
    ("task-approval", "/tasks/{task_id}", "supervisor2", "/tasks/{approve}"),
    ("task-reassessment", "/tasks/{task_id}", "legal", "/tasks/{reassess}"),
    ("task-match", "/tasks/{task_id}", "youth", "/tasks/{match}"),
    ("task-claim", "/tasks/{task_id}", "youth", "/tasks/{check}"),
    ("task-letter", "/tasks/{task_id}", "caseworker", "/tasks/{reach}"),
    ("sending", "/tasks/{task_id}/send", "legal", "{sending}"),
    ("letter-again", "/letters/{letter_id}/again", "caseworker", "/letters/{letter}/again"),
    ("cases", "/cases", "supervisor", "/cases"),
    ("case", "/cases/{case_id}", "legal", "/cases/{case}"),
    ("case-complaint", "/cases/{case_id}", "legal", "/cases/{complaint}"),
    ("case-protected", "/cases/{case_id}", "supervisor", "/cases/{protected}"),
    ("case-youth", "/cases/{case_id}", "youth", "/cases/{referred}"),
    ("case-employed", "/cases/{case_id}", "youth", "/cases/{employed}"),
    ("case-refund", "/cases/{case_id}", "economy", "/cases/{refund}"),
    ("case-vacancy", "/cases/{case_id}", "company", "/cases/{vacancy}"),
    ("case-campaign", "/cases/{case_id}", "civic", "/cases/{campaign}"),
    ("case-letters", "/cases/{case_id}", "caseworker", "/cases/{sent_case}"),
    ("plan", "/cases/{case_id}/plan", "legal", "/cases/{case}/plan"),
    ("weeks", "/cases/{case_id}/weeks", "legal", "/cases/{case}/weeks"),
    ("attendance", "/cases/{case_id}/attendance", "legal", "/cases/{case}/attendance"),
    ("spells", "/cases/{case_id}/spells", "legal", "/cases/{case}/spells"),
    ("facts", "/cases/{case_id}/facts", "legal", "/cases/{case}/facts"),
    ("people", "/cases/{case_id}/people", "legal", "/cases/{case}/people"),
    ("citizen", "/cases/{case_id}/citizen", "legal", "/cases/{case}/citizen"),
    ("consents", "/cases/{case_id}/consents", "youth", "/cases/{referred}/consents"),
    ("opening", "/cases/{case_id}/open/{programme}", "legal", "/cases/{case}/open/complaint"),
    ("opening-claim", "/cases/{case_id}/open/{programme}", "youth", "/cases/{employed}/open/wage_refund"),
    ("newcomer", "/new/{programme}", "youth", "/new/youth"),
    ("newcomer-vacancy", "/new/{programme}", "company", "/new/vacancy"),
    ("newcomer-lead", "/new/{programme}", "outreach", "/new/perspektiv"),
    ("opening-concern", "/cases/{case_id}/open/{programme}", "outreach", "/cases/{lead}/open/concern"),
    ("opening-expense", "/cases/{case_id}/open/{programme}", "outreach", "/cases/{lead}/open/expense"),
    ("newcomer-campaign", "/new/{programme}", "civic", "/new/civic"),
    ("opening-material", "/cases/{case_id}/open/{programme}", "civic", "/cases/{fresh}/open/material"),
    ("opening-event", "/cases/{case_id}/open/{programme}", "civic", "/cases/{campaign}/open/event"),
    ("case-event", "/cases/{case_id}", "civic", "/cases/{event}"),
    ("task-areas", "/tasks/{task_id}", "civicboss", "/tasks/{areas}"),
    ("task-work", "/tasks/{task_id}", "civic", "/tasks/{work}"),
    ("task-evaluation", "/tasks/{task_id}", "civic", "/tasks/{evaluate}"),
    ("task-list", "/tasks/{task_id}", "jurist", "/tasks/{list}"),
    ("task-offers", "/tasks/{task_id}", "outreach", "/tasks/{offers}"),
    ("case-expense", "/cases/{case_id}", "economy", "/cases/{bill}"),
    ("newcomer-session", "/new/{programme}", "youth", "/new/session"),
    ("referrals", "/referrals", "club", "/referrals"),
    ("places", "/places", "partner", "/places"),
    ("places-import", "/places/import", "partner", "/places/import"),
    ("proposals", "/proposals", "youth", "/proposals"),
    ("budgets", "/budgets", "economy", "/budgets"),
    ("budget-line", "/budgets/{line_id}", "economy", "{line}"),
    ("budget-change", "/budgets/change", "economy", "/budgets/change"),
    ("budget-counter", "/budgets/{line_id}/entries/{entry_id}/counter", "economy", "{counter}"),
    ("reports", "/reports", "economy", "/reports"),
    ("report", "/reports/{name}", "economy", "/reports/youth_outcomes"),
    ("report-committee", "/reports/{name}", "economy", "/reports/committee"),
    ("overview", "/overview", "supervisor", "/overview"),
    ("overview-programme", "/overview/{programme}", "supervisor", "/overview/obligation"),
    ("workload", "/workload", "supervisor", "/workload"),
    ("share", "/workload/{team}/share", "supervisor", "/workload/{team}/share"),
    ("ahead", "/ahead", "supervisor", "/ahead"),
    ("forgotten", "/forgotten", "supervisor", "/forgotten"),
    ("forgotten-engine", "/forgotten/engine", "supervisor", "/forgotten/engine"),
    ("incidents", "/incidents", "supervisor", "/incidents"),
    ("lookups", "/lookups", "supervisor", "/lookups"),
    ("absences", "/away", "supervisor", "/away"),
    ("absence-of", "/away/{user_id}", "supervisor", "/away/{away}"),
    ("import", "/import", "supervisor", "/import"),
)]  # fmt: skip
NO_PAGE = {
    "/": "leads to the first page of whoever asks",
    "/search/{search_id}": "the page of /cases, with what somebody searched for",
    "/inbox/changes": "a stream of what changed",
    "/inbox/counts": "a part of the inbox",
    "/cases/{case_id}/export.zip": "a file", "/import/{import_id}/rejected.csv": "a file",
    "/places/import/{import_id}/rejected.csv": "a file", "/letters/{letter_id}.pdf": "a file",
    "/reports/{name}.{form}": "a file", "/budgets/{line_id}/entries.csv": "a file",
    "/healthz": "for machines", "/readyz": "for machines", "/metrics": "for machines",
}  # fmt: skip
"""What answers no page of its own, and why. All under /api is for programs."""
