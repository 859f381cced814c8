"""The local chat as a channel: what the bot sends is written into our own rooms, and open pages are told."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Final, TypeVar

from adapters.web.deeds import Doer, bot_added
from adapters.web.links import file_link
from adapters.web.parse import parse
from adapters.web.rooms import Reacted, Room, Rooms, Said, Talk
from adapters.web.scene import BOT, CHANNEL, Scene, Standing, Visitor, owner_of, private_chat
from bot.community import ChatRef
from bot.errors import Conflict, StorageAway
from bot.media import NotKept, Shelf, Unfit
from bot.messages import Address, Incoming, Private
from bot.orders import Delete, Edit, Order, Post, React, ShowMenu, Toast
from bot.ports import Capabilities, Clock, Database, Outcome, Reason, Reception, SendResult, UnitOfWork
from bot.richtext import Plain, plain

T = TypeVar("T")

# The network of which we are the keeper forgets too: what people said after a week, what the bot said after three
# months (its cards are edited for as long as a ticket lives).
KEEP_PEOPLE: Final = timedelta(days=7)
KEEP_OURS: Final = timedelta(days=90)
_SWEEP_SECONDS: Final = 3600.0
_AGAIN_SECONDS: Final = 2.0
# More digits do not fit the database's integers.
_ID_DIGITS: Final = 18

_GONE: Final = SendResult(outcome=Outcome.PERMANENT, reason=Reason.GONE)
_OK: Final = SendResult(outcome=Outcome.OK)


class WebChannel:
    """Our account `local` on our own network. `changed` holds who is told after each change of a room."""

    name = CHANNEL
    bot = BOT
    capabilities = Capabilities(
        edits=True,
        buttons=True,
        reactions=True,
        toasts=True,
        threads=False,
        silence=True,
        text_length=4000,
        label_length=40,
        per_second=None,
        per_chat_second=None,
        per_group_minute=None,
        deduplicates=True,
        opens_private=True,
    )

    def __init__(self, database: Database, clock: Clock, scene: Scene, *, bot_name: str = "呼应") -> None:
        self.database = database
        self.clock = clock
        self.scene = scene
        self.bot_name = bot_name
        # Where files that visitors send lie; None: none are taken.
        self.shelf: Shelf | None = None
        # The largest of them in bytes.
        self.most = 20_000_000
        self.changed: list[Callable[[], None]] = []
        self._writing = asyncio.Lock()

    def parse(self, payload: str) -> Sequence[Incoming]:
        """What happened. Raises `Unreadable`."""
        return parse(payload)

    async def start(self) -> str | None:
        """Nothing to sign in to: the network is ours."""

    async def receive(self, reception: Reception) -> None:
        """Hand over that we are in the scene's groups, and forget old talk every hour. Visitors hand in by HTTP."""
        entered = False
        while True:
            try:
                if not entered:
                    await self._enter(reception)
                    entered = True
                await self._sweep()
            except StorageAway:
                await asyncio.sleep(_AGAIN_SECONDS)
            else:
                await asyncio.sleep(_SWEEP_SECONDS)

    async def send(self, order: Order, once: str) -> SendResult:
        """Write it into the room. The same `once` twice leaves one message."""
        try:
            result = await self.write(lambda uow: self._do(uow, order, once))
        except StorageAway:
            return SendResult(outcome=Outcome.RETRY, reason=Reason.NETWORK, retry_after=_AGAIN_SECONDS)
        self.tell()
        return result

    async def write(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        """Change rooms in one transaction.

        All changes take a number from one counter, so two at once only undo each other: here they queue, and what
        another process takes away again and again counts as the database being away.
        """
        async with self._writing:
            try:
                return await self.database.write(work)
            except Conflict as conflict:
                raise StorageAway(str(conflict)) from conflict

    def tell(self) -> None:
        """A room has changed."""
        for told in self.changed:
            told()

    async def fetch(self, reference: str, most: int) -> bytes:
        """What a visitor sent, by its content's name. Raises `NotKept`, `NotNow`."""
        content = None if self.shelf is None else await self.shelf.get(reference)
        if content is None:
            raise NotKept(Unfit.GONE)
        if len(content) > most:
            raise NotKept(Unfit.LARGE)
        return content

    def is_ready(self) -> bool:
        """Always: the network is this process."""
        return True

    async def close(self) -> None:
        """Nothing is held open."""

    async def _enter(self, reception: Reception) -> None:
        """The inbox hears of a new group before the room exists, so that a crash between the two loses nothing."""
        for group in self.scene.groups:
            if await self._room(group.chat) is None:
                await reception.receive(self, [bot_added(group, self._opener(), self.clock.now())])
            await self._open(Room(chat=group.chat, title=group.title))
        for person in self.scene.people:
            await self._open(private_room(person))

    async def _room(self, chat: str) -> Room | None:
        return await self.database.read(lambda uow: uow.store(Rooms).at(chat))

    async def _open(self, room: Room) -> None:
        now = self.clock.now()
        await self.write(lambda uow: uow.store(Rooms).open(room, now))

    def _opener(self) -> Doer:
        """Who let us into the groups: the scene's first admin, else nobody in particular."""
        admins = [person for person in self.scene.people if person.standing is Standing.ADMIN]
        if admins:
            return Doer(account=admins[0].account, name=admins[0].name, is_chat_admin=True)
        return Doer(account="house", name=self.bot_name)

    async def _sweep(self) -> None:
        now = self.clock.now()
        await self.write(lambda uow: uow.store(Talk).sweep(now - KEEP_PEOPLE, now - KEEP_OURS))

    async def _do(self, uow: UnitOfWork, order: Order, once: str) -> SendResult:
        match order:
            case Post():
                return await self._post(uow, order, once)
            case Edit():
                return await self._edit(uow, order)
            case React():
                return await self._react(uow, order)
            case Toast():
                return await self._toast(uow, order, once)
            case Delete():
                return await _found(uow.store(Talk).remove(_chat(order.to), _id(order.message)))
            case ShowMenu():
                # The page shows no menus.
                return SendResult(outcome=Outcome.OK)

    async def _post(self, uow: UnitOfWork, order: Post, once: str) -> SendResult:
        chat = _chat(order.to)
        if not await self._exists(uow, chat):
            reason = Reason.REMOVED if owner_of(chat) is None else Reason.UNREACHABLE
            return SendResult(outcome=Outcome.PERMANENT, reason=reason)
        reply_to = None if order.reply_to is None else _id(order.reply_to)
        message = order.message
        text = message.text if message.file is None else (*message.text, Plain("\n"), file_link(chat, message.file))
        if message.point is not None:
            text = (*text, Plain(f"\n{message.point.latitude}, {message.point.longitude}"))
        said = Said(
            chat=chat,
            author=None,
            name=self.bot_name,
            text=text,
            buttons=message.buttons,
            silent=message.silent,
            reply_to=reply_to,
            once=once,
            at=self.clock.now(),
        )
        kept = await uow.store(Talk).add(said)
        return SendResult(outcome=Outcome.OK, remote=str(kept.id), chat=ChatRef(CHANNEL, BOT, chat))

    async def _edit(self, uow: UnitOfWork, order: Edit) -> SendResult:
        chat, message = _chat(order.to), order.message
        if not await uow.store(Talk).edit(chat, _id(order.remote), message.text, message.buttons):
            return _GONE
        # A private room has another name than its owner, and the new buttons belong to the room's message.
        return SendResult(outcome=Outcome.OK, remote=order.remote, chat=ChatRef(CHANNEL, BOT, chat))

    async def _exists(self, uow: UnitOfWork, chat: str) -> bool:
        owner = owner_of(chat)
        known = self.scene.group(chat) if owner is None else self.scene.person(owner)
        return known is not None or (owner is not None and await uow.store(Rooms).at(chat) is not None)

    async def _react(self, uow: UnitOfWork, order: React) -> SendResult:
        chat, message = _chat(order.to), _id(order.message)
        known = await uow.store(Talk).at(chat, message)
        if known is None:
            return _GONE
        others = [reaction for reaction in known.reactions if reaction.account is not None]
        ours = [] if order.gesture is None else [Reacted(None, order.gesture)]
        return await _found(uow.store(Talk).react(chat, message, [*ours, *others]))

    async def _toast(self, uow: UnitOfWork, order: Toast, once: str) -> SendResult:
        said = Said(
            chat=_chat(order.to),
            author=None,
            name=self.bot_name,
            text=plain(order.text),
            once=once,
            at=self.clock.now(),
            whisper=order.press,
        )
        await uow.store(Talk).add(said)
        return _OK


def private_room(visitor: Visitor) -> Room:
    """The private chat of this visitor with the bot."""
    return Room(chat=private_chat(visitor.account), title=visitor.name, owner=visitor.account)


async def _found(doing: Awaitable[bool]) -> SendResult:
    return _OK if await doing else _GONE


def _chat(to: Address) -> str:
    return private_chat(to.account.id) if isinstance(to, Private) else to.chat


def _id(remote: str) -> int:
    """Our ids are numbers; what is none was never ours."""
    return int(remote) if remote.isascii() and remote.isdigit() and len(remote) < _ID_DIGITS else 0
