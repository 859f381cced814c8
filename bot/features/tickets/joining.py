"""Two tickets about one thing become one, and apart again. Each keeps its number for ever.

Decided here (LESSONS 5): a ticket is never joined to one that is over. That is refused in words, so that nothing
is opened again unseen; whoever wants it opens that one first.
"""

from dataclasses import replace

from bot.errors import Refused
from bot.features.tickets import notices, replies
from bot.features.tickets.chronicle import keep, line
from bot.features.tickets.events import TicketMerged, TicketSplit
from bot.features.tickets.model import State, Step, Ticket, TicketId, after
from bot.features.tickets.store import History, Tickets
from bot.features.tickets.timeline import state_before_merge
from bot.turn import Turn


async def merge(turn: Turn, ticket: Ticket, into: Ticket) -> Ticket:
    """It follows another ticket from now on: no card of its own; its caller is told, and hears the end of that one.

    Into one that follows another itself means into that other. What is there already stays as it is.

    Raises:
        Refused: it is the same ticket, or that one is over.
    """
    lead = await leading(turn, into)
    if ticket.merged_into == lead.id:
        return ticket
    if lead.id == ticket.id:
        raise Refused("merge.itself", n=int(ticket.id), into=int(into.id))
    if not lead.is_open:
        raise Refused("merge.closed", n=int(ticket.id), into=int(lead.id))
    joined = replace(after(ticket, Step.MERGE), merged_into=lead.id)
    told = line(turn, ticket, Step.MERGE, before=ticket.state, after=str(lead.id))
    kept = await keep(turn, joined, told)
    await turn.publish(TicketMerged(ticket=kept, into=lead))
    await replies.show(turn, kept)
    await notices.tell_merged(turn, kept, lead)
    return kept


async def split(turn: Turn, ticket: Ticket) -> Ticket:
    """It is a ticket of its own again, in the state that it had; the time that it followed the other does not count."""
    if ticket.merged_into is None:
        return ticket
    state = state_before_merge(await turn.store(History).of(ticket.id))
    apart = replace(after(ticket, Step.SPLIT), state=state, merged_into=None)
    kept = await keep(turn, apart, line(turn, ticket, Step.SPLIT, before=str(ticket.merged_into), after=state))
    await turn.publish(TicketSplit(ticket=kept, before=ticket.merged_into))
    await replies.show(turn, kept)
    return kept


async def leading(turn: Turn, ticket: Ticket) -> Ticket:
    """The ticket that this one follows in the end; itself, if it follows none."""
    seen: set[TicketId] = set()
    while ticket.state is State.MERGED and ticket.merged_into is not None and ticket.id not in seen:
        seen.add(ticket.id)
        parent = await turn.store(Tickets).get(ticket.merged_into)
        if parent is None:
            break
        ticket = parent
    return ticket
