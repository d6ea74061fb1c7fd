"""Letters and reports as PDF/UA-1: tagged, with their language, from data alone."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import typst

from domain.errors import BadInput
from domain.text import Text

TEMPLATE = Path(__file__).with_name("letter.typ")
PROBE = b'#set document(title: "x")\n#sys.inputs.text'
STANDARD: Literal["ua-1"] = "ua-1"
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
"""Unicode categories of what no reader sees: controls, and marks that turn the direction of the text around them."""


class Unprintable(BadInput):
    def __init__(self) -> None:
        super().__init__("unprintable", Text(
            da="Teksten har tegn, der ikke kan trykkes i et brev. Fjern dem, og prøv igen.",
            en="The text has characters that cannot be printed in a letter. Remove them and try again."))  # fmt: skip


def render(content: dict[str, Any], at: datetime, *, draft: bool = False) -> bytes:
    """The PDF of a letter."""
    return printed(TEMPLATE, content | {"draft": draft}, at)


def printed(template: Path, content: dict[str, Any], at: datetime) -> bytes:
    """The PDF that a template makes of what it finds under its own name. The same content and moment give the same
    bytes.

    A character that no font has (an emoji) is written as its name in square brackets: nothing is left out silently.
    """
    seen = _each(content, _visible)
    try:
        return _compiled(template, seen, at)
    except typst.TypstError:
        try:
            return _compiled(template, _each(seen, _named), at)
        except typst.TypstError:
            raise Unprintable from None


@cache
def _compiler(template: Path) -> tuple[Lock, typst.Compiler]:
    # The machine's own fonts would make the same letter look different on another machine.
    return Lock(), typst.Compiler(template, ignore_system_fonts=True)


def _compiled(template: Path, content: dict[str, Any], at: datetime) -> bytes:
    turn, compiler = _compiler(template)
    with turn:
        made = compiler.compile(
            format="pdf", sys_inputs={template.stem: json.dumps(content)}, pdf_standards=STANDARD,
            timestamp=int(at.timestamp()),
        )  # fmt: skip
    assert isinstance(made, bytes)
    return made


def _each(value: Any, change: Callable[[str], str]) -> Any:
    """The same content with every text of it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _each(one, change) for key, one in value.items()}
    return [_each(one, change) for one in value] if isinstance(value, list | tuple) else value


def _visible(text: str) -> str:
    plain = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\t", " ")
    return "".join(char for char in plain if char == "\n" or unicodedata.category(char) not in INVISIBLE)


def _named(text: str) -> str:
    return "".join(char if char == "\n" or _has_a_glyph(char) else _name(char) for char in text)


def _name(char: str) -> str:
    name = unicodedata.name(char, "").lower()
    return "" if name.startswith("variation selector") else f"[{name or f'U+{ord(char):04X}'}]"


@cache
def _has_a_glyph(char: str) -> bool:
    try:
        typst.compile(
            PROBE, format="pdf", sys_inputs={"text": char}, ignore_system_fonts=True, pdf_standards=STANDARD
        )
    except typst.TypstError:
        return False
    return True
