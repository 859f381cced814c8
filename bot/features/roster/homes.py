"""Where somebody lives: told by a command or as the answer to "which building?", kept between the two of us."""

from dataclasses import replace
from typing import Final

from bot import understanding
from bot.community import Home, Place, PlaceId, PlaceKind
from bot.dialogs import Dialog, Dialogs
from bot.errors import Refused
from bot.features.roster import replies, views
from bot.messages import IncomingMessage
from bot.stores import People, Places
from bot.turn import Turn
from bot.words import shortened

HOME: Final = "roster.home"
# Longer than any address; a longer line says something else, too.
LONGEST_ADDRESS: Final = 40
_AREAS: Final = (PlaceKind.COMMUNITY, PlaceKind.COMPOUND, PlaceKind.GRID)
# Signs of a call (`Reading.why`): who says them does not only answer the question.
_TROUBLE: Final = frozenset({"problem", "fault", "request", "grievance", "urgent", "ask", "wish"})


async def home(turn: Turn, words: str) -> None:
    """`/home <building-unit-room>`. Nothing of it is ever said in a group."""
    if words:
        await _told(turn, await views.named_building(turn, words), words)
    elif not turn.is_private:
        raise Refused("no.use_private")
    elif turn.person.home is not None:
        await ask_home(turn, "home.now", place=await home_line(turn, turn.person.home))
    else:
        await ask_home(turn, "home.ask")


async def ask_home(turn: Turn, key: str, **values: str) -> None:
    """Ask for the building; the next plain line is the answer."""
    await _wait_for(turn, "")
    turn.answer(key, actions=[[("roster.later", "")]], **values)


async def later(turn: Turn, _value: str) -> None:
    """The question is taken back."""
    await turn.store(Dialogs).close(turn.chat, turn.person.id)
    turn.answer("home.later")


async def answer_home(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """The line after "which building?", where it is an address and nothing more."""
    if not turn.is_private or not _is_address(message.text):
        return False
    located, words = await _located(turn, message.text, dialog.value)
    if located.building is not None or located.candidates or located.said is not None:
        await turn.store(Dialogs).close(dialog.chat, dialog.person)
        await _told(turn, located, words)
        return True
    if any(place.kind in _AREAS for place in await turn.store(Places).find(words.strip())):
        await _wait_for(turn, words)
        turn.answer("home.building", place=shortened(words))
        return True
    return False


async def _located(turn: Turn, words: str, before: str) -> tuple[views.Located, str]:
    """The building that a line names, if need be together with what was said before ("御城一区", then "3号楼")."""
    alone = await views.named_building(turn, words)
    if alone.building is None and before:
        together = await views.named_building(turn, f"{before} {words}")
        if together.building is not None:
            return together, f"{before} {words}"
    return alone, words


async def choose_home(turn: Turn, value: str) -> None:
    """The compound's button, where a building's number exists in several. Unit and room wait with the question."""
    dialog = await turn.store(Dialogs).at(turn.chat, turn.person.id, turn.now)
    words = dialog.value if dialog is not None and dialog.kind == HOME else ""
    place = await turn.store(Places).get(PlaceId(int(value)))
    if place.retired or not turn.is_private:
        raise Refused("no.old_button")
    await turn.store(Dialogs).close(turn.chat, turn.person.id)
    await _settle(turn, place, words)


async def home_line(turn: Turn, where: Home) -> str:
    """A home as its owner reads it, with unit and room."""
    texts, language = turn.setup.texts, turn.language_of(turn.person)
    parts = [await views.place_name(turn, where.building)]
    if where.unit:
        parts.append(texts.word("home.unit", language, n=where.unit))
    if where.room:
        parts.append(texts.word("home.room", language, n=where.room))
    return "".join(parts) if language.startswith("zh") else ", ".join(parts)


async def _told(turn: Turn, located: views.Located, words: str) -> None:
    if located.building is not None:
        await _settle(turn, located.building, words)
    elif not located.candidates:
        raise Refused("home.unknown", short=shortened(words))
    elif not turn.is_private:
        raise Refused("no.use_private")
    else:
        await _wait_for(turn, words)
        await replies.ask_which(turn, located.candidates, "roster.home_at", words)


async def _settle(turn: Turn, building: Place, words: str) -> None:
    parts = understanding.read_place(words)
    where = Home(building=building.id, unit=parts.unit, room=parts.room)
    turn.actor = replace(turn.person, home=where)
    await turn.store(People).save(turn.actor)
    if not turn.is_private:
        turn.whisper("home.from_group")
        return
    worker = (await views.responsible(turn, building)).worker
    line = await home_line(turn, where)
    if worker is None:
        replies.say(turn, "home.saved_without_worker", place=line)
    else:
        replies.say(turn, "home.saved", place=line, worker=worker.name)


async def _wait_for(turn: Turn, words: str) -> None:
    await turn.expect(HOME, words)


def _is_address(words: str) -> bool:
    """Does the line say where, and nothing else?"""
    if len(words) > LONGEST_ADDRESS:
        return False
    reading = understanding.read(words)
    signs = {why.partition(":")[0] for why in reading.why}
    return reading.danger is None and reading.urgency == "normal" and signs.isdisjoint(_TROUBLE)
