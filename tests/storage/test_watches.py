"""Who watches which ticket, as it is remembered."""

from dataclasses import replace
from functools import partial

from bot.community import Person, PersonId
from bot.features.supervision.model import Watch
from bot.features.supervision.store import Watches
from bot.features.tickets.model import Source, Spot, State, Ticket, TicketId
from bot.features.tickets.store import Tickets
from bot.stores import People
from storage.engine import OpenDatabase
from tests.storage.builders import GROUP, NOON, after, read, write


async def person(database: OpenDatabase, name: str) -> PersonId:
    added: Person = await write(database, People, lambda people: people.add(Person(id=PersonId(0), name=name)))
    return added.id


async def ticket(database: OpenDatabase, reporter: PersonId, message: str, hours: int) -> int:
    new = Ticket(
        id=TicketId(0),
        reporter=reporter,
        source=Source(chat=GROUP, message=message, is_private=False),
        words="the lamp is out",
        public_words="the lamp is out",
        spot=Spot(),
        state=State.ASSIGNED,
        opened_at=NOON,
        next_due=after(hours=hours),
    )
    added: Ticket = await write(database, Tickets, lambda store: store.add(new))
    return int(added.id)


def watch(number: int, who: PersonId, hours: int | None) -> Watch:
    return Watch(ticket=number, person=who, since=NOON, due=None if hours is None else after(hours=hours))


async def save(database: OpenDatabase, *watches: Watch) -> None:
    for one in watches:
        await write(database, Watches, partial(_save, one))


async def _save(one: Watch, store: Watches) -> None:
    await store.save(one)


async def watchers(database: OpenDatabase, number: int) -> list[Watch]:
    return list(await read(database, Watches, lambda store: store.of_ticket(number)))


async def test_a_watch_comes_out_as_it_went_in(each_database: OpenDatabase) -> None:
    wang = await person(each_database, "Wang")
    number = await ticket(each_database, wang, "7", 1)
    assert await watchers(each_database, number) == []

    kept = replace(watch(number, wang, 1), told=NOON, lapses=2)
    await save(each_database, kept)

    assert await watchers(each_database, number) == [kept]


async def test_several_may_watch_and_one_may_stop(each_database: OpenDatabase) -> None:
    wang, li = await person(each_database, "Wang"), await person(each_database, "Li")
    number = await ticket(each_database, wang, "7", 1)
    await save(each_database, watch(number, wang, 1), watch(number, li, 1))

    await write(each_database, Watches, lambda store: store.end(number, wang))

    assert await watchers(each_database, number) == [watch(number, li, 1)]


async def test_a_persons_watches_stand_by_what_is_due_next(each_database: OpenDatabase) -> None:
    wang = await person(each_database, "Wang")
    late, soon = await ticket(each_database, wang, "7", 9), await ticket(each_database, wang, "8", 2)
    await save(each_database, watch(late, wang, 9), watch(soon, wang, 2))

    found = await read(each_database, Watches, lambda store: store.of_person(wang))

    assert [one.ticket for one in found] == [soon, late]


async def test_what_has_passed_untold_is_due_once_for_a_ticket(each_database: OpenDatabase) -> None:
    wang, li = await person(each_database, "Wang"), await person(each_database, "Li")
    first, second = await ticket(each_database, wang, "7", 1), await ticket(each_database, wang, "8", 2)
    await save(each_database, watch(second, wang, 2), watch(first, wang, 1), watch(first, li, 1))

    assert await read(each_database, Watches, lambda store: store.due(NOON)) == []
    assert await read(each_database, Watches, lambda store: store.next_due(NOON)) == after(hours=1)
    assert await read(each_database, Watches, lambda store: store.due(after(hours=3))) == [first, second]
    await save(each_database, watch(first, wang, None), watch(first, li, None))
    assert await read(each_database, Watches, lambda store: store.due(after(hours=3))) == [second]
