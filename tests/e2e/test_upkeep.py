"""Looking after a service from the terminal while it runs: backup and restore, what never arrived, the doctor."""

import asyncio
import re
import stat
import zipfile
from pathlib import Path

from tests.e2e.huying import command, running
from tests.e2e.telegram_town import SECONDS, TOKEN, TelegramTown, number_in
from tests.servers.telegram import BotApiServer


async def test_a_backup_made_beside_the_service_comes_back_and_the_admin_hears_of_it(tmp_path: Path) -> None:
    async with BotApiServer() as server:
        town = TelegramTown(server, tmp_path)
        async with running(tmp_path, town.config):
            await town.zhao.starts(town.bot)
            group = await town.group_of("御城社区")
            call = await town.wang.says(group, "/report 3号楼路灯不亮")
            card = await town.answer(group, call)
            code, printed = await command(tmp_path, "backup", "copy.zip")
            assert code == 0, printed
            assert "brought back into a throw-away database and counted" in printed
            assert (await command(tmp_path, "restore", "copy.zip", "--force"))[0] == 1

        code, printed = await command(tmp_path, "restore", "copy.zip", "--force")
        assert code == 0, printed
        async with running(tmp_path) as huying:
            told = await town.zhao.private(town.bot).wait_for(lambda m: "从备份恢复" in m.text, timeout=SECONDS)
            task = await town.task(town.zhao, number_in(card))
            await (await town.zhao.presses(task, "接单")).toast()
            await group.wait_until(lambda: "赵敏接单了" in card.text, timeout=SECONDS)
            second = await town.answer(group, await town.wang.says(group, "/report 1号楼水管漏水"))
            code, printed = await command(tmp_path, "doctor")

    assert "之间报的事可能没有了" in told.text
    assert number_in(second) > number_in(card) + 1000
    assert code == 0, printed
    assert "to do" not in printed
    assert stat.S_IMODE((tmp_path / "copy.zip").stat().st_mode) == 0o600
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        assert TOKEN not in "".join(archive.read(name).decode() for name in archive.namelist())
    assert TOKEN not in huying.log
    (turn,) = [
        line for line in huying.log.splitlines() if f"about=tickets:{number_in(second)}" in line and "turn" in line
    ]
    call_id = re.search(r"call=(\w{8})", turn)
    assert call_id
    assert f"sent call={call_id[1]} about=tickets:{number_in(second)}" in huying.log


async def test_what_never_arrived_leaves_when_it_is_tried_again(tmp_path: Path) -> None:
    async with BotApiServer() as server:
        town = TelegramTown(server, tmp_path)
        async with running(tmp_path, town.config):
            group = await town.group_of("御城社区")
            card = await town.answer(group, await town.wang.says(group, "/report 3号楼路灯不亮"))
            printed = ""
            async with asyncio.timeout(SECONDS):
                while "unreachable" not in printed:
                    _, printed = await command(tmp_path, "outbox")
            assert "路灯" not in printed
            assert (await command(tmp_path, "doctor"))[0] == 1
            await town.zhao.starts(town.bot)

            code, printed = await command(tmp_path, "outbox", "retry", "all")

            assert code == 0, printed
            await town.task(town.zhao, number_in(card))
            assert (await command(tmp_path, "inbox"))[1].splitlines()[-1] == "nothing is parked"
