"""Each number of the overview leads to the list that it counts: where that is, and what the list then shows."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from domain.text import Text, dated
from store.users import User

OWN, NOBODY, WEEK = "own", "nobody", "week"
LISTS = {
    "open": ("/cases", {"open": "1"}),
    "suspended": ("/cases", {"open": "1", "suspended": "1"}),
    "tasks": ("/inbox", {"view": "all"}),
    "overdue": ("/inbox", {"view": "all", "due": "overdue"}),
    "unassigned": ("/inbox", {"view": "all", "person": NOBODY}),
    "due_this_week": ("/inbox", {"view": "all", "due": WEEK}),
    "escalated": ("/inbox", {"view": "all", "due": "escalated"}),
    "incidents": ("/incidents", {}),
}
OPENED = {"opened_from": Text(da="Åbnet tidligst ", en="Opened on or after "),
          "opened_to": Text(da="Åbnet senest ", en="Opened on or before ")}  # fmt: skip
BY_LINK = ("team", "suspended", *OPENED)
"""What a list is narrowed to by such a link alone."""
TAGS: dict[tuple[str, str], Text] = {
    ("team", OWN): Text(da="Egne team", en="Own teams"),
    ("suspended", "1"): Text(da="Sat i bero", en="Suspended"),
}


def teams(user: User, team: str) -> frozenset[str]:
    """Those of the own teams that `team` names: one by its id, or all."""
    return user.teams if team in ("", OWN) else user.teams & {team}


def url(what: str, team: str = "", programme: str = "") -> str:
    """The list of what is counted under this name. Tasks that somebody holds in another team are no work of the own
    teams, so that the list of tasks always names a team."""
    path, asked = LISTS[what]
    team = team or (OWN if path == "/inbox" else "")
    query = urlencode({k: v for k, v in {**asked, "team": team, "programme": programme}.items() if v})
    return f"{path}?{query}" if query else path


def tasks_url(team: str = "", **asked: str) -> str:
    """The open tasks of one team, or of the own ones, narrowed further."""
    return "/inbox?" + urlencode({"view": "all", "team": team or OWN} | asked)


def tags(path: str, kept: dict[str, str], user: User) -> list[dict[str, Any]]:
    """The filters that came by such a link, each with the way to take it away."""
    found = []
    for name in BY_LINK:
        value = kept.get(name, "")
        says: Text | str | None = TAGS.get((name, value)) or (user.team_names.get(value) if name == "team" else None)
        if value and name in OPENED:
            on = dated(date.fromisoformat(value))
            says = Text(da=OPENED[name].da + on.da, en=OPENED[name].en + on.en)
        if says:
            others = {k: v for k, v in kept.items() if v and k != name}
            found.append({"text": says, "remove_url": f"{path}?{urlencode(others)}"})
    return found
