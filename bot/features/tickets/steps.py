"""The steps of a ticket's life: each changes the ticket, writes the history, publishes the news, draws it anew."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.community import Person, PersonId
from bot.features.roster import views as roster
from bot.features.tickets import replies
from bot.features.tickets.belated import counts_at, stamp
from bot.features.tickets.chronicle import code, keep, line
from bot.features.tickets.events import (
    LevelRaised,
    ReopenRequested,
    TicketAccepted,
    TicketAssigned,
    TicketClosed,
    TicketDeclined,
    TicketMisheard,
    TicketProgressed,
    TicketReopened,
    TicketResolved,
)
from bot.features.tickets.model import CLOSINGS, IN_HAND, LEVELS, Entry, State, Step, Ticket, after, may
from bot.features.tickets.remarks import remark
from bot.features.tickets.store import History
from bot.features.tickets.views import smallest_place
from bot.turn import Turn

# The same words of one person within this time are one step.
AGAIN: Final = timedelta(minutes=10)


async def assign(turn: Turn, ticket: Ticket, to: Person | None = None, *, words: str = "", place: str = "") -> Ticket:
    """Put it in the hands of this person, or of whoever looks after its place. The accept clock goes on.

    `place` names the building that has just become known, if that is why.
    """
    held = await in_hands(turn, ticket, to)
    placed = [line(turn, ticket, "placed", after=place)] if place else []
    risen = [] if held.level == ticket.level else [_risen(turn, ticket, held)]
    kept = await keep(turn, held, *placed, hand_over(turn, ticket, held, words), *risen)
    if risen:
        await turn.publish(LevelRaised(ticket=kept, before=ticket.level, words=""))
    await tell_assigned(turn, kept, ticket)
    return kept


def _risen(turn: Turn, before: Ticket, held: Ticket) -> Entry:
    return line(turn, held, "raised", before=before.level, after=held.level)


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
        return moved
    # What comes back a second time is a matter for the level above (LESSONS 6).
    level = LEVELS[min(LEVELS.index(moved.level) + 1, len(LEVELS) - 1)] if moved.reopened else moved.level
    again = replace(moved, closing=None, closed_at=None, resolved_at=None)
    return replace(again, reopened=moved.reopened + 1, level=level)


def hand_over(turn: Turn, before: Ticket, held: Ticket, words: str = "") -> Entry:
    """The line that says that it went from one pair of hands into another."""
    return line(turn, held, _into_hands(before), words=words, before=code(before.assignee), after=code(held.assignee))


def _into_hands(ticket: Ticket) -> Step:
    return Step.REOPEN if may(ticket, Step.REOPEN) else Step.ASSIGN


async def tell_assigned(turn: Turn, kept: Ticket, before: Ticket, *, is_new: bool = False) -> None:
    """Publish and show that it is in somebody's hands; `before` is the ticket before that."""
    await turn.publish(TicketAssigned(ticket=kept, before=before.assignee))
    if _into_hands(before) is Step.REOPEN:
        await turn.publish(TicketReopened(ticket=kept))
    await replies.show(turn, kept, is_new=is_new)


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
    kept = await keep(turn, taken, line(turn, ticket, Step.CLAIM, before=code(ticket.assignee), after=code(worker.id)))
    await turn.publish(TicketAccepted(ticket=kept, before=ticket.assignee))
    await replies.show(turn, kept)
    return kept


async def progress(
    turn: Turn, ticket: Ticket, worker: Person, words: str, *, happened: datetime | None = None
) -> Ticket:
    """A step that the group may read. Whoever is responsible takes the ticket first by saying so.

    `happened` is when it really was, where it is entered late (ADR 0027); so it is with `done`.
    """
    if await _was_just_said(turn, ticket, worker, words):
        await replies.show(turn, ticket)
        return ticket
    taken = await in_hand(turn, ticket, worker)
    at = await counts_at(turn, ticket, happened)
    moved = replace(after(taken, Step.PROGRESS), answered_at=taken.answered_at or at)
    kept = await keep(turn, moved, line(turn, ticket, Step.PROGRESS, words=words, after=stamp(happened), public=True))
    await turn.publish(TicketProgressed(ticket=kept, words=words))
    await replies.show(turn, kept)
    return kept


async def _was_just_said(turn: Turn, ticket: Ticket, worker: Person, words: str) -> bool:
    """Is this the last step once more? A button pressed twice, or a press that the network brings again."""
    last = (await turn.store(History).of(ticket.id))[-1]
    same = last.what == Step.PROGRESS and last.by == worker.id and last.words == words
    return same and turn.now - last.at < AGAIN


async def done(turn: Turn, ticket: Ticket, worker: Person, words: str, *, happened: datetime | None = None) -> Ticket:
    """The worker says that it is done; the caller is asked whether it is."""
    taken = await in_hand(turn, ticket, worker)
    at = await counts_at(turn, ticket, happened)
    resolved = replace(after(taken, Step.DONE), answered_at=taken.answered_at or at, resolved_at=at)
    kept = await keep(turn, resolved, line(turn, ticket, Step.DONE, words=words, after=stamp(happened), public=True))
    await turn.publish(TicketResolved(ticket=kept, words=words))
    await replies.show(turn, kept)
    return kept


async def close(turn: Turn, ticket: Ticket, step: Step, *, words: str = "") -> Ticket:
    """It is over: confirmed by the caller, by silence, or kept closed by a ruling."""
    closing = CLOSINGS[step]
    if ticket.state is State.CLOSED and ticket.closing is closing:
        return ticket
    over = replace(after(ticket, step), closing=closing, closed_at=turn.now)
    kept = await keep(turn, over, line(turn, ticket, step, words=words, public=step is Step.KEEP))
    await turn.publish(TicketClosed(ticket=kept))
    await replies.show(turn, kept)
    return kept


async def dispute(turn: Turn, ticket: Ticket, words: str) -> Ticket:
    """A resident says that it is not fixed. Nobody reopens it silently: somebody must rule on it."""
    if ticket.state is State.REOPEN_REQUESTED:
        if words:
            await remark(turn, ticket, words)
        return ticket
    asked = replace(after(ticket, Step.DISPUTE), closing=None, closed_at=None)
    kept = await keep(turn, asked, line(turn, ticket, Step.DISPUTE, words=words))
    await turn.publish(ReopenRequested(ticket=kept, words=words))
    await replies.show(turn, kept)
    return kept


async def withdraw(turn: Turn, ticket: Ticket) -> Ticket:
    """The caller takes it back."""
    over = replace(after(ticket, Step.WITHDRAW), closed_at=turn.now)
    kept = await keep(turn, over, line(turn, ticket, Step.WITHDRAW))
    await turn.publish(TicketClosed(ticket=kept))
    await replies.show(turn, kept)
    return kept


async def not_a_call(turn: Turn, ticket: Ticket) -> Ticket:
    """We heard it in the talk of a group, and the caller or those who work on it say that it was talk."""
    over = await withdraw(turn, ticket)
    await turn.publish(TicketMisheard(ticket=over))
    return over


async def decline(turn: Turn, ticket: Ticket, words: str, *, owner: str = "") -> Ticket:
    """It belongs to somebody outside the roster, who has been told: over, but staff may open it again.

    `owner` and `words` (why) are what the residents read. Whether the actor may is for the caller to check.
    """
    over = replace(after(ticket, Step.DECLINE), closed_at=turn.now)
    said = f"{owner}\n{words}" if owner else words
    kept = await keep(turn, over, line(turn, ticket, Step.DECLINE, words=said, public=True))
    await turn.publish(TicketDeclined(ticket=kept, owner=owner, words=words))
    await turn.publish(TicketClosed(ticket=kept))
    await replies.show(turn, kept)
    return kept


async def in_hand(turn: Turn, ticket: Ticket, worker: Person) -> Ticket:
    """The ticket in this worker's hands: given but not accepted yet, it is accepted by what follows."""
    return ticket if ticket.state in IN_HAND else await claim(turn, ticket, worker)
