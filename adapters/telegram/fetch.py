"""Getting a file that somebody sent: its path by `getFile`, then its bytes. The address holds the token."""

from typing import Final

from telegram.error import BadRequest, Forbidden, TelegramError

from adapters.telegram import fields
from adapters.telegram.api import BotApi
from bot.errors import Unreadable
from bot.media import NotKept, NotNow, Unfit

# What the Bot API hands out at most (case 29).
LARGEST: Final = 20 * 1024 * 1024
_TOO_BIG: Final = "file is too big"


async def fetched(api: BotApi, reference: str, most: int) -> bytes:
    """The file behind a file_id. Raises `NotKept`, `NotNow`."""
    try:
        told = fields.table(await api.call("getFile", {"file_id": reference}), "file")
        size, path = fields.number(told, "file_size"), fields.words(told, "file_path")
        if size is not None and size > most:
            raise NotKept(Unfit.LARGE)
        if path is None:
            raise NotKept(Unfit.GONE)
        return await api.download(path, most)
    except (BadRequest, Forbidden) as refusal:
        raise NotKept(Unfit.LARGE if _TOO_BIG in refusal.message.lower() else Unfit.GONE) from None
    except (TelegramError, Unreadable) as fault:
        raise NotNow(str(fault)) from None
