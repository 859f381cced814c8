"""Regular meetings and their agendas."""

from dataclasses import replace

from bot.community import PlaceId
from bot.features.meetings.model import Item, ItemId, Meeting, MeetingId, Outcome, planned
from bot.features.meetings.store import Agenda, Meetings
from storage.engine import OpenDatabase
from tests.storage.builders import NOON, after, read, write
from tests.storage.subjects import a_community, a_person, a_ticket

AT = after(days=7)
LAPSE = after(days=8)


async def keep(database: OpenDatabase, meeting: Meeting) -> Meeting:
    kept: Meeting = await write(database, Meetings, lambda store: store.keep(meeting))
    return kept


async def a_meeting(database: OpenDatabase, community: PlaceId | None = None) -> Meeting:
    return await keep(database, planned(community or await a_community(database), AT, LAPSE))


async def put(database: OpenDatabase, meeting: MeetingId, ticket: int) -> Item:
    by = await a_person(database, "Li Ming")
    new = Item(id=ItemId(0), meeting=meeting, ticket=ticket, by=by, at=NOON)
    item: Item = await write(database, Agenda, lambda store: store.put(new))
    return item


async def save(database: OpenDatabase, item: Item) -> None:
    await write(database, Agenda, lambda store: store.save(item))


async def test_a_meeting_comes_out_as_it_went_in(each_database: OpenDatabase) -> None:
    kept = await a_meeting(each_database)

    assert await read(each_database, Meetings, lambda store: store.get(kept.id)) == kept


async def test_the_upcoming_meeting_is_the_next_one_of_the_community(each_database: OpenDatabase) -> None:
    here = await a_community(each_database)
    later = await keep(each_database, planned(here, after(days=20), LAPSE))
    sooner = await a_meeting(each_database, here)
    await a_meeting(each_database)

    assert await read(each_database, Meetings, lambda store: store.upcoming(here, NOON)) == sooner
    assert await read(each_database, Meetings, lambda store: store.upcoming(here, AT)) == later


async def test_a_meeting_is_due_until_everything_about_it_is_done(each_database: OpenDatabase) -> None:
    kept = await a_meeting(each_database)
    assert await read(each_database, Meetings, lambda store: store.next_due(NOON)) == after(days=6)
    assert await read(each_database, Meetings, lambda store: store.due(after(days=6), 10)) == [kept]

    await keep(each_database, replace(kept, announce_at=None))
    assert await read(each_database, Meetings, lambda store: store.due(AT, 10)) == []
    await keep(each_database, replace(kept, announce_at=None, ask_at=None, lapse_at=None))

    assert await read(each_database, Meetings, lambda store: store.due(after(days=100), 10)) == []
    assert await read(each_database, Meetings, lambda store: store.next_due(NOON)) is None


async def test_a_ticket_waits_on_one_agenda_at_most(each_database: OpenDatabase) -> None:
    meeting = await a_meeting(each_database)
    ticket = await a_ticket(each_database)
    first = await put(each_database, meeting.id, ticket)

    assert await put(each_database, meeting.id, ticket) == first
    assert await read(each_database, Agenda, lambda store: store.of(meeting.id)) == [first]


async def test_a_decided_ticket_may_come_again(each_database: OpenDatabase) -> None:
    meeting = await a_meeting(each_database)
    ticket = await a_ticket(each_database)
    first = await put(each_database, meeting.id, ticket)
    decided = replace(first, outcome=Outcome.ROUNDS, words="once a month")

    await save(each_database, decided)
    assert await read(each_database, Agenda, lambda store: store.of_ticket(ticket)) is None
    second = await put(each_database, meeting.id, ticket)

    assert await read(each_database, Agenda, lambda store: store.get(first.id)) == decided
    assert await read(each_database, Agenda, lambda store: store.of_ticket(ticket)) == second
