"""What a department says in words of its own, in a chat or on the page behind a link: a time, or whose it is."""

from bot.appointments import read_moment
from bot.errors import Refused
from bot.features.clocks import views as clocks
from bot.features.departments import service as departments
from bot.features.departments.views import Department
from bot.features.whistles import answering
from bot.features.whistles.views import Calling
from bot.naming import named_first, nearest_names
from bot.texts import listed
from bot.turn import Turn


async def propose(turn: Turn, called: Calling, words: str) -> None:
    """One time for a joint visit, as people write times.

    Raises:
        Refused: the words name no time to come.
    """
    zone = await clocks.zone_of(turn, called.ticket.spot.community)
    at = read_moment(words, turn.now, zone)
    if at is None or at <= turn.now:
        raise Refused("whistle.when_again", n=int(called.ticket.id))
    await answering.propose(turn, called, at)


async def not_ours(turn: Turn, called: Calling, words: str) -> Department:
    """It is the business of the department that the words begin with; answers which that is.

    Raises:
        Refused: they name none, or several, or do not say why.
    """
    number, spot = int(called.ticket.id), called.ticket.spot
    known = await departments.callable_at(turn, spot.community, spot.compound)
    others = [one for one in known if one.id != called.department.id]
    meant, why = named_first(words, others, lambda one: one.name)
    if len(meant) != 1:
        near = nearest_names(words, [one.name for one in others])
        language = turn.group_language if turn.actor is None else turn.language_of(turn.person)
        raise Refused("whistle.whose_again", n=number, words=listed(near, language))
    if not why:
        raise Refused("whistle.whose_why", n=number, owner=meant[0].name)
    await answering.refuse(turn, called, meant[0], why)
    return meant[0]
