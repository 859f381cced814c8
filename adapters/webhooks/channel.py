"""Sends what the outbox holds for programs of others, signed, and says how it went."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Final

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from bot.config_webhook import Webhook
from bot.errors import Unreadable
from bot.messages import Incoming, Private
from bot.orders import Order, Post
from bot.ports import Capabilities, Clock, Outcome, Reason, Reception, SendResult
from bot.richtext import words_of

_PATIENCE: Final = ClientTimeout(total=15)
_REFUSED_FROM, _BROKEN_FROM = 300, 500
_LATER: Final = frozenset({408, 425, 429})
_OK: Final = SendResult(outcome=Outcome.OK)


class WebhookChannel:
    """Our account on the network of webhooks. A chat's name is that of its hook (`Webhook.name`)."""

    name = "webhook"
    bot = "webhook"
    capabilities = Capabilities(
        edits=False,
        buttons=False,
        reactions=False,
        toasts=False,
        threads=False,
        silence=True,
        text_length=100_000,
        label_length=0,
        per_second=None,
        per_chat_second=None,
        per_group_minute=None,
        # The receiver tells a message that comes twice by its id.
        deduplicates=True,
    )

    def __init__(self, hooks: Sequence[Webhook], clock: Clock) -> None:
        self._hooks = {hook.name: hook for hook in hooks}
        self._clock = clock
        self._session: ClientSession | None = None

    def parse(self, payload: str) -> Sequence[Incoming]:
        """Nobody speaks to us here."""
        raise Unreadable(payload[:20])

    async def start(self) -> str | None:
        """There is nothing to sign in to."""

    async def receive(self, reception: Reception) -> None:  # noqa: ARG002 - nothing is ever received
        """Nothing comes."""
        await asyncio.Event().wait()

    async def send(self, order: Order, once: str) -> SendResult:
        """One signed POST."""
        body = _body(order)
        hook = None if isinstance(order.to, Private) else self._hooks.get(order.to.chat)
        if hook is None or hook.url is None or body is None:
            return _never("no hook of this name, or nothing that it could be told")
        try:
            # Whoever moves says so to the operator: a signed message follows nobody.
            async with self._open().post(
                hook.url, data=body, headers=self._headers(hook, body, once), allow_redirects=False
            ) as answer:
                return _result(answer)
        except (ClientError, TimeoutError, OSError) as trouble:
            return SendResult(outcome=Outcome.RETRY, reason=Reason.NETWORK, detail=type(trouble).__name__)

    def is_ready(self) -> bool:
        """Always: that a program of others is away is no fault of ours."""
        return True

    async def close(self) -> None:
        """Let go of connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def _open(self) -> ClientSession:
        if self._session is None:
            self._session = ClientSession(timeout=_PATIENCE)
        return self._session

    def _headers(self, hook: Webhook, body: bytes, once: str) -> dict[str, str]:
        at = str(int(self._clock.now().timestamp()))
        return {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Huying",
            "X-Huying-Id": once,
            "X-Huying-Timestamp": at,
            "X-Huying-Signature": f"sha256={signature(hook.secret.reveal(), at, body)}",
        }


def signature(secret: str, at: str, body: bytes) -> str:
    """HMAC-SHA256 over the timestamp, a full stop and the body, in hex: an old message cannot be sent anew."""
    return hmac.new(secret.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()


def _body(order: Order) -> bytes | None:
    """What a hook is told; whatever is no JSON was meant for people."""
    if not isinstance(order, Post):
        return None
    words = words_of(order.message.text)
    try:
        json.loads(words)
    except ValueError:
        return None
    return words.encode()


def _result(answer: ClientResponse) -> SendResult:
    status = answer.status
    if status < _REFUSED_FROM:
        return _OK
    if status >= _BROKEN_FROM or status in _LATER:
        wait = answer.headers.get("Retry-After", "")
        seconds = float(wait) if wait.isascii() and wait.isdigit() and len(wait) < len("10000") else None
        return SendResult(outcome=Outcome.RETRY, reason=Reason.LIMIT, retry_after=seconds, detail=f"HTTP {status}")
    return _never(f"HTTP {status}")


def _never(why: str) -> SendResult:
    return SendResult(outcome=Outcome.PERMANENT, reason=Reason.MALFORMED, detail=why)
