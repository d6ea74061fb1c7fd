"""Statutory and local numbers: effective-dated rows, each with its source."""

import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from domain.errors import Refusal
from domain.text import Text, da_date, en_date

PACKAGED = Path(__file__).parent / "policy"

T = TypeVar("T")


class NoPolicy(Refusal):
    """No row of that name is in force on that day."""

    def __init__(self, name: str, on: date) -> None:
        self.name, self.on = name, on
        text = Text(
            da=f"Der gælder ingen regel »{name}« den {da_date(on)}.",
            en=f"No rule “{name}” is in force on {en_date(on)}.",
        )
        super().__init__("no_policy", text, status=422)


class PolicyConflict(Exception):  # noqa: N818
    """Two rows of one name take effect on the same day, or a file is not made of rows."""


class PolicyValue(BaseModel):
    """One row: what holds from a day on, until the next row of the same name or its own last day."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    name: str
    from_: date = Field(alias="from")
    to: date | None = None
    value: Any
    unit: str
    says: Text
    source: str = Field(min_length=1)
    confidence: Literal["high", "med", "low"]
    local: bool = False
    kind: Literal["legal", "target", "planned", "acute"] | None = None

    @property
    def version(self) -> str:
        """Names the row for ever: coverage.employment_hours@2025-01-01."""
        return f"{self.name}@{self.from_.isoformat()}"

    def as_(self, kind: type[T]) -> T:
        """The value, known to be of this type."""
        if not isinstance(self.value, kind):
            raise TypeError(f"{self.version} is {type(self.value).__name__}, not {kind.__name__}")
        return self.value


class Policies:
    """All rows, asked by name and day."""

    def __init__(self, rows: Iterable[PolicyValue]) -> None:
        self._rows: dict[str, list[PolicyValue]] = {}
        for row in rows:
            self._rows.setdefault(row.name, []).append(row)
        for same in self._rows.values():
            same.sort(key=lambda row: row.from_, reverse=True)
            _refuse_same_day(same)

    def at(self, name: str, on: date) -> PolicyValue:
        """The row in force on `on`; raises NoPolicy if there is none."""
        latest = next((row for row in self._rows.get(name, ()) if row.from_ <= on), None)
        if latest is None or (latest.to is not None and latest.to < on):
            raise NoPolicy(name, on)
        return latest

    def names(self) -> list[str]:
        return sorted(self._rows)

    def rows(self, versions: Iterable[str]) -> list[PolicyValue]:
        """Those of these versions that are on file, in that order."""
        known = {row.version: row for row in self.all()}
        return [known[version] for version in versions if version in known]

    def all(self) -> list[PolicyValue]:
        """Every row, by name and then by first day."""
        return [row for name in self.names() for row in reversed(self._rows[name])]


class RulesOn:
    """The rows in force on one day; remembers which were used."""

    def __init__(self, policies: Policies, on: date) -> None:
        self.policies, self._on = policies, on
        self.used: dict[str, PolicyValue] = {}

    def __call__(self, name: str) -> PolicyValue:
        if name not in self.used:
            self.used[name] = self.policies.at(name, self._on)
        return self.used[name]

    def whole(self, name: str) -> int:
        return self(name).as_(int)

    @property
    def versions(self) -> list[str]:
        """The rows used so far, for ever explainable."""
        return sorted(row.version for row in self.used.values())


def load(*folders: Path) -> Policies:
    """Reads every *.toml in the folders; the packaged rows if no folder is named."""
    files = [file for folder in folders or (PACKAGED,) for file in sorted(folder.glob("*.toml"))]
    return Policies(row for file in files for row in _rows_of(file))


@lru_cache(maxsize=1)
def policies() -> Policies:
    """The packaged rows, read once."""
    return load()


def _rows_of(file: Path) -> Iterator[PolicyValue]:
    with file.open("rb") as handle:
        yield from _walk("", tomllib.load(handle, parse_float=Decimal))


def _walk(name: str, node: object) -> Iterator[PolicyValue]:
    if isinstance(node, list):
        for row in node:
            yield PolicyValue.model_validate({**row, "name": name})
    elif isinstance(node, dict):
        for key, below in node.items():
            yield from _walk(f"{name}.{key}" if name else key, below)
    else:
        raise PolicyConflict(f"{name} stands outside a [[table]]")


def _refuse_same_day(newest_first: list[PolicyValue]) -> None:
    for later, earlier in pairwise(newest_first):
        if later.from_ == earlier.from_:
            raise PolicyConflict(f"{later.version} is given twice")
