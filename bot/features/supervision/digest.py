"""Supervision's line in the digest: what is watched, and what of it is late."""

from bot.community import PlaceId
from bot.features.supervision.store import Watches
from bot.features.tickets import views as tickets
from bot.richtext import EMPTY, Text
from bot.turn import Turn


async def watched(turn: Turn, community: PlaceId | None, language: str) -> Text:
    """Watched tickets of the community by number; one that several people watch counts once."""
    numbers = await turn.store(Watches).within(community)
    if not numbers:
        return EMPTY
    found = [await tickets.find(turn, number) for number in numbers]
    late = [one for one in found if one is not None and one.late_at is not None and one.late_at <= turn.now]
    named = " ".join(f"#{number}" for number in numbers)
    return turn.setup.texts.text("supervise.digest", language, count=len(numbers), late=len(late), numbers=named)
