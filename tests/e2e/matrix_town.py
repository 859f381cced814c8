"""A neighbourhood on two networks around one running service: a real Synapse, and the Telegram of the tests.

Everybody is invented. 陈静 looks after the second grid and has Element; 李明 looks after the first one and has
Telegram; 赵敏 is the secretary and the admin on both.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from tests.e2e.huying import QUICK, command, running
from tests.e2e.telegram_town import SECONDS, TASK_SECONDS, TOKEN, TelegramTown, write_roster
from tests.servers.matrix_timeline import Message
from tests.servers.matrix_user import MatrixUser
from tests.servers.synapse import Account, Synapse
from tests.servers.telegram import BotApiServer

CONFIG: Final = """
admins = ["telegram:1003", "matrix:{zhao}"]
[telegram]
token = "{token}"
api_url = "{url}"
[matrix]
homeserver = "{homeserver}"
user = "{bot}"
password = "{password}"
"""
PEOPLE: Final = """姓名,角色,地点,账号,电话
李明,网格员,第一网格,telegram:1007,
陈静,网格员,第二网格,matrix:{chen},
赵敏,书记,御城社区,matrix:{zhao},
"""


class MatrixTown:
    """The Matrix half of the neighbourhood; `telegram` is the other one."""

    def __init__(self, telegram: TelegramTown, bot: Account, *people: MatrixUser) -> None:
        self.telegram = telegram
        self.folder = telegram.folder
        self.bot = bot.id
        self.password = bot.password
        self.wang, self.chen, self.zhao = people
        self.li = telegram.server.user(1007, "李明")

    async def room_of(self, place: str, *, encrypted: bool = False) -> str:
        """A room with everybody in it that belongs to this place."""
        room = await self.zhao.creates_room(
            f"{place}邻里群", encrypted=encrypted, invite=[self.bot, self.wang, self.chen]
        )
        await self.wang.joins(room)
        await self.chen.joins(room)
        await self.zhao.sees(room, lambda m: m.sender == self.bot, timeout=SECONDS)
        await self.zhao.says(room, f"!bind {place}")
        await self.zhao.sees(room, lambda m: m.sender == self.bot and place in m.body, timeout=SECONDS)
        return room

    async def answer(self, room: str, call: str) -> Message:
        """The bot's reply to this call that carries a number, as the caller sees it."""
        return await self.wang.sees(room, lambda m: m.in_reply_to == call and "#" in m.body, timeout=SECONDS)

    async def task(self, worker: MatrixUser, number: int) -> tuple[str, Message]:
        """The worker's private room with the bot, and the message about this ticket in it."""
        room = await worker.private_room_with(self.bot, timeout=SECONDS)
        return room, await worker.sees(room, lambda m: f"#{number} " in m.body, timeout=TASK_SECONDS)

    async def card_says(self, room: str, card: Message, words: str) -> Message:
        """The caller sees these words on the card, which is the same message as before."""
        return await self.wang.sees(room, lambda m: m.id == card.id and words in m.body, timeout=SECONDS)


@asynccontextmanager
async def matrix_town(folder: Path, homeserver: Synapse) -> AsyncIterator[MatrixTown]:
    """The service runs on both networks with the roster in it."""
    bot = await homeserver.account("huying", display_name="呼应")
    names = {"wang": "王芳", "chen": "陈静", "zhao": "赵敏"}
    try:
        people = [await homeserver.user(name, display_name=shown) for name, shown in names.items()]
        async with BotApiServer() as server:
            town = MatrixTown(TelegramTown(server, folder), bot, *people)
            async with running(folder, _config(town, homeserver.url), program=QUICK) as huying:
                await _settle(town)
                yield town
            assert bot.password not in huying.log
        assert not server.violations, "\n".join(server.violations)
    finally:
        await homeserver.close_users()


def _config(town: MatrixTown, homeserver: str) -> str:
    return CONFIG.format(
        zhao=town.zhao.id,
        token=TOKEN,
        url=town.telegram.server.url,
        homeserver=homeserver,
        bot=town.bot,
        password=town.password,
    )


async def _settle(town: MatrixTown) -> None:
    write_roster(town.folder, people=PEOPLE.format(chen=town.chen.id, zhao=town.zhao.id))
    code, printed = await command(town.folder, "import", "places.csv", "people.csv")
    assert code == 0, printed
    await town.li.starts(town.telegram.bot)
