"""Carrying out an order: its calls one after the other, plainer ones where Telegram refuses a detail."""

from dataclasses import dataclass, replace
from typing import Any, Final

from telegram.error import BadRequest, InvalidToken, TelegramError

from adapters.telegram import fields
from adapters.telegram.api import BotApi
from adapters.telegram.errors import chat_of_order, explained
from adapters.telegram.gestures import EMOJI
from adapters.telegram.health import Health
from adapters.telegram.places import chat_of
from adapters.telegram.render import Call, render
from adapters.telegram.uploads import Uploads
from bot.errors import Unreadable
from bot.orders import Edit, Order, Post, React
from bot.ports import Outcome, Reason, SendResult

# What a refusal is about, by words of its description in lower case, and the arguments without which it would not
# have come. A message whose topic is closed or gone goes to the whole group, and so without its reply.
_TOPIC_LOST: Final = ("message thread not found", "topic_closed", "topic_deleted", "topic_id_invalid")
_PLAINER: Final = (
    (_TOPIC_LOST, ("message_thread_id", "reply_parameters")),
    (("message to be replied not found", "replied message not found"), ("reply_parameters",)),
    (("can't parse entities", "entity ", "entity_"), ("entities",)),
)
# Half-sent long texts that are remembered until their order comes again.
_REMEMBERED: Final = 500


@dataclass(frozen=True, kw_only=True)
class _Sent:
    """How far an order of several messages has come: `first` names the message that stands for all."""

    calls: int = 0
    first: Any = None


class Delivery:
    """Sends for one account."""

    def __init__(self, api: BotApi, health: Health) -> None:
        self._api = api
        self._health = health
        self._uploads = Uploads(api)
        self._half_sent: dict[str, _Sent] = {}

    async def send(self, order: Order, once: str) -> SendResult:
        """Do it and say how it went.

        Telegram cannot tell a repeated message from a new one. `once` only lets a long text go on behind the part
        that was refused, as long as this process lives.
        """
        if isinstance(order, React) and order.gesture is not None and order.gesture not in EMOJI:
            return SendResult(outcome=Outcome.PERMANENT, reason=Reason.MALFORMED, detail="no emoji stands for it here")
        sent = self._half_sent.pop(once, _Sent())
        try:
            for call in render(order)[sent.calls :]:
                answer = await self._carry_out(call)
                sent = _Sent(calls=sent.calls + 1, first=sent.first or answer)
        except TelegramError as error:
            return self._failed(error, order, once, sent)
        self._health.answered()
        return _done(order, sent.first)

    async def _carry_out(self, call: Call) -> Any:
        """The result of a call, or of a plainer one."""
        try:
            return await self._uploads.call(call)
        except BadRequest as error:
            plainer = _plainer(call, error.message.lower())
            if plainer is None:
                raise
        return await self._carry_out(plainer)

    def _failed(self, error: TelegramError, order: Order, once: str, sent: _Sent) -> SendResult:
        if isinstance(error, InvalidToken):
            self._health.refused()
        result = explained(error, order)
        if sent.calls and result.outcome is Outcome.PERMANENT:
            # The message stands; only its tail is lost.
            return replace(_done(order, sent.first), detail=result.detail)
        if sent.calls:
            if len(self._half_sent) >= _REMEMBERED:
                del self._half_sent[next(iter(self._half_sent))]
            self._half_sent[once] = sent
        return result


def _plainer(call: Call, refusal: str) -> Call | None:
    """The call without what was refused; None when nothing of the kind is in it."""
    for signs, names in _PLAINER:
        if any(sign in refusal for sign in signs) and any(name in call.arguments for name in names):
            kept = {name: value for name, value in call.arguments.items() if name not in names}
            return replace(call, arguments=kept)
    return None


def _done(order: Order, answer: Any) -> SendResult:
    if isinstance(order, Edit):
        return SendResult(outcome=Outcome.OK, remote=order.remote, chat=chat_of_order(order))
    if not isinstance(order, Post):
        return SendResult(outcome=Outcome.OK, chat=chat_of_order(order))
    try:
        message = fields.table(answer, "message")
        number, chat = fields.required_number(message, "message_id"), chat_of(message, order.to.bot)
    except Unreadable as error:
        return SendResult(outcome=Outcome.UNCERTAIN, reason=Reason.NETWORK, detail=str(error))
    return SendResult(outcome=Outcome.OK, remote=str(number), chat=chat)
