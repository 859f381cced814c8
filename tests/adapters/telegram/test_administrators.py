"""Who pressed: Telegram does not say with a press whether its author runs the group."""

from bot.community import ChatRef
from bot.messages import Button, ButtonPress, OutgoingMessage
from bot.orders import Post
from bot.richtext import plain
from tests.adapters.telegram.account import Inbox, account, receiving, until
from tests.servers.telegram.server import BotApiServer

GROUP = -1001234567890


async def test_a_press_says_whether_an_administrator_of_the_group_did_it(telegram: BotApiServer) -> None:
    bot = telegram.add_bot()
    lin, zhao = telegram.user(1001, "小林"), telegram.user(1002, "赵敏")
    group = telegram.group(GROUP, "三号楼", members=[lin, zhao], bots=[bot], admins=[zhao])
    inbox, channel = Inbox(), account(telegram, bot)
    offer = OutgoingMessage(text=plain("日报?"), buttons=((Button(label="每天收", action="digests.subscribe"),),))

    async with receiving(channel, inbox):
        await until(channel.is_ready)
        await channel.send(Post(to=ChatRef("telegram", channel.bot, str(GROUP)), message=offer), "once")
        card = await group.wait_for(lambda message: message.text == "日报?", timeout=5)
        await lin.presses(card, "每天收")
        await zhao.presses(card, "每天收")
        await until(lambda: len([row for row in inbox.rows.values() if row.key.startswith("c:")]) == 2)

    presses = [
        event for row in inbox.rows.values() for event in channel.parse(row.payload) if isinstance(event, ButtonPress)
    ]
    assert [press.sender.is_chat_admin for press in presses] == [False, True]
    assert len(telegram.calls_of("getChatAdministrators")) == 1
