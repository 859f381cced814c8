"""`/whistles`: what waits for a department, in every community, with the same cause together."""

from collections.abc import Sequence

from bot.features.roster import views as roster
from bot.features.tickets import views as tickets
from bot.features.whistles import answering, replies, views
from bot.features.whistles.causes import by_cause
from bot.features.whistles.model import State
from bot.features.whistles.views import Calling
from bot.labels import Action
from bot.stores import Places
from bot.turn import STAFF_ROLES, Turn

SHOWN = 20


async def whistles(turn: Turn, _words: str) -> None:
    """A member reads what the departments owe; staff what is owed to the community."""
    if await tell_waiting(turn):
        return
    owed = await _owed_here(turn)
    if owed:
        tickets.check_unseen(turn, *(called.ticket for called in owed))
        turn.whisper("whistle.owed", count=len(owed), lines=await _lines(turn, owed))
    else:
        turn.whisper("whistle.nothing")


async def tell_waiting(turn: Turn) -> bool:
    """Tell a member what the departments owe. False: there is nothing, or the actor is of no department."""
    mine = await views.waiting_for(turn, turn.person)
    if not mine:
        return False
    tickets.check_unseen(turn, *(called.ticket for called in mine))
    waits = any(called.whistle.state in {State.CALLED, State.DELIVERED} for called in mine)
    rows: list[list[Action]] = [[("whistles.here_all", "")]] if waits else []
    turn.whisper("whistle.mine", actions=rows, count=len(mine), lines=await _lines(turn, mine))
    return True


async def here_all(turn: Turn, _value: str) -> None:
    """One tap: the actor's departments report in to everything that waits."""
    count = await answering.here_all(turn, await views.waiting_for(turn, turn.person))
    turn.whisper("whistle.here_all_done", count=count)


async def _owed_here(turn: Turn) -> Sequence[Calling]:
    if turn.is_admin:
        return await views.open_in(turn, None)
    places = [duty.place for duty in await turn.duties() if duty.role in STAFF_ROLES and duty.place is not None]
    if not places:
        return ()
    return await views.open_in(turn, roster.community_of(await turn.store(Places).get(places[0])))


async def _lines(turn: Turn, waiting: Sequence[Calling]) -> str:
    """One line each; what has the same cause as the line above stands under it with a mark."""
    alike = by_cause([(called, called.ticket.category or "", called.ticket.public_words) for called in waiting[:SHOWN]])
    language, lines = turn.language_of(turn.person), []
    for group in alike:
        if len(group) > 1:
            lines.append(turn.setup.texts.word("whistle.same_cause", language, count=len(group)))
        for called in group:
            sheet = await replies.sheet_of(turn, called)
            key = f"whistle.line_{called.whistle.state}"
            lines.append(turn.setup.texts.word(key, language, **sheet.values(language)))
    return "\n".join(lines)
