"""Steps that are entered later than they happened: "it was done yesterday afternoon".

Clocks and rates go by when a step was entered, but for one that happened earlier on the same day (ADR 0027).
"""

from datetime import datetime

from bot.bygones import read_past
from bot.features.clocks import views as clocks
from bot.features.tickets.model import Entry, Step, Ticket
from bot.turn import Turn


async def happened_in(turn: Turn, ticket: Ticket, words: str) -> datetime | None:
    """When the step that these words tell of really was; None: just now, or before there was a ticket."""
    zone = await clocks.zone_of(turn, ticket.spot.community)
    found = read_past(words, turn.now, zone)
    return found if found is not None and found > ticket.opened_at else None


async def counts_at(turn: Turn, ticket: Ticket, happened: datetime | None) -> datetime:
    """As of when a step counts that is entered now."""
    if happened is None:
        return turn.now
    zone = await clocks.zone_of(turn, ticket.spot.community)
    is_today = happened.astimezone(zone).date() == turn.now.astimezone(zone).date()
    return happened if is_today else turn.now


def stamp(happened: datetime | None) -> str:
    """The moment as `after` of its line of history keeps it."""
    return "" if happened is None else happened.isoformat()


def happened_at(entry: Entry) -> datetime | None:
    """When the step of this line really was, if it was entered late."""
    is_late = entry.what in {Step.PROGRESS, Step.DONE} and entry.after
    return datetime.fromisoformat(entry.after) if is_late else None
