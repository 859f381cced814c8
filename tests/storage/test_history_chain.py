"""The months of the chain, and the lines that it is made of."""

from dataclasses import replace
from datetime import UTC

from bot.features.history.model import Recorded, first_month, next_month
from bot.features.history.store import Chain
from bot.features.tickets.model import Entry, Source
from bot.features.tickets.store import History
from storage.engine import OpenDatabase
from tests.storage.builders import GROUP, NOON, read, write
from tests.storage.test_tickets import add, person, ticket


async def test_months_are_kept_and_grow(each_database: OpenDatabase) -> None:
    november = replace(first_month(NOON, UTC), head="a", last=7, count=2)
    december = next_month(november)

    await write(each_database, Chain, lambda chain: chain.save(december))
    await write(each_database, Chain, lambda chain: chain.save(november))
    await write(each_database, Chain, lambda chain: chain.save(replace(november, sealed=True)))

    assert await read(each_database, Chain, lambda chain: chain.months()) == [replace(november, sealed=True), december]


async def test_lines_come_in_the_order_of_their_writing_and_say_what_is_hidden(each_database: OpenDatabase) -> None:
    wang = await person(each_database)
    assert await read(each_database, Chain, lambda chain: chain.first_line()) is None
    shown = await add(each_database, ticket(wang))
    elsewhere = Source(chat=GROUP, message="2", is_private=False)
    hidden = await add(each_database, ticket(wang, source=elsewhere, private=True))

    async def tell(history: History) -> None:
        for number in (hidden.id, shown.id, shown.id):
            await history.write(Entry(ticket=number, at=NOON, what="opened"))

    await write(each_database, History, tell)

    lines = await read(each_database, Chain, lambda chain: chain.lines(0, 2))
    assert [(line.ticket, line.hidden) for line in lines] == [(hidden.id, True), (shown.id, False)]
    (last,) = await read(each_database, Chain, lambda chain: chain.lines(lines[-1].id, 9))
    assert last == Recorded(id=last.id, ticket=shown.id, at=NOON, what="opened", hidden=False)
    assert await read(each_database, Chain, lambda chain: chain.first_line()) == NOON
