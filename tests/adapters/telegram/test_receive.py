"""Long polling against the test server: nothing is lost, whatever breaks."""

import json

import pytest

from adapters.telegram.receive import KINDS
from bot.errors import Unreadable
from bot.messages import BotAdded, ButtonPress, ChatMoved, HearingChanged, IncomingMessage, Reaction
from tests.adapters.telegram.account import Inbox, account, receiving, until
from tests.servers.telegram.server import BotApiServer

GROUP = -1001234567890


async def test_what_a_neighbour_says_arrives_once_and_is_confirmed(telegram: BotApiServer) -> None:
    """PLATFORMS 2, 3: the offset is the number after the last one kept."""
    bot = telegram.add_bot()
    lin = telegram.user(1001, "小林")
    group = telegram.group(GROUP, "三号楼", members=[lin], admins=[bot])
    inbox, channel = Inbox(), account(telegram, bot)

    async with receiving(channel, inbox):
        await lin.says(group, "电梯坏了")
        await lin.says(group, "二单元")
        await until(lambda: len(inbox.rows) == 2)
        await until(lambda: not bot.queue.waiting())

    assert inbox.texts(channel) == ["电梯坏了", "二单元"]
    assert inbox.position == str(bot.queue.next_id)
    assert channel.is_ready()


async def test_what_waited_before_the_start_is_not_dropped(telegram: BotApiServer) -> None:
    """PLATFORMS 8, 9: a webhook left behind is ended without dropping, and the kinds are named at each start."""
    bot = telegram.add_bot()
    lin = telegram.user(1001, "小林")
    await lin.starts(bot)
    inbox, channel = Inbox(), account(telegram, bot)

    async with receiving(channel, inbox):
        await until(lambda: inbox.rows)

    assert inbox.texts(channel) == ["/start"]
    assert telegram.calls_of("deleteWebhook")[0].args == {"drop_pending_updates": False}
    assert telegram.calls_of("getUpdates")[0].args["allowed_updates"] == list(KINDS)


async def test_updates_that_were_not_kept_before_a_crash_come_again(telegram: BotApiServer) -> None:
    """PLATFORMS 3: a crash between fetching and keeping loses nothing."""
    bot = telegram.add_bot()
    lin = telegram.user(1001, "小林")
    inbox, crashed, restarted = Inbox(), account(telegram, bot), account(telegram, bot)
    async with receiving(crashed, inbox):
        await until(crashed.is_ready)
        inbox.away = True
        await lin.starts(bot)
        await until(lambda: inbox.refused)
    inbox.away = False

    async with receiving(restarted, inbox):
        await until(lambda: inbox.rows)

    assert inbox.texts(restarted) == ["/start"]


async def test_a_batch_kept_but_not_confirmed_before_a_crash_is_kept_once(telegram: BotApiServer) -> None:
    """PLATFORMS 1, 3: the keys of a redelivered batch are known."""
    bot = telegram.add_bot()
    lin = telegram.user(1001, "小林")
    await lin.starts(bot)
    inbox = Inbox()
    async with receiving(account(telegram, bot), inbox):
        await until(lambda: inbox.rows)
    inbox.position = None
    bot.queue.add_again(bot.queue.history[0])
    channel = account(telegram, bot)

    async with receiving(channel, inbox):
        await until(lambda: len(inbox.batches) == 2)

    assert inbox.texts(channel) == ["/start"]


async def test_a_restart_goes_on_where_the_inbox_says(telegram: BotApiServer) -> None:
    """PLATFORMS 2: the stored cursor is the first offset."""
    bot = telegram.add_bot()
    lin = telegram.user(1001, "小林")
    await lin.starts(bot)
    await lin.says(bot, "新的")
    inbox, channel = Inbox(position=str(bot.queue.history[1].id)), account(telegram, bot)

    async with receiving(channel, inbox):
        await until(lambda: inbox.rows)

    assert inbox.texts(channel) == ["新的"]


async def test_numbers_that_jump_down_after_a_quiet_week_lose_nothing(telegram: BotApiServer) -> None:
    """PLATFORMS 2: no comparison with an earlier number."""
    bot = telegram.add_bot()
    lin = telegram.user(1001, "小林")
    await lin.starts(bot)
    inbox, channel = Inbox(), account(telegram, bot)

    async with receiving(channel, inbox):
        await until(lambda: inbox.rows and not bot.queue.waiting())
        telegram.jump_update_ids(bot, 4711)
        await lin.says(bot, "一周以后")
        await until(lambda: len(inbox.rows) == 2)

    assert inbox.position == "4712"


async def test_a_press_that_comes_again_under_a_new_number_is_kept_once(telegram: BotApiServer) -> None:
    """PLATFORMS 20: the key is the press, not the update."""
    bot = telegram.add_bot()
    lin = telegram.user(1001, "小林")
    await lin.starts(bot)
    inbox, channel = Inbox(), account(telegram, bot)

    async with receiving(channel, inbox):
        await channel._api.call("sendMessage", {"chat_id": 1001, "text": "#12"})
        lin.sends_callback(lin.private(bot).last, "tickets.accept:12")
        telegram.redeliver(bot)
        await until(lambda: not bot.queue.waiting())

    assert len([event for event in inbox.events(channel) if isinstance(event, ButtonPress)]) == 1


async def test_a_poison_update_stops_nothing(telegram: BotApiServer) -> None:
    """PLATFORMS 4: it is kept raw, its neighbours are read, the offset moves on."""
    bot = telegram.add_bot()
    lin = telegram.user(1001, "小林")
    await lin.starts(bot)
    poison = bot.queue.add_raw("message", '{"message_id":"x","chat":7}')
    await lin.says(bot, "后面的")
    inbox, channel = Inbox(), account(telegram, bot)

    async with receiving(channel, inbox):
        await until(lambda: not bot.queue.waiting())

    kept = inbox.rows.pop(f"u:{poison.id}")
    with pytest.raises(Unreadable):
        channel.parse(kept.payload)
    assert inbox.texts(channel) == ["/start", "后面的"]


async def test_added_after_privacy_mode_was_switched_off_we_know_that_we_hear(telegram: BotApiServer) -> None:
    """PLATFORMS 10: the mode is asked again when our membership changes."""
    bot = telegram.add_bot()
    lin = telegram.user(1001, "小林")
    group = telegram.group(GROUP, "三号楼", creator=lin)
    inbox, channel = Inbox(), account(telegram, bot)

    async with receiving(channel, inbox):
        await until(channel.is_ready)
        bot.privacy_mode = False
        await group.adds(bot)
        await until(lambda: inbox.rows)

    assert [event.hears for event in inbox.events(channel) if isinstance(event, BotAdded)] == [True]


async def test_joining_rights_reactions_and_migration_arrive_as_events(telegram: BotApiServer) -> None:
    """PLATFORMS 10, 11, 56: reactions reach administrators that ask for them."""
    bot = telegram.add_bot()
    lin = telegram.user(1001, "小林")
    group = telegram.group(-4455, "三号楼", creator=lin)
    inbox, channel = Inbox(), account(telegram, bot)

    async with receiving(channel, inbox):
        await until(lambda: telegram.counts["getUpdates"])
        await group.adds(bot)
        await group.promotes(bot)
        call = await lin.says(group, "灯不亮")
        await lin.reacts(call, "👍")
        await group.migrates()
        await until(lambda: len([e for e in inbox.events(channel) if isinstance(e, ChatMoved)]) == 2)

    kinds = [type(event) for event in inbox.events(channel)]
    assert kinds.index(BotAdded) < kinds.index(HearingChanged) < kinds.index(Reaction) < kinds.index(ChatMoved)


async def test_a_stored_update_can_be_read_after_a_restart_without_telegram(telegram: BotApiServer) -> None:
    """PLATFORMS 30: who we are is kept with the update, so our name in a command is known while Telegram is away."""
    bot = telegram.add_bot()
    lin = telegram.user(1001, "小林")
    await lin.starts(bot)
    await lin.says(bot, "/mine@huying_bot")
    inbox = Inbox()
    async with receiving(account(telegram, bot), inbox):
        await until(lambda: len(inbox.rows) == 2)
    await telegram.stop()

    events = inbox.events(account(telegram, bot))

    commands = [event.command for event in events if isinstance(event, IncomingMessage)]
    assert [command.name for command in commands if command] == ["start", "mine"]


async def test_nothing_of_the_token_stands_in_what_is_stored(telegram: BotApiServer) -> None:
    """PLATFORMS 31"""
    bot = telegram.add_bot()
    await telegram.user(1001, "小林").starts(bot)
    inbox = Inbox()

    async with receiving(account(telegram, bot), inbox):
        await until(lambda: inbox.rows)

    stored = json.dumps([[row.key, row.lane, row.payload] for row in inbox.rows.values()])
    assert bot.token.partition(":")[2] not in stored
