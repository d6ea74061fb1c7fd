"""A letter as PDF: accessible, and made of data alone."""

from __future__ import annotations

import io
import unicodedata
from datetime import UTC, datetime
from typing import Any

import pypdf
import pytest

from domain.letters import Bullets, Facts, Heading, Paragraph, written
from store import pdf
from store.pdf import Unprintable, render
from tests.support.letters import pages

AT = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)
HOSTILE = [
    "#import \"/etc/passwd\"", "#sys.inputs", "$x^2$", "*fed* _kursiv_ `kode`", "\\ \\u{41} ~ -- ...", "= Overskrift",
    "- punkt + punkt / ord: x", "@ref <label> [blok] {kode}", "<script>alert(1)</script>", "{{7*7}} ${x}", "// væk /* væk */",
    "http://eksempel.invalid/#x", "\"citat\" 'citat'",
]  # fmt: skip


def content(*blocks: Any, subject: str = "Vejledning", name: str = "Zeynep Ørskov", **more: Any) -> dict[str, Any]:
    letter = written(subject, *(blocks or (Paragraph(text="Kære borger"),)))
    return letter.model_dump(mode="json", include={"subject", "blocks"}) | {
        "case_id": "ARB-2026-000001", "written_on": "19.11.2026",
        "sender": {"name": "Københavns Kommune", "unit": "Arbejdspligt", "contact": "Rådhuspladsen 1"},
        "recipient": {"name": name, "address": "Prøvevej 1\n2400 København"},
        "signed": {"name": "Signe Sand", "role": "Sagsbehandler"}} | more  # fmt: skip


def flat(document: bytes) -> str:
    """The text of all pages; a line break or a break in a long word is no difference."""
    return "".join(" ".join(pages(document)).replace("\u200b", "").split())


def test_it_is_tagged_danish_and_says_that_it_is_pdf_ua() -> None:
    reader = pypdf.PdfReader(io.BytesIO(render(content(), AT)))
    root = reader.trailer["/Root"]
    assert root["/Lang"].startswith("da")
    assert bool(root["/MarkInfo"]["/Marked"].value)
    assert root["/StructTreeRoot"]
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"].value)
    assert reader.metadata is not None
    assert reader.metadata.title == "Vejledning"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_headings_lists_and_paragraphs_are_tagged_as_what_they_are() -> None:
    made = render(content(Heading(text="Om"), Bullets(items=("et", "to")), Facts(rows=(("Timer", "37"),))), AT)
    tags = {str(v) for v in structure(pypdf.PdfReader(io.BytesIO(made)).trailer["/Root"]["/StructTreeRoot"])}
    assert {"/H1", "/H2", "/L", "/LI", "/P"} <= tags


def structure(node: Any) -> list[Any]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [tag for one in node for tag in structure(one)]
    if not isinstance(node, dict):
        return []
    return ([node["/S"]] if "/S" in node else []) + (structure(node["/K"]) if "/K" in node else [])


def test_it_has_letterhead_recipient_date_case_number_signature_and_page_numbers() -> None:
    made = render(content(*[Paragraph(text="Lorem ipsum " * 80)] * 8), AT)
    first, last = pages(made)[0], pages(made)[-1]
    for said in ("Københavns Kommune", "Zeynep Ørskov", "Prøvevej 1", "2400 København", "19.11.2026",
                 "Sagsnr. ARB-2026-000001", "Side 1 af"):  # fmt: skip
        assert said in first
    for said in ("Venlig hilsen", "Signe Sand", "Sagsbehandler", "Rådhuspladsen 1", f"af {len(pages(made))}"):
        assert said in last


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("where", ["name", "subject", "body", "address", "fact"])
def test_what_looks_like_markup_comes_out_as_it_was_written(text: str, where: str) -> None:
    made = {
        "name": lambda: content(name=text), "subject": lambda: content(subject=text),
        "body": lambda: content(Paragraph(text=text), Heading(text=text), Bullets(items=(text,))),
        "address": lambda: content(recipient={"name": "x", "address": text}),
        "fact": lambda: content(Facts(rows=((text, text),))),
    }[where]()  # fmt: skip
    assert "".join(text.split()) in flat(render(made, AT))


@pytest.mark.parametrize("text", ["æøåÆØÅ éüñłğşİ", "Москва", "e\u0301", "1.000,50 kr. – 37 % § 35 »citat«"])
def test_letters_of_other_languages_come_out(text: str) -> None:
    assert "".join(unicodedata.normalize("NFC", text).split()) in flat(render(content(name=text), AT))


def test_a_word_longer_than_the_line_breaks_and_loses_nothing() -> None:
    word = "".join(f"{n:03}" for n in range(200))
    made = render(content(Paragraph(text=word)), AT)
    assert word in flat(made)
    widest = max(len(line) for page in pages(made) for line in page.splitlines())
    assert widest < 120, "no line runs off the paper"


def test_a_character_that_no_font_has_is_named_and_not_lost() -> None:
    assert "hej[slightlysmilingface]du" in flat(render(content(Paragraph(text="hej 🙂 du")), AT))


def test_controls_and_marks_that_turn_the_text_around_are_left_out() -> None:
    assert "abcdef" in flat(render(content(Paragraph(text="ab\x00\x1b\u202ecd\u200b\u2066ef")), AT))


def test_a_line_break_is_a_line_break() -> None:
    said = pages(render(content(Paragraph(text="første\r\nanden\ntredje")), AT))[0].splitlines()
    assert [line for line in said if line in ("første", "anden", "tredje")] == ["første", "anden", "tredje"]


def test_a_draft_says_so_on_every_page_and_a_letter_does_not() -> None:
    long = content(*[Paragraph(text="Lorem ipsum " * 80)] * 8)
    assert all("UDKAST" in page for page in pages(render(long, AT, draft=True)))
    assert all("UDKAST" not in page for page in pages(render(long, AT)))


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert render(content(), AT) == render(content(), AT)


def test_what_cannot_be_printed_at_all_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: Any) -> bytes:
        raise pdf.typst.TypstError("x", "x")

    monkeypatch.setattr(pdf, "_compiled", never)
    with pytest.raises(Unprintable):
        render(content(), AT)
