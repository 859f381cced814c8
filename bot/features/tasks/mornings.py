"""Who wants no list in the morning says so with one tap, or with `/tasks off`; the list on request stays."""

import re
from typing import Final

from bot.community import PersonId
from bot.stores import Facts
from bot.turn import Turn

_OFF: Final = re.compile(r"off|早上不(?:用|要)?发|不(?:用|要)发|关", re.IGNORECASE)
_ON: Final = re.compile(r"on|早上(?:要|再)?发|发|开", re.IGNORECASE)


async def heard(turn: Turn, words: str) -> bool:
    """Did the words behind `/tasks` turn the morning's list off or on?"""
    said = words.strip().rstrip("。.")
    if _OFF.fullmatch(said):
        await off(turn, "")
        return True
    if _ON.fullmatch(said):
        await _keep(turn, "")
        turn.whisper("tasks.mornings_on")
        return True
    return False


async def off(turn: Turn, _value: str) -> None:
    """The button under the morning's list."""
    await _keep(turn, "off")
    turn.whisper("tasks.mornings_off")


async def are_wanted(turn: Turn, person: PersonId) -> bool:
    """Does this person want a list in the morning?"""
    return await turn.store(Facts).get(_key(person)) != "off"


async def _keep(turn: Turn, wish: str) -> None:
    await turn.store(Facts).set(_key(turn.person.id), wish)


def _key(person: PersonId) -> str:
    return f"tasks.mornings.{person}"
