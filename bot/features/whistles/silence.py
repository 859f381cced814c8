"""What silence does: it is told one rung higher, for the silent department alone.

Rungs: its members again, its superior, the street, the district, the community's admins and secretary. A rung without
a person is skipped; the last one is told again and again, so that nothing silent is forgotten.
"""

from collections.abc import Sequence

from bot.community import Person
from bot.features.departments import service as departments
from bot.features.departments import views
from bot.features.roster import views as roster
from bot.features.whistles import deadlines, model, replies, reports
from bot.features.whistles.model import State
from bot.features.whistles.views import Calling
from bot.features.whistles.whistling import keep, write
from bot.turn import Turn


async def break_silence(turn: Turn, called: Calling) -> None:
    """The time of this whistle is over: somebody must hear of it."""
    told, again = await _tell(turn, called), await deadlines.next_told(turn, called)
    await keep(turn, called, model.silent(called.whistle, again))
    await write(turn, called, "whistle_silent", words=", ".join(person.name for person in told))


async def _tell(turn: Turn, called: Calling) -> Sequence[Person]:
    rung = called.whistle.rung
    if called.whistle.state is State.CALLED:
        return await reports.tell_still_undelivered(turn, called)
    rungs = await _rungs(turn, called)
    people = rungs[min(rung, len(rungs) - 1)]
    if called.whistle.state is State.REFUSED:
        await reports.ask_ruling(turn, called, people)
    elif rung == 0:
        await replies.remind(turn, called, people)
    else:
        await reports.tell_above(turn, called, people)
    return people


async def _rungs(turn: Turn, called: Calling) -> Sequence[Sequence[Person]]:
    """Whom to tell, from the nearest up; a refusal waits for the desk first."""
    community = called.ticket.spot.community
    if called.whistle.state is State.REFUSED:
        first = await roster.desk(turn, community)
    else:
        first = await views.people(turn, called.department.members)
    above = await departments.above(turn, called.department, community)
    rungs = [first, *above, await roster.admins(turn, community)]
    return [rung for rung in rungs if rung] or [[]]
