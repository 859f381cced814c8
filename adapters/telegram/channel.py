"""One Telegram account as the kernel sees it."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from telegram.error import InvalidToken, TelegramError

from adapters.telegram.administrators import Administrators
from adapters.telegram.api import BotApi
from adapters.telegram.fetch import fetched
from adapters.telegram.health import Health
from adapters.telegram.identity import CHANNEL
from adapters.telegram.line import Line
from adapters.telegram.login import Login
from adapters.telegram.parse import parse
from adapters.telegram.pauses import Pace
from adapters.telegram.receive import Polling
from adapters.telegram.richtext import TEXT_LENGTH
from adapters.telegram.rights import rights_in
from adapters.telegram.send import Delivery
from adapters.telegram.transport import AiohttpRequest
from adapters.telegram.webhook import Handler, Webhook
from bot.community import ChatRef
from bot.config_channels import Telegram
from bot.messages import Incoming
from bot.orders import Order
from bot.ports import Capabilities, Clock, Reception, RefusedLogin, Rights, SendResult

log = logging.getLogger(__name__)

CAPABILITIES: Final = Capabilities(
    edits=True,
    buttons=True,
    reactions=True,
    toasts=True,
    threads=True,
    silence=True,
    text_length=TEXT_LENGTH,
    label_length=64,
    per_second=30.0,
    per_chat_second=1.0,
    per_group_minute=20,
    menus=True,
)


class TelegramChannel:
    """Implements `bot.ports.Channel`. `bot` is the account's number, the first half of its token."""

    name = CHANNEL
    capabilities = CAPABILITIES

    def __init__(self, config: Telegram, clock: Clock, pace: Pace | None = None) -> None:
        self._config = config
        self.bot = config.bot_id
        pace = pace or Pace()
        # An answer is due at the end of each poll, or at each look at the webhook; one may be late.
        due = pace.look if config.mode == "webhook" else pace.poll
        self._health = Health(clock, timedelta(seconds=2.5 * due))
        request = AiohttpRequest(proxy=config.proxy, dated=self._health.dated)
        self._api = BotApi(token=config.token.reveal(), api_url=config.api_url, request=request)
        self._login = Login(self._api)
        self._line = Line(
            channel=self,
            api=self._api,
            login=self._login,
            administrators=Administrators(self._api, clock),
            health=self._health,
            clock=clock,
            pace=pace,
        )
        self._delivery = Delivery(self._api, self._health)
        self._webhook = Webhook(self._line)

    def parse(self, payload: str) -> Sequence[Incoming]:
        """What happened, from an inbox row. Raises `Unreadable`."""
        return parse(payload)

    async def start(self) -> str | None:
        """Sign in; answers why that was not possible yet. Raises `RefusedLogin`. `receive` tries again."""
        await self._api.open()
        try:
            async with asyncio.timeout(self._line.pace.start):
                await self._login.ask()
        except TimeoutError:
            log.warning("telegram %s: not reached yet: no answer in time", self.bot)
            return "no answer in time"
        except InvalidToken:
            await self._api.close()
            raise RefusedLogin(
                f"telegram {self.bot}: {self._config.api_url} does not accept the token; "
                "@BotFather shows the present one (/token)"
            ) from None
        except TelegramError as error:
            log.warning("telegram %s: not reached yet: %s", self.bot, error.message)
            return error.message
        self._health.answered()
        return None

    async def receive(self, reception: Reception) -> None:
        """Receive until cancelled. With a webhook: keep it set; what arrives goes through `webhook_handler`."""
        if self._config.mode == "webhook":
            await self._webhook.keep_set(self._config.webhook_url or "", self._config.webhook_secret.reveal())
        else:
            await Polling(self._line).run(reception)

    @property
    def webhook_path(self) -> str:
        """Where the web server takes Telegram's calls; empty while this account polls."""
        return self._config.webhook_path if self._config.mode == "webhook" else ""

    def webhook_handler(self, reception: Reception) -> Handler:
        """For the web server, at `webhook_path`."""
        return self._webhook.handler(reception, self._config.webhook_secret.reveal())

    async def send(self, order: Order, once: str) -> SendResult:
        """Do it and say how it went."""
        return await self._delivery.send(order, once)

    async def fetch(self, reference: str, most: int) -> bytes:
        """A file that somebody sent, by its file_id. Raises `NotKept`, `NotNow`."""
        return await fetched(self._api, reference, most)

    @property
    def username(self) -> str | None:
        """The name in links to us; None until Telegram was reached."""
        return self._login.me.username if self._login.me is not None else None

    @property
    def clock_ahead(self) -> float | None:
        """By how many seconds our clock is ahead of Telegram's; None before the first answer."""
        return self._health.clock_ahead

    async def rights_in(self, chat: ChatRef) -> Rights | None:
        """What we may do in this group now; None: Telegram does not say."""
        me = self._login.me
        return None if me is None else await rights_in(self._api, me, chat.chat)

    def is_ready(self) -> bool:
        """Has Telegram answered lately, and does it let us receive?"""
        return self._health.is_good()

    async def close(self) -> None:
        """Let go of connections."""
        await self._api.close()
