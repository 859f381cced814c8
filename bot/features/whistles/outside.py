"""What a one-time link shows to whoever has no account: masked words, a place without a room, what is wanted."""

from dataclasses import dataclass

from bot.features.clocks import views as clocks
from bot.features.whistles import replies
from bot.features.whistles.links import behind, ends_at
from bot.features.whistles.model import State
from bot.moments import moment
from bot.turn import Turn


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A whistle for a page, in finished words. `is_received`: it was opened before; until then nothing is shown.

    `asks`: something is owed; else it is only to know. `has_reported`: its department has reported in;
    `has_refused`: it said whose it is instead, and the desk rules. `until` is the last moment of the link.
    """

    is_received: bool
    asks: bool
    has_reported: bool
    has_refused: bool
    community: str
    owner: str
    number: int
    place: str
    words: str
    reason: str
    due: str
    until: str


async def notice(turn: Turn, token: str, language: str) -> Notice | None:
    """What this token shows now. None: there is no such link, or its time is over, or the whistle is."""
    called, ends = await behind(turn, token), await ends_at(turn, token)
    if called is None or ends is None or not (called.whistle.is_open or called.whistle.state is State.INFORMED):
        return None
    sheet = await replies.sheet_of(turn, called)
    values = sheet.values(language)
    zone = await clocks.zone_of(turn, called.ticket.spot.community)
    return Notice(
        is_received=called.whistle.state is not State.CALLED,
        asks=called.whistle.is_open,
        has_reported=called.whistle.state is State.REPORTED,
        has_refused=called.whistle.state is State.REFUSED,
        community=values["community"],
        owner=values["owner"],
        number=int(called.ticket.id),
        place=values["place"],
        words=values["words"],
        reason=values["reason"],
        due=values["due"],
        until=moment(ends, turn.now, zone, language),
    )
