"""Who runs a group: asked of Telegram when somebody presses a button there, and kept for ten minutes.

A press does not say whether its author is an administrator, and a turn never waits for the network.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from telegram.error import TelegramError

from adapters.telegram import fields, places
from adapters.telegram.api import BotApi
from adapters.telegram.fields import Fields
from bot.errors import Unreadable
from bot.ports import Clock

KEPT: Final = timedelta(minutes=10)
# Receiving waits for this answer, so it waits briefly; without it nobody counts as an administrator.
SECONDS: Final = 2.0


class Administrators:
    """The administrators of the groups in which buttons are pressed."""

    def __init__(self, api: BotApi, clock: Clock) -> None:
        self._api = api
        self._clock = clock
        self._known: dict[int, tuple[datetime, frozenset[int]]] = {}

    async def of(self, batch: Sequence[Any]) -> list[bool | None]:
        """For each update: was its button pressed by an administrator? None where that is unknown or no question."""
        return [await self._is_administrator(update) for update in batch]

    async def _is_administrator(self, update: Any) -> bool | None:
        pressed = _pressed_in_group(update)
        if pressed is None:
            return None
        chat, user = pressed
        known = self._known.get(chat)
        if known is None or self._clock.now() - known[0] > KEPT:
            known = (self._clock.now(), await self._ask(chat))
            self._known[chat] = known
        return user in known[1]

    async def _ask(self, chat: int) -> frozenset[int]:
        try:
            answer = await self._api.call("getChatAdministrators", {"chat_id": chat}, seconds=SECONDS)
            members = answer if isinstance(answer, list) else []
            users = [fields.required_part(fields.table(member, "member"), "user") for member in members]
            return frozenset(fields.required_number(user, "id") for user in users)
        except (TelegramError, Unreadable):
            return frozenset()


def _pressed_in_group(update: Any) -> tuple[int, int] | None:
    """The group and the presser of a button press in a group."""
    try:
        press = fields.part(fields.table(update, "update"), "callback_query") or {}
        under: Fields | None = fields.part(press, "message")
        if under is None or places.is_private(under):
            return None
        chat = fields.required_number(fields.required_part(under, "chat"), "id")
        return chat, fields.required_number(fields.required_part(press, "from"), "id")
    except Unreadable:
        return None
