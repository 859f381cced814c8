"""A network goes away for a while: the service waits, says so, catches up; nothing is lost, nothing is twice."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.crash.outage_town import Neighbourhood, neighbourhood
from tests.e2e.huying import command
from tests.e2e.ledger import ledger
from tests.e2e.matrix_town import matrix_town
from tests.e2e.telegram_town import SECONDS, number_in
from tests.servers.synapse import Synapse

pytestmark = pytest.mark.long


async def test_the_bot_api_fails_in_every_way_and_comes_back(tmp_path: Path) -> None:
    async with neighbourhood(tmp_path) as here:
        server = here.town.server
        await here.call()
        await here.answered()
        task = await here.town.task(here.town.zhao, 1)

        server.outage("502")
        await here.call(2)
        await here.huying.says("cannot receive")
        server.outage("drop")
        await here.call(2)
        await here.town.zhao.presses(task, "接单")
        server.outage(None)
        server.fail_next("sendMessage", status=500, count=3)
        server.trouble_next("drop_before", "editMessageText", count=2)
        server.trouble_next("drop_after", "getUpdates", count=2)
        server.trouble_next("timeout_after", "getUpdates", seconds=1.0)
        await here.call(2)
        await here.answered()
        await here.group.wait_until(lambda: "赵敏接单了" in here.cards(here.calls[0])[0].text, timeout=SECONDS)

        await here.is_whole()


async def test_the_bot_is_thrown_out_of_a_group_and_comes_back(tmp_path: Path) -> None:
    async with neighbourhood(tmp_path) as here:
        bot, zhao = here.town.bot, here.town.zhao
        await here.call(2)
        await here.answered()

        await here.group.kicks(bot)
        for number in (1, 2):
            await zhao.says(bot, f"/progress {number} 师傅下午到")
        await dead_letters(here, 1)
        await here.group.adds(bot)
        await here.group.wait_until(
            lambda: all("师傅下午到" in here.cards(one)[0].text for one in here.calls), timeout=SECONDS
        )

        await dead_letters(here, 0)
        await here.is_whole()


async def test_a_worker_blocks_the_bot_and_lets_it_in_again(tmp_path: Path) -> None:
    async with neighbourhood(tmp_path) as here:
        zhao = here.town.zhao
        await zhao.blocks(here.town.bot)

        await here.call(3)
        await here.answered()
        await dead_letters(here, 1)
        await zhao.starts(here.town.bot)

        told = zhao.private(here.town.bot)
        await told.wait_until(
            lambda: all(any(f"#{n} " in m.text for m in told.messages) for n in (1, 2, 3)), timeout=40
        )
        await dead_letters(here, 0)
        await here.is_whole()


@pytest.mark.synapse
async def test_the_homeserver_is_restarted(tmp_path: Path, homeserver: Synapse) -> None:
    """And those on Telegram do not notice."""
    async with matrix_town(tmp_path, homeserver) as town:
        telegram = town.telegram
        room, group = await town.room_of("第一网格"), await telegram.group_of("第一网格", town.li)
        before = await town.wang.says(room, "!report 1号楼路灯不亮")
        first = await town.answer(room, before)
        task = await telegram.task(town.li, 1)

        unheard = await town.wang.says(room, "!report 3号楼门禁打不开")
        await asyncio.to_thread(homeserver.stop)
        meanwhile = await telegram.wang.says(group, "/report 3号楼下水道堵了")
        card = await telegram.answer(group, meanwhile)
        await telegram.wang.says(group, f"/withdraw {number_in(card)}")
        await (await town.li.presses(task, "接单")).toast()
        await asyncio.to_thread(homeserver.start)
        after = await town.wang.says(room, "!report 3号楼垃圾桶满了")

        answers = [await town.answer(room, call) for call in (unheard, after)]
        await town.card_says(room, first, "李明接单了")
        texts = [row["text"] for row in await ledger(tmp_path)]
        cards = [m for m in town.wang.reads(room) if m.sender == town.bot and m.in_reply_to is not None]
        assert len(set(texts)) == len(texts) == 4
        assert {m.id for m in answers} | {first.id} == {m.id for m in cards if "#" in m.body}


async def dead_letters(here: Neighbourhood, count: int) -> None:
    """Wait until so many never arrived; then `huying outbox` lists them, each with its line with an id in front."""
    question = "SELECT count(*) FROM dead_letters"
    with closing(sqlite3.connect(f"file:{here.town.folder}/huying.db?mode=ro", uri=True)) as database:
        async with asyncio.timeout(SECONDS):
            while database.execute(question).fetchone()[0] != count:  # noqa: ASYNC110 - tables ring no bell
                await asyncio.sleep(0.05)
    _, printed = await command(here.town.folder, "outbox")
    assert sum(line[:1].isdigit() for line in printed.splitlines()) == count
