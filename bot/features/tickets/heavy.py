"""One person calls again and again: every call is taken, and the answers are told together (DESIGN part 3)."""

from datetime import timedelta
from typing import Final

from bot.community import Group, PlaceId
from bot.features.roster import views as roster
from bot.features.tickets import views
from bot.stores import Places
from bot.turn import Turn

# More calls than these within an hour are many.
MANY: Final = 20
AN_HOUR: Final = timedelta(hours=1)


async def tell_together(turn: Turn) -> None:
    """Asked before a call is taken: after so many its answer waits for others; the admins hear of it once a day."""
    found = await views.calls_of(turn, turn.person.id, MANY)
    if sum(turn.now - call.opened_at < AN_HOUR for call in found) < MANY:
        return
    turn.outbox.gathers_at = turn.here
    for admin in await roster.admins(turn, await _community(turn, turn.group)):
        to = turn.private_to(admin)
        if to is not None:
            message = turn.compose("list.heavy", turn.language_of(admin), who=turn.person.name, count=MANY)
            turn.outbox.card(to, f"kernel:heavy:{turn.person.id}:{turn.now.date()}", message)


async def _community(turn: Turn, group: Group | None) -> PlaceId | None:
    place = await turn.store(Places).get(group.place) if group is not None and group.place is not None else None
    return roster.community_of(place) if place is not None else None
