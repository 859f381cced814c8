"""The webhook: Telegram brings each update to our own server and takes 200 as "kept"."""

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, Final

from aiohttp import web
from telegram.error import Conflict, InvalidToken, TelegramError

from adapters.telegram import updates
from adapters.telegram.line import Line
from adapters.telegram.pauses import Pauses
from adapters.telegram.receive import KINDS
from bot.errors import StorageAway
from bot.ports import Reception

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.Response]]

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
# Bytes. An update with the longest text and all its entities stays far below.
LARGEST_BODY: Final = 1024 * 1024
# Seconds for which a failed delivery counts as a present one. Telegram's own pauses between tries grow.
_RECENT: Final = 300


class Webhook:
    """Sets the webhook of one account, keeps an eye on it, and answers its calls."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def keep_set(self, url: str, secret: str) -> None:
        """Set the webhook and look after it until cancelled."""
        pauses = Pauses(self._line.pace)
        while True:
            try:
                await self._line.login.ask()
                await self._set(url, secret)
                while await self._is_set(url):
                    pauses.succeeded()
                    await asyncio.sleep(self._line.pace.look)
            except TelegramError as error:
                log.warning("telegram %s: cannot set the webhook: %s", self._line.channel.bot, error.message)
                if isinstance(error, Conflict | InvalidToken):
                    self._line.health.refused()
                await pauses.pause()

    async def _set(self, url: str, secret: str) -> None:
        question = {"url": url, "secret_token": secret, "allowed_updates": KINDS, "drop_pending_updates": False}
        await self._line.api.call("setWebhook", question)

    async def _is_set(self, url: str) -> bool:
        info = await self._line.api.call("getWebhookInfo", {})
        if not isinstance(info, dict) or info.get("url") != url:
            return False
        if self._fails(info):
            log.warning(
                "telegram %s: its calls do not arrive: %s", self._line.channel.bot, info.get("last_error_message")
            )
            self._line.health.refused()
        else:
            self._line.health.received()
        return True

    def _fails(self, info: dict[str, Any]) -> bool:
        """Do updates wait there because the last delivery failed a short time ago?"""
        failed_at = info.get("last_error_date")
        if not info.get("pending_update_count") or not isinstance(failed_at, int):
            return False
        age = self._line.clock.now() - datetime.fromtimestamp(failed_at, UTC)
        return age.total_seconds() < _RECENT

    def handler(self, reception: Reception, secret: str) -> Handler:
        """What the web server runs for a POST to the webhook's path."""

        async def handle(request: web.Request) -> web.Response:
            given = request.headers.get(SECRET_HEADER, "")
            if not secret or not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), secret.encode()):
                return web.Response(status=401)
            return web.Response(status=await self._taken(reception, await _body(request)))

        return handle

    async def _taken(self, reception: Reception, body: bytes) -> int:
        """The status for an update: 200 once it is kept, 503 while it cannot be; then Telegram tries again."""
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            return 400
        try:
            me = await self._line.login.known([update])
            by_admin = (await self._line.administrators.of([update]))[0]
            row = updates.row(update, me, self._line.clock.now(), by_admin=by_admin)
            await reception.receive(self._line.channel, [row])
        except (StorageAway, TelegramError):
            return 503
        self._line.health.answered()
        return 200


async def _body(request: web.Request) -> bytes:
    """The whole body. Raises HTTPRequestEntityTooLarge before more than the cap is in memory."""
    body = bytearray()
    async for chunk in request.content.iter_chunked(64 * 1024):
        body += chunk
        if len(body) > LARGEST_BODY:
            raise web.HTTPRequestEntityTooLarge(max_size=LARGEST_BODY, actual_size=len(body))
    return bytes(body)
