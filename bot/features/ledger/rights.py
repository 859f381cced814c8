"""Who may have the ledger of an area, and who of those reads words and names in it."""

from bot.community import Place, PlaceId, PlaceKind
from bot.features.roster import views as roster
from bot.stores import Places
from bot.turn import STAFF_ROLES, Turn


async def may_read(turn: Turn, area: Place | None) -> bool:
    """May the actor have its ledger: an admin, whoever works for the area's community, or for what lies above it?"""
    if turn.is_admin:
        return True
    above: set[PlaceId | None] = {None}
    place = area
    while place is not None:
        above |= {place.id, place.community}
        parent = place.parent or place.community
        place = None if parent is None else await turn.store(Places).get(parent)
    return any(duty.role in STAFF_ROLES and duty.place in above for duty in await turn.duties())


async def works_in(turn: Turn, area: Place | None) -> bool:
    """Does the actor work in that very community? Those above read neither words nor names."""
    if turn.is_admin:
        return True
    within = {None} if area is None else {None, area.id, roster.community_of(area)}
    is_below = area is None or area.kind not in {PlaceKind.STREET, PlaceKind.DISTRICT, PlaceKind.CITY}
    return is_below and any(duty.role in STAFF_ROLES and duty.place in within for duty in await turn.duties())
