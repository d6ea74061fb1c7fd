"""What tests say of today."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any


class Dated(Mapping[str, Any]):
    """Told anew whenever it is read: a run of the tests that began before midnight ends after it."""

    def __init__(self, tell: Callable[[], dict[str, Any]]) -> None:
        self._tell = tell

    def __getitem__(self, name: str) -> Any:
        return self._tell()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tell())

    def __len__(self) -> int:
        return len(self._tell())

    def __or__(self, more: Mapping[str, Any]) -> Dated:
        return Dated(lambda: {**self, **more})

    def __ror__(self, less: Mapping[str, Any]) -> Dated:
        return Dated(lambda: {**less, **self})
