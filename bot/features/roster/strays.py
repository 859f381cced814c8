"""Communities that `/bind` made before there was a roster, and that no roster ever named."""

from collections.abc import Mapping, Sequence

from bot.community import ChatRef, Group, Place, PlaceId, PlaceKind
from bot.features.roster.store import Register
from bot.stores import Groups, Places
from bot.turn import Turn


async def is_unlisted(turn: Turn, community: Place) -> bool:
    """Did no places table ever name this community? Every row of one names a grid, and nothing else makes grids."""
    if community.retired:
        return False
    return not await turn.store(Places).of_kind(PlaceKind.GRID, within=community.id)


async def strays(turn: Turn) -> Sequence[Place]:
    """All communities that neither table ever named: without a grid, and nobody has a duty there."""
    found = []
    for community in await turn.store(Places).of_kind(PlaceKind.COMMUNITY):
        if await is_unlisted(turn, community):
            inside = [place.id for place in await turn.store(Register).places_of(community.id)]
            if not await turn.store(Register).duties_at(inside):
                found.append(community)
    return found


async def groups_of(turn: Turn, community: PlaceId) -> Sequence[Group]:
    """The groups that are bound to the community or to a building in it."""
    inside = [place.id for place in await turn.store(Register).places_of(community)]
    return await turn.store(Groups).bound_to(inside)


async def groups_astray(turn: Turn) -> Mapping[ChatRef, str]:
    """The groups of stray communities, and the community's name."""
    return {group.chat: stray.name for stray in await strays(turn) for group in await groups_of(turn, stray.id)}


def astray(title: str, community: str) -> str:
    """What the operator reads about such a group."""
    return f"group {title} belongs to {community}, which no roster names; say /bind there again"
