"""`/undo`: understand, act, answer."""

from bot.errors import Refused
from bot.features.followers import service as followers
from bot.features.ratings import service as ratings
from bot.features.tickets import service as tickets
from bot.features.tickets import views
from bot.features.undo.model import FOR, Act, What
from bot.features.undo.store import Acts
from bot.texts import listed
from bot.turn import Turn


async def undo(turn: Turn, _words: str) -> None:
    """`/undo`: the last thing that this person did to a ticket in the last ten minutes counts as never done."""
    acts = await turn.store(Acts).last(turn.person.id, turn.now - FOR)
    if not acts:
        raise Refused("undo.nothing")
    for act in acts:
        await _take_back(turn, act)
    await turn.store(Acts).remove(acts)
    language = turn.language_of(turn.person)
    named = [turn.setup.texts.word(f"undo.{act.what}", language) for act in reversed(acts)]
    turn.whisper("undo.done", n=acts[0].ticket, words=listed(named, language))
    if turn.message is not None and not turn.is_private:
        turn.outbox.react(turn.here, turn.message.id)


async def _take_back(turn: Turn, act: Act) -> None:
    ticket = await views.ticket(turn, act.ticket)
    if act.what is What.RATED:
        await ratings.take_back(turn, ticket, act.before)
    elif act.what is What.ME_TOO:
        await followers.unfollow(turn, ticket, turn.person)
    else:
        await tickets.undo(turn, ticket)
