"""Once a day the admins read what failed; and after a restore, which calls may be missing."""

from collections.abc import Sequence

from bot.backlog import DeadLetters, Parked
from bot.community import PlaceId, PlaceKind
from bot.copies import RESTORED, Restored
from bot.moments import moment
from bot.richtext import EMPTY, Text, joined
from bot.stores import Facts, People, Places, Priority
from bot.turn import Turn


async def digest_line(turn: Turn, community: PlaceId | None, language: str) -> Text:
    """What could not be handled, and what could not be sent. It concerns all communities, and is said once."""
    if community is not None and community != await _first_community(turn):
        return EMPTY
    tried, given_up = await turn.store(Parked).count()
    letters = await turn.store(DeadLetters).counts()
    dead = sum(count for _, _, count in letters)
    counts = {"upkeep.parked": tried + given_up, "upkeep.dead": dead}
    lines = [turn.setup.texts.text(key, language, count=count) for key, count in counts.items() if count]
    return joined(lines) if lines else EMPTY


async def _first_community(turn: Turn) -> PlaceId | None:
    """The one whose digest the deployment's admins read first."""
    communities = await turn.store(Places).of_kind(PlaceKind.COMMUNITY)
    return communities[0].id if communities else None


async def untold(turn: Turn) -> Sequence[str]:
    """Was the database brought back from a backup without the admins knowing it yet?"""
    return [RESTORED] if await Restored.read(turn.store(Facts)) is not None else []


async def tell_admins(turn: Turn, _item: str) -> None:
    """Tell every admin from when to when calls may be missing; in the same turn it counts as told."""
    restored = await Restored.read(turn.store(Facts))
    if restored is None:
        return
    zone = turn.setup.config.timezone
    for account in sorted(turn.admins):
        admin = await turn.store(People).by_account(account)
        if admin is None:
            continue
        language = turn.language_of(admin)
        since, until = (moment(at, turn.now, zone, language) for at in (restored.since, restored.until))
        turn.tell(admin, "upkeep.restored", priority=Priority.EMERGENCY, since=since, until=until)
    await turn.store(Facts).set(RESTORED, "")
