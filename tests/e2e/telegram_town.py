"""A neighbourhood on Telegram around one running service: its roster, its people, its groups.

Everybody and every place is invented. 李明 looks after the first grid and has no account yet; 陈静 looks after the
second one and has opened a private chat with the bot; 赵敏 is the secretary and the admin.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Final

from tests.e2e.huying import QUICK, Huying, command, running
from tests.servers.telegram import Bot, BotApiServer, Group, Message, User

TOKEN: Final = "123456:AAdefghijklmnopqrstuvwxyz0123456789"
CONFIG: Final = """
admins = ["telegram:1003"]
[telegram]
token = "{token}"
api_url = "{url}"
[emergency]
fire = "119"
"""
PLACES: Final = """社区,小区,网格,楼栋,别名,网格员,替补
御城社区,御城一区,第一网格,1号楼,,李明,
御城社区,御城一区,第一网格,3号楼,,李明,
御城社区,御城二区,第二网格,5号楼,,陈静,
御城社区,御城二区,第二网格,6号楼,,陈静,
"""
PEOPLE: Final = """姓名,角色,地点,账号,电话
李明,网格员,第一网格,,
陈静,网格员,第二网格,telegram:1005,
赵敏,书记,御城社区,telegram:1003,
"""
# Far more than anything takes; machines that run tests are busy.
SECONDS: Final = 20.0
# A worker who has just been given a task gets the next ones together, half a minute later (ADR 0024), where the
# service has its usual pace.
TASK_SECONDS: Final = 50.0


class TelegramTown:
    """The service, the server it talks to, and who is there. `invitations` is what `import` printed."""

    def __init__(self, server: BotApiServer, folder: Path) -> None:
        self.server = server
        self.folder = folder
        self.bot: Bot = server.add_bot(token=TOKEN, username="huying_bot", privacy_mode=True)
        self.wang: User = server.user(1001, "王芳")
        self.zhao: User = server.user(1003, "赵敏")
        self.chen: User = server.user(1005, "陈静")
        self.huying: Huying | None = None
        self.invitations = ""
        self._numbers = count(1)

    @property
    def config(self) -> str:
        """Its config.toml."""
        return CONFIG.format(token=TOKEN, url=self.server.url)

    def new_group(self, title: str, *people: User, hears: bool = False) -> Group:
        """A group with 王芳, 赵敏 and these people; where the bot is an administrator it hears all talk."""
        members = [self.wang, self.zhao, *people]
        number = -1001000000000 - next(self._numbers)
        return self.server.group(number, title, members=members, bots=[self.bot], admins=[self.bot] if hears else [])

    async def group_of(self, place: str, *people: User, hears: bool = False) -> Group:
        """A group that belongs to this place."""
        group = self.new_group(f"{place}邻里群", *people, hears=hears)
        await self.zhao.says(group, f"/bind {place}")
        await group.wait_for(lambda message: message.sender.is_bot and place in message.text, timeout=SECONDS)
        return group

    async def task(self, worker: User, number: int) -> Message:
        """The worker's private message about this ticket."""
        return await worker.private(self.bot).wait_for(lambda m: f"#{number} " in m.text, timeout=TASK_SECONDS)

    async def answer(self, group: Group, call: Message) -> Message:
        """The bot's message in the group that is a reply to this call and carries a number."""
        return await group.wait_for(lambda m: m.reply_to is call and "#" in m.text, timeout=SECONDS)


def number_in(message: Message) -> int:
    """The ticket that a message is about."""
    found = re.search(r"#(\d+)", message.text)
    assert found, message.text
    return int(found[1])


def write_roster(folder: Path, *, places: str = PLACES, people: str = PEOPLE) -> None:
    """The two tables as files."""
    (folder / "places.csv").write_text(places, encoding="utf-8")
    (folder / "people.csv").write_text(people, encoding="utf-8")


@asynccontextmanager
async def telegram_town(folder: Path) -> AsyncIterator[TelegramTown]:
    """The service runs, the roster is imported beside it, 陈静 and 赵敏 have pressed Start."""
    async with BotApiServer() as server:
        town = TelegramTown(server, folder)
        async with running(folder, town.config, program=QUICK) as town.huying:
            write_roster(folder)
            code, town.invitations = await command(folder, "import", "places.csv", "people.csv")
            assert code == 0, town.invitations
            for person in (town.chen, town.zhao):
                await person.starts(town.bot)
                await person.private(town.bot).wait_for(lambda m: m.sender.is_bot, timeout=SECONDS)
            yield town
    assert not server.violations, "\n".join(server.violations)
