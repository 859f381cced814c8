"""`huying posters`: a sheet for the door of each building, as one PDF or a picture each."""

import asyncio
from pathlib import Path
from typing import cast

from bot.doors import Press
from bot.features.posters import views
from bot.files import NoFile
from bot.service import Service
from bot.words import one_line


async def draw(service: Service, path: Path, language: str | None, *, place: str, as_pictures: bool) -> int:
    """Write the sheets; answers how many. Raises `NoFile` where there is nothing to draw, or no font."""
    # Drawing sheets is more than every printer can do.
    texts, printer = service.setup.texts, cast("object", service.setup.printer)
    chosen = language or service.setup.config.language
    if chosen not in texts.languages:
        raise NoFile(f"there is no language {chosen!r}; there are {', '.join(sorted(texts.languages))}")
    sheets = await service.ask(lambda turn: views.posters(turn, chosen, place))
    if not sheets or not isinstance(printer, Press):
        raise NoFile("no building to print for: import the roster, and let Telegram be reached once (`huying check`)")
    pdf = await printer.posters(sheets)
    if as_pictures:
        await _pictures(printer, pdf, path, [sheet.place for sheet in sheets])
    else:
        await asyncio.to_thread(path.write_bytes, pdf)
    return len(sheets)


async def _pictures(printer: Press, pdf: bytes, folder: Path, names: list[str]) -> None:
    pictures = await printer.pictures(pdf)
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    for number, (name, picture) in enumerate(zip(names, pictures, strict=True), 1):
        safe = "".join(sign if sign.isalnum() or sign in "-_ " else "-" for sign in one_line(name))
        await asyncio.to_thread((folder / f"{number:03} {safe}.png").write_bytes, picture)
