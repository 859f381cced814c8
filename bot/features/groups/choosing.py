"""Binding a group by the button under our greeting: a place of the roster, or a name in the next line."""

from typing import Final

from bot.community import Place, PlaceKind
from bot.dialogs import Dialog, Dialogs
from bot.features.groups import handlers
from bot.features.roster import views as roster
from bot.messages import IncomingMessage
from bot.stores import Facts, Places
from bot.turn import Turn

NAME: Final = "groups.name"
# Longer than any estate is called; a longer line says something else.
LONGEST_NAME: Final = 20


async def bind(turn: Turn, words: str) -> None:
    """`/bind <place>`; without a place it is what the button is. On Matrix people answer a button by its word."""
    if words:
        await handlers.bind(turn, words)
    else:
        await begin(turn, "")


async def begin(turn: Turn, _value: str) -> None:
    """The button under the greeting: which place is it?"""
    await handlers.our_group(turn)
    places = await _offered(turn)
    if places:
        await handlers.ask_which(turn, "bind.begin", places)
        return
    await turn.expect(NAME, "")
    turn.outbox.post(turn.here, turn.compose("bind.name", turn.group_language))


async def named(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """The line after "what is it called?". Who asked was allowed to; whether it still holds is asked again."""
    words = message.text.strip()
    if not words or len(words) > LONGEST_NAME:
        return False
    await turn.store(Dialogs).close(dialog.chat, dialog.person)
    await handlers.bind(turn, words)
    return True


async def _offered(turn: Turn) -> list[Place]:
    """What the roster has, the larger first: nine of the actor's own communities and what lies in them."""
    if await turn.store(Facts).get(roster.IMPORTED) is None:
        return []
    places, found = turn.store(Places), []
    for community in await roster.staffed(turn):
        found.append(await places.get(community))
        for kind in (PlaceKind.COMPOUND, PlaceKind.GRID):
            found += await places.of_kind(kind, within=community)
    return [place for place in found if not place.retired][: handlers.CHOICES]
