"""What followers hear when their ticket has news."""

from collections.abc import Sequence

from bot.features.followers import service
from bot.features.followers.store import Followers
from bot.features.tickets import service as tickets
from bot.features.tickets import views
from bot.features.tickets.events import TicketClosed, TicketDeclined, TicketMerged, TicketResolved, TicketSplit
from bot.features.tickets.views import Closing, State, Ticket
from bot.messages import Button
from bot.richtext import EMPTY, Text
from bot.stores import People, Priority
from bot.turn import Turn


async def on_merged(turn: Turn, news: TicketMerged) -> None:
    """Its people follow the other ticket from now on."""
    await service.join(turn, news.ticket, news.into)


async def on_split(turn: Turn, news: TicketSplit) -> None:
    """Its people follow it alone again."""
    await service.part(turn, news.ticket, await views.ticket(turn, int(news.before)))


async def on_resolved(turn: Turn, news: TicketResolved) -> None:
    """Everybody who called hears that it is done (LESSONS 25)."""
    await _tell_all(turn, news.ticket, "follow.resolved", views.public_words(news.words))


async def on_closed(turn: Turn, news: TicketClosed) -> None:
    """The end. Withdrawn, it has ended for its caller alone: the need of the others is still there."""
    ticket = news.ticket
    if ticket.state is State.WITHDRAWN:
        await _let_go(turn, ticket)
        await _tell_all(turn, ticket, "follow.withdrawn")
    elif ticket.closing is Closing.CONFIRMED:
        await _tell_all(turn, ticket, "follow.closed")


async def on_declined(turn: Turn, news: TicketDeclined) -> None:
    """It is somebody else's to do: those who were joined to it get their own tickets back."""
    await _let_go(turn, news.ticket)
    await _tell_all(turn, news.ticket, "follow.declined")


async def _let_go(turn: Turn, ticket: Ticket) -> None:
    """What was joined to a ticket that ends unsolved is a ticket of its own again."""
    for joined in await views.joined_to(turn, ticket.id):
        if joined.merged_into == ticket.id:
            await tickets.split(turn, joined)


async def _tell_all(turn: Turn, ticket: Ticket, key: str, words: str = "") -> None:
    people = turn.store(People)
    drawing = await views.drawing_of(turn, ticket)
    for one in await turn.store(Followers).of(int(ticket.id)):
        person = await people.get(one.person)
        if not turn.can_write_to(person):
            continue
        if ticket.private or ticket.is_personal_danger:
            # Of what is private now, or was joined to something private, they learn once that it is over, no more.
            if key != "follow.closed":
                turn.tell(person, "follow.private_over", priority=Priority.CARD, n=one.through or int(ticket.id))
            continue
        values = {**drawing.values(turn.language_of(person)), "words": words}
        turn.tell(person, key, about=ticket.key, priority=Priority.CARD, **values)


def same_here(turn: Turn, ticket: Ticket, language: str) -> Sequence[Button]:
    """Under the card of whatever is being seen to; a danger is nobody's to count."""
    if not ticket.is_under_way:
        return ()
    label = turn.setup.texts.word("metoo.button", language)
    return (Button(label=label, action="followers.me_too", value=str(ticket.id)),)


async def card_line(turn: Turn, ticket: Ticket, language: str) -> Text:
    """How many neighbours have the same need."""
    count = await service.count(turn, ticket)
    return turn.setup.texts.text("card.callers", language, count=count + 1) if count else EMPTY
