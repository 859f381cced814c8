from collections.abc import Sequence

import pytest

from bot.backlog import DeadLetter, DeadLetters, Parked, ParkedRow, Queue, Queues
from bot.messages import Private
from bot.stores import CardRow, Inbox, OutboxRow, Outgoing, Priority, SentMessages
from storage.engine import OpenDatabase
from tests.storage.builders import GROUP, NOON, WANG, after, card, left, outbox_row, post, raw, read, write

# ---- parked rows ----


async def park(database: OpenDatabase, key: str, *, retry: float | None, reason: str = "KeyError: 'lamp'") -> int:
    await write(database, Inbox, lambda inbox: inbox.add("telegram", "bot", [raw(key)], NOON))
    found = await read(database, Inbox, lambda inbox: inbox.pending(NOON, 100))
    row: int = next(row.id for row in found if row.key == key)
    moment = None if retry is None else after(seconds=retry)
    await write(database, Inbox, lambda inbox: inbox.park(row, reason, moment))
    return row


async def parked(database: OpenDatabase) -> Sequence[ParkedRow]:
    rows: Sequence[ParkedRow] = await read(database, Parked, lambda store: store.rows(100))
    return rows


async def pending(database: OpenDatabase) -> list[str]:
    return [row.key for row in await read(database, Inbox, lambda inbox: inbox.pending(NOON, 100))]


async def test_a_parked_row_tells_the_kind_of_its_fault_and_no_words(each_database: OpenDatabase) -> None:
    given_up = await park(each_database, "m:1", retry=None)
    tried = await park(each_database, "m:2", retry=30)

    first, second = await parked(each_database)

    assert first == ParkedRow(
        id=given_up, channel="telegram", bot="bot", received_at=NOON, attempts=1, retry_at=None, reason="KeyError"
    )
    assert (second.id, second.retry_at) == (tried, after(seconds=30))
    assert await read(each_database, Parked, lambda store: store.count()) == (1, 1)


@pytest.mark.parametrize("retry", [None, 30])
async def test_a_retried_row_has_its_turn_at_once_and_keeps_its_tries(
    each_database: OpenDatabase, retry: float | None
) -> None:
    row = await park(each_database, "m:1", retry=retry)

    assert await write(each_database, Parked, lambda store: store.retry(row)) == 1

    (waiting,) = await read(each_database, Inbox, lambda inbox: inbox.pending(NOON, 100))
    assert (waiting.key, waiting.attempts) == ("m:1", 1)


async def test_all_can_be_retried_and_nothing_else_is(each_database: OpenDatabase) -> None:
    await park(each_database, "m:1", retry=None)
    await park(each_database, "m:2", retry=30)
    await write(each_database, Inbox, lambda inbox: inbox.add("telegram", "bot", [raw("m:3")], NOON))

    assert await write(each_database, Parked, lambda store: store.retry(None)) == 2
    assert await write(each_database, Parked, lambda store: store.retry(4711)) == 0

    assert await pending(each_database) == ["m:1", "m:2", "m:3"]


async def test_a_dropped_row_is_wiped_and_never_comes_again(each_database: OpenDatabase) -> None:
    row = await park(each_database, "m:1", retry=None)

    assert await write(each_database, Parked, lambda store: store.drop(row, NOON)) == 1

    assert await parked(each_database) == []
    assert await write(each_database, Inbox, lambda inbox: inbox.add("telegram", "bot", [raw("m:1")], NOON)) == 0
    assert await write(each_database, Parked, lambda store: store.retry(row)) == 0


async def test_dropping_all_leaves_those_that_are_still_tried(each_database: OpenDatabase) -> None:
    await park(each_database, "m:1", retry=None)
    tried = await park(each_database, "m:2", retry=30)

    assert await write(each_database, Parked, lambda store: store.drop(None, NOON)) == 1

    assert [row.id for row in await parked(each_database)] == [tried]


# ---- dead letters ----


async def bury(database: OpenDatabase, *items: OutboxRow | CardRow, reason: str = "unreachable") -> None:
    async def work(outgoing: Outgoing) -> None:
        for item in items:
            await (outgoing.want(item) if isinstance(item, CardRow) else outgoing.put(item))
        for found in await outgoing.waiting(NOON, 100):
            await outgoing.dead(found, reason, NOON)

    await write(database, Outgoing, work)


async def dead(database: OpenDatabase) -> Sequence[DeadLetter]:
    letters: Sequence[DeadLetter] = await read(database, DeadLetters, lambda store: store.rows(100))
    return letters


async def waiting(database: OpenDatabase) -> Sequence[OutboxRow | CardRow]:
    found: Sequence[OutboxRow | CardRow] = await read(database, Outgoing, lambda outgoing: outgoing.waiting(NOON, 100))
    return found


async def test_a_dead_letter_tells_where_and_why(each_database: OpenDatabase) -> None:
    to = Private("huying_bot", WANG)
    await bury(each_database, outbox_row(order=post("a task", to=to), about="tickets:1"))
    await bury(each_database, card(), reason="no_right")

    first, second = await dead(each_database)

    assert first == DeadLetter(id=first.id, to=to, about="tickets:1", reason="unreachable", attempts=1, died_at=NOON)
    assert (second.to, second.about, second.reason) == (GROUP, "tickets:1", "no_right")
    assert await read(each_database, DeadLetters, lambda store: store.counts()) == [
        ("telegram", "no_right", 1),
        ("telegram", "unreachable", 1),
    ]


async def test_a_retried_letter_waits_again_as_urgent_as_before_and_under_a_new_key(
    each_database: OpenDatabase,
) -> None:
    gone = outbox_row("gas", about="tickets:1", priority=Priority.EMERGENCY, expires_at=after(seconds=60))
    await bury(each_database, gone)
    (letter,) = await dead(each_database)

    assert await write(each_database, DeadLetters, lambda store: store.retry(letter.id, NOON)) == 1

    (row,) = await waiting(each_database)
    assert isinstance(row, OutboxRow)
    assert (row.order, row.about, row.priority, row.attempts) == (gone.order, "tickets:1", Priority.EMERGENCY, 0)
    assert row.expires_at is None
    assert row.once != gone.once
    assert await dead(each_database) == []


async def test_a_retried_card_is_shown_as_it_is_wanted_now(each_database: OpenDatabase) -> None:
    await bury(each_database, card("#1 open"))
    assert await waiting(each_database) == []

    await write(each_database, DeadLetters, lambda store: store.retry(None, NOON))

    (row,) = await waiting(each_database)
    assert isinstance(row, CardRow)
    assert (row.wanted, row.version_wanted, row.version_shown) == (card("#1 open").wanted, 1, 0)


async def test_a_card_that_was_shown_since_is_left_alone(each_database: OpenDatabase) -> None:
    await bury(each_database, card("#1 open"))
    await write(each_database, Outgoing, lambda outgoing: outgoing.want(card("#1 done")))
    (changed,) = await waiting(each_database)
    await write(each_database, Outgoing, lambda outgoing: outgoing.sent(left(changed, "17")))

    assert await write(each_database, DeadLetters, lambda store: store.retry(None, NOON)) == 1

    assert await waiting(each_database) == []


async def test_letters_are_forgotten_by_hand_or_by_age(each_database: OpenDatabase) -> None:
    await bury(each_database, outbox_row("first"), outbox_row("second"))
    first, _ = await dead(each_database)

    assert await write(each_database, DeadLetters, lambda store: store.drop(first.id)) == 1
    await write(each_database, DeadLetters, lambda store: store.sweep(NOON))
    assert len(await dead(each_database)) == 1
    await write(each_database, DeadLetters, lambda store: store.sweep(after(seconds=1)))
    assert await dead(each_database) == []


# ---- what waits ----


async def queues(database: OpenDatabase, seconds: float) -> list[Queue]:
    found: list[Queue] = await read(database, Queues, lambda store: store.all(after(seconds=seconds)))
    return found


async def test_what_waits_is_counted_by_account_with_its_oldest(each_database: OpenDatabase) -> None:
    async def work(outgoing: Outgoing) -> None:
        await outgoing.put(outbox_row("later", not_before=after(seconds=40)))
        await outgoing.put(outbox_row("gone", expires_at=after(seconds=5)))
        await outgoing.want(card(not_before=after(seconds=3)))

    await write(each_database, Outgoing, work)

    assert await queues(each_database, 2) == [Queue(channel="telegram", bot="huying_bot", waiting=3, oldest=NOON)]
    assert await queues(each_database, 10) == [
        Queue(channel="telegram", bot="huying_bot", waiting=2, oldest=after(seconds=3))
    ]


async def test_what_was_tried_in_vain_has_waited_from_the_start(each_database: OpenDatabase) -> None:
    async def work(outgoing: Outgoing) -> None:
        await outgoing.want(card("#1 open"))
        await outgoing.put(outbox_row("answer", created_at=after(seconds=1), not_before=after(seconds=1)))
        for item in await outgoing.waiting(after(seconds=1), 10):
            await outgoing.later(item, after(seconds=900), "network")
        await outgoing.want(card("#1 done", not_before=after(seconds=100)))

    await write(each_database, Outgoing, work)

    (queue,) = await queues(each_database, 600)
    assert (queue.waiting, queue.oldest) == (2, NOON)


async def test_a_message_of_ours_is_forgotten_after_its_time(each_database: OpenDatabase) -> None:
    await write(each_database, Outgoing, lambda outgoing: outgoing.put(outbox_row()))
    (row,) = await waiting(each_database)
    await write(each_database, Outgoing, lambda outgoing: outgoing.sent(left(row, "17")))

    await write(each_database, SentMessages, lambda sent: sent.sweep(NOON))
    assert await read(each_database, SentMessages, lambda sent: sent.at(GROUP, "17")) is not None

    await write(each_database, SentMessages, lambda sent: sent.sweep(after(seconds=1)))
    assert await read(each_database, SentMessages, lambda sent: sent.at(GROUP, "17")) is None
