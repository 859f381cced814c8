from collections.abc import Sequence

from bot.backlog import DeadLetter, DeadLetters, LostChats, Queues
from bot.messages import Address, Gesture, Private
from bot.orders import React
from bot.stores import CardRow, OutboxRow, Outgoing
from storage.engine import OpenDatabase
from tests.storage.builders import GROUP, NOON, TOPIC, WANG, after, card, left, outbox_row, post, read, write

Item = CardRow | OutboxRow
MONTH = after(days=31)


async def put(database: OpenDatabase, *items: Item) -> None:
    async def work(outgoing: Outgoing) -> None:
        for item in items:
            await (outgoing.want(item) if isinstance(item, CardRow) else outgoing.put(item))

    await write(database, Outgoing, work)


async def waiting(database: OpenDatabase) -> list[Item]:
    return list(await read(database, Outgoing, lambda outgoing: outgoing.waiting(after(hours=1), 100)))


async def refused(database: OpenDatabase, reason: str = "removed") -> None:
    """The chat of whatever waits does not take it."""
    items = await waiting(database)

    async def work(lost: LostChats) -> None:
        for item in items:
            await lost.keep(item, reason, NOON)

    await write(database, LostChats, work)


async def found(database: OpenDatabase, address: Address = GROUP) -> int:
    count: int = await write(database, LostChats, lambda lost: lost.found(address, after(minutes=5)))
    return count


async def letters(database: OpenDatabase) -> Sequence[DeadLetter]:
    rows: Sequence[DeadLetter] = await read(database, DeadLetters, lambda dead: dead.rows(100))
    return rows


def subjects(items: Sequence[Item]) -> list[str]:
    return sorted((item.key if isinstance(item, CardRow) else item.about) or "" for item in items)


async def test_a_lost_chat_has_one_letter_however_much_is_said(each_database: OpenDatabase) -> None:
    for number in range(3):
        await put(each_database, outbox_row(f"{number}", about=f"tickets:{number}"), card(key=f"tickets:1{number}"))
        await refused(each_database)

    assert len(await letters(each_database)) == 1
    assert await waiting(each_database) == []


async def test_what_waits_for_a_lost_chat_troubles_nobody_who_watches(each_database: OpenDatabase) -> None:
    await put(each_database, outbox_row("one"), outbox_row("two"))
    await refused(each_database)

    assert await read(each_database, Queues, lambda queues: queues.all(after(days=1))) == []


async def test_once_the_chat_takes_words_again_all_of_it_leaves(each_database: OpenDatabase) -> None:
    rows = [outbox_row(f"{number}", about=f"tickets:{number}") for number in (1, 2)]
    await put(each_database, *rows, card(key="tickets:3"), card(key="tickets:4", to=TOPIC))
    await refused(each_database)

    assert await found(each_database) == 4

    back = await waiting(each_database)
    assert subjects(back) == ["tickets:1", "tickets:2", "tickets:3", "tickets:4"]
    assert {item.attempts for item in back} == {0}
    assert await letters(each_database) == []


async def test_a_start_asks_which_chats_are_lost(each_database: OpenDatabase) -> None:
    await put(each_database, outbox_row("one"), card(key="tickets:4", to=TOPIC))
    await refused(each_database)

    assert await read(each_database, LostChats, lambda lost: lost.addresses()) == [GROUP]

    await found(each_database)

    assert await read(each_database, LostChats, lambda lost: lost.addresses()) == []


async def test_a_card_that_stood_there_is_edited_where_it_stands(each_database: OpenDatabase) -> None:
    await put(each_database, card("#1 open"))
    (shown,) = await waiting(each_database)
    await write(each_database, Outgoing, lambda outgoing: outgoing.sent(left(shown, "7")))
    await put(each_database, card("#1 done"))
    await refused(each_database)

    await found(each_database)

    (again,) = await waiting(each_database)
    assert isinstance(again, CardRow)
    assert again.remote == "7"


async def test_other_chats_and_other_failures_stay_as_they_are(each_database: OpenDatabase) -> None:
    home = Private("huying_bot", WANG)
    await put(each_database, outbox_row("one", order=post("one", to=home)), card())
    await refused(each_database, "unreachable")
    await put(each_database, outbox_row("two"))
    (bad,) = await waiting(each_database)
    await write(each_database, Outgoing, lambda outgoing: outgoing.dead(bad, "malformed", NOON))

    assert await found(each_database, home) == 1

    assert sorted(letter.reason for letter in await letters(each_database)) == ["malformed", "unreachable"]


async def test_a_sign_is_no_letter_which_would_put_it_on_an_old_message_later(each_database: OpenDatabase) -> None:
    await put(each_database, outbox_row("sign", order=React(to=GROUP, message="5", gesture=Gesture.HEARD)))

    await refused(each_database)

    assert await letters(each_database) == []
    assert await found(each_database) == 0
    assert await waiting(each_database) == []


async def test_a_sign_that_a_lost_chat_refuses_is_forgotten(each_database: OpenDatabase) -> None:
    await put(each_database, outbox_row("one"))
    await refused(each_database)
    await put(each_database, outbox_row("sign", order=React(to=GROUP, message="5", gesture=Gesture.HEARD)))
    await refused(each_database)

    assert await found(each_database) == 1


async def test_the_admin_lets_all_that_waits_leave_with_the_letter(each_database: OpenDatabase) -> None:
    await put(each_database, outbox_row("one", about="tickets:1"), outbox_row("two", about="tickets:2"))
    await refused(each_database)

    assert await write(each_database, DeadLetters, lambda dead: dead.retry(None, NOON)) == 1

    assert subjects(await waiting(each_database)) == ["tickets:1", "tickets:2"]


async def test_after_a_month_nobody_waits_for_the_chat_any_more(each_database: OpenDatabase) -> None:
    await put(each_database, outbox_row("one"), outbox_row("two"))
    await refused(each_database)

    await write(each_database, DeadLetters, lambda dead: dead.sweep(MONTH))

    assert await found(each_database) == 0
