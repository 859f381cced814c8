"""Whatever fails on the way out: nothing is lost, nothing loops, nobody else waits."""

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from bot import crashpoints
from bot.community import ChatRef, Group
from bot.errors import StorageAway
from bot.lanes import Item
from bot.messages import Order
from bot.ports import Database, Outcome, Reason, SendResult, UnitOfWork
from bot.stores import Groups
from tests.kernel.courier_fixtures import Carrying, carrying, dead_letters
from tests.kernel.scripted import (
    GROUP,
    OTHER,
    PLAIN,
    UNCERTAIN,
    card,
    limit,
    post,
    put,
    refused,
    waiting,
)

T = TypeVar("T")
AWAY = SendResult(outcome=Outcome.RETRY, reason=Reason.NETWORK)
MORE_THAN_A_FAULT_GETS = 6


class Breakable:
    """A database that can be taken away."""

    def __init__(self, inner: Database) -> None:
        self._inner = inner
        self.is_away = False
        self.writes_away = 0
        self.writes_wrong = 0

    async def write(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        self._check()
        if self.writes_away:
            self.writes_away -= 1
            raise StorageAway
        if self.writes_wrong:
            self.writes_wrong -= 1
            raise ValueError("no such column")
        return await self._inner.write(work)

    async def read(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        self._check()
        return await self._inner.read(work)

    def _check(self) -> None:
        if self.is_away:
            raise StorageAway


@pytest.fixture
def crash_before_marking() -> Iterator[None]:
    """The program dies between a send and its mark, as far as the courier can tell."""

    def die(name: str) -> None:
        if name == "after_send_before_mark":
            raise ConnectionAbortedError(name)

    crashpoints.tell(die)
    yield
    crashpoints.tell(None)


async def test_an_unreachable_network_gets_it_later(database: Database) -> None:
    world = carrying(database)
    world.network.answer(GROUP, *[AWAY] * 5)

    await world.carry(post("Hello"), post("Are you there?"))
    for seconds in (2, 3, 5, 9, 18):
        await world.after(seconds)

    assert world.network.said == ["Hello"] * 6 + ["Are you there?"]


async def test_an_edit_whose_end_is_unknown_is_simply_made_again_case_16(database: Database) -> None:
    world = carrying(database)
    await world.carry(card("#1 new"))
    world.network.answer(GROUP, UNCERTAIN, UNCERTAIN, UNCERTAIN)

    await world.carry(card("#1 solved"))
    for seconds in (2, 3, 5):
        await world.after(seconds)

    assert world.network.said == ["#1 new", *["m1: #1 solved"] * 4]
    assert await waiting(database) == []


async def test_a_network_that_deduplicates_gets_the_same_key_again_case_36(database: Database) -> None:
    world = carrying(database, replace(PLAIN, deduplicates=True))
    world.network.answer(GROUP, UNCERTAIN, UNCERTAIN)

    await world.carry(post("Hello"))
    await world.after(2)
    await world.after(3)

    assert world.network.onces == ["once Hello"] * 3


async def test_a_post_whose_end_stays_unknown_ends_as_a_dead_letter_case_16(database: Database, tmp_path: Path) -> None:
    world = carrying(database)
    world.network.answer(GROUP, *[UNCERTAIN] * 9)

    await world.carry(post("Hello"), post("Next"))
    for seconds in (31, 121, 500):
        await world.after(seconds)

    assert world.network.said[:3] == ["Hello"] * 3
    assert dead_letters(tmp_path)[0] == "network"
    assert "Next" in world.network.said


async def test_after_a_long_outage_such_a_post_still_arrives(database: Database) -> None:
    world = carrying(database)
    world.network.ready = False
    world.network.answer(GROUP, *[UNCERTAIN] * 9)

    await world.carry(post("Hello"))
    for _ in range(9):
        await world.after(125)

    assert world.network.said == ["Hello"] * 10
    assert await waiting(database) == []


async def test_a_refused_message_is_a_dead_letter_and_the_next_one_leaves(database: Database, tmp_path: Path) -> None:
    world = carrying(database)
    world.network.answer(GROUP, refused(Reason.MALFORMED))

    await world.carry(post("Odd"), post("Plain"))

    assert world.network.said == ["Odd", "Plain"]
    assert dead_letters(tmp_path) == ["malformed"]
    assert world.troubles == []


@pytest.mark.parametrize("reason", [Reason.UNREACHABLE, Reason.REMOVED, Reason.NO_RIGHT])
async def test_a_lost_chat_or_reader_is_reported_cases_12_and_13(
    database: Database, tmp_path: Path, reason: Reason
) -> None:
    world = carrying(database)
    world.network.answer(GROUP, refused(reason))

    await world.carry(post("Hello"))

    [(item, result)] = world.troubles
    assert item.id == 1
    assert result.reason == reason
    assert dead_letters(tmp_path) == [reason]


async def test_a_moved_chat_is_followed_with_all_that_waits_case_11(database: Database) -> None:
    world = Following(database)
    world.network.answer(GROUP, replace(refused(Reason.MOVED), moved_to=OTHER))

    await world.carry(post("one"), post("two"), card("#1 new"))

    assert [order.to for order, _ in world.network.arrived] == [GROUP, OTHER, OTHER, OTHER]
    assert world.network.said == ["one", "one", "two", "#1 new"]
    assert len(world.troubles) == 1


class Following(Carrying):
    """Its kernel moves the group when the network says so."""

    async def hear(self, item: Item, result: SendResult) -> None:
        await super().hear(item, result)

        async def move(uow: UnitOfWork) -> None:
            groups = uow.store(Groups)
            await groups.save(Group(chat=GROUP, title="House 3"))
            if result.moved_to is not None:
                await groups.move(GROUP, result.moved_to)

        await self.database.write(move)


async def test_a_move_that_leads_nowhere_ends(database: Database, tmp_path: Path) -> None:
    world = carrying(database)
    world.network.answer(GROUP, *[replace(refused(Reason.MOVED), moved_to=OTHER)] * 9)

    await world.carry(post("Hello"))

    assert len(world.network.arrived) == 4
    assert dead_letters(tmp_path) == ["moved"]


async def test_trouble_that_the_kernel_cannot_deal_with_stops_nothing(database: Database, tmp_path: Path) -> None:
    world = Helpless(database)
    world.network.answer(GROUP, refused(Reason.REMOVED))

    await world.carry(post("Hello"), post("other", OTHER))

    assert dead_letters(tmp_path) == ["removed"]
    assert "other" in world.network.said


class Helpless(Carrying):
    async def hear(self, item: Item, result: SendResult) -> None:
        raise LookupError(item.id, result.reason)


async def test_a_bug_of_an_adapter_costs_that_row_alone(database: Database, tmp_path: Path) -> None:
    world = carrying(database)
    poison = ChatRef("net", "9", "house-3", "topic")
    world.network.answer(poison, *[ZeroDivisionError()] * 9)

    await world.carry(post("Poison", poison), post("Plain"), post("Other", OTHER))
    early = sorted(world.network.said)
    for seconds in (7, 25, 90, 330):
        await world.after(seconds)

    assert early == ["Other", "Plain", "Poison"]
    assert world.network.said.count("Poison") == 5
    assert dead_letters(tmp_path) == ["fault"]


# ---- the database ----


async def test_a_row_that_cannot_be_read_stops_nobody(database: Database, tmp_path: Path) -> None:
    world = carrying(database)
    await put(database, post("damaged"), post("whole"), card("#1"))
    with closing(sqlite3.connect(tmp_path / "huying.db")) as connection:
        connection.execute("UPDATE outbox SET letter = '{' WHERE once = 'once damaged'")
        connection.commit()

    await world.courier.drain(5)

    assert world.network.said == ["whole", "#1"]
    assert dead_letters(tmp_path) == ["unreadable"]


async def test_a_chat_that_takes_words_again_gets_what_had_waited(database: Database, tmp_path: Path) -> None:
    world = carrying(database)
    world.network.answer(GROUP, refused(Reason.NO_RIGHT), refused(Reason.NO_RIGHT))
    await world.carry(post("first"), post("second"))
    letters = dead_letters(tmp_path)

    await world.carry(post("third"))

    assert letters == ["no_right"]
    assert sorted(world.network.said[2:]) == ["first", "second", "third"]
    assert dead_letters(tmp_path) == []


async def test_while_the_database_is_away_nothing_is_sent_and_nothing_lost(database: Database) -> None:
    breakable = Breakable(database)
    world = carrying(breakable)
    await put(database, post("Hello"))
    breakable.is_away = True

    await world.courier.drain(5)
    early = list(world.network.said)
    breakable.is_away = False
    await world.courier.drain(5)

    assert early == []
    assert world.network.said == ["Hello"]


async def test_a_mark_waits_for_the_database(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.marks.AWAY_SECONDS", 0.01)
    breakable = Breakable(database)
    world = carrying(breakable)
    await put(database, post("one"), post("two"), post("other", OTHER))
    breakable.writes_away = 3

    await world.courier.drain(5)

    assert sorted(world.network.said) == ["one", "other", "two"]
    assert await waiting(database) == []


async def test_a_mark_that_a_bug_stops_after_an_outage_stops_nobody_else(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.marks.AWAY_SECONDS", 0.01)
    breakable = Breakable(database)
    world = carrying(breakable)
    breakable.writes_away = breakable.writes_wrong = 1
    await put(database, post("one"))
    await world.courier.drain(5)

    await world.carry(post("two"))

    assert world.network.said == ["one", "two"]


async def test_a_file_that_cannot_be_made_while_the_database_is_away_leaves_afterwards(
    database: Database, tmp_path: Path
) -> None:
    world = carrying(database)
    make, tries = world.courier.fill, []

    async def fill(order: Order) -> Order:
        tries.append(order)
        if len(tries) <= MORE_THAN_A_FAULT_GETS:
            raise StorageAway
        return await make(order) if make else order

    world.courier.fill = fill
    await world.carry(post("Hello"))
    for _ in range(MORE_THAN_A_FAULT_GETS):
        await world.after(400)

    assert world.network.said == ["Hello"]
    assert dead_letters(tmp_path) == []


# ---- crashes ----


@pytest.mark.usefixtures("crash_before_marking")
async def test_what_was_not_marked_is_sent_again_after_a_restart(database: Database) -> None:
    world = carrying(database)
    await world.carry(post("Hello"))
    crashpoints.tell(None)

    await world.new_courier().drain(5)

    assert world.network.said == ["Hello", "Hello"]
    assert len(set(world.network.onces)) == 1
    assert await waiting(database) == []


async def test_the_order_of_a_chat_holds_over_a_restart(database: Database) -> None:
    world = carrying(database)
    world.network.answer(GROUP, limit(30))
    await world.carry(post("one"), post("two"))

    world.courier = world.new_courier()
    await world.courier.drain(5)
    early = list(world.network.said)
    await world.after(32)
    await world.after(6)

    assert early == ["one"]
    assert world.network.said == ["one", "one", "two"]


async def test_a_failure_is_told_without_words_and_names(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    world = carrying(database)
    world.network.answer(GROUP, replace(refused(Reason.MALFORMED), detail="cannot parse Wang's words"))

    with caplog.at_level(logging.DEBUG, logger="bot"):
        await world.carry(post("Wang's tap drips"))

    assert "reason=malformed" in caplog.text
    assert "Wang" not in caplog.text


async def test_several_failures_at_once_keep_everything(database: Database) -> None:
    world = carrying(database)
    chats = [ChatRef("net", "9", str(number)) for number in range(30)]
    failures: list[SendResult | Exception] = [AWAY, UNCERTAIN, ValueError()]
    for number, chat in enumerate(chats):
        world.network.answer(chat, failures[number % 3])
    await put(database, *(post(f"{chat.chat}", chat) for chat in chats), *(card("#1", chat) for chat in chats))

    await world.courier.drain(5)
    await asyncio.gather(world.after(60), world.courier.drain(5))

    arrived = {(order.to, words) for (order, _), words in zip(world.network.arrived, world.network.said, strict=True)}
    assert arrived == {(chat, words) for chat in chats for words in (chat.chat, "#1")}
    assert await waiting(database) == []
