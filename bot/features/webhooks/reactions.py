"""What is told when a ticket has news: the event, and what anybody may read of the ticket."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Final

from bot.community import ChatRef
from bot.config_webhook import Webhook
from bot.features.open311 import views as open311
from bot.features.tickets.views import Ticket
from bot.messages import OutgoingMessage
from bot.richtext import plain
from bot.stores import Priority
from bot.turn import Turn

# The network of webhooks, and our account there.
CHANNEL: Final = "webhook"
BOT: Final = "webhook"
# What is older is no news, and a program that is gone for good is told nothing for ever.
LIVES: Final = timedelta(days=3)


def tells(event: str) -> Callable[[Turn, Any], Awaitable[None]]:
    """A reaction that tells every hook which wants to hear of this."""

    async def on_news(turn: Turn, news: Any) -> None:
        hooks = [hook for hook in turn.setup.config.webhook if event in hook.events]
        if hooks:
            await _tell(turn, hooks, event, news.ticket)

    return on_news


async def _tell(turn: Turn, hooks: list[Webhook], event: str, ticket: Ticket) -> None:
    # What was said in a room that may not be relayed stays there (ADR 0041), whatever little could be told of it.
    if (ticket.source.chat.channel, ticket.source.chat.bot) in turn.setup.sealing:
        return
    shown = await open311.request(turn, int(ticket.id), turn.setup.config.language)
    if shown is None:
        return
    said = {"event": f"ticket.{event}", "at": turn.now.isoformat(), "request": open311.facts(shown)}
    message = OutgoingMessage(text=plain(json.dumps(said, ensure_ascii=False)), silent=True)
    for hook in hooks:
        to = ChatRef(CHANNEL, BOT, hook.name)
        turn.outbox.post(to, message, about=ticket.key, priority=Priority.DIGEST, lives=LIVES)
