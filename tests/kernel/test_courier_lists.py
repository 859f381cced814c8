"""What leaves together. How a list is made durable stands in tests/storage/test_lists.py."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot import crashpoints
from bot.lists import Lists
from bot.orders import Post
from bot.ports import Database, Outcome, Reason, SendResult
from bot.stores import CardRow, Priority
from storage.lists import SqlLists
from tests.kernel.courier_fixtures import carrying, dead_letters
from tests.kernel.scripted import GROUP, LIMITED, OTHER, START, WANG, limit, line, post, put, refused, waiting


def lines(*numbers: int) -> list[CardRow]:
    return [line(number) for number in numbers]


def words(*numbers: int, state: str = "new") -> str:
    return "\n".join(["Recorded:", *(f"#{number} {state}" for number in numbers), f"Ask about {numbers[0]}"])


async def test_more_than_three_cards_that_wait_for_a_group_are_one_post(database: Database) -> None:
    world = carrying(database, LIMITED)

    await world.carry(*lines(1, 2, 3, 4, 5))

    assert world.network.said == [words(1, 2, 3, 4, 5)]
    assert await waiting(database) == []


async def test_three_are_posted_one_by_one(database: Database) -> None:
    world = carrying(database)

    await world.carry(*lines(1, 2, 3))

    assert world.network.said == ["#1 is new", "#2 is new", "#3 is new"]


async def test_a_change_of_a_line_is_an_edit_of_its_list(database: Database) -> None:
    world = carrying(database)
    await world.carry(*lines(1, 2, 3, 4))

    await world.carry(line(3, state="done"))

    changed = words(1, 2, 3, 4).replace("#3 new", "#3 done")
    assert world.network.said == [words(1, 2, 3, 4), f"m1: {changed}"]


async def test_a_line_that_needs_a_message_of_its_own_gets_it_and_both_follow_from_then_on(database: Database) -> None:
    world = carrying(database)
    await world.carry(*lines(1, 2, 3, 4))

    await world.carry(line(2, alone=True, state="taken"))
    await world.carry(line(2, state="over"))

    assert world.network.said[1:] == [
        "#2 is taken",
        f"m1: {words(1, 2, 3, 4).replace('#2 new', '#2 taken')}",
        "m2: #2 is over",
        f"m1: {words(1, 2, 3, 4).replace('#2 new', '#2 over')}",
    ]


async def test_an_emergency_is_never_a_line_and_goes_first(database: Database) -> None:
    world = carrying(database, LIMITED)

    await world.carry(*lines(1, 2, 3, 4), post("gas", priority=Priority.EMERGENCY))
    await world.after(4)

    assert world.network.said == ["gas", words(1, 2, 3, 4)]


async def test_lists_keep_an_even_pace_and_leave_four_places_free(database: Database) -> None:
    world, calls = carrying(database, LIMITED), iter(range(1, 1000))

    for _ in range(60):
        await put(database, *lines(next(calls), next(calls), next(calls)))
        await world.after(1)

    posts = [order for order, _ in world.network.arrived if isinstance(order, Post)]
    said = "\n".join(world.network.said)
    assert len(posts) <= 16
    assert all(f"#{number} " in said for number in range(1, 170))


async def test_a_group_at_its_limit_holds_no_other_group(database: Database) -> None:
    world = carrying(database, LIMITED)
    world.network.answer(GROUP, limit(30))
    await world.carry(*lines(1, 2, 3, 4))

    await world.carry(*(line(number, OTHER) for number in range(5, 9)))

    assert world.network.said == [words(1, 2, 3, 4), words(5, 6, 7, 8)]


async def test_a_refused_list_is_tried_again_as_it_is_and_new_calls_make_another(database: Database) -> None:
    world = carrying(database, LIMITED)
    world.network.answer(GROUP, limit(30))
    await world.carry(*lines(1, 2, 3, 4))

    await world.carry(*lines(5, 6, 7, 8))
    for _ in range(5):
        await world.after(31)

    assert sorted(world.network.said) == [words(1, 2, 3, 4), words(1, 2, 3, 4), words(5, 6, 7, 8)]
    assert len({once for _, once in world.network.arrived}) == 2


async def test_a_line_that_a_network_does_not_take_costs_itself_alone(database: Database, tmp_path: Path) -> None:
    world = carrying(database)
    bad = refused(Reason.MALFORMED)
    world.network.answer(GROUP, bad, SendResult(outcome=Outcome.OK, remote="m2"), bad)

    await world.carry(*lines(1, 2, 3, 4))

    assert world.network.said == [words(1, 2, 3, 4), "#1 is new", "#2 is new", "#3 is new", "#4 is new"]
    assert dead_letters(tmp_path) == ["malformed"]


async def test_a_lost_chat_is_told_with_its_list(database: Database, tmp_path: Path) -> None:
    world = carrying(database)
    world.network.answer(GROUP, refused(Reason.REMOVED))

    await world.carry(*lines(1, 2, 3, 4))

    ((item, _),) = world.troubles
    assert isinstance(item, CardRow)
    found = await database.read(lambda uow: uow.store(Lists).lines(item.key))
    assert [one.key for one in found] == ["tickets:1", "tickets:2", "tickets:3", "tickets:4"]
    assert dead_letters(tmp_path) == ["removed"]


async def test_a_list_whose_message_was_deleted_is_posted_again(database: Database) -> None:
    world = carrying(database)
    await world.carry(*lines(1, 2, 3, 4))
    world.network.answer(GROUP, refused(Reason.GONE))

    await world.carry(line(1, state="done"))

    changed = words(1, 2, 3, 4).replace("#1 new", "#1 done")
    assert world.network.said[1:] == [f"m1: {changed}", changed]


async def test_a_crash_between_list_and_post_loses_nothing(database: Database) -> None:
    await put(database, *lines(1, 2, 3, 4))
    before = await waiting(database)
    await database.write(lambda uow: uow.store(Lists).make(before, START))
    world = carrying(database)

    await world.courier.drain(5)

    assert world.network.said == [words(1, 2, 3, 4)]


async def test_when_a_list_cannot_be_made_by_a_bug_everything_leaves_by_itself(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> bool:
        raise RuntimeError("a bug")

    monkeypatch.setattr(SqlLists, "make", broken)
    world = carrying(database)

    await world.carry(*lines(1, 2, 3, 4))

    assert len(world.network.said) == 4


async def test_where_a_network_tells_doubles_what_may_have_arrived_before_a_crash_goes_into_no_list(
    database: Database,
) -> None:
    world = carrying(database, replace(LIMITED, deduplicates=True))
    crashpoints.tell(_die_before_the_mark)
    await put(database, line(1))
    await world.courier.drain(5)
    crashpoints.tell(None)
    await put(database, *lines(2, 3, 4, 5))
    world.courier = world.new_courier()

    for _ in range(6):
        await world.after(4)

    assert world.network.said == ["#1 is new", "#1 is new", words(2, 3, 4, 5)]
    assert world.network.onces[0] == world.network.onces[1]


def _die_before_the_mark(name: str) -> None:
    if name == "after_send_before_mark":
        raise ConnectionAbortedError(name)


async def test_after_ten_minutes_of_outage_notices_are_told_together(database: Database) -> None:
    world = carrying(database, LIMITED)
    news = ["The lift runs", "Water is back", "The lamp is lit", "The gate shuts"]
    await put(database, *map(post, news))
    world.clock.move(11 * 60)

    await world.courier.drain(5)

    assert world.network.said == ["\n\n".join(news)]
    assert await waiting(database) == []


async def test_a_workers_tasks_ring_once_in_half_a_minute(database: Database) -> None:
    world = carrying(database, LIMITED)
    times: list[float] = []

    for second in range(100):
        await put(database, replace(line(second, WANG, gathers=True), not_before=world.clock.now()))
        seen = len(world.network.arrived)
        await world.courier.drain(5)
        times += [second] * (len(world.network.arrived) - seen)
        world.clock.move(1)

    assert times == [0, 30, 60, 90]


async def test_what_a_worker_asked_for_does_not_wait_for_the_half_minute(database: Database) -> None:
    world = carrying(database, LIMITED)
    await world.carry(line(1, WANG, gathers=True), line(2, WANG, gathers=True))
    await world.after(1)

    await world.carry(post("You took it", WANG), replace(line(3, WANG, gathers=True), priority=Priority.EMERGENCY))
    await world.after(1)

    assert world.network.said == ["#1 is new", "#3 is new", "You took it"]
