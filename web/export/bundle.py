"""The documents of a case, collected in one zip: for the citizen, for the appeals board, for another municipality."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import sqlalchemy as sa

from domain.calendar import COPENHAGEN
from domain.letters import STATES
from domain.programmes import PROGRAMMES, kind_named
from domain.text import Text
from store import cases, export, letters
from store.db import Store
from store.export import Row
from store.tabular import guarded
from web import views, words
from web.export.mask import Mask
from web.export.sheets import SHEETS, Source, shown
from web.offers import providers
from web.page import Pages, written_date, written_moment
from web.read_back import read_back
from web.written import in_line, written

LETTERS = {"æ": "ae", "ø": "oe", "å": "aa"}
LONGEST_NAME, NAMELESS = 50, "uden-titel"


class Document(NamedTuple):
    """A file of the zip as the index lists it."""

    on: str
    title: str
    file: str


def write(out: IO[bytes], store: Store, db: sa.Connection, pages: Pages, case: Row, now: datetime) -> None:
    """The whole case with those under it. The same case at the same time gives the same bytes."""
    family = export.family(db, case)
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        Bundle(archive, store, db, pages, Mask(db, store.secrets, family), now).case(case, "")


@dataclass
class Bundle:
    archive: ZipFile
    store: Store
    db: sa.Connection
    pages: Pages
    mask: Mask
    now: datetime

    def case(self, case: Row, folder: str) -> None:
        """One case in its folder; those that belong to it in folders below."""
        source, listed = Source(self.db, case, self.mask), list[Document]()
        listed += self._decisions(case, folder)
        listed += self._letters(case, folder)
        today = written_date(self.now)
        for sheet in SHEETS:
            if self._csv(folder + sheet.name, sheet.columns, sheet.rows(source)):
                listed.append(Document(today, sheet.title, sheet.name))
        for one in reversed(cases.below(self.db, case.id)):
            self.case(one, f"{folder}sager/{one.id}/")
            title = f"{PROGRAMMES[one.programme].title.da}, sag {one.id}"
            listed.append(Document(written_date(one.opened_at), title, f"sager/{one.id}/index.html"))
        self._csv(f"{folder}index.csv", ("dato", "titel", "fil"), listed)
        self._page(f"{folder}index.html", "export/index.html", documents=listed, about=self._about(case),
                   case_id=case.id)  # fmt: skip

    def _about(self, case: Row) -> list[tuple[str, str]]:
        person, stage = self.mask.person, views.stage_title(case.programme, case.outcome or case.stage)
        who = [("Borger", person.name), ("CPR-nummer", person.written_cpr)] if person else []
        return [*who, ("Forløb", PROGRAMMES[case.programme].title.da), ("Oprettet", written_date(case.opened_at)),
                ("Trin", stage.da), ("Lukket", written_date(case.closed_at) or "Nej"),
                ("Samlet", written_moment(self.now))]  # fmt: skip

    def _decisions(self, case: Row, folder: str) -> Iterator[Document]:
        gone, read = export.taken_back(self.db, case.id), read_back(self.db, case, providers(self.db))
        for number, task in enumerate(export.decisions(self.db, case.id), 1):
            kind = kind_named(task.kind)
            file = f"afgoerelser/{number:04}-{_slug(kind.title.da)}.html"
            rows = [*written(kind, task.data), *read(task)]
            about = [("Sag", case.id), ("Afgjort", written_moment(task.completed_at)),
                     ("Afgjort af", self.mask.both(task.decided_by, task.acting_for)),
                     *([("Status", "Taget tilbage og afgjort på ny")] if task.id in gone else []),
                     *((self.mask.text(r["label"]), self.mask.text(r["value"])) for r in rows if "table" not in r)]
            self._page(folder + file, "export/document.html", title=kind.title.da, about=about, why=kind.why.da,
                       tables=[self._table(r["label"], r["table"]) for r in rows if "table" in r],
                       paragraphs=self._ruling(task, kind.rule), case_id=case.id)  # fmt: skip
            yield Document(written_date(task.completed_at), kind.title.da, file)

    def _table(self, label: Text, table: dict[str, Any]) -> dict[str, Any]:
        """A list of rows, as the pages show it, without what concerns others."""
        said, titles = self.mask.text, [column["label"] for column in table["columns"]]
        return {"label": said(label), "has_more": table["has_more"], "columns": [said(title) for title in titles],
                "rows": [{"cells": [said(c) for c in row["cells"]], "more": [said(in_line(m)) for m in row["more"]]}
                         for row in table["rows"]]}  # fmt: skip

    def _ruling(self, task: Row, rule: str | None) -> list[str]:
        """What the rule said that the person had before them, with the versions that it applied."""
        found = export.ruling_before(self.db, task, rule) if rule else None
        if found is None:
            return []
        said = [found.ruling.get("because"), *(r["because"] for r in found.ruling.get("requirements", []))]
        used = words.versions(found.ruling.get("policy_versions", []))
        return [*(self.mask.text(Text.model_validate(one)) for one in said if one),
                f"{words.RULES_USED.da}: {used.da}"]  # fmt: skip

    def _letters(self, case: Row, folder: str) -> Iterator[Document]:
        """The PDF as it was sent; only the text of one that bears another's name, or an address that is protected."""
        for number, letter in enumerate(reversed(letters.of_case(self.db, case.id)), 1):
            subject, on = self.mask.text(letter.subject), written_date(letter.created_at)
            file = f"breve/{number:04}-{_slug(subject)}"
            if self._shows_what_is_hidden(letter):
                file += ".html"
                content = letters.content_of(self.db, self.store.secrets, letter.id)
                self._page(folder + file, "export/document.html", title=subject, why="", case_id=case.id,
                           tables=[], about=[("Skrevet", on), ("Modtager", "Udeladt her")],
                           paragraphs=list(self._lines(content["blocks"])))  # fmt: skip
            else:
                file += ".pdf"
                self._file(folder + file, letters.pdf_of(self.db, self.store.secrets, letter.id))
            failed = f" ({STATES['failed'].da.lower()})" if letter.state == "failed" else ""
            yield Document(on, f"Brev: {subject}{failed}", file)

    def _shows_what_is_hidden(self, letter: Row) -> bool:
        protected = self.mask.person is not None and self.mask.person.protected
        return bool(letter.recipient != "citizen" or (protected and letter.channel in ("letter", "quick_letter")))

    def _lines(self, blocks: list[dict[str, Any]]) -> Iterator[str]:
        for block in blocks:
            each = block.get("items") or [": ".join(row) for row in block.get("rows", ())] or [block.get("text", "")]
            yield from (self.mask.text(line) for line in each)

    def _csv(self, name: str, columns: Iterable[Any], rows: Iterable[Iterable[Any]]) -> int:
        """How many rows there were; without any, no file."""
        first, count = next(iter_rows := iter(rows), None), 0
        if first is None:
            return 0
        with self.archive.open(self._info(name), "w") as raw, io.TextIOWrapper(raw, "utf-8-sig", newline="") as text:
            writer = csv.writer(text, delimiter=";")
            writer.writerow(columns)
            for row in _from(first, iter_rows):
                writer.writerow([guarded(shown(cell, self.mask)) for cell in row])
                count += 1
        return count

    def _page(self, name: str, template: str, **context: Any) -> None:
        self._file(name, self.pages.html("da", template, **context).encode())

    def _file(self, name: str, content: bytes) -> None:
        self.archive.writestr(self._info(name), content)

    def _info(self, name: str) -> ZipInfo:
        info = ZipInfo(name, self.now.astimezone(COPENHAGEN).timetuple()[:6])
        info.compress_type = ZIP_DEFLATED
        return info


def _from(first: Any, rest: Iterator[Any]) -> Iterator[Any]:
    yield first
    yield from rest


def _slug(title: str) -> str:
    """A name that every file system takes, and that leads to no other folder; the number before it makes it one."""
    whole = unicodedata.normalize("NFC", title).casefold()
    plain = unicodedata.normalize("NFKD", "".join(LETTERS.get(letter, letter) for letter in whole))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_NAME].strip("-") or NAMELESS
