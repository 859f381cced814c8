"""Who we are, asked of Telegram and kept."""

from collections.abc import Sequence
from typing import Any

from telegram.error import TelegramError

from adapters.telegram import fields
from adapters.telegram.api import BotApi
from adapters.telegram.errors import Interrupted
from adapters.telegram.identity import Me
from bot.errors import Unreadable


class Login:
    """`me` is None until Telegram was reached once."""

    def __init__(self, api: BotApi) -> None:
        self._api = api
        self.me: Me | None = None

    async def ask(self) -> Me:
        """Ask who we are. Raises TelegramError; InvalidToken when the token is not accepted."""
        answer = await self._api.call("getMe", {})
        try:
            self.me = Me.read(fields.table(answer, "getMe"))
        except Unreadable as error:
            raise Interrupted("getMe was answered with something else") from error
        return self.me

    async def known(self, batch: Sequence[Any]) -> Me:
        """Who we are as these updates are read.

        Asked again when our membership somewhere changed: people switch privacy mode off and then add the bot again,
        and whether it hears that group depends on the new mode.
        """
        if self.me is not None and not any(isinstance(one, dict) and "my_chat_member" in one for one in batch):
            return self.me
        try:
            return await self.ask()
        except TelegramError:
            if self.me is None:
                raise
            return self.me
