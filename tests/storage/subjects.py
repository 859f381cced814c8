"""Persons, places and tickets for tests of stores that only point at them."""

import itertools

from bot.community import Person, PersonId, Place, PlaceId, PlaceKind
from bot.features.tickets.model import Source, Spot, State, Ticket, TicketId
from bot.features.tickets.store import Tickets
from bot.stores import People, Places
from storage.engine import OpenDatabase
from tests.storage.builders import GROUP, NOON, write

_messages = itertools.count(1)


async def a_person(database: OpenDatabase, name: str = "Wang Fang") -> PersonId:
    added: Person = await write(database, People, lambda people: people.add(Person(id=PersonId(0), name=name)))
    return added.id


async def a_community(database: OpenDatabase, name: str = "Yucheng") -> PlaceId:
    new = Place(id=PlaceId(0), kind=PlaceKind.COMMUNITY, name=name)
    added: Place = await write(database, Places, lambda places: places.add(new))
    return added.id


async def a_ticket(database: OpenDatabase) -> TicketId:
    new = Ticket(
        id=TicketId(0),
        reporter=await a_person(database),
        source=Source(chat=GROUP, message=str(next(_messages)), is_private=False),
        words="the lamp is out",
        public_words="the lamp is out",
        spot=Spot(),
        state=State.NEW,
        opened_at=NOON,
    )
    added: Ticket = await write(database, Tickets, lambda tickets: tickets.add(new))
    return added.id
