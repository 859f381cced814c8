"""What goes on when a wait is over goes on with somebody who is there."""

from bot.features.roster import views as roster
from bot.features.tickets import service as tickets_service
from bot.features.tickets import views as tickets
from bot.features.tickets.events import TicketWentOn
from bot.stores import People
from bot.turn import Turn


async def on_went_on(turn: Turn, news: TicketWentOn) -> None:
    """Whoever went off duty while it waited does not get it back: the substitute does, or whoever is responsible."""
    ticket = news.ticket
    if ticket.assignee is None or not await roster.is_away(turn, ticket.assignee):
        return
    person = await turn.store(People).get(ticket.assignee)
    to = await roster.present_instead(turn, person)
    if to is None:
        to = (await roster.responsible(turn, await tickets.smallest_place(turn, ticket))).first
    if to is not None and to.id != person.id:
        await tickets_service.assign(turn, ticket, to)
