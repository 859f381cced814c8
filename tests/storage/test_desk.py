"""Links, visits, changes and the queue of the desk, on both databases."""

import asyncio
from dataclasses import replace

from bot.community import Person, PersonId, Place, PlaceId, PlaceKind
from bot.features.desk.model import Change, Kind, Link, Visit
from bot.features.desk.store import Changes, Entries, Waiting
from bot.features.tickets.model import Source, Spot, State, Ticket, TicketId
from bot.features.tickets.store import Tickets
from bot.ports import UnitOfWork
from bot.stores import People, Places
from storage.engine import OpenDatabase
from tests.storage.builders import GROUP, NOON, after, read, write


async def somebody(database: OpenDatabase) -> PersonId:
    added: Person = await write(database, People, lambda people: people.add(Person(id=PersonId(0), name="赵敏")))
    return added.id


async def test_a_link_is_used_once_and_replaces_the_one_before(each_database: OpenDatabase) -> None:
    person = await somebody(each_database)
    old, new = (Link(token_hash=name, person=person, ends_at=after(minutes=10)) for name in ("old", "new"))
    await write(each_database, Entries, lambda entries: entries.add(old))
    await write(each_database, Entries, lambda entries: entries.add(new))

    async def use(uow: UnitOfWork) -> Link | None:
        return await uow.store(Entries).use("new", NOON)

    assert await read(each_database, Entries, lambda entries: entries.look("old", NOON)) is None
    assert await read(each_database, Entries, lambda entries: entries.look("new", NOON)) == new
    used = await asyncio.gather(*(each_database.write(use) for _ in range(4)))
    assert [one for one in used if one] == [new]


async def test_a_visit_lasts_until_its_end(each_database: OpenDatabase) -> None:
    visit = Visit(token_hash="v", person=await somebody(each_database), browser="b", ends_at=after(hours=12))
    await write(each_database, Entries, lambda entries: entries.begin(visit))

    assert await read(each_database, Entries, lambda entries: entries.visit("v", NOON)) == visit
    assert await read(each_database, Entries, lambda entries: entries.visit("v", after(hours=12))) is None
    await write(each_database, Entries, lambda entries: entries.end("v"))
    assert await read(each_database, Entries, lambda entries: entries.visit("v", NOON)) is None


async def test_the_latest_change_of_a_key_holds_and_all_stay(each_database: OpenDatabase) -> None:
    first = Change(id=0, kind=Kind.TEXT, key="zh a", value="1", by=await somebody(each_database), at=NOON)
    deadline = replace(first, kind=Kind.DEADLINE, key="normal")
    made = (first, deadline, replace(first, value="2"), replace(first, key="zh b"))

    async def change_all(uow: UnitOfWork) -> None:
        for change in made:
            await uow.store(Changes).add(change)

    await each_database.write(change_all)

    current = await read(each_database, Changes, lambda changes: changes.current(Kind.TEXT))
    history = await read(each_database, Changes, lambda changes: changes.history((Kind.TEXT, Kind.DEADLINE), 3))

    assert [(one.key, one.value) for one in current] == [("zh a", "2"), ("zh b", "1")]
    assert [(one.key, one.value) for one in history] == [("zh b", "1"), ("zh a", "2"), ("normal", "1")]
    assert await read(each_database, Changes, lambda changes: changes.latest()) == history[0].id


async def test_the_queue_begins_with_what_is_due_first(each_database: OpenDatabase) -> None:
    async def work(uow: UnitOfWork) -> PlaceId:
        caller = (await uow.store(People).add(Person(id=PersonId(0), name="王芳"))).id
        community = Place(id=PlaceId(0), kind=PlaceKind.COMMUNITY, name="御城社区")
        here, elsewhere = [(await uow.store(Places).add(community)).id for _ in range(2)]
        dues = [("late", 3, here), ("none", None, here), ("soon", 1, here), ("not ours", 1, elsewhere)]
        for number, (words, due, area) in enumerate(dues):
            moment = None if due is None else after(hours=due)
            new = Ticket(
                id=TicketId(0),
                reporter=caller,
                source=Source(chat=GROUP, message=str(number), is_private=False),
                words=words,
                public_words=words,
                spot=Spot(community=area),
                state=State.ASSIGNED,
                opened_at=NOON,
                next_due=moment,
                late_at=moment,
            )
            await uow.store(Tickets).add(new)
        return here

    here = await each_database.write(work)

    found = await read(each_database, Waiting, lambda waiting: waiting.due([here], 0, 10))
    rest = await read(each_database, Waiting, lambda waiting: waiting.due([here], 1, 1))
    counted = await read(each_database, Waiting, lambda waiting: waiting.count([here], after(hours=2)))
    nobody = await read(each_database, Waiting, lambda waiting: waiting.count([], NOON))

    assert [ticket.words for ticket in found] == ["soon", "late", "none"]
    assert [ticket.words for ticket in rest] == ["late"]
    assert (counted, nobody) == ((3, 1), (0, 0))
