"""Draws the sheets for the doors of buildings: big type, one code to scan, readable from two metres.

A page is A4, all measures are millimetres and points. An old person reads the first line and the code; everything
else is smaller.
"""

import io
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pypdfium2
import segno
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from adapters.pdf import NOTO_CHINESE
from bot.doors import Code, Poster

WIDTH, HEIGHT, EDGE = 210.0, 297.0, 14.0
FAMILY: Final = "poster"
# Dark green on white and white on dark green, and red for danger: contrast of 8 to 1 and more.
GREEN, RED, INK, PALE = (11, 83, 69), (176, 24, 30), (25, 25, 25), (232, 243, 239)
BAND: Final = 84.0
# The sharpness of a picture of a page: a home printer needs no more.
DOTS_PER_INCH: Final = 150
_POINTS_PER_INCH: Final = 72


class Sheet(FPDF):
    """Pages without margins, on which things are put where they belong."""

    def __init__(self, font: Path) -> None:
        super().__init__(format="A4")
        collection = NOTO_CHINESE if "CJK" in font.name else 0
        bold = font.with_name(font.name.replace("Regular", "Bold"))
        self.add_font(FAMILY, fname=font, collection_font_number=collection)
        self.add_font(FAMILY, "B", fname=bold if bold.is_file() else font, collection_font_number=collection)
        self.set_auto_page_break(auto=False)
        self.set_margin(0)

    def middle(
        self, words: str, top: float, size: float, colour: tuple[int, int, int] = INK, *, bold: bool = True
    ) -> None:
        """Words in the middle of the page, made smaller until they fit."""
        self.set_text_color(*colour)
        self.set_font(FAMILY, "B" if bold else "", size)
        while self.get_string_width(words) > WIDTH - 2 * EDGE and size > 10:  # noqa: PLR2004 - smaller is unreadable
            size -= 1
            self.set_font(FAMILY, "B" if bold else "", size)
        self.set_xy(0, top)
        self.cell(WIDTH, size * 0.42, words, align="C", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def pdf_of(posters: Sequence[Poster], font: Path) -> bytes:
    """All sheets, a page each."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    sheet = Sheet(font)
    sheet.set_title(posters[0].heading if posters else "")
    for poster in posters:
        _page(sheet, poster)
    return bytes(sheet.output())


def pictures_of(pdf: bytes) -> Iterator[bytes]:
    """Each page as PNG."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            picture = io.BytesIO()
            page.render(scale=DOTS_PER_INCH / _POINTS_PER_INCH).to_pil().save(picture, format="PNG", optimize=True)
            yield picture.getvalue()
    finally:
        document.close()


def _page(sheet: Sheet, poster: Poster) -> None:
    sheet.add_page()
    sheet.set_fill_color(*GREEN)
    sheet.rect(0, 0, WIDTH, BAND, style="F")
    sheet.middle(poster.heading, 14, 84, (255, 255, 255))
    sheet.middle(poster.place, 56, 40, (255, 255, 255))
    if len(poster.codes) == 1:
        _code(sheet, poster.codes[0], left=(WIDTH - 114) / 2, top=BAND + 3, size=114)
    else:
        for code, left in zip(poster.codes, (14, 111), strict=False):
            _code(sheet, code, left=left, top=BAND + 10, size=85)
    _steps(sheet, poster.steps, top=BAND + 130)
    sheet.middle(poster.foot, 268, 22, INK)
    sheet.middle(poster.numbers, 281, 22, RED)


def _code(sheet: Sheet, code: Code, *, left: float, top: float, size: float) -> None:
    """The code, with what reads it below. A quarter of it may be scratched and it is still read."""
    picture = io.BytesIO()
    segno.make(code.link, error="q", micro=False).save(picture, kind="png", scale=16, border=3)
    sheet.image(picture, x=left, y=top, w=size, h=size)
    sheet.set_text_color(*GREEN)
    sheet.set_font(FAMILY, "B", 22)
    sheet.set_xy(left, top + size + 1)
    sheet.cell(size, 10, code.label, align="C")


def _steps(sheet: Sheet, steps: Sequence[str], *, top: float) -> None:
    """What to do, in the order of doing it, each behind its number."""
    sheet.set_fill_color(*PALE)
    sheet.rect(EDGE, top, WIDTH - 2 * EDGE, 50, style="F", round_corners=True, corner_radius=4)
    for number, step in enumerate(steps, 1):
        middle = top + 9 + (number - 1) * 16
        sheet.set_fill_color(*GREEN)
        sheet.ellipse(EDGE + 6, middle - 6, 12, 12, style="F")
        sheet.set_text_color(255, 255, 255)
        sheet.set_font(FAMILY, "B", 22)
        sheet.set_xy(EDGE + 6, middle - 6)
        sheet.cell(12, 12, str(number), align="C")
        _beside(sheet, step, left=EDGE + 23, top=middle - 6)


def _beside(sheet: Sheet, words: str, *, left: float, top: float) -> None:
    size = 29.0
    sheet.set_text_color(*INK)
    sheet.set_font(FAMILY, "B", size)
    while sheet.get_string_width(words) > WIDTH - EDGE - left - 4:
        size -= 1
        sheet.set_font(FAMILY, "B", size)
    sheet.set_xy(left, top)
    sheet.cell(WIDTH - EDGE - left, 12, words)
