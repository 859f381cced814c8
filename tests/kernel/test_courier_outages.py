"""A database that is away, and a program that dies: what waits to leave is neither lost nor stuck."""

import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import pytest

from bot import crashpoints
from bot.errors import StorageAway
from bot.orders import Order
from bot.ports import Database, Reason, UnitOfWork
from tests.kernel.courier_fixtures import carrying, dead_letters
from tests.kernel.scripted import (
    GROUP,
    OTHER,
    card,
    limit,
    post,
    put,
    refused,
    waiting,
)

T = TypeVar("T")
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
