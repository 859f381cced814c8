"""Messages that quote a resident beside the ticket's own: cards of whistles, mediations, meetings, suggestions.

A card is kept as it is shown, so its words must be drawn anew, or be dropped, when somebody is forgotten.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, or_, select

from bot.community import PersonId
from storage.cards import cards
from storage.connection import Connection
from storage.lists import SqlLists
from storage.schema import metadata
from storage.tickets import tickets

# What features call the subjects of their messages, by table; each of these features can draw them anew.
_DRAWN: Final = {"tickets": "tickets", "whistles": "whistles", "mediations": "mediation", "ideas": "ideas"}
# Those that nobody draws anew, and which nobody needs when the ticket is over.
_DROPPED: Final = {"agenda_items": "meetings:item"}


async def drop_echoes(connection: Connection, person: PersonId) -> Sequence[str]:
    """Drop questions and lists about what this person called, said or suggested; answers what is to be drawn anew."""
    shown = [key for table, name in _DRAWN.items() for key in await _keys(connection, table, name, person)]
    gone = [key for table, name in _DROPPED.items() for key in await _keys(connection, table, name, person)]
    await _drop_parts(connection, shown)
    for key in gone:
        await connection.execute(delete(cards).where(or_(cards.c.key == key, _below(key))))
    for key in await _agendas(connection, person):
        await connection.execute(delete(cards).where(cards.c.key == key))
    return shown


async def drop_echoes_of(connection: Connection, number: int) -> Sequence[str]:
    """The same for one ticket: drop what asks about parts of it, and answer what is to be drawn anew."""
    shown = [f"tickets:{number}"]
    for name in ("whistles", "mediations"):
        table = metadata.tables[name]
        asked = select(table.c.id).where(table.c.ticket == number).order_by(table.c.id)
        shown += [f"{_DRAWN[name]}:{found}" for found in (await connection.execute(asked)).scalars()]
    await _drop_parts(connection, shown)
    return shown


async def _drop_parts(connection: Connection, keys: Sequence[str]) -> None:
    for key in keys:
        lines = await connection.execute(delete(cards).where(_below(key)).returning(cards.c.folded_in))
        await SqlLists(connection).drop_empty(number for number in lines.scalars() if number is not None)


def _below(key: str) -> ColumnElement[bool]:
    """Cards of a part of this subject, `tickets:7:ruling`.

    Not as a range of keys: in the order of many languages, which a PostgreSQL database may have, `;` comes before `:`.
    """
    return cards.c.key.startswith(f"{key}:", autoescape=True)


async def _keys(connection: Connection, name: str, subject: str, person: PersonId) -> list[str]:
    table = metadata.tables[name]
    asked = select(table.c.id).where(_theirs(table, person)).order_by(table.c.id)
    return [f"{subject}:{number}" for number in (await connection.execute(asked)).scalars()]


async def _agendas(connection: Connection, person: PersonId) -> list[str]:
    items = metadata.tables["agenda_items"]
    asked = select(items.c.meeting).where(_theirs(items, person)).distinct()
    return [f"meetings:{number}" for number in (await connection.execute(asked)).scalars()]


def _theirs(table: Any, person: PersonId) -> ColumnElement[bool]:
    """Rows that this person made, or that hang on a ticket of theirs, or in which they are the other side."""
    own = [table.c[name] == person for name in ("reporter", "author", "caller", "other") if name in table.c]
    calls = select(tickets.c.id).where(tickets.c.reporter == person)
    return or_(*own, *([table.c.ticket.in_(calls)] if "ticket" in table.c else []))
