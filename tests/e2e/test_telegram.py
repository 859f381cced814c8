"""The main job on Telegram: the service as a process, the Bot API server of the tests, people with phones."""

import re
from pathlib import Path

import pytest

from tests.e2e.huying import command, running
from tests.e2e.ledger import ledger, row_of
from tests.e2e.telegram_town import SECONDS, TelegramTown, number_in
from tests.servers.telegram import BotApiServer

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_from_the_call_to_the_rating(town: TelegramTown) -> None:
    group = await town.group_of("第二网格", town.chen)

    call = await town.wang.says(group, "/report 5号楼路灯不亮")
    card = await town.answer(group, call)
    number = number_in(card)
    task = await town.task(town.chen, number)
    await (await town.chen.presses(task, "接单")).toast()
    await group.wait_until(lambda: "陈静接单了" in card.text, timeout=SECONDS)
    await town.chen.says(town.bot, f"/progress {number} 电工下午三点到")
    await group.wait_until(lambda: "电工下午三点到" in card.text, timeout=SECONDS)
    await town.chen.says(town.bot, f"/done {number} 换了灯泡")
    post = await group.wait_for(lambda m: "您看修好了吗" in m.text, timeout=SECONDS)
    assert post.reply_to is call
    await town.wang.starts(town.bot)
    await town.wang.presses(post, "修好了")
    question = await town.wang.private(town.bot).wait_for(lambda m: "这次办得怎么样" in m.text, timeout=SECONDS)
    await town.wang.presses(question, "满意")
    await group.wait_until(lambda: "办好了,报事人看过" in card.text, timeout=SECONDS)

    row = await row_of(town.folder, number)
    assert call.reaction_of(town.bot) == "👀"
    assert (row["state"], row["assignee"], row["rating"], row["building"]) == ("closed", "陈静", "5", "5号楼")


async def test_without_a_roster_the_admin_gets_the_calls(tmp_path: Path) -> None:
    async with BotApiServer() as server:
        town = TelegramTown(server, tmp_path)
        async with running(tmp_path, town.config):
            await town.zhao.starts(town.bot)
            group = await town.group_of("御城社区")
            await town.wang.says(group, "/report 3号楼路灯不亮")
            task = await town.task(town.zhao, 1)
            await (await town.zhao.presses(task, "接单")).toast()
            await group.wait_for(lambda m: "赵敏接单了" in m.text, timeout=SECONDS)

    (row,) = await ledger(tmp_path)
    assert (row["community"], row["building"], row["state"]) == ("御城社区", "3号楼", "accepted")


async def test_a_worker_without_an_account_opens_the_invitation_and_gets_tasks(town: TelegramTown) -> None:
    li = town.server.user(1007, "小李")
    link = re.search(r"李明.*https://t\.me/huying_bot\?start=(\w+)", town.invitations)
    assert link, town.invitations
    group = await town.group_of("第一网格", li)

    await li.starts(town.bot, link[1])
    welcome = await li.private(town.bot).wait_for(lambda m: "欢迎,李明" in m.text, timeout=SECONDS)
    call = await town.wang.says(group, "/report 3号楼门禁打不开")
    card = await town.answer(group, call)
    task = await town.task(li, number_in(card))

    assert "第一网格" in welcome.text
    assert "已交给网格员李明" in card.text
    assert task.buttons[0].text == "接单"


async def test_a_plain_line_is_heard_and_the_worker_makes_it_a_ticket(town: TelegramTown) -> None:
    group = await town.group_of("第二网格", town.chen, hears=True)

    talk = await town.wang.says(group, "早上好,今天天气真好")
    line = await town.wang.says(group, "6号楼楼道的灯坏了好几天了")
    await group.wait_until(lambda: line.reaction_of(town.bot) == "👀", timeout=SECONDS)
    question = await town.chen.private(town.bot).wait_for(lambda m: "楼道的灯坏了" in m.text, timeout=SECONDS)
    toast = await (await town.chen.presses(question, "记下来")).toast()
    card = await town.answer(group, line)

    assert toast == f"好,记下了,#{number_in(card)}。"
    assert "6号楼" in card.text
    assert talk.reaction_of(town.bot) is None


async def test_where_privacy_mode_makes_it_deaf_the_bot_says_so(town: TelegramTown) -> None:
    group = town.server.group(-1001000000777, "五号楼群", members=[town.wang, town.zhao, town.chen])
    await group.adds(town.bot, by=town.zhao)

    said = await group.wait_for(lambda m: "还听不到群里的话" in m.text, timeout=SECONDS)
    await town.zhao.says(group, "/bind 5号楼")
    await town.zhao.private(town.bot).wait_for(lambda m: "“五号楼群”里我听不到" in m.text, timeout=SECONDS)
    code, printed = await command(town.folder, "check")
    unheard = await town.wang.says(group, "5号楼水管爆了,到处是水")
    await group.promotes(town.bot, by=town.zhao)
    await group.wait_until(lambda: "在群里照常说一句" in said.text, timeout=SECONDS)
    heard = await town.wang.says(group, "5号楼电梯停了")
    await group.wait_until(lambda: heard.reaction_of(town.bot) is not None, timeout=SECONDS)

    assert code == 1
    assert "group 五号楼群: we cannot hear it" in printed
    assert unheard.reaction_of(town.bot) is None


async def test_a_strangers_claim_is_refused_in_one_polite_line(town: TelegramTown) -> None:
    stranger = town.server.user(1666, "路人")
    group = await town.group_of("第二网格", stranger)
    call = await town.wang.says(group, "/report 5号楼下水道堵了")
    number = number_in(await town.answer(group, call))

    asked = await stranger.says(group, f"/claim {number}")
    refusal = await group.wait_for(lambda m: m.reply_to is asked, timeout=SECONDS)

    row = await row_of(town.folder, number)
    assert refusal.text.startswith("接单请御城二区5号楼的网格员来。")
    assert "\n" not in refusal.text
    assert (row["state"], row["assignee"]) == ("assigned", "陈静")


async def test_a_digest_from_the_command_line_leaves_through_the_running_service(town: TelegramTown) -> None:
    code, printed = await command(town.folder, "digest")
    digest = await town.zhao.private(town.bot).wait_for(lambda m: "三率" in m.text, timeout=2)

    assert (code, printed) == (0, "1 digest leaves with the running service\n")
    assert digest.text.startswith("御城社区")
