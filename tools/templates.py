"""Lint the templates and keep their translations.

`python -m tools.templates` lints; `--messages` extracts, updates and compiles the Danish
catalogue; `--check` fails when a message lacks Danish or the catalogue is not up to date.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

WEB = Path(__file__).parent.parent / "web"
TEMPLATES = WEB / "templates"
SPRITE = WEB / "static" / "vendor" / "dkfds" / "img" / "all-svg-icons.svg"
CATALOGUE = WEB / "locales" / "da" / "LC_MESSAGES" / "messages.po"

BANNED = {
    "inline style": re.compile(r"<style\b|<[^>%]*\sstyle\s*=", re.I),
    "inline event handler": re.compile(r"<[^>%]*\son[a-z]+\s*=", re.I),
    "hx-on": re.compile(r"\b(data-)?hx-on\b", re.I),
    "script in an htmx value": re.compile(r"""["'\s,]js(avascript)?:""", re.I),
    "htmx trigger filter": re.compile(r"""hx-trigger\s*=\s*("[^"]*\[|'[^']*\[)"""),
    "script without src": re.compile(r"<script\b(?![^>]*\ssrc=)", re.I),
    "unescaped output": re.compile(r"\|\s*safe\b|autoescape\s+false|\bMarkup\("),
    "hx-headers on body": re.compile(r"<body\b[^>]*hx-headers", re.I),
    "meta refresh": re.compile(r"http-equiv", re.I),
    "file from elsewhere": re.compile(r"""\b(src|href|action|hx-\w+)\s*=\s*["'](https?:)?//""", re.I),
}
FORM = re.compile(r"""<form\b[^>]*method="post".*?</form>""", re.S | re.I)
ICON = re.compile(r"""\bicon\(\s*["']([a-z-]+)["']""")


def main(args: list[str]) -> int:
    """Exit 0 when nothing is wrong, 1 with one line per finding."""
    if args not in ([], ["--messages"], ["--check"]):
        print("usage: python -m tools.templates [--messages|--check]", file=sys.stderr)
        return 2
    if args == ["--messages"]:
        renew_messages()
    found = list(lacking_danish()) if args else list(lint())
    for line in found:
        print(line)
    return 1 if found else 0


def lint(folder: Path = TEMPLATES) -> Iterator[str]:
    """What breaks the content security policy, escaping, or a form's protection."""
    icons = set(re.findall(r'symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")))
    for path in sorted(folder.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        place = path.relative_to(folder.parent).as_posix()

        def at(start: int, what: str, text: str = text, place: str = place) -> str:
            return f"{place}:{text.count(chr(10), 0, start) + 1}: {what}"

        for what, pattern in BANNED.items():
            yield from (at(match.start(), what) for match in pattern.finditer(text))
        for form in FORM.finditer(text):
            if "hidden(" not in form[0] and 'name="csrf"' not in form[0]:
                yield at(form.start(), "form without csrf")
        for icon in ICON.finditer(text):
            if icon[1] not in icons:
                yield at(icon.start(), f"no icon called {icon[1]}")


def extracted() -> Catalog:
    """Every message of the templates and the web code."""
    with (WEB / "babel.cfg").open(encoding="utf-8") as config:
        methods, options = parse_mapping_cfg(config)
    catalogue = Catalog()
    for _file, _line, message, _comments, context in extract_from_dir(WEB, methods, options):
        catalogue.add(message, context=context)
    return catalogue


def danish() -> Catalog:
    with CATALOGUE.open("rb") as source:
        return read_po(source, locale="da")


def compiled(catalogue: Catalog) -> bytes:
    target = io.BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def renew_messages() -> None:
    """Take up new messages, drop those no longer used, compile."""
    catalogue = danish()
    catalogue.update(extracted(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    with CATALOGUE.open("wb") as target:
        write_po(target, catalogue, sort_output=True, no_location=True, width=0)
    CATALOGUE.with_suffix(".mo").write_bytes(compiled(danish()))


def lacking_danish() -> Iterator[str]:
    catalogue = danish()
    for message in extracted():
        known = catalogue.get(message.id, message.context) if message.id else None
        if message.id and (known is None or known.fuzzy or not all_filled(known.string)):
            yield f"no Danish for: {message.id if isinstance(message.id, str) else message.id[0]}"
    if CATALOGUE.with_suffix(".mo").read_bytes() != compiled(catalogue):
        yield "messages.mo is not compiled from messages.po: run python -m tools.templates --messages"


def all_filled(string: str | tuple[str, ...]) -> bool:
    return bool(string) if isinstance(string, str) else all(string)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
