from bot.backlog import Parked
from bot.stores import Inbox
from storage.engine import OpenDatabase
from tests.storage.builders import NOON, after, raw, read, write


async def add(database: OpenDatabase, *keys: str, lane: str = "-1001") -> int:
    rows = [raw(key, lane=lane) for key in keys]
    new: int = await write(database, Inbox, lambda inbox: inbox.add("telegram", "bot", rows, NOON))
    return new


async def pending(database: OpenDatabase, at: float = 0, limit: int = 100) -> list[str]:
    rows = await read(database, Inbox, lambda inbox: inbox.pending(after(seconds=at), limit))
    return [row.key for row in rows]


async def test_events_wait_in_the_order_they_came(each_database: OpenDatabase) -> None:
    await add(each_database, "m:1", "m:2")
    await add(each_database, "m:3", lane="-1002")

    assert await pending(each_database) == ["m:1", "m:2", "m:3"]
    assert await pending(each_database, limit=2) == ["m:1", "m:2"]


async def test_chats_whose_turn_is_under_way_are_left_out(each_database: OpenDatabase) -> None:
    await add(each_database, "m:1", "m:2")
    await add(each_database, "m:3", lane="-1002")
    await add(each_database, "m:4", lane="-1003")
    busy = [("telegram", "bot", "-1001"), ("telegram", "bot", "-1003"), ("telegram", "second", "-1002")]

    rows = await read(each_database, Inbox, lambda inbox: inbox.pending(NOON, 100, but=busy))

    assert [row.key for row in rows] == ["m:3"]


async def test_an_event_comes_out_as_it_came_in(each_database: OpenDatabase) -> None:
    await add(each_database, "m:1")

    (row,) = await read(each_database, Inbox, lambda inbox: inbox.pending(NOON, 1))

    assert (row.channel, row.bot, row.key, row.lane) == ("telegram", "bot", "m:1", "-1001")
    assert (row.payload, row.received_at, row.attempts) == ('{"text":"the lamp is out"}', NOON, 0)


async def test_a_key_that_is_known_is_left_out(each_database: OpenDatabase) -> None:
    await add(each_database, "m:1")

    assert await add(each_database, "m:1", "m:2", "m:2") == 1
    assert await pending(each_database) == ["m:1", "m:2"]


async def test_the_same_key_on_another_account_is_another_event(each_database: OpenDatabase) -> None:
    await add(each_database, "m:1")

    new = await write(each_database, Inbox, lambda inbox: inbox.add("telegram", "second", [raw("m:1")], NOON))

    assert new == 1


async def test_no_events_are_no_trouble(each_database: OpenDatabase) -> None:
    assert await add(each_database) == 0


async def test_a_done_event_is_wiped_but_its_key_stays(each_database: OpenDatabase) -> None:
    await add(each_database, "m:1")
    (row,) = await read(each_database, Inbox, lambda inbox: inbox.pending(NOON, 1))

    await write(each_database, Inbox, lambda inbox: inbox.done(row.id, NOON))

    assert await pending(each_database) == []
    assert await add(each_database, "m:1") == 0


async def test_a_parked_event_gives_up_its_place_until_its_time(each_database: OpenDatabase) -> None:
    await add(each_database, "m:1", "m:2")
    (first,) = await read(each_database, Inbox, lambda inbox: inbox.pending(NOON, 1))

    await write(each_database, Inbox, lambda inbox: inbox.park(first.id, "broken", after(seconds=30)))

    assert await pending(each_database) == ["m:2"]
    assert await pending(each_database, at=30) == ["m:1", "m:2"]
    (row,) = await read(each_database, Parked, lambda parked: parked.rows(10))
    assert (row.id, row.attempts, row.reason) == (first.id, 1, "broken")


async def test_an_event_parked_for_ever_comes_back_only_by_hand(each_database: OpenDatabase) -> None:
    await add(each_database, "m:1")
    (row,) = await read(each_database, Inbox, lambda inbox: inbox.pending(NOON, 1))

    await write(each_database, Inbox, lambda inbox: inbox.park(row.id, "unreadable", None))
    assert await pending(each_database, at=1e9) == []

    await write(each_database, Inbox, lambda inbox: inbox.park(row.id, "by hand", NOON))
    assert await pending(each_database) == ["m:1"]


async def test_a_retried_event_that_succeeds_is_parked_no_more(each_database: OpenDatabase) -> None:
    await add(each_database, "m:1")
    (row,) = await read(each_database, Inbox, lambda inbox: inbox.pending(NOON, 1))
    await write(each_database, Inbox, lambda inbox: inbox.park(row.id, "broken", NOON))

    await write(each_database, Inbox, lambda inbox: inbox.done(row.id, NOON))

    assert await read(each_database, Parked, lambda parked: parked.rows(10)) == []


async def test_keys_are_forgotten_after_their_time_and_not_before(each_database: OpenDatabase) -> None:
    await add(each_database, "m:1", "m:2")
    first, _ = await read(each_database, Inbox, lambda inbox: inbox.pending(NOON, 2))
    await write(each_database, Inbox, lambda inbox: inbox.done(first.id, NOON))

    await write(each_database, Inbox, lambda inbox: inbox.sweep(NOON))
    assert await add(each_database, "m:1") == 0

    await write(each_database, Inbox, lambda inbox: inbox.sweep(after(seconds=1)))
    assert await add(each_database, "m:1", "m:2") == 1


async def test_what_nobody_has_looked_after_for_a_month_is_wiped_and_what_is_still_tried_is_not(
    each_database: OpenDatabase,
) -> None:
    await add(each_database, "m:1", "m:2", "m:3")
    given_up, tried, _ = await read(each_database, Inbox, lambda inbox: inbox.pending(NOON, 3))
    await write(each_database, Inbox, lambda inbox: inbox.park(given_up.id, "KeyError", None))
    await write(each_database, Inbox, lambda inbox: inbox.park(tried.id, "KeyError", after(days=40)))

    await write(each_database, Inbox, lambda inbox: inbox.sweep(NOON))
    assert await read(each_database, Parked, lambda parked: parked.count()) == (1, 1)

    await write(each_database, Inbox, lambda inbox: inbox.sweep(after(seconds=1)))
    assert await read(each_database, Parked, lambda parked: parked.count()) == (1, 0)
    assert await pending(each_database) == ["m:3"]


async def test_each_account_has_its_own_cursor(each_database: OpenDatabase) -> None:
    assert await read(each_database, Inbox, lambda inbox: inbox.cursor("matrix", "@huying:example.org")) is None

    async def move(inbox: Inbox) -> None:
        for cursor in ("s1_2", "s3_4"):
            await inbox.move_cursor("matrix", "@huying:x", cursor)

    await write(each_database, Inbox, move)

    assert await read(each_database, Inbox, lambda inbox: inbox.cursor("matrix", "@huying:x")) == "s3_4"
    assert await read(each_database, Inbox, lambda inbox: inbox.cursor("telegram", "@huying:x")) is None


async def test_half_a_character_from_a_network_is_kept_and_not_refused(each_database: OpenDatabase) -> None:
    rows = [raw("m:1\0", lane="\ud83d", payload="lamp \ud83d out \0")]

    await write(each_database, Inbox, lambda inbox: inbox.add("telegram", "bot", rows, NOON))

    (row,) = await read(each_database, Inbox, lambda inbox: inbox.pending(NOON, 1))
    assert (row.key, row.lane, row.payload) == ("m:1�", "�", "lamp � out �")
