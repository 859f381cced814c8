"""Each step of a ticket, told in private to whoever asked for that."""

from bot.features.followers import views as followers
from bot.features.posted.store import Posted
from bot.features.tickets import views
from bot.features.tickets.events import (
    LevelRaised,
    TicketAccepted,
    TicketAssigned,
    TicketClosed,
    TicketMerged,
    TicketProgressed,
    TicketReopened,
    TicketResolved,
    TicketWaits,
    TicketWentOn,
)
from bot.features.tickets.views import Ticket
from bot.stores import People, Priority
from bot.turn import Turn

Step = TicketAccepted | TicketAssigned | TicketReopened | TicketWaits | TicketWentOn | LevelRaised
End = TicketResolved | TicketClosed


async def on_step(turn: Turn, news: Step) -> None:
    """It goes on."""
    await _tell(turn, news.ticket)


async def on_progress(turn: Turn, news: TicketProgressed) -> None:
    """Somebody said how it goes: those words."""
    await _tell(turn, news.ticket, words=views.public_words(news.words))


async def on_end(turn: Turn, news: End) -> None:
    """Whoever called or follows hears the end in any case, with what they may say to it."""
    await _tell(turn, news.ticket, is_end=True)


async def on_merged(turn: Turn, news: TicketMerged) -> None:
    """It goes on as another one: whoever was told its steps is told those."""
    store = turn.store(Posted)
    for person in await store.of(int(news.ticket.id)):
        await store.add(int(news.into.id), person, turn.now)
        await store.remove(int(news.ticket.id), person)


async def _tell(turn: Turn, ticket: Ticket, *, words: str = "", is_end: bool = False) -> None:
    store, people = turn.store(Posted), turn.store(People)
    drawing = None
    for number in await store.of(int(ticket.id)):
        # What the group may not read is its caller's alone.
        is_hidden = not ticket.shows_in_group and number != ticket.reporter
        if is_hidden or (is_end and await followers.is_concerned(turn, ticket, number)):
            continue
        person = await people.get(number)
        if turn.actor is not None and turn.actor.id == number:
            continue
        drawing = drawing or await views.drawing_of(turn, ticket)
        language = turn.language_of(person)
        values = drawing.values(language)
        state = turn.setup.texts.text(drawing.status, language, **values)
        key, more = ("posted.words", {"words": words}) if words else ("posted.step", {"state": state})
        enough = [[("posted.off", str(ticket.id))]] if ticket.is_open else []
        turn.tell(person, key, about=ticket.key, actions=enough, priority=Priority.CARD, **{**values, **more})
