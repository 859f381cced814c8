"""What becomes of leave when people leave for good."""

from dataclasses import replace

from bot.features.duty import service
from bot.features.roster import service as roster_service
from bot.features.roster import views as roster
from bot.features.roster.events import WorkerRetired
from bot.stores import People
from bot.turn import Turn


async def on_worker_retired(turn: Turn, news: WorkerRetired) -> None:
    """A substitute who left stands in for nobody, and the admins hear that a rule points at somebody who is gone."""
    if await turn.store(People).duties(news.person):
        return
    if await roster.absence_of(turn, news.person) is not None:
        await service.come_back(turn, news.person)
    gone = await turn.store(People).get(news.person)
    for absence in await roster.absences(turn):
        if absence.substitute != news.person:
            continue
        await roster_service.note_absence(turn, replace(absence, substitute=None))
        away = await turn.store(People).get(absence.person)
        places = await roster.communities_of(turn, away.id)
        admins = {admin.id: admin for place in places for admin in await roster.admins(turn, place)}
        for admin in admins.values():
            turn.tell(admin, "duty.substitute_left", worker=away.name, who=gone.name)
