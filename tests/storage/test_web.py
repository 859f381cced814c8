import asyncio
from dataclasses import replace

from adapters.web.rooms import Message, Pass, Passes, Reacted, Room, Rooms, Said, Talk
from adapters.web.scene import Standing
from bot.community import Account
from bot.errors import Conflict
from bot.messages import Button, Gesture
from bot.ports import UnitOfWork
from bot.richtext import Bold, Mention, Plain, plain
from storage.engine import OpenDatabase
from tests.storage.builders import NOON, after, read, write

CLAIM = Button(label="接单", action="tickets.claim", value="12", gesture=Gesture.ACCEPT)


def said(once: str, *, chat: str = "grid-3", author: str | None = "wang", days: int = 0) -> Said:
    return Said(chat=chat, author=author, name="王阿姨", text=plain(once), once=once, at=after(days=days))


async def add(database: OpenDatabase, new: Said) -> Message:
    kept: Message = await write(database, Talk, lambda talk: talk.add(new))
    return kept


async def latest(database: OpenDatabase, *chats: str, limit: int = 10) -> list[str]:
    found = await read(database, Talk, lambda talk: talk.latest(chats, limit))
    return [message.said.once for message in found]


async def changes(database: OpenDatabase, number: int = 0, limit: int = 10) -> list[Message]:
    return list(await read(database, Talk, lambda talk: talk.after(number, None, limit)))


async def test_a_room_is_new_once_and_keeps_its_latest_title(each_database: OpenDatabase) -> None:
    room = Room(chat="grid-3", title="第三网格")

    first = await write(each_database, Rooms, lambda rooms: rooms.open(room, NOON))
    again = await write(each_database, Rooms, lambda rooms: rooms.open(replace(room, title="邻里群"), NOON))

    assert (first, again) == (True, False)
    known = await read(each_database, Rooms, lambda rooms: rooms.at("grid-3"))
    assert known == replace(room, title="邻里群")
    assert await read(each_database, Rooms, lambda rooms: rooms.at("grid-4")) is None


async def test_a_message_comes_back_as_it_was_said(each_database: OpenDatabase) -> None:
    call = await add(each_database, said("call"))
    text = (Bold("#12"), Plain(" <b>\n"), Mention("王阿姨", Account("web", "wang")))
    card = Said(
        chat="grid-3",
        author=None,
        name="呼应",
        text=text,
        once="card",
        at=NOON,
        buttons=((CLAIM,), (CLAIM, CLAIM)),
        silent=True,
        reply_to=call.id,
        standing=Standing.STAFF,
    )

    kept = await add(each_database, card)

    assert kept.said == card
    assert kept == await read(each_database, Talk, lambda talk: talk.at("grid-3", kept.id))
    assert kept.quote is not None
    assert (kept.quote.id, kept.quote.author, kept.quote.text) == (call.id, "wang", plain("call"))


async def test_the_same_once_is_one_message_of_its_room(each_database: OpenDatabase) -> None:
    first = await add(each_database, said("once"))
    again = await add(each_database, said("once"))
    elsewhere = await add(each_database, said("once", chat="grid-4"))

    assert again == first
    assert elsewhere.id != first.id


async def test_the_latest_of_each_room_come_oldest_first(each_database: OpenDatabase) -> None:
    for once, chat in (("a1", "a"), ("b1", "b"), ("a2", "a"), ("c1", "c"), ("a3", "a")):
        await add(each_database, said(once, chat=chat))

    assert await latest(each_database, "a", "b", limit=2) == ["b1", "a2", "a3"]
    assert await latest(each_database) == []


async def test_each_change_takes_the_next_number(each_database: OpenDatabase) -> None:
    call, card = await add(each_database, said("call")), await add(each_database, said("card", author=None))

    await write(each_database, Talk, lambda talk: talk.edit("grid-3", card.id, plain("new"), ()))
    await write(each_database, Talk, lambda talk: talk.react("grid-3", call.id, [Reacted(None, Gesture.HEARD)]))

    changed = await changes(each_database)
    assert [(message.id, message.number) for message in changed] == [(card.id, 3), (call.id, 4)]
    assert changed[0].edited
    assert changed[1].reactions == (Reacted(None, Gesture.HEARD),)
    assert await read(each_database, Rooms, lambda rooms: rooms.counter()) == 4
    assert [message.id for message in await changes(each_database, 3)] == [call.id]
    assert [message.id for message in await changes(each_database, 0, limit=1)] == [card.id]


async def test_a_change_that_changes_nothing_is_none(each_database: OpenDatabase) -> None:
    card = await add(each_database, said("card", author=None))
    heard = [Reacted("wang", Gesture.ME_TOO)]
    await write(each_database, Talk, lambda talk: talk.react("grid-3", card.id, heard))

    edited = await write(each_database, Talk, lambda talk: talk.edit("grid-3", card.id, plain("card"), ()))
    reacted = await write(each_database, Talk, lambda talk: talk.react("grid-3", card.id, heard))

    assert edited
    assert reacted
    assert [message.number for message in await changes(each_database)] == [2]


async def test_only_our_own_words_can_be_edited(each_database: OpenDatabase) -> None:
    call = await add(each_database, said("call"))

    assert not await write(each_database, Talk, lambda talk: talk.edit("grid-3", call.id, plain("x"), ()))
    assert not await write(each_database, Talk, lambda talk: talk.edit("grid-3", 99, plain("x"), ()))


async def test_a_removed_message_leaves_nothing_but_its_number(each_database: OpenDatabase) -> None:
    call = await add(each_database, said("call"))
    await add(each_database, replace(said("answer", author=None), reply_to=call.id))

    removed = await write(each_database, Talk, lambda talk: talk.remove("grid-3", call.id))
    again = await write(each_database, Talk, lambda talk: talk.remove("grid-3", call.id))

    assert (removed, again) == (True, False)
    answer, wiped = await changes(each_database)
    assert (wiped.removed, wiped.said.text, wiped.said.name) == (True, (), "")
    assert answer.quote is None
    assert await read(each_database, Talk, lambda talk: talk.at("grid-3", call.id)) is None
    assert await latest(each_database, "grid-3") == ["answer"]


async def test_a_whisper_is_a_change_and_no_message_of_the_room(each_database: OpenDatabase) -> None:
    await add(each_database, replace(said("toast", author=None), whisper="wang/page"))

    assert await latest(each_database, "grid-3") == []
    assert [message.said.whisper for message in await changes(each_database)] == ["wang/page"]


async def test_old_talk_goes_before_old_cards(each_database: OpenDatabase) -> None:
    await add(each_database, said("old talk"))
    await add(each_database, said("old card", author=None))
    await add(each_database, replace(said("old toast", author=None), whisper="wang/page"))
    await add(each_database, said("new talk", days=8))

    gone = await write(each_database, Talk, lambda talk: talk.sweep(after(days=7), after(days=-90)))
    later = await write(each_database, Talk, lambda talk: talk.sweep(after(days=7), after(days=7)))

    assert (gone, later) == (2, 1)
    assert await latest(each_database, "grid-3") == ["new talk"]


async def test_numbers_come_in_the_order_of_their_commits(each_database: OpenDatabase) -> None:
    """Whoever has read up to a number never finds a smaller one later."""
    seen: list[int] = []

    async def look() -> None:
        seen.extend(message.number for message in await changes(each_database, max(seen, default=0), limit=100))

    async def speak(number: int) -> None:
        while True:
            try:
                await add(each_database, said(f"message {number}"))
            except Conflict:
                continue
            await look()
            return

    await asyncio.gather(*(speak(number) for number in range(20)))
    await look()

    assert sorted(set(seen)) == list(range(1, 21))


async def test_a_pass_is_used_once(each_database: OpenDatabase) -> None:
    new = Pass(token_hash="hash", account="li", name="李明", ends_at=after(minutes=10))
    await write(each_database, Passes, lambda passes: passes.add(new))

    async def use(uow: UnitOfWork) -> Pass | None:
        return await uow.store(Passes).use("hash", NOON)

    looked = await read(each_database, Passes, lambda passes: passes.look("hash", NOON))
    used = await asyncio.gather(*(each_database.write(use) for _ in range(5)))

    assert looked == new
    assert [each for each in used if each] == [new]
    assert await read(each_database, Passes, lambda passes: passes.look("hash", NOON)) is None


async def test_a_pass_that_ended_lets_nobody_in(each_database: OpenDatabase) -> None:
    new = Pass(token_hash="hash", account="li", name="李明", ends_at=after(minutes=10))
    await write(each_database, Passes, lambda passes: passes.add(new))

    assert await read(each_database, Passes, lambda passes: passes.look("hash", after(minutes=10))) is None
    assert await write(each_database, Passes, lambda passes: passes.use("hash", after(minutes=10))) is None
