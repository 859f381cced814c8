"""Which open tickets are probably about the same thing, and which one says already what somebody says."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.community import Place
from bot.features.tickets.model import IN_HAND, State, Ticket
from bot.features.tickets.store import OpenTickets, Sketch, Tickets
from bot.turn import Turn
from bot.understanding.likeness import LIKELY, SURE, is_another_matter, likeness

# More than stand in one message are not looked for.
MOST: Final = 40
# What is out of order now is another matter tomorrow; a lamp stays dark for a week.
URGENT_LASTS: Final = timedelta(days=1)
LASTS: Final = timedelta(days=7)
# Nobody has said yet that it is done: who says it now says the same.
_STANDING: Final = frozenset({State.NEW, State.ASSIGNED, *IN_HAND})


async def alike(turn: Turn, ticket: Ticket, within: timedelta) -> Sequence[Sketch]:
    """Other open tickets of its building and category, the oldest first.

    Opened within this time of it they need no likeness, unless they name another matter: one cause makes people call
    together. Older ones, as long as such a matter lasts, count when they put it alike.
    """
    if ticket.spot.building is None or ticket.category is None or ticket.private:
        return ()
    since = ticket.opened_at - max(within, _lasts(ticket.urgency))
    found = await turn.store(OpenTickets).opened_at(ticket.spot.building, ticket.category, since, MOST)
    return [other for other in found if is_alike(ticket, other, within)]


def is_alike(ticket: Ticket, other: Sketch, within: timedelta) -> bool:
    """Is the other one, of the same building and category, probably about the same thing?

    What is private is like nothing: nobody else may learn that there are two.
    """
    if other.id == ticket.id or ticket.private or other.private:
        return False
    apart = abs(other.opened_at - ticket.opened_at)
    if apart <= within:
        return not is_another_matter(ticket.words, other.words)
    return apart <= _lasts(ticket.urgency) and likeness(ticket.words, other.words) >= LIKELY


async def said_already(turn: Turn, words: str, category: str | None, building: Place | None) -> Ticket | None:
    """The open ticket of this building and category that surely says the same; the most alike, then the oldest."""
    if building is None or category is None:
        return None
    found = await turn.store(OpenTickets).opened_at(building.id, category, turn.now - LASTS, MOST)
    ranked = sorted((-likeness(words, one.words), one.id) for one in found if not one.private)
    for unlike, number in ranked:
        ticket = await turn.store(Tickets).get(number) if -unlike >= SURE else None
        if ticket is not None and _still_says_it(ticket, turn):
            return ticket
    return None


def _still_says_it(ticket: Ticket, turn: Turn) -> bool:
    is_fresh = turn.now - ticket.opened_at <= _lasts(ticket.urgency)
    return is_fresh and ticket.state in _STANDING and ticket.shows_in_group


def _lasts(urgency: str) -> timedelta:
    return LASTS if urgency == "normal" else URGENT_LASTS
