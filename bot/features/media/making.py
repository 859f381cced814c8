"""What a file of a ticket is when it leaves: what lies on the shelf under it now."""

import re
from typing import Final

from bot.errors import Refused
from bot.files import File, OnShelf
from bot.media import SentFile, SentFileId, SentFiles
from bot.media_kinds import ending_of
from bot.turn import Turn

_DIGEST: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
MADE_BY: Final = "media.sent"
# Named by the local chat's links (`adapters.web.links`).
UPLOADED: Final = "media.uploaded"


async def make(turn: Turn, value: str) -> OnShelf:
    """Where it lies. Raises `Refused` where it was erased since."""
    file = await turn.store(SentFiles).get(SentFileId(int(value)))
    if file is None or not file.digest:
        raise Refused("media.gone")
    return OnShelf(digest=file.digest, came_from=(file.channel, file.bot), reference=file.reference)


async def uploaded(_turn: Turn, value: str) -> OnShelf:
    """What a visitor of the local chat sent, by its content; its page checks that the visitor saw a message with it."""
    if _DIGEST.fullmatch(value) is None:
        raise Refused("media.gone")
    return OnShelf(digest=value)


def handed_on(turn: Turn, file: SentFile, number: int, language: str) -> File:
    """The recipe; its name tells the ticket and nothing of whoever sent it."""
    otherwise = turn.setup.texts.word("media.too_large_here", language)
    name = f"{number}-{file.id}.{ending_of(file.mime)}"
    return File(name=name, mime=file.mime, made_by=MADE_BY, value=str(file.id), kind=file.kind, otherwise=otherwise)
