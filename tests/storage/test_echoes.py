"""Whoever is forgotten is forgotten in lists, too."""

from dataclasses import replace

from bot.brief import Brief
from bot.features.privacy.store import Erasure
from bot.lists import Lists
from bot.richtext import plain
from bot.stores import OutboxRow, Outgoing
from storage.engine import OpenDatabase
from tests.storage.builders import NOON, after, outbox_row, post, read, words, write
from tests.storage.test_tickets import add, person, ticket


def notice(number: int, name: str) -> OutboxRow:
    message = replace(words(f"#{number} {name}"), brief=Brief(line=plain(f"#{number} {name}")))
    return outbox_row(order=replace(post(""), message=message), about=f"tickets:{number}", once=name)


async def listed(database: OpenDatabase, *notices: OutboxRow) -> None:
    """These wait in one list."""
    before = await keys(database)
    await write(database, Outgoing, lambda outgoing: outgoing.put(*notices))
    waiting = await read(database, Outgoing, lambda outgoing: outgoing.waiting(after(hours=1), 100))
    rows = [item for item in waiting if isinstance(item, OutboxRow)]
    assert await write(database, Lists, lambda lists: lists.make(rows, NOON))
    assert len(await keys(database)) == len(before) + 1


async def keys(database: OpenDatabase) -> list[str]:
    waiting = await read(database, Outgoing, lambda outgoing: outgoing.waiting(after(hours=1), 100))
    return [item.key for item in waiting if not isinstance(item, OutboxRow)]


async def test_notices_about_their_calls_go_and_a_list_of_nothing_else(each_database: OpenDatabase) -> None:
    wang, li = await person(each_database), await person(each_database, "Li Na")
    of_wang = await add(each_database, ticket(wang))
    of_li = await add(each_database, replace(ticket(li), source=replace(ticket(li).source, message="8")))
    await listed(each_database, notice(of_wang.id, "a"), notice(of_wang.id, "b"))
    await listed(each_database, notice(of_wang.id, "c"), notice(of_li.id, "d"))
    _, mixed = await keys(each_database)

    await write(each_database, Erasure, lambda erasure: erasure.erase(wang))

    assert await keys(each_database) == [mixed]
    lines = await read(each_database, Lists, lambda lists: lists.lines(mixed))
    assert [line.key for line in lines] == [f"tickets:{of_li.id}:d"]
