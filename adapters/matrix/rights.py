"""What we may do in a room, asked of the homeserver."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from adapters.matrix.errors import NETWORK_FAULTS, NOT_YET, NotThereYet, Refusal
from adapters.matrix.homeserver import Homeserver, path_of
from bot.ports import Rights

# What the specification says where a room says nothing.
_TO_REDACT: Final = 50


async def rights_in(home: Homeserver, room: str) -> Rights | None:
    """What holds there now; None: it could not be asked."""
    try:
        joined = await home.ask("GET", "/joined_rooms")
        if room not in joined.get("joined_rooms", ()):
            return Rights(there=False)
        levels = await home.ask("GET", path_of("rooms", room, "state", "m.room.power_levels"))
    except Refusal as refusal:
        # A room without levels lets everybody write.
        return Rights(there=True) if refusal.status == HTTPStatus.NOT_FOUND else None
    except (NotThereYet, *NETWORK_FAULTS, *NOT_YET):
        return None
    return _by_levels(levels, home.user)


def _by_levels(levels: Mapping[str, Any], user: str) -> Rights:
    ours = levels.get("users", {}).get(user, levels.get("users_default", 0))
    events = levels.get("events", {})
    usual = levels.get("events_default", 0)
    needed = max(events.get(kind, usual) for kind in ("m.room.message", "m.room.encrypted"))
    return Rights(there=True, writes=ours >= needed, deletes=ours >= levels.get("redact", _TO_REDACT))
