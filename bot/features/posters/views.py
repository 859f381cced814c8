"""The sheets of the buildings, as they should be printed now."""

from collections.abc import Sequence
from typing import Final

from bot.community import Place, PlaceId, PlaceKind
from bot.doors import Code, Poster
from bot.features.roster import views as roster
from bot.links import doorplate_code
from bot.stores import Groups, Places
from bot.turn import Turn

# The networks whose chats a code can open, the likeliest first.
_NETWORKS: Final = ("telegram", "matrix")


async def posters(turn: Turn, language: str, named: str = "") -> Sequence[Poster]:
    """One for each building, or for those of the place that is called so; none where no network can be scanned."""
    found = []
    for building in await _buildings(turn, named):
        poster = await _poster(turn, building, language)
        if poster.codes:
            found.append(poster)
    return found


async def _buildings(turn: Turn, named: str) -> list[Place]:
    places = turn.store(Places)
    areas = await places.find(named) if named else await places.of_kind(PlaceKind.COMMUNITY)
    found: dict[PlaceId, Place] = {}
    for area in areas:
        inside = [area] if area.kind is PlaceKind.BUILDING else await places.of_kind(PlaceKind.BUILDING, within=area.id)
        found |= {building.id: building for building in inside}
    return list(found.values())


async def _poster(turn: Turn, building: Place, language: str) -> Poster:
    texts, numbers = turn.setup.texts, turn.setup.config.emergency
    place = await roster.place_name(turn, building.id)
    danger = [
        texts.word(f"poster.{kind}", language, number=number)
        for kind, number in (("fire", numbers.fire), ("police", numbers.police), ("medical", numbers.medical))
        if number
    ]
    return Poster(
        heading=texts.word("poster.heading", language),
        place=place,
        steps=tuple(texts.word(f"poster.step_{number}", language, place=building.name) for number in (1, 2, 3)),
        codes=await _codes(turn, building, language),
        numbers="   ".join(danger),
        foot=await _foot(turn, building, language),
    )


async def _codes(turn: Turn, building: Place, language: str) -> tuple[Code, ...]:
    """By the account that looks after the building's group, else by our first one on that network."""
    around = [place for place in (building.id, building.grid, building.compound, building.community) if place]
    groups = await turn.store(Groups).bound_to(around)
    codes = []
    for network in _NETWORKS:
        nearest = next((group.chat.bot for group in groups if group.chat.channel == network), None)
        bot = nearest or turn.setup.bots.get(network)
        link = None if bot is None else link_to(turn, network, bot, building.id)
        if link is not None:
            codes.append(Code(label=turn.setup.texts.word(f"poster.on_{network}", language), link=link))
    return tuple(codes)


def link_to(turn: Turn, network: str, bot: str, building: PlaceId) -> str | None:
    """The address that opens a chat with us; None: that network has none, or has not told us our name yet."""
    if network == "matrix":
        return f"https://matrix.to/#/{bot}"
    known = turn.setup.invitation_links.get(f"{network} {bot}", "")
    return known.format(code=doorplate_code(building)) if known.startswith("https://") else None


async def _foot(turn: Turn, building: Place, language: str) -> str:
    """Who looks after it, and the number for those who would rather ring."""
    responsible = await roster.responsible(turn, building)
    worker = responsible.worker or responsible.backup
    desk = await roster.desk(turn, building.community) if building.community else ()
    phone = next((person.phone for person in desk if person.phone), None)
    said = []
    if worker is not None:
        said.append(turn.setup.texts.word("poster.worker", language, worker=worker.name))
    if phone is not None:
        said.append(turn.setup.texts.word("poster.phone", language, phone=phone))
    return "   ".join(said)
