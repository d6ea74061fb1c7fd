"""The picture of areas: a tile for each where it lies, and on a narrow page two abreast; in units of the drawing."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

import sqlalchemy as sa

from domain.areas import Area, Areas, Place, percent, points
from domain.policies import Policies
from domain.programmes import PROGRAMMES
from domain.roles import READS_TURNOUT
from domain.text import Text, joined, number
from store.dossier import Dossier
from store.users import User

GAP, PAD = 16, 10
LINE, WORK, HEAD = 16, 21, 50
"""Heights of a line of the name, of a piece of work with its bar, and of the turnout with its polling place."""
NAME, SMALL = 7.3, 6.4
"""Widths of a letter of the name and of what stands below it."""


class Shape(NamedTuple):
    name: str
    tile: int
    place: Callable[[Areas], list[tuple[Area, int, int]]]
    """Column and row of each area."""


def _where_they_lie(areas: Areas) -> list[tuple[Area, int, int]]:
    return [(one, one.column, one.row) for one in areas.areas]


def _two_abreast(areas: Areas) -> list[tuple[Area, int, int]]:
    return [(one, n % 2, n // 2) for n, one in enumerate(areas.lowest_first)]


SHAPES = (Shape("wide", 152, _where_they_lie), Shape("narrow", 160, _two_abreast))


def shown(db: sa.Connection, user: User, case: sa.Row[Any], on: date, policies: Policies,
          task: str | None = None) -> dict[str, Any] | None:  # fmt: skip
    """What _area_map.html shows of a case, or beside a task of that kind; None where its programme shows no areas."""
    programme = PROGRAMMES[case.programme]
    if programme.areas is None or (task is not None and task not in programme.areas_at):
        return None
    return area_map(programme.areas(Dossier(db, case), on, policies), bool(user.roles & READS_TURNOUT))


def area_map(areas: Areas, may_import: bool) -> dict[str, Any]:
    charts = [drawn(areas, shape) for shape in SHAPES] if areas.areas else []
    return {
        "charts": charts, "rows": [_row(one) for one in areas.lowest_first], "shades": _shades(areas.bounds),
        "before_on": areas.before_on, "after_on": areas.after_on, "notes": areas.notes, "sources": areas.sources,
        "has_work": any(one.work for one in areas.areas),
        "unread": areas.unread, "may_import": may_import,
    }  # fmt: skip


def drawn(areas: Areas, shape: Shape) -> dict[str, Any]:
    """The tiles of a row are as high as the one with most to say."""
    placed = shape.place(areas)
    letters = int((shape.tile - 2 * PAD) / NAME)
    names = {area.name: _lines(area.name, letters) for area, _, _ in placed}
    heights = {row: max(_height(area, names[area.name]) for area, _, at in placed if at == row) for _, _, row in placed}
    tops = {row: sum(heights[above] + GAP for above in heights if above < row) for row in heights}
    most = {kind: max(count for one in areas.areas for what, count in one.work if what == kind)
            for one in areas.areas for kind, _ in one.work}  # fmt: skip
    tiles = [_tile(area, names[area.name], areas.shade(area), column * (shape.tile + GAP), tops[row], heights[row])
             | {"work": _bars(area, most, shape.tile - 2 * PAD)} for area, column, row in placed]  # fmt: skip
    columns = 1 + max(column for _, column, _ in placed)
    return {
        "shape": shape.name, "tile": shape.tile, "tiles": tiles, "longest": int((shape.tile - 2 * PAD) / SMALL),
        "width": columns * (shape.tile + GAP) - GAP, "height": sum(heights.values()) + GAP * (len(heights) - 1),
    }  # fmt: skip


def _tile(area: Area, name: Sequence[str], shade: int | None, x: int, y: int, height: int) -> dict[str, Any]:
    below = y + PAD + LINE * len(name)
    return {
        "x": x, "y": y, "height": height, "shade": shade, "chosen": area.chosen, "pad": PAD,
        "name": [(y + PAD + 4 + LINE * n + 8, line) for n, line in enumerate(name)],
        "turnout_y": below + 26, "place_y": below + HEAD - 6, "work_y": below + HEAD + 14,
        **_place(area.lowest),
    }  # fmt: skip


def _height(area: Area, name: Sequence[str]) -> int:
    return 2 * PAD - 2 + LINE * len(name) + HEAD + WORK * len(area.work)


def _bars(area: Area, most: dict[Text, int], width: int) -> list[dict[str, Any]]:
    """Each kind of work against where there is most of it."""
    return [{"says": said(what, count), "width": round(count / most[what] * width, 1), "y": n * WORK}
            for n, (what, count) in enumerate(area.work)]  # fmt: skip


def _lines(name: str, letters: int) -> list[str]:
    """At most two lines; the table has the whole name."""
    return textwrap.wrap(name, letters, max_lines=2, placeholder="…")


def said(what: Text, count: int) -> Text:
    return joined([number(count), what])


def _place(place: Place | None) -> dict[str, Any]:
    if place is None:
        return dict.fromkeys(("place", "before", "after", "moved"))
    given = {"before": (percent, place.before), "after": (percent, place.after), "moved": (points, place.moved)}
    return {"place": place.name} | {
        key: None if value is None else write(value) for key, (write, value) in given.items()}  # fmt: skip


def _row(area: Area) -> dict[str, Any]:
    """An area of the table, with a line for each polling place and one where there is none."""
    return {"name": area.name, "chosen": area.chosen, "work": [said(*one) for one in area.work],
            "places": [_place(one) for one in area.places or (None,)]}  # fmt: skip


def _shades(bounds: Sequence[int]) -> list[Text]:
    """What each shade stands for, the lowest first."""
    between = [Text(da=f"{low}–{high} %", en=f"{low}–{high} %") for low, high in pairwise(bounds)]  # noqa: RUF001
    first, last = bounds[0], bounds[-1]
    return [Text(da=f"Under {first} %", en=f"Below {first} %"), *between,
            Text(da=f"{last} % eller mere", en=f"{last} % or more")]  # fmt: skip
