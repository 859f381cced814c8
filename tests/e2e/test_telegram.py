"""The main job on Telegram: the service as a process, the Bot API server of the tests, people with phones."""

from pathlib import Path

import pytest

from tests.e2e.huying import command, running
from tests.servers.telegram.server import BotApiServer

TOKEN = "123456:AAdefghijklmnopqrstuvwxyz0123456789"
CONFIG = """
admins = ["telegram:1003"]
[telegram]
token = "{token}"
api_url = "{url}"
[emergency]
fire = "119"
"""


@pytest.mark.usefixtures("telegram")
async def test_from_the_call_to_the_rating(telegram: BotApiServer, tmp_path: Path) -> None:
    bot = telegram.add_bot(token=TOKEN, username="huying_bot", privacy_mode=True)
    wang, zhao = telegram.user(1001, "王芳"), telegram.user(1003, "赵敏")
    group = telegram.group(-1001000000001, "御城一区", members=[wang, zhao], bots=[bot])

    async with running(tmp_path, CONFIG.format(token=TOKEN, url=telegram.url)):
        await zhao.starts(bot)
        await zhao.says(group, "/bind 御城社区")
        await group.wait_for(lambda message: "御城社区" in message.text and message.sender.is_bot, timeout=5)
        call = await wang.says(group, "/report 3号楼路灯不亮")
        card = await group.wait_for(lambda message: "#1" in message.text, timeout=5)
        assert card.reply_to is not None
        task = await zhao.private(bot).wait_for(lambda message: "#1" in message.text, timeout=5)
        await (await zhao.presses(task, "接单")).toast()
        await group.wait_for(lambda message: "赵敏接单了" in message.text, timeout=5)
        await zhao.says(zhao.private(bot), "/done 1 换了灯泡")
        post = await group.wait_for(lambda message: "您看修好了吗" in message.text, timeout=5)
        await wang.presses(post, "修好了")
        await group.wait_for(lambda message: "报事人看过" in message.text, timeout=5)
        await group.wait_until(lambda: call.reaction_of(bot) is not None, timeout=5)

    code, printed = await command(tmp_path, "export", "ledger.csv")
    assert (code, printed.splitlines()[-1]) == (0, "1 tickets in ledger.csv")
