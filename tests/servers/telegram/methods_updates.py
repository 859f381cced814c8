"""getMe, getUpdates and the webhook's three methods."""

import asyncio
from typing import Any, Final

from tests.servers.telegram.bots import Bot
from tests.servers.telegram.calls import Call
from tests.servers.telegram.errors import conflict
from tests.servers.telegram.registry import method
from tests.servers.telegram.updates import Update

LONGEST_POLL: Final = 50
OTHER_POLL: Final = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET: Final = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


@method("getMe")
def get_me(call: Call) -> Any:
    return call.bot.me()


@method("getUpdates")
async def get_updates(call: Call) -> Any:
    """Answers a list of updates at once, or waits up to `timeout` seconds for the first one."""
    bot = call.bot
    if bot.webhook is not None:
        raise conflict(WEBHOOK_SET)
    bot.queue.allow(call.args.get("allowed_updates"))
    limit = min(max(call.number("limit", 100), 1), 100)
    offset = call.number("offset")
    updates = bot.queue.take(offset, limit)
    timeout = min(max(call.number("timeout"), 0), LONGEST_POLL)
    if not updates and timeout:
        abort_poll(bot, OTHER_POLL)
        await _wait(bot, seconds=timeout)
        updates = bot.queue.take(offset, limit)
    return Updates(updates)


class Updates(list[Update]):
    """A result that is written from the stored texts, without another round of JSON."""

    def text(self) -> str:
        return f'{{"ok":true,"result":[{",".join(update.text for update in self)}]}}'


def abort_poll(bot: Bot, why: str) -> None:
    """Answer 409 to a poll that is waiting."""
    if bot.poll is not None and not bot.poll.done():
        bot.poll.set_result(why)


async def _wait(bot: Bot, *, seconds: float) -> None:
    """Until an update arrives or the time is over; 409 when another poll takes the place."""
    mine: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    bot.poll = mine
    bot.queue.arrived.clear()
    arrived: asyncio.Future[Any] = asyncio.ensure_future(bot.queue.arrived.wait())
    try:
        await asyncio.wait([mine, arrived], timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        arrived.cancel()
        if bot.poll is mine:
            bot.poll = None
    if mine.done():
        raise conflict(mine.result())
