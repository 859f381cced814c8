from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from adapters.web.channel import WebChannel
from adapters.web.rooms import Message, Rooms, Said, Talk
from bot.community import Account, ChatRef
from bot.errors import StorageAway
from bot.messages import Button, Gesture, Incoming, OutgoingMessage, Private
from bot.orders import Delete, Edit, Order, Post, React, Toast
from bot.ports import Channel, Database, Outcome, Raw, Reason, UnitOfWork
from bot.richtext import plain
from tests.adapters.web.kiosk import TOWN, HandClock, eventually, running

T = TypeVar("T")

GROUP = ChatRef("web", "local", "grid-3")
CLAIM = Button(label="接单", action="tickets.claim", value="12")


def words(text: str, *buttons: Button) -> OutgoingMessage:
    return OutgoingMessage(text=plain(text), buttons=(buttons,) if buttons else ())


def private(account: str) -> Private:
    return Private("local", Account("web", account))


def channel_on(database: Database) -> WebChannel:
    return WebChannel(database, HandClock(), TOWN)


async def shown(channel: WebChannel, chat: str = "grid-3") -> Sequence[Message]:
    return await channel.database.read(lambda uow: uow.store(Talk).latest([chat], 50))


async def said_by(channel: WebChannel, account: str) -> Message:
    said = Said(chat="grid-3", author=account, name="王阿姨", text=plain("灯不亮"), once="k", at=channel.clock.now())
    return await channel.database.write(lambda uow: uow.store(Talk).add(said))


@dataclass
class Listening:
    """A reception that remembers what it was given."""

    heard: list[Incoming] = field(default_factory=list)

    def is_open(self, channel: Channel) -> bool:
        del channel
        return True

    async def cursor(self, channel: str, bot: str) -> str | None:
        del channel, bot
        return None

    async def receive(self, channel: Channel, rows: Sequence[Raw], cursor: str | None = None) -> None:
        assert cursor is None
        for row in rows:
            self.heard.extend(channel.parse(row.payload))


async def test_a_post_is_in_the_room_with_its_buttons_and_its_quote(database: Database) -> None:
    channel = channel_on(database)
    call = await said_by(channel, "wang")

    result = await channel.send(Post(to=GROUP, message=words("#12 记下了", CLAIM), reply_to=str(call.id)), "once-1")

    assert (result.outcome, result.chat) == (Outcome.OK, GROUP)
    (_, card) = await shown(channel)
    assert result.remote == str(card.id)
    assert card.is_ours
    assert card.carries(CLAIM.data)
    assert card.quote is not None
    assert card.quote.text == plain("灯不亮")


async def test_the_same_once_leaves_one_message(database: Database) -> None:
    channel = channel_on(database)

    first = await channel.send(Post(to=GROUP, message=words("one")), "once-1")
    again = await channel.send(Post(to=GROUP, message=words("one")), "once-1")

    assert first == again
    assert len(await shown(channel)) == 1
    assert channel.capabilities.deduplicates


async def test_a_private_post_names_the_chat_it_went_to(database: Database) -> None:
    channel = channel_on(database)

    result = await channel.send(Post(to=private("li"), message=words("#12")), "once-1")

    assert result.chat == ChatRef("web", "local", "private:li")
    assert len(await shown(channel, "private:li")) == 1


async def test_somebody_who_never_came_cannot_be_reached(database: Database) -> None:
    result = await channel_on(database).send(Post(to=private("stranger"), message=words("x")), "once-1")

    assert (result.outcome, result.reason) == (Outcome.PERMANENT, Reason.UNREACHABLE)


async def test_a_group_that_is_not_there_any_more_is_told(database: Database) -> None:
    gone = ChatRef("web", "local", "grid-9")

    result = await channel_on(database).send(Post(to=gone, message=words("x")), "once-1")

    assert (result.outcome, result.reason) == (Outcome.PERMANENT, Reason.REMOVED)


async def test_an_edit_changes_the_card_in_place(database: Database) -> None:
    channel = channel_on(database)
    card = await channel.send(Post(to=GROUP, message=words("#12", CLAIM)), "once-1")
    assert card.remote is not None

    result = await channel.send(Edit(to=GROUP, remote=card.remote, message=words("#12 李明接单了")), "once-2")

    assert result.outcome is Outcome.OK
    (message,) = await shown(channel)
    assert message.said.text == plain("#12 李明接单了")
    assert message.edited
    assert not message.carries(CLAIM.data)


async def test_an_edit_in_private_names_the_room_as_the_post_did(database: Database) -> None:
    channel = channel_on(database)
    task = await channel.send(Post(to=private("li"), message=words("#12", CLAIM)), "once-1")
    assert task.remote is not None

    result = await channel.send(Edit(to=private("li"), remote=task.remote, message=words("#12 您接了")), "once-2")

    assert (result.chat, result.remote) == (task.chat, task.remote)


async def test_what_is_not_there_can_neither_be_edited_nor_deleted_nor_reacted_to(database: Database) -> None:
    channel = channel_on(database)
    call = await said_by(channel, "wang")
    orders: list[Order] = [
        Edit(to=GROUP, remote="99", message=words("x")),
        Edit(to=GROUP, remote=str(call.id), message=words("not ours")),
        Edit(to=private("wang"), remote=str(call.id), message=words("another room")),
        Delete(to=GROUP, message="no number"),
        Delete(to=GROUP, message="9" * 40),
        React(to=GROUP, message="99", gesture=Gesture.HEARD),
    ]

    for number, order in enumerate(orders):
        result = await channel.send(order, f"once-{number}")
        assert (result.outcome, result.reason) == (Outcome.PERMANENT, Reason.GONE)


async def test_our_reaction_comes_and_goes_and_leaves_others(database: Database) -> None:
    channel = channel_on(database)
    call = await said_by(channel, "wang")

    await channel.send(React(to=GROUP, message=str(call.id), gesture=Gesture.HEARD), "once-1")
    (heard,) = await shown(channel)
    await channel.send(React(to=GROUP, message=str(call.id), gesture=None), "once-2")
    (taken_back,) = await shown(channel)

    assert [(reaction.account, reaction.gesture) for reaction in heard.reactions] == [(None, Gesture.HEARD)]
    assert taken_back.reactions == ()


async def test_a_deleted_message_is_gone_with_its_words(database: Database) -> None:
    channel = channel_on(database)
    call = await said_by(channel, "wang")

    result = await channel.send(Delete(to=GROUP, message=str(call.id)), "once-1")

    assert result.outcome is Outcome.OK
    assert await shown(channel) == []
    (wiped,) = await database.read(lambda uow: uow.store(Talk).after(0, None, 10))
    assert (wiped.removed, wiped.said.text) == (True, ())


async def test_a_toast_is_no_message_of_the_room(database: Database) -> None:
    channel = channel_on(database)

    result = await channel.send(Toast(to=GROUP, press="wang/page", text="好"), "once-1")

    assert (result.outcome, result.remote) == (Outcome.OK, None)
    assert await shown(channel) == []


async def test_a_send_waits_while_the_database_is_away() -> None:
    class Away:
        async def write(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
            raise StorageAway(str(work))

        read = write

    result = await WebChannel(Away(), HandClock(), TOWN).send(Post(to=GROUP, message=words("x")), "once-1")

    assert (result.outcome, result.reason) == (Outcome.RETRY, Reason.NETWORK)
    assert result.retry_after


async def test_the_service_hears_once_that_it_is_in_the_groups(database: Database) -> None:
    reception = Listening()

    for _ in range(2):
        async with running(channel_on(database).receive(reception)):
            await eventually(lambda: _room_of(database, "private:chen"))

    assert [event.chat.chat for event in reception.heard] == ["grid-3", "grid-5"]
    assert {event.sender.account.id for event in reception.heard} == {"chen"}


async def test_old_talk_is_forgotten_and_cards_are_kept(database: Database) -> None:
    clock = HandClock()
    channel = WebChannel(database, clock, TOWN)
    await said_by(channel, "wang")
    await channel.send(Post(to=GROUP, message=words("#12")), "once-1")

    clock.go_on(days=8)
    async with running(channel.receive(Listening())):
        await eventually(lambda: _only_ours(channel))

    assert [message.said.text for message in await shown(channel)] == [plain("#12")]


async def _room_of(database: Database, chat: str) -> bool:
    return await database.read(lambda uow: uow.store(Rooms).at(chat)) is not None


async def _only_ours(channel: WebChannel) -> bool:
    return all(message.is_ours for message in await shown(channel))
