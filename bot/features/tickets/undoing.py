"""Taking back the last step of a ticket. The history keeps both lines; the clocks go on as if neither were there."""

from dataclasses import replace

from bot.errors import Refused
from bot.features.tickets import replies
from bot.features.tickets.chronicle import keep, line
from bot.features.tickets.events import StepUndone
from bot.features.tickets.model import CLOSINGS, UNDOABLE, Entry, State, Step, Ticket
from bot.features.tickets.store import History
from bot.features.tickets.timeline import UNDONE, last_step, standing, state_after
from bot.turn import Turn


async def undo(turn: Turn, ticket: Ticket) -> Ticket:
    """The actor's own last step, "fixed", "not fixed" or taking the call back, counts as never taken.

    Raises:
        Refused: somebody has acted since, or others were sent home by it.
    """
    lines = await turn.store(History).of(ticket.id)
    last = last_step(lines)
    if last is None or last.what not in UNDOABLE or last.by != turn.person.id:
        raise Refused("undo.others_acted", n=int(ticket.id))
    told = line(turn, ticket, UNDONE, before=last.what)
    state = state_after([*lines, told])
    # Whoever was asked or called was sent home when the call was taken back; this does not call them again.
    if last.what == Step.WITHDRAW and (state is State.WAITING or lines[-1] != last):
        raise Refused("undo.others_acted", n=int(ticket.id))
    back = _closed_as_before(replace(ticket, state=state), [*lines, told])
    kept = await keep(turn, back, told)
    await turn.publish(StepUndone(ticket=kept, step=Step(last.what), taken_at=last.at))
    await replies.show(turn, kept)
    return kept


def _closed_as_before(ticket: Ticket, lines: list[Entry]) -> Ticket:
    """How and when it was closed, if it is closed again by what was taken back."""
    if ticket.state is not State.CLOSED:
        return replace(ticket, closing=None, closed_at=None)
    step = next(entry for entry in reversed(standing(lines)) if entry.what in CLOSINGS)
    return replace(ticket, closing=CLOSINGS[Step(step.what)], closed_at=step.at)
