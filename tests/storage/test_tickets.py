"""Tickets and their histories."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.community import ChatRef, Person, PersonId, Place, PlaceId, PlaceKind
from bot.errors import Conflict
from bot.features.tickets.model import Closing, Entry, Source, Spot, State, Ticket, TicketId
from bot.features.tickets.store import DueTickets, History, Tickets
from bot.stores import People, Places
from storage.engine import OpenDatabase
from tests.storage.builders import GROUP, NOON, TOPIC, after, read, write

ELSEWHERE = ChatRef("telegram", "huying_bot", "-1002")


async def person(database: OpenDatabase, name: str = "Wang Fang") -> PersonId:
    added: Person = await write(database, People, lambda people: people.add(Person(id=PersonId(0), name=name)))
    return added.id


async def place(database: OpenDatabase, kind: PlaceKind, name: str) -> PlaceId:
    new = Place(id=PlaceId(0), kind=kind, name=name)
    added: Place = await write(database, Places, lambda places: places.add(new))
    return added.id


def source(message: str = "7", chat: ChatRef = GROUP) -> Source:
    return Source(chat=chat, message=message, is_private=False)


def ticket(reporter: PersonId, **more: Any) -> Ticket:
    whole: dict[str, Any] = {
        "id": TicketId(0),
        "reporter": reporter,
        "source": source(),
        "words": "lamp out, 555 0100",
        "public_words": "lamp out, ***",
        "spot": Spot(),
        "state": State.NEW,
        "opened_at": NOON,
    }
    return Ticket(**{**whole, **more})


async def add(database: OpenDatabase, new: Ticket) -> Ticket:
    added: Ticket = await write(database, Tickets, lambda tickets: tickets.add(new))
    return added


async def get(database: OpenDatabase, number: TicketId) -> Ticket | None:
    found: Ticket | None = await read(database, Tickets, lambda tickets: tickets.get(number))
    return found


async def save(database: OpenDatabase, changed: Ticket) -> Ticket:
    saved: Ticket = await write(database, Tickets, lambda tickets: tickets.save(changed))
    return saved


async def numbers_due(database: OpenDatabase, *states: State, at: datetime = NOON) -> list[int]:
    found = await read(database, DueTickets, lambda tickets: tickets.due(states, at))
    return [int(number) for number in found]


async def test_a_ticket_comes_out_as_it_went_in(each_database: OpenDatabase) -> None:
    reporter, assignee = await person(each_database), await person(each_database, "Li Ming")
    places = {kind: await place(each_database, kind, kind.value) for kind in PlaceKind}
    whole = ticket(
        reporter,
        source=Source(chat=TOPIC, message="7", is_private=True),
        spot=Spot(
            community=places[PlaceKind.COMMUNITY],
            compound=places[PlaceKind.COMPOUND],
            grid=places[PlaceKind.GRID],
            building=places[PlaceKind.BUILDING],
            said="3",
            unit="2",
            floor="5",
            room="501",
        ),
        state=State.CLOSED,
        category="facility",
        urgency="emergency",
        danger="gas",
        level="street",
        private=True,
        assignee=assignee,
        assigned_at=after(minutes=1),
        answered_at=after(minutes=2),
        accept_due=after(minutes=3),
        resolve_due=after(minutes=4),
        next_due=after(minutes=5),
        resolved_at=after(minutes=6),
        closed_at=after(minutes=7),
        closing=Closing.SILENT,
        rating=3,
        asked_rating=True,
        reopened=2,
        version=0,
    )

    added = await add(each_database, whole)

    assert added == replace(whole, id=added.id)
    assert await get(each_database, added.id) == added


async def test_numbers_count_up_and_an_unknown_one_is_none(each_database: OpenDatabase) -> None:
    reporter = await person(each_database)

    numbers = [(await add(each_database, ticket(reporter, source=source(str(n))))).id for n in range(3)]

    assert numbers == sorted(set(numbers))
    assert await get(each_database, TicketId(99)) is None


async def test_two_tickets_of_one_message_are_a_conflict(each_database: OpenDatabase) -> None:
    reporter = await person(each_database)
    first = await add(each_database, ticket(reporter))

    with pytest.raises(Conflict):
        await add(each_database, ticket(reporter, words="again"))

    assert await read(each_database, Tickets, lambda tickets: tickets.of_message(GROUP, "7")) == first
    assert await read(each_database, Tickets, lambda tickets: tickets.of_message(ELSEWHERE, "7")) is None


async def test_who_saves_what_somebody_changed_in_between_is_told_so(each_database: OpenDatabase) -> None:
    added = await add(each_database, ticket(await person(each_database)))
    saved = await save(each_database, replace(added, rating=5))

    with pytest.raises(Conflict):
        await save(each_database, replace(added, rating=1))

    assert saved.version == added.version + 1
    assert await get(each_database, added.id) == saved
    assert (await save(each_database, replace(saved, rating=4))).rating == 4


async def test_a_persons_calls_come_open_ones_first_then_the_newest(each_database: OpenDatabase) -> None:
    reporter, other = await person(each_database), await person(each_database, "Zhao")
    states = (State.NEW, State.CLOSED, State.ASSIGNED, State.WITHDRAWN)
    for number, state in enumerate(states):
        await add(each_database, ticket(reporter, source=source(str(number)), state=state))
    await add(each_database, ticket(other, source=source("9")))

    async def calls(limit: int) -> list[State]:
        found = await read(each_database, Tickets, lambda tickets: tickets.of_reporter(reporter, limit))
        return [each.state for each in found]

    assert await calls(10) == [State.ASSIGNED, State.NEW, State.WITHDRAWN, State.CLOSED]
    assert await calls(1) == [State.ASSIGNED]


async def test_tasks_are_what_a_worker_must_act_on_the_earliest_due_first(each_database: OpenDatabase) -> None:
    reporter, li = await person(each_database), await person(each_database, "Li Ming")
    for number, state in enumerate(State):
        await add(
            each_database,
            ticket(
                reporter, source=source(str(number)), state=state, assignee=li, next_due=NOON - timedelta(hours=number)
            ),
        )
    await add(each_database, ticket(reporter, source=source("99"), state=State.ASSIGNED))

    found = await read(each_database, Tickets, lambda tickets: tickets.tasks_of(li, 10))

    assert [each.state for each in found] == [
        State.WAITING,
        State.IN_PROGRESS,
        State.ACCEPTED,
        State.ASSIGNED,
        State.NEW,
    ]


async def test_tickets_are_due_when_their_clock_has_run_out_the_longest_first(each_database: OpenDatabase) -> None:
    reporter = await person(each_database)
    moments = {"1": NOON, "2": NOON - timedelta(hours=1), "3": after(hours=1), "4": None}
    added = {
        message: await add(each_database, ticket(reporter, source=source(message), next_due=moment))
        for message, moment in moments.items()
    }
    await add(each_database, ticket(reporter, source=source("5"), state=State.CLOSED, next_due=NOON))

    assert await numbers_due(each_database, State.NEW) == [int(added["2"].id), int(added["1"].id)]
    assert await numbers_due(each_database, State.RESOLVED) == []
    next_due = await read(each_database, DueTickets, lambda tickets: tickets.next_due((State.NEW,), NOON))
    assert next_due == after(hours=1)
    soon = await read(each_database, DueTickets, lambda due: due.due_between((State.NEW,), NOON, after(hours=1)))
    assert [each.id for each in soon] == [added["3"].id]


async def test_tickets_follow_a_chat_that_moves_and_forget_its_message_ids(each_database: OpenDatabase) -> None:
    reporter = await person(each_database)
    first = await add(each_database, ticket(reporter))
    second = await add(each_database, ticket(reporter, source=source("8", TOPIC)))
    new = ChatRef("telegram", "huying_bot", "-2001")

    await write(each_database, Tickets, lambda tickets: tickets.move(GROUP, new))

    now = [await get(each_database, each.id) for each in (first, second)]
    assert [each and (each.source.chat, each.source.message) for each in now] == [
        (new, None),
        (ChatRef("telegram", "huying_bot", "-2001", "7"), None),
    ]
    assert await read(each_database, Tickets, lambda tickets: tickets.of_message(new, "7")) is None
    assert (await add(each_database, ticket(reporter, source=source("7", new)))).id not in {first.id, second.id}


async def test_several_steps_in_one_turn_are_kept_whole(each_database: OpenDatabase) -> None:
    li = await person(each_database, "Li Ming")

    async def open_and_assign(tickets: Tickets) -> Ticket:
        added = await tickets.add(ticket(li, spot=Spot(unit="2")))
        assigned = await tickets.save(replace(added, state=State.ASSIGNED, assignee=li, next_due=after(hours=2)))
        return await tickets.save(replace(assigned, spot=Spot(unit="3"), next_due=None))

    opened: Ticket = await write(each_database, Tickets, open_and_assign)

    assert await get(each_database, opened.id) == opened
    assert (opened.version, opened.assignee, opened.spot.unit) == (2, li, "3")


async def test_what_was_read_before_it_was_saved_in_a_turn_is_old(each_database: OpenDatabase) -> None:
    added = await add(each_database, ticket(await person(each_database)))

    async def twice(tickets: Tickets) -> None:
        first = await tickets.get(added.id)
        assert first is not None
        await tickets.save(replace(first, category="facility"))
        await tickets.save(replace(first, category="safety"))

    with pytest.raises(Conflict):
        await write(each_database, Tickets, twice)
    assert await get(each_database, added.id) == added


async def test_a_line_is_read_by_the_turn_that_wrote_it(each_database: OpenDatabase) -> None:
    added = await add(each_database, ticket(await person(each_database)))
    first, second = (Entry(ticket=added.id, at=NOON, what=what) for what in ("opened", "placed"))

    async def tell(history: History) -> list[list[Entry]]:
        seen = []
        for line in (first, second):
            await history.write(line)
            seen.append(list(await history.of(added.id)))
        return seen

    assert await write(each_database, History, tell) == [[first], [first, second]]


async def test_a_history_is_kept_in_its_order(each_database: OpenDatabase) -> None:
    li = await person(each_database, "Li Ming")
    added = await add(each_database, ticket(li))
    lines = [
        Entry(ticket=added.id, at=NOON, what="opened", by=li, words="lamp out", via="telegram"),
        Entry(ticket=added.id, at=NOON - timedelta(hours=1), what="assign", before="", after="2"),
        Entry(ticket=added.id, at=after(hours=1), what="progress", by=li, words="on site", public=True),
    ]

    async def tell(history: History) -> None:
        for line in lines:
            await history.write(line)

    await write(each_database, History, tell)

    assert await read(each_database, History, lambda history: history.of(added.id)) == lines
    assert await read(each_database, History, lambda history: history.of(TicketId(99))) == []
