"""The figures over tickets."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from bot.community import PersonId, Place, PlaceId, PlaceKind
from bot.features.tickets.model import Closing, Spot, State, Ticket, TicketId
from bot.features.tickets.store import Counts, Figures, Rate
from bot.stores import Places
from storage.engine import OpenDatabase
from storage.sqlite import SqliteDatabase
from tests.storage.builders import NOON, after, read, write
from tests.storage.test_tickets import add, person, source, ticket

START, END = NOON - timedelta(days=30), NOON
YESTERDAY = NOON - timedelta(days=1)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


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


async def figures(
    database: OpenDatabase, where: Place | None = None, start: datetime = START, end: datetime = END
) -> Figures:
    found: Figures = await read(database, Counts, lambda counts: counts.figures(where, start, end))
    return found


async def test_without_tickets_there_is_no_rate(each_database: OpenDatabase) -> None:
    none = Rate(part=0, whole=0)

    assert await figures(each_database) == Figures(
        opened=0,
        resolved=0,
        open_now=0,
        response=none,
        resolution=none,
        closed_silently=0,
        satisfaction=none,
        asked_rating=0,
        solved_at_grid=none,
    )


async def test_answered_in_time_of_all_whose_time_came_in_the_period(each_database: OpenDatabase) -> None:
    tickets = Tickets(each_database, await person(each_database))
    await tickets.add(accept_due=YESTERDAY, answered_at=YESTERDAY)
    await tickets.add(accept_due=YESTERDAY, answered_at=YESTERDAY + SECOND)
    await tickets.add(accept_due=YESTERDAY)
    await tickets.add(accept_due=YESTERDAY, state=State.WITHDRAWN)
    await tickets.add(accept_due=END, answered_at=YESTERDAY, state=State.MERGED)
    await tickets.add(accept_due=END)
    await tickets.add(accept_due=START - SECOND, answered_at=START)

    assert (await figures(each_database)).response == Rate(part=1, whole=3)


async def test_an_answer_before_the_deadline_counts_at_once_and_never_again(each_database: OpenDatabase) -> None:
    tickets = Tickets(each_database, await person(each_database))
    await tickets.add(accept_due=END + SECOND, answered_at=END - SECOND)
    await tickets.add(accept_due=END, answered_at=END)
    await tickets.add(accept_due=START, answered_at=START - SECOND)

    assert (await figures(each_database)).response == Rate(part=1, whole=1)
    assert (await figures(each_database, start=END, end=END + DAY)).response == Rate(part=1, whole=1)
    assert (await figures(each_database, start=START - DAY, end=START)).response == Rate(part=1, whole=1)


async def test_confirmed_of_all_whose_time_came_and_silence_apart(each_database: OpenDatabase) -> None:
    tickets = Tickets(each_database, await person(each_database))
    for closing in (*Closing, Closing.SILENT):
        await tickets.add(resolve_due=END + DAY, closing=closing, closed_at=YESTERDAY, state=State.CLOSED)
    await tickets.add(resolve_due=YESTERDAY, closing=Closing.CONFIRMED, closed_at=END, state=State.CLOSED)
    await tickets.add(resolve_due=YESTERDAY, state=State.ASSIGNED)
    await tickets.add(resolve_due=END, closing=Closing.CONFIRMED, closed_at=END, state=State.CLOSED)
    await tickets.add(resolve_due=END, closed_at=YESTERDAY, state=State.WITHDRAWN)

    found = await figures(each_database)

    assert (found.resolution, found.closed_silently) == (Rate(part=2, whole=6), 2)


async def test_a_closing_in_time_is_not_counted_again_at_its_deadline(each_database: OpenDatabase) -> None:
    tickets = Tickets(each_database, await person(each_database))
    await tickets.add(resolve_due=END, closing=Closing.CONFIRMED, closed_at=END - SECOND, state=State.CLOSED)

    assert (await figures(each_database)).resolution == Rate(part=1, whole=1)
    assert (await figures(each_database, start=END, end=END + DAY)).resolution == Rate(part=0, whole=0)


async def test_the_rates_of_a_community_walk_the_index_of_each_moment(database: SqliteDatabase) -> None:
    plans: list[str] = []

    def explain(_: sa.Connection, cursor: Any, statement: str, values: Any, *__: Any) -> None:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values)
        plans.extend(step for *_, step in cursor.fetchall())

    community = await area(database, PlaceKind.COMMUNITY)
    event.listen(database._writer._engine, "before_cursor_execute", explain)
    await write(database, Counts, lambda counts: counts.figures(community, START, END))

    for moment in ("answered_at", "accept_due", "closed_at", "resolve_due", "resolved_at", "opened_at"):
        walks = [plan for plan in plans if f"ix_tickets_community_{moment} (" in plan]
        assert len(walks) == 1, plans
        assert f"{moment}>? AND {moment}<?" in walks[0]


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


async def test_satisfied_of_all_who_rated_and_how_many_were_asked(each_database: OpenDatabase) -> None:
    tickets = Tickets(each_database, await person(each_database))
    for rating in (1, 3, 4, 5, None):
        await tickets.add(resolved_at=YESTERDAY, state=State.CLOSED, rating=rating, asked_rating=True)
    await tickets.add(resolved_at=YESTERDAY, state=State.RESOLVED)
    await tickets.add(resolved_at=YESTERDAY, state=State.REOPEN_REQUESTED, rating=1, asked_rating=True)

    found = await figures(each_database)

    assert (found.satisfaction, found.asked_rating, found.resolved) == (Rate(part=2, whole=4), 5, 6)


async def test_what_was_solved_at_the_level_of_the_grid(each_database: OpenDatabase) -> None:
    tickets = Tickets(each_database, await person(each_database))
    for level in ("grid", "grid", "community"):
        await tickets.add(resolved_at=YESTERDAY, state=State.CLOSED, level=level)

    assert (await figures(each_database)).solved_at_grid == Rate(part=2, whole=3)


async def test_opened_counts_the_period_and_open_counts_now(each_database: OpenDatabase) -> None:
    tickets = Tickets(each_database, await person(each_database))
    await tickets.add(opened_at=START)
    await tickets.add(opened_at=END, state=State.ASSIGNED)
    await tickets.add(opened_at=YESTERDAY, state=State.CLOSED)

    found = await figures(each_database)

    assert (found.opened, found.open_now) == (2, 2)


async def test_each_area_counts_its_own(each_database: OpenDatabase) -> None:
    tickets = Tickets(each_database, await person(each_database))
    kinds = (PlaceKind.COMMUNITY, PlaceKind.COMPOUND, PlaceKind.GRID, PlaceKind.BUILDING)
    areas = {kind: await area(each_database, kind) for kind in kinds}
    for kind in kinds:
        inside: dict[str, Any] = {kind.value: areas[kind].id}
        await tickets.add(spot=Spot(**inside))
    await tickets.add()

    assert [(await figures(each_database, areas[kind])).open_now for kind in kinds] == [1, 1, 1, 1]
    assert (await figures(each_database)).open_now == 5


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
