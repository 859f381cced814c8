"""Leave that was announced begins, and leave ends, by themselves."""

from collections.abc import Sequence
from datetime import datetime

from bot.community import PersonId
from bot.features.duty import replies, service
from bot.features.roster import views as roster
from bot.ports import UnitOfWork
from bot.stores import People
from bot.turn import Turn


async def due(turn: Turn) -> Sequence[str]:
    """Whose leave begins or ends now."""
    changes = [(absence.person, absence.next_change) for absence in await roster.absences(turn)]
    return [str(person) for person, moment in changes if moment is not None and moment <= turn.now]


async def change(turn: Turn, number: str) -> None:
    """It ends, also if it should have begun while nothing ran; else it begins."""
    absence = await roster.absence_of(turn, PersonId(int(number)))
    if absence is None or absence.next_change is None or absence.next_change > turn.now:
        return
    person = await turn.store(People).get(absence.person)
    if absence.until is not None and absence.until <= turn.now:
        await service.come_back(turn, person.id)
        await replies.is_on(turn, person)
    else:
        await replies.went_off(turn, person, absence, await service.go_off(turn, absence))


async def next_moment(uow: UnitOfWork, now: datetime) -> datetime | None:
    """When the next leave begins or ends."""
    return await roster.next_absence_change(uow, now)
