"""What goes when the message that made a call was deleted, and what stays."""

from dataclasses import replace

from bot.features.privacy.store import Retraction
from bot.features.tickets.model import Entry
from bot.features.tickets.store import History, Tickets
from storage.engine import OpenDatabase
from tests.storage.builders import NOON, read, write
from tests.storage.test_tickets import add, person, ticket


async def test_the_callers_words_go_and_everybody_elses_stay(each_database: OpenDatabase) -> None:
    """PLATFORMS 49."""
    wang, li = await person(each_database), await person(each_database, "Li Na")
    call = await add(each_database, ticket(wang))
    other = await add(each_database, replace(ticket(wang), source=replace(ticket(wang).source, message="8")))
    lines = (
        Entry(ticket=call.id, at=NOON, what="opened", by=wang, words="the lamp"),
        Entry(ticket=call.id, at=NOON, what="remark", by=wang, words="at my door"),
        Entry(ticket=call.id, at=NOON, what="progress", by=li, words="on my way"),
        Entry(ticket=other.id, at=NOON, what="opened", by=wang, words="the lift"),
    )
    await write(each_database, History, lambda history: history.write(*lines))

    shown = await write(each_database, Retraction, lambda retraction: retraction.take_back(call.id))

    blank = await read(each_database, Tickets, lambda tickets: tickets.get(call.id))
    kept = await read(each_database, Tickets, lambda tickets: tickets.get(other.id))
    said = await read(each_database, History, lambda history: history.of(call.id))
    elsewhere = await read(each_database, History, lambda history: history.of(other.id))
    assert shown == [f"tickets:{call.id}"]
    assert blank is not None
    assert kept is not None
    assert (blank.words, blank.public_words, blank.spot.floor, blank.spot.room) == ("", "", None, None)
    assert (blank.reporter, blank.state, blank.opened_at, blank.spot.building) == (
        call.reporter,
        call.state,
        call.opened_at,
        call.spot.building,
    )
    assert [entry.words for entry in said] == ["", "", "on my way"]
    assert [entry.words for entry in elsewhere] == ["the lift"]
    assert kept.words == other.words
