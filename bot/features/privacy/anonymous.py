"""Calls of which not even the database knows whose they are.

Their caller is nobody, they stand in the group of their building, and nothing ties the message, the chat or the answer
to the ticket. So nobody can be asked or thanked; whoever called follows the card in the group.
"""

from bot.community import Group, Place
from bot.errors import Refused
from bot.features.privacy import service
from bot.features.roster import views as roster
from bot.features.tickets import service as tickets
from bot.features.tickets.views import Source
from bot.stores import Groups, People
from bot.turn import Turn
from bot.understanding import read_place


async def take(turn: Turn, words: str) -> int:
    """Take the call down and answer its number.

    Raises:
        Refused: the words name no building, or no group reads of it.
    """
    located = await roster.locate(turn, words, read_place(words), person=turn.person)
    group = None if located.building is None else await _group_of(turn, located.building)
    if group is None:
        raise Refused("privacy.anonymous_where")
    caller, here = turn.actor, turn.group
    nobody = await turn.store(People).get(await service.nobody(turn))
    await turn.enter(group)
    # What follows is written down as done by nobody.
    turn.actor = nobody
    ticket = await tickets.take_call(turn, words, Source(chat=group.chat, message=None, is_private=False), nobody)
    turn.actor = caller
    await turn.enter(here)
    return int(ticket.id)


async def _group_of(turn: Turn, building: Place) -> Group | None:
    """The group that is nearest to the building."""
    places = [place for place in (building.id, building.grid, building.compound, building.community) if place]
    groups = [group for group in await turn.store(Groups).bound_to(places) if not group.suspended]
    return min(groups, key=lambda group: places.index(group.place or building.id), default=None)
