"""Which language is meant, and whether two mean the same: everybody writes its name freely, in Danish or in English."""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from typing import NamedTuple

from babel import Locale

SAME_BEGINNING = 4
"""Letters by which two words are the same language, where Unicode's names (CLDR) do not know them both."""
DARI = "fa_AF"
"""To CLDR a Persian of Afghanistan: whoever speaks it is not helped by an interpreter of Iran's."""
ALSO = {
    "farsi": "fa", "bengalsk": "bn", "bengali": "bn", "cantonesisk": "yue", "kurmanji": "kmr", "mandarin": "zh",
    "panjabi": "pa", "pashtu": "ps", "singhalesisk": "si", "tagalog": "fil", "tigrinja": "ti", "somalisk": "so",
}  # fmt: skip
"""What people write and CLDR does not; by its codes."""
BETWEEN = re.compile(r"[,;/&+()\n]|\b(?:og|eller|and|or)\b")
SAYS_NOTHING = {"sprog", "language", "dialekt", "dialect"}


class _Named(NamedTuple):
    word: str
    code: str | None
    """None: not known by its name."""


def same_language(one: str, other: str) -> bool:
    """Whether both name a language in common; there may be several in one field (arabisk, dari)."""
    return any(_is_same(a, b) for a, b in product(_languages(one), _languages(other)))


def tag_of(name: str) -> str | None:
    """The language as browsers and screen readers know it (BCP 47); None where its name is not known."""
    code = _names().get(" ".join(name.casefold().split()))
    return code.replace("_", "-") if code else None


def _is_same(one: _Named, other: _Named) -> bool:
    if one.code and other.code:
        return one.code == other.code
    short, long = sorted((one.word, other.word), key=len)
    return short == long or (len(short) >= SAME_BEGINNING and long.startswith(short))


def _languages(written: str) -> list[_Named]:
    """Each name whole where it is known, else word by word."""
    known = _names()
    names = [" ".join(name.split()) for name in BETWEEN.split(written.casefold())]
    words = [word for name in names for word in ([name] if name in known else re.findall(r"[\w-]+", name))]
    return [_Named(word, known.get(word)) for word in words if word not in SAYS_NOTHING]


@cache
def _names() -> dict[str, str]:
    """Code by name. The language of a region or a script is the language, but for Dari."""
    named = {name.casefold(): code if code == DARI else code.partition("_")[0]
             for lang in ("da", "en") for code, name in Locale(lang).languages.items()}  # fmt: skip
    return named | ALSO
