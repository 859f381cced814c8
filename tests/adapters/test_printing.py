"""Documents become pages in a process of their own."""

import base64
import io
import re
import struct
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from adapters.printing import PdfPrinter
from bot.features.figures.chart import HEIGHT, WIDTH, Day, Words, drawn
from bot.files import Document, NoFile, Photo, Picture, Section
from tests.network import PICTURE

DOCUMENT = Document(
    title="#12 御城一区3号楼 · 路灯不亮",
    facts=(("报事", "今天 10:00"), ("现在由", "李明")),
    sections=(Section(heading="经过", lines=tuple(f"{n} 李明:到现场看过,{'等配件,' * 20}" for n in range(40))),),
    foot="住户信息已遮。",
)


def pages_of(pdf: bytes) -> list[str]:
    """The words of each page. This reader takes each character for two, the first of them empty."""
    return [re.sub("[ \\0]", "", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


async def test_a_document_is_printed_on_as_many_pages_as_it_takes_with_numbers() -> None:
    pages = pages_of(await PdfPrinter().pages(DOCUMENT))

    assert len(pages) > 1
    assert pages[0].startswith("#12御城一区3号楼·路灯不亮\n报事今天10:00\n现在由李明\n经过\n0李明:到现场看过,")
    assert "住户信息已遮。" in pages[-1]
    assert pages[1].rstrip().endswith("2")


async def test_characters_that_no_font_has_and_long_words_do_not_stop_it() -> None:
    odd = Document(
        title="😀", facts=(("", ""),), sections=(Section(heading="", lines=("", "x" * 500, "\u200b\u202e")),)
    )

    assert len(pages_of(await PdfPrinter().pages(odd))) == 1


async def test_photos_are_printed_and_a_broken_one_is_its_words_alone() -> None:
    with_photos = replace(
        DOCUMENT,
        sections=(),
        photos=(
            Photo(caption="李明拍的照片", digest="a", content=base64.b64encode(PICTURE).decode()),
            Photo(caption="打不开的照片", digest="b", content=base64.b64encode(b"no picture").decode()),
        ),
    )

    made = PdfReader(io.BytesIO(await PdfPrinter().pages(with_photos)))

    assert sum(len(page.images) for page in made.pages) == 1
    words = re.sub("[ \\0]", "", made.pages[0].extract_text())
    assert "李明拍的照片" in words
    assert "打不开的照片" in words


async def test_without_a_font_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoFile, match="fonts-noto-cjk"):
        await PdfPrinter(tmp_path / "none.ttf").pages(DOCUMENT)


async def test_what_is_no_font_is_told_without_the_documents_words(tmp_path: Path) -> None:
    (tmp_path / "bad.ttf").write_bytes(b"no font at all")

    with pytest.raises(NoFile, match=r"^the printing failed: [\w.]+$"):
        await PdfPrinter(tmp_path / "bad.ttf").pages(DOCUMENT)


async def test_a_chart_is_drawn_in_its_own_language_twice_as_large_for_phones() -> None:
    days = [Day(label=f"11月{number}日", opened=number, resolved=2, open=30 - number) for number in range(1, 31)]
    words = Words(title="御城社区", subtitle="30 天", opened="新的事", resolved="办好", open="在办")
    bare = Words(title="", subtitle="", opened="", resolved="", open="")

    picture, wordless = [await PdfPrinter().drawn(Picture(svg=drawn(days, said))) for said in (words, bare)]

    assert picture.startswith(b"\x89PNG")
    assert struct.unpack(">II", picture[16:24]) == (2 * WIDTH, 2 * HEIGHT)
    # What is written is really drawn: a font without these characters would draw hardly more than none.
    assert len(picture) > len(wordless) + 1000


async def test_what_is_no_picture_is_no_file() -> None:
    with pytest.raises(NoFile, match="the printing failed"):
        await PdfPrinter().drawn(Picture(svg="<svg"))
