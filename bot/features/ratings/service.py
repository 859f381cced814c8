"""What can be done with ratings."""

from bot.community import PersonId
from bot.features.ratings import replies
from bot.features.ratings.events import TicketRated
from bot.features.ratings.model import Rating
from bot.features.ratings.store import Ratings
from bot.features.tickets import service as tickets
from bot.features.tickets.views import State, Ticket
from bot.turn import Turn


async def rate(turn: Turn, ticket: Ticket, score: int) -> Ticket:
    """Keep the actor's score, 1 to 5: the caller's is the ticket's own. The same score again changes nothing."""
    store, person = turn.store(Ratings), turn.person.id
    known = await store.of(int(ticket.id), person)
    before = None if known is None else known.score
    if before == score:
        return ticket
    await store.save(Rating(ticket=int(ticket.id), person=person, score=score, at=turn.now))
    kept = await tickets.rated(turn, ticket, score) if person == ticket.reporter else ticket
    await turn.publish(TicketRated(ticket=kept, person=person, score=score, before=before))
    return kept


async def take_back(turn: Turn, ticket: Ticket, before: int | None) -> None:
    """The actor's score becomes what it was before; a caller who was asked how it was is asked anew."""
    store, person = turn.store(Ratings), turn.person.id
    if before is None:
        await store.remove(int(ticket.id), person)
    else:
        await store.save(Rating(ticket=int(ticket.id), person=person, score=before, at=turn.now))
    if person != ticket.reporter:
        return
    kept = await tickets.rated(turn, ticket, before)
    if kept.state is State.CLOSED and before is None:
        await replies.ask_satisfied(turn, kept)


async def stop_asking(turn: Turn, person: PersonId) -> None:
    """This person is not asked any more how it was."""
    await turn.store(Ratings).stop_asking(person, turn.now)


async def ask_again(turn: Turn, person: PersonId) -> None:
    """This person may be asked again."""
    await turn.store(Ratings).ask_again(person)
