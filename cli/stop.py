"""The way a command gives up: one clear sentence and an exit code."""

from __future__ import annotations


class Stop(Exception):  # noqa: N818 - a sentence to a person, not a fault
    def __init__(self, sentence: str, code: int = 2) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code
