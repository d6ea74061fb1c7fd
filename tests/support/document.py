"""A page as a person meets it, and what must hold of every one of them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import httpx
from bs4 import BeautifulSoup, Tag

FIELDS = "input:not([type=hidden]):not([type=submit]), select, textarea"
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "headers", "form")


@dataclass
class Document:
    response: httpx.Response
    soup: BeautifulSoup = field(init=False)

    def __post_init__(self) -> None:
        self.soup = BeautifulSoup(self.response.text, "html.parser")

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def path(self) -> str:
        return self.response.url.path

    @property
    def h1(self) -> str:
        return self.text("h1")

    def has(self, selector: str) -> bool:
        return self.soup.select_one(selector) is not None

    def one(self, selector: str) -> Tag:
        found = self.soup.select(selector)
        assert len(found) == 1, f"{len(found)} of {selector} on {self.path}"
        return found[0]

    def text(self, selector: str = "main") -> str:
        return words(self.one(selector))

    def texts(self, selector: str) -> list[str]:
        return [words(tag) for tag in self.soup.select(selector)]

    def form(self, action: str) -> Tag:
        """The form that posts to this address, wherever its page was opened from."""
        return self.one(f'form[action="{action}"], form[action^="{action}?"]')

    def filled(self, form: Tag, press: str | None = None, **values: str | bool | None) -> dict[str, Any]:
        """What a browser would send after a person had filled in `values`."""
        sent: dict[str, Any] = {}
        for tag in form.select("input, select, textarea"):
            name, kind = str(tag.get("name", "")), str(tag.get("type", "text"))
            if (
                not name
                or kind in ("submit", "file")
                or (kind in ("radio", "checkbox") and not tag.has_attr("checked"))
            ):
                continue
            sent[name] = _value(tag)
        there = {str(t.get("name")) for t in form.select("input, select, textarea, button") if t.get("name")}
        assert set(values) <= there, f"no such field: {set(values) - there}"
        sent |= {k: v for k, v in values.items() if v is not None}
        for name in [k for k, v in values.items() if v is None]:
            sent.pop(name, None)
        buttons = form.select("button[name]")
        if buttons:
            chosen = next((b for b in buttons if press is None or b.get("value") == press), None)
            assert chosen is not None, f"no button {press}"
            sent[str(chosen["name"])] = str(chosen.get("value", ""))
        return sent


def _value(tag: Tag) -> str:
    if tag.name == "textarea":
        return tag.text.removeprefix("\n")
    if tag.name == "select":
        options = tag.select("option[selected]") or tag.select("option")
        return str(options[0].get("value", "")) if options else ""
    return str(tag.get("value", "on" if tag.get("type") == "checkbox" else ""))


def words(tag: Tag) -> str:
    """Its visible text, with single spaces."""
    return " ".join(tag.get_text(" ").split())


def check(page: Document, *, logged_in: bool, numbers: set[str], readable: bool) -> None:
    """What holds on every page. `numbers` are CPR numbers: in no address, and shown only to who may read them."""
    html, soup = page.response.text, page.soup
    _heading(page)
    ids = Counter(str(t["id"]) for t in soup.select("[id]"))
    assert not [i for i, n in ids.items() if n > 1], "ids must be unique"
    for tag in soup.select("label[for], [aria-labelledby], [aria-describedby], [form]"):
        for name in REFERENCES:
            for target in str(tag.get(name, "")).split():
                assert target in ids, f"{name}={target} leads nowhere"
    for link in soup.select('a[href^="#"]'):
        assert str(link["href"])[1:] in ids, f"{link['href']} leads nowhere"
    _labels(soup)
    _forms(soup, logged_in)
    _nothing_inline(soup, html)
    assert "da='" not in html, "a sentence in both languages was written out"
    assert "None" not in soup.get_text(), "an empty value was written out"
    address = f"{page.response.url} {words(page.one('head > title'))}"
    for each in numbers:
        assert each not in address, "a CPR number in address or title"
        assert readable or each not in html, "a CPR number that this role may not read"


def _heading(page: Document) -> None:
    soup = page.soup
    assert soup.html is not None
    assert soup.html["lang"] in ("da", "en")
    assert len(soup.select("h1")) == 1, "one h1"
    assert words(page.one("head > title")).startswith(page.h1), "the title starts with the heading"
    assert len(soup.select("main")) == 1
    levels = [int(h.name[1]) for h in soup.select("h1, h2, h3, h4, h5")]
    from_h1 = levels[levels.index(1) :]
    assert all(b <= a + 1 for a, b in pairwise(from_h1)), f"a heading level is skipped: {levels}"


def _labels(soup: BeautifulSoup) -> None:
    labels = {str(label["for"]) for label in soup.select("label[for]")}
    for tag in soup.select(FIELDS):
        assert tag.get("aria-label") or tag.get("aria-labelledby") or tag.get("id") in labels, f"no label: {tag}"


def _forms(soup: BeautifulSoup, logged_in: bool) -> None:
    for form in soup.select("form"):
        assert form.get("method") in ("get", "post"), f"no method: {form.get('action')}"
        assert str(form.get("action", "")).startswith("/"), "no action"
        if form["method"] == "post" and logged_in:
            token = form.select_one("input[name=csrf]")
            assert token is not None, f"no csrf: {form['action']}"
            assert token["value"], f"empty csrf: {form['action']}"


def _nothing_inline(soup: BeautifulSoup, html: str) -> None:
    assert not soup.select("style, [style], script:not([src]), base, iframe, object, embed")
    for tag in soup.select("*"):
        for name, value in tag.attrs.items():
            assert not name.startswith(("on", "hx-on")), f"inline handler {name}"
            if name in ("href", "src", "action", "hx-post", "hx-get"):
                led_out = tag.name == "a" and "noreferrer" in tag.get_attribute_list("rel")
                assert led_out or re.match(r"/(?!/)|#|\?|$", str(value)), f"{name} leads elsewhere: {value}"
