"""We were away for longer than networks keep what was said: groups and their staff are told once when we are back.

The running service writes every minute that it runs (`bot.condition`); the first look after a start still sees when it
last did.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.community import PersonId
from bot.condition import Condition
from bot.features.clocks import views as clocks
from bot.features.roster import views as roster
from bot.moments import moment
from bot.stores import Facts, Groups, Places
from bot.turn import Turn

# Telegram keeps what it could not deliver for a day.
KEPT: Final = timedelta(hours=24)
_TOLD: Final = "groups.away"


async def due(turn: Turn) -> Sequence[str]:
    """Since when we were away, if that is longer and nobody has been told yet."""
    known = await Condition.read(turn.store(Facts))
    if known is None or turn.now - known.at <= KEPT:
        return ()
    since = known.at.isoformat()
    return () if await turn.store(Facts).get(_TOLD) == since else [since]


async def tell(turn: Turn, item: str) -> None:
    """One silent note in each group of ours, and a line to whoever looks after it."""
    since, told = datetime.fromisoformat(item), set[PersonId]()
    await turn.store(Facts).set(_TOLD, item)
    for group in await turn.store(Groups).all():
        if group.place is None or group.suspended:
            continue
        place = await turn.store(Places).get(group.place)
        community = roster.community_of(place)
        zone, language = await clocks.zone_of(turn, community), await turn.language_at(group.chat)
        values = _stretch(since, turn.now, zone, language)
        note = turn.compose("groups.away", language, silent=True, **values)
        turn.outbox.card(group.chat, f"kernel:skipped:{turn.now.date()}", note)
        for person in await roster.admins(turn, community):
            if person.id in told:
                continue
            told.add(person.id)
            turn.tell(person, "groups.was_away", **_stretch(since, turn.now, zone, turn.language_of(person)))


def _stretch(since: datetime, now: datetime, zone: ZoneInfo, language: str) -> dict[str, Any]:
    return {"time": moment(since, now, zone, language), "due": moment(now, now, zone, language)}
