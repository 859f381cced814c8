"""The tickets that a digest names, and the portions of the ledger."""

from datetime import timedelta
from typing import Any

from bot.community import PersonId, Place, PlaceId, PlaceKind
from bot.features.tickets.model import Spot, State, Ticket, TicketId
from bot.features.tickets.store import Counts
from bot.stores import Places
from storage.engine import OpenDatabase
from tests.storage.builders import NOON, after, read, write
from tests.storage.test_tickets import add, person, source, ticket

START, END = NOON - timedelta(days=30), NOON
DAY = timedelta(days=1)


async def area(database: OpenDatabase, kind: PlaceKind) -> Place:
    added: Place = await write(
        database, Places, lambda places: places.add(Place(id=PlaceId(0), kind=kind, name=kind.value))
    )
    return added


class Tickets:
    """Adds tickets of one person, each from a message of its own."""

    def __init__(self, database: OpenDatabase, reporter: PersonId) -> None:
        self._database, self._reporter, self._count = database, reporter, 0

    async def add(self, **more: Any) -> Ticket:
        self._count += 1
        return await add(self._database, ticket(self._reporter, source=source(str(self._count)), **more))


async def test_what_waits_for_a_ruling_the_earliest_due_first(each_database: OpenDatabase) -> None:
    tickets = Tickets(each_database, await person(each_database))
    here = await area(each_database, PlaceKind.COMMUNITY)
    spot = Spot(community=here.id)
    later = await tickets.add(state=State.REOPEN_REQUESTED, next_due=END + DAY, spot=spot)
    first = await tickets.add(state=State.REOPEN_REQUESTED, next_due=END, spot=spot)
    elsewhere = await tickets.add(state=State.REOPEN_REQUESTED, next_due=START)
    await tickets.add(state=State.RESOLVED, next_due=START, spot=spot)

    async def to_rule(where: Place | None) -> list[TicketId]:
        return list(await read(each_database, Counts, lambda counts: counts.to_rule(where)))

    assert await to_rule(here) == [first.id, later.id]
    assert await to_rule(None) == [elsewhere.id, first.id, later.id]


async def test_late_is_what_is_open_past_its_clock_but_not_what_waits_for_the_caller(
    each_database: OpenDatabase,
) -> None:
    tickets = Tickets(each_database, await person(each_database))
    late = await tickets.add(state=State.ACCEPTED, late_at=NOON - timedelta(hours=1))
    later = await tickets.add(state=State.ASSIGNED, late_at=NOON - timedelta(hours=2))
    await tickets.add(state=State.RESOLVED, next_due=NOON - timedelta(hours=3))
    await tickets.add(state=State.CLOSED, late_at=NOON - timedelta(hours=4))
    await tickets.add(state=State.ACCEPTED, late_at=NOON)

    async def overdue(limit: int) -> list[Ticket]:
        return list(await read(each_database, Counts, lambda counts: counts.overdue(None, NOON, limit)))

    assert await overdue(10) == [later, late]
    assert await overdue(1) == [later]


async def test_soon_is_what_comes_due_in_the_period(each_database: OpenDatabase) -> None:
    tickets = Tickets(each_database, await person(each_database))
    soon = await tickets.add(state=State.ACCEPTED, late_at=NOON)
    await tickets.add(state=State.ACCEPTED, late_at=after(hours=1))
    await tickets.add(state=State.RESOLVED, next_due=NOON)

    found = await read(each_database, Counts, lambda counts: counts.due_between(None, NOON, after(hours=1)))

    assert found == [soon]


async def test_the_ledger_goes_on_after_a_number(each_database: OpenDatabase) -> None:
    tickets = Tickets(each_database, await person(each_database))
    added = [await tickets.add() for _ in range(3)]

    async def portion(last: int, limit: int) -> list[TicketId]:
        found = await read(each_database, Counts, lambda counts: counts.ledger(TicketId(last), limit))
        return [each.id for each in found]

    assert await portion(0, 2) == [added[0].id, added[1].id]
    assert await portion(int(added[1].id), 2) == [added[2].id]
    assert await portion(int(added[2].id), 2) == []
