"""Who follows which ticket, as it is remembered."""

from dataclasses import replace

from bot.features.followers.store import Follower, Followers
from storage.engine import OpenDatabase
from tests.storage.builders import NOON, after, read, write
from tests.storage.test_watches import person, ticket


async def test_a_person_follows_a_ticket_once_whatever_brought_them(each_database: OpenDatabase) -> None:
    wang, sun = await person(each_database, "王芳"), await person(each_database, "孙姐")
    number = await ticket(each_database, wang, "1", 1)
    one = Follower(ticket=number, person=sun, since=NOON)

    first = await write(each_database, Followers, lambda store: store.add(one))
    again = await write(each_database, Followers, lambda store: store.add(replace(one, through=7)))

    assert (first, again) == (True, False)
    assert await read(each_database, Followers, lambda store: store.of(number)) == [one]
    assert await read(each_database, Followers, lambda store: store.count(number)) == 1


async def test_whoever_came_by_way_of_another_ticket_leaves_with_it(each_database: OpenDatabase) -> None:
    wang, sun, zhou = [await person(each_database, name) for name in ("王芳", "孙姐", "周叔")]
    number = await ticket(each_database, wang, "1", 1)
    stays = Follower(ticket=number, person=sun, since=NOON)
    came = Follower(ticket=number, person=zhou, since=after(hours=1), through=7)
    await write(each_database, Followers, lambda store: store.add(came))
    await write(each_database, Followers, lambda store: store.add(stays))
    assert await read(each_database, Followers, lambda store: store.of(number)) == [stays, came]

    await write(each_database, Followers, lambda store: store.remove_those_through(number, 7))

    assert await read(each_database, Followers, lambda store: store.of(number)) == [stays]
    assert await write(each_database, Followers, lambda store: store.remove(number, sun)) is True
    assert await write(each_database, Followers, lambda store: store.remove(number, sun)) is False
