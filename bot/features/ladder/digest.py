"""The ladder's part of the digest: what nobody has moved although everybody was told."""

from bot.community import PlaceId
from bot.features.tickets import views
from bot.richtext import EMPTY, Text
from bot.stores import Places
from bot.turn import Turn


async def unheeded(turn: Turn, community: PlaceId | None, language: str) -> Text:
    """The tickets at the end of the ladder, by number."""
    area = None if community is None else await turn.store(Places).get(community)
    found = await views.unheeded(turn, area)
    if not found:
        return EMPTY
    numbers = " ".join(f"#{ticket.id}" for ticket in found)
    return turn.setup.texts.text("ladder.digest", language, count=len(found), numbers=numbers)
