"""The index follows the histories of tickets, a portion at a time; so it is also made anew when it is lost."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.features.board.model import Stirred, grams
from bot.features.board.publicity import is_public
from bot.features.board.store import Board
from bot.features.tickets import views as tickets
from bot.turn import Turn

PORTION: Final = 2000
# On PostgreSQL a line may become visible after one with a higher number. By then both are.
_SETTLED: Final = timedelta(seconds=10)


async def due(turn: Turn) -> Sequence[str]:
    """Is there anything that the index does not know?"""
    return ["words"] if await _next(turn, 1) else []


async def index(turn: Turn, _item: str) -> None:
    """The tickets of the next portion of lines, as they are now."""
    lines, board = await _next(turn, PORTION), turn.store(Board)
    private = turn.setup.config.privacy.private_categories
    for number in dict.fromkeys(line.ticket for line in lines):
        ticket = await tickets.find(turn, number)
        if ticket is not None and is_public(ticket, private):
            await board.index(number, ticket.spot.community, grams(ticket.public_words))
        else:
            await board.index(number, None, ())
    if lines:
        await board.mark_indexed(lines[-1].line)


async def _next(turn: Turn, limit: int) -> Sequence[Stirred]:
    board = turn.store(Board)
    found = await board.stirred(await board.indexed(), limit)
    settled = turn.now - _SETTLED
    fresh = next((place for place, line in enumerate(found) if line.at > settled), len(found))
    return found[:fresh]
