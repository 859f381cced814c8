"""Prints one document: reads it as JSON from standard input, writes a PDF to standard output.

Run as a program of its own by `adapters.printing`: a font with all Chinese characters takes 100 MB while it is open,
which the service shall not keep.
"""

import base64
import contextlib
import io
import json
import logging
import sys
from pathlib import Path
from typing import Any, Final

from fpdf import FPDF
from fpdf.enums import Align, WrapMode, XPos, YPos
from fpdf.errors import FPDFException

FAMILY: Final = "page"
# In a collection of Chinese, Japanese and Korean shapes: the Chinese ones (Noto CJK).
NOTO_CHINESE: Final = 2
WORDS, HEADING, TITLE, FOOT = 10.5, 12.0, 16.0, 8.5
LINE: Final = 6.0
LABEL: Final = 32.0
# Width and height of a photo at most.
PHOTO: Final = 90.0


class Pages(FPDF):
    """A4, with the page's number at the foot."""

    def __init__(self, font: Path) -> None:
        super().__init__(format="A4")
        self.add_font(FAMILY, fname=font, collection_font_number=NOTO_CHINESE if "CJK" in font.name else 0)
        self.set_margin(18)
        self.set_auto_page_break(auto=True, margin=20)
        self.set_font(FAMILY, size=WORDS)

    def footer(self) -> None:
        """The page's number."""
        self.set_y(-14)
        self.set_font(FAMILY, size=FOOT)
        self.cell(0, LINE, str(self.page_no()), align="C")

    def paragraph(self, words: str, size: float = WORDS) -> None:
        """Words over the whole width. Chinese breaks anywhere."""
        self.set_font(FAMILY, size=size)
        self.multi_cell(
            0, LINE * size / WORDS, words, wrapmode=WrapMode.CHAR, new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L"
        )

    def photo(self, content: bytes, caption: str) -> None:
        """A photo in the middle, with its words below it; one that cannot be read is its words alone."""
        self.ln(LINE / 2)
        with contextlib.suppress(OSError, ValueError, FPDFException):
            self.image(io.BytesIO(content), x=Align.C, w=PHOTO, h=PHOTO, keep_aspect_ratio=True)
        self.paragraph(caption, FOOT)

    def fact(self, label: str, words: str) -> None:
        """A label, and beside it what it says."""
        self.set_font(FAMILY, size=WORDS)
        self.cell(LABEL, LINE, label)
        self.multi_cell(0, LINE, words, wrapmode=WrapMode.CHAR, new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")


def printed(document: dict[str, Any], font: Path) -> bytes:
    """The document's pages."""
    pages = Pages(font)
    pages.set_title(document["title"])
    pages.add_page()
    pages.paragraph(document["title"], TITLE)
    pages.ln(LINE / 2)
    for label, words in document["facts"]:
        pages.fact(label, words)
    for section in document["sections"]:
        pages.ln(LINE / 2)
        pages.paragraph(section["heading"], HEADING)
        for line in section["lines"]:
            pages.paragraph(line)
    for photo in document["photos"]:
        pages.photo(base64.b64decode(photo["content"]), photo["caption"])
    if document["foot"]:
        pages.ln(LINE)
        pages.paragraph(document["foot"], FOOT)
    return bytes(pages.output())


if __name__ == "__main__":
    # A character that the font lacks is left out; which ones, nobody needs to read.
    logging.getLogger("fpdf").setLevel(logging.ERROR)
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    sys.stdout.buffer.write(printed(json.load(sys.stdin), Path(sys.argv[1])))
