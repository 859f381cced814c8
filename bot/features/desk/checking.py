"""What is wrong with the data, and what never arrived: things that somebody has to put right."""

from collections.abc import Sequence
from typing import Final

from bot.backlog import DeadLetter, DeadLetters, Parked, ParkedRow
from bot.community import PlaceKind
from bot.errors import Refused
from bot.features.desk.settings import check_admin
from bot.features.desk.shown import Unserved
from bot.features.roster import views as roster
from bot.stores import Groups, Places
from bot.turn import Turn

MOST: Final = 100


async def unserved(turn: Turn) -> Unserved:
    """Buildings without a worker, workers to whom nobody can write, groups without a place or without ears."""
    areas = set(await roster.staffed(turn))
    buildings = [
        await roster.place_name(turn, building.id)
        for area in sorted(areas)
        for building in await turn.store(Places).of_kind(PlaceKind.BUILDING, within=area)
        if (await roster.responsible(turn, building)).worker is None
    ]
    workers = [
        (person, place) for person, place in await roster.unreached_workers(turn) if roster.community_of(place) in areas
    ]
    groups = [group for group in await turn.store(Groups).all() if not group.suspended]
    bound = {group.chat: await turn.store(Places).get(group.place) for group in groups if group.place is not None}
    return Unserved(
        buildings=buildings,
        workers=workers,
        deaf_groups=[
            group.title
            for group in groups
            if group.hears is False and group.chat in bound and roster.community_of(bound[group.chat]) in areas
        ],
        unbound_groups=[group.title for group in groups if group.place is None],
    )


async def letters(turn: Turn) -> tuple[Sequence[DeadLetter], Sequence[ParkedRow]]:
    """What never left, and what was received and could not be handled: for admins of the whole deployment.

    Raises:
        Refused: the actor is none.
    """
    check_admin(turn)
    return await turn.store(DeadLetters).rows(MOST), await turn.store(Parked).rows(MOST)


async def mend_letter(turn: Turn, kind: str, number: int, *, again: bool) -> None:
    """Let it leave or have its turn once more, or forget it.

    Raises:
        Refused: the actor is no admin of the deployment, or there is no such kind.
    """
    check_admin(turn)
    if kind == "letter":
        store = turn.store(DeadLetters)
        await (store.retry(number, turn.now) if again else store.drop(number))
    elif kind == "row":
        parked = turn.store(Parked)
        await (parked.retry(number) if again else parked.drop(number, turn.now))
    else:
        raise Refused("no.old_button")
