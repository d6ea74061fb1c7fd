"""Where somebody was in a list when they opened a task, carried in the address, so that the way leads back there."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from fastapi import Request

from web.inbox_filter import Filter, read

PARAMETER, BESIDE = "in", "beside"
LONGEST = 1000


@dataclass(frozen=True)
class Place:
    """A page of a list. `beside`: the task stands next to the list, not on a page of its own."""

    filter: Filter
    cursor: str = ""
    beside: bool = False

    @property
    def suffix(self) -> str:
        """What the address of a task opened from here ends with."""
        written = urlencode(self.filter.kept | ({"cursor": self.cursor} if self.cursor else {}))
        return "?" + urlencode({PARAMETER: written} | ({BESIDE: "1"} if self.beside else {}))

    def list_url(self, task_id: str = "", notice: str = "", about: str = "") -> str:
        """The list as it was; `task_id`: shown beside it, or where the list has it."""
        more = {"task": task_id if self.beside else "", "notice": notice, "about": about}
        added = urlencode({name: value for name, value in more.items() if value})
        return self.filter.url(self.cursor) + (f"&{added}" if added else "") + (f"#t-{task_id}" if task_id else "")

    def task_url(self, task_id: str, notice: str = "") -> str:
        """The task, where it was opened."""
        if self.beside:
            return self.list_url(task_id, notice)
        return f"/tasks/{task_id}{self.suffix}" + (f"&notice={notice}" if notice else "")


def place_of(request: Request) -> Place | None:
    """None where the task was not opened from a list."""
    written = request.query_params.get(PARAMETER, "")
    if not written or len(written) > LONGEST:
        return None
    given = dict(parse_qsl(written))
    return Place(read(given), given.get("cursor", ""), request.query_params.get(BESIDE) == "1")


def suffix_of(request: Request) -> str:
    place = place_of(request)
    return place.suffix if place else ""


def task_url(request: Request, task_id: str, notice: str = "", anchor: str = "") -> str:
    place = place_of(request)
    if place is not None:
        return place.task_url(task_id, notice)
    return f"/tasks/{task_id}" + (f"?notice={notice}" if notice else "") + (f"#{anchor}" if anchor else "")
