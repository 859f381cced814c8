"""Rooms, residents and workers on Matrix, with a real homeserver. One of the rooms is encrypted."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from itertools import count
from typing import Any, Final
from urllib.parse import quote

import aiohttp
import nio

from tests.crash.calls import Call, Work, ticket_shown, tickets_listed, words_of_call
from tests.crash.seen import Seen
from tests.servers.matrix_listening import accepted
from tests.servers.matrix_timeline import Message, Timeline
from tests.servers.matrix_user import MatrixUser
from tests.servers.synapse import Account, Synapse

NETWORK: Final = "matrix"
RESIDENTS: Final = 5
WORKERS: Final = ("陈一", "陈二")
SECONDS: Final = 20.0
PAGE: Final = 500


class Worker:
    """One worker with Element: takes tickets as they come, each as its number says."""

    def __init__(self, user: MatrixUser, name: str, bot: str) -> None:
        self.user = user
        self.name = name
        self._bot = bot
        self._said: dict[int, int] = {}

    async def rooms(self) -> list[str]:
        """Rooms of the bot and this worker alone; invitations are accepted."""
        for room, inviter in self.user.invitations.items():
            if inviter == self._bot:
                await self.user.joins(room)
        pair = {self.user.id, self._bot}
        return [room for room, known in self.user.client.rooms.items() if set(known.users) == pair]

    async def work(self) -> None:
        """Do what the messages ask for now."""
        for room in await self.rooms():
            for message in self.user.reads(room):
                if message.sender != self._bot:
                    continue
                if (number := ticket_shown(message.body)) is not None:
                    await self._go_on(Work(number=number), room, message)
                for listed in tickets_listed(message.body):
                    await self._claim(Work(number=listed), room)

    async def _claim(self, work: Work, room: str) -> None:
        """A ticket in a list is accepted by its number."""
        if work.steps and work.number not in self._said:
            self._said[work.number] = 1
            await self.user.says(room, f"!claim {work.number}")

    async def _go_on(self, work: Work, room: str, message: Message) -> None:
        said = self._said.get(work.number, 0)
        if said >= work.steps or (said and "您接了" not in message.body):
            return
        self._said[work.number] = said + 1
        if said == 0 and work.number % 2:
            await self.user.reacts(room, message.id, "✋")
        else:
            words = ("claim {0}", "progress {0} {1}", "done {0} {2}")[said]
            await self.user.says(room, "!" + words.format(work.number, work.progress, work.done))


class MatrixSide:
    """The whole of it. `admin` is in every room, and keeps its keys."""

    def __init__(self, homeserver: Synapse, rooms: int) -> None:
        self._homeserver = homeserver
        self._turns = count()
        self._rooms: list[str] = []
        self._residents: list[Account] = []
        self.chats = rooms
        self.bot: Account
        self.stock: Account
        self.admin: MatrixUser
        self.workers: list[Worker] = []

    async def build(self) -> None:
        """Everybody, before the service starts."""
        self.bot = await self._homeserver.account("huying", display_name="呼应")
        self.stock = await self._homeserver.account("stock", display_name="stock")
        self.admin = await self._homeserver.user("zhao", display_name="赵敏")
        self._residents = [await self._homeserver.account(f"resident{number}") for number in range(RESIDENTS)]
        for number, name in enumerate(WORKERS):
            user = await self._homeserver.user(f"worker{number}", display_name=name)
            self.workers.append(Worker(user, name, self.bot.id))

    def account_of(self, worker: str) -> str:
        """As the roster writes it."""
        return f"matrix:{self.workers[WORKERS.index(worker)].user.id}"

    async def settle_in(self, place: str) -> None:
        """With the service running: rooms are made and bound to the place."""
        for number in range(self.chats):
            room = await self.admin.creates_room(
                f"邻里{number}群",
                encrypted=number == 0,
                invite=[self.bot.id, self.stock.id, *(one.id for one in self._residents)],
            )
            for resident in (self.stock, *self._residents):
                await self._put(resident, "POST", f"join/{quote(room)}", {})
            await self.admin.sees(room, lambda m: m.sender == self.bot.id, timeout=SECONDS)
            await self.admin.says(room, f"!bind {place}")
            await self.admin.sees(room, lambda m: m.sender == self.bot.id and place in m.body, timeout=SECONDS)
            self._rooms.append(room)

    async def call(self, mark: int) -> Call:
        """A resident calls in one of the rooms; in the encrypted one it is the admin, who has keys."""
        turn = next(self._turns)
        room, words = self._rooms[turn % self.chats], f"!report {words_of_call(mark)}"
        if turn % self.chats == 0:
            return Call(mark=mark, network=NETWORK, chat=room, message=await self.admin.says(room, words))
        content = {"msgtype": "m.text", "body": words}
        path = f"rooms/{quote(room)}/send/m.room.message/{mark}"
        said = await self._put(self._residents[turn % RESIDENTS], "PUT", path, content)
        return Call(mark=mark, network=NETWORK, chat=room, message=said["event_id"])

    async def _put(self, who: Account, method: str, path: str, content: Mapping[str, Any]) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {who.access_token}"}
        url = f"{self._homeserver.url}/_matrix/client/v3/{path}"
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, url, json=content, headers=headers) as answer,
        ):
            answer.raise_for_status()
            found: dict[str, Any] = await answer.json()
            return found

    async def work(self) -> None:
        """Every worker looks at the phone once."""
        await asyncio.gather(*(worker.work() for worker in self.workers))

    async def answers(self) -> list[float]:
        """When our bot said or did something in the rooms, in seconds since 1970, in order."""
        events = [event for room in self._rooms async for event in _history(self.admin, room)]
        return sorted(event.server_timestamp / 1000 for event in events if event.sender == self.bot.id)

    async def look(self) -> Seen:
        """What stands in all rooms, by the homeserver's own record."""
        seen = Seen()
        for room in self._rooms:
            for message in await self._ours(seen, self.admin, room):
                call = message.in_reply_to
                seen.read_in_group(message.body, None if call is None else (room, call))
        for worker in self.workers:
            rooms = await worker.rooms()
            seen.rooms_too_many += max(0, len(rooms) - 1)
            for room in rooms:
                for message in await self._ours(seen, worker.user, room):
                    seen.read_in_private(message.body, worker.name)
        return seen

    async def _ours(self, seen: Seen, reader: MatrixUser, room: str) -> list[Message]:
        """Our messages in a room as they look now; counts what is there twice or cannot be read."""
        timeline, transactions = Timeline(), Counter[str]()
        async for event in _history(reader, room):
            if isinstance(event, nio.MegolmEvent):
                seen.unreadable += event.sender == self.bot.id
                continue
            timeline.take(event.source, encrypted=False)
            if event.sender == self.bot.id and "huying.once" in event.source["content"]:
                transactions[event.source["content"]["huying.once"]] += 1
        seen.repeated += [f"{once} in {room}" for once, times in transactions.items() if times > 1]
        return [message for message in timeline if message.sender == self.bot.id]


async def _history(reader: MatrixUser, room: str) -> AsyncIterator[Any]:
    """Every event of a room, oldest first, in the clear where the reader has the key."""
    start: str | None = ""
    while start is not None:
        page = await accepted(
            reader.client.room_messages(room, start=start or None, direction=nio.MessageDirection.front, limit=PAGE)
        )
        for event in page.chunk:
            yield event
        start = page.end if page.chunk else None
