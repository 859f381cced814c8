"""Everything that can be done with tickets. Other features and doors act through here; each step is one call.

Every function takes the turn, changes the ticket in its transaction, writes the history, publishes the news and has
the ticket's messages drawn again. The taking of calls stands here, what follows in `steps` (whose it is and how it
goes on), `pauses`, `joining`, `corrections`, `remarks` and `rising`.
"""

from dataclasses import dataclass, replace
from typing import Final

from bot.community import ChatRef, Person, PersonId, Place
from bot.dialogs import ANSWER_TIME, Dialog, Dialogs
from bot.errors import Conflict
from bot.features.privacy import views as privacy
from bot.features.roster import views as roster
from bot.features.tickets import replies, sealing
from bot.features.tickets.adding import add_words, keep_only
from bot.features.tickets.attaching import Origin, attach, stand_in, wipe_files
from bot.features.tickets.chronicle import keep, line, timed_by
from bot.features.tickets.corrections import correct, make_private, make_public, raise_level
from bot.features.tickets.events import TicketOpened
from bot.features.tickets.joining import leading, merge, split
from bot.features.tickets.model import ENTERED, Source, Spot, State, Ticket, TicketId
from bot.features.tickets.pauses import go_on, wait
from bot.features.tickets.remarks import asked_rating, note, rated, record, remark
from bot.features.tickets.replies import show as redraw
from bot.features.tickets.rising import escalate, rang, warned
from bot.features.tickets.standing import tell_standing
from bot.features.tickets.steps import (
    assign,
    claim,
    close,
    decline,
    dispute,
    done,
    hand_over,
    in_hands,
    not_a_call,
    progress,
    tell_assigned,
    withdraw,
)
from bot.features.tickets.store import History, Tickets
from bot.features.tickets.undoing import undo
from bot.stores import Places
from bot.turn import Turn
from bot.understanding import Reading, read

# What other features may do.
__all__ = [
    "Origin",
    "add_words",
    "asked_rating",
    "assign",
    "attach",
    "claim",
    "close",
    "correct",
    "decline",
    "dispute",
    "done",
    "escalate",
    "expect_words",
    "go_on",
    "keep_only",
    "leading",
    "make_private",
    "make_public",
    "merge",
    "narrow",
    "not_a_call",
    "note",
    "open_ticket",
    "place_ticket",
    "progress",
    "raise_level",
    "rang",
    "rated",
    "record",
    "redraw",
    "remark",
    "split",
    "stand_in",
    "take_call",
    "tell_standing",
    "undo",
    "wait",
    "warned",
    "wipe_files",
    "withdraw",
]

WHERE: Final = "tickets.where"
WHAT: Final = "tickets.what"


@dataclass(frozen=True, kw_only=True)
class Call:
    """What somebody says is the matter, read and located."""

    words: str
    reading: Reading
    located: roster.Located
    source: Source


async def take_call(
    turn: Turn, words: str, source: Source, reporter: Person, *, reading: Reading | None = None
) -> Ticket:
    """Somebody's words become a ticket: read, located, recorded; asked for the building if it is not known."""
    reading = reading or read(words)
    # Whoever enters a call for somebody lives elsewhere.
    at_home = None if source.origin in ENTERED else reporter
    located = await roster.locate(turn, words, reading.place, person=at_home)
    if located.building is None and located.said is not None:
        located = await roster.with_new_building(turn, located)
    opened = await open_ticket(turn, Call(words=words, reading=reading, located=located, source=source), reporter)
    if not source.is_private and source.message is not None:
        turn.outbox.react(source.chat, source.message)
    if opened.is_open and opened.spot.building is None:
        await _expect_where(turn, source.chat, reporter, opened)
    return opened


async def expect_words(turn: Turn) -> None:
    """The actor's next plain line here is a call."""
    await turn.expect(WHAT, "")


async def _expect_where(turn: Turn, chat: ChatRef, caller: Person, ticket: Ticket) -> None:
    """The caller's next plain line there names the building, whoever made the call a ticket."""
    asked = Dialog(chat=chat, person=caller.id, kind=WHERE, value=str(ticket.id), expires_at=turn.now + ANSWER_TIME)
    await turn.store(Dialogs).open(asked)


async def open_ticket(turn: Turn, call: Call, reporter: Person) -> Ticket:
    """Record a call. It gets its number at once, and its worker as soon as its building is known.

    In a grid with one worker the worker is known without the building: nobody waits for an answer then.

    A message that is already a ticket stays that one ticket.
    """
    new = await _new_ticket(turn, call, reporter)
    is_placed = new.spot.building is not None or new.urgency == "emergency" or await _has_one_worker(turn, new.spot)
    held = await in_hands(turn, new) if is_placed else new
    lines = [line(turn, new, "opened", words=call.words), *([hand_over(turn, new, held)] if is_placed else [])]
    try:
        ticket = await turn.store(Tickets).add(await timed_by(turn, held, lines))
    except Conflict:
        return await _ticket_of_message(turn, call.source)
    await turn.store(History).write(*[replace(entry, ticket=ticket.id) for entry in lines])
    await turn.publish(TicketOpened(ticket=ticket))
    if ticket.is_personal_danger and not ticket.source.is_private:
        await replies.warn_of_personal_danger(turn, ticket)
    if is_placed:
        await tell_assigned(turn, ticket, new, is_new=True)
    else:
        await replies.show(turn, ticket, call.located, is_new=True)
    return ticket


async def _new_ticket(turn: Turn, call: Call, reporter: Person) -> Ticket:
    spot, reading = await _spot(turn, call), call.reading
    return Ticket(
        id=TicketId(0),
        reporter=reporter.id,
        source=call.source,
        words=call.words,
        public_words=await sealing.words_for_all(turn, call.source, call.words, reading.category),
        spot=spot,
        state=State.NEW,
        opened_at=turn.now,
        category=reading.category,
        urgency=reading.urgency,
        danger=reading.danger,
        private=privacy.is_private(turn, call.words, reading.category, room=reading.place.room),
    )


async def _ticket_of_message(turn: Turn, source: Source) -> Ticket:
    known = source.message and await turn.store(Tickets).of_message(source.chat, source.message)
    if not known:
        raise Conflict("somebody else made a ticket of this message just now")
    return known


async def place_ticket(turn: Turn, ticket: Ticket, building: Place, *, unit: str | None = None) -> Ticket:
    """Its building is known now: it goes to the worker of that building."""
    spot = replace(ticket.spot.in_building(building), unit=unit or ticket.spot.unit)
    placed = replace(ticket, spot=spot)
    worker = (await roster.responsible(turn, building)).first
    goes_on = placed.state is State.NEW or (placed.state is State.ASSIGNED and _id_of(worker) != placed.assignee)
    if goes_on:
        return await assign(turn, placed, place=building.name)
    # A place that is learned while somebody is at it changes no responsibility.
    kept = await keep(turn, placed, line(turn, placed, "placed", after=building.name))
    await replies.show(turn, kept)
    return kept


async def narrow(turn: Turn, ticket: Ticket, compound: Place) -> Ticket:
    """Its compound is known now, its building not yet."""
    return await turn.store(Tickets).save(replace(ticket, spot=replace(ticket.spot, compound=compound.id)))


async def _spot(turn: Turn, call: Call) -> Spot:
    """Where it is, as far as the words, the group and the caller's home tell."""
    parts = call.reading.place
    spot = Spot(unit=parts.unit, floor=parts.floor, room=parts.room, said=call.located.said)
    if call.located.building is not None:
        return spot.in_building(call.located.building)
    if turn.group is None or turn.group.place is None:
        return spot
    return spot.in_area(await turn.store(Places).get(turn.group.place))


async def _has_one_worker(turn: Turn, spot: Spot) -> bool:
    """Does one worker look after the whole grid? Then the building changes nothing about whose it is."""
    if spot.grid is None:
        return False
    worker = (await roster.responsible(turn, await turn.store(Places).get(spot.grid))).worker
    return worker is not None and bool(worker.accounts)


def _id_of(person: Person | None) -> PersonId | None:
    return None if person is None else person.id
