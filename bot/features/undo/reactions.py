"""What people do to their tickets is remembered for a while, so that it can be taken back."""

from bot.features.followers.events import NeighbourFollowed
from bot.features.ratings.events import TicketRated
from bot.features.tickets.events import ReopenRequested, TicketClosed
from bot.features.tickets.views import Closing, State, Ticket
from bot.features.undo.model import FOR, Act, What
from bot.features.undo.store import Acts
from bot.turn import Turn


async def on_closed(turn: Turn, news: TicketClosed) -> None:
    """The caller said that it is fixed, or took the call back."""
    if news.ticket.state is State.WITHDRAWN:
        await _remember(turn, news.ticket, What.WITHDRAWN)
    elif news.ticket.closing is Closing.CONFIRMED:
        await _remember(turn, news.ticket, What.FIXED)


async def on_reopen_requested(turn: Turn, news: ReopenRequested) -> None:
    """The caller said that it is not fixed."""
    await _remember(turn, news.ticket, What.NOT_FIXED)


async def on_rated(turn: Turn, news: TicketRated) -> None:
    """Somebody gave a score."""
    await _remember(turn, news.ticket, What.RATED, before=news.before)


async def on_followed(turn: Turn, news: NeighbourFollowed) -> None:
    """A neighbour has the same need. Whoever is counted in by somebody else has done nothing."""
    if turn.actor is not None and turn.actor.id == news.person:
        await _remember(turn, news.ticket, What.ME_TOO)


async def _remember(turn: Turn, ticket: Ticket, what: What, *, before: int | None = None) -> None:
    is_callers = what in {What.FIXED, What.NOT_FIXED, What.WITHDRAWN}
    if turn.actor is None or turn.cause is None or (is_callers and turn.actor.id != ticket.reporter):
        return
    act = Act(
        id=0,
        person=turn.actor.id,
        what=what,
        ticket=int(ticket.id),
        at=turn.now,
        cause=turn.event.key,
        before=before,
    )
    await turn.store(Acts).add(act, forget_before=turn.now - FOR)
