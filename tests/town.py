"""A town for scenarios: people speak and press, and one reads what stands in their chats.

    wang = await town.resident("王芳", group)
    await wang.says("3号楼路灯不亮")
    assert group.card == "#1 ..."

The kernel, the features and the database are the real ones; only the network and the clock are the test's.
"""

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from adapters.calendar import calendars_of
from bot.community import Account, ChatRef, Duty, Group, Person, PersonId, Place, PlaceId, PlaceKind, Role
from bot.config import Config, TicketRules
from bot.flights import Pace
from bot.installed import FEATURES, words_of_features
from bot.messages import (
    Attachment,
    AttachmentKind,
    BotAdded,
    ButtonPress,
    Command,
    Gesture,
    Incoming,
    IncomingMessage,
    Private,
    Reaction,
    RepliedTo,
    Sender,
)
from bot.ports import Channel, Raw, UnitOfWork
from bot.service import Service, Work
from bot.setup import Setup
from bot.stores import Groups, People, Places
from storage.engine import OpenDatabase
from tests.network import BOT, NAME, Drawer, Network, Shown, Typewriter

T = TypeVar("T")

# A Thursday, 10:00 in Shanghai.
MORNING = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)


@dataclass
class TownClock:
    """Stands still until a test moves it."""

    at: datetime = MORNING

    def now(self) -> datetime:
        """The town's time."""
        return self.at


@dataclass(kw_only=True)
class GroupChat:
    """A group as its members see it."""

    town: "Town"
    chat: ChatRef

    @property
    def messages(self) -> list[Shown]:
        """What the bot wrote here, as it stands now."""
        return self.town.network.chats.get(self.chat, [])

    @property
    def card(self) -> str:
        """The words of the first message that is a ticket's card."""
        cards = [message.text for message in self.messages if "#" in message.text]
        assert cards, "there is no card in this group"
        return cards[0]

    @property
    def texts(self) -> list[str]:
        """The words of all messages here."""
        return [message.text for message in self.messages]


@dataclass(kw_only=True)
class Somebody:
    """A person with a phone."""

    town: "Town"
    name: str
    account: Account
    group: GroupChat | None = None
    is_chat_admin: bool | None = None

    @property
    def private(self) -> list[Shown]:
        """What the bot wrote to this person in private."""
        return self.town.network.private(self.account.id)

    @property
    def address(self) -> Private:
        """The private chat of this person with the bot."""
        return Private(bot=self.town.network.bot, account=self.account)

    @property
    def inbox(self) -> list[str]:
        """The words of it."""
        return [message.text for message in self.private]

    async def says(
        self,
        words: str,
        *,
        to: Shown | None = None,
        mention: bool = False,
        at: datetime | None = None,
        quoted: str | None = None,
    ) -> str:
        """Say it in the group, as a reply to a message of the bot where given. Answers the message's id."""
        assert self.group is not None, f"{self.name} is in no group"
        return await self._say(self.group.chat, words, to=to, mention=mention, at=at, quoted=quoted)

    async def tells_the_bot(self, words: str, *, to: Shown | None = None) -> str:
        """Say it to the bot in private."""
        chat = ChatRef(NAME, self.town.network.bot, self.account.id)
        return await self._say(chat, words, to=to)

    async def sends_the_bot(
        self,
        kind: AttachmentKind = AttachmentKind.PHOTO,
        words: str = "",
        *,
        to: Shown | None = None,
        album: str | None = None,
    ) -> str:
        """Send it a photo, voice or file in private. Answers the message's id; `<kind><id>` is the file's handle."""
        chat = ChatRef(NAME, self.town.network.bot, self.account.id)
        return await self._send(chat, kind, words, to=to, album=album)

    async def shows(
        self,
        words: str = "",
        kind: AttachmentKind = AttachmentKind.PHOTO,
        *,
        to: Shown | None = None,
        album: str | None = None,
    ) -> str:
        """Send a photo, voice or file into the group. Answers as `sends_the_bot`."""
        assert self.group is not None, f"{self.name} is in no group"
        return await self._send(self.group.chat, kind, words, to=to, album=album)

    async def _send(
        self, chat: ChatRef, kind: AttachmentKind, words: str, *, to: Shown | None, album: str | None
    ) -> str:
        number = str(next(self.town.numbers))
        handle = "36.06,103.83" if kind is AttachmentKind.LOCATION else f"{kind}{number}"
        event = IncomingMessage(
            key=f"m:{chat.chat}:{number}",
            chat=chat,
            id=number,
            sender=self.sender,
            at=self.town.clock.now(),
            text=words,
            is_private=chat.chat == self.account.id,
            command=_command(words),
            reply_to=RepliedTo(id=to.id, is_ours=True, text=to.text) if to else None,
            attachments=(Attachment(kind=kind, remote_id=handle),),
            album=album,
        )
        await self.town.happens(event)
        return number

    async def presses(self, label: str, *, on: Shown | None = None, quoted: str | None = None) -> str:
        """Press a button on a message, or on the latest that has it. Answers what the toast said."""
        message = on or self._latest_with(label)
        press = f"press{next(self.town.numbers)}"
        private = message.id in {shown.id for shown in self.private}
        chat = (
            ChatRef(NAME, self.town.network.bot, self.account.id) if private or self.group is None else self.group.chat
        )
        event = ButtonPress(
            key=f"c:{press}",
            chat=chat,
            message=message.id,
            sender=self.sender,
            at=self.town.clock.now(),
            data=message.button(label).data,
            is_private=private,
            press=press,
            quoted=quoted,
        )
        await self.town.happens(event)
        return self.town.network.toasts.get(press, "")

    async def reacts(self, message: str, gesture: Gesture, *, private: bool = False) -> None:
        """React to a message."""
        chat = (
            ChatRef(NAME, self.town.network.bot, self.account.id) if private or self.group is None else self.group.chat
        )
        key = f"r:{next(self.town.numbers)}"
        at = self.town.clock.now()
        event = Reaction(
            key=key, chat=chat, message=message, sender=self.sender, at=at, gesture=gesture, is_private=private
        )
        await self.town.happens(event)

    @property
    def sender(self) -> Sender:
        """As the network names this person."""
        return Sender(account=self.account, name=self.name, is_chat_admin=self.is_chat_admin)

    def _latest_with(self, label: str) -> Shown:
        seen = [*(self.group.messages if self.group else []), *self.private]
        having = [m for m in seen if label in itertools.chain.from_iterable(m.labels)]
        assert having, f"{self.name} sees no button {label!r}; sees {[(m.text, m.labels) for m in seen]}"
        return max(having, key=lambda message: int(message.id))

    async def _say(
        self,
        chat: ChatRef,
        words: str,
        *,
        to: Shown | None,
        mention: bool = False,
        at: datetime | None = None,
        quoted: str | None = None,
    ) -> str:
        number = str(next(self.town.numbers))
        event = IncomingMessage(
            key=f"m:{chat.chat}:{number}",
            chat=chat,
            id=number,
            sender=self.sender,
            at=at or self.town.clock.now(),
            text=words,
            is_private=chat.chat == self.account.id,
            command=_command(words),
            mentions_bot=mention,
            reply_to=RepliedTo(id=to.id, is_ours=True, text=to.text, quoted=quoted) if to else None,
        )
        await self.town.happens(event)
        return number


def _command(words: str) -> Command | None:
    if not words.startswith("/"):
        return None
    name, _, rest = words[1:].partition(" ")
    return Command(name=name.lower(), words=rest.strip())


@dataclass(kw_only=True)
class Town:
    """The service with its people."""

    service: Service
    network: Network
    clock: TownClock
    database: OpenDatabase
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    is_rushed: bool = False

    # ---- what happens ----

    async def happens(self, event: Incoming) -> None:
        """Let it arrive and let everything that follows from it happen."""
        payload = str(next(self.numbers))
        self.network.events[payload] = (event,)
        await self.service.door.receive(self.network, [Raw(key=event.key, lane=event.chat.chat, payload=payload)])
        await self.settle()

    @asynccontextmanager
    async def rush(self) -> AsyncIterator[None]:
        """All that happens in the block happens before anything of it leaves."""
        self.is_rushed = True
        yield
        self.is_rushed = False
        await self.settle()

    async def passes(self, **time: float) -> None:
        """Let time pass, minute by minute where something becomes due, in longer looks over many days."""
        end = self.clock.at + timedelta(**time)
        look = timedelta(minutes=5 if timedelta(**time) <= timedelta(days=1) else 30)
        while True:
            await self.service.tick()
            await self.settle()
            coming = await self.service.clockwork.next_moment()
            step = self.clock.at + look
            self.clock.at = min(end, max(coming, self.clock.at + timedelta(seconds=1)) if coming else step, step)
            if self.clock.at >= end:
                break
        await self.service.tick()
        await self.settle()

    async def leaps(self, **time: float) -> None:
        """Let much time pass, from each moment at which something is due to the next."""
        end = self.clock.at + timedelta(**time)
        while True:
            await self.service.tick()
            await self.settle()
            if self.clock.at >= end:
                break
            coming = await self.service.clockwork.next_moment()
            self.clock.at = min(end, max(coming, self.clock.at + timedelta(seconds=1))) if coming else end

    async def wakes_up_after(self, **time: float) -> None:
        """Nothing ran for so long; then all that has become due is done."""
        self.clock.at += timedelta(**time)
        await self.service.tick()
        await self.settle()

    async def settle(self) -> None:
        """Run every turn that waits and let everything leave."""
        await self.service.intake.settle()
        await self.service.porter.drain()
        if not self.is_rushed:
            await self.service.courier.drain(5)

    # ---- who and where ----

    async def place(self, kind: PlaceKind, name: str, under: Place | None = None, **more: Any) -> Place:
        """A place of the roster."""
        community = under.id if under and under.kind is PlaceKind.COMMUNITY else under.community if under else None
        made = Place(
            id=PlaceId(0), kind=kind, name=name, parent=under.id if under else None, community=community, **more
        )
        return await self.database.write(lambda uow: uow.store(Places).add(made))

    async def put_under(self, place: Place, above: Place) -> None:
        """The place lies in that one, from the roster's next version on."""
        await self.database.write(lambda uow: uow.store(Places).save(replace(place, parent=above.id)))

    async def group(self, title: str, place: Place | None = None, *, hears: bool | None = True) -> GroupChat:
        """A group chat, bound to a place."""
        chat = ChatRef(NAME, self.network.bot, f"-{next(self.numbers)}")
        kept = Group(chat=chat, title=title, place=place.id if place else None, hears=hears)
        await self.database.write(lambda uow: uow.store(Groups).save(kept))
        return GroupChat(town=self, chat=chat)

    def resident(self, name: str, group: GroupChat | None = None, **more: Any) -> Somebody:
        """Anybody; the bot meets them when they speak."""
        account = Account(NAME, str(next(self.numbers)))
        return Somebody(town=self, name=name, account=account, group=group, **more)

    async def official(
        self, name: str, role: Role, place: Place, group: GroupChat | None = None, *, started: bool = True
    ) -> Somebody:
        """A person of the roster, who has (`started`) opened a private chat with the bot."""
        somebody = self.resident(name, group)
        person = Person(
            id=PersonId(0),
            name=name,
            accounts=(somebody.account,),
            reachable=frozenset({somebody.account}) if started else frozenset(),
            in_roster=True,
        )

        async def work(uow: UnitOfWork) -> None:
            kept = await uow.store(People).add(person)
            held = [
                Duty(person=holder.id, role=other, place=place.id)
                for other in Role
                for holder in await uow.store(People).holders(other, place.id)
            ]
            mine = Duty(person=kept.id, role=role, place=place.id)
            await uow.store(People).set_duties([*held, mine], within=[place.id])

        await self.database.write(work)
        return somebody

    async def also(self, somebody: Somebody, role: Role, place: Place) -> None:
        """A person of the roster has another role as well."""

        async def work(uow: UnitOfWork) -> None:
            people = uow.store(People)
            known = await people.by_account(somebody.account)
            assert known is not None
            held = [
                Duty(person=holder.id, role=other, place=place.id)
                for other in Role
                for holder in await people.holders(other, place.id)
            ]
            await people.set_duties([*held, Duty(person=known.id, role=role, place=place.id)], within=[place.id])

        await self.database.write(work)

    async def dismiss(self, somebody: Somebody, place: Place) -> None:
        """The roster's next version has no role at this place for that person."""

        async def work(uow: UnitOfWork) -> None:
            gone = await uow.store(People).by_account(somebody.account)
            held = [
                Duty(person=holder.id, role=role, place=place.id)
                for role in Role
                for holder in await uow.store(People).holders(role, place.id)
                if gone is None or holder.id != gone.id
            ]
            await uow.store(People).set_duties(held, within=[place.id])

        await self.database.write(work)

    async def bot_comes_into(self, title: str, by: Somebody, *, hears: bool | None = True) -> GroupChat:
        """Somebody adds the bot to a new group."""
        chat = ChatRef(NAME, self.network.bot, f"-{next(self.numbers)}")
        at = self.clock.now()
        key = f"u:{next(self.numbers)}"
        await self.happens(BotAdded(key=key, chat=chat, sender=by.sender, at=at, chat_title=title, hears=hears))
        by.group = GroupChat(town=self, chat=chat)
        return by.group

    async def keep(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        """Ask or change the database directly, as the roster would."""
        return await self.database.write(work)

    async def acts(self, work: Work) -> None:
        """A turn that a command line makes."""
        await self.service.act(work)
        await self.settle()


def open_town(
    database: OpenDatabase,
    config: Config | None = None,
    *folders: Path,
    shows_menus: bool = False,
    others: Sequence[Channel] = (),
) -> Town:
    """A service on this database, with the test's network and clock, and `others` beside it."""
    network, clock = Network(), TownClock()
    config = config or Config(tickets=TicketRules())
    setup = Setup(
        config=config,
        texts=words_of_features(config, *folders),
        features=FEATURES,
        calendar_in=calendars_of(config),
        bots={NAME: BOT},
        shows_menus=frozenset({(NAME, BOT)}) if shows_menus else frozenset(),
        printer=Typewriter(),
        shelf=Drawer(),
    )
    # Tasks that gather would wait for the clock, which stands still here.
    pace = Pace(gathering=timedelta())
    service = Service(database=database, setup=setup, channels=[network, *others], clock=clock, pace=pace)
    return Town(service=service, network=network, clock=clock, database=database)


@dataclass(kw_only=True)
class Yucheng:
    """One community with two compounds that both have a building 3, a grid, its group and its people."""

    town: Town
    community: Place
    first: Place
    second: Place
    grid: Place
    building3: Place
    building4: Place
    other3: Place
    group: GroupChat
    big_group: GroupChat
    wang: Somebody
    li: Somebody
    chen: Somebody
    zhao: Somebody


async def yucheng(town: Town) -> Yucheng:
    """御城社区: 王芳 lives there, 李明 is the grid worker, 陈静 his backup, 赵敏 the secretary."""
    community = await town.place(PlaceKind.COMMUNITY, "御城社区")
    first = await town.place(PlaceKind.COMPOUND, "御城一区", community)
    second = await town.place(PlaceKind.COMPOUND, "御城二区", community)
    grid = await town.place(PlaceKind.GRID, "第一网格", community)
    inside = {"compound": first.id, "grid": grid.id}
    building3 = await town.place(PlaceKind.BUILDING, "3号楼", community, **inside)
    building4 = await town.place(PlaceKind.BUILDING, "4号楼", community, aliases=("锦绣楼",), **inside)
    other3 = await town.place(PlaceKind.BUILDING, "3号楼", community, compound=second.id)
    group = await town.group("御城一区邻里群", grid)
    big_group = await town.group("御城社区大群", community)
    return Yucheng(
        town=town,
        community=community,
        first=first,
        second=second,
        grid=grid,
        building3=building3,
        building4=building4,
        other3=other3,
        group=group,
        big_group=big_group,
        wang=town.resident("王芳", group),
        li=await town.official("李明", Role.WORKER, grid, group),
        chen=await town.official("陈静", Role.BACKUP, grid, group),
        zhao=await town.official("赵敏", Role.SECRETARY, community),
    )
