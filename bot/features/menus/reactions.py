"""News after which somebody may need another menu."""

from bot.features.menus.jobs import look_soon
from bot.features.roster.events import WorkerJoined, WorkerRetired
from bot.service_events import Reachable
from bot.turn import Turn


async def on_change(turn: Turn, _news: WorkerJoined | WorkerRetired | Reachable) -> None:
    """Roles came or went, or somebody who has one can be written to now."""
    look_soon(turn)
