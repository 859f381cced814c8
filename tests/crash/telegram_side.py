"""Groups, residents and workers on Telegram, whose server runs as a process of its own."""

import time
from itertools import count
from random import Random
from typing import Any, Final

from tests.crash.calls import Call, Work, ticket_shown, tickets_listed, words_of_call
from tests.crash.seen import Seen
from tests.servers.telegram.remote import Remote

Json = dict[str, Any]

NETWORK: Final = "telegram"
TOKEN: Final = "123456:AAdefghijklmnopqrstuvwxyz0123456789"
STOCK_TOKEN: Final = "654321:AAzyxwvutsrqponmlkjihgfedcba9876543210"
ADMIN: Final = 1003
WORKERS: Final = tuple(f"李{name}" for name in "一二三四五六")
FIRST_WORKER: Final = 2001
RESIDENTS: Final = 24
FIRST_RESIDENT: Final = 3001
ANSWERS: Final = ("sendMessage", "editMessageText", "setMessageReaction", "answerCallbackQuery")
SECONDS: Final = 20.0
AGAIN_SECONDS: Final = 5.0
MOST_PRESSES: Final = 2


def account_of(worker: str) -> str:
    """As the roster writes it."""
    return f"telegram:{FIRST_WORKER + WORKERS.index(worker)}"


class Worker:
    """One worker with a phone: takes tickets as they come, each as its number says."""

    def __init__(self, remote: Remote, name: str, bot: int) -> None:
        self._remote = remote
        self._chat = {"bot": bot, "user": FIRST_WORKER + WORKERS.index(name)}
        self._pressed: dict[int, list[float]] = {}
        self._claimed: set[int] = set()
        self._said: dict[int, int] = {}
        self.name = name

    async def read(self) -> list[Json]:
        """All messages of the bot in private."""
        found: list[Json] = await self._remote("messages", **self._chat)
        return [message for message in found if message["from_bot"]]

    async def work(self) -> None:
        """Do what the messages ask for now."""
        messages = await self.read()
        latest = {number: one for one in messages if (number := ticket_shown(one["text"])) is not None}
        for number, message in latest.items():
            await self._go_on(Work(number=number), message)
        for number in (number for one in messages for number in tickets_listed(one["text"])):
            if Work(number=number).steps and number not in {*latest, *self._claimed}:
                self._claimed.add(number)
                await self._remote("says", **self._chat, text=f"/claim {number}")

    async def _go_on(self, work: Work, message: Json) -> None:
        labels = [button["text"] for row in message["rows"] for button in row]
        said = self._said.get(work.number, 1)
        if work.steps and "接单" in labels:
            await self._claim(work, message)
        elif "办好了" in labels and said < work.steps:
            self._said[work.number] = said + 1
            command = ("progress", work.progress) if said == 1 else ("done", work.done)
            await self._remote("says", **self._chat, text=f"/{command[0]} {work.number} {command[1]}")

    async def _claim(self, work: Work, message: Json) -> None:
        """Press; where the button is dead, because the service died before it noted down what it sent, say it."""
        presses = self._pressed.setdefault(message["id"], [])
        if presses and time.time() - presses[-1] < AGAIN_SECONDS:
            return
        presses.append(time.time())
        if len(presses) <= MOST_PRESSES:
            await self._remote("presses", **self._chat, message=message["id"], label="接单")
        elif work.number not in self._claimed:
            self._claimed.add(work.number)
            await self._remote("says", **self._chat, text=f"/claim {work.number}")


class TelegramSide:
    """The whole of it. Our bot and the stock one hear everything, for else a bare command goes to who spoke last."""

    def __init__(self, remote: Remote, seed: int, groups: int) -> None:
        self._remote = remote
        self._chance = Random(seed)  # noqa: S311 - choices that can be repeated
        self._groups = [-1001000000001 - number for number in range(groups)]
        self._turns = count()
        self.chats = groups
        self.bot = int(TOKEN.partition(":")[0])
        self.workers = [Worker(remote, name, self.bot) for name in WORKERS]

    async def build(self) -> None:
        """Everybody and every group, before the service starts."""
        for token, name in ((TOKEN, "huying_bot"), (STOCK_TOKEN, "stock_bot")):
            await self._remote("bot", token=token, username=name, privacy_mode=False)
        people = {ADMIN: "赵敏"}
        people |= {FIRST_WORKER + number: name for number, name in enumerate(WORKERS)}
        people |= {FIRST_RESIDENT + number: f"居民{number}" for number in range(RESIDENTS)}
        for account, name in people.items():
            await self._remote("user", id=account, name=name)
        bots = [int(token.partition(":")[0]) for token in (TOKEN, STOCK_TOKEN)]
        for number, group in enumerate(self._groups):
            await self._remote("group", id=group, title=f"邻里{number}群", members=[*people], bots=bots)

    async def settle_in(self, place: str) -> None:
        """With the service running: workers press Start, groups are bound to the place."""
        for person in (ADMIN, *(FIRST_WORKER + number for number in range(len(WORKERS)))):
            said = await self._remote("starts", user=person, bot=self.bot)
            await self._remote("wait", user=person, bot=self.bot, after=said["id"], timeout=SECONDS)
        for group in self._groups:
            said = await self._remote("says", user=ADMIN, chat=group, text=f"/bind {place}")
            await self._remote("wait", chat=group, pattern=place, after=said["id"], timeout=SECONDS)

    async def call(self, mark: int) -> Call:
        """A resident calls in one of the groups."""
        group = self._groups[next(self._turns) % self.chats]
        resident = FIRST_RESIDENT + self._chance.randrange(RESIDENTS)
        said = await self._remote("says", user=resident, chat=group, text=f"/report {words_of_call(mark)}")
        return Call(mark=mark, network=NETWORK, chat=str(group), message=str(said["id"]))

    async def work(self) -> None:
        """Every worker looks at the phone once."""
        for worker in self.workers:
            await worker.work()

    async def waiting(self) -> int:
        """How many updates nobody has confirmed yet."""
        stats = await self._remote("stats")
        return int(stats["waiting"][str(self.bot)])

    async def look(self) -> Seen:
        """What stands in all chats."""
        seen = Seen()
        for group in self._groups:
            for message in await self._remote("messages", chat=group):
                if message["from"] == self.bot:
                    call = message["reply_to"]
                    seen.read_in_group(message["text"], None if call is None else (str(group), str(call)))
        for worker in self.workers:
            for message in await worker.read():
                seen.read_in_private(message["text"], worker.name)
        return seen

    async def answers(self) -> list[float]:
        """When our bot said or did something, in seconds since 1970, in order."""
        times, zero = [], time.time() - time.perf_counter()
        for method in ANSWERS:
            records = await self._remote("calls", method=method)
            times += [zero + record["answered"] for record in records if record["ok"] and record["bot"] == self.bot]
        return sorted(times)

    async def violations(self) -> list[str]:
        """What the official facts forbid and we did."""
        stats = await self._remote("stats")
        return list(stats["violations"])
