"""What is counted of tickets for whatever watches the service."""

from collections.abc import Sequence

from bot.features.tickets.store import Counts
from bot.metrics import Metric
from bot.turn import Turn


async def open_tickets(turn: Turn) -> Sequence[Metric]:
    """Open tickets by state, and those that are late."""
    standing = await turn.store(Counts).standing(turn.now)
    return (
        Metric(
            name="huying_tickets_open",
            help="Open tickets, by state.",
            values=[({"state": state}, count) for state, count, _ in standing],
        ),
        Metric(
            name="huying_tickets_overdue",
            help="Open tickets past the deadline that runs now, by state.",
            values=[({"state": state}, late) for state, _, late in standing],
        ),
    )
