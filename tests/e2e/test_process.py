"""The service as its operator meets it: how it starts and ends, what it refuses, what a power cut costs."""

import asyncio
from collections import Counter
from functools import partial
from pathlib import Path

from tests.e2e.huying import command, running, starting, write_config
from tests.e2e.ledger import ledger
from tests.e2e.telegram_town import CONFIG, PEOPLE, PLACES, SECONDS, TOKEN, TelegramTown, write_roster
from tests.servers.telegram import BotApiServer, Group, Message

CALLS = 20
NOBODY = "http://127.0.0.1:9"


async def test_it_says_ready_once_and_ends_in_order_in_the_middle_of_traffic(tmp_path: Path) -> None:
    async with BotApiServer() as server:
        town = TelegramTown(server, tmp_path)
        async with running(tmp_path, town.config) as huying:
            groups = await _groups(town, 2)
            await _calls(town, groups, 6)
            async with asyncio.timeout(10):
                code = await huying.stop()

    (spot,) = [number for number, line in enumerate(huying.lines) if line.endswith("huying: ready")]
    assert not [line for line in huying.lines[:spot] if "ready" in line]
    assert code == 0
    assert "Traceback" not in huying.log


async def test_without_a_network_it_starts_and_ends_all_the_same_but_never_twice(tmp_path: Path) -> None:
    async with running(tmp_path, CONFIG.format(token=TOKEN, url=NOBODY)) as huying:
        second, printed = await command(tmp_path, "run")
        first = await huying.stop()

    assert (first, second) == (0, 1)
    assert "huying.db" in printed.splitlines()[-1]
    assert "ready" not in printed


async def test_a_signal_while_it_is_still_starting_ends_it_in_order_too(tmp_path: Path) -> None:
    async with BotApiServer() as server:
        town = TelegramTown(server, tmp_path)
        server.trouble_next("delay", "getMe", seconds=30)
        async with starting(tmp_path, town.config) as huying:
            await huying.says("the tables are at revision")
            async with asyncio.timeout(10):
                code = await huying.stop()

    assert code == 0
    assert "ready" not in huying.log


async def test_after_a_power_cut_nothing_is_lost_and_nothing_is_there_twice(tmp_path: Path) -> None:
    async with BotApiServer() as server:
        town = TelegramTown(server, tmp_path)
        async with running(tmp_path, town.config) as huying:
            groups = await _groups(town, 10)
            calls = await _calls(town, groups, CALLS)
            await _until_answered(town, groups, calls[:3])
            await huying.kill()
        interrupted = _answers(town, groups, calls)
        async with running(tmp_path):
            await _until_answered(town, groups, calls)

    rows = await ledger(tmp_path)
    assert len(interrupted) < CALLS
    assert Counter(row["text"] for row in rows) == Counter(_words(number) for number in range(CALLS))
    assert all(row["assignee"] for row in rows)


async def test_the_token_is_in_no_line_of_the_log(tmp_path: Path) -> None:
    async with BotApiServer() as server:
        town = TelegramTown(server, tmp_path)
        async with running(tmp_path, town.config) as huying:
            group = await town.group_of("御城社区")
            server.fail_next("sendMessage", status=500, description="Internal Server Error", count=2)
            server.trouble_next("drop_before", "getUpdates", count=2)
            server.trouble_next("drop_after", "setMessageReaction")
            await town.wang.says(group, "/report 1号楼门坏了")
            await group.wait_for(lambda m: "#1 " in m.text, timeout=15)
            await server.stop()
            await huying.says("cannot receive")

    assert "cannot receive" in huying.log
    assert TOKEN not in huying.log
    assert TOKEN.partition(":")[2] not in huying.log


async def test_a_refused_token_ends_it_with_one_line(tmp_path: Path) -> None:
    async with BotApiServer() as server:
        write_config(tmp_path, CONFIG.format(token="999999:AAnobodyhasgivenusthistokenxxxxxxxx", url=server.url))

        code, printed = await command(tmp_path, "run")

    assert code == 1
    assert printed.splitlines()[-1].startswith("telegram 999999: ")
    assert "does not accept the token" in printed
    assert "AAnobody" not in printed


async def test_a_wrong_config_lists_each_problem(tmp_path: Path) -> None:
    write_config(
        tmp_path,
        """
        timezone = "Asia/Nowhere"
        admins = ["1003"]
        colour = "blue"
        [telegram]
        token = "123456789:the-token-that-BotFather-gave-you"
        [digest]
        at = "25:00"
        """,
    )

    code, printed = await command(tmp_path, "run")

    assert code == 1
    for word in ("timezone", "admins", "colour", "telegram.token", "digest.at"):
        assert [line for line in printed.splitlines() if word in line], f"{word} is not told:\n{printed}"
    assert len(printed.splitlines()) == 6


async def test_a_wrong_roster_names_row_and_column_and_imports_nothing(tmp_path: Path) -> None:
    write_config(tmp_path, CONFIG.format(token=TOKEN, url=NOBODY))
    write_roster(
        tmp_path,
        places=f"{PLACES}御城社区,御城二区,,7号楼,,陈静,\n",
        people=PEOPLE.replace("赵敏,书记", "赵敏,书计"),
    )

    code, printed = await command(tmp_path, "import", "places.csv", "people.csv")
    write_roster(tmp_path)
    _, dry = await command(tmp_path, "import", "--dry-run", "places.csv", "people.csv")

    assert code == 1
    assert "places.csv row 6, column 网格: is empty" in printed
    assert "people.csv row 4, column 角色: 书计 is no role" in printed
    assert "community: 御城社区" in dry, "something of the wrong roster had stayed"


# ---- what several of these do ----


def _words(number: int) -> str:
    return f"{number % 4 + 1}号楼第{number}处路灯不亮"


async def _groups(town: TelegramTown, count: int) -> list[Group]:
    return list(await asyncio.gather(*(town.group_of("御城社区") for _ in range(count))))


async def _calls(town: TelegramTown, groups: list[Group], count: int) -> list[Message]:
    return [await town.wang.says(groups[number % len(groups)], f"/report {_words(number)}") for number in range(count)]


def _answers(town: TelegramTown, groups: list[Group], calls: list[Message]) -> list[Message]:
    """The calls that have a card under them."""
    answered = {m.reply_to for group in groups for m in group.messages if m.sender is town.bot and "#" in m.text}
    return [call for call in calls if call in answered]


async def _until_answered(town: TelegramTown, groups: list[Group], calls: list[Message]) -> None:
    for group in groups:
        mine = [call for call in calls if call.chat is group]
        everything_answered = partial(_is_answered, town, group, mine)
        await group.wait_until(everything_answered, timeout=SECONDS)


def _is_answered(town: TelegramTown, group: Group, calls: list[Message]) -> bool:
    return _answers(town, [group], calls) == calls
