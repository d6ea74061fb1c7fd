"""Where letters leave the house: what a post must do, and the folder that a gateway fetches them from."""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple, Protocol

logger = logging.getLogger("handleplan.post")
OUT, STATUS, REFUSED = "out", "status", ".refused"
LETTER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
BIGGEST = 10_000
"""Bytes of a status file; a gateway says little."""
OWNER_ONLY = 0o600


@dataclass(frozen=True)
class Parcel:
    """A letter with all that is needed to send it. `id` is its key: handed over twice, it is one letter."""

    id: str
    case_id: str
    channel: str
    subject: str
    created_at: datetime
    recipient: dict[str, str] = field(repr=False)
    """`kind`, `name`, `address` and, of the citizen, `cpr`."""
    pdf: bytes = field(repr=False)


class Status(NamedTuple):
    """What the post says of a letter that it has."""

    letter_id: str
    state: Literal["delivered", "failed"]
    at: datetime
    error: str


class Post(Protocol):
    """Raises OSError while it cannot take or tell anything."""

    def hand_over(self, parcel: Parcel) -> None:
        """The letter is the post's when this returns."""

    def statuses(self) -> Iterator[Status]:
        """What it has to tell, until it is told that it was `noted`."""

    def noted(self, status: Status) -> None: ...

    def refuse(self, status: Status) -> None:
        """It is about a letter that nobody knows."""


class FolderPost:
    """Writes `out/<id>.pdf` and then `out/<id>.json`; reads `status/<id>.json`, which a gateway drops there.

    A gateway begins when the .json is there, and remembers ids: a letter may be written again after a crash.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def hand_over(self, parcel: Parcel) -> None:
        # The folder itself is not made: an unmounted volume must not swallow letters.
        out = self._folder / OUT
        for folder in (out, self._folder / STATUS):
            folder.mkdir(mode=0o700, exist_ok=True)
        _write(out / f"{parcel.id}.pdf", parcel.pdf)
        _write(out / f"{parcel.id}.json", json.dumps(_said(parcel), ensure_ascii=False, indent=1).encode())

    def statuses(self) -> Iterator[Status]:
        folder = self._folder / STATUS
        for file in sorted(folder.glob("*.json")) if folder.is_dir() else ():
            status = _read(file)
            if status is None:
                logger.warning("a status file is not understood: %s", file.name[:60])
                self._refuse(file)
            else:
                yield status

    def noted(self, status: Status) -> None:
        (self._folder / STATUS / f"{status.letter_id}.json").unlink(missing_ok=True)

    def refuse(self, status: Status) -> None:
        """Put aside, for a person to look at."""
        self._refuse(self._folder / STATUS / f"{status.letter_id}.json")

    def _refuse(self, file: Path) -> None:
        file.replace(file.with_name(file.name + REFUSED))


def _said(parcel: Parcel) -> dict[str, Any]:
    return {
        "id": parcel.id, "case_id": parcel.case_id, "channel": parcel.channel, "subject": parcel.subject,
        "created_at": parcel.created_at.isoformat(), "document": f"{parcel.id}.pdf", "recipient": parcel.recipient,
    }  # fmt: skip


def _write(file: Path, content: bytes) -> None:
    """Whole or not at all, also when the power goes; readable by the owner alone."""
    half = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    half.replace(file)


def _read(file: Path) -> Status | None:
    """None: not a status of a letter."""
    if not LETTER.fullmatch(file.stem) or file.stat().st_size > BIGGEST:
        return None
    try:
        said = json.loads(file.read_text("utf-8-sig"))
        at = datetime.fromisoformat(said["at"])
        if said["state"] not in ("delivered", "failed") or at.tzinfo is None:
            return None
        return Status(file.stem, said["state"], at, str(said.get("error") or ""))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
