"""Starting, joining by an invitation, and asking who looks after a building: understand, act, answer."""

from bot.beginning.code import is_code
from bot.community import PlaceId
from bot.errors import Refused
from bot.features.roster import doorplates, homes, replies, views
from bot.features.roster.invitations import looks_like_code, open_invitation
from bot.messages import IncomingMessage
from bot.stores import Places
from bot.turn import Turn
from bot.words import shortened


async def start(turn: Turn, words: str) -> None:
    """`/start`, by hand or by a deep link that carries a code."""
    if looks_like_code(words):
        await join(turn, words)
        return
    if not turn.is_private:
        raise Refused("no.use_private")
    door = await doorplates.building_at(turn, words)
    if turn.person.in_roster and await turn.duties():
        await replies.welcome(turn)
    elif door is not None:
        await doorplates.arrived(turn, door)
    elif turn.person.home is not None:
        turn.answer("intro.again", place=await homes.home_line(turn, turn.person.home))
    else:
        await homes.ask_home(turn, "intro.private")


async def begin(turn: Turn, message: IncomingMessage) -> bool:
    """The code of `huying init`, written without a command: it reaches us once the service runs, and is no call."""
    if not (turn.is_private and is_code(message.text)):
        return False
    await turn.meet()
    await start(turn, "")
    return True


async def join(turn: Turn, words: str) -> None:
    """`/join <code>`. In a group the code is used at once, before anybody who reads it can."""
    if not words.strip():
        raise Refused("join.which")
    joined = await open_invitation(turn, words)
    if joined is None:
        turn.whisper("join.unknown")
    else:
        await replies.welcome(turn)


async def who(turn: Turn, words: str) -> None:
    """`/who`: who looks after my building, or the building named. A home is never said in a group."""
    if words:
        await _who_at(turn, words)
    elif not turn.is_private:
        await replies.say_who(turn, None if turn.group is None or turn.group.place is None else turn.group.place)
    elif turn.person.home is None:
        await homes.ask_home(turn, "home.ask")
    else:
        await replies.say_who(turn, turn.person.home.building)


async def who_at(turn: Turn, value: str) -> None:
    """The compound's button, where a building's number exists in several."""
    await replies.say_who(turn, PlaceId(int(value)))


async def _who_at(turn: Turn, words: str) -> None:
    located = await views.named_building(turn, words)
    if located.building is not None:
        await replies.say_who(turn, located.building.id)
    elif located.candidates:
        await replies.ask_which(turn, located.candidates, "roster.who_at", words)
    else:
        areas = await turn.store(Places).find(words.strip())
        if len(areas) != 1:
            raise Refused("home.unknown", short=shortened(words))
        await replies.say_who(turn, areas[0].id)
