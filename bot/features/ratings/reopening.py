"""Opening again what was put away: by its caller within a window, by staff at any time, later as a new ticket."""

from typing import Final

from bot.features.clocks import views as clocks
from bot.features.ratings import rulings
from bot.features.roster import views as roster
from bot.features.tickets import service, views
from bot.features.tickets.views import Source, State, Ticket
from bot.richtext import EMPTY, Text
from bot.stores import Places
from bot.turn import Turn
from bot.understanding import read

# Lines of history: this ticket goes on from that one, and that one went on as this.
FOLLOWS: Final = "follows"
WENT_ON: Final = "went_on"
_PUT_AWAY: Final = frozenset({State.CLOSED, State.DECLINED, State.WITHDRAWN})


async def by_staff(turn: Turn, ticket: Ticket, why: str) -> None:
    """Staff open it again at once; what the caller asked for already is ruled on; what nobody has looked at, disputed.

    Whoever it goes to is there, and is another person the second time.
    """
    if ticket.state is State.REOPEN_REQUESTED:
        await rulings.reopen(turn, str(ticket.id))
    elif ticket.state in _PUT_AWAY:
        await service.assign(turn, ticket, words=why)
    else:
        await service.dispute(turn, ticket, why)
    now = await views.ticket(turn, int(ticket.id))
    drawing = await views.drawing_of(turn, now)
    language = turn.language_of(turn.person)
    state = turn.setup.texts.word(f"state.{now.state}", language)
    turn.whisper("reopen.done", about=ticket.key, **{**drawing.values(language), "state": state})


async def is_too_late(turn: Turn, ticket: Ticket) -> bool:
    """Is the window over? It counts from the closing, and no word that was said since moves it (LESSONS 8)."""
    if ticket.state is not State.CLOSED or ticket.closed_at is None:
        return False
    rules = await clocks.rules(turn, ticket.spot.community)
    end = rules.due_after(turn.setup.config.tickets.reopen_within, clocks.EMERGENCY, ticket.closed_at)
    return turn.now > end


async def call_anew(turn: Turn, old: Ticket, why: str) -> None:
    """A new ticket at the same place with the same words, and each of the two names the other (LESSONS 1)."""
    words = "\n".join(part for part in (old.words, why) if part)
    if not words:
        await service.expect_words(turn)
        turn.answer("ask.what")
        return
    message = None if turn.message is None else turn.message.id
    source = Source(chat=turn.chat.whole, message=message, is_private=turn.is_private)
    building = old.spot.building
    place = None if building is None else await turn.store(Places).get(building)
    located = roster.Located(building=place, said=old.spot.said)
    call = service.Call(words=words, reading=read(words), located=located, source=source)
    new = await service.open_ticket(turn, call, turn.person)
    if old.private:
        new = await service.make_private(turn, new)
    await service.record(turn, new, FOLLOWS, after=str(old.id), public=True)
    await service.record(turn, old, WENT_ON, after=str(new.id))
    turn.whisper("reopen.anew", about=new.key, n=int(old.id), into=int(new.id))


async def card_line(turn: Turn, ticket: Ticket, language: str) -> Text:
    """Which ticket this one goes on from."""
    before = [entry.after for entry in await views.history(turn, ticket.id) if entry.what == FOLLOWS]
    return turn.setup.texts.text("card.follows", language, n=int(before[-1])) if before else EMPTY
