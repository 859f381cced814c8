"""Menus are set when we start, soon after a role changed, and otherwise looked at now and then."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.features.menus.wanted import Bot, empty, mark, wanted_menus
from bot.orders import Audience, ShowMenu
from bot.stores import Facts
from bot.turn import Turn

# A roster that was imported beside the running service is noticed within this time.
LOOK_AGAIN: Final = timedelta(minutes=5)
# So many leave at a time: a turn stays short, and what people wait for goes before them anyway.
PORTION: Final = 50
LOOKED: Final = "menus.looked"


async def due(turn: Turn) -> Sequence[str]:
    """Our accounts that offer something else than they should."""
    bots, looked = sorted(turn.setup.shows_menus), turn.setup.memory.get(LOOKED)
    if not bots or (isinstance(looked, datetime) and timedelta() <= turn.now - looked < LOOK_AGAIN):
        return ()
    turn.setup.memory[LOOKED] = turn.now
    return [" ".join(bot) for bot in bots if _changes(await _shown(turn, bot), await wanted_menus(turn, bot))]


async def show(turn: Turn, item: str) -> None:
    """Set what is not as it should be; what is right is left alone."""
    channel, _, name = item.partition(" ")
    bot = (channel, name)
    known, wanted = await _shown(turn, bot), await wanted_menus(turn, bot)
    for key, value in _changes(known, wanted)[:PORTION]:
        turn.outbox.show_menu(wanted[key] if value else empty(bot, key))
        known = {**known, key: value}
    await turn.store(Facts).set(_fact(bot), json.dumps({key: value for key, value in known.items() if value}))
    look_soon(turn)


def look_soon(turn: Turn) -> None:
    """Somebody may need another menu now."""
    turn.setup.memory.pop(LOOKED, None)


def _changes(shown: Mapping[str, str], wanted: Mapping[str, ShowMenu]) -> list[tuple[str, str]]:
    """Keys of menus that differ, each with the mark of what should be there; none: nothing of its own."""
    marks = {key: mark(menu) for key, menu in wanted.items()}
    gone = [(key, "") for key in shown if key not in marks and key.startswith(Audience.PERSON)]
    return [*((key, now) for key, now in marks.items() if shown.get(key) != now), *gone]


async def _shown(turn: Turn, bot: Bot) -> dict[str, str]:
    kept = await turn.store(Facts).get(_fact(bot))
    known: dict[str, str] = json.loads(kept) if kept else {}
    return known


def _fact(bot: Bot) -> str:
    return f"menus.{bot[0]}.{bot[1]}"
