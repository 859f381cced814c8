"""Each definition of a figure, as one counts it by hand on a small history."""

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from bot.community import Place, PlaceId, PlaceKind
from bot.features.departments.model import Department, DepartmentId, Kind
from bot.features.departments.store import Departments
from bot.features.figures.model import DEFINITIONS, By, Period, Value
from bot.features.figures.store import FigureCounts, Snapshots
from bot.features.tickets.model import Closing, Entry, Spot, State, Step, Ticket
from bot.features.tickets.store import History
from bot.features.visits.model import Outcome, Stage, Visit
from bot.features.visits.store import ReturnVisits
from bot.features.whistles.model import Part, Score, Whistle, WhistleId
from bot.features.whistles.model import State as Whistled
from bot.features.whistles.store import Scores, Whistles
from bot.ports import UnitOfWork
from bot.stores import Places
from storage.engine import OpenDatabase
from storage.sqlite import SqliteDatabase
from tests.storage.builders import NOON, read, write
from tests.storage.test_ticket_counts import Tickets, area
from tests.storage.test_tickets import person

START, END = NOON - timedelta(days=30), NOON
YESTERDAY = NOON - timedelta(days=1)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
PERIOD = Period(start=START, end=END)


async def figure(
    database: OpenDatabase, name: str, where: Place | None = None, period: Period = PERIOD, now: datetime = END
) -> Value:
    found = await read(database, FigureCounts, lambda counts: counts.count([name], where, period, now))
    value: Value = found[name]
    return value


async def between(database: OpenDatabase, name: str, where: Place | None = None, period: Period = PERIOD) -> list[int]:
    return list(await read(database, FigureCounts, lambda counts: counts.which(name, where, period, 100, END)))


async def test_without_tickets_everything_is_nothing(each_database: OpenDatabase) -> None:
    found = await read(each_database, FigureCounts, lambda counts: counts.count(list(DEFINITIONS), None, PERIOD, END))

    assert found == dict.fromkeys(DEFINITIONS, Value())


async def test_answered_in_time_of_all_whose_time_came_in_the_period(each_database: OpenDatabase) -> None:
    tickets = Tickets(each_database, await person(each_database))
    await tickets.add(accept_due=YESTERDAY, answered_at=YESTERDAY)
    late = await tickets.add(accept_due=YESTERDAY, answered_at=YESTERDAY + SECOND)
    never = await tickets.add(accept_due=YESTERDAY)
    await tickets.add(accept_due=YESTERDAY, state=State.WITHDRAWN)
    await tickets.add(accept_due=END, answered_at=YESTERDAY, state=State.MERGED)
    await tickets.add(accept_due=END)
    await tickets.add(accept_due=START - SECOND, answered_at=START)

    assert await figure(each_database, "response") == Value(part=1, whole=3)
    assert await between(each_database, "response") == [late.id, never.id]


async def test_an_answer_before_the_deadline_counts_at_once_and_never_again(each_database: OpenDatabase) -> None:
    tickets = Tickets(each_database, await person(each_database))
    await tickets.add(accept_due=END + SECOND, answered_at=END - SECOND)
    await tickets.add(accept_due=END, answered_at=END)
    await tickets.add(accept_due=START, answered_at=START - SECOND)
    after, before = Period(start=END, end=END + DAY), Period(start=START - DAY, end=START)

    found = [await figure(each_database, "response", period=one) for one in (PERIOD, after, before)]

    assert found == [Value(part=1, whole=1)] * 3


async def test_confirmed_of_all_whose_time_came_and_silence_apart(each_database: OpenDatabase) -> None:
    tickets = Tickets(each_database, await person(each_database))
    for closing in (*Closing, Closing.SILENT):
        await tickets.add(resolve_due=END + DAY, closing=closing, closed_at=YESTERDAY, state=State.CLOSED)
    await tickets.add(resolve_due=YESTERDAY, closing=Closing.CONFIRMED, closed_at=END, state=State.CLOSED)
    undone = await tickets.add(resolve_due=YESTERDAY, state=State.ASSIGNED)
    await tickets.add(resolve_due=END, closing=Closing.CONFIRMED, closed_at=END, state=State.CLOSED)
    await tickets.add(resolve_due=END, closed_at=YESTERDAY, state=State.WITHDRAWN)

    assert await figure(each_database, "resolution") == Value(part=2, whole=6)
    assert await figure(each_database, "silent") == Value(part=2, whole=6)
    assert len(await between(each_database, "resolution")) == 4
    assert undone.id in await between(each_database, "resolution")


async def test_a_closing_in_time_is_not_counted_again_at_its_deadline(each_database: OpenDatabase) -> None:
    tickets = Tickets(each_database, await person(each_database))
    await tickets.add(resolve_due=END, closing=Closing.CONFIRMED, closed_at=END - SECOND, state=State.CLOSED)

    assert await figure(each_database, "resolution") == Value(part=1, whole=1)
    assert await figure(each_database, "resolution", period=Period(start=END, end=END + DAY)) == Value()


async def test_satisfied_of_all_who_rated_and_how_many_were_asked(each_database: OpenDatabase) -> None:
    tickets = Tickets(each_database, await person(each_database))
    for rating in (1, 3, 4, 5, None):
        await tickets.add(resolved_at=YESTERDAY, state=State.CLOSED, rating=rating, asked_rating=True)
    await tickets.add(resolved_at=YESTERDAY, state=State.RESOLVED)
    disputed = await tickets.add(resolved_at=YESTERDAY, state=State.REOPEN_REQUESTED, rating=1, asked_rating=True)

    assert await figure(each_database, "satisfaction") == Value(part=2, whole=4)
    assert await figure(each_database, "asked") == Value(part=5, whole=6)
    assert await figure(each_database, "resolved") == Value(part=6)
    assert await figure(each_database, "disputed") == Value(part=1, whole=7)
    assert disputed.id not in await between(each_database, "disputed")


async def test_what_was_solved_at_the_level_of_the_grid(each_database: OpenDatabase) -> None:
    tickets = Tickets(each_database, await person(each_database))
    for level in ("grid", "grid", "community"):
        await tickets.add(resolved_at=YESTERDAY, state=State.CLOSED, level=level)

    assert await figure(each_database, "grid") == Value(part=2, whole=3)
    found = await read(each_database, FigureCounts, lambda counts: counts.breakdown("resolved", None, PERIOD, By.LEVEL))
    assert found == {"grid": Value(part=2), "community": Value(part=1)}


async def test_opened_counts_the_period_and_open_and_overdue_as_things_stand(each_database: OpenDatabase) -> None:
    tickets = Tickets(each_database, await person(each_database))
    await tickets.add(opened_at=START, late_at=NOON - SECOND)
    await tickets.add(opened_at=END, state=State.ASSIGNED, late_at=NOON)
    await tickets.add(opened_at=YESTERDAY, state=State.CLOSED, late_at=YESTERDAY)

    assert await figure(each_database, "opened") == Value(part=2)
    assert await figure(each_database, "open") == Value(part=2)
    assert await figure(each_database, "overdue") == Value(part=1)


async def test_how_many_were_open_on_an_earlier_day_is_read_from_the_history(each_database: OpenDatabase) -> None:
    tickets = Tickets(each_database, await person(each_database))
    still = await tickets.add(opened_at=START)
    again = await tickets.add(opened_at=START, state=State.CLOSED)
    kept = await tickets.add(opened_at=START, state=State.CLOSED)
    mistaken = await tickets.add(opened_at=START, state=State.ASSIGNED)
    later = await tickets.add(opened_at=YESTERDAY)
    await happened(each_database, again, (Step.CONFIRM, 2), (Step.DISPUTE, 5), (Step.REOPEN, 6), (Step.CONFIRM, 8))
    await happened(each_database, kept, (Step.DONE, 1), (Step.LAPSE, 4), ("remark", 5))
    await happened(each_database, mistaken, (Step.WITHDRAW, 2), ("undone", 2))

    async def open_after(days: int) -> list[int]:
        return await between(each_database, "open", period=Period(start=START, end=START + days * DAY + SECOND))

    assert await open_after(0) == [still.id, again.id, kept.id, mistaken.id]
    assert await open_after(3) == [still.id, kept.id, mistaken.id]
    assert await open_after(6) == [still.id, again.id, mistaken.id]
    assert await open_after(9) == [still.id, mistaken.id]
    assert await open_after(30) == [still.id, mistaken.id, later.id]


async def test_how_often_a_call_was_passed_on(each_database: OpenDatabase) -> None:
    tickets = Tickets(each_database, await person(each_database))
    passed = await tickets.add(opened_at=YESTERDAY)
    await tickets.add(opened_at=YESTERDAY)
    await happened(each_database, passed, ("transferred", 1), ("returned", 2), ("transferred", 3), (Step.CLAIM, 4))

    assert await figure(each_database, "hops") == Value(part=3, whole=2)
    assert await between(each_database, "hops") == [passed.id]


async def test_return_visits_that_found_it_still_solved(each_database: OpenDatabase) -> None:
    tickets = Tickets(each_database, await person(each_database))
    for outcome in (Outcome.FINE, Outcome.FINE, Outcome.NOT_FINE, Outcome.NOT_REACHED, None):
        ticket = await tickets.add()
        over = Visit(id=0, ticket=ticket.id, stage=Stage.OVER, due=None, outcome=outcome)
        visit = over if outcome is None else over.over(outcome, YESTERDAY)
        await write(each_database, ReturnVisits, partial(_added, visit=visit))

    assert await figure(each_database, "visits") == Value(part=2, whole=4)


async def test_departments_that_came_in_time_and_their_scores(each_database: OpenDatabase) -> None:
    tickets = Tickets(each_database, await person(each_database))
    water = await department(each_database)
    ticket = await tickets.add()
    for reported in (YESTERDAY, YESTERDAY + SECOND, None):
        await called(each_database, ticket, water, report_due=YESTERDAY, reported_at=reported)
    await called(each_database, ticket, water, report_due=YESTERDAY, state=Whistled.WITHDRAWN)
    await called(each_database, ticket, water, report_due=END)
    for given in (scored(1, 5), scored(2, 2)):
        await write(each_database, Scores, partial(_saved, given=given))

    assert await figure(each_database, "reports") == Value(part=1, whole=3)
    assert await figure(each_database, "scores") == Value(part=7, whole=2)
    found = await read(
        each_database, FigureCounts, lambda counts: counts.breakdown("scores", None, PERIOD, By.DEPARTMENT)
    )
    assert found == {str(water): Value(part=7, whole=2)}


async def test_each_area_counts_its_own_up_to_the_city(each_database: OpenDatabase) -> None:
    tickets = Tickets(each_database, await person(each_database))
    above: PlaceId | None = None
    areas: list[Place] = []
    for kind in PlaceKind:
        areas.append(await under(each_database, kind, above))
        above = areas[-1].id
    by_kind = {one.kind: one for one in areas}
    inside: dict[str, Any] = {kind.value: by_kind[kind].id for kind in list(PlaceKind)[3:]}
    await tickets.add(spot=Spot(**inside))
    await tickets.add(spot=Spot(community=by_kind[PlaceKind.COMMUNITY].id))
    await tickets.add(spot=Spot(community=(await area(each_database, PlaceKind.COMMUNITY)).id))
    await tickets.add()

    found = [(await figure(each_database, "open", one)).part for one in areas]

    assert found == [2, 2, 2, 2, 1, 1, 1]
    assert await figure(each_database, "open") == Value(part=4)


@pytest.mark.parametrize("kind", [PlaceKind.COMMUNITY, None])
async def test_a_community_and_everywhere_walk_the_index_of_each_moment_once(
    database: SqliteDatabase, kind: PlaceKind | None
) -> None:
    plans: list[str] = []

    def explain(_: sa.Connection, cursor: Any, statement: str, values: Any, *__: Any) -> None:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values)
        plans.extend(step for *_, step in cursor.fetchall())

    where = None if kind is None else await area(database, kind)
    event.listen(database._writer._engine, "before_cursor_execute", explain)
    await write(database, FigureCounts, lambda counts: counts.count(list(DEFINITIONS), where, PERIOD, END))

    for moment in ("answered_at", "accept_due", "closed_at", "resolve_due", "resolved_at", "opened_at"):
        walks = [plan for plan in plans if f"ix_tickets_community_{moment} (" in plan]
        # Everywhere is all communities, and what lies outside them.
        assert len(walks) == (2 if kind is None else 1), plans
        assert all(f"{moment}>? AND {moment}<?" in walk for walk in walks)
    assert not [plan for plan in plans if plan == "SCAN tickets"]


async def test_what_was_kept_of_a_day_stays(each_database: OpenDatabase) -> None:
    here, monday = await area(each_database, PlaceKind.COMMUNITY), date(2026, 11, 2)

    for day, part in ((monday, 3), (monday, 4), (monday - DAY, 2)):
        values = {"opened": Value(part=part), "grid": Value(part=1, whole=2)}
        await write(each_database, Snapshots, partial(_kept, community=here.id, day=day, values=values))

    found = await read(
        each_database, Snapshots, lambda kept: kept.between(["opened"], [here.id, None], monday - DAY, monday)
    )
    assert sorted((one.day, one.value.part) for one in found) == [(monday - DAY, 2), (monday, 3)]
    assert await read(each_database, Snapshots, lambda kept: kept.last_days()) == {here.id: monday}


async def _added(visits: ReturnVisits, visit: Visit) -> None:
    await visits.add(visit)


async def _saved(scores: Scores, given: Score) -> None:
    await scores.save(given)


async def _kept(kept: Snapshots, community: PlaceId, day: date, values: dict[str, Value]) -> None:
    await kept.keep(community, day, values)


async def happened(database: OpenDatabase, ticket: Ticket, *lines: tuple[str, int]) -> None:
    """Lines of history, each so many days after the beginning of the period."""
    entries = [Entry(ticket=ticket.id, at=START + days * DAY, what=what) for what, days in lines]
    await write(database, History, lambda history: history.write(*entries))


async def under(database: OpenDatabase, kind: PlaceKind, above: PlaceId | None) -> Place:
    async def work(uow: UnitOfWork) -> Place:
        places = uow.store(Places)
        known = {one.kind: one.id for each in PlaceKind for one in await places.of_kind(each)}
        lies_in: dict[str, Any] = {name: known.get(PlaceKind(name)) for name in ("community", "compound", "grid")}
        return await places.add(Place(id=PlaceId(0), kind=kind, name=f"a {kind}", parent=above, **lies_in))

    return await database.write(work)


async def department(database: OpenDatabase) -> int:
    new = Department(id=DepartmentId(0), name="Water", kind=Kind.DEPARTMENT)
    return int((await write(database, Departments, lambda departments: departments.add(new))).id)


async def called(database: OpenDatabase, ticket: Ticket, owner: int, **more: Any) -> None:
    known: dict[str, Any] = {"id": WhistleId(0), "ticket": ticket.id, "department": owner, "part": Part.LEAD}
    plain: dict[str, Any] = {"reason": "", "called_by": None, "called_at": START, "state": Whistled.DELIVERED}
    await write(database, Whistles, lambda whistles: whistles.add(Whistle(**known, **{**plain, **more})))


def scored(whistle: int, score: int) -> Score:
    return Score(whistle=WhistleId(whistle), score=score, why="", by=None, given_at=START, counts_at=YESTERDAY)
