"""What tells invoices apart, however somebody types them: one invoice is paid once."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from domain.tasks import FREE_TEXT

DASHES = re.compile("[\u2010-\u2015\u2212]")


def as_one(number: str) -> str:
    """Without spaces, with plain hyphens, in capitals."""
    return re.sub(r"\s", "", DASHES.sub("-", unicodedata.normalize("NFKC", number))).upper()


def same_firm(name: str) -> str:
    """What tells firms apart: their letters and digits."""
    return "".join(one for one in unicodedata.normalize("NFKC", name).casefold() if one.isalnum())


InvoiceNumber = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60), AfterValidator(as_one), FREE_TEXT]
