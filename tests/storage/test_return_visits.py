"""Return visits, as they are remembered."""

from dataclasses import replace
from functools import partial

from bot.features.visits.model import Outcome, Stage, Tally, Visit
from bot.features.visits.store import ReturnVisits, VisitCounts
from storage.engine import OpenDatabase
from tests.storage.builders import NOON, after, read, write
from tests.storage.test_watches import person, ticket


async def planned(database: OpenDatabase, message: str = "7", hours: int = 1) -> Visit:
    """A ticket's visit that is due so many hours after noon."""
    number = await ticket(database, await person(database, "Wang"), message, 1)
    new = Visit(id=0, ticket=number, stage=Stage.PLANNED, due=after(hours=hours))
    await write(database, ReturnVisits, lambda store: store.add(new))
    found = await latest(database, number)
    assert found is not None
    return found


async def latest(database: OpenDatabase, number: int) -> Visit | None:
    found: Visit | None = await read(database, ReturnVisits, lambda store: store.latest(number))
    return found


async def _save(visit: Visit, store: ReturnVisits) -> None:
    await store.save(visit)


async def test_a_visit_comes_out_as_it_was_saved(each_database: OpenDatabase) -> None:
    visit, li = await planned(each_database), await person(each_database, "Li")
    over = replace(visit.asked(NOON, after(days=3)).over(Outcome.FINE, after(days=1), li), tries=2)

    await write(each_database, ReturnVisits, lambda store: store.save(over))

    assert await read(each_database, ReturnVisits, lambda store: store.get(visit.id)) == over


async def test_a_ticket_has_one_visit_at_a_time(each_database: OpenDatabase) -> None:
    visit = await planned(each_database)
    again = Visit(id=0, ticket=visit.ticket, stage=Stage.PLANNED, due=after(hours=9))

    await write(each_database, ReturnVisits, lambda store: store.add(again))
    assert await latest(each_database, visit.ticket) == visit
    await write(each_database, ReturnVisits, lambda store: store.save(visit.over(Outcome.MISSED, NOON)))
    await write(each_database, ReturnVisits, lambda store: store.add(again))

    found = await latest(each_database, visit.ticket)
    assert found is not None
    assert found.due == again.due


async def test_what_is_due_comes_by_its_moment_and_what_is_over_never(each_database: OpenDatabase) -> None:
    late, soon, over = [await planned(each_database, str(hours), hours) for hours in (3, 2, 1)]
    await write(each_database, ReturnVisits, lambda store: store.save(over.over(Outcome.FINE, NOON)))

    due = await read(each_database, ReturnVisits, lambda store: store.due(after(hours=3)))

    assert due == [soon.id, late.id]
    assert await read(each_database, ReturnVisits, lambda store: store.next_due(after(hours=2))) == late.due


async def test_a_cancelled_visit_is_gone_and_its_number_is_not_used_again(each_database: OpenDatabase) -> None:
    visit = await planned(each_database)

    cancelled = await write(each_database, ReturnVisits, lambda store: store.cancel(visit.ticket))
    nothing = await write(each_database, ReturnVisits, lambda store: store.cancel(visit.ticket))
    other = await planned(each_database, "8")

    assert (cancelled, nothing) == (visit, None)
    assert await latest(each_database, visit.ticket) is None
    assert other.id != visit.id


async def test_the_list_and_the_outcomes_of_a_period(each_database: OpenDatabase) -> None:
    visits = [await planned(each_database, str(number)) for number in range(4)]
    changed = (
        visits[0].listed(after(days=2)),
        visits[1].over(Outcome.FINE, after(hours=1)),
        visits[2].over(Outcome.NOT_FINE, after(days=-40)),
    )
    for visit in changed:
        await write(each_database, ReturnVisits, partial(_save, visit))

    listed = await read(each_database, ReturnVisits, lambda store: store.listed(None))
    tally = await read(each_database, VisitCounts, lambda store: store.tally(None, after(days=-30), after(days=1)))

    assert listed == [changed[0]]
    assert tally == Tally(outcomes={Outcome.FINE: 1}, listed=1)
