"""Pages and pictures made by a process of its own, so that what a Chinese font costs is not kept by the service."""

import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from adapters.spreadsheets import written
from bot.doors import Poster
from bot.files import Document, NoFile, Picture, Sheet

# Where systems keep a font with all Chinese characters, the most likely first.
KNOWN: Final = tuple(
    Path(name)
    for name in (
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
        "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
        "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
        "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
        "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
        "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
        "/System/Library/Fonts/Supplemental/Arial Unicode.ttf",
        "C:/Windows/Fonts/simhei.ttf",
    )
)
SECONDS: Final = 60.0


class PdfPrinter:
    """Answers `bot.files.Printer`. One document at a time."""

    def __init__(self, font: Path | None = None) -> None:
        self._font = font or next((known for known in KNOWN if known.is_file()), None)
        self._one_at_a_time = asyncio.Lock()

    @property
    def has_font(self) -> bool:
        """Can anything be printed here?"""
        return self._font is not None and self._font.is_file()

    async def pages(self, document: Document) -> bytes:
        """The document as PDF. Raises `NoFile`."""
        return await self._made("adapters.pdf", json.dumps(asdict(document)).encode(), b"%PDF")

    async def table(self, sheet: Sheet) -> bytes:
        """The table as a file of its form."""
        return await asyncio.to_thread(written, sheet)

    async def drawn(self, picture: Picture) -> bytes:
        """The picture as PNG. Raises `NoFile`."""
        return await self._made("adapters.drawing", picture.svg.encode(), b"\x89PNG")

    async def posters(self, posters: Sequence[Poster]) -> bytes:
        """The sheets as PDF. Only the command line asks for them, so they are drawn in its own process."""
        # Drawing and its fonts take long to load; a service that runs need not pay for it.
        from adapters.posters import pdf_of  # noqa: PLC0415

        if self._font is None or not self.has_font:
            raise NoFile("no font has Chinese characters here; install fonts-noto-cjk, or name one as [files] font")
        return await asyncio.to_thread(pdf_of, posters, self._font)

    async def pictures(self, pdf: bytes) -> Sequence[bytes]:
        """Each page as PNG."""
        from adapters.posters import pictures_of  # noqa: PLC0415

        return await asyncio.to_thread(lambda: list(pictures_of(pdf)))

    async def _made(self, program: str, recipe: bytes, begins: bytes) -> bytes:
        if not self.has_font:
            raise NoFile("no font has Chinese characters here; install fonts-noto-cjk, or name one as [files] font")
        async with self._one_at_a_time:
            made = await _run(program, recipe, str(self._font))
        if not made.startswith(begins):
            raise NoFile(f"{program} made something else")
        return made


async def _run(program: str, recipe: bytes, font: str) -> bytes:
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", program, font, stdin=pipe, stdout=pipe, stderr=pipe, cwd=_ROOT
    )
    try:
        async with asyncio.timeout(SECONDS):
            made, complaint = await child.communicate(recipe)
    except TimeoutError:
        raise NoFile("the printing took too long") from None
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode != 0:
        # Only the kind of fault: the words of a traceback may be a resident's.
        last = complaint.decode(errors="replace").strip().rpartition("\n")[2].partition(":")[0]
        raise NoFile(f"the printing failed: {last}")
    return made


# Where `adapters` is found when the service was started from elsewhere.
_ROOT: Final = Path(__file__).parents[1]
