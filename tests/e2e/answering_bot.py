"""A reception that answers in the local chat as the service would: heard, a card, a task, and the card edited."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.community import Account
from bot.messages import Button, ButtonPress, Gesture, IncomingMessage, OutgoingMessage, Private
from bot.orders import Edit, Order, Post, React, Toast
from bot.ports import Channel, Raw
from bot.richtext import Mention, Plain, Text, plain

WORKER = Private("local", Account("web", "li"))


def words(text: Text, *rows: tuple[Button, ...]) -> OutgoingMessage:
    return OutgoingMessage(text=text, buttons=rows)


def button(label: str, action: str) -> Button:
    return Button(label=label, action=f"tickets.{action}", value="12")


@dataclass
class AnsweringBot:
    """Opens one ticket, for whoever says that a light is out."""

    keys: set[str] = field(default_factory=set)
    call: IncomingMessage | None = None
    card: str = ""
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def is_open(self, channel: Channel) -> bool:
        del channel
        return True

    async def cursor(self, channel: str, bot: str) -> str | None:
        del channel, bot
        return None

    async def receive(self, channel: Channel, rows: Sequence[Raw], cursor: str | None = None) -> None:
        del cursor
        for row in rows:
            if row.key not in self.keys:
                self.keys.add(row.key)
                task = asyncio.create_task(self._answer(channel, row))
                self.tasks.add(task)
                task.add_done_callback(self.tasks.discard)

    async def _answer(self, channel: Channel, row: Raw) -> None:
        for event in channel.parse(row.payload):
            if isinstance(event, IncomingMessage) and "灯" in event.text:
                await self._open(channel, event)
            elif isinstance(event, ButtonPress) and event.data.startswith("tickets.claim"):
                await self._claim(channel, event)
            elif isinstance(event, ButtonPress) and event.press:
                await self._send(channel, Toast(to=event.chat, press=event.press, text="接单请网格员来。"))

    async def _open(self, channel: Channel, call: IncomingMessage) -> None:
        self.call = call
        await self._send(channel, React(to=call.chat, message=call.id, gesture=Gesture.HEARD))
        row = (button("我家也这样", "me_too"), button("告诉我进展", "follow"), button("不是报事", "no"))
        card = words(plain("#12 3号楼 · 灯不亮\n已交给网格员李明。"), row)
        self.card = await self._send(channel, Post(to=call.chat, message=card, reply_to=call.id))
        task = words(plain(f"#12 3号楼\n“{call.text}”"), (button("接单", "claim"), button("不归我管", "decline")))
        await self._send(channel, Post(to=WORKER, message=task))

    async def _claim(self, channel: Channel, press: ButtonPress) -> None:
        assert self.call is not None
        assert press.press is not None
        caller = Mention(self.call.sender.name, self.call.sender.account)
        card = words((Plain("#12 3号楼 · 灯不亮\n李明接单了。报事人:"), caller), (button("怎么还没好", "why"),))
        await self._send(channel, Edit(to=self.call.chat, remote=self.card, message=card))
        await self._send(channel, Toast(to=press.chat, press=press.press, text="这件归您了。"))

    async def _send(self, channel: Channel, order: Order) -> str:
        result = await channel.send(order, f"once-{id(order)}")
        return result.remote or ""
