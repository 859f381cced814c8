"""Once a day the admins read what failed; the terminal shows which."""

from bot.backlog import DeadLetters, Parked
from bot.community import PlaceId, PlaceKind
from bot.richtext import EMPTY, Text, joined
from bot.stores import Places
from bot.turn import Turn


async def digest_line(turn: Turn, community: PlaceId | None, language: str) -> Text:
    """What could not be handled, and what could not be sent. It concerns all communities, and is said once."""
    if community is not None and community != await _first_community(turn):
        return EMPTY
    tried, given_up = await turn.store(Parked).count()
    letters = await turn.store(DeadLetters).counts()
    dead = sum(count for _, _, count in letters)
    counts = {"upkeep.parked": tried + given_up, "upkeep.dead": dead}
    lines = [turn.setup.texts.text(key, language, count=count) for key, count in counts.items() if count]
    return joined(lines) if lines else EMPTY


async def _first_community(turn: Turn) -> PlaceId | None:
    """The one whose digest the deployment's admins read first."""
    communities = await turn.store(Places).of_kind(PlaceKind.COMMUNITY)
    return communities[0].id if communities else None
