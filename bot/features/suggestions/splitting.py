"""One message with two problems: its caller is asked in private whether they shall be recorded apart."""

from bot.errors import Refused
from bot.features.tickets import service as tickets
from bot.features.tickets import views
from bot.features.tickets.events import TicketOpened
from bot.features.tickets.views import Source, Ticket
from bot.stores import Groups, Priority
from bot.turn import Turn
from bot.understanding import problems_in


async def on_opened(turn: Turn, news: TicketOpened) -> None:
    """A new call that says two things. What was entered for somebody else, and an emergency, stay as they are."""
    ticket = news.ticket
    if turn.actor is None or turn.actor.id != ticket.reporter or ticket.is_entered:
        return
    if len(problems_in(ticket.words)) == 1 or not (ticket.source.is_private or turn.can_write_to(turn.actor)):
        return
    actions = [[("suggestions.split", str(ticket.id)), ("suggestions.one", str(ticket.id))]]
    turn.tell(turn.actor, "heard.two_problems", about=ticket.key, actions=actions, priority=Priority.CARD)


async def split(turn: Turn, value: str) -> None:
    """The caller: two things. The ticket keeps the first, each other one becomes a ticket of its own."""
    ticket = await _own(turn, value)
    first, *others = problems_in(ticket.words)
    if not others:
        raise Refused("heard.is_split", n=int(ticket.id))
    await tickets.keep_only(turn, ticket, first)
    source = ticket.source
    if not source.is_private:
        await turn.enter(await turn.store(Groups).get(source.chat.whole))
    apart = Source(chat=source.chat, message=None, is_private=source.is_private, origin=source.origin)
    made = [await tickets.take_call(turn, words, apart, turn.person) for words in others]
    turn.answer("heard.split", n=" ".join(f"#{one.id}" for one in made))


async def one(turn: Turn, value: str) -> None:
    """The caller: one thing."""
    await _own(turn, value)
    turn.answer("heard.stays_one")


async def _own(turn: Turn, value: str) -> Ticket:
    ticket = await views.ticket(turn, int(value))
    if turn.person.id != ticket.reporter:
        raise Refused("no.not_caller")
    if not ticket.is_open:
        raise Refused(f"refused.{ticket.state}", n=int(ticket.id))
    return ticket
