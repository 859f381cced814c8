"""What the intake desk does when tickets have news."""

from dataclasses import replace

from bot.features.intake_desk import outcome, replies
from bot.features.intake_desk.model import CallBack, Contact, apart, is_for_family, wants_call
from bot.features.intake_desk.service import expect_whom
from bot.features.intake_desk.store import Contacts
from bot.features.tickets.events import TicketDeclined, TicketOpened, TicketRemarked, TicketResolved, TicketShown
from bot.features.tickets.views import Ticket
from bot.stores import People
from bot.turn import Turn


async def on_opened(turn: Turn, news: TicketOpened) -> None:
    """Somebody calls for the family, or wants to be called back."""
    ticket = news.ticket
    if ticket.is_entered or turn.actor is None or turn.actor.id != ticket.reporter:
        return
    if wants_call(ticket.words):
        await _want_call(turn, ticket, ticket.words)
    if is_for_family(ticket.words) and not _is_at_home(turn, ticket) and turn.can_write_to(turn.person):
        await expect_whom(turn, ticket)
        replies.ask_for_family(turn, ticket)


def _is_at_home(turn: Turn, ticket: Ticket) -> bool:
    home = turn.person.home
    return home is not None and ticket.spot.building == home.building


async def on_remarked(turn: Turn, news: TicketRemarked) -> None:
    """The caller asks later to be called back."""
    is_callers = turn.actor is not None and turn.actor.id == news.ticket.reporter
    if is_callers and news.ticket.is_open and wants_call(news.words):
        await _want_call(turn, news.ticket, news.words)
        await turn.publish(TicketShown(ticket=news.ticket))


async def _want_call(turn: Turn, ticket: Ticket, words: str) -> None:
    store, caller = turn.store(Contacts), await turn.store(People).get(ticket.reporter)
    known = await store.of(int(ticket.id)) or Contact(ticket=int(ticket.id), by=caller.id)
    phone = apart(words)[2] or known.phone or caller.phone or ""
    wanted = replace(known, phone=phone, name=known.name or caller.name, call_back=CallBack.WANTED)
    await store.keep(wanted)


async def on_resolved(turn: Turn, news: TicketResolved) -> None:
    """Who is not in any chat hears it from somebody."""
    await outcome.ask_to_tell(turn, news.ticket, news.words)


async def on_declined(turn: Turn, news: TicketDeclined) -> None:
    """They also hear whose it is instead (LESSONS 20)."""
    await outcome.ask_to_tell(turn, news.ticket, f"{news.owner} {news.words}".strip())
