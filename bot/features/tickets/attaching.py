"""What was sent beside the words stays with its ticket, by the network's own handle."""

from collections.abc import Sequence

from bot.features.tickets.model import Ticket
from bot.features.tickets.store import Attachments, Kept
from bot.messages import Attachment
from bot.turn import Turn


async def attach(turn: Turn, ticket: Ticket, sent: Sequence[Attachment]) -> None:
    """Keep what the actor sent just now, in this chat, with the ticket."""
    for one in sent:
        kept = Kept(
            ticket=ticket.id,
            kind=one.kind,
            channel=turn.chat.channel,
            bot=turn.chat.bot,
            reference=one.remote_id,
            name=one.name or "",
            by=turn.person.id,
            at=turn.now,
        )
        await turn.store(Attachments).add(kept)


async def attachments_of(turn: Turn, ticket: Ticket) -> Sequence[Kept]:
    """All that belongs to it, in the order in which it came."""
    return await turn.store(Attachments).of(ticket.id)
