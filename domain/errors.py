"""Refusals: what a person asked for cannot be done, and why."""

from domain.text import Text


class Refusal(Exception):  # noqa: N818 - an answer to a person, not a fault
    """A refusal that one handler turns into a page or JSON.

    `code` is stable for programs, `status` is the HTTP status, `text` is for people.
    `text` never repeats what was typed in: it may hold personal data.
    `mended_at` names the page of the case where a person can put right what it is about.
    """

    mended_at: str | None = None

    def __init__(self, code: str, text: Text, status: int = 409) -> None:
        super().__init__(f"{code}: {text.en}")
        self.code = code
        self.status = status
        self.text = text


class BadInput(Refusal):
    """What was sent cannot be understood or cannot be true."""

    def __init__(self, code: str, text: Text) -> None:
        super().__init__(code, text, status=422)


class DuplicateCase(Refusal):
    def __init__(self, case_id: str, text: Text | None = None) -> None:
        self.case_id = case_id
        super().__init__("duplicate_case", text or Text(
            da=f"Borgeren har allerede en åben sag: {case_id}.",
            en=f"The person already has an open case: {case_id}."))  # fmt: skip
