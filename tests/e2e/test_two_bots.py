"""Two Telegram bots in one deployment, one for each street."""

from pathlib import Path

from tests.e2e.huying import command, running
from tests.e2e.ledger import ledger
from tests.e2e.telegram_town import SECONDS, TOKEN
from tests.servers.telegram import Bot, BotApiServer, Group, User

NORTH, SOUTH = TOKEN, "654321:AAzyxwvutsrqponmlkjihgfedcba9876543210"
CONFIG = f"""
admins = ["telegram:1003"]
[[telegram]]
token = "{NORTH}"
api_url = "{{url}}"
[[telegram]]
token = "{SOUTH}"
api_url = "{{url}}"
"""
PLACES = """社区,小区,网格,楼栋,别名,网格员,替补
北街社区,北街一区,北一网格,1号楼,,李明,
南街社区,南街一区,南一网格,5号楼,,陈静,
"""
PEOPLE = """姓名,角色,地点,账号,电话
李明,网格员,北一网格,telegram:1004,
陈静,网格员,南一网格,telegram:1005,
赵敏,书记,北街社区,telegram:1003,
赵敏,书记,南街社区,telegram:1003,
"""


async def test_each_street_has_its_bot_and_each_worker_hears_from_his_own(tmp_path: Path) -> None:
    async with BotApiServer() as server:
        north = server.add_bot(token=NORTH, username="north_bot", privacy_mode=True)
        south = server.add_bot(token=SOUTH, username="south_bot", privacy_mode=True)
        wang, zhao = server.user(1001, "王芳"), server.user(1003, "赵敏")
        li, chen = server.user(1004, "李明"), server.user(1005, "陈静")
        groups = {
            bot: server.group(-1001000000000 - place, f"{name}邻里群", members=[wang, zhao], bots=[bot])
            for place, (bot, name) in enumerate({north: "北街社区", south: "南街社区"}.items(), 1)
        }
        async with running(tmp_path, CONFIG.format(url=server.url)):
            await _import_roster(tmp_path)
            for person, bot in ((li, north), (chen, south)):
                await person.starts(bot)
                await person.private(bot).wait_for(lambda m: m.sender.is_bot, timeout=SECONDS)
            await _bind(zhao, groups[north], "北街社区")
            await _bind(zhao, groups[south], "南街社区")

            await _call(wang, groups[north], north, "1号楼路灯不亮")
            await _call(wang, groups[south], south, "5号楼门坏了")
            await li.private(north).wait_for(lambda m: "路灯不亮" in m.text, timeout=SECONDS)
            await chen.private(south).wait_for(lambda m: "门坏了" in m.text, timeout=SECONDS)

        rows = await ledger(tmp_path)
        assert [row["assignee"] for row in rows] == ["李明", "陈静"]
        assert {call.bot for call in server.calls_of("sendMessage") if call.ok} == {north.id, south.id}
        # Nobody was written to by a bot that he never met.
        assert not [call for call in server.calls_of("sendMessage") if not call.ok and call.args["chat_id"] != zhao.id]
    assert not server.violations


async def _import_roster(folder: Path) -> None:
    (folder / "places.csv").write_text(PLACES, encoding="utf-8")
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    code, printed = await command(folder, "import", "places.csv", "people.csv")
    assert code == 0, printed


async def _bind(admin: User, group: Group, place: str) -> None:
    await admin.says(group, f"/bind {place}")
    await group.wait_for(lambda m: m.sender.is_bot and place in m.text, timeout=SECONDS)


async def _call(resident: User, group: Group, bot: Bot, words: str) -> None:
    said = await resident.says(group, f"/report {words}")
    await group.wait_for(lambda m: m.sender is bot and m.reply_to is said and "#" in m.text, timeout=SECONDS)
