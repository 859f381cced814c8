"""What time does to a ticket that nobody moves: its people are warned, it rings again, it goes up the ladder."""

from collections.abc import Sequence
from dataclasses import replace

from bot.community import Person
from bot.features.tickets import replies
from bot.features.tickets.chronicle import code, keep, line
from bot.features.tickets.events import LevelRaised, TicketAssigned
from bot.features.tickets.model import LEVELS, Ticket
from bot.features.tickets.timeline import ALARMED, ESCALATED
from bot.turn import Turn


async def escalate(
    turn: Turn, ticket: Ticket, rung: str, told: Sequence[Person], *, level: str, to: Person | None = None
) -> Ticket:
    """This rung of the ladder knows now that time is up. `to` has it from now on; without, it stays where it is.

    The next deadline counts from here. `level` is the rung's; a ticket that stands higher stays there.
    """
    higher = max(ticket.level, level, key=LEVELS.index)
    risen = replace(ticket, level=higher)
    lines = [line(turn, ticket, ESCALATED, words=" ".join(person.name for person in told), after=rung)]
    if to is not None:
        risen = replace(risen, assignee=to.id, assigned_at=turn.now)
        lines.append(line(turn, ticket, "passed_up", before=code(ticket.assignee), after=code(to.id)))
    kept = await keep(turn, risen, *lines)
    if to is not None:
        await turn.publish(TicketAssigned(ticket=kept, before=ticket.assignee))
    if higher != ticket.level:
        await turn.publish(LevelRaised(ticket=kept, before=ticket.level, words=""))
    await replies.show(turn, kept)
    return kept


async def rang(turn: Turn, ticket: Ticket) -> Ticket:
    """The alarm of an emergency that nobody has accepted is being repeated now."""
    return await keep(turn, ticket, line(turn, ticket, ALARMED))


async def warned(turn: Turn, ticket: Ticket) -> Ticket:
    """Whoever has it is being told now that its deadline is near; of each deadline once."""
    due = "" if ticket.next_due is None else ticket.next_due.isoformat()
    return await keep(turn, replace(ticket, warned_of=ticket.next_due), line(turn, ticket, "warned", after=due))
