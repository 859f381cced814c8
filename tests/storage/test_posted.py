"""Who is told each step, as it is remembered."""

from bot.features.posted.store import Posted
from storage.engine import OpenDatabase
from tests.storage.builders import NOON, after, read, write
from tests.storage.test_watches import person, ticket


async def test_a_person_is_told_once_and_no_longer_when_they_say_so(each_database: OpenDatabase) -> None:
    wang, sun = await person(each_database, "王芳"), await person(each_database, "孙姐")
    number = await ticket(each_database, wang, "1", 1)

    first = await write(each_database, Posted, lambda store: store.add(number, sun, after(hours=1)))
    again = await write(each_database, Posted, lambda store: store.add(number, sun, NOON))
    await write(each_database, Posted, lambda store: store.add(number, wang, NOON))

    assert (first, again) == (True, False)
    assert await read(each_database, Posted, lambda store: store.of(number)) == [wang, sun]
    assert await write(each_database, Posted, lambda store: store.remove(number, sun)) is True
    assert await write(each_database, Posted, lambda store: store.remove(number, sun)) is False
