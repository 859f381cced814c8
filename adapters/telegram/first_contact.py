"""Meeting the admin of a new bot on Telegram.

It looks at the waiting updates and never confirms one (no offset is ever sent), so all that residents have written to
the bot is still there when `huying run` asks for it, and so is the admin's own /start.
"""

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Any, Final

from telegram.error import Conflict, InvalidToken, TelegramError

from adapters.telegram import fields
from adapters.telegram.api import BotApi
from adapters.telegram.errors import Interrupted
from adapters.telegram.identity import CHANNEL
from adapters.telegram.login import Login
from adapters.telegram.receive import KINDS
from adapters.telegram.transport import AiohttpRequest
from bot.beginning.code import says_code
from bot.beginning.contact import Invitation, NotMet, Ours, Refused, Unusable
from bot.config_channels import Telegram
from bot.errors import Unreadable

# Telegram shows so many of the waiting updates, the oldest first, as long as none is confirmed.
MOST_SHOWN: Final = 100
# Waiting updates are answered at once, so we pause ourselves.
PAUSE_SECONDS: Final = 1.0


class TelegramFirstContact:
    """Implements `bot.beginning.contact.FirstContact`."""

    def __init__(self, account: Telegram) -> None:
        self._url = account.api_url
        self._api = BotApi(
            token=account.token.reveal(), api_url=account.api_url, request=AiohttpRequest(proxy=account.proxy)
        )
        self._username = ""
        self._met: int | None = None

    async def sign_in(self) -> Ours:
        """Ask who we are, and whether anybody else receives with this token. Raises `Unusable`."""
        await self._api.open()
        try:
            me = await Login(self._api).ask()
            webhook = fields.table(await self._api.call("getWebhookInfo", {}), "getWebhookInfo")
        except InvalidToken:
            raise Refused("init.token_refused", url=self._url) from None
        except (TelegramError, Unreadable) as fault:
            raise Unusable("init.unreached", url=self._url, why=str(fault)) from None
        if webhook.get("url"):
            raise Unusable("init.has_webhook", name=f"@{me.username}")
        self._username = me.username
        return Ours(name=f"@{me.username}")

    def link(self, code: str) -> str:
        """A deep link: one tap sends /start and the code."""
        return f"https://t.me/{self._username}?start={code}"

    async def meet(self, invitation: Invitation) -> str:
        """Look at what waits, again and again, until the code is there. Raises `Unusable`."""
        while True:
            batch = await self._waiting()
            self._met = next(filter(None, (_sender(update, invitation.code) for update in batch)), None)
            if self._met is not None:
                return f"{CHANNEL}:{self._met}"
            if len(batch) >= MOST_SHOWN:
                raise NotMet("init.too_many_wait")
            await asyncio.sleep(PAUSE_SECONDS)

    async def _waiting(self) -> Sequence[Any]:
        """What nobody has confirmed. The kinds are those of the service, for Telegram remembers the last choice."""
        question = {"timeout": 0, "limit": MOST_SHOWN, "allowed_updates": KINDS}
        try:
            batch = await self._api.call("getUpdates", question)
        except Conflict:
            raise Unusable("init.somebody_receives") from None
        except TelegramError:
            # Nobody is there for a moment; the next look will tell.
            return ()
        if not isinstance(batch, list):
            raise Interrupted("getUpdates was answered with something else")
        return batch

    async def thank(self, words: str) -> None:
        """A private message."""
        with contextlib.suppress(TelegramError):
            await self._api.call("sendMessage", {"chat_id": self._met, "text": words})

    async def close(self) -> None:
        """Let go of all connections."""
        await self._api.close()


def _sender(update: Any, code: str) -> int | None:
    """Who has sent the code with this update, in private."""
    try:
        message = fields.part(fields.table(update, "update"), "message")
        if message is None or fields.required_part(message, "chat").get("type") != "private":
            return None
        if not says_code(fields.words(message, "text") or "", code):
            return None
        return fields.required_number(fields.required_part(message, "from"), "id")
    except Unreadable:
        return None
