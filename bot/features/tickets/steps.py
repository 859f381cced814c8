"""The steps of a ticket's life: each changes the ticket, writes the history, publishes the news, draws it anew."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from bot.community import Person, PersonId
from bot.features.clocks import views as clocks
from bot.features.roster import views as roster
from bot.features.tickets import replies
from bot.features.tickets.events import (
    ReopenRequested,
    TicketAccepted,
    TicketAssigned,
    TicketClosed,
    TicketProgressed,
    TicketRemarked,
    TicketReopened,
    TicketResolved,
)
from bot.features.tickets.model import IN_HAND, Closing, Entry, State, Step, Ticket, after, may
from bot.features.tickets.model import next_due as clock_of
from bot.features.tickets.store import History, Tickets
from bot.features.tickets.views import smallest_place
from bot.turn import Turn

# The same words of one person within this time are one step.
AGAIN: Final = timedelta(minutes=10)


async def assign(turn: Turn, ticket: Ticket, to: Person | None = None, *, words: str = "") -> Ticket:
    """Put it in the hands of this person, or of whoever looks after its place. The accept clock goes on."""
    kept = await save(turn, await in_hands(turn, ticket, to))
    await tell_assigned(turn, kept, ticket, words=words)
    return kept


async def in_hands(turn: Turn, ticket: Ticket, to: Person | None = None) -> Ticket:
    """The ticket as it becomes when it is assigned; it is not kept yet."""
    step = _into_hands(ticket)
    assignee = to or await _whose(turn, ticket, step)
    moved = replace(
        after(ticket, step),
        assignee=assignee.id if assignee else None,
        assigned_at=turn.now,
        answered_at=ticket.answered_at if step is Step.ASSIGN else None,
    )
    if step is Step.ASSIGN:
        return replace(moved, next_due=clock_of(moved))
    again = replace(moved, reopened=moved.reopened + 1, closing=None, closed_at=None, resolved_at=None)
    return await _with_fresh_deadlines(turn, again)


def _into_hands(ticket: Ticket) -> Step:
    return Step.REOPEN if may(ticket, Step.REOPEN) else Step.ASSIGN


async def tell_assigned(turn: Turn, kept: Ticket, before: Ticket, *, words: str = "") -> None:
    """Write down, publish and show that it is in somebody's hands; `before` is the ticket before that."""
    step = _into_hands(before)
    await log(turn, kept, step, words=words, before=_id(before.assignee), after=_id(kept.assignee))
    await turn.publish(TicketAssigned(ticket=kept, before=before.assignee))
    if step is Step.REOPEN:
        await turn.publish(TicketReopened(ticket=kept))
    await replies.show(turn, kept)


async def _whose(turn: Turn, ticket: Ticket, step: Step) -> Person | None:
    """Whoever looks after its place; what is opened again for the second time goes to somebody else."""
    known = await roster.responsible(turn, await smallest_place(turn, ticket))
    if step is not Step.REOPEN or not ticket.reopened:
        return known.first
    others = replace(
        known,
        worker=_unless(known.worker, ticket.assignee),
        backup=_unless(known.backup, ticket.assignee),
        desk=tuple(person for person in known.desk if person.id != ticket.assignee),
    )
    return others.first or known.first


def _unless(person: Person | None, other: PersonId | None) -> Person | None:
    return None if person is None or person.id == other else person


async def claim(turn: Turn, ticket: Ticket, worker: Person) -> Ticket:
    """The worker takes it. Taking one's own ticket twice changes nothing."""
    if ticket.state in IN_HAND and ticket.assignee == worker.id:
        await replies.show(turn, ticket)
        return ticket
    taken = replace(after(ticket, Step.CLAIM), assignee=worker.id, assigned_at=turn.now)
    kept = await save(turn, taken)
    await log(turn, kept, Step.CLAIM, before=_id(ticket.assignee), after=_id(worker.id))
    await turn.publish(TicketAccepted(ticket=kept, before=ticket.assignee))
    await replies.show(turn, kept)
    return kept


async def progress(turn: Turn, ticket: Ticket, worker: Person, words: str) -> Ticket:
    """A step that the group may read. Whoever is responsible takes the ticket first by saying so."""
    if await _was_just_said(turn, ticket, worker, words):
        await replies.show(turn, ticket)
        return ticket
    taken = await _in_hand(turn, ticket, worker)
    kept = await save(turn, replace(after(taken, Step.PROGRESS), answered_at=taken.answered_at or turn.now))
    await log(turn, kept, Step.PROGRESS, words=words, public=True)
    await turn.publish(TicketProgressed(ticket=kept, words=words))
    await replies.show(turn, kept)
    return kept


async def _was_just_said(turn: Turn, ticket: Ticket, worker: Person, words: str) -> bool:
    """Is this the last step once more? A button pressed twice, or a press that the network brings again."""
    last = (await turn.store(History).of(ticket.id))[-1]
    same = last.what == Step.PROGRESS and last.by == worker.id and last.words == words
    return same and turn.now - last.at < AGAIN


async def done(turn: Turn, ticket: Ticket, worker: Person, words: str) -> Ticket:
    """The worker says that it is done; the caller is asked whether it is."""
    taken = await _in_hand(turn, ticket, worker)
    resolved = replace(
        after(taken, Step.DONE),
        answered_at=taken.answered_at or turn.now,
        resolved_at=turn.now,
        next_due=await clocks.confirm_due(turn, taken.spot.community, turn.now),
    )
    kept = await save(turn, resolved)
    await log(turn, kept, Step.DONE, words=words, public=True)
    await turn.publish(TicketResolved(ticket=kept, words=words))
    await replies.show(turn, kept)
    return kept


async def close(turn: Turn, ticket: Ticket, step: Step, *, words: str = "") -> Ticket:
    """It is over: confirmed by the caller, by silence, or kept closed by a ruling."""
    closing = {Step.CONFIRM: Closing.CONFIRMED, Step.LAPSE: Closing.SILENT, Step.KEEP: Closing.KEPT}[step]
    if ticket.state is State.CLOSED and ticket.closing is closing:
        return ticket
    over = replace(after(ticket, step), closing=closing, closed_at=turn.now, next_due=None)
    kept = await save(turn, over)
    await log(turn, kept, step, words=words, public=step is Step.KEEP)
    await turn.publish(TicketClosed(ticket=kept))
    await replies.show(turn, kept)
    return kept


async def dispute(turn: Turn, ticket: Ticket, words: str) -> Ticket:
    """A resident says that it is not fixed. Nobody reopens it silently: somebody must rule on it."""
    if ticket.state is State.REOPEN_REQUESTED:
        if words:
            await remark(turn, ticket, words)
        return ticket
    due = await clocks.ruling_due(turn, ticket.spot.community, turn.now)
    kept = await save(turn, replace(after(ticket, Step.DISPUTE), next_due=due, closing=None, closed_at=None))
    await log(turn, kept, Step.DISPUTE, words=words)
    await turn.publish(ReopenRequested(ticket=kept, words=words))
    await replies.show(turn, kept)
    return kept


async def withdraw(turn: Turn, ticket: Ticket) -> Ticket:
    """The caller takes it back."""
    kept = await save(turn, replace(after(ticket, Step.WITHDRAW), closed_at=turn.now, next_due=None))
    await log(turn, kept, Step.WITHDRAW)
    await turn.publish(TicketClosed(ticket=kept))
    await replies.show(turn, kept)
    return kept


async def rated(turn: Turn, ticket: Ticket, score: int) -> Ticket:
    """Keep the caller's score, 1 to 5. The same score again changes nothing."""
    if ticket.rating == score:
        return ticket
    kept = await turn.store(Tickets).save(replace(ticket, rating=score, asked_rating=True))
    await log(turn, kept, "rated", after=str(score))
    return kept


async def asked_rating(turn: Turn, ticket: Ticket) -> Ticket:
    """Remember that the caller was asked, for the rate's denominator."""
    return ticket if ticket.asked_rating else await turn.store(Tickets).save(replace(ticket, asked_rating=True))


async def remark(turn: Turn, ticket: Ticket, words: str) -> None:
    """Something the caller or a neighbour adds; it reaches the worker and moves no clock."""
    await log(turn, ticket, "remark", words=words)
    await turn.publish(TicketRemarked(ticket=ticket, words=words))


async def _in_hand(turn: Turn, ticket: Ticket, worker: Person) -> Ticket:
    return ticket if ticket.state in IN_HAND else await claim(turn, ticket, worker)


async def save(turn: Turn, ticket: Ticket) -> Ticket:
    """Keep it, with the moment of the clock that runs now."""
    return await turn.store(Tickets).save(replace(ticket, next_due=clock_of(ticket)))


async def save_placed(turn: Turn, before: Ticket, ticket: Ticket) -> Ticket:
    """A place that is learned while somebody is at it changes no responsibility."""
    if before == ticket:
        return ticket
    kept = await save(turn, ticket)
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


async def log(turn: Turn, ticket: Ticket, what: str, **line: Any) -> None:
    """A line of history: who did what just now, and from which network; `line` holds words, before, after, public."""
    who = turn.actor.id if turn.actor else None
    via = "" if turn.cause is None else turn.chat.channel
    await turn.store(History).write(Entry(ticket=ticket.id, at=turn.now, what=what, by=who, via=via, **line))


def _id(person: PersonId | None) -> str:
    return "" if person is None else str(person)
