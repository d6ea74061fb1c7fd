"""Pages: one Jinja environment, one object with what every page shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property, lru_cache, partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from babel.support import Translations
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from domain.attendance import written_hours
from domain.calendar import COPENHAGEN
from domain.roles import ROLE_TITLES, Role
from domain.text import Text, dated
from store import filters as kept_filters
from store import inbox, notices, outbox, places, preferences
from store.cases import CASE_NUMBER
from store.users import User
from web import keys
from web.access import IMPORTS, MATCHES, SEES_BUDGETS, SEES_LOOKUPS, SEES_REPORTS, Caller
from web.house import House
from web.inbox_filter import read
from web.policy import STAFF

HERE = Path(__file__).parent
LANGUAGES = ("da", "en")
LANG_COOKIE = "handleplan_lang"
MAPS = 500
"""Drawn process maps that are kept, of each language: some kilobytes each."""
NOTICES: dict[str, tuple[str, Text]] = {
    "claimed": ("success", Text(da="Du har taget opgaven.", en="You have taken the task.")),
    "released": ("success", Text(da="Opgaven er frigivet.", en="The task is released.")),
    "completed": ("success", Text(da="Din beslutning er gemt. Sagen går videre.",
                                  en="Your decision is kept. The case goes on.")),
    "over": ("info", Text(da="Opgaven er afsluttet. Breve, der er sendt, står på sagens side.",
                          en="The task is finished. Letters that were sent stand on the page of the case.")),
    "unsent": ("info", Text(da="Der er ikke noget brev at sende lige nu. Her er opgaven, som den er.",
                            en="There is no letter to send just now. Here is the task as it is.")),
    "booked": ("success", Text(da="Posten er skrevet.", en="The entry is written.")),
    "referred": ("success", Text(da="Henvisningen er sendt.", en="The referral is sent.")),
    "sent": ("success", Text(da="Brevet ligger klar til at blive sendt.", en="The letter is waiting to be sent.")),
    "next": ("success", Text(da="Din beslutning er gemt. Her er den næste opgave.",
                             en="Your decision is kept. Here is the next task.")),
    "last": ("success", Text(da="Din beslutning er gemt. Der er ikke flere opgaver at tage nu.",
                             en="Your decision is kept. There is no further task to take now.")),
    "last_here": ("success", Text(da="Din beslutning er gemt. Der er ikke flere opgaver til dig på listen.",
                                  en="Your decision is kept. There is no further task for you on the list.")),
    "none_here": ("info", Text(da="Ingen ledig opgave passer til filteret.", en="No free task matches the filter.")),
    "nothing_chosen": ("warning", Text(da="Vælg mindst én opgave i listen.",
                                       en="Choose at least one task of the list.")),
    "on_hold": ("success", Text(da="Opgaven er sat på pause og kommer igen af sig selv.",
                                en="The task is on hold and comes back by itself.")),
    "on_hold_late": ("warning", Text(
        da="Opgaven er sat på pause til efter sin frist. Den kommer igen af sig selv, men fristen løber imens.",
        en="The task is on hold until after its deadline. It comes back by itself, but the deadline runs.")),
    "undo_over": ("warning", Text(
        da="Det kan ikke fortrydes mere: der er gået over 30 sekunder, eller det er allerede fortrudt.",
        en="It can no longer be undone: more than 30 seconds have passed, or it is undone already.")),
    "filter_kept": ("success", Text(da="Filteret er gemt og står i menuen.",
                                    en="The filter is kept and stands in the menu.")),
    "filter_gone": ("success", Text(da="Filteret er slettet.", en="The filter is deleted.")),
    "draft": ("success", Text(da="Kladden er gemt.", en="The draft is kept.")),
    "corrected": ("success", Text(da="Oplysningerne er rettet.", en="The facts are corrected.")),
    "registered": ("success", Text(da="Fremmødet er registreret.", en="The attendance is registered.")),
    "back": ("success", Text(da="Fraværet er afsluttet.", en="The absence is ended.")),
    "away": ("success", Text(da="Fraværet er registreret.", en="The absence is written down.")),
    "in_hand": ("success", Text(da="Det er noteret, at du tager hånd om eskaleringen.",
                                en="It is noted that you take care of the escalation.")),
    "opened": ("success", Text(da="Sagen er oprettet.", en="The case is opened.")),
    "passed_on": ("success", Text(da="Det er meldt. Kun specialisterne kan læse det nu.",
                                  en="It is reported. The specialists alone can read it now.")),
    "done": ("success", Text(da="Det er gjort.", en="Done.")),
    "tried": ("info", Text(da="Der prøves igen nu. Genindlæs siden om lidt: går det godt, er sagen væk fra listen.",
                           en="It is tried again now. Reload in a moment: if it works, the case has left the list.")),
    "no_answer": ("warning", Text(da="Motoren svarer ikke. Der prøves igen af sig selv, når den er tilbage.",
                             en="The engine does not answer. It is tried again by itself when it is back.")),
    "none": ("info", Text(da="Der er ingen opgaver, du kan tage nu.", en="There is no task for you to take now.")),
}  # fmt: skip


def _local(moment: datetime) -> datetime:
    return moment.astimezone(COPENHAGEN)


def written_date(value: date | datetime | None, lang: str = "da") -> str:
    """Danish is also how dates are typed, in both languages."""
    if value is None:
        return ""
    return dated(_local(value).date() if isinstance(value, datetime) else value).in_(lang)


def written_time(value: datetime) -> str:
    return f"{_local(value):%H.%M}"


def _hours(hours: float) -> Text:
    return written_hours(round(hours * 60))


def written_moment(value: datetime, lang: str = "da") -> str:
    return f"{written_date(value, lang)} {written_time(value)}"


def language(request: Request) -> str:
    for asked in (request.query_params.get("lang"), request.cookies.get(LANG_COOKIE)):
        if asked in LANGUAGES:
            return asked
    return "en" if request.headers.get("accept-language", "").lower().startswith("en") else "da"


def _maps(env: Environment) -> Callable[..., str]:
    """Draws a process map. Many cases stand alike, and a map says nothing else of any of them: each is drawn once."""

    @lru_cache(maxsize=MAPS)
    def draw(steps: tuple[tuple[tuple[str, Any], ...], ...], name: str, wide: int, around: int) -> str:
        macros: Any = env.get_template("_map.html").module
        found: str = macros.process_map([dict(one) for one in steps], name, wide=wide, around=around)
        return found

    def drawn(steps: list[dict[str, Any]], name: str, wide: int = 7, around: int = 0) -> str:
        return draw(tuple(tuple(one.items()) for one in steps), name, wide, around)

    return drawn


@cache
def _environment(lang: str) -> Environment:
    """One per language, so that nothing of a request is shared; its templates are compiled once in a process."""
    env = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, auto_reload=False, extensions=["jinja2.ext.i18n"],
    )  # fmt: skip
    catalogue = Translations.load(HERE / "locales", [lang])
    env.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]
    env.filters |= {
        "say": lambda text: text.in_(lang) if isinstance(text, Text) else "" if text is None else text,
        "date": partial(written_date, lang=lang), "time": written_time, "typed_date": written_date,
        "datetime": partial(written_moment, lang=lang),
    }  # fmt: skip
    env.filters["inside"] = lambda said: said[:1].lower() + said[1:]
    env.filters["hours"] = lambda hours: _hours(hours).in_(lang)
    env.globals["new_key"] = lambda: uuid4().hex
    env.globals["process_map"] = _maps(env)
    return env


class Pages:
    def __init__(self) -> None:
        self._of = {lang: _environment(lang) for lang in LANGUAGES}

    def html(self, lang: str, template: str, **context: Any) -> str:
        return self._of[lang].get_template(template).render(**context)

    def answer(self, request: Request, template: str, caller: Caller | None, http_status: int = 200,
               **context: Any) -> HTMLResponse:  # fmt: skip
        lang = language(request)
        page = Page(request, caller, request.app.state.house, lang)
        response = HTMLResponse(self.html(lang, template, page=page, **context), status_code=http_status)
        response.headers["Content-Language"] = lang
        if request.query_params.get("lang") in LANGUAGES:
            response.set_cookie(LANG_COOKIE, lang, max_age=31_536_000, samesite="lax", httponly=True,
                                secure=page.house.production)  # fmt: skip
        return response


@dataclass
class Page:
    """What base.html and every page may ask for."""

    request: Request
    caller: Caller | None
    house: House
    lang: str

    @property
    def path(self) -> str:
        return self.request.url.path

    @property
    def here(self) -> str:
        """This page again, without what it said of the step that led to it."""
        url = self.request.url.remove_query_params(["notice", "about", "bulk"])
        return f"{url.path}?{url.query}" if url.query else url.path

    @property
    def other_lang_url(self) -> str:
        if self.request.method != "GET":
            return ""
        url = self.request.url.include_query_params(lang="en" if self.lang == "da" else "da")
        return f"{url.path}?{url.query}"

    @property
    def csrf(self) -> str:
        return self.caller.csrf if self.caller else ""

    @property
    def municipality(self) -> str:
        return self.house.municipality

    @property
    def demo(self) -> bool:
        return self.house.demo

    @cached_property
    def now(self) -> datetime:
        return self.house.now()

    @property
    def notice(self) -> SimpleNamespace | None:
        found = NOTICES.get(self.request.query_params.get("notice", ""))
        about = self.request.query_params.get("about", "")
        case = about if CASE_NUMBER.fullmatch(about) else ""
        return SimpleNamespace(kind=found[0], text=found[1], about=case) if found else None

    @cached_property
    def counts(self) -> SimpleNamespace:
        assert self.caller is not None
        with self.house.store.read() as db:
            found = inbox.counts(db, self.caller.user, self.now)
        found["active"] = found["mine"] - found["on_hold"] if found["mine"] < inbox.COUNTED else found["mine"]
        return SimpleNamespace(**{k: bounded(v) for k, v in found.items()})

    @cached_property
    def kept_filters(self) -> list[dict[str, Any]]:
        """One's own and those of one's teams, for the side bar."""
        assert self.caller is not None
        user = self.caller.user
        with self.house.store.read() as db:
            rows = kept_filters.of(db, user.id, user.teams)
        here = read(dict(self.request.query_params)).url() if self.path == "/inbox" else ""
        return [
            {"id": row.id, "name": row.name, "url": (url := read(row.query).url()), "current": url == here,
             "mine": row.owner_id == user.id, "owner": row.owner_name, "team": user.team_names.get(row.team_id, "")}
            for row in rows
        ]  # fmt: skip

    @cached_property
    def engine_away(self) -> datetime | None:
        """Since when decisions wait for the engine, as the courier knows it."""
        with self.house.store.read() as db:
            return outbox.held_up_since(db)

    @cached_property
    def unseen(self) -> int:
        """Notices not seen yet, at most `notices.COUNTED`."""
        assert self.caller is not None
        with self.house.store.read() as db:
            return notices.unseen(db, self.caller.user.id)

    @cached_property
    def shortcuts(self) -> tuple[keys.Shortcut, ...]:
        """None for whoever has no tasks, or has switched them off."""
        if self.caller is None or not self.caller.user.roles & STAFF:
            return ()
        with self.house.store.read() as db:
            wanted = preferences.of(db, self.caller.user.id)
        return keys.SHORTCUTS if wanted.get(keys.PREFERENCE, True) else ()

    @cached_property
    def user(self) -> SimpleNamespace | None:
        if self.caller is None:
            return None
        user = self.caller.user
        return SimpleNamespace(
            name=user.username, display_name=user.name, team_name=", ".join(sorted(user.team_names.values())),
            roles=[ROLE_TITLES[r] for r in sorted(user.roles)], is_supervisor=Role.supervisor in user.roles,
            may=_may(user.roles) | ({"places"} if begins_at_places(self.house, user) else set()),
        )  # fmt: skip


def bounded(count: int) -> int | str:
    return count if count < inbox.COUNTED else f"{inbox.COUNTED - 1}+"


def begins_at_places(house: House, user: User) -> bool:
    """Whether this is somebody of a place where citizens are to be."""
    teams = user.teams_as(Role.partner)
    if not teams:
        return False
    with house.store.read() as db:
        return places.has_place(db, teams)


def _may(roles: frozenset[Role]) -> set[str]:
    table = {"work": STAFF, "overview": {Role.supervisor}, "import": set(IMPORTS), "lookups": set(SEES_LOOKUPS),
             "budgets": set(SEES_BUDGETS), "proposals": set(MATCHES), "referrals": {Role.partner},
             "reports": set(SEES_REPORTS)}
    return {name for name, held in table.items() if roles & held}


__all__ = ["Page", "Pages", "begins_at_places", "bounded", "language", "written_date", "written_moment", "written_time"]
