"""Long polling while the database, Telegram or a second receiver is in the way."""

import asyncio
from dataclasses import replace

import pytest

from bot.ports import RefusedLogin
from tests.adapters.telegram.account import QUICK, Inbox, account, receiving, until
from tests.servers.telegram.server import BotApiServer


async def test_a_database_that_is_away_holds_the_offset_back(telegram: BotApiServer) -> None:
    """PLATFORMS 3: Telegram is told only after the commit."""
    bot = telegram.add_bot()
    lin = telegram.user(1001, "小林")
    inbox, channel = Inbox(), account(telegram, bot)

    async with receiving(channel, inbox):
        await until(lambda: telegram.counts["getUpdates"] == 2)
        inbox.away = True
        await lin.starts(bot)
        await until(lambda: inbox.refused >= 3)
        waiting, asked = len(bot.queue.waiting()), telegram.counts["getUpdates"]
        inbox.away = False
        await until(lambda: not bot.queue.waiting())

    assert waiting == 1
    assert asked == 2
    assert inbox.texts(channel) == ["/start"]


async def test_a_database_that_is_away_at_the_start_is_waited_for(telegram: BotApiServer) -> None:
    bot = telegram.add_bot()
    inbox, channel = Inbox(away=True), account(telegram, bot)

    async with receiving(channel, inbox):
        await until(lambda: inbox.refused >= 2)
        inbox.away = False
        await until(lambda: telegram.counts["getUpdates"])


@pytest.mark.parametrize("kind", ["drop", "502"])
async def test_an_outage_of_telegram_is_sat_out(telegram: BotApiServer, kind: str) -> None:
    """PLATFORMS 16: the receive loop survives every fault of the network."""
    bot = telegram.add_bot()
    lin = telegram.user(1001, "小林")
    inbox, channel = Inbox(), account(telegram, bot)
    telegram.outage(kind)  # type: ignore[arg-type]

    async with receiving(channel, inbox):
        await lin.starts(bot)
        await asyncio.sleep(0.1)
        was_ready = channel.is_ready()
        telegram.outage(None)
        await until(lambda: inbox.rows)

        assert not was_ready
        assert channel.is_ready()


async def test_a_server_that_is_not_there_yet_is_no_reason_to_fail(telegram: BotApiServer) -> None:
    bot = telegram.add_bot()
    inbox, channel = Inbox(), account(telegram, bot)
    await telegram.stop()

    async with receiving(channel, inbox):
        assert not channel.is_ready()
        await telegram.start()
        await until(channel.is_ready)


async def test_a_telegram_that_keeps_silent_does_not_hold_up_the_start(telegram: BotApiServer) -> None:
    bot = telegram.add_bot()
    channel = account(telegram, bot, pace=replace(QUICK, start=0.05))
    telegram.trouble_next("delay", "getMe", seconds=3.0)

    async with receiving(channel, Inbox()):
        assert not channel.is_ready()
        await until(channel.is_ready)


async def test_a_second_receiver_is_noticed_and_waited_out(telegram: BotApiServer) -> None:
    """PLATFORMS 7: 409 Conflict; back off, say so, do not spin."""
    bot = telegram.add_bot()
    lin = telegram.user(1001, "小林")
    inbox, channel = Inbox(), account(telegram, bot)

    async with receiving(channel, inbox):
        await until(channel.is_ready)
        telegram.fail_next("getUpdates", status=409, description="Conflict: terminated by other getUpdates", count=3)
        await lin.starts(bot)
        await until(lambda: not channel.is_ready())
        await until(channel.is_ready)
        await lin.says(bot, "还在吗")
        await until(lambda: len(inbox.rows) == 2)

    assert telegram.counts["getUpdates"] < 12


async def test_a_webhook_that_somebody_sets_meanwhile_is_ended(telegram: BotApiServer) -> None:
    """PLATFORMS 7: polling and webhook exclude each other."""
    bot = telegram.add_bot()
    inbox, channel = Inbox(), account(telegram, bot)

    async with receiving(channel, inbox):
        await until(channel.is_ready)
        await channel._api.call("setWebhook", {"url": "http://127.0.0.1:9/other"})
        await until(lambda: bot.webhook is None)
        await until(channel.is_ready)


async def test_a_token_that_is_not_accepted_is_refused_at_the_start(telegram: BotApiServer) -> None:
    bot = telegram.add_bot()
    channel = account(telegram, bot)
    telegram.world.bots.clear()

    with pytest.raises(RefusedLogin, match=str(bot.id)) as caught:
        await channel.start()

    assert bot.token not in str(caught.value)


async def test_a_token_that_is_revoked_later_is_shown_and_tried_again(telegram: BotApiServer) -> None:
    bot = telegram.add_bot()
    inbox, channel = Inbox(), account(telegram, bot)

    async with receiving(channel, inbox):
        await until(channel.is_ready)
        telegram.fail_next("getUpdates", status=401, description="Unauthorized", count=2)
        await telegram.user(1001, "小林").starts(bot)
        await until(lambda: not channel.is_ready())
        await until(channel.is_ready)
