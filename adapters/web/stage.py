"""The local chat without a browser: a script speaks, presses and reads as people of the scene do."""

import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from adapters.clock import MovableClock
from adapters.web.channel import WebChannel
from adapters.web.rooms import Message, Talk
from adapters.web.scene import private_chat
from adapters.web.visits import Guest, Visits
from bot.richtext import words_of
from bot.service import Service

_PAGE: Final = "script"
_MOST: Final = 200
_PATIENCE_SECONDS: Final = 30.0
_STEP: Final = timedelta(minutes=30)


class WebStage:
    """Implements `bot.demo.script.Stage` on a service whose clock can be moved."""

    def __init__(self, service: Service, channel: WebChannel, clock: MovableClock, language: str) -> None:
        self._service = service
        self._channel = channel
        self._clock = clock
        self._language = language
        self._visits = Visits(channel, service.door)
        self._keys = itertools.count(1)

    def now(self) -> datetime:
        """The time in the town."""
        return self._clock.now()

    async def says(self, account: str, chat: str | None, words: str) -> None:
        """Speak in a group, or (None) to the bot in private."""
        room = chat or private_chat(account)
        await self._visits.say(self._guest(account), room, words, key=f"say{next(self._keys)}")
        await self._settle()

    async def presses(self, account: str, chat: str | None, label: str) -> None:
        """Press the latest button with this label there."""
        room = chat or private_chat(account)
        for message in reversed(await self._messages(room)):
            for button in itertools.chain.from_iterable(message.said.buttons):
                if button.label == label:
                    key = f"press{next(self._keys)}"
                    guest = self._guest(account)
                    await self._visits.press(guest, room, message.id, button.data, key=key, page=_PAGE)
                    await self._settle()
                    return
        missing = f"nobody offered {label!r} in {room}"
        raise LookupError(missing)

    async def reads(self, account: str, chat: str | None) -> Sequence[str]:
        """What the bot's messages there say now, oldest first."""
        messages = await self._messages(chat or private_chat(account))
        return [words_of(message.said.text) for message in messages]

    async def labels(self, account: str, chat: str | None) -> Sequence[str]:
        """The labels of the buttons under the bot's latest message there that has any."""
        for message in reversed(await self._messages(chat or private_chat(account))):
            if message.said.buttons:
                return [button.label for button in itertools.chain.from_iterable(message.said.buttons)]
        return []

    async def waits_until(self, moment: datetime) -> None:
        """Let time pass in steps and do what becomes due."""
        while self._clock.now() < moment:
            self._clock.move_to(min(moment, self._clock.now() + _STEP))
            await self._service.tick()
            await self._settle()

    async def _messages(self, room: str) -> Sequence[Message]:
        found = await self._channel.database.read(lambda uow: uow.store(Talk).latest([room], _MOST))
        return [message for message in found if message.is_ours]

    async def _settle(self) -> None:
        await self._service.intake.settle()
        await self._service.courier.drain(_PATIENCE_SECONDS)

    def _guest(self, account: str) -> Guest:
        visitor = self._channel.scene.person(account)
        if visitor is None:
            missing = f"nobody in the scene is {account}"
            raise LookupError(missing)
        return Guest(visitor=visitor, language=self._language, is_free=True)
