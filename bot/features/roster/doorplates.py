"""The code at a building's door: whoever opens it lives there, until they say otherwise, and can simply say what is up.

A code is the building's number and no secret: it gives no right, only a first guess at the place.
"""

from dataclasses import replace

from bot.community import Home, Place, PlaceId
from bot.dialogs import Dialogs
from bot.errors import Refused
from bot.features.roster import replies, views
from bot.links import behind_door
from bot.stores import People, Places
from bot.turn import Turn


async def building_at(turn: Turn, words: str) -> Place | None:
    """The building whose code this is; None: it is no such code, or the building is not in the roster any more."""
    number = behind_door(words)
    if number is None:
        return None
    try:
        place = await turn.store(Places).get(number)
    except LookupError:
        return None
    return None if place.retired else place


async def arrived(turn: Turn, building: Place) -> None:
    """Somebody scanned the code at the door, and has no other home: this is it, until they say otherwise."""
    name = await views.place_name(turn, building.id)
    home = turn.person.home
    if home is not None and home.building != building.id:
        actions = [[("roster.home_here", str(building.id))]]
        turn.answer("door.elsewhere", actions=actions, place=name)
        return
    if home is None:
        turn.actor = replace(turn.person, home=Home(building=building.id))
        await turn.store(People).save(turn.actor)
    worker = (await views.responsible(turn, building)).worker
    actions = [[("roster.not_here", str(building.id))]]
    if worker is None:
        turn.answer("door.welcome_without_worker", actions=actions, place=name)
    else:
        turn.answer("door.welcome", actions=actions, place=name, worker=worker.name)


async def here(turn: Turn, value: str) -> None:
    """The button “I live here”, of somebody who lived elsewhere. Unit and room were those of the other building."""
    building = await turn.store(Places).get(PlaceId(int(value)))
    if building.retired or not turn.is_private:
        raise Refused("no.old_button")
    turn.actor = replace(turn.person, home=Home(building=building.id))
    await turn.store(People).save(turn.actor)
    replies.say(turn, "home.saved_without_worker", place=await views.place_name(turn, building.id))


async def not_here(turn: Turn, value: str) -> None:
    """The button “Only passing by”: the guess is taken back."""
    home = turn.person.home
    if home is not None and home.building == PlaceId(int(value)):
        turn.actor = replace(turn.person, home=None)
        await turn.store(People).save(turn.actor)
    await turn.store(Dialogs).close(turn.chat, turn.person.id)
    turn.answer("door.forgotten")
