"""A bot's account on the server: token, privacy mode, its updates, private chats, buttons pressed, commands."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.servers.telegram.chats import PrivateChat
from tests.servers.telegram.messages import Message
from tests.servers.telegram.people import Account
from tests.servers.telegram.updates import UpdateQueue

if TYPE_CHECKING:
    from tests.servers.telegram.webhook import Webhook

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What answerCallbackQuery said to the person who pressed."""

    text: str = ""
    show_alert: bool = False
    url: str | None = None


@dataclass(eq=False, kw_only=True)
class Press:
    """A button pressed by a person, waiting for the bot's word."""

    id: str
    person: Account
    message: Message
    data: str
    at: float
    created: float = field(default_factory=time.perf_counter)
    answered: Answer | None = None
    answered_at: float | None = None
    _ready: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self, *, timeout: float = 5.0) -> Answer:  # noqa: ASYNC109 - a test says how long it waits
        """What the bot answered; TimeoutError when it keeps silent."""
        await asyncio.wait_for(self._ready.wait(), timeout)
        assert self.answered is not None
        return self.answered

    async def toast(self, *, timeout: float = 5.0) -> str:  # noqa: ASYNC109 - as above
        """The words of the answer, empty when it had none."""
        return (await self.answer(timeout=timeout)).text

    def settle(self, answer: Answer) -> None:
        self.answered, self.answered_at = answer, time.perf_counter()
        self._ready.set()


@dataclass(eq=False, kw_only=True)
class Bot(Account):
    """`privacy_mode` counts for groups that add the bot from now on, as on the real server."""

    token: str
    queue: UpdateQueue
    is_bot: bool = True
    privacy_mode: bool = True
    private: dict[int, PrivateChat] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    presses: dict[str, Press] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    webhook: "Webhook | None" = None
    poll: "asyncio.Future[str] | None" = None

    def me(self) -> Json:
        """The User object as getMe answers it."""
        return {
            **self.json(),
            "can_join_groups": True,
            "can_read_all_group_messages": not self.privacy_mode,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }
