"""Mentions in comments: "@" and the name or user name of a colleague who can see the task. The text stays as typed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from domain.errors import BadInput
from domain.text import Text
from store import casefile, notices, users

AT = re.compile(r"(?<![\w.@])@(?=\w)")
"""What begins a mention; an e-mail address does not."""


class NotMentioned(BadInput):
    def __init__(self, word: str) -> None:
        super().__init__("not_a_colleague", Text(
            da=f"»@{word}« er ikke navnet på en, der kan se opgaven. Vælg et navn fra listen, eller skriv uden @.",
            en=f'"@{word}" is not the name of anybody who can see the task. Choose a name from the list, or leave out '
               "the @."))  # fmt: skip


class Part(NamedTuple):
    text: str
    ids: frozenset[str] = frozenset()
    """Who is meant; nobody in plain text."""


def colleagues(db: sa.Connection, task: sa.Row[Any]) -> list[sa.Row[Any]]:
    """Everybody whom `policy.may_see` lets see the task: id, username, display_name."""
    return users.seeing(db, task.team_id, task.assignee_id)


def told(text: str, people: Sequence[sa.Row[Any]]) -> set[str]:
    """The ids of those mentioned. Raises NotMentioned where an @ names nobody of `people`."""
    found = list(_found(text, people))
    begun = {start for start, _, _ in found}
    for sign in AT.finditer(text):
        if sign.start() not in begun:
            raise NotMentioned(text[sign.end() :].split()[0][:40])
    return {one for _, _, ids in found for one in ids}


def parts(text: str, people: Sequence[sa.Row[Any]]) -> list[Part]:
    """The text in pieces, those that mention one of `people` apart."""
    pieces, at = [], 0
    for start, end, ids in _found(text, people):
        pieces += [Part(text[at:start]), Part(text[start:end], ids)]
        at = end
    return [one for one in (*pieces, Part(text[at:])) if one.text]


def _found(text: str, people: Sequence[sa.Row[Any]]) -> Iterator[tuple[int, int, frozenset[str]]]:
    for sign in AT.finditer(text):
        fitting: dict[int, set[str]] = {}
        for one in people:
            for name in (one.display_name, one.username):
                if re.match(rf"{re.escape(name)}(?:s(?!\w)|(?!\w))", text[sign.end() :], re.IGNORECASE):
                    fitting.setdefault(len(name), set()).add(one.id)
        if fitting:
            longest = max(fitting)
            yield sign.start(), sign.end() + longest, frozenset(fitting[longest])


def offered(people: Iterable[sa.Row[Any]], but: str) -> list[dict[str, str]]:
    """To choose from, without oneself; of two with one name each is written by the user name."""
    others = [one for one in people if one.id != but]
    named = Counter(one.display_name for one in others)
    return [
        {"name": one.display_name, "username": one.username,
         "writes": one.display_name if named[one.display_name] == 1 else one.username}
        for one in others
    ]  # fmt: skip


def comments(db: sa.Connection, task_id: str) -> list[dict[str, Any]]:
    """The comments of a task, each in pieces."""
    said, meant = casefile.comments_of(db, task_id), notices.mentioned(db, task_id)
    people = users.named(db, {one for ids in meant.values() for one in ids})
    return [
        {"at": one.at, "actor": one.display_name,
         "parts": parts(one.text, [p for p in people if p.id in meant.get(one.id, ())])}
        for one in said
    ]  # fmt: skip
