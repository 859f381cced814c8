"""Everything that can be done to a ticket. Other features and doors act through here; each step is one call.

Every function takes the turn, changes the ticket in its transaction, writes the history, publishes the news and has
the ticket's messages drawn again.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from bot.community import Person, PersonId, Place
from bot.dialogs import Dialog, Dialogs
from bot.features.clocks import views as clocks
from bot.features.roster import views as roster
from bot.features.tickets import replies
from bot.features.tickets.events import (
    ReopenRequested,
    TicketAccepted,
    TicketAssigned,
    TicketClosed,
    TicketOpened,
    TicketProgressed,
    TicketRemarked,
    TicketResolved,
)
from bot.features.tickets.model import (
    IN_HAND,
    WITHOUT_PLACE,
    Closing,
    Entry,
    Source,
    Spot,
    State,
    Step,
    Ticket,
    TicketId,
    after,
)
from bot.features.tickets.model import next_due as clock_of
from bot.features.tickets.store import History, Tickets
from bot.features.tickets.views import smallest_place
from bot.stores import Places
from bot.turn import Turn
from bot.understanding import Reading, mask, read

# The caller's next plain line within this time is the answer to "which building?".
ANSWER_TIME: Final = timedelta(minutes=10)
WHERE: Final = "tickets.where"


@dataclass(frozen=True, kw_only=True)
class Call:
    """What somebody says is the matter, read and located."""

    words: str
    reading: Reading
    located: roster.Located
    source: Source


async def take_call(turn: Turn, words: str, source: Source, reporter: Person) -> Ticket:
    """Somebody's words become a ticket: read, located, recorded; asked for the building if it is not known."""
    reading = read(words)
    located = await roster.locate(turn, words, reading.place, person=reporter)
    if located.building is None and located.said is not None:
        located = await roster.with_new_building(turn, located)
    opened = await open_ticket(turn, Call(words=words, reading=reading, located=located, source=source), reporter)
    if not source.is_private:
        turn.outbox.react(source.chat, source.message)
    if opened.is_open and opened.spot.building is None:
        expires = turn.now + ANSWER_TIME
        asked = Dialog(chat=source.chat, person=reporter.id, kind=WHERE, value=str(opened.id), expires_at=expires)
        await turn.store(Dialogs).open(asked)
    return opened


async def open_ticket(turn: Turn, call: Call, reporter: Person) -> Ticket:
    """Record a call. It gets its number at once, and its worker as soon as its building is known.

    In a grid with one worker the worker is known without the building: nobody waits for an answer then.

    A message that is already a ticket stays that one ticket.
    """
    known = await turn.store(Tickets).of_message(call.source.chat, call.source.message)
    if known is not None:
        return known
    spot = await _spot(turn, call)
    reading = call.reading
    due = await clocks.accept_due(turn, spot.community, reading.urgency, turn.now)
    ticket = await turn.store(Tickets).add(
        Ticket(
            id=TicketId(0),
            reporter=reporter.id,
            source=call.source,
            words=call.words,
            public_words=mask(call.words, contacts=reading.contact_found),
            spot=spot,
            state=State.NEW,
            opened_at=turn.now,
            category=reading.category,
            urgency=reading.urgency,
            danger=reading.danger,
            accept_due=due,
            resolve_due=await clocks.resolve_due(turn, spot.community, reading.urgency, turn.now),
            next_due=turn.now + WITHOUT_PLACE,
        )
    )
    await _log(turn, ticket, "opened", words=call.words)
    await turn.publish(TicketOpened(ticket=ticket))
    if ticket.is_personal_danger and not ticket.source.is_private:
        await replies.warn_of_personal_danger(turn, ticket)
    if spot.building is not None or reading.urgency == "emergency" or await _has_one_worker(turn, spot):
        return await assign(turn, ticket)
    await replies.show(turn, ticket, call.located)
    return ticket


async def place_ticket(turn: Turn, ticket: Ticket, building: Place, *, unit: str | None = None) -> Ticket:
    """Its building is known now: it goes to the worker of that building."""
    spot = replace(ticket.spot.in_building(building), unit=unit or ticket.spot.unit)
    placed = replace(ticket, spot=spot)
    await _log(turn, placed, "placed", after=building.name)
    worker = (await roster.responsible(turn, building)).first
    goes_on = placed.state is State.NEW or (placed.state is State.ASSIGNED and _id_of(worker) != placed.assignee)
    return await assign(turn, placed) if goes_on else await _kept(turn, ticket, placed)


async def narrow(turn: Turn, ticket: Ticket, compound: Place) -> Ticket:
    """Its compound is known now, its building not yet."""
    return await _save(turn, replace(ticket, spot=replace(ticket.spot, compound=compound.id)))


async def assign(turn: Turn, ticket: Ticket, to: Person | None = None, *, words: str = "") -> Ticket:
    """Put it in the hands of this person, or of whoever looks after its place. The accept clock goes on."""
    assignee = to or (await roster.responsible(turn, await smallest_place(turn, ticket))).first
    step = Step.REOPEN if ticket.state is State.REOPEN_REQUESTED else Step.ASSIGN
    moved = replace(
        after(ticket, step),
        assignee=assignee.id if assignee else None,
        assigned_at=turn.now,
        answered_at=ticket.answered_at if step is Step.ASSIGN else None,
    )
    if step is Step.REOPEN:
        moved = await _with_fresh_deadlines(turn, replace(moved, reopened=moved.reopened + 1))
    kept = await _save(turn, moved)
    await _log(turn, kept, step, words=words, before=_id(ticket.assignee), after=_id(kept.assignee))
    await turn.publish(TicketAssigned(ticket=kept, before=ticket.assignee))
    await replies.show(turn, kept)
    return kept


async def claim(turn: Turn, ticket: Ticket, worker: Person) -> Ticket:
    """The worker takes it. Taking one's own ticket twice changes nothing."""
    if ticket.state in IN_HAND and ticket.assignee == worker.id:
        await replies.show(turn, ticket)
        return ticket
    taken = replace(after(ticket, Step.CLAIM), assignee=worker.id, assigned_at=turn.now)
    kept = await _save(turn, taken)
    await _log(turn, kept, Step.CLAIM, before=_id(ticket.assignee), after=_id(worker.id))
    await turn.publish(TicketAccepted(ticket=kept, before=ticket.assignee))
    await replies.show(turn, kept)
    return kept


async def progress(turn: Turn, ticket: Ticket, worker: Person, words: str) -> Ticket:
    """A step that the group may read. Whoever is responsible takes the ticket first by saying so."""
    taken = await _in_hand(turn, ticket, worker)
    kept = await _save(turn, replace(after(taken, Step.PROGRESS), answered_at=taken.answered_at or turn.now))
    await _log(turn, kept, Step.PROGRESS, words=words, public=True)
    await turn.publish(TicketProgressed(ticket=kept, words=words))
    await replies.show(turn, kept)
    return kept


async def done(turn: Turn, ticket: Ticket, worker: Person, words: str) -> Ticket:
    """The worker says that it is done; the caller is asked whether it is."""
    taken = await _in_hand(turn, ticket, worker)
    resolved = replace(
        after(taken, Step.DONE),
        answered_at=taken.answered_at or turn.now,
        resolved_at=turn.now,
        next_due=await clocks.confirm_due(turn, taken.spot.community, turn.now),
    )
    kept = await _save(turn, resolved)
    await _log(turn, kept, Step.DONE, words=words, public=True)
    await turn.publish(TicketResolved(ticket=kept, words=words))
    await replies.show(turn, kept)
    return kept


async def close(turn: Turn, ticket: Ticket, step: Step, *, words: str = "") -> Ticket:
    """It is over: confirmed by the caller, by silence, or kept closed by a ruling."""
    closing = {Step.CONFIRM: Closing.CONFIRMED, Step.LAPSE: Closing.SILENT, Step.KEEP: Closing.KEPT}[step]
    if ticket.state is State.CLOSED and ticket.closing is closing:
        return ticket
    over = replace(after(ticket, step), closing=closing, closed_at=turn.now, next_due=None)
    kept = await _save(turn, over)
    await _log(turn, kept, step, words=words, public=step is Step.KEEP)
    await turn.publish(TicketClosed(ticket=kept))
    await replies.show(turn, kept)
    return kept


async def dispute(turn: Turn, ticket: Ticket, words: str) -> Ticket:
    """A resident says that it is not fixed. Nobody reopens it silently: somebody must rule on it."""
    if ticket.state is State.REOPEN_REQUESTED:
        await _log(turn, ticket, "remark", words=words)
        return ticket
    due = await clocks.ruling_due(turn, ticket.spot.community, turn.now)
    kept = await _save(turn, replace(after(ticket, Step.DISPUTE), next_due=due))
    await _log(turn, kept, Step.DISPUTE, words=words)
    await turn.publish(ReopenRequested(ticket=kept, words=words))
    await replies.show(turn, kept)
    return kept


async def withdraw(turn: Turn, ticket: Ticket) -> Ticket:
    """The caller takes it back."""
    kept = await _save(turn, replace(after(ticket, Step.WITHDRAW), closed_at=turn.now, next_due=None))
    await _log(turn, kept, Step.WITHDRAW)
    await turn.publish(TicketClosed(ticket=kept))
    await replies.show(turn, kept)
    return kept


async def rated(turn: Turn, ticket: Ticket, score: int) -> Ticket:
    """Keep the caller's score, 1 to 5."""
    kept = await turn.store(Tickets).save(replace(ticket, rating=score, asked_rating=True))
    await _log(turn, kept, "rated", after=str(score))
    return kept


async def asked_rating(turn: Turn, ticket: Ticket) -> Ticket:
    """Remember that the caller was asked, for the rate's denominator."""
    return ticket if ticket.asked_rating else await turn.store(Tickets).save(replace(ticket, asked_rating=True))


async def remark(turn: Turn, ticket: Ticket, words: str) -> None:
    """Something the caller adds; it reaches the worker and moves no clock."""
    await _log(turn, ticket, "remark", words=words)
    await turn.publish(TicketRemarked(ticket=ticket, words=words))


async def _in_hand(turn: Turn, ticket: Ticket, worker: Person) -> Ticket:
    return ticket if ticket.state in IN_HAND else await claim(turn, ticket, worker)


async def _save(turn: Turn, ticket: Ticket) -> Ticket:
    return await turn.store(Tickets).save(replace(ticket, next_due=clock_of(ticket)))


async def _kept(turn: Turn, before: Ticket, ticket: Ticket) -> Ticket:
    if before == ticket:
        return ticket
    kept = await _save(turn, ticket)
    await replies.show(turn, kept)
    return kept


async def _with_fresh_deadlines(turn: Turn, ticket: Ticket) -> Ticket:
    """A reopened ticket starts its clocks anew."""
    place = ticket.spot.community
    return replace(
        ticket,
        accept_due=await clocks.accept_due(turn, place, ticket.urgency, turn.now),
        resolve_due=await clocks.resolve_due(turn, place, ticket.urgency, turn.now),
    )


async def _spot(turn: Turn, call: Call) -> Spot:
    """Where it is, as far as the words, the group and the caller's home tell."""
    parts = call.reading.place
    spot = Spot(unit=parts.unit, floor=parts.floor, room=parts.room, said=call.located.said)
    if call.located.building is not None:
        return spot.in_building(call.located.building)
    if turn.group is None or turn.group.place is None:
        return spot
    return spot.in_area(await turn.store(Places).get(turn.group.place))


async def _log(turn: Turn, ticket: Ticket, what: str, **line: Any) -> None:
    """A line of history: who did what just now; `line` holds words, before, after and public."""
    who = turn.actor.id if turn.actor else None
    await turn.store(History).write(Entry(ticket=ticket.id, at=turn.now, what=what, by=who, **line))


async def _has_one_worker(turn: Turn, spot: Spot) -> bool:
    """Does one worker look after the whole grid? Then the building changes nothing about whose it is."""
    if spot.grid is None:
        return False
    worker = (await roster.responsible(turn, await turn.store(Places).get(spot.grid))).worker
    return worker is not None and bool(worker.accounts)


def _id_of(person: Person | None) -> PersonId | None:
    return None if person is None else person.id


def _id(person: PersonId | None) -> str:
    return "" if person is None else str(person)
